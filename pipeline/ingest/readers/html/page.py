"""Reads HTML pages: hidden parts out and counted, main text by trafilatura, structure kept.

Enter: a page's bytes, or a fragment such as a feed entry. Leave: a Reading. Title, authors, dates
and address come from the page's own metadata (JSON-LD, meta elements, `time`, link rel=canonical);
a date is never inferred from a copyright line.
"""

from __future__ import annotations

import json
import logging
import re
from copy import deepcopy
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from pipeline.ingest import dates, normal
from pipeline.ingest.identity import canonical_url
from pipeline.ingest.normal import fold
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.html import chrome
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.chrome import drop
from pipeline.ingest.readers.markdown import names, provenance, stem
from pipeline.ingest.readers.markup import HIDDEN_STYLE
from pipeline.ingest.reading import Input, Read, Refusal, reading

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every empty page as an error
STYLE = re.compile(HIDDEN_STYLE, re.IGNORECASE)
HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|d-none|is-hidden|hidden)(?:\s|$)"
)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
TEMPLATE = re.compile(
    r"<script\b[^>]*type=[\"']text/(?:x-)?[\w-]*template[\"'][^>]*>(?P<body>.*?)</script>",
    re.DOTALL | re.IGNORECASE,
)
REFRESH = re.compile(
    r"<meta[^>]+http-equiv=[\"']?refresh[\"']?[^>]*url=([^\"'>\s]+)", re.IGNORECASE
)
NOISE = "//nav|//footer|//aside[not(starts-with(@role, 'doc-') or starts-with(@class, 'footnote'))]|//form|//button|//header[not(ancestor::article or ancestor::main)]|//*[@role='navigation' or @role='complementary' or @role='search' or @role='contentinfo' or @role='banner']"
NOISE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|share|sharing|social|related|"
    r"recommended|newsletter|subscribe|cookies?|consent|comments?|disqus|pagination|pager|promo|"
    r"advert\w*|ads?|sponsor\w*|banner|toc|table-of-contents|byline|author-bio|tags?|"
    r"skip-?link|print-only|popup|modal)(?:[\s_-]|$)",
    re.IGNORECASE,
)
SOLID_WORDS = 5
PROSE_WORDS = 15  # of a paragraph that stands alone between the title and the text
MOST_LINKED = 0.4  # of a block's words; what trafilatura left out and is linked more is navigation
LEAST_FOUND = 0.5  # of the pruned page's words; where trafilatura found less, it missed parts
NEAR = 8  # blocks between the main heading and the text: a line of authors, of dates, of tags
BYLINE_WORDS = 15  # of the paragraph a date stands in; more is a sentence about another day,
SAID_WORDS = 5  # and so is one of more than "Published on 6 May 2021." that ends as a sentence
LISTED = "//article[.//time and .//*[self::h1 or self::h2 or self::h3 or self::h4]//a[@href]]"
LEAST_AGREED = 0.8  # of trafilatura's words; if the region has fewer, its own output is taken
Tree = Any


def read(source: Input) -> Read:
    """Read one page."""
    page = Manuscript()
    root = parse(decode(source.data))
    if root is None:
        moved = REFRESH.search(decode(source.data))
        reason = f"is a redirect to {moved[1]}" if moved else "holds no HTML elements"
        return (), (Refusal(source.path, reason),)
    known = {**metadata(root), **source.meta}
    raw_words = len(
        " ".join(root.xpath("//body//text()[not(ancestor::script or ancestor::style)]")).split()
    )
    unhide(root, page)
    chrome.clear(root)
    _write_main(root, page)
    title = fold(str(known.get("title") or "")) or stem(source.path)
    return (
        reading(
            source.path, title, page, raw_words=raw_words, kind="html",
            **{**provenance(known, source, "metadata"), **_page_date(known, source)},
        ),
    ), ()  # fmt: skip


