"""What a page shows besides its claims: headings, phrases, and words that nobody read.

Enter: a sheet whose claims were judged. Leave: findings on it about emoji and figures in headings,
about phrases of the author's own prose, and about words that the site shows and that stand in no
block the verifier read.
"""

from __future__ import annotations

import re

from pipeline.verify.claims.numbers import unborne
from pipeline.verify.draft import prose
from pipeline.verify.draft.facts import bearing
from pipeline.verify.markdown import formats, shown
from pipeline.verify.markdown.examination import Edit, Sheet
from pipeline.verify.phrases.match import Piece, run
from pipeline.verify.phrases.style import Style

SPOKEN = (
    "paragraph",
    "item",
    "heading",
    "title",
    "note",
)  # what the author says in their own words


def unread(sheet: Sheet) -> None:
    """Words that the site shows and that stand in no block read here."""
    text, blocks = sheet.parsed.text, sheet.parsed.blocks
    prose_ = [sheet.parsed.of(one) for one in blocks if one.kind != "code"]
    code = [sheet.parsed.of(one) for one in blocks if one.kind == "code"]
    for part in shown.unread(text, prose_, code):
        first = part.text.split()[:3]
        found = re.search(r"\W+".join(map(re.escape, first)), text)
        message = (
            "The site shows these words, but another reader of Markdown does not see them there."
        )
        sheet.report(
            "structure-unread",
            found.start() if found else 0,
            " ".join(part.text.split())[:200],
            message,
            fix="write it as plain Markdown, apart from what is around it",
        )


def headings(sheet: Sheet) -> None:
    """Emoji in headings, and figures that no source of the evidence has, there and in the page's head."""
    texts = tuple(item.text for item in sheet.items.values())
    meta = formats.front_matter(sheet.parsed.text)
    about = tuple(one for item in sheet.items.values() for one in bearing(item))
    known = (*about, meta.get("date", ""))
    for block in sheet.parsed.blocks:
        if block.kind != "heading":
            continue
        text = sheet.parsed.of(block)
        if prose.EMOJI.search(text):
            clean = prose.clean_heading(text)
            sheet.report("heading-emoji", block.start, text, "A heading carries emoji.", fix=clean)
            if clean:
                sheet.edits.append(Edit(block.start, block.end, clean))
        lead = _NUMBERED.match(text)
        shift = lead.end() if lead else 0
        for fault in unborne(text[shift:], texts, known=known) if texts else ():
            _missing(sheet, block.start + shift + fault.quantity.start, fault.quantity.text)
    if meta.get("status") == "retracted":  # then it says when and why, as its notice does
        known = (*known, *formats.notices(sheet.parsed.text))
    for key in ("title", "description"):  # of its head, its feeds and its cards
        said = meta.get(key, "")
        place = max(0, sheet.parsed.text.find(said))
        for fault in unborne(said, texts, known=known) if texts and said else ():
            _missing(sheet, place, fault.quantity.text)


def _missing(sheet: Sheet, place: int, number: str) -> None:
    message = f"{number} stands in no source of the evidence."
    sheet.report("number-missing", place, number, message, fix="give a source's figure")


_NUMBERED = re.compile(
    r"\s*(?:(?:step|part|section|chapter)\s+)?\d{1,3}(?:\.\d{1,3})*[.):]?\s+", re.I
)


def phrases(sheet: Sheet, style: Style) -> None:
    """Phrase rules over prose and headings; quotes, code, links' targets and sources are exempt."""
    pieces = tuple(
        Piece(
            _bare(sheet.parsed.of(block)),
            "heading" if block.kind == "heading" else "list" if block.kind == "item" else "text",
            "",
            block.start,
        )
        for block in sheet.parsed.blocks
        if block.kind in SPOKEN and block.start not in sheet.entries
    )
    for match in run(pieces, style):
        rule = prose.NAMES.get(match.rule.name, match.rule.name)
        fix = f"write {match.swap!r}" if match.swap else "say it in plain words or leave it out"
        sheet.report(
            rule,
            match.piece.at + match.start,
            match.text,
            match.message,
            fix=fix,
            severity=match.rule.severity,
        )


_TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|https?://\S+|<[^<>\n]+>")


def _bare(text: str) -> str:
    """Prose with quoted words, code and link targets blanked, offsets kept."""
    return _TARGET.sub(lambda found: " " * len(found.group()), prose.unspoken(text))
