"""Measures how far a claim is borne out by a source, without a model.

Enter: one sentence and one source text. Leave: named features in 0..1 and the window of the
source they were taken in. Weights of words come from `idf.json`, so that a rare name counts for
more than a common verb. No feature depends on length alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import sentences
from pipeline.verify import lexicon
from pipeline.verify.fold import fold
from pipeline.verify.numbers import key, quantities
from pipeline.verify.terms import ABSOLUTE, HEDGED, REASONED, content, opposed, table, weight

NAMES = (
    "window", "whole", "sentence", "wide", "often", "pairs", "near", "order", "run", "grams",
    "all grams", "lacking", "gap", "second gap", "hole", "loose", "numbers", "numbers here",
    "names", "names here", "negation", "denied", "strength", "hedge", "opposite", "reasoned",
)  # fmt: skip
WINDOW = 3  # sentences; one more did not measure better on the training folds
PREFIX = 5  # letters two words must share to count as kin ("migrate", "migration")
KIN = 0.7


@dataclass(frozen=True, slots=True)
class Features:
    """Values by name, and where in the source they were taken."""

    values: tuple[float, ...]
    start: int
    end: int
    missing: tuple[str, ...]  # content words of the claim that the source lacks


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    stems: frozenset[str]
    kin: frozenset[str]
    norms: frozenset[str]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    stems: frozenset[str]
    kin: frozenset[str]
    norms: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    places: dict[str, list[int]]
    parts: tuple[_Sentence, ...]
    values: frozenset[str]
    grams: frozenset[str]
    often: dict[str, float]  # half the log of one more than the count, by stem


@lru_cache(maxsize=512)
def _prepare(text: str) -> _Source:
    folded = fold(text)
    stems = content(folded.norms)
    parts = []
    for start, end in sentences(text):
        norms = fold(text[start:end]).norms
        own = content(norms)
        parts.append(_Sentence(start, end, frozenset(own), _kin(own), frozenset(norms), tuple(own)))
    return _Source(
        frozenset(stems),
        _kin(stems),
        folded.norms,
        frozenset(_pairs(stems, reach=3)),
        folded.places,
        tuple(parts),
        frozenset(key(one.value) for one in quantities(text)),
        grams(text),
        {one: math.log1p(count) / 2 for one, count in Counter(stems).items()},
    )


def _kin(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(one[:PREFIX] for one in stems if len(one) >= PREFIX and one.isalpha())


def _pairs(stems: list[str], *, reach: int) -> Iterable[tuple[str, str]]:
    for at, one in enumerate(stems):
        for other in stems[at + 1 : at + 1 + reach]:
            yield (one, other)


def measure(claim: str, source: str) -> Features:
    """All features of a claim against a source, in the order of NAMES."""
    text = _prepare(source)
    said = _say(claim)
    (first, last), single = _best_windows(said.weights, text, WINDOW)
    window = text.parts[first:last]
    here = _Window(
        frozenset().union(*(part.stems for part in window)),
        frozenset().union(*(part.kin for part in window)),
        frozenset().union(*(part.norms for part in window)),
        tuple(norm for part in window for norm in part.order),
        source[window[0].start : window[-1].end] if window else "",
    )
    values = (
        *_coverage(said, text, here, single),
        *_sequence(said, text, here),
        *_absence(said, text, here),
        *_figures(claim, said, text, here),
        *_polarity(said, here),
    )
    missing = tuple(one for one in said.weights if one not in text.stems)
    start = window[0].start if window else 0
    return Features(values, start, window[-1].end if window else 0, missing)


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim, taken apart once."""

    norms: tuple[str, ...]
    stems: list[str]
    weights: dict[str, float]
    total: float
    names: list[str]


@dataclass(frozen=True, slots=True)
class _Window:
    stems: frozenset[str]
    kin: frozenset[str]
    norms: frozenset[str]
    order: tuple[str, ...]
    text: str


