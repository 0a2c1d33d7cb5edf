"""Whether another builder makes the same public pages: mkdocs and Zensical side by side.

    uv pip install zensical==0.0.70 && python bench/site_builders.py [ROOT] [--zensical zensical]

Builds the same content/, theme and mkdocs.yml with both and compares, page by page, titles,
headings and links. Lists every difference; exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

LINKS = "//a/@href"


def build(root: Path, command: list[str], work: Path) -> Path:
    """The site a builder makes of a copy of the newsroom."""
    work.mkdir()
    shutil.copytree(root / "content", work / "content")
    shutil.copytree(root / "templates" / "theme", work / "templates" / "theme")
    shutil.copy(root / "mkdocs.yml", work)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False, env=env)
    if done.returncode or not (work / "site" / "index.html").is_file():
        raise SystemExit(f"{' '.join(command)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
    return work / "site"


def seen(path: Path) -> dict[str, object]:
    """What a reader and a program see of a page."""
    tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    heads = tree.xpath("//h1 | //h2 | //h3 | //h4")
    return {
        "title": " ".join("".join(tree.xpath("//head/title/text()")).split()),
        "headings": [(one.tag, " ".join(one.text_content().split())) for one in heads],
        "links": sorted(urljoin("https://x.example/", str(one)) for one in tree.xpath(LINKS)),
        "head links": sorted(
            (str(one.get("rel")), urljoin("https://x.example/", str(one.get("href"))))
            for one in tree.xpath("//head/link[@href]")
        ),
    }


def differences(one: Path, two: Path) -> list[str]:
    pages = {
        path.relative_to(site).as_posix() for site in (one, two) for path in site.rglob("*.html")
    }
    found = []
    for page in sorted(pages):
        if not ((one / page).is_file() and (two / page).is_file()):
            found.append(f"{page}: only one builder makes it")
            continue
        first, second = seen(one / page), seen(two / page)
        for name in first:
            if first[name] != second[name]:
                found.append(f"{page}: {name}: {_first(first[name], second[name])}")
    return found


def _first(one: object, two: object) -> str:
    if isinstance(one, list) and isinstance(two, list):
        lost, added = [a for a in one if a not in two], [b for b in two if b not in one]
        if lost or added:
            return f"only here: {str(lost)[:200]}; only there: {str(added)[:200]}"
        for a, b in zip(one, two, strict=False):
            if a != b:
                return f"{str(a)[:160]} | {str(b)[:160]}"
        return f"{len(one)} | {len(two)} entries"
    return f"{one} | {two}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--zensical", default=shutil.which("zensical") or "zensical")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        ours = build(options.root, [sys.executable, "-m", "mkdocs", "build", "-q"], work / "mkdocs")
        theirs = build(
            options.root, [options.zensical, "build", "-f", "mkdocs.yml"], work / "zensical"
        )
        found = differences(ours, theirs)
        pages = len(list(ours.rglob("*.html")))
    print(*found, sep="\n")
    print(f"{pages} pages, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
