"""One way to an index, whatever engine and encoder the desk names.

Enter: the desk, the newsroom's library, a folder, a world and the questions to be asked. Leave:
an open index (`index.library` is what it answers for). With `engine = "http"` the questions are
asked of the service first and its passages indexed below the folder; what went unanswered is in
`index.notes`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.records.store import short_id
from pipeline.retrieve.encoders.dense import Track, encoder, unwatched
from pipeline.retrieve.encoders.rerank import reranker
from pipeline.retrieve.encoders.sparse import encoder as sparse_encoder
from pipeline.retrieve.index.embedded import Index, open_index
from pipeline.retrieve.remote import Reply, open_remote
from pipeline.world import World


def connect(
    desk: Desk,
    library: Library,
    folder: Path,
    world: World,
    *,
    sources: tuple[Source, ...] = (),
    questions: tuple[str, ...] = (),
    track: Track = unwatched,
) -> Index:
    """Open what answers; without questions, the desk's standing ones are asked of a service."""
    options = desk.retrieval
    coder, expander = encoder(options, world), sparse_encoder(options)
    second = reranker(options, world)
    if options.engine == "local":
        index = open_index(folder, library, encoder=coder, sparse_encoder=expander, track=track)
        index.reranker = second
        return index
    asked = questions or tuple(one for domain in desk.domains for one in domain.questions)
    # a question by hand and a night's questions are shelved apart: neither takes away the other's
    place = folder / ("asked" if questions else "remote") / short_id(options.engine_url)
    held, reply = open_remote(place, asked, options, world)
    index = open_index(place / "index", held, encoder=coder, sparse_encoder=expander, track=track)
    index.reranker = second
    index.notes += _notes(reply, frozenset(one.id for one in sources))
    return index


def _notes(reply: Reply, known: frozenset[str]) -> tuple[str, ...]:
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
