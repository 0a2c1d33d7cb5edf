"""Words of a claim that its source says otherwise: by a synonym, by a wider word, or not at all.

Enter: the words of one sentence, its source and the window that bears it best. Leave: named
features in 0..1, shares of the weight of the claim's words. Synonyms and what stands above a word
are WordNet's (Miller 1995): who says it anew changes words into their kind, who alters it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.folding import fold
from pipeline.verify.claims.terms import content, stem, weight
from pipeline.verify.grounds.reading.sources import Bag, bag
from pipeline.verify.grounds.reading.words import keys

NAMES = ("unheard", "kindred", "kindred share", "unheard here", "wider here")
BORNE = {"derived": 0.85, "kindred": 0.75, "wider": 0.5}  # how `Bag.bears` weighs each


@dataclass(frozen=True, slots=True)
class _Heard:
    """The words of a text, and all that they are known by."""

    words: frozenset[str]
    bag: Bag


@dataclass(frozen=True, slots=True)
class _Changed:
    """Shares of a claim's weight that a text has in a synonym, in a wider word, and not at all."""

    kindred: float
    wider: float
    unheard: float
    kindred_share: float  # of what is said otherwise or not at all


@lru_cache(maxsize=512)
def _heard(text: str) -> _Heard:
    words = frozenset(norm for norm in fold(text).norms if norm.isalpha())
    return _Heard(words, bag(words))


def measure(norms: Iterable[str], source: str, window: str) -> tuple[float, ...]:
    """The features of NAMES, for the whole source and for the window."""
    told = [norm for norm in dict.fromkeys(norms) if norm.isalpha() and content((norm,))]
    whole, here = _changed(told, _heard(source)), _changed(told, _heard(window))
    return whole.unheard, whole.kindred, whole.kindred_share, here.unheard, here.wider


def _changed(told: list[str], text: _Heard) -> _Changed:
    sums = dict.fromkeys(("same", "derived", "kindred", "wider", "unheard"), 0.0)
    for norm in told:
        sums[_how(norm, text)] += weight(stem(norm))
    total = sum(sums.values()) or 1.0
    otherwise = total - sums["same"] if sum(sums.values()) else 0.0
    share = sums["kindred"] + sums["derived"]
    return _Changed(
        sums["kindred"] / total,
        sums["wider"] / total,
        sums["unheard"] / total,
        share / otherwise if otherwise > 1e-9 else 0.0,
    )


def _how(norm: str, text: _Heard) -> str:
    if norm in text.words:
        return "same"
    borne = text.bag.bears(keys(norm))
    return next((how for how, least in BORNE.items() if borne >= least), "unheard")
