"""Measures the duplicate thresholds of pipeline/ingest/screening/duplicates.py on a library.

    python bench/duplicates.py NEWSROOM/.dateline/library.db [--natural]

Planted pairs: documents of 150 words and more, edited in six ways that republishing does, each
called a copy by another publisher. Negative pairs: documents that share sampled shingles but are
different documents, and random ones. `--natural` lists the pairs of the library that resemble
each other, for a person to label.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from pipeline.ingest.screening.duplicates import (  # fmt: skip
    NEAR,
    SHORT,
    Hashes,
    resemblance,
    same,
    same_title,
    sample,
    shingles,
)
from pipeline.newsroom.library import Library
from pipeline.records import Document

DOCUMENTS = 400
SEED = 7


def swapped(share: float) -> Callable[[str, random.Random], str]:
    """Replace a share of the words by others of the same text."""

    def edit(text: str, chance: random.Random) -> str:
        words = text.split()
        for at in chance.sample(range(len(words)), int(share * len(words))):
            words[at] = chance.choice(words)
        return " ".join(words)

    return edit


def cut(share: float) -> Callable[[str, random.Random], str]:
    """Leave out a share of the sentences."""

    def edit(text: str, chance: random.Random) -> str:
        return " ".join(one for one in re.split(r"(?<=[.!?])\s+", text) if chance.random() >= share)

    return edit


def framed(text: str, chance: random.Random) -> str:
    """Put an introduction and a closing of 40 % more words round the text."""
    words = text.split()
    frame = [f"{chance.choice(words)}{chance.randrange(1000)}" for _ in range(len(words) // 5)]
    return " ".join([*frame, *words, *frame])


def retyped(text: str, _: random.Random) -> str:
    """Other case, quotes, dashes and line breaks."""
    return re.sub(r"\s+", "\n", text).upper().replace("'", "’").replace("-", "–")


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "retyped": retyped,
    "3 % of words swapped": swapped(0.03),
    "6 % of words swapped": swapped(0.06),
    "12 % of words swapped": swapped(0.12),
    "20 % of sentences cut": cut(0.2),
    "framed by 40 % more": framed,
}


def resembling(documents: list[Document]) -> list[tuple[float, float, Document, Document]]:
    """Pairs that share a tenth of the smaller sample, most alike first."""
    hashes: dict[str, Hashes] = {one.id: shingles(one.text) for one in documents}
    holders: dict[int, list[Document]] = defaultdict(list)
    for one in documents:
        for key in sample(hashes[one.id]).tolist():
            holders[key].append(one)
    counts: Counter[tuple[str, str]] = Counter()
    for held in holders.values():
        if 1 < len(held) <= 40:
            counts.update(itertools.combinations(sorted(one.id for one in held), 2))
    by_id = {one.id: one for one in documents}
    found = []
    for (a, b), count in sorted(counts.items()):
        if min(len(hashes[a]), len(hashes[b])) >= SHORT and count * 160 >= min(
            len(hashes[a]), len(hashes[b])
        ):
            alike, contained = resemblance(hashes[a], hashes[b])
            if alike >= 0.25 or contained >= 0.5:
                found.append((alike, contained, by_id[a], by_id[b]))
    return sorted(found, key=lambda pair: (-pair[0], pair[2].id, pair[3].id))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("library", type=Path)
    options.add_argument("--natural", action="store_true")
    chosen = options.parse_args()
    with Library.open(chosen.library) as library:
        documents = list(library.documents())
    chance = random.Random(SEED)
    long = [one for one in documents if len(one.text.split()) >= 150]
    originals = chance.sample(long, min(DOCUMENTS, len(long)))
    print(f"{len(originals)} documents; a pair is a copy from resemblance {NEAR}")
    for name, edit in EDITS.items():
        pairs = [(shingles(one.text), shingles(edit(one.text, chance))) for one in originals]
        found = sum(bool(same(a, b, publishers_differ=True, titles_alike=True)) for a, b in pairs)
        alike = sorted(resemblance(a, b)[0] for a, b in pairs)
        print(
            f"recall {found / len(pairs):.3f}  {name} (resemblance, lowest tenth {alike[len(alike) // 10]:.2f}, median {alike[len(alike) // 2]:.2f})"
        )
    others = [(chance.choice(long), chance.choice(long)) for _ in range(20_000)]
    wrong = sum(
        bool(same(shingles(a.text), shingles(b.text), publishers_differ=True, titles_alike=True))
        for a, b in others[:2000] if a.id != b.id
    )  # fmt: skip
    print(f"false {wrong} of 2,000 random pairs")
    natural = resembling(documents)
    cross = [pair for pair in natural if pair[2].source != pair[3].source]
    own = [pair for pair in natural if pair[2].source == pair[3].source]
    titled = [pair for pair in own if same_title(pair[2].title, pair[3].title)]
    print(
        f"left unfolded: {len(cross)} resembling pairs across sources, {len(own)} inside one, {len(titled)} of these under one title"
    )
    for alike, contained, a, b in cross + titled if chosen.natural else []:
        print(f"{alike:.2f} {contained:.2f}  {a.source}/{a.path}  {b.source}/{b.path}")


if __name__ == "__main__":
    main()
