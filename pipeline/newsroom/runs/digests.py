"""A day's manifest.json: what its record holds, by digest, and what of that is no longer so.

Enter: the folder of a day. Leave: its manifest (the same input gives the same bytes: no clock times in
it), or a line about each file that is gone, cannot be read, or is another than the manifest has. Such a
file blocks nothing: what a page is made of is proven by itself, and `briefs.damaged` says where that fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.records import store

NAME = "manifest.json"
BACK = "`git checkout -- {0}` brings back what was committed"


def manifest(folder: Path, facts: Mapping[str, object]) -> None:
    """Write a day's manifest.json: the given facts and the digests of the records beside it."""
    records = {
        path.name: store.sha256(path.read_bytes())
        for path in sorted(folder.glob("*.json"))
        if path.name != NAME
    }
    store.write(folder / NAME, store.to_json({**facts, "records": records}))


def altered(folder: Path) -> Iterator[str]:
    """What of a day's record is not as its manifest has it, a line a file."""
    path = folder / NAME
    back = BACK.format(folder)
    if not path.is_file():
        yield f"{path}: is gone; {back}"
        return
    try:
        kept = store.read(dict[str, Any], path).get("records", {})
    except RecordError as error:
        yield f"{error}; {back}"
        return
    for name, digest in sorted(kept.items()) if isinstance(kept, dict) else ():
        part = folder / str(name)
        if not part.is_file():
            yield f"{part}: is gone; {back}"
        elif store.sha256(part.read_bytes()) != digest:
            yield f"{part}: is not as {NAME} has it, so it was changed by hand or damaged; {back}"
