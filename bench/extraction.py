"""Measures how well the main text of web pages is found, beside bare trafilatura.

    python bench/extraction.py FOLDER [--every N] [--rows OUT.jsonl]

FOLDER has the layout of trafilatura's own evaluation: `evaldata.json` (address -> `file`, `with`,
`without`: snippets that must and must not be in the text) and the pages in it, or in `cache/` or
`eval/` below it. Prints precision, recall and F of the snippets for our HTML reader and for
`trafilatura.extract`, then each page of which it finds something and we nothing: exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from pipeline.ingest.readers.html import page as html
from pipeline.ingest.reading import Input


@dataclass(frozen=True, slots=True)
class Counts:
    """Snippets found and missed of those wanted, and of those unwanted."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.found + other.found, self.missed + other.missed, self.wrong + other.wrong
        )

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrong)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Row:
    """One page: what each of the two made of it."""

    url: str
    file: str
    ours: Counts
    theirs: Counts


def squeeze(text: str) -> str:
    """White space as one space, so that how lines are broken costs nobody anything."""
    return re.sub(r"\s+", " ", text).strip()


def score(text: str, wanted: list[str], unwanted: list[str]) -> Counts:
    folded = squeeze(text)
    found = sum(squeeze(one) in folded for one in wanted)
    return Counts(found, len(wanted) - found, sum(squeeze(one) in folded for one in unwanted))


def ours(data: bytes) -> str:
    """Our reader's text; "" when the page is refused."""
    readings, _ = html.read(Input("page.html", data, "html"))
    return "\n\n".join(reading.text for reading in readings)


def theirs(data: bytes) -> str:
    return trafilatura.extract(data, include_comments=False) or ""


def quietly(read: Callable[[bytes], str], data: bytes) -> str:
    """A reader's text; an error loses the page, as it would a reader of it."""
    try:
        return read(data)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return ""


def row(job: tuple[str, Path, list[str], list[str]]) -> Row:
    url, file, wanted, unwanted = job
    data = file.read_bytes()
    return Row(
        url,
        file.name,
        score(quietly(ours, data), wanted, unwanted),
        score(quietly(theirs, data), wanted, unwanted),
    )


def jobs(folder: Path) -> list[tuple[str, Path, list[str], list[str]]]:
    pages = json.loads((folder / "evaldata.json").read_text("utf-8"))
    found = []
    for url, page in sorted(pages.items()):
        places = [folder / below / page["file"] for below in ("cache", "eval", "")]
        file = next((place for place in places if place.is_file()), None)
        if file is None:
            print(f"no file {page['file']} for {url}", file=sys.stderr)
            continue
        found.append((url, file, page.get("with") or [], page.get("without") or []))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each N-th page only")
    parser.add_argument("--offset", type=int, default=0, help="the first page taken")
    parser.add_argument("--rows", type=Path, help="write a JSON row a page")
    options = parser.parse_args()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        taken = jobs(options.folder)[options.offset :: options.every]
        rows = list(pool.map(row, taken, chunksize=8))
    for name in ("ours", "theirs"):
        total = sum((getattr(one, name) for one in rows), Counts())
        label = "dateline" if name == "ours" else f"trafilatura {trafilatura.__version__}"
        print(
            f"{label:20} pages {len(rows)}  precision {total.precision:.3f}  "
            f"recall {total.recall:.3f}  F {total.f:.3f}"
        )
    lost = [one for one in rows if one.theirs.found and not one.ours.found]
    print(f"pages lost by us only: {len(lost)}")
    for one in lost:
        print(f"  {one.file}  {one.url}")
    if options.rows:
        lines = [
            json.dumps({"url": one.url, "file": one.file,
                        **{f"{who}_{name}": getattr(getattr(one, who), name)
                           for who in ("ours", "theirs") for name in ("found", "missed", "wrong")}})
            for one in rows
        ]  # fmt: skip
        options.rows.write_text("\n".join(lines) + "\n", "utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
