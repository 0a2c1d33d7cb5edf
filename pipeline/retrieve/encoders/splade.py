"""splade-tiny in numpy: which terms of its vocabulary a text is about, and how much.

Enter: a folder with model.safetensors, config.json and tokenizer.json, and texts. Leave: of each
text its weightiest terms, which need not stand in it: the value of a term is the greatest over the
pieces of log(1 + relu(logit)) of a masked language model (Formal, Piwowarski and Clinchant 2021).
Nearly all of the time goes into the logits, 30,522 a piece, so they never leave the cache.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders import bert
from pipeline.retrieve.encoders.bert import Array

MODEL = "splade"
READING = "1"  # of how texts are cut and values kept: those of another never mix
LONGEST = 512  # pieces the model has places for
MOST = 128  # terms kept of a text; a model this small gives passages 150 to 210 on average
SCALE = 64  # a value of 1; the greatest that is kept is 255 / 64, and values reach about 3
BLOCK = 512  # terms whose logits are made at a time: 1 MB, in the cache; 1,024 measured 8 % slower
TERM = np.dtype([("term", "<u2"), ("weight", "u1")])


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder and the head that speaks for its vocabulary."""

    id: str
    encoder: bert.Encoder
    dense: tuple[Array, Array]
    done: tuple[Array, Array]  # norm
    bias: Array

    def encode(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        """A row of `MOST` terms a text, weightiest first; places left over have weight 0."""
        cut = [self.encoder.cut(text, LONGEST) for text in texts]
        found = np.zeros((len(cut), MOST), dtype=TERM)

        def fill(batch: list[int]) -> None:
            found[batch] = kept(self.values([cut[one] for one in batch]))

        bert.in_batches(cut, fill)
        return found

    def values(self, cut: list[list[int]]) -> Array:
        """The value of every term of the vocabulary, a row for each of texts already cut."""
        state, mask = self.encoder.states(cut)
        state = state[mask.reshape(-1) > 0]
        state = bert.norm(bert.gelu(bert.linear(state, self.dense)), self.done)
        ends = np.cumsum([len(one) for one in cut])
        spans = [(int(end) - len(one), int(end)) for one, end in zip(cut, ends, strict=True)]
        words = self.encoder.words
        found = np.empty((len(cut), len(words)), dtype=np.float32)
        logits = np.empty((len(state), min(BLOCK, len(words))), dtype=np.float32)
        for at in range(0, len(words), BLOCK):
            some = words[at : at + BLOCK]
            if len(some) < logits.shape[1]:
                logits = np.empty((len(state), len(some)), dtype=np.float32)
            np.dot(state, some.T, out=logits)
            for row, (start, end) in enumerate(spans):
                logits[start:end].max(axis=0, out=found[row, at : at + BLOCK])
        found += self.bias  # it and what follows keep the order, so the greatest comes first
        return np.log1p(np.maximum(found, 0, out=found), out=found)


def kept(values: Array) -> npt.NDArray[Any]:
    """The greatest values of each row, weightiest first, as terms and weights of 8 bits."""
    most = min(MOST, values.shape[1])
    terms = np.argpartition(-values, most - 1, axis=1)[:, :most]
    held = np.take_along_axis(values, terms, axis=1)
    order = np.lexsort((terms, -held), axis=1)
    found = np.zeros((len(values), MOST), dtype=TERM)
    found["term"][:, :most] = np.take_along_axis(terms, order, axis=1)
    weights = np.minimum(np.round(np.take_along_axis(held, order, axis=1) * SCALE), 255)
    found["weight"][:, :most] = weights
    return found


def load(folder: Path) -> Model:
    """Read the weights and pieces. Raises OSError, ValueError or KeyError when they are not there;
    the id names the weights, for a desk may name a folder with others."""
    shape = json.loads((folder / "config.json").read_text("utf-8"))
    pieces = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    raw = (folder / "model.safetensors").read_bytes()
    held = bert.safetensors(raw)
    layers, heads = shape["num_hidden_layers"], shape["num_attention_heads"]
    return Model(
        f"{MODEL}/{READING}/{zlib.crc32(raw):08x}",
        bert.load(held, pieces, layers=layers, heads=heads),
        bert.turned(held, "cls.predictions.transform.dense"),
        bert.pair(held, "cls.predictions.transform.LayerNorm"),
        held["cls.predictions.bias"],
    )
