"""Documents and passages as the library keeps them: bytes in, records out.

Enter: a record, or the bytes of one. Leave: the same. Bytes that are none raise what their reader
raises (zlib.error, ValueError, KeyError, TypeError); `newsroom.library` says whose they were.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import fields
from typing import Any

from pipeline.records.types import Block, Document, Passage

_HEADS = 512, 4_096  # bytes that hold id, source, url and title of most, and of all but freaks
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_TITLE = re.compile(
    rf'{{"id": {_STRING}, "source": {_STRING}, "url": {_STRING}, "title": ({_STRING})'
)

# To ask each record for its fields took a twelfth of what an ingest's parent does.
_NAMES: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Document, Block, Passage)
}


def plain(record: Document | Block | Passage) -> dict[str, object]:
    """A record's fields by name; `asdict` copies every one of them, ten times slower."""
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


def pack(document: Document) -> bytes:
    """A document as bytes; `unpack` gives it back."""
    whole = plain(document) | {"blocks": [plain(block) for block in document.blocks]}
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode(), 1)


def unpack(body: bytes) -> Document:
    raw = json.loads(zlib.decompress(body))
    raw["blocks"] = tuple(Block(**block) for block in raw["blocks"])
    raw["removed"] = tuple((kind, count) for kind, count in raw["removed"])
    for name in ("authors", "also_at", "domains"):
        raw[name] = tuple(raw[name])
    raw.setdefault("first_seen", raw["fetched"])  # written before it was kept
    return Document(**raw)


def dates(document: Document) -> tuple[str, str, str, str, str]:
    """Id, source and days of a document; a repository's first day is no day of publication."""
    published, first = (document.published or "")[:10], document.first_seen[:10]
    stated = "" if document.published_from == "metadata" and published == first else published
    return document.id, document.source, stated, first, (document.changed or "")[:10]


def titles(bodies: list[bytes]) -> list[str]:
    """Titles, which stand before the text: only the head of each record is unpacked."""
    return [str(one) for one in _several([_title(body) for body in bodies])]


def _title(body: bytes) -> str:
    for size in _HEADS:
        start = zlib.decompressobj().decompress(body, size).decode(errors="ignore")
        if found := _TITLE.match(start):
            return found[1]
    return json.dumps(unpack(body).title)


def passage(body: str) -> Passage:
    return _passage(json.loads(body))


def passages(bodies: list[str]) -> list[Passage]:
    return [_passage(raw) for raw in _several(bodies)]


def _several(bodies: list[str]) -> list[Any]:
    """What JSON texts say, read at once: to begin with each takes longer than to read it."""
    found: list[Any] = json.loads(f"[{','.join(bodies)}]")
    if len(found) != len(bodies):
        raise ValueError("more or fewer records than were kept")
    return found


def _passage(raw: dict[str, Any]) -> Passage:
    raw["headings"] = tuple(raw["headings"])
    return Passage(**raw)
