"""What each run read, made and took, stage by stage, and what the next one need not do again.

Enter: a stage with what it reads, as digests. Leave: what it made, taken from an earlier run when the
same code read the same things, and `.dateline/runs/<run>.json`, rewritten whole after each stage. Each
output is a file named by the hash of its bytes in `.dateline/objects/`; one that is not what its name
says counts as absent. A run that was killed stands there as killed and the next goes on after its last
stage; one that failed stands with its cause. Losing all of it costs time, never truth.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from pipeline.errors import RecordError
from pipeline.newsroom.code import code_digest
from pipeline.records import store

T = TypeVar("T")
RUNS, OBJECTS = "runs", "objects"
KEPT = 40  # runs whose manifests and outputs are kept: a month of nights and some more


@dataclass(frozen=True, slots=True)
class StageRun:
    """One stage of one run. read: digests by name; wrote: the hash of its output, or what it says."""

    name: str
    key: str
    reused: bool
    why: str
    seconds: float
    read: dict[str, str] = field(default_factory=dict)
    wrote: str = ""


@dataclass(frozen=True, slots=True)
class RunManifest:
    """A run as its manifest keeps it. `cause`: of a failure, in the words the run ended with."""

    run: str
    day: str
    began: str
    state: Literal["running", "done", "failed", "killed"] = "running"
    outcome: str = ""
    cause: str = ""
    stages: tuple[StageRun, ...] = ()
    egress: tuple[str, ...] = ()  # hosts that were spoken to, and why


def last_runs(state: Path, most: int = KEPT) -> tuple[RunManifest, ...]:
    """The newest runs, newest first; a manifest that cannot be read is passed over."""
    found: list[RunManifest] = []
    for path in sorted((state / RUNS).glob("*.json"), reverse=True)[:most]:
        with suppress(RecordError):
            found.append(store.read(RunManifest, path))
    return tuple(found)


class Journal:
    """The manifest of the run at hand. Made by `journal`."""

    def __init__(
        self, state: Path, manifest: RunManifest, earlier: tuple[RunManifest, ...]
    ) -> None:
        self.manifest = manifest
        self._state = state
        self._earlier = earlier

    @property
    def seconds(self) -> dict[str, float]:
        """What each stage took."""
        return {stage.name: stage.seconds for stage in self.manifest.stages}

    @property
    def reused(self) -> tuple[str, ...]:
        """Stages whose output was there already, or that found nothing new."""
        return tuple(stage.name for stage in self.manifest.stages if stage.reused)

    def stage(
        self,
        name: str,
        kind: type[T],
        read: Mapping[str, str],
        work: Callable[[], T],
        *,
        whole: Callable[[T], bool] = lambda made: True,
    ) -> T:
        """What a stage makes, from an earlier run when that read the same; `kind` is its record.

        whole: whether what it made may be used again.
        """
        begun = time.perf_counter()
        key = store.short_id(name, code_digest(), *(f"{one}={read[one]}" for one in sorted(read)))
        kept = self._kept(key, kind)
        made = work() if kept is None else kept
        text = store.to_json(made)
        wrote = store.sha256(text.encode())
        store.write(self._state / OBJECTS / f"{wrote}.json", text)
        why = self._why(name, key, read) if kept is None else "it reads what it read before"
        spent = round(time.perf_counter() - begun, 3)
        again = key if whole(made) else ""
        self.note(StageRun(name, again, kept is not None, why, spent, dict(read), wrote))
        return made

    def always(
        self,
        name: str,
        work: Callable[[], T],
        tell: Callable[[T], tuple[bool, str]],
        *,
        before: float = 0.0,
    ) -> T:
        """A stage that knows by itself what is new. tell: whether nothing was, and in words what;
        before: seconds that were spent on it already."""
        begun = time.perf_counter()
        made = work()
        reused, why = tell(made)
        spent = before + time.perf_counter() - begun
        self.note(StageRun(name, "", reused, why, round(spent, 3)))
        return made

    def wrote(self, name: str) -> str:
        """The hash of what a stage of this run made; "" when it made none."""
        return next((one.wrote for one in self.manifest.stages if one.name == name), "")

    def last(self, name: str) -> StageRun | None:
        """The newest run of a stage before this one."""
        stages = (one for run in self._earlier for one in run.stages if one.name == name)
        return next(stages, None)

    def note(self, stage: StageRun) -> None:
        """Take down a stage, and rewrite the manifest."""
        self.write(replace(self.manifest, stages=(*self.manifest.stages, stage)))

    def came_to(self, outcome: str, egress: Iterable[str] = ()) -> None:
        """Take down how the run ended, and whom it spoke to."""
        self.write(replace(self.manifest, outcome=outcome, egress=tuple(egress)))

    def write(self, manifest: RunManifest) -> None:
        self.manifest = manifest
        store.write(self._state / RUNS / f"{manifest.run}.json", store.to_json(manifest))

    def _kept(self, key: str, kind: type[T]) -> T | None:
        for run in self._earlier:
            for stage in run.stages:
                path = self._state / OBJECTS / f"{stage.wrote}.json"
                if stage.key == key and path.is_file():
                    data = path.read_bytes()
                    with suppress(RecordError):
                        if store.sha256(data) == stage.wrote:
                            return store.from_json(kind, data, where=str(path))
        return None

    def _why(self, name: str, key: str, read: Mapping[str, str]) -> str:
        """Why a stage ran, by what it reads differently from its last run."""
        before = self.last(name)
        if before is None:
            return "for the first time"
        if before.key == key:
            return "what it made before is gone"
        changed = [one for one in read if before.read.get(one) != read[one]]
        return f"changed: {', '.join(changed)}" if changed else "changed: the code"


@contextmanager
def journal(state: Path, day: str, now: Callable[[], datetime]) -> Iterator[Journal]:
    """The journal of a run that begins now; the newsroom's lock must be held.

    Runs before it that never ended were killed, and are said to be. What escapes is the run's cause.
    """
    earlier = tuple(_ended(state, run) for run in last_runs(state))
    began = now().isoformat(timespec="seconds")
    stamp = "".join(sign for sign in began[:19] if sign.isalnum())
    taken = [run.run for run in earlier if run.run.startswith(stamp)]
    made = Journal(state, RunManifest(f"{stamp}-{len(taken):03}-{day}", day, began), earlier)
    made.write(made.manifest)
    try:
        yield made
    except BaseException as error:
        cause = " ".join((str(error) or type(error).__name__).split())
        with suppress(OSError):  # a full disk: what is raised says so
            made.write(replace(made.manifest, state="failed", cause=cause))
        raise
    made.write(replace(made.manifest, state="done"))
    _prune(state)


def _ended(state: Path, run: RunManifest) -> RunManifest:
    if run.state != "running":
        return run
    after = f"after {run.stages[-1].name}" if run.stages else "before its first stage ended"
    ended = replace(run, state="killed", cause=f"it was killed {after}")
    store.write(state / RUNS / f"{run.run}.json", store.to_json(ended))
    return ended


def _prune(state: Path) -> None:
    """Let go of old runs, and of outputs that no kept run names."""
    paths = sorted((state / RUNS).glob("*.json"))
    for path in paths[:-KEPT]:
        path.unlink()
    named = {stage.wrote for run in last_runs(state) for stage in run.stages}
    for path in (state / OBJECTS).glob("*.json"):
        if path.stem not in named:
            path.unlink()
