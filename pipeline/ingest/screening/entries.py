"""The raw markup of one entry of a feed, for the screen to look at what a reader's eye is not shown.

Enter: a feed as text, and the reading of one of its entries. Leave: the markup of that entry with its
escapes undone; "" when no entry can be told to be its own.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.reading import Reading

ENTRY = re.compile(r"<(?:\w+:)?(item|entry)\b.*?</(?:\w+:)?\1\s*>", re.DOTALL | re.IGNORECASE)
TIMES = 2  # escapes within escapes: what a feed reader undoes, and the page after it


def entry_of(raw: str, reading: Reading) -> str:
    """The entry whose address or title the reading has."""
    place = reading.path.partition("#")[2]
    marks = [one for one in (place, reading.url, reading.title) if one]
    entries = [_unescaped(one) for one in _entries(raw)]
    for mark in marks:
        own = [one for one in entries if mark in one]
        if len(own) == 1:
            return own[0]
    return entries[0] if len(entries) == 1 else ""


def _entries(raw: str) -> Iterator[str]:
    if raw.lstrip()[:1] == "{":
        yield from _items(raw)
        return
    yield from (match[0] for match in ENTRY.finditer(raw))


def _items(raw: str) -> Iterator[str]:
    """Entries of a JSON feed: every text of each, a line each."""
    try:
        items = json.loads(raw).get("items", ())
    except (ValueError, AttributeError):
        return
    for item in items if isinstance(items, list) else ():
        yield "\n".join(_texts(item))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _unescaped(entry: str) -> str:
    """Markup as a page would have it."""
    text = entry.replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(TIMES):
        text = html.unescape(text)
    return text
