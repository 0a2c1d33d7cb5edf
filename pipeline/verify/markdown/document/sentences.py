"""The sentences of a file, each with the marks that belong to it.

Enter: a block of prose or a table. Leave, on the sheet: findings, and the sentences that cite nothing.
"""

from __future__ import annotations

import re

from pipeline.text.folding import fold
from pipeline.text.sentences import sentences
from pipeline.verify.claims.restated import Uncited
from pipeline.verify.grounds.reading.leads import addressed
from pipeline.verify.markdown import parse, quotations
from pipeline.verify.markdown.document.cited import (
    SENTENCE_WORDS,
    are_english,
    check_figures,
    is_borne,
)
from pipeline.verify.markdown.examination import Edit, Sheet
from pipeline.verify.markdown.marks import Mark, saying
from pipeline.verify.markdown.parse import MarkdownBlock

_INLINE = re.compile(r"“([^“”\n]{8,600})”|(?<![\w=])\"([^\"\n]{8,600})\"(?!\w)")
QUOTED_WORDS = 4  # fewer words in quotation marks are a term, not a quotation
FIGURE_WORDS = 2  # with a figure in it, so few already say something that can be false


# ── sentences ─────────────────────────────────────────────────────────────────────────────


def check_passage(sheet: Sheet, block: MarkdownBlock) -> None:
    """The sentences of a paragraph or list item, each with the marks that belong to it."""
    marks = sheet.marks(block.start, block.end)
    known = sheet.known(marks)
    plain = without_marks(marks, sheet.parsed.text, block.start, block.end)
    bare = _OPENED.sub(
        lambda found: " " * len(found[0]), plain
    )  # `*Our inference:* Both` begins one
    told = saying(sentences(bare), plain)
    spans = [(a + block.start, b + block.start) for a, b in told]
    for span in spans:
        own = [m for m in marks if _belongs(m, span, spans)]
        check_sentence(
            sheet, span, plain[span[0] - block.start : span[1] - block.start], own, bool(known)
        )


_OPENED = re.compile(r"(?<=\s)[*_]{1,3}(?=[A-Z])")


def without_marks(marks: list[Mark], text: str, start: int, end: int) -> str:
    """A stretch of prose with its marks and markup blanked, offsets kept."""
    return parse.readable(_unmarked(marks, text, start, end))


def _unmarked(marks: list[Mark], text: str, start: int, end: int) -> str:
    """A stretch of the file with its marks blanked, offsets kept."""
    blank = list(text[start:end])
    for mark in marks:
        for at in range(max(0, mark.start - start), min(mark.end, end) - start):
            blank[at] = " "
    return "".join(blank)


def check_table(sheet: Sheet, block: MarkdownBlock) -> None:
    """The figures of each cell, against what it cites, or its row where it cites nothing itself."""
    text = sheet.parsed.text
    at = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        cells = list(_CELL.finditer(text, at, at + len(line)))
        own = [sheet.known(sheet.marks(*cell.span())) for cell in cells]
        of_row = list(dict.fromkeys(n for numbers in own for n in numbers))
        for place, (cell, numbers) in enumerate(zip(cells, own, strict=True)):
            plain = without_marks(sheet.marks(*cell.span()), text, *cell.span())
            if not any(char.isdigit() for char in plain) or (not place and _ORDINAL.match(plain)):
                continue
            if known := [sheet.items[n] for n in numbers or of_row]:
                check_figures(sheet, cell.start(), plain, known)
            else:
                section = len(sheet.cited_text) - 1
                sheet.uncited.append(Uncited(cell.start(), plain, section, False, False))
        at += len(line)


_ORDINAL = re.compile(r"\s*\d{1,3}[.)]?\s*$")  # the number of a row, not a figure
_CELL = re.compile(r"[^|\n]+")


def _belongs(mark: Mark, span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """A mark belongs to the sentence it stands in, or to the one just before it."""
    owner = next((one for one in reversed(spans) if one[0] < mark.start), spans[0])
    return owner == span


def check_sentence(
    sheet: Sheet, span: tuple[int, int], plain: str, own: list[Mark], paragraph_cites: bool
) -> None:
    cites = [n for mark in own for n in mark.numbers]
    told = [word for word in plain.split() if any(char.isalpha() for char in word)]
    least = FIGURE_WORDS if any(char.isdigit() for char in plain) else SENTENCE_WORDS
    factual = len(told) >= least and not plain.rstrip().endswith(("?", ":"))
    factual = factual and not _only_leads(plain)
    sheet.total += factual
    _twice(sheet, own)
    known = [sheet.items[n] for n in dict.fromkeys(cites) if n in sheet.items]
    raw = _unmarked(own, sheet.parsed.text, *span)
    for found in _INLINE.finditer(plain):
        begins = found.end() - 1 - len(found[0][1:-1].lstrip(parse.HELD))
        quoted, at = raw[begins : found.end() - 1], span[0] + begins
        if len(found[0].split()) >= QUOTED_WORDS:
            quotations.quotation(sheet, (at, at + len(quoted)), quoted, cites, block=False)
    if known:
        sheet.judged += factual
        sheet.cited_text[-1].append(plain)
        named = frozenset(item.n for item in known)
        bare = plain.replace(parse.HELD, "")
        forms = (bare, bare[addressed(bare, anyone=True) :])
        asked = (
            factual
            and are_english(known)
            and all(sheet.vouched.get(fold(one, "plain").norms) != named for one in forms)
        )
        if not (asked and is_borne(sheet, span[0], plain, known)):
            check_figures(sheet, span[0], plain, known)
    elif factual and not cites:
        section = len(sheet.cited_text) - 1
        before = sheet.parsed.text[max(0, span[0] - 400) : span[0]]
        caption = before.rfind("<figcaption") > before.rfind("</figcaption")
        sheet.uncited.append(Uncited(span[0], plain, section, paragraph_cites, caption))


def _only_leads(plain: str) -> bool:
    """Whether a line is links and nothing else, as a line of navigation is."""
    rest = _LINKED.sub("", plain)
    linked = rest != plain and not any(char.isalnum() for char in rest)
    return linked and not any(char.isdigit() for char in re.sub(r"\]\([^()]*\)", "", plain))


_LINKED = re.compile(r"\[[^\[\]]*\]\([^()]*\)")


def _twice(sheet: Sheet, own: list[Mark]) -> None:
    seen: set[int] = set()
    for mark in own:
        if mark.numbers and set(mark.numbers) <= seen:
            words = sheet.parsed.text[mark.start : mark.end]
            message = "The sentence cites this source twice."
            sheet.report("cite-twice", mark.start, words, message, fix="leave one out")
            start = mark.start - (sheet.parsed.text[mark.start - 1 : mark.start] == " ")
            sheet.edits.append(Edit(start, mark.end, ""))
        seen.update(mark.numbers)
