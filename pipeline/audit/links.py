"""Links: every address inside the site leads somewhere, and to the very place it names.

Enter: the facts of all files. Leave: findings. Addresses elsewhere are not called; they must only
be of a kind a reader may follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.audit.facts import Facts, fault
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding

SCHEMES = frozenset(("http", "https", "mailto"))
MEND = {"links-broken": "mend or take out the link", "links-anchor": "mend the anchor"}
MARKDOWN = re.compile(r"\]\((https?://[^)\s]+)\)")


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Links and anchors of all pages, twins and indexes."""
    known = _known(facts)
    ids = {path: frozenset(one.ids) for path, one in facts.items() if path.endswith(".html")}
    return [
        fault(path, *wrong, match=link, fix=MEND[wrong[0]])
        for path, one in facts.items()
        for link, (name, fragment) in one.links.items()
        if (wrong := _wrong(name, fragment, known, ids if path in ids else {}))
    ]


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


def follow(path: str, found: Iterable[str], desk: Desk, facts: Facts) -> None:
    """Note where each address of a file leads below the site; one that cannot be read, or climbs out
    of the site's folder, is a finding."""
    address = desk.site_url + path.removesuffix("index.html")
    for link in dict.fromkeys(found):
        try:
            parts = urlsplit(link.strip())
            full = urljoin(address, link.strip())
        except ValueError:
            facts.add("links-malformed", "an address that cannot be read", link)
            continue
        if full.startswith(desk.site_url):
            target = urlsplit(full[len(desk.site_url) :])
            facts.links[link] = [unquote(target.path), target.fragment]
        elif not parts.scheme and not parts.netloc:  # by ../
            facts.add("links-outside", "a link leads out of the site's folder", link)


def _known(facts: dict[str, Facts]) -> set[str]:
    """Addresses below the site that answer, without their host."""
    pages = {path.removesuffix("index.html") for path in facts if path.endswith("index.html")}
    return pages | set(facts)


def _wrong(
    name: str, fragment: str, known: set[str], ids: dict[str, frozenset[str]]
) -> tuple[str, str] | None:
    """Rule and message for an address at which nothing stands, or not the place it names."""
    if name not in known:
        return "links-broken", f"nothing stands at {name or 'the home page'}"
    page = name + "index.html" if name.endswith("/") or not name else name
    if page in ids and not _leads(fragment, ids[page]):
        place = fragment.split(":~:")[0]
        return "links-anchor", f"{name or 'the page'} has no place #{place}"
    return None


def _leads(fragment: str, ids: frozenset[str]) -> bool:
    """Whether a fragment indicates a part of a page, as the HTML standard finds it: an id as it is
    written, then percent-decoded, then `top` in any case; none at all is the top as well."""
    written = fragment.split(":~:")[0]
    decoded = unquote(written)
    return not written or written in ids or decoded in ids or decoded.lower() == "top"
