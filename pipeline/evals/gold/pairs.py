"""Two editions of the same evidence, side by side before a judge.

Enter: what two contenders made of each gold case. Leave: by case, which is truer to its evidence.
Each pair is asked in both orders; a preference that turns with the order, or whose quote does not
stand in the evidence, is none. Refuses when nobody answers (`WriterError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.llm.session import Purpose
from pipeline.newsroom.config import Newsroom
from pipeline.records import Evidence
from pipeline.verify.claims.judge import Preference, prefer, sitting
from pipeline.world import World

SHOWN = 8_000  # characters of a text that a judge reads, as for the questions of `gold --judge`
Texts = Mapping[str, tuple[str, Evidence]]


@dataclass(frozen=True, slots=True)
class Preferred:
    """Which edition of a case is truer: first, second, neither, or "" with the reason."""

    case: str
    edition: Preference
    why: str = ""


def compare(
    first: Texts, second: Texts, *, writer: str, room: Newsroom, world: World
) -> tuple[Preferred, ...]:
    """The judge's preference in every case that both contenders wrote."""
    purpose = Purpose(day="", writer=writer, prefix="gold:")
    found = []
    with sitting(purpose, world=world, desk=room.desk, room=room) as judge:
        for case, (text, evidence) in first.items():
            other = second[case][0] if case in second else ""
            if text and other and text != other:
                edition, why = prefer(judge, text[:SHOWN], other[:SHOWN], evidence.items, part=case)
                found.append(Preferred(case, edition, why))
    return tuple(found)
