"""Why a source is in a brief: what was asked, how it was found, what its score is made of.

Enter: an item of the evidence. Leave: one row for the page. Every figure is one that choosing used
and evidence.json keeps; a factor of 1.00 changed nothing and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import EvidenceItem

RANKERS = {
    "bm25": "words", "tfidf": "word weights", "sense": "word senses", "dense": "sentence model",
    "sparse": "learned terms", "rerank": "cross-encoder",
}  # fmt: skip
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
    places = ", ".join(f"{RANKERS.get(one.ranker, one.ranker)} {one.rank}" for one in item.ranks)
    made = " × ".join(
        f"{value:.2f} {name}" for name, value in item.factors if f"{value:.2f}" != "1.00"
    )
    return Why(item.n, item.question, places, f"{made} = {item.score:.2f}")
