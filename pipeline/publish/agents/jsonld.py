"""Structured data of a page, in the vocabulary of schema.org.

Enter: the facts of a page's front matter, where it stands, and whose site it is. Leaves: one object,
or its block as it stands in the page's head. Written once, after mkdocs: a value is put into JSON by
a JSON writer, so none can break it or end the block. WebSite stands on the home page only; what is
not known is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.newsroom.desk import Desk
from pipeline.pages.metadata import iso_time

Node = dict[str, Any]
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # none may end the block
SOURCE_TYPE = "https://schema.org/{}AlgorithmicMediaDigitalSource"
PREVIEW = {"width": 1200, "height": 630}


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a page stands: its address, below `desk.site_url`, and its title."""

    url: str
    title: str


def block(data: Node) -> str:
    """The data as an element of a page's head."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = re.sub("[<>&]", lambda found: UNSAFE[found[0]], text)
    return f'<script type="application/ld+json">\n{text}\n</script>\n'


def jsonld(facts: Mapping[str, Any], place: PageAddress, desk: Desk) -> Node:
    """The graph of a page: what it is, and the trail that leads to it."""
    if facts.get("date"):
        nodes = [_article(facts, place, desk)]
    elif facts.get("kind") == "home":
        return _graph(_website(desk), _maker(desk, f"{desk.site_url}#publisher"))
    else:
        nodes = [_page(facts, place, desk)]
    return _graph(*nodes, _trail(facts, place, desk))


def _graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def _known(**values: Any) -> Node:
    """The properties that have a value."""
    return {name: value for name, value in values.items() if value}


def _maker(desk: Desk, name: str = "") -> Node:
    """Who publishes the site."""
    maker = desk.publisher
    named = {"@type": maker.type, **({"@id": name} if name else {}), "name": maker.name}
    return named | {"url": maker.url or f"{desk.site_url}about/"}


def _website(desk: Desk) -> Node:
    home = desk.site_url
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": desk.title,
        "description": desk.tagline or desk.title,
        "inLanguage": desk.publish.language,
        "publisher": {"@id": f"{home}#publisher"},
    }


def _page(facts: Mapping[str, Any], place: PageAddress, desk: Desk) -> Node:
    return {
        "@type": "CollectionPage" if facts.get("kind") == "list" else "WebPage",
        "@id": f"{place.url}#page",
        "url": place.url,
        "name": place.title,
        **_known(
            description=_text(facts, "description"), dateModified=iso_time(facts.get("updated"))
        ),
        "inLanguage": facts.get("language") or desk.publish.language,
    }


def _article(facts: Mapping[str, Any], place: PageAddress, desk: Desk) -> Node:
    made = iso_time(facts["date"])
    return {
        "@type": "Article",
        "@id": f"{place.url}#article",
        "url": place.url,
        "mainEntityOfPage": place.url,
        "headline": place.title,
        **_known(description=_text(facts, "description")),
        "datePublished": made,
        "dateModified": iso_time(facts.get("updated")) or made,
        "inLanguage": facts.get("language") or desk.publish.language,
        "isAccessibleForFree": True,
        "author": _author(facts, desk),
        "publisher": _maker(desk),
        **(_brief(facts, desk) if facts.get("kind") == "brief" else {}),
        **_known(
            keywords=[_tag(tag) for tag in facts.get("tags") or ()],
            correction=[_correction(one) for one in facts.get("corrections") or ()],
            **_citations(facts.get("citation") or ()),
            hasPart=[_quotation(one) for one in facts.get("quotes") or ()],
        ),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": f"{place.url}index.md",
            "encodingFormat": "text/markdown",
        },
    }


def _author(facts: Mapping[str, Any], desk: Desk) -> Node:
    """The person who is named, else the publisher."""
    name = _text(facts, "author")
    if not name:
        return _maker(desk)
    return {
        "@type": "Person",
        "name": name,
        "url": facts.get("author_url") or f"{desk.site_url}about/",
    }


def _brief(facts: Mapping[str, Any], desk: Desk) -> Node:
    trained = "" if facts.get("writer") == "extractive" else "Trained"
    return {
        "image": {"@type": "ImageObject", "url": f"{desk.site_url}{facts['image']}", **PREVIEW},
        "digitalSourceType": SOURCE_TYPE.format(trained),
        "creativeWorkStatus": str(facts["status"]).capitalize(),
        "genre": f"{facts['edition']} edition",
    }


def _citations(sources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    linked = [one["url"] for one in sources if one.get("url") and not one.get("home")]
    return {"citation": [_work(one) for one in sources], "isBasedOn": linked}


def _work(source: Mapping[str, Any]) -> Node:
    """A cited work; where only its publisher's home page is known, that is what it is part of."""
    publisher = {"@type": "Organization", "name": source.get("source")}
    site = None
    if source.get("home"):
        named = source.get("source") or source["title"]
        site = {"@type": "WebSite", "name": named, "url": source.get("url")}
    return {
        "@type": "CreativeWork",
        "name": source["title"],
        **_known(
            url=None if site else source.get("url"),
            isPartOf=site,
            datePublished=source.get("published"),
            dateModified=source.get("changed"),
            publisher=publisher if source.get("source") else None,
        ),
    }


def _correction(change: Mapping[str, Any]) -> Node:
    return {"@type": "CorrectionComment", "text": change["text"], "datePublished": change["made"]}


def _quotation(quote: Mapping[str, Any]) -> Node:
    return {"@type": "Quotation", "text": quote["text"], **_known(isBasedOn=quote.get("url"))}


def _trail(facts: Mapping[str, Any], place: PageAddress, desk: Desk) -> Node:
    steps = [(desk.title, desk.site_url)]
    if facts.get("kind") == "brief":
        steps.append(("Archive", f"{desk.site_url}archive/"))
    steps.append((place.title, place.url))
    listed = [
        {"@type": "ListItem", "position": n, "name": name, "item": url}
        for n, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _tag(tag: Any) -> str:
    """A tag's name: a tag is a word, or has a name and an address."""
    return str(tag.get("name") or tag) if isinstance(tag, Mapping) else str(tag)


def _text(facts: Mapping[str, Any], name: str) -> str:
    return str(facts.get(name) or "")
