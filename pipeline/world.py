"""The one door to what is not deterministic: clock, network, models, tokenizer, environment.

Enter: nothing but what the command line decided (offline or not, a frozen clock). Leave: a
`World` that stages are given. Every host contacted is kept in `egress` with the reason, so a
run can say whom it spoke to; offline refuses all. A model is reached through `World.model`
only, which lets prompts go to the hosts the desk allows and to no other.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import wait
from typing import Any, Protocol
from urllib.parse import urlsplit

from pipeline.errors import FetchError, ModelError

Track = Callable[[Iterable[Any], str], Iterable[Any]]  # items and their label: a bar, or nothing
CHUNKS = 8  # shares of the work a processor gets, so that none waits long for the last
LOG = logging.getLogger(__name__)
CHARS_PER_TOKEN = 3  # conservative: undershot the o200k count by at most 5 % on 101 documents


def unwatched(items: Iterable[Any], _: str) -> Iterable[Any]:
    """The track of a run that nobody watches."""
    return items


def spread(
    work: Callable[[Any], Any],
    items: Sequence[Any],
    *,
    track: Track = unwatched,
    label: str = "",
    many: int,
) -> list[Any]:
    """What `work` makes of each item, in order; from so many on shared out over the processors.

    Items and results must be picklable, and none may need another. Where the system lets no other
    process live (no memory, no rights), all is done in this one. The processes end with this one.
    """
    if len(items) < many or (os.cpu_count() or 1) == 1:
        return [work(item) for item in track(items, label)]
    try:
        with ProcessPoolExecutor(initializer=end_with_parent) as pool:
            size = max(1, min(32, len(items) // (CHUNKS * (os.cpu_count() or 1))))
            return list(track(pool.map(work, items, chunksize=size), label))
    except BrokenProcessPool as error:
        LOG.warning("spread alone items=%d", len(items), exc_info=error)
        return [work(item) for item in track(items, label)]


def end_with_parent() -> None:
    """End this process with the one that started it, whatever it is doing then.

    A worker of a pool that outlives its parent waits for ever, and one that was forked holds the
    newsroom's lock all the while.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent").start()


def collect_seldom() -> None:
    """Let Python look less often for objects that hold only each other: after its own 700 new ones these
    looks were an eighth of a verification (`python bench/verifier_speed.py`), and records hold each other
    one way."""
    gc.set_threshold(20_000, 20, 10)


@dataclass(frozen=True, slots=True)
class Contact:
    """One host contacted (or refused), and why."""

    host: str
    why: str


class Connection(Protocol):
    """A model's server. Sends bodies and gives back the bytes of replies, unread.

    Raises ModelError when the owner must act, UnavailableError when trying again may help.
    """

    host: str

    def send(self, body: Mapping[str, Any], *, key: str, seconds: float) -> bytes:
        """Ask; `key` names the request, `seconds` bounds the whole reply."""

    def count(self, body: Mapping[str, Any]) -> int:
        """Input tokens the body will be billed for."""

    def close(self) -> None:
        """Let go of open sockets."""


class Executor(Protocol):
    """Where work is done that need not be done here: reading, embedding, a desk's night."""

    width: int  # how many work at a time

    def each(self, do: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Answers as they come, each with the number of its item; none for an item whose worker
        died as often as it was tried. What `do` raises is raised."""


def in_order(executor: Executor, do: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """Answers in the order of the items; what no worker lived to do is done here."""
    early: dict[int, Any] = {}
    turn = 0
    for number, answer in executor.each(do, items):
        early[number] = answer
        while turn in early:
            yield early.pop(turn)
            turn += 1
    for number in range(turn, len(items)):
        yield early[number] if number in early else do(items[number])


Connect = Callable[[str, Mapping[str, str]], Connection]  # address and environment


def system_clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def estimate_tokens(text: str) -> int:
    """Tokens of a text, never far under what a model's tokenizer would count."""
    return tokens_of(len(text))


def tokens_of(characters: int) -> int:
    """The same estimate of a text whose length is known."""
    return -(-characters // CHARS_PER_TOKEN)


@dataclass(frozen=True, slots=True)
class World:
    now: Callable[[], datetime] = system_clock
    tokens: Callable[[str], int] = estimate_tokens
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    offline: bool = False
    batch: bool = False  # a model writer may use the half-price queue
    job: str = ""  # what models are called for, when it is not a day's brief, like `gold`
    egress: list[Contact] = field(default_factory=list)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    executor: Executor | None = None  # other machines for reading and embedding; None: this one

    def permit(self, url: str, why: str) -> None:
        """Note that a host is about to be contacted. Raises FetchError when offline."""
        host = urlsplit(url).hostname or url
        if self.offline:
            raise FetchError(
                f"refused to contact {host} ({why}): this run is offline",
                hint="leave out --offline, or take the source out of sources.toml",
            )
        self.egress.append(Contact(host, why))

    def model(self, connect: Connect, url: str, hosts: tuple[str, ...], why: str) -> Connection:
        """Connect to a model's server. Raises ModelError if offline or the host is not allowed."""
        host = urlsplit(url).hostname or ""
        if host not in hosts:
            raise ModelError(
                f"prompts may not be sent to {host or url}",
                hint="add the host to [writing] hosts in briefs/desk.toml if you trust it",
            )
        if self.offline:
            raise ModelError(
                f"refused to contact {host} ({why}): this run is offline",
                hint="leave out --offline, or run with --writer extractive",
            )
        self.egress.append(Contact(host, why))
        return connect(url, self.environ)
