"""Turns a remote source into items: one page, a feed, a sitemap, or another file by address.

Enter: a visit: a Source with an http(s) location, the guarded client, what is remembered. Leave:
items with what was fetched. A page of a sitemap that fails is refused with its reason and keeps
what it gave before; the source fails only when its own address does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipeline.errors import FetchError, SourceError
from pipeline.ingest.files import Files
from pipeline.ingest.identity import canonical_url
from pipeline.ingest.jobs import LOADED
from pipeline.ingest.place import Death, Place, Task
from pipeline.ingest.readers import feeds
from pipeline.ingest.reading import Refusal
from pipeline.ingest.sources import formats
from pipeline.ingest.sources.listing import Item
from pipeline.ingest.sources.manners import (
    HostRules,
    asks_not_to,
    closed,
    host_rules,
    licence_of,
    signals,
)
from pipeline.ingest.sources.unpack import gunzip
from pipeline.ingest.state import Known
from pipeline.newsroom.desk import Ingest
from pipeline.records import Source
from pipeline.records.store import sha256

if TYPE_CHECKING:
    from pipeline.ingest.sources.fetch import Client, Reply

MAX_PAGES = 500  # of one sitemap and run; the sitemap's newest first
MAX_MAPS = 20
MAX_LISTED = 50_000  # addresses of one map, as the protocol has it (sitemaps.org)
GONE = frozenset((404, 410))
REMOVED = 410  # a page that asks not to be read any more is as good as gone


@dataclass(frozen=True, slots=True)
class RemoteEntry:
    """A line of a sitemap: a page, or another map."""

    url: str
    modified: str
    is_map: bool


@dataclass(slots=True)
class Visit:
    """One source, the client it is fetched with, and what is found out on the way."""

    source: Source
    client: Client
    files: Files
    limits: Ingest
    refused: list[Refusal] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # known pages, and what they answered
    gone: set[str] = field(default_factory=set)  # those of them that are said to be gone
    moved: str = ""

    rules: dict[str, HostRules] = field(default_factory=dict)  # by the address of robots.txt

    def known(self, url: str) -> Known | None:
        return self.files.get((self.source.id, url))

    def closed(self, url: str) -> str:
        """Why a page is not to be read, "" when it may be (RFC 9309): a host without a robots.txt
        lets us, one that cannot say does not."""
        return closed(self._of_host(url), url, models=self.respects)

    def signals(self) -> str:
        """What the host of the source's own address says to machines."""
        where = self.source.location
        return signals(self._of_host(where), where, models=self.respects)

    @property
    def respects(self) -> bool:
        """Whether what is asked of models counts, and is asked for."""
        return self.limits.ai_signals == "respect"

    @property
    def asked_own(self) -> bool:
        """Whether the host of the source's own address was asked on the way."""
        return urljoin(self.source.location, "/robots.txt") in self.rules

    def _of_host(self, url: str) -> HostRules:
        """The rules of an address's host, asked for once."""
        place = urljoin(url, "/robots.txt")
        if place not in self.rules:
            self.rules[place] = self._asked(place)
        return self.rules[place]

    def _asked(self, place: str) -> HostRules:
        try:
            robots = self._text(place)
        except FetchError as error:
            if not 400 <= error.status < 500:
                return HostRules(reads=False)
            robots = ""
        if not self.respects:
            return host_rules(robots, "")
        ai, tdm = (self._beside(place, one) for one in ("/ai.txt", "/.well-known/tdmrep.json"))
        terms = licence_of(robots)
        return host_rules(
            robots, "" if "<" in ai else ai, tdm, self._beside(place, terms) if terms else ""
        )

    def _beside(self, place: str, path: str) -> str:
        """A file by which a host speaks to machines; "" where it has none."""
        try:
            return self._text(urljoin(place, path))
        except FetchError:
            return ""

    def _text(self, place: str) -> str:
        return self.client.get(place, f"source {self.source.id}").body.decode("utf-8", "replace")


def is_remote(source: Source) -> bool:
    return re.match(r"https?://", source.location) is not None


def fetched_items(visit: Visit) -> tuple[Item, ...]:
    """Everything the source offers now. Raises SourceError when its own address fails."""
    source = visit.source
    if source.kind == "folder":
        raise SourceError("a source of kind 'folder' is a path, not an address", where=source.location,
                          hint="use kind 'sitemap', 'feed' or 'page'")  # fmt: skip
    if source.kind == "feed" and source.follow:
        return _followed(visit)
    if source.kind != "sitemap":
        return (_item(visit, source.location),)
    listed = _pages(visit)
    read = []
    for url in listed[:MAX_PAGES]:
        if shut := visit.closed(url):
            visit.refused.append(Refusal(url, shut))
        else:
            read.append(url)
    items = [item for url in read for item in _page(visit, url)]
    beyond = [known for url in listed[MAX_PAGES:] if (known := visit.known(url))]
    return (*items, *(_kept(source, known) for known in beyond))


