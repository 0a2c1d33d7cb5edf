"""The faults that the verifier is measured on: each turns a sentence in the one way its name says."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.evals.faults import reworded, words


def turned(name: str, text: str) -> str | None:
    return getattr(words, name)(text, Random(7))


def said_otherwise(name: str, text: str) -> str | None:
    return getattr(reworded, name)(text, Random(7))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "number_up",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 5.5 seconds.",
        ),
        (
            "number_up",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            None,
        ),
        (
            "number_up",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 42 percent.",
        ),
        (
            "number_digit",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 27 copies for 3.5 seconds.",
        ),
        (
            "number_digit",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 43 percent.",
        ),
        (
            "number_tenfold",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 240 copies for 3.5 seconds.",
        ),
        (
            "number_tenfold",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 400 percent.",
        ),
        (
            "decimal_lost",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 35 seconds.",
        ),
        (
            "decimal_lost",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            None,
        ),
        ("decimal_lost", "Ann Bee of Northwind did not see 1,200 errors in 2024.", None),
        ("decimal_lost", "Reads are usually faster than writes by about 40 percent.", None),
        (
            "numbers_swapped",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 3.5 copies for 24 seconds.",
        ),
        (
            "number_scaled",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 3.5 million seconds.",
        ),
        (
            "number_scaled",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 million errors in 2024.",
        ),
        (
            "number_scaled",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 40 million percent.",
        ),
        ("year_moved", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "year_moved",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            None,
        ),
        (
            "year_moved",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 errors in 2023.",
        ),
        ("year_moved", "Reads are usually faster than writes by about 40 percent.", None),
        (
            "sign_added",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for -3.5 seconds.",
        ),
        (
            "sign_added",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about -40 percent.",
        ),
        (
            "unit_swapped",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 3.5 minutes.",
        ),
        (
            "unit_swapped",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 40 points.",
        ),
        (
            "unit_dropped",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 3.5.",
        ),
        (
            "unit_dropped",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 40.",
        ),
        (
            "negation_in",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader fails, unless a snapshot was not taken.",
        ),
        (
            "negation_in",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are not usually faster than writes by about 40 percent.",
        ),
        ("negation_out", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "negation_out",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            None,
        ),
        (
            "negation_out",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did see 1,200 errors in 2024.",
        ),
        ("negation_out", "Reads are usually faster than writes by about 40 percent.", None),
        ("hedge_out", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "hedge_out",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes be lost when the leader fails, unless a snapshot was taken.",
        ),
        ("hedge_out", "Ann Bee of Northwind did not see 1,200 errors in 2024.", None),
        (
            "hedge_out",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by 40 percent.",
        ),
        (
            "hedge_strengthened",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes will be lost when the leader fails, unless a snapshot was taken.",
        ),
        (
            "hedge_strengthened",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by exactly 40 percent.",
        ),
        ("flipped", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "flipped",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader works, unless a snapshot was taken.",
        ),
        ("flipped", "Ann Bee of Northwind did not see 1,200 errors in 2024.", None),
        (
            "flipped",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually slower than writes by about 40 percent.",
        ),
        ("condition_out", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "condition_out",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost.",
        ),
        ("condition_out", "Ann Bee of Northwind did not see 1,200 errors in 2024.", None),
        ("condition_out", "Reads are usually faster than writes by about 40 percent.", None),
        (
            "word_out",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 for 3.5 seconds.",
        ),
        (
            "word_out",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader fails, a snapshot was taken.",
        ),
        (
            "word_out",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 in 2024.",
        ),
        (
            "word_out",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually than writes by about 40 percent.",
        ),
        (
            "word_in",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache proven keeps 24 copies for 3.5 seconds.",
        ),
        (
            "word_in",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost proven when the leader fails, unless a snapshot was taken.",
        ),
        (
            "word_in",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 proven errors in 2024.",
        ),
        (
            "word_in",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually proven faster than writes by about 40 percent.",
        ),
        (
            "word_swapped",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 airline for 3.5 seconds.",
        ),
        (
            "word_swapped",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the airline fails, unless a snapshot was taken.",
        ),
        (
            "word_swapped",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 airline in 2024.",
        ),
        (
            "word_swapped",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually airline than writes by about 40 percent.",
        ),
        (
            "words_transposed",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 for copies 3.5 seconds.",
        ),
        (
            "words_transposed",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when leader the fails, unless a snapshot was taken.",
        ),
        (
            "words_transposed",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind not did see 1,200 errors in 2024.",
        ),
        (
            "words_transposed",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually than faster writes by about 40 percent.",
        ),
        ("name_swapped", "The cache keeps 24 copies for 3.5 seconds.", None),
        (
            "name_swapped",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            None,
        ),
        (
            "name_swapped",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Initech did not see 1,200 errors in 2024.",
        ),
        ("name_swapped", "Reads are usually faster than writes by about 40 percent.", None),
        (
            "name_added",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader fails, unless a snapshot of Initech was taken.",
        ),
        (
            "name_added",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads of Initech are usually faster than writes by about 40 percent.",
        ),
        (
            "clauses_reordered",
            "The cache keeps 24 copies for 3.5 seconds.",
            "copies for 3.5 seconds The cache keeps 24.",
        ),
        (
            "clauses_reordered",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "leader fails, unless a snapshot was taken Writes may be lost when the.",
        ),
        (
            "clauses_reordered",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "not see 1,200 errors in 2024 Ann Bee of Northwind did.",
        ),
        (
            "clauses_reordered",
            "Reads are usually faster than writes by about 40 percent.",
            "writes by about 40 percent Reads are usually faster than.",
        ),
        (
            "elision_hides",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader fails, [...] snapshot was taken.",
        ),
        (
            "elision_hides",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of [...] 1,200 errors in 2024.",
        ),
        (
            "bracket_claims",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The [illegally] cache keeps 24 copies for 3.5 seconds.",
        ),
        (
            "bracket_claims",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be [illegally] lost when the leader fails, unless a snapshot was taken.",
        ),
        (
            "bracket_claims",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind [illegally] did not see 1,200 errors in 2024.",
        ),
        (
            "bracket_claims",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are [illegally] usually faster than writes by about 40 percent.",
        ),
        (
            "homoglyph",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies fоr 3.5 seconds.",
        ),
        (
            "homoglyph",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leаder fails, unless a snapshot was taken.",
        ),
        (
            "homoglyph",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not sеe 1,200 errors in 2024.",
        ),
        (
            "homoglyph",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writеs by about 40 percent.",
        ),
        (
            "tail_invented",
            "The cache keeps 24 copies for 3.5 seconds.",
            "The cache keeps 24 copies for 3.5 seconds in every case.",
        ),
        (
            "tail_invented",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "Writes may be lost when the leader fails, unless a snapshot was taken in every case.",
        ),
        (
            "tail_invented",
            "Ann Bee of Northwind did not see 1,200 errors in 2024.",
            "Ann Bee of Northwind did not see 1,200 errors in 2024 in every case.",
        ),
        (
            "tail_invented",
            "Reads are usually faster than writes by about 40 percent.",
            "Reads are usually faster than writes by about 40 percent in every case.",
        ),
        (
            "paraphrased",
            "Writes may be lost when the leader fails, unless a snapshot was taken.",
            "In practice Writes and leader depend on fails unless snapshot more than expected.",
        ),
        (
            "paraphrased",
            "Reads are usually faster than writes by about 40 percent.",
            "In practice Reads and usually depend on faster writes about more than expected.",
        ),
    ],
)
def test_a_fault_turns_a_sentence_as_its_name_says_or_finds_nothing_to_turn(
    name: str, text: str, expected: str | None
) -> None:
    assert turned(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "phrases_changed",
            "If the leader fails, writes may be lost in order to keep the log.",
            "If the leader fails, writes might be lost to keep the log.",
        ),
        (
            "phrases_changed",
            "Writes may be lost when the leader fails.",
            "Writes might be lost whenever the leader fails.",
        ),
        (
            "clause_moved",
            "If the leader fails, writes may be lost in order to keep the log.",
            "Writes may be lost in order to keep the log if the leader fails.",
        ),
        ("clause_moved", "The log is kept by the leader.", None),
        ("clause_moved", "The cache (a small one) keeps 12 copies, as a rule.", None),
        (
            "led_in",
            "If the leader fails, writes may be lost in order to keep the log.",
            "As the authors put it, if the leader fails, writes may be lost in order to keep the log.",
        ),
        (
            "led_in",
            "The log is kept by the leader.",
            "As the authors put it, the log is kept by the leader.",
        ),
        (
            "led_in",
            "The cache (a small one) keeps 12 copies, as a rule.",
            "As the authors put it, the cache (a small one) keeps 12 copies, as a rule.",
        ),
        (
            "aside_dropped",
            "If the leader fails, writes may be lost in order to keep the log.",
            None,
        ),
        ("aside_dropped", "The log is kept by the leader.", None),
        (
            "aside_dropped",
            "The cache (a small one) keeps 12 copies, as a rule.",
            "The cache keeps 12 copies, as a rule.",
        ),
        ("aside_dropped", "Writes may be lost when the leader fails.", None),
    ],
)
def test_a_rewording_keeps_what_a_sentence_means(
    name: str, text: str, expected: str | None
) -> None:
    assert said_otherwise(name, text) == expected
