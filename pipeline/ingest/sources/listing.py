"""Lists what a source holds now, without reading it.

Enter: a Source. Leave: items, each a file with a stamp of size, time and sidecar, or an address
that has been fetched. Raises SourceError when the location is not there or not of its kind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from pipeline.errors import SourceError
from pipeline.ingest.readers import feeds, markdown, pdf, plain, structured, transcripts
from pipeline.ingest.readers.dumps import read_chunks, read_documents
from pipeline.ingest.readers.html import page
from pipeline.ingest.reading import Input, Read
from pipeline.records import Source
from pipeline.records.store import short_id

READERS = {
    "markdown": markdown.read,
    "html": page.read,
    "feed": feeds.read,
    "transcript": transcripts.read,
    "pdf": pdf.read,
    "jsonl": read_documents,
    "chunks": read_chunks,
    "page": page.read,
    "record": structured.read_record,
    "notebook": structured.read_notebook,
    "plain": plain.read,
}
BY_SUFFIX = {
    "md": "markdown", "markdown": "markdown", "mdx": "markdown", "qmd": "markdown",
    "html": "html", "htm": "html", "xhtml": "html",
    "srt": "transcript", "vtt": "transcript",
    "xml": "feed", "rss": "feed", "atom": "feed",
    "yaml": "record", "yml": "record", "toml": "record", "json": "record",
    "ipynb": "notebook", "pdf": "pdf", "jsonl": "jsonl", "ndjson": "jsonl",
    "rst": "plain", "adoc": "plain", "asciidoc": "plain", "txt": "plain",
}  # fmt: skip
# Suffixes a source of one kind reads in its folder.
OF_KIND = {
    "markdown": ("md", "markdown", "mdx"),
    "html": ("html", "htm", "xhtml"),
    "feed": ("xml", "rss", "atom", "json"),
    "transcript": ("vtt", "srt"),
    "pdf": ("pdf",),
    "jsonl": ("jsonl", "ndjson", "json"),
    "chunks": ("jsonl", "ndjson", "json"),
}
# Documents that there is no reader for: each is refused by name. Pictures, scripts and the like
# that lie among documents are none, and pass without a word.
UNREAD = frozenset(
    "doc docx odt rtf epub mobi ppt pptx odp xls xlsx ods tex org textile wiki mediawiki djvu ps".split()
)
TOOLS = frozenset(
    (".git", ".hg", ".svn", ".venv", ".tox", ".dateline", "node_modules", "__pycache__")
)
SIDECAR = ".meta.json"
BESIDE = frozenset(("pdf", "vtt", "srt", "html", "htm", "txt"))  # what may have a sidecar
DATES = "_dates.json"  # a folder's own record of when its files were first and last changed


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read. `data` is set for what was fetched; files are read by the reader."""

    path: str
    reader: str
    suffix: str
    stamp: str
    file: Path | None = None
    url: str = ""
    data: bytes | None = None
    validators: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    fault: str = ""  # why it cannot be read at all


def local(source: Source) -> tuple[Item, ...]:
    """The files of a source, in order of their paths."""
    place = Path(source.location)
    if not place.exists():
        raise SourceError(
            "does not exist", where=source.location, hint=f"mend `location` of source {source.id!r}"
        )
    if place.is_file():
        return (_item(source, place, place.parent, {}),)
    seen = _dates(place)
    items = (_item(source, file, place, seen) for file in _files(source, place))
    return tuple(sorted(items, key=lambda item: item.path))


def _files(source: Source, place: Path) -> Iterator[Path]:
    """Files below a folder that the source's kind reads; those of tools, and names that begin with
    `_`, are not documents, but for the `_index` pages of site generators."""
    wanted = BY_SUFFIX.keys() | UNREAD if source.kind == "folder" else OF_KIND.get(source.kind)
    if wanted is None:
        raise SourceError(
            f"a source of kind {source.kind!r} has an http(s) address, not a folder",
            where=source.location,
        )
    for folder, below, names in os.walk(place, onerror=_unlisted):
        below[:] = sorted(set(below) - TOOLS)
        for name in sorted(names):
            aside = (name.startswith("_") and not name.startswith("_index")) or name.endswith(
                SIDECAR
            )
            if not aside and "." in name and name.rsplit(".", 1)[1].lower() in wanted:
                yield Path(folder, name)


def _unlisted(error: OSError) -> None:
    """A folder that cannot be listed fails its source: passed over, its documents would go."""
    raise SourceError(f"cannot be listed ({error.strerror})", where=str(error.filename))


def _dates(place: Path) -> dict[str, list[str]]:
    file = place / DATES
    if not file.is_file():
        return {}
    try:
        known = json.loads(file.read_bytes())
    except ValueError as error:
        raise SourceError(f"is not JSON ({error})", where=str(file)) from error
    return known if isinstance(known, dict) else {}


def _item(source: Source, file: Path, place: Path, seen: dict[str, list[str]]) -> Item:
    path = Path(str(file)[len(str(place)) + 1 :]).as_posix()
    path = path.encode("utf-8", "backslashreplace").decode()  # a name may be in any encoding
    suffix = file.suffix[1:].lower()
    reader = BY_SUFFIX.get(suffix, "plain") if source.kind == "folder" else source.kind
    meta, mark, fault = _sidecar(file) if suffix in BESIDE else ({}, "", "")
    days = seen.get(path)
    if isinstance(days, list) and days:
        meta = {"_first_seen": days[0], "_last_seen": days[-1], **meta}
        mark += short_id(*map(str, days))
    try:
        facts = file.stat()
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


def read(item: Item, data: bytes) -> Read:
    """Read an item with the reader of its kind."""
    reader = item.reader
    if reader == "jsonl" and item.suffix in ("jsonl", "ndjson") and b'"chunk_id"' in data[:4000]:
        reader = "chunks"
    if reader == "record" and item.suffix == "json" and feeds.is_json_feed(data):
        reader = "feed"
    return READERS[reader](Input(item.path, data, item.suffix, item.url, item.meta))
