"""What stands on either side of a word that a sentence and its source share, changed over.

Enter: a sentence and its sources. Leave: a `Doubt` where what its source has before `from`, `than`
or the like stands behind it, and what it has behind stands before. A passive is held against a
passive, and an opposite elsewhere may turn a sentence back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, keys, opposed, tokens, told, verbal

BORNE = 0.75  # strength from which a word stands for another
AKIN = 0.5  # and from which it might
REACH = 4  # words of content on either side; with six, words of other statements come in
SHARED = 0.5  # of the weight of a sentence that the other has
TABLE = 90  # words of a sentence that is a table or a list of settings
_STOPS = re.compile(r"[;:,.]")
_BY = re.compile(r"\bby\b")


@dataclass(frozen=True, slots=True)
class Turning:
    """A word that parts what it stands between, and the words of content before and behind it."""

    word: Token
    before: tuple[Token, ...]
    behind: tuple[Token, ...]


def side_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    said = [one for one in tokens(text) if one.content]
    whole = sum(value(one) for one in said) or 1.0
    mine = _turnings(text)
    for ground in (g for s in sources if mine for g in s.grounds if len(g.tokens) < TABLE):
        here = sum(value(one) for one in said if ground.bag.bears(keys(one.low)) >= BORNE)
        if here >= SHARED * whole and bool(_BY.search(text)) == bool(_BY.search(ground.text)):
            for words in _changed(mine, ground):
                if not _opposite(said, ground):
                    shown = " ".join(one.text for one in words)
                    return [Doubt("roles", 0.75, shown, on_line(ground.text)[:160])]
    return []


def _changed(mine: Sequence[Turning], ground: Ground) -> Iterator[tuple[Token, ...]]:
    """Where a word of the sentence has its sides changed over, and straight nowhere in the ground."""
    for one in mine:
        same = [other for other in _turnings(ground.text) if other.word.low == one.word.low]
        found = next((words for other in same if (words := _over(one, other))), ())
        if found and not any(_straight(one, other) for other in same):
            yield found


def _sides(one: Turning) -> tuple[list[Token], list[Token]]:
    """What stands before a word and not behind it, and what behind and not before."""
    before = [t for t in one.before if not told(t, one.behind, least=AKIN)]
    return before, [t for t in one.behind if not told(t, one.before, least=AKIN)]


def _over(one: Turning, other: Turning) -> tuple[Token, ...]:
    """The words that changed over, round the word between them."""
    before, behind = _sides(other)
    first = next((t for t in one.before if told(t, behind, least=BORNE)), None)
    last = next((t for t in one.behind if told(t, before, least=BORNE)), None)
    return (first, one.word, last) if first and last else ()


def _straight(one: Turning, other: Turning) -> bool:
    before, behind = _sides(other)
    kept = [*((t, before) for t in one.before), *((t, behind) for t in one.behind)]
    return any(told(t, words, least=BORNE) for t, words in kept if not verbal(t.low))


@lru_cache(maxsize=4096)
def _turnings(text: str) -> tuple[Turning, ...]:
    words = tokens(text)
    found = []
    for at, one in enumerate(words):
        joined = "-" in (text[one.start - 1 : one.start], text[one.end : one.end + 1])
        if one.low in lists.SIDES and not joined:  # `row-to-column`
            before, behind = _side(text, words, at, -1), _side(text, words, at, 1)
            if before and behind:
                found.append(Turning(one, before, behind))
    return tuple(found)


def _side(text: str, words: Sequence[Token], at: int, step: int) -> tuple[Token, ...]:
    """The words of content next to a word, to the end of what it parts; a step goes on or back."""
    out: list[Token] = []
    last = words[at]
    for one in words[at + 1 :] if step > 0 else words[:at][::-1]:
        a, b = sorted((last, one), key=lambda t: t.start)
        if len(out) == REACH or _STOPS.search(text, a.end, b.start):
            break
        if one.low in lists.JOINTS - lists.SIDES or (out and one.low in lists.SIDES):
            break
        out += [one] if one.content else []
        last = one
    return tuple(out)


def _opposite(said: Sequence[Token], ground: Ground) -> bool:
    others = [one for one in ground.tokens if one.content]
    return any(opposed(one.low, other.low) for one in said for other in others)
