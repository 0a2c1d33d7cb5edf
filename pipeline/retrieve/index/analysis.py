"""Passages to columns: what the index keeps of each, made in batches, by several processes.

Enter: ids of passages in a library. Leave: `Columns` in the same order: rows of the forward file,
term codes and sense vectors. A distinct token is analysed once a process; the rest is numpy over
whole batches. Processes read the library themselves, so that only columns travel.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.library import Library
from pipeline.records import Passage
from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index.forward import ROW, Codes, Rows
from pipeline.retrieve.index.lexicon import Lexicon, TextCodes
from pipeline.retrieve.index.vocabulary import KnownWords, Vocabulary
from pipeline.world import end_with_parent

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
    words: KnownWords | None = None  # that the process learnt, from one that ends


def batches(library: Library, ids: Sequence[str], known: Vocabulary | None) -> Iterator[Columns]:
    """Columns of the passages, in order; those that are gone by now are left out. `known`: what was kept of tokens."""
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
        yield columns_of(library, some, known)


def words() -> KnownWords:
    """What this process knows of words."""
    with _READING:
        return _LEXICON.known()


def _pooled(path: Path, cut: list[Sequence[str]], processors: int) -> Iterator[Columns]:
    context = multiprocessing.get_context("spawn")  # children of this process: their time is its
    with ProcessPoolExecutor(processors, context, _begin, (path,)) as pool:
        waiting = [pool.submit(_in_process, some) for some in cut]
        while waiting:
            yield waiting.pop(0).result()


_held: list[Library] = []  # of this process, opened once by `_begin`


def _begin(path: Path) -> None:
    end_with_parent()
    _held.append(Library.open(path))


def _in_process(ids: Sequence[str]) -> Columns:
    made = columns_of(_held[0], ids)
    return replace(made, words=_LEXICON.fresh())


_LEXICON = Lexicon()
_READING = threading.Lock()  # one lexicon a process, whatever its threads index


def columns_of(library: Library, ids: Sequence[str], known: Vocabulary | None = None) -> Columns:
    """Columns of some passages; `known`: what was kept of words that were read before."""
    kept: list[tuple[Passage, str | None]] = []
    texts: list[str] = []  # of each passage its title and headings, then its text
    out: list[LeftOut] = []
    for title, day, passage in _read(library, ids, out):
        texts += [" ".join(dict.fromkeys((title, *passage.headings))), passage.text]
        kept.append((passage, day))
    with _READING:
        read = _LEXICON.read(texts, known)
    return replace(_columns(kept, read), left_out=tuple(out))


def _read(
    library: Library, ids: Sequence[str], out: list[LeftOut]
) -> Iterator[tuple[str, str | None, Passage]]:
    """The passages, each with its document's title and day, read once per document; those that can
    be no row go to `out`."""
    held = library.named(ids)
    heads = library.titled(list(dict.fromkeys(one.document for one in held)))
    for passage in held:
        head = heads.get(passage.document)
        if head is None:
            continue
        why = _unfit(passage, head[1])
        if why:
            one, name = passage.id, passage.document
            log.warning("index.refused passage=%r document=%r why=%r", one, name, why)
            out.append(LeftOut(one, name, why))
        else:
            yield *head, passage


def refused(library: Library) -> int:
    """Passages of a library that can be no row of an index."""
    days = {one.id: (library.head(one.id) or ("", None))[1] for one in library.heads.all()}
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


def _columns(kept: list[tuple[Passage, str | None]], read: TextCodes) -> Columns:
    table = np.zeros(len(kept), dtype=ROW)
    if not len(kept):
        return Columns(table, np.empty(0, np.uint32), np.empty((0, word_vectors.WIDTH), np.int8))
    length = read.coded[::2] + read.coded[1::2]
    table["start"] = np.cumsum(length) - length
    table["length"], table["lead"] = length, read.coded[::2]
    table["norm"] = _norms(read.codes, length)
    table["figures"] = read.figures[1::2] / np.maximum(read.tokens[1::2], 1)
    table["day"] = [ordinal(day) for _, day in kept]
    table["source"] = [crc(passage.source) for passage, _ in kept]
    table["document"] = [wide(passage.document) for passage, _ in kept]
    table["id"] = [passage.id.encode() for passage, _ in kept]
    table["position"] = [passage.position for passage, _ in kept]
    vectors = word_vectors.senses().vectors(read.pieces, np.cumsum(read.pieced)[1::2].tolist())
    small, table["sense"] = _packed(vectors)
    return Columns(table, read.codes, small)


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


@lru_cache(maxsize=4_096)
def ordinal(day: str | None) -> int:
    """Days since year 1, 0 for undated."""
    return date.fromisoformat(day).toordinal() if day else 0
