"""The forward file: each passage's terms in order, as 32-bit codes, appended and memory-mapped.

Enter: rows of term codes. Leave: the rows of a candidate pool, for rankers that look inside
passages (TF-IDF, proximity, feedback, near-duplicates). Bytes are appended and synced before
the index commits the new length, so what lies past a committed length is an unfinished write.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.senses import WIDTH

Codes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]

ROW = np.dtype(
    [
        ("start", "<u8"),  # into the codes
        ("length", "<u4"),
        ("lead", "<u4"),  # terms of the title and headings at its head
        ("norm", "<f4"),  # of the log-tf vector
        ("day", "<i4"),  # ordinal of the document's day, 0 when undated
        ("source", "<u4"),  # CRC-32 of the source id
        ("document", "<u8"),
        ("sense", "<f4"),  # length of the stored sense vector
        ("id", "S40"),
    ]
)
_FILES = ("codes.u32", "rows.bin", "gone.u32", "senses.i8")


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much of each file is committed."""

    codes: int = 0
    rows: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Forward:
    """A read-only view of the committed rows."""

    codes: Codes
    rows: npt.NDArray[np.void]
    gone: frozenset[int]
    senses: npt.NDArray[np.int8]

    def meaning(self, rows: Rows) -> npt.NDArray[np.float32]:
        """Unit sense vectors of rows."""
        length = self.rows["sense"][rows].astype(np.float32)
        return np.asarray(self.senses[rows].astype(np.float32) / length[:, None])

    def terms(self, row: int) -> Codes:
        """The term codes of one row, title and headings first."""
        one = self.rows[row]
        start = int(one["start"])
        return self.codes[start : start + int(one["length"])]

    def pool(self, rows: Rows) -> tuple[Codes, npt.NDArray[np.intp]]:
        """The codes of many rows in one array, and for each the position of its row in `rows`."""
        starts = self.rows["start"][rows].astype(np.int64)
        lengths = self.rows["length"][rows].astype(np.int64)
        owner = np.repeat(np.arange(len(rows)), lengths)
        offset = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return self.codes[starts[owner] + offset], owner

    def ids(self, rows: Sequence[int] | Rows) -> list[str]:
        return [bytes(one).decode() for one in self.rows["id"][np.asarray(rows, dtype=np.int64)]]


def open_forward(folder: Path, lengths: Lengths) -> Forward:
    """Map the committed part. Raises ValueError when a file is shorter than was committed."""
    codes = _map(folder / _FILES[0], np.dtype("<u4"), lengths.codes)
    rows = _map(folder / _FILES[1], ROW, lengths.rows)
    gone = _map(folder / _FILES[2], np.dtype("<u4"), lengths.gone)
    senses = _map(folder / _FILES[3], np.dtype("i1"), lengths.rows * WIDTH)
    return Forward(codes, rows, frozenset(int(row) for row in gone), senses.reshape(-1, WIDTH))


def append(
    folder: Path,
    at: Lengths,
    rows: npt.NDArray[np.void],
    parts: tuple[Sequence[bytes], Sequence[bytes]],
    gone: Sequence[int],
) -> Lengths:
    """Append codes and senses of `rows` after the committed length (an unfinished tail is cut
    off), and sync."""
    sizes = (4, ROW.itemsize, 4, WIDTH)
    dead = np.asarray(gone, dtype="<u4").tobytes()
    written = (b"".join(parts[0]), rows.tobytes(), dead, b"".join(parts[1]))
    held = (at.codes, at.rows, at.gone, at.rows)
    for name, size, part, count in zip(_FILES, sizes, written, held, strict=True):
        path = folder / name
        path.touch()
        with path.open("r+b") as file:
            file.truncate(count * size)
            file.seek(0, os.SEEK_END)
            file.write(part)
            file.flush()
            os.fsync(file.fileno())
    return Lengths(at.codes + len(written[0]) // 4, at.rows + len(rows), at.gone + len(gone))


def _map(path: Path, kind: np.dtype[Any], count: int) -> npt.NDArray[Any]:
    if count == 0:
        return np.empty(0, dtype=kind)
    found = path.stat().st_size if path.exists() else 0
    if found < count * kind.itemsize:
        raise ValueError(f"{path.name} is shorter than the index says")
    return np.memmap(path, dtype=kind, mode="r", shape=(count,))
