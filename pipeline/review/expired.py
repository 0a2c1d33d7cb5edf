"""Held briefs that waited on a branch of their own until the last day on which they could be approved.

Enter: a checkout, its newsroom, and today. Leave: the branches, each with the word that closes its
request. A branch that cannot be read as a held brief is a person's, and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RecordError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.handover import git
from pipeline.newsroom.handover.record import REMOTE, newest_of
from pipeline.records import Brief, store
from pipeline.records.verdict import record_of
from pipeline.review import last_day, too_late

BRANCHES = "refs/heads/held/"


def branches(root: Path, room: Newsroom, today: str) -> dict[str, str]:
    """Branches of held briefs that can be approved no more, oldest first, and why."""
    return {
        f"held/{brief.day}": f"Closed: {too_late(room, brief)}. Its record is kept as held; `approval_days` "
        "under [gate] in briefs/desk.toml says how long a request waits."
        for brief in _held(root)
        if today > last_day(room, brief)
    }


def _held(root: Path) -> Iterator[Brief]:
    listed = git.git(root, "ls-remote", "--heads", REMOTE, f"{BRANCHES}*").splitlines()
    for name in sorted(line.partition("\t")[2] for line in listed):
        branch = name.removeprefix("refs/heads/")
        day = branch.removeprefix("held/")
        newest_of(root, branch)
        data = git.shown(root, f"{REMOTE}/{branch}", record_of(day))
        try:
            brief = store.from_json(Brief, data or b"")
        except RecordError:
            continue
        if brief.outcome == "held" and brief.day == day:
            yield brief
