"""Vectors of an index's rows on disk, memory-mapped: what is not asked for is not in memory.

Enter: a folder, the model's id, the ids of the rows and a way to the vectors of some of them. Leave:
a `Dense` over mapped files, which grow at their end as the index does. What holds is written last,
in one small file: lengths and a checksum of the ids, so that a process killed while it wrote leaves
what was there, and an index built anew gets files of its own. One process writes at a time; a file
that somebody still reads is replaced, never cut.
"""

from __future__ import annotations

import fcntl
import json
import os
import uuid
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.records import store

BLOCK = 4_096  # rows fetched and written at a time: some ten megabytes
SCALE = np.dtype("<f4")
START = np.dtype("<i8")
Part = tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]  # codes by row, and their scales
Fetch = Callable[[Sequence[str]], dict[str, Part]]


@dataclass(frozen=True, slots=True)
class Extent:
    """What holds of the files of a model."""

    name: str  # of the files, without their ends
    model: str
    width: int
    rows: int
    windows: int
    ids: int  # CRC-32 of the ids of those rows


def mapped(
    folder: Path, model: str, ids: Sequence[str], fetch: Fetch
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32], npt.NDArray[np.int64]] | None:
    """Codes, scales and starts of the rows; None when there is no vector at all. A row without one
    gets a vector of zeros, which is like nothing."""
    head = folder / f"vectors-{zlib.crc32(model.encode()):08x}.json"
    found = _extent(head, model, ids)
    if found is None or found.rows < len(ids):
        with (folder / "vectors.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = _extent(head, model, ids) or _begun(folder, head, model, ids, fetch)
            if found is None:
                return None
            found = _grown(folder, head, found, ids, fetch)
    return _opened(folder, found)


def _extent(head: Path, model: str, ids: Sequence[str]) -> Extent | None:
    """What is there, if it is of this model and of the first of these rows, whole."""
    try:
        held = Extent(**json.loads(head.read_text("utf-8")))
        sizes = [
            (head.parent / f"{held.name}.{end}").stat().st_size
            for end in ("codes", "scales", "starts")
        ]
    except (OSError, ValueError, TypeError):
        return None
    needed = (
        held.windows * held.width,
        held.windows * SCALE.itemsize,
        (held.rows + 1) * START.itemsize,
    )
    fits = held.model == model and held.rows <= len(ids) and held.ids == _checksum(ids[: held.rows])
    return (
        held if fits and all(one >= two for one, two in zip(sizes, needed, strict=True)) else None
    )


def _begun(folder: Path, head: Path, model: str, ids: Sequence[str], fetch: Fetch) -> Extent | None:
    """Empty files of a new name; the ones before go once nobody maps them."""
    width = next((one[0].shape[1] for at in range(0, len(ids), BLOCK)
                  for one in fetch(ids[at : at + BLOCK]).values()), 0)  # fmt: skip
    if not width:
        return None
    for path in folder.glob(f"{head.stem}-*"):
        path.unlink(missing_ok=True)
    made = Extent(f"{head.stem}-{uuid.uuid4().hex[:8]}", model, width, 0, 0, _checksum(()))
    for end in ("codes", "scales"):
        (folder / f"{made.name}.{end}").write_bytes(b"")
    (folder / f"{made.name}.starts").write_bytes(np.zeros(1, START).tobytes())
    return made


def _grown(folder: Path, head: Path, held: Extent, ids: Sequence[str], fetch: Fetch) -> Extent:
    """The files with the rows that they lack at their end."""
    none = np.zeros((1, held.width), np.int8), np.zeros(1, np.float32)
    windows = held.windows
    for at in range(held.rows, len(ids), BLOCK):
        some = ids[at : at + BLOCK]
        there = fetch(some)
        parts = [there.get(one, none) for one in some]
        starts = windows + np.cumsum([len(scales) for _, scales in parts], dtype=START)
        _append(folder / f"{held.name}.codes", windows * held.width, [codes for codes, _ in parts])
        _append(
            folder / f"{held.name}.scales",
            windows * SCALE.itemsize,
            [scales for _, scales in parts],
        )
        _append(folder / f"{held.name}.starts", (at + 1) * START.itemsize, [starts])
        windows = int(starts[-1])
    made = Extent(held.name, held.model, held.width, len(ids), windows, _checksum(ids))
    store.write(head, json.dumps(asdict(made)))
    return made


def _append(path: Path, size: int, parts: Sequence[npt.NDArray[Any]]) -> None:
    """Write after what holds; an unfinished end is written over."""
    with path.open("r+b") as file:
        file.seek(size)
        for part in parts:
            file.write(np.ascontiguousarray(part).data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _opened(
    folder: Path, held: Extent
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    def view(end: str, kind: np.dtype[Any], count: int) -> npt.NDArray[Any]:
        if not count:
            return np.empty(0, dtype=kind)
        path = folder / f"{held.name}.{end}"
        return np.asarray(np.memmap(path, dtype=kind, mode="r", shape=(count,)))

    codes = view("codes", np.dtype(np.int8), held.windows * held.width).reshape(-1, held.width)
    return codes, view("scales", SCALE, held.windows), view("starts", START, held.rows + 1)


def _checksum(ids: Sequence[str]) -> int:
    return zlib.crc32("\n".join(ids).encode())
