"""How the embedded engine grows: 10 thousand to millions of passages, exponents and a plot.

    python bench/growth.py NEWSROOM QUESTIONS.jsonl WORK [--sizes 10000 100000] [--bare 1000000 3000000]
        [--write]

NEWSROOM has read its sources (`dateline ingest`); its passages are the real text that others are
made of. The generator is seeded: a made passage interleaves the sentences of two passages drawn at
random, under the title and headings of the first, and every third gets a word that nobody used
before, as vocabularies grow; five passages are a document, of some day of ten years. What is new on
the day asked for are the newsroom's own documents of its last week, whatever the size: a newsroom's
day does not grow with its library. One library below WORK (which is made, and kept) grows from size to size; the index of
each is built anew. A size is measured in processes of its own, in processor time unless told
otherwise, so that other work on the machine counts for little. Exponents are fitted to the sizes
from 100,000. `--bare` makes an index without texts, out of the columns of real passages (see
`growth_bare.py`): all that ranking reads is there, so questions, opening, adding and memory are
measured at sizes whose texts would take hours to analyse. A row says `measured`, `bare` or
`extrapolated`. `--write` fills the table in docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from growth_bare import lay
from growth_plot import plot
from retrieval_speed import _apart as apart
from retrieval_speed import _processor as processor

from pipeline import run
from pipeline.newsroom.config import load_desk, open_newsroom, shipped
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.records.store import sha256
from pipeline.retrieve import Searcher, open_index, search
from pipeline.retrieve.index.embedded import Index
from pipeline.retrieve.search import rankers
from pipeline.retrieve.search.search import rank
from pipeline.run.shift import Shift
from pipeline.world import World, unwatched

DAY = "2026-08-15"
NEWS = 60  # documents of the week before DAY, at most
PER_DOCUMENT = 5
ADDED, ROUNDS = 100, 5
FITTED = 100_000  # below this the constant part of every step hides how it grows
STEP = 2_000  # documents of one transaction
TOLD = 3_000_000
SENTENCE = re.compile(r"(?<=[.!?])\s+")
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"

Real = tuple[str, str, str, tuple[str, ...]]  # source, title, text, headings


@dataclass(frozen=True, slots=True)
class Growth:
    """Figures of one size: seconds of processor time, bytes."""

    passages: int
    index: float  # analysis and postings, all processes
    open: float  # library and index, to the first answer
    question: float  # all of `rank`
    bm25: float
    search: float  # with the texts of ten hits
    add: float  # a hundred more passages, from closed to found and on the disk
    waited: float  # of the clock: the same, with what the disk takes and what else is busy
    evidence: float  # the stories of a day and their evidence, index open to pack
    brief: float  # written and verified, by the extractive writer
    memory: int  # of the process that answers, files that are mapped left out
    peak: int  # with what of those files was read
    disk: int  # of the index
    library: int


UNITS = {"index": 1, "open": 1e3, "question": 1e3, "bm25": 1e3, "search": 1e3, "add": 1e3, "waited": 1e3,
         "evidence": 1, "brief": 1, "memory": 1e-6, "peak": 1e-6, "disk": 1e-6, "library": 1e-6}  # fmt: skip


def main() -> None:
    """Grow the library, measure, print; stop where the disk would not hold what follows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--bare", type=int, nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    asked = [json.loads(line)["question"] for line in given.questions.read_text().splitlines()]
    real = texts(given.newsroom / ".dateline" / "library.db")
    state = given.work / ".dateline"
    kept = given.work / "growth.json"
    made = [Growth(**one) for one in json.loads(kept.read_text())] if kept.exists() else []
    for size in given.sizes:
        if any(one.passages == size for one in made):
            continue
        grow(given.newsroom / ".dateline" / "library.db", state / "library.db", real, size)
        made.append(measured(given.newsroom, given.work, size, asked))
        kept.write_text(json.dumps([asdict(one) for one in made]))
        print(table([made[-1]], {}), flush=True)
    for size in given.bare:
        if any(one.passages == size for one in made):
            continue
        made.append(bare(given.newsroom, given.work / "bare", size, asked))
        kept.write_text(json.dumps([asdict(one) for one in made]))
        print(table([made[-1]], {}), flush=True)
    told = table(made, exponents(made))
    print(told)
    if given.write:
        begin, rest = PAGE.read_text("utf-8").split("<!-- growth -->\n")
        end = rest.split("<!-- end -->", 1)[1]
        PAGE.write_text(f"{begin}<!-- growth -->\n{told}<!-- end -->{end}", "utf-8")
        rows = [(one.passages, asdict(one)) for one in made]
        PAGE.with_name("scale-growth.svg").write_text(plot(rows), "utf-8")


