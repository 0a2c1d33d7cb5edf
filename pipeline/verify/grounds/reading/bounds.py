"""The bound and the part of a figure, by the words before and behind it: `at least`, `up to`, `from`.

Enter: a text and the place where a figure starts. Leave: low, high, about or nothing; the word that
gives it its part.
"""

from __future__ import annotations

import re

_LOW = re.compile(
    r"(?:at least|no less than|no fewer than|minimum(?: of)?|more than|over|above|(?:great|long|larg|old|high|lat|bigg)er than|exceed(?:s|ed|ing)?|past|from|beyond|upwards of|≥|>=?|starting at|min)\s*(?:a |an |the )?(?:(?:limit|total) of )?(?:(?:USD|EUR|GBP) )?$",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"(?:up to|at most|no more than|not more than|maximum(?: \w+)?(?: of)?|less than|fewer than|under|below|within|as (?:much|many|long) as|limit(?:ed)?(?: to| of| is| at)?|cap(?:ped)?(?: at| of)?|≤|<=?|max|smaller than|shorter than|until)\s*(?:a |an |the )?(?:(?:USD|EUR|GBP|versions?) )?$",
    re.IGNORECASE,
)
_NO_LESS = re.compile(r"\b(?:no|not) (?:less|fewer) than\s*(?:a |an |the )?$", re.IGNORECASE)
_RISEN = re.compile(
    r"\b(?:went|goes|going|rose|grew|climbed|jumped|moved|shot) up to\s*$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|ca\.|close to|on the order of|~|≈|an estimated|in the region of|just (?:over|under)|well over|(?:slightly |little )?(?:more|less) than|over)\s*(?:a |an |the )?$",
    re.IGNORECASE,
)
_PART = "from to by of into between in on at than since until for with every".split()
_BEHIND_PART = (
    "about around roughly nearly almost over approximately only just a an the version".split()
)
_ROLE = re.compile(
    rf"\b({'|'.join(_PART)})\s+(?:(?:{'|'.join(_BEHIND_PART)}|up to)\s+)*$", re.IGNORECASE
)
_MORE = re.compile(r"(?:more|less|over)\b(?: than)?\s*$", re.IGNORECASE)


_MARKS = re.compile(r"[*_`]+(?=\S|$)")  # `up to **9x**`
_RANGE = re.compile(r"\S+(?: ?[a-z%]+)? ?(?:to|–|-) ?\d")
_SINCE = re.compile(r"\b(?:from|as of)\s(?:(?:version|v)\s|[A-Z][\w.]*\s)?$")
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_OR_MORE = re.compile(
    r"\S+(?: \S+)? (?:or (?:more|higher|above|later|newer|greater)|and (?:up|above|later|higher|newer|greater|beyond)|upwards)\b|\S+\+(?!\w)"
)
_ON = re.compile(
    r"\S+ on(?:wards?\b|(?! \w+ly\b)\b(?=[,.;:)]|$| (?:unless|if|when|and|but|for|it|they|this|that)\b))"
)
_OR_LESS = re.compile(r"\S+(?: \S+)? (?:or (?:less|fewer|lower|below|under)|at most|maximum)\b")
# What each of these has in it: most figures have nothing of it beside them.
_BOUNDING = tuple(
    "about around roughly approx nearly almost some circa ca. close order ~ ≈ estimated region over under than"
    " up most max below within as limit cap ≤ < until least min above exceed past from beyond upwards ≥ >"
    " starting".split(" ")
)
_PART_ENDS = (*_PART, *_BEHIND_PART)  # of these words one stands before a figure that has a part
_BEHIND = (" on", " or ", " and ", "upwards", "+", "at most", "maximum")


def bound_of(text: str, start: int) -> str:
    before = _before(text, start, 40)
    low = before.lower()
    led = any(one in low for one in _BOUNDING)
    if led and _ABOUT.search(before) and not _MORE.search(before):
        return "about"
    if led and _RANGE.match(text[start : start + 30]):
        return ""  # a range bounds itself
    if led and _HIGH.search(before) and not (_NO_LESS.search(before) or _RISEN.search(before)):
        return "high"
    if led and _LOW.search(before) and not _FROM.search(before):
        return "low"
    after = text[start : start + 40]
    if not any(one in after for one in _BEHIND) or _RANGE.match(text[start : start + 30]):
        return ""
    if _OR_MORE.match(after) or (_SINCE.search(before) and _ON.match(after)):
        return "low"
    return "high" if _OR_LESS.match(after) else ""


def role_of(text: str, start: int) -> str:
    before = _before(text, start, 44)
    if not before[-1:].isspace() or not before.rstrip().lower().endswith(_PART_ENDS):
        return ""
    m = _ROLE.search(before)
    return m[1].lower() if m else ""


def _before(text: str, start: int, reach: int) -> str:
    """What stands before a place, without marks of emphasis or code."""
    before = text[max(0, start - reach) : start]
    return _MARKS.sub("", before) if "*" in before or "_" in before or "`" in before else before
