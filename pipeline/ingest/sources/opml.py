"""Reads OPML, the form in which feed readers export what they follow.

Enter: a file. Leave: its feeds in order, each with the folders it is in. Refuses, with a
ConfigError, what is not OPML or names no feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from pipeline.errors import ConfigError
from pipeline.text.words import clean

_FEED = re.compile(r"^feed:(?=//|https?:)", re.IGNORECASE)  # as some readers write an address
HINT = "export the subscriptions of your feed reader as OPML and name that file"


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file."""

    title: str
    url: str
    homepage: str
    folders: tuple[str, ...]

    @property
    def fault(self) -> str:
        """Why its address cannot be read; "" when it can."""
        try:
            web = urlsplit(self.url)
        except ValueError:  # brackets round what is no address of IPv6
            return "is no http(s) address"
        return "" if web.scheme in ("http", "https") and web.netloc else "is no http(s) address"


def read_opml(path: Path) -> tuple[Outline, ...]:
    """Every feed of the file, each once, also one whose address has a `fault`. Raises ConfigError."""
    found = _every(path)
    if all(one.fault for one in found):
        raise ConfigError(
            "names no feed (no outline with an http(s) xmlUrl)", where=str(path), hint=HINT
        )
    return found


def _every(path: Path) -> tuple[Outline, ...]:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise ConfigError(
            f"cannot be read ({error.strerror})", where=str(path), hint=HINT
        ) from error
    except etree.XMLSyntaxError as error:
        raise ConfigError(f"is not XML ({error.msg})", where=str(path), hint=HINT) from error
    if root.tag != "opml":
        raise ConfigError(f"is not OPML (its root is {root.tag!r})", where=str(path), hint=HINT)
    found = {one.url: one for one in reversed(list(_feeds(root.find("body"), ())))}
    return tuple(reversed(found.values()))


def _feeds(element: etree._Element | None, folders: tuple[str, ...]) -> Iterator[Outline]:
    for outline in element if element is not None else ():
        if outline.tag != "outline":
            continue
        name = clean(outline.get("title") or outline.get("text") or "")
        url = _FEED.sub("", (outline.get("xmlUrl") or "").strip())
        scheme, mark, rest = (f"http:{url}" if url.startswith("//") else url).partition(":")
        url = scheme.lower() + mark + rest
        if url:
            tags = tuple(
                tag.strip("/ ") for tag in (outline.get("category") or "").split(",") if tag.strip()
            )
            homepage = (outline.get("htmlUrl") or "").strip()
            yield Outline(name or url, url, homepage, folders + tags)
        yield from _feeds(outline, (*folders, name) if name and not url else folders)
