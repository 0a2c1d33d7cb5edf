"""The reading place: child processes in which alone the bytes of a source are parsed.

Enter: tasks, each with the seconds of processor it may take, and the function that does them.
Leave: its answers in the order of the tasks; a `Death` in the place of an answer that cost more
processor, memory or time than it may, or that ended its process. A death costs the task that died
and a new process, nothing else. Workers end with their parent, in the middle of a task too: a thread
of each waits for nothing but that, and what keeps it from running runs out of processor time.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pipeline.world import collect_seldom, end_with_parent

log = logging.getLogger(__name__)

Work = Callable[[Any], Any]
MEMORY = 384 * 2**20  # bytes a worker may take beyond the 100 MB it holds at rest
WALL = 10.0  # times the processor's seconds: a reader has nothing to wait for
WALL_LEAST = 20.0  # seconds of waiting; a worker that is kept from running by others is not ended
AHEAD = 4  # tasks a worker is given beyond the one it does, so that it never waits for the parent
WAITING = 64  # answers for each worker that may wait in memory for one before them
STARTED = 120.0  # seconds within which a worker must be ready for its first task
LISTENING = 0.5  # seconds between two looks at who is silent
READY = -1  # what it then says in the place of a task's number


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do, and the processor seconds it may take."""

    what: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Death:
    """Why a task has no answer; `timed`, whether it is that it ran out of time."""

    reason: str
    timed: bool = False


@dataclass(slots=True)
class _Worker:
    """A process, its pipe, and the tasks it was given, the one it does first."""

    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    silent: float = 0.0  # seconds that the parent waited for it in vain
    ready: bool = False


class Place:
    """Does tasks in processes under limits; use as a context, for one run.

    `preload` names the modules that the first place of a program loads for all workers there will be.
    """

    def __init__(
        self, work: Work, *, processes: int, memory: int = MEMORY, preload: tuple[str, ...] = ()
    ) -> None:
        self._work = work
        self._processes = max(1, processes)
        self._memory = memory
        self._context: Any = multiprocessing.get_context("forkserver" if _POSIX else "spawn")
        if _POSIX and preload:
            self._context.set_forkserver_preload(list(preload))
        self._workers: list[_Worker] = []

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def each(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """The answers, or deaths, in the order of the tasks. Raises OSError or EOFError where no
        process can be started at all."""
        run = _Run(iter(tasks), WAITING * self._processes)
        while True:
            while run.next in run.answers:
                yield run.take()
            if not self._fill(run) and run.done:
                return
            if run.next not in run.answers:
                self._listen(run)

    def _fill(self, run: _Run) -> bool:
        """Give tasks to workers that have few; whether any task is being done."""
        for _ in range(AHEAD + 1):
            for worker in self._staff(run):
                if len(worker.given) <= AHEAD and (number := run.draw()) is not None:
                    self._give(worker, number, run)
        return any(worker.given for worker in self._workers)

    def _staff(self, run: _Run) -> list[_Worker]:
        """The workers, one more of them while there is work for it."""
        busy = all(worker.given for worker in self._workers)
        if busy and len(self._workers) < self._processes and run.waiting():
            self._workers.append(self._start())
        return self._workers

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, self._memory), daemon=True, name="reader"
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, number: int, run: _Run) -> None:
        task = run.tasks[number]
        with contextlib.suppress(OSError):  # it has died; `_listen` will see that
            worker.pipe.send((number, task.what, task.seconds))
        worker.given.append(number)

    def _listen(self, run: _Run) -> None:
        """Wait for answers; see which workers died or must."""
        began = time.monotonic()
        pipes = {worker.pipe: worker for worker in self._workers if worker.given}
        ready = wait(list(pipes), timeout=LISTENING)
        waited = time.monotonic() - began
        for pipe, worker in pipes.items():
            if pipe in ready:
                worker.silent = 0.0
                self._hear(worker, run)
                continue
            worker.silent += waited
            seconds = max(WALL_LEAST, WALL * run.tasks[worker.given[0]].seconds)
            if worker.silent > (seconds if worker.ready else STARTED) and not _runs(worker):
                self._bury(worker, run, Death(f"took longer than {seconds:.3g} s", timed=True))

    def _hear(self, worker: _Worker, run: _Run) -> None:
        try:
            number, answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5.0)
            if not (
                worker.ready or run.next or run.answers
            ):  # no fault of the file that it was given
                raise RuntimeError(f"a reading process {_cause(worker, run).reason}") from None
            self._bury(worker, run, _cause(worker, run))
            return
        if number == READY:
            worker.ready = True
            return
        worker.given.remove(number)
        run.answer(number, answer)
        if isinstance(answer, Death):  # its memory is as a failed task left it
            self._bury(worker, run, None)

    def _bury(self, worker: _Worker, run: _Run, death: Death | None) -> None:
        """Take a worker out; its first task died with it if there is a death, others wait on."""
        self._workers.remove(worker)
        _end(worker)
        if death and worker.given:
            number = worker.given.popleft()
            log.warning("reading ended task=%d reason=%s", number, death.reason)
            run.answer(number, death)
        run.again.extendleft(reversed(worker.given))


