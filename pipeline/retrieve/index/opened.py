"""The embedded engine: an open index, asked.

Enter: codes of terms, limits, rows. Leave: rows, counts and columns, straight from the mapped files
of one commit (`embedded` makes and opens them). Nothing here writes; what whole questions are
asked of (masks, columns in one piece) is made once while the index is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders import encode
from pipeline.retrieve.encoders.dense import Array, Dense
from pipeline.retrieve.engine import Limits, RowView, Span, Statistics
from pipeline.retrieve.index import graph, postings
from pipeline.retrieve.index.analysis import LeftOut, crc, wide
from pipeline.retrieve.index.forward import ROW, Forward, Lengths, Rows
from pipeline.retrieve.index.graph import VectorGraph
from pipeline.retrieve.index.postings import Term

KEEP = 4_096  # documents kept in memory by an open index
MASKS = 16  # of limits, a byte a row each: those of a desk's domains
DRIFT = 0.02  # of a score: a segment keeps the mean lengths of the day it was made

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IndexState:
    """What a committed index holds."""

    format: str
    library: str
    generation: int
    lengths: Lengths
    terms: int  # of all rows that are not gone
    leads: int  # of those, terms of titles and headings
    since: Lengths | None  # where the bytes begin that `checksum` is of; None: synced before
    checksum: int

    @property
    def average(self) -> tuple[float, float]:
        """Mean terms of a passage, and of its title and headings."""
        live = max(1, self.lengths.rows - self.lengths.gone)
        return self.terms / live or 1.0, self.leads / live or 1.0


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows by a value of theirs. What was added together stands together, so there are far fewer
    runs of one value than rows, and only they are sorted."""

    values: npt.NDArray[np.integer[Any]]  # of each run, in order
    begins: Rows
    ends: Rows
    rows: Rows

    @classmethod
    def of(cls, values: npt.NDArray[np.integer[Any]], rows: Rows) -> Runs:
        begins = np.flatnonzero(np.diff(values, prepend=~values[:1]))
        ends = np.append(begins[1:], len(values))[: len(begins)]
        order = np.argsort(values[begins], kind="stable")
        return cls(values[begins][order], begins[order], ends[order], rows)

    def of_values(self, wanted: Sequence[int]) -> Rows:
        """The rows of some values, in the order of the rows."""
        asked = np.array(wanted, dtype=self.values.dtype)
        first = np.searchsorted(self.values, asked).tolist()
        last = np.searchsorted(self.values, asked, "right").tolist()
        runs = np.concatenate(
            [np.arange(one, two) for one, two in zip(first, last, strict=True)] or [np.arange(0)]
        )
        length = self.ends[runs] - self.begins[runs]
        ends = np.cumsum(length)
        places = np.repeat(self.begins[runs] - (ends - length), length) + np.arange(length.sum())
        found = self.rows[places]
        return np.sort(found) if len(runs) > 1 else found


