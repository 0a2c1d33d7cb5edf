"""What a changed page says otherwise: a figure, a version, a date, a default, or that it no longer is so.

Enter: two texts of one document. Leave: `Mended`s, each a sentence as it was and as it is now, which are
one but for a few words among which is such a one. A sentence that is new, gone or only worded anew is
none; nor is what a page says of itself (when it was last updated, whose copyright it is).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.text.lists import beside
from pipeline.text.sentences import sentences
from pipeline.text.words import clean

_LISTS = beside(__file__)
_VALUES = _LISTS.words("values")  # words of a default or a denial: `enabled`, `never`
LEAST = 4  # words of a sentence that states something
ALIKE = 0.7  # of the words of both, in order; below it they are two sentences
MOST = 400  # sentences of each text that are held against one another: of a manual, its beginning
LONGEST = 60  # words; a longer run is a table or code
WORD = re.compile(r"[\w.%$€£+/:'’-]*\w[\w.%'’-]*|[%$€£]")
# What a page says of itself and not of its matter.
_OF_ITSELF = re.compile(
    r"\b(?:last (?:updated|modified|reviewed|changed|edited|built)|updated (?:on|at)|generated (?:on|at|by)|copyright|all rights reserved"
    r"|page \d+ of|min(?:ute)?s? read|views?|stars|downloads|build #?\d+|retrieved|accessed)\b|©",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A sentence that says something else than it did."""

    was: str
    now: str


def mended(before: str, after: str) -> tuple[Mended, ...]:
    """The sentences of `after` that say otherwise what `before` said, in their order."""
    old, new = _said(before), _said(after)
    gone = [one for one in old if one not in set(new)]
    known = set(old)
    found = []
    for one in new:
        if one in known or not gone:
            continue
        other = max(gone, key=lambda each: _likeness(each, one))
        if _likeness(other, one) >= ALIKE and _matters(other, one):
            found.append(Mended(other, one))
            gone.remove(other)
    return tuple(found)


def _said(text: str) -> list[str]:
    """Sentences and lines of lists and tables that are long enough to say something."""
    made = []
    for start, end in sentences(text)[:MOST]:
        one = clean(text[start:end])
        if LEAST <= len(one.split()) <= LONGEST and not _OF_ITSELF.search(one):
            made.append(one)
    return made


def _likeness(one: str, other: str) -> float:
    """Share of the words of both that stand in one order in both, each number like any other."""
    mine, yours = (
        ["#" if _figure(word) else word.lower() for word in WORD.findall(text)]
        for text in (one, other)
    )
    if 2 * min(len(mine), len(yours)) < ALIKE * (len(mine) + len(yours)):
        return 0.0
    return SequenceMatcher(None, mine, yours, autojunk=False).ratio()


def _matters(was: str, now: str) -> bool:
    """Whether what differs holds a figure or a word of a default or a denial, and not much else."""
    mine, yours = (WORD.findall(text) for text in (was, now))
    spans = SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes()
    differ = [
        word.lower()
        for tag, a, b, c, d in spans
        if tag != "equal"
        for word in (*mine[a:b], *yours[c:d])
    ]
    told = [
        word for word in differ if _figure(word) or word in _VALUES or word.endswith(("n't", "n’t"))
    ]
    return bool(told) and len(differ) - len(told) <= max(4, len(yours) // 3)


def _figure(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def holding(mends: Sequence[Mended], text: str) -> tuple[Mended, ...]:
    """Those whose sentence of today stands in a text."""
    plain = clean(text)
    return tuple(one for one in mends if one.now in plain)
