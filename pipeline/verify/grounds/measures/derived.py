"""Figures that no source has and that follow from those it has: spans of time, later days, sums.

Enter: a figure of a claim, its sentence, the places of figures in its sources. Leave: whether it
follows from two dates, from a date and a length of time, or as a sum that the sentence calls one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from pipeline.verify.grounds.measures.amounts import FigurePlace, apart, equal, shared_unit
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.figures import Figure

DAY = lists.DIMENSIONS["day"][1]
MONTH = lists.DIMENSIONS["month"][1]
STATED = 0.1  # a length of time that is said to be rounded is off by less
PLAIN = 0.035  # and one that is not: 30 and 31 days are a month
LARGE = 100  # less is the product of too many small counts
NO_YEAR = 2001  # of days that are given without one
MOST = 40  # figures and dates of a source that are tried with each other

_TOGETHER = re.compile(
    r"\b(?:together|(?:in )?total\w*|combined|altogether|in all|sum|between them|overall|both)\b",
    re.I,
)


def follows(one: Figure, text: str, mine: Sequence[Figure], places: Sequence[FigurePlace]) -> bool:
    """Whether a figure follows from those of the sources in one of the ways above.

    mine: all figures of the sentence.
    """
    if one.kind in ("date", "month"):
        return any(_same(one, day, exact) for day, exact in _later(places))
    if one.kind != "number":
        return inverse(one, places)
    pointed = _POINTS.match(text, one.end)
    if pointed and _points_apart(one, places):
        return True
    if (pointed or one.role == "by") and any(_changed(one, a, b) for a, b in _ways(places)):
        return True
    if one.rate in lists.DIMENSIONS and _per(one, places):
        return True
    lasting = one.dimension == lists.DIMENSIONS["day"][0]
    if lasting and one.size >= DAY and any(_lasts(one, span) for span in _spans(places)):
        return True
    if lasting and one.size >= MINUTE and any(_lasts(one, span) for span in _clocked(places)):
        return True
    if one.dimension and (_by_one_more(one, mine, places) or _times(one, mine, places)):
        return True
    if one.dimension and _MORE.search(text) and _apart(one, places):
        return True
    return bool(_TOGETHER.search(text)) and (_summed(one, places) or _of_each(one, places))


_MORE = re.compile(
    r"\b(?:more|less|fewer|smaller|larger|longer|shorter|extra|earlier|later|saved?|saves)\b", re.I
)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\b(?!:)")
MINUTE = lists.DIMENSIONS["minute"][1]


_POINTS = re.compile(r"(?:\s*(?:percentage|percent|%))?[ -](?:points?|pp)\b", re.I)


def _ways(places: Sequence[FigurePlace]) -> Iterator[tuple[Figure, Figure]]:
    """Where something went from and to: `from 52 to 74`."""
    for a, b in pairwise(places[:MOST]):
        if apart(a, b) == 0 and (a.figure.role, b.figure.role) == ("from", "to"):
            yield shared_unit(a.figure, (a.figure, b.figure)), b.figure


def _changed(one: Figure, begins: Figure, ends: Figure) -> bool:
    """Whether it is by how much a thing changed that went from one figure to another."""
    gap = abs(ends.size - begins.size)
    alike = begins.dimension == ends.dimension == one.dimension
    return alike and abs(gap - one.size) <= (STATED if one.bound else PLAIN / 10) * one.size


_LESS = re.compile(
    r"\b(?:reduc\w+|decreas\w+|smaller|faster|quicker|cheaper|less|fewer|lower\w*|shorter|shr[aiu]nk\w*|cuts?|sav\w+|drop\w*)\b",
    re.I,
)


def inverse(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether it is the share that is left where a source has something reduced so many times: less than
    a third, `a more than threefold reduction`."""
    return one.kind == "share" and any(
        abs(100 / p.figure.value - one.value) <= PLAIN * one.value
        and _TURNED.get(p.figure.bound, p.figure.bound) == one.bound
        and _LESS.search(p.text)
        for p in places
        if p.figure.kind == "multiple" and p.figure.value > 1
    )


_TURNED = {"low": "high", "high": "low"}


