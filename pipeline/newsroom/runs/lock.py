"""One run at a time, and what each run left behind.

Enter: a newsroom and the records of a day. Leave: a lock that a killed process gives up by
itself (whoever takes it next sweeps what was left half done), the day's manifest (the same input
gives the same bytes: no clock times in it), and a line per run with its timings in local state.
Refuses a second process (`BusyError`).
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BusyError
from pipeline.newsroom.runs.sweep import sweep
from pipeline.records import store


@contextmanager
def lock(state: Path) -> Iterator[None]:
    """Hold the newsroom for this process. Raises BusyError naming who has it."""
    state.mkdir(parents=True, exist_ok=True)
    path = state / "lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise BusyError(
                f"another dateline (process {file.read().strip() or 'unknown'}) is at work here",
                where=str(state.parent),
                hint="wait for it to end, or stop it; its lock goes with it",
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        sweep(state.parent, state)
        yield


@dataclass(slots=True)
class Clock:
    """Seconds spent by step, for a run's report; never part of a record."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - began, 3)


def log(state: Path, entry: Mapping[str, object]) -> None:
    """Append one line about a run to local state."""
    with (state / "runs.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def manifest(folder: Path, facts: Mapping[str, object]) -> None:
    """Write a day's manifest.json: the given facts and the digests of the records beside it."""
    records = {
        path.name: store.sha256(path.read_bytes())
        for path in sorted(folder.glob("*.json"))
        if path.name != "manifest.json"
    }
    store.write(folder / "manifest.json", store.to_json({**facts, "records": records}))
