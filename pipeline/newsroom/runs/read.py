"""What the stages of a day read, as digests: the keys by which their outputs are used again.

Enter: a newsroom and what of it a stage looks at. Leave: short digests. Records are told by their
bytes; what a build reads and makes by size and times of its files, as `make` and git do.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from pipeline.newsroom import briefs, publication
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records import store


def for_news(room: Newsroom, library: Library, day: str, *, run: str) -> dict[str, str]:
    """What the choice of stories reads. A model or service outside of this machine's files may answer
    otherwise tonight: `run` then keeps its answer from being used again."""
    options = room.desk.retrieval
    outside = (options.engine, options.dense, options.rerank) != ("local", "off", "off")
    reads = for_brief(room, library, day) | ({"a model or service": run} if outside else {})
    return {name: digest for name, digest in reads.items() if name != "templates"}


def for_brief(room: Newsroom, library: Library, day: str) -> dict[str, str]:
    """What a brief is written and judged with, beside its stories."""
    return {
        "the day": day,
        "the corpus": corpus(library),
        "other briefs": records(room, day),
        "decisions": decisions(room),
        "desk and sources": room.digest,
        "templates": templates(room),
    }


def corpus(library: Library) -> str:
    """Which library, in which state: one that was made again counts as another."""
    name = library.note("identity") if library.only_read else identity(library)
    return store.short_id(str(name), str(library.generation), library.digest())


def identity(library: Library) -> str:
    """A name for this library that no other has; it never enters a record or an answer."""
    return library.note("identity") or library.note("identity", uuid.uuid4().hex) or ""


def records(room: Newsroom, day: str) -> str:
    """The records of all other days, also of those whose brief is gone, and how far each has come."""
    rows = publication.last(room)
    parts = []
    for other in sorted({*briefs.days(room), *publication.shown(room)}):
        if other != day:
            parts += [_digest(room.day(other) / name) for name in publication.RECORDS]
            parts.append("" if rows is None else str(rows.get(other) and rows[other].state))
    return store.short_id(*parts)


def decisions(room: Newsroom) -> str:
    return _digest(room.briefs / "decisions.jsonl")


def templates(room: Newsroom) -> str:
    """Prompts, styles and page templates."""
    files = sorted(path for path in room.templates.rglob("*") if path.is_file())
    return store.short_id(*(f"{one.relative_to(room.templates)}:{_digest(one)}" for one in files))


def standing(room: Newsroom, commit: str) -> str:
    """All that a site is built from, and the site: the same as after the last build, or not."""
    places = (room.briefs, room.content, room.templates, room.site, room.root / "mkdocs.yml")
    parts = (row for place in places for row in _stats(room.root, place))
    return store.short_id(commit, code_digest(), *sorted(parts))


def _stats(root: Path, place: Path) -> Iterator[str]:
    """Each file with its size and times; the change time cannot be set by hand."""
    files = [place] if place.is_file() else []
    for here, _, names in os.walk(place, followlinks=True):
        files += [Path(here, name) for name in names]
    for path in files:
        seen = path.stat()
        name = os.path.relpath(path, root)
        yield f"{name} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"


def _digest(path: Path) -> str:
    return store.sha256(path.read_bytes()) if path.is_file() else ""