def decode(data: bytes) -> str:
    """Text of a page: UTF-8 first, then what the page declares, then Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return normal.decode(data)
    for name in ("utf-8-sig", _declared(data)):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8" if _mostly_utf8(data) else "cp1252", "replace")


def _declared(data: bytes) -> str:
    found = CHARSET.search(data[:4096])
    name = found[1].decode("ascii", "replace") if found else "utf-8"
    return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "ascii") else name


def _mostly_utf8(data: bytes) -> bool:
    """Whether broken bytes are few: a damaged UTF-8 page, not one of another encoding."""
    return data.decode("utf-8", "replace").count("\ufffd") < 0.002 * len(data)


def parse(text: str) -> Tree | None:
    """The page's tree, or None when it has no body to speak of."""
    text = _untemplate(text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml_html.document_fromstring(text.replace("\x00", ""), ensure_head_body=True)
    except (etree.ParserError, ValueError):
        return None
    return root if len(root.body) or (root.body.text or "").strip() else None


def _untemplate(text: str) -> str:
    """Documentation that a page keeps in template scripts and shows by script, taken out of them:
    done when it is most of what the page says."""
    inside = sum(len(match["body"]) for match in TEMPLATE.finditer(text))
    outside = re.sub(r"<!--.*?-->|<[^>]*>", "", TEMPLATE.sub("", text), flags=re.DOTALL)
    return TEMPLATE.sub(lambda m: m["body"], text) if inside > 2 * len(outside.strip()) else text


def unhide(root: Tree, page: Manuscript) -> None:
    """Drop what a reader of the page does not see, and count it when it has words."""
    for comment in list(root.iter(etree.Comment)):
        page.removed["comment"] += bool((comment.text or "").strip())
        drop(comment)
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _hidden(element):
            page.removed["hidden"] += bool(element.text_content().strip())
            drop(element)


def _hidden(element: Tree) -> bool:
    if element.tag in ("body", "head", "html", "main", "article") or element.tag in (
        "script",
        "style",
    ):
        return False
    return (
        element.tag in ("template", "noscript")
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and len(element.text_content().split()) > 3)
        or bool(STYLE.search(element.get("style") or ""))
        or bool(HIDING_CLASS.search(element.get("class") or ""))
    )


def _write_main(root: Tree, page: Manuscript) -> None:
    """The main text: what trafilatura finds, and between its first and last block also the
    headings, tables, lists and code that it leaves out."""
    for block in root.iter("pre"):
        words, name = tree.verbatim(block), tree.language(block)
        for child in list(block):
            block.remove(child)
        block.text = None
        etree.SubElement(block, "code", {"class": f"language-{name}"} if name else {}).text = words
    found = Manuscript()
    if (body := _extract(deepcopy(root))) is not None:
        tree.write(body, found)
    _prune(root, fold(found.text))
    whole = Manuscript()
    tree.write(root.body, whole)
    chosen = _region(whole, found)
    if sum(_size(whole, n) for n in chosen) < found.words() * LEAST_AGREED:
        whole, chosen = found, list(range(len(found.blocks)))
    for number in chosen or range(len(whole.blocks)):
        page.take(whole, number)
    page.removed.update(whole.removed)


def _region(whole: Manuscript, found: Manuscript) -> list[int]:
    """Numbers of the blocks of the whole page that belong to the main text."""
    wanted = fold(found.text)
    rows = {fold(row) for row in found.text.split("\n")}
    agreed = [_agrees(whole.text[block.start : block.end], wanted, rows) for block in whole.blocks]
    solid = [n for n, yes in enumerate(agreed) if yes and _size(whole, n) >= SOLID_WORDS]
    if not solid:
        return []
    first = solid[0]
    while first and whole.blocks[first - 1].kind == "heading":
        first -= 1
    last = solid[-1] + 1
    while last < len(agreed) and _follows(whole, last):
        last += 1
    if found.words() < LEAST_FOUND * whole.words():
        last = len(agreed)  # a thread of which it took the first post, say
    inside = range(first, len(agreed))
    chosen = [n for n in inside if agreed[n] or (n < last and _fits(whole, n))]
    return [*_titled(whole, first), *chosen]


def _titled(whole: Manuscript, first: int) -> list[int]:
    """The main heading, when it is the only one and stands near above the first block, and whole
    paragraphs between; the lines of authors, dates and tags there are left out."""
    mains = [n for n, one in enumerate(whole.blocks) if one.kind == "heading" and one.level == 1]
    if len(mains) != 1 or not first - NEAR <= mains[0] < first:
        return []
    between = range(mains[0] + 1, first)
    return mains + [n for n in between if _size(whole, n) >= PROSE_WORDS and _fits(whole, n)]


def _agrees(text: str, wanted: str, rows: set[str]) -> bool:
    """Whether trafilatura has the block: short ones as a row of their own, others anywhere."""
    folded = fold(text.removeprefix("- "))
    if len(folded) < 40:
        return all({fold(row), fold(row.removeprefix("- "))} & rows for row in text.split("\n"))
    return folded[:120] in wanted or fold(text.split("\n")[0])[:120] in wanted


def _size(page: Manuscript, number: int) -> int:
    block = page.blocks[number]
    return len(page.text[block.start : block.end].split())


def _follows(whole: Manuscript, number: int) -> bool:
    """Whether a block after the last agreed one still belongs to it: a list, table or code."""
    kind = whole.blocks[number].kind
    return kind in ("list", "table", "code") and not whole.links[number]


def _fits(whole: Manuscript, number: int) -> bool:
    """Whether a block that trafilatura left out reads as part of the text round it."""
    block, size = whole.blocks[number], _size(whole, number)
    if block.kind in ("heading", "code"):
        return whole.links[number] <= size
    return whole.links[number] < MOST_LINKED * size and (
        block.kind != "paragraph" or size >= SOLID_WORDS
    )


