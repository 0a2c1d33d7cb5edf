"""A cross-encoder in numpy: it reads a question together with a text and says how well they fit.

Enter: a BERT-family folder with a classifier of one number (`BertForSequenceClassification`), a
question and texts. Leave: one score each; higher is better (Nogueira and Cho 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import ConfigError
from pipeline.retrieve.encoders import bert, sentence_model, settings
from pipeline.retrieve.encoders.bert import Array
from pipeline.retrieve.encoders.settings import Settings

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CrossEncoder:
    """An encoder, its pooler where it has one, and the row that makes one number of it."""

    encoder: bert.BertEncoder
    settings: Settings
    pooler: tuple[Array, Array] | None
    classifier: tuple[Array, Array]

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each text answers the question, in their order."""
        pairs = [self.pair(question, text) for text in texts]
        found = np.zeros(len(texts), dtype=np.float64)

        def fill(batch: list[int]) -> None:
            found[batch] = self._forward([pairs[one] for one in batch])

        bert.in_batches([cut for cut, _ in pairs], fill)
        return found

    def pair(self, question: str, text: str) -> tuple[list[int], int]:
        """Piece numbers of both with their marks, and where the text begins. What is too long
        loses from the longer of the two."""
        pieces, longest = self.encoder.pieces, self.settings.longest
        opens, closes = (pieces.numbers[one] for one in (pieces.marks.opens, pieces.marks.closes))
        first, second = pieces.cut(question, longest), pieces.cut(text, longest)
        while len(first) + len(second) > longest - 3:
            (first if len(first) > len(second) else second).pop()
        head = [opens, *first, closes]
        return [*head, *second, closes], len(head)

    def _forward(self, pairs: list[tuple[list[int], int]]) -> Scores:
        state, mask = self.encoder.states(*map(list, zip(*pairs, strict=True)))
        pooled = state.reshape(*mask.shape, self.settings.width)[:, 0]
        if self.pooler is not None:
            pooled = np.tanh(bert.linear(pooled, self.pooler))
        return np.asarray(bert.linear(pooled, self.classifier)[:, 0], dtype=np.float64)


def load(folder: Path) -> CrossEncoder:
    """Read a folder. Raises ConfigError, naming file and key, for what cannot be read."""
    said = settings.read(folder)
    encoder, held = sentence_model.encoder(folder, said)
    if "classifier.weight" not in held or len(held["classifier.weight"]) != 1:
        raise ConfigError(
            "has no classifier of one number: this is not a cross-encoder for ranking",
            where=str(folder / settings.WEIGHTS),
            hint="a sentence model belongs into dense_model; rerank_model wants a cross-encoder",
        )
    pooler = bert.turned(held, "pooler.dense") if "pooler.dense.weight" in held else None
    return CrossEncoder(encoder, said, pooler, bert.turned(held, "classifier"))
