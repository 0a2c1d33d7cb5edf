"""How sentences, sources, quotes and pages are taken apart, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pages import context, references
from pipeline.text.keywords import required
from pipeline.text.nesting import deeper_than
from pipeline.text.spans import joined
from pipeline.verify.grounds.reading import kinds, sources
from pipeline.verify.quotes import segments


@pytest.mark.parametrize(
    ("text", "cited", "declared", "expected"),
    [
        ("The cache drops keys.", 1, None, "fact"),
        ("Check the cache before the release.", 1, None, "advice"),
        ("Before the release, check the cache.", 1, None, "advice"),
        ("Check values are small.", 1, None, "fact"),
        ("Set 4 of the keys.", 1, None, "fact"),
        ("Use of the cache grew.", 1, None, "fact"),
        ("Never delete the table.", 1, None, "advice"),
        ("Do not delete the table.", 1, None, "advice"),
        ("Platform teams should pin the version.", 1, None, "advice"),
        ("Platform teams should not pin the version.", 1, None, "fact"),
        ("Any team with a queue should pin the version.", 1, None, "advice"),
        ("So the cache is the limit.", 1, None, "inference"),
        ("This suggests that the cache is the limit.", 1, None, "inference"),
        ("Both teams cut the queue.", 2, None, "inference"),
        ("Both teams cut the queue.", 1, None, "fact"),
        ("The cache may drop keys.", 1, "inference", "inference"),
        ("The cache drops keys.", 1, "inference", "fact"),
        ("The cache drops keys.", 2, "inference", "inference"),
        ("The cache drops keys.", 1, "advice", "fact"),
        ("Taken together, the cache is the limit.", 1, None, "inference"),
        ("It seems slow.", 1, None, "fact"),
        ("If the cache is small, raise it.", 1, None, "advice"),
        ("If the cache is small, it drops keys.", 1, None, "fact"),
        ("Please restart it.", 1, None, "advice"),
        ("Run-time checks are slow.", 1, None, "fact"),
        ("Benchmark values are small.", 1, None, "fact"),
    ],
)
def test_a_sentence_is_fact_inference_or_advice_by_how_it_reads(
    text: str, cited: int, declared: Any, expected: str
) -> None:
    assert kinds.kind_of(text, cited, declared) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cache of Kestrel drops keys.", ["kestrel"]),
        ("Kestrel drops keys.", ["kestrel"]),
        ("Caching drops keys.", []),
        ("It runs on Linux and macOS.", ["linux"]),
        ("It needs 64 KB of memory.", []),
        ("The NASA team agrees.", ["nasa"]),
        ("kubectl drops keys.", ["kubectl"]),
        ("the cache drops keys.", []),
        ("It calls OpenSSL-3.", ["openssl-3"]),
        ("Two Osprey releases.", ["osprey"]),
        ("We use it.", []),
        ("In May it came.", []),
    ],
)
def test_a_name_is_a_capital_within_a_sentence_or_a_word_that_no_dictionary_knows(
    text: str, expected: list[str]
) -> None:
    assert sorted(sources.names(text)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("static_render", ["static", "render"]),
        ("setPort", ["set", "port"]),
        ("a_b", []),
        ("open()", ["open"]),
    ],
)
def test_the_words_in_a_piece_of_code_are_told_apart(code: str, expected: list[str]) -> None:
    assert sources.parts(code) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("- One\n- Two", ["One", "Two"]),
        ("One\n\nTwo", ["One", "Two"]),
        ("# Head\nText", ["# Head\nText"]),
        ("One:\n- Two", ["One:", "Two"]),
        ("One (Two) three.", ["One (Two) three."]),
        ("One. (Two.) Three.", ["One.", "(Two.)", "Three."]),
        ("---", []),
        ("One\ntwo", ["One\ntwo"]),
    ],
)
def test_no_sentence_of_a_source_goes_over_the_border_of_an_item_or_paragraph(
    text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in sources._spans(text)] == expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("One two", [["one", "two"]]),
        ("One … two", [["one"], ["two"]]),
        ("One ... two", [["one"], ["two"]]),
        ("One [...] two", [["one"], ["two"]]),
        ("One [and] two", [["one", "[and]", "two"]]),
        ("“One two.”", [["one", "two"]]),
        ("One, two; three", [["one", "two", "three"]]),
        ("…", []),
        ("One […] two … three", [["one"], ["two"], ["three"]]),
        ("can't do", [["can't", "do"]]),
        ("50 000 keys", [["50", "000", "keys"]]),
        ("e.g. one", [["e", "g", "one"]]),
        ("One [sic] two", [["one", "two"]]),
        ("One (two) three", [["one", "two", "three"]]),
    ],
)
def test_a_quote_is_its_words_between_elisions_with_what_was_put_in(
    quote: str, expected: list[list[str]]
) -> None:
    def said(one: Any) -> str:
        return one.norm if isinstance(one, segments.Word) else f"[{one.text}]"

    assert [[said(one) for one in part] for part in segments.segments(quote)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "A [Source 1] and [Source 3].\n\n`[Source 9]` in code\n\n```\n[Source 8]\n```\n\n## Sources\n\n1. One\n2. Two\n\n## More\n\n3. Three\n",
            ((1, 2), [(0, 3)], [(11, 2)]),
        ),
        ("", ((), [], [])),
        ("A [Source 1].", ((), [(0, 1)], [])),
        ("## Sources\n\n1. One", ((1,), [], [(2, 1)])),
        ("A [Source 1].\n\n## Sources\n\n1) One", ((1,), [], [])),
        ("A [Source 1].\n\n## sources {#x}\n\n1. One", ((1,), [], [])),
        ("A [Source 1].\n\n### Sources\n\n1. One", ((), [(0, 1)], [])),
        ("A [Source 2].\n\n## Sources\n\n- One", ((), [(0, 2)], [])),
        ("A [Source 1].\n\n## Sources\n\n     1. One", ((), [(0, 1)], [])),
        ("~~~\n[Source 1]\n~~~", ((), [], [])),
        ("A [source 1].", ((), [], [])),
    ],
)
def test_citations_without_an_entry_and_entries_without_a_citation_are_found_by_line(
    body: str, expected: tuple[Any, Any, Any]
) -> None:
    found = list(references.unanswered(body)), list(references.idle(body))
    assert (references.listed(body), *found) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 13, "one two three"),
    ],
)
def test_the_words_before_a_quote_begin_with_a_whole_word(
    text: str, most: int, expected: str
) -> None:
    assert context._tail(text, most) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 9, "one two …"),
        ("one two three", 13, "one two three"),
    ],
)
def test_the_words_behind_a_quote_end_with_a_whole_word(
    text: str, most: int, expected: str
) -> None:
    assert context._head(text, most) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three four", 9, "one two three four"),
        ("one two three four five", 8, "one two … five"),
    ],
)
def test_what_is_left_out_between_two_quotes_is_one_ellipsis(
    text: str, most: int, expected: str
) -> None:
    assert context._middle(text, most) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 5), (3, 9)], [(0, 9)]),
        ([(0, 5), (5, 9)], [(0, 9)]),
        ([(0, 5), (6, 9)], [(0, 5), (6, 9)]),
        ([(0, 9), (2, 4)], [(0, 9)]),
        ([], []),
    ],
)
def test_quotes_that_overlap_or_touch_are_one_stretch(
    spans: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert joined(spans) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("foo", [["foo"]]),
        ("foobar", [["foobar"]]),
        ("(?:alpha|bravo) charlie", [[" charlie"], ["alpha", "bravo"]]),
        ("alpha?", [["alph"]]),
        ("alphas?", [["alpha"]]),
        ("(alpha)+", [["alpha"]]),
        ("(alpha)*", []),
        ("[abc]delta", [["delta"]]),
        ("alpha.*bravo", [["alpha"], ["bravo"]]),
        ("alpha|b", []),
        ("(?=alpha)bravo", [["bravo"]]),
        ("(?i)ALPHA", [["alpha"]]),
        ("\\bword\\b", [["word"]]),
        ("x", []),
    ],
)
def test_what_every_match_of_an_expression_holds_is_known_before_it_is_tried(
    expression: str, expected: list[list[str]]
) -> None:
    assert sorted(sorted(one) for one in required(expression, 0)) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("[]", 1, False),
        ("[[]]", 1, True),
        ("[[]]", 2, False),
        ('"[["', 1, False),
        ('{"a": [1]}', 1, True),
        ('{"a": [1]}', 2, False),
        ("][][", 1, False),
        ('"a\\"[[', 1, False),
        ("[] [] []", 1, False),
        ("", 0, False),
        ("[", 0, True),
    ],
)
def test_brackets_are_counted_outside_of_strings(text: str, most: int, expected: bool) -> None:
    assert deeper_than(text, most) is expected
