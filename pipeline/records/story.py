"""Stories: what happened, which documents tell of it, and what became of everything else.

A story is made of whole documents: one lead, and members that confirm it, disagree with it or give
its background. Days are `YYYY-MM-DD`, ids are those of documents and passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.text.days import long_day

Kind = Literal["news", "update", "recent", "library"]
NEW: tuple[Kind, ...] = ("news", "update")  # kinds of what the window brought
Edition = Literal["news", "library", "first"]
Dated = Literal["published", "first_seen", "changed", ""]
Why = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a story besides its lead."""

    document: str
    part: Literal["confirms", "disagrees", "background"]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlsoTold:
    """Another document of a story, which its section names; its words need not be printed. It tells the same, or
    `beside` it another flaw or release of the same thing."""

    document: str
    title: str
    source: str  # the title of its source
    day: str = ""
    url: str = ""  # "" where only the home page of its source is known
    beside: bool = False

    @property
    def words(self) -> str:
        """Title, source and day, as a page prints them."""
        return ", ".join(filter(None, (self.title, self.source, self.day and long_day(self.day))))


@dataclass(frozen=True, slots=True)
class Story:
    """Items that tell of the same thing, and why they are told today."""

    id: str  # short hash of the lead's address and what it tells
    domain: str  # of the desk, that it fits best, judged on the text
    kind: Kind
    lead: str  # document id
    passages: tuple[str, ...]  # of the lead, in reading order
    members: tuple[Member, ...]
    day: str  # that the label shows; "" undated
    dated: Dated
    since: str = ""  # of an update: the day of the brief that told it before
    told: tuple[str, ...] = ()  # days of earlier public briefs that told it
    why: Why = ()  # the named factors of its rank
    reason: str = ""  # one line for a reader
    also: tuple[AlsoTold, ...] = ()  # others of its group that tell the same
    stakes: str = ""  # of a flaw: how grave, affected, fixed; of a proposal: its status; of a list of releases: the new one; as written
    was: str = ""  # what its lead said before where it now says otherwise,
    now: str = ""  # and what it says in that place

    def stands(self, text: str) -> str:
        """The status of a proposal where a text states it, without what is in brackets; else ""."""
        said = self.stakes.removeprefix("status: ").split("(")[0].strip()
        return said if said != self.stakes and said and f"Status: {said}" in text else ""

    def ref(self, lead: int) -> StoryRef:
        """What a section says of the story; `lead` is the evidence number of its lead."""
        return StoryRef(
            self.id, self.kind, lead, self.since, self.day, self.dated, self.lead, self.reason,
            self.also, self.stakes, self.was, self.now,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryRef:
    """What a section says of its story. `lead` is an evidence number, `document` its document."""

    id: str
    kind: Kind
    lead: int
    since: str = ""
    day: str = ""
    dated: Dated = ""
    document: str = ""
    reason: str = ""  # why it was chosen, in one line
    also: tuple[AlsoTold, ...] = ()
    stakes: str = ""
    was: str = ""
    now: str = ""

    @property
    def was_words(self) -> str:
        """What its lead said before it changed, in a line; "" where it said nothing else."""
        if not self.was:
            return ""
        until = f"Until {long_day(self.day)}" if self.day else "Before"
        changed = f" Now: “{self.now}”." if self.now.startswith("Status: ") else ""
        stop = "" if self.was.endswith((".", "!", "?")) else "."
        return f"{until} it said: “{self.was}”{stop}{changed}"

    @property
    def also_words(self) -> tuple[str, ...]:
        """The other documents of the story in a line for what tells the same, and one for what goes with it."""
        same = "; ".join(one.words for one in self.also if not one.beside)
        with_it = "; ".join(one.words for one in self.also if one.beside)
        lines = (f"Also told by {same}." if same else "", f"Related: {with_it}." if with_it else "")
        return tuple(filter(None, lines))


@dataclass(frozen=True, slots=True)
class Head:
    """Identity and dates of a document, without its text. Days, "" when unknown."""

    id: str
    source: str
    published: str  # by its publisher's word
    first_seen: str
    changed: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many documents of a source share a day, by source and day, and when each source began."""

    began: Mapping[str, str]  # the first day on which one of the source was seen
    seen: Mapping[tuple[str, str], int]
    published: Mapping[tuple[str, str], int]
    changed: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class StoryFit:
    """How well a document fits a domain of the desk, and the desk's question nearest to it."""

    domain: str
    share: float  # about -0.3 to 0.8; docs/news.md says what floor it has to clear
    question: str
    nearness: float  # cosine to that question
    words: int = 0  # distinct words of the domain in its title and opening


@dataclass(frozen=True, slots=True)
class Telling:
    """One section of a public brief: its day, its lead document, and all that it cites."""

    day: str
    document: str
    documents: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    story: str = ""
    domain: str = ""

    @classmethod
    def whole(cls, day: str, story: Story, domain: str) -> Telling:
        """Of a story as the news of its day holds it."""
        others = [member.document for member in story.members]
        others += [also.document for also in story.also]
        documents = tuple(dict.fromkeys((story.lead, *others)))
        return cls(day, story.lead, documents, story.passages, story.id, domain)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A domain without news, and since when; `line` says so in one true sentence. Or, of no domain, what is
    out beside the day's stories: its title, source and day."""

    domain: str
    since: str  # the last day on which something in it was new; "" when nothing ever was
    line: str
    url: str = ""  # of what is out


FateOutcome = Literal["used", "held over", "declined"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an item that was looked at, with the reason."""

    document: str
    title: str
    source: str
    domain: str
    day: str
    outcome: FateOutcome
    reason: str
    story: str = ""
    why: Why = ()
    first: str = ""  # the night that looked at it first


@dataclass(frozen=True, slots=True)
class Backlog:
    """Documents of a source that were first seen on a day and are none of its news: they came all at
    once, or their publisher dates them long before, or after the day."""

    source: str
    day: str
    documents: int
    ahead: int = 0  # of these, dated after the day


@dataclass(frozen=True, slots=True)
class Pin:
    """What an editor asked for on a day, and the story it is told in, else why it is not told."""

    name: str  # as it was asked for: the id of a story, or what names a document
    title: str = ""
    source: str = ""
    story: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """What it is, and why it is not told."""
        title = f"\u201c{self.title}\u201d" if self.title else self.name
        return f"{title}{f' ({self.source})' if self.source else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class News:
    """What is new on a day: the stories to tell, and what became of everything else."""

    day: str
    edition: Edition
    stories: tuple[Story, ...]
    quiet: tuple[Quiet, ...] = ()
    fates: tuple[Fate, ...] = ()
    since: str = ""  # the newest public brief before
    window: int = 7  # days that count as news
    backlog: tuple[Backlog, ...] = ()  # what came since and is no news
    pins: tuple[Pin, ...] = ()  # what an editor asked for
