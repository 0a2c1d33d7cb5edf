"""The forward file: each passage's terms in order, as 32-bit codes, appended and memory-mapped.

Enter: rows of term codes. Leave: the rows of a candidate pool, for rankers that look inside
passages (TF-IDF, proximity, feedback, near-duplicates). Bytes are appended before the index
commits the new length, so what lies past a committed length is an unfinished write.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.word_vectors import WIDTH

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
        ("figures", "<f4"),  # share of the tokens of the text that hold a digit
        ("position", "<u4"),  # of the passage in its document
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

    def pool(self, rows: Rows) -> Codes:
        """The codes of many rows in one array, one row after the other."""
        starts = self.rows["start"][rows]
        ends = (starts + self.rows["length"][rows]).tolist()
        if not ends:
            return np.empty(0, dtype=np.uint32)
        cut = zip(starts.tolist(), ends, strict=True)
        return np.concatenate([self.codes[start:end] for start, end in cut])

    def ids(self, rows: Sequence[int] | Rows) -> list[str]:
        found = self.rows["id"][np.asarray(rows, dtype=np.int64)]
        return [one.decode() for one in found.tolist()]


def open_forward(folder: Path, lengths: Lengths) -> Forward:
    """Map the committed part. Raises ValueError when a file is shorter than was committed."""
    codes = _map(folder / _FILES[0], np.dtype("<u4"), lengths.codes)
    rows = _map(folder / _FILES[1], ROW, lengths.rows)
    gone = _map(folder / _FILES[2], np.dtype("<u4"), lengths.gone)
    senses = _map(folder / _FILES[3], np.dtype("i1"), lengths.rows * WIDTH)
    return Forward(codes, rows, frozenset(gone.tolist()), senses.reshape(-1, WIDTH))


def look(folder: Path, lengths: Lengths) -> None:
    """Raise ValueError when a file is shorter than was committed."""
    for name, size in zip(_FILES, _sizes(lengths), strict=True):
        if size:
            _long_enough(folder / name, size).close()


def _sizes(lengths: Lengths) -> tuple[int, int, int, int]:
    """Bytes of each file."""
    rows = lengths.rows
    return lengths.codes * 4, rows * ROW.itemsize, lengths.gone * 4, rows * WIDTH


def _long_enough(path: Path, size: int) -> BinaryIO:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise ValueError(f"{path.name} is not there") from None
    if os.fstat(file.fileno()).st_size < size:
        file.close()
        raise ValueError(f"{path.name} is shorter than the index says")
    return file


def append(
    folder: Path,
    at: Lengths,
    rows: npt.NDArray[np.void],
    parts: tuple[Codes, npt.NDArray[np.int8]],
    gone: Sequence[int],
) -> Lengths:
    """Append rows (whose `start` counts from their own first code) with their codes and senses
    after the committed length; an unfinished tail is cut off. `sync` brings them to the disk."""
    placed = rows.copy()
    placed["start"] += at.codes
    dead = np.asarray(gone, dtype="<u4")
    codes, senses = parts[0].astype("<u4", copy=False), parts[1].astype("i1", copy=False)
    for name, part, size in zip(_FILES, (codes, placed, dead, senses), _sizes(at), strict=True):
        path = folder / name
        with path.open("r+b" if path.exists() else "x+b") as file:
            file.truncate(size)
            file.seek(size)
            file.write(part.tobytes())
    return Lengths(at.codes + len(codes), at.rows + len(rows), at.gone + len(dead))


def sync(folder: Path, since: Lengths, until: Lengths, *others: str) -> None:
    """Bring the files that grew, and others beside them, to the disk: all at once, which costs the
    time of one."""
    grown = zip(_FILES, _sizes(since), _sizes(until), strict=True)
    names = [*(name for name, start, end in grown if end > start), *others]
    with ThreadPoolExecutor(max(1, len(names) - 1)) as pool:
        waiting = [pool.submit(_sync, folder / name) for name in names[1:]]
        for name in names[:1]:
            _sync(folder / name)
        for each in waiting:
            each.result()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def checksum(folder: Path, since: Lengths, until: Lengths) -> int:
    """CRC-32 of what was appended. Raises ValueError when a file is shorter."""
    found = 0
    for name, start, end in zip(_FILES, _sizes(since), _sizes(until), strict=True):
        with (folder / name).open("rb") as file:
            file.seek(start)
            part = file.read(end - start)
        if len(part) < end - start:
            raise ValueError(f"{name} is shorter than the index says")
        found = zlib.crc32(part, found)
    return found


def _map(path: Path, kind: np.dtype[Any], count: int) -> npt.NDArray[Any]:
    if count == 0:
        return np.empty(0, dtype=kind)
    size = count * kind.itemsize
    with _long_enough(path, size) as file:
        return np.frombuffer(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ), dtype=kind)
