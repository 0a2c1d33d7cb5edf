"""Passages to columns: what the index keeps of each, made in batches, by several processes.

Enter: ids of passages in a library. Leave: `Columns` in the same order: rows of the forward file,
term codes and sense vectors. A distinct token is analysed once a process; the rest is numpy over
whole batches. Processes read the library themselves, so that only columns travel.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.library import Library
from pipeline.records import Passage
from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import ROW, Codes, Rows

log = logging.getLogger(__name__)

BATCH = 512  # passages at a time: their terms are counted in one sort
POOL_FROM = 15_000  # passages; starting processes costs a second, a passage 0.2 ms
MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage that can be no row of the index, and why."""

    passage: str
    document: str
    why: str


@dataclass(frozen=True, slots=True)
class Columns:
    """What is kept of some passages; `rows["start"]` counts from their own first code."""

    rows: npt.NDArray[np.void]
    codes: Codes
    senses: npt.NDArray[np.int8]
    left_out: tuple[LeftOut, ...] = ()


def batches(library: Library, ids: Sequence[str]) -> Iterator[Columns]:
    """Columns of the passages, in order; those that are gone by now are left out."""
    cut = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)] or [()]
    processors = min(os.cpu_count() or 1, MOST_PROCESSES)
    done = 0
    if len(ids) >= POOL_FROM and processors > 1 and library.path is not None:
        try:
            for columns in _pooled(library.path, cut, processors):
                yield columns
                done += 1
        except (BrokenProcessPool, OSError) as error:
            log.warning("index.alone why=%r", str(error) or "a process ended")
    for some in cut[done:]:
        yield columns_of(library, some)


def _pooled(path: Path, cut: list[Sequence[str]], processors: int) -> Iterator[Columns]:
    context = multiprocessing.get_context("spawn")  # children of this process: their time is its
    with ProcessPoolExecutor(processors, context, _begin, (path,)) as pool:
        waiting = [pool.submit(_in_process, some) for some in cut]
        while waiting:
            yield waiting.pop(0).result()


_held: list[Library] = []  # of this process, opened once by `_begin`


def _begin(path: Path) -> None:
    _held.append(Library.open(path))


def _in_process(ids: Sequence[str]) -> Columns:
    return columns_of(_held[0], ids)


