"""`dateline sources dates`: the days of a repository's files, written beside them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.errors import ConfigError
from pipeline.ingest.sources import repository
from pipeline.ingest.sources.listing import DATES, read_dates
from pipeline.newsroom.config import open_newsroom
from pipeline.records import store
from pipeline.text.words import counted


@click.command()
@common
@click.argument("identifier", metavar="ID")
def dates(root: Path, as_json: bool, identifier: str) -> None:
    """Write when git first had and last changed each file of source ID, a folder inside a clone.

    The days go into _dates.json in that folder, which ingest reads: a file that names no day of its
    own is then "in the repository since 27 March 2025", and no news of the night that first reads
    it. Days that stand there for other files are kept. Run it after each `git pull`.

    \b
    Example:
      dateline sources dates til
    """
    room = open_newsroom(root)
    (found,) = room.named((identifier,))
    place = Path(found.location).resolve()
    if not place.is_dir():
        raise ConfigError(f"is no folder: {found.location}", where=f"source {identifier}",
                          hint="feeds and pages say their days themselves")  # fmt: skip
    days = {path: list(pair) for path, pair in repository.days(place).items()}
    rows = dict(sorted((read_dates(place) | days).items()))
    store.write(place / DATES, json.dumps(rows, ensure_ascii=False, indent=0) + "\n")
    said = f"wrote the days of {counted(len(days), 'file')} to {place / DATES}"
    answer({"file": str(place / DATES), "files": len(days)}, said, as_json=as_json)
