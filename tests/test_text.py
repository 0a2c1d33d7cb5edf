"""Sentences, words and numbers of technical English."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from checks import each
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import words
from pipeline.text.keywords import Keywords, required
from pipeline.text.lists import beside
from pipeline.text.numbers import numbers
from pipeline.text.sentences import sentences
from pipeline.text.words import clean, fitting, stem, terms


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_what_fits_is_whole_words_and_never_nothing() -> None:
    assert [fitting("one two three", most) for most in (13, 12, 8, 5)] == [
        "one two three", "one two", "one two", "one",
    ]  # fmt: skip
    assert fitting("a-word-that-is-long and more", 6) == "a-word"


def test_a_sentence_does_not_end_at_an_abbreviation_a_version_or_an_initial() -> None:
    text = "Use TLS 1.3, e.g. Nginx 1.25. It works (see Fig. 3). J. Smith agrees."
    assert cut(text) == [
        "Use TLS 1.3, e.g. Nginx 1.25.",
        "It works (see Fig. 3).",
        "J. Smith agrees.",
    ]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert cut("One line\nand its rest.\n\nNo stop here\n\nNext.") == [
        "One line\nand its rest.",
        "No stop here",
        "Next.",
    ]


def test_closing_quotes_and_brackets_belong_to_their_sentence() -> None:
    assert cut('He said "stop." Then (so it goes.) Next one.') == [
        'He said "stop."',
        "Then (so it goes.)",
        "Next one.",
    ]


@given(st.text(max_size=300))
def test_sentence_spans_are_in_order_and_lose_nothing_but_space(text: str) -> None:
    spans = sentences(text)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_a_stem_drops_plural_and_third_person_endings_only() -> None:
    assert [stem(word) for word in ("retries", "caches", "classes", "TLS", "status", "bus")] == [
        "retry",
        "cache",
        "class",
        "tls",
        "status",
        "bus",
    ]


def test_terms_leave_out_function_words_and_keep_technical_tokens() -> None:
    assert terms("The max-age of HTTP/3 and C++ is not set") == ["max-age", "http/3", "c++", "set"]


def test_numbers_carry_their_unit_and_drop_thousands_separators() -> None:
    found = [(number.value, number.unit) for number in numbers("600,000 iterations in 2.5 s, 5 %")]
    assert found == [("600000", "iteration"), ("2.5", "s"), ("5", "%")]


def test_parts_of_versions_and_dates_are_not_numbers() -> None:
    assert not [n for n in numbers("TLSv1.3 and 2026-11-20") if n.value in {"11", "20", "3"}]


@given(st.text(max_size=200))
def test_cleaning_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


# ── words looked for together ─────────────────────────────────────────────────────────────


def test_words_are_found_wherever_they_stand_overlapping_and_beside_half_a_character() -> None:
    found = Keywords(["key", "keyword", "word", "ö"]).places("\ud800 keyword, öl")
    assert list(found) == [("key", 2), ("keyword", 2), ("word", 5), ("ö", 11)]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bignor(?:e|ing)\s+(?:all|some)\b", [{"ignor"}, {"all", "some"}]),
        (r"(?:new\s+)?orders?\s*:", [{"order"}]),
        (r"(?-i:AI)s?\b(?!\s+tools)", [{"ai"}]),
        (r"summari[sz]e|(?:read\s+){2}", [{"summari", "read"}]),
        (r"a|[b-d]+x", []),
        (r"(?:go|\w+)\s", []),
    ],
)
def test_a_pattern_tells_what_must_stand_in_all_that_it_matches(
    pattern: str, needed: list[set[str]]
) -> None:
    assert list(required(pattern, re.IGNORECASE)) == needed


# ── stop words and stems ──────────────────────────────────────────────────────────────────


def test_a_stop_word_stands_in_one_list_and_an_index_keeps_what_a_question_asks_for() -> None:
    prose, index = words.stopwords("prose"), words.stopwords("index")
    assert {"the", "of", "which"} <= prose & index
    assert {"first", "two", "next", "never"} <= prose - index
    assert {"ll", "ve", "s"} <= index - prose
    listed = [word for name in ("common", "prose", "index") for word in words._LISTS[name].split()]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("word", "readable", "asked"),
    [("queries", "query", "queri"), ("caches", "cache", "cach"), ("running", "running", "run"),
     ("policies", "policy", "polici"), ("bus", "bus", "bus"), ("io", "io", "io"), ("naïve", "naïve", "naïve")],
)  # fmt: skip
def test_terms_stay_readable_where_people_read_and_go_further_in_an_index(
    word: str, readable: str, asked: str
) -> None:
    assert words.stem(word) == readable
    assert words.snowball(word) == asked


def test_a_word_list_lies_beside_its_module_and_is_read_by_its_form(tmp_path: Path) -> None:
    """Words, groups between bars, pairs, forms behind a base: and a name that is not there fails."""
    (tmp_path / "lists.toml").write_text(
        'plain = "one two\\n  three"\ngroups = "big large | small\\n tiny | big heavy"\n'
        'pairs = "up down | up  below"\nmore = "hot cold"\nforms = "fall:fell fallen | go:went"\n',
        "utf-8",
    )
    found = beside(str(tmp_path / "module.py"))
    assert found.words("plain") == {"one", "two", "three"}
    assert found.phrases("pairs") == ("up down", "up below")
    assert found.sets("groups") == ({"big", "large"}, {"small", "tiny"}, {"big", "heavy"})
    assert found.groups("groups")["big"] == {0, 2}
    assert found.pairs("pairs", "more")["up"] == {"down", "below"}
    assert found.pairs("pairs", "more")["cold"] == {"hot"}
    assert found.forms("forms") == {"fell": "fall", "fallen": "fall", "went": "go"}
    with pytest.raises(KeyError, match="nowhere"):
        found.words("nowhere")


def test_every_list_that_lies_beside_a_module_is_asked_for() -> None:
    """A word is added to a list in its file; a list that nobody reads would take it in vain."""
    root = Path(words.__file__).parent.parent
    for path in each(root.rglob("lists.toml")):
        code = "".join(one.read_text("utf-8") for one in path.parent.glob("*.py"))
        asked = set(re.findall(r"""(?<=["'])\w+(?=["'])""", code))
        assert set(tomllib.loads(path.read_text("utf-8"))) - asked == set(), path
