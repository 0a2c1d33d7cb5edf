"""Quotes in their surroundings, as the page shows them.

Enter: the quotes taken from one evidence item. Leave: the words around them, the quoted ones
marked, the deep link, and the line that says where they come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.pages.links import deep_link
from pipeline.records import EvidenceItem, Quote
from pipeline.text.addressed.net import BLACKED
from pipeline.text.days import dated
from pipeline.text.spans import joined
from pipeline.text.words import fitting

# Characters on each side of what is quoted, enough to judge fairness: two sentences around words
# that stand as a quote, one around a whole sentence of the source. With these the longest page of
# the starter newsroom is 49,000 characters as Markdown; agents cut at 50,000 (`bench/site_agents.py`).
QUOTE, SENTENCE = 160, 70
LEFT_OUT = "…"  # for what the net before print took out of a source, as for any cut
BREAK = re.compile(r"\n\s*\n")  # between paragraphs of a source
OPENING = 40  # characters of a passage that tell it from another of its page


@dataclass(frozen=True, slots=True)
class ContextPiece:
    """A stretch of the source, quoted or not."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The words around the quotes from one source, and where they stand."""

    n: int
    pieces: tuple[ContextPiece, ...]
    href: str
    publisher: str
    title: str
    day: str
    locator: str

    @property
    def paragraphs(self) -> list[list[ContextPiece]]:
        """The pieces by the paragraphs of the source: a heading does not run into what it stands over."""
        found: list[list[ContextPiece]] = [[]]
        for piece in self.pieces:
            for at, part in enumerate(BREAK.split(piece.text)):
                found += [[]] if at else []
                found[-1].append(replace(piece, text=part))
        return [one for one in found if any(piece.text.strip() for piece in one)]


def context(quotes: list[Quote], item: EvidenceItem, around: int = QUOTE) -> Context:
    """The surroundings of quotes that are all cut from this item."""
    return Context(
        n=item.n,
        pieces=tuple(_pieces(quotes, item, around)),
        href=deep_link(item, quotes[0]),
        publisher=item.source_title,
        title=item.title,
        day=dated(item.published or "", item.first_seen, item.changed),
        locator=item.locator,
    )


def _pieces(quotes: list[Quote], item: EvidenceItem, around: int) -> list[ContextPiece]:
    spans = joined((quote.start, quote.end) for quote in quotes)
    return [replace(one, text=BLACKED.sub(LEFT_OUT, one.text)) for one in _cut(spans, item, around)]


def _cut(spans: list[tuple[int, int]], item: EvidenceItem, around: int) -> list[ContextPiece]:
    first, last = spans[0][0], spans[-1][1]
    joint = " " if item.before and not item.before[-1].isspace() else ""
    pieces = [ContextPiece(_tail(item.before + joint + item.text[:first], around), quoted=False)]
    for at, (start, end) in enumerate(spans):
        if at:
            between = item.text[spans[at - 1][1] : start]
            pieces.append(ContextPiece(_middle(between, around), quoted=False))
        pieces.append(ContextPiece(item.text[start:end], quoted=True))
    joint = " " if item.after and not item.after[0].isspace() else ""
    return [
        *pieces,
        ContextPiece(_head(item.text[last:] + joint + item.after, around), quoted=False),
    ]


def _tail(text: str, most: int) -> str:
    return text if len(text) <= most else "… " + text[-most:].partition(" ")[2]


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else fitting(text, most) + " …"


def _middle(text: str, most: int) -> str:
    if len(text) <= 2 * most:
        return text
    return f"{text[:most].rpartition(' ')[0]} {_tail(text, most)}"


def places(items: Iterable[EvidenceItem]) -> dict[int, str]:
    """Of passages that a list would print alike, being of one page, where in it each stands: the
    heading over it, or the words it begins with where it has none of its own."""
    alike: dict[tuple[str, ...], list[EvidenceItem]] = defaultdict(list)
    for item in items:
        alike[item.title, item.source_title, item.published or "", item.locator].append(item)
    found = {}
    for group in alike.values():
        heads = [_heading(item) for item in group]
        for item, head in zip(group, heads, strict=True):
            if len(group) > 1:
                found[item.n] = head if head and heads.count(head) == 1 else _opening(item)
    return found


def named_places(item: EvidenceItem) -> tuple[str, ...]:
    """All that `places` may say of a passage."""
    return tuple(one for one in (_heading(item), _opening(item)) if one)


def _opening(item: EvidenceItem) -> str:
    """The words a passage begins with, as a list of sources shows them."""
    words = " ".join(BLACKED.sub(LEFT_OUT, item.text).split())
    return words if len(words) <= OPENING else f"{fitting(words, OPENING)} …"


def _heading(item: EvidenceItem) -> str:
    last = " ".join(item.headings[-1].split()) if item.headings else ""
    return "" if last == item.title else last
