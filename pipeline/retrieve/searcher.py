"""What questions are asked of: an index and the models that speak beside it, made whole at once.

Enter: a library, the folder of its index, the desk's options and a world. Leave: a `Searcher` that
nothing changes afterwards. `connect` makes the one of a newsroom.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders.dense import Array, Dense, Encoder, Track, encoder, unwatched
from pipeline.retrieve.encoders.encode import embed
from pipeline.retrieve.encoders.rerank import Reranker, reranker
from pipeline.retrieve.index.embedded import Index, open_index, texts
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class DenseRanker:
    """A sentence model and its vectors of an index's rows."""

    encoder: Encoder
    vectors: Dense

    def likeness(self, question: str) -> Array:
        """The cosine of every row with a question."""
        return self.vectors.likeness(self.encoder.encode([question])[0])


@dataclass(frozen=True, slots=True)
class Searcher:
    """An open index, the models the desk names, and what a person should know of them."""

    index: Index
    dense: DenseRanker | None = None
    reranker: Reranker | None = None
    notes: tuple[str, ...] = ()


def open_searcher(
    folder: Path,
    library: Library,
    options: Retrieval,
    world: World,
    *,
    track: Track = unwatched,
) -> Searcher:
    """Open the index below `folder`, caught up with the library, and what models make of it.

    Raises ConfigError when a model cannot be had, BusyError when another process is writing.
    """
    coder, second = encoder(options, world), reranker(options, world)
    index = open_index(folder, library)
    dense = dense_ranker(folder, index, coder, track=track) if coder else None
    notes = (f"the index was built again: {index.rebuilt}",) if index.rebuilt else ()
    return Searcher(index, dense, second, notes)


def dense_ranker(
    folder: Path, index: Index, coder: Encoder, *, track: Track = unwatched
) -> DenseRanker | None:
    """The vectors of an index's rows by a model, made where they are missing; None for no row."""
    vectors = embed(folder, texts(index), coder, track)
    return DenseRanker(coder, vectors) if vectors else None
