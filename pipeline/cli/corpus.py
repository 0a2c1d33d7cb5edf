"""`dateline ingest` and `dateline search`: the corpus and what is found in it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.chunk import passages
from pipeline.cli.io import ON, answer, begun, common, track
from pipeline.errors import ConfigError, SourceError
from pipeline.ingest import Intake, Report
from pipeline.ingest import ingest as ingest_sources
from pipeline.ingest.report import suffixes
from pipeline.newsroom import decisions, publication, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.text.words import counted
from pipeline.world import World

SHOWN = 5  # refusals shown for a source; all of them are in --json and with --all


@click.command()
@common
@click.option(
    "--source",
    "names",
    multiple=True,
    metavar="ID",
    help="Only this source; may come more than once.",
)
@click.option("--all", "everything", is_flag=True, help="List every refusal with its reason.")
@ON
@click.option(
    "--offline", is_flag=True, help="Contact no host; remote sources are reported as failed."
)
def ingest(
    root: Path, as_json: bool, names: tuple[str, ...], everything: bool, on: str, offline: bool
) -> int:
    """Read the sources into the corpus: what is new, changed or gone since the last time.

    \b
    Example:
      dateline ingest
      dateline ingest --source threat-ledger --all
      dateline ingest --on ray

    Exits with 1 when a source failed; the others are read, and it keeps what it had. A run that is
    stopped goes on where it was.
    """
    from pipeline.run.executors import elsewhere, executor

    room = open_newsroom(root)
    if room.shared is not None:
        raise ConfigError(
            "this desk reads the corpus of another newsroom and has no sources of its own",
            where=str(room.briefs / "desk.toml"),
            hint=f"run `dateline ingest --root {room.shared}`",
        )
    publication.refuse_behind(room, World().now())
    room.named(names)
    begun("reading the sources")
    released = decisions.read(room.decisions).released
    intake = Intake(room.sources, room.desk, passages, frozenset(names), released)
    with executor(on) as where, runs.lock(room.state), Library.open(room.library) as library:
        world = World(offline=offline, executor=elsewhere(where))
        report = ingest_sources(intake, library, world, folder=room.state, track=track)
    if report.all_failed:
        first = next(one for one in report.sources if one.failure)
        raise SourceError(
            f"no source could be read; {first.source}: {first.failure}",
            hint="`dateline sources check` tries each source and says what is wrong",
        )
    text = "\n".join([table(report, everything=everything), *moves(report, room)])
    answer(report, text, as_json=as_json)
    return 1 if report.failures else 0


def moves(report: Report, room: Newsroom) -> list[str]:
    """The lines of sources.toml to change, for sources whose address has moved for good."""
    file = room.sources_file
    rows = file.read_text("utf-8").split("\n")
    locations = {source.id: source.location for source in room.sources}
    said = []
    for one in report.sources:
        if one.moved:
            old = locations[one.source]
            line = next((n for n, row in enumerate(rows, 1) if old in row), 0)
            said.append(
                f'moved {one.source}: change line {line} of {file} to location = "{one.moved}"'
            )
    return said


def table(report: Report, *, everything: bool, where: str = "in the corpus") -> str:
    """The report for people: a line a source, then what was refused and why."""
    width = max(len(one.source) for one in report.sources)
    names = ("new", "changed", "unchanged", "removed", "duplicate", "refused", "undated", "future")
    rows = [" ".join([" " * width, *(f"{name:>9}" for name in names)])]
    for one in report.sources:
        counts = " ".join(f"{getattr(one, name) or '·':>9}" for name in names)
        rows.append(
            f"{one.source:<{width}} {counts}" + (f"  failed: {one.failure}" if one.failure else "")
        )
    most = None if everything else SHOWN
    for one in report.sources:
        refused = [f" {each.where}: {each.reason}" for each in one.refusals]
        rows += _first(f"refused {one.source}", refused, most)
    for one in report.sources:
        rows += [
            f"held {one.source} {held.where}: {held.says}" for held in one.held if not held.released
        ]
    rows += [
        f"host of {one.source}: {one.signals}"
        for one in report.sources
        if one.signals and everything
    ]
    for one in report.sources:
        doubts = [f" {each.where}: {each.reason}" for each in one.doubts]
        rows += _first(f"kept {one.source}", doubts, most)
    for one in report.sources:
        later = [f" {each.where}: dated {each.day}" for each in one.later]
        rows += _first(f"later {one.source}", later, most)
    rows += [
        f"not read {one.source}: {suffixes(one.unread)}" for one in report.sources if one.unread
    ]
    held = f"{counted(report.documents, 'document')}, {counted(report.passages, 'passage')}"
    rows.append(f"{held} {where}")
    return "\n".join(rows)


def _first(head: str, said: list[str], most: int | None) -> list[str]:
    """A line each of the first of them, and how many more there are."""
    left = len(said[most:]) if most else 0
    rest = [f"{head}: {left} more (--all lists them)"] if left else []
    return [*(head + one for one in said[:most]), *rest]
