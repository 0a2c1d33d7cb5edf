"""Service levels: which share of days had their brief public in time, and what is left of the budget.

Enter: a newsroom and the moment it is asked. Leave: one row a day that was due, and their count
against the desk's share (`[publish] due`, `on_time`, `window_days`), as the site reliability
literature counts an error budget: the share of days that may be missed, less those that were. What
counts is what is public, by briefs/public.jsonl; a brief made up later was late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pipeline.newsroom import briefs, publication
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.publication import Public
from pipeline.newsroom.runs import account
from pipeline.records import history
from pipeline.text.days import moment

Fate = Literal["on time", "late", "held", "no brief", "missed", "no news"]


@dataclass(frozen=True, slots=True)
class DayKept:
    """One day that was due: when its brief became public, or why it did not: it waits for a person, the
    night found nothing good enough, or none ran."""

    day: str
    fate: Fate
    public: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """The days of the window, oldest first, and what they come to."""

    days: tuple[DayKept, ...]
    wanted: float  # the desk's share
    newest: str = ""  # day of the newest public brief that stands
    since: str = ""  # when it became public

    @property
    def counted(self) -> tuple[DayKept, ...]:
        """Days that count: a desk that skips days without news owes nothing on those on which a night
        looked and found none; a night that never ran is missed."""
        return tuple(one for one in self.days if one.fate != "no news")

    @property
    def kept(self) -> int:
        return sum(one.fate == "on time" for one in self.counted)

    @property
    def budget(self) -> float:
        """Days that may be late or missed in this window."""
        return round((1 - self.wanted) * len(self.counted), 2)

    @property
    def spent(self) -> int:
        return len(self.counted) - self.kept


def levels(room: Newsroom, now: datetime) -> Levels:
    """The window that ends with the last day that was due before `now`."""
    public = _first_public(room)
    standing = _standing(room, public)
    newest = max(standing, default="")
    days: tuple[DayKept, ...] = ()
    if public:
        last = due_day(room, now)
        first = max(_begin(room, public), last - timedelta(room.desk.publish.window_days - 1))
        span = max(0, (last - first).days + 1)
        window = [(first + timedelta(at)).isoformat() for at in range(span)]
        lacking = _lacking(room, {day for day in window if not public.get(day)})
        days = tuple(lacking.get(day) or _kept(room, day, public[day]) for day in window)
    return Levels(days, room.desk.publish.on_time, newest, standing.get(newest, ""))


def _begin(room: Newsroom, public: Mapping[str, str]) -> date:
    """The first day that counts: that of the first publication, unless it came after the hour, as
    it does on the day a newsroom is set up; then the next."""
    earliest = min(datetime.fromisoformat(at).astimezone(UTC) for at in public.values())
    late = earliest > due(room, earliest.date().isoformat())
    return earliest.date() + timedelta(1 if late else 0)


def due_day(room: Newsroom, now: datetime) -> date:
    """The newest day whose brief was due by `now`."""
    today = now.astimezone(UTC).date()
    return today if now >= due(room, today.isoformat()) else today - timedelta(1)


def due(room: Newsroom, day: str) -> datetime:
    """The moment at which the brief of a day was due."""
    return moment(day, room.desk.publish.due, room.desk.publish.zone)


def too_old(room: Newsroom, since: str, now: datetime) -> str:
    """Why the newest public brief, public since then, is too old; "" when it is not."""
    most = room.desk.publish.max_age_hours
    if not since:
        return "no brief is public"
    hours = (now - datetime.fromisoformat(since)).total_seconds() / 3600
    if hours <= most:
        return ""
    return f"it is public since {since}, {hours:.0f} hours ago; the desk allows {most}"


def _kept(room: Newsroom, day: str, at: str) -> DayKept:
    return DayKept(day, "on time" if datetime.fromisoformat(at) <= due(room, day) else "late", at)


def _lacking(room: Newsroom, days: set[str]) -> dict[str, DayKept]:
    """Why days have no public brief."""
    empty = account.without_brief(room)
    none: Fate = "no news" if room.desk.news.quiet == "skip" else "no brief"
    made = briefs.readable(room, sorted(days.intersection(briefs.days(room))))
    fates: dict[str, Fate] = {one.day: "held" for one in made if one.outcome == "held"}
    fates |= dict.fromkeys(days & empty, none)
    return {day: DayKept(day, fates.get(day, "missed")) for day in days}


def _first_public(room: Newsroom) -> dict[str, str]:
    """When each day's brief became public for the first time."""
    rows = publication.last(room)
    if rows is None:  # before publication was written down, what was published was public
        return {one.day: one.published for one in briefs.published(room)}
    first: dict[str, str] = {}
    for row in publication.read(room):
        if row.state == "public":
            first.setdefault(row.day, row.at)
    return first | _on_their_way(room, rows)


def _on_their_way(room: Newsroom, rows: Mapping[str, Public]) -> dict[str, str]:
    """Recorded as published by a job whose site is deployed by another, and not entered yet."""
    return {one.day: one.published for one in briefs.published(room) if one.day not in rows}


def _standing(room: Newsroom, public: Mapping[str, str]) -> dict[str, str]:
    """Those that are public now and not retracted."""
    rows = publication.last(room)
    return {
        one.day: public[one.day]
        for one in briefs.published(room)
        if one.day in public
        and publication.state(one, rows) in ("public", "verified")
        and not history.retraction(one)
    }
