"""A numbered source without what speaks to a machine in it.

Enter: an `EvidenceItem`. Leave: the same, as long as before, with such sentences blacked out and set apart
from the blocks they stood in, so that no writer, page, feed or record is given them. Where its title is
such talk nothing of the document is believed; one that is only not its text's own goes alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.records import Block, EvidenceItem
from pipeline.text.addressed import net, titles
from pipeline.text.printable import asking

COMMANDS = frozenset({"code", "table"})


def veiled(item: EvidenceItem, whole: str = "") -> EvidenceItem:
    """The item as it may be shown; `whole` is the text of its document, for its title and headings."""
    context = " ".join((item.title, *item.headings, item.head, item.before, item.text, item.after))
    around = _around(context)
    believed = not (net.told(item.title) or net.asks_apart(item.title, around))
    nameless = _nameless(item, whole or " ".join((item.head, item.before, item.text, item.after)))
    code = tuple((one.start, one.end) for one in item.blocks if one.kind in COMMANDS)

    def found(text: str, code: tuple[net.Span, ...] = ()) -> list[net.Span]:
        if not believed:
            return [(0, len(text))]
        return sorted({*_spans(text, context, code), *_lines(text, nameless)})

    def shown(text: str) -> str:
        return net.blacked(text, found(text)) if text else text

    spans = found(item.text, code)
    title = titles.NAMELESS if item.title in nameless else item.title
    return replace(
        item,
        title=title if believed else net.blacked(item.title, [(0, len(item.title))]),
        headings=tuple(
            one for one in item.headings if one not in nameless and not net.asks_apart(one, around)
        ),
        before=shown(item.before),
        after=shown(item.after),
        head=shown(item.head),
        text=net.blacked(item.text, spans),
        blocks=tuple(part for block in item.blocks for part in _parted(block, spans)),
    )


def _nameless(item: EvidenceItem, below: str) -> frozenset[str]:
    """Which of a title and the headings under it are not believed to be their text's own."""
    named = (item.title, *item.headings)
    return frozenset(one for one in named if one and not _is_own(one, below))


@lru_cache(maxsize=256)  # passages of a document have its title, and mostly its headings, in common
def _is_own(name: str, below: str) -> bool:
    return bool(titles.shown(name, lambda: below))


def _lines(text: str, names: frozenset[str]) -> Iterator[net.Span]:
    """The lines of a text that are one of these names."""
    at = 0
    for line in text.splitlines(keepends=True) if names else ():
        if line.strip(" #*_\r\n") in names:
            yield at, at + len(line.rstrip())
        at += len(line)


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
