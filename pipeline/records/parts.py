"""The parts of a draft, from a quote to the whole, and the place of a finding in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.records.story import StoryRef

Origin = Literal["source", "computed", "writer"]
AssertionKind = Literal["names", "states", "source", "day", "headline", "part", "subject", "share"]
SentenceKind = Literal["fact", "inference", "advice", "computed", "source"]
# What a reader sees before a sentence that no source says.
MARKS: dict[SentenceKind, str] = {"inference": "Our inference:", "advice": "Our advice:"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A selector into evidence: `evidence.item(n).text[start:end] == exact`.

    `printed` differs from `exact` only where declared elisions `[...]` or editorial
    `[insertions]` stand in it; each piece is then checked on its own.
    """

    n: int
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    printed: str = ""

    @property
    def words(self) -> str:
        """The words as they are printed."""
        return self.printed or self.exact


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that a sentence put together by code says of the sources `of`, each of them.

    kind: they name the term `words`, state the measure `words`, are of the publisher `words`, of the
    day `words` (YYYY-MM-DD; "" for undated), lead the story headed `words`, take the part `words` in
    it, are an advisory on the package `words`, or lead those of its stories of which
    `words` says which are new. A check reads this, not the English around it.
    """

    kind: AssertionKind
    words: str
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its citations.

    origin: "source" is verbatim (then `quote` selects it), "computed" is put together by code
    from counts, terms and numbers of the cited items, "writer" comes from a model or a person.
    kind: what the writer says it is; an inference or advice follows from facts of its own brief.
    rests: the words of the sources that it stands on. asserts: what a computed one says of them.
    """

    text: str
    cites: tuple[int, ...]
    origin: Origin = "writer"
    quote: Quote | None = None
    kind: SentenceKind = "fact"
    rests: tuple[Quote, ...] = ()
    asserts: tuple[Assertion, ...] = ()

    def __post_init__(self) -> None:
        """What the source says or code computed is of that kind; older records name none."""
        if self.origin != "writer":
            object.__setattr__(self, "kind", self.origin)

    @property
    def ground(self) -> tuple[Quote, ...]:
        """The selectors a sentence stands on: those it names, or the one it is cut by."""
        return self.rests or ((self.quote,) if self.quote else ())


@dataclass(frozen=True, slots=True)
class Implication:
    """What a section means for a named kind of team."""

    team: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Section:
    domain: str
    title: str  # of the domain
    headline: str
    sentences: tuple[Sentence, ...]
    quote: Quote | None
    implication: Implication | None
    story: StoryRef | None = None  # None in briefs made before sections told stories


@dataclass(frozen=True, slots=True)
class CrossCut:
    """What joins (or divides) two or more domains, with the quotes side by side."""

    domains: tuple[str, ...]
    title: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    label: str
    domain: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    start: str
    end: str
    label: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a practitioner can do in `minutes` (at most 30)."""

    title: str
    minutes: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    day: str
    title: str
    writer: str  # extractive, claude or local
    lede: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    crosscuts: tuple[CrossCut, ...]
    graph: Graph | None
    action: Action | None
    gaps: tuple[str, ...] = ()  # domains left out, for want of evidence
