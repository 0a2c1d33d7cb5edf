"""What many tests begin with, made once for all workers of a test session.

`once(name, make)` calls `make` with an empty folder the first time any worker asks for that name.
`copy(name, make, target)` puts a copy in a test's own folder: the built and read-only parts as hard
links, all that a run writes in place as files of its own. A test that changes a linked file takes
it away first, as `store.write` does; a changed original fails the session.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

VARIABLE = "DATELINE_TEST_SHARED"  # the folder, set by the first process and inherited by workers
LINKED = frozenset(("site", "content", "corpus"))  # written by replacement only
Make = Callable[[Path], object]


def once(name: str, make: Make) -> Path:
    """The folder of that name, made if no worker has made it yet."""
    home = Path(os.environ[VARIABLE])
    target, stamps = home / name, home / f"{name}.stamps"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamps.is_file():
            shutil.rmtree(target, ignore_errors=True)  # of a worker that failed half way
            target.mkdir()
            make(target)
            stamps.write_text(json.dumps(_stamps(target)))
    return target


def copy(name: str, make: Make, target: Path) -> Path:
    """A copy of what `once` gives, in a folder that may be empty but not hold anything."""
    source = once(name, make)
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        place = target / relative
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif relative.parts[0] in LINKED:
            os.link(path, place)
        else:
            shutil.copy2(path, place)
    return target


def changed(home: Path) -> list[str]:
    """Shared files that some test wrote through a link."""
    found = []
    for stamps in sorted(home.glob("*.stamps")):
        before, now = json.loads(stamps.read_text()), _stamps(home / stamps.stem)
        found += [f"{stamps.stem}/{one}" for one in before if before[one] != now.get(one)]
    return found


def _stamps(folder: Path) -> dict[str, list[int]]:
    """Size and time of the linked files."""
    return {
        path.relative_to(folder).as_posix(): [path.stat().st_size, path.stat().st_mtime_ns]
        for part in sorted(LINKED)
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }
