"""What a page says of itself: which sections are new, which are not, and how much of it is proven.

Enter: a brief and its evidence. Leave: labels with their dates, a tally of them, and counts. What
is dated by a repository or by the day it was found says so, and is never called published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.records import Brief, Evidence, EvidenceItem, StoryRef, draft, history, rules
from pipeline.text.days import days_between, long_day
from pipeline.text.numbers import numbers
from pipeline.text.words import counted

NAMES = {"news": "New", "update": "Update", "recent": "Recent", "library": "From the library"}
OF_THE_WEEK = "New this week"
FRESH, WEEK = 2, 7  # days for which news is new without more, and days of a week
TOLD = {
    "news": ("new", "new"),
    "update": ("update", "updates"),
    "recent": ("recent", "recent"),
    "library": ("from the library", "from the library"),
}
EDITIONS = {
    "news": "",
    "library": "Library edition",
    "first": "First edition",
}
IN_ITS_NIGHT = 1  # days after a brief's own in which its night ends, wherever the clock stands
DATED = {"published": "", "first_seen": "first seen ", "changed": "changed ", "": ""}


@dataclass(frozen=True, slots=True)
class Label:
    """The word over a section, its date in words, and the day that told the story before."""

    name: str
    date: str = ""
    since: str = ""  # YYYY-MM-DD


def label(story: StoryRef | None, evidence: Evidence) -> Label | None:
    """The label of a section; None where the record is of a time before stories. A page that came
    to the corpus, or changed, after its publisher dated it has both days."""
    if story is None:
        return None
    date = f"{DATED[story.dated]}{long_day(story.day)}" if story.day else "undated"
    lead = evidence.item(story.lead)
    published = ((lead and lead.published) or "")[:10]
    if story.day and story.dated in ("first_seen", "changed") and "" < published < story.day:
        date = f"published {long_day(published)}, {date}"
    return Label(_name(story, evidence.day), date, story.since if story.kind == "update" else "")


def _name(story: StoryRef, day: str) -> str:
    """The word over a section; of news of some days ago, which nobody calls new, with the span it is new in."""
    ago = days_between(story.day, day) if story.kind == "news" and story.day else 0
    return OF_THE_WEEK if FRESH < ago <= WEEK else NAMES[story.kind]


def tally(brief: Brief) -> str:
    """`3 new, 1 update, 2 from the library`; empty without stories. A brief that was made for a day
    long gone says when."""
    gone_by = history.withdrawn(brief)
    count: Counter[str] = Counter(
        one.story.kind
        for at, one in enumerate(brief.draft.sections)
        if one.story and at not in gone_by
    )
    told = [f"{count[kind]} {TOLD[kind][count[kind] > 1]}" for kind in TOLD if count[kind]]
    gone = len(gone_by)
    return ", ".join([*told, *([f"{gone} withdrawn"] if gone else []), *made_later(brief)])


def made_later(brief: Brief) -> tuple[str, ...]:
    """When a brief was made, if that was no night of its day: `made on 27 November 2026 for this day`.
    One that waited for a person was made in its night."""
    late = days_between(brief.day, brief.published[:10]) > IN_ITS_NIGHT and not brief.reviews
    return (f"made on {long_day(brief.published[:10])} for this day",) if late else ()


def edition(brief: Brief) -> str:
    """The kind of edition, where it is not the usual one."""
    return EDITIONS[brief.edition]


def rests_on(used: Sequence[EvidenceItem]) -> str:
    """What cited passages come from: "6 passages of 4 pages by 3 publishers"."""
    publishers = {item.source_id for item in used}
    return f"{counted(len(used), 'passage')} of {counted(pages(used), 'page')} by {counted(len(publishers), 'publisher')}"


def pages(used: Sequence[EvidenceItem]) -> int:
    """How many pages of others cited passages are of."""
    return len({item.document or item.url or item.title for item in used})


def titled(brief: Brief) -> str:
    """The title, which says so when the day had no news."""
    name, title = EDITIONS["library"], brief.draft.title
    if brief.edition != "library" or title.lower().startswith(name.lower()):
        return title
    return f"{name}: {title}"


@dataclass(frozen=True, slots=True)
class ProvenCount:
    """Quotes and figures of a brief, and how many of them stand in their sources."""

    stand: int
    all: int

    @property
    def words(self) -> str:
        return f"{self.stand} of {self.all} quotes and figures stand in their sources"


def proven(brief: Brief, evidence: Evidence) -> ProvenCount:
    """Count what stands and can be compared: selectors byte for byte, figures against the checks'
    findings. Of a withdrawn story, and of what rests on it, nothing counts."""
    gone, rested = history.withdrawn(brief), {one for one, _ in history.rested(brief)}
    stand = tuple(one for at, one in enumerate(brief.draft.sections) if at not in gone)
    standing = replace(brief.draft, sections=stand)
    sentences = [one for _, one in draft.sentences(standing) if one not in rested]
    quotes = [quote for one in sentences for quote in one.ground]
    quotes += [quote for _, quote in draft.quotes(standing)]
    cut = sum(_stands(one.n, one.start, one.end, one.exact, evidence) for one in quotes)
    written = [one.text for one in sentences if one.kind != "source"]
    figures = sum(len(numbers(text)) for text in written)
    open_ones = [one for one in brief.findings if rules.row(one.rule).figure and not one.resolved]
    doubted = min(figures, len(open_ones))
    return ProvenCount(cut + figures - doubted, len(quotes) + figures)


def _stands(n: int, start: int, end: int, exact: str, evidence: Evidence) -> bool:
    item = evidence.item(n)
    return item is not None and item.text[start:end] == exact
