"""Measures how a claim's words stand together in a source, place by place.

Enter: one sentence and one source text. Leave: named features in 0..1. Where `features` asks what
is there at all, this asks whether a word stands near the words it stands near in the claim: an
exchanged name or number may well occur elsewhere in the source, but not beside these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import lexicon
from pipeline.text.folding import fold
from pipeline.text.lists import beside
from pipeline.verify.claims.synonyms import ANTONYMS, OPPOSED_STEMS, SYNONYMS
from pipeline.verify.claims.terms import content, stem, weight

_LISTS = beside(__file__)

NAMES = (
    "fifty", "plain", "weakest", "second weakest", "weakest number", "thin", "denied here",
    "direction", "dense", "foreign", "reworded", "reversed", "turned",
)  # fmt: skip
PREFIX = 5  # letters two words must share to count as kin ("migrate", "migration")
KIN = 0.7
BESIDE = 3  # content words to each side that a word's neighbours are
REACH = 8  # tokens to each side of a place in which a neighbour counts as near
PLACES = 16  # places of a word that are looked at; a word that common tells little
THIN = 0.34  # below this share of neighbours near it, a word stands there by chance
DIRECTIONS = _LISTS.words("directions")


@dataclass(frozen=True, slots=True)
class _Text:
    norms: tuple[str, ...]
    stems: tuple[str, ...]  # one a token, "" for a function word
    words: frozenset[str]
    places: dict[str, list[int]]
    kin: dict[str, list[int]]
    negated: frozenset[int]


@lru_cache(maxsize=512)
def _prepare(text: str) -> _Text:
    norms = fold(text).norms
    stems = _stems(norms)
    places: dict[str, list[int]] = {}
    kin: dict[str, list[int]] = {}
    for at, one in enumerate(stems):
        if one:
            places.setdefault(one, []).append(at)
            if _long(one):
                kin.setdefault(one[:PREFIX], []).append(at)
    turns = lexicon.NEGATIONS | lexicon.DENIALS
    negated = frozenset(at for at, norm in enumerate(norms) if norm in turns)
    return _Text(norms, stems, frozenset(norms), places, kin, negated)


def _stems(norms: Iterable[str]) -> tuple[str, ...]:
    return tuple(next(iter(content((norm,))), "") for norm in norms)


def _long(one: str) -> bool:
    return len(one) >= PREFIX and one.isalpha()


def _where(one: str, text: _Text) -> tuple[list[int], float]:
    """Places of a stem, or of its kin, and how much they count."""
    if one in text.places:
        return text.places[one], 1.0
    if _long(one) and one[:PREFIX] in text.kin:
        return text.kin[one[:PREFIX]], KIN
    return [], 0.0


def measure(norms: tuple[str, ...], source: str) -> tuple[float, ...]:
    """All features of a claim's tokens, in the order of NAMES."""
    text = _prepare(source)
    stems = _stems(norms)
    said = [one for one in stems if one]
    if not said:
        return (0.0,) * len(NAMES)
    weights = {one: weight(one) for one in said}
    total = sum(weights.values())
    fifty = _densest(weights, text, 50)[0]
    _, first, last = _densest(weights, text, 25)
    near = [_support(at, said, weights, text) for at in range(len(said))]
    lowest = sorted(near)
    return (
        fifty / total,
        sum(bool(_where(one, text)[0]) for one in weights) / len(weights),
        1 - lowest[0],
        1 - lowest[min(1, len(lowest) - 1)],
        max((1 - v for one, v in zip(said, near, strict=True) if one[0].isdigit()), default=0.0),
        sum(weights[one] for one, v in zip(said, near, strict=True) if v < THIN)
        / sum(weights[one] for one in said),
        float(_denied(norms, stems, text)),
        _direction(norms, text, first, last),
        _dense(weights, text, first, last),
        *_lacking(weights, total, text),
        *_opposites(norms, stems, text),
    )


def _densest(weights: dict[str, float], text: _Text, size: int) -> tuple[float, int, int]:
    """The heaviest run of `size` tokens: what it covers, its first token and one past its last."""
    worth = {one: weights[one] * _where(one, text)[1] for one in weights}
    hits = sorted((at, one) for one in weights for at in _where(one, text)[0])
    count: Counter[str] = Counter()
    best, low, now = (0.0, 0, 0), 0, 0.0
    for at, one in hits:
        now += 0.0 if count[one] else worth[one]
        count[one] += 1
        while hits[low][0] <= at - size:
            gone = hits[low][1]
            count[gone] -= 1
            now -= 0.0 if count[gone] else worth[gone]
            low += 1
        if now > best[0] + 1e-9:
            best = (now, hits[low][0], at + 1)
    return best


