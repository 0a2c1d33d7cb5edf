"""One way to a searcher, whatever engine and models the desk names.

Enter: a newsroom, its library, a world and the questions to be asked. Leave: a `Searcher`
(`searcher.index.library` is what it answers for). With `engine = "http"` the questions are asked
of the service first and its passages indexed beside the library; what went unanswered is in
`searcher.notes`.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records.store import short_id
from pipeline.retrieve.encoders.dense import Track, unwatched
from pipeline.retrieve.remote import ServiceReply, open_remote
from pipeline.retrieve.searcher import Searcher, open_searcher
from pipeline.world import World


def connect(
    room: Newsroom,
    library: Library,
    world: World,
    *,
    questions: tuple[str, ...] = (),
    track: Track = unwatched,
) -> Searcher:
    """Open what answers; without questions, the desk's standing ones are asked of a service."""
    options = room.desk.retrieval
    folder = (library.path.parent if library.path else room.state) / "index"
    if options.engine == "local":
        return open_searcher(folder, library, options, world, track=track)
    asked = questions or tuple(one for domain in room.desk.domains for one in domain.questions)
    # a question by hand and a night's questions are shelved apart: neither takes away the other's
    place = folder / ("asked" if questions else "remote") / short_id(options.engine_url)
    held, reply = open_remote(place, asked, options, world)
    made = open_searcher(place / "index", held, options, world, track=track)
    known = frozenset(one.id for one in room.sources)
    return replace(made, notes=made.notes + _notes(reply, known))


def _notes(reply: ServiceReply, known: frozenset[str]) -> tuple[str, ...]:
    """What a person should know of a reply that is not whole."""
    notes = [f"the service did not answer {one!r}: it {why}" for one, why in reply.failed]
    if reply.refused:
        notes.append(f"the service sent {reply.refused} passages without text or source")
    if reply.misdated:
        notes.append(
            f"the service dated {reply.misdated} passages in no ISO 8601 form; they are undated"
        )
    strange = sorted(reply.sources - known) if known else []
    if strange:
        names = ", ".join(strange[:5]) + (" and others" if len(strange) > 5 else "")
        notes.append(f"the service names sources that sources.toml does not have: {names}")
    return tuple(notes)
