"""From a library to what answers: push, ask the canaries, move the alias.

Enter: a newsroom, its library and the place of an index. Leave: what was sent and compared. The
canaries are the desk's questions and titles of the library, fifty in all; each must have the same
hits from the new index as from the embedded one, after our fusion, or the alias stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import EngineError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders.dense import Encoder
from pipeline.retrieve.encoders.encode import embed
from pipeline.retrieve.index.embedded import open_index
from pipeline.retrieve.index.opened import Index, texts
from pipeline.retrieve.opensearch import aliases
from pipeline.retrieve.opensearch.cluster import Cluster
from pipeline.retrieve.opensearch.mapping import Meta
from pipeline.retrieve.opensearch.push import Pushed, Target, push, settle
from pipeline.retrieve.search.search import search
from pipeline.retrieve.searcher import Searcher
from pipeline.world import Track, unwatched

CANARIES = 50
DEPTH = 20  # hits of each that must be the same, in order and score


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that two engines answer differently."""

    question: str
    place: int  # of the first hit that differs, from 1
    ours: str  # passage there, empty where there is none
    theirs: str


def place_of(
    room: Newsroom, cluster: Cluster, folder: Path, dense: Encoder | None = None
) -> Target:
    options = room.desk.retrieval
    shape = options.engine_shards, options.engine_replicas
    return Target(cluster, options.engine_index, folder, *shape, dense, options.dense_pool == "all")


def beside(place: Target, library: Library, track: Track = unwatched) -> tuple[Index, Searcher]:
    """The embedded index that a push is made from, with the vectors of its model. Raises FetchError
    when the server of that model fails."""
    index = open_index(place.folder, library)
    if place.dense is not None:
        index.held_vectors = embed(place.folder, texts(index), place.dense, track)
    return index, Searcher(index, place.dense)


def publish(
    room: Newsroom,
    library: Library,
    place: Target,
    *,
    full: bool = False,
    track: Track = unwatched,
) -> Pushed | None:
    """Make the library's generation what answers; None when it does already."""
    standing = aliases.standing(place.cluster, place.alias) if not full else None
    found = aliases.meta(place.cluster, standing) if standing else None
    usable = found is not None and found.versions == Meta().versions
    usable = usable and found is not None and found.encoder == place.encoder
    if found is not None and usable and aliases.current(found, library):
        return None
    made = push(beside(place, library, track)[0], place, full=full, track=track)
    wrong = compare(room, library, place, index=made.index, track=track)
    if wrong:
        first = wrong[0]
        raise EngineError(
            f"answers {len(wrong)} of {CANARIES} questions otherwise than the library "
            f"({first.question!r}, hit {first.place}); the alias has not moved",
            where=made.index, hint=aliases.FULL,
        )  # fmt: skip
    settle(place, made.index)
    return made


def compare(
    room: Newsroom,
    library: Library,
    place: Target,
    *,
    index: str = "",
    track: Track = unwatched,
) -> list[Disagreement]:
    """The canaries that an index (of the alias, if none is named) answers otherwise than the
    embedded engine does."""
    index = index or aliases.standing(place.cluster, place.alias) or ""
    if not index:
        raise EngineError(f"there is no index {place.alias!r} yet", where=place.cluster.where,
                          hint=aliases.PUSH)  # fmt: skip
    ours = beside(place, library, track)[1]
    engine = aliases.opened(place.cluster, index, library, encoder=place.encoder)
    theirs = Searcher(engine, place.dense)
    options = room.desk.retrieval.model_copy(update={"floor": 0.0, "dense_pool": "words"})
    found = []
    for question in track(canaries(room, library), "questions asked of both"):
        one, two = (
            [(hit.passage.id, hit.score) for hit in search(question, each, options, k=DEPTH)]
            for each in (ours, theirs)
        )
        if one != two:
            found.append(_difference(question, one, two))
    return found


def canaries(room: Newsroom, library: Library) -> list[str]:
    """Questions of the desk, then titles of documents at even distances."""
    asked = [one for domain in room.desk.domains for one in domain.questions][: CANARIES // 2]
    ids = library.ids()
    left = CANARIES - len(asked)
    step = max(1, len(ids) // left)
    heads = (library.head(name) for name in ids[::step][:left])
    return [*asked, *(head[0] for head in heads if head)]


def _difference(
    question: str, one: list[tuple[str, float]], two: list[tuple[str, float]]
) -> Disagreement:
    longest = max(len(one), len(two))
    padded = [(*each, *[("", 0.0)] * (longest - len(each))) for each in (one, two)]
    place = next(at for at in range(longest) if padded[0][at] != padded[1][at])
    return Disagreement(question, place + 1, padded[0][place][0], padded[1][place][0])
