"""A word in the place of another of its class: `the second estimate` for `the first estimate`.

Enter: a sentence and its sources. Leave: a `Doubt` for a word of a closed class (orders, quantities, levels,
frequencies, modals, units, magnitudes) or a name that stands between the very words between which a
source has another of that class. No other words of the sentence need be the source's: two beside it
say which place is meant, and a class has no synonyms but those of its own group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground, SourceText, names
from pipeline.verify.grounds.reading.words import Token, strength, tokens

SIDE = 3  # words on either side that are compared
LEAST = 3  # of them that are the same, at least one on either side or an end of the sentence
SHARED = 0.5  # of the words of a sentence that the other has: else it tells of something else
COPIED = (
    0.75  # of them, from which a name in another's place is no parallel: `the House`, `the Senate`
)
SURE = 0.8


def exchanged(text: str, sources: Sequence[SourceText], *, fact: bool = True) -> list[Doubt]:
    """The first word of a closed class that took the place of another.

    fact: False for an inference or advice, which is judged only where it is close to a sentence.
    """
    said = tokens(text)
    grounds = [ground for source in sources for ground in source.grounds]
    shares = ((_shared(said, ground), ground) for ground in grounds)
    near = [(share, ground) for share, ground in shares if share >= SHARED]
    named = names(f"x {text}")
    for at, one in enumerate(said):
        kinds = _kinds(one, named)
        if not kinds or any(_stands(said, at, ground) for ground in grounds):
            continue
        least = SHARED if fact and kinds != ("name",) else COPIED
        for ground in (ground for share, ground in near if share >= least):
            for place in _others(one, kinds, ground):
                other = ground.tokens[place]
                if _same_place(said, at, ground, place) and not _weaker(one.low, other.low):
                    return [Doubt(_RULES[kinds[0]], SURE, one.low, other.low)]
    return []


def transposed(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """Two words of content that changed places, all words between them as they were: who did what to
    whom. What `and` joins may be told in either order."""
    said = tokens(text)
    mine = _once(said)
    grounds = [ground for source in sources for ground in source.grounds]
    for ground in (one for one in grounds if _shared(said, one) >= TURNED):
        theirs = ground.tokens
        both = mine & _once(theirs)
        places = [n for n, other in enumerate(theirs) if other.low in both]
        for at in (n for n, one in enumerate(said) if one.low in both):
            for place in places:
                far = _partner(said, at, theirs, place)
                if far and not _either_order(said[at + 1 : far]):
                    words = f"{said[at].low} {said[far].low}"
                    return [Doubt("roles", SURE, words, ground.text[:200])]
    return []


def replaced(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """The one word in which a short sentence differs from a source's, where it is no other form,
    synonym or kin of the source's word and stands nowhere else there: `reviewed` for `wrote`."""
    said = tokens(text)
    grounds = [ground for source in sources for ground in source.grounds]
    for ground in (one for one in grounds if len(one.tokens) == len(said) >= WORDS):
        pairs = [(a, b) for a, b in zip(said, ground.tokens, strict=True) if a.low != b.low]
        if len(pairs) != 1 or not all(one.content and one.kind != "number" for one in pairs[0]):
            continue
        mine, other = pairs[0]
        known = any(_akin(mine.low, one.low) for ground in grounds for one in ground.tokens)
        if not known and not {mine.low, other.low} & lists.REPORTING:
            return [Doubt("direction", SURE, mine.low, other.low)]
    return []


WORDS = 5  # of a sentence that is another's but for one word
TURNED = 0.85  # of a sentence's words that the other has: all but a lead, and a word or two
APART = 8  # words between two that changed places


def _once(side: Sequence[Token]) -> frozenset[str]:
    """The words of content that stand once on a side."""
    counts = Counter(one.low for one in side)
    words = (one.low for one in side if one.content and one.kind != "number")
    return frozenset(low for low in words if counts[low] == 1)


def _partner(said: Sequence[Token], at: int, theirs: Sequence[Token], place: int) -> int:
    """Where the word stands with which one changed places; 0 where it did not."""
    if said[at].low == theirs[place].low or _same(said[at], theirs[place]):
        return 0
    for step in range(2, APART + 2):
        if at + step >= len(said) or place + step >= len(theirs):
            return 0
        if not _same(said[at + step - 1], theirs[place + step - 1]):
            return 0
        mine, other = said[at + step], theirs[place + step]
        if (said[at].low, mine.low) == (other.low, theirs[place].low):
            return at + step if mine.content and mine.low != said[at].low else 0
    return 0


