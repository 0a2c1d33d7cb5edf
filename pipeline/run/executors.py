"""Where work is done: processes of this machine, or a Ray cluster (`on_ray`).

Enter: a name (`--on`) and how many may work at a time. Leaves: an `Executor` (`pipeline.world`), closed
when its context ends. Both do the same: answers come as they are ready, what a worker died of has none.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from pipeline.world import Executor, end_with_parent

LOG = logging.getLogger(__name__)


class LocalExecutor:
    """Processes of this machine, begun for each batch of work and ended with it."""

    def __init__(self, workers: int | None = None) -> None:
        self.width = workers or os.cpu_count() or 1

    def each(self, do: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Answers as they come, with the numbers of their items; none for what broke off with the
        pool: the item whose process died, and those that waited behind it."""
        if not items:
            return
        spawn = multiprocessing.get_context("spawn")
        workers = min(self.width, len(items))
        with ProcessPoolExecutor(workers, spawn, initializer=end_with_parent) as pool:
            asked: dict[Future[Any], int] = {
                pool.submit(do, item): number for number, item in enumerate(items)
            }
            for future in as_completed(asked):
                try:
                    yield asked[future], future.result()
                except BrokenProcessPool:
                    LOG.warning("executor.died on=local item=%s", items[asked[future]])


@contextmanager
def executor(on: str, workers: int | None = None) -> Iterator[Executor]:
    """The executor of a name. workers: at a time; None: all there are.

    Raises ConfigError when it cannot be had."""
    if on != "ray":
        yield LocalExecutor(workers)
        return
    from pipeline.run.on_ray import connected

    with connected(workers) as found:
        yield found


def elsewhere(found: Executor) -> Executor | None:
    """An executor for reading and embedding: this machine has faster ways of its own."""
    return None if isinstance(found, LocalExecutor) else found
