"""Ten consecutive editions over a folder of public sources, and what they came to as reading.

usage: python bench/ten_days.py NEWSROOM [--first 2026-08-11] [--days 10]

NEWSROOM is a folder with briefs/desk.toml and briefs/sources.toml. Each day is run as
`dateline run --no-build` runs it, with the seconds after reading the sources and the peak memory
of the process; then `dateline eval reading` counts the records. Records of these days that are
there already are made anew. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date, timedelta
from pathlib import Path

from pipeline import run
from pipeline.cli import main as dateline
from pipeline.newsroom.config import open_newsroom
from pipeline.world import World


def days(first: str, count: int) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(at)).isoformat() for at in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--first", default="2026-08-11")
    parser.add_argument("--days", type=int, default=10)
    asked = parser.parse_args()
    room = open_newsroom(asked.newsroom)
    for day in days(asked.first, asked.days):
        begun = time.perf_counter()
        done = run.run_day(room, World(offline=True), run.RunPlan(day, build=False, again=True))
        spent = time.perf_counter() - begun
        steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in done.seconds.items())
        told = f"{len(done.brief.draft.sections)} sections" if done.brief else "no page"
        print(f"{day}  {done.outcome:<9} {told}  {spent:.1f} s ({steps})", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    dateline(["eval", "reading", "--days", str(asked.days), "--root", str(asked.newsroom)])


if __name__ == "__main__":
    main()
