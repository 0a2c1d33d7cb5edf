"""What a page says of itself: title, authors, dates, canonical address.

Enter: a page's tree. Leave: the fields, from JSON-LD (the article's node before the page's), meta
elements, link rel=canonical, and the one `time` element that dates the page. A date is never
inferred from a copyright line or a sentence.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.identity import canonical_url, joined
from pipeline.ingest.loading import json_value
from pipeline.ingest.readers.facts.people import names
from pipeline.ingest.reading import Input
from pipeline.text.words import clean

Tree = Any

LD_DEPTH = 6
ARTICLE = re.compile(r"Article|Posting|Report")
WRAPPING = re.compile(
    r"\A\s*(?:(?:/\*|//)?\s*<!(?:\[CDATA\[|--)\s*(?:\*/)?)|(?:(?:/\*|//)?\s*(?:\]\]|--)>\s*(?:\*/)?)\s*\Z|;\s*\Z"
)
DATES_IT = re.compile(
    r"\b(?:published|posted|written|created|released|dated?|by|on|erschienen|veröffentlicht|publié)\b",
    re.IGNORECASE,
)
CHANGED_IT = re.compile(
    r"\b(?:updated?|modified|revised|edited|changed|reviewed|aktualisiert|geändert|mis à jour)\b",
    re.IGNORECASE,
)
NAME_WORDS = 5
BYLINE_WORDS = 15  # of the paragraph a date stands in; more is a sentence about another day,
SAID_WORDS = 6  # and so is one that ends as a sentence and is no "Published on 6 May 2021."
# Who wrote a page, in microdata and in microformats 2, and the name in what describes the person.
# Who wrote a comment or a text that is cited stands in an item of its own.
AUTHORED = (
    "//*[@itemprop='author' and not(self::meta or self::link)][not(ancestor::*[@itemprop][@itemscope])]"
    "|//*[contains(concat(' ', @class, ' '), ' p-author ')]"
    "[contains(concat(' ', ancestor::*[contains(concat(' ', @class), ' h-')][1]/@class, ' '), ' h-entry ')]"
)
NAME_IN = ".//*[@itemprop='name']|.//*[contains(concat(' ', @class, ' '), ' p-name ')]"
LISTED = "//article[.//time and .//*[self::h1 or self::h2 or self::h3 or self::h4]//a[@href]]"


def metadata(root: Tree, where: str = "") -> dict[str, Any]:
    """Title, authors, dates and canonical address that the page states of itself; `where` it was
    fetched, if it was."""
    known: dict[str, Any] = {}
    for item in _own(_json_ld(root), root, where):
        known.setdefault("title", item.get("headline"))
        known.setdefault("published", item.get("datePublished"))
        known.setdefault("modified", item.get("dateModified"))
        known.setdefault("author", names(item.get("author")))
        known.setdefault("place", _place(item))
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content")
        for meta in reversed(root.xpath("//meta[@content]"))
    }  # fmt: skip
    _fill(known, "published", metas, "article:published_time", "datepublished", "dc.date.issued",
          "dc.date", "dcterms.issued", "dcterms.date", "dcterms.created", "date", "publish-date", "pubdate",
          "publication_date", "citation_publication_date", "citation_online_date", "citation_date",
          "parsely-pub-date", "sailthru.date", "article.published")  # fmt: skip
    _fill(known, "modified", metas, "article:modified_time", "og:updated_time", "datemodified",
          "dcterms.modified", "last-modified", "article.updated")  # fmt: skip
    _fill(known, "author", metas, "author", "dc.creator", "parsely-author")
    known["author"] = known["author"] or _of_a_paper(root) or metas.get("sailthru.author")
    known["author"] = known["author"] or _byline(root)
    known["url"] = _canonical(root, metas, where) or known.pop("place", "")
    known["title"] = known.get("title") or metas.get("og:title") or _title(root)
    known["_times"] = [stamp for stamp in map(dates.iso, _times(root)) if stamp]
    return {key: value for key, value in known.items() if value}


def _fill(known: dict[str, Any], field: str, metas: dict[str, Any], *keys: str) -> None:
    known[field] = known.get(field) or next((metas[key] for key in keys if metas.get(key)), None)


def _json_ld(root: Tree) -> list[dict[str, Any]]:
    """Objects of an article type in the page's JSON-LD, the article's before the page's; broken
    blocks are passed over, and names are put in place of references to them."""
    found: list[dict[str, Any]] = []
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            found += _nodes(json_value(WRAPPING.sub("", script.text or "")), 0)
        except ValueError:
            continue
    by_id = {str(one["@id"]): one for one in found if one.get("@id") and one.get("name")}
    for one in found:
        one["author"] = _referred(one.get("author"), by_id)
    articles = [one for one in found if _is_article(one)]
    return articles + [
        one for one in found if one not in articles and "WebPage" in str(one.get("@type"))
    ]


def _own(told: list[dict[str, Any]], root: Tree, where: str) -> list[dict[str, Any]]:
    """The nodes that tell of this page: of several articles the one with its address or its heading,
    and none where none has."""
    articles = [one for one in told if _is_article(one)]
    if len({str(one.get("headline")) for one in articles if one.get("headline")}) < 2:
        return told
    links = [one.get("href") or "" for one in root.xpath("//link[@rel='canonical']")]
    here = {canonical_url(one) for one in (*links, where) if one} - {""}
    titles = {clean(one.text_content()) for one in root.iter("h1", "title")}
    own = [one for one in articles if canonical_url(_place(one)) in here]
    own = own or [one for one in articles if clean(str(one.get("headline"))) in titles]
    return own + [one for one in told if one not in articles]


def _is_article(node: dict[str, Any]) -> bool:
    return ARTICLE.search(str(node.get("@type"))) is not None


def _nodes(value: Any, depth: int) -> list[dict[str, Any]]:
    """The objects of a JSON-LD document: of lists and graphs, and what a page is about."""
    if depth > LD_DEPTH:
        return []
    if isinstance(value, list):
        return [node for one in value for node in _nodes(one, depth + 1)]
    if not isinstance(value, dict):
        return []
    inner = [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]
    return [value, *_nodes(inner, depth + 1)]


def _referred(author: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(author, list):
        return [_referred(one, by_id) for one in author]
    if isinstance(author, dict) and not author.get("name"):
        return by_id.get(str(author.get("@id")), author)
    return author


def _canonical(root: Tree, metas: dict[str, Any], where: str) -> str:
    links = [
        one for one in root.iter("link") if "canonical" in (one.get("rel") or "").lower().split()
    ]
    base = next((joined(where, one) for one in root.xpath("//base/@href")), where)
    stated = [joined(base, one.get("href") or "") for one in links]
    return next((url for url in [*stated, metas.get("og:url") or ""] if canonical_url(url)), "")


def _place(item: dict[str, Any]) -> str:
    """The address that an article's node gives its page."""
    page = item.get("mainEntityOfPage")
    stated = (page.get("@id") if isinstance(page, dict) else page, item.get("url"))
    return next((one for one in stated if isinstance(one, str) and canonical_url(one)), "")


