"""`dateline status` and `doctor`: what a newsroom holds, and its health."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.io import answer, common
from pipeline.cli.room import service
from pipeline.cli.room.adding import only_here
from pipeline.cli.sources import homeless
from pipeline.errors import DatelineError, RecordError
from pipeline.evals.ageing import sets
from pipeline.evals.ageing import warnings as aged
from pipeline.ingest.report import suffixes
from pipeline.ingest.screening.quarantine import Quarantined, waiting
from pipeline.ingest.sources.listing import listed
from pipeline.llm import check
from pipeline.newsroom import decisions, publication, runs
from pipeline.newsroom.briefs import damaged, days, read_brief
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.founding.placeholders import placeholders, retired
from pipeline.newsroom.library import Library
from pipeline.publish.delivery.sent import failing
from pipeline.publish.delivery.sent import read as read_deliveries
from pipeline.records import Source, history
from pipeline.retrieve.index.embedded import left_out
from pipeline.text.words import counted
from pipeline.world import World

PACKAGES = ("mkdocs-material", "pystemmer", "trafilatura", "feedparser", "pypdfium2", "anthropic")


@click.command()
@click.option("--check", is_flag=True, help="Exit with 1 when the newest public brief is too old.")
@click.option("--live", is_flag=True, help="With --check: ask the public site, not the record.")
@common
def status(check: bool, live: bool, root: Path, as_json: bool) -> int:
    """Say what this newsroom holds, what is public, whether briefs are on time, and how the last runs
    went: what each stage read and made, what it took, and why it ran or was reused.

    \b
    Example:
      dateline status --json
      dateline status --check --live

    The desk says when a brief is due, which share of days is to be on time, and how old the
    newest public brief may be: `[publish] due`, `on_time`, `window_days`, `max_age_hours`.
    """
    room, world = open_newsroom(root), World()
    if check:
        found = service.newest(room, world, live=live)
        wrong = service.check(room, world, found)
        said = f"the newest public brief is {found.day or 'none'}: {wrong or 'young enough'}"
        answer({"day": found.day, "since": found.since, "too_old": wrong}, said, as_json=as_json)
        return 1 if wrong else 0
    told, numbers = _items(room)
    facts = _facts(room) | told | service.facts(room, world.now())
    latest = runs.last_runs(room.state, SHOWN_RUNS)
    width = max(len(name) for name in facts)
    lines = [line for name, value in facts.items() for line in _fact_lines(name, value, width)]
    lines += ["", *(line for run in latest for line in _run_lines(run))]
    data = {**facts, **numbers, "runs": [asdict(run) for run in latest]}
    answer(data, "\n".join(lines), as_json=as_json)
    return 0


SHOWN_RUNS = 5


def _items(room: Newsroom) -> tuple[dict[str, str], dict[str, Any]]:
    """What became of items, in words and as numbers; a record that cannot be read says so here and
    under `damaged`."""
    try:
        return service.items(room)
    except RecordError as error:
        return {"items": str(error)}, {}


def _fact_lines(name: str, value: object, width: int) -> list[str]:
    """A fact in a line, and each further one of a list below the first."""
    first, *rest = value if isinstance(value, list) else [value]
    return [
        f"{name.replace('_', ' '):<{width}}  {first}",
        *(f"{'':<{width}}  {one}" for one in rest),
    ]


def _run_lines(run: runs.RunManifest) -> list[str]:
    """A run as `status` tells it: how it ended, and of each stage what it took and why."""
    ended = f"{run.state}{f', {run.outcome}' if run.outcome else ''}{f': {run.cause}' if run.cause else ''}"
    stages = [
        f"  {one.name:<19} {one.seconds:>7.1f} s  {'reused' if one.reused else 'ran':<6}  {one.why}"
        + (f"  -> {one.wrote[:12]}" if one.wrote else "")
        for one in run.stages
    ]
    return [f"run of {run.day}, begun {run.began}: {ended}", *stages]


def _facts(room: Newsroom) -> dict[str, Any]:
    path = room.library
    documents = passages = 0
    if path.is_file():
        with Library.open(path) as library:
            documents, passages = library.counts()
    known, wrong = days(room), damaged(room)
    rows = publication.last(room)
    told = [read_brief(room, day) for day in known if day not in wrong]
    states = [publication.state(one, rows) for one in told]
    return {
        "title": room.desk.title,
        "sources": len(room.sources),
        "documents": documents,
        "passages": passages,
        "files_of_other_kinds": _unread(room),
        "not_in_the_index": [f"{one.passage}: {one.why}" for one in left_out(path.parent / "index")]
        or "none",
        "digests_not_delivered": len(failing(read_deliveries(room.briefs))),
        "quarantined": _waiting(room),
        "evaluations": [one.line() for one in aged(room, World().now().date())]
        or ("in date" if sets(room) else "no set yet: `dateline eval refresh` proposes questions"),
        "briefs_published": states.count("public"),
        "briefs_corrected": sum(
            any(note.kind == "correction" for note in one.corrections) for one in told
        ),
        "stories_withdrawn": sum(len(history.withdrawn(one)) for one in told),
        "briefs_retracted": sum(bool(history.retraction(one)) for one in told),
        "briefs_held": states.count("held"),
        "briefs_held_back": states.count("held back"),
        "briefs_not_yet_public": states.count("verified"),
        "damaged": [*wrong.values(), *publication.faults(room), *_cut_short(room)] or "none",
        "altered": _altered(room, wrong) or "none",
        "first_brief": known[0] if known else "none",
        "last_brief": known[-1] if known else "none",
        "writer": room.desk.writing.name,
    }


def _altered(room: Newsroom, wrong: Mapping[str, str]) -> list[str]:
    """Files of records that are not as their manifests have them; those of damaged days are said so."""
    sound = (day for day in days(room) if day not in wrong)
    return [line for day in sound for line in runs.altered(room.day(day))]


@click.command()
@common
def doctor(root: Path, as_json: bool) -> int:
    """Check what dateline needs here, and say what to do about what is missing.

    \b
    Example:
      dateline doctor

    Exit code 1 when something needed is missing; what is optional only warns.
    """
    checks = [
        _python(),
        *map(_package, PACKAGES),
        *_newsroom(root),
        *_models(root),
        _tool("chromium"),
    ]
    marks = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}
    lines = [f"{marks[one['state']]}  {one['name']:<16} {one['says']}" for one in checks]
    answer(checks, "\n".join(lines), as_json=as_json)
    return 1 if any(one["state"] == "fail" for one in checks) else 0


def _check(name: str, state: str, says: str) -> dict[str, str]:
    return {"name": name, "state": state, "says": says}


def _python() -> dict[str, str]:
    fine = sys.version_info >= (3, 11)
    version = ".".join(map(str, sys.version_info[:3]))
    return _check(
        "python", "ok" if fine else "fail", version + ("" if fine else "; 3.11 is needed")
    )


def _package(name: str) -> dict[str, str]:
    try:
        return _check(name, "ok", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _check(name, "fail", f"not installed; try: pip install {name}")


def _tool(name: str) -> dict[str, str]:
    found = shutil.which(name)
    if found:
        return _check(name, "ok", found)
    return _check(name, "warn", "not found; only the browser tests and screenshots need it")


def _models(root: Path) -> list[dict[str, str]]:
    """Whether the desk's models are there, live and priced; asks the provider if it has one."""
    states = {"error": "fail", "warning": "warn", "info": "ok"}
    try:
        desk = open_newsroom(root).desk
    except DatelineError:  # said already, by the check of the newsroom itself
        return []
    found = check.examine(World(), desk)
    return [
        _check(one.match, states[one.severity], f"{one.message}{one.fix and '; '}{one.fix}")
        for one in found
    ]


