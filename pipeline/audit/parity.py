"""One truth: what a page cites and when it was made is the same wherever it is said.

Enter: facts, and the files that repeat them. Leave: findings. Compared are the visible citations,
the source entries, JSON-LD, the JSON listing and the sitemap; twins and feeds have checks of
their own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.audit.facts import Facts, fault, json_of
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Compare every place that repeats a page's facts."""
    found: list[Finding] = []
    dates = _sitemap(site / "sitemap.xml", found)
    for path, page in facts.items():
        if not path.endswith("index.html"):
            continue
        found += _page(path, page)
        address = desk.site_url + path.removesuffix("index.html")
        if path == "search/index.html":
            continue
        if address not in dates:
            found.append(fault(path, "parity-sitemap", "the page is not in the sitemap"))
        elif page.updated and dates[address] != page.updated:
            found.append(
                fault(
                    path,
                    "parity-date",
                    "the sitemap gives another date",
                    match=f"{dates[address]} / {page.updated}",
                )
            )
        if re.fullmatch(r"briefs/[^/]+/index\.html", path):
            found += _data(path, page, facts)
    for address in sorted(
        set(dates) - {desk.site_url + path.removesuffix("index.html") for path in facts}
    ):
        found.append(
            fault(
                "sitemap.xml", "parity-sitemap", "names a page that does not exist", match=address
            )
        )
    return found


def _page(path: str, page: Facts) -> list[Finding]:
    found = []
    entries = {int(n) for n in page.entries}
    unknown = sorted(set(page.cites) - entries)
    if unknown:
        found.append(
            fault(path, "parity-citation", "citations without a source entry", match=str(unknown))
        )
    unused = sorted(entries - set(page.cites))
    if unused:
        found.append(
            fault(path, "parity-unused", "source entries that nothing cites", match=str(unused))
        )
    if page.entries and page.citations != len(entries):
        found.append(
            fault(
                path,
                "parity-jsonld",
                f"{len(entries)} sources on the page, {page.citations} in JSON-LD",
            )
        )
    linked = {url for url in page.entries.values() if url}
    given = {url.split("#")[0] for url in page.citation}
    if page.entries and linked != given:
        found.append(fault(path, "parity-jsonld", "JSON-LD cites other addresses than the page",
                           match=", ".join(sorted(linked ^ given)[:3])))  # fmt: skip
    if page.canonical and page.encoding and page.encoding != page.canonical + "index.md":
        found.append(
            fault(path, "parity-encoding", "JSON-LD names another twin", match=page.encoding)
        )
    return found


def see_data(day: str, data: bytes, evidence: bytes, facts: Facts) -> None:
    """What a brief's data says, and whether its quotes stand in its evidence."""
    try:
        brief, items = json_of(data.decode()), json_of(evidence.decode())
    except ValueError as error:
        facts.add("api-broken", f"the brief or its evidence is not JSON: {error}", day)
        return
    for place in _nulls(brief) + _nulls(items):
        facts.add("api-null", f"{place} is null", place)
    facts.published, facts.updated = str(brief.get("published")), str(brief.get("updated"))
    facts.headline, facts.citations = str(brief.get("title")), int(brief.get("sources", 0))
    facts.cites = sorted(one["n"] for one in items)
    texts = {one["n"]: one["text"] for one in items}
    for one in brief.get("sentences", ()):
        if "start" in one and _unlike(texts, one):
            facts.add("api-quote", "a sentence is not the slice of its source", one["text"])
    for quote in brief.get("quotes", ()):
        if texts.get(quote["source"], "")[quote["start"] : quote["end"]] != quote["exact"]:
            facts.add("api-quote", "a quote is not in its evidence", quote["exact"])


def _unlike(texts: dict[int, str], one: dict[str, Any]) -> bool:
    """Whether a source's own sentence is another than the slice its numbers name."""
    return not any(
        texts.get(n, "")[one["start"] : one["end"]] == one.get("exact", one["text"])
        for n in one["sources"]
    )


def _data(path: str, page: Facts, facts: dict[str, Facts]) -> list[Finding]:
    day = path.split("/")[1]
    name = f"api/briefs/{day}.json"
    data = facts.get(name)
    if data is None or f"api/evidence/{day}.json" not in facts:
        return [fault(path, "api-missing", "the brief has no data or no evidence", match=day)]
    told = (
        ("published", data.published, page.published),
        ("updated", data.updated, page.updated),
        ("title", data.headline, page.headline),
        ("sources", data.citations, len(page.entries)),
        ("evidence", data.cites, sorted(int(n) for n in page.entries)),
    )
    return [
        fault(name, "parity-api", f"{what} differs from the page", match=f"{said} / {shown}")
        for what, said, shown in told
        if said != shown
    ]


def _nulls(value: Any, place: str = "$") -> list[str]:
    if value is None:
        return [place]
    if isinstance(value, dict):
        return [one for key, each in value.items() for one in _nulls(each, f"{place}.{key}")]
    if isinstance(value, list):
        return [one for at, each in enumerate(value) for one in _nulls(each, f"{place}[{at}]")]
    return []


def _sitemap(path: Path, found: list[Finding]) -> dict[str, str]:
    try:
        tree = etree.fromstring(path.read_bytes())
    except (OSError, etree.XMLSyntaxError) as error:
        found.append(fault("sitemap.xml", "sitemap-broken", f"cannot be read: {error}"))
        return {}
    return {
        str(one.findtext(f"{SITEMAP}loc")): one.findtext(f"{SITEMAP}lastmod") or "" for one in tree
    }
