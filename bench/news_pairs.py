"""How well the joining of documents to stories agrees with a person's labels.

usage: python bench/news_pairs.py NEWSROOM ...

bench/news/pairs.jsonl holds pairs of public documents by source, path, title and day, without
their text, labelled: does a reader expect one section of both? They were drawn by strata of
likeness (a third of them above 0.45), so that most are hard. Each NEWSROOM is an ingested newsroom
over some of the same sources; a pair is judged in the first that holds both. Printed: precision,
recall and F1 of the pairs that stand in one group, and the same for the relation alone, for the
rows that were looked at (`kept` is 0 or missing) and for those that were not (`kept` is 1), then by
kind of pair, the worst first; then cross-validated, with weights refitted on four fifths and judged
on the fifth that was kept back, ten times. Last, every pair that is wrong among those looked at.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ridge import logistic

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
        near, titles = retrieve.NewsReading(searcher, room.desk, room.sources).alike(documents)
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
    """Weights of a logistic regression with a ridge of one on all but the constant."""
    wide = np.c_[rows, np.ones(len(rows))]
    return logistic(wide, right, np.r_[np.ones(rows.shape[1]), 1e-6])


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


@dataclass(frozen=True)
class Judged:
    """A pair, its label, and what was said of it."""

    row: dict[str, Any]
    kind: str
    joined: bool
    related: bool
    signs: list[float]

    @property
    def right(self) -> bool:
        return bool(self.row["same"])


def kind_of(one: Subject, two: Subject) -> str:
    """What a pair is of: two publishers, or the natures of both."""
    if one.document.source != two.document.source:
        return "two publishers"
    return " and ".join(sorted((one.nature, two.nature)))


def judged(root: Path, pairs: list[dict[str, Any]]) -> list[Judged]:
    """The pairs whose documents the newsroom holds."""
    found = read(root, pairs)
    dated = [Dated(one, day) for one, day in zip(found.subjects, found.days, strict=True)]
    group: dict[str, int] = {}
    for number, each in enumerate(clusters(dated, found.near, found.titles)):
        for member in (each.lead, *(one for one, _ in each.members)):
            group[member.subject.document.id] = number
    made = []
    for row in pairs:
        if not (key(row["a"]) in found.place and key(row["b"]) in found.place):
            continue
        one, two = found.place[key(row["a"])], found.place[key(row["b"])]
        a, b = dated[one], dated[two]
        sign = relate(
            (a.subject, a.day), (b.subject, b.day),
            near=float(found.near[one, two]), title=float(found.titles[one, two]),
        )  # fmt: skip
        joined = group[a.subject.document.id] == group[b.subject.document.id]
        kind = kind_of(a.subject, b.subject)
        made.append(Judged(row, kind, joined, sign.same, features(found, one, two)))
    return made


def report(name: str, rows: list[Judged]) -> None:
    right = [one.right for one in rows]
    print(f"{name}: {len(rows)} pairs, {sum(right)} of one story")
    print(f"  groups             {measure(right, [one.joined for one in rows])}")
    print(f"  relation           {measure(right, [one.related for one in rows])}")


def by_kind(rows: list[Judged]) -> None:
    """A line a kind, the one with most mistakes first."""
    kinds = sorted({one.kind for one in rows})
    wrong = {
        kind: sum(one.kind == kind and one.joined != one.right for one in rows) for kind in kinds
    }
    for kind in sorted(kinds, key=lambda each: -wrong[each]):
        of = [one for one in rows if one.kind == kind]
        said = measure([one.right for one in of], [one.joined for one in of])
        print(
            f"  {kind:<24} {len(of):>3} pairs, {sum(one.right for one in of):>2} of one story, {wrong[kind]} wrong  {said}"
        )


def main() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    rows: list[Judged] = []
    for name in sys.argv[1:]:
        rows += judged(Path(name), pairs)
        known = {one.row["id"] for one in rows}
        pairs = [row for row in pairs if row["id"] not in known]
    shown = [one for one in rows if not one.row.get("kept")]
    kept = [one for one in rows if one.row.get("kept")]
    report("looked at, first set", [one for one in shown if "kept" not in one.row])
    report("looked at, later set", [one for one in shown if "kept" in one.row])
    report("kept back", kept)
    signs, right = np.array([one.signs for one in rows]), np.array([one.right for one in rows])
    print(f"weights that never saw the pair: {measure(list(right), kept_back(signs, right))}")
    by_kind(rows)
    for one in shown:
        if one.right != one.joined:
            verdict = "parted" if one.right else "joined"
            a, b = one.row["a"], one.row["b"]
            print(f"  wrongly {verdict}: {one.row['id']} {a['title'][:50]} | {b['title'][:50]}")


if __name__ == "__main__":
    main()
