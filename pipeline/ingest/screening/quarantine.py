"""What waits for a person because it addresses a model: the list, and what was decided about it.

Enter: the state of an ingest and the decisions of a newsroom. Leave: rows, newest decision first to
count. A decision names held words by their id, which is made of the words: a state that was lost
and made again holds the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.screening.injection import HeldWords
from pipeline.ingest.state import Known, State
from pipeline.newsroom.decisions import Decisions


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Held words of a source, and what a person said of them: "", `release` or `drop`."""

    source: str
    held: HeldWords
    decided: str = ""
    by: str = ""
    why: str = ""


def rows(state: Path, decisions: Decisions) -> tuple[Quarantined, ...]:
    """Everything that is or was held, by source and place; nothing when there is no state."""
    if not state.is_file():
        return ()
    with State.open(state) as opened:
        known = list(opened.files().values())
    return tuple(_rows(known, decisions))


def _rows(known: Iterable[Known], decisions: Decisions) -> Iterable[Quarantined]:
    words = decisions.held()
    for file in sorted(known, key=lambda one: (one.source, one.path)):
        for held in file.held:
            last = words.get(held.id)
            if last is None:
                yield Quarantined(file.source, held)
            else:
                yield Quarantined(file.source, held, last.what, last.by, last.why)


def waiting(state: Path, decisions: Decisions) -> tuple[Quarantined, ...]:
    """What nobody has decided about yet."""
    return tuple(row for row in rows(state, decisions) if not row.decided)
