"""How well texts about people and digests are known from those that tell of engineering.

usage: python bench/news_aside.py NEWSROOM ...

bench/news/aside.jsonl holds posts and proposals of public sources by source, path and title, without
their text, drawn by source from what three newsrooms of 30 to 72 sources could tell in ten days, and
labelled by hand: `told` 0 where a strict editor would not tell it (an award, a cohort, a course, a
digest of links), 1 where he might on a thin day, 2 where he would. Each NEWSROOM is an ingested
newsroom over some of the sources. Printed: how many of each label are ranked lower, with the weights
as they are; then with weights refitted on other sources (five folds), and on the other newsrooms.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from ridge import logistic

from pipeline.news.documents.aside import START, WEIGHTS, signs
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library

ROWS = Path(__file__).parent / "news" / "aside.jsonl"
FOLDS, RIDGE = 5, 1.0
NAMES = (*WEIGHTS,)
Row = dict[str, Any]


def read(root: Path, rows: list[Row]) -> list[Row]:
    """The rows that a newsroom holds, with their signs and its name."""
    room = open_newsroom(root)
    wanted = {(row["source"], row["path"]): row for row in rows}
    known = {source for source, _ in wanted} & {source.id for source in room.sources}
    with Library.open(room.library) as library:
        return [
            {**wanted[one.source, one.path], "signs": signs(one), "room": root.name}
            for source in sorted(known)
            for one in library.documents(source)
            if (one.source, one.path) in wanted
        ]


def table(rows: list[Row]) -> tuple[Any, Any]:
    """Signs with a constant, and whether a row is one that is not told."""
    signs_of = [[1.0, *(row["signs"][name] for name in NAMES)] for row in rows]
    return np.array(signs_of), np.array([row["told"] == 0 for row in rows], float)


def fitted(rows: list[Row]) -> Any:
    """Weights of a logistic regression with a ridge."""
    held, left = table(rows)
    return logistic(held, left, np.full(held.shape[1], RIDGE))


def said(rows: list[Row], weights: Any) -> str:
    held, _ = table(rows)
    lower = held @ weights > 0
    parts = []
    for told, label in enumerate(("not to be told", "on a thin day", "to be told")):
        of = np.array([row["told"] == told for row in rows])
        parts.append(f"{label} {int((of & lower).sum())} of {int(of.sum())}")
    return ", ".join(parts)


def kept_back(rows: list[Row], group: Callable[[Row], Any]) -> str:
    """The same, each group of rows by weights fitted on the others."""
    counts = np.zeros((3, 2), int)
    for one in sorted({group(row) for row in rows}):
        out = [row for row in rows if group(row) == one]
        held, _ = table(out)
        lower = held @ fitted([row for row in rows if group(row) != one]) > 0
        for row, found in zip(out, lower, strict=True):
            counts[row["told"]] += (int(found), 1)
    labels = ("not to be told", "on a thin day", "to be told")
    return ", ".join(
        f"{label} {found} of {of}" for label, (found, of) in zip(labels, counts, strict=True)
    )


def main(roots: list[Path]) -> None:
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    found = {(row["source"], row["path"]): row for root in roots for row in read(root, rows)}
    rows = [*found.values()]
    print(f"{len(rows)} texts of {len({row['source'] for row in rows})} sources, ranked lower:")
    print("as it is                    ", said(rows, np.array([START, *WEIGHTS.values()])))
    print(
        "sources kept back           ",
        kept_back(rows, lambda row: crc32(row["source"].encode()) % FOLDS),
    )
    if len(roots) > 1:
        print("newsrooms kept back         ", kept_back(rows, lambda row: row["room"]))
    shown = zip(("START", *NAMES), fitted(rows), strict=True)
    print("fitted on all: " + ", ".join(f"{name} {value:.2f}" for name, value in shown))


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
