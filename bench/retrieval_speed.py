"""Speed of our index beside bm25s, SQLite FTS5 and rank_bm25, in one run.

    python bench/retrieval_speed.py LIBRARY.db QUESTIONS.jsonl [--sizes 10000 44000] [--write]
        [--corpus DIR] [--adding] [--opening]

The passages are those of a library that `dateline ingest` made; a size above their number is
filled with made ones, each half of the words of two real ones, shuffled. Every engine goes from
a question as a string to the ids and scores of its 100 best passages, from an index on disk
(`speed_engines.py`). Each has processes of its own: one builds, one opens the index, answers and
adds 100 passages several times, until a question finds them and they are on the disk. `--corpus`
also times a night without new documents. `--adding` times additions alone, ours and FTS5's in turn, in
processor time, the first by a process that has seen no word yet. `--opening` times opening the library and its
index, each time by a new process. `--write` fills the table and the plot in docs/. Peers that are not installed (`pip install bm25s numba rank-bm25`) are left out.
What is busy beside it moves all figures, so compare within one run only.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from speed_engines import ENGINES, Engine, available, fill, keep, load, spoken
from speed_plot import plot

from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage, Source
from pipeline.retrieve import NewsReading, Searcher, open_index

ADDED = 100  # documents a night may bring
ROUNDS = 9  # additions; their median is told
SLOW = 10  # questions put to a peer that takes long over each
PEERS_UP_TO = {
    "rank_bm25": 50_000,
    "bm25s, numpy": 50_000,
    "bm25s, numba": 50_000,
    "SQLite FTS5": 150_000,
}
PAGE = Path(__file__).parent.parent / "docs" / "retrieval.md"
PICTURE = PAGE.with_name("retrieval-speed.svg")

Pairs = list[tuple[Document, Passage]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one engine at one size, in seconds of the clock and bytes."""

    engine: str
    passages: int
    build: float
    processor: float  # seconds of the build, all processes of it
    first: float  # from a closed index to the first answer
    warm: float
    spent: float  # seconds of processor time of the same
    add: float
    worst: float  # the longest of the additions
    disk: int
    memory: int  # of the process that answers, at its largest


@dataclass(frozen=True, slots=True)
class Built:
    """What a build cost, and its bytes."""

    build: float
    processor: float
    disk: int


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 44_000])
    parser.add_argument("--engines", nargs="+", default=available(), choices=list(ENGINES))
    parser.add_argument("--corpus", type=Path, help="its sources.jsonl; time a day of it too")
    parser.add_argument("--adding", action="store_true", help="time additions alone, beside FTS5")
    parser.add_argument("--opening", action="store_true", help="time opening alone")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    asked = [json.loads(line)["question"] for line in options.questions.read_text().splitlines()]
    made: list[Figures] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary)
            _lay_out(options.library, place, size)
            if options.opening:
                print(_opening(place), flush=True)
                continue
            if options.adding:
                print(_in_turn(place, size), flush=True)
                continue
            built: dict[str, Built] = {}
            for name in options.engines:
                if size <= PEERS_UP_TO.get(name, size):
                    made.append(_measured(name, place, size, asked, built))
                    print(row(made[-1]), flush=True)
    if options.corpus:
        print(_day(options.library, options.corpus))
    if options.write:
        PICTURE.write_text(plot([vars_of(one) for one in made]), "utf-8")
        begin, rest = PAGE.read_text("utf-8").split("<!-- speed -->\n")
        end = rest.split("<!-- end -->", 1)[1]
        PAGE.write_text(f"{begin}<!-- speed -->\n{table(made)}<!-- end -->{end}", "utf-8")


def vars_of(one: Figures) -> dict[str, object]:
    return {name: getattr(one, name) for name in Figures.__slots__}


# ── the passages ──────────────────────────────────────────────────────────────────────────


def _lay_out(source: Path, place: Path, size: int) -> None:
    """A library of so many passages and the same as lines of text, and what will be added."""
    with Library.open(source) as library:
        held = {one.id: one for one in library.documents()}
        real = [(held[one.document], one) for one in islice(library.passages(), size)]
        pool = list(islice(library.passages(), 50_000))
    titles = [held[one.document] for one in pool]
    pairs: Pairs = real + list(_made(pool, titles, len(real), size))
    fresh = list(_made(pool, titles, size, size + ADDED * ROUNDS))
    with Library.open(place / "library.db") as library:
        fill(library, pairs)
    _write(place / "held.jsonl", pairs)
    _write(place / "fresh.jsonl", fresh)
    with (place / "fresh.pairs").open("w") as file:
        file.writelines(json.dumps([one.title, p.text]) + "\n" for one, p in fresh)


