"""The BERT encoder in numpy: what a sentence model is made of.

Enter: a file of weights, word pieces and texts. Leave: texts cut into pieces, and a state a piece
after every layer (Devlin et al. 2019). Batches of like length run on two threads with BLAS held to
one thread each: BLAS's own threads wait for each other, which on busy cores cost four fifths of
the speed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.wordpiece import Pieces

Array = npt.NDArray[np.float32]

BATCH_PIECES = 512  # a batch: 512 stay in the cache; 2,048 measured 20 % and 4,096 55 % slower
THREADS = 2  # batches at a time; a nightly runner has two cores
STRIP = 64  # rows of the widest layer taken through its activation at a time: they stay in cache
STEEPEST = np.float32(60)  # above any attention score the model gives; exp of it is still finite
KINDS = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}  # of numbers; others are refused


@dataclass(frozen=True, slots=True)
class Form:
    """What the weights alone do not say: attention heads, the norms' epsilon, the activation."""

    heads: int
    eps: float = 1e-12
    activation: str = "gelu"


@dataclass(frozen=True, slots=True)
class Layer:
    """One encoder layer, its matrices turned for `rows @ matrix`."""

    ask: tuple[Array, Array]  # query, key and value side by side; the query already scaled
    mix: tuple[Array, Array]
    mixed: tuple[Array, Array]  # norm
    widen: tuple[Array, Array]
    narrow: tuple[Array, Array]
    done: tuple[Array, Array]  # norm


@dataclass(frozen=True, slots=True)
class BertEncoder:
    """The weights, and the pieces a word may be cut into."""

    words: Array
    places: Array  # with the kind of a text's first part in them
    second: Array | None  # what makes a piece one of the second part, None where there is none
    first: tuple[Array, Array]  # norm
    layers: tuple[Layer, ...]
    form: Form
    pieces: Pieces

    @property
    def width(self) -> int:
        return int(self.words.shape[1])

    def cut(self, text: str, longest: int) -> list[int]:
        """Piece numbers of a text, at most `longest`, with the opening and closing marks."""
        numbers, marks = self.pieces.numbers, self.pieces.marks
        inner = self.pieces.cut(text, longest - 2)
        return [numbers[marks.opens], *inner, numbers[marks.closes]]

    def states(
        self, cut: Sequence[Sequence[int]], parted: Sequence[int] = ()
    ) -> tuple[Array, Array]:
        """States of texts already cut, padded to the longest: a row a piece; and the mask, which
        is 0 where a text is padded. `parted`: where the second part of each text begins."""
        longest = max(map(len, cut))
        numbers = np.zeros((len(cut), longest), dtype=np.int64)
        mask = np.zeros((len(cut), longest), dtype=np.float32)
        for row, one in enumerate(cut):
            numbers[row, : len(one)] = one
            mask[row, : len(one)] = 1
        state = self.words[numbers]
        state += self.places[:longest]
        if self.second is not None:
            for row, start in enumerate(parted):
                state[row, start : len(cut[row])] += self.second
        state = norm(state.reshape(-1, self.width), self.first, self.form.eps)
        hidden = None if mask.all() else ((1 - mask) * np.float32(-1e9))[:, None, None, :]
        for layer in self.layers:
            state = _through(layer, state, hidden, (*mask.shape, self.form))
        return state, mask


def in_batches(cut: list[list[int]], fill: Callable[[list[int]], None]) -> None:
    """Call `fill` with the places of texts of like length, a batch at a time, on all threads."""
    batches = _batches(cut)
    with _blas().limit(limits=1, user_api="blas"):
        if len(batches) < 2:
            for batch in batches:
                fill(batch)
        else:
            with ThreadPoolExecutor(THREADS) as threads:
                list(threads.map(fill, batches))


def _batches(cut: list[list[int]]) -> list[list[int]]:
    """Places of texts, like lengths together, so that little is padded."""
    order = sorted(range(len(cut)), key=lambda place: (len(cut[place]), place))
    found: list[list[int]] = []
    for place in order:
        if not found or (len(found[-1]) + 1) * len(cut[place]) > BATCH_PIECES:
            found.append([])
        found[-1].append(place)
    return found


