"""The last stage of a day: what is proven goes onto the site, what waited for it too.

Enter: a newsroom whose records are kept. Leave: the site, and what was held back from it; or the site
as it stands, when all that it is made of and itself is as the last build left it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress

from pipeline import proof, publish
from pipeline.errors import BuildError
from pipeline.newsroom import briefs, publication, runs
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.runs import read
from pipeline.publish import provenance
from pipeline.world import Track, World, unwatched

LOG = logging.getLogger(__name__)


def publish_what_waits(room: Newsroom, world: World, day: str, *, track: Track = unwatched) -> None:
    """Enter a switch that was cut short, and show what an earlier night made and could not show.

    What refuses it (a full disk) is left to tonight's own build to say.
    """
    publication.settle(room, world.now())
    waiting = publication.awaiting(room, briefs.summaries(room))
    if not set(waiting) - {day}:
        return
    LOG.info("publish waiting=%r", waiting)
    with suppress(BuildError):
        proof.publish_proven(room, audit=_audit(), track=track, now=world.now)


def _audit() -> publish.Audit:
    from pipeline.audit import audit  # its parsers load slowly, and most builds reuse what stands

    return audit


def show(
    room: Newsroom, world: World, journal: runs.Journal, *, track: Track = unwatched
) -> tuple[publish.BuildReport, dict[str, str]]:
    """Render and build. Raises BuildError when the site was refused; the one that stands stays."""
    before, last = read.standing(room, provenance.commit(room.root)), journal.last("build")
    if last and last.wrote == before:
        journal.note(runs.StageRun("build", "", True, "all stands as it was left", 0.0, {}, before))
        return publish.standing(room), {}
    begun = world.clock()
    made = proof.publish_proven(room, audit=_audit(), track=track, now=world.now)
    after = "" if made.held_back else read.standing(room, provenance.commit(room.root))
    why = "for the first time" if last is None else "changed: records, pages or the site"
    spent = round(world.clock() - begun, 3)
    journal.note(runs.StageRun("build", "", False, why, spent, {"pages": before}, after))
    return made.site, made.held_back


def render(
    room: Newsroom, world: World, journal: runs.Journal, *, track: Track = unwatched
) -> tuple[None, dict[str, str]]:
    """Render without building; pages whose records stand as they were are left as they are."""
    del world

    def told(held_back: Mapping[str, str]) -> tuple[bool, str]:
        return False, f"{len(held_back)} held back" if held_back else "pages follow the records"

    return None, journal.always("render", lambda: proof.render_proven(room, track=track), told)
