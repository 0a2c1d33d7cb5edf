"""HTML extraction measured on labelled pages of our own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.ingest.readers.html import page as html
from pipeline.ingest.reading import Input

PAGES = sorted((Path(__file__).parent / "fixtures" / "html").glob("*.html"))
FLOOR = 0.92  # mean token F that extraction must reach; trafilatura publishes 0.924 on the web


def token_f(found: str, expected: str) -> float:
    """F of the words found against the words expected, each counted as often as it stands."""
    one, two = (Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    shared = sum((one & two).values())
    return 2 * shared / max(1, sum(one.values()) + sum(two.values()))


def read(page: Path) -> str:
    (one,), _ = html.read(Input(page.name, page.read_bytes(), "html"))
    return one.text


def test_extraction_of_the_labelled_pages_reaches_the_floor() -> None:
    scores = [token_f(read(page), page.with_suffix(".txt").read_text("utf-8")) for page in PAGES]
    assert len(scores) >= 20
    assert sum(scores) / len(scores) >= FLOOR


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_single_page_is_read_badly(page: Path) -> None:
    assert token_f(read(page), page.with_suffix(".txt").read_text("utf-8")) >= 0.85


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_of_code_and_list_stands_as_labelled(page: Path) -> None:
    wanted = [
        row
        for row in page.with_suffix(".txt").read_text("utf-8").split("\n")
        if row.startswith(("- ", "    ", "  ")) or re.match(r"[\da-z]\. ", row)
    ]
    assert [row for row in wanted if row not in read(page)] == []
