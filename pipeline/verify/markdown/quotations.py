"""Holds the quotations of a Markdown file against the sources they cite.

Enter: a block quote with its attribution, or quoted words of a sentence. Leave: findings and the
edits that put the source's own words there.
"""

from __future__ import annotations

import re

from pipeline.records import EvidenceItem
from pipeline.verify.markdown import parse
from pipeline.verify.markdown.examination import Edit, Sheet
from pipeline.verify.markdown.marks import unlinked
from pipeline.verify.markdown.parse import MarkdownBlock
from pipeline.verify.quotes import attribution
from pipeline.verify.quotes.check import Check, check, stands

# What a quote becomes its source's words under, by the verdict on it.
MENDED = {"spelling": "quote-spelling", "near": "quote-altered", "clipped": "quote-clipped"}


def block_quote(sheet: Sheet, block: MarkdownBlock, after: MarkdownBlock | None) -> None:
    text = sheet.parsed.text
    inside = sheet.marks(block.start, block.end)
    words_end = block.end
    while (
        inside
        and inside[-1].style != "link"
        and not text[inside[-1].end : words_end].strip(' \t\r\n>.—–-*_"”)')
    ):
        words_end = inside.pop().start
    trailing = sheet.marks(words_end, block.end)
    for mark in (one for one in inside if one.style != "link"):
        message = "A citation stands inside the quotation."
        sheet.report(
            "quote-cites", mark.start, text[mark.start : mark.end], message, fix="put it after"
        )
    if after is not None and after.kind == "attribution":
        trailing += sheet.marks(after.start, after.end)
    elif not trailing and after is not None and after.kind == "paragraph":
        first = sheet.marks(after.start, after.end)[:1]
        dashed = re.match(r"\s*(?:—|–|--)", text[after.start : after.end])
        trailing = (
            first if first and (dashed or not text[after.start : first[0].start].strip()) else []
        )
    kept = text[block.start : words_end]
    for mark in (one for one in reversed(inside) if one.style != "link"):
        kept = kept[: mark.start - block.start] + kept[mark.end - block.start :]
    words = unlinked(parse.bare_quote(kept), sheet.places).strip()
    trailing += [one for one in inside if one.style == "link"]
    start = (
        block.start
        + len(text[block.start : words_end])
        - len(text[block.start : words_end].lstrip("> \t\r\n"))
    )
    end = start + len(text[start:words_end].rstrip())
    quotation(
        sheet, (start, end), words, [n for mark in trailing for n in mark.numbers], block=True
    )
    sheet.known(trailing)


def attributed(sheet: Sheet, block: MarkdownBlock, known: list[int]) -> None:
    named = [sheet.items[n] for n in known]
    for at, day in attribution.wrong_days(sheet.parsed.of(block), named):
        days = ", ".join(f"source {one.n} on {(one.published or '')[:10]}" for one in named)
        message = f"Published was {days}."
        sheet.report("attribution-date", block.start + at, day, message, fix="give its day")


def quotation(
    sheet: Sheet, span: tuple[int, int], words: str, cites: list[int], *, block: bool
) -> None:
    """Hold quoted words against the sources they cite; with none cited, against all."""
    at, _ = span
    known = [sheet.items[n] for n in dict.fromkeys(cites) if n in sheet.items]
    if not known and cites:
        return  # the unknown citation is reported already
    if not known:
        if block:
            message = "This quotation names no source."
            sheet.report("quote-uncited", at, words, message, fix="add [Source N] after it")
            known = list(sheet.items.values())
        else:
            return
    verdicts = [(item, check(words, item.text, form="page", stands=item.form)) for item in known]
    if any(verdict.accepted for _, verdict in verdicts):
        return
    if not block and any(stands(words, item.title, form="page") for item in known):
        return  # a headline that quotes its source's title
    if not block and any(_goes_on(sheet, span, *pair) for pair in verdicts):
        return
    mended = [pair for pair in verdicts if pair[1].verdict in MENDED]
    if len(mended) == 1:
        _offer(sheet, MENDED[mended[0][1].verdict], span, words, mended[0])
        return
    others = [
        n
        for n, item in sheet.items.items()
        if item not in known and stands(words, item.text, form="page", of=item.form)
    ]
    if others:
        names = ", ".join(str(n) for n in others)
        message = f"These words stand in source {names}, not in the one cited."
        sheet.report("quote-misattributed", at, words, message, fix=f"cite [Source {others[0]}]")
        return
    message = "These words do not stand in the source cited, nor in another of the evidence."
    sheet.report("quote-not-found", at, words, message, fix="quote its own words")


def _goes_on(sheet: Sheet, span: tuple[int, int], item: EvidenceItem, verdict: Check) -> bool:
    """Whether the page says beside its quotation marks what a clipped quote would hide, as a sentence of
    the source that quotes somebody does: `"find faults" / (if valid) "mend them"`."""
    if verdict.verdict != "clipped":
        return False
    whole, text = item.text[verdict.start : verdict.end], sheet.parsed.text
    more = len(whole) - (span[1] - span[0]) + len('""')
    return stands(whole, text[max(0, span[0] - more) : span[1] + more], form="page")


def _offer(
    sheet: Sheet, rule: str, span: tuple[int, int], words: str, found: tuple[EvidenceItem, Check]
) -> None:
    item, verdict = found
    slice_ = " ".join(item.text[verdict.start : verdict.end].split())
    message = f"Source {item.n} says it otherwise: {verdict.why}."
    sheet.report(rule, span[0], words, message, fix=slice_, evidence=f"[Source {item.n}] {slice_}")
    sheet.edits.append(Edit(*span, slice_))
