"""Rankers: each a function from a weighted question to scored rows of the index.

The engine nominates more than the pool holds; `pooled` scores what came by exact counts, breaks
ties by id and cuts, so that two engines whose nominations differ at the edge give one pool. The others score
the rows of that pool from their columns, in numpy, without reading any text. Scores of one ranker
are comparable among themselves only; `fuse` makes them one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.dense import Array
from pipeline.retrieve.engine import NO_LIMITS, Engine, Limits
from pipeline.retrieve.index import pool, terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.index.pool import Pool
from pipeline.retrieve.index.postings import TITLE
from pipeline.retrieve.search import spelling

Scores = npt.NDArray[np.float64]

__all__ = [
    "NO_LIMITS",
    "TITLE",
    "Limits",
    "heaviest",
    "mass",
    "nearest",
    "pooled",
    "rarity",
    "respelled",
    "weigh",
]

# 1, as linear, gains more on two sets of long questions and loses more on a third: the table in
# docs/retrieval.md, by `python bench/repeated_terms.py DATA`.
REPEATED = 0.5
MOST_TERMS = 64  # of a very long question the rarest terms are kept: 64 hold its topic
DIGITS = 6  # two scores that agree in so many decimals are a tie: sums differ in the last bits


def codes(names: Iterable[str]) -> list[int]:
    return [terms.code(name) for name in names]


def weigh(text: str) -> dict[str, float]:
    """The distinct terms of a question; what it says n times counts the root of n (REPEATED)."""
    return {term: float(times**REPEATED) for term, times in Counter(terms.terms(text)).items()}


def respelled(index: Engine, asked: Iterable[str]) -> dict[str, str]:
    """The other spelling of each term that has one which more passages hold, by that spelling. The
    rarer one would only lift those few that write so."""
    pairs = [(other, term) for term in asked for other in spelling.others(term)]
    held = index.statistics(codes([one for pair in pairs for one in pair])).held if pairs else ()
    return {
        pair[0]: pair[1]
        for pair, more, few in zip(pairs, held[::2], held[1::2], strict=True)
        if more > few
    }


def rarity(index: Engine, weights: Mapping[str, float]) -> dict[str, float]:
    """Inverse document frequency of each term that the index knows (Robertson and Sparck Jones)."""
    found = index.statistics(codes(weights))
    said = zip(weights, found.held, found.rarity, strict=True)
    return {term: rare for term, held, rare in said if held}


def mass(index: Engine, asked: Mapping[str, float]) -> float:
    """Rarity of all that was asked; a word the corpus does not know is as rare as can be."""
    found = index.statistics(codes(asked))
    most = float(np.log(max(2, found.passages)))
    said = zip(asked.values(), found.rarity, found.held, strict=True)
    return sum(weight * (rare if held else most) for weight, rare, held in said)


def heaviest(weights: Mapping[str, float], rare: Mapping[str, float]) -> dict[int, float]:
    """Codes of the terms that count most, each with its weight times its rarity."""
    asked = {term: weights[term] * value for term, value in rare.items()}
    kept = sorted(asked, key=lambda term: -asked[term])[:MOST_TERMS]
    return {terms.code(term): asked[term] for term in kept}


def pooled(index: Engine, weights: Mapping[str, float], depth: int, limits: Limits) -> Pool | None:
    """The best `depth` rows by BM25 over the text, with `TITLE` times BM25 over the headings, in
    the order of their ids, looked into; None when no row has a term in common."""
    rare = rarity(index, weights)
    rows = index.nominate(heaviest(weights, rare), depth, limits)
    if not len(rows):
        return None
    inside = pool.look(index.rows(rows), weights, rare)
    return inside.take(_best(exact(index, inside), inside.view.column("id"), depth))


def exact(index: Engine, inside: Pool) -> Scores:
    """BM25 of the rows of a pool from exact counts."""
    return pool.bm25(inside, index.statistics(()).average, title=TITLE)


def nearest(index: Engine, asking: Array, depth: int, limits: Limits) -> Rows:
    """The `depth` rows whose vectors lie nearest, by exact cosine."""
    rows = index.nearest(asking, depth, limits)
    vectors = index.vectors(rows) if len(rows) else None
    if vectors is None:
        return np.empty(0, dtype=np.int64)
    return rows[_best(vectors.likeness(asking), index.rows(rows).column("id"), depth)]


def _best(scores: npt.NDArray[Any], ids: npt.NDArray[Any], depth: int) -> npt.NDArray[np.intp]:
    """Places of the greatest scores, ties to the lower id; the places by id."""
    by_id = np.argsort(ids)
    if depth >= len(by_id):
        return by_id
    cut = np.argsort(-np.round(scores[by_id], DIGITS), kind="stable")[:depth]
    return by_id[np.sort(cut)]
