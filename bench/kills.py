"""kill -9 at random moments of a night, one more run, and whether anything is different from a night
that nobody disturbed.

usage: python bench/kills.py [--kills 200] [--seed 1] [--nights 2] [--chain 1] [--model] [--keep DIR]

A small newsroom (see small_newsroom.py) stands after some nights. Each trial copies it, lets the next
night begin in a process of its own and kills that at a moment drawn evenly over what an undisturbed
night takes, every stage and the switch of the site among them. With --chain the night that is begun
again is killed too, so many times in all. Then it is run once more to its end.
Compared byte by byte with the undisturbed one: briefs/ (record, ledger, what is public), content/ and
site/. All the while a reader polls the site: no page may be missing, none of another generation than
the pages read before and after it. What the killed run left may not remain, and each stage it had
finished must be used again. With --model a model writes, played by a server on loopback that counts what
it is asked: no request may come twice in a night and its repetitions, but for those that were in flight
at a kill (several parts are written side by side), whose replies nobody kept. Prints one line a fault and the counts; exit code 1 when there is a
fault.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import small_newsroom

from pipeline.newsroom import runs
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.runs.damage import BROKEN, STATE
from pipeline.records import store
from pipeline.run import RunPlan, run_day
from pipeline.world import World
from tests.messages_server import Server, digest

FIRST = "2026-11-10"
COMPARED = ("briefs", "content", "site")
POLLED = ("index.html", "feed.xml", "provenance.json", f"briefs/{FIRST}/index.html")
BY_CALL = ("message", "reply_sha256", "seconds")
PAUSE = 0.002  # seconds between two polls, or the reader takes the night's processor
GRACE = 1.1  # of the undisturbed night: some kills come after its end


@dataclass
class Reader:
    """Polls a site until stopped; `faults` are pages it missed or found mixed."""

    site: Path
    generations: tuple[
        dict[str, str], dict[str, str]
    ]  # digests of the polled pages, before and after
    faults: list[str] = field(default_factory=list)
    polls: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self._stop.is_set():
            seen = [self._read(name) for name in (*self.polled, self.polled[0])]
            self.polls += 1
            time.sleep(PAUSE)
            if None in seen or seen[0] != seen[-1]:
                continue  # missing is noted; a switch between the first and the last read is none
            if not any(self._of(seen[:-1], generation) for generation in self.generations):
                self.faults.append("pages of different sites were read together")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Poll for as long as the block runs, in a thread that no fork is made beside."""
        self._stop.clear()
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _read(self, name: str) -> str | None:
        try:
            return store.sha256((self.site / name).read_bytes())
        except OSError as error:
            self.faults.append(f"{name} was missing ({error.strerror})")
            return None

    @property
    def polled(self) -> tuple[str, ...]:
        """Pages of both generations: the first brief may be held."""
        return tuple(name for name in POLLED if all(name in one for one in self.generations))

    def _of(self, seen: list[str | None], generation: dict[str, str]) -> bool:
        return all(sha == generation.get(name) for name, sha in zip(self.polled, seen, strict=True))


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): store.sha256(path.read_bytes()) for path in files}


def compared(root: Path) -> dict[str, str]:
    """The digests that have to be the same; of a ledger its rows in any order, for calls are made side by
    side, without what a server gives each reply anew."""
    found = {
        f"{name}/{path}": sha for name in COMPARED for path, sha in digests(root / name).items()
    }
    ledger = root / "briefs" / "ledger.jsonl"
    if ledger.is_file():
        rows = [json.loads(row) for row in ledger.read_text("utf-8").splitlines()]
        same = sorted(
            json.dumps({k: v for k, v in row.items() if k not in BY_CALL}) for row in rows
        )
        found["briefs/ledger.jsonl"] = store.sha256("\n".join(same).encode())
    return found


def world(day: str, model: Server | None) -> World:
    """The night of a day: the clock stands, and the network is away but for the model."""
    moment = datetime.fromisoformat(f"{day}T08:00:00+00:00")
    if model is None:
        return World(now=lambda: moment, offline=True)
    return World(now=lambda: moment, environ=model.environ)


