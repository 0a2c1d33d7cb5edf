"""`dateline run` and `dateline draft`: the day's brief."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.edition import desks as many
from pipeline.cli.edition.deliver import delivered
from pipeline.cli.io import (
    DATE,
    NEWEST,
    ON,
    answer,
    begun,
    common,
    elapsed,
    say,
    track,
    warn_of_clock,
)
from pipeline.compose import WRITERS
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.runs import account, notices
from pipeline.records import Brief, Evidence, Finding, history, numbering
from pipeline.render.labels import edition, rests_on
from pipeline.text.words import counted
from pipeline.world import World

WRITER = click.option(
    "--writer",
    type=click.Choice(list(WRITERS)),
    help="Who writes; without it the desk decides.",
)


OFFLINE = click.option("--offline", is_flag=True, help="Contact no host at all, and prove it.")


@click.command()
@DATE
@WRITER
@click.option("--no-build", is_flag=True, help="Write the record and the page, leave site/ alone.")
@click.option("--batch", is_flag=True, help="Let a model writer use the half-price batch queue.")
@click.option(
    "--again", is_flag=True, help="Redo a day that is public, or was corrected or reviewed."
)
@click.option("--desks", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DIR", help="Run every desk below DIR instead of one newsroom.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), help="Desks at a time; without it, as many"
              " as there are processors.")  # fmt: skip
@ON
@OFFLINE
@common
def run(
    date: datetime | str | None,
    writer: str | None,
    no_build: bool,
    batch: bool,
    again: bool,
    desks: Path | None,
    workers: int | None,
    on: str,
    offline: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Make the brief of a day: read, retrieve, write, verify, publish or hold, build the site.

    \b
    Example:
      dateline run --date 2026-11-20
      dateline run --date newest
      dateline run --writer claude --batch --json
      dateline run --desks desks --on ray

    A day that is public, corrected, retracted or reviewed stays as it is, unless --again is given.

    Exit code 0: published, or no news and a desk that skips such days. 1: held, or no evidence
    for that day. 2: could not run. With --desks each desk ends in a line of its own, and the code
    is 1 when one of them was held or could not run.
    """
    begun("reading the sources")
    from pipeline import run as the
    from pipeline.run.executors import elsewhere, executor

    if desks is not None:
        every = many.DesksPlan(
            chosen_day(date, World()), writer or "", not no_build, again, batch, offline
        )
        with executor(on, workers) as where:
            told = many.run_desks(desks, every, on=where, track=track)
        answer([asdict(one) for one in told], many.table(told), as_json=as_json)
        return int(any(one.failed for one in told))
    room = open_newsroom(root)
    with executor(on, workers) as where:
        world = World(offline=offline, batch=batch, executor=elsewhere(where))
        plan = the.RunPlan(chosen_day(date, world), writer or "", not no_build, again)
        done = the.run_day(room, world, plan, track=track)
    _say(room, done)
    for sent in delivered(room, world) if plan.build and not offline else ():
        say(sent.line())
    answer(_as_data(done, room.root), as_text(done, room.root), as_json=as_json)
    return 0 if done.outcome in ("published", "quiet") and done.day not in done.held_back else 1


def _say(room: Newsroom, done: Any) -> None:
    """What a person should know of a run beside its answer."""
    warn_of_clock(room, World())
    for line in (*done.mended, *told_lines(room, done.sources.lines())):
        say(line)
    for held, reason in sorted(done.held_back.items()):
        if held != done.day:  # the answer says that one
            say(f"held back {held}: {reason}")


@click.command()
@DATE
@WRITER
@OFFLINE
@common
def draft(
    date: datetime | str | None, writer: str | None, offline: bool, root: Path, as_json: bool
) -> int:
    """Write and verify the brief of a day and print it; nothing is kept but the library.

    \b
    Example:
      dateline draft --date 2026-11-20 | less

    Exit code 0: it would be published. 1: it would be held, or there is no evidence for that day.
    """
    begun("reading the sources for the draft")
    from pipeline import run as the

    room = open_newsroom(root)
    world = World(offline=offline)
    day = chosen_day(date, world) or the.newest_day(room, world, track=track)
    brief, evidence = the.draft_day(room, world, the.RunPlan(day, writer or ""), track=track)
    if brief is None:
        answer(
            {"outcome": "absent"}, f"No evidence for {evidence.day}, so no brief.", as_json=as_json
        )
        return 1
    from pipeline.render.plain import brief_markdown

    answer(brief, brief_markdown(brief, evidence), as_json=as_json)
    return 0 if brief.outcome == "published" else 1


MOST_LINES = 8  # of what was refused; the rest is a command away


