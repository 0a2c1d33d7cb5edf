"""Rankers: each a function from a weighted question to scored rows of the index.

`bm25` finds the candidate pool in tantivy; the others score the rows of that pool from the
forward file, in numpy, without reading any text. Scores of one ranker are comparable among
themselves only; `fuse` makes them one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tantivy import FieldType, Occur, Query

from pipeline.retrieve import terms
from pipeline.retrieve.forward import Rows
from pipeline.retrieve.index import Index, crc

Scores = npt.NDArray[np.float64]

MOST_TERMS = 64  # of a very long question the rarest terms are kept: 64 hold its topic
TITLE = 0.3  # of title and headings; chosen by the table in docs/retrieval.md


@dataclass(frozen=True, slots=True)
class Limits:
    """Which rows may answer: sources by id, and no document dated after a day (ordinal)."""

    sources: tuple[str, ...] | None = None
    until: int = 0


NO_LIMITS = Limits()


def weigh(text: str) -> dict[str, float]:
    """The distinct terms of a question, each with weight 1."""
    return dict.fromkeys(terms.terms(text), 1.0)


def rarity(index: Index, weights: Mapping[str, float]) -> dict[str, float]:
    """Inverse document frequency of each term that the index knows (Robertson and Sparck Jones)."""
    total = max(1, index.passages)
    counts = {term: index.count(term) for term in weights}
    return {
        term: float(np.log1p((total - count + 0.5) / (count + 0.5)))
        for term, count in counts.items()
        if count
    }


def mass(index: Index, asked: Mapping[str, float]) -> float:
    """Rarity of all that was asked; a word the corpus does not know is as rare as can be."""
    known = rarity(index, asked)
    unknown = len(asked) - len(known)
    return sum(known.values()) + unknown * float(np.log(max(2, index.passages)))


def bm25(
    index: Index,
    weights: Mapping[str, float],
    depth: int,
    *,
    limits: Limits = NO_LIMITS,
    title: float = TITLE,
) -> tuple[Rows, Scores]:
    """The best `depth` rows by BM25 over the text, with `title` times BM25 over the headings."""
    parts = []
    for term, weight in weights.items():
        parts.append((Occur.Should, _boosted(index, "text", term, weight)))
        if title:
            parts.append((Occur.Should, _boosted(index, "title", term, weight * title)))
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    query = Query.boolean_query(parts)
    fences = _fences(index, limits)
    if fences:
        query = Query.boolean_query([(Occur.Must, query), *fences])
    hits = index.searcher.search(query, depth, count=False).hits
    rows = index.searcher.fast_field_values("row", [address for _, address in hits])
    return np.array(rows, dtype=np.int64), np.array([score for score, _ in hits])


def nearest(index: Index, asking: npt.NDArray[np.float32], depth: int, limits: Limits) -> Rows:
    """The rows whose dense vectors are nearest, by exact search among those that may answer."""
    assert index.dense is not None
    scores = index.dense @ asking
    table = index.forward.rows
    barred = np.zeros(len(table), dtype=bool)
    barred[list(index.forward.gone)] = True
    if limits.sources is not None:
        barred |= ~np.isin(table["source"], [crc(one) for one in limits.sources])
    if limits.until:
        barred |= table["day"] > limits.until
    open_rows = np.flatnonzero(~barred)
    best = open_rows[np.lexsort((open_rows, -scores[open_rows]))[:depth]]
    return best.astype(np.int64)


def _boosted(index: Index, field: str, term: str, weight: float) -> Query:
    query = Query.term_query(index.schema, field, term, "freq")
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _fences(index: Index, limits: Limits) -> list[tuple[Occur, Query]]:
    found = []
    if limits.sources is not None:
        within = Query.term_set_query(index.schema, "source", list(limits.sources))
        found.append((Occur.Must, Query.const_score_query(within, 0.0)))
    if limits.until:
        dated = Query.range_query(index.schema, "day", FieldType.Integer, 0, limits.until)
        found.append((Occur.Must, Query.const_score_query(dated, 0.0)))
    return found
