"""Nights in a row while operations fail, and where every item of them ended.

usage: python bench/nights.py [--nights 60] [--seed 1] [--faults 0.1] [--no-build]

A small newsroom (see small_newsroom.py) gets up to four items a night. A tenth of the operations fails:
a file cannot be written (the disk is full), a source cannot be listed, the build is refused, the state
is lost or rotten. Nobody mends anything; the next night runs as it is. Afterwards a last night runs
without faults, and each item is looked for: new in the account of one public brief and of no second one,
with a reason, and told at most once. A night without a public brief has to be covered by a later one's
account and counted as missed or late by the service levels, whose budget has to be their sum. A public
brief that is not proven is a fault, and so is a night that failed without its line. Prints one line a
fault and the counts; exit code 1 then.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import small_newsroom

from pipeline.errors import BuildError, DatelineError
from pipeline.newsroom import briefs, levels, publication, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.newsroom.runs import account
from pipeline.proof import unproven
from pipeline.records import store
from pipeline.run import RunPlan, run_day
from pipeline.world import World

FIRST = "2026-09-01"
WHY = ("held", "no brief")  # of a day that was missed, what the service levels know
RARE = 0.02  # of the share of faults: a write is one of hundreds a night


@dataclass
class Nights:
    """A newsroom over many nights, and what they came to."""

    room: Newsroom
    dice: random.Random
    share: float
    build: bool
    failed: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def night(self, day: str, *, faults: bool) -> None:
        """One night; what fails is counted, and nothing is mended."""
        world = World(now=lambda: datetime.fromisoformat(f"{day}T05:20:00+00:00"), offline=True)
        self.counts["nights"] += 1
        try:
            with self.faults() if faults else nullcontext():
                done = run_day(self.room, world, RunPlan(day, build=self.build))
            self.counts[done.outcome] += 1
        except (DatelineError, OSError) as error:
            self.failed.add(day)
            self.counts[f"failed: {str(error).rpartition(': ')[2][:40]}"] += 1

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Let a share of the operations fail for as long as the block runs."""
        write = store.write
        unread = None

        def failing(path: Path, data: str | bytes, **options: bool) -> bool:
            if self.dice.random() < self.share * RARE:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return write(path, data, **options)

        def refused(*_: object, **__: object) -> None:
            raise BuildError("the site could not be written: no space left on device")

        if self.dice.random() < self.share:
            name = self.dice.choice(("library.db", "ingest.sqlite", "pages.json", "proven.json"))
            path = self.room.state / name
            if path.is_file():
                path.write_bytes(self.dice.randbytes(self.dice.choice((0, 4_096))))
            self.counts[f"rotten: {name}"] += 1
        if self.dice.random() < self.share:
            unread = self.room.root / "corpus" / self.dice.choice(small_newsroom.SOURCES)[0]
            unread.rename(unread.with_name("away"))
            self.counts["a source away"] += 1
        try:
            with mock.patch.object(store, "write", failing):
                if self.build and self.dice.random() < self.share:
                    self.counts["build refused"] += 1
                    with mock.patch("pipeline.publish.pointer.switch", refused):
                        yield
                else:
                    yield
        finally:
            if unread:
                unread.with_name("away").rename(unread)