# ── the passages ──────────────────────────────────────────────────────────────────────────


def texts(library: Path) -> list[Real]:
    """The real passages, with the source and title of their documents."""
    with Library.open(library) as held:
        heads = {
            one.id: (one.source, (held.head(one.id) or ("", None))[0]) for one in held.heads.all()
        }
        return [(*heads[one.document], one.text, one.headings) for one in held.passages()]


def documents(
    real: list[Real], start: int, end: int
) -> Iterator[tuple[Document, tuple[Passage, ...]]]:
    """Made documents by number; the same number is the same document in every run."""
    for number in range(start, end):
        chance = random.Random(number)
        first = real[chance.randrange(len(real))]
        parts = [_text(real, first if not at else None, chance, number * PER_DOCUMENT + at)
                 for at in range(PER_DOCUMENT)]  # fmt: skip
        name = sha256(f"made {number}".encode())[:16]
        day = _day(chance).isoformat()
        text = "\n\n".join(parts)
        yield (
            Document(name, first[0], f"https://made.example/{name}", first[1], (), day, "path", None,
                     day, text, (), sha256(text.encode()), first_seen=day),
            tuple(_passages(name, first, parts)),
        )  # fmt: skip


def _day(chance: random.Random) -> date:
    """A day of the ten years before what is news."""
    return date.fromisoformat(DAY) - timedelta(days=chance.randrange(30, 3_650))


def _text(real: list[Real], first: Real | None, chance: random.Random, number: int) -> str:
    one = first or real[chance.randrange(len(real))]
    two = real[chance.randrange(len(real))]
    halves = [SENTENCE.split(each[2])[chance.randrange(2) :: 2] for each in (one, two)]
    longest = max(map(len, halves))
    said = [half[at] for at in range(longest) for half in halves if at < len(half)]
    word = [f"Z{number:x}q"] if number % 3 == 0 else []
    return " ".join([*said, *word]) or one[2]


def _passages(document: str, first: Real, parts: list[str]) -> Iterator[Passage]:
    start = 0
    for at, text in enumerate(parts):
        name = sha256(f"{document} {at}".encode())[:16]
        yield Passage(name, document, first[0], start, start + len(text), text, first[3], at)
        start += len(text) + 2


