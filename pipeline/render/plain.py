"""A brief as plain Markdown, for a terminal or another program; the site has pages of its own.

Enter: a brief and its evidence. Leaves: Markdown with `[Source n]` marks that `dateline verify`
accepts beside the evidence file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.records import Brief, Evidence, Quote, Section, Sentence
from pipeline.records.parts import MARKS
from pipeline.text.days import dated
from pipeline.text.printable import credits
from pipeline.text.spans import ITEM_MARK

# What stands before an item of a list in its source: its mark, and a label that the item has lost.
BULLET = re.compile(rf"(?:^|\n)[ \t]*{ITEM_MARK}[ \t]+(?:[^\n.!?]{{1,24}}[:–—-][ \t]+)?$")
STOPS = (".", "!", "?", ":", "…")

OUTCOMES = {
    "published": "passed its gate",
    "held": "would be held",
}  # of a draft, which is not kept


def brief_markdown(brief: Brief, evidence: Evidence) -> str:
    """The whole draft, its sources and, when it is held, why."""
    draft = brief.draft
    blocks = [
        f"# {draft.title}",
        f"{brief.day}, {draft.writer} edition, {OUTCOMES.get(brief.outcome, brief.outcome)}.",
    ]
    blocks += [_paragraph(draft.lede)] if draft.lede else []
    for section in draft.sections:
        blocks += _section(section, evidence)
    for cut in draft.crosscuts:
        blocks += [f"## {cut.title}", _paragraph(cut.sentences)]
        blocks += [_quote(quote, evidence) for quote in cut.quotes]
    if draft.action:
        blocks += [
            f"## In {draft.action.minutes} minutes",
            laid_out(draft.action.sentences, _cited),
        ]
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
    return laid_out(sentences, _marked)


def laid_out(sentences: Iterable[Sentence], written: Callable[[Sentence], str]) -> str:
    """Sentences on one line; items of a source's list, under the line they hang on, as a list."""
    text, hangs, listed = "", False, False
    for one in sentences:
        item = hangs and _is_item(one)
        joint = ("\n- " if listed else "\n\n- ") if item else ("\n\n" if listed else " ")
        text += (joint if text else "") + written(one)
        listed, hangs = item, item or one.text.endswith(":")
    return text


def _is_item(one: Sentence) -> bool:
    """Whether a sentence is an item of a list in its source; one that was cut before whose work it is has no
    full stop."""
    if one.quote is None:
        return False
    before, stops = one.quote.prefix, one.text.rstrip("\"'”’)").endswith(STOPS)
    return bool(BULLET.search(before)) or credits.headed(before) or not stops


def _marked(sentence: Sentence) -> str:
    """A sentence where nothing above it says that it is a conclusion or advice."""
    mark = MARKS.get(sentence.kind, "") if sentence.origin == "writer" else ""
    return f"{mark} {_cited(sentence)}".lstrip()


def _cited(sentence: Sentence) -> str:
    return " ".join([sentence.text, *(f"[Source {n}]" for n in sentence.cites)])


def _quote(quote: Quote, evidence: Evidence) -> str:
    item = evidence.item(quote.n)
    said_by = f"{item.title}, {item.source_title}" if item else "unknown"
    return f"> {' '.join(quote.words.split())}\n\n{said_by} [Source {quote.n}]"


def _sources(evidence: Evidence) -> Iterator[str]:
    for item in evidence.items:
        day = item.published[:10] if item.published else dated("", item.first_seen, item.changed)
        where = f", <{item.url}>" if item.url else ""
        yield f"{item.n}. {item.title}, {item.source_title}, {day}{where}"


def _reasons(brief: Brief) -> Iterator[str]:
    for finding in brief.findings:
        if finding.holds:
            yield f"- {finding.rule}: {finding.message}"
