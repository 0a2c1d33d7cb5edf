"""Where a range of versions ends: with the last one that it holds for, or before the first that it does not.

Enter: a sentence and its sources. Leave: a `Doubt` where the last affected version of the sources is
told as the first that is not, or the other way round, and which doubts about a version are none, as
the sources end their range there in other words: `to and including 8.20.0`, `fixed in 8.21.0`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.text.numbers import VERSION_LIKE, same_version
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import SourceText

SURE = 0.85
Side = Literal["last", "first"]
LIFTED = ("neighbour", "mended")
_VERSION = rf"(?P<v>{VERSION_LIKE})(?![\d%])"
_NAMED = r"(?:(?:the|v|[A-Z][\w.-]*|[a-z]+) ?){0,3}?"
_LAST = re.compile(rf"(?:\b|(?=[<≤])){lists.LAST_VERSION}\s*{_NAMED}{_VERSION}", re.IGNORECASE)
_OLDER = re.compile(rf"{_VERSION},? {lists.AND_OLDER}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:\b|(?=<)){lists.BEFORE_VERSION}\s*{_NAMED}{_VERSION}", re.IGNORECASE)
_IN = re.compile(rf"\b{lists.MENDED_IN}\s*{_NAMED}{_VERSION}", re.IGNORECASE)
_MENDS = re.compile(rf"{_VERSION} {lists.MENDING}\b", re.IGNORECASE)
_FROM = re.compile(rf"(?:>=|≥)\s*{_VERSION}")
_NOT_AFFECTED = re.compile(rf"\b{lists.NOT_AFFECTED}\b", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w.]){_VERSION}")


@dataclass(frozen=True, slots=True)
class RangeEnd:
    """A version at which a range ends, on which side of it, and the words that say so."""

    version: str
    side: Side
    words: str


def range_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """A range that ends on the other side of a version than in the sources."""
    stands = _of(sources) if _ANY.search(text) else []
    for mine in _ends(text):
        same = [one for one in stands if same_version(mine.version, one.version)]
        if same and all(one.side != mine.side for one in same):
            return [Doubt("bound", SURE, mine.words, same[0].words)]
    return []


def borne(doubt: Doubt, text: str, sources: Sequence[SourceText]) -> bool:
    """Whether a doubt is about a range that ends in the sources where it does in the sentence."""
    if doubt.rule not in LIFTED:
        return False
    mine = [one for one in _ends(text) if doubt.rule == "mended" or one.version in doubt.said]
    stands = _of(sources) if mine else []
    return bool(mine) and all(
        any(same_version(one.version, it.version) and one.side == it.side for it in stands)
        for one in mine
    )


def _of(sources: Sequence[SourceText]) -> list[RangeEnd]:
    return [end for s in sources for ground in s.grounds for end in _ends(ground.text)]


@lru_cache(maxsize=4096)  # a sentence of a source is asked about by each that cites it
def _ends(text: str) -> tuple[RangeEnd, ...]:
    return tuple(_read(text)) if _ANY.search(text) else ()


def _read(text: str) -> Iterator[RangeEnd]:
    spared = bool(_NOT_AFFECTED.search(text)) and bool(_FROM.search(text))
    if spared:  # a line of versions that are not affected begins where the others end
        yield from _found(_FROM, "first", text)
        return
    for pattern, side in _PATTERNS:
        yield from _found(pattern, side, text)


_PATTERNS: tuple[tuple[re.Pattern[str], Side], ...] = (
    (_LAST, "last"), (_OLDER, "last"), (_BEFORE, "first"), (_IN, "first"), (_MENDS, "first"),
)  # fmt: skip


def _found(pattern: re.Pattern[str], side: Side, text: str) -> Iterator[RangeEnd]:
    for found in pattern.finditer(text):
        yield RangeEnd(found["v"], side, on_line(found[0]))
