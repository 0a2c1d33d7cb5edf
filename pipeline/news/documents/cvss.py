"""The base score of a flaw, from the vector that its advisory states.

Enter: text. Leave: scores from 0 to 10, of vectors of CVSS 3.0 and 3.1 after the equations of the
specification (FIRST, CVSS v3.1, section 7.1), of 4.0 after its tables (cvss4.py), and of scores that are
written out. A vector of another version is no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.news.documents import cvss4

_VECTOR = re.compile(r"CVSS:(3\.[01]|4\.0)((?:/[A-Z]{1,3}:[A-Z][A-Za-z]*)+)")
_SCORE = r"(10(?:\.0)?|\d\.\d)\b(?![./]\d)"
_STATED = re.compile(
    r"\bCVSS(?:[ -]?v?[234](?:\.\d)?)?(?:"
    rf"(?: base)? (?:score|rating)\W{{1,3}}(?:of |is )?{_SCORE}|[:,]? \(?(?![234]\.[01]\b){_SCORE}|[:,]\s{{1,2}}{_SCORE})",
    re.IGNORECASE,
)
_REACH = {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}
_EFFORT = {"L": 0.77, "H": 0.44}
_RIGHTS = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_HELP = {"N": 0.85, "R": 0.62}
_LOSS = {"N": 0.0, "L": 0.22, "H": 0.56}


def scores(text: str) -> Iterator[float]:
    """Every score that a text states, written out or as a vector."""
    yield from (float(one) for found in _STATED.findall(text) for one in found if one)
    for version, vector in _VECTOR.findall(text):
        score = cvss4.score(_said(vector)) if version == "4.0" else base(vector)
        if score is not None:
            yield score


def base(vector: str) -> float | None:
    """The base score of the metrics of a vector (`/AV:N/AC:L/...`); None where one is missing."""
    said = _said(vector)
    try:
        changed = said["S"] == "C"
        loss = 1 - (1 - _LOSS[said["C"]]) * (1 - _LOSS[said["I"]]) * (1 - _LOSS[said["A"]])
        ease = (
            8.22 * _REACH[said["AV"]] * _EFFORT[said["AC"]]
            * _RIGHTS[said["S"]][said["PR"]] * _HELP[said["UI"]]
        )  # fmt: skip
    except KeyError:
        return None
    impact = 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 if changed else 6.42 * loss
    if impact <= 0:
        return 0.0
    return _up(min(10.0, (1.08 if changed else 1.0) * (impact + ease)))


def _said(vector: str) -> dict[str, str]:
    """The metrics of a vector, each with its value."""
    return dict(part.split(":") for part in vector.strip("/").split("/"))


def _up(score: float) -> float:
    """The next tenth above, as the specification rounds."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10
