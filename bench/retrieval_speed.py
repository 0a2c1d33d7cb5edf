"""Speed of our index beside bm25s, SQLite FTS5 and rank_bm25, in one run.

`python bench/retrieval_speed.py LIBRARY.db QUESTIONS.jsonl [--sizes 10000,40000]`. The passages
are those of a library that `dateline ingest` made; a size above their number repeats them under
new ids with their words shuffled, so that nothing but word order is new. Peers are given the same question terms and time only their ranking of 100; ours does all
of `rank` (candidates, exact BM25, senses, fusion, smoothing). bm25s is not in our lock file:
`pip install bm25s`. Medians of milliseconds; what is busy beside it moves them, so compare within
one run only.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rank_bm25 import BM25Okapi

from pipeline.desk import Retrieval
from pipeline.library import Library
from pipeline.records import Document, Passage
from pipeline.retrieve import open_index
from pipeline.retrieve.search import rank
from pipeline.retrieve.terms import terms

ADDED = 100  # documents a night may bring
SLOW = 5  # questions put to a peer that takes a second each

Pairs = list[tuple[Document, Passage]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--sizes", default="10000,40000")
    parser.add_argument("--peers-up-to", type=int, default=50_000)
    options = parser.parse_args()
    asked = [json.loads(line)["question"] for line in options.questions.read_text().splitlines()]
    print("| passages | engine | build s | open to first answer ms | warm median ms | add 100 ms |")
    print("|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        pairs = _pairs(options.library, size + ADDED)
        rows = {"dateline": _ours(pairs, asked)}
        if size <= options.peers_up_to:
            texts = [passage.text for _, passage in pairs]
            rows |= {"SQLite FTS5": _fts(texts, asked), "bm25s": _bm25s(texts, asked),
                     "rank_bm25": _okapi(texts, asked)}  # fmt: skip
        for name, figures in rows.items():
            print(f"| {size:,} | {name} | " + " | ".join(figures) + " |", flush=True)


def _pairs(path: Path, size: int) -> Pairs:
    with Library.open(path) as library:
        held = {one.id: one for one in library.documents()}
        found = [(held[one.document], one) for one in islice(library.passages(), size)]
    shuffle = random.Random(0)
    real = len(found)
    for number in range(real, size):
        document, passage = found[number % real]
        name = f"{number:x}"
        words = passage.text.split()
        shuffle.shuffle(words)
        text = " ".join(words)
        alone = replace(document, id=name, text=text, blocks=())
        found.append((alone, replace(passage, id=f"p{name}", document=name, text=text)))
    return found


def _fill(library: Library, pairs: Pairs) -> None:
    grouped: dict[str, list[tuple[Document, Passage]]] = {}
    for pair in pairs:
        grouped.setdefault(pair[0].id, []).append(pair)
    with library.change() as generation:
        for group in grouped.values():
            library.put(generation, group[0][0], tuple(passage for _, passage in group))


def _ours(pairs: Pairs, asked: list[str]) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        with Library.open(place / "library.db") as library:
            _fill(library, pairs[:-ADDED])
            build = _timed(lambda: open_index(place / "index", library))
            first = _timed(
                lambda: rank(asked[0], open_index(place / "index", library), Retrieval())
            )
            index = open_index(place / "index", library)
            warm = _median(lambda text: rank(text, index, Retrieval()), asked * 3)
            fresh = [(replace(document, id=f"new{number}"), replace(passage, id=f"q{number}", document=f"new{number}"))
                     for number, (document, passage) in enumerate(pairs[-ADDED:])]  # fmt: skip
            _fill(library, fresh)
            add = _timed(lambda: open_index(place / "index", library))
    return _row(build, first, warm, add)


def _fts(texts: list[str], asked: list[str]) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "fts.db"

        def make(rows: list[str], start: int) -> None:
            with sqlite3.connect(path) as db:
                db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5(x, tokenize='porter')")
                db.executemany("INSERT INTO t(rowid, x) VALUES(?, ?)", enumerate(rows, start))

        def ask(db: sqlite3.Connection, text: str) -> None:
            words = " OR ".join(
                f'"{term}"' for term in dict.fromkeys(terms(text)) if term.isalnum()
            )
            db.execute(
                "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 100", (words,)
            ).fetchall()

        build = _timed(lambda: make(texts[:-ADDED], 1))
        first = _timed(lambda: ask(sqlite3.connect(path), asked[0]))
        db = sqlite3.connect(path)
        warm = _median(lambda text: ask(db, text), asked)
        add = _timed(lambda: make(texts[-ADDED:], len(texts)))
        db.close()
    return _row(build, first, warm, add)


def _bm25s(texts: list[str], asked: list[str]) -> tuple[str, ...]:
    import bm25s

    def make(rows: list[str]) -> bm25s.BM25:
        engine = bm25s.BM25()
        engine.index([terms(text) for text in rows], show_progress=False)
        return engine

    def ask(engine: bm25s.BM25, text: str) -> None:
        engine.retrieve([terms(text)], k=100, show_progress=False)

    with tempfile.TemporaryDirectory() as temporary:
        build = _timed(lambda: make(texts[:-ADDED]).save(temporary))
        first = _timed(lambda: ask(bm25s.BM25.load(temporary), asked[0]))
        engine = bm25s.BM25.load(temporary)
        warm = _median(lambda text: ask(engine, text), asked)
        add = _timed(lambda: make(texts))  # it has no way to add: everything again
    return _row(build, first, warm, add)


def _okapi(texts: list[str], asked: list[str]) -> tuple[str, ...]:
    def make(rows: list[str]) -> BM25Okapi:
        return BM25Okapi([terms(text) for text in rows])

    build = _timed(lambda: make(texts[:-ADDED]))
    engine = make(texts[:-ADDED])
    warm = _median(lambda text: engine.get_scores(terms(text)).argsort()[-100:], asked[:SLOW])
    first = build + warm / 1000  # nothing is kept on disk: to open is to build
    return _row(build, first, warm, build)


def _row(build: float, first: float, warm: float, add: float) -> tuple[str, ...]:
    return f"{build:.1f}", f"{first * 1000:.0f}", f"{warm:.2f}", f"{add * 1000:.0f}"


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _median(ask: Callable[[str], object], asked: list[str]) -> float:
    for text in asked[:3]:
        ask(text)
    return statistics.median(_timed(lambda text=text: ask(text)) for text in asked) * 1000  # type: ignore[misc]


if __name__ == "__main__":
    main()