def _of_a_paper(root: Tree) -> tuple[str, ...]:
    """The authors that a page of a paper states for indexes, one an element, `Bee, Ann` among them."""
    stated = (meta.get("content") or "" for meta in root.xpath("//meta[@name='citation_author']"))
    return names([re.sub(r"^([^,]+),\s*([^,]+)$", r"\2 \1", one) for one in stated])


def _byline(root: Tree) -> tuple[str, ...]:
    """Whom the page's own links name as its authors (`rel=author`), its microdata or its h-entry; two
    or more lists of articles name theirs, so a page with several of them names none."""
    found = root.xpath("//a[@rel]")
    found = [one for one in found if "author" in one.get("rel").lower().split()]
    found = found or [_name_in(one) for one in root.xpath(AUTHORED)]
    said = dict.fromkeys(clean(one.text_content()) for one in found)
    named = [name for name in said if 0 < len(name.split()) <= NAME_WORDS]
    return names(named) if len(named) <= 1 and len(root.xpath(LISTED)) <= 1 else ()


def _name_in(person: Tree) -> Tree:
    """The part of what describes a person that is the name."""
    return next(iter(person.xpath(NAME_IN)), person)


def _title(root: Tree) -> str:
    inside = root.xpath("//article//h1|//main//h1")
    first = inside if len(inside) == 1 else root.xpath("//h1")
    title = clean("".join(root.xpath("//head/title//text()")))
    heading = clean(first[0].text_content()) if len(first) == 1 else ""
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
    row = clean(inside[0].text_content()) if inside else ""
    words = len(row.split())
    said_so = row.endswith((".", "!", "?")) and not (words <= SAID_WORDS and DATES_IT.match(row))
    in_prose = words > BYLINE_WORDS or said_so or CHANGED_IT.search(row) is not None
    return [found[0].get("datetime")] if told or not in_prose else []


def page_date(known: dict[str, Any], source: Input) -> dict[str, Any]:
    """A `time` element counts when metadata and path name no day: then the origin is the page."""
    times = known.get("_times") or []
    if not times or dates.first(known, dates.PUBLISHED) or dates.from_path(source.path):
        return {}
    return {"published": times[0], "published_from": "page"}
