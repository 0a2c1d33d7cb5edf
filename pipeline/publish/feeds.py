"""RSS 2.0, Atom and JSON Feed: the whole, and one of each for every domain.

Enter: cards, and the pages of the newest. Leave: feeds with full text, absolute addresses,
permanent ids and true dates. feedgen's habits are met here: the last link of a feed becomes its
RSS link, RSS gets no hub, entries are prepended unless told, control characters raise. What the
W3C feed validator would warn of is met here too; `tests/feed_form.py` holds its rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from feedgen.feed import FeedGenerator
from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import PageMeta
from pipeline.records import store

ATOM = "http://www.w3.org/2005/Atom"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
LOST = "\ufffd"  # stands for letters a source lost; readers get it as a reference in HTML
GONE = frozenset(
    "script style svg math nav button form input select textarea template noscript iframe object "
    "embed applet audio video canvas map dialog".split()
)  # dropped with what they hold
KEEP = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small strong sub sup table tbody td tfoot "
    "th thead tr u ul var".split()
)  # others are opened: their words stay
ATTRIBUTES = {
    "a": ("href",), "img": ("src", "alt", "width", "height"), "ol": ("start",),
    "li": ("value",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan", "scope"),
}  # fmt: skip
EARLIEST = "1990-01-01T00:00:00+00:00"  # of a feed without entries; readers doubt older dates
PLAIN = re.compile(
    rb"<(title|description|category|dc:creator|generator|name)>([^<]*)</\1>"
)  # elements of plain words
END_TAG = re.compile(r"</(?=\w+>)")


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """One page in a feed."""

    card: PageMeta
    url: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is about, and where its three forms stand."""

    title: str
    about: str
    page: str
    name: str  # `feed` or a domain's id
    entries: tuple[PublishedEntry, ...]


def write_feeds(
    room: Newsroom, site: Path, briefs: tuple[PageMeta, ...], posts: tuple[PageMeta, ...]
) -> None:
    """Write every feed."""
    most = room.desk.publish.feed_items
    made: dict[str, PublishedEntry] = {}

    def entry(card: PageMeta) -> PublishedEntry:
        if card.path not in made:
            made[card.path] = _entry(room, site, card)
        return made[card.path]

    newest = _newest(briefs + posts)[:most]
    _write(room, site, Channel(room.desk.title, room.desk.tagline or room.desk.title, "", "feed",
                               tuple(entry(card) for card in newest)))  # fmt: skip
    for domain in room.desk.domains:
        cards = [card for card in briefs if any(one.domain == domain.id for one in card.sections)]
        about = f"What {room.desk.title} said about {domain.title}."
        _write(room, site, Channel(f"{room.desk.title}: {domain.title}", about, f"domains/{domain.id}/",
                                   domain.id, tuple(entry(card) for card in _newest(cards)[:most])))  # fmt: skip


def _newest(cards: Iterable[PageMeta]) -> list[PageMeta]:
    """By the moment of publication, the newest first: a brief made later for an earlier day is new."""
    return sorted(cards, key=lambda one: (datetime.fromisoformat(one.date), one.path), reverse=True)


