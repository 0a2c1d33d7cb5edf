"""When one figure is as true as another, row by row: equal, rounded, bounded, computed."""

from __future__ import annotations

import pytest

from pipeline.verify.grounds.measures import amounts
from pipeline.verify.grounds.measures.amounts import FigurePlace
from pipeline.verify.grounds.reading.figures import Figure, figures


def first(text: str) -> Figure:
    return figures(text)[0]


@pytest.mark.parametrize(
    ("said", "stands", "expected"),
    [
        ("5 pods", "5 pods", True),
        ("5 pods", "6 pods", False),
        ("2 minutes", "120 seconds", True),
        ("2 minutes", "121 seconds", False),
        ("1.5 GB", "1500 MB", True),
        ("1 MB", "1024 kB", True),
        ("1 MB", "1000 kB", True),
        ("1 MB", "1100 kB", False),
        ("half of them", "50 minutes", False),
        ("half of them", "50 percent of them", True),
        ("twice as fast", "2 pods", False),
        ("twice as fast", "2x as fast", True),
        ("2 May 2026", "2026-05-02", True),
        ("2 May 2026", "3 May 2026", False),
        ("2 May", "2 May 2026", True),
        ("May 2026", "2 May 2026", True),
        ("2 May 2026", "May 2026", False),
        ("in 2026", "2026 rows", True),
        ("in 2026", "2 May 2026", True),
        ("v1.2", "1.2", True),
        ("v1.2.3", "1.2.3", True),
        ("v1.2.3", "1.2.4", False),
        ("two pods", "2 pods", True),
        ("1,200 requests", "1200 requests", True),
        ("1.2 thousand requests", "1,200 requests", True),
        ("$5", "5 dollars", True),
        ("40 percent", "40%", True),
    ],
)
def test_one_figure_is_another_in_other_words_units_or_spelling(
    said: str, stands: str, expected: bool
) -> None:
    assert amounts.equal(first(said), first(stands)) is expected


@pytest.mark.parametrize(
    ("said", "stands", "expected"),
    [
        ("about 50 ms", "49.6 ms", True),
        ("about 50 ms", "40 ms", False),
        ("about 50 ms", "47.5 ms", True),
        ("50 ms", "49.6 ms", False),
        ("nearly 50 ms", "49.6 ms", True),
        ("over 50 ms", "54 ms", True),
        ("over 50 ms", "49 ms", False),
        ("over 50 ms", "70 ms", False),
        ("under 50 ms", "47 ms", True),
        ("under 50 ms", "54 ms", False),
        ("over 51.3 ms", "54 ms", False),
        ("over 50 ms", "at least 54 ms", False),
        ("about 2 minutes", "118 seconds", True),
        ("about 2 minutes", "118 pods", False),
        ("an eighth of the pods", "13 percent of the pods", True),
        ("a third of the pods", "35 percent of the pods", True),
        ("a third of the pods", "40 percent of the pods", False),
        ("about 2 May", "3 May", False),
    ],
)
def test_a_figure_that_says_that_it_rounds_may_be_off_by_little(
    said: str, stands: str, expected: bool
) -> None:
    assert amounts.rounds(first(said), first(stands)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, True),
        (12, True),
        (120, True),
        (1200, True),
        (1230, False),
        (0.5, True),
        (0.55, True),
        (0.555, False),
        (99, True),
        (101, False),
    ],
)
def test_a_round_value_has_two_digits_before_its_zeros(value: float, expected: bool) -> None:
    assert amounts._round(value) is expected


@pytest.mark.parametrize(
    ("value", "target", "bound", "expected"),
    [
        (0.5, 0.5, "", True),
        (0.505, 0.5, "", False),
        (0.51, 0.5, "", False),
        (0.52, 0.5, "about", True),
        (0.56, 0.5, "about", False),
        (0.5, 0.5, "high", True),
        (0.4, 0.5, "high", True),
        (0.37, 0.5, "high", False),
        (0.51, 0.5, "high", False),
        (0.5, 0.5, "low", True),
        (0.6, 0.5, "low", True),
        (0.7, 0.5, "low", False),
        (0.49, 0.5, "low", False),
    ],
)
def test_what_figures_come_to_is_what_is_said_or_within_its_bound(
    value: float, target: float, bound: str, expected: bool
) -> None:
    assert amounts._comes(value, target, bound) is expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("In all 12 pods, 5 of one and 7 of the other.", "5 and 7 pods", True),
        ("In all 13 pods, 5 of one and 7 of the other.", "5 and 7 pods", False),
        ("In all 12 pods, 5 of one and 7 of the other.", "5 pods", False),
        ("A rise of 2 pods, from 5 to 7.", "from 5 to 7 pods", True),
        ("It is 35 cells of 5 rows and 7 columns.", "5 rows, 7 columns", True),
        ("It rose by 40 percent, from 5 to 7 pods.", "5 pods, 7 pods", True),
        ("It rose by 45 percent, from 5 to 7 pods.", "5 pods, 7 pods", False),
        ("It is twice the 5 pods: 10 pods.", "5 pods, 10 pods", True),
        ("It took 3 minutes more than 5 minutes: 8 minutes.", "5 minutes, 8 minutes", True),
        ("On 3 May, 5 and 8 pods.", "5 pods, 8 pods", False),
    ],
)
def test_the_first_figure_of_a_sentence_follows_from_others_that_it_shows(
    sentence: str, source: str, expected: bool
) -> None:
    mine = figures(sentence)
    places = [FigurePlace(one, source, (), None, None) for one in figures(source)]
    assert amounts.computed(mine[0], mine, places) is expected
