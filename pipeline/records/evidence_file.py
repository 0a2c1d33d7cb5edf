"""Reads an evidence file: the numbered sources that any writer's text may cite.

Enter: JSON, a list of {n, source_id, title, url, published, text} with whatever else of ours.
Leave: `EvidenceItem` records in order of n. Refuses (`RecordError`): what is not such a list, and
two different texts under one number. The same source given twice counts once.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from pipeline.errors import RecordError
from pipeline.records import EvidenceItem, store

HINT = 'an evidence file is a JSON list of {"n", "source_id", "title", "url", "published", "text"}'
MADE = {"n", "text", "source_id", "score", "ranks", "factors", "blocks"}
"""Fields that are read by themselves, and what choosing and cutting made: no check believes a file
in these."""
_KNOWN = tuple(one.name for one in fields(EvidenceItem) if one.name not in MADE)
_NUMBERS = {"start", "quote_limit", "quote_words"}


def read(data: str | bytes, *, where: str = "") -> tuple[EvidenceItem, ...]:
    """Read an evidence file. Raises RecordError."""
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        rows = json.loads(text)
    except (UnicodeDecodeError, ValueError) as error:
        raise RecordError(f"is not JSON in UTF-8: {error}", where=where, hint=HINT) from error
    if isinstance(rows, dict) and isinstance(rows.get("items"), list):
        rows = rows["items"]
    if not isinstance(rows, list):
        raise RecordError("is not a list", where=where, hint=HINT)
    items: dict[int, EvidenceItem] = {}
    for at, row in enumerate(rows):
        item = _item(row, at, where)
        if items.setdefault(item.n, item).text != item.text:
            raise RecordError(f"source {item.n} has two different texts", where=where, hint=HINT)
    return tuple(items[n] for n in sorted(items))


def _item(row: Any, at: int, where: str) -> EvidenceItem:
    if not isinstance(row, dict):
        raise RecordError(f"entry {at} is not an object", where=where, hint=HINT)
    n, text = row.get("n"), row.get("text")
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        raise RecordError(f"entry {at}: n is not a whole number", where=where, hint=HINT)
    if not isinstance(text, str):
        raise RecordError(f"entry {at} (source {n}): text is missing", where=where, hint=HINT)
    values: dict[str, Any] = {
        "n": n, "text": text, "source_id": str(row.get("source_id") or row.get("url") or n),
        "source_title": "", "title": "", "url": "", "published": None, "passage": "",
        "document": "", "start": 0, "domain": "",
    }  # fmt: skip
    values |= {
        key: row[key] for key in _KNOWN
        if row.get(key) is not None and (key not in _NUMBERS or isinstance(row[key], int))
    }  # fmt: skip
    return store.from_json(EvidenceItem, json.dumps(values), where=where)
