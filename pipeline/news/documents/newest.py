"""The newest release of a page that lists them, newest first: what a changelog tells on the day it changed.

Enter: a document and the day on which its text changed. Leave: the section of the version that leads
the list, with those that state a day of the same week, or None: where the list is of one version alone,
where what leads it is not out yet, and where the version came out long before that day, so that something
else in the list was edited; and whether such a section names newer dependencies alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.news.documents.age import said_day
from pipeline.news.documents.overtaken import versions
from pipeline.records import Block, Document, Passage
from pipeline.text.days import days_between

SETTLES = 7  # days from the day that a version states to the day on which its list may still get it
MONTH_LONG = 7  # characters of a day that names the month alone
# `Updated dependencies [eb6f97e]:`, `@kestrel/mdx@7.2.1`, `Bump kestrel from 1.2 to 1.3`, and headings over these.
_BUMP = re.compile(
    r"(?im)^\W*(?:updated? (?:\w+ )?dependenc(?:y|ies)\b.*|@?[\w./-]+@\d[\w.+-]*|bump(?:s|ed)? \S+ (?:from|to) \S*\d.*"
    r"|chore\(deps\).*|(?:patch|minor|major) changes|dependenc(?:y|ies)(?: updates?)?|v?\d+(?:\.\d+)+\S*(?: \W*\d.*)?)\W*$"
)
_SAYS = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")  # two words
UNDER = 28  # characters after the heading of a version in which it may state its day


@dataclass(frozen=True, slots=True)
class NewestRelease:
    """The section of the newest version, and of those of the same week: the heading of the newest, where
    it begins and they end, and the day it states, if any."""

    name: str
    start: int
    end: int
    day: str  # YYYY-MM-DD, or YYYY-MM; "" where it states none

    def passages(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Ids of the passages that tell of no other version; the first may begin above the list."""
        return tuple(one.id for one in passages if self.start < one.end <= self.end)


def bumped(text: str) -> bool:
    """Whether the section of a version names newer versions of what it depends on, and nothing else."""
    said = _BUMP.sub("", text)
    return said != text and not _SAYS.search(said)


def newest(document: Document, changed: str) -> NewestRelease | None:
    """The newest version of a list of them, if it may be what the list got on the day it changed."""
    listed = _listed(document)
    if len(listed) < 2:
        return None
    name, earlier = (_said(document, one) for one in listed[:2])
    if max(versions(name)) <= max(versions(earlier)):
        return None
    first, day = listed[0], _day(document, listed[0])
    if not (_fits(day, changed) if day else not said_day(earlier)):
        return None
    rest = (one.start for one in listed[1:] if not _of_the_week(document, one, changed))
    return NewestRelease(name, first.start, next(rest, len(document.text)), day)


def latest_day(document: Document) -> str:
    """The latest day, `YYYY-MM-DD`, that a list of versions states for one of them, in whatever order it has them;
    "" where it states none."""
    days = (_day(document, one) for one in _listed(document))
    return max((day for day in days if len(day) > MONTH_LONG), default="")


def _of_the_week(document: Document, heading: Block, changed: str) -> bool:
    """Whether a version states a day of the week before its list changed, so that it is as new."""
    day = _day(document, heading)
    return len(day) > MONTH_LONG and _fits(day, changed)


def _day(document: Document, heading: Block) -> str:
    """The day that a version states in its heading or on the line under it."""
    return said_day(_said(document, heading)) or said_day(
        document.text[heading.end : heading.end + UNDER]
    )


def _listed(document: Document) -> list[Block]:
    """The headings of the list, where each of its depth names a version, the newest first; none where
    what leads it has no version yet (`Unreleased`)."""
    heads = [one for one in document.blocks if one.kind == "heading"]
    named = next((one for one in heads if versions(_said(document, one))), None)
    if named is None:
        return []
    level = [one for one in heads if one.level == named.level]
    # the page's own title may be as deep as its versions
    level = level[1:] if level[0].start == 0 and level[0] is not named else level
    if level[:1] != [named]:
        return []
    return [one for one in level if versions(_said(document, one))]


def _said(document: Document, heading: Block) -> str:
    return document.text[heading.start : heading.end]


def _fits(day: str, changed: str) -> bool:
    """Whether a version of that day may be what its list got on the day it changed."""
    if len(day) == MONTH_LONG:
        return day == changed[:MONTH_LONG]
    return day <= changed and days_between(day, changed) <= SETTLES
