"""Held briefs that wait on a branch of their own in vain: until after the last day on which they could be
approved, or beside a brief of that day which another run published since.

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
    found = {brief.day: _in_vain(root, room, brief, today) for brief in _held(root)}
    return {f"held/{day}": why for day, why in found.items() if why}


def _in_vain(root: Path, room: Newsroom, brief: Brief, today: str) -> str:
    """Why a held brief can be approved no more; "" while it can."""
    there = git.shown(root, "HEAD", record_of(brief.day))
    if there is not None and store.from_json(Brief, there).outcome == "published":
        return (
            f"Closed: another run published the brief of {brief.day} since. `dateline correct` changes what is "
            "public; this draft is in the artifact of its run."
        )
    if today <= last_day(room, brief):
        return ""
    return (
        f"Closed: {too_late(room, brief)}. Its record is kept as held; `approval_days` under [gate] in "
        "briefs/desk.toml says how long a request waits."
    )


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
