"""Figures of a sentence, bound to what they measure, and held against those of its ground.

A figure is borne by one of the same value with its unit, rate, bound, role and counted thing.
Also true: the same in another unit, a stated rounding, a part or percentage of two figures of the
ground, and sums, differences, products and ratios of figures that the sentence itself shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.text.numbers import bare_version
from pipeline.verify.grounds.fits import Doubt, Fit, on_line
from pipeline.verify.grounds.measures.amounts import (
    FigurePlace,
    computed,
    equal,
    listed,
    marked,
    ratio,
    rounds,
    shared_unit,
)
from pipeline.verify.grounds.measures.beside import in_its_row
from pipeline.verify.grounds.measures.cells import headed, tabled
from pipeline.verify.grounds.measures.derived import follows
from pipeline.verify.grounds.measures.owners import (
    affine,
    crossed,
    modified,
    neighbour,
    owned,
    parted,
    shared,
    told_elsewhere,
    whose,
)
from pipeline.verify.grounds.measures.settings import elsewhen, named
from pipeline.verify.grounds.measures.standing import stood_on
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import clause_at
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.words import Token, strength, tokens, verbal


@dataclass(frozen=True, slots=True)
class Setting:
    """What a figure is judged in: its sentence with all its figures, and those of the sources."""

    text: str
    kind: str
    mine: Sequence[Figure]
    places: Sequence[FigurePlace]
    heads: Sequence[FigurePlace]  # in titles and headings
    sources: Sequence[SourceText]
    fits: Sequence[Fit]


def figure_doubts(
    text: str, sources: Sequence[SourceText], fits: Sequence[Fit], kind: str
) -> list[Doubt]:
    mine = figures(text)
    if not mine:
        return []
    places = [
        FigurePlace(f, g.text, g.tokens, g, s)
        for s in sources
        for g in s.grounds
        for f in g.figures
    ]
    heads = [FigurePlace(f, s.heading, (), None, s) for s in sources for f in s.figures]
    setting = Setting(text, kind, mine, places, heads, sources, fits)
    out = []
    for one in setting.mine:
        if not _idle(one, kind):
            out += _one(one, setting)
    return out


def _idle(one: Figure, kind: str) -> bool:
    """Small spelled numbers that count things of the sentence, not of the source."""
    small = (
        one.spelled and one.kind == "number" and one.value <= 10 and not one.unit and not one.rate
    )
    if small and (one.value <= 2 or kind != "fact"):
        return one.value <= 1 or kind != "fact" or not one.noun
    return False


def _one(one: Figure, setting: Setting) -> list[Doubt]:
    text, places, mine = setting.text, setting.places, setting.mine
    count = marked(one, text, setting.sources) if one.spelled and one.value <= 20 else None
    if count is not None:
        return [] if count == one.value else [Doubt("figure", 0.8, one.text, str(count))]
    same = [p for p in (*places, *setting.heads) if equal(one, p.figure)]
    if not named(one, text) and "." not in one.text:
        same = [p for p in same if not named(p.figure, p.text)] or same
    if not same:
        return _unborne(one, setting)
    if any(p.ground is None for p in same) and one.kind in ("date", "version", "month"):
        return []
    small = one.spelled and one.value > 1 and bool(one.dimension)
    if small and not any(_measured_alike(one, p) for p in same) and not _unborne(one, setting):
        return []  # the small number stands in any text; the amount follows from others
    if turned_round := _other_bound(one, text, same, setting.kind):
        return turned_round
    judged = [
        (sum(d.weight for d in found), found, p)
        for p in same
        if (found := _bound_doubts(one, text, p, setting.kind)) is not None
    ]
    if wide(one) or _measured_beside(one, setting, same):
        return min(judged, key=lambda row: row[0])[1]
    least = min(round(cost, 1) for cost, _, _ in judged)
    cheapest = [row for row in judged if round(row[0], 1) == least]
    _cost, found, _best = max(cheapest, key=lambda row: affine(one, text, row[2]))
    out = [*found, *_owner(one, text, same, places), *told_elsewhere(one, text, same, places)]
    out += [
        *elsewhen(one, text, same),
        *parted(one, text, same, places),
        *modified(one, same, places),
        *headed(one, text, same, places),
        *stood_on(one, same, setting.fits),
    ]
    if owned(text, same, places):
        out.append(Doubt("neighbour", 0.85, one.text, on_line(same[0].text)[:160]))
    if not any(d.weight >= 0.7 for d in out):
        stood = {id(f.ground) for f in setting.fits}
        here = [p for p in same if id(p.ground) in stood]
        turned = [d for d in crossed(one, text, same, places) if d.weight > 0.8]
        if turned:
            return [*out, *turned]
        if shared(one, mine, same, places):
            return out
        if _NUMBERED.search(text[: one.start]) and not one.unit:
            return out  # `PEP 844`: a name, which is no amount of anything
        rivals = [p for p in places if any(p.ground is q.ground for q in here)] if here else places
        out += neighbour(one, text, here or same, rivals)
    return out


_NUMBERED = re.compile(r"\b[A-Z][A-Za-z]*[ -]$")


def _measured_beside(one: Figure, setting: Setting, same: Sequence[FigurePlace]) -> bool:
    """Whether a bare figure has its unit from one beside it, with which it stands so in a source."""
    whole = shared_unit(one, setting.mine)
    return whole is not one and any(p.figure.dimension == whole.dimension for p in same)


def _unborne(one: Figure, setting: Setting) -> list[Doubt]:
    """A figure that no source has: nothing where it follows from those that they have."""
    text, places, mine = setting.text, setting.places, setting.mine
    if _line_of(one, text, (*places, *setting.heads), setting.sources):
        return []
    if computed(one, mine, places) or (
        one.spelled and one.value <= 20 and listed(one, text, setting.sources)
    ):
        return []
    if follows(one, text, mine, (*places, *setting.heads)):
        return []
    bare = shared_unit(one, mine)
    if bare is not one and any(equal(bare, p.figure) or rounds(bare, p.figure) for p in places):
        return []
    rounded = [p for p in places if rounds(one, p.figure)]
    if rounded or ratio(one, places):
        return []
    soft = (
        one.spelled
        and one.value <= 4
        and not one.unit
        and one.kind == "number"
        and one.role not in ("by", "from")
        and not _other_count(one, places)
    )
    return [Doubt("figure", 0.45 if soft else 0.95, one.text, "")]


def _line_of(
    one: Figure, text: str, places: Sequence[FigurePlace], sources: Sequence[SourceText]
) -> bool:
    """Whether `4.1` is the line of a version that the sources have: 4.1.x, v4.1.0."""
    plain = bare_version(one.text)
    named_ = re.search(r"\b[A-Za-z][\w.-]*\s$", text[: one.start])
    if one.unit or not re.fullmatch(r"\d+\.\d+" if not named_ else r"\d+(?:\.\d+)?", plain):
        return False
    of_it = any(
        p.figure.kind == "version" and bare_version(p.figure.text).startswith(plain + ".")
        for p in places
    )
    return of_it or any(re.search(rf"(?<![\d.]){re.escape(plain)}\.x\b", s.raw) for s in sources)


def _owner(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """Doubts of whose a figure is; none where it stands beside its own words in a row."""
    return [] if in_its_row(one, text, same) else whose(one, text, same, places)


def _other_count(one: Figure, places: Sequence[FigurePlace]) -> bool:
    """Whether the ground counts the same things, and finds another number."""
    return bool(one.noun) and any(
        p.figure.kind == "number"
        and p.figure.noun
        and any(
            strength(a, b) >= 0.9 for a in one.noun.split()[:1] for b in p.figure.noun.split()[:1]
        )
        for p in places
    )


# ── what a figure is bound to ─────────────────────────────────────────────────────────────


def _bound_doubts(one: Figure, text: str, place: FigurePlace, kind: str) -> list[Doubt]:
    there = place.figure
    out: list[Doubt] = []
    if one.kind in ("date", "month", "version") or there.kind in ("date", "month", "version"):
        return out
    if wide(one) and wide(there):
        return out
    if one.dimension != there.dimension:
        if one.dimension and there.dimension:
            out.append(Doubt("unit", 0.95, one.text, there.text))
        elif one.dimension and not there.dimension and not _elided(one, place):
            out.append(Doubt("unit", 0.8, one.text, there.text))
        elif there.dimension and one.noun:
            out.append(Doubt("unit", 0.6, one.text + " " + one.noun, there.text))
    if one.rate != there.rate:
        if one.rate and there.rate:
            out.append(Doubt("rate", 0.95, one.rate, there.rate))
        elif one.rate:
            if not _mentions(place, one.rate):
                out.append(Doubt("rate", 0.8, one.rate, ""))
        elif there.rate and not _claim_mentions(text, there.rate):
            out.append(Doubt("rate", 0.5, "", there.rate))
    out += _bounds(one, there, text, place, kind)
    if {one.role, there.role} == {"from", "to"}:
        out.append(Doubt("role", 0.9, f"{one.role} {one.text}", f"{there.role} {there.text}"))
    if (
        {one.role, there.role} <= {"by", "to", "from"}
        and one.role != there.role
        and "by" in (one.role, there.role)
        and not any(_of_people(f) for f in (one, there))
    ):
        out.append(Doubt("role", 0.7, f"{one.role} {one.text}", f"{there.role} {there.text}"))
    if (
        kind == "fact"
        and place.ground is not None
        and not (lists.DEFAULT & {t.low for t in tokens(text)})
    ):
        inside = clause_at(place.text, there.start)
        if inside is not None and inside.lows & {"default", "defaults"}:
            out.append(Doubt("default", 0.75, one.text, place.text[inside.start : inside.end]))
    if one.noun and there.noun and not one.unit:
        out += _nouns(one, there, place)
    return out


def wide(one: Figure) -> bool:
    """Whether a figure names a kind by its width: `32-bit systems`."""
    return one.unit == "bit" and one.value in (8, 16, 32, 64, 128, 256)


def _elided(one: Figure, place: FigurePlace) -> bool:
    """Whether the figure before in the ground has the unit: `36 minutes instead of 60`."""
    before = [f for f in figures(place.text) if f.end <= place.figure.start]
    if tabled(place) and any(strength(one.unit, t.low) >= 0.75 for t in place.tokens):
        return True  # the head of its column or table has the unit
    return not place.figure.noun and any(f.dimension == one.dimension for f in before)


def _of_people(one: Figure) -> bool:
    """Whether a figure counts people, who do what they stand behind `by` of: `merged by 21 people`."""
    return any(word in lists.PERSONS for word in one.noun.split())


def _measured_alike(one: Figure, place: FigurePlace) -> bool:
    return place.figure.dimension == one.dimension or _elided(one, place)


def _mentions(place: FigurePlace, rate: str) -> bool:
    return any(strength(rate, t.low) >= 0.75 for t in place.tokens)


def _claim_mentions(text: str, rate: str) -> bool:
    return any(strength(rate, t.low) >= 0.75 for t in tokens(text))


def _bounds(one: Figure, there: Figure, text: str, place: FigurePlace, kind: str) -> list[Doubt]:
    mine, theirs = _bounded(one, text), _bounded(there, place.text)
    if (
        mine == theirs
        or one.role == "between"
        or (one.role == "" and _AND.search(text[: one.start]))
    ):
        return []  # `between 0.1 and 0.25`: what lies there is neither at most the one nor above the other
    named_ = bool({t.low for t in tokens(text)} & (lists.LIMITS | lists.FLOORS))
    if {mine, theirs} == {"low", "high"} and not (named_ and _BEYOND.search(text[: one.start])):
        return (
            [Doubt("bound", 0.9, one.text, place.text[max(0, there.start - 20) : there.end])]
            if kind == "fact"
            else []
        )
    if theirs in ("low", "high") and not mine:
        every = {_bounded(f, place.text) for f in figures(place.text) if equal(one, f)}
        if named_ or "" in every or len(every) > 1:
            return []  # the limit is named before: `capped at 3 GB - where there are more than 3 GB`
        return [
            Doubt(
                "bound",
                0.75 if kind == "fact" else 0.3,
                one.text,
                place.text[max(0, there.start - 20) : there.end],
            )
        ]
    able = bool({"can", "could"} & {t.low for t in place.tokens})
    if mine in ("low", "high") and not theirs and kind == "fact" and not (mine == "high" and able):
        return [Doubt("bound", 0.35, one.text, there.text)]
    if theirs == "about" and not mine:
        return [Doubt("bound", 0.3, one.text, there.text)]
    return []


_AND = re.compile(r"\bbetween \S+ and $")
_OPPOSITE = {"low": "high", "high": "low"}


def _other_bound(one: Figure, text: str, same: Sequence[FigurePlace], kind: str) -> list[Doubt]:
    """`at least nine times`, where the one sentence of the source that bounds the figure has `up to`."""
    mine = one.bound
    if mine not in _OPPOSITE or kind != "fact" or one.kind in ("date", "month", "version"):
        return []
    theirs = {p.figure.bound: p for p in same if p.figure.dimension == one.dimension}
    other = theirs.get(_OPPOSITE[mine])
    if other is None or mine in theirs or _BEYOND.search(text[: one.start]):
        return []
    return [Doubt("bound", 0.9, one.text, on_line(other.text)[:160])]


_BEYOND = re.compile(r"\b(?:past|beyond|over|above|more than|exceed\w*)\s*$", re.IGNORECASE)


def _bounded(one: Figure, text: str) -> str:
    """The bound of a figure, also where a word of its clause gives it."""
    if one.bound:
        return one.bound
    if re.search(r"\b[A-Z][A-Za-z]+ $", text[: one.start]) and not one.unit and not one.noun:
        return ""  # the number of a name
    inside = clause_at(text, one.start)
    near = [t for t in inside.tokens if abs(t.start - one.start) < 45] if inside else []
    if any(t.low in lists.LIMITS and not _mostly(t, text) for t in near):
        return "high"
    if any(t.low in lists.FLOORS for t in near):
        return "low"
    return ""


def _mostly(word: Token, text: str) -> bool:
    """Whether `most` bounds no figure: `the most recent one`, which is not `at most one`."""
    return word.low == "most" and not re.search(r"\bat\s+$", text[: word.start], re.IGNORECASE)


def _nouns(one: Figure, there: Figure, place: FigurePlace) -> list[Doubt]:
    """What is counted: the noun must be the ground's, or at least stand beside the figure there."""
    mine = [w for w in one.noun.split() if w not in lists.MEASURES | lists.REFERRING]
    if mine and verbal(mine[0]) and (len(mine) == 1 or mine[0].endswith("s")):
        return []  # `2 or 3 stands for`: what comes next is no thing that is counted
    theirs = [w for w in there.noun.split() if w not in lists.MEASURES]
    if not mine or not theirs or any(strength(a, b) >= 0.5 for a in mine for b in theirs):
        return []
    if "people" in mine and _of_people(there):
        return []
    near = [t for t in place.tokens if abs(t.start - there.start) < 60]
    if any(strength(a, t.low) >= 0.75 for a in mine for t in near):
        return []
    few = one.spelled and one.value <= 3  # `the two values` counts what the sentence tells
    sure = 0.4 if few else 0.75
    return [Doubt("counted", sure, f"{one.text} {one.noun}", f"{there.text} {there.noun}")]
