"""Whether a source states a relation: that one thing acts on another, as an edge of a graph says it.

Enter: the words of both ends and of what joins them, and the cited sources. Leave: a `Doubt` where no
sentence of theirs has all three, where it tells them the other way round, or where what it says of
them is denied or only possible. A label is too short for the facets of a sentence: its words must
stand together, which a sentence in a writer's own words need not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.verify.grounds.fits import Doubt, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import clause_at, clauses, negations, stretch
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, keys, opposed, strength, tokens, verbal

HALF = 0.5  # of the weight of an end's or a label's words: `uses internally` for `used`
BORNE = 0.75  # strength of a word's bearer: a synonym, not the word above it
NEAREST = 0.9  # of what the best sentence bears: one that bears less says it of something else
SURE = 0.9
# A subject that was named before: `The flaw chains a helper from cifs-utils`.
_DEFINITE = re.compile(r"\W*(?:The|Such an?) (?:[a-z]+ )?[a-z]+ (?=[a-z])")


@dataclass(frozen=True, slots=True)
class EdgeClaim:
    """One thing, what it does, and to what, each in the words of its label."""

    start: str
    label: str
    end: str

    @property
    def text(self) -> str:
        return f"{self.start} {self.label} {self.end}"


def relation_doubts(said: EdgeClaim, sources: Sequence[SourceText]) -> list[Doubt]:
    """Why the sources do not state a relation; nothing where one sentence of theirs does."""
    wheres = [(ground, source) for source in sources for ground in source.grounds]
    bearing = [ground for ground, source in wheres if _has_all(said, ground, source)]
    if not bearing:
        near = max((g for g, _ in wheres), key=lambda g: _share(said.text, g), default=None)
        return [Doubt("relation", SURE, said.text, near.text if near else "")]
    # A sentence that has a noun of the label, or of its verb, tells what is done by another verb.
    likest = max(_verbs(said.label, ground) for ground in bearing)
    bearing = [ground for ground in bearing if _verbs(said.label, ground) == likest]
    most = max(_share(said.text, ground) for ground in bearing)
    best = [one for one in bearing if _share(said.text, one) >= NEAREST * most]
    doubts = [_otherwise(said, ground) for ground in best]
    return [] if None in doubts else [one for one in doubts[:1] if one]


def _has_all(said: EdgeClaim, ground: Ground, source: SourceText) -> bool:
    """Whether a sentence has what joins the ends, and both; one may stand beside it where a pronoun, or
    nothing, stands in its place: `Kubernetes warns that this can block drains`."""
    if not _joins(said.label, ground):
        return False
    here = [_share(end, ground) >= HALF for end in (said.start, said.end)]
    refers = any(one.low in lists.REFERRING for one in ground.tokens)
    if not (refers or _DEFINITE.match(ground.text)):
        return all(here)
    beside = [_beside(end, ground, source) >= HALF for end in (said.start, said.end)]
    return any(here) and all(one or other for one, other in zip(here, beside, strict=True))


def _joins(label: str, ground: Ground) -> bool:
    """Whether a word of a label that carries it is borne; a label of small words joins anything."""
    carry = [one for one in tokens(label) if one.content and one.low not in lists.UNWEIGHTY]
    return not carry or any(_found(one, ground) for one in carry)


def _acts(one: Token) -> bool:
    return one.content and one.low not in lists.UNWEIGHTY and verbal(one.low)


def _verb(label: str, ground: Ground) -> Token | None:
    """The word of a sentence that bears the verb of a label; None where it has none, or the label."""
    verb = next((one for one in tokens(label) if _acts(one)), None)
    return _found(verb, ground) if verb else None


def _verbs(label: str, ground: Ground) -> float:
    """How far a sentence has the verb of a label: 1 for the verb itself in any form."""
    verb = next((one for one in tokens(label) if _acts(one)), None)
    theirs = _found(verb, ground) if verb else None
    return strength(verb.low, theirs.low) if verb and theirs else 0.0


def _share(words: str, ground: Ground) -> float:
    return _weighed(words, lambda one: _found(one, ground) is not None)


def _beside(words: str, ground: Ground, source: SourceText) -> float:
    """The share of an end's words that the sentence, its neighbours or the head of its text bear."""

    def borne(one: Token) -> bool:
        known = keys(one.low)
        return max(ground.near.bears(known), source.head.bears(known)) >= BORNE

    return _weighed(words, borne)


def _weighed(words: str, borne: Callable[[Token], bool]) -> float:
    """The share of what words weigh that is borne; figures are asked about by themselves."""
    told = [one for one in tokens(words) if one.content]
    told = [one for one in told if one.kind != "number"] or told
    whole = sum(value(one) for one in told)
    return sum(value(one) for one in told if borne(one)) / whole if whole else 0.0


