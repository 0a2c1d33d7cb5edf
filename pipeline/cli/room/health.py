"""`dateline sources health`: how each source fares, before it starves the brief."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.errors import CorpusError
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.health import Health, health
from pipeline.newsroom.library import Library
from pipeline.world import World

SERIOUS = frozenset({"failing", "silent", "empty"})


@click.command("health")
@common
def sources_health(root: Path, as_json: bool) -> int:
    """Say how each source fares: fresh or silent, failing, changed in kind, of use to briefs.

    No host is contacted: what the nights saw is told, what its host says to machines (robots.txt, no-AI
    signals) too. A source is silent by its own rhythm.

    \b
    Example:
      dateline sources health

    Exit code 1 when a source fails, gives nothing or has fallen silent.
    """
    room = open_newsroom(root)
    if not room.library.is_file():
        raise CorpusError("nothing was ingested here yet", where=str(room.library),
                          hint="run `dateline ingest` first")  # fmt: skip
    with Library.open(room.library) as library:
        rows = health(room, library, World().now())
    answer(rows, "\n".join(_lines(rows)), as_json=as_json)
    return 1 if any(SERIOUS & set(row.troubles) for row in rows) else 0


def _lines(rows: tuple[Health, ...]) -> list[str]:
    width = max(len(row.source) for row in rows)
    head = f"{'source':<{width}}  documents  newest      pause  cited  state"
    lines = [head]
    for row in rows:
        pause = f"{row.pause:g} d" if row.pause else "-"
        state = ", ".join(row.troubles) or "well"
        lines.append(
            f"{row.source:<{width}}  {row.documents:>9}  {row.newest or 'undated':<10}  {pause:>5}"
            f"  {row.cited:>5}  {state}"
        )
        lines += [f"{'':<{width}}  {name}: {said}" for name, said in row.troubles.items()]
        lines += [f"{'':<{width}}  host: {row.signals}"] if row.signals else []
    return lines
