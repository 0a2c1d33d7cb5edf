"""Who a document is: its canonical address and the id made from it.

Enter: an address as found. Leave: the same page's one spelling (scheme and host in lower case, no
default port, fragment, tracking parameter or index page), and a short id of it.
"""

from __future__ import annotations

import re
from urllib.parse import (
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from pipeline.pages.links import TRACKING
from pipeline.records.store import short_id

INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
SAFE = "/:@!$&'()*+,;=~-._"  # what stands in a path as it is
ESCAPED = re.compile(r"%(?:2F|5C|3F|23|25)", re.IGNORECASE)  # what is another path when written out
ROUTE = re.compile(r"!?/.|!.")  # a fragment that names a page of an application (`#!/a`, `#/a`)


def canonical_url(url: str, *, fragment: bool = False) -> str:
    """The one spelling of an http(s) address; "" for anything else.

    `fragment` keeps the fragment, for feeds whose entries are sections of one page; one that names a
    page of an application always stays.
    """
    try:
        url.encode()  # half a character is in no address
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        return ""
    host = parts.hostname.lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    path = INDEX.sub("/", _path(parts.path))
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.match(name)
    )
    place = parts.fragment if fragment or ROUTE.match(parts.fragment) else ""
    return urlunsplit((scheme, netloc, path or "/", urlencode(kept), place))


def _path(path: str) -> str:
    """The one spelling of a path: no `..`, no empty part, and no escape that need not be one."""
    kept = ESCAPED.findall(path)
    parts = (quote(unquote_to_bytes(part), safe=SAFE) for part in ESCAPED.split(path))
    whole = "".join(part + sign.upper() for part, sign in zip(parts, [*kept, ""], strict=True))
    whole = re.sub(r"(?<!:)/{2,}", "/", whole)
    return urlsplit(urljoin("https://h/", whole)).path if "/." in whole else whole


def host_of(url: str) -> str:
    """The host of an address in lower case; "" where there is none, or no address."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def joined(base: str, link: str) -> str:
    """A link as it is seen from an address; what cannot be joined stays as it is."""
    try:
        return urljoin(base, link) if base and link else link
    except ValueError:
        return link


def address(rule: str, path: str, slug: str, *, suffix: str | None, index: bool) -> str:
    """The address of a file by its source's rule; "" without a rule.

    `path` is the file's below its source, without its suffix where the source has one of its own;
    `slug` is what its front matter says of its place: a path from the root of the site (`/docs/x/`),
    or its last part. `suffix` stands in place of the file's; without an `index`, the pages of folders
    have the folder's address then.
    """
    if "{path}" not in rule:
        return canonical_url(rule)
    if slug.startswith("/"):
        return canonical_url(urljoin(rule.split("{path}")[0], slug))
    folder, _, name = path.rpartition("/")
    if suffix is not None and not index and name.lower() in ("index", "_index", "readme"):
        name, suffix = "", ""
    if slug and "/" in slug:
        folder, name, suffix = "", slug.strip("/"), suffix or ""
    elif slug:
        name, suffix = slug, suffix or ""
    place = f"{folder}/{name}" if folder else name
    return canonical_url(rule.replace("{path}", quote(place + (suffix or ""), safe=SAFE)))


def document_id(source: str, path: str, url: str, key: str = "") -> str:
    """Short hash of the canonical address, or of source and path when there is none.

    http and https, and a final slash or none, are the same page; `key` tells apart what stands at
    one address, as the entries of a changelog's feed do.
    """
    if not url:
        return short_id("file", source, path)
    page = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    return short_id("url", page, key) if key else short_id("url", page)
