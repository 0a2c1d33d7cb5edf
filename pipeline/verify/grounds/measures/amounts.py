"""When one figure is as true as another: equal, converted, rounded, a ratio, or computed.

Enter: a figure of a claim and the figures of its sources. Leave: yes or no. True besides the same
value: another unit of the dimension, a stated rounding, a share or multiple of two figures of one
ground, and what two figures that the sentence shows come to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipeline.text.numbers import bare_version
from pipeline.text.spans import ITEM_MARK
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.figures import Figure
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, strength, tokens

BESIDE = 0.75  # of a bound, from which it is said of a value: 5.75 is "more than five"
IN_MONTHS = 0.1  # eight weeks are two months, and 60.8 days
_CALENDAR = frozenset(("day", "week", "month", "year"))
TO = 8  # characters between two figures that have no word between them but `to`
ROUNDED = 0.06  # a stated rounding is off by less: 49.6 for "about 50", 950 for "about 900"


@dataclass(frozen=True, slots=True)
class FigurePlace:
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
        return a.value == b.value or bare_version(a.text) == bare_version(b.text)
    if (a.kind == "multiple") != (b.kind == "multiple"):
        return False
    if (a.kind == "share") != (b.kind == "share") and a.dimension and b.dimension:
        return False  # half is not 50 minutes
    if a.dimension and b.dimension and a.dimension == b.dimension:
        return math.isclose(a.size, b.size, rel_tol=1e-3) or _binary(a, b)
    return math.isclose(a.value, b.value, rel_tol=1e-6)


def _binary(a: Figure, b: Figure) -> bool:
    """Whether one size is the other if its kilobyte has 1,024 bytes."""
    if a.dimension != lists.DIMENSIONS["byte"][0] or a.unit == b.unit:
        return False
    power = {"kb": 1, "mb": 2, "gb": 3, "tb": 4}
    sizes = [x.size * 1.024 ** power.get(x.unit, 0) for x in (a, b)]
    return math.isclose(sizes[0], sizes[1], rel_tol=1e-3)


def _same_day(a: Figure, b: Figure) -> bool:
    if not (any(a.day) and any(b.day)):
        return a.value == b.value and (a.kind == "number" or b.kind == "number") and a.value > 1900
    shared = [(x, y) for x, y in zip(a.day, b.day, strict=True) if x and y]
    return bool(shared) and all(x == y for x, y in shared) and (not a.day[2] or bool(b.day[2]))


def rounds(a: Figure, b: Figure) -> bool:
    """Whether a says b rounded, and says that it rounds, or in months what b has in weeks."""
    if not a.bound and {a.unit, b.unit} == {"month", "week"}:
        return abs(a.size - b.size) <= IN_MONTHS * abs(b.size)
    said = a.bound or ("about" if a.kind == "share" and a.spelled else "")  # an eighth for 13 %
    if said not in ("about", "low", "high") or a.kind in ("date", "version"):
        return False
    if a.dimension != b.dimension and (a.dimension or b.dimension):
        return False
    off = abs(a.size - b.size) / (abs(b.size) or 1.0)
    if said == "about" and {a.unit, b.unit} <= _CALENDAR and a.unit != b.unit:
        return off <= IN_MONTHS
    if said == "about":
        return off <= (ROUNDED + 0.02 if a.spelled else ROUNDED)
    if b.bound or not (_round(a.value) or (a.kind == "share" and a.spelled)):
        return False  # another bound, not a rounding
    return off <= 0.2 and (a.size <= b.size if a.bound == "low" else a.size >= b.size)


def _round(value: float) -> bool:
    """Whether a value has at most two digits that are not zeros behind it."""
    digits = f"{value:.6g}".replace(".", "").strip("0")
    return len(digits) <= 2


def within(bound: Figure, one: Figure) -> bool:
    """Whether a figure lies within another's bound: 55 minutes, `less than an hour`."""
    if bound.dimension != one.dimension:
        return False
    return (
        one.size <= bound.size
        if bound.bound == "high"
        else bound.bound == "low" and one.size >= bound.size
    )


