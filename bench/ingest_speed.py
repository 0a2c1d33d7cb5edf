"""Measures what reading costs, and what the comparison of readings with their sources costs of it.

    python bench/ingest_speed.py NEWSROOM [--every N] [--whole | --copies N | --files N]

Takes each N-th file of the newsroom's folder sources. Prints processor seconds of reading, of the
comparison (`screening/beside.py`) and of all that an ingest does with a file; then how many documents
have words that are not as their source shows them, by kind, and how many are refused for it. With
`--whole` a first ingest of all its folder sources into a library of its own is measured, with the index
and a second run that finds nothing new: seconds to its first progress, processor seconds of all its
processes, the most memory that they held. `--copies` does so with the files written N times, each with
a first line of its own; `--files` with N small files of made-up words.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from process_tree import Memory, processor_seconds

from pipeline import chunk, ingest, retrieve
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.screening.beside import SourceFile, compared
from pipeline.ingest.screening.fidelity import NONE, Faults, refusal
from pipeline.ingest.sources import listing
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.world import World

MOST_BYTES = 50_000_000
LETTERS = "aabdeeiklmnoorsttuv"


def files(room: Newsroom, every: int) -> list[tuple[Source, listing.Item]]:
    """The files taken, each with its source."""
    places = [source for source in room.sources if Path(source.location).is_dir()]
    found = [
        (source, item) for source in places for item in listing.local(source) if not item.fault
    ]
    return found[::every]


def measure(taken: list[tuple[Source, listing.Item]]) -> None:
    """Read, compare, and do all, each over all the files, and print it."""
    began = time.process_time()
    read = [(item, Path(item.file).read_bytes()) for _, item in taken if item.file]
    readings = [(item, data, listing.read(item, data)[0]) for item, data in read]
    middle = time.process_time()
    counts: Counter[str] = Counter()
    for item, data, made in readings:
        source = SourceFile(data, item.reader, item.suffix)
        for one in made:
            found: Faults = compared(one, source)
            counts.update(found.counts())
            counts["documents"] += 1
            counts["with faults"] += found != NONE
            counts["refused"] += refusal(found, one) is not None
    end = time.process_time()
    for source, item in taken:
        do(Job(source, item, "", "2026-01-01T00:00:00+00:00", "en", MOST_BYTES), chunk.passages)
    done = time.process_time()
    print(f"{len(taken)} files: reading {middle - began:.2f} s, comparison {end - middle:.2f} s "
          f"({(end - middle) / (middle - began):.0%} of it), all of an ingest's work on them {done - end:.2f} s")  # fmt: skip
    print(", ".join(f"{name} {count}" for name, count in counts.most_common()))


def copied(taken: list[tuple[Source, listing.Item]], copies: int, folder: Path) -> None:
    """Write every file so many times, each of them another text."""
    for number in range(copies):
        for at, (_, item) in enumerate(taken):
            if item.file and item.suffix in ("md", "mdx"):
                place = folder / f"{number}" / f"{at}.{item.suffix}"
                place.parent.mkdir(exist_ok=True)
                head = (
                    f"Copy {number} of text {at}, which stands here as one of {copies} others.\n\n"
                )
                place.write_text(head + Path(item.file).read_text("utf-8", "replace"), "utf-8")


def made_up(count: int, folder: Path) -> None:
    """Write so many small Markdown files, each of other words, the same ones every time."""
    for number in range(count):
        chance = random.Random(number)
        words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(200)]
        rows = [" ".join(words[at : at + 10]).capitalize() + "." for at in range(0, 200, 10)]
        place = folder / f"{number // 1000}" / f"{number}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"# Note {number}\n\n" + " ".join(rows) + "\n", "utf-8")


def whole(room: Newsroom) -> None:
    """Ingest the sources of a room into the library that is not there yet, index it, and do both
    again with nothing new; print what each took."""
    first: list[float] = []
    began = time.monotonic()

    def track(items: Iterable[Any], _: str) -> Iterator[Any]:
        for each in items:
            yield each
            if len(first) < 1000:
                first.append(time.monotonic() - began)

    took: list[float] = [processor_seconds()]
    with Memory(every=0.5) as memory:
        for _ in ("first", "again"):
            with Library.open(room.library) as library:
                intake = ingest.Intake(room.sources, room.desk, chunk.passages)
                report = ingest.ingest(intake, library, World(), folder=room.state, track=track)
                took.append(processor_seconds() - memory.spent)
                retrieve.connect(room, library, World())
                took.append(processor_seconds() - memory.spent)
    read, index, *again = (later - before for before, later in pairwise(took))
    print(f"{report.documents} documents, progress after {first[min(1, len(first) - 1)]:.1f} s; processor seconds: reading {read:.1f}, "
          f"index {index:.1f}, both again with nothing new {sum(again):.2f}; at most {memory.most / 1e6:.0f} MB all together, "
          f"{memory.largest_below / 1e6:.0f} MB a reader")  # fmt: skip


def apart(room: Newsroom, folder: Path, write: Callable[[Path], None] | None) -> Newsroom:
    """The room with its library in another folder, and of what is written there where something is."""
    if write is None:
        local = [source for source in room.sources if Path(source.location).is_dir()]
        return replace(room, root=folder, sources=tuple(local))
    (folder / "files").mkdir()
    write(folder / "files")
    source = Source("copies", "Copies", "folder", str(folder / "files"), ("d",))
    return replace(room, root=folder, sources=(source,))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--every", type=int, default=17, help="take each N-th file only")
    parser.add_argument(
        "--copies", type=int, default=0, help="time a whole ingest of so many copies"
    )
    parser.add_argument(
        "--files", type=int, default=0, help="time a whole ingest of so many files of made-up words"
    )
    parser.add_argument("--whole", action="store_true", help="time a whole ingest of its own files")
    options = parser.parse_args()
    room = open_newsroom(options.newsroom)
    taken = files(room, options.every)
    if not (options.files or options.copies or options.whole):
        measure(taken)
        return
    write: Callable[[Path], None] | None = None
    if options.files:
        write = partial(made_up, options.files)
    elif options.copies:
        write = partial(copied, taken, options.copies)
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / ".dateline").mkdir()
        whole(apart(room, Path(name), write))


if __name__ == "__main__":
    main()
