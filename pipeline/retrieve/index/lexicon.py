"""Texts to codes of terms and numbers of word pieces: what stands between white space is read once.

Enter: texts. Leave: of each its codes and pieces in order. No token crosses white space, so a stretch
without any gives the same wherever it stands. A batch of texts is cut, and its stretches are told apart,
in numpy: a stretch is known by 64 bits of a polynomial of its bytes (Karp and Rabin 1987). Only those
that neither this process nor the vocabulary on disk has had are read in Python.
"""

from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.sum_table import SumTable
from pipeline.retrieve.index.vocabulary import Counts, Flat, KnownWords, Vocabulary, bounds, spread

BARE = ".,;:!?()[]{}<>\"'`*|“”‘’"
"""Signs around a word that are no part of it: a token ends in letters, figures, `_`, `+` or `#`."""
WINDOW = 8_192  # bytes: 64 kB of numbers, which the allocator gives again without new pages
_BLANK, _FIRST_CONTROL, _CONTROLS = 32, 9, 5  # space; tab, line feeds, form feed, return
_BASE = 0x9E37_79B9_7F4A_7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)
_LENGTHS = np.uint64(0xC2B2_AE3D_27D4_EB4F)  # tells stretches of other lengths apart


@dataclass(frozen=True, slots=True)
class TextCodes:
    """What some texts say, one after the other, and how much of it each text says."""

    codes: Flat
    pieces: Flat
    coded: Counts  # codes of each text
    pieced: Counts
    tokens: Counts
    figures: Counts  # tokens with a digit


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of texts: bytes of all, from where to where, and how many each text has."""

    raw: bytes
    starts: Counts
    ends: Counts
    of_texts: Counts  # the first stretch of each text, and the number of all

    def some(self, places: Counts) -> list[str]:
        bounds = zip(self.starts[places].tolist(), self.ends[places].tolist(), strict=True)
        return [self.raw[start:end].decode(errors="surrogatepass") for start, end in bounds]


class Lexicon:
    """Stretches by number, known by their sums."""

    def __init__(self) -> None:
        self.forget()

    def __len__(self) -> int:
        return len(self._sums)

    def forget(self) -> None:
        """Begin anew: the words of endless texts would fill the memory."""
        self._numbers = SumTable()
        self._sums, self._told = array("Q"), 0
        self._codes, self._pieces = array("I"), array("H")
        self._ends = {name: array("q", (0,)) for name in ("codes", "pieces")}
        self._tokens, self._figures = array("I"), array("I")

    def read(self, texts: list[str], vocabulary: Vocabulary | None = None) -> TextCodes:
        """The codes and pieces of some texts."""
        if len(self) > terms.CACHE:
            self.forget()
        cut = _cut(texts)
        sums = _sums(cut)
        places = self._numbers.find(sums)
        new = np.flatnonzero(places < 0)
        if len(new):
            told, first = np.unique(sums[new], return_index=True)
            self._learn(told, new[first], cut, vocabulary)
            places[new] = self._numbers.find(sums[new])
        return self._reading(places, cut.of_texts)

    def fresh(self) -> KnownWords:
        """What was learnt of stretches since this was asked last."""
        told, self._told = self._told, len(self)
        return self._known(np.arange(told, len(self)))

    def known(self) -> KnownWords:
        """What is known of all."""
        return self._known(np.arange(len(self)))

    def _known(self, places: Counts) -> KnownWords:
        codes, coded = spread(_view(self._codes), _view(self._ends["codes"]), places)
        pieces, pieced = spread(_view(self._pieces), _view(self._ends["pieces"]), places)
        tokens, figures = _view(self._tokens)[places], _view(self._figures)[places]
        return KnownWords(_view(self._sums)[places], codes, coded, pieces, pieced, tokens, figures)

    def _reading(self, places: Counts, of_texts: Counts) -> TextCodes:
        known = self._known(places)

        def each(counts: Counts) -> Counts:
            return np.diff(bounds(counts)[of_texts])

        return TextCodes(known.codes, known.pieces, each(known.coded), each(known.pieced),
                       each(known.tokens), each(known.figures))  # fmt: skip

    def _learn(
        self, sums: Flat, first: Counts, cut: Stretches, vocabulary: Vocabulary | None
    ) -> None:
        """Number new stretches: what the vocabulary holds of them, then what must be read."""
        at = vocabulary.find(sums) if vocabulary else np.full(len(sums), -1)
        here, lacking = np.flatnonzero(at >= 0), np.flatnonzero(at < 0)
        if vocabulary and len(here):
            self._take(vocabulary.known(at[here]))
        if len(lacking):
            self._take(_read(cut.some(first[lacking]), sums[lacking]))

    def _take(self, new: KnownWords) -> None:
        self._numbers.add(new.sums)
        for held, values in (
            (self._sums, new.sums), (self._codes, new.codes), (self._pieces, new.pieces),
            (self._tokens, new.tokens), (self._figures, new.figures),
            (self._ends["codes"], self._ends["codes"][-1] + np.cumsum(new.coded)),
            (self._ends["pieces"], self._ends["pieces"][-1] + np.cumsum(new.pieced)),
        ):  # fmt: skip
            held.frombytes(values.astype(held.typecode, copy=False).tobytes())


def _view(values: array[Any]) -> npt.NDArray[Any]:
    return np.frombuffer(values, dtype=values.typecode)


def _cut(texts: list[str]) -> Stretches:
    encoded = [text.encode(errors="surrogatepass") for text in texts]
    raw = b"\n".join(encoded)
    signs = np.frombuffer(raw, dtype=np.uint8)
    space = np.ones(len(signs) + 2, dtype=bool)
    np.less(signs - np.uint8(_FIRST_CONTROL), _CONTROLS, out=space[1:-1])  # 8 bits, so none below 0
    space[1:-1] |= signs == _BLANK
    edges = np.flatnonzero(space[1:] != space[:-1])
    starts, ends = edges[::2], edges[1::2]
    begins = np.cumsum([0, *(len(one) + 1 for one in encoded)])
    return Stretches(raw, starts, ends, np.searchsorted(starts, begins))


def _sums(cut: Stretches) -> npt.NDArray[np.uint64]:
    """Of each stretch 64 bits of its bytes: those of `a` come from the sums up to its ends, divided
    by the power at its start. A window at a time, whose numbers stay in the cache."""
    raw = np.frombuffer(cut.raw, dtype=np.uint8)
    found = (cut.ends - cut.starts).astype(np.uint64) * _LENGTHS
    stops = np.searchsorted(cut.ends, np.arange(WINDOW, len(raw) + WINDOW, WINDOW), "right")
    for one, two in pairwise(dict.fromkeys([0, *stops.tolist(), len(found)])):
        begin, end = int(cut.starts[one]), int(cut.ends[two - 1])
        upto = np.zeros(end - begin + 1, dtype=np.uint64)
        signs = raw[begin:end] + np.uint64(1)
        np.cumsum(signs * _powers(_BASE, len(signs)), out=upto[1:])
        starts, ends = cut.starts[one:two] - begin, cut.ends[one:two] - begin
        found[one:two] ^= (upto[ends] - upto[starts]) * _powers(_INVERSE, len(signs))[starts]
    return np.asarray(found)


_POWERS: dict[int, npt.NDArray[np.uint64]] = {}


def _powers(base: int, count: int) -> npt.NDArray[np.uint64]:
    """The first powers of a base, kept for the next batch."""
    if base not in _POWERS or len(_POWERS[base]) < count:
        steps = np.full(count, base, dtype=np.uint64)
        steps[:1] = 1
        _POWERS[base] = np.cumprod(steps)
    return _POWERS[base][:count]


def _read(stretches: list[str], sums: Flat) -> KnownWords:
    """What stretches say that nobody has read before."""
    cut = [
        [bare] if (bare := one.strip(BARE)).isalpha() else terms.tokens(one) for one in stretches
    ]
    tokens = list(chain.from_iterable(cut))
    names = terms.of_many(tokens)
    pieces = list(map(word_vectors.senses().of, tokens))
    figures = [not token.isalpha() and any(map(str.isdecimal, token)) for token in tokens]
    counts = np.array([len(one) for one in cut], dtype=np.int64)
    begins = np.concatenate(([0], np.cumsum(counts)))

    def each(values: list[int]) -> Counts:
        return np.diff(np.concatenate(([0], np.cumsum(values, dtype=np.int64)))[begins])

    codes = [zlib.crc32(term.encode()) for term in chain.from_iterable(names)]  # as `terms.code`
    return KnownWords(
        sums, np.array(codes, dtype=np.uint32), each([len(one) for one in names]),
        np.fromiter(chain.from_iterable(pieces), np.uint16), each([len(one) for one in pieces]),
        counts, each([int(one) for one in figures]),
    )  # fmt: skip
