"""Reads RSS and Atom with feedparser, and JSON Feed 1.x.

Enter: a feed's bytes. Leave: a Reading for every entry that brings its text, and a refusal for
every entry that does not: a summary is not a document. Text is read as what it is said to be, text
or HTML; addresses are joined with xml:base, the feed's own address or its channel's; an entry is
told from another at the same address by its id.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.identity import canonical_url, joined
from pipeline.ingest.loading import json_value
from pipeline.ingest.normal import decode
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts.people import names
from pipeline.ingest.readers.facts.titles import LEFTOVER, heading
from pipeline.ingest.readers.html.page import write_fragment
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading
from pipeline.records.store import short_id
from pipeline.text.lists import beside
from pipeline.text.words import clean

# A description is taken for the full text from this length on; teasers of the feeds we looked at
# end below 80 words. A `content` element is always taken for the text.
FULL_WORDS = 80
HTML_NAMES = (
    "a abbr article aside b blockquote br center cite code dd del div dl dt em figure font h1 h2 h3 h4 h5 "
    "h6 hr i iframe img ins kbd li mark ol p pre q s section small span strike strong sub sup table "
    "tbody td th tr tt u ul var"
).split()
MARKED = re.compile(
    rf"</?(?:{'|'.join(HTML_NAMES)})(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);",
    re.IGNORECASE,
)
REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
LONG_TAG = re.compile(rb"<[^<>]{9000,}")
MOST_ATTRIBUTES = 500  # of one element: the parser compares each with all others
# feedparser calls the `dc:date` of an entry its update; where nothing else is one, it is its day.
DUBLIN = re.compile(rb"<dc:date[\s>]")
CHANGED = re.compile(rb"<(?:\w+:)?(?:updated|modified)[\s>]")
FOOT = re.compile(beside(__file__).either("foot_of_entry"))
FEET = 4  # blocks at the end of an entry that may be such
NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
OF_XML = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
OPENING = 90  # characters of a post without a title that name it
JSON_VERSION = re.compile(rb"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/1")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry, whatever form its feed has. `full` says that `body`, HTML, is no summary."""

    title: str
    link: str
    guid: str
    body: str
    full: bool
    authors: tuple[str, ...]
    published: str | None
    updated: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry leads, and what the feed tells of that page; `url` is "" when it leads nowhere."""

    title: str
    url: str
    told: dict[str, object]


def is_json_feed(data: bytes) -> bool:
    """Whether a JSON file says that it is a JSON Feed."""
    return JSON_VERSION.search(data[:4096]) is not None


def read(source: Input) -> Read:
    """Read every entry of a feed."""
    entries, faults = _entries(source)
    if isinstance(entries, str):
        return (), (Refusal(source.path, entries),)
    taken, refused = _taken(entries, source)
    return taken, refused + tuple(Refusal(source.path, fault) for fault in faults)


def links(task: tuple[bytes, str]) -> tuple[Link, ...] | str:
    """Where the entries of a feed lead, or why it is none. `task`: its bytes and its address."""
    data, where = task
    entries, _ = _entries(Input(where, data, "", where))
    return entries if isinstance(entries, str) else tuple(map(_link, entries))


def _link(entry: FeedEntry) -> Link:
    day = entry.published or entry.updated
    told: dict[str, object] = {
        "title": clean(entry.title),
        "author": list(entry.authors),
        "published": day,
    }
    told |= {"_origin": "feed"} if day else {}
    return Link(clean(entry.title), canonical_url(entry.link, fragment=True) and entry.link, told)


def _entries(source: Input) -> tuple[list[FeedEntry] | str, list[str]]:
    """(the entries of a feed, or why it is none; what else is wrong with it)."""
    if source.data.lstrip()[:1] == b"{" or is_json_feed(source.data):
        return _json_entries(source)
    if any(tag.count(b"=") > MOST_ATTRIBUTES for tag in LONG_TAG.findall(source.data)):
        return f"has an element of more than {MOST_ATTRIBUTES} attributes", []
    import feedparser  # slow to load, and most nights no feed is read

    data = _from_its_start(REFERENCE.sub(_sound_reference, source.data))
    feed = _parsed(data)
    if feed.bozo and "undefined entity" in str(feed.get("bozo_exception")):
        feed = _parsed(NAMED_ENTITY.sub(_in_figures, data))
    if not feed.entries and (feed.bozo or not feed.get("version")):
        fault = feed.get("bozo_exception") or "no channel or feed element"
        return f"is not a feed ({clean(str(fault))})", []
    base = _base(source, _self(feed.feed), feed.feed.get("link") or "")
    by = _authors(feed.feed) if feed.version.startswith("atom") else ()
    entries = [_entry(entry, base, by) for entry in feed.entries]
    if DUBLIN.search(data) and not CHANGED.search(data):
        entries = [
            replace(one, published=one.published or one.updated, updated=None) for one in entries
        ]
    if not feed.bozo or isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        return entries, []
    fault = clean(str(feed.bozo_exception))
    return entries, [f"feed is damaged ({fault}); entries before the fault were read"]


def _sound_reference(match: re.Match[bytes]) -> bytes:
    """A character reference, or U+FFFD in place of one that names no character of XML."""
    digits = match[1] or match[2]
    number = int(digits[:8], 16 if match[1] else 10) if len(digits.lstrip(b"0")) < 8 else 0
    is_sound = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return match[0] if is_sound and number not in (0xFFFE, 0xFFFF) else b"&#xFFFD;"


def _parsed(data: bytes) -> Any:
    import feedparser

    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def _from_its_start(data: bytes) -> bytes:
    """Without the blank lines that a tool left before the declaration, which no parser of XML takes."""
    bare = data.lstrip(b" \t\r\n")
    return bare if bare[:2] in (b"<?", b"<r", b"<f", b"<R", b"<!") else data


def _in_figures(match: re.Match[bytes]) -> bytes:
    """A character that HTML has a name for and XML has not, by its number."""
    known = html.entities.html5.get(f"{match[1].decode()};", "")
    if match[1] in OF_XML or not known:
        return match[0]
    return "".join(f"&#{ord(sign)};" for sign in known).encode()


def _taken(entries: list[FeedEntry], source: Input) -> Read:
    """The entries that bring their text, and what is wrong with the others."""
    places: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        places.setdefault((entry.link, entry.guid), set()).add(_told(entry))
    entries = [
        replace(entry, guid=f"{entry.guid} {short_id(_told(entry))}".strip())
        if len(places[entry.link, entry.guid]) > 1
        else entry
        for entry in entries
    ]
    taken: list[Reading] = []
    refused: list[Refusal] = []
    for number, entry in enumerate(entries, 1):
        made = _reading(entry, source, number)
        (taken if isinstance(made, Reading) else refused).append(made)  # type: ignore[arg-type]
    summaries = sum("only a summary" in refusal.reason for refusal in refused)
    if summaries and not taken:
        reason = (
            f"feed brings only summaries ({summaries} entries); `follow = true` on its source reads "
            "the pages they lead to"
        )
        refused.append(Refusal(source.path, reason))
    return tuple(taken), tuple(refused)


def _told(entry: FeedEntry) -> str:
    """What tells an entry from another at its address with its id (`N/A`, or none)."""
    return (
        entry.title if entry.guid else "\n".join((entry.title, entry.published or "", entry.body))
    )


def _reading(entry: FeedEntry, source: Input, number: int) -> Reading | Refusal:
    key = entry.guid or entry.link or str(number)
    page = Manuscript()
    words = write_fragment(entry.body, page)
    if not page.words():
        return Refusal(f"{source.path}#{key}", "entry has no content")
    if not entry.full and words < FULL_WORDS:
        return Refusal(f"{source.path}#{key}", f"entry has only a summary of {words} words")
    _mark_feet(page)
    named = clean(entry.title)
    return reading(
        f"{source.path}#{key}",
        named
        if named and not LEFTOVER.fullmatch(named)
        else heading(page) or named or _opening(page),
        page,
        url=entry.link if canonical_url(entry.link, fragment=True) else "",
        key=_key(entry),
        authors=entry.authors,
        published=entry.published,
        published_from="feed" if entry.published else "undated",
        updated=entry.updated if entry.updated != entry.published else None,
        raw_words=words,
        kind="feed",
    )


def _mark_feet(page: Manuscript) -> None:
    """Mark what a tool wrote under an entry, at its very end, as no text of it."""
    for at in range(len(page.blocks) - 1, max(0, len(page.blocks) - FEET) - 1, -1):
        block = page.blocks[at]
        if not FOOT.fullmatch(page.text[block.start : block.end]):
            return
        page.blocks[at] = replace(block, kind="boilerplate")


def _opening(page: Manuscript) -> str:
    """The first words of a post that has no title."""
    first = clean(page.text[:400].split("\n")[0])
    if len(first) <= OPENING:
        return first or "untitled entry"
    return first[:OPENING].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _key(entry: FeedEntry) -> str:
    """The id of an entry, unless it is nothing but its address."""
    same = canonical_url(entry.guid, fragment=True) == canonical_url(entry.link, fragment=True)
    return "" if entry.link and (same or not entry.guid) else entry.guid


def _self(feed: Mapping[str, Any]) -> str:
    """The address a feed gives itself."""
    return next(
        (one.get("href") or "" for one in feed.get("links", ()) if one.get("rel") == "self"), ""
    )


def _base(source: Input, own: str, channel: str) -> str:
    """What relative addresses of a feed are joined with: where it was fetched, the address it gives
    itself, or its channel's."""
    return next((one for one in (source.url, own, channel) if canonical_url(one)), "")


