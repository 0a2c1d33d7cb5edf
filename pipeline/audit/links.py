"""Links: every address inside the site leads somewhere, and to the very place it names.

Enter: the facts of all files. Leave: findings. Addresses elsewhere are not called; they must only
be of a kind a reader may follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.audit.facts import Facts, fault
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding

SCHEMES = frozenset(("http", "https", "mailto"))
MARKDOWN = re.compile(r"\]\((https?://[^)\s]+)\)")


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Links and anchors of all pages, twins and indexes."""
    found: list[Finding] = []
    known = _known(facts)
    ids = {path: frozenset(one.ids) for path, one in facts.items() if path.endswith(".html")}
    addresses, bare = Addresses(desk.site_url, known, ids), Addresses(desk.site_url, known, {})
    for path, one in facts.items():
        if path.endswith(".html"):
            address = desk.site_url + path.removesuffix("index.html")
            for link in one.links + one.loads:
                found += _one(path, address, link, addresses)
        elif path.endswith((".md", ".txt")):
            for link in one.links:
                found += _one(path, desk.site_url + path, link, bare)
    return found


def own(found: list[str], desk: Desk, facts: Facts) -> list[str]:
    """Addresses inside the site, once each; of the others only the kind is looked at."""
    kept = set()
    for link in dict.fromkeys(str(one).strip() for one in found):
        if link.startswith(("https://", "http://", "mailto:")) and not link.startswith(
            desk.site_url
        ):
            continue
        scheme = re.match(r"([A-Za-z][\w+.-]*):", link)
        if scheme and scheme.group(1).lower() not in SCHEMES:
            facts.add(
                "links-scheme", f"an address of kind {scheme.group(1)}:", link, "link by https"
            )
        else:
            kept.add(link)
    return sorted(kept)


def _known(facts: dict[str, Facts]) -> set[str]:
    """Addresses below the site that answer, without their host."""
    pages = {path.removesuffix("index.html") for path in facts if path.endswith("index.html")}
    return pages | set(facts)


@dataclass(frozen=True, slots=True)
class Addresses:
    """What there is to be reached: below the site's address, and in its pages by id."""

    base: str
    known: set[str]
    ids: dict[str, frozenset[str]]


def _one(path: str, address: str, link: str, site: Addresses) -> list[Finding]:
    ids = site.ids
    if link.startswith("#"):
        here = ids.get(path, frozenset())
        if _leads(link[1:], here):
            return []
    try:
        parts = urlsplit(link.strip())
        full = urljoin(address, link.strip())
    except ValueError:
        return [fault(path, "links-malformed", "an address that cannot be read", match=link)]
    if not full.startswith(site.base):
        outside = not parts.scheme and not parts.netloc  # climbs above the site by ../
        return (
            [fault(path, "links-outside", "a link leads out of the site's folder", match=link)]
            if outside
            else []
        )
    target = urlsplit(full[len(site.base) :])
    name = unquote(target.path)
    if name not in site.known:
        return [
            fault(
                path,
                "links-broken",
                f"nothing stands at {name or 'the home page'}",
                match=link,
                fix="mend or take out the link",
            )
        ]
    page = name + "index.html" if name.endswith("/") or not name else name
    if page in ids and not _leads(target.fragment, ids[page]):
        return [
            fault(
                path,
                "links-anchor",
                f"{name or 'the page'} has no place #{target.fragment.split(':~:')[0]}",
                match=link,
                fix="mend the anchor",
            )
        ]
    return []


def _leads(fragment: str, ids: frozenset[str]) -> bool:
    """Whether a fragment indicates a part of a page, as the HTML standard finds it: an id as it is
    written, then percent-decoded, then `top` in any case; none at all is the top as well."""
    written = fragment.split(":~:")[0]
    decoded = unquote(written)
    return not written or written in ids or decoded in ids or decoded.lower() == "top"
