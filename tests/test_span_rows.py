"""Stretches between marks in a text, and names that stand for words, row by row."""

from __future__ import annotations

import pytest

from pipeline.text.spans import CodeSpans, Pairs, between, uncoded
from pipeline.verify.grounds import names


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("a {b} c", 0, ["{b}"]),
        ("a {b c", 0, []),
        ("a } b", 0, []),
        ("{a} {b}", 0, ["{a}", "{b}"]),
        ("{a {b} c}", 0, ["{a {b}"]),
        ("} {a}", 0, ["{a}"]),
        ("{abc}", 3, ["{abc}"]),
        ("{abcd}", 3, []),
        ("{abcd} {a}", 3, ["{a}"]),
        ("{}", 3, ["{}"]),
        ("", 0, []),
    ],
)
def test_a_pair_reaches_to_the_first_mark_that_closes_it_within_its_length(
    text: str, most: int, expected: list[str]
) -> None:
    found = Pairs(r"\{", r"\}", most=most).find(text)
    assert [text[one.start : one.end] for one in found] == expected
    assert [f"{{{one.inside}}}" for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b`c`` d", ["``b`c``"]),
        ("a `b c", []),
        ("a `b`` c` d", ["`b`` c`"]),
        ("a `b\nc` d", ["`b\nc`"]),
        ("a `b\n\nc` d", []),
        ("`a` and `b`", ["`a`", "`b`"]),
        ("```", []),
        ("``` `a` ```", ["``` `a` ```"]),
    ],
)
def test_code_reaches_to_the_next_run_of_as_many_ticks_in_its_paragraph(
    text: str, expected: list[str]
) -> None:
    assert [text[one.start : one.end] for one in CodeSpans().find(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the `a` flag", "the a flag"),
        ("the `` a`b `` flag", "the a`b flag"),
        ("no code", "no code"),
        ("an `open tick", "an `open tick"),
    ],
)
def test_words_are_shown_without_the_marks_of_code(text: str, expected: str) -> None:
    assert uncoded(text) == expected


@pytest.mark.parametrize(
    ("places", "start", "end", "expected"),
    [
        ([], 0, 9, False),
        ([5], 0, 9, True),
        ([5], 5, 9, True),
        ([5], 0, 5, False),
        ([5], 6, 9, False),
        ([1, 8], 2, 8, False),
        ([1, 8], 2, 9, True),
    ],
)
def test_a_place_lies_between_two_others_from_the_first_up_to_the_second(
    places: list[int], start: int, end: int, expected: bool
) -> None:
    assert between(places, start, end) is expected


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("slo", "A Service Level Objective was missed.", True),
        ("slo", "A service level objective was missed.", False),
        ("slo", "A Service level Objective was missed.", True),
        ("slo", "A Service and Level Objective was missed.", False),
        ("dr", "Disaster Recovery was tried.", True),
        ("dr", "Disaster recovery was tried.", True),
        ("dr", "disaster recovery was tried.", False),
        ("x", "X was tried.", False),
        ("abcdefg", "A B C D E F G was tried.", False),
        ("abcdef", "A B C D E F was tried.", True),
        ("s3", "Simple 3 was tried.", False),
        ("ci", "all checks in it; later Continuous Integration ran", True),
    ],
)
def test_a_name_may_be_the_first_letters_of_words_that_are_written_large(
    name: str, source: str, expected: bool
) -> None:
    assert names._initials(name, source) is expected


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("q3", "in the third quarter of 2026", True),
        ("q3", "in the third-quarter report", True),
        ("q3", "in the second quarter of 2026", False),
        ("q5", "in the fifth quarter", False),
        ("q", "in the first quarter", False),
    ],
)
def test_a_quarter_may_be_spelled_out(name: str, source: str, expected: bool) -> None:
    assert names._quarter(name, source) is expected
