"""When one figure is as true as another: equal, converted, rounded, a ratio, or computed.

Enter: a figure of a claim and the figures of its sources. Leave: yes or no. True besides the same
value: another unit of the dimension, a stated rounding, a share or multiple of two figures of one
ground, and what two figures that the sentence shows come to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.figures import Figure
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token

ROUNDED = 0.06  # a stated rounding is off by less: 49.6 for "about 50", 950 for "about 900"


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its sentence."""

    figure: Figure
    text: str
    tokens: tuple[Token, ...]
    ground: Ground | None
    source: SourceText | None


def equal(a: Figure, b: Figure) -> bool:
    if a.kind in ("date", "month") or b.kind in ("date", "month"):
        return _same_day(a, b)
    if "version" in (a.kind, b.kind):
        return a.value == b.value or a.text.lstrip("vV") == b.text.lstrip("vV")
    if (a.kind == "multiple") != (b.kind == "multiple"):
        return False
    if a.dimension and b.dimension and a.dimension == b.dimension:
        return math.isclose(a.size, b.size, rel_tol=1e-3)
    return math.isclose(a.value, b.value, rel_tol=1e-6)


def _same_day(a: Figure, b: Figure) -> bool:
    if not (any(a.day) and any(b.day)):
        return a.value == b.value and (a.kind == "number" or b.kind == "number") and a.value > 1900
    shared = [(x, y) for x, y in zip(a.day, b.day, strict=True) if x and y]
    return bool(shared) and all(x == y for x, y in shared) and (not a.day[2] or bool(b.day[2]))


def rounds(a: Figure, b: Figure) -> bool:
    """Whether a says b rounded, and says that it rounds."""
    if a.bound not in ("about", "low", "high") or a.kind in ("date", "version"):
        return False
    if a.dimension != b.dimension and (a.dimension or b.dimension):
        return False
    off = abs(a.size - b.size) / (abs(b.size) or 1.0)
    if a.bound == "about":
        return off <= (ROUNDED + 0.02 if a.spelled else ROUNDED)
    if a.bound == "low":
        return a.size <= b.size and off <= 0.2
    return a.size >= b.size and off <= 0.2


def ratio(one: Figure, places: Sequence[Place]) -> bool:
    """A share or multiple of two figures that stand in one sentence of the ground."""
    if one.kind not in ("share", "multiple"):
        return False
    target = one.value / 100 if one.kind == "share" else one.value
    slack = ROUNDED if one.bound else 0.006
    for a, b in combinations(places, 2):
        if (
            a.ground is not b.ground
            or a.ground is None
            or a.figure.dimension != b.figure.dimension
            or not (a.figure.size and b.figure.size)
        ):
            continue
        small, large = sorted((abs(a.figure.size), abs(b.figure.size)))
        for value in (small / large, 1 - small / large, large / small):
            if abs(value - target) <= slack * max(target, 0.2):
                return True
    return False


def computed(one: Figure, mine: Sequence[Figure], places: Sequence[Place]) -> bool:
    """Whether the sentence shows the operands, borne themselves, that come to this figure."""
    others = [f for f in mine if f is not one and any(_value_equal(f, p.figure) for p in places)]
    if one.kind in ("date", "version") or len(others) < 2:
        return False
    slack = ROUNDED if one.bound else 0.005
    for a, b in combinations(others, 2):
        values = [a.size + b.size, abs(a.size - b.size), a.size * b.size]
        values += [x for x in (a.size and b.size / a.size, b.size and a.size / b.size) if x]
        values += [100 * abs(a.size - b.size) / x for x in (a.size, b.size) if x]
        values += [100 * x for x in (a.size and b.size / a.size, b.size and a.size / b.size) if x]
        scale = lists.DIMENSIONS[a.unit][1] if a.unit in lists.DIMENSIONS and not one.unit else 1.0
        for value in values:
            if any(
                abs(v - w) <= slack * max(abs(w), 1e-9)
                for w in (one.size, one.value)
                for v in (value, value / scale)
            ) or any(
                abs(v - one.size) <= slack * max(abs(one.size), 1e-9)
                for v in (value, value / scale)
            ):
                return True
    return False


def _value_equal(a: Figure, b: Figure) -> bool:
    return math.isclose(a.value, b.value, rel_tol=1e-6) and a.kind not in ("date", "version")


def listed(one: Figure, text: str, sources: Sequence[SourceText]) -> bool:
    """A small count of things that the sentence goes on to name, or of its sources."""
    if int(one.value) == len(sources):
        return True
    rest = text[one.end :]
    return rest.count(",") + rest.count(" and ") >= int(one.value) - 1 and ":" in rest
