"""Reads RSS and Atom files or replies with feedparser.

Enter: a feed's bytes. Leave: a Reading for every entry that brings its text, and a refusal for
every entry that does not: a summary is not a document.
"""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipeline.ingest.identity import canonical_url
from pipeline.ingest.normal import fold
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.html.page import write_fragment
from pipeline.ingest.readers.markdown import plain
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading

# A description is taken for the full text from this length on; teasers of the feeds we looked at
# end below 80 words. A `content` element is always taken for the text.
FULL_WORDS = 80


def read(source: Input) -> Read:
    """Read every entry of a feed."""
    feed = feedparser.parse(source.data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and (feed.bozo or not feed.version):
        fault = feed.get("bozo_exception") or "no channel or feed element"
        return (), (Refusal(source.path, f"is not a feed ({fold(str(fault))})"),)
    taken: list[Reading] = []
    refused: list[Refusal] = []
    for number, entry in enumerate(feed.entries, 1):
        one = _entry(entry, source, number)
        if isinstance(one, Reading):
            taken.append(one)
        else:
            refused.append(one)
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        refused.append(
            Refusal(
                source.path,
                f"feed is damaged ({fold(str(feed.bozo_exception))}); entries before the fault were read",
            )
        )
    return tuple(taken), tuple(refused)


def _entry(entry: Any, source: Input, number: int) -> Reading | Refusal:
    link = entry.get("link") or ""
    key = link or entry.get("id") or str(number)
    page = Manuscript()
    words = write_fragment(_content(entry), page)
    if not page.words():
        return Refusal(f"{source.path}#{key}", "entry has no content")
    if not entry.get("content") and words < FULL_WORDS:
        return Refusal(f"{source.path}#{key}", f"entry has only a summary of {words} words")
    published = _when(entry.get("published_parsed")) or _when(
        entry["updated_parsed"] if "updated_parsed" in entry else None  # noqa: SIM401  get() warns
    )
    updated = _when(entry["updated_parsed"] if "updated_parsed" in entry else None)  # noqa: SIM401
    return reading(
        f"{source.path}#{key}",
        plain(entry.get("title") or "") or "untitled entry",
        page,
        url=canonical_url(link, fragment=True) and link,
        authors=tuple(fold(one["name"]) for one in entry.get("authors", ()) if one.get("name")),
        published=published,
        published_from="feed" if published else "undated",
        updated=updated if updated != published else None,
        raw_words=words,
        kind="feed",
    )


def _content(entry: Any) -> str:
    """The longest body an entry carries, as HTML."""
    bodies = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    best: dict[str, Any] = max(bodies, key=lambda one: len(one.get("value") or ""), default={})
    value = best.get("value") or ""
    if best.get("type") == "text/plain" and not re.search(r"</\w+>", value):
        return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", value))
    return str(value)


def _when(parsed: Any) -> str | None:
    if not parsed:
        return None
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat(timespec="seconds")
