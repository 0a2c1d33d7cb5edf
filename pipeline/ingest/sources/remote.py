"""Turns a remote source into items: one page, a feed, a sitemap, or another file by address.

Enter: a Source with an http(s) location and the guarded client. Leave: items with what was
fetched. A page of a sitemap that fails is refused with its reason and keeps what it gave before;
the source fails only when its own address does.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipeline.errors import FetchError, SourceError
from pipeline.ingest.identity import canonical_url
from pipeline.ingest.reading import Refusal
from pipeline.ingest.sources.fetch import Client, Reply
from pipeline.ingest.sources.listing import BY_SUFFIX, Item
from pipeline.ingest.state import Known
from pipeline.records import Source
from pipeline.records.store import sha256

MAX_PAGES = 500  # of one sitemap and run; the sitemap's newest first
MAX_MAPS = 20
BY_MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "application/pdf": "pdf", "text/vtt": "transcript", "application/x-subrip": "transcript",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl", "text/plain": "plain",
}  # fmt: skip


def is_remote(source: Source) -> bool:
    return re.match(r"https?://", source.location) is not None


def fetched_items(
    source: Source, client: Client, known: Mapping[tuple[str, str], Known], refused: list[Refusal]
) -> tuple[Item, ...]:
    """Everything the source offers now. Raises SourceError when its own address fails."""
    if source.kind == "folder":
        raise SourceError("a source of kind 'folder' is a path, not an address", where=source.location,
                          hint="use kind 'sitemap', 'feed' or 'page'")  # fmt: skip
    if source.kind != "sitemap":
        return (_item(source, client, known, source.location),)
    items = []
    for url in _pages(source, client):
        try:
            items.append(_item(source, client, known, url))
        except FetchError as error:
            refused.append(Refusal(url, error.message))
            if (source.id, url) in known:
                items.append(_kept(source, known[(source.id, url)]))
    return tuple(items)


def _item(source: Source, client: Client, known: Mapping[tuple[str, str], Known], url: str) -> Item:
    before = known.get((source.id, url))
    reply = client.get(url, f"source {source.id}", validators=before.validators if before else "")
    if reply.unchanged and before:
        return _kept(source, before)
    reader, suffix = _reader(source, reply)
    stamp = f"{len(reply.body)}:{sha256(reply.body)[:16]}:"
    own = url if reader == "feed" else reply.url
    return Item(url, reader, suffix, stamp, url=own, data=reply.body, validators=reply.validators)


def _kept(source: Source, before: Known) -> Item:
    """An item that need not be read: its stamp is the one already known."""
    return Item(before.path, source.kind, "", before.stamp, validators=before.validators)


def _reader(source: Source, reply: Reply) -> tuple[str, str]:
    """(reader, suffix) by the source's kind, else by media type and name."""
    suffix = PurePosixPath(urlsplit(reply.url).path).suffix[1:].lower()
    if source.kind not in ("page", "sitemap"):
        return source.kind, suffix
    reader = BY_MEDIA.get(reply.media_type) or BY_SUFFIX.get(suffix, "html")
    if reader == "plain" and suffix in BY_SUFFIX:
        reader = BY_SUFFIX[suffix]
    return reader, suffix


def _pages(source: Source, client: Client) -> list[str]:
    """Addresses of a sitemap and the sitemaps it lists, newest first, of its own host only."""
    host = urlsplit(source.location).hostname
    waiting, maps, found = [source.location], 0, dict[str, str]()
    while waiting and maps < MAX_MAPS:
        at = waiting.pop(0)
        maps += 1
        root = _map(client.get(at, f"source {source.id}").body, at)
        for entry in root:
            where = _child(entry, "loc")
            url = canonical_url(urljoin(at, where))
            if not where or urlsplit(url).hostname != host:
                continue
            if etree.QName(entry).localname == "sitemap":
                waiting.append(url)
            else:
                found[url] = _child(entry, "lastmod")
    return sorted(found, key=lambda url: (_newest(found[url]), url))[:MAX_PAGES]


def _newest(stamp: str) -> tuple[int, ...]:
    """Sort key: later days first, undated last."""
    return tuple(-int(part) for part in re.findall(r"\d+", stamp)) or (0,)


def _map(body: bytes, where: str) -> etree._Element:
    try:
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, OSError, EOFError, zlib.error) as error:
        raise SourceError(f"is not a sitemap ({error})", where=where) from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise SourceError("is not a sitemap (no urlset or sitemapindex)", where=where)
    return root


def _child(entry: etree._Element, name: str) -> str:
    for child in entry:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return (child.text or "").strip()
    return ""
