"""Measures how far a claim is borne out by a source, without a model.

Enter: one sentence and one source text. Leave: named features in 0..1 and the window of the
source they were taken in. Weights of words come from `idf.json`, so that a rare name counts for
more than a common verb. No feature depends on length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import lexicon
from pipeline.text.folding import fold, words
from pipeline.text.sentences import sentences
from pipeline.verify.claims import context, kindred
from pipeline.verify.claims.context import KIN, PREFIX
from pipeline.verify.claims.numbers import key, quantities
from pipeline.verify.claims.terms import ABSOLUTE, REASONED, content, opposed, table, weight

NAMES = (
    "window", "near", "lacking", "second gap", "numbers", "numbers here", "names", "names here",
    "negation", "strength", "opposite", "reasoned", *context.NAMES, *kindred.NAMES,
)  # fmt: skip
WINDOW = 3  # sentences; one more did not measure better on the training folds


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


@dataclass(frozen=True, slots=True)
class _SourceTerms:
    stems: frozenset[str]
    kin: frozenset[str]
    parts: tuple[_Sentence, ...]
    values: frozenset[str]


@lru_cache(maxsize=512)
def _prepare(text: str) -> _SourceTerms:
    stems = content(fold(text).norms)  # whole: `context` folds it too
    parts = []
    for start, end in sentences(text):
        norms = words(text[start:end])
        own = content(norms)
        parts.append(_Sentence(start, end, frozenset(own), _kin(own), frozenset(norms)))
    return _SourceTerms(
        frozenset(stems),
        _kin(stems),
        tuple(parts),
        frozenset(key(one.value) for one in quantities(text)),
    )


def _kin(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(one[:PREFIX] for one in stems if len(one) >= PREFIX and one.isalpha())


def measure(claim: str, source: str) -> Features:
    """All features of a claim against a source, in the order of NAMES."""
    text = _prepare(source)
    said = _say(claim)
    first, last = _best_window(said.weights, text)
    window = text.parts[first:last]
    here = _Window(
        frozenset().union(*(part.stems for part in window)),
        frozenset().union(*(part.kin for part in window)),
        frozenset().union(*(part.norms for part in window)),
        source[window[0].start : window[-1].end] if window else "",
    )
    values = (
        _covered(said.weights, here.stems, here.kin) / said.total,
        _neighbours(said, text),
        *_absence(said, text),
        *_figures(claim, said, text, here),
        *_polarity(said, here),
        *context.measure(said.norms, source),
        *kindred.measure(said.norms, source, here.text),
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
    text: str


def _say(claim: str) -> _Said:
    folded = fold(claim)
    norms = tuple(norm for at, norm in enumerate(folded.norms) if at not in folded.mark)
    stems = content(norms)
    weights = {one: weight(one) for one in dict.fromkeys(stems)}
    named = [one for name in names(claim) for one in content(fold(name).norms)]
    return _Said(norms, stems, weights, sum(weights.values()) or 1.0, named)


# ── what is covered ───────────────────────────────────────────────────────────────────────


def _absence(said: _Said, text: _SourceTerms) -> tuple[float, float]:
    """What the claim has and the source lacks: share of its weight, and the second rarest word."""
    lacking = [
        value
        for one, value in said.weights.items()
        if one not in text.stems and one[:PREFIX] not in text.kin
    ]
    second = sorted([*lacking, 0.0, 0.0], reverse=True)[1]
    return sum(lacking) / said.total, second / table()[1]


def _figures(claim: str, said: _Said, text: _SourceTerms, here: _Window) -> tuple[float, ...]:
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
    return (
        float(_negated(said.norms) != _negated(here.norms)),
        float(any(norm in ABSOLUTE and norm not in here.norms for norm in said.norms)),
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


def _best_window(weights: dict[str, float], text: _SourceTerms) -> tuple[int, int]:
    """The span of up to WINDOW sentences that covers most."""
    best, top = (0, min(1, len(text.parts))), -1.0
    for first in range(len(text.parts)):
        stems: frozenset[str] = frozenset()
        kin: frozenset[str] = frozenset()
        for last in range(first, min(first + WINDOW, len(text.parts))):
            stems, kin = stems | text.parts[last].stems, kin | text.parts[last].kin
            covered = _covered(weights, stems, kin)
            if covered > top + 1e-9:
                best, top = (first, last + 1), covered
    return best


def _neighbours(said: _Said, text: _SourceTerms) -> float:
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


_CAPITAL = re.compile(r"(?<![.!?:;\"“]\s)(?<!^)\b[A-Z][\w'’-]*(?:(?<=\d)\.\d[\w-]*)*")


def names(claim: str) -> list[str]:
    """Capitalised words that do not merely begin a sentence."""
    return [found.group() for found in _CAPITAL.finditer(claim) if len(found.group()) > 1]
