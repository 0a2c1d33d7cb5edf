"""`dateline review quarantine`: words that address a model, held back until a person has looked."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.io import BY, WHY, answer, common
from pipeline.errors import RecordError
from pipeline.ingest.screening.quarantine import Quarantined, rows
from pipeline.newsroom import decisions
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.decisions import Decision, What
from pipeline.world import World


@click.group()
def quarantine() -> None:
    """Look at words that address a model instead of a reader, and decide about them.

    \b
    Example:
      dateline review quarantine list
      dateline review quarantine release 3f2a --by "the desk" --why "it quotes an attack"

    Such words are in no document, index or page. What is released is read at the next ingest.
    """


@quarantine.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are decided about as well.")
@common
def list_held(everything: bool, root: Path, as_json: bool) -> None:
    """List what waits for a person, with the words themselves."""
    found = [row for row in _rows(open_newsroom(root)) if everything or not row.decided]
    answer(found, "\n".join(map(_line, found)) or "Nothing is quarantined.", as_json=as_json)


@quarantine.command()
@click.argument("name", metavar="ID")
@BY
@WHY
@common
def release(name: str, by: str, why: str, root: Path, as_json: bool) -> None:
    """Let held words through: they talk of an attack and make none."""
    row = _decide(open_newsroom(root), name, "release", by=by, why=why)
    answer(row, f"Released {row.held.id}; the next ingest reads it.", as_json=as_json)


@quarantine.command()
@click.argument("name", metavar="ID")
@BY
@WHY
@common
def drop(name: str, by: str, why: str, root: Path, as_json: bool) -> None:
    """Keep held words out for good."""
    row = _decide(open_newsroom(root), name, "drop", by=by, why=why)
    answer(row, f"Dropped {row.held.id}; it stays out and waits no longer.", as_json=as_json)


def _rows(room: Newsroom) -> tuple[Quarantined, ...]:
    return rows(room.state / "ingest.sqlite", decisions.read(room.decisions))


def _line(row: Quarantined) -> str:
    extent = "document" if row.held.whole else "words"
    decided = f"  {row.decided} by {row.by}: {row.why}" if row.decided else ""
    return (
        f"{row.held.id}  {extent}  {row.source} {row.held.where}: {row.held.says}{decided}\n"
        f"    {row.held.words}"
    )


def _decide(room: Newsroom, name: str, what: What, *, by: str, why: str) -> Quarantined:
    """Keep a decision about the one piece of held words whose id begins so."""
    known = {row.held.id: row for row in _rows(room) if row.held.id.startswith(name)}
    if len(known) != 1:
        raise RecordError(
            f"{'no' if not known else len(known)} held words have an id that begins with {name!r}",
            where=str(room.decisions),
            hint="`dateline review quarantine list --all` names them",
        )
    (row,) = known.values()
    made = World().now().isoformat(timespec="seconds")
    decision = Decision(made, "", what, "quarantine", row.held.id, by=by, why=why)
    decisions.add(room.decisions, decision)
    return row
