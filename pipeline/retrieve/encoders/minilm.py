"""all-MiniLM-L6-v2 in numpy: a sentence model for a two-core runner, without a GPU stack.

Enter: a folder with model.safetensors and vocab.txt, and texts. Leave: unit vectors of 384
numbers (Reimers and Gurevych 2019; Wang et al. 2020): word pieces, six encoder layers (`bert`) and
mean pooling are all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.retrieve.encoders import bert
from pipeline.retrieve.encoders.bert import Array

MODEL = "all-MiniLM-L6-v2"
READING = "2"  # of how texts are cut: vectors of another never mix
WIDTH = 384
HEADS = 12
LAYERS = 6
LONGEST = 256  # pieces the model was trained on


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder, and its states pooled."""

    encoder: bert.BertEncoder

    def encode(self, texts: Sequence[str]) -> Array:
        """Unit vectors of texts, in their order."""
        cut = [self.cut(text) for text in texts]
        found = np.zeros((len(cut), WIDTH), dtype=np.float32)

        def fill(batch: list[int]) -> None:
            found[batch] = self.forward([cut[one] for one in batch])

        bert.in_batches(cut, fill)
        return found

    def cut(self, text: str) -> list[int]:
        """Piece numbers of a text, with the opening and closing marks."""
        return self.encoder.cut(text, LONGEST)

    def forward(self, cut: list[list[int]]) -> Array:
        """Unit vectors of texts already cut."""
        state, mask = self.encoder.states(cut)
        pooled = np.einsum("nlw,nl->nw", state.reshape(*mask.shape, WIDTH), mask)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)


def load(folder: Path) -> Model:
    """Read the weights and pieces. Raises OSError or ValueError when they are not there."""
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    held = bert.safetensors((folder / "model.safetensors").read_bytes())
    numbers = {piece: place for place, piece in enumerate(vocabulary)}
    return Model(bert.load(held, numbers, layers=LAYERS, heads=HEADS))
