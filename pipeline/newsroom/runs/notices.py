"""What a run tells of its sources: what is new since the last run, and how much was told before.

Enter: lines of a run. Leave: those that the last run did not have, and `.dateline/notices.json` for the
next one. Losing it costs a repetition.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pipeline.records import store

FILE = "notices.json"
AGAIN = ("skipped", "moved", "kept")  # what somebody has to act on is told every night


def fresh(state: Path, lines: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """The lines that are told, and the number of those that the last run told already."""
    rows = tuple(lines)
    before = _before(state)
    marks = {line: store.short_id(line) for line in rows}
    told = tuple(one for one in rows if one.startswith(AGAIN) or marks[one] not in before)
    if set(marks.values()) != before:
        store.write(state / FILE, json.dumps(sorted(set(marks.values()))))
    return told, len(rows) - len(told)


def _before(state: Path) -> set[str]:
    return set(store.remembered(list[str], state / FILE) or ())
