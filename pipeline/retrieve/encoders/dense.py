"""Dense vectors of passages: made once for each text, kept by content and model, searched exactly.

Enter: an encoder (`models`) and the passages of an index, each as the texts of its windows. Leave:
a `Dense`, unit vectors in the order of the index's rows. Vectors are computed once for a passage
id, which is a hash of its content, and kept in 8 bits a number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import CorpusError
from pipeline.retrieve.encoders import mapped
from pipeline.world import Track, unwatched

Array = npt.NDArray[np.float32]
BATCH = 64  # passages between two commits: a killed run loses at most some seconds of work
BLOCK = 1024  # vectors widened at a time
ASKED = 500  # passages of one statement; SQLite takes 999 variables everywhere
CANARY = "dateline asks whether this is still the same model"
SAME = 0.98  # cosine of one text's vectors by one model; 8 bits and other hardware take 0.005


@dataclass(frozen=True, slots=True)
class Encoder:
    """Texts to a row of numbers each; `id` names the model, so that those of two never mix.

    asks: the same for questions, where a model reads them otherwise than passages.
    batch: passages between two commits; what came before a failure is kept.
    served: the model runs elsewhere: it may be down, or another one under the same name.
    """

    id: str
    encode: Callable[[Sequence[str]], npt.NDArray[Any]]
    asks: Callable[[Sequence[str]], npt.NDArray[Any]] | None = None
    batch: int = BATCH
    served: bool = False

    def question(self, text: str) -> Array:
        """The vector of a question."""
        return np.asarray((self.asks or self.encode)([text])[0], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Dense:
    """Vectors, 8 bits a number, in memory or mapped: those of a row are `starts[row]` to `starts[row + 1]`."""

    codes: npt.NDArray[np.int8]
    scales: Array  # of each vector: code times scale is the number
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[npt.NDArray[np.floating[Any]]]) -> Dense:
        """From the unit vectors of every row, at least one each."""
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(*small(np.concatenate(rows)), starts)

    def likeness(self, asking: Array) -> Array:
        """The cosine of each row's nearest window, in the order of the rows."""
        found = np.empty(len(self.codes), dtype=np.float32)
        wide = np.empty((BLOCK, self.codes.shape[1]), dtype=np.float32)
        for at in range(0, len(self.codes), BLOCK):  # a block stays in the processor's cache
            some = self.codes[at : at + BLOCK]
            wide[: len(some)] = some
            np.dot(wide[: len(some)], asking, out=found[at : at + BLOCK])
        found *= self.scales
        return np.asarray(np.maximum.reduceat(found, self.starts[:-1]))

    def take(self, rows: npt.NDArray[np.int64]) -> Dense:
        """The vectors of some rows, in their order."""
        length = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(length)
        places = np.repeat(self.starts[rows] - (ends - length), length) + np.arange(length.sum())
        starts = np.concatenate(([0], ends)).astype(np.int64)
        return Dense(self.codes[places], self.scales[places], starts)

    def middles(self, rows: npt.NDArray[np.int64]) -> Array:
        """The unit vector of each row's mean; zeros, which are like nothing, where it has none."""
        if not len(rows):
            return np.zeros((0, self.codes.shape[1]), dtype=np.float32)
        length = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(length)
        places = np.repeat(self.starts[rows] - (ends - length), length) + np.arange(ends[-1])
        vectors = self.codes[places] * self.scales[places, None]
        return units(np.add.reduceat(vectors, ends - length))


def small(vectors: npt.NDArray[np.floating[Any]]) -> tuple[npt.NDArray[np.int8], Array]:
    """Vectors as 8-bit numbers, and the scale of each."""
    scales = np.abs(vectors).max(axis=1) / 127
    codes = np.round(vectors / np.maximum(scales, 1e-9)[:, None]).astype(np.int8)
    return codes, scales.astype(np.float32)


