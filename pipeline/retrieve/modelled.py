"""What the models of the desk make of an index's passages: made where it is missing, then held.

Enter: an open index and an encoder. Leave: the index with vectors (`dense.py`) or learned terms
(`sparse.py`) in the order of its rows. What was made before is kept below the index's folder.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.retrieve import dense, sparse, windows
from pipeline.retrieve.dense import Encoder, Track

if TYPE_CHECKING:
    from pipeline.retrieve.index import Index


def embed(home: Path, index: Index, encoder: Encoder, track: Track) -> None:
    """Compute the vectors that are missing, and hold all in the order of the rows."""
    ids, live = _ids(index)
    vectors = dense.Vectors(home)
    try:
        spoken = [(one, partial(_spoken, index, one)) for one in live]
        dense.catch_up(vectors, encoder, spoken, track=track)
        index.encoder, index.dense = encoder, vectors.read(encoder.id, ids)
    finally:
        vectors.close()


def expand(home: Path, index: Index, encoder: Encoder, track: Track) -> None:
    """Compute the learned terms that are missing, and hold all in the order of the rows."""
    ids, live = _ids(index)
    held = sparse.Terms(home)
    try:
        whole = [(one, partial(_titled, index, one)) for one in live]
        dense.catch_up(held, encoder, whole, track=track, what="learned terms")
        index.sparse_encoder, index.sparse = encoder, held.read(encoder.id, ids)
    finally:
        held.close()


def _ids(index: Index) -> tuple[list[str], list[str]]:
    """The passages of all rows, and those that are not gone."""
    ids = index.forward.ids(np.arange(len(index.forward.rows)))
    return ids, [one for row, one in enumerate(ids) if row not in index.forward.gone]


def _titled(index: Index, passage_id: str) -> list[str]:
    """The text a model of learned terms reads of a passage."""
    passage = index.passage(passage_id)
    document = index.document(passage.document) if passage else None
    return [f"{document.title} {passage.text}".strip() if passage and document else ""]


def _spoken(index: Index, passage_id: str) -> list[str]:
    """The texts a sentence model reads of a passage."""
    passage = index.passage(passage_id)
    document = index.document(passage.document) if passage else None
    if passage is None or document is None:
        return [""]
    return windows.windows(passage.text, document.title, passage.headings)
