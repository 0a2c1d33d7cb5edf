"""Dates with their origin, never a guess.

Enter: what a front matter, feed, metadata block, path or page says. Leave: ISO 8601 with an
offset, or None. A date without a time is midnight UTC; a bare year or month is no date, nor is a day
and month that may be read either way, nor a time in a zone that two places share the name of. Dates
in the future are kept as they are: gathering filters by day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.text.lists import beside

_LISTS = beside(__file__)

PUBLISHED = tuple(_LISTS.tables["published"].split())
UPDATED = tuple(_LISTS.tables["updated"].split())
ADDRESSES = ("path", "permalink", "slug", "url", "aliases", "redirect_from", "canonical_url")
FIRST, LAST = (
    datetime(1970, 1, 2, tzinfo=UTC),
    datetime(2100, 1, 1, tzinfo=UTC),
)  # of what is a date
MONTHS = {
    name: number
    for number, names in enumerate(_LISTS.phrases("months"), 1)
    for name in names.split()
}
# Hours from UTC by the names that RFC 822 and common use give them; names that two places share
# (IST, and AST outside mail) are left out.
ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8,
    "sgt": 8, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d\d)[-/_](\d\d)(?!\d)")
IN_NAME = re.compile(r"(?:^|/)((?:19|20)\d\d)(\d\d)(\d\d)(?=[-_ ])[^/]*$")
# A month and a day at an end of a file's name, in a folder of a year (`2026/WASI-04-16.md`), and the
# year first with single figures, as Jekyll reads it.
IN_FOLDER = re.compile(
    r"(?:^|/)((?:19|20)\d\d)/(?:[^/]*/)?(?:(?:(?!(?:chapter|part|section|lesson|week|module|unit|v)[-_ ]?\d)[^\d/][^/]*?[-_ ])?(\d\d)[-_](\d\d)(?=\.\w|$)"
    r"|(\d\d)[-_](\d\d)(?=[-_ ][^/\d][^/]*$))",
    re.IGNORECASE,
)
IN_POST = re.compile(r"(?:^|/)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?=-[^/\d][^/]*$)")
NUMERIC = re.compile(
    r"((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{1,2})([-/.])(\d{1,2})\6((?:19|20)\d\d)(?!\d)"
)
CLOCK = re.compile(
    r"(?:^|[Tt\s,])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm]\b\.?)?"
    r"\s*(?:(?:GMT|UTC)?([+\-−])(\d{1,2})(?::?(\d\d))?(?!\d)|\(?([A-Z]{1,5}(?![A-Za-z/])|[A-Z][A-Za-z]+/[A-Za-z_]+)\)?)?"
)
NAMED = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+(?:of\s+|de\s+)?([^\W\d_]{3,12})\.?,?|([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)"
    r"(?:\s+(?:de\s+)?|-)((?:19|20)\d\d)\b|\b((?:19|20)\d\d)[\s-]([^\W\d_]{3,10})\.?[\s-](\d{1,2})\b"
)
IN_ZONE = re.compile(
    r"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)\[([A-Za-z_]+(?:/[A-Za-z_/]+)?)\]"
)
STATES_A_CHANGE = re.compile(r"(?:last\s+)?" + _LISTS.either("changed") + r"\b", re.IGNORECASE)
IN_EAST_ASIA = re.compile(
    r"((?:19|20)\d\d)(?:年\s*(\d{1,2})月\s*(\d{1,2})日|\.\s+(\d{1,2})\.\s+(\d{1,2})\.?)"
)
SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")


def iso(value: object) -> str | None:
    """One date as ISO 8601 with an offset, or None when it is not plainly a date."""
    if isinstance(value, datetime):
        return _stamp(value)
    if isinstance(value, date):
        return _stamp(datetime(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}" if abs(value) < 1e15 else ""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip().strip("\"'").strip()[:200]
    if SECONDS.fullmatch(text):
        return _since_epoch(text)
    if text.startswith("D:"):
        return _pdf(text)
    if named := IN_ZONE.fullmatch(text):
        return _in_zone(named[1], named[2])
    try:
        return _stamp(datetime.fromisoformat(text))
    except ValueError:
        return _written(text) or _of_mail(text)


def _in_zone(moment: str, zone: str) -> str | None:
    """A moment that names its zone as well (`2026-11-02T10:00:00[Europe/Berlin]`, RFC 9557)."""
    try:
        read = datetime.fromisoformat(moment)
        return _stamp(read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone)))
    except (ZoneInfoNotFoundError, ValueError):
        return None


def first(values: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of the named fields that holds a date; names are compared in lower case. A field of
    publication that states a change (`Updated on 5 May 2024`) holds none."""
    low = {str(key).lower(): value for key, value in values.items()}
    if isinstance(
        parts := low.get("date"), Mapping
    ):  # `created` and `updated`, as MkDocs Material has it
        low = {**parts, **low}
    said = (low[name] for name in names if name in low)
    found = (
        iso(one) for one in said if names is not PUBLISHED or not STATES_A_CHANGE.match(str(one))
    )
    return next((one for one in found if one), None)