def _support(at: int, said: list[str], weights: dict[str, float], text: _Text) -> float:
    """Share of a word's neighbours in the claim that stand near it in its best place."""
    one = said[at]
    others = said[max(0, at - BESIDE) : at] + said[at + 1 : at + 1 + BESIDE]
    beside = dict.fromkeys(other for other in others if other != one)
    places, worth = _where(one, text)
    if not beside or not places:
        return worth
    total = sum(weights[other] for other in beside)
    best = 0.0
    for place in places[:PLACES]:
        here = text.stems[max(0, place - REACH) : place + REACH + 1]
        kin = {other[:PREFIX] for other in here if len(other) >= PREFIX}
        found = sum(
            weights[other]
            if other in here
            else KIN * weights[other]
            if len(other) >= PREFIX and other[:PREFIX] in kin
            else 0.0
            for other in beside
        )
        best = max(best, found)
    return worth * best / total


def _denied(norms: tuple[str, ...], stems: tuple[str, ...], text: _Text) -> bool:
    """Whether the claim denies what the source nowhere denies."""
    for at, norm in enumerate(norms):
        if norm in lexicon.NEGATIONS:
            after = [one for one in stems[at + 1 : at + 6] if one][:2]
            places = [place for one in after for place in _where(one, text)[0][:20]]
            if not any(_turned(place, text) for place in places):
                return True
    return False


def _turned(place: int, text: _Text) -> bool:
    return any(at in text.negated for at in range(place - 5, place + 3))


def _direction(norms: tuple[str, ...], text: _Text, first: int, last: int) -> float:
    """Share of the claim's words of direction that do not stand around its best place."""
    said = [norm for norm in norms if norm in DIRECTIONS]
    here = text.norms[max(0, first - 15) : last + 15]
    return sum(norm not in here for norm in said) / len(said) if said else 0.0


def _dense(weights: dict[str, float], text: _Text, first: int, last: int) -> float:
    """Share of the best place's weight that the claim has."""
    here = [one for one in text.stems[first:last] if one]
    total = sum(map(weight, here))
    return sum(weights.get(one, 0.0) for one in here) / total if total else 0.0


def _lacking(weights: dict[str, float], total: float, text: _Text) -> tuple[float, float]:
    """Weight that neither stands there nor has a synonym there; share of the rest that has one."""
    gone = [one for one in weights if not _where(one, text)[0]]
    mild = [one for one in gone if any(o in text.places for o in SYNONYMS.get(one, ()))]
    heavy = sum(weights[one] for one in gone if one not in mild)
    return heavy / total, len(mild) / len(gone) if gone else 0.0


def _opposites(norms: tuple[str, ...], stems: tuple[str, ...], text: _Text) -> tuple[float, float]:
    """Whether an opposite stands there instead of a word; how much nearer it is than the word."""
    instead = nearer = 0.0
    for at, norm in enumerate(norms):
        if norm not in ANTONYMS and stem(norm) not in OPPOSED_STEMS:
            continue
        own, other = _own_places(norm, text), _opposite_places(norm, text)
        if other and not own:
            instead = 1.0
        beside = {one for one in stems[max(0, at - 6) : at] + stems[at + 1 : at + 7] if one}
        there, here = _company(other, beside, text), _company(own, beside, text)
        if there >= 2 and there > here:
            nearer = max(nearer, (there - here) / len(beside))
    return instead, nearer


def _own_places(norm: str, text: _Text) -> list[int]:
    found = text.places.get(stem(norm), [])
    if found or norm not in text.words:
        return found
    return [at for at, one in enumerate(text.norms) if one == norm]


def _opposite_places(norm: str, text: _Text) -> list[int]:
    opposed = sorted(OPPOSED_STEMS.get(stem(norm), ()))
    found = [at for one in opposed for at in text.places.get(one, ())]
    words = ANTONYMS.get(norm, frozenset()) & text.words
    if found or not words:
        return found
    return [at for at, one in enumerate(text.norms) if one in words]


def _company(places: list[int], beside: set[str], text: _Text) -> int:
    """How many of the words beside a word in the claim stand near one of these places."""
    return max(
        (
            len(beside.intersection(text.stems[max(0, place - 7) : place + REACH]))
            for place in places[: PLACES + REACH]
        ),
        default=0,
    )
