"""Fetches what a published brief is verified with: its record, its evidence and its page.

Enter: the URL of a brief's page (of a folder see `pipeline/proof/folder.py`). Leave: `Published`. The evidence lies
at api/evidence/<day>.json of the site, the record at api/records/<day>.json, the page's Markdown
twin beside the page. Refuses (`RecordError`, `FetchError`): a page without evidence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import FetchError, RecordError
from pipeline.newsroom.desk import Desk
from pipeline.proof.folder import as_published
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
    found = as_published(url, (evidence, evidence_url), (record, record_url), (page, page_url))
    return replace(found, shown=shown, data=(data, data_url) if data else None)


def _optional(client: Client, url: str) -> bytes | None:
    try:
        return client.get(url, WHY).body
    except FetchError:
        return None  # a site of another maker has no record or no twin; one of them is enough
