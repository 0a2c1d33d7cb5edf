"""`dateline review veiled`: what was blacked out before print, and a person's word on it."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from pipeline.cli.io import BY, DAY, WHY, answer, common
from pipeline.errors import RecordError
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.decisions import Decision, What
from pipeline.review import veiled as words
from pipeline.review.veiled import VeiledWords
from pipeline.world import World

DATE = click.option("--date", type=DAY, help="Of this day's evidence; else of the newest brief's.")


@click.group()
def veiled() -> None:
    """Look at sentences of sources that are blacked out before print, and let them be printed.

    \b
    Example:
      dateline review veiled list
      dateline review veiled release 3f2a --by "the desk" --why "it is our own runbook"

    A sentence is blacked out where it asks or orders something of which its text says nothing, as words for a
    model do. Named by the id of its document, all of a document is released. The next `dateline run` reads it.
    """


@veiled.command("list")
@DATE
@click.option("--all", "everything", is_flag=True, help="Those that are decided about as well.")
@common
def list_veiled(date: datetime | None, everything: bool, root: Path, as_json: bool) -> None:
    """List what was blacked out of a day's evidence, with the words and the reason."""
    room = open_newsroom(root)
    day = _day(room, date)
    found = [row for row in words.rows(room, day) if everything or not row.decided]
    by_document = groupby(found, key=lambda row: (row.document, row.source, row.title))
    text = "\n".join(_lines(*named, [*group]) for named, group in by_document)
    answer(found, text or f"Nothing of the evidence of {day} is blacked out.", as_json=as_json)


def _lines(document: str, source: str, title: str, found: list[VeiledWords]) -> str:
    rows = [f"{document}  {source}: {title}" if document else "decided about"]
    for row in found:
        decided = f"  {row.decided} by {row.by}: {row.why}" if row.decided else ""
        never = "; no person lets it through" if row.refused else ""
        rows.append(f"  {row.id}  {row.says}{never}{decided}\n      {row.words}")
    return "\n".join(rows)


@veiled.command()
@click.argument("name", metavar="ID")
@DATE
@BY
@WHY
@common
def release(name: str, date: datetime | None, by: str, why: str, root: Path, as_json: bool) -> None:
    """Let a sentence be printed, or all of a document: they speak to people."""
    found = _decide(open_newsroom(root), date, _decision("release", name, by=by, why=why))
    answer(found, f"Released {name}; the next `dateline run` reads it.", as_json=as_json)


@veiled.command()
@click.argument("name", metavar="ID")
@DATE
@BY
@WHY
@common
def drop(name: str, date: datetime | None, by: str, why: str, root: Path, as_json: bool) -> None:
    """Keep words blacked out, or black them out again after a release."""
    found = _decide(open_newsroom(root), date, _decision("drop", name, by=by, why=why))
    answer(found, f"Dropped {name}; it stays blacked out.", as_json=as_json)


def _decision(what: What, name: str, *, by: str, why: str) -> Decision:
    made = World().now().isoformat(timespec="seconds")
    return Decision(made, "", what, "veiled", name, by=by, why=why)


def _decide(room: Newsroom, date: datetime | None, decision: Decision) -> tuple[VeiledWords, ...]:
    return words.decide(room, _day(room, date), decision)


def _day(room: Newsroom, date: datetime | None) -> str:
    """The day that is asked for, else the newest that has a record."""
    if date is not None:
        return date.date().isoformat()
    known = briefs.days(room)
    if not known:
        raise RecordError(
            "there is no brief yet", where=str(room.briefs), hint="run `dateline run` first"
        )
    return known[-1]
