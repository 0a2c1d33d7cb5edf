"""The closed word classes of lists.toml, read once.

Leaves: sets of lower-case words by name, groups and pairs as mappings. A list that is asked for
and is not in the file is a KeyError at import.
"""

from __future__ import annotations

from typing import Literal

from pipeline.text import lexicon
from pipeline.text.lists import beside

Mode = Literal["fact", "possible", "able", "future", "must", "should", "planned", "aim", "if"]
_LISTS = beside(__file__)
_FILE = _LISTS.tables
words, sets = _LISTS.words, _LISTS.sets
NEGATORS = words("negators")
ADDRESSED, LABELLED = _LISTS.either("addressed"), _LISTS.either("labelled")
FORBIDDING = words("forbidding")
DENYING = words("denying") | FORBIDDING
FAINT = words("faint")
POSSIBLE = words("possible")
NO_HEDGES = words("no_hedges")
HEDGES = POSSIBLE - NO_HEDGES
STRONG_POSSIBLE = words("strong_possible")
PARTIAL = words("partial")
UNIVERSAL = words("universal")
PLANNED = words("planned")
EARLY = words("early")
DEPRECATED = words("deprecated")
CONDITIONAL = words("conditional")
NAMED_SO = "|".join(_LISTS.phrases("named_so"))
TEMPORAL = words("temporal")
CAUSAL = words("causal")
CAUSING = words("causing")
EFFECTS = words("effects")
INFERRING = words("inferring")
JOINTS = words("joints")
SIDES = words("sides")
EITHER_ORDER = words("either_order")
REFERRING = words("referring")
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
EXCHANGED: dict[str, tuple[frozenset[str], ...]] = {
    name: tuple(frozenset(group.split()) for group in row.split("|"))
    for name, row in _FILE["exchanged"].items()
}
MEASURES = words("measures")
COMMANDS = words("also")
ATTRIBUTES = words("attributes")
SPEAKER = words("speaker")
UNWEIGHTY = words("unweighty")
NO_SHARE = words("no_share")
LED_OFF = words("led_off")
OPTIONAL = words("optional")
LETTING = words("letting")
NO_NAMES = words("never") | words("general")
NOT_COUNTED = words("not_counted")
TECHNICAL = _LISTS.groups("technical")
OPPOSED = _LISTS.pairs("opposed")
TELLING = words("telling")
INSTEAD_OF = _LISTS.either("instead_of")
LAST_VERSION = _LISTS.either("last_version")
AND_OLDER = _LISTS.either("and_older")
BEFORE_VERSION = _LISTS.either("before_version")
MENDED_IN = _LISTS.either("mended_in")
MENDING = _LISTS.either("mending")
NOT_AFFECTED = _LISTS.either("not_affected")
INACTION = _LISTS.either("inaction")
ACTION = _LISTS.either("action")
ENDING = words("ending")
CHANGING = ENDING - {"clear"} | words("changing")  # `it is clear` changes nothing
SWITCHED = _LISTS.either("switched")
COMPARED = words("compared")
PARTLY = words("partly")
LESS_THAN_ALL = COMPARED | words("less_than_all")
CONTRASTED = words("contrasted")
ENDS_DENIAL = words("ends_denial")
NOTHING = words("nothing")
EXCEPTING = words("excepting")
SETTLED = words("settled")
REQUIRING = words("requiring")
AUXILIARY = lexicon.COPULAS
UNNAMED = words("unnamed")
ANYONE = UNNAMED | words("anyone")
PERSONS = words("persons")
POINTING = words("pointing")
TAKING_ALL = words("taking_all")
OUTCOMES = sets("outcomes")
SCALES = sets("scales")
IRREGULAR = _LISTS.forms("irregular")
SOFTENED = PARTIAL | POSSIBLE | words("softened")
DIMENSIONS: dict[str, tuple[str, float]] = {
    unit: (dimension, float(factor))
    for dimension, table in _FILE["units"].items()
    for unit, factor in table.items()
}
MAGNITUDES: dict[str, float] = _FILE["magnitudes"]
PLURALS: dict[str, str] = _FILE["plurals"]
