"""What a process and all below it take: processor seconds, and memory at most (Linux).

Memory is the sum over the processes at one moment, pages that they share counted once (PSS).
"""

from __future__ import annotations

import os
import resource
import threading
import time
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path


class Memory(threading.Thread):
    """Bytes that this process and those below it held at most, and the largest of those below it,
    looked at every so many seconds; `spent`, the processor seconds that the looking took, which are no
    part of what is measured. Use as a context, or start and stop it."""

    def __init__(self, every: float = 1.0) -> None:
        super().__init__(daemon=True)
        self.most = self.largest_below = 0
        self.spent = 0.0
        self._every = every
        self._ended = threading.Event()

    def __enter__(self) -> Memory:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self) -> None:
        while not self._ended.wait(self._every):
            own, *below = map(held, family())
            self.most = max(self.most, own + sum(below))
            self.largest_below = max(self.largest_below, *below, 0)
            self.spent = time.thread_time()

    def stop(self) -> None:
        self._ended.set()
        self.join()


def family() -> list[int]:
    """The numbers of this process and of all below it, its own first."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
    found = [os.getpid()]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def held(process: int) -> int:
    """Its share of memory in bytes; 0 for one that ended meanwhile."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0


def processor_seconds() -> float:
    """Those of this process and of all below it that have ended. The server that forks workers is
    ended first, whose workers count only then; the next worker starts another."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # there is no public way
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)
