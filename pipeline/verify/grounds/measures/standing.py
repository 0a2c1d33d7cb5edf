"""A figure in a clause that plainly stands on a sentence with another figure of the same measure.

Enter: a figure of a claim, the places that have it, the fits of its clauses. Leave: `Doubt`s.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.verify.claims.terms import stem, weight
from pipeline.verify.grounds.fits import Doubt, Fit
from pipeline.verify.grounds.measures.amounts import FigurePlace, equal
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import Bag
from pipeline.verify.grounds.reading.words import keys

PLAIN_FIT = 0.6  # share of a clause that its ground bears, from which it plainly stands on it


def stood_on(one: Figure, same: Sequence[FigurePlace], fits: Sequence[Fit]) -> list[Doubt]:
    """A figure in a clause that stands on a sentence with another of the same measure."""
    fit = next((f for f in fits if f.clause.start <= one.start < f.clause.end), None)
    if fit is None or fit.covered < PLAIN_FIT or not one.dimension or one.spelled:
        return []
    if any(p.ground is None or p.ground is fit.ground for p in same):
        return []
    others = [f for f in fit.ground.figures if f.dimension == one.dimension and f.kind == one.kind]
    words = [t for t in fit.clause.content if t.kind == "word"]
    total = sum(weight(stem(t.low)) for t in words) or 1.0

    def borne(bag: Bag) -> float:
        return sum(weight(stem(t.low)) * bag.bears(keys(t.low)) for t in words) / total

    own = max(borne(p.ground.bag) for p in same if p.ground)
    told = any(equal(f, g) for f in others for g in figures(fit.clause.text))
    if others and not told and borne(fit.ground.bag) >= own + 0.1:
        return [Doubt("neighbour", 0.75, one.text, others[0].text)]
    return []
