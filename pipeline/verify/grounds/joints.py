"""What joins two statements of a sentence: a cause, a purpose, a comparison, one subject or one day.

Enter: a sentence and its sources. Leave: `Doubt`s where the sentence joins what its sources tell
apart: a cause that no ground gives, a comparison with its sides turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.verify.grounds.fits import Doubt, Fit, on_line, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground, SourceText, rarity
from pipeline.verify.grounds.reading.words import Token, keys, opposed, strength, thesaurus, tokens

_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|caused by|so that|in order to"
    r"|in response to|as a consequence of|on account of|,? which (?:led|leads) to|led to|resulted in"
    r"|(?<=, )since|(?<=, )so(?= [a-z]+ [a-z]+)|for fear of|to avoid|prompted by|driven by)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[;:]|, (?:and|but|while|whereas)\b")
_LINK = re.compile(
    r"\b(?:because|since|due to|owing|thanks to|as a result|result(?:s|ed|ing)?|caus\w+|so|therefore|thus|hence"
    r"|consequen\w+|that's why|that is why|reason\w*|in order|to [a-z]+|led|leads?|leading|mean(?:s|t|ing)?"
    r"|allow\w*|enabl\w*|let|lets|mak(?:es?|ing)|made|by [a-z]+ing|given|if|when|after|as|for|from|prevent\w*|avoid\w*"
    r"|trigger\w*|forc\w+|driv\w+|help\w*|which|with|this|that|these)\b|[:;—]",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^\W*(?:so|therefore|thus|hence|consequently|as a result|because of|this|that|that's|these|those|it|to \w+ (?:this|that|these)|for (?:this|that))\b",
    re.IGNORECASE,
)


def causes(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """A cause or purpose that joins two statements which no source joins."""
    for found in _CAUSE.finditer(text):
        sides = _parted(text, found)
        x, y = (_best(side, sources) for side in sides)
        if x is not None and y is None and 0 < len(_mass(sides[1])) < LEAST:
            y = x if _share(_mass(sides[1]), x) >= 0.9 else None
        if y is None and _GIVEN.match(found[0]) and _unheard(sides[1], sources):
            return [Doubt("cause", 0.8, on_line(found[0] + sides[1])[:80].strip(" ,"), "")]
        if None in (x, y) and all(len(_mass(side)) >= LEAST for side in sides):
            return [Doubt("cause", 0.37, found[0].strip(" ,"), "")]
        if x is None or y is None:
            continue
        if x is y:
            told = _BESIDE.sub(" ", x.text)
            if told != x.text and not _LINK.search(told):
                return [Doubt("cause", 0.75, found[0].strip(" ,"), on_line(x.text)[:160])]
            continue
        if _GIVEN.match(found[0]) and _other_cause(sides, x):
            return [Doubt("cause", 0.8, found[0].strip(" ,"), on_line(x.text)[:160])]
        if _together(sides, sources):
            continue
        so = found[0].strip(" ,").lower() in ("so", "so that", "in order to")
        if so and (_listed(sides[0], y, sources) or _done(sides, sources)):
            continue
        apart = x.n != y.n or abs(x.order - y.order) > 1
        later = max((x, y), key=lambda g: g.order)
        if not apart and (
            _BACK.match(later.text) or _LINK.search(later.text[:40].replace(":", " "))
        ):
            continue
        return [
            Doubt(
                "cause",
                0.4 if found[0].strip(" ,").lower() == "so" else 0.75 if apart else 0.7,
                found[0].strip(" ,"),
                on_line(y.text)[:160],
            )
        ]
    return []


def _parted(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What is explained, and what explains it; a sentence that opens with `Because` turns them."""
    behind = text[found.end() :]
    if not text[: found.start()].strip():
        cause, _, told = behind.partition(", ")
        return told, cause
    return text[: found.start()], _END.split(behind, maxsplit=1)[0]


LEAST = 2  # words of content that a side must have to be placed


def _mass(text: str) -> list[Token]:
    named = [t for t in tokens(text) if t.content or (t.capital and t.start > 1)]
    return [t for t in named if t.low not in lists.TELLING]


