"""A clause laid on a sentence of its ground: which word bears which, and how much is borne.

Enter: a clause and a ground. Leave: a `Fit` with its pairs and shares, to which the rooms beside
this one add `Doubt`s. A doubt's weight is 1 for a plain contradiction; one under 0.5 counts only
beside others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.claims.terms import stem, weight
from pipeline.verify.grounds.reading.clauses import Clause, denial
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import Token, keys, strength


@dataclass(frozen=True, slots=True)
class Doubt:
    """One way in which a sentence goes beyond its ground. weight: 0 to 1."""

    rule: str
    weight: float
    said: str
    stands: str


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A word of the claim and the word of the ground that bears it."""

    said: Token
    stands: Token
    strength: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A clause on a sentence of the ground: how its words are borne, and what is doubted."""

    clause: Clause
    ground: Ground
    part: Clause  # the clause of the ground that says it
    pairs: tuple[FigurePair, ...]
    covered: float  # share of the clause's weight that the sentence bears
    recalled: float  # share of the ground clause's weight that the claim takes up
    doubts: tuple[Doubt, ...] = ()

    @property
    def cost(self) -> float:
        return sum(one.weight for one in self.doubts) + 1.5 * (1 - self.covered)


def value(token: Token) -> float:
    return _worth(token.low) if token.kind == "word" else 6.0


@lru_cache(maxsize=65_536)
def _worth(low: str) -> float:
    return weight(stem(low))


def align(clause: Clause, ground: Ground) -> tuple[FigurePair, ...]:
    """The best bearer in the ground of each word of content, of equals the one in its clause."""
    first = _bearers(clause, ground, None)
    return _bearers(clause, ground, part_of(first, ground)) if len(ground.clauses) > 1 else first


def _bearers(clause: Clause, ground: Ground, part: Clause | None) -> tuple[FigurePair, ...]:
    pairs = []
    every = ground.tokens
    for one in clause.content:
        best, top = None, 0.0
        known = ground.bag.bears(keys(one.low)) > 0  # else no word of content bears it
        for other in every if known else [o for o in every if o.low == one.low]:
            if not other.content and one.low != other.low:
                continue
            now = strength(one.low, other.low)
            nearer = _within(other, part)
            if now > top or (now == top > 0 and nearer and best and not _within(best, part)):
                best, top = other, now
        if best is not None and top >= 0.5:
            pairs.append(FigurePair(one, best, top))
    return tuple(pairs)


def _within(one: Token, part: Clause | None) -> bool:
    return part is not None and part.start <= one.start < part.end


def part_of(pairs: tuple[FigurePair, ...], ground: Ground) -> Clause:
    """The clause of a ground that most of the words stand in."""

    def held(part: Clause) -> float:
        return sum(
            p.strength * value(p.said) for p in pairs if part.start <= p.stands.start < part.end
        )

    return max(ground.clauses, key=held)


def stretch_of(text: str, *words: Token) -> str:
    """The words of a text from the first of these to the last, as they stand there."""
    return on_line(text[min(one.start for one in words) : max(one.end for one in words)])


def denying(doubt: Doubt) -> str:
    """The words by which the two sides of a doubt deny, in brackets; "" where none does."""
    sides = (("the source", denial(doubt.stands)), ("this", denial(doubt.said)))
    told = ", ".join(f"{whose}: {words!r}" for whose, words in sides if words)
    return f" ({told})" if told else ""


def said_by(clause: Clause) -> str:
    """The words of a clause on one line."""
    return on_line(clause.text[clause.start : clause.end])


def on_line(words: str) -> str:
    return " ".join(words.split())
