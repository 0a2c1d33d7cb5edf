"""`dateline eval stamp|refresh`: sets that say when and on what they were made, and new questions."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.newsroom.config import open_newsroom
from pipeline.world import World


@click.command()
@click.argument("set_path", metavar="SET", type=click.Path(path_type=Path))
@common
def stamp(set_path: Path, root: Path, as_json: bool) -> None:
    """Write beside a labelled set the day and the evidence it was made on.

    \b
    Example:
      dateline eval stamp briefs/evals

    `dateline status` warns when a set of `[evals] sets` is too old, its sources have left, or the
    evidence of today no longer looks like it.
    """
    from pipeline.evals import ageing

    room = open_newsroom(root)
    origin = ageing.stamp(room, room.root / set_path, World().now().date())
    text = f"{set_path}: {origin.rows} rows, made {origin.made} on {origin.on.items} pieces of evidence"
    answer(origin, text, as_json=as_json)


@click.command()
@click.option("--accept", "name", metavar="ID", help="Take this proposal over.")
@click.option("--by", default="", help="Who accepts; kept in the set.")
@click.option("--question", default="", help="The question in your words.")
@common
def refresh(name: str | None, by: str, question: str, root: Path, as_json: bool) -> None:
    """Propose questions out of what was published lately, and take over what a person accepts.

    \b
    Example:
      dateline eval refresh
      dateline eval refresh --accept 3f2a --by "the desk" --question "What does 4.2 revoke?"
    """
    from pipeline.evals.ageing import refresh as made

    room = open_newsroom(root)
    if name:
        if not by:
            raise click.UsageError("say who accepts with --by")
        today = World().now().date()
        taken = made.accept(room, name, by=by, question=question, today=today)
        answer(taken, f"Accepted {taken.id} into {made.QUESTIONS}.", as_json=as_json)
        return
    found = made.proposals(room)
    rows = [
        f"{one.id}  {one.day} {one.domain}: {one.question}\n    answered by: {one.needs[0].quote[:160]}"
        for one in found
    ]
    answer(found, "\n".join(rows) or made.NOTHING, as_json=as_json)
