"""The stretch of a source that a sentence is to be read against.

Enter: a sentence and an evidence item. Leave: the item with its text cut to the sentences that bear
the sentence and their neighbours, a true slice of what it was, or to all words that it is rested on,
with gaps marked where these lie far apart. A short source stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import EvidenceItem
from pipeline.text.sentences import sentences as split
from pipeline.text.spans import joined
from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.reading.sources import Ground

MOST = 2_400  # characters, some 600 tokens: with a sentence and the question about 1,000
GAP = " [...] "

Span = tuple[int, int]


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


def pieces(item: EvidenceItem, spans: Sequence[Span], *, most: int) -> EvidenceItem:
    """The item cut to these spans of its text and what stands round them, `most` characters long where
    they are not longer themselves: one slice, or several with a gap between them where they lie further
    apart than that. Every span is held whole."""
    if len(item.text) <= most:
        return item
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    held = [(first, last)] if last - first <= most else joined(spans, 1)
    spare = max(0, most - sum(end - start for start, end in held)) // len(held)
    whole = list(split(item.text))
    held = joined((_round(span, whole, span[1] - span[0] + spare) for span in held), 1)
    text = GAP.join(item.text[start:end] for start, end in held)
    return replace(item, text=text, start=item.start + held[0][0])


def _round(span: Span, whole: Sequence[Span], most: int) -> Span:
    """A span widened to the sentences that it lies in, then to those before and after them."""
    start, end = span
    for low, high in whole:
        if low < end and high > start and max(high, end) - min(low, start) <= most:
            start, end = min(low, start), max(high, end)
    while True:
        before = max((low for low, _ in whole if low < start), default=start)
        after = min((high for _, high in whole if high > end), default=end)
        held = start, end
        start = before if end - before <= most else start
        end = after if after - start <= most else end
        if (start, end) == held:
            return held
