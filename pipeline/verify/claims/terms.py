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
from pipeline.text.words import STOPWORDS

ABSOLUTE = frozenset(
    "all every always never only most first none largest best worst entire entirely completely "
    "exclusively solely must guarantee guarantees proves proved ensure ensures any".split()
)
_OPPOSITES = (
    "increase decrease|increased decreased|increases decreases|rise fall|rose fell|more less|"
    "higher lower|high low|before after|above below|up down|gain loss|gained lost|win lose|won lost|"
    "accept reject|accepted rejected|include exclude|includes excludes|allow prevent|allows prevents|"
    "support oppose|supports opposes|supported opposed|begin end|began ended|start stop|open close|"
    "opened closed|old new|older newer|oldest newest|large small|larger smaller|largest smallest|"
    "long short|longer shorter|fast slow|faster slower|early late|earlier later|first last|"
    "positive negative|public private|success failure|succeeded failed|agree disagree|agreed disagreed|"
    "buy sell|bought sold|male female|man woman|men women|boy girl|boys girls|north south|east west|"
    "safe dangerous|easy difficult|easier harder|common rare|many few|better worse|improve worsen|"
    "improved worsened|same different|similar different|strong weak|stronger weaker|rich poor|"
    "maximum minimum|upper lower|inside outside|internal external|add remove|added removed|"
    "enable disable|enabled disabled|cheap expensive|cheaper dearer|approve deny|approved denied|"
    "confirm deny|confirmed denied|domestic foreign|local remote|summer winter|day night"
)
OPPOSITE: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITES.split("|"):
    _one, _two = _pair.split()
    OPPOSITE[_one] = OPPOSITE.get(_one, frozenset()) | {_two}
    OPPOSITE[_two] = OPPOSITE.get(_two, frozenset()) | {_one}

HEDGED = frozenset(
    "may might could possibly perhaps maybe probably likely allegedly alleged reportedly suggests "
    "suggested appears appeared seems seemed potentially expected plans planned".split()
)


REASONED = frozenset(
    "therefore thus hence overall inferred infer implies implying generally typically additionally "
    "furthermore moreover conclusion suggests".split()
)
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
    """A word without its usual endings; only for comparing, never printed."""
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
