"""A passage as a numbered source, whoever chose it.

Enter: a passage with its document. Leave: an `EvidenceItem` with its dates, address and context.
"""

from __future__ import annotations

from pipeline.records import Document, EvidenceItem, Passage
from pipeline.retrieve.evidence import context


def numbered(n: int, document: Document, passage: Passage, *, domain: str) -> EvidenceItem:
    """Source n; what its chooser and its publisher add (question, score, licence) is not set."""
    return EvidenceItem(
        n=n,
        source_id=document.source,
        source_title="",
        title=document.title,
        url=document.url,
        home=document.home,
        published=document.published,
        text=passage.text,
        passage=passage.id,
        document=document.id,
        start=passage.start,
        domain=domain,
        headings=passage.headings,
        locator=passage.locator,
        also_at=document.also_at,
        before=context.before(document, passage),
        after=context.after(document, passage),
        quote_limit=len(document.text.split()),  # who knows the source sets its own
    )