def begin(root: Path, day: str, model: Server | None = None) -> int:
    """Start the night of a day in a process of its own; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        with (root / "night.log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            plan = RunPlan(day, writer="claude" if model else "")
            run_day(open_newsroom(root), world(day, model), plan)
        os._exit(0)
    except BaseException:
        os.write(2, traceback.format_exc().encode())  # whatever stands in for sys.stderr here
        os._exit(1)


def whole_night(root: Path, day: str, model: Server | None = None) -> float:
    """Run a night to its end in a process of its own; the seconds it took. Raises RuntimeError."""
    begun = time.monotonic()
    finish(begin(root, day, model), root, day)
    return time.monotonic() - begun


def finish(child: int, root: Path, day: str) -> None:
    """Wait for a night. Raises RuntimeError with the last of what it said when it failed."""
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"the night of {day} failed: {(root / 'night.log').read_text()[-1500:]}")


def litter(root: Path, expected: Path) -> list[str]:
    """What lies in a newsroom and in no undisturbed one."""
    usual = {*_names(expected), "night.log"}
    found = [name for name in _names(root) if name not in usual]
    state = {*STATE, *(f"{name}{end}" for name in STATE for end in ("-wal", "-shm"))}
    state |= _names(expected / ".dateline")
    found += [f".dateline/{name}" for name in _names(root / ".dateline") if name not in state]
    found += [str(path.relative_to(root)) for path in root.rglob("*.dateline-part")]
    return found + ([f".dateline/{BROKEN}"] if (root / ".dateline" / BROKEN).exists() else [])


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def not_reused(root: Path) -> list[str]:
    """Stages that a killed run had finished and the last one did again."""
    after, *before = runs.last_runs(root / ".dateline")
    keys = {
        stage.key: stage.name for run in before if run.state == "killed" for stage in run.stages
    }
    again = {stage.key for stage in after.stages if stage.reused}
    return [name for key, name in keys.items() if key and key not in again]


@dataclass
class Trials:
    """A base newsroom, the undisturbed night, and what the kills came to."""

    home: Path
    day: str
    model: Server | None = None
    seconds: float = 0.0
    expected: dict[str, str] = field(default_factory=dict)
    generations: tuple[dict[str, str], dict[str, str]] = ({}, {})
    counts: Counter[str] = field(default_factory=Counter)

    def prepare(self, nights: int, seed: int) -> None:
        """The newsroom after its nights, and the next night undisturbed."""
        base, calm = self.home / "base", self.home / "calm"
        small_newsroom.make(base)
        days = small_newsroom.nights(FIRST, nights + 1)
        for day in days[:-1]:
            small_newsroom.deliver(base, day, seed, least=2)
            whole_night(base, day, self.model)
        self.day = days[-1]
        small_newsroom.deliver(base, self.day, seed, least=2)
        shutil.copytree(base, calm, symlinks=True)
        self.seconds = whole_night(calm, self.day, self.model)
        self.expected = compared(calm)
        self.generations = (digests(base / "site"), digests(calm / "site"))

    def trial(self, number: int, moments: list[float]) -> list[str]:
        """Kill the night at each of these moments, then run it to its end; the faults found."""
        root = self.home / f"trial-{number}"
        shutil.copytree(self.home / "base", root, symlinks=True)
        reader = Reader(root / "site", self.generations)
        faults: list[str] = []
        if self.model:
            self.model.state.requests.clear()
        lost = sum(self._kill(root, after, reader) for after in moments)
        child = begin(root, self.day, self.model)
        with reader.reading():
            finish(child, root, self.day)
        self.counts["polls"] += reader.polls
        faults += [*dict.fromkeys(reader.faults)]
        faults += self._paid_twice(lost)
        faults += [f"litter: {name}" for name in litter(root, self.home / "calm")]
        faults += [f"done again: {name}" for name in not_reused(root)]
        found = compared(root)
        differing = sorted(
            name
            for name in found.keys() | self.expected.keys()
            if found.get(name) != self.expected.get(name)
        )
        faults += [f"differs: {name}" for name in differing[:5]]
        if not faults:
            shutil.rmtree(root)
        return faults

    def _paid_twice(self, lost: int) -> list[str]:
        """Requests that came again though their reply had been kept; `lost` were in flight at a kill."""
        asked = Counter(map(digest, self.model.state.requests)) if self.model else Counter()
        again = asked.total() - len(asked)
        self.counts["model requests"] += asked.total()
        self.counts["in flight at a kill"] += again
        return [f"{again} model requests came twice, {lost} were in flight"] if again > lost else []

    def _unkept(self, root: Path) -> int:
        """Requests that came so far, less the replies that the newsroom keeps."""
        asked = len(self.model.state.requests) if self.model else 0
        return asked - len(list((root / ".dateline" / "cache").rglob("*.json")))

    def _kill(self, root: Path, after: float, reader: Reader) -> int:
        """Kill a night that is begun after so many seconds; how many of its requests were in flight."""
        before = self._unkept(root)
        child = begin(root, self.day, self.model)
        with reader.reading():
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        self.counts["killed" if os.WIFSIGNALED(status) else "ended before"] += 1
        return self._unkept(root) - before


def run(trials: Trials, kills: int, seed: int, nights: int, chain: int = 1) -> list[str]:
    """All trials in a folder; the faults, each with its trial and moment."""
    trials.prepare(nights, seed)
    dice, faults = random.Random(seed), []
    for number in range(-(-kills // chain)):
        moments = [dice.uniform(0, trials.seconds * GRACE) for _ in range(chain)]
        try:
            found = trials.trial(number, moments)
        except RuntimeError as error:
            found = [str(error)]
        when = ", ".join(f"{one:.2f}" for one in moments)
        for one in found:
            faults.append(f"trial {number}, killed after {when} s of {trials.seconds:.2f}: {one}")
            print(faults[-1], flush=True)
        trials.counts["trials"] += 1
        trials.counts["trials with a fault"] += bool(found)
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nights", type=int, default=2)
    parser.add_argument(
        "--chain", type=int, default=1, help="kills of one night, one after another"
    )
    parser.add_argument(
        "--model", action="store_true", help="let a model write, played on loopback"
    )
    parser.add_argument("--keep", type=Path, help="work here, and keep what a fault left")
    asked = parser.parse_args()
    home = asked.keep or Path(tempfile.mkdtemp(prefix="kills-"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        with Server() if asked.model else nullcontext() as model:
            trials = Trials(home, FIRST, model)
            faults = run(trials, asked.kills, asked.seed, asked.nights, asked.chain)
    finally:
        if not asked.keep:
            shutil.rmtree(home, ignore_errors=True)
    print(", ".join(f"{name} {count:,}" for name, count in sorted(trials.counts.items())))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
