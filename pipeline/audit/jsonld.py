"""Structured data: strict JSON first, then what a reader of the web would extract, then our profile.

Enter: a page. Leave: findings, and the facts other checks compare. extruct repairs broken JSON
without a word, so the strict parse comes first and the two must agree. Types, properties and
ranges come from vocabulary.yml, a part of schema.org.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from lxml.html import HtmlElement

from pipeline.audit.facts import Facts
from pipeline.text.nesting import deeper_than

CONTEXTS = ("https://schema.org", "https://schema.org/", "http://schema.org", "http://schema.org/")
MAIN = {
    "home": ("WebSite",),
    "dated": ("Article", "NewsArticle"),
    "other": ("WebPage", "CollectionPage"),
}
DATED = re.compile(r"(?:briefs|posts)/[^/]+/index\.html")
DEEPEST = 50  # levels; ours have six
KEYWORDS = frozenset(("@type", "@id", "@context", "@graph"))


class TwiceError(ValueError):
    """A key that comes twice in one object."""


def see(name: str, tree: HtmlElement, facts: Facts) -> None:
    """Check a page's structured data."""
    blocks = [str(one.text or "") for one in tree.xpath("//script[@type='application/ld+json']")]
    if name == "404.html":
        return
    if not blocks:
        facts.add(
            "jsonld-missing", "the page has no structured data", fix="include partials/jsonld.html"
        )
        return
    nodes: list[dict[str, Any]] = []
    for block in blocks:
        data = _strict(block, facts)
        if data is None:
            return
        nodes += _nodes(data, facts)
    _extracted(tree, blocks, facts)
    for at, node in enumerate(nodes):
        _check(node, f"@graph[{at}]", facts)
    _profile(name, nodes, facts)


def _strict(block: str, facts: Facts) -> Any:
    if deeper_than(block, DEEPEST):
        facts.add("jsonld-deep", f"the structured data is nested deeper than {DEEPEST} levels",
                  block.strip()[:120], "say it flat, with @id")  # fmt: skip
        return None
    try:
        return json.loads(block, object_pairs_hook=_pairs, parse_constant=_constant)
    except ValueError as error:
        facts.add("jsonld-syntax", f"the structured data is not JSON: {error}", block.strip()[:120],
                  "write values with `tojson`")  # fmt: skip
        return None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise TwiceError(f"{next(name for name in names if names.count(name) > 1)!r} comes twice")
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _nodes(data: Any, facts: Facts) -> list[dict[str, Any]]:
    if not isinstance(data, dict):
        facts.add("jsonld-form", "the structured data is not one object")
        return []
    if data.get("@context") not in CONTEXTS:
        facts.add("jsonld-context", "the context is not schema.org", str(data.get("@context")))
    graph = data.get("@graph")
    if graph is None:
        return [{key: value for key, value in data.items() if key != "@context"}]
    return [node for node in graph if isinstance(node, dict)] if isinstance(graph, list) else []


def _extracted(tree: HtmlElement, blocks: list[str], facts: Facts) -> None:
    """What extruct reads must be what stands there."""
    from extruct.jsonld import (
        JsonLdExtractor,
    )  # loads a graph library

    try:
        read = JsonLdExtractor().extract_items(tree)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        facts.add("jsonld-extracted", f"readers of the web cannot extract it ({error})")
        return
    if read != [json.loads(block) for block in blocks]:
        facts.add(
            "jsonld-extracted", "readers of the web extract something else than what stands there"
        )


def _check(node: dict[str, Any], path: str, facts: Facts) -> None:
    """Type, required and known properties, ranges, of a node and those inside it."""
    kinds = node.get("@type")
    if kinds is None and set(node) == {"@id"}:
        return
    kind = kinds if isinstance(kinds, str) else ""
    if kind not in vocabulary() or "members" in vocabulary()[kind]:
        facts.add("jsonld-type", f"{path} has no type of our profile", str(kinds))
        return
    known = properties(kind)
    for name in vocabulary()[kind].get("required", ()):
        if node.get(name) in (None, "", []):
            facts.add("jsonld-required", f"{path} ({kind}) lacks {name}", name, f"give {name}")
    for name, value in node.items():
        if name in KEYWORDS:
            continue
        if name not in known:
            facts.add(
                "jsonld-property", f"{path} ({kind}) has no property {name} in schema.org", name
            )
        else:
            _values(value, known[name], f"{path}.{name}", facts)
    if kind in ("Article", "NewsArticle"):
        _offsets(node, path, facts)


def _values(value: Any, ranges: list[str], path: str, facts: Facts) -> None:
    if isinstance(value, list):
        for at, one in enumerate(value):
            _values(one, ranges, f"{path}[{at}]", facts)
        return
    if value is None:
        facts.add("jsonld-null", f"{path} is null", path, "leave the property out")
    elif isinstance(value, dict):
        if not any(_is_a(str(value.get("@type", "")), one) for one in ranges) and set(value) != {
            "@id"
        }:
            facts.add(
                "jsonld-range", f"{path} takes {', '.join(ranges)}, not {value.get('@type')}", path
            )
        _check(value, path, facts)
    elif not any(_fits(value, one) for one in ranges):
        facts.add("jsonld-range", f"{path} takes {', '.join(ranges)}", str(value)[:120])


