"""An archive of N briefs, made by copies of the committed days under other dates, for timing what grows
with the archive.

usage: python bench/archive.py N FOLDER [--first 2024-01-01]

Each copy is a week of `briefs/` moved by whole weeks, so what a brief says of the one before stays
true: days and moments in the records, and days in the words that code made ("Career Ledger, 20
November:"). The words of sources stay as they are, and so do their places, so every copy is proven by
the same gate that proves a committed one. Every N and date gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.records import store
from pipeline.text.days import MONTHS, spoken

REPOSITORY = Path(__file__).parent.parent
STAMP = re.compile(r"(\d{4}-\d\d-\d\d)(T[\d:.]+(?:Z|[+-]\d\d:\d\d))?")
WORDED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b(?: (\d{{4}}))?")
RECORDS = ("brief.json", "evidence.json", "findings.json", "news.json")
VOUCHED = ("manifest.json",)  # holds the digests of the others


def make(root: Path, days: int, *, first: str = "2024-01-01") -> Newsroom:
    """Write a newsroom with so many briefs, and no state; open it."""
    root.mkdir(parents=True)
    for name in ("briefs/desk.toml", "briefs/sources.toml", "mkdocs.yml"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(REPOSITORY / name, root / name)
    for name in ("content", "templates"):
        shutil.copytree(
            REPOSITORY / name,
            root / name,
            ignore=shutil.ignore_patterns("20??-??-??.md", ".rendered"),
        )
    for made in islice(_copies(date.fromisoformat(first)), days):
        _keep(root, *made)
    return open_newsroom(root)


def add(root: Path, *, first: str = "2024-01-01") -> str:
    """Write the next brief of an archive that `make` made; its day."""
    written = sum(1 for path in (root / "briefs").glob("????-??-??"))
    made = next(islice(_copies(date.fromisoformat(first)), written, None))
    return _keep(root, *made)


def _copies(first: date) -> Any:
    """Committed days without end, each with the number of days by which it is moved."""
    week = sorted((REPOSITORY / "briefs").glob("????-??-??"))
    begin = date.fromisoformat(week[0].name)
    length = (date.fromisoformat(week[-1].name) - begin).days + 1
    for turn in count():
        for folder in week:
            yield folder, (first - begin).days + turn * length


def _keep(root: Path, folder: Path, by: int) -> str:
    """One day of the archive."""
    day = _moved(folder.name, by)
    target = root / "briefs" / day
    target.mkdir()
    digests = {}
    for name in RECORDS:
        record = _shifted(json.loads((folder / name).read_text("utf-8")), by, day)
        data = json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n"
        (target / name).write_bytes(data)
        digests[name] = store.sha256(data)
    for name in VOUCHED:
        record = _shifted(json.loads((folder / name).read_text("utf-8")), by, day)
        record["records"] = digests
        (target / name).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return day


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _shifted(value: Any, by: int, today: str, *, worded: bool = False) -> Any:
    """A record with its days moved: whole strings that are one, and in what code wrote those in words."""
    if isinstance(value, dict):
        made = value.get("origin") == "computed"
        return {
            key: _shifted(
                one, by, today, worded=(made and key == "text") or key in ("reason", "line")
            )
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_shifted(one, by, today) for one in value]
    if not isinstance(value, str):
        return value
    if stamp := STAMP.fullmatch(value):
        return _moved(stamp[1], by) + (stamp[2] or "")
    return WORDED.sub(lambda found: _worded(found, by, today), value) if worded else value


def _worded(found: re.Match[str], by: int, today: str) -> str:
    """A day in words, moved, with its year where that is another than the brief's."""
    was = date.fromisoformat(_moved(today, -by))
    month = MONTHS.index(found[2]) + 1
    year = int(found[3]) if found[3] else was.year - ((month, int(found[1])) > (was.month, was.day))
    return spoken(_moved(date(year, month, int(found[1])).isoformat(), by), today)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("briefs", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", default="2024-01-01")
    asked = parser.parse_args()
    make(asked.folder, asked.briefs, first=asked.first)


if __name__ == "__main__":
    main()