def _newsroom(root: Path) -> list[dict[str, str]]:
    try:
        room = open_newsroom(root)
    except DatelineError as error:
        return [_check("newsroom", "fail", f"{error}; {error.hint}")]
    return [
        _check("newsroom", "ok", f"{room.desk.title}, {counted(len(room.sources), 'source')}"),
        *(_check("desk", "warn", f"briefs/desk.toml: {one}") for one in placeholders(room.desk)),
        *(
            _check(
                "desk", "warn", f"briefs/desk.toml: nothing reads {one} any more; take the line out"
            )
            for one in retired(room.root / "briefs" / "desk.toml")
        ),
        _guarded("library", lambda: _library(room)),
        *_records(room),
        _held_words(room),
        _decisions(room),
        _deliveries(room),
        *_clock(room),
        *map(_location, room.sources),
        *_only_here(room),
        *_addresses(room),
    ]


def _records(room: Newsroom) -> list[dict[str, str]]:
    """Whether the record of every day can be read, and is as it was written."""
    wrong = damaged(room)
    lines = [*wrong.values(), *publication.faults(room)]
    found = [_check("records", "fail", line) for line in lines]
    found += [_check("records", "warn", line) for line in _altered(room, wrong)]
    return found or [_check("records", "ok", counted(len(days(room)), "day"))]


