"""The one thing a practitioner can do in half an hour: an imperative found in the evidence.

Enter: candidates. Leaves: an action in the source's own words and, from the same source, why.
"""

from __future__ import annotations

import re

from pipeline.compose.extractive.candidates import Candidate, verbatim
from pipeline.compose.extractive.selection import Desktop
from pipeline.records import Action
from pipeline.text.words import DETERMINERS, stem, words

ALSO_NOUNS = frozenset(
    "time check record name query note test list plot run review draw block cap sample trace audit "
    "export lint pin split store log count grep search write read print find open look ask pick "
    "alert schedule turn start stop".split()
)
# What half an hour is enough for comes before what is only imperative.
QUICK = frozenset(
    "measure check list read count compare plot run grep search time inspect log ask pick name look "
    "record open sample review write print find query".split()
)
DOABLE = QUICK | frozenset(
    "set add pin raise lower turn test verify alert rotate enable disable remove move replace sort "
    "cap start stop block trace note send schedule try draw mark "
    "delete confirm audit export capture hedge split store declare make lint".split()
)


def imperative(one: Candidate) -> bool:
    """True when the sentence opens with an order; a verb that may be a noun needs an article."""
    first, second = (word.lower() for word in words(one.text)[:2])
    if first in ALSO_NOUNS:
        return second in DETERMINERS or second in {"how", "what", "which", "whether", "for", "one"}
    return first in DOABLE and second not in {"is", "are", "has", "of", "to", "that"}


def choose(pool: tuple[Candidate, ...], desktop: Desktop) -> Action | None:
    """An imperative of the evidence that half an hour is enough for, and why, from its source."""
    doable = [one for one in pool if desktop.spare(one) and imperative(one)]
    if not doable:
        return None
    best = max(doable, key=lambda one: (_ease(one) + desktop.weight(one), -one.item.n, -one.start))
    desktop.take(best)
    sentences = [verbatim(best)]
    why = _why(best, pool, desktop)
    if why:
        sentences.append(verbatim(desktop.take(why)))
    title = " ".join(words(best.text)[:2])
    return Action(title=_deed(best.text) or title, minutes=30, sentences=tuple(sentences))


def _ease(one: Candidate) -> float:
    quick = 0.5 if words(one.text)[0].lower() in QUICK else 0.0
    return quick - (0.2 if one.size > 28 else 0.0) - (0.3 if "://" in one.text else 0.0)


def _deed(text: str) -> str:
    """The imperative up to where its circumstances begin: a title in the source's own words."""
    cut = re.split(r"\s+(?:before|after|and|so that|because|when|until|for example)\b|[,;:]", text)
    return cut[0].rstrip(".")


def _why(best: Candidate, pool: tuple[Candidate, ...], desktop: Desktop) -> Candidate | None:
    """Another sentence of the same item that shares a telling word with the imperative."""
    telling = {one for one in best.stems if one != stem(words(best.text)[0])}
    left = [
        one
        for one in pool
        if one.item.n == best.item.n
        and desktop.spare(one)
        and not imperative(one)
        and telling & set(one.stems)
    ]
    return max(left, key=lambda one: (desktop.weight(one), -one.start), default=None)
