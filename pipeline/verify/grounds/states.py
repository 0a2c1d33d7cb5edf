"""Words that carry the claim by themselves and must stand on something: removed, stable, requires.

Enter: a `Fit`. Leave: `Doubt`s where such a word has no bearer in its ground or beside it. Left out
of a sentence these words cost little; put into one they make it say what its source does not.
"""

from __future__ import annotations

import re

from pipeline.verify.grounds.fits import Doubt, Fit
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.tags import tagged
from pipeline.verify.grounds.reading.words import Token, keys, strength, verbal

_NONE: frozenset[str] = frozenset()
_RANKED = {"rank": lists.STATES["rank"]}  # one rank does not stand for another
_SET = re.compile(r"\b(?:a|an|the|one|some|each|every|of|with|for|any)\s+$", re.IGNORECASE)
HERE = 0.75  # strength from which a word is borne


_FINITE = lists.FINITE | lists.AUXILIARY | {"need", "needs"}


def _only_does(one: Token, fit: Fit) -> bool:
    """Whether `only` stands before a verb, where it may say no more than `merely`."""
    behind = [t for t in fit.clause.tokens if t.start > one.start][:2]
    if len(behind) < 2 or behind[1].low in _FINITE or verbal(behind[1].low):
        return False  # `only reads need it`
    return behind[0].low.endswith("s") and verbal(behind[0].low)


_ONLY_IF = re.compile(r"\bonly\b[^.;]*?\b(?:if|when|once|after|where|with)\b")


def _only_if(one: Token, fit: Fit) -> bool:
    """Whether `only ... if` says what the ground or its neighbours require."""
    behind = _ONLY_IF.match(fit.clause.text, one.start)
    every = fit.ground.lows & lists.REQUIRING
    return bool(behind) and bool(
        every or any(fit.ground.near.bears(keys(low)) >= 0.9 for low in ("require", "must"))
    )


_STAGE = re.compile(
    r"\s+(?:release|version|build|feature|support|mode|channel|stage|program|status|api)s?\b", re.I
)


def _deed(one: Token, fit: Fit, source: SourceText) -> bool:
    """Whether a word of state names a thing that is done in the source: `the preview flaw`, where users
    `can preview any image`."""
    behind = fit.clause.text[one.end :]
    named = re.match(
        r"\s+(?!(?:and|or|in|on|for|with|as|is|was|since|from|to|by|at)\b)[a-z]", behind
    )
    if named is None or _STAGE.match(behind):
        return False
    return any(
        tag == "V" and strength(one.low, word.low) >= 0.9
        for ground in source.grounds
        for word, tag in zip(*tagged(ground.text), strict=True)
    )


def states(fit: Fit, source: SourceText | None = None) -> list[Doubt]:
    """A word of state, certainty or rank that neither the ground nor its neighbours bear."""
    if fit.covered < 0.3:
        return []
    ground = fit.ground.lows
    for rule, words in lists.STATES.items():
        for one in fit.clause.tokens:
            if one.low not in words or (words | lists.BEARERS[rule]) & ground - _RANKED.get(
                rule, _NONE
            ):
                continue
            if fit.clause.text[: one.start].endswith("-"):
                continue  # `delete-only`: a part of a name
            if rule == "mended" and _SET.search(fit.clause.text[: one.start]):
                continue  # `one fixed signature`: it does not change
            needed = 0.9 if rule == "necessity" else HERE
            if any(strength(one.low, low) >= needed for low in ground):
                continue
            if rule == "alone" and _only_if(one, fit):
                continue
            if rule == "early" and source is not None and _deed(one, fit, source):
                continue
            beside = fit.ground.near.bears(keys(one.low)) >= 0.9
            sure = lists.STATE_WEIGHTS[rule]
            if rule == "necessity" and ground & lists.OPTIONAL:
                sure, beside = 0.75, False
            if rule == "alone" and _only_does(one, fit):
                sure = 0.5
            if fit.clause.joint in lists.CONDITIONAL | lists.TEMPORAL:
                sure = sure / 2
            return [Doubt(rule, sure / 2 if beside else sure, one.low, fit.ground.text[:160])]
    return []
