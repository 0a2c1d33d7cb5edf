"""Rankers: each a function from a weighted question to scored rows of the index.

`bm25` finds the candidate pool in the postings; the others score the rows of that pool from the
forward file, in numpy, without reading any text. Scores of one ranker are comparable among
themselves only; `fuse` makes them one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.index import postings, terms
from pipeline.retrieve.index.embedded import Index
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.index.postings import TITLE

Scores = npt.NDArray[np.float64]

__all__ = ["NO_LIMITS", "TITLE", "Limits", "bm25", "mass", "nearest", "rarity", "weigh"]

MOST_TERMS = 64  # of a very long question the rarest terms are kept: 64 hold its topic


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
    found = zip(weights, index.find(weights), strict=True)
    return {term: one.rarity for term, one in found if one.count}


def mass(index: Index, asked: Mapping[str, float]) -> float:
    """Rarity of all that was asked; a word the corpus does not know is as rare as can be."""
    known = rarity(index, asked)
    unknown = len(asked) - len(known)
    return sum(known.values()) + unknown * float(np.log(max(2, index.passages)))


def bm25(
    index: Index, weights: Mapping[str, float], depth: int, *, limits: Limits = NO_LIMITS
) -> tuple[Rows, Scores]:
    """The best `depth` rows by BM25 over the text, with `TITLE` times BM25 over the headings.

    The scores are rounded as the index keeps them (`postings`); `pool.bm25` has them exact.
    """
    rare = rarity(index, weights)
    asked = {term: weights[term] * value for term, value in rare.items()}
    kept = sorted(asked, key=lambda term: -asked[term])[:MOST_TERMS]
    free = limits == NO_LIMITS and not index.forward.gone
    barred = None if free else index.barred(limits.sources, limits.until)
    wanted = [(one, asked[term]) for term, one in zip(kept, index.find(kept), strict=True)]
    return postings.best(index.segments, wanted, depth, barred)


def nearest(index: Index, scores: npt.NDArray[np.float32], depth: int, limits: Limits) -> Rows:
    """The rows with the greatest of all rows' scores, among those that may answer."""
    barred = index.barred(limits.sources, limits.until)
    open_rows = np.flatnonzero(~barred)
    if depth < len(open_rows):
        least = np.partition(scores[open_rows], -depth)[-depth]
        open_rows = open_rows[scores[open_rows] >= least]
    best = open_rows[np.lexsort((open_rows, -scores[open_rows]))[:depth]]
    return best.astype(np.int64)
