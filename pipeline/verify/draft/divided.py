"""A source that says a thing and its opposite bears neither.

Enter: the verdict on a sentence that its sources bear, and these sources. Leave: a doubt where a
sentence it stands on stands there a second time in the same words, with another figure or denied,
and this tells only one of the two. Sentences that differ in any other word tell of two things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipeline.text.folding import fold, words
from pipeline.text.lists import beside
from pipeline.text.words import stem
from pipeline.verify.grounds.fate import Verdict
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.reading.sources import Ground, SourceText

LEAST_WORDS = 4  # of a sentence besides its figure: shorter ones are rows of a list
_LISTS = beside(__file__)
DENIALS, ARTICLES = _LISTS.words("denials"), _LISTS.words("articles")
_DENYING = DENIALS - {"do", "does", "did"}
BORNE = 0.6  # of a clause, by the sentence that is said twice


def divided(text: str, verdict: Verdict, sources: Sequence[SourceText]) -> list[Doubt]:
    """Doubts about a sentence whose source takes back what it stands on."""
    known = frozenset(fold(text).norms)
    found = []
    for fit in verdict.fits:
        ground = fit.ground
        others = (
            one for source in sources for one in source.grounds
            if (one.n, one.start) != (ground.n, ground.start)
        )  # fmt: skip
        for other in others if fit.covered >= BORNE else ():
            if _opposed(ground, other) and not _both(known, ground, other):
                found.append(Doubt("divided", 1.0, _line(ground), _line(other)))
    return found[:1]


def _opposed(one: Ground, other: Ground) -> bool:
    if len(one.figures) != len(other.figures):
        return False
    denied = _denied(one.text) != _denied(other.text)
    changed = sum(not equal(a, b) for a, b in zip(one.figures, other.figures, strict=True))
    if changed + denied != 1:
        return False
    told = _words(one)
    return sum(told.values()) >= LEAST_WORDS and told == _words(other)


def _words(ground: Ground) -> Counter[str]:
    """The words of a sentence without its figures, denials and articles."""
    return _left(ground.text, tuple((one.start, one.end) for one in ground.figures))


@lru_cache(maxsize=2048)  # each sentence of a source is held against each other one
def _left(text: str, inside: tuple[tuple[int, int], ...]) -> Counter[str]:
    left = text
    for start, end in inside:
        left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    stems = (stem(norm) for norm in words(left))
    return Counter(one for one in stems if one not in DENIALS | ARTICLES)


@lru_cache(maxsize=8192)
def _denied(text: str) -> bool:
    return not _DENYING.isdisjoint(words(text))


def _both(known: frozenset[str], one: Ground, other: Ground) -> bool:
    """Whether the sentence tells both sides: the figures of each."""
    figures = [a.text for g in (one, other) for a in g.figures]
    return bool(figures) and all(frozenset(fold(text).norms) <= known for text in figures)


def _line(ground: Ground) -> str:
    return " ".join(ground.text.split())[:160]
