"""Measures what reading costs, and what the comparison of readings with their sources costs of it.

    python bench/ingest_speed.py NEWSROOM [--every N] [--copies N] [--files N]

Takes each N-th file of the newsroom's folder sources. Prints processor seconds of reading, of the
comparison (`screening/beside.py`) and of all that an ingest does with a file; then how many documents
have words that are not as their source shows them, by kind, and how many are refused for it. With
`--copies` the files are written N times, each with a first line of its own, and a whole ingest of them
is timed: seconds to its first progress, processor seconds, the most memory it held; with `--files` one
of N small files of made-up words.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline import chunk, ingest
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


def whole(room: Newsroom, write: Callable[[Path], None]) -> None:
    """Ingest the files that are written into a library of their own, and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "files").mkdir()
        write(folder / "files")
        first: list[float] = []
        began = time.monotonic()

        def track(items: Iterable[Any], _: str) -> Iterator[Any]:
            for each in items:
                yield each
                if len(first) < 1000:
                    first.append(time.monotonic() - began)

        source = Source("copies", "Copies", "folder", str(folder / "files"), ("d",))
        with Library.open(folder / "library.db") as library:
            intake = ingest.Intake((source,), room.desk, chunk.passages)
            report = ingest.ingest(intake, library, World(), folder=folder, track=track)
        own, children = (
            resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        seconds = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
        print(f"{len(list((folder / 'files').rglob('*.*')))} files: {report.documents} documents, progress after "
              f"{first[min(1, len(first) - 1)]:.1f} s, {time.monotonic() - began:.0f} s in all, {seconds:.0f} processor "
              f"seconds, at most {own.ru_maxrss // 1024} MB and {children.ru_maxrss // 1024} MB a reader")  # fmt: skip


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
    options = parser.parse_args()
    room = open_newsroom(options.newsroom)
    taken = files(room, options.every)
    if options.files:
        whole(room, lambda folder: made_up(options.files, folder))
    elif options.copies:
        whole(room, lambda folder: copied(taken, options.copies, folder))
    else:
        measure(taken)


if __name__ == "__main__":
    main()
