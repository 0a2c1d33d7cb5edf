"""Does a text take back or contradict what another said?

Enter: sentences. Leave: whether one says of itself that it corrects (`correction`, `we were wrong`,
`updated figures`, `in 5.2 and not in 5.0, as our post said`), and whether two state another value of
the same thing. Nothing is said of which of the two is right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text.days import MONTHS
from pipeline.text.numbers import numbers
from pipeline.text.words import terms

_SAID = r"(?:said|stated|reported|announced|claimed|wrote|published|promised|gave|showed|suggested)"
_GAP = r"(?:[^.;]|\.\d){1,60}"  # words of the same sentence
_WRONG = r"(?:wrong|mistaken|incorrect|in error|misleading)"
_TEXT = r"(?:post|note|report|advisory|article|page|announcement|bulletin|entry|summary|text|story|document)"
_STATED = rf"(?:{_TEXT}|figures?|numbers?|dates?|values?|claims?|results?)"
# A notice that something was wrong; elsewhere the word is a thing of its own (error correction, drift
# detection and correction, a market correction, typo corrections).
_NOTICE = (
    rf"(?:(?:^|[.!?:(|\n—–] ?)(?:{_TEXT} )?(?:corrections?|errat(?:um|a))(?: ?[:;(]|, \d| (?:of|to) \d)|^(?:corrections?|errat(?:um|a)) (?:to|for|in) "
    rf"|(?:issue|publish|post|print|append|regret)\w* (?:an?|the|this|these|its|our) (?:[\w-]+ )?correction"
    rf"|corrections? (?:to|of) (?:the|this|that|our|an?|its|yesterday's) (?:[\w-]+ ){{0,3}}{_STATED})"
)
_INSTEAD = r"(?:instead of|rather than|contrary to|unlike)"
CORRECTS = re.compile(
    rf"{_NOTICE}|\b(?:corrigend(?:um|a)|retract(?:s|ed|ing|ion)?\b|rescind(?:s|ed)?"
    rf"|(?:we|it|that|this|which|our [\w-]+(?: [\w-]+)?|an? (?:earlier|previous) [\w-]+) (?:was|were|had been|got it) {_WRONG}"
    rf"|(?:figures?|numbers?|results?|claims?|statements?|posts?|reports?|advisor(?:y|ies)|tables?|values?|dates?)(?: [\w-]+){{0,4}} (?:was|were) {_WRONG}"
    rf"|an? (?:earlier|previous|first) (?:version|draft|edition|revision) of (?:this|the|our|that) (?:[\w-]+ )?{_TEXT}"
    rf" (?:(?:mistakenly|wrongly|incorrectly) )?(?:{_SAID}|had|gave|contained|listed|named|described|put)"
    rf"|(?:figures?|numbers?|dates?|values?)(?: [\w-]+){{0,6}} should have (?:read|said|been)|{_TEXT}(?: [\w-]+){{0,4}} should have (?:read|said)"
    rf"|we (?:miscounted|misreported|misstated|miscalculated|mismeasured|got (?:it|that|this) wrong)"
    rf"|(?:misstated|misreported|miscalculated|mistakenly|wrongly|incorrectly) (?:{_SAID}|listed|described|named|attributed)"
    rf"|(?:updated|revised|corrected) (?:figures?|numbers?|benchmarks?|results?|dates?|timeline|measurements?)"
    rf"|not [^.;,]{{0,30}}\d{_GAP}?,? as {_GAP} {_SAID}"
    rf"|{_INSTEAD} (?:[^\s,;]+ ){{0,6}}(?:we|our|(?:this|the|that) {_TEXT}) (?:[\w-]+ )?{_SAID}"
    rf"|{_INSTEAD} {_GAP}\b(?:first|earlier|previous) (?:post|report|announcement)"
    rf"|as (?:we|{_GAP}) (?:first|wrongly|originally) {_SAID})",
    re.IGNORECASE,
)
SAME_THING = 0.45  # overlap of content words, numbers left out, from which two speak of one thing
PERCENT = re.compile(r"\s?%| per cent\b")
LEAST = 2  # content words that both have beside the unit
DAYS = frozenset(one.lower() for one in MONTHS)  # `24 November` is no measure


@lru_cache(maxsize=4096)  # the opening of a document is held against each other of its source
def corrects(text: str) -> bool:
    """True for a sentence that takes back what was said before."""
    return bool(CORRECTS.search(text))


def other_value(one: str, other: str) -> bool:
    """True where two sentences give another number, in the same unit, of the same thing."""
    left, right = _values(one), _values(other)
    units = left.keys() & right.keys()
    if not units or any(left[unit] & right[unit] for unit in units):
        return False
    mine, yours = _words(one) - units, _words(other) - units  # `seconds` is no thing both tell of
    shared = len(mine & yours)
    return shared >= LEAST and shared >= SAME_THING * min(len(mine), len(yours))


def differ(one: str, other: str) -> bool:
    """True where the second gives a number in a unit of the first that the first does not give."""
    left, right = _values(one), _values(other)
    return any(right[unit] - left[unit] for unit in (left.keys() & right.keys()) - DAYS)


def measured(text: str) -> bool:
    """True for a text that gives a number with its unit."""
    return bool(_values(text).keys() - DAYS)


def _values(text: str) -> dict[str, set[str]]:
    """The numbers of a text by their unit (`%` is percent); one without a unit is a version, a count or a name."""
    found: dict[str, set[str]] = {}
    for number in numbers(PERCENT.sub(" percent", text)):
        if number.unit:
            found.setdefault(number.unit, set()).add(number.value)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(one for one in terms(text) if not one[:1].isdigit())
