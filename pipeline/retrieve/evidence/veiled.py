"""A numbered source without what speaks to a machine in it.

Enter: an `EvidenceItem`. Leave: the same, as long as before, with such sentences blacked out and set apart
from the blocks they stood in, so that no writer, page, feed or record is given them. Where its title is
such talk nothing of the document is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.records import Block, EvidenceItem
from pipeline.text.addressed import net
from pipeline.text.printable import asking

COMMANDS = frozenset({"code", "table"})
ERRAND_WORDS = 4  # of a clause of a title: 2 of 20,709 public titles have an errand of so many


def veiled(item: EvidenceItem, whole: str = "") -> EvidenceItem:
    """The item as it may be shown; `whole` is the text of its document, for its title."""
    context = " ".join((item.title, *item.headings, item.head, item.before, item.text, item.after))
    around = _around(context)
    believed = not (
        net.told(item.title)
        or net.asks_apart(item.title, around)
        or net.is_errand(item.title, lambda: around, least=ERRAND_WORDS)
        or net.is_alien(item.title, lambda: asking.around(f"{item.title} {whole or context}"))
    )
    title = item.title if believed else net.blacked(item.title, [(0, len(item.title))])

    def found(text: str) -> list[net.Span]:
        return [*_spans(text, context, ())] if believed else [(0, len(text))]

    def shown(text: str) -> str:
        return net.blacked(text, found(text)) if text else text

    code = tuple((one.start, one.end) for one in item.blocks if one.kind in COMMANDS)
    spans = [*_spans(item.text, context, code)] if believed else found(item.text)
    return replace(
        item,
        title=title,
        headings=tuple(
            one for one in item.headings if not (net.told(one) or net.asks_apart(one, around))
        ),
        before=shown(item.before),
        after=shown(item.after),
        head=shown(item.head),
        text=net.blacked(item.text, spans),
        blocks=tuple(part for block in item.blocks for part in _parted(block, spans)),
    )


@lru_cache(
    maxsize=1_024
)  # a night asks for a passage when its story is weighed and when it is told
def _spans(text: str, context: str, code: tuple[net.Span, ...]) -> tuple[net.Span, ...]:
    return tuple(net.spans(text, _around(context), code=code))


@lru_cache(maxsize=1)  # each part of an item is asked about in turn
def _around(context: str) -> asking.TextAround:
    return asking.around(context)


def _parted(block: Block, spans: list[net.Span]) -> Iterator[Block]:
    """A block without the stretches that are blacked out, which become boilerplate."""
    at = block.start
    for start, end in spans:
        start, end = max(at, start), min(block.end, end)
        if start >= end:
            continue
        if start > at:
            yield replace(block, start=at, end=start)
        yield replace(block, start=start, end=end, kind="boilerplate", label=block.kind)
        at = end
    if at < block.end:
        yield replace(block, start=at)
