"""Work as tasks of a Ray cluster (`dateline[ray]`): reading, embedding, a desk's night.

Enter: nothing but the environment (`RAY_ADDRESS`; without it a cluster of this machine's processors
is begun and ended with the run). Leaves: an `Executor`. A cluster without a processor is waited for a
while, aloud, then refused. A task whose worker or node dies is done again elsewhere, up to `TRIES` times; what is done again finds the records and the paid replies of the try
before on the disk that all nodes share. Ray's usage report is turned off.
"""

from __future__ import annotations

import importlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import ConfigError

LOG = logging.getLogger(__name__)
TRIES = 3  # after the first; each by another worker, as Ray places it
AHEAD = 3  # tasks given out for each processor, so that none waits for us
WAIT = 10.0  # seconds for a cluster to take a connection
QUIET = 5.0  # seconds without an answer, after which is looked whether there is a processor at all
EMPTY = 60.0  # seconds that a cluster may have none: nodes take as long to come
STORE = 128 * 2**20  # bytes of shared memory of a cluster of our own; answers are small


class RayExecutor:
    """A connected cluster; made by `connected`."""

    def __init__(self, ray: Any, workers: int | None) -> None:
        self._ray = ray
        self.width = workers or _wait_for_processor(ray)

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
            ready = self._first(list(asked))
            number = asked.pop(ready)
            try:
                answer = ray.get(ready)
            except errors.RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from None
            except errors.RayError as error:
                LOG.warning("executor.died on=ray item=%s why=%r", items[number], str(error)[:200])
                continue
            yield number, answer

    def _first(self, asked: list[Any]) -> Any:
        """The first task that is done. Raises ConfigError where no node is left to do any."""
        while True:
            ready, _ = self._ray.wait(asked, num_returns=1, timeout=QUIET)
            if ready:
                return ready[0]
            _wait_for_processor(self._ray)


def _wait_for_processor(ray: Any) -> int:
    """How many processors a cluster has. Raises ConfigError when it has none for `EMPTY` seconds."""
    until = time.monotonic() + EMPTY
    while True:
        if processors := int(ray.cluster_resources().get("CPU", 0)):
            return processors
        left = until - time.monotonic()
        if left <= 0:
            raise ConfigError(f"the Ray cluster has had no processor for {EMPTY:.0f} s",
                              where=os.environ.get("RAY_ADDRESS", "ray"),
                              hint="`ray status` on a node shows them; begin a node, or leave out `--on ray`")  # fmt: skip
        LOG.warning("the Ray cluster has no processor: waiting for a node, %.0f s more", left)
        time.sleep(min(QUIET, left))


def _done(do: Callable[[Any], Any], item: Any) -> Any:
    return do(item)


def _knock(address: str) -> None:
    """Raise OSError where nobody listens; Ray would ask for ten minutes. Raises ConfigError for what
    is no address. What Ray finds by itself, or by a scheme of its own, is left to it."""
    bare = address.removeprefix("ray://")
    if bare in ("auto", "local") or "://" in bare:
        return
    try:
        parts = urlsplit(f"//{bare}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise ConfigError("is no address of a Ray cluster", where=f"RAY_ADDRESS={address}",
                          hint="host:6379, ray://host:10001, or [2001:db8::1]:6379 for IPv6")  # fmt: skip
    socket.create_connection((host, port), WAIT).close()


def _refusal(error: Exception, address: str) -> ConfigError:
    """What keeps a cluster from being used, in one line."""
    if "mismatch" in str(error).lower():
        return ConfigError(" ".join(str(error).split())[:400], where=address or "ray",
                           hint="the same Ray and Python are needed here and on every node")  # fmt: skip
    why = (str(error).splitlines() or [type(error).__name__])[0]
    return ConfigError(f"no Ray cluster answers ({why})", where=address or "ray",
                       hint="RAY_ADDRESS names one; without it one is begun here")  # fmt: skip


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
        if address:
            _knock(address)
        ray.init(**({} if address else own), log_to_driver=False, logging_level=logging.ERROR)
    except ConfigError:
        raise
    except Exception as error:  # what it raises depends on what is down
        raise _refusal(error, address) from error
    try:
        yield RayExecutor(ray, workers)
    finally:
        ray.shutdown()