def _share(
    words: Sequence[Token], ground: Ground, rare: Mapping[str, float] | None = None
) -> float:
    """Share of the words' weight that a sentence bears. rare: what each word says of the place."""
    weights = [value(t) * (rare or {}).get(t.low, 1.0) for t in words]
    borne = sum(w * ground.bag.bears(keys(t.low)) for w, t in zip(weights, words, strict=True))
    return borne / (sum(weights) or 1.0)


_BESIDE = re.compile(r"\b(?:and|after|during|in the \w+ (?:of|when))\b", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:because|due to|owing to|thanks to|so that|as a result of)\b", re.IGNORECASE
)


UNHEARD = 0.67  # of a cause's words that no source has in any form


def _unheard(side: str, sources: Sequence[SourceText]) -> bool:
    """Whether most of what explains, two words or more, is nothing that a source speaks of."""
    words = _mass(side)
    strange = [
        t
        for t in words
        if t.kind == "word" and max((s.whole.bears(keys(t.low)) for s in sources), default=0) < 0.5
    ]
    return len(strange) > LEAST - (len(words) == LEAST) and len(strange) >= UNHEARD * len(words)


def _other_cause(sides: Sequence[str], x: Ground) -> bool:
    """Whether the ground of what is explained gives a cause of its own, and not this one."""
    given = _GIVEN.search(x.text)
    return bool(given) and _share(_mass(sides[1]), x) < 0.3


def _best(side: str, sources: Sequence[SourceText]) -> Ground | None:
    """The sentence that one side stands on, if it plainly stands on one."""
    words = _mass(side)
    if len(words) < LEAST:
        return None
    rare = {t.low: rarity(t.low, sources) for t in words}
    ranked = [(_share(words, g, rare), -g.order, g) for s in sources for g in s.grounds]
    best = max(ranked, key=lambda row: row[:2], default=None)
    return best[2] if best and _share(words, best[2]) >= 0.35 else None


def _together(sides: Sequence[str], sources: Sequence[SourceText]) -> bool:
    """Whether one sentence, with a word that joins, bears both sides nearly as well as any does."""
    first, second = (_mass(side) for side in sides)
    for source in sources:
        tops = [
            max((_share(words, g) for g in source.grounds), default=0.0)
            for words in (first, second)
        ]
        for ground in source.grounds:
            near = (
                _share(first, ground) >= 0.65 * tops[0] and _share(second, ground) >= 0.65 * tops[1]
            )
            if near and min(tops) > 0 and _LINK.search(ground.text):
                return True
    return False


LED = 0.5  # of the weight of a list's leading line that what is explained has to say


def _listed(told: str, item: Ground, sources: Sequence[SourceText]) -> bool:
    """Whether what explains is an item of a list whose leading line the other side says: `four rules were
    renamed, so that X is now Y`."""
    led = _lead(item, sources)
    if led is None:
        return False
    said, theirs = _mass(told), [t for t in led.tokens if t.content]
    borne = sum(value(t) for t in theirs if any(strength(t.low, o.low) >= 0.75 for o in said))
    return borne >= LED * sum(value(t) for t in theirs) > 0


def _lead(item: Ground, sources: Sequence[SourceText]) -> Ground | None:
    """The line with a colon that the items of a list stand under; None for what is no item."""
    every = next((s.grounds for s in sources if s.n == item.n), ())
    before = [one for one in every if one.order <= item.order]
    for one, other in pairwise(reversed(before)):
        if one.start - other.end < MARKED:
            return None
        if other.text.rstrip().endswith(":"):
            return other
    return None


MARKED = 3  # characters from one item of a list to the next: a break, a mark and a blank
DONE = 0.4  # of the weight of what explains, for the sentence that another one points back to


_EXACTLY = re.compile(
    r"\W*(?:that|this|which) is (?:exactly|precisely|just) (?:what|how|why) (?!no(?:ne|body|thing)?\b)(?P<doer>[^.]*)",
    re.IGNORECASE,
)


def _done(sides: Sequence[str], sources: Sequence[SourceText]) -> bool:
    """Whether a source says of what one side tells that it is exactly what the thing of the other does."""
    doing = _mass(sides[0])
    for source in sources:
        for before, ground in pairwise(source.grounds):
            found = _EXACTLY.match(ground.text)
            doer = _mass(found["doer"]) if found else []
            named = bool(doer) and all(
                any(strength(t.low, o.low) >= 0.9 for o in doing)
                for t in doer
                if t.low not in lists.LIGHT
            )
            if named and _share(_mass(sides[1]), before) >= DONE:
                return True
    return False


