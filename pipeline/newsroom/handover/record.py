"""Puts what a night made on top of what is newest, and pushes; goes round again when outrun.

Enter: a clean checkout, a parcel, and what to do once its files lie there (verify, render). Leave:
a commit on the branch, or for a held brief a branch of its own. Nothing is merged: what others
pushed stays as it is, and a day that another run recorded first is theirs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import RecordError
from pipeline.newsroom.handover import git, parcel
from pipeline.newsroom.handover.git import GitError
from pipeline.newsroom.handover.git import git as ask
from pipeline.newsroom.handover.parcel import Parcel
from pipeline.records.verdict import record_of

ATTEMPTS = 6  # of a push; a record that is outrun six times in a row has another fault
REMOTE = "origin"
TRAILER = "Held-Brief: "  # marks the commit that brings a held brief, whoever merges it
Prepare = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a night: on the branch, on a branch of its own, without anything to record,
    or lost to a run that had recorded the day first."""

    fate: Literal["recorded", "asked", "nothing", "lost"]
    branch: str = ""  # of a held brief
    said: str = ""


def record(root: Path, folder: Path, prepare: Prepare, *, pause: float = 2.0) -> Recorded:
    """Record a night. Raises RecordError when the checkout has work of its own or git refuses."""
    night = parcel.unpack(folder)
    branch = fresh(root)
    taken = ""

    def make() -> str:
        nonlocal taken
        parcel.append(folder, night, root)
        taken = _taken(root, night, folder)
        if night.outcome in ("quiet", "absent") and not git.shown(root, "HEAD", night.brief):
            parcel.lay(folder, night, root)
        if night.outcome == "published" and not taken and not _there(root, night, folder):
            parcel.lay(folder, night, root)
            prepare()
        return _message(night, taken=bool(taken))

    push(root, branch, make, pause=pause)
    if taken:
        return Recorded("lost", said=taken)
    if night.outcome == "held":
        return _ask(root, folder, night, prepare)
    return Recorded("recorded" if night.outcome == "published" else "nothing")


def _message(night: Parcel, *, taken: bool) -> str:
    if night.outcome == "public":
        return "Enter what is public"
    if night.outcome in ("quiet", "absent"):
        return f"Night of {night.day}: {night.outcome}"
    return f"Brief of {night.day}: {'recorded by another run' if taken else night.outcome}"


def fresh(root: Path) -> str:
    """The branch that is checked out, if nothing here would be lost by moving it. Raises RecordError."""
    branch = git.branch(root)
    here = str(root.resolve())
    hint = (
        "run this in a clean clone (a night made by hand leaves its record in the one it was made in); "
        "or commit and push, or stash, what is here"
    )
    if dirty := ask(root, "status", "--porcelain").splitlines():
        raise RecordError(f"has changes of its own ({dirty[0].strip()})", where=here, hint=hint)
    newest_of(root, branch)
    if ask(root, "rev-list", f"{REMOTE}/{branch}..HEAD").strip():
        raise RecordError("has commits that were not pushed", where=here, hint=hint)
    return branch


def newest_of(root: Path, branch: str) -> None:
    """Fetch a branch."""
    ask(root, "fetch", "-q", REMOTE, f"+refs/heads/{branch}:refs/remotes/{REMOTE}/{branch}")


def newest(root: Path, branch: str) -> None:
    """Check out what is newest of a branch; nothing of this checkout is kept."""
    newest_of(root, branch)
    ask(root, "checkout", "-q", "--force", "-B", branch, f"{REMOTE}/{branch}")
    ask(root, "clean", "-q", "-fd", "--", "briefs", "content")


def push(root: Path, branch: str, make: Callable[[], str], *, pause: float = 2.0) -> bool:
    """Make a change on what is newest and push it; when outrun, make it anew on what came first.

    `make` returns the commit's message. Returns False when there was nothing to commit. Raises
    RecordError when it was outrun every time.
    """
    for attempt in range(ATTEMPTS):
        newest(root, branch)
        if not git.commit(root, make(), "briefs", "content"):
            return False
        try:
            ask(root, "push", "-q", REMOTE, f"HEAD:refs/heads/{branch}")
        except GitError as error:
            if not error.outrun:
                raise
            time.sleep(pause * attempt)
            continue
        newest_of(root, branch)
        return True
    raise RecordError(
        f"was outrun {ATTEMPTS} times by other pushes to {branch}",
        where=str(root),
        hint="run the job again; the night is kept as its artifact",
    )


def _taken(root: Path, night: Parcel, folder: Path) -> str:
    """Who recorded that day since the night was made, in words; "" when nobody did."""
    if night.brief not in night.files:
        return ""
    there = git.shown(root, "HEAD", night.brief)
    before = git.shown(root, night.base, night.brief) if git.has(root, night.base) else None
    if there in (None, before) or _there(root, night, folder):
        return ""
    who = ask(root, "log", "-1", "--format=%an in %h", "--", night.brief).strip()
    return (
        f"the brief of {night.day} was recorded first by {who}; this one is left aside, and is kept "
        "as the artifact of its run"
    )


def _there(root: Path, night: Parcel, folder: Path) -> bool:
    """Whether the brief is recorded already, by an earlier try of this job; the moment of
    publication makes no other brief of it."""
    there = git.shown(root, "HEAD", night.brief)
    try:
        ours = (folder / "files" / night.brief).read_bytes()
        return there is not None and _timeless(there) == _timeless(ours)
    except ValueError:
        return False


def _timeless(data: bytes) -> object:
    return {name: value for name, value in json.loads(data).items() if name != "published"}


def take_held(root: Path, branch: str, day: str) -> bool:
    """Put the record of a held brief from its branch into the checkout; False when its day is on this
    branch already. Raises RecordError when there is no such branch."""
    try:
        newest_of(root, branch)
    except GitError as error:
        raise RecordError(
            "there is no such branch",
            where=branch,
            hint="name it as the pull request does: held/DAY",
        ) from error
    if git.shown(root, "HEAD", record_of(day)):
        return False
    ask(root, "checkout", "-q", f"{REMOTE}/{branch}", "--", f"briefs/{day}")
    return True


def _ask(root: Path, folder: Path, night: Parcel, prepare: Prepare) -> Recorded:
    """Push a held brief to a branch of its own, unless a person is at work on that already."""
    home = git.branch(root)
    branch = f"held/{night.day}"
    try:
        newest_of(root, branch)
        theirs = ask(root, "log", "-1", "--format=%an", f"{REMOTE}/{branch}").strip() != "dateline"
    except GitError:  # there is no such branch yet
        theirs = False
    if theirs:
        return Recorded("asked", branch, f"a person has worked on {branch}; it stays as it is")
    ask(root, "checkout", "-q", "--force", "-B", branch, f"{REMOTE}/{home}")
    parcel.lay(folder, night, root)
    prepare()
    message = f"The brief of {night.day} is held\n\n{TRAILER}{night.day}"
    git.commit(root, message, f"briefs/{night.day}")
    ask(root, "push", "-q", "--force", REMOTE, f"HEAD:refs/heads/{branch}")
    ask(root, "checkout", "-q", "--force", "-B", home, f"{REMOTE}/{home}")
    return Recorded("asked", branch)
