"""`dateline nightly`: the steps of the nightly workflow, each of which may be run by hand.

`make` needs no right to write; `record` and `approve` commit and push; `build` makes the site.
They tell the platform what came of it (GITHUB_OUTPUT, GITHUB_STEP_SUMMARY) where it listens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from pipeline import audit as eye
from pipeline import proof, publish
from pipeline import review as editing
from pipeline import run as the
from pipeline.cli.day import WRITER, as_text, chosen_day, told_lines
from pipeline.cli.edition.deliver import delivered
from pipeline.cli.io import DATE, DAY, answer, common, say, track
from pipeline.errors import RecordError
from pipeline.newsroom import briefs, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.founding.placeholders import placeholders
from pipeline.newsroom.handover import parcel
from pipeline.newsroom.handover import record as handing
from pipeline.newsroom.handover.git import branch as checked_out
from pipeline.records import Finding
from pipeline.review import expired, held, merged
from pipeline.world import World

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def nightly() -> None:
    """The steps of the nightly workflow; each may be run by hand in a clone of the newsroom.

    All but `make` and `build` want a clean clone, for they commit and push: record a night in another
    clone than the one it was made in.

    \b
    Example:
      dateline nightly make --to ../night
      git clone ADDRESS ../clean && dateline nightly record ../night --root ../clean
      dateline nightly build
    """


@nightly.command()
@click.option("--to", "folder", type=FOLDER, required=True, help="Where to put what was made.")
@DATE
@WRITER
@common
def make(
    folder: Path, date: datetime | str | None, writer: str | None, root: Path, as_json: bool
) -> int:
    """Make the brief of a day, and put its record into a folder; nothing is committed or built.

    \b
    Example:
      dateline nightly make --to night --date 2026-11-20

    Exit code 0 whatever the verdict, which night/night.json has; 2 when no brief could be tried.
    """
    room, world = open_newsroom(root), World()
    plan = the.RunPlan(chosen_day(date, world), writer or "", build=False)
    done = the.run_day(room, world, plan, track=track)
    day = done.day
    night = parcel.pack(root, folder, day=day, outcome=done.outcome)
    lines = [*told_lines(room, done.sources.lines()), as_text(done, room.root)]
    for one in placeholders(room.desk):
        _annotate(world.environ, "warning", f"briefs/desk.toml: {one}")
    for failure in done.sources.failures:
        _annotate(world.environ, "warning", f"a source was skipped: {failure}")
    _tell(world.environ, outcome=night.outcome, day=day)
    _summarise(world.environ, f"The brief of {day}: {night.outcome}", lines)
    for line in lines[:-1]:
        say(line)
    answer(night, lines[-1], as_json=as_json)
    return 0


@nightly.command()
@click.argument("folder", type=FOLDER)
@common
def record(folder: Path, root: Path, as_json: bool) -> int:
    """Record what `nightly make` put into FOLDER: verify again, commit on what is newest, push.

    A held brief goes to a branch of its own, held/DAY, with FOLDER/held.md as the request to a
    person. A day that another run recorded meanwhile stays as that run made it.

    \b
    Example:
      dateline nightly record night
    """
    world = World()
    night = parcel.unpack(folder)

    def prepare() -> None:
        room = open_newsroom(root)
        brief = briefs.read_brief(room, night.day)
        if night.outcome == "held":
            asked = held.Asked(editing.last_day(room, brief), f"held/{night.day}")
            evidence = briefs.read_evidence(room, night.day)
            (folder / "held.md").write_text(held.text(brief, evidence, asked), "utf-8")
            return
        now = world.now().isoformat(timespec="seconds")
        briefs.save(room, replace(brief, published=now))
        for day, reason in proof.render_proven(room, track=track).items():
            say(f"held back {day}: {reason}")

    done = handing.record(root, folder, prepare)
    if done.said:
        _annotate(world.environ, "warning", done.said)
    _tell(
        world.environ,
        changed=str(done.fate == "recorded").lower(),
        branch=done.branch,
        title=f"The brief of {night.day} is held" if done.branch else "",
    )
    answer(done, done.said or f"{night.day}: {night.outcome}, {done.fate}", as_json=as_json)
    return 0


@nightly.command()
@click.option("--by", required=True, help="Who merged; kept in the record.")
@click.option("--before", default="", help="The commit before the push.")
@click.option("--after", default="HEAD", show_default=True, help="The newest commit of the push.")
@common
def approve(by: str, before: str, after: str, root: Path, as_json: bool) -> int:
    """Approve the held briefs whose pull requests a push merged, commit, push.

    The reason is what follows `Why:` in the merge's message. A brief with a finding that no
    person can approve stays held, and so does one that was merged too late: exit code 1.

    \b
    Example:
      dateline nightly approve --by octocat --before HEAD~1
    """
    world = World()
    branch = handing.fresh(root)
    chosen = merged.days(root, before, after)
    why = merged.why(root, before, after)
    approved: list[str] = []
    refused: dict[str, str] = {}

    def change() -> str:
        approved.clear()
        refused.clear()
        for day in chosen:
            reason = _approved(open_newsroom(root), world, day, by=by, why=why)
            if reason is None:
                approved.append(day)
            elif reason:
                refused[day] = reason
        return f"Approve the brief of {', '.join(approved)}: {why}"

    pushed = bool(chosen) and handing.push(root, branch, change)
    for day, reason in refused.items():
        _annotate(world.environ, "error", f"the brief of {day} stays held: {reason}")
    _tell(world.environ, changed=str(pushed and bool(approved)).lower())
    text = f"approved: {', '.join(approved)}" if approved else "no held brief was merged"
    answer(
        {"approved": approved, "refused": refused, "branch": checked_out(root)},
        "\n".join(f"{day} stays held: {reason}" for day, reason in refused.items()) or text,
        as_json=as_json,
    )
    return 1 if refused else 0


@nightly.command()
@click.argument("branch", metavar="held/DAY")
@click.option("--by", required=True, help="Who closed it; kept in the record.")
@click.option("--why", required=True, help="The reason; kept in the record.")
@common
def reject(branch: str, by: str, why: str, root: Path, as_json: bool) -> int:
    """Record that the held brief on a branch was rejected: its pull request was closed, not merged.

    The brief's record comes onto the main branch, held and rejected; nothing of it is published. A
    day that the main branch has a brief of is left as it is.

    \b
    Example:
      dateline nightly reject held/2026-11-20 --by octocat --why "The source is a hoax."
    """
    world = World()
    day = branch.removeprefix("held/")
    if branch == day or DAY.convert(day, None, None).date().isoformat() != day:
        raise RecordError("is no branch of a held brief", where=branch, hint="name it held/DAY")
    handing.fresh(root)
    reason = " ".join(why.split())
    rejected: list[str] = []

    def change() -> str:
        rejected.clear()
        if handing.take_held(root, branch, day):
            editing.reject(open_newsroom(root), world, day, by=by, why=reason)
            rejected.append(day)
        return f"Reject the brief of {day}: {reason}"

    handing.push(root, checked_out(root), change)
    text = f"{day} is rejected by {by}" if rejected else f"{day} has a brief already; nothing to do"
    answer({"day": day, "rejected": bool(rejected)}, text, as_json=as_json)
    return 0


@nightly.command()
@common
def expire(root: Path, as_json: bool) -> int:
    """Record the held briefs that nobody decided about in time, commit, push.

    Prints a line for each of their branches, and for each about a day that another run published since:
    its name, a tab, and the word that closes its pull request. A branch is named as long as it is there.

    \b
    Example:
      dateline nightly expire
    """
    world = World()
    handing.fresh(root)
    room = open_newsroom(root)
    late = expired.branches(root, room, world.now().date().isoformat())
    recorded: list[str] = []

    def change() -> str:
        recorded.clear()
        for branch in late:
            day = branch.removeprefix("held/")
            if handing.take_held(root, branch, day):
                editing.expire(room, world, day)
                recorded.append(day)
        return f"Nobody decided in time about the brief of {', '.join(recorded)}"

    if late:
        handing.push(root, checked_out(root), change)
        say(f"closed with the word why: {', '.join(late)}")
    else:
        say("no held brief waits beyond its time")
    if as_json or late:
        answer(late, "\n".join(f"{name}\t{why}" for name, why in late.items()), as_json=as_json)
    return 0


def _approved(room: Newsroom, world: World, day: str, *, by: str, why: str) -> str | None:
    """None when the brief is approved now, "" when it is not held, else why it stays held."""
    if day not in briefs.days(room) or briefs.read_brief(room, day).outcome != "held":
        return ""
    try:
        _, refused = editing.approve(room, world, day, by=by, why=why)
    except RecordError as error:
        return error.message
    return "; ".join(map(_named, refused)) if refused else None


def _named(one: Finding) -> str:
    return f"{one.rule} at {one.where.path} cannot be approved"


@nightly.command()
@click.option("--to", "folder", type=FOLDER, help="Where to put what is to be entered as public.")
@common
def build(folder: Path | None, root: Path, as_json: bool) -> int:
    """Build site/ as `dateline build` does, and tell the platform which briefs were held back.

    With --to, what becomes public goes into a folder for `dateline nightly record` to enter once
    the site is deployed.

    \b
    Example:
      dateline nightly build --to public

    Exit code 0 when there is a site, also without a page that is not proven; 1 when the audit
    refused the whole.
    """
    room, world = open_newsroom(root), World()
    with runs.lock(room.state):
        try:
            proven = proof.publish_proven(room, audit=eye.audit, track=track, now=world.now)
        except publish.AuditError as error:
            answer({"published": False, "refused": str(error)}, str(error), as_json=as_json)
            return 1
    if folder:
        today = world.now().date().isoformat()
        parcel.pack(root, folder, day=today, outcome="public")
    for day, reason in sorted(proven.held_back.items()):
        _annotate(world.environ, "error", f"held back {day}: {reason}")
    _tell(world.environ, held_back=", ".join(sorted(proven.held_back)))
    facts = {"published": True, "pages": proven.site.pages, "held_back": proven.held_back}
    answer(facts, f"built {proven.site.pages} pages in {room.site}", as_json=as_json)
    return 0


@nightly.command()
@common
def deliver(root: Path, as_json: bool) -> int:
    """Tell the owners of the desk what concerns them, and record what was sent: commit, push.

    A channel that fails is told and tried again the next night; it stops nothing.

    \b
    Example:
      dateline nightly deliver
    """
    world = World()
    branch = handing.fresh(root)
    handing.newest(root, branch)
    room = open_newsroom(root)
    done = delivered(room, world)
    for one in done:
        if one.fault:
            _annotate(world.environ, "warning", one.line())
    folder = room.state / "delivered"
    today = world.now().date().isoformat()
    parcel.pack(root, folder, day=today, outcome="public")
    handing.newest(root, branch)  # the rows are in the parcel; they are put on what is newest then
    handing.record(root, folder, lambda: None)
    answer(done, "\n".join(one.line() for one in done) or "Nothing is due.", as_json=as_json)
    return 0


# ── the platform ──────────────────────────────────────────────────────────────────────────


def _tell(environ: Mapping[str, str], **values: str) -> None:
    """Set outputs of the step, where there is one; a value is one line."""
    if path := environ.get("GITHUB_OUTPUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={' '.join(value.split())}\n" for name, value in values.items())


def _summarise(environ: Mapping[str, str], title: str, lines: list[str]) -> None:
    """Add to the summary of the run, where there is one."""
    if path := environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"### {title}\n\n{held.summary(lines)}\n")


def _annotate(environ: Mapping[str, str], level: str, message: str) -> None:
    """A warning or error on the run's page; elsewhere a line for people."""
    line = " ".join(message.split())
    text = (
        f"::{level}::{line.replace('%', '%25')}"
        if environ.get("GITHUB_ACTIONS")
        else f"{level}: {line}"
    )
    say(text)
