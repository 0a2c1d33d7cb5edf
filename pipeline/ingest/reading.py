"""What a reader makes of raw bytes, before identity, duplicates and boilerplate are settled.

Enter: an `Input` (bytes and where they came from). Leave: `Reading` records, one a document, and
`Refusal`s for the parts that could not be read, each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.readers.builder import Manuscript
from pipeline.records import Block


@dataclass(frozen=True, slots=True)
class Input:
    """One file or reply to read. `meta` is its sidecar; `url` is known for what was fetched."""

    path: str
    data: bytes
    suffix: str
    url: str = ""
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken into the corpus, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as its reader saw it. Dates are ISO strings, `published_from` their origin."""

    path: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    url: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_from: str = "undated"
    updated: str | None = None
    slug: str = ""  # where below its site the text says it stands
    key: str = ""  # what tells it from another text at the same address
    removed: tuple[tuple[str, int], ...] = ()
    raw_words: int = 0  # words of the source before extraction, 0 when it does not apply
    linked: int = 0  # words inside links, where the reader can tell
    kind: str = ""


Read = tuple[tuple[Reading, ...], tuple[Refusal, ...]]


def reading(path: str, title: str, page: Manuscript, **known: Any) -> Reading:
    """Close a manuscript into a Reading; `known` are the other fields."""
    page.close_page()
    return Reading(
        path=path,
        title=title,
        text=page.text,
        linked=page.linked,
        blocks=tuple(page.blocks),
        removed=tuple(sorted((kind, count) for kind, count in page.removed.items() if count)),
        **known,
    )
