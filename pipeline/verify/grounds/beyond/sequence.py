"""Which of two deeds came first: `signed before it is cached` against `cached, then signed`.

Enter: a sentence and the sentences of its sources. Leave: whether both tell the same order, and a
`Doubt` where they tell the opposite one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import strength, tokens

SURE = 0.75
_FIRST = re.compile(
    r"\b(?:before|prior to|ahead of|until)\b(?! (?:then|that|this|now)\b)|, (?:and )?(?:only )?then\b"
    r"|\b(?:first,? )?and (?:only )?then\b",
    re.I,
)
_SECOND = re.compile(r"\b(?:after|once|as soon as|following)\b(?! (?:that|this)\b)", re.I)
_SUPPOSED = re.compile(r"\b(?:if|when|unless|given|suppose)\b", re.I)  # `if A, then B`
_OPENS = re.compile(
    r"^\W*(?:(?P<first>before|prior to|until)|(?P<second>after|once|as soon as|following))\b", re.I
)
# `first doing Drift then Consolidation`, `Drift comes first, Consolidation after it`: two things in a row.
_IN_TURN = re.compile(
    r"\bfirst(?:ly)?,? (?!and\b|then\b)(?P<a>[^.,;:]{2,60}?),? (?:and )?(?:then|second(?:ly)?|next|afterwards|later)\b (?P<b>[^.;:]{2,60})"
    r"|(?P<one>[^.,;:]{2,60}) (?:comes?|goes|runs?|is|are|stands?) first,? (?:and |while |with )?(?P<other>[^.,;:]{2,60}?) "
    r"(?:(?:comes?|goes|runs?|is|are|coming|running) )?(?:after(?:wards)?|second|next|later|last)\b",
    re.I,
)
_THEN = re.compile(r"^\W*(?:then|after that|afterwards|next|only then)\b", re.I)
LEAST = 1.2  # of two, what the words of both deeds share with the other's, crossed
AHEAD = 0.6  # and by how much that is more than what they share in their order

Sequenced = tuple[frozenset[str], frozenset[str]]


def orders(texts: Sequence[str]) -> Iterator[Sequenced]:
    """The words of what comes first and of what comes second, where sentences in a row tell it."""
    for text in texts:
        opens = _OPENS.match(text)
        if _SUPPOSED.search(text.partition(",")[0] if opens else text):
            continue
        if found := _IN_TURN.search(text):
            yield _words(found["a"] or found["one"]), _words(found["b"] or found["other"])
            continue
        if opens:
            told, _, main = text[opens.end() :].partition(",")
            sides = (main, told) if opens["first"] else (told, main)
        elif found := _FIRST.search(text) or _SECOND.search(text):
            left, right = text[: found.start()], text[found.end() :]
            sides = (left, right) if _FIRST.match(found[0]) else (right, left)
        else:
            continue
        yield _words(sides[0]), _words(re.split(r"[;,]", sides[1])[0])
    for one, other in pairwise(texts):
        if _THEN.match(other):
            yield _words(one), _words(other)


def _words(text: str) -> frozenset[str]:
    return frozenset(
        t.low for t in tokens(text) if t.content and t.low not in ("first", "then", "comes", "come")
    )


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    held = sum(any(strength(a, b) >= 0.9 for b in others) for a in some)
    return held / (len(some) or 1)


def turned(mine: Sequenced, theirs: Sequenced) -> float:
    """How much more two orders cross than agree; below 0 where they agree."""
    straight = _share(mine[0], theirs[0]) + _share(mine[1], theirs[1])
    crossed = _share(mine[0], theirs[1]) + _share(mine[1], theirs[0])
    return crossed - straight if max(crossed, straight) >= LEAST else 0.0


def same_order(text: str, stands: str) -> bool:
    """Whether two sentences tell two deeds in one order, in whatever words."""
    return any(turned(a, b) <= -AHEAD for a in orders([text]) for b in orders([stands]))


def order_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """The opposite order of the one that a source tells, where none tells this one."""
    for mine in orders([text]):
        known = [(turned(mine, one), g) for g in grounds for one in orders([g.text])]
        known += [
            (turned(mine, one), b)
            for a, b in pairwise(grounds)
            if a.n == b.n
            for one in orders([a.text, b.text])
        ]
        gone = [g for cross, g in known if cross >= AHEAD]
        if gone and not any(cross < 0 for cross, _ in known):
            return [Doubt("direction", SURE, "before, after", on_line(gone[0].text)[:160])]
    return []