def _entry(entry: Any, base: str, by: tuple[str, ...]) -> FeedEntry:
    """An entry; `by` wrote what names no author of its own (RFC 4287, 4.2.1)."""
    body = _content(entry)
    own = entry.get("feedburner_origlink") or entry.get("link")
    # an empty `link` hides from the parser that the id is one
    link = (own or ("link" in entry and entry.get("id")) or "").strip()
    return FeedEntry(
        title=_title(entry.get("title_detail") or {}),
        link=joined(base, link),
        guid=(entry.get("id") or "").strip(),
        body=_as_html(body),
        # a post without a title is all there is of it (RSS 2.0: "complete in itself")
        full=bool(entry.get("content")) or not entry.get("title"),
        authors=_authors(entry) or by,
        published=dates.iso(entry.get("published")),
        # feedparser answers a plain `get` of a missing `updated` with `published`, and a warning
        updated=dates.iso(entry["updated"]) if "updated" in entry else None,
    )


def _authors(entry: Any) -> tuple[str, ...]:
    """Names as the feed writes them: the parser's own split of `mail (Name)` loses letters."""
    parted = [one.get("name") or "" for one in entry.get("authors", ())]
    said = entry.get("author") or ""
    if len(parted) > 1 and all(parted) and "@" not in said:
        return names(parted)
    return names(said or parted)


