"""Holds the headings of a written draft against the sources of what stands under them.

Enter: a draft in a writer's own words, its evidence. Leave: a finding for each headline, title of a
cross-cut, title of the brief or description of the graph with a figure, a name or a piece of code that
these sources lack, or that says the opposite of them. A heading shortens, so nothing else is asked;
`fix` is a heading that stands: the title of the source, of the brief its first headline.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import Draft, Evidence, EvidenceItem, Finding
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.verify.draft.grounded import doubted
from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.fits import Doubt

ASKED = frozenset("figure name code polarity".split())
SURE = 0.9  # weight of a doubt; of 40 headings that real models wrote none has one
TITLE = 140  # characters of a headline


def check(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Headings that their sources contradict or do not bear."""
    if draft.writer == "extractive":
        return []
    items = {item.n: item for item in evidence.items}
    found = []
    for path, text, cites in _headings(draft):
        cited = [items[n] for n in cites if n in items]
        if text.strip() and cited:
            found += _faults(path, text, cited, draft)
    return found


def _headings(draft: Draft) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Each heading with its path and the sources of what stands under it."""
    for at, section in enumerate(draft.sections):
        cites = {n for one in section.sentences for n in one.cites}
        cites |= {section.quote.n} if section.quote else set()
        yield drafts.join("sections", at, "headline"), section.headline, frozenset(cites)
    for at, cut in enumerate(draft.crosscuts):
        cites = {n for one in cut.sentences for n in one.cites} | {one.n for one in cut.quotes}
        yield drafts.join("crosscuts", at, "title"), cut.title, frozenset(cites)
    if draft.lede:
        yield "title", draft.title, drafts.cited(draft)
    if draft.graph:
        cites = {n for one in draft.graph.nodes for n in one.cites}
        cites |= {n for one in draft.graph.edges for n in one.cites}
        yield "graph.description", draft.graph.description, frozenset(cites)


def _plain(doubt: Doubt) -> bool:
    """Whether a doubt weighs in a heading, which may count its own stories in words."""
    counts = doubt.rule == "figure" and not any(char.isdigit() for char in doubt.said)
    return doubt.rule in ASKED and doubt.weight >= SURE and not counts


def _faults(path: str, text: str, cited: list[EvidenceItem], draft: Draft) -> list[Finding]:
    verdict = examine(f"{text.rstrip('.')}.", [source_of(item) for item in cited], kind="inference")
    sure = tuple(one for one in verdict.doubts if _plain(one))
    if not sure:
        return []
    (_, _, message, stands), *_ = doubted(text, verdict, sure)
    instead = draft.sections[0].headline if path == "title" and draft.sections else cited[0].title
    return [
        finding("claim-heading", path, text, message, fix=instead[:TITLE].strip(), evidence=stands)
    ]
