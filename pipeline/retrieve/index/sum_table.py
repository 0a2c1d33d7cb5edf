"""Numbers of things that are known by 64 bits, thousands looked up at once.

Enter: sums, each told apart from all before. Leave: the number of each, which is how many came before
it, and -1 for one that never came. Open addressing with linear probing (Knuth, The Art of Computer
Programming 6.4), a step of the probing for all that are still looked for: a dict takes five times as
long, and a sort of them as long again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FIRST = 1 << 15  # places to begin with; at most half of them are taken
_MIX, _SHIFT = np.uint64(0x9E37_79B9_7F4A_7C15), np.uint64(20)
_FREE = -1

Sums = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


class SumTable:
    """An open-addressed table; `add` numbers sums, `find` tells their numbers."""

    def __init__(self, places: int = FIRST) -> None:
        """`places`: to begin with, a power of two."""
        self._count = 0
        self._make(places)

    def _make(self, places: int) -> None:
        self._sums = np.zeros(places, dtype=np.uint64)
        self._numbers = np.full(places, _FREE, dtype=np.int32)

    def find(self, sums: npt.NDArray[Any]) -> Numbers:
        """The number of each sum; -1 where it was never added."""
        at = self._homes(sums)
        found = self._numbers.take(at).astype(np.int64)
        left = np.flatnonzero((self._sums.take(at) != sums) & (found != _FREE))
        at = at[left]
        while len(left):
            at = self._next(at)
            found[left] = self._numbers[at]
            on = (self._sums[at] != sums[left]) & (found[left] != _FREE)
            left, at = left[on], at[on]
        return found

    def add(self, sums: npt.NDArray[Any]) -> None:
        """Number sums that are not held, each of which comes once."""
        numbers = np.arange(self._count, self._count + len(sums), dtype=np.int32)
        self._count += len(sums)
        if 2 * self._count > len(self._sums):
            taken = np.flatnonzero(self._numbers != _FREE)
            before, known = self._sums[taken], self._numbers[taken]
            self._make(1 << (4 * self._count).bit_length())
            self._put(before, known)
        self._put(np.asarray(sums, dtype=np.uint64), numbers)

    def _put(self, sums: Sums, numbers: npt.NDArray[np.int32]) -> None:
        at = self._homes(sums)
        while len(sums):
            free = self._numbers[at] == _FREE
            self._numbers[at[free]] = numbers[free]  # of several for one place the last has it
            have = self._numbers[at] == numbers
            self._sums[at[have]] = sums[have]
            at, sums, numbers = self._next(at[~have]), sums[~have], numbers[~have]

    def _homes(self, sums: npt.NDArray[Any]) -> Numbers:
        """Where each is looked for first."""
        mixed = sums * _MIX >> _SHIFT
        return np.asarray(mixed.astype(np.int64) & (len(self._sums) - 1))

    def _next(self, at: Numbers) -> Numbers:
        return at + 1 & (len(self._sums) - 1)
