"""What the models of the desk make of an index's passages: made where it is missing, then held.

Enter: the rows of an index with the way to their texts, and an encoder. Leave: vectors (`dense.py`)
or learned terms (`sparse.py`) in the order of the rows. What was made before is kept below `home`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.records import Document, Passage
from pipeline.retrieve.encoders import dense, sparse, windows
from pipeline.retrieve.encoders.dense import Dense, Encoder, Track
from pipeline.retrieve.encoders.sparse import Sparse


@dataclass(frozen=True, slots=True)
class Rows:
    """The passages of an index in the order of its rows, and where their texts are found."""

    ids: list[str]
    live: list[str]  # those that are not gone
    passage: Callable[[str], Passage | None]
    document: Callable[[str], Document | None]


def embed(home: Path, rows: Rows, encoder: Encoder, track: Track) -> Dense | None:
    """Compute the vectors that are missing, and hold all in the order of the rows."""
    vectors = dense.Vectors(home)
    try:
        spoken = [(one, partial(_spoken, rows, one)) for one in rows.live]
        dense.catch_up(vectors, encoder, spoken, track=track)
        return vectors.read(encoder.id, rows.ids)
    finally:
        vectors.close()


def expand(home: Path, rows: Rows, encoder: Encoder, track: Track) -> Sparse | None:
    """Compute the learned terms that are missing, and hold all in the order of the rows."""
    held = sparse.Terms(home)
    try:
        whole = [(one, partial(_titled, rows, one)) for one in rows.live]
        dense.catch_up(held, encoder, whole, track=track, what="learned terms")
        return held.read(encoder.id, rows.ids)
    finally:
        held.close()


def _titled(rows: Rows, passage_id: str) -> list[str]:
    """The text a model of learned terms reads of a passage."""
    passage = rows.passage(passage_id)
    document = rows.document(passage.document) if passage else None
    return [f"{document.title} {passage.text}".strip() if passage and document else ""]


def _spoken(rows: Rows, passage_id: str) -> list[str]:
    """The texts a sentence model reads of a passage."""
    passage = rows.passage(passage_id)
    document = rows.document(passage.document) if passage else None
    if passage is None or document is None:
        return [""]
    return windows.windows(passage.text, document.title, passage.headings)
