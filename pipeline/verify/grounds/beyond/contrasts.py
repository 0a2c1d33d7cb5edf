"""One thing said and another set aside: `per node, not cluster-wide`, `once rather than per row`.

Enter: a sentence and the sentences of its sources. Leave: whether both set the same thing aside, in
whatever words, and `Doubt`s where a sentence says what its source sets aside and sets aside what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import Token, negates, strength, tokens

SAME = 0.75  # strength from which a word says another
HALF = 0.5  # of the words set aside, and of a sentence's words that its source has beside them

_ASIDE = re.compile(
    r"(?:,|(?<!\s))\s{1,4}(?:(?:and|but)\s{1,4}not|(?<=,\s)not|rather than|instead of|as opposed to)\s{1,4}"
    r"(?P<aside>[^,;:.()—–]{2,60})",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;:()—–]|,\s|\s(?:so|which|because|while|but)\s")
_END = re.compile(r"\s(?:and|but|so|which|because|while|when|if|as)\s")


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a sentence says, and what it sets aside; only the words that the other side lacks."""

    said: tuple[str, ...]
    aside: tuple[str, ...]
    text: str
    denials: int  # in what it says


@lru_cache(maxsize=8192)
def contrast(text: str) -> Contrast | None:
    """The first of a sentence; None where it sets nothing aside."""
    found = _ASIDE.search(text)
    if found is None:
        return None
    said = _CUT.split(text[: found.start()])[-1]
    aside = _END.split(found["aside"])[0]
    ours, theirs = _words(said), _words(aside)
    own = tuple(w for w in theirs if not _has(ours, w))
    denials = sum(negates(t.low) for t in tokens(said))
    return Contrast(tuple(w for w in ours if not _has(theirs, w)), own, on_line(aside), denials)


def _words(text: str) -> tuple[str, ...]:
    every = (t for t in tokens(text.replace("-", " ")) if t.low not in lists.LIGHT)
    return tuple(t.low for t in every if t.content or t.low == "once")


def _has(words: Sequence[str], low: str) -> bool:
    return any(strength(low, one) >= SAME for one in words)


def _share(words: Sequence[str], among: Sequence[str]) -> float:
    return sum(_has(among, one) for one in words) / (len(words) or 1)


def set_aside_alike(text: str, stands: str) -> bool:
    """Whether a sentence denies what the other sets aside, and nothing that stands beside it there."""
    theirs = contrast(stands)
    if theirs is None or not theirs.aside or not theirs.said:
        return False
    ours = contrast(text)
    if ours and ours.denials != theirs.denials:
        return False
    gone = ours.aside if ours else _denied(text)
    return _has_any(gone, theirs.aside) and not _has_any(gone, theirs.said[-1:])


def _has_any(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(_has(words, one) for one in others)


def _denied(text: str) -> tuple[str, ...]:
    """The words of content behind the first negation of a sentence, up to a mark."""
    every = tokens(text)
    at: Token | None = next((t for t in every if negates(t.low)), None)
    return _words(re.split(r"[,;:()—–]", text[at.end :])[0]) if at else ()


def turned(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """At most one: two sides that changed places, or what is set aside told as what is."""
    ours = contrast(text)
    plain = (
        ours is None and not any(negates(t.low) for t in tokens(text)) and not _SPARED.search(text)
    )
    for one in grounds:
        theirs = contrast(one.text)
        if theirs is None or not theirs.aside or not _of_it(text, one):
            continue
        if ours and _turned_round(ours, theirs):
            return [Doubt("direction", 0.85, f"not {ours.text}", f"not {theirs.text}")]
        told = len(theirs.aside) > 1 and _share(theirs.aside, _words(text)) == 1
        if plain and told and not _has_any(_words(text), theirs.said[-1:]):
            return [Doubt("polarity", 0.8, on_line(text), on_line(one.text))]
    return []


_SPARED = re.compile(
    r"\b(?:instead|rather|before|previous\w*|earlier|former\w*|until|used to|avoid\w*|stop\w*|prevent\w*|could|would)\b",
    re.IGNORECASE,
)


def _turned_round(ours: Contrast, theirs: Contrast) -> bool:
    if not ours.aside or _has_any(ours.aside, theirs.aside):
        return False
    return _share(ours.aside, theirs.said) >= HALF and _has_any(ours.said, theirs.aside)


def _of_it(text: str, ground: Ground) -> bool:
    """Whether a sentence of the source has most of a sentence's words."""
    return _share(_words(text), _words(ground.text)) > HALF
