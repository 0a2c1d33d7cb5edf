"""The build of a sentence: its words by kind, and which kind follows which.

Enter: a sentence. Leave: one kind a word (`N` a name, `x` a noun or adjective, `ns` a plural,
`3sg`, `past`, `ing`, a function word or a sign by itself) and the turns from each to the next.
What a turn is worth is fitted (`weights.json`): an entry of a reference, a fragment and a
platitude are built alike whatever they are about.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from pipeline.text.printable.clause import CLOSED, form, is_noun_too
from pipeline.text.printable.strangers import is_name
from pipeline.text.words import STOPWORDS

TOKEN = re.compile(r"[A-Za-z][\w'’.-]*\w|\w|[^\w\s]")
FIRST, LAST = "^", "$"


def kinds(text: str) -> tuple[str, ...]:
    """One kind for each word and sign of a sentence."""
    return tuple(_kind(token.group(), at) for at, token in enumerate(TOKEN.finditer(text)))


def _kind(word: str, at: int) -> str:
    low = word.lower()
    if low in STOPWORDS or low in CLOSED or not word[0].isalnum():
        return low
    if word[0].isdigit():
        return "#"
    if at and is_name(word):
        return "N"
    if inflected := form(word):
        return ("n" if is_noun_too(low.removesuffix("s")) else "") + inflected
    if low.endswith("ly"):
        return "ly"
    return "ns" if low.endswith("s") and not low.endswith("ss") else "x"


@lru_cache(maxsize=2_048)
def turns(text: str) -> tuple[str, ...]:
    """The kinds of a sentence and each pair of neighbours, ends included, every one once."""
    held = (FIRST, *kinds(text), LAST)
    pairs = (f"{one} {other}" for one, other in pairwise(held))
    return tuple(dict.fromkeys((*held[1:-1], *pairs)))


def laid_out(found: Iterable[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """The known turns, each by its rarity, as a vector of length 1; {} where none is known."""
    known = {turn: rarity[turn] for turn in found if turn in rarity}
    length = math.sqrt(sum(value * value for value in known.values()))
    return {turn: value / length for turn, value in known.items()} if length else {}
