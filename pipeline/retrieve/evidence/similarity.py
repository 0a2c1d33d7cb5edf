"""How alike rows are: cosine of their TF-IDF vectors, hashed to a fixed width.

Enter: a view of rows. Leave: a square matrix of cosines. Document frequencies are those
among the rows themselves: what all candidates share says nothing about a pair of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.engine import RowView

WIDTH = 4_096  # columns; a passage has about 120 distinct terms, so about 1 in 35 collides
Matrix = npt.NDArray[np.float32]
Row = npt.NDArray[np.float32]


def matrix(view: RowView) -> Matrix:
    """Unit vectors of the rows."""
    codes, owner = view.codes(), view.owners()
    counts = np.zeros((len(view.at), WIDTH), dtype=np.float32)
    np.add.at(counts, (owner, codes % WIDTH), 1.0)
    present = counts > 0
    rarity = np.log((len(view.at) + 1) / (present.sum(axis=0) + 0.5)).astype(np.float32)
    weighed = np.where(present, 1 + np.log(np.maximum(counts, 1)), 0) * np.maximum(rarity, 0)
    norm = np.sqrt(np.square(weighed).sum(axis=1, keepdims=True))
    return np.asarray(weighed / np.maximum(norm, 1e-9), dtype=np.float32)


def cosines(view: RowView) -> Matrix:
    """Cosine of every pair of rows."""
    if not len(view.at):
        return np.zeros((0, 0), dtype=np.float32)
    unit = matrix(view)
    return np.asarray(unit @ unit.T)
