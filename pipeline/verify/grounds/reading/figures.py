"""Figures of a sentence: value, unit, rate, bound, role and what they count.

Enter: text. Leave: `Figure`s in order. Understood: thousands in every spelling (1,200; 1 200;
1'200), decimals, magnitudes (1.5 million, 5k), percent, fractions and multiples in words (two
fifths, a quarter, twice, four times), dates in every order, versions, ranges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from pipeline.text import days
from pipeline.text.lexicon import NUMBER_WORDS
from pipeline.text.numbers import VERSION_ALONE
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.behind import counted, rate_of, unit_of
from pipeline.verify.grounds.reading.bounds import bound_of, role_of

_ORDINAL = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
MONTHS = tuple(one.lower() for one in days.MONTHS)
_MONTH = f"{days.MONTH}|sept"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUM = r"\d{1,3}(?:[,\u00a0\u202f\u2009' ’]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)+(?![\d])|\d+"
_DATES = re.compile(
    rf"""\b(?:
      (?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)(?:-(?P<d1>\d\d)(?:(?=T\d\d:)|\b))?
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\.?(?:,?\s+(?P<y2>(?:19|20)\d\d))?
    | (?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y3>(?:19|20)\d\d))?
    | (?P<m4>{_MONTH})\.?\s+(?P<y4>(?:19|20)\d\d)
    )(?:(?=T\d\d:)|\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_TWO_DAYS = re.compile(
    rf"\b(?P<a>\d{{1,2}})(?:st|nd|rd|th)?(?: and | or | to | through |\.\.\.?|…|[–-])(?P<b>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"\s+(?:of\s+)?(?P<m>{_MONTH})\b\.?(?:,?\s+(?P<y>(?:19|20)\d\d))?"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<a2>\d{{1,2}})(?:st|nd|rd|th)?(?: and | or | to | through |\.\.\.?|…|[–-])"
    rf"(?P<b2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|of|[Ff]rom|[Dd]uring|[Ll]ast|[Nn]ext|for)\s+(?P<m>{'|'.join(o.title() for o in MONTHS)})\b"
)
_VERSION = re.compile(
    rf"(?<![\w.]){VERSION_ALONE}",
    re.IGNORECASE,
)
_THIN = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=[A-Za-z%°])")  # before a unit
_POWER = re.compile(r"(?<![\w.^])(\d{1,4})\s?\^\s?(\d{1,4})\b")  # 2^64
MOST_POWER = 64
_FRACTION = re.compile(
    r"\b(?:(?P<n>an?|one|two|three|four|five|seven|nine)[ -])?(?P<d>half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)\b"
    r"(?=\s+(?:of|as|the|less|more|again|its|their|in)\b|[ .,;]|$)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b(?:(?P<n>{_NUM}|{_WORDS})\s?(?:times|-fold|fold|x\b(?! ?\d)|×(?! ?\d))|(?P<w>twice|thrice|doubl(?:e[sd]?|ing)|halv(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|tenfold))",
    re.IGNORECASE,
)
_MULTIPLE = (
    ("twice", 2.0), ("thrice", 3.0), ("doubl", 2.0), ("halv", 0.5), ("tripl", 3.0), ("tenfold", 10.0),
)  # fmt: skip
_SLASHED = re.compile(r"(?<![\w./-])(\d)/(\d{1,2})(?![\w/.]*\d|/)")
_GLUED = re.compile(r"[A-Za-z]\w*[-_]|_\w|(?:st|nd|rd|th)\b(?!\s?(?:percentile|%))|[A-Za-z]+\d")
_PROTOCOL = re.compile(r"\b[A-Z][A-Za-z]+/$")
_TENS = re.compile(rf"[ -]({_WORDS})\b", re.IGNORECASE)
_MAGNITUDE = re.compile(
    r"\s?(hundred|thousand|million|billion|trillion|dozen|mn|bn)\b|([kKMB])\b(?!ps)"
)
_PLAIN = re.compile(
    rf"(?P<sign>(?:(?<=[\s(])[-−~≈<>])?(?:US)?[$€£¥]?)(?P<num>{_NUM})|\b(?P<word>{_WORDS})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. kind: number, share, multiple, date, version, month."""

    start: int
    end: int
    text: str
    kind: str
    value: float
    unit: str = ""  # canonical unit word
    rate: str = ""  # what it is per
    bound: str = ""  # low, high, about
    role: str = ""  # from, to, by, of
    noun: str = ""  # the word it counts, lower case
    spelled: bool = False
    day: tuple[int, int, int] = (0, 0, 0)

    @property
    def dimension(self) -> str:
        return lists.DIMENSIONS[self.unit][0] if self.unit in lists.DIMENSIONS else self.unit

    @property
    def size(self) -> float:
        """The value in the base unit of its dimension."""
        return (
            self.value * lists.DIMENSIONS[self.unit][1]
            if self.unit in lists.DIMENSIONS
            else self.value
        )


_OFTEN = re.compile(r"\s+(?:a|per|an|each|every|in)\b")
_AS = re.compile(r"\s+as\b")
_MINOR = re.compile(r"\.x\b")
_AGO = re.compile(r"\s+(?:ago|later|earlier)\b")
_OF_IT = re.compile(r"\s+(?:of|the|as|its|their|a)\b")


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a text, in order, none inside another."""
    text = _THIN.sub(" ", text)
    low = text.casefold()
    found: list[Figure] = []
    for reader, signs in _READERS:
        if signs and not any(sign in low for sign in signs):
            continue
        for one in reader(text):
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    ordered = sorted(found, key=lambda one: one.start)
    return tuple(_to_its_end(one, other, text) for one, other in zip_longest(ordered, ordered[1:]))


_TO = re.compile(r" ?(?:-|–|—|to|or) ?$")


def _to_its_end(one: Figure, other: Figure | None, text: str) -> Figure:
    """The beginning of a range with the unit that stands at its end: `8-10 weeks`."""
    bare = one.kind == "number" and not (one.unit or one.noun)
    if (
        other is None
        or not bare
        or not other.unit
        or not _TO.fullmatch(text[one.end : other.start])
    ):
        return one
    return replace(one, unit=other.unit, kind=other.kind, rate=one.rate or other.rate)


def _dates(text: str) -> Iterator[Figure]:
    for m in _DATES.finditer(text):
        year = int(m["y1"] or m["y2"] or m["y3"] or m["y4"] or 0)
        day = int(m["d1"] or m["d2"] or m["d3"] or 0)
        month = int(m["m1"]) if m["m1"] else days.month_number(m["m2"] or m["m3"] or m["m4"])
        yield Figure(*m.span(), m[0], "date", float(year), day=(year, month, day))


def _two_days(text: str) -> Iterator[Figure]:
    for m in _TWO_DAYS.finditer(text):
        tail = "2" if m["m2"] else ""
        month, year = days.month_number(m["m" + tail]), int(m["y" + tail] or 0)
        for name in ("a" + tail, "b" + tail):
            day = (year, month, int(m[name]))
            yield Figure(*m.span(name), m[name], "date", float(year), day=day)


def _versions(text: str) -> Iterator[Figure]:
    for m in _VERSION.finditer(text):
        role = role_of(text, m.start())
        yield Figure(*m.span(), m[0], "version", _version(m[0]), role=role)


def _multiples(text: str) -> Iterator[Figure]:
    for m in _TIMES.finditer(text):
        word = (m["w"] or "").lower()
        known = next((value for lead, value in _MULTIPLE if word.startswith(lead)), 1.0)
        value = _number(m["n"]) if m["n"] else known
        often = m["n"] and _OFTEN.match(text, m.end())
        kind, noun = ("number", "time") if often else ("multiple", "")
        bound = bound_of(text, m.start())
        yield Figure(*m.span(), m[0], kind, value, bound=bound, noun=noun, spelled=True)


def _slashed(text: str) -> Iterator[Figure]:
    for m in _SLASHED.finditer(text):
        if 0 < int(m[1]) < int(m[2]):
            value = 100 * int(m[1]) / int(m[2])
            yield Figure(*m.span(), m[0], "share", value, "%", bound=bound_of(text, m.start()))


def _fractions(text: str) -> Iterator[Figure]:
    for m in _FRACTION.finditer(text):
        if not _is_fraction(text, m) or text[: m.start()].endswith(" and "):
            continue
        word = m["d"].lower()
        top = _number(m["n"]) if m["n"] and m["n"].lower() not in ("a", "an") else 1.0
        part = top / _ORDINAL[word if word == "half" else word.rstrip("s")]
        bound = bound_of(text, m.start())
        if _AS.match(text, m.end()):
            yield Figure(*m.span(), m[0], "multiple", part, bound=bound, spelled=True)
        else:
            yield Figure(*m.span(), m[0], "share", 100 * part, "%", bound=bound, spelled=True)


_YEAR_AND_HALF = re.compile(
    r"\b(?:a|an|one) (year|month|week|day|hour|minute|second) and a half\b", re.I
)
_HALF_OF = re.compile(r"\bhalf an? (million|billion|hour|year|day|minute|second|month|gigabyte|megabyte|terabyte)\b", re.I)  # fmt: skip
_WHOLE = re.compile(r"\b(?:than|under|over|about|nearly|almost) (?P<one>an? (?:full |whole )?(?P<unit>year|month|week|day|hour|minute|second))\b(?! and a half)", re.I)  # fmt: skip
_FEW = "two|three|four|five|six|seven|eight|nine"
_IN = re.compile(rf"\b(?:(?P<a>one|1)(?: [a-z]+)?|(?P<c>{_FEW})(?= (?:in|out of) ten\b)) (?:in|out of)(?: every)? (?P<b>{_WORDS}|\d{{1,3}})\b", re.I)  # fmt: skip


def _halves(text: str) -> Iterator[Figure]:
    """`half a million`, `an hour and a half`, `less than an hour`."""
    for m in _WHOLE.finditer(text):
        bound, unit = bound_of(text, m.start("one")), m["unit"].lower()
        yield Figure(*m.span("one"), m["one"], "number", 1, unit, bound=bound, spelled=True)
    for m in _HALF_OF.finditer(text):
        word = m[1].lower()
        unit = "" if word in lists.MAGNITUDES else word
        value = 0.5 * lists.MAGNITUDES.get(word, 1.0)
        bound, noun = bound_of(text, m.start()), counted(text[m.end() :])
        yield Figure(*m.span(), m[0], "number", value, unit, bound=bound, noun=noun, spelled=True)
    for m in _YEAR_AND_HALF.finditer(text):
        bound = bound_of(text, m.start())
        yield Figure(*m.span(), m[0], "number", 1.5, m[1].lower(), bound=bound, spelled=True)


def _parts(text: str) -> Iterator[Figure]:
    """`one in five`, `one out of ten`."""
    for m in _IN.finditer(text):
        whole = _number(m["b"])
        part = _number(m["c"]) if m["c"] else 1
        if 1 < whole <= 999 and not _inside_word(text, m.start("b"), m.end("b")):
            bound = bound_of(text, m.start())
            yield Figure(
                *m.span(), m[0], "share", 100 * part / whole, "%", bound=bound, spelled=True
            )


def _months(text: str) -> Iterator[Figure]:
    for m in _MONTH_ALONE.finditer(text):
        yield Figure(*m.span("m"), m["m"], "month", 0, day=(0, days.month_number(m["m"]), 0))


def _plain(text: str) -> Iterator[Figure]:
    for m in _PLAIN.finditer(text):
        start = m.start("num") if m["num"] else m.start("word")
        minor = m["num"] and _MINOR.match(text, m.end())  # 2.x is no figure
        if not minor and not _inside_word(text, start, m.end()):
            yield _measured(text, m, start)


def _powers(text: str) -> Iterator[Figure]:
    for m in _POWER.finditer(text):
        exponent = int(m[2])
        value = float(int(m[1]) ** exponent) if exponent <= MOST_POWER else float("inf")
        yield Figure(*m.span(), m[0], "number", value, bound=bound_of(text, m.start()))


_SHORT = tuple(one[:3] for one in MONTHS)
# Each reader with what a text has at least one of where the reader finds anything.
_READERS: tuple[tuple[Callable[[str], Iterator[Figure]], tuple[str, ...]], ...] = (
    (_two_days, _SHORT),
    (_dates, ("-", *_SHORT)),
    (_versions, (".", "v")),
    (_multiples, ("times", "fold", "x", "×", *(lead for lead, _ in _MULTIPLE))),
    (_slashed, ("/",)),
    (_halves, ("half", "than", "under", "over", "about", "nearly", "almost")),
    (_parts, (" in", " out of")),
    (_powers, ("^",)),
    (_fractions, tuple(_ORDINAL)),
    (_months, _SHORT),
    (_plain, ()),
)


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    if before == "T" and text[start - 2 : start - 1].isdigit():
        return False  # the time behind a day
    if before == "_" or (before.isalpha() and before not in "pPvVxX"):
        return True
    if before.isalpha() and text[start - 2 : start - 1].isalpha():
        return True  # IPv6
    if before in ("x", "X") and not text[start - 2 : start - 1].isdigit():
        return True  # X25519
    if before == "/" and _PROTOCOL.search(text[:start]):
        return True  # HTTP/2
    if before == "-" and text[start - 2 : start - 1].isalpha() and text[start:end].isdigit():
        return True  # SEV-2, CVE-2024
    if before == "#" and end - start > 1:
        return True  # of an issue or a change: #4868
    return bool(_GLUED.match(text[end:]))


def _measured(text: str, m: re.Match[str], start: int) -> Figure:
    """A number with its magnitude, unit, rate, bound, role and noun."""
    spelled = bool(m["word"])
    value, end = _number(text[start : m.end()]), m.end()
    if _of_percentile(text, start, end):
        return Figure(start - 1, end, text[start - 1 : end], "number", value, "percentile")
    if spelled and value >= 20 and (more := _TENS.match(text[end:])) and _number(more[1]) < 10:
        value, end = value + _number(more[1]), end + more.end()
    if half := _AND_HALF.match(text[end:]):
        value, end = value + 0.5, end + half.end()
    if scale := _MAGNITUDE.match(text[end:]):
        value *= lists.MAGNITUDES[(scale[1] or scale[2]).lower()]
        end += scale.end()
    sign = (m["sign"] or "").strip()
    unit, length = unit_of(text[end:], spelled=spelled)
    unit = next((one for one in "$€£¥" if one in sign), unit)
    end += length
    if unit and (half := _AND_HALF.match(text[end:])):
        value, end = value + 0.5, end + half.end()
    if unit == "" and (clock := _AFTERNOON.match(text[end:])) and value < 12:
        value, end = value + 12, end + clock.end()
    if _IDENTIFIES.search(text[:start]):
        return Figure(start, end, text[start:end], "number", value)
    noun = "" if _names_release(text, start, end) else counted(text[end:])
    role = role_of(text, start - len(sign))
    if not (spelled or unit or noun or end - start != 4) and 1990 <= value <= 2035:
        return Figure(start, end, text[start:end], "date", value, day=(int(value), 0, 0), role=role)
    kind = "share" if unit == "%" else "number"
    behind = start - len(sign.lstrip("-−~≈<>"))  # of `~` and `<`, which bound it
    rate, bound = rate_of(text[end:]), bound_of(text, behind)
    return Figure(start, end, text[start:end], kind, value, unit, rate, bound, role, noun, spelled)


# Before the last group of an identifier, which counts nothing and is per nothing: CVE-2024-4242.
_IDENTIFIES = re.compile(r"(?<![\w-])[A-Za-z]{2,}-\d+-$")

_RELEASE = r"\s(?:release|version|series|branch|line)s?\b"


def _names_release(text: str, start: int, end: int) -> bool:
    """Whether a number with a point is a version, which counts nothing: `version 0.10`, `0.10 release`."""
    return "." in text[start:end] and bool(
        re.search(_RELEASE + r"\s$", " " + text[max(0, start - 12) : start], re.IGNORECASE)
        or re.match(_RELEASE, text[end:])
    )


_AND_HALF = re.compile(r" and a half\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"\s?p\.?m\b\.?", re.IGNORECASE)


def _of_percentile(text: str, start: int, end: int) -> bool:
    """Whether a number is the one of p99."""
    led = text[start - 1 : start] in ("p", "P") and not text[start - 2 : start - 1].strip("( ")
    return led and start > 0 and 2 <= end - start <= 3


_OF_A_KIND = re.compile(
    r" (?!(?:of|the|as|its|their|less|more|fewer|again|in|to|on|by|for|from|since|after|when|while|and|or|are|is|was"
    r"|were|has|have|had|longer|shorter|\w+er)\b)[a-z]+"
)


def _is_fraction(text: str, m: re.Match[str]) -> bool:
    word = m["d"].lower()
    if m["n"] and not word.endswith("s") and _OF_A_KIND.match(text[m.end() :]):
        return False  # a third party
    if m["n"]:
        return not (
            word.startswith("quarter") and m["n"].lower() == "a" and _AGO.match(text, m.end())
        )
    if word == "half":
        return text[: m.start()].lower().endswith(" by ") or bool(_OF_IT.match(text, m.end()))
    return word.endswith("s") and word != "quarters" and word != "seconds"


def _number(raw: str) -> float:
    low = raw.lower()
    if low in NUMBER_WORDS:
        return float(NUMBER_WORDS[low])
    digits = re.sub(r"[,\u00a0\u202f\u2009' ’]", "", low)
    return float(digits) if digits.count(".") < 2 else _version(digits)


def _version(raw: str) -> float:
    parts = re.findall(r"\d+", raw)
    total = 0.0
    for part in parts:
        total = total * 1009 + int(part[:9]) + 1
    return -total if len(parts) > 2 else float(".".join(parts[:2]))
