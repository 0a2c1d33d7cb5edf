"""A fact against the words its writer anchored it in.

Enter: a sentence that its sources bear, with its anchors. Leave: its `Verdict`, held back where the
anchored words say something else: writers anchor a slip to the very sentence that refutes it, so what
another sentence of the source might bear is no excuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import EvidenceItem, Quote
from pipeline.verify.draft.anchors.declared import Declared, declared
from pipeline.verify.draft.anchors.said import surely
from pipeline.verify.draft.anchors.slots import slots
from pipeline.verify.draft.divided import divided
from pipeline.verify.grounds.fate import Verdict, examine, source_of
from pipeline.verify.grounds.fits import value
from pipeline.verify.grounds.instead import standing_in
from pipeline.verify.grounds.reading.words import tokens

# Of 231 labelled facts, anchored in the three sentences that bear most of them, words fault 30 true and
# 81 false ones; judged by these alone 2 true ones stand from here on, from 0.7 on a false one as well.
WHOLE = 0.8


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


def alone(text: str, rests: Sequence[Quote], cited: Sequence[EvidenceItem]) -> Verdict | None:
    """The verdict on a fact by the words it is anchored in and no others, where these bear nearly all
    of it: what words doubt beside another sentence of the source is a false alarm then. None where
    they do not, or where the fact fails on them too."""
    sources = [source_of(item) for item in cited]
    ground = declared(rests, sources)
    if _borne(text, ground) < WHOLE:
        return None
    own = [
        replace(s, grounds=tuple(g for g in ground.grounds if g.n == s.n)) for s in ground.sources
    ]
    found = held(text, examine(text, own, kind="fact"), rests, cited)
    stands = found.fate == "published" and not divided(text, found, sources)
    return found if stands else None


def _borne(text: str, ground: Declared) -> float:
    """The share of a sentence's weight that the anchored sentences themselves bear."""
    told = [one for one in tokens(text) if one.content]
    borne = sum(value(one) for one in told if ground.bears(one.low))
    return borne / (sum(value(one) for one in told) or 1.0)