def _made(pool: list[Passage], titles: list[Document], start: int, end: int) -> Iterator[tuple[Document, Passage]]:  # fmt: skip
    """Passages numbered from `start`: half of the words of two real ones, shuffled, under the
    title of the first; five make a document."""
    chance = random.Random(start)
    for number in range(start, end):
        one, two = chance.randrange(len(pool)), chance.randrange(len(pool))
        words = pool[one].text.split()[::2] + pool[two].text.split()[::2]
        chance.shuffle(words)
        text = " ".join(words)
        name = f"made{number // 5}"
        document = replace(titles[one], id=name, text="", blocks=())
        yield document, replace(pool[one], id=f"p{number}", document=name, text=text)


def _write(path: Path, pairs: Pairs) -> None:
    with path.open("w") as file:
        file.writelines(json.dumps(spoken(*pair)) + "\n" for pair in pairs)


def _read(path: Path) -> list[str]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _day(library: Path, corpus: Path) -> str:
    """What a night costs that brings nothing new: open the index, ask the day's questions."""
    with tempfile.TemporaryDirectory() as temporary:
        _apart(_built, library, Path(temporary))
        seconds, processor, items = _apart(_asked, library, corpus, Path(temporary))
    return f"a night without new documents: {seconds:.2f} s ({processor:.2f} s of processor), {items} documents that answer"


def _built(library: Path, place: Path) -> None:
    with Library.open(library) as held:
        open_index(place, held)


def _opening(place: Path) -> str:
    """Processor ms of opening, by processes that opened nothing before."""
    _apart(_built, place / "library.db", place / "index")
    spent = [_apart(_opened, place) for _ in range(ROUNDS)]
    found = [f"{1_000 * one:.1f}" for one in sorted(seconds for seconds, _ in spent)]
    return (f"{spent[0][1]:,} passages opened, processor ms: {found[len(found) // 2]} "
            f"({found[0]} to {found[-1]})")  # fmt: skip


def _opened(place: Path) -> tuple[float, int]:
    start = time.process_time()
    with Library.open(place / "library.db") as held:
        passages = open_index(place / "index", held).statistics(()).passages
        return time.process_time() - start, passages


def _asked(library: Path, corpus: Path, place: Path) -> tuple[float, float, int]:
    rows = [json.loads(line) for line in (corpus / "sources.jsonl").read_text().splitlines()]
    sources = tuple(
        Source(one["source_id"], one["title"], "folder", "", tuple(one["domains"])) for one in rows
    )
    desk = load_desk(shipped("briefs") / "desk.toml")
    start, spent = time.perf_counter(), _processor()
    with Library.open(library) as held:
        searcher = Searcher(open_index(place, held))
        asked = NewsReading(searcher, desk, sources).asked("2026-11-20")
    return time.perf_counter() - start, _processor() - spent, sum(map(len, asked.values()))


# ── one engine ────────────────────────────────────────────────────────────────────────────


def _measured(
    name: str, place: Path, size: int, asked: list[str], built: dict[str, Built]
) -> Figures:
    """Build (once for engines that build alike), then answer and add from a copy."""
    alike = "kept " + name.split(",")[0]
    if alike not in built:
        before = set(place.iterdir())
        build, processor = _apart(_build, name, place)
        (place / alike).mkdir()
        for new in set(place.iterdir()) - before - {place / alike}:
            shutil.move(new, place / alike)
        disk = sum(one.stat().st_size for one in (place / alike).rglob("*") if one.is_file())
        shutil.copy(place / "library.db", place / alike)
        built[alike] = Built(build, processor, disk)
    with tempfile.TemporaryDirectory(dir=place) as temporary:
        at = shutil.copytree(place / alike, Path(temporary) / "at")
        for name_ in ("held.jsonl", "fresh.jsonl", "fresh.pairs"):
            (at / name_).symlink_to(place / name_)
        first, warm, spent, adds, memory = _apart(_answer, name, at, asked)
    one = built[alike]
    return Figures(name, size, one.build, one.processor, first, warm, spent, statistics.median(adds), max(adds), one.disk, memory)  # fmt: skip


