"""Small random documents, and a process that indexes them until it is killed."""

from __future__ import annotations

import random
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
