"""How a Markdown file is read for the gate, and what a quote may leave out, row by row."""

from __future__ import annotations

import pytest

from pipeline.text.folding import Folded, fold
from pipeline.verify.draft.prose import clean_heading, unquoted
from pipeline.verify.draft.stated import stated
from pipeline.verify.markdown.parse import bare_quote, parse, readable
from pipeline.verify.quotes import elisions


def between(text: str, left: str, right: str) -> tuple[Folded, int, int]:
    """A source, and the words between two of its words."""
    source = fold(text)
    return source, source.norms.index(left) + 1, source.norms.index(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.", [("paragraph", "One.")]),
        ("One.\n\nTwo.", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("One.\nTwo.", [("paragraph", "One. Two.")]),
        ("# Head\n\nText.", [("heading", "Head"), ("paragraph", "Text.")]),
        ("## Head\nText.", [("heading", "Head"), ("paragraph", "Text.")]),
        ("> Quoted.\n\nText.", [("quote", "> Quoted."), ("paragraph", "Text.")]),
        ("> Quoted.\n> More.", [("quote", "> Quoted. > More.")]),
        ("- One\n- Two", [("item", "- One"), ("item", "- Two")]),
        ("1. One\n2. Two", [("item", "1. One"), ("item", "2. Two")]),
        ("```py\nx = 1\n```\n\nText.", [("code", "```py x = 1 ```"), ("paragraph", "Text.")]),
        ("~~~\nx\n~~~", [("code", "~~~ x ~~~")]),
        ("    code\n\nText.", [("code", "code"), ("paragraph", "Text.")]),
        ("| A | B |\n| - | - |\n| 1 | 2 |", [("table", "| A | B | | - | - | | 1 | 2 |")]),
        ("<p>One.</p>", [("paragraph", "<p>One.</p>")]),
        ("<!-- a remark -->\n\nText.", [("paragraph", "Text.")]),
        ("---\ntitle: x\n---\n\nText.", [("paragraph", "Text.")]),
        (
            "One.\n\n---\n\nTwo.",
            [("paragraph", "One."), ("paragraph", "---"), ("paragraph", "Two.")],
        ),
        (
            '!!! note "Mind"\n    Inside.\n\nText.',
            [("title", "Mind"), ("paragraph", "Inside."), ("paragraph", "Text.")],
        ),
        ("??? info\n    Inside.", [("title", "info"), ("paragraph", "Inside.")]),
        ("[^1]: A note.", [("note", "[^1]: A note.")]),
        ("## Sources\n\n1. One", [("heading", "Sources"), ("item", "1. One")]),
        ("", []),
        ("![A cat](a.png)", [("paragraph", "![A cat](a.png)")]),
        ("One.  \nTwo.", [("paragraph", "One. Two.")]),
        ("{: .class }\n\nText.", [("paragraph", "Text.")]),
        (
            "- One\n\n  More of one.\n\nText.",
            [("item", "- One"), ("paragraph", "More of one."), ("paragraph", "Text.")],
        ),
        (
            "> Quoted.\n\n— [Ada](https://a.example/)",
            [("quote", "> Quoted."), ("paragraph", "— [Ada](https://a.example/)")],
        ),
        ("$$\nx\n$$", [("paragraph", "$$ x $$")]),
        ("* One\n+ Two", [("item", "* One"), ("item", "+ Two")]),
    ],
)
def test_a_file_falls_into_blocks_of_their_kinds(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = parse(text).blocks
    assert [(one.kind, " ".join(text[one.start : one.end].split())) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Text.\n\n## Sources\n\n1. One", [False, True, True]),
        ("## Sources\n\n1. One\n\n## More\n\nText.", [True, True, False, False]),
        ("## References\n\n- One", [True, True]),
        ("### Further reading\n\nText.", [False, False]),
    ],
)
def test_what_stands_under_a_heading_of_sources_makes_no_claim(
    text: str, expected: list[bool]
) -> None:
    assert [one.in_sources for one in parse(text).blocks] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\nx\n```", -1),
        ("```\nx", 0),
        ("Text.\n\n~~~\nx", 7),
        ("```\nx\n~~~", 0),
        ("````\n```\n````", -1),
    ],
)
def test_a_fence_that_is_never_closed_is_told_by_its_place(text: str, expected: int) -> None:
    assert parse(text).open_fence == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> One.", "One."),
        ("> One.\n> Two.", "One.\nTwo."),
        (">One.", "One."),
        ("> > One.", "One."),
        ("One.", "One."),
    ],
)
def test_the_words_of_a_blockquote_stand_without_its_bars(text: str, expected: str) -> None:
    assert bare_quote(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One <b>two</b>.", "One    two    ."),
        ("a &amp; b", "a &\u200b\u200b\u200b\u200b b"),
        ("One[^1].", "One    ."),
        ("- One", "  One"),
        ("1. One", "   One"),
        ("One `x` two", "One `x` two"),
    ],
)
def test_prose_loses_its_marks_and_keeps_every_offset(text: str, expected: str) -> None:
    assert readable(text) == expected and len(expected) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “all is well” today.", "He said               today."),
        ('He said "all is well" today.', "He said               today."),
        ("Run `make all` now.", "Run            now."),
        ("No quotes.", "No quotes."),
        ("“Open only", "“Open only"),
    ],
)
def test_quoted_words_and_code_are_no_prose_of_the_drafts_own(text: str, expected: str) -> None:
    assert unquoted(text) == expected and len(expected) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain", "Plain"),
        ("🚀 Launch", "Launch"),
        ("Launch 🚀 now", "Launch now"),
        ("A — B", "A — B"),
        ("✅ Done", "Done"),
        ("Café", "Café"),
    ],
)
def test_a_heading_keeps_its_words_and_loses_its_pictures(text: str, expected: str) -> None:
    assert clean_heading(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pin the version.", ()),
        ("Pin the version, since 3.2 leaks memory.", ("3.2 leaks memory",)),
        ("So the cache is the limit.", ()),
        ("If the cache is small, raise it.", ()),
    ],
)
def test_an_order_or_conclusion_states_what_its_reason_states(
    text: str, expected: tuple[str, ...]
) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("not", "not"),
        ("which is not", "not"),
        ("on the leader", ""),
        ("only when cached", "only"),
        ("if it is", "if"),
        ("never again", "never"),
        ("that it may", "may"),
        ("of all the nodes", ""),
        ("unless told", "unless"),
        ("", ""),
        ("but", ""),
        ("hardly", "hardly"),
        ("except one", "except"),
    ],
)
def test_a_word_that_turns_a_statement_may_not_be_left_out(words: str, expected: str) -> None:
    assert elisions.turns(fold(words).norms) == expected