def _same(one: Token, other: Token) -> bool:
    return one.low == other.low or (one.content and strength(one.low, other.low) >= 0.9)


def _either_order(between: Sequence[Token]) -> bool:
    """Whether the words between two are such that their order says nothing: `a and the b`."""
    lows = {one.low for one in between}
    return bool(lows & lists.EITHER_ORDER) or lows <= {"a", "an", "the"}


_RULES = {
    "order": "direction",
    "quantity": "quantity",
    "frequency": "quantity",
    "modal": "necessity",
    "only": "exclusive",
    "side": "direction",
    "level": "quantity",
    "unit": "unit",
    "magnitude": "unit",
    "name": "name-swapped",
}


def _weaker(said: str, stands: str) -> bool:
    """Whether a word claims less than the one it replaced: `can` for `will`; or denies with it."""
    possible = _group("may", "modal")
    return said in possible or {said, stands} == {"no", "any"}


def _kinds(one: Token, named: frozenset[str]) -> tuple[str, ...]:
    found = _classes(one.low)
    name = not found and one.kind != "number" and one.low in named
    return ("name",) if name else found


@lru_cache(maxsize=65_536)
def _classes(low: str) -> tuple[str, ...]:
    """The closed classes that a word belongs to."""
    found = [kind for kind, groups in lists.EXCHANGED.items() if any(low in g for g in groups)]
    if _dimension(low):
        found.append("unit")
    if low in lists.MAGNITUDES:
        found.append("magnitude")
    return tuple(found)


def _group(low: str, kind: str) -> frozenset[str]:
    return next((g for g in lists.EXCHANGED.get(kind, ()) if low in g), frozenset((low,)))


def _others(one: Token, kinds: tuple[str, ...], ground: Ground) -> Iterator[int]:
    """Places of a sentence of a source that have another word of the same class."""
    for place, other in enumerate(ground.tokens):
        theirs = _kinds(other, ground.names)
        kind = next((k for k in kinds if k in theirs), "")
        if not kind or other.low in _group(one.low, kind):
            continue
        if kind in ("unit", "name", "magnitude") and _akin(one.low, other.low):
            continue
        yield place


def _akin(a: str, b: str) -> bool:
    """Whether two names or units are one in another form: `ms` and `milliseconds`, `RFC` and `RFCs`."""
    first, second = _dimension(a), _dimension(b)
    if first and second:
        return first == second
    return strength(a, b) >= 0.75 or a in b or b in a


def _dimension(low: str) -> tuple[str, float] | None:
    """What a unit measures, and how much of it one is."""
    forms = (low, lists.PLURALS.get(low, low), low.removesuffix("s"))
    return next((lists.DIMENSIONS[one] for one in forms if one in lists.DIMENSIONS), None)


def _same_place(said: Sequence[Token], at: int, ground: Ground, place: int) -> bool:
    """Whether the words on both sides are the same."""
    theirs = ground.tokens
    before = _run(
        reversed(said[max(0, at - SIDE) : at]), reversed(theirs[max(0, place - SIDE) : place])
    )
    behind = _run(said[at + 1 : at + 1 + SIDE], theirs[place + 1 : place + 1 + SIDE])
    ends = (at + 1 == len(said), place + 1 == len(theirs))
    right = behind or all(ends)
    if before == at == place and at + 1 + behind == len(said) and place + 1 + behind == len(theirs):
        return True  # two short sentences that are one but for this word
    return before + behind >= LEAST - all(ends) and bool(before) and bool(right)


def _run(mine: Iterator[Token] | Sequence[Token], theirs: Iterator[Token] | Sequence[Token]) -> int:
    """How many words in a row are the same."""
    count = 0
    for a, b in zip(mine, theirs, strict=False):
        if a.low != b.low and strength(a.low, b.low) < 0.9:
            break
        count += 1
    return count


def _stands(said: Sequence[Token], at: int, ground: Ground) -> bool:
    """Whether a sentence of a source has the word itself in such a place."""
    return said[at].low in ground.lows and any(
        other.low == said[at].low and _same_place(said, at, ground, place)
        for place, other in enumerate(ground.tokens)
    )


def _shared(said: Sequence[Token], ground: Ground) -> float:
    """The share of a sentence's words, small ones too, that the other has."""
    return sum(one.low in ground.lows for one in said) / (len(said) or 1)
