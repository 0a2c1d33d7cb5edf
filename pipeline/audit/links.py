"""Links: every address inside the site leads somewhere, and to the very place it names.

Enter: the facts of all files. Leave: findings. Addresses elsewhere are not called; they must only
be of a kind a reader may follow.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.audit.facts import Facts, fault
from pipeline.desk import Desk
from pipeline.records import Finding

SCHEMES = frozenset(("http", "https", "mailto"))
MARKDOWN = re.compile(r"\]\((https?://[^)\s]+)\)")


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Links and anchors of all pages, twins and indexes."""
    found: list[Finding] = []
    known = _known(facts)
    ids = {path: frozenset(one.ids) for path, one in facts.items() if path.endswith(".html")}
    for path, one in facts.items():
        if path.endswith(".html"):
            address = desk.site_url + path.removesuffix("index.html")
            for link in one.links + one.loads:
                found += _one(path, address, link, desk, known, ids)
        elif path.endswith((".md", "llms.txt")):
            for link in one.links:
                found += _one(path, desk.site_url + path, link, desk, known, {})
    return found


def _known(facts: dict[str, Facts]) -> set[str]:
    """Addresses below the site that answer, without their host."""
    pages = {path.removesuffix("index.html") for path in facts if path.endswith("index.html")}
    return pages | set(facts)


def _one(
    path: str,
    address: str,
    link: str,
    desk: Desk,
    known: set[str],
    ids: dict[str, frozenset[str]],
) -> list[Finding]:
    try:
        parts = urlsplit(link.strip())
        full = urljoin(address, link.strip())
    except ValueError:
        return [fault(path, "links.malformed", "an address that cannot be read", match=link)]
    if parts.scheme and parts.scheme.lower() not in SCHEMES:
        if parts.scheme.lower() == "data":
            return []
        return [
            fault(
                path,
                "links.scheme",
                f"an address of kind {parts.scheme}:",
                match=link,
                fix="link by https",
            )
        ]
    if not full.startswith(desk.site_url):
        outside = not parts.scheme and not parts.netloc
        return (
            [fault(path, "links.outside", "a link leads out of the site's folder", match=link)]
            if outside
            else []
        )
    target = urlsplit(full[len(desk.site_url) :])
    name = unquote(target.path)
    if name not in known:
        return [
            fault(
                path,
                "links.broken",
                f"nothing stands at {name or 'the home page'}",
                match=link,
                fix="mend or take out the link",
            )
        ]
    fragment = unquote(target.fragment.split(":~:")[0])
    page = name + "index.html" if name.endswith("/") or not name else name
    if fragment and page in ids and fragment not in ids[page]:
        return [
            fault(
                path,
                "links.anchor",
                f"{name or 'the page'} has no place #{fragment}",
                match=link,
                fix="mend the anchor",
            )
        ]
    return []
