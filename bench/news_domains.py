"""How often a document is placed under a domain that a person would not look for it in.

usage: python bench/news_domains.py NEWSROOM ...

bench/news/domains.jsonl holds public documents by source, path and title, without their text, drawn by
source from what ten days of August 2026 could tell, and labelled by hand: `right`, the domains of the
desk that dateline ships in which a reader expects it (none for a package manager, a language, minutes),
and `also`, those in which he would let it pass (`none` among them). Each NEWSROOM is an ingested
newsroom with that desk over some of the sources. Printed, for each share of a source's texts from which
a text without words of a domain is filed by its source alone (0: always, 2: never): documents placed
right, let pass, placed wrong, and placed nowhere though they have a domain; the same for five folds by
source, each with the share that did best on the other four; then the domains, the worst first, and
every document that is placed wrong or nowhere.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

from pipeline import retrieve
from pipeline.news.groups.weigh import LEAST_SHARE
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Document
from pipeline.retrieve.evidence import reading
from pipeline.world import World

ROWS = Path(__file__).parent / "news" / "domains.jsonl"
SHARES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 2.0)
FOLDS = 5
OUTCOMES = ("right", "passes", "wrong", "nowhere")
Row = dict[str, Any]
Placed = dict[float, dict[str, str]]  # by share and document: its domain, or `none`


def name(source: str, path: str) -> str:
    return f"{source}/{path}"


def placed(root: Path, rows: list[Row]) -> Placed:
    """The domain of every labelled document that the newsroom holds, by each share."""
    room = open_newsroom(root)
    wanted = {name(row["source"], row["path"]) for row in rows}
    with Library.open(room.library) as library:
        known = {source.id for source in room.sources}
        held: dict[str, Document] = {
            name(one.source, one.path): one
            for source in sorted({row["source"] for row in rows} & known)
            for one in library.documents(source)
            if name(one.source, one.path) in wanted
        }
        searcher = retrieve.connect(room, library, World(offline=True))
        made: Placed = {}
        for share in SHARES:
            reading.EARNED = share
            fits = retrieve.NewsReading(searcher, room.desk, room.sources).fits([*held.values()])
            made[share] = {
                key: next((fit.domain for fit in fits[one.id] if fit.share >= LEAST_SHARE), "none")
                for key, one in held.items()
            }
    return made


def outcome(row: Row, domain: str) -> str:
    if domain in row["right"] or (domain == "none" and not row["right"]):
        return "right"
    if domain in row["also"]:
        return "passes"
    return "nowhere" if domain == "none" else "wrong"


def counted(rows: list[Row], where: dict[str, str]) -> Counter[str]:
    return Counter(outcome(row, where[name(row["source"], row["path"])]) for row in rows)


def faults(rows: list[Row], where: dict[str, str]) -> int:
    count = counted(rows, where)
    return 2 * count["wrong"] + count["nowhere"]  # a wrong heading misleads; a gap does not


def said(count: Counter[str]) -> str:
    return "  ".join(f"{one} {count[one]:>3}" for one in OUTCOMES)


def main(roots: list[Path]) -> None:
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    where: Placed = {share: {} for share in SHARES}
    for root in roots:
        for share, found in placed(root, rows).items():
            where[share] = found | where[share]
    rows = [row for row in rows if name(row["source"], row["path"]) in where[SHARES[0]]]
    print(f"{len(rows)} documents of {len({row['source'] for row in rows})} sources")
    for share in SHARES:
        print(f"share {share:.1f}  {said(counted(rows, where[share]))}")
    total: Counter[str] = Counter()
    for fold in range(FOLDS):
        out = [row for row in rows if crc32(row["source"].encode()) % FOLDS == fold]
        rest = [row for row in rows if row not in out]
        best = min(SHARES, key=lambda share: (faults(rest, where[share]), share))
        total += counted(out, where[best])
        print(
            f"fold {fold}, {len(out)} kept back, share {best:.1f}: {said(counted(out, where[best]))}"
        )
    print(f"kept back  {said(total)}")
    now = where[0.4]
    for domain in sorted({one for row in rows for one in (*row["right"], "none")}):
        of = [row for row in rows if domain in (row["right"] or ["none"])]
        print(f"{domain:<18}{said(counted(of, now))}")
    for row in rows:
        there = now[name(row["source"], row["path"])]
        if outcome(row, there) in ("wrong", "nowhere"):
            print(f"  {outcome(row, there):<8}{there:<18}{row['source']}: {row['title'][:70]}")


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
