"""How well the joining of documents to stories agrees with a person's labels.

usage: python bench/news_pairs.py NEWSROOM

bench/news/pairs.jsonl holds pairs of public documents by source, path, title and day, without
their text, labelled: does a reader expect one section of both? They were drawn by strata of
likeness (a third of them above 0.45), so that most are hard. NEWSROOM is an ingested newsroom over
the same sources. Printed: precision, recall and F1 of the pairs that stand in one group, and the
same for the relation alone; then cross-validated, with weights refitted on four fifths and
judged on the fifth that was kept back, ten times. Last, every pair that is wrong.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import retrieve
from pipeline.news.documents.subject import EVENTS, Subject, subject
from pipeline.news.groups.clusters import Dated, clusters
from pipeline.news.groups.relate import relate
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.text.days import days_between
from pipeline.world import World

PAIRS = Path(__file__).parent / "news" / "pairs.jsonl"
FOLDS, ROUNDS = 5, 10
Key = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """The documents of the pairs, with their days and how alike they are."""

    subjects: list[Subject]
    days: list[str]
    near: Any
    titles: Any
    place: dict[Key, int]


def key(row: dict[str, str]) -> Key:
    return row["source"], row["path"]


def read(root: Path, pairs: list[dict[str, Any]]) -> Found:
    room = open_newsroom(root)
    with Library.open(room.library) as library:
        wanted = {key(row[side]): row[side]["day"] for row in pairs for side in "ab"}
        held = {
            (document.source, document.path): document
            for source in sorted({source for source, _ in wanted})
            for document in library.documents(source)
            if (document.source, document.path) in wanted
        }
        names = sorted(held)
        documents = [held[name] for name in names]
        searcher = retrieve.connect(room, library, World(offline=True))
        near, titles = retrieve.Reading(searcher, room.desk, room.sources).alike(documents)
    place = {name: at for at, name in enumerate(names)}
    return Found(
        [subject(one) for one in documents], [wanted[name] for name in names], near, titles, place
    )


def measure(right: list[bool], said: list[bool]) -> str:
    both = sum(a and b for a, b in zip(right, said, strict=True))
    precision, recall = both / max(1, sum(said)), both / max(1, sum(right))
    f1 = 2 * both / max(1, sum(said) + sum(right))
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def features(found: Found, one: int, two: int) -> list[float]:
    """The signs of `relate`, unweighed."""
    a, b = found.subjects[one], found.subjects[two]
    gap = days_between(found.days[one], found.days[two])
    near = float(found.near[one, two])
    akin = near >= 0.25 or a.document.source == b.document.source
    events = a.nature in EVENTS and b.nature in EVENTS
    return [
        near,
        float(min(2, len(a.identifiers & b.identifiers))),
        float(akin and min(2, len([v for v in a.versions & b.versions if v.count(".") > 1]))),
        min(12.0, float(found.titles[one, two])),
        float(akin and events and gap <= 1),
        float(np.log1p(gap)),
        float(a.nature not in EVENTS and b.nature not in EVENTS),
    ]


def fitted(rows: Any, right: Any) -> Any:
    """Weights of a logistic regression with an L2 penalty of one, by Newton's method."""
    wide = np.c_[rows, np.ones(len(rows))]
    weights = np.zeros(wide.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-wide @ weights))
        pull = np.r_[weights[:-1], 0]
        slope = wide.T @ (chance - right) + pull
        weights -= np.linalg.solve(
            (wide * (chance * (1 - chance))[:, None]).T @ wide + np.eye(len(weights)), slope
        )
    return weights


def kept_back(rows: Any, right: Any) -> list[bool]:
    """For every pair the word of weights that never saw it."""
    scale = rows.std(axis=0) + 1e-9
    rows = (rows - rows.mean(axis=0)) / scale
    chances = np.zeros(len(rows))
    order = np.random.default_rng(0)
    for _ in range(ROUNDS):
        fold = order.integers(0, FOLDS, len(rows))
        for at in range(FOLDS):
            weights = fitted(rows[fold != at], right[fold != at])
            chances[fold == at] += (
                1 / (1 + np.exp(-np.c_[rows, np.ones(len(rows))] @ weights))[fold == at]
            )
    return [bool(one) for one in chances / ROUNDS > 0.35]


def main() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    found = read(Path(sys.argv[1]), pairs)
    known = [row for row in pairs if key(row["a"]) in found.place and key(row["b"]) in found.place]
    dated = [Dated(one, day) for one, day in zip(found.subjects, found.days, strict=True)]
    group: dict[str, int] = {}
    for number, each in enumerate(clusters(dated, found.near, found.titles)):
        for member in (each.lead, *(one for one, _ in each.members)):
            group[member.subject.document.id] = number
    right, joined, related, rows = [], [], [], []
    for row in known:
        one, two = found.place[key(row["a"])], found.place[key(row["b"])]
        a, b = dated[one], dated[two]
        right.append(bool(row["same"]))
        joined.append(group[a.subject.document.id] == group[b.subject.document.id])
        sign = relate(
            (a.subject, a.day), (b.subject, b.day),
            near=float(found.near[one, two]), title=float(found.titles[one, two]),
        )  # fmt: skip
        related.append(sign.same)
        rows.append(features(found, one, two))
    print(f"{len(known)} of {len(pairs)} pairs, {sum(right)} of one story")
    print(f"groups             {measure(right, joined)}")
    print(f"relation           {measure(right, related)}")
    print(f"weights kept back  {measure(right, kept_back(np.array(rows), np.array(right)))}")
    for row, truth, said in zip(known, right, joined, strict=True):
        if truth != said:
            verdict = "parted" if truth else "joined"
            print(f"  wrongly {verdict}: {row['a']['title'][:50]} | {row['b']['title'][:50]}")


if __name__ == "__main__":
    main()
