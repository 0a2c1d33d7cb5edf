"""A document that announces how many things it brings, and tells each under a heading of its own.

Enter: what a section prints of it, and all its lines. Leaves: the headings of so many things, in the
document's order, for a section that would name the number alone; none where the headings do not come to
that number, or the section tells them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.missing import NUMBER
from pipeline.records import EvidenceItem
from pipeline.text.numbers import FLAW
from pipeline.text.printable.clause import roots
from pipeline.text.words import words

NUMBERS = {name: at for at, name in enumerate(NUMBER.split("|"), 2)}
NAMES = {at: name for name, at in NUMBERS.items()}
COUNTS = re.compile(rf"\b({NUMBER})(?= (?:[\w-]+ ){{0,4}}[\w-]+s\b)", re.IGNORECASE)
LONGEST, WORDS = 14, 60  # words of a heading, and of all together
TOLD = 0.7  # of the words of a heading, from which the section tells it
NUMBERED = re.compile(rf"\b(?:{FLAW})\b")
ENUMERATED = re.compile(r"^\d{1,2}[.)] ")


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things that a line counts: the words of its heading, and an item that holds them."""

    words: str
    item: EvidenceItem


def promised(told: Sequence[Line], pool: Sequence[Line]) -> tuple[Line, tuple[Thing, ...]] | None:
    """The line that counts things, and their headings; None where there is none."""
    for line in told:
        found = COUNTS.search(line.text)
        if found and line.kind == "sentence" and not line.introduces:
            things = _things(line, pool, NUMBERS[found[1].lower()])
            if things and not _all_told(things, told):
                return line, things
    return None


def _things(line: Line, pool: Sequence[Line], count: int) -> tuple[Thing, ...]:
    """So many headings that number themselves or a flaw; () for another number of them."""
    items = {one.item.n: one.item for one in pool}
    heads = dict.fromkeys(one.heading for one in pool if one.heading != line.heading)
    for form in (NUMBERED, ENUMERATED):
        found = [head for head in heads if form.search(head)]
        said = [ENUMERATED.sub("", head) for head in found]
        holding = [next((it for it in items.values() if head in it.text), None) for head in said]
        sizes = [len(words(head)) for head in said]
        fits = len(said) == count and max(sizes) <= LONGEST and sum(sizes) <= WORDS
        if fits and all(holding):
            return tuple(Thing(head, it) for head, it in zip(said, holding, strict=True) if it)
    return ()


def _all_told(things: Sequence[Thing], told: Sequence[Line]) -> bool:
    """Whether the section tells of every one of them."""
    said = frozenset[str]().union(*(roots(line.text) for line in told))
    return all(len(roots(it.words) & said) >= TOLD * len(roots(it.words)) for it in things)
