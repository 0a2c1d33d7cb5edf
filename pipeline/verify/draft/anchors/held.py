"""A fact against the words its writer anchored it in.

Enter: a sentence that its sources bear, with its anchors. Leave: its `Verdict`, held back where the
anchored words say something else: writers anchor a slip to the very sentence that refutes it, so what
another sentence of the source might bear is no excuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import EvidenceItem, Quote
from pipeline.verify.draft.anchors.declared import declared
from pipeline.verify.draft.anchors.said import surely
from pipeline.verify.draft.anchors.slots import slots
from pipeline.verify.grounds.fate import Verdict, source_of
from pipeline.verify.grounds.instead import standing_in


def held(
    text: str, verdict: Verdict, rests: Sequence[Quote], cited: Sequence[EvidenceItem]
) -> Verdict:
    """The verdict on a fact, with what its anchored words do not bear."""
    if verdict.kind != "fact" or not rests:
        return verdict
    ground = declared(rests, [source_of(item) for item in cited])
    found = [*slots(text, ground), *surely(text, ground)] if ground.grounds else []
    known = {one.rule for one in verdict.doubts if one.weight >= 0.7}
    found = [one for one in found if one.rule not in known]
    if not found:
        return verdict
    own = [
        replace(s, grounds=tuple(g for g in ground.grounds if g.n == s.n)) for s in ground.sources
    ]
    instead = standing_in(text, own) or standing_in(text, ground.sources)
    doubts = (*verdict.doubts, *found)
    return replace(verdict, fate="replaced" if instead else "held", doubts=doubts, ground=instead)