@pytest.mark.parametrize(
    ("text", "left", "right", "expected"),
    [
        ("Reads (of small keys) are fast.", "reads", "are", True),
        ("Reads, of small keys, are fast.", "reads", "are", True),
        ("Reads — of small keys — are fast.", "reads", "are", True),
        ("Reads of small keys are fast.", "reads", "are", False),
        ("Reads (of small keys are fast.", "reads", "are", False),
        ("Reads, of small keys are fast.", "reads", "are", False),
    ],
)
def test_an_aside_is_what_the_same_marks_open_and_close(
    text: str, left: str, right: str, expected: bool
) -> None:
    assert elisions.aside(*between(text, left, right)) is expected


@pytest.mark.parametrize(
    ("text", "left", "right", "expected"),
    [
        ("Reads of small keys are fast.", "reads", "are", True),
        ("Reads are not fast.", "are", "fast", False),
        ("Reads are in general fast.", "are", "fast", True),
        ("We lost 400 keys.", "lost", "keys", False),
        ("Reads are fast only if cached.", "fast", "cached", False),
        ("Reads are fast. Writes are slow on disks.", "fast", "on", False),
    ],
)
def test_a_gap_may_hold_what_changes_nothing_of_its_sentence(
    text: str, left: str, right: str, expected: bool
) -> None:
    assert elisions.honest_gap(*between(text, left, right)) is expected
