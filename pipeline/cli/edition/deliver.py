"""`dateline deliver`: each story to who answers for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.io import DAY, answer, common
from pipeline.errors import RecordError
from pipeline.newsroom import runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.publish.delivery import Delivered
from pipeline.publish.delivery import deliver as deliver_digests
from pipeline.world import World


@click.command()
@click.option("--date", type=DAY, help="Only this day; without it, all that is due lately.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@common
def deliver(date: datetime | None, dry_run: bool, root: Path, as_json: bool) -> int:
    """Send the stories of public briefs to the owners that desk.toml names, each once.

    \b
    Example:
      dateline deliver --dry-run
      dateline deliver

    A correction follows to whoever got the error. Exits with 1 when a channel failed; the others are
    served, and the next delivery tries again.
    """
    room = open_newsroom(root)
    day = date.date().isoformat() if date else ""
    if day and not room.record(day).is_file():
        raise RecordError(f"there is no brief for {day}", where=str(room.day(day)),
                          hint="`dateline status` says which days there are")  # fmt: skip
    done = delivered(room, World(), day=day, dry=dry_run)
    nothing = "Nothing is due." if room.desk.owners else "The desk names no [[owners]]."
    answer(done, "\n".join(one.line() for one in done) or nothing, as_json=as_json)
    return int(any(one.fault for one in done))


def delivered(
    room: Newsroom, world: World, *, day: str = "", dry: bool = False
) -> tuple[Delivered, ...]:
    """What a delivery came to, by one process at a time."""
    with runs.lock(room.state):
        return deliver_digests(room, world, day=day, dry=dry)
