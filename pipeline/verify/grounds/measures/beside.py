"""Figures in a row: whose words stand beside which, in what order, and in whose list.

Enter: a sentence and its sources. Leave: `Doubt`s where two figures of one source sentence changed
the things they count, where one of two rows of figures changed its order, or where more are told
to be concerned than the source's own list has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.text.numbers import LISTED_VERSION
from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.measures.amounts import FigurePlace, equal
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, tokens, told

ALIKE = 0.9


def beside_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    grounds = [g for s in sources for g in s.grounds]
    return [
        *_swapped(text, grounds)[:1],
        *_reordered(text, grounds)[:1],
        *_all_of(text, sources)[:1],
    ]


_BORDER = re.compile(r",\s+(?:and\s+|or\s+|but\s+)?|;\s+|:\s+|\s+(?:and|or|while|versus|vs\.?)\s+")


def _members(text: str) -> list[tuple[Figure, list[Token]]]:
    """The parts of a row that have one figure each, with their words of content."""
    cuts = [0, *(m.end() for m in _BORDER.finditer(text)), len(text)]
    every = [f for f in figures(text) if f.kind not in ("date", "month", "version")]
    out = []
    for a, b in pairwise(cuts):
        inside = [f for f in every if a <= f.start < b]
        if len(inside) == 1:
            words = [
                t
                for t in tokens(text)
                if a <= t.start < b
                and t.kind != "number"
                and (t.content or t.low in _DEGREES)
                and not inside[0].start <= t.start < inside[0].end
            ]
            out.append((inside[0], words))
    return out


_DEGREES = frozenset("fewer less more".split())


def _swapped(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """A figure with words that all belong to another figure of the same row in the source."""
    mine = _members(text)
    if len(mine) < 2:
        return []
    for ground in grounds:
        theirs = _members(ground.text)
        known = [f for f, _ in mine if any(equal(f, g) for g, _ in theirs)]
        if len(theirs) < 2 or len(known) < 2:
            continue
        moved = [_moved(one, words, theirs) for one, words in mine]
        if sum(moved) >= 2:
            shown = next(f.text for (f, _), gone in zip(mine, moved, strict=True) if gone)
            return [Doubt("crossed", 0.8, shown, on_line(ground.text)[:160])]
    return []


def _moved(
    one: Figure, words: Sequence[Token], theirs: Sequence[tuple[Figure, list[Token]]]
) -> bool:
    """Whether the words of a figure that tell the members apart are those of another member."""
    own = [ws for f, ws in theirs if equal(one, f)]
    if len(own) != 1:
        return False
    straight = sum(value(t) for t in words if told(t, own[0], least=ALIKE) and _apart(t, theirs))
    others = [
        sum(value(t) for t in words if told(t, ws, least=ALIKE) and _apart(t, theirs))
        for f, ws in theirs
        if not equal(one, f)
    ]
    return max(others, default=0.0) > 2 * straight


def in_its_row(one: Figure, text: str, same: Sequence[FigurePlace]) -> bool:
    """Whether a figure of a row stands beside the words that it stands beside in its source's row."""
    mine = _members(text)
    words = next((ws for f, ws in mine if f == one), [])
    if len(mine) < 2 or not words:
        return False
    for place in same:
        theirs = _members(place.text)
        own = next((ws for f, ws in theirs if f == place.figure), [])
        if len(theirs) > 1 and any(told(t, own, least=ALIKE) and _apart(t, theirs) for t in words):
            return not _moved(one, words, theirs)
    return False


def _apart(one: Token, theirs: Sequence[tuple[Figure, list[Token]]]) -> bool:
    """Whether a word stands in one member only."""
    return sum(told(one, words, least=ALIKE) for _, words in theirs) == 1


# ── rows of figures in order ──────────────────────────────────────────────────────────────

_NEXT = re.compile(r"\s*%?\s*(?:, (?:and |or )?| and | or |/)(?:about |around |~)?$")


def _rows(text: str) -> list[list[Figure]]:
    """Figures that follow each other with nothing between but a comma or `and`."""
    rows: list[list[Figure]] = []
    for one in figures(text):
        gap = text[rows[-1][-1].end : one.start] if rows else "x"
        if rows and _NEXT.match(gap):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [row for row in rows if len(row) > 1]


def _reordered(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """One of two rows in another order while the other keeps its own: they belong pair by pair."""
    mine = _rows(text)
    if len(mine) < 2:
        return []
    for ground in grounds:
        theirs = _rows(ground.text)
        turned = [row for row in mine if any(_same_set(row, r) for r in theirs)]
        kept = [row for row in turned if any(_same_order(row, r) for r in theirs)]
        if len(turned) > 1 and 0 < len(kept) < len(turned):
            row = next(row for row in turned if row not in kept)
            return [Doubt("crossed", 0.8, text[row[0].start : row[-1].end], ground.text[:160])]
    return []


def _same_set(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    return len(some) == len(others) and all(any(equal(a, b) for b in others) for a in some)


def _same_order(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    return len(some) == len(others) and all(equal(a, b) for a, b in zip(some, others, strict=True))


# ── all of a list ─────────────────────────────────────────────────────────────────────────

_EVERY = re.compile(
    r"\b(?:every one|all|each(?: one)?) of (?:them|these|those)\b|\ball (?:of )?(?:three|four|five)\b"
)
_ITEM = rf"{LISTED_VERSION}|[A-Z][\w.-]+|`[^`\s]+`"
_LISTED = re.compile(rf"(?:{_ITEM})(?:(?:, (?:and |or )?| and | or )(?:{_ITEM}))+")
SECTION = 3  # sentences behind the one that names a thing, up to the next heading, that are of it


def _all_of(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """`A, B and C, and X affects all of them` where the source's list for X is shorter."""
    found, named = _EVERY.search(text), _LISTED.search(text)
    if not found or not named or named.start() > found.start():
        return []
    listed_here = set(re.findall(_ITEM, named[0]))
    subject = [t for t in tokens(text) if t.content and named.end() <= t.start < found.start()]
    mass = sum(value(t) for t in subject)
    for source in sources:
        ranked = [
            (sum(value(t) for t in subject if told(t, g.tokens, least=ALIKE)), -at)
            for at, g in enumerate(source.grounds)
        ]
        most, at = max(ranked, default=(0.0, 0))
        if not mass or most < 0.5 * mass:
            continue
        for ground in source.grounds[-at : -at + SECTION + 1]:
            listed = _LISTED.search(ground.text)
            own = set(re.findall(_ITEM, listed[0])) if listed else set()
            if own & listed_here:
                if own < listed_here:
                    return [Doubt("quantity", 0.85, found[0], on_line(ground.text)[:160])]
                break
    return []