def grow(source: Path, path: Path, real: list[Real], size: int) -> None:
    """Bring a library to so many made passages, beside the news of the day."""
    with Library.open(path) as library:
        if not library.counts()[0]:
            library.note("news", str(_news(source, library)))
        have = library.counts()[0] - int(library.note("news") or 0)
        for at in range(have, size // PER_DOCUMENT, STEP):
            with library.change() as generation:
                for document, passages in documents(real, at, min(at + STEP, size // PER_DOCUMENT)):
                    library.put(generation, document, passages)


def _news(source: Path, library: Library) -> int:
    """Copy the real documents of the week before the day; how many."""
    week = (date.fromisoformat(DAY) - timedelta(days=7)).isoformat()
    with Library.open(source) as held, library.change() as generation:
        heads = (
            one for one in held.heads.all() if week < max(one.published, one.first_seen) <= DAY
        )
        names = [one.id for one in heads][:NEWS]
        for name in names:
            document = held.document(name)
            assert document is not None
            library.put(generation, document, tuple(held.passages(name)))
    return len(names)


# ── one size ──────────────────────────────────────────────────────────────────────────────


def measured(newsroom: Path, work: Path, size: int, asked: list[str]) -> Growth:
    """Build the index, ask, make a brief, and add on a copy."""
    state = work / ".dateline"
    shutil.rmtree(state / "index", ignore_errors=True)
    index = apart(build, state)
    disk = sum(one.stat().st_size for one in (state / "index").rglob("*") if one.is_file())
    opened = statistics.median(apart(first, state, asked[0]) for _ in range(3))
    question, bm25, whole, memory, peak = apart(answer, state, asked)
    evidence, brief = apart(day, newsroom, work)
    add, waited = apart(adding, newsroom, state, size)
    library = (state / "library.db").stat().st_size
    return Growth(size, index, opened, question, bm25, whole, add, waited, evidence, brief, memory, peak, disk, library)  # fmt: skip


def bare(newsroom: Path, state: Path, size: int, asked: list[str]) -> Growth:
    """The same of an index without texts, as far as it goes: 0 is what it cannot tell."""
    shutil.rmtree(state, ignore_errors=True)
    lay(newsroom / ".dateline", state, size, DAY)
    disk = sum(one.stat().st_size for one in (state / "index").rglob("*") if one.is_file())
    begun = statistics.median(apart(first, state, asked[0]) for _ in range(3))
    question, bm25, _, memory, peak = apart(answer, state, asked)
    add, waited = apart(adding, newsroom, state, size)
    shutil.rmtree(state)
    return Growth(size, 0, begun, question, bm25, 0, add, waited, 0, 0, memory, peak, disk, 0)


def opened(state: Path) -> Index:
    return open_index(state / "index", Library.open(state / "library.db"), wait=3_600)


def build(state: Path) -> float:
    before = processor()
    opened(state)
    return processor() - before


def first(state: Path, question: str) -> float:
    rankers.weigh(question)  # the tables of words are of the program, not of the index
    start = processor()
    index = opened(state)
    index.nominate(rankers.heaviest(rankers.weigh(question), rankers.rarity(index, rankers.weigh(question))), 200, rankers.NO_LIMITS)  # fmt: skip
    return processor() - start


def answer(state: Path, asked: list[str]) -> tuple[float, float, float, int, int]:
    """Processor seconds of three ways to ask, and the memory after them."""
    made = Searcher(opened(state))
    options = load_desk(shipped("briefs") / "desk.toml").retrieval

    def bm25(text: str) -> object:
        weights = rankers.weigh(text)
        asked_for = rankers.heaviest(weights, rankers.rarity(made.index, weights))
        return made.index.nominate(asked_for, 100, rankers.NO_LIMITS)

    ways: list[Callable[[str], object]] = [
        lambda text: rank(text, made, options), bm25, lambda text: search(text, made, options),
    ]  # fmt: skip
    found = []
    for way in ways:
        for text in asked:
            way(text)
        found.append(statistics.median(_spent(way, text) for text in asked * 3))
    status = Path("/proc/self/status").read_text()
    anonymous, peak = (
        int(status.split(f"{key}:")[1].split()[0]) * 1024 for key in ("RssAnon", "VmHWM")
    )
    return found[0], found[1], found[2], anonymous, peak


def _spent(way: Callable[[str], object], text: str) -> float:
    before = time.process_time()
    way(text)
    return time.process_time() - before


def day(newsroom: Path, work: Path) -> tuple[float, float]:
    """The stories and evidence of a day, then its brief."""
    real = open_newsroom(newsroom)
    world = World(
        now=lambda: datetime.fromisoformat(f"{DAY}T08:00").replace(tzinfo=UTC), offline=True
    )
    room = replace(real, root=work)
    shutil.copytree(
        real.briefs, room.briefs, dirs_exist_ok=True, ignore=shutil.ignore_patterns("20*")
    )
    with Library.open(room.library) as library:
        shift = Shift(room, world, library, unwatched)
        before = time.process_time()
        found = run.find_stories(shift, (), day=DAY)
        chosen = time.process_time()
        assert found.evidence.items, "a day without evidence measures nothing"
        run.make_brief(shift, found.evidence, (), writer="extractive")
        return chosen - before, time.process_time() - chosen


def adding(newsroom: Path, state: Path, size: int) -> tuple[float, float]:
    """Median seconds, of the processor and the clock, from a closed index to an answer that holds
    what is new."""
    real = texts(newsroom / ".dateline" / "library.db")[:5_000]
    seconds, waited = [], []
    for turn in range(ROUNDS):
        start = 100_000_000 + turn * ADDED // PER_DOCUMENT  # numbers that no size has
        canary = f"Canary{size}x{turn}q"
        with Library.open(state / "library.db") as library, library.change() as generation:
            for document, passages in documents(real, start, start + ADDED // PER_DOCUMENT):
                marked = replace(passages[0], text=f"{passages[0].text} {canary}")
                library.put(generation, document, (marked, *passages[1:]))
        os.sync()  # what was written before is not waited for in what follows
        begun, spent = time.perf_counter(), processor()
        index = opened(state)
        found = index.nominate(dict.fromkeys(rankers.codes(rankers.weigh(canary)), 1.0), 10, rankers.NO_LIMITS)  # fmt: skip
        waited.append(time.perf_counter() - begun)
        seconds.append(processor() - spent)
        assert len(found), f"{canary} was not found"
    with Library.open(state / "library.db") as library, library.change() as generation:
        for turn in range(ROUNDS):
            start = 100_000_000 + turn * ADDED // PER_DOCUMENT
            for number in range(start, start + ADDED // PER_DOCUMENT):
                library.remove(generation, sha256(f"made {number}".encode())[:16])
    return statistics.median(seconds), statistics.median(waited)


# ── what is told ──────────────────────────────────────────────────────────────────────────


def exponents(made: list[Growth]) -> dict[str, tuple[float, float]]:
    """Per figure the exponent and constant of the line through the logarithms."""
    found = {}
    for name in (name for name in UNITS if name != "waited"):  # the disk's time follows no line
        some = [one for one in made if one.passages >= FITTED and getattr(one, name)]
        if len(some) < 2:
            return {}
        sizes = [math.log(one.passages) for one in some]
        values = [math.log(getattr(one, name)) for one in some]
        line = statistics.linear_regression(sizes, values)
        found[name] = line.slope, line.intercept
    return found


def table(made: list[Growth], fitted: dict[str, tuple[float, float]]) -> str:
    head = ("| passages | index s | open ms | question ms | BM25 alone ms | with ten hits' texts ms | add 100 ms | of the clock ms "
            "| stories and evidence s | brief s | memory MB | with mapped files MB | index MB | library MB |\n"
            + "|---" * 14 + "|\n")  # fmt: skip
    rows = [
        _row(
            f"{one.passages:,} {'measured' if one.library else 'bare'}",
            [getattr(one, name) for name in UNITS],
        )
        for one in sorted(made, key=lambda one: one.passages)
    ]
    if fitted:
        far, slopes = [], []
        for name in UNITS:
            slope, constant = fitted.get(name, (0.0, -math.inf))
            known = any(one.passages == TOLD and getattr(one, name) for one in made)
            far.append(0.0 if known else math.exp(constant + slope * math.log(TOLD)))
            slopes.append(f"{slope:.2f}" if name in fitted else "")
        rows.append(_row(f"{TOLD:,} extrapolated", far))
        rows.append("| exponent | " + " | ".join(slopes) + " |\n")
    return head + "".join(rows)


def _row(name: str, values: list[float]) -> str:
    cells = [
        f"{value * unit:,.{0 if value * unit >= 100 else 1 if value * unit >= 10 else 2}f}"
        if value
        else ""
        for value, unit in zip(values, UNITS.values(), strict=True)
    ]
    return f"| {name} | " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    main()
