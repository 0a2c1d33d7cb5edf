"""How much of a thing a sentence speaks of, against how much its source does: most for half.

Enter: a sentence and the sentences of its sources. Leave: `Doubt`s where both tell a share of one
thing and no share of it that the sources tell can be the sentence's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text.lexicon import NUMBER_WORDS
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

SURE = 0.8
ABOUT = 0.04  # by which a share that is told in words may be rounded
# Least and greatest share that each of some words may tell.
_WORDS = {
    "all|every|each": (1.0, 1.0),
    "(?:nearly|almost|virtually|practically) (?:all|every)": (0.8, 1.0),
    "most|the majority|the bulk|the lion's share|more than half|over half": (0.5001, 1.0),
    "half": (0.5, 0.5),
    "a minority|less than half|fewer than half|under half": (0.0, 0.4999),
    "a handful|few|a few": (0.0, 0.4),
    "(?:a|one) third": (1 / 3, 1 / 3),
    "two[- ]thirds": (2 / 3, 2 / 3),
    "(?:a|one) quarter": (0.25, 0.25),
    "three[- ]quarters": (0.75, 0.75),
    "(?:a|one) fifth": (0.2, 0.2),
    "(?:a|one) tenth": (0.1, 0.1),
}
_NUMBER = rf"\d{{1,6}}|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))}"
_OF = r"(?:\s+of)?(?:\s+(?:the|its|their|our|these|those|all|his|her))*(?:\s+\d{1,6})?"
_THING = r"\s+(?P<of>[a-z][\w'-]*(?:\s+[a-z][\w'-]*){0,2})"
_SHARE = re.compile(
    rf"\b(?:(?P<part>{_NUMBER})\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|our\s+)?(?P<whole>{_NUMBER})"
    rf"|(?P<percent>\d{{1,3}}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)(?:\s+of)(?:\s+(?:the|its|their|our|all))*"
    rf"|(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}){_OF}){_THING}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Share:
    """Between what bounds the share of a thing lies; `of`: the words that may name it."""

    low: float
    high: float
    of: tuple[Token, ...]
    text: str


def shares(text: str) -> Iterator[Share]:
    """The shares that a sentence tells."""
    for found in _SHARE.finditer(text):
        bounds = _bounds(found)
        of = tuple(t for t in tokens(found["of"]) if t.content)
        if bounds and of and not _NO_SHARE.search(text[: found.start()]):
            yield Share(*bounds, of, found[0])


_NO_SHARE = re.compile(r"\b(?:not|at|the|and a|n't)\s+$", re.IGNORECASE)


def _bounds(found: re.Match[str]) -> tuple[float, float] | None:
    if found["word"]:
        low = found["word"].lower()
        return next(span for words, span in _WORDS.items() if re.fullmatch(words, low))
    if found["percent"]:
        share = float(found["percent"]) / 100
    else:
        part, whole = (_number(found[name]) for name in ("part", "whole"))
        share = part / whole if whole else 2.0
    return (share - ABOUT, share + ABOUT) if share <= 1 else None


def _number(said: str) -> float:
    return float(said) if said.isdigit() else float(NUMBER_WORDS[said.lower()])


def share_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Another share of a thing than any source tells of it, where the sentence it stands on tells one."""
    for mine in shares(text):
        known = [(g, one) for g in grounds for one in shares(g.text) if _alike(mine, one)]
        if any(max(mine.low, one.low) <= min(mine.high, one.high) for _, one in known):
            continue
        for ground, one in known:
            words = [t for t in tokens(text) if t.content]
            borne = sum(ground.bag.bears(keys(t.low)) >= 0.75 for t in words)
            if borne >= 0.5 * len(words):
                return [Doubt("quantity", SURE, mine.text, on_line(one.text))]
    return []


def agreed(text: str, stands: str) -> frozenset[str]:
    """The words of the shares of a sentence that may be one that the other tells: most, and 75 %."""
    told = [
        a.text
        for a in shares(text)
        for b in shares(stands)
        if max(a.low, b.low) <= min(a.high, b.high) and _alike(a, b)
    ]
    return frozenset(t.low for t in tokens(" ".join(told)))


def _alike(a: Share, b: Share) -> bool:
    """Whether both tell of one thing: the last word of either stands among the words of the other."""
    return any(strength(x.low, y.low) >= 0.9 for x in a.of for y in b.of)
