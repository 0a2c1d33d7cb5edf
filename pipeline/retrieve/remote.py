"""Passages from a service that already holds them (`engine = "http"`).

Enter: questions, the desk's mapping of field names. Leave: the passages, shelved in a library of
their own, so that the same index, fusion, caps and evidence follow; and the questions that went
unanswered. Refuses: when no question was answered. A malformed passage is skipped and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from pipeline.desk import Retrieval
from pipeline.errors import ConfigError, FetchError
from pipeline.library import Library
from pipeline.records import Block, Document, Passage
from pipeline.store import short_id
from pipeline.world import World

ASKED = 60  # passages asked for each question, as many as a local ranking brings


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: passages shelved, questions that failed with why, passages refused."""

    passages: int
    failed: tuple[tuple[str, str], ...]
    refused: int


def shelve(questions: Iterable[str], options: Retrieval, world: World, library: Library) -> Reply:
    """Ask every question and put what comes back into `library`. Raises FetchError when all fail."""
    if not options.engine_url:
        raise ConfigError("engine = 'http' needs engine_url", where="retrieval")
    world.permit(options.engine_url, "retrieval")
    failed: list[tuple[str, str]] = []
    rows: list[Any] = []
    with httpx.Client(timeout=options.engine_timeout) as client:
        for question in questions:
            try:
                rows += _ask(client, question, options)
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
                failed.append((question, f"{type(error).__name__}: {error}"))
    found = [one for row in rows if (one := _read(row, options)) is not None]
    if failed and not rows:
        raise FetchError(f"no question was answered; {failed[0][1]}", where=options.engine_url,
                         hint="is the service up? raise retrieval.engine_timeout if it is slow")  # fmt: skip
    kept = {document.id: (document, passage) for document, passage in found}
    with library.change() as generation:
        for name in sorted(kept):
            library.put(generation, kept[name][0], (kept[name][1],))
    return Reply(len(kept), tuple(failed), len(rows) - len(found))


def _ask(client: httpx.Client, question: str, options: Retrieval) -> list[Any]:
    reply = client.post(options.engine_url, json={"query": question, "k": ASKED})
    data = reply.raise_for_status().json()
    rows = data[options.engine_results] if options.engine_results else data
    if not isinstance(rows, list):
        raise ValueError("the reply holds no list of passages")
    return rows


def _read(row: Any, options: Retrieval) -> tuple[Document, Passage] | None:
    """A passage as a document of its own: its text is all of it that we were given."""
    if not isinstance(row, dict):
        return None
    value = {
        name: row.get(options.engine_fields.get(name, name))
        for name in ("text", "source_id", "title", "url", "published")
    }
    text, source = value["text"], value["source_id"]
    if not (isinstance(text, str) and text.strip() and isinstance(source, str) and source):
        return None
    published = value["published"] if isinstance(value["published"], str) else None
    name = short_id(source, str(value["url"]), text)
    document = Document(
        id=name, source=source, url=str(value["url"] or ""), title=str(value["title"] or ""),
        authors=(), published=published, published_from="source" if published else "undated",
        updated=None, fetched="", text=text, blocks=(Block("paragraph", 0, len(text)),),
        sha256=short_id(text),
    )  # fmt: skip
    return document, Passage(short_id(name, "0"), name, source, 0, len(text), text)


def open_remote(
    folder: Path, questions: Iterable[str], options: Retrieval, world: World
) -> tuple[Library, Reply]:
    """A library below `folder` filled with what the service answers; close it after use."""
    library = Library.open(folder / "remote.db")
    try:
        return library, shelve(questions, options, world, library)
    except BaseException:
        library.close()
        raise
