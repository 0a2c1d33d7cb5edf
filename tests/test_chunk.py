"""Passages: sizes, offsets, and what they never divide."""

from __future__ import annotations

from itertools import pairwise

import pytest
from checks import each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.chunk import LEAST, MOST, clock, passages
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.markdown import write
from pipeline.records import Document
from pipeline.text.sentences import sentences

SENTENCE = "The broker keeps a log of every partition and gives each message an offset that grows."


def document(text: str) -> Document:
    page = Manuscript()
    write(text, page)
    return made(page)


def made(page: Manuscript) -> Document:
    page.close_page()
    return Document(
        id="d", source="s", url="", title="T", authors=(), published=None, published_from="undated",
        updated=None, fetched="", text=page.text, blocks=tuple(page.blocks), sha256="",
    )  # fmt: skip


def prose(count: int) -> str:
    return " ".join(SENTENCE.replace("every", f"every {n}th") for n in range(count))


def test_a_short_document_is_one_passage_without_its_opening_heading() -> None:
    (one,) = passages(document("# Head\n\nA short text of one sentence."))
    assert (one.text, one.headings, one.position) == ("A short text of one sentence.", ("Head",), 0)


def test_passages_of_long_prose_are_whole_sentences_within_the_range() -> None:
    one = document("\n\n".join(prose(5) for _ in range(30)))
    found = passages(one)
    assert all(LEAST <= len(passage.text.split()) <= MOST for passage in found)
    for passage in each(found):
        assert all(
            one.text[a:b].endswith(".") for a, b in sentences(passage.text, offset=passage.start)
        )
    assert sum(len(passage.text.split()) for passage in found) == len(one.text.split())


def test_code_is_never_divided_and_a_long_one_stands_alone() -> None:
    code = "\n".join(f"value_{n} = compute({n}, {n}, {n})" for n in range(150))
    found = passages(document(f"{prose(12)}\n\n```py\n{code}\n```\n\n{prose(12)}"))
    assert sum(code in passage.text for passage in found) == 1
    assert not any("value_3 " in passage.text and code not in passage.text for passage in found)


def test_table_rows_stay_whole() -> None:
    rows = "\n".join(
        f"| name of option {n} | what the option number {n} is for in all words |"
        for n in range(90)
    )
    one = document(f"| a | b |\n|---|---|\n{rows}")
    for passage in each(passages(one)):
        assert all(
            row.startswith(("name of option", "a | b")) for row in each(passage.text.split("\n"))
        )


def test_passages_begin_with_the_words_of_a_row_however_deep_it_stands() -> None:
    rows = "".join(f"  - {number} {SENTENCE}\n" for number in range(60))
    found = passages(document(f"- First.\n{rows}"))
    assert len(found) > 2
    assert all(part.text == part.text.strip() for part in found)


def test_the_path_of_headings_goes_from_the_outermost_down() -> None:
    one = document(
        f"# A\n\n{prose(12)}\n\n## B\n\n{prose(12)}\n\n### C\n\n{prose(12)}\n\n## D\n\n{prose(12)}"
    )
    assert [passage.headings for passage in passages(one)] == [
        ("A",),
        ("A", "B"),
        ("A", "B", "C"),
        ("A", "D"),
    ]


def test_boilerplate_is_in_no_passage() -> None:
    page = Manuscript()
    page.line("paragraph", prose(4))
    page.line("boilerplate", "This note stands under every page of the site.")
    page.line("paragraph", prose(4))
    found = passages(made(page))
    assert len(found) == 2 and not any("stands under" in passage.text for passage in found)


def test_a_passage_says_the_page_or_time_it_begins_at() -> None:
    page = Manuscript()
    for number in (1, 2):
        page.page(str(number))
        page.line("paragraph", prose(14))
    assert [passage.locator for passage in passages(made(page))] == ["p. 1", "p. 2"]
    spoken = Manuscript()
    for number in range(40):
        spoken.line("cue", SENTENCE, label=str(number * 10))
    found = passages(made(spoken))
    before = found[0].text.count("offset that grows")
    assert [passage.locator for passage in found[:2]] == ["00:00:00", clock(10.0 * before)]


PIECES = st.sampled_from(
    ["# A", "## B", "### C", SENTENCE, prose(3), prose(9), "- one\n- two", "```\ncode\n```", "> said so",
     "| a | b |\n|---|---|\n| 1 | 2 |", "**Host:** Well. Yes!"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.lists(PIECES, max_size=40))
def test_offsets_slice_back_and_every_word_outside_headings_is_in_one_passage(
    pieces: list[str],
) -> None:
    one = document("\n\n".join(pieces))
    found = passages(one)
    for passage in found:
        assert one.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len({passage.id for passage in found}) == len(found)
    for block in one.blocks:
        if block.kind != "heading":
            assert any(p.start <= block.start and block.start < p.end for p in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Also: Kestrel: “Stored XSS in 3 tooltips …” (15 July) and Lantern: “Why?” (8 July).", 1),
        ("Also: Kestrel: “Is it 3 times as fast?” (15 July), and Lantern.", 1),
        ("He asked “Is it fast?” (He had not measured.) Nobody knew.", 3),
        ("He asked “Is it fast?” Nobody knew.", 2),
    ],
)
def test_a_title_that_ends_on_a_mark_ends_no_sentence_that_goes_on_behind_its_day(
    text: str, count: int
) -> None:
    assert len(sentences(text)) == count
