"""When and for which version a figure holds: `in Flux v2.2`, `in September`.

Enter: a figure of a claim, its sentence, the places in the sources that have it. Leave: `Doubt`s
where every such place speaks of another day or version.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.numbers import NUMBER_OF_NAME, bare_version, same_version
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.measures.amounts import FigurePlace
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import clause_at
from pipeline.verify.grounds.reading.figures import MONTHS, Figure, figures

_NUMBERED = re.compile(rf"\b(?:(?P<name>[A-Z][\w-]*[a-z]) )?(?P<v>{NUMBER_OF_NAME})\b")


def _settings(text: str) -> dict[str, set[str]]:
    """Versions by what they are of: `Helm 2`, `v4.0.3` and `Version 5.0` (of nothing named)."""
    found: dict[str, set[str]] = {}
    for m in _NUMBERED.finditer(text):
        name = (m["name"] or "").lower()
        plain = name in ("", "version", "versions", "release") or "." in m["v"]
        if m["v"][0] == "v" or (m["name"] and not _dated(name)) or m["v"].count(".") > 1:
            found.setdefault("" if plain else name, set()).add(bare_version(m["v"]))
    return found


def _dated(name: str) -> bool:
    return name in MONTHS or name[:3] in {m[:3] for m in MONTHS} or name in lists.NO_NAMES


def named(one: Figure, text: str) -> bool:
    """Whether a figure is the number of a name: `Helm 2`, `Level 1`."""
    before = re.search(r"\b([A-Z][\w-]*[a-z]|[Vv]ersion|[Rr]elease) $", text[: one.start])
    return bool(before) and not one.unit and not _dated(before[1].lower() if before else "")


def elsewhen(one: Figure, text: str, same: Sequence[FigurePlace]) -> list[Doubt]:
    """A figure told of a day or version, where every ground that has it speaks of another."""
    if one.kind not in ("number", "share", "multiple") or named(one, text):
        return []
    said = [_other_setting(one, text, p) for p in same]
    if said and all(said):
        return [Doubt("neighbour", 0.75, f"{said[0]} {one.text}", on_line(same[0].text)[:160])]
    return []


def _other_setting(one: Figure, text: str, place: FigurePlace) -> str:
    """The day or version of a figure's sentence, where the ground has another and not this."""
    if place.ground is None or one.kind == "date":
        return ""
    mine, theirs = _settings(text), _settings(place.text)
    for name, numbers in mine.items():
        stood = theirs.get(name, set())
        own = {v for v in numbers if v != bare_version(one.text)}
        if own and stood and not any(same_version(a, b) for a in own for b in stood):
            return f"{name} {min(own)}".strip()
    inside = clause_at(text, one.start)
    days = [
        f for f in figures(text) if inside and inside.start <= f.start < inside.end and f.day[1]
    ]
    others = [f for f in (*figures(place.text), *_months(place.text)) if f.day[1]]
    return next((f.text for f in days if others and all(f.day[1] != o.day[1] for o in others)), "")


_MONTH = re.compile(rf"\b(?:{'|'.join(m.title() for m in MONTHS if m != 'may')})\b")


def _months(text: str) -> list[Figure]:
    return [
        Figure(m.start(), m.end(), m[0], "month", 0, day=(0, MONTHS.index(m[0].lower()) + 1, 0))
        for m in _MONTH.finditer(text)
    ]
