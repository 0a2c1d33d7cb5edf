"""What the choice of news works with: the night's facts, and tools that read the index.

`Night` is who asks for which day, with what was told and decided before. `Tools` are functions
of the index that answers tonight, so that this room never opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.news.memory import Told
from pipeline.newsroom.decisions import Decision, Decisions
from pipeline.newsroom.desk import Desk
from pipeline.records import Document, Passage, Source, Story, StoryFit

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Night:
    """The day asked for, by which desk, from which sources, after what."""

    day: str
    desk: Desk
    sources: tuple[Source, ...]
    told: Told = field(default_factory=Told)
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def wanted(self) -> frozenset[str]:
        """Names of what an editor pinned for the day, or takes in another story's place."""
        pinned = (row.value for row in self.decisions.of(self.day, "pin"))
        taken = (row.instead for row in self._swapped)
        return frozenset((*pinned, *taken)) - {""}

    @property
    def dropped(self) -> frozenset[str]:
        """Names of the stories that an editor dropped, or gives for another."""
        rows = (*self.decisions.of(self.day, "drop"), *self._swapped)
        return frozenset(row.value for row in rows if row.kind != "sentence") - {""}

    @property
    def _swapped(self) -> tuple[Decision, ...]:
        swaps = self.decisions.of(self.day, "swap")
        return tuple(row for row in swaps if row.kind != "sentence")

    def source(self, name: str) -> Source | None:
        """The source of that id, if the newsroom still has it."""
        return next((one for one in self.sources if one.id == name), None)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the index says of documents.

    alike: for documents, two square matrices: the cosine of their openings, and the rarity of the
    title words they share. fits: their domains, best first. asked: for each domain, ids of
    documents that answer the desk's questions, best first. further: passages of other sources
    about the same as a passage, each with whether its numbers differ. tells: how well a section
    can be made of a story's passages, 0 where none can and 1 where it reads as one piece. reach: of
    names, how many sources of the corpus name each. product: what a publisher writes about, by the title of its source.
    """

    alike: Callable[[Sequence[Document]], tuple[Matrix, Matrix]]
    fits: Callable[[Sequence[Document]], Mapping[str, tuple[StoryFit, ...]]]
    asked: Callable[[], Mapping[str, Sequence[str]]]
    further: Callable[[Passage], Iterable[tuple[Passage, Document, bool]]]
    tells: Callable[[Story], float]
    reach: Callable[[Collection[str]], Mapping[str, int]] = lambda _: {}
    product: Callable[[str], str] = str
