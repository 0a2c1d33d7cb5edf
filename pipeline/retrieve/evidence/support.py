"""Further passages for what was chosen: other sources that say the same, or something else.

Enter: chosen items. Leave: for each, passages of other sources that hold most of its rare terms,
marked as supporting, or as differing where both give numbers in a unit and none agree. This is
the second look that answers "who else says so?".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.records import Document, Passage
from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import pool, terms
from pipeline.retrieve.search import rankers
from pipeline.retrieve.search.rankers import Limits
from pipeline.retrieve.search.search import resolve
from pipeline.text.numbers import numbers

TERMS = 10  # terms of a passage that name what it is about
LOOK = 20  # passages looked at for each item
ENOUGH = 0.45  # share of their weight another passage must hold; read by eye, pairs below part ways


@dataclass(frozen=True, slots=True)
class Further:
    """A passage that speaks to a chosen one."""

    passage: Passage
    document: Document
    differs: bool


def further(passage: Passage, index: Engine, limits: Limits) -> Iterator[Further]:
    """Passages of other sources about the same, best first."""
    asked = _about(passage, index)
    inside = rankers.pooled(index, asked, LOOK, limits)
    if inside is None:
        return
    rows = inside.rows
    held = pool.coverage(inside, [True] * len(inside.terms))
    for place in np.argsort(-held, kind="stable").tolist():
        if held[place] < ENOUGH:
            return
        pair = resolve(index, int(rows[place]))
        if pair and pair[0].source != passage.source:
            yield Further(*pair, differs(passage.text, pair[0].text))


def differs(one: str, other: str) -> bool:
    """Whether both give numbers in a common unit and agree on none of them."""
    left, right = _by_unit(one), _by_unit(other)
    shared = [unit for unit in left if unit in right]
    return bool(shared) and all(left[unit].isdisjoint(right[unit]) for unit in shared)


def _by_unit(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number in numbers(text):
        if number.unit:
            found.setdefault(number.unit, set()).add(number.value)
    return found


def _about(passage: Passage, index: Engine) -> dict[str, float]:
    """What it is about: the terms it uses most for their rarity, known to other passages too."""
    counts = Counter(terms.terms(passage.text))
    found = index.statistics(rankers.codes(counts))
    known = {
        term: rare * (1 + np.log(counts[term]))
        for term, rare, held in zip(counts, found.rarity, found.held, strict=True)
        if held > 1
    }
    best = sorted(known, key=lambda term: (-known[term], term))[:TERMS]
    return dict.fromkeys(best, 1.0)
