"""Other words for what a question says, from the reviewed file synonyms.toml.

Enter: the terms of a question, in order. Leave: further terms with their weights. Phrases match
as a whole, longest first; a term the question already has keeps its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from pipeline.retrieve.index import terms
from pipeline.text.lists import beside

SYNONYM = 0.4  # weight of a synonym of one term; a phrase of two or more lends its terms as much
LONGEST = 5  # terms of the longest phrase looked for

Table = dict[tuple[str, ...], tuple[tuple[str, ...], ...]]


def expand(asked: Sequence[str], *, weight: float = SYNONYM) -> dict[str, float]:
    """Terms to add, each with its weight; a synonym of several terms shares the weight out."""
    held = table()
    found: dict[str, float] = {}
    for start in range(len(asked)):
        for length in range(min(LONGEST, len(asked) - start), 0, -1):
            others = held.get(tuple(asked[start : start + length]))
            if others is None:
                continue
            for other in others:
                for term in other:
                    share = weight / len(other) ** 0.5
                    found[term] = max(found.get(term, 0.0), share)
    return {term: share for term, share in found.items() if term not in set(asked)}


def met(asked: Sequence[str], held: AbstractSet[str]) -> set[str]:
    """The terms asked that are held, or that stand in a phrase of which a synonym is held whole."""
    runs = {
        tuple(asked[start : start + length])
        for start in range(len(asked))
        for length in range(1, LONGEST + 1)
    }
    said = (run for run in runs if any(held >= set(other) for other in table().get(run, ())))
    return {term for term in asked if term in held}.union(*said)


@lru_cache(maxsize=1)
def table() -> Table:
    """Every phrase of the file, as terms, with its synonyms."""
    raw = beside(__file__, "synonyms.toml").tables
    made: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for group in raw["same"]:
        parts = [tuple(terms.terms(name)) for name in group]
        for part in parts:
            made.setdefault(part, {}).update(dict.fromkeys(one for one in parts if one != part))
    for name, others in raw["plain"].items():
        wanted = dict.fromkeys(tuple(terms.terms(other)) for other in others)
        made.setdefault(tuple(terms.terms(name)), {}).update(wanted)
    return {name: tuple(others) for name, others in made.items() if name}
