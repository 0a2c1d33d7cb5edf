"""all-MiniLM-L6-v2 in numpy: a sentence model for a two-core runner, without a GPU stack.

Enter: a folder with model.safetensors and vocab.txt, and texts. Leave: unit vectors of 384
numbers (Reimers and Gurevych 2019; Wang et al. 2020). Word pieces, six encoder layers and mean
pooling are all there is; `bench/retrieval_dense.py` checks it against published vectors.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.pieces import Pieces

Array = npt.NDArray[np.float32]

MODEL = "all-MiniLM-L6-v2"
WIDTH = 384
HEADS = 12
LAYERS = 6
LONGEST = 256  # pieces the model was trained on
BATCH_PIECES = 4_096  # pieces a batch: larger ones leave the processor's cache
_WORDS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, and the pieces a word may be cut into."""

    weights: dict[str, Array]
    pieces: Pieces

    def encode(self, texts: Sequence[str]) -> Array:
        """Unit vectors of texts, in their order."""
        cut = [self.cut(text) for text in texts]
        order = sorted(range(len(cut)), key=lambda place: (len(cut[place]), place))
        found = np.zeros((len(cut), WIDTH), dtype=np.float32)
        batch: list[int] = []
        for place in order:
            if batch and (len(batch) + 1) * len(cut[place]) > BATCH_PIECES:
                found[batch] = self.forward([cut[one] for one in batch])
                batch = []
            batch.append(place)
        if batch:
            found[batch] = self.forward([cut[one] for one in batch])
        return found

    def cut(self, text: str) -> list[int]:
        """Piece numbers of a text, with the opening and closing marks."""
        found = [self.pieces.numbers["[CLS]"]]
        for word in _WORDS.findall(_plain(text)):
            found += self.pieces.word(word)
            if len(found) >= LONGEST:
                break
        return [*found[: LONGEST - 1], self.pieces.numbers["[SEP]"]]

    def forward(self, cut: list[list[int]]) -> Array:
        """Unit vectors of texts already cut, padded to the longest."""
        longest = max(map(len, cut))
        numbers = np.zeros((len(cut), longest), dtype=np.int64)
        mask = np.zeros((len(cut), longest), dtype=np.float32)
        for row, one in enumerate(cut):
            numbers[row, : len(one)] = one
            mask[row, : len(one)] = 1
        w = self.weights
        state = w["embeddings.word_embeddings.weight"][numbers]
        state = state + w["embeddings.position_embeddings.weight"][:longest]
        state = self._norm(state + w["embeddings.token_type_embeddings.weight"][0], "embeddings.")
        for layer in range(LAYERS):
            state = self._layer(state, (1 - mask) * -1e9, f"encoder.layer.{layer}.")
        pooled = (state * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)

    def _layer(self, state: Array, hidden: Array, at: str) -> Array:
        rows, length, _ = state.shape
        shape = (rows, length, HEADS, WIDTH // HEADS)
        query, key, value = [
            self._linear(state, f"{at}attention.self.{name}").reshape(shape).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        ]
        scores: Array = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH // HEADS))
        scores += hidden[:, None, None, :]
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores = scores / scores.sum(axis=-1, keepdims=True)
        mixed: Array = (scores @ value).transpose(0, 2, 1, 3).reshape(state.shape)
        after = self._norm(
            state + self._linear(mixed, f"{at}attention.output.dense"), f"{at}attention.output."
        )
        inner = _gelu(self._linear(after, f"{at}intermediate.dense"))
        return self._norm(after + self._linear(inner, f"{at}output.dense"), f"{at}output.")

    def _linear(self, state: Array, name: str) -> Array:
        weight = self.weights[f"{name}.weight"]
        flat = state.reshape(-1, state.shape[-1]) @ weight.T
        flat += self.weights[f"{name}.bias"]
        return flat.reshape(*state.shape[:-1], weight.shape[0])

    def _norm(self, state: Array, at: str) -> Array:
        state = state - state.mean(axis=-1, keepdims=True)
        state /= np.sqrt(np.square(state).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(
            state * self.weights[f"{at}LayerNorm.weight"] + self.weights[f"{at}LayerNorm.bias"]
        )


def load(folder: Path) -> Model:
    """Read the weights and pieces. Raises OSError or ValueError when they are not there."""
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    weights = _safetensors(folder / "model.safetensors")
    return Model(weights, Pieces({piece: place for place, piece in enumerate(vocabulary)}))


def _safetensors(path: Path) -> dict[str, Array]:
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            flat = np.frombuffer(
                raw, dtype="<f4", count=(end - start) // 4, offset=8 + size + start
            )
            found[name] = flat.reshape(entry["shape"])
    return found


def _gelu(x: Array) -> Array:
    """Gaussian error linear unit by its tanh form; within 0.001 of the exact one."""
    inner = np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x))
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return np.asarray(inner)


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in spread if unicodedata.category(sign) != "Mn")
