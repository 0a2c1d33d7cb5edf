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
from functools import lru_cache
from itertools import combinations, pairwise, permutations

from pipeline.verify.grounds.fits import Doubt, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import words_in
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

BORNE = 0.75  # strength from which a word stands for another
AKIN = 0.5  # and from which it might
SAME = 0.9
TOPIC = 3  # words of content in which a statement says of what it speaks
ALIKE = 2  # words of content that two sentences have in common which say alike of two things
TELLING = 3  # words by which a statement shows that it is of both; with two, 3 true ones of 312 did
NEXT = 1  # sentences from one statement to another that belongs to it
TABLE = 90  # words of a sentence that is a table or a list of settings
# Chosen on sentences that other rules let pass: of 162 false ones 18 are found so, of 312 true ones
# none.
PARTLY, MOSTLY = 0.3, 0.5  # of the weight of a statement that two of its source bear
ENOUGH = 6  # weight of what is said of another


@dataclass(frozen=True, slots=True)
class Predication:
    """A stretch of a sentence: its words of content, and which of them are subjects."""

    words: tuple[Token, ...]
    subject: tuple[Token, ...]
    order: int  # of its sentence among those of its source

    @property
    def rest(self) -> tuple[Token, ...]:
        return tuple([one for one in self.words if one not in self.subject])


def joined_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    mine = predications(text)
    every = tokens(text)
    for source in sources:
        theirs = _near(mine, source.grounds)
        for found in (
            _all_exchanged(mine, theirs),
            _contrasted(text, mine, source.grounds),
            _all_of_another(mine, theirs, every, source.grounds),
        ):
            if doubt := next(found, None):
                return [doubt]
    return []


def _all_exchanged(mine: Sequence[Predication], theirs: Sequence[Predication]) -> Iterator[Doubt]:
    apart = [one.words for one in theirs]
    for x, y in _beside(theirs):
        for c, d in permutations(mine, 2):
            found = _exchanged(c, d, x, y)
            if found and not (_together(found[:2], apart) or _together(found[2:], apart)):
                yield Doubt("roles", 0.85, _shown(found), _shown((*x.words, *y.words)))


def _all_of_another(
    mine: Sequence[Predication],
    theirs: Sequence[Predication],
    every: Sequence[Token],
    grounds: Sequence[Ground],
) -> Iterator[Doubt]:
    apart = [one.words for one in theirs]
    for x, y in _beside(theirs):
        for c in mine:
            found = _of_another(c, x, y, every)
            if not found or _together(found[:2], apart):
                continue
            others = [g.tokens for g in grounds if g.order not in (x.order, y.order)]
            if not _together(found, others):
                yield Doubt("joined", 0.75, _shown(found), _shown((*x.words, *y.words)))


_AGAINST = re.compile(r"\b(?:while|whereas|though|although|but)\b|;")


def _contrasted(
    text: str, mine: Sequence[Predication], grounds: Sequence[Ground]
) -> Iterator[Doubt]:
    """Two statements set against each other, each with words of both of two sentences that say alike
    of two things: `lock files in an image, whereas in a repository installed packages`."""
    if len(mine) < 2 or not _AGAINST.search(text):
        return
    every = [t for one in mine for t in one.words]
    wholes = [
        Predication(tuple(t for t in g.tokens if t.content and t.low not in _EMPTY), (), g.order)
        for g in grounds
        if len(g.tokens) < TABLE and sum(g.bag.bears(keys(t.low)) >= BORNE for t in every) > 1
    ]
    for x, y in _beside(wholes):
        if sum(_borne(t, y.words, SAME) for t in x.words) < ALIKE:
            continue
        for c, d in combinations(mine, 2):
            if min(_share(c, x, y), _share(d, x, y)) < PARTLY:
                continue
            sides = [(_only(m, o, x, y), _only(m, o, y, x)) for m, o in ((c, d), (d, c))]
            if all(a and b and len(a) + len(b) >= TELLING for a, b in sides):
                found = [t for a, b in sides for t in (a[0], b[0])]
                yield Doubt("joined", 0.8, _shown(found), _shown((*x.words, *y.words)))


def _only(
    mine: Predication, other: Predication, of: Predication, against: Predication
) -> list[Token]:
    """The words of one of two statements that one of two others has, and no other of the four."""
    return [
        t
        for t in mine.words
        if not _borne(t, other.words, SAME)
        and _borne(t, of.words)
        and not _borne(t, against.words, AKIN)
    ]


def _shown(words: Sequence[Token]) -> str:
    return " ".join(one.text for one in words)[:160]


