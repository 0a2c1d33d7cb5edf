"""What stands behind a figure: its unit, its rate, and what it counts.

Enter: the text behind a number. Leave: the unit and how long it is, what it is per, the words it
counts; "" where nothing of the kind follows.
"""

from __future__ import annotations

import re

from pipeline.verify.grounds.reading import lists

_RATE = re.compile(
    r"(?:\s+[A-Za-z-]+){0,3}?(?:\s+(?:per|an?|each|every)\s+|\s*/\s*)(?P<u>second|sec|s|minute|min|hour|h|day|week|month|quarter(?! (?:of|as|less|more|faster|slower|larger|smaller|higher|lower|better)\b)|year|request|query|user|call|token|node|core|job|run|file|page|million|thousand|seat|repository|pod|gpu|instance)s?\b"
    r"|\s+(?P<adv>hourly|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_ADVERB = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year",
    "annually": "year",
}  # fmt: skip
_PERCENTILE = re.compile(r"(?:st|nd|rd|th)\s?(?:percentile|%)")
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|pct\b)(?:\s?points?)?")
_MONEY = re.compile(r"\s?(dollars|euros|pounds|USD|EUR)\b")
_UNIT = re.compile(r"[ -]?([A-Za-zµμ]+)\b")


def unit_of(rest: str, *, spelled: bool) -> tuple[str, int]:
    """The unit that follows a number, and how many characters it takes."""
    if percentile := _PERCENTILE.match(rest):
        return "percentile", percentile.end()
    if percent := _PERCENT.match(rest):
        return "%", percent.end()
    if money := _MONEY.match(rest):
        return {"d": "$", "e": "€", "p": "£", "u": "$"}[money[1][0].lower()], money.end()
    word = _UNIT.match(rest)
    if word is None or (spelled and rest.startswith("-") and word[1] == "second"):
        return "", 0
    name = lists.PLURALS.get(word[1].lower(), word[1].lower())
    single = name if name in lists.DIMENSIONS else name.removesuffix("s")
    if single not in lists.DIMENSIONS:
        return "", 0
    letter = len(single) == 1 and word[0] != word[1] and word[1] not in ("s", "h", "B")
    return ("", 0) if letter else (single, word.end())


_COUNTED = re.compile(
    r"\s(?:of (?:the |its |their |our |all |these )?(?:[\d.,]+ )?)?((?:[A-Za-z][\w-]*\s){0,2}[A-Za-z][\w-]*)(?=[\s.,;:)]|$)"
)


def counted(tail: str) -> str:
    """The word a figure counts: the last of up to two words behind it, or behind `of`."""
    m = _COUNTED.match(tail)
    if not m:
        return ""
    out: list[str] = []
    for word in m[1].lower().split():
        if word in lists.NOT_COUNTED or (word.endswith("ed") and out):
            break
        out.append(word)
    if len(out) == 1 and out[0].endswith("ed"):
        return ""  # a verb: `1000 added`
    return " ".join(out)


def rate_of(tail: str) -> str:
    m = _RATE.match(tail)
    if not m:
        return ""
    unit = (m["u"] or _ADVERB[m["adv"].lower()]).lower()
    return {"s": "second", "sec": "second", "min": "minute", "h": "hour"}.get(unit, unit)
