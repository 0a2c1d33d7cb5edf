"""The seam between what ranks and what holds the passages: one protocol, several engines behind it.

An engine nominates, the stages above score. Enter: codes of terms (`index.terms.code`), limits,
rows. Leave: rows, and through a `RowView` what is held of them. A row is a number that means
something to one open engine only; what must be the same whatever answers goes by passage id. So
an engine may be wrong about the order of its nominations, never about counts or columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.retrieve.encoders.dense import Array, Dense
from pipeline.retrieve.index.forward import Codes, Forward, Rows

Span = tuple[int, int]  # of days, as ordinals, both ends in
EVER: Span = (0, 9_999_999)  # every day, and what has none


@dataclass(frozen=True, slots=True)
class Limits:
    """Which rows may answer: sources by id, and no document dated after a day (ordinal)."""

    sources: tuple[str, ...] | None = None
    until: int = 0


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a corpus says of itself; deleted passages count for nothing."""

    passages: int
    average: tuple[float, float]  # terms of a passage, and of its title and headings
    held: Sequence[int]  # passages that hold each code asked for
    rarity: Sequence[float]  # inverse document frequency of each (Robertson and Sparck Jones)


@dataclass(frozen=True, slots=True)
class RowView:
    """What is held of some rows, in the order asked for."""

    held: Forward
    at: Rows  # where they stand in `held`
    rows: Rows  # what the engine calls them

    def column(self, name: str) -> npt.NDArray[Any]:
        """One column of `forward.ROW`."""
        return np.asarray(self.held.rows[name][self.at])

    def ids(self) -> list[str]:
        return self.held.ids(self.at)

    def codes(self) -> Codes:
        """The codes of all, one row after the other."""
        return self.held.pool(self.at)

    def owners(self) -> npt.NDArray[np.intp]:
        """For each of the codes the place of its row."""
        return np.repeat(np.arange(len(self.at)), self.column("length"))

    def terms(self, place: int) -> Codes:
        """The codes of one row, title and headings first."""
        return self.held.terms(int(self.at[place]))

    def meaning(self) -> npt.NDArray[np.float32]:
        """Unit sense vectors."""
        return self.held.meaning(self.at)

    def some(self, places: Rows) -> RowView:
        return RowView(self.held, self.at[places], self.rows[places])


class Engine(Protocol):
    """An open generation of a corpus. Every method raises EngineError rather than leave out
    something that it should have seen."""

    @property
    def library(self) -> Library:
        """Where the texts are."""

    @property
    def generation(self) -> str:
        """A name for exactly what is held; another one after any change."""

    def statistics(self, codes: Sequence[int]) -> Statistics:
        """Exact counts over every passage that can be found."""

    def nominate(self, asked: Mapping[int, float], depth: int, limits: Limits) -> Rows:
        """Rows among which the best `depth` by exact BM25 for weighted codes (weight times rarity)
        are: up to twice as many, since an engine's own order differs at the edge."""

    def nearest(self, asking: Array, depth: int, limits: Limits) -> Rows:
        """Rows among which the `depth` are whose vectors lie nearest; none without vectors."""

    def rows(self, rows: Rows) -> RowView:
        """What is held of rows."""

    def vectors(self, rows: Rows) -> Dense | None:
        """The vectors of rows, in their order."""

    def dated(self, span: Span, limits: Limits, *, most: int = 0, openings: bool = False) -> Rows:
        """Rows by the day of their document, in the order of their ids; the first `most` if given,
        and with `openings` only those that open their document."""

    def of_documents(self, documents: Sequence[str]) -> list[Rows]:
        """The rows of each document in the order of its passages."""

    def passage(self, passage_id: str) -> Passage | None: ...

    def document(self, document_id: str) -> Document | None: ...
