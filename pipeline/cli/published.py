"""Finds what a published brief is verified with: its record, its evidence and its page.

Enter: the URL of a brief's page, or its folder in a built site. Leave: `Published`. The evidence lies
at api/evidence/<day>.json of the site, the record at api/records/<day>.json, the page's Markdown
twin beside the page. Refuses (`RecordError`, `FetchError`): a page without evidence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import FetchError, RecordError
from pipeline.newsroom.desk import Desk
from pipeline.verify.checked import Published
from pipeline.world import World

if TYPE_CHECKING:
    from pipeline.ingest.sources.fetch import Client

_DAY = re.compile(
    r"^(?P<base>.*?)(?:[^/]+/)?(?P<day>\d{4}-\d{2}-\d{2})(?:/(?:index\.(?:html|md))?)?$"
)
WHY = "verify a published brief"


def fetch(url: str, desk: Desk, world: World) -> Published:
    """Fetch what a brief's URL leads to. Raises FetchError."""
    from pipeline.ingest.sources.fetch import Client  # with every reader; a file needs none

    parts = urlsplit(url)
    bare = parts._replace(query="", fragment="").geturl()
    match = _DAY.match(bare)
    if match is None:
        hint = "it ends in the brief's day, as in https://site.example/briefs/2026-11-20/"
        raise RecordError("is not the address of a brief", where=url, hint=hint)
    base, day = match["base"], match["day"]
    page_url = bare.split(day)[0] + f"{day}/index.md"
    # the person named this host themselves, so it may be on a private network
    allowed = (*desk.ingest.allow_private_hosts, parts.hostname or "")
    limits = desk.ingest.model_copy(update={"allow_private_hosts": allowed})
    with Client(limits, world) as client:
        evidence_url, record_url = f"{base}api/evidence/{day}.json", f"{base}api/records/{day}.json"
        evidence = client.get(evidence_url, WHY).body
        record = _optional(client, record_url)
        page = _optional(client, page_url)
        shown = _optional(client, page_url.removesuffix("index.md"))
        data_url = f"{base}api/briefs/{day}.json"
        data = _optional(client, data_url)
    found = _found(url, (evidence, evidence_url), (record, record_url), (page, page_url))
    return replace(found, shown=shown, data=(data, data_url) if data else None)


def _optional(client: Client, url: str) -> bytes | None:
    try:
        return client.get(url, WHY).body
    except FetchError:
        return None  # a site of another maker has no record or no twin; one of them is enough


def in_folder(path: Path) -> Published | None:
    """What a folder of a built site holds, if it is the folder of a published brief."""
    folder = path if path.is_dir() else path.parent
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder.name):
        return None
    for base in list(folder.resolve().parents)[:3]:
        evidence = base / "api" / "evidence" / f"{folder.name}.json"
        if evidence.is_file():
            record = base / "api" / "records" / f"{folder.name}.json"
            page, html = folder / "index.md", folder / "index.html"
            found = _found(
                str(path),
                (evidence.read_bytes(), str(evidence)),
                (record.read_bytes() if record.is_file() else None, str(record)),
                (page.read_bytes() if page.is_file() else None, str(page)),
            )
            data = base / "api" / "briefs" / f"{folder.name}.json"
            return replace(
                found,
                shown=html.read_bytes() if html.is_file() else None,
                data=(data.read_bytes(), str(data)) if data.is_file() else None,
            )
    return None


def _found(
    name: str,
    evidence: tuple[bytes, str],
    record: tuple[bytes | None, str],
    page: tuple[bytes | None, str],
) -> Published:
    if record[0] is None and page[0] is None:
        hint = "it needs api/records/<day>.json or a Markdown twin beside the evidence"
        raise RecordError("has evidence but neither record nor Markdown", where=name, hint=hint)
    text = None if page[0] is None else page[0].decode("utf-8", "replace")
    return Published(name, *evidence, *record, text, page[1])
