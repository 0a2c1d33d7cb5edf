"""When a git repository first had each file of a folder, and when it last changed it.

Enter: a folder inside a working copy. Leaves: `path -> (first, last)` in UTC days for the files that
the repository tracks below it; a file that was renamed keeps its first day. Refuses: a folder of no
repository, a clone without its history (SourceError), and what git itself refuses (RecordError).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.newsroom.handover.git import GitError, git

COMMIT = "\x01"  # begins a commit's moment; no path begins so
LOG = ("log", "-z", "-M", "--name-status", "--relative", f"--format={COMMIT}%ct", "--", ".")


def days(place: Path) -> dict[str, tuple[str, str]]:
    """First and last day of every tracked file below `place`, by its path there. Raises SourceError, RecordError."""
    try:
        shallow = git(place, "rev-parse", "--is-shallow-repository").strip()
    except GitError as error:
        raise SourceError(f"has no history that git can tell ({error.message})",
                          where=str(place), hint="name a folder inside a clone") from error  # fmt: skip
    if shallow == "true":
        raise SourceError("is a clone without its history, whose first day would be every file's",
                          where=str(place), hint="run `git fetch --unshallow` there first")  # fmt: skip
    tracked = set(git(place, "ls-files", "-z").split("\0"))
    found: dict[str, tuple[str, str]] = {}
    for path, day in _changes(git(place, *LOG)):
        if path in tracked:
            found[path] = (day, found[path][1] if path in found else day)
    return dict(sorted(found.items()))


def _changes(log: str) -> list[tuple[str, str]]:
    """(path by today's name, day) of every change, the newest first."""
    now: dict[str, str] = {}  # an older name -> today's
    found, day = [], ""
    fields = iter(one.lstrip("\n") for one in log.split("\0"))
    for one in fields:
        if one.startswith(COMMIT):
            moment, _, one = one[1:].partition("\n")
            day = datetime.fromtimestamp(int(moment), UTC).date().isoformat()
        if not one:
            continue
        path = next(fields)
        if one[0] in "RC":
            path, old = next(fields), path
            if one[0] == "R":
                now[old] = now.get(path, path)
        found.append((now.get(path, path), day))
    return found