def told_lines(room: Newsroom, lines: Iterable[str]) -> list[str]:
    """What a run says of its sources: what the run before did not say, the first lines of it, and how
    many more there are."""
    told, before = notices.fresh(room.state, lines)
    left = max(0, len(told) - MOST_LINES)
    counts = [
        f"{counted(left, 'more note')} on sources" if left else "",
        f"{counted(before, 'note')} on sources as in the run before" if before else "",
    ]
    more = " and ".join(filter(None, counts))
    tail = [f"{more}; `dateline ingest --all` lists every one with its reason"] if more else []
    return [*told[:MOST_LINES], *tail]


def chosen_day(date: datetime | str | None, world: World) -> str:
    """The day that is asked for, today where none is; "" for the newest, which a run finds by itself.
    Refuses one that has not come yet."""
    if date == NEWEST:
        return ""
    today = world.now().date()
    chosen = date.date() if isinstance(date, datetime) else today
    if chosen > today:
        raise click.BadParameter(
            f"{chosen} has not come yet; the newest day there can be a brief for is {today}",
            param_hint="--date",
        )
    return chosen.isoformat()


def _failed_writer(brief: Brief | None) -> list[str]:
    """What became of the edition when a model could not write it, in one line."""
    failed = [one for one in brief.findings if one.rule == "writer-failed"] if brief else []
    held = bool(brief) and brief.outcome == "held" if brief else False
    instead = "the extractive edition is held" if held else "extractive edition published"
    return [
        f"{one.match} writer failed: {one.message.partition(' failed: ')[2]}; {instead}"
        for one in failed
    ]


def _unread(brief: Brief) -> list[str]:
    """The parts whose answers a model gave in no form that could be used, and what stands there now."""
    return [one.message for one in brief.findings if one.rule == "writer-reply"]


def _unmeasured_judge(brief: Brief) -> list[str]:
    """Why the judge that the desk lets decide only gave advice, and the command that changes that."""
    counts = [one for one in brief.findings if one.rule == "judge-advice" and not one.match]
    return [f"The judge only advised. {one.message} {one.fix}." for one in counts if one.fix]


def _degraded(brief: Brief) -> list[str]:
    """What the ranking lacked that the desk asks for; a held brief lists it with its findings."""
    said = [one.message for one in brief.findings if one.rule == "retrieval-degraded"]
    return said if brief.outcome == "published" else []


def _as_data(done: Any, root: Path) -> dict[str, Any]:
    brief: Brief | None = done.brief
    return {
        "day": done.day,
        "outcome": done.outcome,
        "public_already": done.stands and done.outcome == "published",
        "retracted": history.retraction(brief) if brief else "",
        "withdrawn": history.withdrawals(brief) if brief else "",
        "score": brief.score if brief else None,
        "sections": len(brief.draft.sections) if brief else 0,
        "evidence": len(done.evidence.items),
        "gaps": list(done.evidence.gaps),
        "findings": list(brief.findings) if brief else [],
        "record": str(root / "briefs" / done.day) if brief else None,
        "page": str(root / "content" / "briefs" / f"{done.day}.md")
        if done.outcome == "published"
        else None,
        "site": str(root / "site") if done.site else None,
        "items": asdict(done.items) if done.items else {},
        "pins_not_told": [
            {"pin": one.name, "title": one.title, "source_id": one.source, "reason": one.reason}
            for one in done.pins
        ],
        "seconds": done.seconds,
        "reused": list(done.reused),
    }


def as_text(done: Any, root: Path) -> str:
    if done.brief is None:
        return "\n".join([*_without_brief(done), "", *_items(done), _looked_at(done, root)])
    lines = [
        _verdict(done),
        *_failed_writer(done.brief),
        *_unread(done.brief),
        *_unmeasured_judge(done.brief),
        *_degraded(done.brief),
        *_open_findings(done.brief),
        "",
    ]
    lines.append(f"  record   {root / 'briefs' / done.day}/")
    if done.outcome == "published" and done.day not in done.held_back:
        lines.append(f"  page     {root / 'content' / 'briefs' / done.day}.md")
    if done.site:
        lines.append(f"  site     {root / 'site'}/index.html")
        lines.append(f"  preview  {_preview(root)}, then http://127.0.0.1:8000")
    if done.outcome == "held":
        lines.append(f"  next     dateline review show {done.day}")
    lines += _items(done)
    lines.append(f"  took     {_took(done)}")
    return "\n".join(lines)


def _preview(root: Path) -> str:
    """What shows the site here: the newsroom's own task where its environment runs this, else Python."""
    own = (root / ".venv").resolve() == Path(sys.prefix).resolve()
    served = shlex.quote(str(root / "site"))
    return (
        "make serve"
        if own and (root / "Makefile").is_file()
        else f"python3 -m http.server -d {served} 8000"
    )


