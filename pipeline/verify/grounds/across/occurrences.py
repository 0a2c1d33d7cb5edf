"""Where the sources say a word of a sentence among other words of it.

Enter: a word, its sentence, the sentences of the sources. Leave: its occurrences, with how many of
the sentence's other words stand in theirs, and whether each is denied there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import (
    Token,
    keys,
    negates,
    prefixed,
    strength,
    tokens,
    verbal,
)

SCOPE = 7  # words behind a negation that it may deny
REACH = 12  # of a sentence's subject, and up to the clause that says what there is not
_SUBJECTS = lists.NOTHING | {"no", "none", "neither"}
AGAIN = 0.9  # strength from which a word of the context is the same


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word of a source that says one of the sentence. shared: other words they have in common."""

    token: Token
    ground: Ground
    shared: int
    denied: bool


def occurrences(
    word: Token,
    context: Sequence[Token],
    grounds: Sequence[Ground],
    *,
    least: float,
) -> list[Occurrence]:
    """All of them; none where fewer than two of the other words stand with it.

    context: the other words of content of the sentence. least: strength from which a word says it.
    """
    own = keys(word.low)
    found: list[Occurrence] = []
    for ground in grounds:
        if ground.bag.bears(own) < least:
            continue
        shared = sum(ground.bag.bears(keys(t.low)) >= AGAIN for t in context)
        if shared < 2:
            continue
        gone = denied(ground.text)
        found += [
            Occurrence(t, ground, shared, (t.start in gone) != (t.start < ground.outside.denied))
            for t in ground.tokens
            if t.content and strength(word.low, t.low) >= least
        ]
    return found


def nearest(found: Sequence[Occurrence]) -> list[Occurrence]:
    """Those among the most of the other words, or one less."""
    most = max((one.shared for one in found), default=0)
    return [one for one in found if one.shared >= most - 1]


_BACK = 3  # words before `nothing` among which the verb stands that it denies


@lru_cache(maxsize=4096)
def denied(text: str) -> frozenset[int]:
    """Where the words start that a sentence denies: behind a negation, up to the clause's end."""
    every = tokens(text)
    out: set[int] = set()
    for at, one in enumerate(every):
        if prefixed(one, text):
            out.symmetric_difference_update((one.start,))
        if not negates(one.low) or _partial(every, at):
            continue
        leads = not at and one.low in _SUBJECTS
        for n in range(at + 1, min(len(every), at + 1 + (REACH if leads else SCOPE))):
            gap = text[every[n - 1].end : every[n].start]
            if re.search(r"[,;:()—–]", gap) or every[n].low in lists.ENDS_DENIAL:
                break
            out.symmetric_difference_update((every[n].start,))
        if at and every[at - 1].low in ("need", "needs", "dare"):
            out.add(every[at - 1].start)  # `need not keep`
        if one.low == "no" and at and verbal(every[at - 1].low):
            out.add(every[at - 1].start)  # `requires no restart`
        if [t.low for t in every[max(0, at - 2) : at - 1]] == ["there"]:
            out.update(_relative(text, every, at))  # `there is nothing in it that tells them`
        if one.low in lists.NOTHING:
            back = every[max(0, at - _BACK) : at]
            cut = max((n for n, t in enumerate(back) if t.low in lists.ENDS_DENIAL), default=-1)
            out.update(t.start for t in back[cut + 1 :])
    return frozenset(out)


def _relative(text: str, every: Sequence[Token], at: int) -> list[int]:
    """Where the words start of the relative clause on what there is not."""
    for n in range(at + 1, min(len(every), at + 1 + REACH)):
        if re.search(r"[,;:()]", text[every[n - 1].end : every[n].start]):
            return []
        if every[n].low in ("that", "which", "who"):
            return [t.start for t in every[n + 1 : n + 1 + SCOPE]]
    return []


def _partial(every: Sequence[Token], at: int) -> bool:
    """Whether a negation takes back a part only: `not all`, `no more than`."""
    after = every[at + 1].low if at + 1 < len(every) else ""
    return after in lists.LESS_THAN_ALL
