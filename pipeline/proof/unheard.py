"""Briefs that were made without knowing of each other, and tell the same.

Enter: days that are each proven by themselves. Leave: those that say again what another says which is
public or was made before, each with its reason. A brief is judged beside the public ones when it is
made; one that was lost, held back or approved late was beside none, and is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.newsroom import briefs, publication
from pipeline.newsroom.briefs import RecordSummary
from pipeline.newsroom.config import Newsroom
from pipeline.text.days import days_between


@dataclass(frozen=True, slots=True)
class Unheard:
    """A day, and those before it in the readers' order that it did not know and that did not know it."""

    day: str
    others: tuple[str, ...]


def unheard(room: Newsroom, days: Iterable[str]) -> tuple[Unheard, ...]:
    """Of these days those with others among them that neither knew, in the order in which readers had
    them: what is public stands before what is not, what was made first before what came later."""
    wanted, rows = set(days), publication.last(room)
    reach = max(room.desk.retrieval.novelty_days, room.desk.gate.repeat_days)

    def turn(one: RecordSummary) -> tuple[bool, str, str]:
        return publication.state(one, rows) != "public", one.published, one.day

    had = sorted((one for one in briefs.summaries(room) if one.day in wanted), key=turn)
    found = []
    for at, one in enumerate(had):
        others = (
            each.day
            for each in had[:at]
            if days_between(each.day, one.day) <= reach
            and not (_knew(one, each) or _knew(each, one))
        )
        if strange := tuple(others):
            found.append(Unheard(one.day, strange))
    return tuple(found)


def _knew(one: RecordSummary, other: RecordSummary) -> bool:
    """Whether one was judged beside the other as it is; what was made anew since nobody knew."""
    if one.knew is None:
        return other.day < one.day
    return other.day in one.knew and other.published <= one.published
