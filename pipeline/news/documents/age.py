"""When a page came out or was last touched by its own word, however late a repository got it.

Enter: a document. Leave: the day that its fields or its text give for the last change
(`Last updated: 12 March 2019`), or its head for when it came out (`Released on 2026-03-23`), as far as it
says one; "" where it does not.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.records import Document
from pipeline.text.days import MONTH, written

ENDS = 1_200  # characters of the beginning and of the end in which a page says so
_DAY = (
    rf"(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)|(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{MONTH})\.?,? (?P<year>\d{{4}})"
    rf"|(?P<first>{MONTH})\.? (?:(?P<of>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?P<in>\d{{4}}))"
)
_TOUCHED = re.compile(
    r"\b(?:last[ -](?:updated|modified|reviewed|revised|changed|edited)|date (?:updated|modified))(?: on| at)?\W{0,6}"
    + _DAY,
    re.IGNORECASE,
)
HEAD = 260  # characters in which a text says on which day it came out
_STATED = re.compile(_DAY, re.IGNORECASE)
_OUT = re.compile(rf"^\W*(?:released|published|posted)(?: on| at)?\W{{0,6}}{_DAY}", re.I | re.M)


def last_touched(document: Document) -> str:
    """The day of the last change, `YYYY-MM-DD`; the first of a month or a year stands for all of it."""
    text = document.text
    said = _TOUCHED.search(text[:ENDS]) or _TOUCHED.search(text[-ENDS:])
    return _day((document.updated or "")[:10] or _stated(said))


def came_out(document: Document) -> str:
    """The day on which a text says, on a line of its own at its head, that it came out, `YYYY-MM-DD`."""
    return _day(_stated(_OUT.search(document.text[:HEAD])))


def said_day(text: str) -> str:
    """The first day that a text names, `YYYY-MM-DD`; of a month alone `YYYY-MM`; "" where it names none."""
    found = _STATED.search(text)
    day = _day(_stated(found))
    if found is None or not day:
        return ""
    alone = not (found["day"] or found["of"] or len(found["iso"] or "") > len("YYYY-MM"))
    return day[: len("YYYY-MM")] if alone else day


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:  # no day of the calendar
        return ""


def _stated(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    if found["iso"]:
        return f"{found['iso']}-01"[:10]
    month, year = found["month"] or found["first"], found["year"] or found["in"]
    day = found["day"] or found["of"] or "1"
    return written(year, month, day)
