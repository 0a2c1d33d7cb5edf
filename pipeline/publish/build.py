"""The build as a recipe: plan, mkdocs, complete each page, indexes, audit, swap.

mkdocs rebuilds everything it is shown, so it is shown only what changed; its work is split over
the machine's cores, since no page depends on another.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BuildError, RefusedError
from pipeline.newsroom import publication
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.runs.sweep import SITES
from pipeline.publish import indexes, mkdocs, pointer, provenance
from pipeline.publish.complete import PageJob, complete
from pipeline.publish.plan import (
    Built,
    Plan,
    config_file,
    make_plan,
    navigation,
    remember,
    remembered,
)
from pipeline.records import Artifact, Finding, store
from pipeline.world import Track, spread, unwatched

Prove = Callable[[Path, tuple[str, ...]], dict[str, str]]  # days not proven, with their reasons
Audit = Callable[..., tuple[Finding, ...]]
SHARD = 120  # pages that are worth another mkdocs process: it takes a second to start
DEAD = (
    "assets/javascripts",
    "assets/stylesheets",
    "assets/images",
    "sitemap.xml.gz",
    "sitemap.xml",
    "search/search_index.json",
)  # what mkdocs and its theme leave that the site has its own of
SHOWN = 8  # findings named in the error


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build came to."""

    pages: int
    built: int  # pages built anew; the others stood
    findings: tuple[Finding, ...]
    seconds: dict[str, float]
    artifacts: tuple[Artifact, ...]
    changed: tuple[str, ...]  # addresses whose bytes changed, for purging caches


@dataclass(slots=True)
class BuildClock:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def build_site(
    room: Newsroom,
    *,
    audit: Audit,
    prove: Prove = lambda site, days: {},
    track: Track = unwatched,
    full: bool = False,
) -> BuildReport:
    """Build, prove, audit and publish site/. With `full`, nothing of the last build is used again.

    Raises UnprovenError when what stands in the new site of a brief is not proven, AuditError when the audit finds errors, BuildError when mkdocs fails; site/ then stays.
    """
    clock = BuildClock()
    with work_folder(room) as work:
        site = work / "site"
        with clock.step("plan"):
            plan = make_plan(room, full=full)
        with clock.step("mkdocs"):
            run_mkdocs(room, plan, work, site)
        with clock.step("pages"):
            built = finish_pages(room, plan, site, track=track)
        with clock.step("proof"):
            unproven = prove(site, brief_days(plan.fresh))
        if unproven:
            raise UnprovenError(unproven)
        with clock.step("indexes"):
            indexes.write_all(room, site, built)
            provenance.write(room, site, digests(built))
        with clock.step("audit"):
            findings = audit(site, room.desk, memory=room.state / "audit.json")
        if any(one.severity == "error" for one in findings):
            raise AuditError(findings)
        with clock.step("swap"):
            artifacts = list_files(site, built)
            changed = changes(room, site)
            publication.begin(room, site, brief_days(built))
            pointer.switch(site, room.site, room.state / SITES)
            remember(room, built)
    return BuildReport(len(plan.keys), len(plan.fresh), findings, clock.seconds, artifacts, changed)


@contextmanager
def work_folder(room: Newsroom) -> Iterator[Path]:
    """A folder to build in. What the system refuses there (a full disk) is a BuildError."""
    try:
        room.state.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=room.state, prefix="build-") as name:
            yield Path(name)
    except OSError as error:
        raise pointer.refused(error, room.state) from error


