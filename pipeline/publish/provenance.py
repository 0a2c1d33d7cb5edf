"""Where a site comes from: every published file with its digest, and what made it.

Enter: a complete site, and its newsroom. Leave: `provenance.json`, and for whoever checks a site
against it the files that are missing, altered or unknown. The file names no time, so that the same
records give the same bytes; the day and the digests say which run it was.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline import __version__
from pipeline.errors import RecordError
from pipeline.newsroom.briefs import days, read_brief
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.records import store

NAME = "provenance.json"
OURS = frozenset({NAME, ".gitkeep"})  # beside what is listed


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what the provenance says."""

    path: str
    fault: Literal["missing", "altered", "unknown"]
    message: str


def write(room: Newsroom, site: Path, known: Mapping[str, str] | None = None) -> None:
    """List every file of the site with its sha256, and what the site was made from. known: the digests
    of files that this build read or made a moment ago."""
    digests = known or {}
    files = {name: digests.get(name) or _digest(site / name) for name in sorted(_files(site))}
    data = {
        "site": room.desk.site_url,
        "commit": commit(room.root),
        "version": __version__,
        "code_digest": code_digest(),
        "config_digest": room.digest,
        **_newest(room, site),
        "files": files,
    }
    store.write(site / NAME, json.dumps(data, ensure_ascii=False, indent=1) + "\n", sync=False)


def commit(root: Path) -> str:
    """The commit the newsroom stands at; empty outside of version control."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def read(data: bytes, *, where: str) -> dict[str, str]:
    """The listed files with their digests. Raises RecordError when it is not a provenance file."""
    try:
        files = json.loads(data)["files"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RecordError("is not a provenance file", where=where, hint=HINT) from error
    if not isinstance(files, dict) or not all(isinstance(one, str) for one in files.values()):
        raise RecordError("lists no files with digests", where=where, hint=HINT)
    for name in files:
        if name.startswith("/") or ".." in Path(name).parts:
            raise RecordError(f"lists {name!r}, which lies outside of the site", where=where)
    return files


HINT = "a site built by dateline has provenance.json at its root; name the root of the site"


def compare(
    listed: Mapping[str, str], fetch: Callable[[str], bytes | None], found: Iterable[str] = ()
) -> list[Difference]:
    """What differs from the list: `fetch` gives a file's bytes or None, `found` the files there are.

    A site that is asked over the network has no list of its files; then none can be unknown.
    """
    differences = []
    for name, digest in sorted(listed.items()):
        data = fetch(name)
        if data is None:
            differences.append(Difference(name, "missing", "is listed and not there"))
        elif hashlib.sha256(data).hexdigest() != digest:
            differences.append(Difference(name, "altered", "has other bytes than were published"))
    unknown = sorted(set(found) - set(listed) - OURS)
    return differences + [Difference(one, "unknown", "was not published") for one in unknown]


def in_folder(site: Path) -> list[Difference]:
    """Compare a built site with its own provenance. Raises RecordError when it has none."""
    path = site / NAME
    if not path.is_file():
        raise RecordError("has no provenance.json", where=str(site), hint=HINT)
    listed = read(path.read_bytes(), where=str(path))

    def fetch(name: str) -> bytes | None:
        file = site / name
        return file.read_bytes() if file.is_file() else None

    return compare(listed, fetch, _files(site))


def _files(site: Path) -> list[str]:
    return [name for name in store.files_below(site) if name not in OURS]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _newest(room: Newsroom, site: Path) -> dict[str, Any]:
    """The newest brief that stands on this site, and the corpus it was made from."""
    for day in reversed(days(room)):
        if (site / "briefs" / day).is_dir():
            return {"brief": day, "corpus_digest": read_brief(room, day).provenance.corpus_digest}
    return {"brief": "", "corpus_digest": ""}
