"""Fusion: several rankings of the same rows become one.

Enter: per ranker the raw score of every row of a pool. Leave: one score per row. Weighted
reciprocal rank fusion needs no scale (Cormack, Clarke and Buettcher 2009); the convex combination
of min-max scores keeps how far ahead a row is (Bruch, Gai and Ingber 2023). Ties go to the lower
row, so the order of the input does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
STRIP = 16  # rows a product: larger ones BLAS hands to threads, 8 ms on busy cores against 0.3
NEAREST = 5  # rows that a score is shared with
FROM_ZERO = frozenset(("bm25", "tfidf"))  # rankers for which 0 means no term in common
AS_IT_IS = frozenset(("dense", "sense"))  # a cosine means the same in every pool: not stretched


def ranks(scores: Scores, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rank from 1 of each row, best score first, ties by row."""
    order = np.lexsort((rows, -np.round(scores, 6)))
    found = np.empty(len(scores), dtype=np.int64)
    found[order] = np.arange(1, len(scores) + 1)
    return found


def reciprocal(
    scores: Mapping[str, Scores], weights: Mapping[str, float], rows: npt.NDArray[np.int64], k: int
) -> Scores:
    """Weighted reciprocal rank fusion: the sum of weight / (k + rank)."""
    total = np.zeros(len(rows))
    for name, values in scores.items():
        total += weights.get(name, 0.0) / (k + ranks(values, rows))
    return total


def convex(scores: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Weighted mean of the rankers' scores, each from 0 to 1."""
    mass = sum(weights.get(name, 0.0) for name in scores) or 1.0
    parts = [
        weights.get(name, 0.0) / mass * _scaled(name, values) for name, values in scores.items()
    ]
    return np.sum(parts, axis=0) if parts else np.empty(0)


def _scaled(name: str, values: Scores) -> Scores:
    if name in AS_IT_IS:
        return np.clip(values, 0.0, 1.0)
    return share(values) if name in FROM_ZERO else unit(values)


def smooth(scores: Scores, like: npt.NDArray[np.float32], share: float) -> Scores:
    """Give `share` of each score over to its nearest rows (Diaz 2005, score regularisation).

    `like` holds unit vectors; likeness is raised to the eighth power, so only near ones count.
    """
    if share == 0 or len(scores) < 3:
        return scores
    near = np.empty((len(like), len(like)))
    for at in range(0, len(like), STRIP):
        near[at : at + STRIP] = like[at : at + STRIP] @ like.T
    np.maximum(near, 0.0, out=near)
    for _ in range(3):  # in place: a new array of this size costs more than the squares
        np.square(near, out=near)
    np.fill_diagonal(near, 0.0)
    every = np.arange(len(scores))
    mass, mean = np.zeros(len(scores)), np.zeros(len(scores))
    for _ in range(
        min(NEAREST, len(scores))
    ):  # five looks for the greatest: a sort costs ten times
        best = near.argmax(axis=1)
        weight = near[every, best]
        mass += weight
        mean += weight * scores[best]
        near[every, best] = 0.0
    mean /= np.maximum(mass, 1e-12)
    return np.where(mass > 1e-12, (1 - share) * scores + share * mean, scores)


def lift(scores: Scores, documents: npt.NDArray[np.uint64], share: float) -> Scores:
    """Give each row `share` of the best score of its document: a passage of a document that
    answers is likelier to answer (Bendersky and Kurland 2008)."""
    _, owner = np.unique(documents, return_inverse=True)
    best = np.zeros(len(scores))
    np.maximum.at(best, owner, scores)
    return np.asarray((1 - share) * scores + share * best[owner])


def share(values: Scores) -> Scores:
    """Scores as a share of the best; nothing stays nothing."""
    high = float(values.max()) if len(values) else 0.0
    return values / high if high > 0 else np.zeros(len(values))


def unit(values: Scores) -> Scores:
    """Scores scaled to 0 to 1 over the pool."""
    if not len(values):
        return values
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.zeros(len(values))
