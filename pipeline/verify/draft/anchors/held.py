"""A fact against the words its writer anchored it in.

Enter: a sentence that its sources bear, with its anchors. Leave: its `Verdict`, held back where the
anchored words say something else: writers anchor a slip to the very sentence that refutes it, so what
another sentence of the source might bear is no excuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import EvidenceItem, Quote
from pipeline.verify.draft.anchors.declared import SAME, Declared, declared
from pipeline.verify.draft.anchors.said import surely
from pipeline.verify.draft.anchors.slots import slots
from pipeline.verify.draft.divided import divided
from pipeline.verify.grounds.across.conditions import told_alike
from pipeline.verify.grounds.copies.runs import DriftRun, along
from pipeline.verify.grounds.fate import Verdict, examine, fails, source_of
from pipeline.verify.grounds.fits import Doubt, value
from pipeline.verify.grounds.instead import standing_in
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.words import keys, tokens

# Of 231 labelled facts, anchored in the three sentences that bear most of them, words fault 30 true and
# 81 false ones; judged by these alone 2 true ones stand from here on, from 0.7 on a false one as well.
WHOLE = 0.8
SHOWN = 160  # characters of a sentence that a doubt shows at least
# What a near copy of one sentence is faulted for, and a word of state that it lacks.
BESIDE_ONE = frozenset({"drift", *lists.STATES})


def held(
    text: str, verdict: Verdict, rests: Sequence[Quote], cited: Sequence[EvidenceItem]
) -> Verdict:
    """The verdict on a fact, with what its anchored words do not bear."""
    if verdict.kind != "fact" or not rests:
        return verdict
    ground = declared(rests, [source_of(item) for item in cited])
    told = told_alike(text, ground.sources)
    found = [*slots(told, ground), *surely(told, ground)] if ground.grounds else []
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
    found = held(text, joined(text, examine(text, own, kind="fact"), rests, cited), rests, cited)
    stands = found.fate == "published" and not divided(text, found, sources)
    return found if stands else None


def joined(
    text: str, verdict: Verdict, rests: Sequence[Quote], cited: Sequence[EvidenceItem]
) -> Verdict:
    """The verdict on a fact that joins two anchored sentences: a word that it puts into the copy of one
    of them is no stranger where another of them has it, unless it takes a word's place."""
    if verdict.fate == "published" or not any(d.rule in BESIDE_ONE for d in verdict.doubts):
        return verdict
    sources = [source_of(item) for item in cited]
    ground = declared(rests, sources)
    if len(ground.grounds) < 2:
        return verdict
    run = along(text, sources)
    doubts = tuple(d for d in verdict.doubts if not _told_by_another(d, run, ground))
    return verdict if fails(doubts) else replace(verdict, fate="published", doubts=doubts)


def _told_by_another(doubt: Doubt, run: DriftRun | None, ground: Declared) -> bool:
    """Whether an anchored sentence has the word that another one lacks."""
    if doubt.rule not in BESIDE_ONE:
        return False
    if doubt.rule == "drift":
        at = (
            next((n for n, one in enumerate(run.said) if one.low == doubt.said), None)
            if run
            else None
        )
        if run is None or at is None or run.displaces(at):
            return False
    known = keys(doubt.said)
    others = (one for one in ground.grounds if not one.text.startswith(doubt.stands[:SHOWN]))
    return any(one.bag.bears(known) >= SAME for one in others)


def _borne(text: str, ground: Declared) -> float:
    """The share of a sentence's weight that the anchored sentences themselves bear."""
    told = [one for one in tokens(text) if one.content]
    borne = sum(value(one) for one in told if ground.bears(one.low))
    return borne / (sum(value(one) for one in told) or 1.0)
