"""Paragraphs and titles that speak to a model or to a chat's partner, where no rule names an order.

Enter: a text. Leave: its stretches that are such talk: by signs that stand close together (an order to
say something, the partner's own reply, instructions or a secret it is given, a part it shall play, what
it is forbidden, a plea), or by the likeness of their words to such talk, fitted on English by
`bench/fit_addressed.py`. Nothing of it is sure, so nothing waits for a person here: what is found stays
in its document as boilerplate, in no passage, and is no title.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.text.sentences import sentences

CLOSE = 60  # words within which signs belong together
TOGETHER = 3  # sentences
SHORTEST = 2 * CLOSE  # characters of so many words at least
MOST_WORDS = 120  # of a stretch that are looked at
WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
# Signs so close that are such talk: public documents that hold three speak of models or of secrets.
SEVERAL = 3
SUBJECTS = frozenset({"own", "given", "forbidden"})
MOVES = frozenset({"say", "part"})


@dataclass(frozen=True, slots=True)
class Talk:
    """The signs by name, and what is such talk by itself."""

    signs: dict[str, re.Pattern[str]]
    alone: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def talk() -> Talk:
    """How talk to a model is told."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return Talk(
        {name: re.compile(row) for name, row in table["signs"].items()},
        tuple(re.compile(row) for row in table["alone"]),
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like talk to a model words are: weights of words and of pairs of words, one of each kind
    counted once, over the root of the number of words."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def score(self, said: str) -> float:
        found = sum(self.weights.get(one, 0.0) for one in features(said))
        return self.bias + scale(said) * found

    def takes(self, said: str) -> bool:
        return self.score(said) > self.threshold


@lru_cache(maxsize=1)
def likeness() -> Likeness:
    """The fit that is shipped; `bench/fit_addressed.py` makes it and prints what it reaches."""
    data = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return Likeness(data["weights"], data["bias"], data["threshold"])


def features(said: str) -> frozenset[str]:
    """What a few sentences are judged by: words, pairs of them, the first one, and whether they ask."""
    words = [one.lower().replace("’", "'") for one in WORD.findall(said)][:MOST_WORDS]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return frozenset((*words, *pairs, f"^{words[0] if words else ''}", said.rstrip()[-1:]))


def scale(said: str) -> float:
    """What the sum of weights is multiplied by: long sentences have more words of every kind."""
    return 3 / math.sqrt(max(4, len(WORD.findall(said))))


def spoken_to(text: str, judges: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Where a block of text speaks to a model, as spans of whole sentences, in order."""
    found: list[tuple[int, int]] = []
    for start, end in stretches(text):
        if judges(text[start:end]):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found


@lru_cache(maxsize=4096)
def is_talk(said: str) -> bool:
    """Whether a few sentences speak to a model."""
    return by_signs(said) or likeness().takes(said)


def by_signs(said: str) -> bool:
    """Whether they are such talk by what stands in them."""
    known = talk()
    if any(one.search(said) for one in known.alone):
        return True
    signs = {name for name, pattern in known.signs.items() if pattern.search(said)}
    return len(signs) >= SEVERAL and bool(signs & SUBJECTS) and bool(signs & MOVES)


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
