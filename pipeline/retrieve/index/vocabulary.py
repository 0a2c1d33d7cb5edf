"""What is known of stretches of text, kept beside an index: a night reads only words nobody has had.

Enter: stretches known by their sums, with codes of terms and numbers of word pieces. Leave: the same of
those asked for that are held. One file a generation, written aside and put in place whole. It is a
cache: without it, or with one that is cut short, every stretch is read again, to the same codes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = "words.bin"
MOST = 500_000  # stretches, in some 18 MB; a corpus of 44,000 passages has 440,000
LONGEST = 255  # codes, pieces or tokens of a stretch that is kept: longer ones are data, not words
_MAGIC = 0x33_42_41_43_4F_56_4C_44

Counts = npt.NDArray[np.int64]
Flat = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Stretches and what is known of them: how many codes, pieces, tokens and figures each has."""

    sums: Flat
    codes: Flat  # of terms, of one stretch after the other
    coded: Flat
    pieces: Flat
    pieced: Flat
    tokens: Flat
    figures: Flat  # tokens with a digit

    def __len__(self) -> int:
        return len(self.sums)

    def take(self, places: Counts) -> KnownWords:
        """Some of them, in the order asked for."""
        codes, coded = spread(self.codes, bounds(self.coded), places)
        pieces, pieced = spread(self.pieces, bounds(self.pieced), places)
        rest = (self.tokens[places], self.figures[places])
        return KnownWords(self.sums[places], codes, coded, pieces, pieced, *rest)


def spread(flat: Flat, ends: Flat, places: Counts) -> tuple[Flat, Counts]:
    """The shares of some places, one after the other, and how long each is. `ends` begins with 0."""
    start = ends[places].astype(np.int64)
    length = ends[places + 1].astype(np.int64) - start
    shift = np.repeat(start - (np.cumsum(length) - length), length)
    return flat[shift + np.arange(len(shift))], length


def bounds(lengths: Flat) -> Counts:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Stretches in the order of their sums, mapped."""

    held: KnownWords
    code_ends: Flat
    piece_ends: Flat

    def find(self, sums: Flat) -> Counts:
        """Where each is held; -1 for one that is not."""
        at = np.minimum(np.searchsorted(self.held.sums, sums), len(self.held) - 1)
        return np.where(self.held.sums[at] == sums, at, -1)

    def known(self, places: Counts) -> KnownWords:
        codes, coded = spread(self.held.codes, self.code_ends, places)
        pieces, pieced = spread(self.held.pieces, self.piece_ends, places)
        rest = (self.held.tokens[places], self.held.figures[places])
        return KnownWords(self.held.sums[places], codes, coded, pieces, pieced, *rest)


_KINDS = {"sums": "<u8", "codes": "<u4", "pieces": "<u2"}  # counts are bytes
_COLUMNS = (
    "sums",
    "code_ends",
    "piece_ends",
    "codes",
    "pieces",
    "coded",
    "pieced",
    "tokens",
    "figures",
)
"""As they lie in the file: the widest first, so that each begins at a multiple of its width."""


def read(folder: Path) -> Vocabulary | None:
    """What is kept in a folder, mapped; None without a whole file."""
    try:
        raw = np.asarray(np.memmap(folder / FILE, dtype=np.uint8, mode="r"))
    except (OSError, ValueError):
        return None
    magic, count, codes, pieces = raw[:32].view("<u8").tolist() if len(raw) >= 32 else [0] * 4
    sizes = dict.fromkeys(_COLUMNS, count) | {
        "sums": 8 * count, "codes": 4 * codes, "pieces": 2 * pieces,
        "code_ends": 4 * (count + 1), "piece_ends": 4 * (count + 1),
    }  # fmt: skip
    if magic != _MAGIC or not count or len(raw) != 32 + sum(sizes.values()):
        return None
    at, parts = 32, {}
    for name, size in sizes.items():
        parts[name] = raw[at : at + size].view(_KINDS.get(name, "u1"))
        at += size
    ends = [parts.pop(name).view("<u4") for name in ("code_ends", "piece_ends")]
    return Vocabulary(KnownWords(**parts), *ends)


def write(folder: Path, given: Iterable[KnownWords]) -> None:
    """Keep what is known of stretches; what was held before stays."""
    before = read(folder)
    parts = [*([before.held] if before else []), *given]
    names = [field.name for field in fields(KnownWords)]
    whole = KnownWords(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    longest = np.maximum.reduce([whole.coded, whole.pieced, whole.tokens])
    _, first = np.unique(whole.sums, return_index=True)
    kept = first[longest[first] <= LONGEST]
    if len(kept) > MOST:  # those that came first
        kept = np.sort(kept)[:MOST]
        kept = kept[np.argsort(whole.sums[kept])]
    if not len(kept) or (before and len(kept) == len(before.held)):
        return
    made = whole.take(kept)
    ends = {"code_ends": bounds(made.coded), "piece_ends": bounds(made.pieced)}
    aside = folder / f"{FILE}.new"
    with aside.open("wb") as file:
        file.write(np.array([_MAGIC, len(made), len(made.codes), len(made.pieces)], "<u8").data)
        for name in _COLUMNS:
            kind = "<u4" if name in ends else _KINDS.get(name, "u1")
            part = ends[name] if name in ends else getattr(made, name)
            file.write(np.ascontiguousarray(part, dtype=kind).data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / FILE)
