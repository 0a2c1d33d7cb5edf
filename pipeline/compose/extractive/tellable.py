"""Can a story be told from these passages? Asked before it is chosen, so that none is chosen in vain.

Enter: the lead's evidence items, and the content words of what recent briefs printed. Leave: yes
when its document opens a section and gives it a second sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.compose.extractive import telling
from pipeline.compose.extractive.lines import lines
from pipeline.records import Brief, EvidenceItem
from pipeline.records import draft as drafts
from pipeline.text.words import terms

LEAST = 2  # statements that a section needs beside its lead-in, its quote and advice among them
WORDS = 30  # of them; two short ones say too little to open a page for


def tells(items: Sequence[EvidenceItem], said: Iterable[frozenset[str]] = ()) -> bool:
    """Whether a section can be made of a lead document."""
    if not items:
        return False
    found = telling.tell(lines(items), allowed=items[0].quote_limit, said=said)
    if found is None:
        return False
    return found.size >= LEAST and found.words >= WORDS


def printed(said: Iterable[Brief]) -> tuple[frozenset[str], ...]:
    """Content words of every sentence and quote of recent briefs."""
    texts = {sentence.text for brief in said for _, sentence in drafts.sentences(brief.draft)}
    texts |= {quote.exact for brief in said for _, quote in drafts.quotes(brief.draft)}
    return tuple(frozenset(terms(text)) for text in sorted(texts))
