"""Lists what a source holds now, without reading it.

Enter: a Source. Leave: items, each a file with a stamp of size, time and sidecar, or an address
that has been fetched. Raises SourceError when the location is not there or not of its kind.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from pipeline.errors import SourceError
from pipeline.ingest.reading import Input, Read, Refusal
from pipeline.ingest.sources import formats, proposals
from pipeline.ingest.sources.formats import READING, UNREAD
from pipeline.records import Source
from pipeline.records.store import short_id

TOOLS = frozenset(
    (".git", ".hg", ".svn", ".venv", ".tox", ".dateline", "node_modules", "__pycache__")
)
SIDECAR = ".meta.json"
DATES = "_dates.json"  # a folder's own record of when its files were first and last changed


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read. `data` is set for what was fetched; files are read by the reader."""

    path: str
    reader: str
    suffix: str
    stamp: str
    file: str | Path | None = (
        None  # as text where a folder of many was listed: a Path takes five times as much
    )
    url: str = ""
    data: bytes | None = None
    validators: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    fault: str = ""  # why it cannot be read at all


@dataclass(slots=True)
class Listed:
    """What a folder holds: items, files of kinds that are not read by suffix, and what is passed
    over by name."""

    items: tuple[Item, ...] = ()
    unread: Counter[str] = field(default_factory=Counter)
    passed: list[Refusal] = field(default_factory=list)


def local(source: Source) -> tuple[Item, ...]:
    """The files of a source, in order of their paths."""
    return listed(source).items


def listed(source: Source) -> Listed:
    """The files of a source, read and not read. Raises SourceError."""
    place = Path(source.location)
    if not place.exists():
        raise SourceError(
            "does not exist",
            where=source.location,
            hint=f"mend `location` of source {source.id!r}, or `base`",
        )
    if place.is_file():
        mark = short_id(READING, *source.addresses)
        return Listed((_item(source, str(place), str(place.parent), ({}, mark)),))
    if (source.kind != "folder" and source.kind not in formats.BY_NAME) or source.kind == "page":
        raise SourceError(
            f"a source of kind {source.kind!r} has an http(s) address, not a folder",
            where=source.location,
        )
    found, seen = Listed(), read_dates(place)
    mark = short_id(READING, *source.addresses)
    items = [_item(source, file, str(place), (seen, mark)) for file in _files(source, place, found)]
    found.items = tuple(sorted(items, key=lambda item: item.path))
    return found


def _files(source: Source, place: Path, found: Listed) -> Iterator[str]:
    """Files below a folder that the source's kind reads, the others counted; those of tools, and
    names that begin with `_`, are not documents, but for the `_index` pages of site generators."""
    for folder, below, names in os.walk(place, onerror=_unlisted):
        below[:] = sorted(set(below) - TOOLS)
        for name in below:
            if Path(folder, name).is_symlink():
                where = _below(str(place), str(Path(folder, name)))
                found.passed.append(Refusal(where, "is a link to a folder, which is not followed"))
        for name in sorted(names):
            if (name.startswith("_") and not name.startswith("_index")) or name.endswith(SIDECAR):
                continue
            suffix = formats.suffix_of(name)
            if formats.of_file(source.kind, suffix) or (
                source.kind == "folder" and suffix in UNREAD
            ):
                yield f"{folder.rstrip(os.sep)}{os.sep}{name}"
            else:
                found.unread[suffix] += 1


def _below(place: str, file: str) -> str:
    """A file's path below a folder; a name may be in any encoding."""
    path = file[len(place.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()


def _unlisted(error: OSError) -> None:
    """A folder that cannot be listed fails its source: passed over, its documents would go."""
    raise SourceError(f"cannot be listed ({error.strerror})", where=str(error.filename))


def read_dates(place: Path) -> dict[str, list[str]]:
    """The days that a folder gives its files, `path -> [first, last]`. Raises SourceError."""
    file = place / DATES
    if not file.is_file():
        return {}
    try:
        known = json.loads(file.read_bytes())
    except ValueError as error:
        raise SourceError(f"is not JSON ({error})", where=str(file)) from error
    return known if isinstance(known, dict) else {}


def _item(
    source: Source, file: str, place: str, known_of_all: tuple[dict[str, list[str]], str]
) -> Item:
    """A file; `known_of_all` are the days of a folder's files and the mark of how they are read."""
    seen, how = known_of_all
    path, suffix = _below(place, file), formats.suffix_of(file.rpartition(os.sep)[2])
    known = formats.of_file(source.kind, suffix)
    reader = known.name if known else "plain" if source.kind == "folder" else source.kind
    beside = known is not None and suffix in known.sidecar
    meta, mark, fault = _sidecar(Path(file)) if beside else (*proposals.beside(file), "")
    mark += how
    days = seen.get(path)
    if isinstance(days, list) and days:
        meta = {"_first_seen": days[0], "_last_seen": days[-1], **meta}
        mark += short_id(*map(str, days))
    try:
        facts = os.stat(file)  # noqa: PTH116  (of thousands of files a night)
    except OSError as error:  # a link that leads nowhere, a file taken away meanwhile
        fault = f"cannot be read ({error.strerror})"
        return Item(path, reader, suffix, f"::{mark}", file, meta=meta, fault=fault)
    if not S_ISREG(facts.st_mode):
        fault = "is not a regular file"
    elif suffix in UNREAD and source.kind == "folder":
        fault = f"is of a kind that is not read (.{suffix})"
    stamp = f"{facts.st_size}:{facts.st_mtime_ns}:{mark}"
    return Item(path, reader, suffix, stamp, file, meta=meta, fault=fault)


def _sidecar(file: Path) -> tuple[dict[str, Any], str, str]:
    """(fields, stamp, what is wrong) of `<name>.meta.json` beside a file."""
    beside = file.with_name(file.stem + SIDECAR)
    if not beside.is_file():
        return {}, "", ""
    data = beside.read_bytes()
    mark = short_id(data.decode("utf-8", "replace"))
    try:
        fields = json.loads(data)
    except ValueError as error:
        return {}, mark, f"its sidecar {beside.name} is not JSON ({error})"
    return (fields, mark, "") if isinstance(fields, dict) else ({}, mark, "")


def read(item: Item, data: bytes, *, plainly: bool = False) -> Read:
    """Read an item with the reader of its kind, or, `plainly`, with that format's other reader; there
    is nothing to read where it has none."""
    given = Input(item.path, data, item.suffix, item.url, item.meta)
    if not plainly:
        return formats.read(item.reader, given)
    other = formats.BY_NAME[item.reader].other
    return other(given) if other else ((), ())