def _say(claim: str) -> _Said:
    folded = fold(claim)
    norms = tuple(norm for at, norm in enumerate(folded.norms) if at not in folded.mark)
    stems = content(norms)
    weights = {one: weight(one) for one in dict.fromkeys(stems)}
    named = [one for name in names(claim) for one in content(fold(name).norms)]
    return _Said(norms, stems, weights, sum(weights.values()) or 1.0, named)


# ── what is covered ───────────────────────────────────────────────────────────────────────


def _coverage(said: _Said, text: _Source, here: _Window, single: float) -> tuple[float, ...]:
    """Share of the claim's weight in the best window, all of it, one, and five sentences."""
    (first, last), _ = _best_windows(said.weights, text, 2 * WINDOW - 1)
    wide = text.parts[first:last]
    stems = frozenset().union(*(part.stems for part in wide))
    kin = frozenset().union(*(part.kin for part in wide))
    often = sum(value * min(1.0, text.often.get(one, 0.0)) for one, value in said.weights.items())
    return (
        _covered(said.weights, here.stems, here.kin) / said.total,
        _covered(said.weights, text.stems, text.kin) / said.total,
        single / said.total,
        _covered(said.weights, stems, kin) / said.total,
        often / said.total,
    )


def _sequence(said: _Said, text: _Source, here: _Window) -> tuple[float, ...]:
    """How far words that stand together in the claim do so in the source."""
    return (
        _pair_share(said.stems, text),
        _neighbours(said, text),
        _common_order(said.stems, here.order) / max(1, len(said.stems)),
        _longest_run(said.norms, text),
        _gram_share(said.norms, grams(here.text)),
        _gram_share(said.norms, text.grams),
    )


def _absence(said: _Said, text: _Source, here: _Window) -> tuple[float, ...]:
    """What the claim has and the source lacks: in all, the heaviest words, in the window."""
    rarest = table()[1]
    lacking = [
        value
        for one, value in said.weights.items()
        if one not in text.stems and one[:PREFIX] not in text.kin
    ]
    heaviest = [*sorted(lacking, reverse=True), 0.0, 0.0]
    hole = max(
        (
            v
            for one, v in said.weights.items()
            if one not in here.stems and one[:PREFIX] not in here.kin
        ),
        default=0.0,
    )
    loose = sum(v for one, v in said.weights.items() if one in text.stems and one not in here.stems)
    return (
        sum(lacking) / said.total,
        heaviest[0] / rarest,
        heaviest[1] / rarest,
        hole / rarest,
        loose / said.total,
    )


def _figures(claim: str, said: _Said, text: _Source, here: _Window) -> tuple[float, ...]:
    """Shares of the claim's figures and names that the source, and the window, lack."""
    figures = [key(one.value) for one in quantities(claim) if not (one.spelled and one.value <= 2)]
    near = {key(one.value) for one in quantities(here.text)}
    count = len(figures) or 1
    named = sum(weight(one) for one in said.names) or 1.0
    return (
        sum(one not in text.values for one in figures) / count,
        sum(one not in near for one in figures) / count,
        sum(weight(one) for one in said.names if one not in text.stems) / named,
        sum(weight(one) for one in said.names if one not in here.stems) / named,
    )


def _polarity(said: _Said, here: _Window) -> tuple[float, ...]:
    """Signs that the claim turns, strengthens or reverses what the window says."""
    words = set(said.norms)
    negated, there = _negated(said.norms), _negated(here.norms)
    return (
        float(negated != there),
        float(negated and not there),
        float(any(norm in ABSOLUTE and norm not in here.norms for norm in said.norms)),
        float(bool(HEDGED & here.norms) and not HEDGED & words),
        float(any(opposed(norm, said.norms, here.norms) for norm in said.norms)),
        float(any(norm in REASONED and norm not in here.norms for norm in said.norms)),
    )


