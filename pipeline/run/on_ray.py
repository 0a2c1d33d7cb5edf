"""Work as tasks of a Ray cluster (`dateline[ray]`): reading, embedding, a desk's night.

Enter: nothing but the environment (`RAY_ADDRESS`; without it a cluster of this machine's processors
is begun and ended with the run). Leaves: an `Executor`. A task whose worker or node dies is done again
elsewhere, up to `TRIES` times; what is done again finds the records and the paid replies of the try
before on the disk that all nodes share. Ray's usage report is turned off.
"""

from __future__ import annotations

import importlib
import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from pipeline.errors import ConfigError

LOG = logging.getLogger(__name__)
TRIES = 3  # after the first; each by another worker, as Ray places it
AHEAD = 3  # tasks given out for each processor, so that none waits for us
WAIT = 10.0  # seconds for a cluster to take a connection
STORE = 128 * 2**20  # bytes of shared memory of a cluster of our own; answers are small


class RayExecutor:
    """A connected cluster; made by `connected`."""

    def __init__(self, ray: Any, workers: int | None) -> None:
        self._ray = ray
        self.width = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def each(self, do: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Answers as they come, with the numbers of their items; none where every try died. What
        `do` raises is raised here."""
        ray, errors = self._ray, importlib.import_module("ray.exceptions")
        task = ray.remote(num_cpus=1, max_retries=TRIES)(_done)
        waiting = iter(enumerate(items))
        most = self.width if self.width < 2 else self.width * AHEAD
        asked: dict[Any, int] = {}
        while True:
            for number, item in islice(waiting, most - len(asked)):
                asked[task.remote(do, item)] = number
            if not asked:
                return
            (ready,), _ = ray.wait(list(asked), num_returns=1)
            number = asked.pop(ready)
            try:
                answer = ray.get(ready)
            except errors.RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from None
            except errors.RayError as error:
                LOG.warning("executor.died on=ray item=%s why=%r", items[number], str(error)[:200])
                continue
            yield number, answer


def _done(do: Callable[[Any], Any], item: Any) -> Any:
    return do(item)


def _knock(address: str) -> None:
    """Raise OSError where nobody listens; Ray would ask for ten minutes."""
    host, port = address.removeprefix("ray://").rsplit(":", 1)
    socket.create_connection((host, int(port)), WAIT).close()


@contextmanager
def connected(workers: int | None = None) -> Iterator[RayExecutor]:
    """A cluster, let go of at the end. Raises ConfigError where Ray is not installed or not there."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        ray: Any = importlib.import_module("ray")
    except ImportError as error:
        raise ConfigError("Ray is not installed", where="--on ray",
                          hint="`pip install 'dateline[ray]'`, on every node") from error  # fmt: skip
    address = os.environ.get("RAY_ADDRESS", "")
    own = {"address": "local", "include_dashboard": False, "object_store_memory": STORE,
           "_node_ip_address": "127.0.0.1"}  # fmt: skip
    try:
        if ":" in address:
            _knock(address)
        ray.init(**({} if address else own), log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:  # what it raises depends on what is down
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise ConfigError(f"no Ray cluster answers ({why})", where=address or "ray",
                          hint="RAY_ADDRESS names one; without it one is begun here") from error  # fmt: skip
    try:
        yield RayExecutor(ray, workers)
    finally:
        ray.shutdown()