def from_path(path: str) -> str | None:
    """A whole day in a path (`2024-09-05-title.md`, `2024/09/05/`, `2024/SIG-09-05.md`), the last one
    if several."""
    whole = (IN_POST, IN_NAME, IN_PATH)
    days = [_day(*match.groups()) for at in whole for match in at.finditer(path)]
    if found := next((day for day in reversed(days) if day), None):
        return found
    parted = IN_FOLDER.search(path)
    return _day(parted[1], parted[2] or parted[4], parted[3] or parted[5]) if parted else None


def from_addresses(values: Mapping[str, Any]) -> str | None:
    """A whole day in an address that a front matter gives its page (`path: 2018/09/25/Rust`)."""
    low = {str(key).lower(): value for key, value in values.items()}
    for name in ADDRESSES:
        said = low.get(name)
        for address in said if isinstance(said, list) else [said]:
            if isinstance(address, str) and (day := from_path(address)):
                return day
    return None


def in_words(text: str) -> str | None:
    """A written date such as `5 March 2024` or `March 5, 2024`; the first one in the text."""
    return next((_named(one) for one in NAMED.finditer(text) if _month(one)), None)


def all_in(text: str) -> dict[str, tuple[int, int]]:
    """Every whole day that a text writes, in words or figures, with the place where it stands last."""
    named = [(_named(one), one.span()) for one in NAMED.finditer(text) if _month(one)]
    figures = [(_figures(one), one.span()) for one in NUMERIC.finditer(text)]
    return {day: span for day, span in (*named, *figures) if day}


def _month(match: re.Match[str]) -> int | None:
    return MONTHS.get((match[2] or match[3] or match[7]).lower())


def _named(match: re.Match[str]) -> str | None:
    """A day whose month is named."""
    return _day(match[5] or match[6], str(_month(match)), match[1] or match[4] or match[8])


def _written(text: str) -> str | None:
    """A day in figures or words, with the time of day and zone that stand after it."""
    if eastern := IN_EAST_ASIA.search(text):
        day = _day(eastern[1], eastern[2] or eastern[4], eastern[3] or eastern[5])
        end = eastern.end()
    elif found := NUMERIC.search(text):
        day = _figures(found)
        end = found.end()
    else:
        day = in_words(text)
        named = NAMED.search(text)
        end = named.end() if named else 0
    if day is None:
        return None
    clock = CLOCK.search(text, end) or (
        CLOCK.search(text, 0, end) if not text[:end].isdigit() else None
    )
    return _at(day, clock) if clock else day


def _of_mail(text: str) -> str | None:
    """The forms of mail and of C that the others do not cover: a year of two digits or at the end."""
    if not re.match(
        r"[A-Z][a-z]{2},?\s|(?:[A-Z][a-z]{2,8},\s+)?\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2}\s+\d", text
    ):
        return None
    known = re.sub(r"[A-Z]{1,5}$", lambda zone: _figure_of(zone[0]), text)
    if re.search(r"[A-Za-z]{3,5}$|[A-Z][a-z]{2}[ -]0\d{3}\b", known):  # the year 0001 is no 2001
        return None
    try:
        return _stamp(parsedate_to_datetime(known))
    except (ValueError, TypeError, IndexError):
        return None


def _figure_of(zone: str) -> str:
    """A zone's name as mail writes its offset; as it is when we do not know it."""
    hours = ZONES.get(zone.lower())
    return zone if hours is None else f"{'-' if hours < 0 else '+'}{abs(hours):02d}00"


def _figures(found: re.Match[str]) -> str | None:
    """A day in figures; of day and month before a year, both up to twelve, neither is known."""
    if found[1]:
        return _day(found[1], found[3], found[4])
    one, two = int(found[5]), int(found[7])
    if found[6] == ".":
        return _day(found[8], str(two), str(one))  # nobody writes the month first with full stops
    if one > 12 or one == two:
        return _day(found[8], str(two), str(one))
    return _day(found[8], str(one), str(two)) if two > 12 else None


def _at(day: str, clock: re.Match[str]) -> str | None:
    hour, minute, second, half, sign, ahead, minutes, zone = clock.groups()
    hours = int(hour) % 12 + 12 * (half in "Pp") if half else int(hour)
    offset = _offset(sign, ahead, minutes, zone)
    if offset is None:
        return None
    try:
        moment = datetime.fromisoformat(day).replace(
            hour=hours, minute=int(minute), second=int(second or 0), tzinfo=offset
        )
    except ValueError:
        return None
    return _stamp(moment)


def _offset(sign: str | None, ahead: str | None, minutes: str | None, zone: str | None) -> Any:
    """The zone of a time; UTC when none is said, None when its name is not known."""
    if sign and ahead:
        away = timedelta(hours=int(ahead), minutes=int(minutes or 0))
        return timezone(-away if sign in "-−" else away) if away < timedelta(hours=24) else None
    if not zone:
        return UTC
    if "/" in zone:
        try:
            return ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            return None
    hours = ZONES.get(zone.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _since_epoch(text: str) -> str | None:
    seconds = float(text) / (1000 if len(text) == 13 else 1)
    return _stamp(datetime.fromtimestamp(seconds, UTC))


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
    """In UTC; None for the epoch itself and for years that no text can be of."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment.isoformat(timespec="seconds") if FIRST <= moment < LAST else None