class _Run:
    """The tasks of one call of `each`: drawn one by one, answered in any order."""

    def __init__(self, source: Iterator[Task], ahead: int) -> None:
        self.source = source
        self.ahead = ahead
        self.tasks: dict[int, Task] = {}
        self.answers: dict[int, Any] = {}
        self.again: deque[int] = deque()
        self.drawn = 0
        self.next = 0
        self.done = False

    def waiting(self) -> bool:
        """Whether there may be a task to draw."""
        return bool(self.again) or not self.done

    def draw(self) -> int | None:
        """Number of the next task to do, or None: no more, or too far ahead of the answers."""
        if self.again:
            return self.again.popleft()
        if self.done or self.drawn - self.next >= self.ahead:
            return None
        for task in islice(self.source, 1):
            self.tasks[self.drawn] = task
            self.drawn += 1
            return self.drawn - 1
        self.done = True
        return None

    def answer(self, number: int, answer: Any) -> None:
        self.answers[number] = answer

    def take(self) -> Any:
        """The next answer in order."""
        number, self.next = self.next, self.next + 1
        del self.tasks[number]
        return self.answers.pop(number)


_POSIX = os.name == "posix"


def _runs(worker: _Worker) -> bool:
    """Whether a worker is on a processor or waits for one, so that its task comes to its end, or to
    that of its processor time, however busy the machine is. Only Linux tells; elsewhere it is not."""
    try:
        fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return False
    return fields[0] == "R"


def _cause(worker: _Worker, run: _Run) -> Death:
    """Why a process ended, as far as its exit code tells."""
    code = worker.process.exitcode or 0
    if worker.given and _POSIX and code in (-signal.SIGPROF, -signal.SIGXCPU):
        seconds = run.tasks[worker.given[0]].seconds
        return Death(f"took more than {seconds:.3g} s of processor time", timed=True)
    if code < 0:
        return Death(f"ended its reader ({signal.Signals(-code).name})")
    return Death(f"ended its reader (exit code {code})")


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.process.close()


# ── in the worker ─────────────────────────────────────────────────────────────────────────


def _serve(pipe: Connection, work: Work, memory: int) -> None:
    """Do tasks until the parent closes the pipe or is no more."""
    end_with_parent()
    if _POSIX:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        _bound(memory)
    gc.freeze()
    collect_seldom()
    pipe.send((READY, None))
    while True:
        try:
            number, what, seconds = pipe.recv()
        except (EOFError, OSError):
            return
        with contextlib.suppress(BrokenPipeError):
            pipe.send((number, _limited(work, what, seconds)))


def _limited(work: Work, what: Any, seconds: float) -> Any:
    """The answer to a task, or the death that it is when memory does not suffice."""
    if _POSIX:  # the signal's default action ends the process, whatever it is caught in
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work(what)
    except MemoryError:
        return Death("needs more memory than one document may take")
    finally:
        if _POSIX:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _bound(memory: int) -> None:
    """Bound the address space to what is in use now and `memory` bytes more; no core files."""
    import resource  # POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # no such file but on Linux; elsewhere the limit may not be honoured anyway
        return
    limit = pages * os.sysconf("SC_PAGE_SIZE") + memory
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
