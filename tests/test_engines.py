"""Every engine gives one answer: it nominates, the ranking scores, and ties go by passage id."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import starter_room

from pipeline import retrieve
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Hit
from pipeline.retrieve import Searcher, open_index
from pipeline.retrieve.engine import NO_LIMITS, Limits, RowView, Span
from pipeline.retrieve.index.forward import Forward, Rows
from pipeline.retrieve.index.opened import Index
from pipeline.retrieve.search import rankers

GOLD = Path(retrieve.__file__).parent.parent / "starter" / "gold"
QUESTIONS = tuple(
    json.loads(line)["question"]
    for path in sorted(GOLD.glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
)
PRIVATE = ("forward", "segments", "barred", "best", "find")  # of the embedded engine alone


class Wayward(Index):
    """Nominates in an order of its own, more than it is asked for, and calls its rows by other
    numbers than the embedded engine does."""

    def __init__(self, index: Index) -> None:
        self.__dict__.update(index.__dict__)
        names = list(range(1_000, 1_000 + len(index.forward.rows)))
        random.Random(7).shuffle(names)
        self.names = np.array(names, dtype=np.int64)
        self.places = {name: row for row, name in enumerate(names)}

    def _own(self, rows: Rows) -> Rows:
        return np.array([self.places[one] for one in rows.tolist()], dtype=np.int64)

    def nominate(self, asked: Mapping[int, float], depth: int, limits: Limits) -> Rows:
        rows = self.names[super().best(asked, 2 * depth, limits)[0]]
        return rows[np.random.default_rng(3).permutation(len(rows))]

    def rows(self, rows: Rows) -> RowView:
        return RowView(self.forward, self._own(rows), rows)

    def dated(self, span: Span, limits: Limits, *, most: int = 0, openings: bool = False) -> Rows:
        return self.names[super().dated(span, limits, most=most, openings=openings)]

    def of_documents(self, documents: Sequence[str]) -> list[Rows]:
        return [self.names[rows] for rows in super().of_documents(documents)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return starter_room.held(tmp_path_factory.mktemp("engines"))


def told(hits: Sequence[Hit]) -> list[tuple[str, float, object]]:
    return [(hit.passage.id, hit.score, hit.ranks) for hit in hits]


def test_an_engine_that_nominates_otherwise_gives_the_same_hits_ranks_and_answers_of_a_day(
    room: Newsroom,
) -> None:
    with Library.open(room.library) as library:
        index = open_index(room.state / "index", library)
        ours, theirs = Searcher(index), Searcher(Wayward(index))
        assert len(QUESTIONS) > 60
        for question in QUESTIONS:
            one = retrieve.search(question, ours, room.desk.retrieval, k=20)
            assert told(one) == told(retrieve.search(question, theirs, room.desk.retrieval, k=20))
        readings = [retrieve.NewsReading(each, room.desk, room.sources) for each in (ours, theirs)]
        for day in ("2026-11-17", "2026-11-20"):
            asked = [reading.asked(day) for reading in readings]
            assert any(asked[0].values()) and asked[0] == asked[1]


def test_the_pool_is_the_best_by_exact_counts_whatever_the_postings_rounded(room: Newsroom) -> None:
    with Library.open(room.library) as library:
        index = open_index(room.state / "index", library)
        for question in QUESTIONS[::7]:
            weights = rankers.weigh(question)
            rare = rankers.rarity(index, weights)
            every = rankers.pooled(index, weights, index.passages, NO_LIMITS)
            some = rankers.pooled(index, weights, 20, NO_LIMITS)
            assert every is not None and some is not None
            exact = rankers.exact(index, every)
            order = np.lexsort((every.view.column("id"), -np.round(exact, rankers.DIGITS)))
            assert set(some.view.ids()) == set(every.view.some(order[:20]).ids()), rare


def test_a_filter_never_costs_depth(room: Newsroom) -> None:
    with Library.open(room.library) as library:
        index = open_index(room.state / "index", library)
        weights = rankers.weigh("cache request latency service data model")
        every = rankers.pooled(index, weights, index.passages, NO_LIMITS)
        assert every is not None
        assert len(room.sources) > 10
        for source in room.sources:
            limits = Limits((source.id,))
            found = rankers.pooled(index, weights, 10, limits)
            mine = index.dated((0, 9_999_999), limits)
            there = len(set(mine.tolist()) & set(every.rows.tolist()))
            assert (len(found.rows) if found else 0) == min(10, there)


def test_nothing_above_an_engine_reads_its_files() -> None:
    home = Path(retrieve.__file__).parent
    above = [*home.rglob("*.py"), *(home.parent / "evals").rglob("*.py")]
    assert len(above) > 40
    for path in above:
        if path.parent == home / "index":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in PRIVATE[:3]:
                assert not _of_index(node), f"{path.name}:{node.lineno} reads .{node.attr}"


def _of_index(node: ast.Attribute) -> bool:
    value = node.value
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name == "index"


def test_a_view_keeps_the_order_it_was_asked_in(room: Newsroom) -> None:
    with Library.open(room.library) as library:
        index = open_index(room.state / "index", library)
        rows = np.array([5, 2, 9], dtype=np.int64)
        view = index.rows(rows)
        assert view.ids() == index.forward.ids(rows)
        assert len(view.codes()) == int(view.column("length").sum()) == len(view.owners())
        assert view.terms(1).tolist() == index.forward.terms(2).tolist()
        assert isinstance(view.held, Forward)
