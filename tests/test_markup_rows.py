"""Signs that are markup in one text and words in another: judged are the words a reader sees."""

from __future__ import annotations

import json

import pytest
from test_verify_document import look

from pipeline.publish.agents import markdown as twin
from pipeline.records import EvidenceItem, evidence_file
from pipeline.render.markdown import escape, written
from pipeline.text.folding import Form, fold, readings
from pipeline.verify.draft.selectors import cut, mend_quote
from pipeline.verify.markdown.parse import HELD, readable
from pipeline.verify.markdown.shown import shown
from pipeline.verify.markdown.shown import words as shown_words
from pipeline.verify.quotes.check import check

SAID = (
    "With the flag off a client could connect with ?subject_id=<any id> and be taken for that subject.",
    "The element holds a Vec<u8> of the whole request before it is parsed.",
    "The cache is a Map<String, List<Int>> that is filled on start and never emptied.",
    "The planner reorders the join when a < b and c > d hold for the two tables.",
    "A double free follows when the element that holds Box<T> is dropped on two threads.",
    "Mermaid breaks the label with <br> inside of the node in every release so far.",
    "The label is broken with <br/> inside of the node in every release so far.",
    "The sanitizer removes <b> and </b> from the comment before it is stored.",
    "The parser turned &lt; into a sign twice when the input was encoded before.",
    "The parser turned &amp;lt; into a sign twice when the input was encoded before.",
    r"The path C:\temp\<user> is opened by the service when the machine starts.",
    "The docs at <https://a.example/x> list every option that the server reads on start.",
    "An SVG <use> can load and render external content in the document of the page.",
    'The <script type="speculationrules"> element lists pages that the browser may render before.',
    "Write to <ops@a.example> when the pager stays silent for more than one night.",
    "The template prints <%= name %> before the escape runs in the older releases.",
    "Set $PATH and <dir>/bin in the shell before the agent starts on the node.",
    "Operators such as <=, >=, <> and <=> compare rows in the order of the index.",
    "The footnote [^a] and the [text][ref] stay in the plain text of the page.",
    "Words such as un*believ*able and a_b keep their signs in the text of the page.",
)
MAKERS = {"page": escape, "writer": written, "twin": twin.words}


def source(said: str, passage: str = "") -> tuple[EvidenceItem, ...]:
    text = f"The release notes of the week. {said} Nothing else changed in it."
    row = {"n": 1, "source_id": "a", "url": "https://a.example/", "text": text}
    return evidence_file.read(json.dumps([row | ({"passage": passage} if passage else {})]))


def faults(page: str, items: tuple[EvidenceItem, ...]) -> list[tuple[str, str]]:
    return [(one.rule, one.match) for one in look(page, items).findings if one.severity != "info"]


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("said", SAID)
def test_the_words_judged_are_the_words_shown(said: str, maker: object) -> None:
    page = maker(said)  # type: ignore[operator]
    seen = readable(page).replace(HELD, "")
    assert fold(seen, "plain").norms == fold(said, "plain").norms == fold(page, "page").norms
    if maker is not twin.words:  # read as CommonMark, where a backslash stands before `<` too
        assert [one.words for one in shown(page)] == [shown_words(said)]


@pytest.mark.parametrize("passage", ["", "9f2c"], ids=["a stranger's source", "a source of ours"])
@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("said", SAID)
def test_a_true_sentence_stands_in_every_place_of_a_page(
    said: str, maker: object, passage: str
) -> None:
    page, items = maker(said), source(said, passage)  # type: ignore[operator]
    places = (f"{page} [1]", f"> {page}\n>\n> — [Source 1]", f"- {page} [1]")
    assert [faults(f"# A\n\n{one}\n", items) for one in places] == [[], [], []]
    if '"' not in said:
        assert faults(f'# A\n\nThe notes say "{page[:-1]}" [1].\n', items) == []


@pytest.mark.parametrize("said", SAID)
def test_a_quote_of_a_record_is_its_source_letter_for_letter(said: str) -> None:
    (item,) = source(said, "9f2c")
    start = item.text.index(said)
    quote = cut(item, start, start + len(said))
    assert mend_quote("quote", quote, _pack(item)) == (quote, [])


def _pack(item: EvidenceItem) -> object:
    from pipeline.records import Evidence

    return Evidence("2026-11-20", (item,))


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        ("could connect with ?subject_id=<any id> and be taken", "near"),  # a tag: nobody sees it
        (
            "could connect with ?subject_id=<b>any id</b> and be taken",
            "near",
        ),  # its brackets are gone
        (r"could connect with ?subject_id=\<any id> and be taken", "exact"),
        ("could connect with `?subject_id=<any id>` and be taken", "exact"),
        ("could connect with ?subject_id=&lt;any id&gt; and be taken", "exact"),
        ("could connect with ?subject_id=&lt;any name&gt; and be taken", "near"),
        ("could connect with ?subject_id= and be taken", "near"),
        ("could connect with ?subject_id=<!-- any id --> and be taken", "near"),
    ],
)
def test_what_a_page_hides_is_not_quoted(raw: str, verdict: str) -> None:
    assert check(raw, SAID[0], form="page").verdict == verdict


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("a <b>b</b>", "source", [("a", "b"), ("a", "b", "b", "b")]),
        ("a <b>b</b>", "plain", [("a", "b", "b", "b"), ("a", "b")]),
        ("a <b>b</b>", "page", [("a", "b")]),
        ("a <T> b", "source", [("a", "t", "b")]),
        ("a <!-- b --> c", "source", [("a", "c")]),
        ("a <!-- b --> c", "plain", [("a", "b", "c"), ("a", "c")]),
        ("a b", "source", [("a", "b")]),
    ],
)
def test_a_source_is_read_in_each_way_that_its_form_allows(
    text: str, form: Form, expected: list[tuple[str, ...]]
) -> None:
    assert [one.norms for one in readings(text, form)] == expected
