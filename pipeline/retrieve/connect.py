"""One way to an index, whatever engine and encoder the desk names.

Enter: the desk, the newsroom's library, a folder, a world and the questions to be asked. Leave:
an open index (`index.library` is what it answers for). With `engine = "http"` the questions are
asked of the service first and its passages indexed below the folder; what went unanswered is in
`index.notes`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.desk import Desk
from pipeline.library import Library
from pipeline.retrieve.dense import Track, encoder, unwatched
from pipeline.retrieve.index import Index, open_index
from pipeline.retrieve.remote import open_remote
from pipeline.retrieve.rerank import reranker
from pipeline.world import World


def connect(
    desk: Desk,
    library: Library,
    folder: Path,
    world: World,
    *,
    questions: tuple[str, ...] = (),
    track: Track = unwatched,
) -> Index:
    """Open what answers; without questions, the desk's standing ones are asked of a service."""
    options = desk.retrieval
    coder = encoder(options, world)
    second = reranker(options, world)
    if options.engine == "local":
        index = open_index(folder, library, encoder=coder, track=track)
        index.reranker = second
        return index
    asked = questions or tuple(one for domain in desk.domains for one in domain.questions)
    held, reply = open_remote(folder / "remote", asked, options, world)
    index = open_index(folder / "remote" / "index", held, encoder=coder, track=track)
    index.reranker = second
    index.notes += tuple(
        f"the service did not answer {question!r} ({why})" for question, why in reply.failed
    )
    if reply.refused:
        index.notes += (f"the service sent {reply.refused} passages without text or source",)
    return index
