"""What a site of N briefs costs: a full build, nothing changed, one brief more, and the same by other means.

    python bench/site_scale.py [--sizes 100 1000] [--stock] [--builders] [--add]

The briefs are copies of the committed days (`archive.py`). `full` is all that `dateline build` does:
render, proof of every record and page, mkdocs, twins, pictures, feeds, indexes, audit, swap; `unchanged`
is the same once more. `--add` appends one brief, builds, and compares its cost and its bytes with a full
build of N + 1. `--stock` builds the same pages with mkdocs-material and the RSS, llmstxt and search plugins (they must be installed where --stock-python
points); `--builders` with plugin-free mkdocs and Zensical, same pages and theme, and with Hugo,
which gets the Markdown of the briefs alone.
Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

import archive

from pipeline.audit import audit
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.proof import publish_proven

FIRST = "2016-01-04"


def clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor() -> float:
    """Processor seconds of this process and its children: they do not depend on other work."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a build took: seconds of the clock and of all processors, and its steps."""

    clock: float
    cpu: float
    steps: dict[str, float]


def publish(room: Newsroom, *, full: bool = False) -> Spent:
    """Do what `dateline build` does. Raises SystemExit when a brief was held back: it would not count."""
    begun, used = time.perf_counter(), processor()
    made = publish_proven(room, audit=audit, full=full)
    seconds = time.perf_counter() - begun
    if made.held_back:
        raise SystemExit(f"held back: {made.held_back}")
    before = round(seconds - sum(made.site.seconds.values()), 2)
    steps = {"render and proof": before, **made.site.seconds}
    return Spent(round(seconds, 2), round(processor() - used, 2), steps)


def tree(folder: Path) -> str:
    """Digest of every file of a folder."""
    total = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def stock(room: Newsroom, python: str, work: Path) -> float:
    """The same pages with the usual plugins."""
    (work / "docs" / "briefs").mkdir(parents=True)
    for path in sorted((room.content / "briefs").glob("*.md")):
        text = path.read_text("utf-8").replace('template: "brief.html"\n', "", 1)
        (work / "docs" / "briefs" / path.name).write_text(text, "utf-8")
    (work / "docs" / "index.md").write_text("# Home\n\nThe briefs.\n", "utf-8")
    (work / "mkdocs.yml").write_text(
        "site_name: Stock\nsite_url: https://stock.example/\ntheme: {name: material, font: false}\n"
        "markdown_extensions: [admonition, attr_list, footnotes, tables, pymdownx.details, pymdownx.superfences]\n"
        "plugins:\n  - search\n  - rss: {date_from_meta: {as_creation: date}, match_path: 'briefs/.*', use_git: false}\n"
        "  - llmstxt: {full_output: llms-full.txt, sections: {Briefs: ['briefs/*.md']}}\n",
        "utf-8",
    )
    return clock(lambda: _run([python, "-m", "mkdocs", "build", "-q"], work))


def plain(room: Newsroom, command: list[str]) -> float:
    """The same content and theme by a builder alone."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(room.content, work / "content")
        shutil.copytree(room.templates / "theme", work / "templates" / "theme")
        shutil.copy(Path(__file__).parent.parent / "mkdocs.yml", work / "mkdocs.yml")
        return clock(lambda: _run(command, work))


def hugo(room: Newsroom, command: str) -> float:
    """The Markdown of the briefs by Hugo, with a layout of one line: no theme, lists, feeds or search."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(room.content / "briefs", work / "content" / "briefs")
        (work / "layouts" / "_default").mkdir(parents=True)
        for kind in ("single", "list"):
            (work / "layouts" / "_default" / f"{kind}.html").write_text(
                "<html><body>{{ .Content }}</body></html>", "utf-8"
            )
        (work / "hugo.toml").write_text(
            'baseURL = "https://hugo.example/"\ntitle = "Hugo"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
            "[markup.goldmark.renderer]\nunsafe = true\n",
            "utf-8",
        )
        seconds = clock(lambda: _run([command, "--quiet"], work))
        made = len(list((work / "public" / "briefs").glob("*/index.html")))
        wanted = len(list((room.content / "briefs").glob("*.md")))
        if made != wanted:
            raise SystemExit(f"hugo made {made} of {wanted} briefs")
        return seconds


def version(command: list[str]) -> str:
    """The version a builder names, as it says it."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", done.stdout)
    return found.group() if found else "unknown"


def _run(command: list[str], work: Path) -> None:
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stdout[-800:]}{done.stderr[-800:]}")


def one_more(root: Path) -> dict[str, object]:
    """The next night of an archive, and a build of all that from nothing."""
    archive.add(root, first=FIRST)
    room = open_newsroom(root)
    night = publish(room)
    after = tree(room.site)
    shutil.rmtree(room.state)
    again = publish(open_newsroom(root), full=True)
    return {
        "one more": night.clock,
        "one more cpu": night.cpu,
        "one more steps": night.steps,
        "full again": again.clock,
        "same bytes": tree(room.site) == after,
    }


def measure(size: int, options: argparse.Namespace) -> dict[str, object]:
    row: dict[str, object] = {"briefs": size}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "newsroom"
        room = archive.make(root, size, first=FIRST)
        first = publish(room)
        pages = len(list(room.site.rglob("index.html")))
        row |= {"full": first.clock, "full cpu": first.cpu, "steps": first.steps, "pages": pages}
        row["per page ms"] = round(1000 * first.clock / pages, 2)
        again = publish(open_newsroom(root))
        row |= {"unchanged": again.clock, "unchanged cpu": again.cpu}
        if options.stock:
            before = processor()
            row["stock"] = round(stock(room, options.stock_python, Path(name) / "stock"), 2)
            row["stock cpu"] = round(processor() - before, 2)
        if options.builders:
            row["versions"] = {
                "mkdocs": version([sys.executable, "-m", "mkdocs", "--version"]),
                **{name: version([tool, flag]) for name, tool, flag in
                   (("zensical", options.zensical, "--version"), ("hugo", options.hugo, "version")) if tool},
            }  # fmt: skip
            row["mkdocs alone"] = round(
                plain(room, [sys.executable, "-m", "mkdocs", "build", "-q"]), 2
            )
            for label, command in (("zensical", options.zensical), ("hugo", options.hugo)):
                if command and label == "hugo":
                    row[label] = round(hugo(room, command), 2)
                elif command:
                    row[label] = round(plain(room, [command, "build", "-f", "mkdocs.yml"]), 2)
        if options.add:
            row |= one_more(root)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000])
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--stock-python", default=sys.executable)
    parser.add_argument("--builders", action="store_true")
    parser.add_argument("--zensical", default=shutil.which("zensical"))
    parser.add_argument("--hugo", default=shutil.which("hugo"))
    parser.add_argument("--add", action="store_true")
    options = parser.parse_args()
    for size in options.sizes:
        print(json.dumps(measure(size, options), indent=1), flush=True)


if __name__ == "__main__":
    main()
