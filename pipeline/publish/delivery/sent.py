"""What was sent to whom, in briefs/delivered.jsonl: one line a message, never erased.

Enter: a message that went out, or that did not. Leave: the same read back. It stands beside the
records, since a lost state must not send everything again; places and names of people are not in
it. A line that is torn is passed over.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

FILE = "delivered.jsonl"


@dataclass(frozen=True, slots=True)
class SentDigest:
    """A message that went out, or `fault` that kept it back."""

    key: str
    day: str
    person: str
    channel: str
    at: str
    stories: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    fault: str = ""


_ROW = TypeAdapter(SentDigest)


def read(briefs: Path) -> tuple[SentDigest, ...]:
    """Every line, oldest first."""
    path = briefs / FILE
    if not path.is_file():
        return ()
    rows = []
    for line in path.read_text("utf-8", "replace").split("\n"):
        try:
            rows.append(_ROW.validate_json(line))
        except ValidationError:
            continue
    return tuple(rows)


def went(rows: tuple[SentDigest, ...]) -> tuple[SentDigest, ...]:
    """The messages that went out."""
    return tuple(row for row in rows if not row.fault)


def failing(rows: tuple[SentDigest, ...]) -> tuple[SentDigest, ...]:
    """The last word on each message that has not gone out."""
    last = {row.key: row for row in rows}
    return tuple(row for row in last.values() if row.fault)


def add(briefs: Path, row: SentDigest) -> None:
    """Append a line and wait until the disk has it."""
    briefs.mkdir(parents=True, exist_ok=True)
    path = briefs / FILE
    torn = path.is_file() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if torn else "") + json.dumps(asdict(row), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
