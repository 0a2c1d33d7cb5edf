"""Why a source is in a brief: what was asked, how it was found, what its score is made of.

Enter: an item of the evidence. Leave: one row for the page. Every figure is one that choosing used
and evidence.json keeps; factors near 1 changed little and are left to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import EvidenceItem

RANKERS = {
    "bm25": "words", "sense": "senses", "dense": "sentence model",
    "rerank": "cross-encoder",
}  # fmt: skip
UNTOLD = frozenset(("tfidf",))  # weighs nothing unless a desk says so, and evidence.json has it
NEAR = 0.05  # of 1
TOLD = {
    "supports": "Further support for source {n}",
    "differs": "Gives other figures than source {n}",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A row: the source's number, what it answers, its places, its score as a product."""

    n: int
    asked: str
    places: str
    score: str


def reasons(items: Iterable[EvidenceItem]) -> dict[str, list[Why]]:
    """The rows of the items that have one, by what they answer, in the order of the sources."""
    found: dict[str, list[Why]] = {}
    for item in items:
        if told := why(item):
            found.setdefault(told.asked, []).append(told)
    return found


def why(item: EvidenceItem) -> Why | None:
    """The row of an item, or None when its evidence does not say how it was chosen."""
    factors = dict(item.factors)
    kind = next((name for name in TOLD if name in factors), "")
    if kind:
        share = factors.get("shared", 0.0)
        told = TOLD[kind].format(n=int(factors[kind]))
        return Why(item.n, told, f"shares {share:.0%} of what it is about", f"{item.score:.2f}")
    if not factors:
        return None
    places = ", ".join(
        f"{RANKERS.get(one.ranker, one.ranker)} {one.rank}"
        for one in item.ranks
        if one.ranker not in UNTOLD
    )
    made = " × ".join(
        f"{value:.2f} {name}"
        for name, value in item.factors
        if name == "relevance" or abs(value - 1) >= NEAR
    )
    return Why(item.n, item.question, places, f"{made} ≈ {item.score:.2f}")
