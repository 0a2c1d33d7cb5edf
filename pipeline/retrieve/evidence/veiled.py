"""A numbered source without what speaks to a machine in it.

Enter: an `EvidenceItem`. Leave: the same, as long as before, with such sentences blacked out and set apart
from the blocks they stood in, so that no writer, page, feed or record is given them. Where its title is
such talk nothing of the document is believed; one that is only not its text's own goes alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from pipeline.records import Block, Document, EvidenceItem, Passage, store
from pipeline.retrieve.evidence import context
from pipeline.text.addressed import net, titles
from pipeline.text.printable import asking
from pipeline.text.printable.asking import Common
from pipeline.text.words import words

COMMANDS = frozenset({"code", "table"})
REACH = 300  # characters by which a stretch is drawn out to the line that it ends in


@dataclass(frozen=True, slots=True)
class Allowance:
    """What passes in a corpus: orders in words that are common in it, and what a person released, by the id of
    a document or of a sentence in one."""

    common: Common | None = None
    released: frozenset[str] = frozenset()

    def frees(self, document: str, said: str = "") -> bool:
        """Whether a document was released, or a sentence of it."""
        names = {document, words_id(document, said)} if said else {document}
        return not self.released.isdisjoint(names)


NOTHING = Allowance()


def words_id(document: str, said: str) -> str:
    """The name by which a sentence of a document is released."""
    return store.short_id(document, " ".join(said.split()))


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What an item shows in all, of which document, and what passes in its corpus."""

    words: str
    document: str
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class PassageContext:
    """Where a passage stands: its document, and the stretches its surroundings are cut from."""

    document: Document
    before: net.Span
    after: net.Span
    head: tuple[net.Span, ...]

    @classmethod
    def of(cls, document: Document, passage: Passage) -> PassageContext:
        head = context.head(document) if passage.position else ()
        return cls(
            document, context.before(document, passage), context.after(document, passage), head
        )

    def around(self, item: EvidenceItem, text: str) -> EvidenceItem:
        """The item with its surroundings cut from a text that is as long as the document's."""
        return replace(
            item,
            before=context.words_before(text, self.before),
            after=context.words_after(text, self.after),
            head=context.first_words(text, self.head),
        )


def surrounded(
    item: EvidenceItem, document: Document, passage: Passage, allowance: Allowance = NOTHING
) -> EvidenceItem:
    """The item as it may be shown, with the words around its passage: these are cut from whole lines and
    sentences that were judged before, so that no half of one passes for another."""
    place = PassageContext.of(document, passage)
    raw = place.around(item, document.text)
    shown = veiled(raw, document.text, allowance)
    if net.BLACK in shown.title:  # nothing of it is believed
        return shown
    nameless = _nameless(raw, document.text, allowance)
    said = ItemWords(_context(raw), document.id, allowance)
    found = (
        span
        for stretch in (place.before, place.after, *place.head)
        for span in _found(document, stretch, said, nameless)
    )
    return place.around(shown, net.blacked(document.text, sorted({*found})))


def _found(
    document: Document, stretch: net.Span, said: ItemWords, nameless: frozenset[str]
) -> Iterator[net.Span]:
    """What is told in a stretch of a document, drawn out to the lines it lies in."""
    low = max(document.text.rfind("\n", 0, stretch[0]) + 1, stretch[0] - REACH)
    end = document.text.find("\n", stretch[1])
    high = min(end if end >= 0 else len(document.text), stretch[1] + REACH)
    code = tuple(
        (max(one.start, low) - low, min(one.end, high) - low)
        for one in document.blocks
        if one.kind in COMMANDS and one.start < high and low < one.end
    )
    text = document.text[low:high]
    yield from ((low + a, low + b) for a, b in {*_spans(text, said, code), *_lines(text, nameless)})


def _context(item: EvidenceItem) -> str:
    """All that an item shows, a line each, so that a title without a stop does not run into a copy of what
    stands below it."""
    return "\n".join((item.title, *item.headings, item.head, item.before, item.text, item.after))


def veiled(item: EvidenceItem, whole: str = "", allowance: Allowance = NOTHING) -> EvidenceItem:
    """The item as it may be shown; `whole` is the text of its document, for its title and headings."""
    said = ItemWords(_context(item), item.document, allowance)
    around, frees = _around(said), partial(allowance.frees, item.document)
    apart = not frees(item.title) and net.asks_apart(item.title, around)
    believed = not (net.told(item.title) or apart)
    below = whole or " ".join((item.head, item.before, item.text, item.after))
    nameless = _nameless(item, below, allowance)
    code = tuple((one.start, one.end) for one in item.blocks if one.kind in COMMANDS)

    def found(text: str, code: tuple[net.Span, ...] = ()) -> list[net.Span]:
        if not believed:
            return [(0, len(text))]
        return sorted({*_spans(text, said, code), *_lines(text, nameless)})

    def shown(text: str) -> str:
        return net.blacked(text, found(text)) if text else text

    spans = found(item.text, code)
    title = titles.NAMELESS if item.title in nameless else item.title
    return replace(
        item,
        title=title if believed else net.blacked(item.title, [(0, len(item.title))]),
        headings=tuple(
            one
            for one in item.headings
            if one not in nameless and (frees(one) or not net.asks_apart(one, around))
        ),
        before=shown(item.before),
        after=shown(item.after),
        head=shown(item.head),
        text=net.blacked(item.text, spans),
        blocks=tuple(part for block in item.blocks for part in _parted(block, spans)),
    )


def _nameless(item: EvidenceItem, below: str, allowance: Allowance) -> frozenset[str]:
    """Which of a title and the headings under it are not believed to be their text's own."""
    return frozenset(
        one
        for one in (item.title, *item.headings)
        if one
        and not _is_own(one, below)
        and (net.told(one) or not allowance.frees(item.document, one))
    )


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


@lru_cache(maxsize=1_024)  # a night asks when a story is weighed and when it is told
def _spans(text: str, said: ItemWords, code: tuple[net.Span, ...]) -> tuple[net.Span, ...]:
    frees = partial(said.allowance.frees, said.document)
    return tuple(net.spans(text, _around(said), code=code, released=frees))


@lru_cache(maxsize=1)  # each part of an item is asked about in turn
def _around(said: ItemWords) -> asking.TextAround:
    # A sentence that stands there several times counts once: its copies do not bear it out.
    once = " ".join(dict.fromkeys(asking.PART.split(said.words)))
    around = asking.around(once, said.allowance.common)
    return replace(around, size=len(words(said.words)))


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