_DEGREE = frozenset("more less fewer".split())


def comparisons(fit: Fit, source: SourceText | None) -> list[Doubt]:
    """Two things compared, with their places changed."""
    mine = _compared(fit.clause.tokens)
    if mine is None:
        return []
    degree, subject, other = mine
    found = (
        [fit.ground, *(g for g in source.grounds if g is not fit.ground)]
        if source
        else [fit.ground]
    )
    for ground in found:
        theirs = _compared(ground.tokens)
        if theirs is None or not theirs[2] or not _same_degree(degree, theirs[0]):
            continue
        _, first, second = theirs
        straight = _match(subject, first) + _match(other, second)
        crossed = _match(subject, second) + _match(other, first)
        if straight >= 0.5:
            return []
        if _match(subject, second) >= 0.5 and crossed > straight + 0.4:
            return [Doubt("direction", 0.85, " ".join(degree), on_line(ground.text)[:160])]
    return []


_INSTEAD = re.compile(
    rf"\b(?:{lists.INSTEAD_OF})\b|, not (?=(?:a|an|the|by|from|in|on|with|as|to)\b)",
    re.IGNORECASE,
)


def contrasts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """`A instead of B` where a source has B instead of A."""
    found = _INSTEAD.search(text)
    if not found:
        return []
    kept, left = _sides(text, found)
    for source in sources:
        for ground in source.grounds:
            other = _INSTEAD.search(ground.text)
            if not other:
                continue
            theirs, gone = _sides(ground.text, other)
            straight = _match(kept, theirs) + _match(left, gone)
            crossed = _match(kept, gone) + _match(left, theirs)
            if crossed > straight + 0.3 and min(_match(kept, gone), _match(left, theirs)) > 0:
                return [Doubt("direction", 0.85, found[0], on_line(ground.text)[:160])]
    return []


def _sides(text: str, found: re.Match[str]) -> tuple[list[Token], list[Token]]:
    """The last words of content before a contrast, and the first ones behind it."""
    before = [t for t in tokens(text) if t.content and t.end <= found.start()]
    behind = [t for t in tokens(text) if t.content and found.end() <= t.start < found.end() + 40]
    return before[-4:], behind[:2]


def _compared(
    words: tuple[Token, ...],
) -> tuple[tuple[str, ...], list[Token], list[Token]] | None:
    """The degree of a comparison, the words before it, and those behind `than`."""
    lows = [t.low for t in words]
    at = next((n for n, low in enumerate(lows) if low in _DEGREE or _comparative(low)), None)
    if at is None:
        return None
    degree = (lows[at], lows[at + 1]) if lows[at] in _DEGREE and at + 1 < len(lows) else (lows[at],)
    than = next((n for n in range(at, len(lows)) if lows[n] == "than"), len(lows))
    stop = next((n for n in range(than + 1, len(lows)) if lows[n] in lists.JOINTS), len(lows))
    return (
        degree,
        [t for t in words[:at] if t.content],
        [t for t in words[than + 1 : stop] if t.content],
    )


def _comparative(low: str) -> bool:
    return low in ("better", "worse") or (
        low.endswith("er") and bool(keys(low).senses) and _graded(low)
    )


def _graded(low: str) -> bool:
    """Whether a word in -er is a degree of an adjective: `larger`, not `server`."""
    known = thesaurus()
    roots = [low[:-2], low[:-1], low[:-3] + "y" if low.endswith("ier") else "", low[:-3]]
    return any(root in known and known[root][4] in ("a", "r") for root in roots if root) and not (
        low in known and known[low][4] == "n"
    )


def _same_degree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(strength(x, y) >= 0.75 and not opposed(x, y) for x in a[-1:] for y in b[-1:])


def _match(some: Sequence[Token], others: Sequence[Token]) -> float:
    """Share of the words of the one that the other bears."""
    total = sum(value(t) for t in some)
    if not total:
        return 0.0
    return (
        sum(value(t) for t in some if any(strength(t.low, o.low) >= 0.75 for o in others)) / total
    )
