"""Small random documents, and processes that index them until they are killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.newsroom.library import Library
from pipeline.records import Block, Document, Passage
from pipeline.retrieve.index import embedded, postings

WORDS = ("retry", "budget", "lease", "fencing", "quorum", "cache", "canary", "header", "clock")


def entry(
    number: int, text: str, *, source: str = "club", day: int = 19
) -> tuple[Document, Passage]:
    name = f"d{number}"
    document = Document(
        id=name, source=source, url="", title=f"On {WORDS[number % len(WORDS)]}", authors=(),
        published=f"2026-11-{day:02d}", published_from="feed", updated=None, fetched="", text=text,
        blocks=(Block("paragraph", 0, len(text)),), sha256="",
    )  # fmt: skip
    return document, Passage(f"p{number}", name, source, 0, len(text), text)


def some(numbers: range, seed: int = 0) -> list[tuple[Document, Passage]]:
    chance = random.Random(seed)
    return [
        entry(number, " ".join(chance.choices(WORDS, k=chance.randint(3, 30))),
              source=chance.choice(("club", "weekly")), day=chance.randint(1, 28))
        for number in numbers
    ]  # fmt: skip


def shelve(library: Library, pairs: list[tuple[Document, Passage]]) -> None:
    with library.change() as generation:
        for document, passage in pairs:
            library.put(generation, document, (passage,))


def work(folder: Path, path: Path, seed: int) -> None:
    """Grow, shrink and rebuild until killed."""
    postings.TAIL = 8
    with Library.open(path) as library:
        for turn in range(10_000):
            shelve(library, some(range(1_000 + turn % 50 * 3, 1_003 + turn % 50 * 3), seed + turn))
            embedded.open_index(folder, library)
            if turn % 4 == 3:
                with embedded._lock(folder, 5.0):
                    embedded._rebuild(folder, library)


@dataclass
class Writer:
    """A process that works until it is killed."""

    number: int
    link: Connection
    killed: bool = False

    def is_alive(self) -> bool:
        return not self.killed and not self.link.poll()

    def kill(self) -> None:
        os.kill(self.number, signal.SIGKILL)
        self.killed = True
        assert self.link.recv() == -signal.SIGKILL  # it was at work and not at its end


@contextmanager
def writers() -> Iterator[Callable[..., Writer]]:
    """Begins writers, one after another: forks of a process that has loaded what they need once."""
    context = multiprocessing.get_context("forkserver")
    link, other = context.Pipe()
    process = context.Process(target=_each, args=(other,), daemon=True)
    process.start()
    other.close()

    begun: list[Writer] = []

    def begin(does: Callable[..., None], *arguments: object) -> Writer:
        link.send((does, arguments))
        begun.append(Writer(link.recv(), link))
        return begun[-1]

    try:
        yield begin
    finally:
        for writer in begun:
            if writer.is_alive():
                writer.kill()
        link.send(None)
        process.join()


def _each(link: Connection) -> None:
    for does, arguments in iter(link.recv, None):
        child = os.fork()
        if child == 0:
            try:
                does(*arguments)
            finally:
                os._exit(0)
        link.send(child)
        link.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
