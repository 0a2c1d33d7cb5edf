"""What words mean, nearly for free: one fixed vector per word piece, summed over a text.

Enter: tokens or texts. Leave: vectors of 128 numbers whose cosine says how alike two texts are.
The table was distilled from all-MiniLM-L6-v2 (Apache-2.0) by `bench/retrieval_words.py`: every
piece alone through the model, principal components, weighted by rarity, as int8. It is no
sentence model: it re-orders a pool of candidates, and docs/retrieval.md shows by how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.pieces import Pieces

WIDTH = 128  # 96 measured 0.0006 better and 192 0.0025: the file grows by 30 kB a number
FILE = Path(__file__).parent / "words.npz"
CACHE = 400_000
PARTS, LONGEST = 6, 24  # of a token: what is longer is an address or a hash and means nothing
Vector = npt.NDArray[np.float32]
_WORD = re.compile(r"\w+")


class Senses:
    """The table. `of` gives the pieces of a token, `vector` the meaning of many pieces."""

    def __init__(self, pieces: Pieces, table: Vector) -> None:
        self._pieces = pieces
        self._table = table
        self._used = frozenset(np.flatnonzero(np.abs(table).sum(axis=1)).tolist())
        self._cache: dict[str, bytes] = {}

    def of(self, token: str) -> bytes:
        """Piece numbers of a token, as bytes that can be joined; function words have none."""
        found = self._cache.get(token)
        if found is None:
            if len(self._cache) >= CACHE:
                self._cache.clear()
            numbers = [
                piece
                for word in _WORD.findall(token.lower())[:PARTS]
                if len(word) <= LONGEST
                for piece in self._pieces.word(word)
                if piece in self._used
            ]
            found = self._cache[token] = np.array(numbers, dtype=np.uint16).tobytes()
        return found

    def vector(self, joined: bytes) -> Vector:
        """The sum of the pieces' vectors, not normalised; zeros for no pieces."""
        numbers = np.frombuffer(joined, dtype=np.uint16)
        return np.asarray(self._table[numbers].sum(axis=0), dtype=np.float32)

    def text(self, tokens: Iterable[str]) -> Vector:
        """The unit vector of a text given as tokens."""
        found = self.vector(b"".join(map(self.of, tokens)))
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), dtype=np.float32)


def pack(vector: Vector) -> tuple[bytes, float]:
    """A vector as int8, and the length of what was stored."""
    scale = 127 / max(float(np.abs(vector).max()), 1e-9)
    small = np.round(vector * scale).astype(np.int8)
    return small.tobytes(), max(float(np.linalg.norm(small.astype(np.float32))), 1e-9)


@lru_cache(maxsize=1)
def senses() -> Senses:
    """The table that is shipped; read once, in about 10 ms."""
    with np.load(FILE) as held:
        names = bytes(held["pieces"]).decode().split("\n")
        table = held["vectors"].astype(np.float32) * held["scale"].astype(np.float32)[:, None]
    return Senses(Pieces({piece: place for place, piece in enumerate(names)}), table)