def _prune(root: Tree, wanted: str) -> None:
    """Drop navigation, forms and asides unless the main text was found inside them."""
    for element in root.xpath(NOISE):
        text = fold(element.text_content())
        if element.getparent() is not None and (not text or text[:60] not in wanted):
            drop(element)
    for element in list(root.iter()):
        name = (
            f"{element.get('class') or ''} {element.get('id') or ''}"
            if isinstance(element.tag, str)
            else ""
        )
        if element.tag in ("body", "html", "article", "main") or not NOISE_NAME.search(name):
            continue
        text = fold(element.text_content())
        if element.getparent() is not None and text[:60] not in wanted:
            drop(element)


def _extract(root: Tree) -> Tree | None:
    found = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, include_formatting=True,
        deduplicate=False, favor_recall=False, with_metadata=False,
    )  # fmt: skip
    return None if found is None else found.body  # type: ignore[union-attr]


def metadata(root: Tree) -> dict[str, Any]:
    """Title, authors, dates and canonical address that the page states of itself."""
    known: dict[str, Any] = {}
    for item in _json_ld(root):
        known.setdefault("title", item.get("headline"))
        known.setdefault("published", item.get("datePublished"))
        known.setdefault("modified", item.get("dateModified"))
        known.setdefault("author", names(item.get("author")))
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content")
        for meta in reversed(root.xpath("//meta[@content]"))
    }  # fmt: skip
    _fill(known, "published", metas, "article:published_time", "datepublished", "dc.date.issued",
          "dc.date", "date", "publish-date", "citation_publication_date")  # fmt: skip
    _fill(known, "modified", metas, "article:modified_time", "og:updated_time", "datemodified")
    _fill(known, "author", metas, "author", "dc.creator")
    known["url"] = _canonical(root, metas)
    known["title"] = known.get("title") or metas.get("og:title") or _title(root)
    known["_times"] = [stamp for stamp in map(dates.iso, _times(root)) if stamp]
    return {key: value for key, value in known.items() if value}


def _fill(known: dict[str, Any], field: str, metas: dict[str, Any], *keys: str) -> None:
    known[field] = known.get(field) or next((metas[key] for key in keys if metas.get(key)), None)


def _json_ld(root: Tree) -> list[dict[str, Any]]:
    """Objects of an article type in the page's JSON-LD; broken blocks are passed over."""
    found: list[dict[str, Any]] = []
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text or "")
        except ValueError:
            continue
        items = (
            value
            if isinstance(value, list)
            else value.get("@graph", [value])
            if isinstance(value, dict)
            else []
        )
        found += [
            one
            for one in items
            if isinstance(one, dict)
            and re.search(r"Article|Posting|WebPage|Report", str(one.get("@type")))
        ]
    return found


def _canonical(root: Tree, metas: dict[str, Any]) -> str:
    links = root.xpath("//link[@rel='canonical']/@href")
    return next((url for url in [*links, metas.get("og:url") or ""] if canonical_url(url)), "")


def _title(root: Tree) -> str:
    first = root.xpath("//h1")
    title = fold("".join(root.xpath("//head/title//text()")))
    heading = fold(first[0].text_content()) if len(first) == 1 else ""
    return heading or re.split(r"\s+[|·»]\s+", title)[0]


def _times(root: Tree) -> list[str]:
    """The date of the first `time` element that says it is the page's publication, or that stands
    alone in the page's header or article; one in a sentence, or in one of several articles of a
    list, dates something else."""
    said = "@pubdate or @itemprop='datePublished' or contains(@class,'publish') or contains(@class,'dt-published')"
    found = root.xpath(f"//time[@datetime and ({said} or ancestor::header or ancestor::article)]")
    if not found or len(root.xpath(LISTED)) > 1:
        return []
    inside = found[0].xpath(
        "ancestor::*[self::p or self::li or self::td or self::blockquote or self::dd][1]"
    )
    told = bool(found[0].xpath(f"self::*[{said}]"))
    row = fold(inside[0].text_content()) if inside else ""
    words = len(row.split())
    in_prose = words > BYLINE_WORDS or (words > SAID_WORDS and row.endswith((".", "!", "?")))
    return [found[0].get("datetime")] if told or not in_prose else []


def _page_date(known: dict[str, Any], source: Input) -> dict[str, Any]:
    """A `time` element counts when metadata and path name no day: then the origin is the page."""
    times = known.get("_times") or []
    if not times or dates.first(known, dates.PUBLISHED) or dates.from_path(source.path):
        return {}
    return {"published": times[0], "published_from": "page"}


def write_fragment(fragment: str, page: Manuscript) -> int:
    """Write a piece of HTML that is all content (a feed entry); returns its words before."""
    root = parse(f"<html><body>{fragment}</body></html>")
    if root is None:
        return 0
    words = len(root.text_content().split())
    unhide(root, page)
    tree.write(root.body, page)
    return words
