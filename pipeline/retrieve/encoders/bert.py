"""The BERT encoder in numpy: what a sentence model is made of.

Enter: a file of weights, word pieces and texts. Leave: texts cut into pieces, and a state a piece
after every layer (Devlin et al. 2019). Batches of like length run on two threads with BLAS held to
one thread each: BLAS's own threads wait for each other, which on busy cores cost four fifths of
the speed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
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
_WORDS = re.compile(r"[^\W_]+|[^\w\s]|_")  # an underscore is a mark: snake_case is two words


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
    places: Array
    first: tuple[Array, Array]  # norm
    layers: tuple[Layer, ...]
    heads: int
    pieces: Pieces

    @property
    def width(self) -> int:
        return int(self.words.shape[1])

    def cut(self, text: str, longest: int) -> list[int]:
        """Piece numbers of a text, at most `longest`, with the opening and closing marks."""
        found = [self.pieces.numbers["[CLS]"]]
        for word in _WORDS.findall(_plain(text)):
            found += self.pieces.word(word)
            if len(found) >= longest:
                break
        return [*found[: longest - 1], self.pieces.numbers["[SEP]"]]

    def states(self, cut: list[list[int]]) -> tuple[Array, Array]:
        """States of texts already cut, padded to the longest: a row a piece; and the mask, which
        is 0 where a text is padded."""
        longest = max(map(len, cut))
        numbers = np.zeros((len(cut), longest), dtype=np.int64)
        mask = np.zeros((len(cut), longest), dtype=np.float32)
        for row, one in enumerate(cut):
            numbers[row, : len(one)] = one
            mask[row, : len(one)] = 1
        state = self.words[numbers]
        state += self.places[:longest]
        state = norm(state.reshape(-1, self.width), self.first)
        hidden = None if mask.all() else ((1 - mask) * np.float32(-1e9))[:, None, None, :]
        for layer in self.layers:
            state = _through(layer, state, hidden, (*mask.shape, self.heads))
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
    layer: Layer, state: Array, hidden: Array | None, shape: tuple[int, int, int]
) -> Array:
    """One layer; `state` holds a row a piece. Works in place where it can: copies cost most."""
    texts, longest, heads = shape
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
    after = norm(after, layer.mixed)
    out = linear(gelu(linear(after, layer.widen)), layer.narrow)
    out += after
    return norm(out, layer.done)


def linear(state: Array, by: tuple[Array, Array]) -> Array:
    found: Array = state @ by[0]
    found += by[1]
    return found


def norm(state: Array, by: tuple[Array, Array]) -> Array:
    """Layer norm, in place."""
    state -= state.mean(axis=-1, keepdims=True)
    spread = np.einsum("ij,ij->i", state, state)
    state /= np.sqrt(spread / np.float32(state.shape[1]) + np.float32(1e-12))[:, None]
    state *= by[0]
    state += by[1]
    return state


def load(
    held: dict[str, Array], vocabulary: dict[str, int], *, layers: int, heads: int
) -> BertEncoder:
    """The encoder of a file of weights. Raises KeyError when one is missing."""
    return BertEncoder(
        held["embeddings.word_embeddings.weight"],
        held["embeddings.position_embeddings.weight"]
        + held["embeddings.token_type_embeddings.weight"][0],
        pair(held, "embeddings.LayerNorm"),
        tuple(_layer(held, f"encoder.layer.{number}.", heads) for number in range(layers)),
        heads,
        Pieces(vocabulary),
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
    """The tensors of a file by name, older names as they are called now."""
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            flat = np.frombuffer(
                raw, dtype="<f4", count=(end - start) // 4, offset=8 + size + start
            )
            found[_named(name)] = flat.reshape(entry["shape"])
    return found


def _named(name: str) -> str:
    for old, new in (("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")):
        name = name.replace(old, new)
    return name.removeprefix("bert.")


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


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in spread if unicodedata.category(sign) != "Mn")
