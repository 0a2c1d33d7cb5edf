"""State that can be made again is made again: what is rotten is set aside, and said in one line.

Enter: local state, and an error that a run met in it. Leave: the same without what is damaged, which
lies in `.dateline/broken/` for whoever wants to look; the next run makes it anew. What stands in
briefs/ is a record and never touched. Databases are opened and looked through only when an error
gives reason to; things of the wrong kind (a folder where a file belongs) are found at every start.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

BROKEN = "broken"
KEPT = 5  # things set aside that are kept; the oldest go
DATABASES = ("library.db", "ingest.sqlite")
FILES = (
    "audit.json", "calls.jsonl", "changed.txt", "ingest.sqlite", "library.db", "lock", "notices.json", "pages.json",
    "proven.json", "publishing.json", "site.json", "sound.json", "summaries.json",
)  # fmt: skip
FOLDERS = ("batches", "cache", "fetched", "index", "objects", "runs", "sites")
STATE = (*FILES, *FOLDERS)
_NOT_DAMAGE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM, errno.EIO)


def set_aside(state: Path, name: str, why: str) -> str:
    """Move a thing of local state out of the way, with what belongs to it; says so in one line."""
    broken = state / BROKEN
    if broken.exists() and not broken.is_dir():
        broken.unlink()
    broken.mkdir(parents=True, exist_ok=True)
    taken = [
        int(one.name.split("-")[0]) for one in broken.iterdir() if one.name.split("-")[0].isdigit()
    ]
    number = max(taken, default=0) + 1
    for part in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
        if _there(state / part):
            (state / part).rename(broken / f"{number:03}-{part}")
    for old in sorted({one.name.split("-")[0] for one in broken.iterdir()})[:-KEPT]:
        for path in broken.glob(f"{old}-*"):
            _delete(path)
    return f"{state.name}/{name} {why}: set aside as {state.name}/{BROKEN}/{number:03}-{name}, and made again"


def misplaced(state: Path) -> tuple[str, ...]:
    """Set aside what is a folder and should be a file, the other way round, and databases of no bytes."""
    wrong = [(name, "is a folder") for name in FILES if (state / name).is_dir()]
    wrong += [(name, "is a file") for name in FOLDERS if (state / name).is_file()]
    wrong += [(name, "is empty") for name in DATABASES if _is_empty(state / name)]
    return tuple(set_aside(state, name, why) for name, why in wrong)


def mend(state: Path, error: BaseException) -> tuple[str, ...]:
    """Set aside what an error says is damaged; nothing when it says nothing of that kind."""
    if isinstance(error, sqlite3.DatabaseError):
        found = [(name, _fault(state / name)) for name in DATABASES if (state / name).exists()]
        return tuple(set_aside(state, name, why) for name, why in found if why)
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    if isinstance(cause, OSError) and cause.errno not in _NOT_DAMAGE:
        return tuple(
            set_aside(state, name, f"cannot be used ({(cause.strerror or '').lower()})")
            for name in sorted(set(_named(state, cause)))
        )
    where = str(getattr(error, "where", ""))
    named = [name for name in (_below(state, where),) if name in STATE and _there(state / name)]
    return tuple(set_aside(state, name, _why(state / name, error)) for name in named)


def _why(path: Path, error: BaseException) -> str:
    """What the error says of this very thing, or of something in it."""
    itself = str(getattr(error, "where", "")) == str(path)
    return str(getattr(error, "message", "")) if itself else "cannot be read"


def _fault(path: Path) -> str:
    """What is wrong with a database, or ""."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            rows = [str(row[0]) for row in db.execute("PRAGMA integrity_check(1)")]
    except sqlite3.OperationalError as error:
        return "" if "locked" in str(error) else f"is damaged ({error})"
    except sqlite3.DatabaseError as error:
        return f"is damaged ({error})"
    return "" if rows == ["ok"] else f"is damaged ({' '.join(rows)[:80]})"


def _named(state: Path, error: OSError) -> Iterator[str]:
    """Things of local state that an error of the system names."""
    for name in (error.filename, error.filename2):
        found = _below(state, str(name)) if name else ""
        if found in STATE and _there(state / found):
            yield found


def _below(state: Path, name: str) -> str:
    """The thing of local state that a path lies in, or ""."""
    path = Path(name)
    inside = path.is_relative_to(state) and path != state
    return path.relative_to(state).parts[0] if inside else ""


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