def paths(name: str) -> dict[str, str]:
    """Where the forms of a feed stand."""
    if name == "feed":
        return {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
    return {"rss": f"feeds/{name}.xml", "atom": f"feeds/{name}.atom", "json": f"feeds/{name}.json"}


def content_of(tree: HtmlElement, url: str) -> str:
    """The text of a page for feed readers: plain elements, absolute addresses, no controls."""
    article = tree.xpath("//article[contains(@class,'prose')]")[0]
    for drawing in article.xpath(".//svg"):
        title = drawing.xpath("./*[local-name()='desc']/text()")
        stand_in = html.Element("p")
        stand_in.text = (title or [""])[0]
        stand_in.tail = drawing.tail
        drawing.getparent().replace(drawing, stand_in)
    for one in article.xpath(
        ".//details[contains(@class,'context')] | .//*[contains(@class,'back')] | .//h1 | "
        + " | ".join(f".//{tag}" for tag in sorted(GONE))
    ):
        one.drop_tree()
    etree.strip_tags(article, etree.Comment, etree.ProcessingInstruction)
    for one in list(article.iterdescendants()):
        if one.tag in KEEP:
            _plain(one, url)
        else:
            one.drop_tag()
    for one in article.xpath(".//li[@value]/.."):
        _numbered(one)
    text = escape(article.text or "", quote=False) + "".join(
        html.tostring(child, encoding="unicode") for child in article
    )
    return CONTROL.sub("", text).replace(LOST, "&#xFFFD;").strip()


def _numbered(listed: HtmlElement) -> None:
    """A list of sources whose items say their numbers: many readers count a list on their own."""
    listed.tag = "ul"
    for one in listed.xpath("./li[@value]"):
        one.text = f"[Source {one.attrib.pop('value')}] {one.text or ''}"


def _plain(element: HtmlElement, url: str) -> None:
    kept = ATTRIBUTES.get(element.tag, ())
    for name in list(element.attrib):
        if name not in kept:
            del element.attrib[name]
    for name in ("href", "src"):
        if element.get(name):
            element.set(name, urljoin(url, element.get(name)))


def _entry(room: Newsroom, site: Path, card: PageMeta) -> PublishedEntry:
    url = room.desk.site_url + card.url
    data = (site / card.url / "index.html").read_bytes()
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    title = f"Retracted: {card.title}" if card.status == "retracted" else card.title
    return PublishedEntry(card, url, _words(title), content_of(tree, url))


def _words(text: str) -> str:
    """Words that XML can hold."""
    return CONTROL.sub("", text).replace(LOST, "")


def _write(room: Newsroom, site: Path, channel: Channel) -> None:
    where = paths(channel.name)
    store.write(site / where["rss"], _rss(room, channel, where["rss"]), sync=False)
    store.write(site / where["atom"], _atom(room, channel, where["atom"]), sync=False)
    store.write(site / where["json"], _json(room, channel, where["json"]), sync=False)


def _generator(room: Newsroom, channel: Channel, path: str, kind: str) -> FeedGenerator:
    base = room.desk.site_url
    feed = FeedGenerator()
    feed.title(channel.title)
    feed.description(channel.about)
    feed.subtitle(channel.about)
    feed.id(base + path)
    feed.link(href=base + path, rel="self", type=kind)
    if room.desk.publish.hub:
        feed.link(href=room.desk.publish.hub, rel="hub")
    feed.link(
        href=base + channel.page, rel="alternate", type="text/html"
    )  # last: RSS takes this one
    feed.language(room.desk.publish.language)
    feed.author({"name": room.desk.publisher.name})
    feed.generator("dateline")
    changed = [datetime.fromisoformat(one.card.updated) for one in channel.entries]
    newest = max(changed, default=datetime.fromisoformat(EARLIEST))
    feed.updated(newest)
    feed.lastBuildDate(newest.astimezone(UTC))
    return feed


def _fill(
    feed: FeedGenerator,
    entries: Iterable[PublishedEntry],
    add: Callable[[Any, PublishedEntry], None],
) -> None:
    for one in entries:
        item = feed.add_entry(order="append")
        item.id(one.url)
        item.title(one.title)
        item.link(href=one.url, rel="alternate")
        item.published(datetime.fromisoformat(one.card.date))
        item.updated(datetime.fromisoformat(one.card.updated))
        for term in _terms(one.card):
            item.category(term=term)
        add(item, one)


def _rss(room: Newsroom, channel: Channel, path: str) -> bytes:
    feed = _generator(room, channel, path, "application/rss+xml")
    feed.load_extension("dc")

    def add(item: Any, one: PublishedEntry) -> None:
        item.title(END_TAG.sub("< /", one.title))  # readers take `</b>` for markup
        item.guid(one.url, permalink=True)
        item.published(datetime.fromisoformat(one.card.date).astimezone(UTC))
        item.description(escape(_words(one.card.description) or one.title, quote=False))
        item.content(one.content, type="CDATA")
        item.dc.dc_creator(one.card.author or room.desk.publisher.name)

    _fill(feed, channel.entries, add)
    return _in_hex(_with_hub(feed.rss_str(pretty=True), room.desk.publish.hub))


def _atom(room: Newsroom, channel: Channel, path: str) -> bytes:
    feed = _generator(room, channel, path, "application/atom+xml")

    def add(item: Any, one: PublishedEntry) -> None:
        item.author({"name": one.card.author or room.desk.publisher.name})
        item.summary(_words(one.card.description) or one.title)
        item.content(one.content, type="html")

    _fill(feed, channel.entries, add)
    tree = etree.fromstring(feed.atom_str(pretty=True))
    _as_html(tree)
    _distinct(tree)
    return _in_hex(_serial(tree))


def _as_html(tree: etree._Element) -> None:
    """Words with < or & in them are given as HTML: as plain text they would be taken for it."""
    for name in ("title", "subtitle", "summary"):
        for one in tree.iter(f"{{{ATOM}}}{name}"):
            if one.text and re.search("[<&]", one.text):
                one.text = escape(one.text, quote=False)
                one.set("type", "html")


def _distinct(tree: etree._Element) -> None:
    """Two entries of one second get their time in two spellings: the same moment, told apart."""
    seen: set[str] = set()
    for one in tree.iter(f"{{{ATOM}}}entry"):
        told = one.find(f"{{{ATOM}}}updated")
        zeros = ""
        while told is not None and told.text in seen:
            zeros += "0"
            told.text = re.sub(r"(:\d\d)(?:\.0+)?(?=[Z+-])", rf"\1.{zeros}", told.text, count=1)
        seen.add(told.text if told is not None else "")


def _with_hub(data: bytes, hub: str) -> bytes:
    if not hub:
        return data
    tree = etree.fromstring(data, parser=etree.XMLParser(strip_cdata=False))
    channel = tree.find("channel")
    assert channel is not None
    link = etree.Element(f"{{{ATOM}}}link", href=hub, rel="hub")
    channel.insert(1, link)
    return _serial(tree)


def _serial(tree: etree._Element) -> bytes:
    whole: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return whole


def _in_hex(data: bytes) -> bytes:
    """Plain words with & and < as hexadecimal references, which the RSS profile asks for."""

    def write(found: re.Match[bytes]) -> bytes:
        words = found[2].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
        return b"<%s>%s</%s>" % (found[1], words, found[1])

    return PLAIN.sub(write, data)


def _json(room: Newsroom, channel: Channel, path: str) -> str:
    base = room.desk.site_url
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": channel.title,
        "home_page_url": base + channel.page, "feed_url": base + path, "description": channel.about,
        "language": room.desk.publish.language, "authors": [{"name": room.desk.publisher.name}],
    }  # fmt: skip
    if room.desk.publish.hub:
        feed["hubs"] = [{"type": "WebSub", "url": room.desk.publish.hub}]
    feed["items"] = [_json_item(base, one) for one in channel.entries]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _json_item(base: str, one: PublishedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.url, "url": one.url, "title": one.title, "content_html": one.content,
        "summary": one.card.description or one.title, "date_published": one.card.date,
        "date_modified": one.card.updated, "tags": _terms(one.card),
    }  # fmt: skip
    if one.card.image:
        item["image"] = base + one.card.image
    return item


def _terms(card: PageMeta) -> list[str]:
    return list(dict.fromkeys([*(one.title for one in card.sections), *card.tags]))
