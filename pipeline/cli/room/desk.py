"""`dateline desk`: every key that briefs/desk.toml may have."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.newsroom.founding.reference import page


@click.command()
@common
def desk(root: Path, as_json: bool) -> int:
    """Every key of briefs/desk.toml: the table it stands in, its default, what it is for.

    \b
    Example:
      dateline desk | less
    """
    del root  # the keys are the same in every newsroom
    said = page()
    answer({"page": said}, said.rstrip(), as_json=as_json)
    return 0
