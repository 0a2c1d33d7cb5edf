"""Whether a labelled set still measures what the newsroom does: its day, its sources, its likeness.

Enter: a newsroom and its sets. Leave: warnings. A set carries, beside its rows, the day it was made
and a profile of the evidence it was made on; `stamp` writes both. A figure on a set that no longer
looks like today's evidence says little, however high it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import DatelineError, RecordError
from pipeline.evals.ageing.profile import EvidenceProfile, likeness, profile
from pipeline.newsroom.config import Newsroom
from pipeline.records import store

MADE = "made.json"
TODAY = 14  # days of evidence that are today's
BASIS = 60  # days of evidence a stamp looks at
# Likeness below which evidence is another. Of terms, sources and kinds two halves of the starter's week
# have 0.37, 0.43 and 0.63 in common, two of ten days over 72 public sources 0.28, 0.20 and 0.33; the
# starter and that newsroom 0.20, 0 and 0.43, so that kinds tell the least.
LEAST = {"terms": 0.24, "sources": 0.1, "kinds": 0.15}


@dataclass(frozen=True, slots=True)
class SetOrigin:
    """When a set was made, and on what."""

    made: str  # day
    rows: int
    on: EvidenceProfile


@dataclass(frozen=True, slots=True)
class SetWarning:
    """What speaks against trusting a set's figures today."""

    set: str
    rule: str  # unstamped, unreadable, old, left, unlike
    says: str

    def line(self) -> str:
        return f"{self.set}: {self.says}"


def sets(room: Newsroom) -> tuple[Path, ...]:
    """The sets of a newsroom that are there: files of JSON lines, or folders of such."""
    named = (room.root / name for name in room.desk.evals.sets)
    return tuple(path for path in named if path.exists())


def stamp(room: Newsroom, path: Path, today: date) -> SetOrigin:
    """Write down that a set was made today, on the evidence of the last public briefs."""
    if not path.exists():
        raise RecordError("there is no such set", where=str(path),
                          hint="name a file of JSON lines or a folder of such")  # fmt: skip
    origin = SetOrigin(today.isoformat(), rows(path), profile(room, BASIS))
    store.write(beside(path), store.to_json(origin))
    return origin


def beside(path: Path) -> Path:
    """Where a set's origin stands."""
    return path / MADE if path.is_dir() else path.with_suffix(f".{MADE}")


def rows(path: Path) -> int:
    """How many rows a set has."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return sum(bool(line.strip()) for file in files for line in file.read_bytes().split(b"\n"))


def warnings(room: Newsroom, today: date) -> tuple[SetWarning, ...]:
    """Why the figures of the newsroom's sets may say nothing any more."""
    found = sets(room)
    if not found:
        return ()
    now = profile(room, TODAY)
    return tuple(one for path in found for one in _of(room, path, today, now))


def _of(room: Newsroom, path: Path, today: date, now: EvidenceProfile) -> Iterator[SetWarning]:
    name, file = str(path.relative_to(room.root)), beside(path)
    if not file.is_file():
        says = f"does not say when it was made; `dateline eval stamp {name}`"
        yield SetWarning(name, "unstamped", says)
        return
    try:
        origin = store.read(SetOrigin, file)
        age = (today - date.fromisoformat(origin.made)).days
    except (DatelineError, ValueError) as error:
        yield SetWarning(name, "unreadable", f"its origin cannot be read ({error})")
        return
    most = room.desk.evals.max_age_days
    if age > most:
        yield SetWarning(name, "old", f"was made {age} days ago, on {origin.made}; at most {most}")
    held = {source.id for source in room.sources}
    if left := sorted(set(origin.on.sources) - held):
        yield SetWarning(name, "left", f"was made on sources that have left: {', '.join(left)}")
    for part, least in LEAST.items():
        shared = likeness(getattr(origin.on, part), getattr(now, part))
        if now.items and origin.on.items and shared < least:
            says = f"shares {shared:.2f} of {part} with the evidence of today; at least {least}"
            yield SetWarning(name, "unlike", says)
