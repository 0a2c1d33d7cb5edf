"""Ages of pages in bands that a reader can tell apart.

Enter: a day, and the days on which pages were published. Leave: how many are how old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

BANDS = (
    ("the same day", 0),
    ("1 to 7 days", 7),
    ("8 to 30 days", 30),
    ("31 to 90 days", 90),
    ("91 days to a year", 365),
)  # name, most days
OLDER, UNDATED = "older", "undated"


def age(day: str, published: str | None) -> int | None:
    """Days between a page and the day; None without a date, 0 for one that is dated later."""
    if not published:
        return None
    return max((date.fromisoformat(day) - date.fromisoformat(published[:10])).days, 0)


def counted(ages: Iterable[int | None]) -> dict[str, int]:
    """Ages by band, every band named, youngest first."""
    counts = Counter(_band(one) for one in ages)
    return {name: counts[name] for name in (*(name for name, _ in BANDS), OLDER, UNDATED)}


def _band(days: int | None) -> str:
    if days is None:
        return UNDATED
    return next((name for name, most in BANDS if days <= most), OLDER)
