"""`dateline verify --site`: a whole site against the digests it was published with."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from pipeline.cli.io import answer
from pipeline.errors import FetchError
from pipeline.newsroom.desk import Desk
from pipeline.publish import provenance
from pipeline.publish.provenance import Difference
from pipeline.world import World

WHY = "verify a published site"


def verify_sites(targets: tuple[str, ...], desk: Desk, *, as_json: bool) -> int:
    """Compare each site and say what differs; 1 when anything does."""
    found = {target: _differences(target, desk) for target in targets}
    lines = [
        f"{target}: {one.path} {one.message} [{one.fault}]"
        for target, each in found.items()
        for one in each
    ]
    lines += [
        f"{target}: every listed file has the bytes it was published with"
        for target, each in found.items()
        if not each
    ]
    data = [
        {"site": key, "differences": [asdict(one) for one in each]} for key, each in found.items()
    ]
    answer({"sites": data}, "\n".join(lines), as_json=as_json)
    return 1 if any(found.values()) else 0


def _differences(target: str, desk: Desk) -> list[Difference]:
    if not target.startswith(("http://", "https://")):
        return provenance.in_folder(Path(target))
    base = target if target.endswith("/") else f"{target}/"
    host = urlsplit(base).hostname or ""  # named by the person, so it may be a private one
    from pipeline.ingest.sources.fetch import Client  # with every reader; a folder needs none

    allowed = (*desk.ingest.allow_private_hosts, host)
    limits = desk.ingest.model_copy(update={"allow_private_hosts": allowed})
    with Client(limits, World()) as client:
        where = urljoin(base, provenance.NAME)
        listed = provenance.read(client.get(where, WHY).body, where=where)

        def fetch(name: str) -> bytes | None:
            try:
                return client.get(urljoin(base, quote(name)), WHY).body
            except FetchError:
                return None

        return provenance.compare(listed, fetch)
