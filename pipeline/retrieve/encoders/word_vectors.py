"""What words mean, nearly for free: one fixed vector per word piece, summed over a text.

Enter: tokens or texts. Leave: vectors of 128 numbers whose cosine says how alike two texts are.
The table was distilled from all-MiniLM-L6-v2 (Apache-2.0) by `bench/retrieval_words.py`: fitted
so that the sum of a text's pieces points where the model's vector of the text points, as int8. It
is no sentence model: it re-orders a pool of candidates, and docs/retrieval.md shows by how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.wordpiece import Pieces

VERSION = "3"
"""Part of the index format, which keeps a vector a passage."""
WIDTH = 128
FILE = Path(__file__).parent / "words.npz"  # the pieces and the scale of each vector
VECTORS = FILE.with_suffix(
    ".npy"
)  # apart, because it is mapped: few of its rows are ever asked for
CACHE = 400_000
PARTS, LONGEST = 6, 24  # of a token: what is longer is an address or a hash and means nothing
Vector = npt.NDArray[np.float32]
_WORD = re.compile(r"[^\W_]+")


class Senses:
    """The table. `of` gives the pieces of a token, `vector` the meaning of many pieces."""

    def __init__(self, pieces: Pieces, table: npt.NDArray[np.int8], scale: Vector) -> None:
        self._pieces = pieces
        self._table = table
        self._scale = scale
        self._used = (scale > 0).tolist()
        self._words: dict[str, tuple[int, ...]] = {}

    def of(self, token: str) -> tuple[int, ...]:
        """Piece numbers of a token; function words have none."""
        low = token.lower()
        whole = self._pieces.numbers.get(low)
        if whole is not None:
            return (whole,) if self._used[whole] else ()
        found: list[int] = []
        words = [low] if low.isascii() and low.isalnum() else _WORD.findall(low)[:PARTS]
        for word in words:
            if len(word) <= LONGEST:
                held = self._words.get(word)
                found += self._cut(word) if held is None else held
        return tuple(found)

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(self._words) >= CACHE:
            self._words.clear()
        found = tuple(piece for piece in self._pieces.word(word) if self._used[piece])
        self._words[word] = found
        return found

    def vector(self, numbers: npt.NDArray[np.unsignedinteger[Any]]) -> Vector:
        """The sum of the pieces' vectors, not normalised; zeros for no pieces."""
        rows = self._table[numbers].astype(np.float32)
        return np.asarray(self._scale[numbers] @ rows, dtype=np.float32)

    def vectors(self, numbers: npt.NDArray[np.unsignedinteger[Any]], ends: list[int]) -> Vector:
        """The same of many texts, whose pieces stand one after the other up to `ends`; in room that
        is made once."""
        starts = [0, *ends[:-1]]
        most = max((end - start for start, end in zip(starts, ends, strict=True)), default=0)
        small, wide = np.empty((most, WIDTH), np.int8), np.empty((most, WIDTH), np.float32)
        places, scale = numbers.astype(np.intp), self._scale[numbers]
        found = np.empty((len(ends), WIDTH), np.float32)
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            here = small[: end - start]
            self._table.take(
                places[start:end], axis=0, out=here, mode="clip"
            )  # as all are, and quick
            rows = wide[: end - start]
            rows[...] = here
            np.dot(scale[start:end], rows, out=found[row])
        return found

    def text(self, tokens: Iterable[str]) -> Vector:
        """The unit vector of a text given as tokens."""
        found = self.vector(np.fromiter(chain.from_iterable(map(self.of, tokens)), np.uint16))
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), dtype=np.float32)


@lru_cache(maxsize=1)
def senses() -> Senses:
    """The table that is shipped; its names are read once, in about 10 ms."""
    with np.load(FILE) as held:
        names = bytes(held["pieces"]).decode().split("\n")
        numbers = dict(zip(names, range(len(names)), strict=True))
        vectors = np.asarray(np.load(VECTORS, mmap_mode="r"))
        return Senses(Pieces(numbers), vectors, held["scale"].astype(np.float32))
