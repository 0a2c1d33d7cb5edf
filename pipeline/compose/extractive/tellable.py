"""Can a story be told from these passages? Asked before it is chosen, so that none is chosen in vain.

Enter: the lead's evidence items, and the content words of what recent briefs printed. Leave: how
well its document tells it: not at all, somehow, or in sentences that belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.compose.extractive import telling
from pipeline.compose.extractive.lines import lines
from pipeline.records import Brief, EvidenceItem
from pipeline.records import draft as drafts
from pipeline.text.words import terms

LEAST = 2  # statements that a section needs beside its lead-in, its quote and advice among them
WELL = 0.9  # of what a telling is worth; below it a reader of ten days' editions found it torn
SOMEHOW = 0.5
WORDS = 30  # of them; two short ones say too little to open a page for


def tells(items: Sequence[EvidenceItem], said: Iterable[frozenset[str]] = ()) -> float:
    """How well a section can be made of a lead document: 0 where none can, 1 from WELL on."""
    if not items:
        return 0.0
    found = telling.tell(lines(items), allowed=items[0].quote_limit, said=said)
    if found is None or found.size < LEAST or found.words < WORDS:
        return 0.0
    return 1.0 if found.worth >= WELL else SOMEHOW


def printed(said: Iterable[Brief]) -> tuple[frozenset[str], ...]:
    """Content words of every sentence and quote of recent briefs."""
    texts = {sentence.text for brief in said for _, sentence in drafts.sentences(brief.draft)}
    texts |= {quote.exact for brief in said for _, quote in drafts.quotes(brief.draft)}
    return tuple(frozenset(terms(text)) for text in sorted(texts))
