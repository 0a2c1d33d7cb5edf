"""One run at a time, and what one that was killed left behind.

Enter: a newsroom. Leave: a lock that a killed process gives up by itself (whoever takes it next sweeps
what was left half done). Refuses a second process (`BusyError`).
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import IO, TypeVar

from pipeline.errors import BuildError, BusyError, CorpusError
from pipeline.newsroom.runs import damage
from pipeline.newsroom.runs.sweep import sweep, sweep_meeting

LOG = logging.getLogger(__name__)
T = TypeVar("T")
GRACE, PAUSE = 30.0, 0.05  # seconds that the helpers of a process that was killed are waited for
ENDED = frozenset(
    "ZX"
)  # dead, its parent not yet told: as for ever in a container that reaps nobody
TRIES = 3  # things that may be damaged at once: library, memory of the ingest, index


@contextmanager
def lock(state: Path) -> Iterator[tuple[str, ...]]:
    """Hold the newsroom for this process; gives what was set aside at its start, a line each.

    Raises BusyError naming who has it.
    """
    _made(state)
    path, waited = state / "lock", 0.0
    with path.open("a+") as file:
        while not _taken(file):
            holder, _ = _last(file)
            if not _gone(holder) or waited >= GRACE:
                raise BusyError(
                    f"another dateline (process {holder or 'unknown'}) is at work here",
                    where=str(state.parent.resolve()),
                    hint="wait for it to end, or stop it; its lock goes with it",
                )
            time.sleep(PAUSE)
            waited += PAUSE
        holder, helpers = _last(file)
        if _gone(holder):
            sweep_meeting(Path(helpers))
        file.truncate(0)
        file.write(f"{os.getpid()} {_helpers()}")
        file.flush()
        sweep(state.parent, state)
        moved = damage.misplaced(state)
        for line in moved:
            LOG.warning("state %s", line)
        yield moved


def _last(file: IO[str]) -> tuple[str, str]:
    """Who took the lock last, and the folder that the helpers of that process are reached in."""
    file.seek(0)
    holder, _, helpers = file.read().strip().partition(" ")
    return holder, helpers


_BEGUN: dict[int, str] = {}  # the folder of each process that this one is, or was forked from


def _helpers() -> str:
    """The folder in the system's temporary one in which this process meets the helpers that read for it;
    it takes it away when it ends, unless it is killed. "" of one that has its parent's."""
    process = os.getpid()
    if process not in _BEGUN:
        folder = get_temp_dir()
        _BEGUN[process] = "" if folder in _BEGUN.values() else folder
    return _BEGUN[process]


def _taken(file: IO[str]) -> bool:
    """Take the lock, where nobody has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _gone(holder: str) -> bool:
    """Whether the process that took the lock has ended, be it that nobody has asked how: what it began ends
    after it, and holds it so long."""
    try:
        os.kill(int(holder), 0)
        return _state(int(holder)) in ENDED
    except ProcessLookupError:
        return True
    except (ValueError, OSError):  # no number, or somebody else's
        return False


def _state(process: int) -> str:
    """The letter by which Linux tells a process's state; "" where that cannot be read."""
    try:
        said = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return said.rpartition(")")[2].split()[0]


def _made(state: Path) -> None:
    """The folder of local state, with nothing in the way of its lock. Raises CorpusError."""
    try:
        state.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise CorpusError(
            "is a file, and dateline keeps its state in a folder of that name",
            where=str(state),
            hint="move it away; what belongs there is made again",
        ) from error
    if (state / "lock").is_dir():
        LOG.warning("state %s", damage.set_aside(state, "lock", "is a folder"))


def healed(state: Path, work: Callable[[], T], say: Callable[[str], object]) -> T:
    """Do work; what it finds damaged in local state is set aside, said, and the work done again.

    Raises what the work raises when nothing is damaged, or when mending did not help.
    """
    for _ in range(TRIES):
        try:
            return work()
        except (sqlite3.DatabaseError, CorpusError, BuildError, OSError) as error:
            with lock(state) as moved:
                lines = damage.mend(state, error)
            if not (moved or lines):
                raise
            for line in lines:
                say(line)
    return work()
