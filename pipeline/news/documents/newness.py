"""What is new: every document of the library placed by the day that made it news.

Enter: a library, the day, the window. Leave: a `Moment` for each document of the window or of the
weeks before it; what is older is not read, however much there is. A date after the day does not count, for nobody knew it.
What arrives at once is no news: the first look at a source, an import or a move of a repository,
an edit of all its pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.newsroom.library import Library
from pipeline.records import Head
from pipeline.records.story import Arrivals, Backlog, Dated, News
from pipeline.text.days import days_between

# Documents of a source first seen, or changed, on one day: more are an import or an edit
AT_ONCE = 10
EVERY = 10**9  # documents of a source on one day, whatever their number
NEVER = 10**6  # age of what has no day
# Days after which a publisher's own date says that a document first seen now is an old one
LATE = 7

SETTLES = 3  # days from a publisher's date to the day a text came in which the date still says when it came


@dataclass(frozen=True, slots=True)
class Moment:
    """When a document came out, as far as that makes it news, and when it last changed."""

    document: str
    source: str
    day: str  # published, else first seen; "" when neither is known or it came with an import
    dated: Dated
    age: int  # days before the edition since it could be read; NEVER without a day
    changed: str = ""
    changed_age: int = NEVER
    among: int = 1  # documents of its source with the same day of publication


def dated_since(
    first: str, library: Library, day: str, sources: Collection[str] | None = None
) -> Mapping[str, Moment]:
    """The moment of every document that a day since `first` makes news, and of some others; of
    `sources` alone when they are given."""
    return _of(library.heads.dated((first, day), AT_ONCE, sources), library, day)


def backlog(library: Library, made: News, told: Collection[str] = ()) -> tuple[Backlog, ...]:
    """What was first seen since the last public brief, or in the window before the first, and is
    none of the items that were looked at, nor told before: by source and day, the largest first."""
    first = first_day(made.day, made.window)
    first = max(first, next_day(made.since)) if made.since else first
    looked_at = {*(fate.document for fate in made.fates), *told}
    heads = [
        one
        for one in library.heads.dated((first, made.day), EVERY)
        if first <= one.first_seen <= made.day and one.id not in looked_at
    ]
    came = Counter((one.source, one.first_seen) for one in heads)
    ahead = Counter((one.source, one.first_seen) for one in heads if one.published > made.day)
    rows = (Backlog(*key, count, ahead[key]) for key, count in came.items())
    return tuple(sorted(rows, key=lambda one: (-one.documents, one.source, one.day)))


def moments_of(documents: Iterable[str], library: Library, day: str) -> Mapping[str, Moment]:
    """The moments of some documents, by their ids."""
    return _of(library.heads.of(documents), library, day)


def _of(heads: Collection[Head], library: Library, day: str) -> Mapping[str, Moment]:
    return moments(heads, day, library.heads.arrivals(heads, day, AT_ONCE))


def moments(heads: Iterable[Head], day: str, among: Arrivals) -> Mapping[str, Moment]:
    """The moment of every document that was there on the day."""
    made = {}
    for one in heads:
        if not _was_there(one, day):
            continue
        alone = among.seen.get((one.source, one.first_seen), 0) <= AT_ONCE
        later = among.began.get(one.source, "") < one.first_seen <= day
        came = one.first_seen if alone and later else ""
        edited = among.changed.get((one.source, one.changed), 0)
        touched = one.changed if edited <= AT_ONCE else ""
        published = among.published.get((one.source, one.published), 1)
        made[one.id] = replace(_moment(one, day, came, touched), among=published)
    return made


def _was_there(one: Head, day: str) -> bool:
    """True when the document was public on the day: seen by then, or dated so by its publisher."""
    return (
        not one.first_seen
        or one.first_seen <= day
        or (bool(one.published) and one.published <= day)
    )


def _moment(one: Head, day: str, came: str, touched: str) -> Moment:
    """Of the publisher's day and the day it came, the later; an old text that comes late is old, and
    of one that comes as soon as it is out the publisher's day is the day."""
    known: list[tuple[str, Dated]] = []
    stated = one.published if one.published <= day else ""
    if stated:
        known.append((stated, "published"))
    if came and (not stated or SETTLES < days_between(stated, came) <= LATE):
        known.append((came, "first_seen"))
    when, dated = max(known, default=("", ""))
    out = max(when, came) if stated and 0 < days_between(stated, came or stated) <= LATE else when
    changed = touched if max(when, came) < touched <= day else ""
    return Moment(
        one.id,
        one.source,
        when,
        dated,
        days_between(out, day) if out else NEVER,
        changed,
        days_between(changed, day) if changed else NEVER,
    )


def window(day: str, last: str, days: int) -> int:
    """Days that count as news: the desk's, or as many as went by since the last public brief."""
    return max(days, days_between(last, day)) if last else days


def first_day(day: str, days: int) -> str:
    """The first day of a window of so many days that ends on `day`."""
    return (date.fromisoformat(day) - timedelta(days=days - 1)).isoformat()


def next_day(day: str) -> str:
    """The day after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
