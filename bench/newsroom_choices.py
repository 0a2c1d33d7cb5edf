"""What each choice in finding and spreading hits is worth on the questions of a newsroom.

    python bench/newsroom_choices.py STATE QUESTIONS [--dense minilm] [--floor]

STATE is a folder with a library.db, as `dateline eval retrieval QUESTIONS --state STATE` or
`dateline ingest` leaves it; QUESTIONS a folder as that command takes it. Every row changes one
thing of the default. The floor is off unless asked for, since it is not what is compared.
"""

from __future__ import annotations

import argparse
import importlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from pipeline import retrieve
from pipeline.evals import qrels
from pipeline.evals import retrieval as evals
from pipeline.newsroom.config import Newsroom, load_desk, shipped
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.retrieve.search import intents, rankers, spread
from pipeline.world import World

searching = importlib.import_module(
    "pipeline.retrieve.search.search"
)  # the package exports its function
SHOWN = (
    "need recall@10", "need recall@20", "need recall@40",
    "source recall@10", "source recall@20", "source recall@40", "known item in top 3",
)  # fmt: skip
OPTIONS: dict[str, dict[str, object]] = {
    "**the default**": {},
    "no discount for further passages of a source": {"source_discount": 0.0},
    "discount 0.03": {"source_discount": 0.03},
    "discount 0.10": {"source_discount": 0.1},
    "no smoothing": {"smoothing": 0.0},
    "no senses": {"sense_weight": 0.0},
    "senses 1.0": {"sense_weight": 1.0},
    "no synonyms": {"synonyms": 0.0},
    "pool of 100": {"pool": 100},
    "pool of 400": {"pool": 400},
}
CONSTANTS: dict[str, tuple[ModuleType, str, float]] = {
    "the first hits discounted too": (spread, "HEAD", 0),
    "share of the document's best 0.0": (searching, "DOCUMENT", 0.0),
    "share of the document's best 0.2": (searching, "DOCUMENT", 0.2),
    "share of the document's best 0.6": (searching, "DOCUMENT", 0.6),
    "figures do not count for 'how many'": (intents, "NUMBER", 0.0),
    "no boost for title and headings": (rankers, "TITLE", 0.0),
    "boost for title and headings 0.6": (rankers, "TITLE", 0.6),
}
CAPS = (3, 4, 6)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("state", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--dense", choices=("off", "minilm"), default="off")
    parser.add_argument("--floor", action="store_true")
    given = parser.parse_args()
    changed = {"dense": given.dense} | ({} if given.floor else {"floor": 0.0})
    desk = _with(load_desk(shipped("briefs") / "desk.toml"), changed)
    asked = qrels.questions(given.questions)
    print("| | " + " | ".join(SHOWN) + " |\n|---" + "|---" * len(SHOWN) + "|")
    with Library.open(given.state / "library.db") as library:
        room = Newsroom(given.state, desk, ())
        searcher = retrieve.connect(room, library, World(offline=True))

        def row(label: str, desk: Desk) -> None:
            found = evals.newsroom(asked, searcher, desk.retrieval, track=_unseen)
            figures = (f"{found.figures[name].mean:.3f}" for name in SHOWN)
            print(f"| {label} | {' | '.join(figures)} |", flush=True)

        for label, options in OPTIONS.items():
            row(label, _with(desk, options))
        for label, (module, name, value) in CONSTANTS.items():
            with patch.object(module, name, value):
                row(label, desk)
        for cap in CAPS:
            with _capped(cap):
                row(f"a cap of {cap} a source instead of the discount", desk)


def _with(desk: Desk, options: dict[str, object]) -> Desk:
    return desk.model_copy(update={"retrieval": desk.retrieval.model_copy(update=options)})


def _unseen(items: object, _: str) -> object:
    return items


@contextmanager
def _capped(most: int) -> Iterator[None]:
    """The rule before the discount: so many of a source and three of a document, then the rest."""

    def places(
        scores: Sequence[float],
        sources: Sequence[int],
        documents: Sequence[int],
        k: int,
        **_: float,
    ) -> list[tuple[int, float]]:
        by_source: Counter[int] = Counter()
        by_document: Counter[int] = Counter()
        taken, spare = [], []
        for place, (source, document) in enumerate(zip(sources, documents, strict=True)):
            fits = by_source[source] < most and by_document[document] < spread.PER_DOCUMENT
            (taken if fits else spare).append(place)
            if fits:
                by_source[source] += 1
                by_document[document] += 1
        return [(place, 0.0) for place in sorted((taken[:k] + spare)[:k])]

    with patch.object(spread, "places", places):
        yield


if __name__ == "__main__":
    main()
