"""Everything that a sentence says beyond its sources in how much, whom, whether and when.

Enter: a sentence and its sources. Leave: `Doubt`s of the rooms beside this one, one each at most.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.verify.grounds.beyond import (
    attacks,
    chosen,
    deeds,
    degrees,
    ended,
    ranks,
    sequence,
    shares,
)
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading.sources import SourceText


def beyond(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    grounds = [g for s in sources for g in s.grounds]
    return [
        *shares.share_doubts(text, grounds),
        *ranks.rank_doubts(text, sources),
        *ranks.scope_doubts(text, sources),
        *ranks.point_doubts(text, grounds),
        *deeds.attempt_doubts(text, grounds),
        *deeds.side_doubts(text, grounds),
        *deeds.pair_doubts(text, sources),
        *deeds.caused_doubts(text, grounds),
        *deeds.crossed_doubts(text, grounds),
        *degrees.frequency_doubts(text, grounds),
        *degrees.occasion_doubts(text, grounds),
        *degrees.degree_doubts(text, grounds),
        *sequence.order_doubts(text, grounds),
        *chosen.default_doubts(text, grounds),
        *attacks.attack_doubts(text, grounds),
        *attacks.keeping_doubts(text, grounds),
        *ended.ended_doubts(text, grounds),
    ]
