"""Paragraphs of another language than their text, and such as say the same few signs over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.strays.places import NOT_RUNNING
from pipeline.text.addressed.languages import is_english, is_foreign, may_be_foreign
from pipeline.text.addressed.orders import Order

LANGUAGE = "is written in another language than its text"
REPEATED = "repeats the same few signs"
UNPARTED = frozenset({"page", "heading", "boilerplate"})
SILENT = UNPARTED | {"code"}  # where words of another language are names, or no words
JUDGED = 20_000  # characters from which a text's own language is told
SHORT_PARAGRAPH = 400  # characters
MUCH = 0.4  # of a paragraph, in characters
CLAUSE = re.compile(r"(?<=[.:!?])\s+")
RUN = 30  # words from which a paragraph that holds but a few different ones says nothing
DIFFERENT = 0.12  # of them


def unspoken(reading: Reading) -> Iterator[Order]:
    """Paragraphs that speak another language than their text, or none: an order to a model in whatever
    language is in none of the passages."""
    english: bool | None = None
    for block in reading.blocks:
        said = reading.text[block.start : block.end]
        if block.kind in SILENT:
            continue
        if is_of_another(said):
            english = is_english(reading.text[:JUDGED]) if english is None else english
            if english:
                yield Order(block.start, block.end, "language", LANGUAGE)
        elif block.kind not in NOT_RUNNING and repeats(said.split()):
            yield Order(block.start, block.end, "repeated", REPEATED)


def is_of_another(said: str) -> bool:
    """Whether a paragraph, or a sentence that makes up much of a short one, is of another language: a
    lesser one is quoted by its text."""
    if not may_be_foreign(said):
        return False
    parts = CLAUSE.split(said) if len(said) <= SHORT_PARAGRAPH else []
    return any(is_foreign(one) for one in {said, *parts} if len(one) >= MUCH * len(said))


def repeats(words: list[str]) -> bool:
    """Whether words, or a run of them, are the same few over and over."""
    if len(words) < RUN:
        return False
    runs = (words[at : at + RUN] for at in range(0, len(words) - RUN + 1, RUN // 2))
    return any(len(set(run)) <= DIFFERENT * RUN for run in runs)
