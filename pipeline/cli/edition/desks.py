"""`dateline run --desks`: many desks over shared corpora, each in a process of its own.

Enter: a folder whose folders are newsrooms, and what the night is asked for. Leave: a `DeskOutcome`
for each, in the order of their names. Corpora that desks share are read once, first and under their own
lock; a desk's archive, budget, ledger and lock are its own. A desk that fails, or whose process
dies, stops nobody else; one whose process died is tried once more, by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.errors import ConfigError, DatelineError
from pipeline.newsroom.config import load_desk
from pipeline.world import Executor, Track

LOG = logging.getLogger(__name__)
Task = Callable[..., "DeskOutcome"]
GOOD = ("published", "quiet")
DIED = "its process died twice; was it killed, or is there too little memory?"


@dataclass(frozen=True, slots=True)
class DesksPlan:
    """What is asked of every desk. day: a date, "" for the newest of each."""

    day: str
    writer: str = ""
    build: bool = True
    again: bool = False
    batch: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True)
class DeskOutcome:
    """What one desk came to. outcome: that of its brief, or `failed` with the reason."""

    desk: str
    day: str
    outcome: str
    title: str = ""
    score: int | None = None
    seconds: float = 0.0
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody has to look."""
        return self.outcome not in GOOD


def run_desks(
    folder: Path, plan: DesksPlan, *, on: Executor, track: Track, task: Task | None = None
) -> tuple[DeskOutcome, ...]:
    """Run every desk below a folder on an executor, by `one_desk` unless told otherwise.

    Raises ConfigError when there is none."""
    folder = folder.resolve()  # a worker stands elsewhere
    places = sorted(one for one in folder.iterdir() if one.is_dir() and one.name[0] != ".")
    if not places:
        raise ConfigError("holds no desk", where=str(folder),
                          hint="one folder a desk, each with its briefs/desk.toml")  # fmt: skip
    for shared in sorted(_shared(places)):
        _read(shared, plan, on, track)
    told = _all(places, partial(task or one_desk, plan=plan), on)
    found = {one.desk: one for one in track(told, f"desks, {len(places)}")}
    return tuple(found[place.name] for place in places)


def _shared(places: Iterable[Path]) -> set[Path]:
    """The newsrooms whose corpora these desks read. A desk that cannot be read says so later."""
    found = set()
    for place in places:
        with suppress(DatelineError):
            if root := load_desk(place / "briefs" / "desk.toml").corpus.root:
                found.add((place / root).resolve())
    return found


def _read(root: Path, plan: DesksPlan, on: Executor, track: Track) -> None:
    """Bring a shared corpus and its index up to date; desks read it as it stands when it fails."""
    from pipeline.newsroom.config import open_newsroom
    from pipeline.run.executors import elsewhere
    from pipeline.run.shift import begin, prepare, read_sources
    from pipeline.world import World

    try:
        room, world = open_newsroom(root), World(offline=plan.offline, executor=elsewhere(on))
        with begin(room, world, track) as shift:
            read_sources(shift)
        prepare(room, world, track)
    except DatelineError as error:
        LOG.warning("shared corpus %s reason=%r", root, str(error))


def _all(places: Sequence[Path], task: Task, on: Executor) -> Iterator[DeskOutcome]:
    """Outcomes as they come. Desks whose process died are tried again, each by itself."""
    left = {place.name: place for place in places}
    for _, one in on.each(task, places):
        del left[one.desk]
        yield one
    for place in left.values():
        LOG.warning("desk %s: its process died", place.name)
        again = [outcome for _, outcome in on.each(task, [place])]
        yield from again or [DeskOutcome(place.name, "", "failed", reason=DIED)]


def one_desk(place: Path, plan: DesksPlan) -> DeskOutcome:
    """The night of one desk; what goes wrong is its outcome and never an exception."""
    from pipeline import run as the
    from pipeline.newsroom.config import open_newsroom
    from pipeline.world import World

    try:
        room = open_newsroom(place)
        world = World(offline=plan.offline, batch=plan.batch)
        asked = the.RunPlan(plan.day, plan.writer, plan.build, plan.again)
        done = the.run_day(room, world, asked)
    except DatelineError as error:
        hint = f" ({error.hint})" if error.hint else ""
        return DeskOutcome(place.name, plan.day, "failed", reason=f"{error}{hint}")
    except Exception as error:
        LOG.exception("desk %s", place.name)
        return DeskOutcome(
            place.name, plan.day, "failed", reason=f"{type(error).__name__}: {error}"
        )
    brief, reason = done.brief, done.held_back.get(done.day, "")
    if brief is not None and brief.outcome == "held":
        rules = sorted({one.rule for one in brief.findings if one.holds})
        reason = ", ".join(rules)
    return DeskOutcome(
        place.name,
        done.day,
        "held" if reason else done.outcome,
        brief.draft.title if brief else "",
        brief.score if brief else None,
        round(sum(done.seconds.values()), 1),
        reason,
    )


def table(outcomes: Sequence[DeskOutcome]) -> str:
    """A line a desk, and how many came to what."""
    wide = max(len(one.desk) for one in outcomes)
    rows = [
        f"{one.desk:<{wide}}  {one.outcome:<9}  {one.day}  {one.title or one.reason}"
        + (f": {one.reason}" if one.title and one.reason else "")
        for one in outcomes
    ]
    good = sum(not one.failed for one in outcomes)
    return "\n".join([*rows, "", f"{good} of {len(outcomes)} desks done"])
