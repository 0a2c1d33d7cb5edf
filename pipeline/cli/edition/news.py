"""`dateline news`: what is new, which stories it makes, and why each is in or out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.io import DATE, NEWEST, answer, begun, common, track
from pipeline.newsroom.briefs import keep_listed
from pipeline.newsroom.config import open_newsroom
from pipeline.world import World


@click.command()
@DATE
@click.option("--explain", is_flag=True, help="Every candidate, with the factors of its rank.")
@click.option("--offline", is_flag=True, help="Contact no host at all.")
@common
def news(
    date: datetime | str | None, explain: bool, offline: bool, root: Path, as_json: bool
) -> int:
    """What is new on a day, which stories are told, and what becomes of the rest.

    \b
    Example:
      dateline news --date newest
      dateline news --explain --json

    Nothing is written but the library and, for `dateline edit`, what was listed. Exit code 0 with stories to tell, 1 without any.
    """
    begun("reading the sources for the news")
    from pipeline import run as the
    from pipeline.news.explain import lines

    room = open_newsroom(root)
    world = World(offline=offline)
    if date == NEWEST:
        day = the.newest_day(room, world, track=track)
    else:
        day = (
            date.date().isoformat()
            if isinstance(date, datetime)
            else world.now().date().isoformat()
        )
    found = the.news_day(room, world, day=day, track=track)
    keep_listed(room, found)
    answer(found, "\n".join(lines(found, full=explain)), as_json=as_json)
    return 0 if found.stories else 1
