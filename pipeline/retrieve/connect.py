"""One way to a searcher, whatever engine and models the desk names.

Enter: a newsroom, its library and a world. Leave: a `Searcher` (`searcher.index.library` is what it
answers for). With `engine = "opensearch"` the cluster holds the passages and the library beside it
the texts; a cluster that is behind the library is sent what is missing.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import FetchError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders.models import encoder, reranker
from pipeline.retrieve.index.embedded import left_out, open_index
from pipeline.retrieve.opensearch.aliases import open_engine
from pipeline.retrieve.opensearch.cluster import open_cluster
from pipeline.retrieve.opensearch.generation import place_of, publish
from pipeline.retrieve.searcher import (
    Searcher,
    lacking,
    open_searcher,
    without_rows,
    without_vectors,
)
from pipeline.world import Track, World, unwatched


def connect(
    room: Newsroom, library: Library, world: World, *, send: bool = True, track: Track = unwatched
) -> Searcher:
    """Open what answers. A cluster that is behind the library is brought up first; where it may not
    be sent anything (`send=False`) it answers for the corpus it holds, and a note says so."""
    options = room.desk.retrieval
    folder = _beside(room, library)
    if options.engine == "local":
        return open_searcher(folder, library, options, world, track=track)
    cluster, coder = open_cluster(options, world), encoder(options, world)
    notes: tuple[str, ...] = ()
    if send and not library.only_read:
        place = place_of(room, cluster, folder, coder)
        try:
            made = publish(room, library, place, track=track)
        except FetchError as error:
            # The sentence model's server: the index beside the cluster still answers by words.
            index = open_index(folder, library)
            own = without_rows(Searcher(index, None, reranker(options, world)), index.left_out)
            return without_vectors(own, error)
        notes = (f"sent {made.sent} passages to {made.index}",) if made else ()
    name = coder.id if coder else ""
    held = open_engine(cluster, options.engine_index, library, encoder=name, behind=not send)
    if held.own_texts:
        notes += (
            f"{held.index} answers for an earlier corpus; `dateline index push` sends this one",
        )
    searcher = Searcher(held, coder, reranker(options, world), notes)
    searcher = without_rows(searcher, left_out(folder))
    if coder is None or options.dense_pool == "words" or held.meta.near:
        return searcher
    return lacking(searcher, f"ranked without the passages that vectors alone find: {held.index} was made "
                   "where not every node has the k-NN plugin (`dateline index push --full` looks again; "
                   'dense_pool = "words" says that this is meant)')  # fmt: skip


def _beside(room: Newsroom, library: Library) -> Path:
    return (library.path.parent if library.path else room.state) / "index"
