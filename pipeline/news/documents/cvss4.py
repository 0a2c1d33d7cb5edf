"""The score of a flaw by CVSS v4.0, from the vector that its advisory states.

Enter: the metrics of a vector. Leave: its score from 0 to 10, after the specification (FIRST, CVSS
v4.0, section 8.2): a vector is of a MacroVector, by the levels of six equivalence classes, whose score
stands in cvss4.toml; from it goes the mean of how far the vector lies toward each class's next level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.text.lists import beside

Metrics = Mapping[str, str]

# Values of each metric, the gravest first.
_STEPS = {
    "AV": "NALP", "PR": "NLH", "UI": "NPA", "AC": "LH", "AT": "NP", "VC": "HLN", "VI": "HLN", "VA": "HLN",
    "SC": "SHLN", "SI": "SHLN", "SA": "SHLN", "CR": "HML", "IR": "HML", "AR": "HML",
}  # fmt: skip
_BASE = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
_WORST = {"E": "A", "CR": "H", "IR": "H", "AR": "H"}  # of what a vector leaves open
# The gravest vectors of each level of a class, and the steps from these down to the next level.
_ONE = ("AV PR UI", (("NNN",), ("ANN", "NLN", "NNP"), ("PNN", "ALP")), (1, 4, 5))
_TWO = ("AC AT", (("LN",), ("HN", "LP")), (1, 2))
_THREE = ("VC VI VA CR IR AR", {
    (0, 0): (("HHHHHH",), 7),
    (0, 1): (("HHLMMH", "HHHMMM"), 6),
    (1, 0): (("LHHHHH", "HLHHHH"), 8),
    (1, 1): (("LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"), 8),
    (2, 1): (("LLLHHH",), 10),
})  # fmt: skip
_FOUR = ("SC SI SA", (("HSS",), ("HHH",), ("LLL",)), (6, 5, 4))
Levels = tuple[int, int, int, int, int, int]


def score(said: Metrics) -> float | None:
    """The score of the metrics of a vector; None where one of the base is missing or unknown."""
    metrics = _effective(said)
    known = all(metrics.get(name, "") in _STEPS[name] for name in _BASE)
    if not known or not all(metrics.get(name) for name in _BASE):
        return None
    if all(metrics[name] == "N" for name in ("VC", "VI", "VA", "SC", "SI", "SA")):
        return 0.0
    levels = _levels(metrics)
    value = _scores()[levels]
    falls = [
        (value - lower) * _distance(metrics, names, gravest) / depth
        for lower, (names, gravest, depth) in zip(_lower(levels), _classes(levels), strict=True)
        if lower is not None
    ]
    # the class of how far exploits go has no steps inside it, and counts where it has a next level
    count = len(falls) + (_next(levels, 4) is not None)
    value -= sum(falls) / count if count else 0.0
    return round(min(10.0, max(0.0, value)) + 1e-9, 1)


def _effective(said: Metrics) -> dict[str, str]:
    """The metrics as they count: one that was modified by its modified value, an open one at its worst."""
    made = {name: value for name, value in said.items() if value != "X"}
    changed = {name[1:]: value for name, value in made.items() if name[:1] == "M"}
    return _WORST | {name: value for name, value in made.items() if name[:1] != "M"} | changed


def _levels(by: Metrics) -> Levels:
    """The levels of the six equivalence classes."""
    open_ = [by["AV"] == "N", by["PR"] == "N", by["UI"] == "N"]
    one = 0 if all(open_) else 1 if any(open_) and by["AV"] != "P" else 2
    high = [by[name] == "H" for name in ("VC", "VI", "VA")]
    three = 0 if high[0] and high[1] else 1 if any(high) else 2
    beyond = [by[name] for name in ("SC", "SI", "SA")]
    four = 0 if "S" in beyond[1:] else 1 if "H" in beyond else 2
    needed = [by[name] == "H" for name in ("CR", "IR", "AR")]
    six = 0 if any(a and b for a, b in zip(needed, high, strict=True)) else 1
    two = 0 if (by["AC"], by["AT"]) == ("L", "N") else 1
    return one, two, three, four, "APU".find(by["E"]) if by["E"] in "APU" else 0, six


def _classes(levels: Levels) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The metrics of each class with steps, the gravest vectors of its level and its depth."""
    one, two, three, four, _, six = levels
    for (names, gravest, depths), at in ((_ONE, one), (_TWO, two)):
        yield names, gravest[at], depths[at]
    yield _THREE[0], *_THREE[1][three, six]
    yield _FOUR[0], _FOUR[1][four], _FOUR[2][four]


def _lower(levels: Levels) -> Iterator[float | None]:
    """The scores of the next lower MacroVector by each class with steps; None where there is none."""
    yield _next(levels, 0)
    yield _next(levels, 1)
    three, six = levels[2], levels[5]
    ways = [_next(levels, 2)] if six else [_next(levels, 5)]
    if (three, six) == (0, 0):
        ways.append(_next(levels, 2))
    yield max((one for one in ways if one is not None), default=None)
    yield _next(levels, 3)


def _next(levels: Levels, at: int) -> float | None:
    moved = (*levels[:at], levels[at] + 1, *levels[at + 1 :])
    return _scores().get(moved)


def _distance(by: Metrics, names: str, gravest: tuple[str, ...]) -> int:
    """Steps from the first of the gravest vectors that is nowhere below this one."""
    found = 0
    for vector in gravest:
        apart = [
            _STEPS[name].index(by[name]) - _STEPS[name].index(most)
            for name, most in zip(names.split(), vector, strict=True)
        ]
        found = sum(apart)
        if min(apart) >= 0:
            break
    return found


@cache
def _scores() -> Mapping[tuple[int, ...], float]:
    held = beside(__file__, "cvss4.toml").tables["scores"]
    return {tuple(map(int, name)): float(value) for name, value in held.items()}