def _fits(value: Any, kind: str) -> bool:
    if kind == "Text":
        return isinstance(value, str)
    if kind == "URL":
        return isinstance(value, str) and bool(re.match(r"https?://[^\s<>\"]+$", value))
    if kind in ("Date", "DateTime"):
        return isinstance(value, str) and _time(value, kind)
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "Boolean":
        return isinstance(value, bool)
    members = vocabulary().get(kind, {}).get("members", ())
    return (
        isinstance(value, str)
        and value.rsplit("/", 1)[-1] in members
        and value.startswith("https://schema.org/")
    )


def _time(value: str, kind: str) -> bool:
    try:
        if kind == "Date":
            return bool(date.fromisoformat(value))
        return "T" in value and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _offsets(node: dict[str, Any], path: str, facts: Facts) -> None:
    """Dates of a dated page carry their offset; its author has a name and an address."""
    for name in ("datePublished", "dateModified"):
        value = node.get(name)
        if isinstance(value, str) and not re.search(r"T.*(?:Z|[+-]\d\d:\d\d)$", value):
            facts.add(
                "jsonld-offset",
                f"{path}.{name} has no time with an offset",
                value,
                "write 2026-11-20T06:00:00+00:00",
            )
    if _before(node.get("dateModified"), node.get("datePublished")):
        facts.add(
            "jsonld-order",
            f"{path} was modified before it was published",
            str(node.get("dateModified")),
        )
    for name in ("author", "publisher"):
        value = node.get(name)
        if isinstance(value, dict) and not value.get("url"):
            facts.add(
                "jsonld-required",
                f"{path}.{name} lacks url",
                name,
                "give the address of who answers for it",
            )


def _before(one: object, two: object) -> bool:
    """Whether one moment is before another, in whatever zone each is told; a date alone is the whole
    day, wherever it is that day, and what is no time, or not there, is before nothing."""
    moments = [_moment(stated) for stated in (one, two)]
    if any(len(str(stated)) == len("2026-11-02") for stated in (one, two)):
        days = [str(stated)[:10] for stated in (one, two)]
        return None not in moments and days[0] < days[1]
    return moments[0] is not None and moments[1] is not None and moments[0] < moments[1]


def _moment(stated: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _profile(name: str, nodes: list[dict[str, Any]], facts: Facts) -> None:
    """The right types on the right page, and the facts that other checks compare."""
    wanted = "home" if name == "index.html" else "dated" if _dated(name) else "other"
    kinds = [str(node.get("@type")) for node in nodes]
    mains = [node for node in nodes if node.get("@type") in MAIN[wanted]]
    if len(mains) != 1:
        facts.add(
            "jsonld-profile",
            f"this page needs one {' or '.join(MAIN[wanted])}, it has {len(mains)}",
            ", ".join(kinds),
        )
    for kind in ("WebSite", "Organization"):
        if wanted != "home" and kind in kinds:
            facts.add("jsonld-profile", f"{kind} belongs on the home page only", kind)
    if wanted != "home" and "BreadcrumbList" not in kinds:
        facts.add("jsonld-profile", "the page has no BreadcrumbList", ", ".join(kinds))
    for node in nodes:
        if node.get("@type") == "BreadcrumbList":
            _positions(node, facts)
    if mains:
        _remember(mains[0], facts)
        if facts.canonical and mains[0].get("url") not in (None, facts.canonical):
            facts.add("jsonld-url", "the address is not the page's own", str(mains[0].get("url")))


def _positions(node: dict[str, Any], facts: Facts) -> None:
    items = node.get("itemListElement")
    found = (
        [one.get("position") for one in items if isinstance(one, dict)]
        if isinstance(items, list)
        else []
    )
    if found != list(range(1, len(found) + 1)):
        facts.add(
            "jsonld-position", "positions do not run from 1", str(found), "number the trail from 1"
        )


def _remember(node: dict[str, Any], facts: Facts) -> None:
    citation = node.get("citation", [])
    facts.kind = str(node.get("@type"))
    facts.headline = str(node.get("headline") or node.get("name") or "")
    facts.published = str(node.get("datePublished", ""))
    facts.updated = str(node.get("dateModified", ""))
    facts.citations = len(citation) if isinstance(citation, list) else 0
    facts.citation = [url for one in citation if isinstance(one, dict) and (url := _address(one))]
    encoding = node.get("encoding")
    facts.encoding = str(encoding.get("contentUrl", "")) if isinstance(encoding, dict) else ""


def _address(work: dict[str, Any]) -> str:
    """Where a cited work stands: at its own address, or somewhere on its publisher's site."""
    site = work.get("isPartOf")
    return str(work.get("url") or (isinstance(site, dict) and site.get("url")) or "")


def _dated(name: str) -> bool:
    return bool(DATED.fullmatch(name)) and name not in ("briefs/index.html", "posts/index.html")


def _is_a(kind: str, wanted: str) -> bool:
    """Whether a type is another or one of those it inherits from."""
    while kind in vocabulary():
        if kind == wanted:
            return True
        kind = vocabulary()[kind].get("inherits", "")
    return False


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, Any]]:
    """Types by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("vocabulary.yml").read_text("utf-8")
    )
    return found


@lru_cache(maxsize=64)
def properties(kind: str) -> dict[str, list[str]]:
    """Properties of a type with their ranges, inherited ones included."""
    own = vocabulary()[kind]
    inherited = properties(own["inherits"]) if own.get("inherits") else {}
    return {**inherited, **own.get("properties", {})}