def _followed(visit: Visit) -> tuple[Item, ...]:
    """The pages that the entries of a feed lead to, and those that earlier ones led to; an entry
    without an address is passed over by name, and a page that robots.txt closes as well."""
    source = visit.source
    reply = visit.client.get(source.location, f"source {source.id}")
    visit.moved = reply.moved
    entries = _links(reply.body, reply.url, visit.limits)
    visit.refused += [
        Refusal(f"{source.location}#{entry.title or n}", "entry leads to no page")
        for n, entry in enumerate(entries, 1)
        if not entry.url
    ]
    items: dict[str, Item] = {}
    for entry in [entry for entry in entries if entry.url][:MAX_PAGES]:
        if shut := visit.closed(entry.url):
            visit.refused.append(Refusal(entry.url, shut))
            continue
        told = {key: value for key, value in entry.told.items() if value}
        for item in _page(visit, entry.url):
            items[entry.url] = replace(item, meta=told)
    earlier = (known for known in visit.files if known.source == source.id)
    return (
        *items.values(),
        *(_kept(source, known) for known in earlier if known.path not in items),
    )


def _page(visit: Visit, url: str) -> tuple[Item, ...]:
    """A page of a sitemap or of a feed's entry; one that fails stays as it was."""
    try:
        return (_item(visit, url),)
    except FetchError as error:
        visit.refused.append(Refusal(url, error.message))
        known = visit.known(url)
        if known is None:
            return ()
        visit.failed[url] = error.message
        if error.status in GONE:
            visit.gone.add(url)
        return (_kept(visit.source, known),)


def _item(visit: Visit, url: str) -> Item:
    before, source = visit.known(url), visit.source
    validators = before.validators if before else ""
    reply = visit.client.get(url, f"source {source.id}", validators=validators)
    if url == source.location:
        visit.moved = reply.moved
    if reply.unchanged and before:
        return _kept(source, before)
    if visit.respects and (asked := asks_not_to(reply.asks, reply.body)):
        raise FetchError(asked, where=url, status=REMOVED)
    reader, suffix = _reader(
        "page" if source.follow and url != source.location else source.kind, reply
    )
    stamp = f"{len(reply.body)}:{sha256(reply.body)[:16]}:"
    own = url if reader == "feed" else reply.url
    return Item(url, reader, suffix, stamp, url=own, data=reply.body, validators=reply.validators)


def _links(body: bytes, where: str, limits: Ingest) -> tuple[feeds.Link, ...]:
    """What the entries of a feed lead to, parsed in the reading place. Raises SourceError."""
    links: tuple[feeds.Link, ...] = _in_place(feeds.links, (body, where), limits, kind="feed")
    return links


def _in_place(
    reads: Callable[..., Any], given: tuple[Any, ...], limits: Ingest, *, kind: str
) -> Any:
    """What a reader makes of its text (the first two of what is given: bytes and their address), in the
    reading place. Raises SourceError."""
    memory = limits.memory_mb * 2**20
    with Place(reads, processes=1, memory=memory, preload=LOADED) as place:
        (answer,) = place.each([Task(given, limits.cpu_seconds)])
    if isinstance(answer, Death | str):
        reason = answer.reason if isinstance(answer, Death) else answer
        raise SourceError(f"is not a {kind} ({reason})", where=given[1])
    return answer


def _kept(source: Source, before: Known) -> Item:
    """An item that need not be read: its stamp is the one already known."""
    return Item(before.path, source.kind, "", before.stamp, validators=before.validators)


def _reader(kind: str, reply: Reply) -> tuple[str, str]:
    """(reader, suffix) of a reply."""
    suffix = formats.suffix_of(urlsplit(reply.url).path)
    return formats.of_reply(kind, reply.media_type, suffix).name, suffix


def _pages(visit: Visit) -> list[str]:
    """Addresses of a sitemap and the sitemaps it lists, newest first, of its own host only."""
    host = urlsplit(visit.source.location).hostname
    waiting, seen, found = [visit.source.location], set[str](), dict[str, str]()
    while waiting and len(seen) < MAX_MAPS:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        reply = visit.client.get(at, f"source {visit.source.id}")
        visit.moved = reply.moved if at == visit.source.location else visit.moved
        for entry in _entries(reply.body, at, visit.limits):
            if urlsplit(entry.url).hostname != host:
                continue
            if entry.is_map:
                waiting.append(entry.url)
            else:
                found[entry.url] = entry.modified
    return sorted(found, key=lambda url: (_newest(found[url]), url))


def _newest(stamp: str) -> tuple[int, ...]:
    """Sort key: later days first, undated last."""
    return tuple(-int(part[:9]) for part in re.findall(r"[0-9]+", stamp[:40])) or (0,)


def _entries(body: bytes, where: str, limits: Ingest) -> tuple[RemoteEntry, ...]:
    """What a sitemap lists, parsed in the reading place. Raises SourceError."""
    given = (body, where, limits.max_bytes)
    entries: tuple[RemoteEntry, ...] = _in_place(_parsed, given, limits, kind="sitemap")
    return entries


def _parsed(task: tuple[bytes, str, int]) -> tuple[RemoteEntry, ...] | str:
    """The entries of a map, or why it is none."""
    body, where, limit = task
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
        root = etree.fromstring(gunzip(body, limit), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return str(error)
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        return "no urlset or sitemapindex"
    entries = [_entry(child, where) for child in root[:MAX_LISTED] if isinstance(child.tag, str)]
    return tuple(entry for entry in entries if entry.url)


def _entry(element: etree._Element, where: str) -> RemoteEntry:
    try:
        url = (
            canonical_url(urljoin(where, _child(element, "loc"))) if _child(element, "loc") else ""
        )
    except ValueError:  # a line that names no address costs that line alone
        url = ""
    return RemoteEntry(url, _child(element, "lastmod"), etree.QName(element).localname == "sitemap")


def _child(entry: etree._Element, name: str) -> str:
    for child in entry:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return (child.text or "").strip()
    return ""
