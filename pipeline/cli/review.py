"""`dateline review`, `correct` and `retract`: what a person decides about a brief."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline import review as editing
from pipeline.cli.edition.quarantine import quarantine
from pipeline.cli.edition.veiled import veiled
from pipeline.cli.io import BY, DAY, WHY, SaidWhy, answer, common
from pipeline.errors import RecordError
from pipeline.newsroom.briefs import days, read_brief, readable
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.records import Brief
from pipeline.world import World


@click.group()
def review() -> None:
    """Look at held briefs and decide about them.

    \b
    Example:
      dateline review list
      dateline review show 2026-11-20
      dateline review approve 2026-11-20 --by "the desk" --why "the repeat is intended"
    """


review.add_command(quarantine)
review.add_command(veiled)


@review.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that were rejected too.")
@common
def list_held(everything: bool, root: Path, as_json: bool) -> None:
    """List the briefs that wait for a person, and until when each may be approved."""
    room, today = open_newsroom(root), World().now().date().isoformat()
    held = [one for one in readable(room, days(room)) if one.outcome == "held"]
    rows = [
        {"day": one.day, "score": one.score, "open": _open(one),
         "until": editing.last_day(room, one), "rejected": not editing.waits(one),
         "late": today > editing.last_day(room, one)}
        for one in held
        if everything or editing.waits(one)
    ]  # fmt: skip
    text = "\n".join(
        f"{row['day']}  score {row['score']}  {row['open']} open  {_stands(row)}" for row in rows
    )
    answer(rows, text or "No brief waits for a person.", as_json=as_json)


def _stands(row: dict[str, Any]) -> str:
    if row["rejected"]:
        return "rejected"
    if row["late"]:
        return f"could be approved until {row['until']}; reject it"
    return f"may be approved until {row['until']}"


@review.command()
@click.argument("date", type=DAY)
@common
def show(date: datetime, root: Path, as_json: bool) -> None:
    """Show why a brief is held, finding by finding."""
    room = open_newsroom(root)
    brief = read_brief(room, date.date().isoformat())
    lines = [f"{brief.day}: {brief.outcome}, score {brief.score}"]
    for one in brief.findings:
        state = one.resolved or "open"
        lines.append(f"  {state:<8} {one.severity:<7} {one.rule} at {one.where.path}")
        lines.append(f"           {one.message}" + (f" Fix: {one.fix}" if one.fix else ""))
    for decision in brief.reviews:
        lines.append(f"  {decision.decision} by {decision.by}: {decision.why}")
    if brief.outcome == "held":
        lines += _next(room, brief)
    answer(brief, "\n".join(lines), as_json=as_json)


def _next(room: Newsroom, brief: Brief) -> list[str]:
    """Where the held words are to be read, and the commands that decide about them."""
    again = "" if editing.waits(brief) else " --again"
    return [
        f"  read     {room.record(brief.day)} (its draft), evidence.json beside it;"
        f" `dateline draft --date {brief.day}` prints it as it would be written now",
        f'  publish  dateline review approve {brief.day}{again} --by NAME --why "..."'
        f" (until {editing.last_day(room, brief)})",
        f'  or not   dateline review reject {brief.day} --by NAME --why "..."',
    ]


def _rejection(brief: Brief) -> str:
    """Who rejected a held brief, when and why; "" where nobody did since."""
    if brief.outcome != "held" or editing.waits(brief):
        return ""
    last = brief.reviews[-1]
    return f"rejected by {last.by} on {last.made[:10]}: {last.why}"


@review.command()
@click.argument("date", type=DAY)
@BY
@WHY
@click.option("--again", is_flag=True, help="Approve what a person had rejected.")
@common
def approve(date: datetime, by: str, why: str, again: bool, root: Path, as_json: bool) -> int:
    """Verify a held brief as its record stands now, and publish it on a person's word.

    Findings about quotes, citations and numbers cannot be approved: mend brief.json first. A brief
    that was rejected asks for --again; its record keeps both decisions.
    """
    room = open_newsroom(root)
    before = _rejection(read_brief(room, date.date().isoformat()))
    if before and not again:
        raise RecordError(
            f"the brief of {date.date()} was {before}",
            where=str(room.record(date.date().isoformat())),
            hint="speak with them, then repeat the command with --again; both decisions stay in the record",
        )
    brief, refused = editing.approve(room, World(), date.date().isoformat(), by=by, why=why)
    over = f" It had been {before}; both decisions are in its record." if before else ""
    text = f"{brief.day} is {brief.outcome}.{over} Run `dateline build` to rebuild the site."
    if refused:
        text = "\n".join(
            [f"{brief.day} stays held; these cannot be approved:"]
            + [f"  {one.rule} at {one.where.path}: {one.message}" for one in refused]
        )
    answer(
        {"day": brief.day, "outcome": brief.outcome, "refused": list(refused)},
        text,
        as_json=as_json,
    )
    return 1 if refused else 0


@review.command()
@click.argument("date", type=DAY)
@BY
@WHY
@common
def reject(date: datetime, by: str, why: str, root: Path, as_json: bool) -> None:
    """Keep a brief held for good, with the reason."""
    room = open_newsroom(root)
    brief = editing.reject(room, World(), date.date().isoformat(), by=by, why=why)
    answer(brief, f"{brief.day} stays held: rejected by {by}.", as_json=as_json)


@click.command()
@click.argument("date", type=DAY)
@click.option(
    "--note", type=SaidWhy(), required=True, help="What was wrong and what is right, for readers."
)
@click.option("--was", default="", help="Words to replace, as they stand in one sentence.")
@click.option("--now", default="", help="What to put in their place.")
@click.option("--about", default="", help="Words of the one sentence that the note is about.")
@click.option(
    "--section",
    default="",
    help="The section they stand in, by number or domain, where they stand in several.",
)
@common
def correct(
    date: datetime,
    note: str,
    was: str,
    now: str,
    about: str,
    section: str,
    root: Path,
    as_json: bool,
) -> int:
    """Correct a published brief: on its page, on the corrections page and in the feeds.

    \b
    Example:
      dateline correct 2026-11-20 --note "The release is of 19 November; its source gave the 18th."
      dateline correct 2026-11-20 --was "10 seconds" --now "10 minutes" --note "The unit was wrong."
      dateline correct 2026-11-20 --about "of the 18th" --note "The release is of 19 November."

    The sentence that --was or --about names is marked as corrected, and the note stands over its
    section; without them the note stands at the top. The words of a source stay as they are: name
    them with --about. A brief whose words change is verified again; a correction that cannot be
    proven is refused (exit 1).
    """
    if was and about:
        raise click.UsageError("--was names the sentence already: leave out --about")
    if section and not (was or about):
        raise click.UsageError("--section goes with the words of --was or --about")
    room = open_newsroom(root)
    day = date.date().isoformat()
    brief, refused = editing.correct(
        room, World(), day, note=note, reworded=editing.Rewording(was, now, about, section)
    )
    return _said(brief, refused, f"{day} is corrected.", as_json)


@click.command()
@click.argument("date", type=DAY)
@click.option(
    "--note", "--why", type=SaidWhy(), required=True, help="Why it is withdrawn, for readers."
)
@click.option(
    "--section",
    type=click.IntRange(1),
    default=None,
    help="Withdraw this story alone, counted from 1.",
)
@click.option(
    "--about", default="", help="The same, by words of its headline or text, or its story's id."
)
@common
def retract(
    date: datetime, note: str, section: int | None, about: str, root: Path, as_json: bool
) -> int:
    """Retract a published brief, or one story of it: the page stays, marked, with the reason.

    \b
    Example:
      dateline retract 2026-11-20 --note "A source was not what it claimed to be."
      dateline retract 2026-11-20 --section 2 --why "Its source took the figures back."

    With --section or --about the other stories of the brief stand. The withdrawn one is struck on its
    page and marked in lists, feeds, twin and API; owners who were sent it are told.
    """
    if section and about:
        raise click.UsageError("--section names the story already: leave out --about")
    room = open_newsroom(root)
    if section or about:
        day = date.date().isoformat()
        brief, headline = editing.withdraw(room, World(), day, note=note, which=section or about)
        return _said(
            brief, (), f"“{headline}” of {day} is withdrawn; the other stories stand.", as_json
        )
    brief = editing.retract(room, World(), date.date().isoformat(), note=note)
    return _said(brief, (), f"{brief.day} is retracted.", as_json)


def _said(brief: Brief, refused: tuple[Any, ...], done: str, as_json: bool) -> int:
    text = f"{done} Run `dateline build` to rebuild the site."
    if refused:
        text = "\n".join(
            ["Refused; the brief is as it was:"]
            + [
                f"  {one.rule} at {one.where.path}: {one.message} {one.fix}".rstrip()
                for one in refused
            ]
        )
    data = {"day": brief.day, "corrections": list(brief.corrections), "refused": list(refused)}
    answer(data, text, as_json=as_json)
    return 1 if refused else 0


def _open(brief: Brief) -> int:
    return sum(not one.resolved and one.severity != "info" for one in brief.findings)
