"""Paragraphs and titles that speak to a model or to a chat's partner, where no rule names an order.

Enter: a text. Leave: its stretches in which several signs of such talk stand close together: an order
to say something, the partner's own reply, instructions or a secret it is given, a part it shall play,
what it is forbidden, a plea. Each sign is harmless by itself, so nothing waits for a person here: what
is found stays in its document as boilerplate, in no passage, and is no title.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.text.sentences import sentences

CLOSE = 60  # words within which signs belong together
TOGETHER = 3  # sentences
# Of 79,617 blocks of 3,152 public documents 5 hold three signs so close, all on models or secrets.
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


def spoken_to(text: str) -> list[tuple[int, int]]:
    """Where a block of text speaks to a model, as spans of whole sentences, in order."""
    if not _signs(text) and not _alone(text):
        return []
    found: list[tuple[int, int]] = []
    for start, end in _stretches(text):
        if is_talk(text[start:end]):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found


def is_talk(said: str) -> bool:
    """Whether a few sentences speak to a model."""
    if _alone(said):
        return True
    signs = _signs(said)
    return len(signs) >= SEVERAL and bool(signs & SUBJECTS) and bool(signs & MOVES)


def _alone(said: str) -> bool:
    return any(one.search(said) for one in talk().alone)


def _signs(said: str) -> set[str]:
    return {name for name, pattern in talk().signs.items() if pattern.search(said)}


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The whole of a short text; of a longer one each few sentences that follow one another."""
    if len(text.split()) <= CLOSE:
        yield 0, len(text)
        return
    spans = list(sentences(text))
    for at, (start, end) in enumerate(spans):
        words = len(text[start:end].split())
        for _, further in spans[at + 1 : at + TOGETHER]:
            words += len(text[end:further].split())
            if words > CLOSE:
                break
            end = further
        yield start, end
