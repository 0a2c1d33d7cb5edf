"""What a desk still has from the one it was copied from, or from an older dateline, and serves nobody.

Enter: a desk, or its file. Leave: a line for each address or mail address of a name that is reserved for
examples (RFC 2606, RFC 6761), with what to write instead; and the keys that nothing reads any more.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.newsroom.desk import RETIRED, Desk

RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$")


def placeholders(desk: Desk) -> tuple[str, ...]:
    """Keys of the desk that are still examples."""
    return tuple(f"{key} is {value!r}, a name reserved for examples: {instead}" for key, value, instead in _values(desk) if _reserved(value))  # fmt: skip


def _values(desk: Desk) -> Iterator[tuple[str, str, str]]:
    site = "the address the site will have, or its links, feeds and cards lead nowhere"
    yield "site_url", desk.site_url, site
    yield "publisher.email", desk.publisher.email, "where corrections reach you"
    yield "publisher.url", desk.publisher.url, "your home page, or leave it out"
    yield "delivery.sender", desk.delivery.sender, "who the mail is from"
    for at, owner in enumerate(desk.owners):
        yield f"owners.{at}.to", owner.to, "where this owner is reached"


def _reserved(value: str) -> bool:
    host = value.rpartition("@")[2] if "://" not in value else urlsplit(value).hostname or ""
    return bool(RESERVED.search(host.lower()))


def retired(path: Path) -> tuple[str, ...]:
    """Keys of the desk that nothing reads any more, as `retrieval.freshness`. The desk is a sound one."""
    written = tomllib.loads(path.read_text("utf-8-sig")).get("retrieval", {})
    return tuple(f"retrieval.{key}" for key in written if key in RETIRED)
