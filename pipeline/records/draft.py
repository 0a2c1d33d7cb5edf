"""What stands in a draft, in the order of print: its sentences and its block quotes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import Draft, Quote, Sentence


def sentences(draft: Draft) -> Iterator[Sentence]:
    """Every sentence: lede, sections with their implications, cross-cuts, action."""
    yield from draft.lede
    for section in draft.sections:
        yield from section.sentences
        if section.implication:
            yield section.implication.sentence
    for cut in draft.crosscuts:
        yield from cut.sentences
    if draft.action:
        yield from draft.action.sentences


def quotes(draft: Draft) -> Iterator[Quote]:
    """Every block quote; the selectors of verbatim sentences are with the sentences."""
    for section in draft.sections:
        if section.quote:
            yield section.quote
    for cut in draft.crosscuts:
        yield from cut.quotes
