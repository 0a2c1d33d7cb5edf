"""Numbers of a sentence, and whether they stand in what it cites.

Enter: text. Leave: `Quantity` values (digits, words, magnitudes, units) and, against sources,
those that are missing or stand there with another unit. A number matches with its boundaries: 3
is not in 30, 1.5 not in 21.5; 1,500,000 is 1.5 million, "thirty" is 30.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.folding import Folded, fold
from pipeline.text.lexicon import NUMBER_WORDS
from pipeline.text.words import STOPWORDS

_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "bn": 1e9, "mn": 1e6, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
# Units of one dimension: a number may not change from one to another unnoticed.
_UNITS = {
    "time": "ns nanosecond|us µs μs microsecond|ms millisecond msec|s sec second|min minute|h hr hour|"
    "day|week|month|year yr quarter|decade|century",
    "size": "bit|byte b|kb kilobyte|kib kibibyte|mb megabyte|mib mebibyte|gb gigabyte|gib gibibyte|"
    "tb terabyte|tib tebibyte|pb petabyte",
    "share": "% percent|percentage point pp|basis bp bps",
    "length": "nm|mm millimeter|cm centimeter|m meter|km kilometer|inch|foot feet|mile|yard",
    "mass": "mg milligram|g gram|kg kilogram|pound lb|ton tonne",
    "money": "$ usd dollar|€ eur euro|£ gbp|¥ yen",
    "heat": "c celsius|f fahrenheit",
    "rate": "hz|khz|mhz|ghz|rps qps|tps",
    "power": "w watt|kw kilowatt|mw megawatt|gw gigawatt|kwh|mwh",
}
UNITS = {
    name: (kind, group.split()[0])
    for kind, groups in _UNITS.items()
    for group in groups.split("|")
    for name in group.split()
}
_MARKED = re.compile(r"(?:v|p(?=\d{2,3}$))(\d+(?:\.\d+)*)")  # v1.2 is version 1.2, p99 the 99th
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
CLOCK = "o'clock"  # the unit of both numbers of 14:30, so that it bears out no 30 hours
NOUN = "noun"  # the source counts something with the number, it does not measure


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a sentence gives it. unit is "" when none follows that we know."""

    value: float
    unit: str
    text: str
    start: int
    end: int
    spelled: bool = False
    noun: str = ""  # the word that follows, where it is no unit we know but no function word either


def key(value: float) -> str:
    """One form for equal values."""
    return f"{value:.10g}"


@lru_cache(maxsize=1024)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers of a text, in order. Citation marks are not numbers."""
    folded = fold(text)
    norms = folded.norms
    clocks = [one.span() for one in _CLOCK.finditer(folded.raw)]
    found: list[Quantity] = []
    at = 0
    while at < len(norms):
        value, used, spelled = _value(norms, at)
        if used == 0 or at in folded.mark:
            at += 1
            continue
        start = at
        at += used
        while (
            at < len(norms)
            and norms[at] in _SCALE
            and _is_scale(norms, at, folded.raw, folded.end[at - 1])
        ):
            value *= _SCALE[norms[at]]
            at += 1
        begin, end = folded.slice(start, at)
        clock = any(first <= begin and end <= last for first, last in clocks)
        unit = CLOCK if clock else _unit(norms, start, at)
        noun = "" if unit else _noun(folded, at)
        found.append(Quantity(value, unit, folded.raw[begin:end], begin, end, spelled, noun))
    return tuple(found)


def _value(norms: tuple[str, ...], at: int) -> tuple[float, int, bool]:
    token = norms[at]
    marked = _MARKED.fullmatch(token)
    if marked:
        token = marked[1]
    if token[0].isdigit():
        if token.count(".") > 1:  # a version or address counts as its own sign
            return _version(token), 1, False
        return float(token), 1, False
    if token in NUMBER_WORDS:
        value = float(NUMBER_WORDS[token])
        after = norms[at + 1] if at + 1 < len(norms) else ""
        if (
            value >= 20
            and value % 10 == 0
            and after in NUMBER_WORDS
            and float(NUMBER_WORDS[after]) < 10
        ):
            return value + float(NUMBER_WORDS[after]), 2, True
        return value, 1, True
    return 0.0, 0, False


def _version(token: str) -> float:
    """A value of its own for 1.2.3: equal versions are equal, others are not."""
    total = 0.0
    for part in token.split("."):
        total = total * 1009 + int(part[:9] or 0) + 1
    return -total


def _is_scale(norms: tuple[str, ...], at: int, raw: str, before: int) -> bool:
    """A one-letter scale must touch its number (5k, 3m), or it is a unit or a word."""
    if len(norms[at]) > 1:
        return True
    return raw[before : before + 1].isalpha() and norms[at] == "k"


def _unit(norms: tuple[str, ...], start: int, at: int) -> str:
    """The unit of a number: the sign before it, or one of the next two words."""
    if start > 0 and norms[start - 1] in ("$", "€", "£", "¥"):
        return norms[start - 1]
    if norms[at : at + 2] == ("per", "cent"):
        return "%"
    for ahead, token in enumerate(norms[at : at + 2]):
        name = token if token in UNITS else token.removesuffix("s").removesuffix("'")
        name = {"inche": "inch", "centurie": "century"}.get(name, name)
        if name in UNITS and (ahead == 0 or len(name) > 2):
            return UNITS[name][1]
        if token[0].isdigit() or token in STOPWORDS:
            return ""
    return ""


def _noun(folded: Folded, at: int) -> str:
    """The word after a number when it stands directly there and carries meaning."""
    if at >= len(folded) or folded.raw[folded.end[at - 1] : folded.start[at]] not in (" ", "-"):
        return ""
    word = folded.norms[at]
    return "" if word in STOPWORDS or not word[0].isalpha() else word


@dataclass(frozen=True, slots=True)
class Fault:
    """A quantity its sources do not bear out. other: the unit they give the number instead."""

    quantity: Quantity
    other: str = ""


def unborne(
    sentence: str, sources: tuple[str, ...], *, known: tuple[str, ...] = (), words: bool = True
) -> tuple[Fault, ...]:
    """Numbers of a sentence that do not stand in its sources.

    known: further strings that bear numbers (titles, dates). words: check spelled numbers above
    ten too.
    """
    borne: dict[str, set[str]] = {}
    for text in (*sources, *known):
        for one in quantities(text):
            for value in (one.value, *_unscaled(one)):
                borne.setdefault(key(value), set()).add(one.unit or (one.noun and NOUN))
    days = {found.group() for text in (*sources, *known) for found in _ISO_DAY.finditer(text)}
    spans = [found.span() for found in _ISO_DAY.finditer(sentence) if found.group() in days]
    faults = []
    for one in quantities(sentence):
        if any(start <= one.start and one.end <= end for start, end in spans):
            continue
        if one.spelled and (not words or (one.value <= 10 and not one.unit)):
            continue
        fault = _fault(one, borne.get(key(one.value)))
        if fault:
            faults.append(fault)
    return tuple(faults)


def _unscaled(one: Quantity) -> tuple[float, ...]:
    """The bare number before a magnitude: `1.5` of `1.5 million`, for split ranges."""
    head = fold(one.text).norms
    if len(head) > 1 and head[0][0].isdigit() and head[0].count(".") < 2:
        return (float(head[0]),)
    return ()


def _fault(one: Quantity, units: set[str] | None) -> Fault | None:
    if units is None:
        return Fault(one)
    if not one.unit or one.unit in units or "" in units:
        return None
    others = sorted(units - {NOUN, CLOCK})
    return Fault(one, others[0] if others else "")
