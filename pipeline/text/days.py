"""Days in words, in one place and in no machine's language.

Enter: a day as `YYYY-MM-DD`, with or without a time. Leave: its words in English; of two days, how
many lie between them; of a time of day in a zone, the moment.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = (
    "January February March April May June July August September October November December".split()
)
MONTH = "|".join((*MONTHS, *(month[:3] for month in MONTHS)))  # in a pattern: by name, or in short
_NUMBERS = {name.lower(): at for at, name in enumerate(MONTHS, 1)}
_NUMBERS |= {name[:3]: at for name, at in _NUMBERS.items()} | {"sept": 9}
YEAR = 2026  # whose summer time tells how early and how late an hour can be
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def month_number(word: str) -> int:
    """A month by its name, or in short as `Nov` or `Sept`, of any case: 1 to 12; 0 for another word."""
    return _NUMBERS.get(word.lower(), 0)


def written(year: str, month: str, day: str) -> str:
    """The parts of a day as a text says them (`2026`, `May`, `8`), as `2026-05-08`; the month is a name."""
    return f"{year}-{month_number(month):02}-{int(day):02}"


def short_day(day: str) -> str:
    """`2026-08-09` as `9 August`. Raises ValueError for what is no day."""
    found = date.fromisoformat(day[:10])
    return f"{found.day} {MONTHS[found.month - 1]}"


def spoken(day: str, today: str) -> str:
    """A day as a reader says it: `9 August`, and with the year where it is another."""
    return short_day(day) if day[:4] == today[:4] else f"{short_day(day)} {int(day[:4])}"


def long_day(day: str) -> str:
    """`2026-11-20` as `20 November 2026`; other text as it is, nothing as `undated`."""
    if not day:
        return "undated"
    try:
        return f"{short_day(day)} {int(day[:4])}"
    except ValueError:
        return day


def dated(published: str, first_seen: str, changed: str) -> str:
    """When a text is of, in words that say who says so: `20 November 2026` by its publisher, `in the
    repository since 27 March 2025, changed 2 April 2025`, `first seen 26 November 2026`, `undated`.

    A repository knows days, dateline the moment at which it looked.
    """
    if published:
        return long_day(published)
    if first_seen and first_seen[10:19] in ("", "T00:00:00"):
        since = f"in the repository since {long_day(first_seen)}"
        return f"{since}, changed {long_day(changed)}" if changed else since
    if changed:
        return f"changed {long_day(changed)}"
    return f"first seen {long_day(first_seen)}" if first_seen else "undated"


def weekday(day: str) -> str:
    """`2026-11-20` as `Friday`."""
    return WEEKDAYS[date.fromisoformat(day[:10]).weekday()]


def days_between(earlier: str, later: str) -> int:
    """Whole days between two days, in either order."""
    return abs((date.fromisoformat(later) - date.fromisoformat(earlier)).days)


def is_moment(text: str) -> bool:
    """Whether a text is a day with its time and zone, as records write them."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def moment(day: str, clock: str, zone: str) -> datetime:
    """A time of day (`06:30`) on a day in a zone, in UTC. An hour that the clocks leave out is told as if
    they had not been changed yet, one that comes twice is the first."""
    there = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC)


def earliest_latest(clock: str, zone: str) -> tuple[int, int]:
    """The first and the last minute of the UTC day that a time of day in a zone is, over a year: below 0
    or from 1,440 on it is of another day."""
    found = []
    for month in range(1, 13):
        day = date(YEAR, month, 1)
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        found.append((moment(day.isoformat(), clock, zone) - begin) // timedelta(minutes=1))
    return min(found), max(found)


def unkept(clock: str, zone: str) -> str:
    """Why nothing can be due at a time of day in a zone, or "": days are those of UTC."""
    try:
        first, last = earliest_latest(clock, zone)
    except (KeyError, ValueError, OSError):
        return f"publish.zone: {zone!r} is no zone of this machine; write one like Europe/Berlin, or UTC"
    if first >= 0 and last < 24 * 60:
        return ""
    return f"publish.due: {clock} in {zone} is of another day in UTC, whose days briefs are of; write a time that is not"
