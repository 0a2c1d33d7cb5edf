"""What is known of stretches of text, kept beside an index: a night reads only words nobody has had.

Enter: stretches known by their sums, with codes of terms and numbers of word pieces. Leave: the same of
those asked for that are held. One file a generation, written aside and put in place whole. It is a
cache: without it, or with one that is cut short or rotten, every stretch is read again, to the same
codes; where it cannot be written, the index that it stands beside is as good without it.
"""

from __future__ import annotations

import logging
import mmap
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

FILE = "words.bin"
MOST = 500_000  # stretches, in some 18 MB; a corpus of 44,000 passages has 440,000
LONGEST = 255  # codes, pieces or tokens of a stretch that is kept: longer ones are data, not words
_MAGIC = 0x35_42_41_43_4F_56_4C_44
_HEAD = 40  # bytes: the sign, how many stretches, codes and pieces, and the sum of what follows

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
    start = ends.take(places).astype(np.int64, copy=False)
    length = ends.take(places + 1).astype(np.int64, copy=False) - start
    shift = np.repeat(start - (np.cumsum(length) - length), length)
    shift += np.arange(len(shift))
    return flat.take(shift), length


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
    """What is kept in a folder, mapped; None without a whole and sound file: one that says otherwise
    than was written would put wrong codes into the index, or stop every night."""
    try:
        with (folder / FILE).open("rb") as file:
            raw = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
    except (OSError, ValueError):
        return None
    head = raw[:_HEAD].view("<u8").tolist() if len(raw) >= _HEAD else [0] * 5
    magic, count, codes, pieces, check = head
    sizes = dict.fromkeys(_COLUMNS, count) | {
        "sums": 8 * count, "codes": 4 * codes, "pieces": 2 * pieces,
        "code_ends": 4 * (count + 1), "piece_ends": 4 * (count + 1),
    }  # fmt: skip
    if magic != _MAGIC or not count or len(raw) != _HEAD + sum(sizes.values()):
        return None
    if _sum(raw[_HEAD:]) != check:
        log.warning("index.words rotten file=%s", folder / FILE)
        return None
    at, parts = _HEAD, {}
    for name, size in sizes.items():
        parts[name] = raw[at : at + size].view(_KINDS.get(name, "u1"))
        at += size
    ends = [parts.pop(name).view("<u4") for name in ("code_ends", "piece_ends")]
    return Vocabulary(KnownWords(**parts), *ends)


def _sum(body: npt.NDArray[np.uint8]) -> int:
    """The sum of bytes by eights, modulo 2**64: it tells a turned bit and a lost block, at a sixth of
    what a CRC-32 of the whole file takes, which each night would wait for."""
    whole = len(body) // 8 * 8
    last = int.from_bytes(body[whole:].tobytes(), "little")
    return (int(np.add.reduce(body[:whole].view("<u8"))) + last) % (1 << 64)


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
    try:
        _put(folder / FILE, whole.take(kept))
    except OSError as error:  # the index is committed, and complete without it
        log.warning("index.words unkept file=%s why=%r", folder / FILE, str(error))


def _put(path: Path, made: KnownWords) -> None:
    """Write a file aside, then in place; what is left of one that could not be written goes."""
    ends = {"code_ends": bounds(made.coded), "piece_ends": bounds(made.pieced)}
    body = b"".join(
        ends[name].astype("<u4").tobytes() if name in ends
        else getattr(made, name).astype(_KINDS.get(name, "u1")).tobytes()
        for name in _COLUMNS
    )  # fmt: skip
    check = _sum(np.frombuffer(body, dtype=np.uint8))
    head = np.array([_MAGIC, len(made), len(made.codes), len(made.pieces), check], "<u8")
    aside = path.with_name(f"{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.write(head.data)
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
