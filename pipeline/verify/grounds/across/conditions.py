"""The condition that nothing is done, in its many forms, and whether a condition is turned round.

Enter: a sentence and its sources. Leave: the sentence with such a condition told as its source tells
it, so that all who hold words against words find it there; or a `Doubt` where it says `if` of what
its source says `unless`, or that something is done where the source says that nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.verify.grounds.fits import Doubt, on_line, said_by, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, clauses, negations, stretch
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, opposed, tokens, told

SURE = 0.85
SAME = 0.75  # strength from which a word bears another
SHARED = 0.6  # of the weight of a condition, and of what is said under it, to be the same
_IDLE = re.compile(rf"\b{lists.INACTION}\b", re.IGNORECASE)
_ACTED = re.compile(rf"\b{lists.ACTION}\b", re.IGNORECASE)
_OPPOSITES = frozenset(("if", "unless"))


def told_alike(text: str, sources: Sequence[SourceText]) -> str:
    """The sentence with `if nothing is done` in the words that its source has for it."""
    mine = _IDLE.search(text)
    if mine is None:
        return text
    said = [one for one in tokens(text) if one.content]
    found = [(m, g) for g in _of(sources) if (m := _IDLE.search(g.text))]
    if not found:
        return text
    theirs, _ = max(found, key=lambda pair: _bears(said, pair[1].tokens))
    return f"{text[: mine.start()]}{theirs[0]}{text[mine.end() :]}"


def turned(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """Where the sentence holds under the opposite of the condition of its ground."""
    mine = _ACTED.search(text)
    if mine and not _IDLE.search(text):
        for ground in _of(sources):
            theirs = _IDLE.search(ground.text)
            if theirs and not _ACTED.search(ground.text) and _same_outcome(text, mine, ground):
                return [Doubt("polarity", SURE, mine[0], on_line(theirs[0]))]
    for clause in (one for one in clauses(text) if one.joint in _OPPOSITES):
        for ground in _of(sources):
            for other in ground.clauses:
                if _reversed(clause, other) and _agree(clause, other, text, ground):
                    return [Doubt("polarity", SURE, said_by(clause), said_by(other))]
    return _as_default(text, sources)


_ASKED = re.compile(
    rf"\b(?:unless|only (?:if|when|once)|not until) (?P<what>[^,.;]{{3,60}}?) {lists.SWITCHED}",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"\bby default\b", re.IGNORECASE)


def _as_default(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """What is so by default, told as what has to be set: `unless scoping is set up`."""
    mine = _ASKED.search(text)
    words = [one for one in tokens(mine["what"]) if one.content] if mine else []
    for ground in _of(sources) if words else ():
        plain = _DEFAULT.search(ground.text) and not negations(stretch(ground.text, ground.tokens))
        if plain and _bears(words, ground.tokens) >= 1:
            return [Doubt("polarity", SURE, mine[0] if mine else "", on_line(ground.text)[:160])]
    return []


def _of(sources: Sequence[SourceText]) -> list[Ground]:
    return [ground for source in sources for ground in source.grounds]


def _same_outcome(text: str, mine: re.Match[str], ground: Ground) -> bool:
    rest = f"{text[: mine.start()]} {text[mine.end() :]}"
    return any(
        _bears(c.content, ground.tokens) >= SHARED and not negations(c)
        for c in clauses(rest)
        if len(c.content) > 1
    )


def _reversed(mine: Clause, other: Clause) -> bool:
    """Whether of two conditions that speak of the same one is an `unless`."""
    if {mine.joint, other.joint} != _OPPOSITES or not (_under(mine) and _under(other)):
        return False
    plain = mine if mine.joint == "if" else other
    if negations(plain):
        return False
    return min(_bears(_under(mine), other.tokens), _bears(_under(other), mine.tokens)) >= SHARED


def _under(clause: Clause) -> list[Token]:
    """The words of content of a condition without the word that opens it."""
    return [one for one in clause.content if one.low != clause.joint]


def _agree(mine: Clause, other: Clause, text: str, ground: Ground) -> bool:
    """Whether what is said under both conditions is the same, neither denied nor its opposite."""
    ours = [c for c in clauses(text) if c.start != mine.start and c.content]
    theirs = [c for c in ground.clauses if c.start != other.start and c.content]
    for one in ours:
        for stands in theirs:
            if _bears(one.content, stands.tokens) >= SHARED:
                flips = any(opposed(a.low, b.low) for a in one.tokens for b in stands.tokens)
                return not flips and negations(one) % 2 == negations(stands) % 2
    return False


def _bears(words: Sequence[Token], others: Sequence[Token]) -> float:
    """The share of the words' weight that some others bear."""
    total = sum(value(one) for one in words) or 1.0
    return sum(value(one) for one in words if told(one, others, least=SAME)) / total
