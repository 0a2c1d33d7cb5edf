"""The parts of a page or an entry that nobody is shown: comments, hidden elements, descriptions of images.

Enter: the raw text of an item. Leave: their words, and of a feed the markup of one entry. Whether those
words address a model is for others to say.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.ingest.loading import json_value
from pipeline.ingest.readers.markup.hidden import HIDDEN_STYLE
from pipeline.ingest.reading import Reading
from pipeline.text.nesting import strings

COMMENT = re.compile(r"<!--(.{8,4000}?)-->", re.DOTALL)
UNSHOWN = re.compile(
    rf"<(\w+)\b[^<>]*(?:{HIDDEN_STYLE}|\shidden(?=[\s=>])|aria-hidden=[\"']true)[^<>]*>(.{{8,4000}}?)</\1",
    re.DOTALL | re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"\b(?:alt|title|aria-label|content|placeholder|summary|data-[\w-]+)\s*=\s*"
    r"(?:\"([^\"<>]{12,4000})\"|'([^'<>]{12,4000})')", re.IGNORECASE,
)  # fmt: skip
ALT = re.compile(r"!\[([^\]\n]{12,2000})\]\(")
# What must stand in a text before a costly pattern is tried on it.
DESCRIPTION = re.compile(r"=\s*[\"'][^<>]{12}")
MAX_READ = 3_000_000  # characters of an item that are searched


def unshown(text: str) -> Iterator[tuple[str, str]]:
    """(kind, words) of what a page holds but does not show to a reader's eye."""
    text = text[:MAX_READ]
    if "<" in text:
        for match in COMMENT.finditer(text):
            yield "comment", match[1]
        for match in UNSHOWN.finditer(text):
            yield "hidden", html.unescape(re.sub(r"<[^<>]*>", " ", match[2]))
        for match in DESCRIBED.finditer(text) if DESCRIPTION.search(text) else ():
            yield "description", html.unescape(match[1] or match[2])
    for match in ALT.finditer(text):
        yield "description", match[1]


# ── one entry of a feed ───────────────────────────────────────────────────────────────────

ENTRY = re.compile(r"<(?:\w+:)?(item|entry)\b.*?</(?:\w+:)?\1\s*>", re.DOTALL | re.IGNORECASE)
TIMES = 2  # escapes within escapes: what a feed reader undoes, and the page after it


def entry_of(raw: str, reading: Reading) -> str:
    """The raw markup of the entry that a reading was made of, by its address or title, with the escapes
    undone; "" when no entry can be told to be its own."""
    place = reading.path.partition("#")[2]
    marks = [one for one in (place, reading.url, reading.title) if one]
    entries = _unescaped_entries(raw)
    for mark in marks:
        own = [one for one in entries if mark in one]
        if len(own) == 1:
            return own[0]
    return entries[0] if len(entries) == 1 else ""


@lru_cache(maxsize=1)  # a feed is asked for the entry of each of its documents
def _unescaped_entries(raw: str) -> tuple[str, ...]:
    return tuple(_unescaped(one) for one in _entries(raw))


def _entries(raw: str) -> Iterator[str]:
    if raw.lstrip()[:1] == "{":
        yield from _items(raw)
        return
    yield from (match[0] for match in ENTRY.finditer(raw))


def _items(raw: str) -> Iterator[str]:
    """Entries of a JSON feed: every text of each, a line each."""
    try:
        items = json_value(raw).get("items", ())
    except (ValueError, AttributeError):
        return
    for item in items if isinstance(items, list) else ():
        yield "\n".join(strings(item))


def _unescaped(entry: str) -> str:
    """Markup as a page would have it."""
    text = entry.replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(TIMES):
        text = html.unescape(text)
    return text