def _content(entry: Any) -> Mapping[str, Any]:
    """The text an entry carries; its summary where that is rather the text."""
    summary: Mapping[str, Any] = entry.get("summary_detail") or {}
    best: Mapping[str, Any] = max(entry.get("content", ()), key=_length, default={})
    return best if _length(best) >= _length(summary) / 2 and best else summary


def _length(body: Mapping[str, Any]) -> int:
    return len(body.get("value") or "")


def _as_html(body: Mapping[str, Any]) -> str:
    """A body as HTML; text stays text, and so does what is called HTML and has no mark of it."""
    value = str(body.get("value") or "")
    if body.get("type") == "text/plain" or not MARKED.search(value):
        parts = re.split(r"\n\s*\n", value)
        return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part.strip())
    return value


def _title(detail: Mapping[str, Any]) -> str:
    """A title's words: HTML only where the feed says so, or shows it by a mark of HTML."""
    value = str(detail.get("value") or "")
    if not MARKED.search(value) or (
        detail.get("type") == "text/plain" and "</" not in value and "&" not in value
    ):
        return value
    page = Manuscript()
    write_fragment(value, page)
    return page.text


def _json_entries(source: Input) -> tuple[list[FeedEntry] | str, list[str]]:
    """The entries of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed = json_value(decode(source.data))
    except ValueError as error:
        return f"is not a feed ({clean(str(error))})", []
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return "is not a feed (it has no list of items)", []
    base = _base(source, _text(feed, "feed_url"), _text(feed, "home_page_url"))
    whole = [item for item in items if isinstance(item, dict)]
    faults = (
        [f"{len(items) - len(whole)} of its items are no objects"]
        if len(whole) < len(items)
        else []
    )
    return [_json_entry(item, feed, base) for item in whole], faults


def _json_entry(item: dict[str, Any], feed: dict[str, Any], base: str) -> FeedEntry:
    link = _text(item, "url") or _text(item, "external_url")
    text = _text(item, "content_text")
    body = _text(item, "content_html") or _as_html({"value": text, "type": "text/plain"})
    summary = _as_html({"value": _text(item, "summary"), "type": "text/plain"})
    by = [one.get("authors") or one.get("author") for one in (item, feed)]
    guid = item.get("id")
    return FeedEntry(
        title=_text(item, "title"),
        link=joined(base, link),
        guid=str(guid).strip() if isinstance(guid, str | int | float) else "",
        body=body or summary,
        full=bool(body),
        authors=next((found for one in by if (found := names(one))), ()),
        published=dates.iso(item.get("date_published")),
        updated=dates.iso(item.get("date_modified")),
    )


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""
