"""A brief as plain Markdown, for a terminal or another program; the site has pages of its own.

Enter: a brief and its evidence. Leaves: Markdown with `[Source n]` marks that `dateline verify`
accepts beside the evidence file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.records import Brief, Evidence, Quote, Section, Sentence


def brief_markdown(brief: Brief, evidence: Evidence) -> str:
    """The whole draft, its sources and, when it is held, why."""
    draft = brief.draft
    blocks = [f"# {draft.title}", f"{brief.day}, {draft.writer} edition, {brief.outcome}."]
    blocks += [_paragraph(draft.lede)] if draft.lede else []
    for section in draft.sections:
        blocks += _section(section, evidence)
    for cut in draft.crosscuts:
        blocks += [f"## {cut.title}", _paragraph(cut.sentences)]
        blocks += [_quote(quote, evidence) for quote in cut.quotes]
    if draft.action:
        blocks += [f"## In {draft.action.minutes} minutes", _paragraph(draft.action.sentences)]
    blocks += ["## Sources", "\n".join(_sources(evidence))]
    if brief.outcome == "held":
        blocks += ["## Held because", "\n".join(_reasons(brief))]
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, evidence: Evidence) -> Iterator[str]:
    yield f"## {section.title}: {section.headline}"
    yield _paragraph(section.sentences)
    if section.quote:
        yield _quote(section.quote, evidence)
    if section.implication:
        yield f"For {section.implication.team}: {_cited(section.implication.sentence)}"


def _paragraph(sentences: Iterable[Sentence]) -> str:
    return " ".join(_cited(one) for one in sentences)


def _cited(sentence: Sentence) -> str:
    return " ".join([sentence.text, *(f"[Source {n}]" for n in sentence.cites)])


def _quote(quote: Quote, evidence: Evidence) -> str:
    item = evidence.item(quote.n)
    said_by = f"{item.title}, {item.source_title}" if item else "unknown"
    return f"> {' '.join(quote.words.split())}\n\n{said_by} [Source {quote.n}]"


def _sources(evidence: Evidence) -> Iterator[str]:
    for item in evidence.items:
        day = (item.published or "undated")[:10]
        yield f"{item.n}. {item.title}, {item.source_title}, {day}, <{item.url}>"


def _reasons(brief: Brief) -> Iterator[str]:
    for finding in brief.findings:
        if not finding.resolved and finding.severity == "error":
            yield f"- {finding.rule}: {finding.message}"
