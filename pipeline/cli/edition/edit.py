"""`dateline edit`: what an editor decides about an edition before it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.io import BY, DAY, WHY, answer, common
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.decisions import Decision
from pipeline.text.words import counted
from pipeline.world import World


class OfADay(click.Group):
    """A group whose commands stand behind a day; one that is named without it still shows its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        command = self.commands.get(args[0]) if args else None
        if command is None:
            return super().parse_args(ctx, args)
        if not set(args).intersection(("--help", "-h")):
            said = f"the day stands first: {ctx.command_path} 2026-11-20 {args[0]}"
            raise click.UsageError(said, ctx)
        named = click.Context(command, parent=ctx, info_name=args[0])
        click.echo(command.get_help(named))
        ctx.exit()


@click.group(cls=OfADay)
@click.argument("date", type=DAY)
@click.pass_context
def edit(ctx: click.Context, date: datetime) -> None:
    """Drop, swap or pin a story or sentence of a day; ban a document, title or section for good.

    \b
    Example:
      dateline edit 2026-11-20 drop 2 --by Ann --why "told better elsewhere"
      dateline edit 2026-11-20 swap security --for 9afe1dab9babe8a6 --by Ann --why "more urgent"
      dateline edit 2026-11-20 ban --title "*Agenda*" --by Ann --why "never news"

    Decisions stand in briefs/decisions.jsonl and are obeyed by the next `dateline run`.
    """
    ctx.obj = date.date().isoformat()


def _decision(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options every decision has."""
    return click.pass_obj(BY(WHY(common(command))))


@edit.command()
@click.argument("story", default="")
@click.option("--sentence", default="", help="Words of the one sentence to drop, not a story.")
@_decision
def drop(day: str, story: str, sentence: str, by: str, why: str, root: Path, as_json: bool) -> None:
    """Leave a story out, by number, domain, id or title; or one sentence.

    \b
    Example:
      dateline edit 2026-11-20 drop security --by Ann --why "withdrawn upstream"
    """
    kind, value = ("sentence", sentence) if sentence else ("story", story)
    _keep(
        root,
        as_json,
        {"day": day, "what": "drop", "kind": kind, "value": value, "by": by, "why": why},
    )


@edit.command()
@click.argument("story", default="")
@click.option("--sentence", default="", help="Words of the one sentence to replace.")
@click.option(
    "--for", "instead", required=True, help="The story, or the source's sentence, to take."
)
@_decision
def swap(
    day: str, story: str, sentence: str, instead: str, by: str, why: str, root: Path, as_json: bool
) -> None:
    """Take another story, or another sentence of the sources, in place of one.

    \b
    Example:
      dateline edit 2026-11-20 swap 3 --for 9afe1dab9babe8a6 --by Ann --why "newer"
    """
    kind, value = ("sentence", sentence) if sentence else ("story", story)
    row = {
        "day": day,
        "what": "swap",
        "kind": kind,
        "value": value,
        "instead": instead,
        "by": by,
        "why": why,
    }
    _keep(root, as_json, row)


@edit.command()
@click.argument("story")
@_decision
def pin(day: str, story: str, by: str, why: str, root: Path, as_json: bool) -> None:
    """Tell a story whatever its rank, by id, document or title.

    \b
    Example:
      dateline edit 2026-11-20 pin 9afe1dab9babe8a6 --by Ann --why "our readers run it"
    """
    _keep(
        root,
        as_json,
        {"day": day, "what": "pin", "kind": "story", "value": story, "by": by, "why": why},
    )


@edit.command()
@click.option("--document", default="", help="A document, by id, address or path of its file.")
@click.option("--title", default="", help="Titles of this form; * stands for anything.")
@click.option("--section", default="", help="A source, or source/folder.")
@click.option("--lift", is_flag=True, help="End such a ban.")
@_decision
def ban(
    day: str,
    document: str,
    title: str,
    section: str,
    lift: bool,
    by: str,
    why: str,
    root: Path,
    as_json: bool,
) -> None:
    """Never tell of a document, of titles of a form, or of a part of a source.

    \b
    Example:
      dateline edit 2026-11-20 ban --section handbook/hr --by Ann --why "not engineering"
    """
    named = [
        (kind, value)
        for kind, value in (("document", document), ("title", title), ("section", section))
        if value
    ]
    if len(named) != 1:
        raise click.UsageError("name one of --document, --title and --section")
    kind, value = named[0]
    what = "unban" if lift else "ban"
    _keep(
        root,
        as_json,
        {"day": day, "what": what, "kind": kind, "value": value, "by": by, "why": why},
    )


def _keep(root: Path, as_json: bool, row: dict[str, str]) -> None:
    """Check and keep a decision, and say what comes next."""
    from pipeline.newsroom import edits

    if not row["value"]:
        raise click.UsageError("name a story, or words of a sentence with --sentence")
    made = World().now().isoformat(timespec="seconds")
    room = open_newsroom(root)
    kept = edits.decide(room, Decision(made=made, **row))  # type: ignore[arg-type]
    text = f"Kept in briefs/decisions.jsonl: {kept.what} {kept.kind} {kept.value}."
    if kept.what not in ("ban", "unban"):
        text += f"\nRun `dateline run --date {kept.day}` to make that edition so."
    if kept.what == "ban":
        met = edits.met(room, kept)
        text += (
            f"\nIt meets {counted(met, 'document')} of the corpus."
            if met
            else "\nIt matches nothing today."
        )
    answer(kept, text, as_json=as_json)
