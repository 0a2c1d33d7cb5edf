"""Verifies any cited Markdown file against its evidence, in the author's own lines and columns.

Enter: the text, numbered sources, phrase rules. Leave: findings, and the edits that would mend
what can be mended without changing what the author says. Block quotes and quoted words are held
against the source they cite, figures against it too, sentences as claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import EvidenceItem, Finding, Severity
from pipeline.records.rules import publishable, score
from pipeline.verify.claims.restated import Uncited, leans
from pipeline.verify.markdown import attributes, formats, parse, quotations, quote_contexts, visible
from pipeline.verify.markdown.document.sentences import (
    check_passage,
    check_sentence,
    check_table,
    without_marks,
)
from pipeline.verify.markdown.examination import Edit, Sheet, Terms
from pipeline.verify.markdown.parse import MarkdownBlock
from pipeline.verify.markdown.source_entries import is_entry, is_listed
from pipeline.verify.phrases.style import Style

# What stands behind a corrected sentence, on a page and in its twin: a day, and nothing of a source.
MARK = re.compile(
    r"\[(?:corrected|its story was withdrawn|a story it names was withdrawn) \d{1,2} [A-Z][a-z]+ \d{4}\](?:\(#correction-\d+\)(?:\{ \.corrected \})?)?"
)
PLAIN = Terms()
OF_SOURCES = ("heading", "quote", "attribution", "context")  # judged whatever the record says


def _blank(found: re.Match[str]) -> str:
    """As many spaces, so that lines and columns stay the author's."""
    return " " * len(found[0])


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a file, and the edits that mend what is harmless to mend."""

    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    score: int
    publishable: bool
    sentences: int
    judged: int  # factual sentences that could be held against a source


def verify_markdown(
    text: str,
    items: tuple[EvidenceItem, ...],
    style: Style,
    terms: Terms = PLAIN,
) -> Verified:
    """Verify one file."""
    known = {item.n: item for item in items}
    sheet = Sheet(parse.parse(MARK.sub(_blank, text)), known, terms.file, terms.vouched, terms.made)
    blocks = sheet.parsed.blocks
    for at, block in enumerate(blocks):
        _block(sheet, block, blocks[at + 1] if at + 1 < len(blocks) else None)
        _markup(sheet, block)
    _report_uncited(sheet)
    visible.headings(sheet)
    visible.unread(sheet)
    visible.phrases(sheet, style)
    for rule, offset, match, message in formats.check(sheet.parsed, items):
        sheet.report(rule, offset, match, message)
    _unused(sheet)
    findings = tuple(sorted(dict.fromkeys(sheet.found), key=_order))
    return Verified(
        findings,
        tuple(sheet.edits),
        score(findings),
        publishable(findings, terms.floor),
        sheet.total,
        sheet.judged,
    )


def _block(sheet: Sheet, block: MarkdownBlock, after: MarkdownBlock | None) -> None:
    """Judge one block; what the site does not show, and entries of a list of sources, have no claims."""
    listed = is_entry if block.in_sources or block.kind == "note" else is_listed
    own = block.kind not in OF_SOURCES and sheet.is_made(block)
    if own or listed(sheet.parsed.of(block), sheet.items):
        sheet.entries.add(block.start)
    elif block.kind == "heading":
        sheet.cited_text.append([])
    elif block.kind == "quote":
        quotations.block_quote(sheet, block, after)
    elif block.kind == "context":
        sheet.cited.update(quote_contexts.cited(sheet.parsed.text, block.start, block.end))
        found = quote_contexts.check_box(sheet.parsed.text, block.start, block.end, sheet.items)
        for rule, at, match, message, fix in found:
            sheet.report(rule, at, match, message, fix=fix)
    elif block.kind in ("paragraph", "item", "title", "note"):
        check_passage(sheet, block)
    elif block.kind == "table":
        check_table(sheet, block)
    elif block.kind == "html":
        _drawing(sheet, block)
    elif block.kind == "attribution":
        known = sheet.known(sheet.marks(block.start, block.end))
        quotations.attributed(sheet, block, known)


def _drawing(sheet: Sheet, block: MarkdownBlock) -> None:
    """The words of a drawing: a figure among them needs a source like any other."""
    text = sheet.parsed.of(block)
    for found in _LETTERED.finditer(text) if _DRAWN.match(text) else ():
        if any(char.isdigit() for char in found[1]):
            section = len(sheet.cited_text) - 1
            place = block.start + found.start(1)
            sheet.uncited.append(Uncited(place, found[1], section, False, False))


def _markup(sheet: Sheet, block: MarkdownBlock) -> None:
    """What the markup of a block shows is told like a sentence of it."""
    if block.start not in sheet.entries and not sheet.is_made(block):
        for start, end in attributes.spans(sheet.parsed.text, block):
            own = sheet.marks(start, end) or sheet.marks(block.start, block.end)
            plain = without_marks(sheet.marks(start, end), sheet.parsed.text, start, end)
            check_sentence(sheet, (start, end), plain, own, bool(own))


_DRAWN = re.compile(r"\s*<svg\b", re.IGNORECASE)
_LETTERED = re.compile(r">([^<>]*[^\W_][^<>]*)<")


def mend(text: str, edits: tuple[Edit, ...]) -> str:
    """Apply edits, last first; of two that overlap the later one waits for the next round."""
    taken = len(text) + 1
    for edit in sorted(edits, key=lambda one: (-one.start, -one.end)):
        if edit.end <= taken:
            text = text[: edit.start] + edit.text + text[edit.end :]
            taken = edit.start
    return text


def _order(found: Finding) -> tuple[int, int, str]:
    return (found.where.line, found.where.column, found.rule)


def _report_uncited(sheet: Sheet) -> None:
    """A figure without a source is an error; other sentences may lean on their paragraph's.

    A sentence that only repeats what cited ones of its section say leans on those.
    """
    today = formats.front_matter(sheet.parsed.text).get("date", "").strip("\"'")[:10]
    for one in sheet.uncited:
        bare = one.text.replace(today, "") if len(today) == len("2026-11-20") else one.text
        figures = any(char.isdigit() for char in bare)
        leaning = leans(one.text, sheet.cited_text[one.section])
        severity: Severity = (
            "error" if figures else "info" if one.paragraph_cites or one.caption else "warning"
        )
        message = "This figure has no source." if figures else "This sentence cites no source."
        sheet.report(
            "cite-missing",
            one.start,
            one.text.strip(),
            message,
            fix="cite the source it rests on",
            severity="info" if leaning else severity,
        )


def _unused(sheet: Sheet) -> None:
    """Sources the file lists but never cites."""
    text = sheet.parsed.text
    for block in sheet.parsed.blocks:
        if not block.in_sources and block.kind != "note":
            continue
        label = block.info if block.kind == "note" else ""
        found = re.match(
            r"\s*(?:[-*+]\s*)?(?:\[?\^?source\s+|\[\^?)?(\d{1,5})[\].):]",
            text[block.start : block.end],
            re.I,
        )
        n = int(label) if label.isdigit() else int(found.group(1)) if found else 0
        if n in sheet.items and n not in sheet.cited:
            message = f"Source {n} is listed but never cited."
            sheet.report("cite-unused", block.start, f"[{n}]", message, fix="cite it or unlist it")
