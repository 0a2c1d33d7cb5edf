"""Releases that a newer one of the same line has overtaken.

Enter: documents with their days. Leaves: for a title, the newer title that
takes its place: a later patch of every version it names, or, where it names one minor version, a
later minor of the same major; or the later issue of what comes out by week, month or number (`This week
in Kestrel #12`, `Kestrel in May`). `Kestrel v3.5.32` gives way to `Kestrel patches: v3.6.14, v3.5.33`;
`Kestrel 42.0.0` to `Kestrel 42.3.0`, and not to `Kestrel 42.0.1`, which does not tell it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.news.documents.subject import VERSION
from pipeline.records import Document
from pipeline.text.days import MONTH
from pipeline.text.lists import beside

_LISTS = beside(__file__)

_FILLERS = _LISTS.words("fillers")
_WORD = re.compile(r"[A-Za-z][\w.+-]*")

# What tells one issue of a series from the next: a month, a date, a number.
_TURN = re.compile(rf"#?\b\d[\d.,-]*(?:st|nd|rd|th)?\b|\b(?:{MONTH})\b\.?")
_WEEKLY = re.compile(
    r"#\d|\bweek(?:ly)?\b|\b(?:day|month|issue|episode|edition|part|no\.?|vol(?:ume)?\.?) #?\d+\b|\b\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# A trial of what is coming; once the thing itself is out, that is the news.
BEFOREHAND = re.compile(
    r"\b(?:pre-?releases?|call for testing|release candidates?|rc ?\d*|beta|alpha|preview)\b",
    re.IGNORECASE,
)
SAID = 2  # words that the name of a series has beside that

Version = tuple[int, int, int, bool]  # major, minor, patch, and whether it is out


@dataclass(frozen=True, slots=True)
class Release:
    """What a title says is out: whose, of which thing, in which versions, of which day."""

    source: str
    title: str
    day: str
    name: str
    versions: frozenset[Version]


def release(document: Document, day: str) -> Release | None:
    """The release that a document's title names, or None for a title without a version. A title that
    is a version alone is of the thing whose notes lie in its folder."""
    title = document.title
    found = versions(title)
    if not found:
        return None
    plain = VERSION.sub(" ", title)
    words = (word.lower() for word in _WORD.findall(plain))
    folder = str(PurePosixPath(document.path).parent)
    name = next((word for word in words if word not in _FILLERS), f"{folder}/")
    return Release(document.source, title, day, name, found)


def versions(title: str) -> frozenset[Version]:
    """The versions that a title names, as what can be put in order."""
    return frozenset(map(_version, VERSION.findall(title)))


def series(document: Document) -> str:
    """The name of what a document is one issue of, by a title with a month, date or number in it and
    the folder it lies in; "" for a title of its own."""
    head, folder = document.title.split(":")[0], str(PurePosixPath(document.path).parent)
    said = head if _TURN.search(head) or len(_WORD.findall(head)) < SAID else document.title
    words = _WORD.findall(_TURN.sub(" ", said))
    if not _TURN.search(said) or len(words) < SAID:
        return ""
    return f"{_TURN.sub('#', folder)}/{' '.join(words).lower()}"


def of_a_week(document: Document) -> bool:
    """Whether a document is an issue of what comes out by number, day or week, and not by month."""
    return bool(series(document)) and bool(_WEEKLY.search(document.title))


def overtaken(one: Release, others: Iterable[Release]) -> str:
    """The title of a newer release in whose line this one stands; "" where there is none."""
    for other in others:
        same = (other.source, other.name) == (one.source, one.name)
        if same and other.day >= one.day and all(_newer(v, one, other) for v in one.versions):
            return other.title
    return ""


def outdone(one: Release, others: Iterable[Release]) -> str:
    """The title of a later release of the same thing with a higher version, whatever its line: what an
    older one brought is no longer told beside it; "" where there is none."""
    for other in others:
        same = (other.source, other.name) == (one.source, one.name)
        mine, theirs = max(one.versions), max(other.versions)
        later = theirs > mine or (theirs == mine and not mine[3])  # of one version, a later trial
        if same and other.day > one.day and later:
            return other.title
    return ""


def _newer(version: Version, one: Release, other: Release) -> bool:
    major, minor, patch, out = version
    later = any(
        each[:2] == (major, minor) and each[2:] > (patch, out) and (patch or not out)
        for each in other.versions
    )
    alone = len(one.versions) == 1 and not patch
    return later or (alone and any(v[0] == major and v[1] > minor for v in other.versions))


def _version(text: str) -> Version:
    number, _, rest = re.sub(r"-?(?=rc|beta|alpha)", "-", text.lower(), count=1).partition("-")
    parts = [*map(int, number.split(".")), 0, 0]
    return parts[0], parts[1], parts[2], not rest
