"""Negation and direction: whether a clause says the opposite of its ground.

Enter: a `Fit`. Leave: `Doubt`s. Two negations cancel, and so do a negation and an opposite; a word
that denies by its meaning may stand for a negation.
"""

from __future__ import annotations

import re

from pipeline.verify.grounds import lists
from pipeline.verify.grounds.clauses import Clause, negations
from pipeline.verify.grounds.fits import Doubt, Fit, said_by
from pipeline.verify.grounds.words import Token, bases, opposed, strength, thesaurus


def polarity(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    said, stands = negations(fit.clause), negations(fit.part)
    flips = _flips(fit)
    if (said + stands + len(flips)) % 2 == 0:
        return []
    asides = lists.TEMPORAL | lists.CONDITIONAL | {"which", "who", "where"}
    if fit.clause.joint in asides and fit.part.joint not in asides:
        return []  # a condition asks, it does not say
    ours, theirs = said_by(fit.clause), said_by(fit.part)
    near = (min(fit.covered, 1.0) * fit.recalled) ** 0.5
    if len(fit.pairs) < 2 and len(fit.part.content) > 2:
        return []
    if flips and said == stands:
        ours, theirs = flips[0][0].low, flips[0][1].low
        sure = 0.9 if near > 0.4 else 0.6 if near > 0.25 else 0.3
        return [Doubt("direction", sure, ours, theirs)]
    if stands > said and _excused(fit.clause.lows | _around(fit.clause), fit):
        return []
    if said > stands and _excused(frozenset(t.low for t in fit.ground.tokens), fit):
        return []
    if not _in_scope(fit):
        return []
    sure = 0.95 if near > 0.55 else 0.72 if near > 0.42 else 0.4 if near > 0.3 else 0.0
    return [Doubt("polarity", sure, ours, theirs)] if sure else []


def _around(clause: Clause) -> frozenset[str]:
    return frozenset()


def _excused(lows: frozenset[str], fit: Fit) -> bool:
    """Whether the side without a negation denies by another word that has no bearer itself."""
    paired = {p.said.low for p in fit.pairs} | {
        p.stands.low for p in fit.pairs if p.strength >= 0.9
    }
    denying = (lows & lists.DENYING) - (paired & lists.DENYING)
    if denying:
        return True
    return any(
        re.match(r"(?:un|in|im|ir|non|dis)[a-z-]{4,}", low) and low not in paired and _prefixed(low)
        for low in lows
    )


def _prefixed(low: str) -> bool:
    rest = re.sub(r"^(?:un|in|im|ir|non|dis)-?", "", low)
    return any(one in thesaurus() for one in bases(rest)) and len(rest) > 3


def _in_scope(fit: Fit) -> bool:
    """Whether some word behind (or just before) a negation of the ground has to do with the claim."""
    side = fit.part if negations(fit.part) > negations(fit.clause) else fit.clause
    held = (
        {p.stands.start for p in fit.pairs}
        if side is fit.part
        else {p.said.start for p in fit.pairs}
    )
    for at, one in enumerate(side.tokens):
        if one.low in lists.NEGATORS or one.low.endswith("n't"):
            behind = [t for t in side.tokens[at + 1 : at + 8] if t.content]
            if any(t.start in held for t in behind) or (
                one.low in ("no", "none", "nobody", "nothing", "neither", "never")
            ):
                return True
    return False


def _flips(fit: Fit) -> list[tuple[Token, Token]]:
    """Words of the claim that have no bearer, and whose opposite stands in the ground's clause."""
    paired = {p.said.start for p in fit.pairs if p.strength > 0.5}
    held = {p.stands.start for p in fit.pairs if p.strength > 0.75}
    out = []
    for one in fit.clause.tokens:
        if one.start in paired and any(
            p.said.start == one.start and p.strength >= 0.9 for p in fit.pairs
        ):
            continue
        if (
            one.kind != "word"
            or one.low in lists.LIGHT
            or (not one.content and one.low not in lists.TURNING)
        ):
            continue
        for other in fit.part.tokens:
            if other.start in held or other.kind != "word":
                continue
            if (
                (other.content or other.low in lists.TURNING)
                and opposed(one.low, other.low)
                and not _also(one, fit)
            ):
                out.append((one, other))
                break
    return out


def _also(one: Token, fit: Fit) -> bool:
    """Whether the ground's sentence has the word itself too."""
    return any(strength(one.low, other.low) >= 0.9 for other in fit.ground.tokens)
