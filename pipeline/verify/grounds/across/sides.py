"""What stands on either side of a word that a sentence and its source share, changed over.

Enter: a sentence and its sources. Leave: a `Doubt` where what its source has before a verb, `from` or
`than` stands behind it, and what it has behind stands before. A passive is held against a passive,
and an opposite elsewhere may turn a sentence back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, keys, opposed, strength, tokens, verbal

BORNE = 0.75
AKIN = 0.5
SAME = 0.9
REACH = 4  # words of content on either side; with six, words of other statements come in
SHARED = 0.5  # of the weight of a sentence that the other has
TABLE = 90  # words of a sentence that is a table or a list of settings
_TURNS = frozenset("than from to into before after behind unlike over".split())
_PARTS = _TURNS | lists.JOINTS | frozenset("that and or".split())  # what follows is another's
_IS = frozenset("is are was were be been being".split())
_ENDS = re.compile(r"[;:.]")
_STOPS = re.compile(r"[;:,.]")
_BY = re.compile(r"\bby\b")


@dataclass(frozen=True, slots=True)
class Turning:
    """A word that parts what it stands between, and the words of content before and behind it."""

    word: Token
    passive: bool
    before: tuple[Token, ...]
    behind: tuple[Token, ...]


def side_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    said = [one for one in tokens(text) if one.content]
    whole = sum(value(one) for one in said) or 1.0
    mine = _turnings(text)
    for ground in (g for s in sources for g in s.grounds if len(g.tokens) < TABLE):
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
        same = [other for other in _turnings(ground.text) if _alike(one, other)]
        found = next((words for other in same if (words := _over(one, other))), ())
        if found and not any(_straight(one, other) for other in same):
            yield found


def _sides(one: Turning) -> tuple[list[Token], list[Token]]:
    """What stands before a word and not behind it, and what behind and not before."""
    before = [t for t in one.before if not _borne(t, one.behind, AKIN)]
    return before, [t for t in one.behind if not _borne(t, one.before, AKIN)]


def _over(one: Turning, other: Turning) -> tuple[Token, ...]:
    """The words that changed over, round the word between them."""
    before, behind = _sides(other)
    first = next((t for t in one.before if _borne(t, behind)), None)
    last = next((t for t in one.behind if _borne(t, before)), None)
    return (first, one.word, last) if first and last else ()


def _straight(one: Turning, other: Turning) -> bool:
    before, behind = _sides(other)
    kept = [*((t, before) for t in one.before), *((t, behind) for t in one.behind)]
    return any(_borne(t, words) for t, words in kept if not verbal(t.low))


def _alike(one: Turning, other: Turning) -> bool:
    """Whether two words part alike: one verb in one voice and form (`the warning`, `it warns`)."""
    mine, theirs = one.word.low, other.word.low
    if mine in _TURNS:
        return mine == theirs
    formed = mine.endswith("ing") == theirs.endswith("ing") and one.passive == other.passive
    return formed and strength(mine, theirs) >= SAME


def _passive(words: Sequence[Token], at: int) -> bool:
    """Whether a verb stands behind `is` or the like: `would never be read`."""
    return any(one.low in _IS for one in words[max(0, at - 3) : at])


@lru_cache(maxsize=4096)
def _turnings(text: str) -> tuple[Turning, ...]:
    words = tokens(text)
    found = []
    for at, one in enumerate(words):
        if "-" in (text[one.start - 1 : one.start], text[one.end : one.end + 1]):
            continue  # `row-to-column`
        if one.low in _TURNS or (one.kind == "word" and one.content and verbal(one.low)):
            before, behind = _before(text, words, at), _behind(text, words, at)
            if before and behind:
                found.append(Turning(one, _passive(words, at), before, behind))
    return tuple(found)


def _before(text: str, words: Sequence[Token], at: int) -> tuple[Token, ...]:
    out: list[Token] = []
    for n in range(at - 1, -1, -1):
        if len(out) == REACH or _ENDS.search(text, words[n].end, words[n + 1].start):
            break
        if words[n].low in lists.JOINTS - _TURNS or (out and words[n].low in _PARTS):
            break
        out += [words[n]] if words[n].content else []
    return tuple(out)


def _behind(text: str, words: Sequence[Token], at: int) -> tuple[Token, ...]:
    out: list[Token] = []
    for n in range(at + 1, len(words)):
        if len(out) == REACH or _STOPS.search(text, words[n - 1].end, words[n].start):
            break
        if words[n].low in lists.JOINTS - _TURNS or (out and words[n].low in _PARTS):
            break
        out += [words[n]] if words[n].content else []
    return tuple(out)


def _opposite(said: Sequence[Token], ground: Ground) -> bool:
    others = [one for one in ground.tokens if one.content]
    return any(opposed(one.low, other.low) for one in said for other in others)


def _borne(one: Token, words: Sequence[Token], least: float = BORNE) -> bool:
    return any(strength(one.low, other.low) >= least for other in words)
