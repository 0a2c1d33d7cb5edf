"""What the models of the desk make of an index's passages: made where it is missing, then held.

Enter: the rows of an index with the way to their texts, and an encoder. Leave: vectors (`dense.py`)
in the order of the rows. What was made before is kept below `home`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.records import Document, Passage
from pipeline.retrieve.encoders import dense, windows
from pipeline.retrieve.encoders.dense import Dense, Encoder
from pipeline.world import Track


@dataclass(frozen=True, slots=True)
class Rows:
    """The passages of an index in the order of its rows, and where their texts are found."""

    ids: list[str]
    live: list[str]  # those that are not gone
    passage: Callable[[str], Passage | None]
    document: Callable[[str], Document | None]


def embed(home: Path, rows: Rows, encoder: Encoder, track: Track) -> Dense | None:
    """Compute the vectors that are missing, and hold all in the order of the rows.

    Raises FetchError when a server fails: what it sent before is kept."""
    vectors = dense.Vectors(home)
    try:
        if encoder.served:
            dense.same_model(vectors, encoder)
        spoken = [(one, partial(_spoken, rows, one)) for one in rows.live]
        dense.catch_up(vectors, encoder, spoken, track=track)
        return vectors.read(encoder.id, rows.ids)
    finally:
        vectors.close()


def _spoken(rows: Rows, passage_id: str) -> list[str]:
    """The texts a sentence model reads of a passage."""
    passage = rows.passage(passage_id)
    document = rows.document(passage.document) if passage else None
    if passage is None or document is None:
        return [""]
    return windows.windows(passage.text, document.title, passage.headings)
