"""Days in words, in one place and in no machine's language.

Enter: a day as `YYYY-MM-DD`, with or without a time. Leave: its words in English; of two days, how
many lie between them.
"""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


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
