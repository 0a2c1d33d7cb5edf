"""How likely it is that a text tells of people, or of what others wrote, and not of engineering.

Enter: a document. Leave: a share from 0 to 1, above a half where a strict editor would rather leave it:
a cohort of fellows, an award, a course, a mentee's account, a digest of links; and of a title with its
first sentence, whether the text explains what is long known.
The weights are those of a logistic regression over labelled texts of public sources, rounded;
`python bench/news_aside.py` measures them, source by source kept back; docs/news.md has the figures.
"""

from __future__ import annotations

import math
import re
from pathlib import PurePosixPath

from pipeline.records import Document
from pipeline.text.lists import beside
from pipeline.text.words import terms

_LISTS = beside(__file__)

READ = 1_500  # characters of a text that are read
OPENS = 400  # of these, what a round-up says it is
FEWEST = 30  # words below which a share of them says little
START = -1.35
WEIGHTS = {
    "of people": 0.65,
    "of people, by its title": 1.9,
    "a round-up": 1.65,
    "opens as a round-up": 1.4,
    "names of things": -0.22,
}
MOST = {"of people": 6.0, "names of things": 12.0}  # of 100 words

_PEOPLE = re.compile(r"\b(?:" + "|".join(sorted(_LISTS.words("people"))) + r")\b", re.IGNORECASE)
_ROUND_UP = re.compile(r"\b" + _LISTS.either("round_ups") + r"\b", re.IGNORECASE)
# What an opening says of its own text alone: a package has weekly downloads, and a file a digest.
_GATHERS = re.compile(
    r"\bthis (?:week|month)(?:['’]s| in)\b|\bround-?up\b|\bnewsletter\b", re.IGNORECASE
)
_OF_A_WEEK = re.compile(r"(?:^|[-_ ])(?:this[-_ ]week[-_ ]in|weekly)(?=[-_ ]|$)", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:\w+[A-Z]\w+|\w+_\w+|v?\d+(?:\.\d+)+|[A-Z]{2,6})\b")
_EXPLAINING = re.compile(rf"\W*{_LISTS.either('explaining')}", re.IGNORECASE)
_EXPLAINED = re.compile(rf"\b{_LISTS.either('explained')}\W*$", re.IGNORECASE)
_HAPPENING = re.compile(rf"\b{_LISTS.either('happening')}\b|\bv?\d+\.\d+", re.IGNORECASE)
# `Kestrel networking is the flat network ...`: a text that begins with what its subject is.
_DEFINES = re.compile(
    r"(?:The |An? )?(?P<what>[\w][\w ()./-]{2,60}?),? (?:is|are|refers? to|means?) (?:an?|the|any|how)\b"
)
# `04:53 Kestrel now has everything`, `[01:04:53](#t=3893) What is missing`: a line of what is said when.
_MINUTE = re.compile(r"\W*\d{1,2}(?::[0-5]\d){1,2}\b.{0,160}")
MINUTES = 4  # such lines, half of all, make a text the contents of a recording
_RATES = (("of people", _PEOPLE), ("names of things", _NAMES))


def signs(document: Document) -> dict[str, float]:
    """What speaks for it: words of a kind among a hundred, or 0 and 1."""
    title, text = document.title, document.text[:READ]
    read, opening = f"{title}. {text}", text[:OPENS]
    hundreds = max(FEWEST, len(read.split())) / 100
    rates = {
        name: min(MOST[name], len(pattern.findall(read)) / hundreds) for name, pattern in _RATES
    }
    return rates | {
        "of people, by its title": float(bool(_PEOPLE.search(title))),
        "a round-up": float(bool(_ROUND_UP.search(title))),
        "opens as a round-up": float(bool(_ROUND_UP.search(opening))),
    }


def gathers(document: Document) -> bool:
    """Whether a text says in its title, its opening or the name of its file that it is a round-up."""
    filed = PurePosixPath(document.path).stem.replace("-", " ").replace("_", " ")
    named = _ROUND_UP.search(f"{document.title}. {filed}")
    return bool(named or _GATHERS.search(document.text[:OPENS]))


def of_a_week_by_its_file(document: Document) -> bool:
    """Whether the name of its file says that a text is of one week (`2026-06-05-this-week-in-kestrel.md`)."""
    return bool(_OF_A_WEEK.search(PurePosixPath(document.path).stem))


def aside(document: Document) -> float:
    """The share; 0.5 is even."""
    weight = START + sum(WEIGHTS[name] * value for name, value in signs(document).items())
    return 1 / (1 + math.exp(-weight))


def explains(title: str, opening: str) -> bool:
    """Whether a text explains what is long known, as a glossary or a course does, and says of nothing that it
    happened: `Understanding X`, `X: a practical guide`, `What is X?`, or a title that its opening defines."""
    if _HAPPENING.search(f"{title}. {opening}"):
        return False
    if _EXPLAINING.match(title) or _EXPLAINED.search(title):
        return True
    defined = _DEFINES.match(opening)
    return defined is not None and set(terms(title)) == set(terms(defined["what"]))


def is_contents(text: str) -> bool:
    """Whether a text is what a recording holds minute by minute: half of its lines, or more, begin with a time."""
    lines = [line for line in text.splitlines() if line.strip()]
    told = sum(_MINUTE.fullmatch(line) is not None for line in lines)
    return told >= MINUTES and 2 * told >= len(lines)
