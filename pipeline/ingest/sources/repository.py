"""When a git repository first had each file of a folder, and when it last changed it.

Enter: a folder inside a working copy. Leaves: `path -> (first, last)` in UTC days for the files that
the repository tracks below it; a file that was renamed keeps its first day. Refuses: a folder of no
repository, a clone without its history, a machine without git (SourceError).
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from pipeline.errors import SourceError

COMMIT = "\x01"  # begins a commit's day; no path begins so
LOG = ["log", "-z", "-M", "--name-status", "--relative", f"--format={COMMIT}%cd", "--date=format-local:%Y-%m-%d"]  # fmt: skip

ENVIRONMENT = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}


def days(place: Path) -> dict[str, tuple[str, str]]:
    """First and last day of every tracked file below `place`, by its path there."""
    if _git(place, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise SourceError("is a clone without its history, whose first day would be every file's",
                          where=str(place), hint="run `git fetch --unshallow` there first")  # fmt: skip
    tracked = set(_git(place, "ls-files", "-z").split("\0"))
    found: dict[str, tuple[str, str]] = {}
    for path, day in _changes(_git(place, *LOG, "--", ".")):
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
            day, _, one = one[1:].partition("\n")
        if not one:
            continue
        path = next(fields)
        if one[0] in "RC":
            path, old = next(fields), path
            if one[0] == "R":
                now[old] = now.get(path, path)
        found.append((now.get(path, path), day))
    return found


def _git(place: Path, *words: str) -> str:
    command = ["git", "-C", str(place), "-c", "core.quotePath=false", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    except OSError as error:
        raise SourceError(f"git cannot be run ({error.strerror})", where=str(place),
                          hint="install git") from error  # fmt: skip
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceError(f"has no history that git can tell ({said[-1] if said else 'no reason given'})",
                          where=str(place), hint="name a folder inside a clone")  # fmt: skip
    return done.stdout.decode("utf-8", "backslashreplace")