def _negated(norms: Iterable[str]) -> bool:
    return any(norm in lexicon.NEGATIONS for norm in norms)


def _covered(weights: dict[str, float], stems: frozenset[str], kin: frozenset[str]) -> float:
    return sum(
        value
        if one in stems
        else KIN * value
        if one[:PREFIX] in kin and len(one) >= PREFIX
        else 0.0
        for one, value in weights.items()
    )


def _best_windows(
    weights: dict[str, float], text: _Source, size: int
) -> tuple[tuple[int, int], float]:
    """The span of up to `size` sentences that covers most, and what the best single one covers."""
    alone = [_covered(weights, part.stems, part.kin) for part in text.parts]
    best, top = (0, min(1, len(text.parts))), -1.0
    for first in range(len(text.parts)):
        stems: frozenset[str] = frozenset()
        kin: frozenset[str] = frozenset()
        for last in range(first, min(first + size, len(text.parts))):
            stems, kin = stems | text.parts[last].stems, kin | text.parts[last].kin
            covered = _covered(weights, stems, kin) if last > first else alone[first]
            if covered > top + 1e-9:
                best, top = (first, last + 1), covered
    return best, max(alone, default=0.0)


def _neighbours(said: _Said, text: _Source) -> float:
    """Share of words that stand in one source sentence with the words beside them."""
    total = sum(weight(one) for one in said.stems) or 1.0
    found = 0.0
    for at, one in enumerate(said.stems):
        beside = [
            w for w in said.stems[max(0, at - 2) : at] + said.stems[at + 1 : at + 3] if w != one
        ]
        parts = [part for part in text.parts if _in(one, part)]
        shares = (sum(_in(w, part) for w in beside) / max(1, len(beside)) for part in parts)
        found += weight(one) * max(shares, default=0.0)
    return found / total


def _in(one: str, part: _Sentence) -> bool:
    return one in part.stems or (len(one) >= PREFIX and one[:PREFIX] in part.kin)


def _common_order(stems: list[str], others: tuple[str, ...]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(others) + 1)
    for one in stems:
        before = 0
        for at, other in enumerate(others):
            here = row[at + 1]
            row[at + 1] = before + 1 if one == other else max(row[at + 1], row[at])
            before = here
    return row[-1]


def grams(text: str) -> frozenset[str]:
    """Runs of four characters of a folded text."""
    joined = " ".join(fold(text).norms)
    return frozenset(joined[at : at + 4] for at in range(len(joined) - 3))


def _gram_share(norms: tuple[str, ...], there: frozenset[str]) -> float:
    joined = " ".join(norms)
    own = {joined[at : at + 4] for at in range(len(joined) - 3)}
    return len(own & there) / len(own) if own else 0.0


def _pair_share(stems: list[str], text: _Source) -> float:
    pairs = list(_pairs(stems, reach=1))
    if not pairs:
        return float(all(one in text.stems for one in stems))
    total = sum(weight(a) + weight(b) for a, b in pairs)
    both = sum(
        weight(a) + weight(b) for a, b in pairs if (a, b) in text.pairs or (b, a) in text.pairs
    )
    return both / total


def _longest_run(norms: tuple[str, ...], text: _Source) -> float:
    """Share of the claim's words in its longest run that the source has word for word."""
    best = 0
    for at, norm in enumerate(norms):
        for start in text.places.get(norm, ())[:40]:
            size = 0
            while (
                at + size < len(norms)
                and start + size < len(text.norms)
                and norms[at + size] == text.norms[start + size]
            ):
                size += 1
            best = max(best, size)
    return best / len(norms) if norms else 0.0


_CAPITAL = re.compile(r"(?<![.!?:;\"“]\s)(?<!^)\b[A-Z][\w'’-]*")


def names(claim: str) -> list[str]:
    """Capitalised words that do not merely begin a sentence."""
    return [found.group() for found in _CAPITAL.finditer(claim) if len(found.group()) > 1]
