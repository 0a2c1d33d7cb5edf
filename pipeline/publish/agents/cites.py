"""Citations of hand-written posts: each `[Source n]` a link to its entry, each entry links back.

Enter: a post as mkdocs built it, its Markdown, and the evidence file beside it where there is one.
Leave: the page with links, below each quote that stands in its evidence the words around it, and
its sources as facts for twin and JSON-LD. A brief's page is made
with its links; a post is a person's text, so this is a step over what was built from it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.pages.context import Context, context
from pipeline.pages.metadata import iso_time
from pipeline.pages.references import MARK, listed
from pipeline.records import EvidenceItem, Quote, evidence_file

CLOSED = ("a", "pre", "code", "script", "style")  # what stands in these is nobody's citation


def settle(tree: HtmlElement, body: str, evidence: Path) -> list[dict[str, Any]]:
    """Link the citations of a post in place; its sources, in order, none when it has no list."""
    entries = _entries(tree, listed(body))
    if not entries:
        return []
    places: dict[int, list[str]] = defaultdict(list)
    article = tree.xpath("//article")[0]
    for holder in list(article.iter()):
        if isinstance(holder.tag, str) and not _closed(holder) and holder not in entries.values():
            _link(holder, set(entries), places)
    told = _told(evidence)
    for quote in article.xpath(".//blockquote/p"):
        _surround(quote, told)
    sources = []
    for n, entry in entries.items():
        sources.append(_source(n, entry, told.get(n)))
        _mark(n, entry, places[n])
    return sources


def _entries(tree: HtmlElement, numbers: tuple[int, ...]) -> dict[int, HtmlElement]:
    """The items of the list below the heading `Sources`, by their numbers in the Markdown."""
    for heading in tree.xpath("//article//h2"):
        if heading.text_content().strip().lower() == "sources":
            found = heading.xpath("./following-sibling::ol[1]/li")
            if len(found) == len(numbers) == len(set(numbers)):
                return dict(zip(numbers, found, strict=True))
    return {}


def _closed(one: HtmlElement) -> bool:
    return one.tag in CLOSED or any(each.tag in CLOSED for each in one.iterancestors())


def _link(holder: HtmlElement, known: set[int], places: dict[int, list[str]]) -> None:
    """Turn the marks in an element's own text, and in what follows its children, into links."""
    for child in list(holder):
        if child.tail and MARK.search(child.tail):
            made, text = _split(child.tail, known, places)
            child.tail = text
            at = holder.index(child) + 1
            holder[at:at] = made
    if holder.text and MARK.search(holder.text):
        made, text = _split(holder.text, known, places)
        holder.text = text
        holder[0:0] = made


def _split(
    text: str, known: set[int], places: dict[int, list[str]]
) -> tuple[list[HtmlElement], str]:
    """The links in a text, each with the words after it, and the words before the first."""
    parts = MARK.split(text)
    before, made = parts[0], list[HtmlElement]()
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        n = int(number)
        if n in known:
            place = f"c{n}-{len(places[n]) + 1}"
            places[n].append(place)
            link = html.Element("a", {"class": "cite", "href": f"#source-{n}", "id": place})
            link.tail = after
            _number(link, number)
            made.append(link)
        elif made:
            made[-1].tail += f"[Source {n}]{after}"
        else:
            before += f"[Source {n}]{after}"
    return made, before


def _number(link: HtmlElement, number: str) -> None:
    """A number to the eye, `[Source n]` to a voice and a copy: as the theme shows a brief's marks."""
    etree.SubElement(link, "span", {"class": "sr"}).text = "[Source "
    link[0].tail = number
    etree.SubElement(link, "span", {"class": "sr"}).text = "]"


def _surround(quote: HtmlElement, told: dict[int, EvidenceItem]) -> None:
    """Put the words around a quote below it, if it cites one source and stands there word by word."""
    cited = {int(n) for n in MARK.findall(quote.text_content())}
    item = told.get(next(iter(cited))) if len(cited) == 1 else None
    words = MARK.sub(" ", quote.text_content()).strip().strip('\u201c\u201d"')
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, item.text) if item and pattern else None
    if not item or not found:
        return
    start, end = found.span()
    around = context([Quote(item.n, start, end, found.group())], item)
    box = html.Element("details", {"class": "context"})
    etree.SubElement(box, "summary").text = "The words around it"
    text = etree.SubElement(box, "p")
    for piece in around.pieces:
        if piece.quoted:
            etree.SubElement(text, "mark").text = piece.text
        elif len(text):
            text[-1].tail = piece.text
        else:
            text.text = piece.text
    box.append(_where(around))
    box.tail, quote.tail = quote.tail, "\n"
    quote.addnext(box)


def _where(around: Context) -> HtmlElement:
    """Where the words stand: title, publisher, day, and the entry."""
    line = html.Element("p", {"class": "where"})
    title = around.title or around.publisher
    rest = ", ".join(one for one in (around.publisher, around.day, around.locator) if one)
    if around.href:
        link = etree.SubElement(line, "a", {"href": around.href, "rel": "external"})
        link.text, link.tail = title, f", {rest} \u00b7 "
    else:
        line.text = f"{title}, {rest} \u00b7 "
    etree.SubElement(line, "a", {"href": f"#source-{around.n}"}).text = f"Source {around.n}"
    return line


def _mark(n: int, entry: HtmlElement, places: list[str]) -> None:
    """Give an entry its number, its address and its ways back."""
    entry.set("id", f"source-{n}")
    entry.set("value", str(n))
    entry.getparent().set("class", "sources")
    entry.getparent().attrib.pop("start", None)
    if not places:
        return
    back = html.Element("span", {"class": "back page-nav"})
    back.text = "\u21a9 "
    for at, place in enumerate(places, 1):
        label = f"Back to mention {at} of source {n}"
        link = html.Element("a", {"href": f"#{place}", "aria-label": label})
        link.text, link.tail = str(at), " " if at < len(places) else ""
        back.append(link)
    if len(entry):
        entry[-1].tail = (entry[-1].tail or "").rstrip() + " "
    else:
        entry.text = (entry.text or "").rstrip() + " "
    entry.append(back)


def _source(n: int, entry: HtmlElement, item: EvidenceItem | None) -> dict[str, Any]:
    """What an entry says of its source; publisher and date from the evidence, where it is there."""
    links = [one for one in entry.iter("a") if urlsplit(one.get("href", "")).scheme in ("http", "https")]  # fmt: skip
    words = " ".join(entry.text_content().split())
    title = " ".join(links[0].text_content().split()) if links else words
    if links:
        links[0].set("rel", "external")
    publisher = (item.source_title if item else "") or words.split(title, 1)[0].strip(" :,")
    return {
        "n": n,
        "title": title,
        "url": links[0].get("href") if links else "",
        "source": publisher or _host(links),
        "published": iso_time(item.published) if item else "",
    }


def _host(links: list[HtmlElement]) -> str:
    return urlsplit(links[0].get("href")).hostname or "" if links else ""


def _told(evidence: Path) -> dict[int, EvidenceItem]:
    """The sources of the evidence file by number; none without a file. Raises RecordError."""
    if not evidence.is_file():
        return {}
    rows = evidence_file.read(evidence.read_bytes(), where=str(evidence))
    return {item.n: item for item in rows}
