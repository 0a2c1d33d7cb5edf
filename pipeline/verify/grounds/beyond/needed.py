"""What a thing needs, and what it needs not: `needs no daemon`, `no daemon is required`, `not without one`.

Enter: a sentence and the sentences of its sources. Leave: whether one of these says the same of the
same need in whatever form, and a `Doubt` where all that speak of it say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.beyond.contrasts import set_aside_alike
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import strength, tokens

SAME = 0.75  # strength from which a word names the same need
MOST = 0.5  # of the words of a need, to be the same; and of a sentence's, to speak of it

_NOT = r"(?:(?P<not>do(?:es)? not|do(?:es)?n't|did not|didn't|no longer|never) )?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_NOT}(?:needs?|requires?|required|needed) (?P<no>no )?(?P<what>(?!to\b)[^,.;:()]{{2,50}})",
        r"\b(?P<no>no )(?P<what>(?:[\w-]+ ){0,2}[\w-]+) (?:is|are|was|were) (?:required|needed|necessary)\b",
        r"\b(?:not|cannot|can't|never)\b[^,.;:()]*? without (?P<what>[^,.;:()]{2,50})",
    )
)
# Denies in a word what it needs: what is ended, lifted or asked.
_ENDED = re.compile(r"\b(?:remov|drop|eliminat|lift|end|avoid|abolish|obviat)\w*\b", re.IGNORECASE)
_END = re.compile(r"\s(?:to|and|but|so|which|that|because|while|when|if|as|for|in|on)\s")


@dataclass(frozen=True, slots=True)
class Demand:
    """What is needed, by its words of content, or is not."""

    words: tuple[str, ...]
    denied: bool
    form: int  # in which of the forms it is told


@lru_cache(maxsize=8192)
def needs(text: str) -> tuple[Demand, ...]:
    """All needs that a sentence tells, in any of three forms."""
    out = []
    for at, form in enumerate(_FORMS):
        for found in form.finditer(text):
            groups = found.groupdict()
            words = _words(_END.split(found["what"])[0])
            denied = bool(groups.get("not")) != bool(groups.get("no"))
            out += [Demand(words, denied, at)] if words else []
    return tuple(out)


def _words(text: str) -> tuple[str, ...]:
    every = tokens(text.replace("-", " "))
    return tuple(t.low for t in every if t.content and t.low not in lists.LIGHT)


def _alike(one: Demand, other: Demand) -> bool:
    a, b = sorted((one.words, other.words), key=len)
    held = sum(any(strength(low, x) >= SAME for x in b) for low in a)
    return held >= MOST * len(a)


def needed_alike(text: str, stands: str) -> bool:
    """Whether two sentences tell of one need in different forms, both that it is one, or that it is none."""
    return any(
        _alike(a, b) and a.denied == b.denied and a.form != b.form
        for a in needs(text)
        for b in needs(stands)
    )


_NOT_TWO = re.compile(
    r"(?:n't|\b(?:not|never|cannot|no))\b[^.;]{0,60}? more than (?:one|a single) (?P<what>[\w-]+)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:a single|only one|just one|exactly one|one single) (?P<what>[\w-]+)", re.IGNORECASE
)


def _one_alike(text: str, stands: str) -> bool:
    """Whether one sentence allows a single thing of which the other denies that there may be more."""
    for a, b in ((text, stands), (stands, text)):
        for some in _NOT_TWO.finditer(a):
            for one in _SINGLE.finditer(b):
                if strength(some["what"].lower(), one["what"].lower()) >= SAME:
                    return True
    return False


def denied_alike(text: str, stands: str) -> bool:
    """Whether two sentences deny one thing, each in a form of its own: what is set aside, what is
    needed, or more than one of a thing."""
    return set_aside_alike(text, stands) or needed_alike(text, stands) or _one_alike(text, stands)


def need_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """At most one: a need where its source has none, or none where it has one."""
    ended = re.search(r"\bno longer\b", text, re.IGNORECASE)  # what was needed may stand there too
    for mine in () if ended else needs(text):
        found = [
            (one, theirs.denied)
            for one in grounds
            if not (
                one.outside.denied
                or one.text.rstrip(" *#").endswith("?")
                or _ENDED.search(one.text)
            )
            for theirs in needs(one.text)
            if _alike(mine, theirs)
        ]
        if found and all(denied != mine.denied for _, denied in found):
            return [Doubt("polarity", 0.8, on_line(text), on_line(found[0][0].text))]
    return []
