"""Anchors of a writer placed in the sources it was given, each kept as it is or told why not.

Enter: an anchor of a reply and the items its sentence may rest on. Leave: the `Quote` it selects,
or a `Misplaced` with the reason and the words of the source that come nearest, for the writer to
read. Nothing is moved, widened or dropped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.compose.model.schemas import AnchorReply
from pipeline.records import EvidenceItem, Quote
from pipeline.records.selectors import Anchor, is_passage, locate, select
from pipeline.text.sentences import sentences
from pipeline.text.words import clean, terms

SHOWN = 240  # characters of a source's sentence in a reason


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Why an anchor cannot stand, and the nearest words of the source it names."""

    why: str
    nearest: str = ""


def anchor_of(reply: AnchorReply) -> Anchor:
    return Anchor(reply.source, reply.exact, reply.first, reply.last)


def words_of(reply: AnchorReply) -> str:
    """The words of an anchor as a finding shows them."""
    return reply.exact or f"{reply.first} [...] {reply.last}"


def resting(
    reply: AnchorReply, items: Mapping[int, EvidenceItem], cites: tuple[int, ...]
) -> Quote | Misplaced:
    """The words a sentence rests on: in a source it cites, once, and no whole passage."""
    anchor, item = anchor_of(reply), items.get(reply.source)
    if item is None:
        return Misplaced(f"source {reply.source} is not in the evidence")
    if item.n not in cites:
        return Misplaced(
            f"it is in source {item.n}, which the sentence does not cite: cite it, or anchor in "
            f"{_listed(cites)}"
        )
    places = locate(item.text, anchor)
    if len(places) != 1:
        return missing(anchor, item, [items[n] for n in cites if n != item.n])
    if is_passage(item.text, *places[0]):
        return Misplaced(
            "it is a passage, not the words that say this; anchor the one or two sentences that do"
        )
    return select(item, *places[0])


def missing(
    anchor: Anchor, item: EvidenceItem | None, others: Iterable[EvidenceItem] = ()
) -> Misplaced:
    """Why an anchor selects nothing in its source; `others` are looked through for its words."""
    if item is None:
        return Misplaced(f"source {anchor.n} is not in the evidence")
    places = len(locate(item.text, anchor))
    if places:
        return Misplaced(
            f"the anchor fits {places} places of source {anchor.n}; give more words of one"
        )
    there = [other.n for other in others if len(locate(other.text, anchor)) == 1]
    if there:
        return Misplaced(f"the words stand in source {there[0]}, not in source {anchor.n}")
    if not anchor.exact.strip() and locate(item.text, Anchor(anchor.n, anchor.first)):
        close = nearest(anchor.first, item.text)
        return Misplaced(f"`last` does not follow `first` in source {anchor.n}", close)
    close = nearest(f"{anchor.exact} {anchor.first} {anchor.last}", item.text)
    return Misplaced(f"source {anchor.n} does not have these words", close)


def nearest(words: str, text: str) -> str:
    """The sentence of a text that shares most words with these, on one line; "" where none does."""
    wanted = set(terms(words))
    spans = sentences(text)
    shared = [len(wanted & set(terms(text[start:end]))) for start, end in spans]
    if not any(shared):
        return ""
    start, end = spans[shared.index(max(shared))]
    return clean(text[start:end])[:SHOWN]


def _listed(cites: tuple[int, ...]) -> str:
    return ", ".join(str(n) for n in cites) or "a source it cites"