def _points_apart(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether two percentages of a sentence lie so many points from each other."""
    known = [p for p in places if p.figure.kind == "share" and p.ground][:MOST]
    return any(
        apart(a, b) == 0 and abs(abs(a.figure.value - b.figure.value) - one.value) < PLAIN
        for a, b in combinations(known, 2)
    )


def _apart(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether it lies between two figures of one measure that stand in one sentence or in neighbours."""
    known = [p for p in places if p.figure.dimension == one.dimension and p.ground][:MOST]
    slack = STATED if one.bound else PLAIN / 10
    return any(
        apart(a, b) <= 1 and abs(abs(a.figure.size - b.figure.size) - one.size) <= slack * one.size
        for a, b in combinations(known, 2)
    )  # fmt: skip


def _per(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether it is a rate of the sources in another time, of the same measure: 24 a minute for two
    every five seconds."""
    wanted = one.size / lists.DIMENSIONS[one.rate][1]
    alike = [p for p in places if p.figure.dimension == one.dimension]
    rates = [
        (p.figure.size, lists.DIMENSIONS[p.figure.rate][1])
        for p in alike
        if p.figure.rate in lists.DIMENSIONS
    ]
    rates += [
        (a.figure.size, b.figure.size)
        for a in alike
        for b in places
        if b.figure.role == "every" and a is not b and apart(a, b) == 0
    ]
    slack = STATED if one.bound else PLAIN
    return any(abs(n / span - wanted) <= slack * wanted for n, span in rates[:MOST] if span)


def _clocked(places: Sequence[FigurePlace]) -> Iterator[float]:
    """Seconds between two times of day of one sentence, or of neighbours."""
    sources = {p.source.n: p.source for p in places if p.source}
    for source in sources.values():
        for a, b in pairwise(("", *(g.text for g in source.grounds))):
            times = [int(m[1]) * 60 + int(m[2]) for m in _CLOCK.finditer(f"{a} {b}")]
            for x, y in combinations(times[:MOST], 2):
                yield abs(y - x) * MINUTE


def _of_each(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether it is what one figure of a neighbouring sentence comes to as often as another counts."""
    counts = [p for p in places if p.figure.kind == "number" and not p.figure.unit][:MOST]
    return one.value >= LARGE and any(
        apart(a, b) <= 1 and abs(a.figure.value * b.figure.value - one.value) <= 1e-6 * one.value
        for a, b in combinations(counts, 2)
    )


def _by_one_more(one: Figure, mine: Sequence[Figure], places: Sequence[FigurePlace]) -> bool:
    """Whether it is a figure that the sentence shows too, and one of the sources more or less."""
    known = [p.figure for p in places if p.figure.dimension == one.dimension][:MOST]
    every = [shared_unit(f, mine) for f in mine if f is not one]
    shown = [f for f in every if any(equal(f, g) for g in known)]
    return any(
        abs(abs(a.size + sign * b.size) - one.size) <= PLAIN * one.size
        for a in shown
        for b in known
        for sign in (1, -1)
        if not equal(a, b)
    )


def _times(one: Figure, mine: Sequence[Figure], places: Sequence[FigurePlace]) -> bool:
    """Whether it is so many times a figure of the sources as the sentence shows: 16 of 5.8 TB."""
    counts = [f for f in mine if f is not one and f.kind == "number" and not f.dimension]
    counts = [f for f in counts if any(equal(f, p.figure) for p in places)]
    known = [p.figure for p in places if p.figure.dimension == one.dimension][:MOST]
    slack = STATED if one.bound else PLAIN / 2
    return any(abs(f.value * g.size - one.size) <= slack * one.size for f in counts for g in known)


def _days(places: Sequence[FigurePlace]) -> list[tuple[date, bool]]:
    """Days and months of the sources; whether the day itself is given."""
    out: dict[tuple[date, bool], None] = {}
    every = [p.figure.day for p in places if p.figure.kind == "date" and p.figure.day[1]]
    year = next((day[0] for day in every if day[0]), NO_YEAR)
    for y, m, d in every:
        try:
            out[date(y or year, m, d or 1), bool(d)] = None
        except ValueError:
            continue  # from a day that no calendar has nothing follows
    return list(out)[:MOST]


def _spans(places: Sequence[FigurePlace]) -> Iterator[float]:
    """Seconds between two dates of the sources; whole months between two months."""
    for (a, exact), (b, too) in combinations(_days(places), 2):
        if exact and too:
            yield abs((a - b).days) * DAY
        else:
            yield abs((a.year - b.year) * 12 + a.month - b.month) * MONTH


def _lasts(one: Figure, span: float) -> bool:
    return abs(span - one.size) <= (STATED if one.bound else PLAIN) * one.size


def _later(places: Sequence[FigurePlace]) -> Iterator[tuple[date, bool]]:
    """Days that lie a length of time of the sources behind or before one of their days."""
    lengths = {
        round(p.figure.size / DAY, 2): p.figure
        for p in places
        if p.figure.kind == "number" and p.figure.unit in ("day", "week", "month", "year")
    }
    for day, exact in _days(places):
        for length in list(lengths.values())[:MOST]:
            for sign in (1, -1):
                if length.unit in ("day", "week"):
                    yield day + timedelta(days=sign * round(length.size / DAY)), exact
                else:
                    months = round(length.value * (12 if length.unit == "year" else 1)) * sign
                    at = day.year * 12 + day.month - 1 + months
                    yield date(at // 12, at % 12 + 1, min(day.day, 28)), False


def _same(one: Figure, day: date, exact: bool) -> bool:
    year, month, number = one.day
    return (
        month == day.month
        and year in (0, day.year)
        and (number == 0 or (exact and number == day.day))
    )


def _summed(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether two or three figures of one measure come to this one."""
    alike = [p.figure for p in places if p.figure.kind == "number" and p.figure.size][:MOST]
    alike = [f for f in alike if f.dimension == one.dimension and f.size < one.size]
    sizes = sorted({f.size for f in alike})
    return any(
        abs(sum(some) - one.size) <= 1e-6 * one.size
        for count in (2, 3)
        for some in combinations(sizes, count)
    ) or any(2 * size == one.size for size in sizes if sum(f.size == size for f in alike) > 1)
