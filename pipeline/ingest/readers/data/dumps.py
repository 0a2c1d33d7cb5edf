"""Reads JSON dumps: JSONL, one document a line, and the chunks a vector store exports.

Enter: a .jsonl or .json file. Leave: a Reading for every document; chunks of one document are
joined in order, text they share at the seam kept once. The text is Markdown unless a field
named `html` holds it. A line that is not JSON, or has no text, is refused with its line number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.ingest.loading import json_value
from pipeline.ingest.normal import decode
from pipeline.ingest.readers.builder import BLANK, Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.titles import heading
from pipeline.ingest.readers.html.page import write_fragment
from pipeline.ingest.readers.markdown import write
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading
from pipeline.text.words import clean

TEXT = ("text", "content", "body", "markdown", "page_content", "document", "html")
DOCUMENT = ("document_id", "doc_id", "document", "source_id", "parent_id", "url", "source")
ORDER = ("position", "chunk_index", "index", "order", "start", "chunk_id", "id")
SEAM = 600  # characters compared at most; splitters overlap by 200 characters or tokens


def read_documents(source: Input) -> Read:
    """Read a document a line."""
    taken: list[Reading] = []
    refused: list[Refusal] = []
    for number, row in _rows(source):
        where = f"{source.path}:{number}"
        if isinstance(row, str):
            refused.append(Refusal(where, row))
            continue
        text = _field(row, TEXT)
        if not isinstance(text, str) or not text.strip():
            refused.append(Refusal(where, "has no text"))
            continue
        key = str(row.get("id") or row.get("url") or number).encode("utf-8", "replace").decode()
        taken.append(_document(row, text, f"{source.path}#{key}", source, "html" in row))
    return tuple(taken), tuple(refused)


def read_chunks(source: Input) -> Read:
    """Read chunks and join them into their documents."""
    refused: list[Refusal] = []
    groups: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, row in _rows(source):
        where = f"{source.path}:{number}"
        text = None if isinstance(row, str) else _field(row, TEXT)
        if isinstance(row, str):
            refused.append(Refusal(where, row))
        elif not isinstance(text, str) or not text.strip():
            refused.append(Refusal(where, "has no text"))
        elif (key := _field(row, DOCUMENT)) is None:
            refused.append(Refusal(where, "names no document (document_id, doc_id, url or source)"))
        else:
            groups.setdefault(str(key), []).append((number, row))
    taken = [_joined(key, rows, source) for key, rows in groups.items()]
    return tuple(taken), tuple(refused)


def _joined(key: str, rows: list[tuple[int, dict[str, Any]]], source: Input) -> Reading:
    ordered = [row for _, row in sorted(rows, key=lambda pair: _place(pair[1], pair[0]))]
    text = ""
    for row in ordered:
        text = _seam(text, str(_field(row, TEXT)).strip())
    known = {name: value for row in reversed(ordered) for name, value in _flat(row).items()}
    return _document({**known, "id": key}, text, f"{source.path}#{key}", source, False)


def _seam(text: str, piece: str) -> str:
    """Join a chunk, dropping what it repeats of the end before it (20 characters or more)."""
    for size in range(min(SEAM, len(text), len(piece)), 19, -1):
        if text.endswith(piece[:size]):
            return text + piece[size:]
    return text + BLANK + piece if text else piece


def _place(row: dict[str, Any], number: int) -> tuple[float, int]:
    place = _field(row, ORDER)
    return (float(place), number) if isinstance(place, int | float) else (float(number), number)


def _document(row: dict[str, Any], text: str, path: str, source: Input, is_html: bool) -> Reading:
    page = Manuscript()
    if is_html:
        write_fragment(text, page)
    else:
        write(text, page)
    known = {**_flat(row), **source.meta}
    title = clean(str(known.get("title") or known.get("name") or "")) or heading(page)
    at = Input(path, b"", source.suffix, str(known.get("url") or ""), source.meta)
    return reading(
        path, title or path.rsplit("#", 1)[-1], page, raw_words=len(text.split()), kind="dump",
        **provenance(known, at, "metadata"),
    )  # fmt: skip


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The row's fields with those of its `metadata` below them."""
    inner = row.get("metadata")
    return {**inner, **row} if isinstance(inner, dict) else row


def _field(row: dict[str, Any], names: tuple[str, ...]) -> Any:
    flat = _flat(row)
    return next((flat[name] for name in names if flat.get(name) not in (None, "")), None)


def _rows(source: Input) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """(line number, object) or (line number, what is wrong)."""
    text = decode(source.data)
    if text.lstrip().startswith("["):
        try:
            for number, item in enumerate(json_value(text), 1):
                yield number, item if isinstance(item, dict) else "is not an object"
        except ValueError as error:
            yield 1, f"is not JSON ({error})"
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                item = json_value(line)
            except ValueError as error:
                yield number, f"is not JSON ({error})"
                continue
            yield number, item if isinstance(item, dict) else "is not an object"
