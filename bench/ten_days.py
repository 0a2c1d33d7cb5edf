"""Ten consecutive editions over a folder of public sources, and what they came to as reading.

usage: python bench/ten_days.py NEWSROOM [--into DIR] [--corpus DIR] [--first 2026-08-11] [--days 10]

NEWSROOM is a folder with briefs/desk.toml and briefs/sources.toml; or, with --into, one that holds a
sources.toml alone: a newsroom with the desk that dateline ships is made in DIR, and NEWSROOM is only
read. Its sources lie in the corpus (../corpus beside NEWSROOM, unless --corpus says where). Each day is
run as `dateline run --no-build` runs it, with the seconds of its steps and the peak memory of the
process; then `dateline eval reading` counts the records. Records of these days that are there already
are made anew. Exit code 1 when a day was held or has no page, or a bar of `eval reading` is missed.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from pipeline import run
from pipeline.cli import main as dateline
from pipeline.newsroom.config import Newsroom, open_newsroom, shipped
from pipeline.world import World


def days(first: str, count: int) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(at)).isoformat() for at in range(count)]


def newsroom(folder: Path, into: Path | None, corpus: Path | None) -> Path:
    """The newsroom to run in: the folder itself, or one made of its sources in `into`."""
    if into is None:
        return folder
    sources, place = folder / "sources.toml", into / "briefs"
    if not sources.is_file():
        sys.exit(f"error: {sources} is not there; name a folder that holds a sources.toml")
    held = (corpus or folder.parent / "corpus").resolve()
    if not held.is_dir():
        sys.exit(f"error: {held} is no folder; say with --corpus where the sources lie")
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sources, place / "sources.toml")
    if not (place / "desk.toml").is_file():
        shutil.copyfile(shipped("briefs") / "desk.toml", place / "desk.toml")
    link = into / "corpus"
    if not link.exists():
        link.symlink_to(held, target_is_directory=True)
    return into


def edition(room: Newsroom, day: str) -> bool:
    """Run a day and say how it went; whether it has a page."""
    begun = time.perf_counter()
    done = run.run_day(room, World(offline=True), run.RunPlan(day, build=False, again=True))
    spent = time.perf_counter() - begun
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in done.seconds.items())
    told = f"{len(done.brief.draft.sections)} sections" if done.brief else "no page"
    print(f"{day}  {done.outcome:<9} {told}  {spent:.1f} s ({steps})", flush=True)
    unproven = done.held_back.get(day, "")
    if unproven:
        print(f"            its page is held back: {unproven}", flush=True)
    return done.outcome == "published" and not unproven


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--into", type=Path, help="make a newsroom of the folder's sources here")
    parser.add_argument("--corpus", type=Path, help="where its sources lie")
    parser.add_argument("--first", default="2026-08-11")
    parser.add_argument("--days", type=int, default=10)
    asked = parser.parse_args()
    root = newsroom(asked.newsroom, asked.into, asked.corpus)
    room = open_newsroom(root)
    published = [edition(room, day) for day in days(asked.first, asked.days)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB; {sum(published)} of {len(published)} days published")
    try:
        dateline(["eval", "reading", "--days", str(asked.days), "--root", str(root)])
    except SystemExit as done:
        sys.exit(done.code or (0 if all(published) else 1))


if __name__ == "__main__":
    main()