def _apart(work: Callable[..., object], *given: object) -> tuple:  # type: ignore[type-arg]
    """What a function returns in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()  # type: ignore[return-value]


def _build(name: str, place: Path) -> tuple[float, float]:
    load(name)
    texts = _read(place / "held.jsonl")
    start = _processor()
    seconds = _timed(lambda: ENGINES[name].build(place, texts))
    return seconds, _processor() - start


def _processor() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _answer(
    name: str, place: Path, asked: list[str]
) -> tuple[float, float, float, list[float], int]:
    load(name)
    engine = ENGINES[name]
    first = _timed(lambda: engine.open(place)(asked[0]))
    ask = engine.open(place)
    questions = asked[:SLOW] if engine.slow else asked * 3
    for text in asked[:3]:
        ask(text)
    times, processor = [], []
    for text in questions:
        spent = time.process_time()
        times.append(_timed(lambda text=text: ask(text)))  # type: ignore[misc]
        processor.append(time.process_time() - spent)
    memory = _largest()
    return (
        first,
        statistics.median(times),
        statistics.median(processor),
        _adds(engine, place),
        memory,
    )


def _largest() -> int:
    """Bytes of memory this process held at most (`ru_maxrss` would count its parent's)."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])


def _adds(engine: Engine, place: Path) -> list[float]:
    """Seconds of each addition, until a question finds what was added."""
    held, fresh = _read(place / "held.jsonl"), _read(place / "fresh.jsonl")
    if engine.slow:
        keep(held)
    seconds = []
    for turn in range(1 if engine.slow else ROUNDS):
        canary = f"canary{turn}qx"
        more = fresh[turn * ADDED : (turn + 1) * ADDED]
        more[0] += f" {canary}"
        if (place / "index").is_dir():
            _shelve(place, turn, canary)
        os.sync()  # what was written before is not to be waited for in an fsync of this
        start = time.perf_counter()
        found = engine.add(place, held, more)(canary)
        seconds.append(time.perf_counter() - start)
        assert found, f"{canary} was not found"
        held += more
    return seconds


def _in_turn(place: Path, size: int) -> str:
    """Processor ms of additions by ours and by FTS5, in turn, each of the same passages."""
    names = ("dateline, BM25 alone", "SQLite FTS5")
    folders = {name: place / str(number) for number, name in enumerate(names)}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for folder in folders.values():
            folder.mkdir()
            for file in place.iterdir():
                if file.is_file():
                    shutil.copy(file, folder)
        for name, folder in folders.items():  # elsewhere: what adds has seen no word of it
            pool.submit(ENGINES[name].build, folder, _read(folder / "held.jsonl")).result()
    spent: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    gc.freeze()  # what this harness holds is walked by nobody in what is timed
    for turn in range(ROUNDS):
        more = _read(place / "fresh.jsonl")[turn * ADDED : (turn + 1) * ADDED]
        more[0] += f" canary{turn}qx"
        for name, folder in folders.items():
            held = [""] * (size + turn * ADDED)
            if (folder / "index").is_dir():
                _shelve(folder, turn, f"canary{turn}qx")
            start = time.process_time()
            found = ENGINES[name].add(folder, held, more)(f"canary{turn}qx")
            spent[name].append(1_000 * (time.process_time() - start))
            assert found, f"canary{turn}qx was not found"
    ours, theirs = spent.values()
    ratio = statistics.median(ours) / statistics.median(theirs)
    return (f"{size:,} passages, {ADDED} added, processor ms: ours {statistics.median(ours):.1f} (the "
            f"first {ours[0]:.1f}), FTS5 {statistics.median(theirs):.1f} (the first {theirs[0]:.1f}); "
            f"{ratio:.1f} times, the first {ours[0] / theirs[0]:.1f}")  # fmt: skip


def _shelve(place: Path, turn: int, canary: str) -> None:
    """Put the new passages of a turn into the library, as the ingest does before."""
    rows = [json.loads(line) for line in (place / "fresh.pairs").read_text().splitlines()]
    with Library.open(place / "library.db") as library:
        like = next(iter(library.documents()))
        some = next(iter(library.passages(like.id)))
        pairs = []
        for number, (title, text) in enumerate(rows[turn * ADDED : (turn + 1) * ADDED]):
            name = f"new{turn}-{number}"
            document = replace(like, id=name, title=title, text="", blocks=())
            words = f"{text} {canary}" if number == 0 else text
            pairs.append(
                (document, replace(some, id=f"q{turn}-{number}", document=name, text=words))
            )
        fill(library, pairs)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# ── what is told ──────────────────────────────────────────────────────────────────────────


def table(made: list[Figures]) -> str:
    head = ("| passages | engine | build s (processor s) | open to first answer ms | warm median ms (processor ms) "
            "| add 100 ms (longest) | disk MB | memory MB |\n|---|---|---|---|---|---|---|---|\n")  # fmt: skip
    return head + "".join(f"{row(one)}\n" for one in made)


def row(one: Figures) -> str:
    return (
        f"| {one.passages:,} | {one.engine} | {one.build:.1f} ({one.processor:.1f}) "
        f"| {one.first * 1000:.0f} | {one.warm * 1000:.2f} ({one.spent * 1000:.2f}) "
        f"| {one.add * 1000:.0f} ({one.worst * 1000:.0f}) "
        f"| {one.disk / 1e6:.0f} | {one.memory / 1e6:.0f} |"
    )


if __name__ == "__main__":
    main()
