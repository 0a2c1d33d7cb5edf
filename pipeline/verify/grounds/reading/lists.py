"""The closed word classes of lists.toml, read once.

Leaves: sets of lower-case words by name, groups and pairs as mappings. A list that is asked for
and is not in the file is a KeyError at import.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

Mode = Literal["fact", "possible", "able", "future", "must", "should", "planned", "aim", "if"]
_FILE = tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """One class."""
    return frozenset(_FILE[name].split())


def sets(name: str) -> tuple[frozenset[str], ...]:
    """The groups of a list."""
    return tuple(frozenset(group.split()) for group in _FILE[name].split("|"))


def groups(name: str) -> dict[str, frozenset[int]]:
    """Numbers of the groups that each word is in."""
    found: dict[str, set[int]] = {}
    for at, group in enumerate(sets(name)):
        for word in group:
            found.setdefault(word, set()).add(at)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def pairs(name: str) -> dict[str, frozenset[str]]:
    """The other words of each word's pairs."""
    found: dict[str, set[str]] = {}
    for group in sets(name):
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return {word: frozenset(others) for word, others in found.items()}


def forms(name: str) -> dict[str, str]:
    """Base word by form, from entries such as `fall:fell fallen`."""
    entries = (entry.strip().split(":") for entry in _FILE[name].split("|"))
    return {form: base for base, listed in entries for form in listed.split()}


def phrases(name: str) -> str:
    """The phrases of a list, as the inside of a regular expression."""
    return "|".join(one.strip() for one in _FILE[name].split("|"))


NEGATORS = words("negators")
DENYING = words("denying")
FAINT = words("faint")
POSSIBLE = words("possible")
STRONG_POSSIBLE = words("strong_possible")
PARTIAL = words("partial")
UNIVERSAL = words("universal")
PLANNED = words("planned")
EARLY = words("early")
DEPRECATED = words("deprecated")
CONDITIONAL = words("conditional")
TEMPORAL = words("temporal")
CAUSAL = words("causal")
CAUSING = words("causing")
EFFECTS = words("effects")
INFERRING = words("inferring")
JOINTS = words("joints")
FINITE = words("finite")
RESTRICTING = words("restricting")
GONE = words("gone")
GOING = GONE | PLANNED | words("going")
WEAKLY_PLANNED = words("weakly_planned")
PAST = words("past")
LIGHT = words("light")
TURNING = words("turning")
LIMITS = words("limits")
FLOORS = words("floors")
STATES: dict[str, frozenset[str]] = {
    name: frozenset(row["words"].split()) for name, row in _FILE["states"].items()
}
BEARERS: dict[str, frozenset[str]] = {
    name: frozenset(row.get("bearers", "").split()) for name, row in _FILE["states"].items()
}
STATE_WEIGHTS: dict[str, float] = {name: row["weight"] for name, row in _FILE["states"].items()}
TAGS: dict[str, frozenset[str]] = {
    tag: frozenset(row.split()) for tag, row in _FILE["tags"].items()
}
MODALS: dict[str, Mode] = {
    word: mode for mode, row in _FILE["modals"].items() for word in row.split()
}
GOVERNING: dict[str, Mode] = {
    word: mode for mode, row in _FILE["governing"].items() for word in row.split()
}
DEFAULT = words("default")
HARMLESS = words("harmless")
REPORTING = words("reporting")
ALL_BUT = words("all_but")
HAPPENED = words("happened")
KEPT: dict[str, frozenset[str]] = {
    name: frozenset(row.split()) for name, row in _FILE["kept"].items()
}
MEASURES = words("measures")
COMMANDS = words("also")
NO_NAMES = words("never")
NOT_COUNTED = words("not_counted")
TECHNICAL = groups("technical")
OPPOSED = pairs("opposed")
TELLING = words("telling")
INSTEAD_OF = phrases("instead_of")
COMPARED = words("compared")
PARTLY = words("partly")
LESS_THAN_ALL = COMPARED | words("less_than_all")
CONTRASTED = words("contrasted")
ENDS_DENIAL = words("ends_denial")
NOTHING = words("nothing")
SETTLED = words("settled")
AUXILIARY = words("auxiliary")
UNNAMED = words("unnamed")
ANYONE = UNNAMED | words("anyone")
POINTING = words("pointing")
TAKING_ALL = words("taking_all")
OUTCOMES = sets("outcomes")
SCALES = sets("scales")
IRREGULAR = forms("irregular")
SOFTENED = PARTIAL | POSSIBLE | words("softened")
DIMENSIONS: dict[str, tuple[str, float]] = {
    unit: (dimension, float(factor))
    for dimension, table in _FILE["units"].items()
    for unit, factor in table.items()
}
MAGNITUDES: dict[str, float] = _FILE["magnitudes"]
PLURALS: dict[str, str] = _FILE["plurals"]