def _found(one: Token, ground: Ground) -> Token | None:
    """The word of a sentence that bears a word best."""
    ranked = [(strength(one.low, other.low), -at, other) for at, other in enumerate(ground.tokens)]
    best = max(ranked, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] >= BORNE else None


def _otherwise(said: EdgeClaim, ground: Ground) -> Doubt | None:
    """How a sentence that has all three says another thing of them; None where it says the same."""
    label = [_found(one, ground) for one in tokens(said.label) if one.content]
    joining = [one for one in label if one]
    if not joining:
        return None
    does = _verb(said.label, ground)
    verb = does or joining[0]
    acts = does is not None or not any(_acts(one) for one in tokens(said.label))
    if acts and _turned(said, verb, ground):
        return Doubt("roles", SURE, said.text, ground.text)
    part = clause_at(ground.text, verb.start)
    (mine, *_) = clauses(said.text) or (None,)
    if part is None or mine is None:
        return None
    last = max(one.start for one in (*joining, *_places(said, ground)) if one)
    told = stretch(ground.text, tuple(one for one in part.tokens if one.start <= last))
    barred = sum(one.low in lists.FORBIDDING and one not in joining for one in told.tokens)
    beyond = barred + int(verb.start < ground.outside.denied)
    if negations(mine) % 2 != (negations(told) + beyond) % 2 or _opposite(said.label, ground):
        return Doubt("polarity", SURE, said.text, ground.text)
    held = lists.POSSIBLE - {"would"}  # a flaw that would accept frames does
    possible = part.lows & held and not mine.lows & lists.POSSIBLE
    return Doubt("possibility", SURE, said.text, ground.text) if possible else None


def _opposite(label: str, ground: Ground) -> bool:
    """Whether a word of the label is set against one of the sentence that bears nothing of it."""
    return any(
        opposed(one.low, other.low)
        for one in tokens(label)
        if one.content and not _found(one, ground)
        for other in ground.tokens
        if other.content
    )


def _turned(said: EdgeClaim, verb: Token, ground: Ground) -> bool:
    """Whether the end does it to the start: it stands before the verb and the start behind it, or in a
    passive the other way round, or what leads to the end leads to the start."""
    start, end = _places(said, ground)
    last = tokens(said.label)[-1:]
    if (
        start is None and end is not None
    ):  # it stands in a sentence beside: `they are checked by it`
        told = last[0].low if last else ""
        return _done(verb) and bool(_between(verb, end, ground) & {"by", "with"} - {told})
    if start is None or end is None or start.start == end.start:
        return False
    if last and last[0].low in lists.LED_OFF | {"by"}:
        led = [_led(one, ground) == last[0].low for one in (start, end)]
        if any(led):
            return led == [True, False]
    before, after = sorted((start, end), key=lambda one: one.start)
    if not before.start < verb.start < after.start:
        return False
    between = _between(verb, after, ground)
    if _done(verb) and "by" in between:
        return before is start
    return before is end and not between & (lists.LED_OFF | {"by"})


def _done(verb: Token) -> bool:
    """Whether a verb may be passive, by its form."""
    return verb.low.endswith(("ed", "en")) or verb.low in lists.IRREGULAR


def _between(verb: Token, one: Token, ground: Ground) -> set[str]:
    return {t.low for t in ground.tokens if verb.end <= t.start < one.start}


def _led(one: Token, ground: Ground) -> str:
    """The small word that leads to a place: `into` before `the GPU memory`."""
    before = [t for t in ground.tokens if t.start < one.start][-3:]
    return next((t.low for t in reversed(before) if t.low in lists.LED_OFF | {"by"}), "")


def _places(said: EdgeClaim, ground: Ground) -> tuple[Token | None, Token | None]:
    """Where both ends stand; of two where one is part of the other's name, not inside of that."""
    spans = [_spans(words, ground) for words in (said.start, said.end)]
    kept = [
        [a for a in mine if not any(b[0] <= a[0] and a[1] <= b[1] and a != b for b in theirs)]
        for mine, theirs in (spans, spans[::-1])
    ]
    found = [ground.tokens[one[0][0]] if one else None for one in kept]
    start, end = (
        place or _head(words, ground)
        for place, words in zip(found, (said.start, said.end), strict=True)
    )
    return start, end


def _spans(words: str, ground: Ground) -> list[tuple[int, int]]:
    """Where the words of an end stand in a row, as numbers of tokens."""
    told = [one.low for one in tokens(words)]
    lows = [one.low for one in ground.tokens]
    size = len(told)
    return [(at, at + size) for at in range(len(lows) - size + 1) if lows[at : at + size] == told]


def _head(words: str, ground: Ground) -> Token | None:
    """Where a sentence has the last word of an end that it bears."""
    told = [one for one in tokens(words) if one.content]
    return next((there for one in reversed(told) if (there := _found(one, ground))), None)
