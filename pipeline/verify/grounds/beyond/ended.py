"""What a source ends or forbids, told as still so or as allowed: `the record is still there`, where it is removed.

Enter: a sentence and the sentences of its sources. Leave: a `Doubt` where it keeps or allows what the source
that says the rest of it ends or forbids. A verb of ending denies without a negation: what it is said of is not
there any more, which no comparison of negations sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.text.lists import beside
from pipeline.verify.grounds.across.occurrences import denied
from pipeline.verify.grounds.beyond.ranks import near
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import Token, bases, meet, tokens

SURE = 0.75
SHARED = 0.5  # of a sentence's words, without the one that keeps or allows, that its source has
_LISTS = beside(__file__)
_KEEPING = _LISTS.words("keeping")
_ALLOWING = _LISTS.words("allowing")
_OPEN = lists.CONDITIONAL | lists.NEGATORS | _LISTS.words("till")


def ended_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Kept, where the source ends it; or allowed, where the source forbids it."""
    words = tokens(text)
    lows = {one.low for one in words}
    if lows & _OPEN or lows & (lists.DENYING - lists.FAINT) or _said(words, lists.ENDING):
        return []
    kept, allowed = _said(words, _KEEPING), lows & _ALLOWING
    if not (kept or allowed):
        return []
    rest = " ".join(one.text for one in words if one not in kept)
    content = [one for one in words if one.content and one not in kept]
    for ground in near(rest, grounds, SHARED):
        gone = denied(ground.text)
        for one in _ending(ground, gone) if kept else ():
            if meet(one.patients[-1:], content, least=0.9):
                return [_doubt(kept[0].low, ground)]
        barred = [
            one for one in ground.tokens if one.low in lists.FORBIDDING and one.start not in gone
        ]
        if allowed and barred and len(content) > 2:
            return [_doubt(min(allowed), ground)]
    return []


def _doubt(said: str, ground: Ground) -> Doubt:
    return Doubt("direction", SURE, said, on_line(ground.text)[:160])


def _said(words: Sequence[Token], those: frozenset[str]) -> list[Token]:
    return [one for one in words if one.low in those or bases(one.low)[0] in those]


def _ending(ground: Ground, gone: frozenset[int]) -> Iterator[Predicate]:
    """The verbs by which a sentence says that something ends, as a fact."""
    for one in predicates(ground.text):
        ends = bases(one.verb.low)[0] in lists.ENDING and one.patients
        if ends and one.mode == "fact" and not one.negated and one.verb.start not in gone:
            yield one
