"""What questions are asked of: an index and the models that speak beside it, made whole at once.

Enter: a library, the folder of its index, the desk's options and a world. Leave: a `Searcher` that
nothing changes afterwards. `connect` makes the one of a newsroom.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.errors import FetchError
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.records import Finding
from pipeline.records.rules import finding
from pipeline.retrieve.encoders.dense import Encoder
from pipeline.retrieve.encoders.encode import embed
from pipeline.retrieve.encoders.models import encoder, reranker
from pipeline.retrieve.encoders.rerank import Reranker
from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import graph
from pipeline.retrieve.index.analysis import LeftOut
from pipeline.retrieve.index.embedded import open_index, texts
from pipeline.world import Track, World, unwatched

T = TypeVar("T")
MEND = "when it answers again, `dateline run --again` ranks that day anew"


@dataclass(frozen=True, slots=True)
class Searcher:
    """An open index, the models the desk names, and what a person should know of them."""

    index: Engine
    dense: Encoder | None = None  # speaks where the index has vectors by it
    reranker: Reranker | None = None
    notes: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()  # those notes that say what the desk asks for and ranking lacks
    left_out: tuple[LeftOut, ...] = ()  # passages that can be no row of the index


def open_searcher(
    folder: Path,
    library: Library,
    options: Retrieval,
    world: World,
    *,
    track: Track = unwatched,
) -> Searcher:
    """Open the index below `folder`, caught up with the library, and what models make of it.

    Raises ConfigError when a model cannot be had, BusyError when another process is writing. An
    embedding server that does not answer is a note.
    """
    coder, second = encoder(options, world), reranker(options, world)
    index = open_index(folder, library)
    notes = (f"the index was built again: {index.rebuilt}",) if index.rebuilt else ()
    made = without_rows(Searcher(index, coder, second, notes), index.left_out)
    if coder is None:
        return made
    try:
        index.held_vectors = embed(folder, texts(index), coder, track)
    except FetchError as error:
        return without_vectors(made, error)
    index.graph, why = graph.opened(folder, coder.id, index.held_vectors, track)
    said = (f"the graph of vectors {why}",) if why else ()
    return replace(made, notes=(*made.notes, *said))


def without_vectors(searcher: Searcher, why: FetchError) -> Searcher:
    """The same without its sentence model, and a note that says so: a server that is down costs
    the day its vectors, not the day."""
    return lacking(replace(searcher, dense=None), f"ranked without vectors: {why.message}")


def without_server(searcher: Searcher, options: Retrieval, error: FetchError) -> Searcher:
    """The same without the model whose server failed. Raises the error when it is no such one's."""
    if searcher.reranker is not None and error.where == options.rerank_url:
        made = replace(searcher, reranker=None)
        return lacking(made, f"ranked without the re-ranker: {error.message}")
    if searcher.dense is not None and searcher.dense.served and error.where == options.dense_url:
        return without_vectors(searcher, error)
    raise error


def without_rows(searcher: Searcher, left_out: tuple[LeftOut, ...]) -> Searcher:
    """The same, with a note of the passages that no question can find."""
    if not left_out:
        return searcher
    first, more = left_out[0], len(left_out) - 1
    said = (f"left out of the index: passage {first.passage!r} of document {first.document!r}, {first.why}"
            + (f", and {more} more" if more else ""))  # fmt: skip
    return replace(searcher, notes=(*searcher.notes, said), left_out=left_out)


def asked(
    searcher: Searcher, options: Retrieval, question: Callable[[Searcher], T]
) -> tuple[T, Searcher]:
    """What a searcher says, and the searcher that said it: where a model's server goes down in the
    middle, all is asked again of one without it, so that nothing is ranked in two ways."""
    while True:
        try:
            return question(searcher), searcher
        except FetchError as error:
            searcher = without_server(searcher, options, error)


def lacking(searcher: Searcher, what: str) -> Searcher:
    """The same, with a note that what it ranks is less than the desk asks for."""
    return replace(searcher, notes=(*searcher.notes, what), degraded=(*searcher.degraded, what))


def degradations(searcher: Searcher, documents: Collection[str] = ()) -> tuple[Finding, ...]:
    """What a brief's record says of a ranking that was less than its desk asks for, and of passages
    of its night's `documents` that no question could find."""
    return (
        *(
            finding("retrieval-degraded", "retrieval", "", f"The evidence was {what}.", fix=MEND)
            for what in searcher.degraded
        ),
        *(
            finding("retrieval-left-out", "retrieval", one.passage,
                    f"Passage {one.passage!r} of document {one.document!r}, which was looked at, is not in "
                    f"the index: {one.why}.", fix="mend the document at its source; `dateline ingest` reads it anew")
            for one in searcher.left_out if one.document in documents
        ),
    )  # fmt: skip