class Index:
    """An open index and the library it answers for: the embedded engine. Made by `open_index`."""

    def __init__(
        self, library: Library, state: IndexState, rows: Forward, folder: Path, rebuilt: str = ""
    ) -> None:
        self.library = library
        self.state = state
        self.forward = rows
        self.held_vectors: Dense | None = None  # of every row, once a model is set up
        self.graph: VectorGraph | None = None  # over them, where they are many
        self.average = state.average
        self.segments = postings.opened(folder, rows, state.average)
        self.left_out: tuple[LeftOut, ...] = ()  # passages that can be no row
        self.rebuilt = rebuilt  # why it was built again, if it was
        self.document = lru_cache(KEEP)(library.document)
        self.passage = lru_cache(KEEP * 4)(library.passage)
        self._masks: dict[tuple[tuple[str, ...] | None, int], Mask] = {}
        self._terms: dict[int, Term] = {}

    @property
    def passages(self) -> int:
        """Passages that can be found."""
        return len(self.forward.rows) - len(self.forward.gone)

    @property
    def generation(self) -> str:
        return f"{self.state.library}/{self.state.generation}"

    def find(self, codes: Sequence[int]) -> list[Term]:
        """Where each term stands; looked up once while the index is open."""
        new = [code for code in codes if code not in self._terms]
        if new:
            asked = np.array(new, dtype=np.uint32)
            gone = self.barred(None, 0) if self.forward.gone else None
            self._terms.update(zip(new, postings.find(self.segments, asked, gone), strict=True))
        return [self._terms[code] for code in codes]

    def statistics(self, codes: Sequence[int]) -> Statistics:
        found = self.find(codes)
        counts = [one.count for one in found]
        return Statistics(self.passages, self.average, counts, [one.rarity for one in found])

    def best(self, asked: Mapping[int, float], depth: int, limits: Limits) -> tuple[Rows, Scores]:
        """The best rows by BM25 as the postings keep it, in 8 bits a posting."""
        free = limits.sources is None and not limits.until and not self.forward.gone
        barred = None if free else self.barred(limits.sources, limits.until)
        wanted = list(zip(self.find(list(asked)), asked.values(), strict=True))
        return postings.best(self.segments, wanted, depth, barred)

    def nominate(self, asked: Mapping[int, float], depth: int, limits: Limits) -> Rows:
        rows, scores = self.best(asked, 2 * depth, limits)
        if len(rows) <= depth:
            return rows
        least = scores[depth - 1] * (1 - DRIFT) - postings.STEP * sum(asked.values())
        return np.asarray(rows[scores >= least])

    def nearest(self, asking: Array, depth: int, limits: Limits) -> Rows:
        if self.held_vectors is None:
            return np.empty(0, dtype=np.int64)
        barred = self.barred(limits.sources, limits.until)
        if self.graph is not None:
            near = graph.nearest(self.graph, self.held_vectors, asking, depth, barred)
            if near is not None:
                return near
        scores = self.held_vectors.likeness(asking)
        rows = np.flatnonzero(~barred)
        if depth < len(rows):
            rows = rows[np.argpartition(scores[rows], -depth)[-depth:]]
        return rows.astype(np.int64)

    def rows(self, rows: Rows) -> RowView:
        return RowView(self.forward, rows, rows)

    def vectors(self, rows: Rows) -> Dense | None:
        return self.held_vectors.take(rows) if self.held_vectors is not None else None

    def dated(self, span: Span, limits: Limits, *, most: int = 0, openings: bool = False) -> Rows:
        rows = self._by_source.rows
        if limits.sources is not None:
            rows = self._by_source.of_values([crc(one) for one in limits.sources])
        day = self._columns["day"][rows]
        last = min(span[1], limits.until or span[1])
        keep = (day >= span[0]) & (day <= last)
        if openings:
            keep &= self._columns["position"][rows] == 0
        rows = self._first(rows[keep], most)
        order = np.argsort(self.forward.rows["id"][rows])
        return np.asarray(rows[order[:most] if most else order], dtype=np.int64)

    def _first(self, rows: Rows, most: int) -> Rows:
        """Rows among which the `most` lowest ids are, told by eight signs of each; all for 0."""
        if not most or len(rows) <= most:
            return rows
        heads = self._heads[rows]
        return np.asarray(rows[heads <= np.partition(heads, most - 1)[most - 1]], dtype=np.int64)

    def of_documents(self, documents: Sequence[str]) -> list[Rows]:
        position = self._columns["position"]
        found = (self._by_document.of_values([wide(one)]) for one in documents)
        return [rows[np.argsort(position[rows], kind="stable")] for rows in found]

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.int64]]:
        """Columns that whole questions are asked of, each in one piece."""
        table = self.forward.rows
        return {name: np.ascontiguousarray(table[name]) for name in ("day", "position", "source")}

    @cached_property
    def _heads(self) -> npt.NDArray[np.uint64]:
        """The first eight signs of each id as a number, which orders as they do."""
        place = ROW.fields["id"][1] if ROW.fields else 0
        heads = self.forward.rows.getfield(np.dtype(">u8"), place)
        return np.asarray(heads, dtype=np.uint64)

    @cached_property
    def _by_document(self) -> Runs:
        return self._runs(self.forward.rows["document"])

    @cached_property
    def _by_source(self) -> Runs:
        return self._runs(self._columns["source"])

    def _runs(self, values: npt.NDArray[np.integer[Any]]) -> Runs:
        """Rows that are not gone by a value of theirs."""
        rows = np.arange(len(values))
        if self.forward.gone:
            rows = np.flatnonzero(~self.barred(None, 0))
        return Runs.of(values[rows], rows)

    def barred(self, sources: tuple[str, ...] | None, until: int) -> Mask:
        """Rows that may not answer: deleted, of other sources, or dated after a day (ordinal). Kept for
        the last few limits, by no wrapper around a method: with that an index is a ring, and its files
        stay mapped into the next night."""
        limits = (sources, until)
        if limits not in self._masks:
            while len(self._masks) >= MASKS:
                del self._masks[next(iter(self._masks))]
            self._masks[limits] = self._barred(sources, until)
        return self._masks[limits]

    def _barred(self, sources: tuple[str, ...] | None, until: int) -> Mask:
        if sources is not None:
            mask = ~_among(self._columns["source"], [crc(one) for one in sources])
        else:
            mask = np.zeros(len(self.forward.rows), dtype=bool)
        if self.forward.gone:
            mask[list(self.forward.gone)] = True
        if until:
            mask |= self._columns["day"] > until
        return mask


def _among(values: npt.NDArray[np.integer[Any]], wanted: Sequence[int]) -> Mask:
    """Which of 32-bit values are among a few: their low halves tell for most that they are not."""
    marks = np.zeros(1 << 16, dtype=bool)
    marks[np.array(wanted, dtype=np.uint32) & 0xFFFF] = True
    found: Mask = marks[values & 0xFFFF]
    near = np.flatnonzero(found)
    found[near] = np.isin(values[near], np.array(wanted, dtype=np.uint32))
    return found


def texts(index: Index) -> encode.Rows:
    """The rows of an index with the way to their texts."""
    ids = index.forward.ids(np.arange(len(index.forward.rows)))
    live = [one for row, one in enumerate(ids) if row not in index.forward.gone]
    return encode.Rows(ids, live, index.passage, index.document)
