"""Holds the line under a quote against what the evidence says of the source it names.

Enter: the line and the evidence items it cites. Leave: the days in it on which none of them was
published. Titles and publishers may be shortened by a writer, so they are not held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.records import EvidenceItem
from pipeline.text.days import month_number

_DAY = re.compile(
    r"(?<![\w/-])(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])"
    r"|(?P<d>\d{1,2})\s+(?P<m>[A-Za-z]{3,9})\.?,?\s+(?P<y>\d{4})\b"
    r"|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2}),?\s+(?P<y2>\d{4})\b)"
)
_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<[^<>]*>|https?://\S+")


def wrong_days(line: str, items: Iterable[EvidenceItem]) -> Iterator[tuple[int, str]]:
    """Offset and words of each day that is no item's; nothing where an item has no day."""
    days = [(item.published or "")[:10] for item in items]
    if not days or not all(days):
        return
    bare = _TARGET.sub(lambda found: " " * len(found[0]), line)
    for found in _DAY.finditer(bare):
        day = _iso(found)
        if day and day not in days:
            yield found.start(), found[0]


def _iso(found: re.Match[str]) -> str:
    if found["year"]:
        return found[0]
    month = month_number(found["m"] or found["m2"])
    day, year = int(found["d"] or found["d2"]), found["y"] or found["y2"]
    return f"{year}-{month:02}-{day:02}" if month else ""