def units(rows: Array) -> Array:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def same_model(vectors: Vectors, encoder: Encoder) -> None:
    """Ask a server for the vector of one known text. Raises FetchError when it does not answer,
    CorpusError when it answers as another model than the one that made the vectors kept."""
    made = units(np.asarray(encoder.encode([CANARY]), dtype=np.float32))
    held = vectors.read(encoder.id, [CANARY])
    if held is None or not held.codes.any():
        vectors.keep(encoder.id, [CANARY], [made])
        return
    wide = held.codes.shape[1]
    if made.shape[1] != wide or float(held.likeness(made[0])[0]) < SAME:
        why = f"{made.shape[1]} numbers, not {wide}" if made.shape[1] != wide else "another vector"
        raise CorpusError(
            f"the embedding server answers as another model than before: {why} for the same text",
            where=encoder.id,
            hint="start the model that made the vectors, or give the new one a name of its own in"
            " retrieval.dense_model",
        )


class Vectors:
    """The vectors kept below a folder, by model and passage."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db = opened(folder / "windows.db", "windows8(model TEXT, passage TEXT,"
                          " scales BLOB, codes BLOB, PRIMARY KEY(model, passage))")  # fmt: skip

    def held(self, model: str) -> set[str]:
        rows = self._db.execute("SELECT passage FROM windows8 WHERE model=?", (model,))
        return {row[0] for row in rows}

    def keep(self, model: str, ids: Sequence[str], made: Sequence[npt.NDArray[Any]]) -> None:
        """Keep the vectors of passages, one matrix each."""
        vectors = [(one, *small(row)) for one, row in zip(ids, made, strict=True)]
        rows = [(model, one, scales.tobytes(), codes.tobytes()) for one, codes, scales in vectors]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO windows8 VALUES(?,?,?,?)", rows)
        self._db.execute("COMMIT")

    def read(self, model: str, ids: Sequence[str]) -> Dense | None:
        """Vectors in the order of ids, mapped from the disk; one of zeros, like nothing, where there
        is none."""
        found = mapped.mapped(self._folder, model, ids, lambda some: self._some(model, some))
        return Dense(*found) if found else None

    def _some(self, model: str, ids: Sequence[str]) -> dict[str, mapped.Part]:
        """The vectors that are kept of some passages."""
        made = {}
        for at in range(0, len(ids), ASKED):
            part = ids[at : at + ASKED]
            asked = ("SELECT passage, scales, codes FROM windows8 WHERE model=? AND passage IN "
                     f"({','.join('?' * len(part))})")  # fmt: skip
            for one, scales, codes in self._db.execute(asked, (model, *part)):
                held = np.frombuffer(scales, np.float32)
                made[one] = np.frombuffer(codes, np.int8).reshape(len(held), -1), held
        return made

    def close(self) -> None:
        self._db.close()


def opened(path: Path, table: str) -> sqlite3.Connection:
    """A database with one table. Raises CorpusError when the file is something else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = sqlite3.connect(path, timeout=30, isolation_level=None)
        found.execute("PRAGMA journal_mode=WAL")
        found.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"is not a store of vectors ({error})", where=str(path),
                          hint="delete it; vectors are made again") from error  # fmt: skip
    return found


def catch_up(
    vectors: Vectors,
    encoder: Encoder,
    texts: Sequence[tuple[str, Callable[[], Sequence[str]]]],
    *,
    track: Track = unwatched,
) -> int:
    """Compute what is missing of (passage id, its windows); the number of passages computed."""
    held = vectors.held(encoder.id)
    missing = [pair for pair in texts if pair[0] not in held]
    step = encoder.batch
    for at in track(range(0, len(missing), step), f"vectors, {step} passages each"):
        batch = missing[at : at + step]
        spoken = [read() for _, read in batch]
        found = encoder.encode([text for one in spoken for text in one])
        cuts = np.cumsum([len(one) for one in spoken])[:-1]
        vectors.keep(encoder.id, [one for one, _ in batch], np.split(found, cuts))
    return len(missing)
