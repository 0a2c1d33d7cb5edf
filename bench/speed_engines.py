"""The engines that `retrieval_speed.py` sets side by side, each doing the same work.

Enter: passages and a folder. Leave: an index on disk that was synced, an open one that turns a
question as a string into the ids and scores of its best passages, and one that also finds a
hundred more. All are given our terms but SQLite FTS5, which has a stemmer of its own. The text
of the passages stands elsewhere for all of them (our library), so FTS5 keeps none.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.retrieve import Searcher, open_index
from pipeline.retrieve.index.terms import terms
from pipeline.retrieve.search import rankers
from pipeline.retrieve.search.search import rank

K = 100  # passages a question is answered with

Texts = list[str]
Answer = Sequence[tuple[str, float]]
Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Engine:
    """What is timed of one engine. `add` leaves an open engine that finds the new passages."""

    build: Callable[[Path, Texts], None]
    open: Callable[[Path], Ask]
    add: Callable[[Path, Texts, Texts], Ask]  # the folder, the texts held, the new ones
    slow: bool = False  # a question or an addition takes about a second


def spoken(document: Document, passage: Passage) -> str:
    """What is indexed of a passage: title and headings, then the text."""
    return "\n".join([*dict.fromkeys((document.title, *passage.headings)), passage.text])


def fill(library: Library, pairs: Iterable[tuple[Document, Passage]]) -> None:
    """Put passages into a library by their documents."""
    grouped: dict[str, list[tuple[Document, Passage]]] = {}
    for pair in pairs:
        grouped.setdefault(pair[0].id, []).append(pair)
    with library.change() as generation:
        for group in grouped.values():
            library.put(generation, group[0][0], tuple(passage for _, passage in group))


def _synced(folder: Path) -> None:
    """Bring every file of a folder, and the folder, to the disk."""
    for path in [*folder.rglob("*"), folder]:
        held = os.open(path, os.O_RDONLY)
        os.fsync(held)
        os.close(held)


# ── dateline ──────────────────────────────────────────────────────────────────────────────


def _ours(place: Path, _: Texts) -> None:
    with Library.open(place / "library.db") as library:
        open_index(place / "index", library)


def _rank(place: Path, *_: Texts) -> Ask:  # opening catches up with the library
    index = open_index(place / "index", Library.open(place / "library.db"))

    def ask(text: str) -> Answer:
        found = rank(text, Searcher(index), Retrieval())
        return list(zip(index.forward.ids(found.rows[:K]), found.scores[:K].tolist(), strict=True))

    return ask


def _bm25(place: Path, *_: Texts) -> Ask:
    index = open_index(place / "index", Library.open(place / "library.db"))

    def ask(text: str) -> Answer:
        weights = rankers.weigh(text)
        asked = rankers.heaviest(weights, rankers.rarity(index, weights))
        rows, scores = index.best(asked, K, rankers.NO_LIMITS)
        return list(zip(index.forward.ids(rows), scores.tolist(), strict=True))

    return ask


# ── SQLite FTS5 ───────────────────────────────────────────────────────────────────────────


def _fts_build(place: Path, texts: Texts) -> None:
    with closing(sqlite3.connect(place / "fts.db")) as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='porter')")
        _fts_insert(db, texts, 1)


def _fts_add(place: Path, held: Texts, more: Texts) -> Ask:
    with closing(sqlite3.connect(place / "fts.db")) as db:
        _fts_insert(db, more, len(held) + 1)
    return _fts_open(place)


def _fts_insert(db: sqlite3.Connection, texts: Texts, start: int) -> None:
    """One synced transaction (`synchronous` is FULL unless told otherwise)."""
    with db:
        db.executemany("INSERT INTO t(rowid, x) VALUES(?, ?)", enumerate(texts, start))


def _fts_open(place: Path) -> Ask:
    db = sqlite3.connect(place / "fts.db")
    find = "SELECT rowid, rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"

    def ask(text: str) -> Answer:
        words = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms(text)) if term.isalnum())
        return [(str(row - 1), -score) for row, score in db.execute(find, (words, K))]

    return ask


# ── bm25s and rank_bm25: neither can add, so all is counted again from kept terms ─────────


def _bm25s_build(place: Path, texts: Texts) -> None:
    _bm25s_index(place, [terms(text) for text in texts])


def _bm25s_add(place: Path, held: Texts, more: Texts, backend: str) -> Ask:
    _bm25s_index(place, _kept(held) + [terms(text) for text in more])
    return _bm25s_open(place, backend)


def _bm25s_index(place: Path, tokens: list[list[str]]) -> None:
    import bm25s

    engine = bm25s.BM25()
    engine.index(tokens, show_progress=False)
    engine.save(place / "bm25s")
    _synced(place / "bm25s")


def _bm25s_open(place: Path, backend: str) -> Ask:
    import bm25s

    engine = bm25s.BM25.load(place / "bm25s", override_params={"backend": backend})
    if backend == "numba":
        engine.activate_numba_scorer()

    def ask(text: str) -> Answer:
        known = [term for term in terms(text) if term in engine.vocab_dict]
        ids, scores = engine.retrieve([known], k=K, show_progress=False)
        return list(zip(map(str, ids[0].tolist()), scores[0].tolist(), strict=True))

    return ask


def _okapi_build(place: Path, texts: Texts) -> None:
    _okapi_index(place, [terms(text) for text in texts])


def _okapi_add(place: Path, held: Texts, more: Texts) -> Ask:
    _okapi_index(place, _kept(held) + [terms(text) for text in more])
    return _okapi_open(place)


def _okapi_index(place: Path, tokens: list[list[str]]) -> None:
    from rank_bm25 import BM25Okapi

    (place / "okapi").mkdir(exist_ok=True)
    (place / "okapi" / "all").write_bytes(pickle.dumps(BM25Okapi(tokens), protocol=5))
    _synced(place / "okapi")


def _okapi_open(place: Path) -> Ask:
    engine = pickle.loads((place / "okapi" / "all").read_bytes())

    def ask(text: str) -> Answer:
        scores = engine.get_scores(terms(text))
        best = scores.argpartition(-K)[-K:]
        return [(str(row), float(scores[row])) for row in best[(-scores[best]).argsort()]]

    return ask


_TERMS: list[list[str]] = []


def keep(texts: Texts) -> None:
    """Remember the terms of texts, so that no peer is timed for reading them again."""
    _TERMS[:] = [terms(text) for text in texts]


def _kept(held: Texts) -> list[list[str]]:
    return _TERMS[: len(held)]


def _sparse(backend: str) -> Engine:
    return Engine(
        _bm25s_build,
        functools.partial(_bm25s_open, backend=backend),
        functools.partial(_bm25s_add, backend=backend),
        slow=True,
    )


ENGINES = {
    "dateline, BM25 alone": Engine(_ours, _bm25, _bm25),
    "dateline, all of rank": Engine(_ours, _rank, _rank),
    "SQLite FTS5": Engine(_fts_build, _fts_open, _fts_add),
    "bm25s, numpy": _sparse("numpy"),
    "bm25s, numba": _sparse("numba"),
    "rank_bm25": Engine(_okapi_build, _okapi_open, _okapi_add, slow=True),
}
NEEDS = {"bm25s, numpy": "bm25s", "bm25s, numba": "numba", "rank_bm25": "rank_bm25"}


def available() -> list[str]:
    """Engines whose package is installed."""
    return [name for name in ENGINES if importlib.util.find_spec(NEEDS.get(name, "pipeline"))]


def load(name: str) -> None:
    """Import what an engine needs, so that no import is timed."""
    for module in ("bm25s", "numba") if name.startswith("bm25s") else ("rank_bm25",):
        if importlib.util.find_spec(module):
            importlib.import_module(module)
