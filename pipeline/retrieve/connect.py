"""One way to a searcher, whatever engine and models the desk names.

Enter: a newsroom, its library and a world. Leave: a `Searcher` (`searcher.index.library` is what it
answers for). With `engine = "opensearch"` the cluster holds the passages and the library beside it
the texts; a cluster that is behind the library is sent what is missing.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders.dense import Track, unwatched
from pipeline.retrieve.encoders.models import reranker
from pipeline.retrieve.opensearch.aliases import open_engine
from pipeline.retrieve.opensearch.cluster import open_cluster
from pipeline.retrieve.opensearch.generation import place_of, publish
from pipeline.retrieve.searcher import Searcher, lacking, open_searcher
from pipeline.world import World


def connect(
    room: Newsroom, library: Library, world: World, *, send: bool = True, track: Track = unwatched
) -> Searcher:
    """Open what answers. A cluster that is behind the library is brought up first; where it may not
    be sent anything (`send=False`) it answers for the corpus it holds, and a note says so."""
    options = room.desk.retrieval
    folder = _beside(room, library)
    if options.engine == "local":
        return open_searcher(folder, library, options, world, track=track)
    cluster = open_cluster(options, world)
    notes: tuple[str, ...] = ()
    if send and not library.only_read:
        place = place_of(room, cluster, folder)
        made = publish(room, library, place, track=track)
        notes = (f"sent {made.sent} passages to {made.index}",) if made else ()
    held = open_engine(cluster, options.engine_index, library, behind=not send)
    if held.own_texts:
        notes += (
            f"{held.index} answers for an earlier corpus; `dateline index push` sends this one",
        )
    searcher = Searcher(held, None, reranker(options, world), notes)
    if options.dense == "off":
        return searcher
    return lacking(searcher, "ranked without vectors: the cluster holds none")


def _beside(room: Newsroom, library: Library) -> Path:
    return (library.path.parent if library.path else room.state) / "index"