def _without_brief(done: Any) -> list[str]:
    if done.outcome == "quiet":
        return [
            f'Quiet: no news on {done.day}, and the desk skips such days (quiet = "skip"), so no page.'
        ]
    return [
        f"Absent: no brief for {done.day}, because no source says anything new and good enough.",
        "Add sources (`dateline sources add`), or choose another --date.",
    ]


def _items(done: Any) -> list[str]:
    """What became of the items since the last public brief, and of what an editor asked for."""
    counts = [f"  items    {account.sentence(done.items)}"] if done.items else []
    return [*counts, *(f"  pinned   and not told: {one.words}" for one in done.pins)]


def _looked_at(done: Any, root: Path) -> str:
    kept = root / "briefs" / done.day / "news.json"
    return f"  why      dateline news --date {done.day} --explain; the record is {kept}"


def _took(done: Any) -> str:
    """The time a person waited, and what it went to; what is no stage is loading the code, finding the
    day and telling the owners."""
    told = sum(done.seconds.values())
    whole = max(elapsed(), told)
    steps = [
        f"{name} {spent:.1f} s{' reused' if name in done.reused else ''}"
        for name, spent in done.seconds.items()
    ]
    steps += [f"loading {whole - told:.1f} s"] if whole - told >= 0.1 else []
    return f"{whole:.1f} s ({', '.join(steps)})"


def _verdict(done: Any) -> str:
    brief: Brief = done.brief
    basis = _basis(brief, done.evidence)
    if done.day in done.held_back:
        return f"Held back: the brief of {done.day} passed its gate, and its page did not: {done.held_back[done.day]}"
    if done.stands:
        return _as_it_is(done.day, brief, unread=done.unread)
    if done.outcome == "published":
        repaired = sum(finding.resolved == "repaired" for finding in brief.findings)
        replaced = sum(finding.resolved == "replaced" for finding in brief.findings)
        removed = sum(finding.resolved == "removed" for finding in brief.findings)
        kind = f", {edition(brief).lower()}" if edition(brief) else ""
        gone = history.retraction(brief)
        verb = "Made anew, and retracted as before" if gone else "Published"
        return (
            f"{verb}{kind}: the brief of {done.day}: {brief.draft.title}; score {brief.score} of 100 "
            f"on {basis}; {repaired} repaired, {replaced} replaced by their source, {removed} removed.{_marked(brief)}"
        )
    return f"Held: the brief of {done.day}, score {brief.score} of 100 on {basis}, because:"


def _as_it_is(day: str, brief: Brief, *, unread: bool = False) -> str:
    """What stays of a day that was public already, or that a person decided about, and what changes it."""
    if brief.outcome == "held":
        last = brief.reviews[-1]
        return (
            f"Held already: the brief of {day} stays held; it was {last.decision} by {last.by} on "
            f"{last.made[:10]}: {last.why}. --again makes it anew."
        )
    if gone := history.retraction(brief):
        return (
            f"Retracted already: the brief of {day} stays as readers have it, {_ended(gone)} "
            f"--again makes it anew, and it stays retracted."
        )
    touched = _touched(brief)
    what = f"{touched[0].upper()}{touched[1:]}" if touched else "Public already"
    again = "makes it anew and keeps its corrections" if touched else "puts that in its place"
    other = "" if touched else "What is read now makes another edition; "
    way = (
        f"{other}--again {again}, " if not unread else "What is read now says nothing of that day; "
    )
    return (
        f"{what}: the brief of {day} stays as readers have it: {brief.draft.title}.{_marked(brief)} "
        f"{way}`dateline correct` and `dateline retract` change what is public."
    )


def _touched(brief: Brief) -> str:
    """What a person did last to a public brief that stands; "" for nothing."""
    if brief.corrections:
        return f"corrected on {brief.corrections[-1].made[:10]}"
    return f"approved on {brief.reviews[-1].made[:10]}" if brief.reviews else ""


def _marked(brief: Brief) -> str:
    """What readers see struck on a page that was made: all of it, or the stories that were withdrawn."""
    if gone := history.retraction(brief):
        return f" Readers see it {_ended(gone)}"
    stories = history.withdrawals(brief)
    return f" Readers see struck: {_ended(stories)}" if stories else ""


def _ended(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _basis(brief: Brief, evidence: Evidence) -> str:
    """The passages a brief cites and their publishers, counted as its page counts them."""
    return rests_on([item for n in numbering.printed(brief.draft) if (item := evidence.item(n))])


def _open_findings(brief: Brief) -> list[str]:
    if brief.outcome == "published":
        return []
    found = (one for one in brief.findings if not one.resolved and one.rule != "writer-failed")
    return [_line(finding) for finding in found][:12]  # why no writer wrote has its own line


def _line(finding: Finding) -> str:
    fix = f" ({finding.fix})" if finding.fix else ""
    return f"  {finding.severity:<7} {finding.rule} at {finding.where.path}: {finding.message}{fix}"
