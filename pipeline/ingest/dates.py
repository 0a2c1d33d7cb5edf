"""Dates with their origin, never a guess.

Enter: what a front matter, feed, metadata block, path or page says. Leave: ISO 8601 with an
offset, or None. A date without a time is midnight UTC; a bare year or month is no date. Dates in
the future are kept as they are: gathering filters by day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

PUBLISHED = (
    "date", "published", "publishedat", "published_at", "published_time", "pubdate", "publishdate",
    "publish_date", "date_published", "datepublished", "published_on", "post_date", "created",
    "creation-date", "created_at", "published_date",
)  # fmt: skip
UPDATED = (
    "updated", "updatedat", "updated_at", "lastmod", "last_updated", "lastupdated", "modified",
    "datemodified", "date_modified", "last_modified", "last-updated", "last_modified_at",
)  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d\d)[-/_](\d\d)(?!\d)")
YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
YAML_TIME = re.compile(  # the timestamp of YAML 1.1, which ISO 8601 does not allow to be so loose
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2})(:\d\d)(:\d\d)?(?:\.\d*)?[ \t]*"
    r"(?:Z|([+-])(\d{1,2})(?::?(\d\d))?)?"
)
NAMED = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)"
    r"\s+((?:19|20)\d\d)\b"
)


def iso(value: object) -> str | None:
    """One date as ISO 8601 with an offset, or None when it is not plainly a date."""
    if isinstance(value, datetime):
        return _stamp(value)
    if isinstance(value, date):
        return _stamp(datetime(value.year, value.month, value.day))
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip().strip("\"'")
    return _iso_text(text) or _rfc822(text) or _pdf(text) or in_words(text)


def first(values: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of the named fields that holds a date; names are compared in lower case."""
    low = {str(key).lower(): value for key, value in values.items()}
    found = (iso(low[name]) for name in names if name in low)
    return next((one for one in found if one), None)


def from_path(path: str) -> str | None:
    """A whole day in a path (`2024-09-05-title.md`, `2024/09/05/`), the last one if several."""
    days = [_day(*match.groups()) for match in IN_PATH.finditer(path)]
    return next((day for day in reversed(days) if day), None)


def in_words(text: str) -> str | None:
    """A written date such as `5 March 2024` or `March 5, 2024`; the first one in the text."""
    match = NAMED.search(text)
    if not match:
        return None
    month = MONTHS.get((match[2] or match[3]).lower())
    return _day(match[5], str(month), match[1] or match[4]) if month else None


def _iso_text(text: str) -> str | None:
    try:
        return _stamp(datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" Z", "Z")))
    except ValueError:
        if timed := YAML_TIME.fullmatch(text):
            return _timed(timed)
        found = YEAR_FIRST.match(text)
        return _day(*found.groups()) if found else None


def _timed(match: re.Match[str]) -> str | None:
    """A loose timestamp with its parts filled up."""
    year, month, day, hour, minute, second, sign, ahead, minutes = match.groups()
    zone = f"{sign}{int(ahead):02d}:{minutes or '00'}" if sign else "+00:00"
    text = f"{year}-{int(month):02d}-{int(day):02d}T{int(hour):02d}{minute}{second or ':00'}{zone}"
    try:
        return _stamp(datetime.fromisoformat(text))
    except ValueError:
        return None


def _rfc822(text: str) -> str | None:
    if not re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}", text):
        return None
    try:
        return _stamp(parsedate_to_datetime(text))
    except (ValueError, TypeError):
        return None


def _pdf(text: str) -> str | None:
    match = re.match(r"D:(\d{14})(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?", text)
    if not match:
        return None
    offset = f"{match[3]}:{match[4] or '00'}" if match[3] else "+00:00"
    try:
        return _stamp(datetime.strptime(match[1] + offset, "%Y%m%d%H%M%S%z"))
    except ValueError:
        return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return _stamp(datetime(int(year), int(month), int(day)))
    except ValueError:
        return None


def _stamp(moment: datetime) -> str | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not 1970 <= moment.year <= 9998:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds")