def _clock(room: Newsroom) -> list[dict[str, str]]:
    """A clock that stands before what is public already."""
    wrong = publication.behind(room, World().now())
    return [_check("clock", "fail", wrong)] if wrong else []


def _only_here(room: Newsroom) -> list[dict[str, str]]:
    """Sources that a night on GitHub could not read."""
    found = ((one.id, only_here(room.shared or room.root, one.location)) for one in room.sources)
    return [
        _check(name, "warn", f"{why}; a night on GitHub cannot read it")
        for name, why in found
        if why
    ]


def _addresses(room: Newsroom) -> list[dict[str, str]]:
    """Sources whose citations lead no further than to a home page, with the rule to write."""
    if not room.library.is_file():
        return []
    try:
        with Library.open(room.library) as library:
            found = homeless(library, room.sources)
    except DatelineError:  # said already, by the check of the library itself
        return []
    return [_check(*_parted(line)) for line in found]


def _parted(line: str) -> tuple[str, str, str]:
    name, _, says = line.partition(": ")
    return name, "warn", says


def _quarantined(room: Newsroom) -> tuple[Quarantined, ...]:
    return waiting(room.state / "ingest.sqlite", decisions.read(room.decisions))


def _deliveries(room: Newsroom) -> dict[str, str]:
    """Whether every digest that was due went out."""
    rows = failing(read_deliveries(room.briefs))
    if not rows:
        return _check("delivery", "ok", f"{len(room.desk.owners)} owners, nothing failed")
    says = f"{len(rows)} digests did not go out; {rows[-1].channel}: {rows[-1].fault}"
    return _check("delivery", "warn", f"{says}; `dateline deliver` tries again")


def _waiting(room: Newsroom) -> int | str:
    """How many pieces wait for a person; a torn line of decisions says so here and hides nothing else."""
    try:
        return len(_quarantined(room))
    except RecordError as error:
        return str(error)


def _cut_short(room: Newsroom) -> list[str]:
    """A decision that was cut short when it was written: it is put by with the next one."""
    try:
        torn = decisions.read(room.decisions).torn
    except RecordError:
        return []  # told where what waits is counted
    return [torn] if torn else []


def _decisions(room: Newsroom) -> dict[str, str]:
    """Whether every decision can be read."""
    try:
        found = decisions.read(room.decisions)
    except RecordError as error:
        return _check("decisions", "fail", f"{error}; {error.hint}")
    return _check("decisions", "warn" if found.torn else "ok", found.torn or f"{len(found.rows)}")


def _held_words(room: Newsroom) -> dict[str, str]:
    """Whether words that address a model wait for a person."""
    try:
        found = _quarantined(room)
    except DatelineError as error:
        return _check("quarantine", "fail", f"{error}; {error.hint}")
    if not found:
        return _check("quarantine", "ok", "nothing waits")
    says = f"{len(found)} wait for a person; `dateline review quarantine list` shows them"
    return _check("quarantine", "warn", says)


def _library(room: Newsroom) -> str:
    path = room.library
    if not path.is_file():
        return "not made yet; `dateline ingest` makes it"
    with Library.open(path) as library:
        return "{} documents, {} passages".format(*library.counts())


def _guarded(name: str, look: Callable[[], str]) -> dict[str, str]:
    try:
        return _check(name, "ok", look())
    except DatelineError as error:
        return _check(name, "fail", f"{error}; {error.hint}")


def _location(source: Source) -> dict[str, str]:
    """Whether a source is where it is said to be, and what lies there that is not read."""
    if source.location.startswith(("http://", "https://")):
        says = f"{source.location} (not contacted; try `dateline sources check`)"
        return _check(source.id, "ok", says)
    try:
        found = listed(source)
    except DatelineError as error:
        return _check(source.id, "warn", f"{error}; the source will be skipped")
    unread = f"; not read: {suffixes(tuple(found.unread.items()))}" if found.unread else ""
    return _check(source.id, "ok", f"{source.location}{unread}")


def _unread(room: Newsroom) -> str:
    """Files of kinds that are not read, in all folders together."""
    counts: Counter[str] = Counter()
    for source in room.sources:
        if not source.location.startswith(("http://", "https://")):
            with suppress(DatelineError):  # `dateline doctor` says what is wrong with it
                counts.update(listed(source).unread)
    return suffixes(tuple(counts.items())) or "none"
