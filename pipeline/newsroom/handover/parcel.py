"""What a night made, as a folder that one machine fills and another empties.

Enter: a newsroom under version control after a run. Leave: night.json, the files of the day whole
(files/), and of files of rows those that were added (rows/), so that nothing a person or another
run wrote meanwhile is taken back. Refuses (`RecordError`): a name that is no part of the record.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import RecordError
from pipeline.newsroom.handover import git
from pipeline.records import store
from pipeline.records.verdict import record_of

Outcome = Literal[
    "published", "held", "quiet", "absent", "public"
]  # public: rows alone, of a build
WHOLE = re.compile(r"briefs/\d{4}-\d{2}-\d{2}/[A-Za-z0-9][\w.-]*")
ROWS = re.compile(r"briefs/[a-z][\w-]*\.jsonl")
NAME = "night.json"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One night: the day, what it came to, the commit it was made on, and which files it holds."""

    day: str
    outcome: Outcome
    base: str
    files: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """Path of the day's brief from the newsroom's root."""
        return record_of(self.day)


def pack(root: Path, folder: Path, *, day: str, outcome: Outcome) -> Parcel:
    """Put what differs from the commit below briefs/ into a folder, which is emptied first.

    Raises RecordError when a file of rows was changed otherwise than by adding rows.
    """
    base = git.head(root)
    shutil.rmtree(folder, ignore_errors=True)
    files, rows = [], []
    for path in git.changed(root, "briefs"):
        if ROWS.fullmatch(path):
            store.write(folder / "rows" / path, added(root, base, path))
            rows.append(path)
        elif WHOLE.fullmatch(path) and path.split("/")[1] == day and outcome != "public":
            store.write(folder / "files" / path, (root / path).read_bytes())
            files.append(path)
    parcel = Parcel(day, outcome, base, tuple(files), tuple(rows))
    store.write(folder / NAME, store.to_json(parcel))
    return parcel


def added(root: Path, base: str, path: str) -> bytes:
    """The rows a file has beyond those of a commit. Raises RecordError when it lacks one of them."""
    before, now = git.shown(root, base, path) or b"", (root / path).read_bytes()
    if not now.startswith(before):
        raise RecordError(
            "was rewritten, not added to, since the last commit",
            where=path,
            hint="rows stand for good; commit or undo what was changed by hand, then run again",
        )
    return now[len(before) :]


def unpack(folder: Path) -> Parcel:
    """Read what a folder says it holds. Raises RecordError when a name or file is not right."""
    if not (folder / NAME).is_file():
        raise RecordError(
            f"holds no {NAME}", where=str(folder), hint="`dateline nightly make --to DIR` makes it"
        )
    parcel = store.read(Parcel, folder / NAME)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", parcel.day):
        raise RecordError("names no day", where=str(folder / NAME))
    for name in parcel.files:
        if not WHOLE.fullmatch(name) or name.split("/")[1] != parcel.day:
            raise RecordError(f"{name!r} is no part of that day's record", where=str(folder))
    for name in parcel.rows:
        if not ROWS.fullmatch(name):
            raise RecordError(f"{name!r} is no file of rows of the record", where=str(folder))
    held = (*(f"files/{name}" for name in parcel.files), *(f"rows/{name}" for name in parcel.rows))
    for name in held:
        if not (folder / name).is_file():
            raise RecordError(
                f"lacks {name!r}, which it names", where=str(folder), hint="hand it over whole"
            )
    return parcel


def lay(folder: Path, parcel: Parcel, root: Path) -> None:
    """Put the files of the day where they belong."""
    for name in parcel.files:
        store.write(root / name, (folder / "files" / name).read_bytes())


def append(folder: Path, parcel: Parcel, root: Path) -> None:
    """Add the rows that are not there yet, each on a line of its own."""
    for name in parcel.rows:
        before = (root / name).read_bytes() if (root / name).is_file() else b""
        known = set(before.splitlines())
        new = [row for row in (folder / "rows" / name).read_bytes().splitlines() if row.strip()]
        fresh = [row for row in new if row not in known]
        begun = parcel.outcome == "published" and not (root / name).is_file()
        if fresh or begun:  # an empty list is one that was begun
            torn = b"" if before.endswith(b"\n") or not before else b"\n"
            store.write(root / name, before + torn + b"".join(row + b"\n" for row in fresh))
