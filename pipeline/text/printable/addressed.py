"""Paragraphs and titles that speak to a model or to a chat's partner, where no rule names an order.

Enter: a text. Leave: its stretches that are such talk: by signs that stand close together (an order to
say something, the partner's own reply, instructions or a secret it is given, a part it shall play, what
it is forbidden, a plea), or by the likeness of their words and build to such talk and their distance from
the text round them (`asking`), fitted on English by `bench/fit_addressed.py`. Nothing of it is sure, so
nothing waits for a person here: what is found stays in its document as boilerplate, in no passage, and is no
title.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.text.keywords import Keywords, WordedPattern, needed, standing, worded
from pipeline.text.lists import beside
from pipeline.text.printable import asking
from pipeline.text.printable.asking import TextAround
from pipeline.text.sentences import sentences
from pipeline.text.spans import joined

Span = tuple[int, int]
CLOSE = 60  # words within which signs belong together
TOGETHER = 3  # sentences
SHORTEST = 2 * CLOSE  # characters of so many words at least
# Signs so close that are such talk: public documents that hold three speak of models or of secrets.
SEVERAL = 3
SUBJECTS = frozenset({"own", "given", "forbidden"})
MOVES = frozenset({"say", "part"})
NEW = 0.6  # share of a stretch's subject that its text must lack for its distance to count
SUBJECT = 0.2  # of ten words
# What it must come to by itself: half as many sound stretches, 3 in 100 of the others are below
NEAR = -5.5
# What one sentence of speech must come to by itself: people at talk leap from thing to thing
ALONE = -2.5
DOUBT = 1.0  # what a stretch on its text's own subject must have beyond the threshold


@dataclass(frozen=True, slots=True)
class Talk:
    """The signs by name, and what is such talk by itself."""

    signs: dict[str, WordedPattern]
    alone: tuple[WordedPattern, ...]
    words: Keywords  # of all of them
    telling: frozenset[str]  # of which one stands in all that is such talk


@lru_cache(maxsize=1)
def talk() -> Talk:
    """How talk to a model is told."""
    table = beside(__file__, "addressed.toml").tables
    signs = {name: worded(row) for name, row in table["signs"].items()}
    alone = tuple(map(worded, table["alone"]))
    first = (*map(signs.__getitem__, SUBJECTS), *alone)
    telling = frozenset().union(*(one.words[0] for one in first))
    return Talk(signs, alone, needed((*signs.values(), *alone)), telling)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like talk to a model a stretch is: weights of its words and of pairs of them, one of each kind
    counted once, over the root of the number of words; and of marks of its build and of its distance
    from the text round it."""

    words: dict[str, float]
    marks: dict[str, float]
    bias: float
    threshold: float

    def near(self, said: str) -> float:
        """What a stretch comes to by itself; far below every threshold where it speaks to nobody."""
        found = asking.marks(said) if asking.may_speak(said) else {}
        if not asking.speaks(found):
            return -math.inf
        told = sum(map(self.words.__getitem__, self.words.keys() & asking.features(said)))
        return self.bias + scale(said) * told + self._weighed(found)

    def takes(
        self, said: str, text: Callable[[], TextAround] | None = None, *, least: float = -math.inf
    ) -> bool:
        """Whether a stretch is such talk; what it stands in is asked for only where it may decide. By itself
        it comes to `least`."""
        near = self.near(said)
        if near < max(least, NEAR):  # no distance raises what is below that
            return False
        if text is None or near + self.farthest <= self.threshold:
            return near > self.threshold
        return self.judged(near, asking.apart(said, text())) > self.threshold

    def judged(self, near: float, far: dict[str, float]) -> float:
        """What a stretch comes to with its distance from its text, which tells nothing of a stretch that has
        hardly a subject or is worded like no request, and speaks for one whose subject is the text's."""
        if not far:
            return near
        if near < NEAR or far["new"] < NEW or far["subject"] < SUBJECT:
            return near - DOUBT
        return near + self._weighed(far)

    @property
    def farthest(self) -> float:
        """The most that distance from a text may add."""
        return sum(max(0.0, self.marks.get(name, 0.0)) for name in asking.APART)

    def _weighed(self, found: dict[str, float]) -> float:
        return sum(self.marks.get(name, 0.0) * value for name, value in found.items())


@lru_cache(maxsize=1)
def likeness() -> Likeness:
    """The fit that is shipped; `bench/fit_addressed.py` makes it and prints what it reaches."""
    data = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return Likeness(data["words"], data["marks"], data["bias"], data["threshold"])


def scale(said: str) -> float:
    """What the sum of weights is multiplied by: long sentences have more words of every kind."""
    return 3 / math.sqrt(max(4, asking.length(said)))


def spoken_to(text: str, judges: Callable[[str], bool], *, each: bool = False) -> list[Span]:
    """Where a block of text speaks to a model, as spans of whole sentences, in order; with `each` every
    sentence is judged by itself."""
    spans = sentences(text) if each else stretches(text)
    return joined(span for span in spans if judges(text[slice(*span)]))


def is_talk(
    said: str, text: Callable[[], TextAround] | None = None, *, least: float = -math.inf
) -> bool:
    """Whether a few sentences speak to a model; `text` gives what they stand in."""
    return by_signs(said) or likeness().takes(said, text, least=least)


def by_signs(said: str) -> bool:
    """Whether they are such talk by what stands in them."""
    known = talk()
    there = standing(said, known.words)
    if there is not None and known.telling.isdisjoint(there):
        return False

    def holds(one: WordedPattern) -> bool:
        return one.may(there) and one.pattern.search(said) is not None

    if any(map(holds, known.alone)):
        return True
    found = 0
    for names, least in ((SUBJECTS, 1), (MOVES, 1), (known.signs.keys() - SUBJECTS - MOVES, 0)):
        more = sum(holds(known.signs[name]) for name in names)
        if more < least:  # most have no subject of such talk: the rest is not looked for
            return False
        found += more
    return found >= SEVERAL


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The whole of a short text; of a longer one each few sentences that follow one another."""
    if len(text) <= SHORTEST or len(text.split()) <= CLOSE:
        yield 0, len(text)
        return
    spans = sentences(text)
    at = 0
    while at < len(spans):
        start, end = spans[at]
        words, last = len(text[start:end].split()), at
        while last + 1 < len(spans) and last + 1 < at + TOGETHER:
            words += len(text[slice(*spans[last + 1])].split())
            if words > CLOSE:
                break
            last += 1
        yield start, spans[last][1]
        at = max(at + 1, last)  # the last of one is the first of the next
