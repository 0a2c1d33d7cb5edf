"""Parts of two statements of a source, put together: the subject of one, what is said of another.

Enter: a sentence and its sources. Leave: a `Doubt` where two statements of a source exchanged their
parts, or where one is told of the subject of the other. A statement is a stretch of a sentence
between marks and conjunctions. Words that both statements have tell nothing; a word tells of one
where the other lacks it and whatever may stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise

from pipeline.verify.grounds.fits import Doubt, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import words_in
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens, told

BORNE = 0.75  # strength from which a word stands for another
AKIN = 0.5  # and from which it might
SAME = 0.9
TOPIC = 3  # words of content in which a statement says of what it speaks
ALIKE = 2  # words of content in common from which two sentences say alike of two things
TELLING = 3  # words by which a statement shows that it is of both; with two, 3 true ones of 312 did
NEXT = 1  # sentences from one statement to another that belongs to it
TABLE = 90  # words of a sentence that is a table or a list of settings
# Chosen on sentences that other rules let pass: of 162 false ones 18 are found so, of 312 true ones
# none.
PARTLY, MOSTLY = 0.3, 0.5  # of the weight of a statement that two of its source bear
ENOUGH = 6  # weight of what is said of another


@dataclass(frozen=True)  # without slots, for the words that it is looked up by
class Predication:
    """A stretch of a sentence: its words of content, and which of them are subjects."""

    words: tuple[Token, ...]
    subject: tuple[Token, ...]
    order: int  # of its sentence among those of its source

    @cached_property
    def lows(self) -> frozenset[str]:
        return frozenset([one.low for one in self.words])

    @cached_property
    def rest(self) -> tuple[Token, ...]:
        return tuple([one for one in self.words if one not in self.subject])


def joined_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    mine = predications(text)
    words = [t for one in mine for t in one.words]
    for source in sources:
        near = [g for g in source.grounds if len(g.tokens) < TABLE and _bears_any(g, words)]
        parts = [one for g in near for one in predications(g.text, g.order)]
        theirs = [one for one in parts if any(_borne(t, one) for t in words)]
        for found in (
            _exchanged(mine, theirs),
            _contrasted(text, mine, near),
            _of_another(tokens(text), mine, theirs, source.grounds),
        ):
            if doubt := next(found, None):
                return [doubt]
    return []


def _bears_any(ground: Ground, words: Sequence[Token]) -> bool:
    return any(ground.bag.bears(keys(t.low)) >= BORNE for t in words)


# ── two that exchanged their parts ────────────────────────────────────────────────────────


def _exchanged(mine: Sequence[Predication], theirs: Sequence[Predication]) -> Iterator[Doubt]:
    """One statement speaks of what another speaks of and says what a third says, and its neighbour
    the reverse."""
    apart = [one.words for one in theirs]
    for x, y in _beside(theirs):
        for c, d in combinations(mine, 2):
            of_c, of_d = _crossed(c, d, x, y)
            first, second = _turned(of_c, x, y), _turned(of_d[::-1], y, x)
            if first and second and not (_together(first, apart) or _together(second, apart)):
                yield _doubt("roles", 0.85, (*first, *second), x, y)


def _turned(words: _Sides, of: Predication, said: Predication) -> tuple[Token, ...]:
    """The word by which a statement speaks of one, and the one by which it says what another does."""
    topic = [t for t in words[0] if told(t, of.words[:TOPIC], least=BORNE)]
    rest = [t for t in words[1] if told(t, said.words[1:], least=BORNE)]
    rest = [t for t in rest if not told(t, said.words[:1], least=SAME)]
    if not topic or not rest or topic[0].start > rest[0].start:
        return ()
    return topic[0], rest[0]


_AGAINST = re.compile(r"\b(?:while|whereas|though|although|but)\b|;")


def _contrasted(
    text: str, mine: Sequence[Predication], grounds: Sequence[Ground]
) -> Iterator[Doubt]:
    """Two statements set against each other, each with words of both of two sentences that say alike
    of two things: `lock files in an image, whereas in a repository installed packages`."""
    if not _AGAINST.search(text):
        return
    wholes = [Predication(_telling(g.tokens), (), g.order) for g in grounds]
    for x, y in _beside(wholes):
        if sum(_borne(t, y, SAME) for t in x.words) < ALIKE:
            continue
        for c, d in combinations(mine, 2):
            sides = _crossed(c, d, x, y)
            if all(len(a) + len(b) >= TELLING for a, b in sides):
                yield _doubt("joined", 0.8, [t for a, b in sides for t in (a[0], b[0])], x, y)


_Sides = tuple[Sequence[Token], Sequence[Token]]


def _crossed(
    c: Predication, d: Predication, x: Predication, y: Predication
) -> tuple[_Sides, _Sides]:
    """The words by which each of two statements is of `x`, and those by which it is of `y`; none
    where one of the four has no such word, or the two say too much of their own."""
    sides = [(_only(m, o, x, y), _only(m, o, y, x)) for m, o in ((c, d), (d, c))]
    whole = all(a and b for a, b in sides) and min(_share(c, x, y), _share(d, x, y)) >= PARTLY
    return (sides[0], sides[1]) if whole else (((), ()), ((), ()))


def _only(
    mine: Predication, other: Predication, of: Predication, against: Predication
) -> list[Token]:
    """The words of one of two statements that one of two others has, and no other of the four."""
    return [
        t
        for t in mine.words
        if _borne(t, of) and not _borne(t, against, AKIN) and not _borne(t, other, SAME)
    ]


# ── what is said of another ───────────────────────────────────────────────────────────────


def _of_another(
    every: Sequence[Token],
    mine: Sequence[Predication],
    theirs: Sequence[Predication],
    grounds: Sequence[Ground],
) -> Iterator[Doubt]:
    apart = [one.words for one in theirs]
    for x, y in _beside([one for one in theirs if one.subject]):
        for c in (one for one in mine if one.subject):
            found = _moved(c, x, y, every)
            if not found or _together(found[:2], apart):
                continue
            others = [g.tokens for g in grounds if g.order not in (x.order, y.order)]
            if not _together(found, others):
                yield _doubt("joined", 0.75, found, x, y)


def _moved(
    c: Predication, x: Predication, y: Predication, every: Sequence[Token]
) -> tuple[Token, ...]:
    """The words of a statement that speaks of the subject of `y` and says of it what `x` says of its
    own, of which the sentence does not speak, and nothing of what `y` says."""
    topic = [t for t in c.subject if told(t, y.subject, least=BORNE) and not _borne(t, x, AKIN)]
    if not topic or _share(c, x, y) < MOSTLY:
        return ()
    rest = [t for t in c.rest if told(t, x.rest, least=BORNE) and not _borne(t, y, AKIN)]
    if sum(value(t) for t in rest) < ENOUGH or topic[0].start > rest[0].start:
        return ()
    own = any(not told(t, y.subject, least=AKIN) for t in x.subject)
    spoken = any(
        told(t, every, least=AKIN) and not told(t, y.subject, least=BORNE) for t in x.subject
    )
    left = any(not told(t, every, least=AKIN) and not _borne(t, x, AKIN) for t in y.rest)
    return (topic[0], *rest) if own and left and not spoken else ()


# ── statements ────────────────────────────────────────────────────────────────────────────

_CUT = re.compile(r"[,;:.]\s|\s(?:and|but|while|whereas|or)\s")
_EMPTY = lists.LIGHT | lists.TELLING


@lru_cache(maxsize=4096)
def predications(text: str, order: int = 0) -> tuple[Predication, ...]:
    """The statements of a sentence without its dates; one of a single word belongs to its neighbour."""
    days = [range(f.start, f.end) for f in figures(text) if f.kind == "date"]
    words = [t for t in _telling(tokens(text)) if not any(t.start in day for day in days)]
    parts: list[list[Token]] = []
    for start, end in pairwise([0, *(m.start() for m in _CUT.finditer(text)), len(text)]):
        inside = [t for t in words if start <= t.start < end]
        if inside and parts and min(len(inside), len(parts[-1])) < 2:
            parts[-1] += inside
        elif inside:
            parts.append(inside)
    heads = [head for one in predicates(text) for head in one.subject]
    subjects = {word.start for head in heads for word in words_in(text, head)}
    return tuple(
        Predication(tuple(part), tuple(t for t in part if t.start in subjects), order)
        for part in parts
    )


def _telling(words: Sequence[Token]) -> tuple[Token, ...]:
    return tuple([t for t in words if t.content and t.low not in _EMPTY])


def _beside(every: Sequence[Predication]) -> Iterator[tuple[Predication, Predication]]:
    """Two statements of one sentence or of neighbours, in either order."""
    for at, x in enumerate(every):
        for y in every[at + 1 :]:
            if y.order - x.order > NEXT:
                break
            yield x, y
            yield y, x


def _together(words: Sequence[Token], places: Sequence[Sequence[Token]]) -> bool:
    """Whether some words stand together in any of these places."""
    return any(all(told(t, place, least=BORNE) for t in words) for place in places)


def _share(said: Predication, *others: Predication) -> float:
    """Of the weight of a statement, what some others bear."""
    whole = sum(value(t) for t in said.words) or 1.0
    return sum(value(t) for t in said.words if any(_borne(t, one) for one in others)) / whole


def _borne(word: Token, by: Predication, least: float = BORNE) -> bool:
    return _nearest(word.low, by.lows) >= least


@lru_cache(maxsize=1 << 17)
def _nearest(low: str, lows: frozenset[str]) -> float:
    return max([strength(low, one) for one in lows], default=0.0)


def _doubt(
    rule: str, weight: float, said: Sequence[Token], x: Predication, y: Predication
) -> Doubt:
    shown = (" ".join(one.text for one in words)[:160] for words in (said, (*x.words, *y.words)))
    return Doubt(rule, weight, *shown)