_CUT = re.compile(r"[,;:.]\s|\s(?:and|but|while|whereas|or)\s")
_EMPTY = lists.LIGHT | lists.TELLING


@lru_cache(maxsize=4096)
def predications(text: str, order: int = 0) -> tuple[Predication, ...]:
    """The statements of a sentence without its dates; one of a single word belongs to its neighbour."""
    days = [range(f.start, f.end) for f in figures(text) if f.kind == "date"]
    cuts = [m.start() for m in _CUT.finditer(text)]
    parts: list[list[Token]] = []
    for start, end in pairwise([0, *cuts, len(text)]):
        inside = [t for t in tokens(text) if start <= t.start < end and t.content]
        words = [
            t for t in inside if t.low not in _EMPTY and not any(t.start in day for day in days)
        ]
        if words and parts and min(len(words), len(parts[-1])) < 2:
            parts[-1] += words
        elif words:
            parts.append(words)
    subjects = _subjects(text)
    return tuple(
        Predication(tuple(words), tuple(t for t in words if t.start in subjects), order)
        for words in parts
    )


def _subjects(text: str) -> frozenset[int]:
    """Where the words of the subjects of a sentence start."""
    heads = [head for one in predicates(text) for head in one.subject]
    return frozenset(word.start for head in heads for word in words_in(text, head))


def _near(mine: Sequence[Predication], grounds: Sequence[Ground]) -> list[Predication]:
    """The statements of a source that have a word of the sentence, tables aside."""
    words = [t for one in mine for t in one.words]
    return [
        one
        for ground in grounds
        if len(ground.tokens) < TABLE and any(ground.bag.bears(keys(t.low)) >= BORNE for t in words)
        for one in predications(ground.text, ground.order)
        if any(_borne(t, one.words) for t in words)
    ]


def _beside(every: Sequence[Predication]) -> Iterator[tuple[Predication, Predication]]:
    """Two statements of one sentence or of neighbours, in either order."""
    for x, y in permutations(every, 2):
        if abs(x.order - y.order) <= NEXT:
            yield x, y


def _exchanged(c: Predication, d: Predication, x: Predication, y: Predication) -> tuple[Token, ...]:
    """The words by which one statement speaks of `x` and says what `y` does, and the other the
    reverse; nothing where they do not."""
    sides = []
    for mine, other, of, said in ((c, d, x, y), (d, c, y, x)):
        topic = [t for t in _only(mine, other, of, said) if _borne(t, of.words[:TOPIC])]
        rest = [t for t in _only(mine, other, said, of) if _borne(t, said.words[1:])]
        rest = [t for t in rest if not _borne(t, said.words[:1], SAME)]
        if not topic or not rest or topic[0].start > rest[0].start:
            return ()
        sides += [(topic[0], rest[0])]
    enough = min(_share(c, x, y), _share(d, x, y)) >= PARTLY
    return sides[0] + sides[1] if enough else ()


def _of_another(
    c: Predication, x: Predication, y: Predication, every: Sequence[Token]
) -> tuple[Token, ...]:
    """The words of a statement that speaks of the subject of `y` and says of it what `x` says of its
    own, of which the sentence does not speak, and nothing of what `y` says."""
    if not (c.subject and x.subject and y.subject):
        return ()
    topic = [t for t in c.subject if _borne(t, y.subject) and not _borne(t, x.words, AKIN)]
    if not topic or _share(c, x, y) < MOSTLY:
        return ()
    rest = [t for t in c.rest if _borne(t, x.rest) and not _borne(t, y.words, AKIN)]
    if not topic or not rest or topic[0].start > rest[0].start:
        return ()
    if sum(value(t) for t in rest) < ENOUGH:
        return ()
    own = [t for t in x.subject if not _borne(t, y.subject, AKIN)]
    told = any(_borne(t, every, AKIN) for t in x.subject if not _borne(t, y.subject))
    left = [t for t in y.rest if not _borne(t, every, AKIN) and not _borne(t, x.words, AKIN)]
    return (topic[0], *rest) if own and left and not told else ()


def _together(words: Sequence[Token], places: Sequence[Sequence[Token]]) -> bool:
    """Whether some words stand together in any of these places."""
    return any(all(_borne(t, place) for t in words) for place in places)


def _share(said: Predication, *others: Predication) -> float:
    """Of the weight of a statement, what some others bear."""
    whole = sum(value(t) for t in said.words) or 1.0
    return sum(value(t) for t in said.words if any(_borne(t, o.words) for o in others)) / whole


def _borne(one: Token, words: Sequence[Token], least: float = BORNE) -> bool:
    return any(strength(one.low, other.low) >= least for other in words)
