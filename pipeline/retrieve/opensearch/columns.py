"""What a reader has fetched of an index: columns that grow as rows are asked for.

Enter: ids, later their columns. Leave: rows (numbers in the order in which ids were first seen) and
views of them. Arrays double when they are full, so that to grow costs no more than to fill them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.dense import Dense
from pipeline.retrieve.encoders.word_vectors import WIDTH
from pipeline.retrieve.engine import RowView
from pipeline.retrieve.index.forward import ROW, Codes, Forward, Rows

Columns = tuple[npt.NDArray[np.void], Codes, npt.NDArray[np.int8]]
Vectors = tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]  # codes and scales of some windows


class Growing:
    """An array with room to grow."""

    def __init__(self, kind: np.dtype[Any], width: int = 0) -> None:
        self._room = np.empty((64, width) if width else 64, dtype=kind)
        self.used = 0

    def add(self, part: npt.NDArray[Any]) -> None:
        while self.used + len(part) > len(self._room):
            self._room = np.concatenate([self._room, np.empty_like(self._room)])
        self._room[self.used : self.used + len(part)] = part
        self.used += len(part)

    @property
    def held(self) -> npt.NDArray[Any]:
        return self._room[: self.used]


class Fetched:
    """Ids seen, and the columns of those that were asked for."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._rows: dict[str, int] = {}
        self._places = Growing(np.dtype(np.int64))  # of each row in the columns, -1 until fetched
        self._table, self._codes = Growing(ROW), Growing(np.dtype(np.uint32))
        self._senses = Growing(np.dtype(np.int8), WIDTH)
        self._vectors: dict[int, Vectors] = {}

    def name(self, ids: Iterable[str]) -> Rows:
        """The rows of ids; one not seen before gets the next number."""
        found = []
        for one in ids:
            row = self._rows.get(one)
            if row is None:
                row = self._rows[one] = len(self._names)
                self._names.append(one)
                self._places.add(np.array([-1]))
            found.append(row)
        return np.array(found, dtype=np.int64)

    def ids(self, rows: Sequence[int]) -> list[str]:
        return [self._names[row] for row in rows]

    def missing(self, rows: Rows) -> list[int]:
        """Rows without columns yet, each once."""
        there: list[int] = np.unique(rows[self._places.held[rows] < 0]).tolist()
        return there

    def put(self, rows: Sequence[int], columns: Sequence[Columns]) -> None:
        for row, (table, codes, senses) in zip(rows, columns, strict=True):
            placed = table.copy()
            placed["start"] = self._codes.used
            self._places.held[row] = self._table.used
            self._table.add(placed)
            self._codes.add(codes)
            self._senses.add(senses[None, :])

    def keep(self, rows: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Take down the vectors of rows."""
        self._vectors.update(zip(rows, vectors, strict=True))

    def vectors(self, rows: Rows) -> Dense:
        """The vectors of rows that were fetched."""
        parts = [self._vectors[row] for row in rows.tolist()]
        starts = np.concatenate(([0], np.cumsum([len(scales) for _, scales in parts])))
        codes, scales = (np.concatenate(some) for some in zip(*parts, strict=True))
        return Dense(codes, scales, starts.astype(np.int64))

    def view(self, rows: Rows) -> RowView:
        held = Forward(self._codes.held, self._table.held, frozenset(), self._senses.held)
        return RowView(held, self._places.held[rows], rows)