def ratio(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """A share or multiple of two figures that stand in one sentence of the ground, or in the next."""
    if one.kind not in ("share", "multiple"):
        return False
    target = one.value / 100 if one.kind == "share" else one.value
    for a, b in combinations(places, 2):
        first, second = _ends(a, b)
        alike = first.dimension == second.dimension and first.size and second.size
        if not alike or not _near(a, b):
            continue
        small, large = sorted((abs(first.size), abs(second.size)))
        if any(
            _comes(x, target, one.bound) for x in (small / large, 1 - small / large, large / small)
        ):
            return True
    return False


def _ends(a: FigurePlace, b: FigurePlace) -> tuple[Figure, Figure]:
    """Two figures as they stand; those of `from 30 to 60 seconds` in one unit."""
    first, second = a.figure, b.figure
    if apart(a, b) == 0 and {first.role, second.role} == {"from", "to"}:
        return _like(first, second), _like(second, first)
    return first, second


def other_end(one: Figure, other: FigurePlace, same: Sequence[FigurePlace]) -> bool:
    """Whether another figure is where a way begins that ends right behind it at this one: `from 8 to 16`."""
    for p in same if {one.role, other.figure.role} == {"from", "to"} else ():
        a, b = sorted((p.figure, other.figure), key=lambda f: f.start)
        if p.ground is other.ground and p.figure.role == one.role and b.start - a.end < TO:
            return True
    return False


def apart(a: FigurePlace, b: FigurePlace) -> float:
    """How many sentences lie from the one figure to the other; no number of them between sources."""
    if a.ground is None or b.ground is None or a.ground.n != b.ground.n:
        return math.inf
    return abs(a.ground.order - b.ground.order)


def _near(a: FigurePlace, b: FigurePlace) -> bool:
    """Whether two figures stand in one sentence, or in neighbours as amounts of one measure."""
    return apart(a, b) <= (1 if a.figure.dimension else 0)


def _comes(value: float, target: float, bound: str) -> bool:
    """Whether a value is what is said, or within the bound that is said, and not far from it."""
    if bound == "high":
        return BESIDE * target <= value <= target
    if bound == "low":
        return target <= value <= target / BESIDE
    return abs(value - target) <= (ROUNDED if bound else 0.006) * max(target, 0.2)


def computed(one: Figure, mine: Sequence[Figure], places: Sequence[FigurePlace]) -> bool:
    """Whether the sentence shows the operands, borne themselves, that come to this figure."""
    if one.kind in ("date", "version", "month"):
        return False
    others = [f for f in mine if f is not one and any(_value_equal(f, p.figure) for p in places)]
    slack = ROUNDED if one.bound else 0.005
    return any(
        abs(value - one.value) <= slack * abs(one.value)
        for a, b in combinations(others, 2)
        for value in _results(one, a, b)
    )


def _results(one: Figure, a: Figure, b: Figure) -> list[float]:
    """What two figures come to that may be said in the measure of a third."""
    scale = lists.DIMENSIONS[one.unit][1] if one.unit in lists.DIMENSIONS else 1.0
    a, b = _like(a, b), _like(b, a)
    whole = [x.size if x.dimension and one.dimension else x.value for x in (a, b)]
    ratios = [x / y for x, y in (whole, whole[::-1]) if y]
    if one.kind == "share":
        return [100 * x for x in ratios] + [100 * abs(1 - x) for x in ratios]
    if one.kind == "multiple":
        return ratios
    alike = a.dimension in ("", one.dimension) and b.dimension in ("", one.dimension)
    if not alike or "%" in (a.unit, b.unit):
        return []
    results = [sum(whole), abs(whole[0] - whole[1])]
    if not (a.dimension and b.dimension):
        results += [whole[0] * whole[1], *ratios]
    return [x / scale if any(f.dimension for f in (a, b)) else x for x in results]


def _like(a: Figure, b: Figure) -> Figure:
    """A figure with the unit that it leaves to another: `nine months rather than six`."""
    counts = a.noun and a.noun.rstrip("s") not in lists.DIMENSIONS  # `9 of the 60 seconds`
    bare = a.kind == "number" and not a.unit and not counts
    return replace(a, unit=b.unit) if bare and b.dimension else a


def shared_unit(one: Figure, mine: Sequence[Figure]) -> Figure:
    """A bare figure with the unit of the one before it, or else behind: `in 5.1 seconds, where it took
    17`."""
    measured = [f for f in mine if f.kind == "number" and f.dimension and f.unit != "percentile"]
    measured = [
        f for f in measured if not f.text.lower().startswith(("a ", "an "))
    ]  # `in a second`
    before = [f for f in measured if f.start < one.start]
    behind = [f for f in measured if f.start > one.start][:1]  # `from 9 to 52 of 60 seconds`
    known = before[-1:] or behind
    return _like(one, known[0]) if known else one


def _value_equal(a: Figure, b: Figure) -> bool:
    return math.isclose(a.value, b.value, rel_tol=1e-6) and a.kind not in ("date", "version")


def listed(one: Figure, text: str, sources: Sequence[SourceText]) -> bool:
    """A small count of things that the sentence goes on to name, that a source lists, or of sources."""
    count = int(one.value)
    if count == len(sources):
        return True
    rest = text[one.end :]
    if rest.count(",") + rest.count(" and ") >= count - 1 and ":" in rest:
        return True
    return any(_lists(one, count, source) for source in sources)


_SERIES = re.compile(r"(?:[\w`'./()-]+(?: [\w`'./()-]+){0,5}, )+(?:and |or )[\w`'./()-]+")
_BULLETS = re.compile(
    rf"(?:^[ \t]*{ITEM_MARK}[ \t]+\S[^\n]*(?:\n|$)(?:[ \t]+[^-*+•\s\d][^\n]*\n)*\n?)+",
    re.M,
)
_BULLET = re.compile(rf"^[ \t]*{ITEM_MARK}[ \t]+", re.M)
LEAD = 160  # characters before a list that say what it lists


def _lists(one: Figure, count: int, source: SourceText) -> bool:
    """Whether a source lists so many of what a figure counts, in a row or as items."""
    nouns = [w for w in one.noun.split() if w not in lists.MEASURES]

    def of_them(words: str) -> bool:
        return any(strength(a, t.low) >= 0.75 for a in nouns for t in tokens(words) if t.content)

    for ground in source.grounds:
        rows = [m[0].count(", ") + 1 for m in _SERIES.finditer(ground.text)]
        if count in rows and of_them(ground.text):
            return True
    for block in _BULLETS.finditer(source.text):
        before = source.text[max(0, block.start() - LEAD) : block.start()]
        if len(_BULLET.findall(block[0])) == count and of_them(f"{source.heading} {before}"):
            return True
    return len(items(source)) == count > 2


def items(source: SourceText) -> list[str]:
    """The items of all lists of a source."""
    out = []
    for block in _BULLETS.finditer(source.text):
        out += [one for one in _BULLET.split(block[0]) if one.strip()]
    return out


def marked(one: Figure, text: str, sources: Sequence[SourceText]) -> int | None:
    """How many items of a source bear a word that the sentence says of what it counts."""
    stop = re.search(r"[,;:.]\s|$", text[one.end :])
    end = one.end + min(REACH, stop.start() if stop else REACH)
    said = [t for t in tokens(text) if one.end <= t.start < end and t.content]
    nouns = one.noun.split()
    for source in sources:
        listed_ = items(source)
        for word in said:
            if word.low in nouns:
                continue
            mark = re.compile(rf"[(\[|]\W*{re.escape(word.low)}\b[^)\]|]{{0,12}}[)\]|]")
            count = sum(bool(mark.search(i.lower())) for i in listed_)
            if 0 < count < len(listed_):
                return count
    return None


REACH = 48  # characters behind a count in which its mark stands: `two of them rated high`