def accounted(nights: Nights) -> list[str]:
    """Items that are not accounted for exactly once, or that were told twice; and unproven briefs."""
    room = nights.room
    rows = publication.last(room)
    public = [one for one in briefs.published(room) if publication.told(one, rows)]
    told: dict[str, list[str]] = defaultdict(list)
    for telling in briefs.tellings(room, ""):
        told[telling.document].append(telling.day)
    chapters: dict[str, list[str]] = defaultdict(list)  # briefs in whose account an item is new
    outcomes: dict[str, str] = {}
    for day in sorted({*(one.day for one in public), max(account.nights(room))}):
        news = briefs.read_news(room, day)
        since = news.since if news else ""
        for fate in account.accounted(room, day):
            if account.is_new(fate, since):
                chapters[fate.document].append(day)
            if outcomes.get(fate.document) != "used":
                outcomes[fate.document] = fate.outcome
            if not fate.reason:
                chapters[fate.document].append(f"{day} without a reason")
    with Library.open(room.library) as library:
        items = [(one.id, one.title, one.day or "") for one in library.documents()]
    faults = []
    for document, title, day in items:
        if len(told[document]) > 1:
            faults.append(
                f"told {len(told[document])} times, on {', '.join(told[document])}: {title}"
            )
        if len(chapters[document]) != 1:
            where = ", ".join(chapters[document]) or "no brief"
            faults.append(f"accounted for as new in {where}, of {day}: {title}")
        nights.counts[f"item {outcomes.get(document, 'unaccounted')}"] += 1
    nights.counts["items"] = len(items)
    wrong = unproven(room, tuple(one.day for one in public))
    return faults + [f"public and not proven: {day}: {why}" for day, why in wrong.items()]


def made_up(nights: Nights, days: list[str]) -> list[str]:
    """Nights without a public brief that no later account covers, that the service levels do not
    count, and an error budget that is not the sum of these."""
    room = nights.room
    rows = publication.last(room)
    public = sorted(one.day for one in briefs.published(room) if publication.told(one, rows))
    spans = [((news.since if (news := briefs.read_news(room, day)) else ""), day) for day in public]
    missed = [day for day in days if day not in public and public and day > public[0]]
    nights.counts["nights without a public brief"] = len(missed)
    uncovered = [
        day for day in missed if day < public[-1] and not any(a < day <= b for a, b in spans)
    ]
    faults = [f"no brief accounts for the night of {day}" for day in uncovered]
    window = room.desk.publish.window_days
    found = levels.levels(room, datetime.fromisoformat(f"{days[-1]}T23:00:00+00:00"))
    fates = {one.day: one.fate for one in found.days}
    at = {row.day: row.at for row in reversed(publication.read(room)) if row.state == "public"}
    for day in days[-window:]:
        late = at.get(day, "") > f"{day}T{room.desk.publish.due}"
        true = "missed" if day not in at and day not in public else "late" if late else "on time"
        said = "missed" if fates.get(day) in WHY else fates.get(day, true)
        if said != true:
            faults.append(f"service levels call {day} {fates[day]}; it was {true}")
    if found.spent != sum(one != "on time" for one in fates.values()):
        faults.append(f"error budget: {found.spent} spent, {fates}")
    return faults


def without_line(nights: Nights) -> list[str]:
    """Nights that failed and whose run says nothing of it, among those whose line is kept."""
    lines = {run.day: run for run in runs.last_runs(nights.room.state)}
    silent = [day for day in sorted(nights.failed) if day in lines and not lines[day].cause and lines[day].state != "done"]  # fmt: skip
    return [f"failed and says no cause: {day}" for day in silent]


def run(
    home: Path, count: int, seed: int, share: float, *, build: bool
) -> tuple[Nights, list[str]]:
    """All nights in a folder; what they came to, and the faults."""
    small_newsroom.make(home)
    nights = Nights(open_newsroom(home), random.Random(seed), share, build)
    days = small_newsroom.nights(FIRST, count + 1)
    for day in days[:-1]:
        small_newsroom.deliver(home, day, seed)
        nights.night(day, faults=True)
    small_newsroom.deliver(home, days[-1], seed, least=1)
    nights.night(days[-1], faults=False)
    return nights, [*accounted(nights), *made_up(nights, days), *without_line(nights)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--nights", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.1)
    parser.add_argument("--no-build", action="store_true", help="records and pages alone: quicker")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="nights-"))
    try:
        nights, faults = run(home, asked.nights, asked.seed, asked.faults, build=not asked.no_build)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for line in faults:
        print(line)
    for name, count in sorted(nights.counts.items()):
        print(f"{count:>6}  {name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
