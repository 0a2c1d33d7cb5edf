"""The stretch of a source that a sentence is to be read against.

Enter: a sentence and an evidence item. Leave: the item with its text cut to the sentences that bear
the sentence and their neighbours, a true slice of what it was. A short source stays whole.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import EvidenceItem
from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.reading.sources import Ground

MOST = 2_400  # characters, some 600 tokens: with a sentence and the question about 1,000


def excerpt(sentence: str, item: EvidenceItem, *, most: int = MOST) -> EvidenceItem:
    """The item cut to its ground for a sentence, at most `most` characters long."""
    if len(item.text) <= most:
        return item
    source = source_of(item)
    found = examine(sentence, [source])
    orders = sorted({fit.ground.order for fit in found.fits}) or [0]
    best = found.ground.order if found.ground else orders[0]
    first, last = _widened(source.grounds, orders, best, most)
    start, end = source.grounds[first].start, source.grounds[last].end
    return replace(item, text=item.text[start:end][:most], start=item.start + start)


def _widened(
    grounds: tuple[Ground, ...], orders: list[int], best: int, most: int
) -> tuple[int, int]:
    """From the first to the last sentence of the ground, or round the best; then its neighbours."""

    def length(a: int, b: int) -> int:
        return grounds[b].end - grounds[a].start

    first, last = orders[0], orders[-1]
    if length(first, last) > most:
        first = last = best
    while True:
        wider = [
            (a, b)
            for a, b in ((first - 1, last), (first, last + 1))
            if a >= 0 and b < len(grounds) and length(a, b) <= most
        ]
        if not wider:
            return first, last
        first, last = wider[0] if len(wider) == 1 or best - first <= last - best else wider[1]
