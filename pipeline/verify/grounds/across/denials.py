"""Whether all sentences of the sources that say a thing say the opposite.

Enter: a sentence and its sources. Leave: `Doubt`s where a verb or state of the sentence is denied
wherever the sources have it among the same words, or has its opposite there, or is only planned,
possible or awaited there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.verify.grounds.across.occurrences import (
    AGAIN,
    Occurrence,
    denied,
    nearest,
    occurrences,
)
from pipeline.verify.grounds.beyond.contrasts import turned
from pipeline.verify.grounds.beyond.needed import denied_alike, need_doubts
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import only_norm
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.tags import tagged
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

SAYS = 0.75  # strength from which another verb says it


def denials(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """All of them for one sentence; at most one of each kind."""
    return (
        [*_denied(text, grounds)][:1]
        + [*_opposite(text, grounds)][:1]
        + turned(text, grounds)
        + need_doubts(text, grounds)
        + [*_open(text, grounds)][:1]
    )


_EXEMPT = re.compile(
    r", not\b|, or\b|\bbut not\b|\b(?:instead|rather|without|unless|except|only|until|before|otherwise|no longer|if)\b",
    re.I,
)
_LIGHT = lists.LIGHT | lists.TELLING | lists.HARMLESS
_DENYING = lists.DENYING - lists.FAINT


def _stating(text: str) -> Iterator[Token]:
    """The verbs and the states behind `is` of a sentence."""
    words, tags = tagged(text)
    for at, (one, tag) in enumerate(zip(words, tags, strict=True)):
        state = tag == "A" and "X" in tags[max(0, at - 3) : at]
        if one.content and one.kind == "word" and one.low not in _LIGHT and (tag == "V" or state):
            yield one
    for said in predicates(text):
        if said.verb.low in _LIGHT:
            yield from (head for head in said.object if head.kind == "word" and head.content)


@lru_cache(maxsize=4096)
def _states(text: str) -> frozenset[int]:
    return frozenset(one.start for one in _stating(text))


def _context(text: str, word: Token) -> list[Token]:
    return [t for t in tokens(text) if t.content and t.start != word.start and t.low not in _LIGHT]


def _excused(words: Sequence[Token], others: Sequence[Token], word: Token) -> bool:
    """Whether a side denies by a word of its own."""
    near = [t for t in words if t.start != word.start and abs(t.start - word.start) < ASIDE]
    own = [t for t in near if t.low in _DENYING]
    return any(not any(strength(t.low, o.low) >= AGAIN for o in others) for t in own)


ASIDE = 40  # characters round a word in which another word may set it aside


def _set_aside(one: Occurrence) -> bool:
    start, end = one.token.start, one.token.end
    return bool(_EXEMPT.search(one.ground.text[max(0, start - ASIDE) : end + ASIDE]))


def _denied(text: str, grounds: Sequence[Ground]) -> Iterator[Doubt]:
    if _EXEMPT.search(text):
        return
    gone, words = denied(text), tokens(text)
    for word in _stating(text):
        if word.low == "need" and re.match(r"\s+not\b", text[word.end :]):
            continue  # `need not keep` denies the keeping, as `does not need to keep` does
        every = occurrences(word, _context(text, word), grounds, least=AGAIN)
        found = [
            one
            for one in nearest(every)
            if one.token.low == word.low or one.token.start in _states(one.ground.text)
        ]
        if not found or any(one.denied == _denying(one, gone, word) for one in every):
            continue
        if _excused(words, found[0].ground.tokens, word):
            continue
        if any(denied_alike(text, one.ground.text) for one in found):
            continue
        if any(_set_aside(one) or only_norm(text, one.ground.text) for one in found):
            continue
        if any(_excused(one.ground.tokens, words, one.token) for one in found):
            continue
        yield Doubt("polarity", 0.75, word.low, on_line(found[0].ground.text)[:160])


def _denying(one: Occurrence, gone: frozenset[int], word: Token) -> bool:
    """Whether a sentence denies a word as its occurrence may be denied: anywhere, where all of that is."""
    return bool(gone) if one.ground.outside.denied else word.start in gone


def _opposite(text: str, grounds: Sequence[Ground]) -> Iterator[Doubt]:
    """A word before its noun that has its opposite there: `cold reads`, where they are warm."""
    words = tokens(text)
    for a, noun in pairwise(words):
        if not (a.content and noun.content) or a.kind != "word" or a.low in _LIGHT:
            continue
        if noun.start - a.end > 1:
            continue
        pairs = [
            (x, g)
            for g in grounds
            if g.bag.bears(keys(noun.low)) >= AGAIN
            for x, y in pairwise(g.tokens)
            if strength(noun.low, y.low) >= AGAIN and x.content and _near(g, words)
        ]
        if any(strength(a.low, x.low) >= SAYS or _both(a, x, g) for x, g in pairs):
            continue
        turned = next(((x, g) for x, g in pairs if x.low in keys(a.low).opposite), None)
        if turned and not any(strength(turned[0].low, t.low) >= AGAIN for t in words):
            yield Doubt("direction", 0.75, f"{a.low} {noun.low}", f"{turned[0].low} {noun.low}")


def _both(one: Token, other: Token, ground: Ground) -> bool:
    """Whether a sentence has a word joined to its opposite: `read and write Blob`."""
    return any(
        strength(one.low, t.low) >= SAYS
        and re.fullmatch(r"\W*(?:and|or|nor)\W+(?:\w+\W+)?", ground.text[t.end : other.start])
        for t in ground.tokens
    )


def _near(ground: Ground, words: Sequence[Token]) -> bool:
    """Whether a sentence of the source has at least five words of content of the sentence."""
    return sum(t.content and ground.bag.bears(keys(t.low)) >= AGAIN for t in words) > 4


# ── planned, possible, awaited ────────────────────────────────────────────────────────────

_HEDGED = (
    lists.HEDGES
    | lists.PLANNED
    | lists.PARTIAL
    | lists.EARLY
    | lists.INFERRING
    | {"when", "if", "once"}
)
_MODES = frozenset(("possible", "planned"))


def _open(text: str, grounds: Sequence[Ground]) -> Iterator[Doubt]:
    """What the sources hold possible, plan or wait for wherever they say it, told as a fact."""
    lows = {t.low for t in tokens(text)}
    if _AWAITED_TOO.search(text):
        return
    if lows & _HEDGED:
        return
    for mine in predicates(text):
        verb = mine.verb
        if mine.mode != "fact" or mine.negated or verb.low in _LIGHT:
            continue
        found = nearest(occurrences(verb, _context(text, verb), grounds, least=SAYS))
        if found and all(_awaited(one) for one in found):
            yield Doubt("maturity", 0.75, verb.low, on_line(found[0].ground.text)[:160])


_AWAITING = re.compile(r"\b(?:before|until|once)\b[^,;.]{0,60}$", re.IGNORECASE)
_AWAITED_TOO = re.compile(r"\b(?:before|until|once|after|then)\b", re.IGNORECASE)


def _awaited(one: Occurrence) -> bool:
    """Whether a word of a source is said as possible, planned, or of a time to come."""
    said = next((p for p in predicates(one.ground.text) if p.verb.start == one.token.start), None)
    if said is None:
        return False
    return said.mode in _MODES or bool(_AWAITING.search(one.ground.text[: one.token.start]))
