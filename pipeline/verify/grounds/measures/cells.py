"""Figures in a table: what the heads of its row, its column and the table say of a cell.

Enter: a figure of a claim, its sentence, the places of figures in the sources. Leave: `Doubt`s where
a cell is told under the head of another.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.measures.amounts import FigurePlace, equal
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.words import strength, tokens


def tabled(place: FigurePlace) -> bool:
    return place.text.count("|") > 3 and "\n" in place.text


def cell_words(place: FigurePlace) -> list[str]:
    """What a table says of one of its cells: the head of its column and of its row."""
    rows = [row.strip().strip("|") for row in place.text.strip().split("\n")]
    lead = place.text[: place.figure.start]
    line = lead.rsplit("\n", 1)[-1].lstrip().removeprefix("|")
    row = place.text[len(lead) - len(lead.rsplit("\n", 1)[-1]) :].split("\n", 1)[0]
    head = rows[0].split("|")
    at = line.count("|")
    told = (head[0], head[at] if at < len(head) else "", row.strip().strip("|").split("|")[0])
    return [t.low for t in tokens(" ".join(told)) if t.content]


def in_row(one: FigurePlace, other: FigurePlace) -> bool:
    """Whether two figures of a table stand in one row."""
    start, end = sorted((one.figure.start, other.figure.start))
    return "\n" not in one.text[start:end]


def headed(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """A cell told under the head of another: of its row, its column or its table."""
    if not all(tabled(p) and _even(p.text) for p in same):
        return []
    said = [t.low for t in tokens(text)]
    heads = [cell_words(p) for p in same]
    for rival in places:
        like = rival.figure.kind == one.kind and rival.figure.dimension == one.dimension
        if not like or not tabled(rival) or any(equal(rival.figure, f) for f in figures(text)):
            continue
        theirs = cell_words(rival)
        apart = [[w for w in own if not _has(w, theirs)] for own in heads]
        marks = [w for w in theirs if not any(_has(w, own) for own in heads)]
        told = [w for w in marks if _has(w, said)]
        if told and all(own and not any(_has(w, said) for w in own) for own in apart):
            return [Doubt("neighbour", 0.8, f"{told[0]} {one.text}", rival.figure.text)]
    return []


def _even(table: str) -> bool:
    """Whether all rows of a table have as many cells: none is headed by a row above."""
    return len({row.strip().strip("|").count("|") for row in table.strip().split("\n")}) == 1


def _has(low: str, others: Sequence[str]) -> bool:
    return any(strength(low, other) >= 0.9 for other in others)
