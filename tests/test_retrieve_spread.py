"""Which passages become hits: the best, then several sources; figures for who asks for a number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher, open_index
from pipeline.retrieve.search import intents, spread
from pipeline.retrieve.search.search import search
from tests.test_retrieve import desk, document, fill

SCORES = [0.9, 0.89, 0.88, 0.87, 0.86, 0.85, 0.8]
ONE, OTHER = [1, 1, 1, 1, 1, 1, 2], [1, 2, 3, 4, 5, 6, 7]


def test_a_source_that_has_three_hits_lets_one_of_another_source_pass() -> None:
    found = spread.places(SCORES, ONE, OTHER, 7, discount=0.06)

    assert [place for place, _ in found] == [0, 1, 2, 6, 3, 4, 5]
    assert [round(lost, 4) for _, lost in found] == [0, 0, 0, 0, 0.0832, 0.0966, 0.1075]


def test_without_a_discount_the_ranking_stands() -> None:
    assert [p for p, _ in spread.places(SCORES, ONE, OTHER, 7, discount=0)] == list(range(7))


def test_a_document_fills_the_list_only_when_nothing_else_is_there() -> None:
    found = [p for p, _ in spread.places(SCORES, ONE, [1] * 6 + [2], 7, discount=0)]
    assert found == [0, 1, 2, 6, 3, 4, 5]
    assert [p for p, _ in spread.places(SCORES, ONE, [1] * 6 + [2], 4, discount=0)] == [0, 1, 2, 6]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.integers(0, 9)), max_size=40),
    st.integers(1, 30),
    st.floats(0, 0.5),
)
def test_every_place_is_taken_once_and_as_many_as_there_are(
    rows: list[tuple[float, int, int]], k: int, discount: float
) -> None:
    rows.sort(key=lambda row: -row[0])
    scores, sources, documents = ([row[at] for row in rows] for at in range(3))
    found = [p for p, _ in spread.places(scores, sources, documents, k, discount=discount)]

    assert len(found) == len(set(found)) == min(k, len(rows))
    assert found[:3] == list(range(min(3, k, len(rows))))


@pytest.mark.parametrize(
    "question",
    ["How many replicas are enough?", "how long does a lease last", "At what point is it full?",
     "What share of requests fails?", "which percentage is lost"],
)  # fmt: skip
def test_a_question_for_a_quantity_is_known(question: str) -> None:
    assert intents.asks_number(question)


@pytest.mark.parametrize(
    "question",
    [
        "How does a lease expire?",
        "Show how longing works",
        "What sharing means",
        "",
        "Number theory",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert not intents.asks_number(question)


def test_equal_shares_of_figures_stand_equal() -> None:
    assert intents.standing(np.array([0.2, 0.0, 0.2, 0.1], np.float32)).tolist() == [
        2 / 3,
        0,
        2 / 3,
        1 / 3,
    ]
    assert intents.standing(np.array([0.5], np.float32)).tolist() == [0]
    assert intents.standing(np.array([], np.float32)).tolist() == []


def test_who_asks_how_many_finds_the_passage_with_the_figure_first(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    fill(
        library,
        document("prose", "Retries of a client multiply the load of the slow service, and a budget of retries caps it."),
        document("figure", "Retries of a client multiply the load of the slow service, and a budget of 20 caps 300 retries."),
    )  # fmt: skip
    index = open_index(tmp_path / "index", library)
    asked = "How many retries does the budget of a client of the slow service cap?"
    hits = search(asked, Searcher(index), desk().retrieval)

    assert [hit.document.title for hit in hits] == ["On figure", "On prose"]
    shares = dict(
        zip(index.forward.ids([0, 1]), index.forward.rows["figures"].tolist(), strict=True)
    )
    assert shares[hits[0].passage.id] > 0 == shares[hits[1].passage.id]
