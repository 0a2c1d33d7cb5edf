"""How often and how much: rarely for often, slight for considerable, each commit for each release.

Enter: a sentence and the sentences of its sources. Leave: `Doubt`s where the sentence that it stands on
has another degree of the same thing, and not this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lists import beside
from pipeline.verify.grounds.beyond.ranks import near
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import Token, keys, meet, tokens

_LISTS = beside(__file__)
SURE = 0.75
# By how often they say that a thing happens; words of neighbouring rows may stand for each other.
_OFTEN = (
    (5, r"always|invariably|every time|in all cases|at all times|without exception|constantly"),
    (
        4,
        r"usually|typically|normally|generally|mostly|mainly|in most cases|most of the time|as a rule",
    ),
    (3.5, r"often|frequently|regularly|commonly|in many cases|many times"),
    (
        2,
        r"sometimes|occasionally|at times|now and then|once in a while|from time to time|in some cases",
    ),
    (1, r"rarely|seldom|hardly ever|in rare cases|infrequently|scarcely ever"),
)
_HOW_OFTEN = re.compile(
    "|".join(rf"(?P<r{n}>\b(?:{words})\b)" for n, (_, words) in enumerate(_OFTEN)), re.I
)
STEP = 1.4  # from which two rows say another thing
_NOT = re.compile(r"(?:\bnot|n't|\bless|\bmore)\s+$", re.I)


def _how_often(text: str) -> list[tuple[float, str]]:
    found = [m for m in _HOW_OFTEN.finditer(text) if not _NOT.search(text[: m.start()])]
    return [(_OFTEN[int(str(m.lastgroup)[1:])][0], m[0]) for m in found]


def frequency_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Another frequency than the source has, which has one."""
    mine = _how_often(text)
    close = near(text, grounds, 0.6) if len(mine) == 1 else []
    told = [(how, g, said) for g in close for how, said in _how_often(g.text)]
    if told and all(abs(how - mine[0][0]) > STEP for how, _, _ in told):
        return [Doubt("quantity", SURE, mine[0][1], told[0][2])]
    return []


_EACH = re.compile(r"\b(?:every|each|once an?|per)\s+(?!of\b)(?P<of>[a-z][a-z-]+)", re.I)


def occasion_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """On each of another kind than the source says: every commit for every release."""
    mine = _EACH.search(text)
    for ground in near(text, grounds, 0.6) if mine else ():
        theirs = _EACH.search(ground.text)
        low = mine["of"].lower() if mine else ""
        if theirs and _led(text, low) and not any(g.bag.bears(keys(low)) >= 0.5 for g in grounds):
            return [Doubt("quantity", SURE, mine[0] if mine else "", theirs[0])]
    return []


def _led(text: str, low: str) -> bool:
    """Whether the words say when, not of whom."""
    return bool(
        re.search(
            rf"\b(?:on|at|in|after|with|for|before|once) (?:every |each |an? ){low}\b", text, re.I
        )
    )


_SMALL = _LISTS.words("small")
_LARGE = _LISTS.words("large")
REACH = 4  # words between a degree and what it is said of


def degree_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Small for large, of one thing."""
    for mine, others in ((_SMALL, _LARGE), (_LARGE, _SMALL)):
        said = [t for t in tokens(text) if t.low in mine]
        if len(said) != 1:
            continue
        for ground in near(text, grounds, 0.5):
            stands = [t for t in ground.tokens if t.low in others]
            if ground.lows & mine or not stands:
                continue
            if meet(_of(said[0], tokens(text)), _of(stands[0], ground.tokens), least=0.9):
                return [Doubt("quantity", SURE, said[0].low, stands[0].low)]
    return []


def _of(one: Token, words: Sequence[Token]) -> tuple[Token, ...]:
    """The words of content beside a degree."""
    at = next(n for n, t in enumerate(words) if t.start == one.start)
    close = words[max(0, at - REACH) : at + REACH]
    return tuple(t for t in close if t.content and t.low not in _SMALL | _LARGE)
