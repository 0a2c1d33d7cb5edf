"""Which pages there are, and which of them are already built.

Enter: content/, and what the last build left in site/. Leaves: a plan. A built page is immutable:
its files depend on its text, its record, and what shapes every page (theme, settings, desk, tools, our
code), so a digest of these decides whether they are built again or linked from the last site. Losing the memory costs time, never truth.
"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.newsroom import templates
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom, shipped
from pipeline.pages import front_matter
from pipeline.pages.metadata import page_url
from pipeline.records import store
from pipeline.records.verdict import RECORD

MEMORY = "site.json"
TOOLS = (
    "mkdocs",
    "mkdocs-material",
    "markdown",
    "pymdown-extensions",
    "pygments",
    "jinja2",
    "pillow",
)
LINK = re.compile(r"\]\(\s*<?([^)\s>#]+\.md)")


@dataclass(frozen=True, slots=True)
class Built:
    """A built page: the digest of what it was made from, its files and their digests, the tokens of
    its twin and the time of its last change."""

    key: str
    files: dict[str, str]
    tokens: int = 0
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Pages by path below content/, each with its digest; those to be built; those that stand."""

    keys: dict[str, str]
    fresh: tuple[str, ...]
    standing: dict[str, Built]
    overlay: tuple[str, ...]  # pages mkdocs must see: fresh ones, navigation, targets of links


def make_plan(room: Newsroom, *, full: bool = False) -> Plan:
    """Decide what to build. With `full`, everything."""
    base = _base(room)
    keys = {
        path: _key(room, base, path) for path in pages(room.content) if path not in room.left_out
    }
    memory = {} if full else remembered(room)
    standing = {
        path: built
        for path, key in keys.items()
        if (built := memory.get(path)) and built.key == key and _intact(room.site, built)
    }
    fresh = tuple(path for path in keys if path not in standing)
    return Plan(keys, fresh, standing, _overlay(room, set(keys), fresh))


def pages(content: Path) -> tuple[str, ...]:
    """Every page of content/, drafts left out."""
    found = (path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    return tuple(sorted(path for path in found if not _is_draft(content, path)))


def remembered(room: Newsroom) -> dict[str, Built]:
    return store.remembered(dict[str, Built], room.state / MEMORY) or {}


def remember(room: Newsroom, built: dict[str, Built]) -> None:
    rows = {path: asdict(built[path]) for path in sorted(built)}
    store.write(room.state / MEMORY, json.dumps(rows))


def navigation(config: str) -> tuple[str, ...]:
    """Pages that mkdocs.yml names in its navigation: mkdocs wants to see them in every build."""
    nav = re.search(r"^nav:\n((?:[ \t-].*\n|\n)*)", config, re.MULTILINE)
    return tuple(re.findall(r"[\w./-]+\.md", nav.group(1))) if nav else ()


def config_file(room: Newsroom) -> Path:
    own = room.root / "mkdocs.yml"
    return own if own.is_file() else shipped("mkdocs.yml")


def _key(room: Newsroom, base: str, path: str) -> str:
    parts = [base, path, store.sha256((room.content / path).read_bytes())]
    if path.startswith("briefs/"):
        day = room.day(Path(path).stem)
        parts += [store.sha256((day / name).read_bytes()) for name in (RECORD, "evidence.json")
                  if (day / name).is_file()]  # fmt: skip
    if is_post(path) and (own := evidence_file(room, path)).is_file():
        parts.append(store.sha256(own.read_bytes()))
    return store.short_id(*parts)


def is_post(path: str) -> bool:
    """Whether a page of content/ is a person's post."""
    return path.startswith("posts/") and path != "posts/index.md"


def evidence_file(room: Newsroom, path: str) -> Path:
    """Where the sources of a post stand, if they do: beside it."""
    return (room.content / path).with_suffix(".evidence.json")


def _base(room: Newsroom) -> str:
    """Digest of everything that shapes every page: theme, settings, desk, our code, the tools."""
    files = [path for _, path in sorted(templates.effective(room, "theme").items())]
    files.append(config_file(room))
    digests = [store.sha256(path.read_bytes()) for path in files]
    return store.short_id(
        room.desk.model_dump_json(), code_digest(), *digests, *(_version(tool) for tool in TOOLS)
    )


def _version(tool: str) -> str:
    try:
        return f"{tool} {version(tool)}"
    except PackageNotFoundError:
        return tool


def _intact(site: Path, built: Built) -> bool:
    return all(
        (site / path).is_file() and store.sha256((site / path).read_bytes()) == sha
        for path, sha in built.files.items()
    )


def _overlay(room: Newsroom, known: set[str], fresh: tuple[str, ...]) -> tuple[str, ...]:
    """Fresh pages, the navigation, and what fresh hand-written pages link to by file name."""
    wanted = set(fresh) | (set(navigation(config_file(room).read_text("utf-8"))) & known)
    for path in fresh:
        for target in LINK.findall((room.content / path).read_text("utf-8", errors="replace")):
            named = Path(path).parent / target
            wanted |= {posixpath.normpath(named)} & known
    return tuple(sorted(wanted))


def _is_draft(content: Path, path: str) -> bool:
    if path.startswith("drafts/"):
        return True
    if not path.startswith("posts/"):
        return False
    facts, _ = front_matter.load((content / path).read_text("utf-8", errors="replace"), where=path)
    return bool(facts.get("draft"))


def html_path(path: str) -> str:
    """Where mkdocs puts a page of content/."""
    return page_url(path) + "index.html"