def run_mkdocs(room: Newsroom, plan: Plan, work: Path, site: Path) -> None:
    """Build the planned pages with mkdocs, in as many processes as pay. Raises BuildError."""
    nav = set(navigation(config_file(room).read_text("utf-8")))  # every page shows it
    always = tuple(path for path in plan.overlay if path in nav)
    others = tuple(path for path in plan.overlay if path not in nav)
    most = max(1, min(os.cpu_count() or 1, -(-len(others) // SHARD)))
    shares = [always + others[at::most] for at in range(most)]
    failures = []
    with _lifeline() as held:
        running = [_start(room, share, work / f"part{at}", held) for at, share in enumerate(shares)]
        for process in running:
            text, _ = process.communicate()
            if process.returncode:
                failures.append(text.decode("utf-8", "replace").strip())
    full = os.strerror(errno.ENOSPC)
    if any(full in text for text in failures):
        raise pointer.refused(OSError(errno.ENOSPC, full), room.state)
    if failures:
        raise BuildError(
            "mkdocs refused the pages: " + _last_lines(failures[0]),
            where=str(room.content),
            hint="`mkdocs build --strict` shows the same",
        )
    for at in range(most):
        _merge(work / f"part{at}" / "site", site)
    for name in DEAD:
        target = site / name
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)


# A mkdocs that outlives a killed build would write on in a folder that the next start swept. It lists
# all files of its theme to leave out those in hidden folders: 14,348 of 14,509, a tenth of its time.
MKDOCS = """\
import jinja2.loaders, os, runpy, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
class Shown:
    def __getattr__(self, name):
        return getattr(os, name)
    def walk(self, top, **how):
        for folder, folders, files in os.walk(top, **how):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield folder, folders, files
jinja2.loaders.os = Shown()
runpy.run_module("mkdocs", run_name="__main__")
"""


@contextmanager
def _lifeline() -> Iterator[int]:
    """What a child reads as its input: it ends when this process does, and not before the block."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def _start(
    room: Newsroom, paths: tuple[str, ...], part: Path, lifeline: int
) -> subprocess.Popen[bytes]:
    docs = part / "docs"
    _show(room.content, docs, paths)
    (part / "mkdocs.yml").write_text(mkdocs.settings(room, docs), "utf-8")
    command = [
        sys.executable,
        "-c",
        MKDOCS,
        "build",
        "--strict",
        "-q",
        "-f",
        "mkdocs.yml",
        "-d",
        "site",
    ]
    wanted = {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "0",
    }
    return subprocess.Popen(
        command,
        cwd=part,
        stdin=lifeline,
        env={**os.environ, **wanted},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _show(content: Path, docs: Path, paths: tuple[str, ...]) -> None:
    """The folder mkdocs sees: these pages, and every picture and other file."""
    others = [path.relative_to(content).as_posix() for path in content.rglob("*")
              if path.is_file() and path.suffix != ".md" and not path.name.startswith(".")]  # fmt: skip
    for name in (*paths, *others):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(content / name, docs / name)


def finish_pages(room: Newsroom, plan: Plan, site: Path, *, track: Track) -> dict[str, Built]:
    """Link the pages that stand, complete the fresh ones with twin, picture and data."""
    built: dict[str, Built] = {}
    for path, old in plan.standing.items():
        for name in old.files:
            link(room.site / name, site / name)
        built[path] = old
    jobs = [PageJob(room, site, path, plan.keys[path]) for path in plan.fresh]
    made = spread(complete, jobs, track=track, label="pages", many=SHARD)
    return built | dict(zip(plan.fresh, made, strict=True))


def link(source: Path, target: Path) -> None:
    """Put a file that does not change in a second place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def standing(room: Newsroom) -> BuildReport:
    """The report of a build that need not be done: every page stands."""
    return BuildReport(len(remembered(room)), 0, (), {}, (), ())


def brief_days(paths: Iterable[str]) -> tuple[str, ...]:
    """The days of the briefs among pages."""
    briefs = (path for path in paths if path.startswith("briefs/"))
    return tuple(path.removeprefix("briefs/").removesuffix(".md") for path in briefs)


class UnprovenError(RefusedError):
    """Briefs of the new site are not proven; `reasons` by day."""

    def __init__(self, reasons: dict[str, str]) -> None:
        lines = [f"{day}: {reason}" for day, reason in sorted(reasons.items())]
        super().__init__(
            "these briefs are not proven:\n  " + "\n  ".join(lines),
            hint="`dateline verify` on each says what stands against it",
        )
        self.reasons = reasons


class AuditError(RefusedError):
    """The audit found errors; `findings` holds all it found."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [one for one in findings if one.severity == "error"]
        lines = [
            f"{one.where.file}: {one.message} ({one.rule}) {one.match}" for one in errors[:SHOWN]
        ]
        more = [f"and {len(errors) - SHOWN} more"] if len(errors) > SHOWN else []
        super().__init__(
            "the audit refused the site:\n  " + "\n  ".join([*lines, *more]),
            hint="yesterday's site stands; mend these and run `dateline build` again",
        )
        self.findings = findings


def digests(built: dict[str, Built]) -> dict[str, str]:
    """The digests of the files of built pages."""
    return {name: sha for one in built.values() for name, sha in one.files.items()}


def list_files(site: Path, built: dict[str, Built]) -> tuple[Artifact, ...]:
    """Every file of the site; the digests of page files are known already."""
    known = digests(built)
    found = []
    for name in store.files_below(site):
        path = site / name
        sha = known.get(name) or store.sha256(path.read_bytes())
        found.append(Artifact(name, sha, path.stat().st_size))
    return tuple(found)


def changes(room: Newsroom, site: Path) -> tuple[str, ...]:
    """Addresses whose bytes differ from the site that stands, gone ones included; kept in a file."""
    new, old = _names(site), _names(room.site)
    paths = sorted(path for path in new | old if not _same(site / path, room.site / path))
    urls = tuple(room.desk.site_url + path.removesuffix("index.html") for path in paths)
    store.write(room.state / "changed.txt", "".join(f"{url}\n" for url in urls))
    return urls


def _names(site: Path) -> set[str]:
    return set(store.files_below(site)) - {".gitkeep"}


def _same(one: Path, two: Path) -> bool:
    """Whether two files hold the same bytes; linked files do without being read."""
    if not (one.is_file() and two.is_file()):
        return False
    return one.samefile(two) or one.read_bytes() == two.read_bytes()


def _merge(part: Path, site: Path) -> None:
    if not site.exists():
        part.rename(site)
        return
    for path in sorted(part.rglob("*")):
        target = site / path.relative_to(part)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


def _last_lines(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and "MkDocs 2.0" not in line]
    return " / ".join(lines[-4:])
