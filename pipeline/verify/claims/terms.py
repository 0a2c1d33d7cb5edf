"""Words as claims are compared by: stems, their weights, and words that turn meaning.

Weights are inverse document frequencies from `idf.json` (made by bench/word_weights.py), so that
a rare name counts for more than a common verb.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.text import lexicon
from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS

_LISTS = beside(__file__)

ABSOLUTE = _LISTS.words("absolute")
OPPOSITE = _LISTS.pairs("opposites")
HEDGED = _LISTS.words("hedged")


REASONED = _LISTS.words("reasoned")
_ENDINGS = re.compile(
    r"(?:ization|isation|ations?|ements?|ments?|ness|ingly|edly|ities|ity|ings?|ers?|ors?|ies|ied|"
    r"ed|es|ly|s|e|y)$"
)


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, float], float]:
    data = json.loads((Path(__file__).parent / "idf.json").read_text("utf-8"))
    return data["idf"], data["unseen"]


@lru_cache(maxsize=65_536)
def stem(norm: str) -> str:
    """A word without its usual endings; only for comparing, never printed. Not Snowball's stem: the
    rarities of idf.json and the coefficients of claims.json were fitted on these."""
    word = lexicon.spelling(norm).removesuffix("'s")
    if len(word) <= 3 or not word.isalpha():
        return word
    short = _ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


def weight(stem_: str) -> float:
    """How telling a word is: its inverse document frequency, an unseen word as the rarest."""
    known, unseen = table()
    return known.get(stem_, unseen)


def content(norms: Iterable[str]) -> list[str]:
    """Stems of the words that carry meaning; single signs and function words left out."""
    return [
        stem(norm)
        for norm in norms
        if norm not in STOPWORDS and (len(norm) > 1 or norm.isdigit()) and norm[0].isalnum()
    ]


def opposed(norm: str, norms: tuple[str, ...], words: frozenset[str]) -> bool:
    others = OPPOSITE.get(norm, frozenset())
    if norm in words or others & set(norms):
        return False
    return (
        bool(others & words)
        or bool(_without(norm) & words)
        or any(prefix + norm in words for prefix in _PREFIXES if len(norm) > 4)
    )


_PREFIXES = ("un", "in", "dis", "non", "im", "ir")


def _without(norm: str) -> frozenset[str]:
    """What a word denies by its first syllable: `unsafe` gives `safe`."""
    return frozenset(
        norm.removeprefix(prefix)
        for prefix in _PREFIXES
        if norm.startswith(prefix) and len(norm) - len(prefix) > 3
    )
