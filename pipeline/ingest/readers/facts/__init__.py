"""What a source says about its text: title, authors, dates, address. One door for every reader.

Enter: the fields a reader found (front matter, sidecar, metadata) and the written text. Leave: the
fields of a Reading. A title is what the author gave, never what a tool left; `published` is only
what the publisher says, and when a file was first seen or changed stands apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.identity import host_of
from pipeline.ingest.readers.facts.people import names
from pipeline.ingest.reading import Input

URL_KEYS = ("canonical_url", "canonical", "canonicalurl", "url", "permalink")
SLUG_KEYS = ("permalink", "url", "path", "slug")
NO_PAGE = re.compile(  # where a recording, a picture or an archive lies
    r"\.(?:mp3|m4a|mp4|m4v|ogg|oga|opus|wav|flac|webm|mov|png|jpe?g|gif|svg|webp|zip|gz)(?:[?#]|$)",
    re.IGNORECASE,
)


def provenance(known: Mapping[str, Any], source: Input, origin: str) -> dict[str, Any]:
    """Address, authors and dates from fields, else the date in the path.

    The day is the publisher's: of `origin`, of an address the front matter gives the page, or of the
    file's path; never the day on which a repository first had the file.
    """
    published, came_from = dates.first(known, dates.PUBLISHED), str(known.get("_origin") or origin)
    if not published:
        published = dates.from_addresses(known)
    if not published and (published := dates.from_path(source.path)):
        came_from = "path"
    updated = dates.first(known, dates.UPDATED)
    low = {str(key).lower(): value for key, value in known.items()}
    url = next((str(low[key]) for key in URL_KEYS if str(low.get(key, "")).startswith("http")), "")
    return {
        "url": _own_address(url, source.url),
        "slug": _slug(low),
        "authors": names(low.get("authors") or low.get("author")),
        "published": published,
        "published_from": came_from if published else "undated",
        "updated": updated if updated and updated != published else None,
    }


def _own_address(stated: str, fetched: str) -> str:
    """The address a text states for itself, if it is of the host it was fetched from and of a page."""
    stated = "" if NO_PAGE.search(stated) else stated
    same_host = not fetched or host_of(stated) == host_of(fetched)
    return stated if stated and same_host else fetched


def _slug(low: Mapping[str, Any]) -> str:
    """Where below its site the text says it stands: a path, or the last part of one."""
    found = (low.get(key) for key in SLUG_KEYS)
    said = (one.strip() for one in found if isinstance(one, str))
    return next((one for one in said if re.fullmatch(r"/?[\w./~%-]+", one)), "")
