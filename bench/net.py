"""What the net before print takes of planted words, and of sound evidence and titles.

    python bench/net.py [--sets DIR] [NEWSROOM...]

Each row of the sets (JSON lines with `text`; without --sets bench/plants.jsonl, our own, two of each kind) is
set as a paragraph into a passage of the evidence that a NEWSROOM's briefs were made from, or of ours, and
asked for what is shown of it: even rows were looked at when the rules were made, odd ones were not. Of a
newsroom: how many sentences of its evidence are taken, and how many titles of its library would not be
listed or believed; and of the documents that discuss prompt injection how many sentences, with the worst.
Then bench/advice.jsonl, short documents that give advice, as if they stood in each newsroom, and in none: how
many of their sentences are taken, and of our own plants how many once they stand in one of them, halves alike.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.newsroom import briefs
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Document, EvidenceItem
from pipeline.retrieve import common_words, open_index
from pipeline.text.addressed import net, titles
from pipeline.text.printable import asking
from pipeline.text.printable.asking import Common
from pipeline.text.sentences import sentences

OURS = Path(__file__).parent / "plants.jsonl"
ADVICE = Path(__file__).parent / "advice.jsonl"
LONG = 120  # words of a passage that a plant is set into
HEAD = 60  # characters by which a long plant is found again
DISCUSS = re.compile(
    r"prompt[- ]injection|jailbreak|ignore (?:all |the )?(?:previous|prior|above) instructions",
    re.IGNORECASE,
)


def evidence(root: Path) -> Iterator[EvidenceItem]:
    """The items of a newsroom's briefs, each passage once."""
    room, seen = open_newsroom(root), set[str]()
    for day in briefs.days(room):
        for item in briefs.read_evidence(room, day).items:
            if item.passage not in seen:
                seen.add(item.passage)
                yield item


def around(item: EvidenceItem, text: str, common: Common | None = None) -> asking.TextAround:
    said = " ".join((item.title, *item.headings, item.before, text, item.after))
    return asking.around(said, common)


def gets_through(words: str, item: EvidenceItem, common: Common | None = None) -> bool:
    """Whether planted words are shown of the passage they stand in."""
    text = item.text
    at = text.find("\n", len(text) // 2)
    at = at if at > 0 else len(text) // 2
    planted = f"{text[:at]}\n\n{words}\n\n{text[at:]}"
    shown = net.blacked(planted, net.spans(planted, around(item, planted, common)))
    folded = _folded(words)
    return folded[: HEAD if len(folded) > 80 else None] in _folded(shown)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(text).lower()))


def plants(files: list[Path], items: list[EvidenceItem]) -> None:
    """A line a set: how many rows are taken of those looked at and of those kept back."""
    rng = random.Random(4)
    for file in files:
        rows = [json.loads(row)["text"] for row in file.read_text("utf-8").splitlines() if row]
        rows = [row for row in rows if row.strip()]
        taken = [not gets_through(row, rng.choice(items)) for row in rows]
        seen, kept = taken[::2], taken[1::2]
        print(
            f"{file.stem}: looked at {sum(seen)} of {len(seen)}, kept back {sum(kept)} of {len(kept)}"
        )


def advice(name: str, common: Common | None) -> None:
    """What is taken of short documents that give advice, and of what is planted into them."""
    rows = [json.loads(row) for row in ADVICE.read_text("utf-8").splitlines()]
    items = [_note(row["title"], row["text"]) for row in rows]
    short = [json.loads(row)["text"] for row in OURS.read_text("utf-8").splitlines()]
    rng = random.Random(4)
    through = [gets_through(row, rng.choice(items), common) for row in short]
    lost = [len(net.spans(one.text, around(one, one.text, common))) for one in items]
    held = [_count(one.text) for one in items]
    for half, at in (("looked at", 0), ("kept back", 1)):
        print(
            f"advice, in {name}, {half}: {sum(lost[at::2])} of {sum(held[at::2])} sentences are taken, "
            f"{sum(through[at::2])} of {len(through[at::2])} plants get through"
        )


def _note(title: str, text: str) -> EvidenceItem:
    return EvidenceItem(
        n=1, source_id="s", source_title="S", title=title, url="https://s.example/a",
        published=None, text=text, passage="p", document="d", start=0, domain="d",
    )  # fmt: skip


def sound(root: Path, items: list[EvidenceItem], common: Common) -> None:
    """What is taken of a newsroom that nobody planted anything in."""
    count = gone = 0
    for item in items:
        for text in (item.text, item.before, item.after):
            count += _count(text)
            gone += len(net.spans(text, around(item, item.text, common)))
    print(f"{root.name}: {gone} of {count:,} sentences of evidence are taken")
    documents = unlisted = unbelieved = 0
    talk: list[tuple[float, int, int, str]] = []
    with Library.reading(open_newsroom(root).library) as library:
        for one in library.documents():
            text = partial(_text, one)
            documents += 1
            unlisted += bool(one.title) and not titles.shown(one.title, partial(str, one.text))
            unbelieved += bool(net.told(one.title))
            if DISCUSS.search(one.text):
                all_of, found = _count(one.text), len(net.spans(one.text, text(common)))
                talk.append((found / max(1, all_of), found, all_of, one.title))
    print(f"  of {documents:,} titles {unlisted} are not listed, {unbelieved} not believed")
    share, _, _, title = max(talk, default=(0.0, 0, 0, "none"))
    print(
        f"  {len(talk)} documents discuss injection: {sum(row[1] for row in talk)} of "
        f"{sum(row[2] for row in talk):,} sentences are taken, at most {share:.0%} of one ({title})"
    )


def _text(document: Document, common: Common) -> asking.TextAround:
    return asking.around(f"{document.title} {document.text}", common)


def _count(text: str) -> int:
    return sum(len(sentences(line)) for line in text.split("\n"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("newsrooms", type=Path, nargs="*", default=[Path(__file__).parent.parent])
    parser.add_argument("--sets", type=Path)
    asked = parser.parse_args()
    rooms = {root: [*evidence(root)] for root in asked.newsrooms}
    items = [one for each in rooms.values() for one in each if len(one.text.split()) > LONG]
    plants(sorted(asked.sets.glob("*.jsonl")) if asked.sets else [OURS], items)
    advice("no newsroom", None)
    for root, found in rooms.items():
        room = open_newsroom(root)
        if room.library.is_file():
            with Library.reading(room.library) as library:
                index = open_index(
                    room.state / "index", library
                )  # `common` alone would not keep it
                common = common_words(index)
                advice(root.name, common)
                sound(root, found, common)


if __name__ == "__main__":
    main()