@lru_cache(maxsize=1)
def _blas() -> Any:
    """The control of BLAS's threads, loaded with the first text: few newsrooms use a model."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _through(
    layer: Layer, state: Array, hidden: Array | None, shape: tuple[int, int, Form]
) -> Array:
    """One layer; `state` holds a row a piece. Works in place where it can: copies cost most."""
    texts, longest, form = shape
    heads = form.heads
    width = state.shape[1]
    asked = linear(state, layer.ask).reshape(texts, longest, 3, heads, width // heads)
    query, key, value = asked.transpose(2, 0, 3, 1, 4)
    scores: Array = query @ key.transpose(0, 1, 3, 2)
    if hidden is not None:
        scores += hidden
    np.exp(np.minimum(scores, STEEPEST, out=scores), out=scores)
    mixed: Array = scores @ value
    mixed /= scores.sum(axis=-1, keepdims=True)
    after = linear(mixed.transpose(0, 2, 1, 3).reshape(-1, width), layer.mix)
    after += state
    after = norm(after, layer.mixed, form.eps)
    out = linear(activate(linear(after, layer.widen), form.activation), layer.narrow)
    out += after
    return norm(out, layer.done, form.eps)


def linear(state: Array, by: tuple[Array, Array]) -> Array:
    found: Array = state @ by[0]
    found += by[1]
    return found


def norm(state: Array, by: tuple[Array, Array], eps: float) -> Array:
    """Layer norm, in place."""
    state -= state.mean(axis=-1, keepdims=True)
    spread = np.einsum("ij,ij->i", state, state)
    state /= np.sqrt(spread / np.float32(state.shape[1]) + np.float32(eps))[:, None]
    state *= by[0]
    state += by[1]
    return state


def load(held: dict[str, Array], pieces: Pieces, layers: int, form: Form) -> BertEncoder:
    """The encoder of a file of weights. Raises KeyError when one is missing, ValueError when the
    file has more layers than it should, or more pieces than rows."""
    kinds = held["embeddings.token_type_embeddings.weight"]
    words = held["embeddings.word_embeddings.weight"]
    if f"encoder.layer.{layers}.output.dense.weight" in held:
        raise ValueError(f"it has more than the {layers} layers that its configuration names")
    if max(pieces.numbers.values()) >= len(words):
        raise ValueError(f"{len(pieces.numbers)} pieces, but weights of {len(words)} only")
    return BertEncoder(
        words,
        held["embeddings.position_embeddings.weight"] + kinds[0],
        kinds[1] - kinds[0] if len(kinds) > 1 else None,
        pair(held, "embeddings.LayerNorm"),
        tuple(_layer(held, f"encoder.layer.{number}.", form.heads) for number in range(layers)),
        form,
        pieces,
    )


def _layer(held: dict[str, Array], at: str, heads: int) -> Layer:
    parts = [turned(held, f"{at}attention.self.{name}") for name in ("query", "key", "value")]
    scale = np.float32((len(parts[0][1]) // heads) ** -0.5)
    parts[0] = (parts[0][0] * scale, parts[0][1] * scale)
    return Layer(
        (
            np.concatenate([one[0] for one in parts], axis=1),
            np.concatenate([one[1] for one in parts]),
        ),
        turned(held, f"{at}attention.output.dense"),
        pair(held, f"{at}attention.output.LayerNorm"),
        turned(held, f"{at}intermediate.dense"),
        turned(held, f"{at}output.dense"),
        pair(held, f"{at}output.LayerNorm"),
    )


def pair(held: dict[str, Array], name: str) -> tuple[Array, Array]:
    return held[f"{name}.weight"], held[f"{name}.bias"]


def turned(held: dict[str, Array], name: str) -> tuple[Array, Array]:
    weight, bias = pair(held, name)
    return np.ascontiguousarray(weight.T), bias


def safetensors(raw: bytes) -> dict[str, Array]:
    """The tensors of a file by name in 32 bits, older names as they are called now.

    Raises ValueError for a file that is cut, or that holds numbers of a kind not read."""
    size = int.from_bytes(raw[:8], "little")
    if not 2 <= size <= len(raw) - 8:
        raise ValueError("not a safetensors file, or one that is cut")
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or name.endswith("position_ids"):
            continue
        if entry["dtype"] not in KINDS:
            raise ValueError(
                f"{name} holds numbers of kind {entry['dtype']}; {', '.join(KINDS)} are read"
            )
        found[_named(name)] = _tensor(raw, entry, 8 + size)
    return found


def _tensor(raw: bytes, entry: dict[str, Any], at: int) -> Array:
    start, end = entry["data_offsets"]
    kind = np.dtype(KINDS[entry["dtype"]])
    if end - start != math.prod(entry["shape"]) * kind.itemsize or at + end > len(raw):
        raise ValueError("the file of weights is cut, or its shapes are not those of its bytes")
    flat = np.frombuffer(raw, kind, (end - start) // kind.itemsize, at + start)
    if entry["dtype"] == "BF16":  # the upper half of 32 bits
        flat = (flat.astype("<u4") << 16).view("<f4")
    return np.asarray(flat, dtype=np.float32).reshape(entry["shape"])


def _named(name: str) -> str:
    for old, new in (("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")):
        name = name.replace(old, new)
    return name.removeprefix("bert.")


def activate(wide: Array, kind: str) -> Array:
    """The activation between a layer's two wide steps, in place."""
    return np.maximum(wide, 0, out=wide) if kind == "relu" else gelu(wide)


def gelu(wide: Array) -> Array:
    """Gaussian error linear unit by its tanh form, in place; within 0.001 of the exact one."""
    root = np.float32(0.7978845608)
    for at in range(0, len(wide), STRIP):
        strip = wide[at : at + STRIP]
        inner = strip * strip
        inner *= np.float32(0.044715) * root
        inner += root
        inner *= strip
        np.tanh(inner, out=inner)
        inner += 1
        inner *= np.float32(0.5)
        strip *= inner
    return wide
