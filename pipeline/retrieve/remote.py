"""Passages from a service that already holds them (`engine = "http"`).

Enter: questions, the desk's mapping of field names. Leave: the passages, shelved in a library of
their own, so that the same index, fusion, caps and evidence follow; and the questions that went
unanswered. Refuses: when no question was answered. A malformed passage is skipped and counted.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from pipeline.errors import ConfigError, FetchError
from pipeline.newsroom.desk import EngineField, Retrieval
from pipeline.newsroom.library import Library
from pipeline.records import Block, Document, Passage
from pipeline.records.store import short_id
from pipeline.world import World

ASKED = 60  # passages asked for each question, as many as a local ranking brings
AT_ONCE = 6  # questions on their way; a service that answers slowly does not hold up a night
MOST_BYTES = 20_000_000  # of one reply; 60 passages have about 100,000
UNSEEN = ("Cc", "Cf", "Cs")  # controls, format signs, halves of a pair
FAULTS = (httpx.HTTPError, httpx.InvalidURL)


@dataclass(frozen=True, slots=True)
class ServiceReply:
    """What came back: passages shelved, questions that failed with why, passages refused or with a
    date that is none, and the sources they name."""

    passages: int
    failed: tuple[tuple[str, str], ...]
    refused: int
    misdated: int = 0
    sources: frozenset[str] = frozenset()


def shelve(
    questions: Iterable[str], options: Retrieval, world: World, library: Library
) -> ServiceReply:
    """Ask every question; `library` holds what comes back, and what it held before only where a
    question went unanswered. Raises FetchError when all did."""
    if not options.engine_url:
        raise ConfigError("engine = 'http' needs engine_url", where="retrieval")
    world.permit(options.engine_url, "retrieval")
    asked = list(dict.fromkeys(questions))
    with (
        httpx.Client(timeout=options.engine_timeout) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        replies = list(pool.map(lambda one: _answer(client, one, options, world), asked))
    failed = tuple((one, why) for one, (_, why) in zip(asked, replies, strict=True) if why)
    if failed and len(failed) == len(asked):
        raise FetchError(f"no question was answered: the service {failed[0][1]}", where=options.engine_url,
                         hint="is the service up? engine_url, engine_results and engine_timeout "
                         "under [retrieval] say how it is asked")  # fmt: skip
    rows = [row for found, _ in replies for row in found]
    found = [one for row in rows if (one := _read(row, options)) is not None]
    kept = {document.id: (document, passage) for document, passage in found}
    _put(kept, library, whole=not failed)
    misdated = sum(bool(_at(row, options, "published")) and not _when(_at(row, options, "published"))
                   for row in rows if isinstance(row, dict))  # fmt: skip
    named = frozenset(document.source for document, _ in kept.values())
    return ServiceReply(len(kept), failed, len(rows) - len(found), misdated, named)


def _put(kept: Mapping[str, tuple[Document, Passage]], library: Library, *, whole: bool) -> None:
    """Shelve what came; what did not come again goes, when every question was answered."""
    gone = sorted(set(library.ids()) - kept.keys()) if whole else []
    new = [name for name in sorted(kept) if library.document(name) != kept[name][0]]
    if not gone and not new:
        return
    with library.change() as generation:
        for name in gone:
            library.remove(generation, name)
        for name in new:
            library.put(generation, kept[name][0], (kept[name][1],))


def _answer(
    client: httpx.Client, question: str, options: Retrieval, world: World
) -> tuple[list[Any], str]:
    """The passages for a question, or none and what the service did instead."""
    try:
        return _ask(client, question, options, world), ""
    except httpx.TimeoutException:
        return [], f"took longer than {options.engine_timeout:g} s"
    except httpx.HTTPStatusError as error:
        return [], f"answered with status {error.response.status_code}"
    except FAULTS as error:
        return [], f"could not be reached ({str(error).split(chr(10))[0] or type(error).__name__})"
    except ValueError as error:
        return [], str(error)


def _ask(client: httpx.Client, question: str, options: Retrieval, world: World) -> list[Any]:
    end = world.clock() + options.engine_timeout
    body = bytearray()
    with client.stream("POST", options.engine_url, json={"query": question, "k": ASKED}) as reply:
        reply.raise_for_status()
        for piece in reply.iter_bytes():
            body += piece
            if world.clock() > end:
                raise httpx.ReadTimeout("too slow")
            if len(body) > MOST_BYTES:
                raise ValueError(f"sent more than {MOST_BYTES:,} bytes")
    try:
        rows = _deep(json.loads(body), options.engine_results)
    except (ValueError, RecursionError):
        raise ValueError("sent no JSON") from None
    if not isinstance(rows, list):
        place = f"under {options.engine_results!r}" if options.engine_results else "as its reply"
        raise ValueError(f"sent no list of passages {place}")
    return rows


def _deep(value: Any, path: str) -> Any:
    """What stands at a name such as `hits.hits`; a name with its dots comes first."""
    if not path:
        return value
    if isinstance(value, dict) and path in value:
        return value[path]
    name, _, rest = path.partition(".")
    return _deep(value.get(name), rest) if rest and isinstance(value, dict) else None


def _at(row: dict[str, Any], options: Retrieval, name: EngineField) -> Any:
    return _deep(row, options.engine_fields.get(name, name))


def _read(row: Any, options: Retrieval) -> tuple[Document, Passage] | None:
    """A passage as a document of its own: its text is all of it that we were given."""
    if not isinstance(row, dict):
        return None
    text, source = _words(_at(row, options, "text")), _words(_at(row, options, "source_id"))
    if not (text and source):
        return None
    url = _words(_at(row, options, "url"))
    published = _when(_at(row, options, "published"))
    name = short_id(source, url, text)
    document = Document(
        id=name, source=source, url=url if url.startswith(("http://", "https://")) else "",
        title=_words(_at(row, options, "title")) or source, authors=(), published=published,
        published_from="metadata" if published else "undated", updated=None, fetched="", text=text,
        blocks=(Block("paragraph", 0, len(text)),), sha256=short_id(text),
    )  # fmt: skip
    return document, Passage(short_id(name, "0"), name, source, 0, len(text), text)


def _words(value: Any) -> str:
    """A text, or a number as its digits, in NFC and without signs that no reader sees."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    seen = (
        sign for sign in str(value) if sign in "\n\t" or unicodedata.category(sign) not in UNSEEN
    )
    return unicodedata.normalize("NFC", "".join(seen)).strip()


def _when(value: Any) -> str | None:
    """An ISO 8601 date or time in UTC, or None: a date that is not plainly one is no date."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment.year > 1969 else None


def open_remote(
    folder: Path, questions: Iterable[str], options: Retrieval, world: World
) -> tuple[Library, ServiceReply]:
    """A library below `folder` filled with what the service answers; close it after use."""
    library = Library.open(folder / "remote.db")
    try:
        return library, shelve(questions, options, world, library)
    except BaseException:
        library.close()
        raise
