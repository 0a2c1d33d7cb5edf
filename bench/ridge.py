"""A logistic regression with a ridge, by Newton's method: what the fits of bench have in common.

Enter: a row of signs for each case and whether it is right. Leave: a weight for each sign. The penalty
is half the ridge times the square of each weight (le Cessie and van Houwelingen 1992).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
ROUNDS = 60  # steps; each fit of this folder stands still after a dozen


def logistic(rows: Array, right: Array, ridge: Array, share: Array | None = None) -> Array:
    """Weights of the columns of `rows` for the chance that a row is right; a ridge for each column and,
    if given, a share for each row."""
    weights, share = np.zeros(rows.shape[1]), np.ones(len(rows)) if share is None else share
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (chance - right)) + ridge * weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return weights
