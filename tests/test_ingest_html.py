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


FILL = "The cache keeps its index in one file, and a cold start reads that file once and no more."


@pytest.mark.parametrize(
    ("opens", "shown"),
    [
        ('<div class="hidden">', False),
        ('<div class="hidden lg:flex">', True),
        ('<div class="d-none d-md-block">', True),
        ('<div style="opacity:0">', False),
        ('<div style="opacity:0" data-w-id="7">', True),
        ('<div style="display:none" data-w-id="7">', False),
    ],
)
def test_what_is_hidden_on_small_screens_or_before_an_animation_is_shown(
    opens: str, shown: bool
) -> None:
    page = f"<html><body><article><h1>T</h1><p>{FILL}</p>{opens}<p>Then {FILL}</p></div></article></body></html>"
    (one,), _ = html.read(Input("a.html", page.encode(), "html"))
    assert (f"Then {FILL}" in one.text) is shown


@pytest.mark.parametrize("name", ["no-share", "live-comment", "has-sidebar", "related-body"])
@pytest.mark.parametrize("tag", ["div", "section", "aside", "form", "footer", "nav"])
def test_a_name_takes_no_article_out_of_its_page(name: str, tag: str) -> None:
    words = "".join(f"<p>In the {n}th part of it, {FILL}</p>" for n in range(4))
    letters = "".join(
        f"<p>Reader {n} wrote that it was fine for them on the whole.</p>" for n in range(3)
    )
    page = (
        f"<html><body><main><h1>T</h1><{tag} class='{name}'>{words}</{tag}></main>"
        f"<div id='below'><h2>Letters</h2>{letters}</div></body></html>"
    )
    (one,), _ = html.read(Input("a.html", page.encode(), "html"))
    assert one.text.count(FILL) == 4


def test_an_article_that_stands_in_noscript_is_the_text() -> None:
    page = f"<html><body><h1>T</h1><noscript><p>{FILL}</p><p>Then {FILL}</p></noscript><div><p>By us.</p></div></body></html>"
    (one,), _ = html.read(Input("a.html", page.encode(), "html"))
    assert f"{FILL}\n\nThen {FILL}" in one.text