class _Lexicon(dict[str, int]):
    """Tokens by number, with the codes of their terms and their word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.codes = array("I")
        self.pieces = array("H")
        self.figures = array("B")  # 1 for a token with a digit
        self.ends = array("Q", (0,))
        self.cuts = array("Q", (0,))

    def forget(self) -> None:
        """Begin anew: the tokens of endless texts would fill the memory."""
        self.clear()
        for held in (self.codes, self.pieces, self.figures, self.ends, self.cuts):
            del held[:]
        self.ends.append(0)
        self.cuts.append(0)

    def learn(self, tokens: Iterable[str]) -> None:
        """Analyse those tokens that are not known yet, all at once."""
        new = [token for token in dict.fromkeys(tokens) if token not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        codes, ends, begin = [], [], len(self.codes)
        for names in terms.of_many(new):
            codes += [zlib.crc32(term.encode()) for term in names]  # as `terms.code`
            ends.append(begin + len(codes))
        pieces = list(map(word_vectors.senses().of, new))
        self.codes.extend(codes)
        self.ends.extend(ends)
        cuts = accumulate((len(one) // 2 for one in pieces), initial=len(self.pieces))
        self.cuts.extend(islice(cuts, 1, None))
        self.pieces.frombytes(b"".join(pieces))
        self.figures.extend(not token.isalpha() and any(map(str.isdecimal, token)) for token in new)


_LEXICON = _Lexicon()


def columns_of(library: Library, ids: Sequence[str]) -> Columns:
    """Columns of some passages."""
    if len(_LEXICON) > terms.CACHE:
        _LEXICON.forget()
    kept: list[tuple[Passage, str | None]] = []
    read: list[str] = []
    heads, sizes = [], []
    out: list[LeftOut] = []
    for title, day, passage in _read(library, ids, out):
        lead = terms.tokens(" ".join(dict.fromkeys((title, *passage.headings))))
        text = terms.tokens(passage.text)
        read += lead
        read += text
        heads.append(len(lead))
        sizes.append(len(lead) + len(text))
        kept.append((passage, day))
    _LEXICON.learn(read)
    tokens = array("i", map(_LEXICON.__getitem__, read))
    places = np.frombuffer(tokens, dtype=np.int32)
    made = _columns(kept, places, np.array(heads), np.array(sizes))
    return replace(made, left_out=tuple(out))


def _read(
    library: Library, ids: Sequence[str], out: list[LeftOut]
) -> Iterator[tuple[str, str | None, Passage]]:
    """The passages, each with its document's title and day, read once per document; those that can
    be no row go to `out`."""
    name, head = "", None
    for one in ids:
        passage = library.passage(one)
        if passage is None:
            continue
        if name != passage.document:
            name, head = passage.document, library.head(passage.document)
        if head is None:
            continue
        why = _unfit(passage, head[1])
        if why:
            log.warning("index.refused passage=%r document=%r why=%r", one, name, why)
            out.append(LeftOut(one, name, why))
        else:
            yield *head, passage


def refused(library: Library) -> int:
    """Passages of a library that can be no row of an index."""
    days = {one.id: (library.head(one.id) or ("", None))[1] for one in library.heads()}
    return sum(bool(_unfit(one, days.get(one.document))) for one in library.passages())


def _unfit(passage: Passage, day: str | None) -> str:
    """Why a passage cannot be a row of the index; it is left out, and the others are not."""
    try:
        ordinal(day)
    except ValueError:
        return f"its document's day is {day!r}"
    if not isinstance(passage.text, str):
        return "it has no text"
    if not 0 <= passage.position < 1 << 32:
        return f"its position is {passage.position}"
    size = len(passage.id.encode())
    if not 0 < size <= ROW["id"].itemsize:
        return f"its id has {size} bytes, not 1 to {ROW['id'].itemsize}"
    return ""


def _columns(kept: list[tuple[Passage, str | None]], tokens: npt.NDArray[np.int32],
             heads: Rows, sizes: Rows) -> Columns:  # fmt: skip
    table = np.zeros(len(kept), dtype=ROW)
    if not len(kept):
        return Columns(table, np.empty(0, np.uint32), np.empty((0, word_vectors.WIDTH), np.int8))
    codes, length = _spread(_LEXICON.codes, _LEXICON.ends, tokens)
    pieces, cuts = _spread(_LEXICON.pieces, _LEXICON.cuts, tokens)
    ends, last = np.cumsum(length), np.cumsum(sizes)
    upto = np.concatenate(([0], ends))
    begin = last - sizes
    table["start"] = upto[begin]
    table["length"] = upto[last] - upto[begin]
    table["lead"] = upto[begin + heads] - upto[begin]
    table["norm"] = _norms(codes, table["length"].astype(np.int64))
    figures = np.frombuffer(_LEXICON.figures, dtype=np.uint8)[tokens]
    counted = np.concatenate(([0], np.cumsum(figures)))
    table["figures"] = (counted[last] - counted[begin + heads]) / np.maximum(sizes - heads, 1)
    table["day"] = [ordinal(day) for _, day in kept]
    table["source"] = [crc(passage.source) for passage, _ in kept]
    table["document"] = [wide(passage.document) for passage, _ in kept]
    table["id"] = [passage.id.encode() for passage, _ in kept]
    table["position"] = [passage.position for passage, _ in kept]
    stops = np.concatenate(([0], np.cumsum(cuts)))
    meaning = word_vectors.senses()
    vectors = np.stack([
        meaning.vector(pieces[stops[one] : stops[two]].tobytes())
        for one, two in zip(begin.tolist(), last.tolist(), strict=True)
    ])  # fmt: skip
    small, table["sense"] = _packed(vectors)
    return Columns(table, codes, small)


def _spread(
    flat: array[int], ends: array[int], tokens: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.unsignedinteger], Rows]:
    """What the lexicon holds of the tokens, one after the other, and how much of each."""
    values = np.frombuffer(flat, dtype=f"u{flat.itemsize}") if flat else np.empty(0, np.uint32)
    bounds = np.frombuffer(ends, dtype=np.uint64).astype(np.int64)
    start, length = bounds[tokens], bounds[tokens + 1] - bounds[tokens]
    place = np.repeat(start - (np.cumsum(length) - length), length)
    return values[place + np.arange(len(place))], length


def _norms(codes: Codes, length: Rows) -> npt.NDArray[np.float64]:
    """Of each row, the length of its vector of 1 + log(count)."""
    owner = np.repeat(np.arange(len(length), dtype=np.uint64), length)
    keys = np.sort(owner << np.uint64(32) | codes)
    first = np.flatnonzero(np.diff(keys, prepend=~keys[:1])) if len(keys) else keys.astype(int)
    counts = np.diff(first, append=len(keys))
    squares = np.square(1 + np.log(counts))
    mass = np.bincount((keys[first] >> np.uint64(32)).astype(int), squares, len(length))
    return np.asarray(np.where(mass > 0, np.sqrt(mass), 1.0))


def _packed(vectors: word_vectors.Vector) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Vectors as int8, and the lengths of what is stored."""
    scale = 127 / np.maximum(np.abs(vectors).max(axis=1), 1e-9)
    small = np.round(vectors * scale[:, None].astype(np.float32)).astype(np.int8)
    return small, np.maximum(np.linalg.norm(small.astype(np.float32), axis=1), 1e-9)


def crc(name: str) -> int:
    return zlib.crc32(name.encode())


def wide(name: str) -> int:
    """64 bits of a document id, to tell documents apart inside a pool."""
    return zlib.crc32(name.encode()) << 32 | zlib.crc32(name[::-1].encode())


def ordinal(day: str | None) -> int:
    """Days since year 1, 0 for undated."""
    return date.fromisoformat(day).toordinal() if day else 0
