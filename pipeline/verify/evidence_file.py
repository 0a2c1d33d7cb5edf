"""Reads an evidence file: the numbered sources that any writer's text may cite.

Enter: JSON, a list of {n, source_id, title, url, published, text} with whatever else of ours.
Leave: `EvidenceItem` records in order of n. Refuses (`RecordError`): what is not such a list, and
two different texts under one number. The same source given twice counts once.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import RecordError
from pipeline.records import EvidenceItem, store

HINT = 'an evidence file is a JSON list of {"n", "source_id", "title", "url", "published", "text"}'
_KNOWN = (
    "source_title title url published passage document domain headings locator also_at before "
    "after question licence first_seen changed story home".split()
)


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
    values |= {key: row[key] for key in _KNOWN if row.get(key) is not None}
    for key in ("start", "quote_limit", "quote_words"):
        if isinstance(row.get(key), int):
            values[key] = row[key]
    return store.from_json(EvidenceItem, json.dumps(values), where=where)
