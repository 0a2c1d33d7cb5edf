"""Feeds: readable, complete, absolute, dated truly, and found from the pages.

Enter: the site's RSS, Atom and JSON feeds. Leave: findings. Read strictly by lxml, and as readers
do by feedparser. That their form is what the W3C feed validator wants is a matter of the code that
writes them, so it is proven in the tests and not at every build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from pipeline.audit.facts import Facts, fault, json_of
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# feedparser cleans every text it reads, which takes seconds; only the frame is wanted of it
CONTENTS = re.compile(rb"<(content(?::encoded)?)\b[^>]*>.*?</\1>", re.DOTALL)
# of an element: what stands escaped in the text is the words of a source
RELATIVE = re.compile(
    r"<[a-zA-Z](?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000}?\s(?:href|src)=[\"'](?!https?:|mailto:|data:)([^\"']*)"
)
Item = dict[str, str]


def names(desk: Desk) -> list[tuple[str, str, str]]:
    """The RSS, Atom and JSON feed of the whole, then of each domain."""
    parts = [(f"feeds/{one.id}.xml", f"feeds/{one.id}.atom", f"feeds/{one.id}.json")
             for one in desk.domains]  # fmt: skip
    return [("feed.xml", "atom.xml", "feed.json"), *parts]


def see(name: str, data: bytes, desk: Desk, facts: Facts) -> None:
    """Whether feed readers take a feed as it is; what is no XML is told when the feeds are compared."""
    if not any(name in paths for paths in names(desk)):
        return
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError:
        return
    if feedparser.parse(CONTENTS.sub(b"", data)).bozo:
        facts.add("feeds-reader", "feed readers stumble over it")


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Every feed of the site."""
    found: list[Finding] = []
    for paths in names(desk):
        for path, read in zip(paths, (_rss, _atom, _json), strict=True):
            found += _feed(site, desk, facts, path, read)
    for path, page in facts.items():
        if path.endswith("index.html") and not page.alternates.get("application/rss+xml"):
            found.append(fault(path, "feeds-discovery", "the page does not name the feed"))
    return found


def _feed(site: Path, desk: Desk, facts: dict[str, Facts], path: str, read: Any) -> list[Finding]:
    try:
        data = (site / path).read_bytes()
        head, items = read(data)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as error:
        return [fault(path, "feeds-broken", f"cannot be read: {error}")]
    found = []
    if head["self"] != desk.site_url + path:
        found.append(fault(path, "feeds-self", "does not name its own address", match=head["self"]))
    if desk.publish.hub and head["hub"] != desk.publish.hub:
        found.append(fault(path, "feeds-hub", "does not name the hub", match=head["hub"]))
    if not head["title"] or not head["link"].startswith(desk.site_url):
        found.append(
            fault(path, "feeds-head", "lacks a title or a link to the site", match=head["link"])
        )
    ids = [item["id"] for item in items]
    if len(set(ids)) != len(ids):
        found.append(fault(path, "feeds-id", "two entries share an id"))
    for item in items:
        found += list(_item(desk, facts, path, item))
    dates = [moment for item in items if (moment := _moment(item["date"]))]
    if dates != sorted(dates, reverse=True):
        found.append(fault(path, "feeds-order", "entries are not newest first"))
    return found


def _item(desk: Desk, facts: dict[str, Facts], path: str, item: Item) -> Iterator[Finding]:
    url = item["link"]
    page = facts.get(url.removeprefix(desk.site_url) + "index.html")
    if page is None:
        yield fault(path, "feeds-link", "an entry leads to no page", match=url)
        return
    if not item["content"].strip():
        yield fault(path, "feeds-content", "an entry has no text", match=url)
    if not _agree(item["date"], page.published):
        yield fault(
            path,
            "parity-date",
            "the feed gives another date than the page",
            match=f"{item['date']} / {page.published}",
        )
    if item["updated"] and not _agree(item["updated"], page.updated):
        yield fault(
            path,
            "parity-date",
            "the feed gives another change than the page",
            match=f"{item['updated']} / {page.updated}",
        )
    relative = RELATIVE.search(item["content"])
    if relative:
        yield fault(
            path,
            "feeds-relative",
            "an address in an entry is not absolute",
            match=relative.group(1),
        )
    lost = [one for one in page.entries.values() if one and _escaped(one) not in item["content"]]
    if lost:
        yield fault(
            path,
            "parity-feed",
            f"{len(lost)} sources of the page are missing in the feed",
            match=lost[0],
        )


def _rss(data: bytes) -> tuple[Item, list[Item]]:
    channel = etree.fromstring(data).find("channel")
    if channel is None:
        raise ValueError("it has no channel")
    if made := channel.findtext("lastBuildDate"):
        parsedate_to_datetime(made)
    links = {one.get("rel"): one.get("href") for one in channel.findall(f"{ATOM}link")}
    head = {"title": channel.findtext("title") or "", "link": channel.findtext("link") or "",
            "self": links.get("self") or "", "hub": links.get("hub") or ""}  # fmt: skip
    items = [
        {"id": one.findtext("guid") or "", "link": one.findtext("link") or "", "updated": "",
         "content": one.findtext(CONTENT) or "",
         "date": parsedate_to_datetime(one.findtext("pubDate") or "").isoformat()}
        for one in channel.findall("item")
    ]  # fmt: skip
    return head, items


def _atom(data: bytes) -> tuple[Item, list[Item]]:
    feed = etree.fromstring(data)
    _iso(feed.findtext(f"{ATOM}updated"))
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    head = {"title": feed.findtext(f"{ATOM}title") or "", "link": links.get("alternate") or "",
            "self": links.get("self") or "", "hub": links.get("hub") or ""}  # fmt: skip
    items = [
        {"id": one.findtext(f"{ATOM}id") or "", "link": one.find(f"{ATOM}link").get("href", ""),
         "content": one.findtext(f"{ATOM}content") or "", "date": _iso(one.findtext(f"{ATOM}published")),
         "updated": _iso(one.findtext(f"{ATOM}updated"))}
        for one in feed.findall(f"{ATOM}entry")
    ]  # fmt: skip
    return head, items


def _json(data: bytes) -> tuple[Item, list[Item]]:
    feed = json_of(data.decode())
    if not str(feed["version"]).startswith("https://jsonfeed.org/version/1"):
        raise ValueError(f"{feed['version']} is no JSON Feed")
    hubs = feed.get("hubs") or [{"url": ""}]
    head = {
        "title": feed["title"],
        "link": feed["home_page_url"],
        "self": feed["feed_url"],
        "hub": hubs[0]["url"],
    }
    items = [
        {"id": one["id"], "link": one["url"], "content": one["content_html"],
         "date": _iso(one["date_published"]), "updated": _iso(one.get("date_modified"))}
        for one in feed["items"]
    ]  # fmt: skip
    return head, items


def _iso(text: str | None) -> str:
    return datetime.fromisoformat(text).isoformat() if text else ""


def _agree(one: str, two: str) -> bool:
    """Whether two dates are one moment: RSS tells it in UTC, a page as its author wrote it."""
    first = _moment(one)
    return first is not None and first == _moment(two)


def _moment(text: str) -> datetime | None:
    """A moment; None for what is none. A time without a zone is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;")
