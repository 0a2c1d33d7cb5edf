"""Verifies any cited Markdown file against its evidence, in the author's own lines and columns.

Enter: the text, numbered sources, phrase rules. Leave: findings, and the edits that would mend
what can be mended without changing what the author says. Block quotes and quoted words are held
against the source they cite, figures against it too, sentences as claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.records import EvidenceItem, Finding, Where
from pipeline.text import sentences
from pipeline.verify import claims, formats, markdown, prose
from pipeline.verify.catalog import finding, score
from pipeline.verify.facts import bearing
from pipeline.verify.markdown import Block, Mark, Parsed
from pipeline.verify.numbers import unborne
from pipeline.verify.phrases import Piece, run
from pipeline.verify.quotes import Check, check, stands
from pipeline.verify.style import Style

_INLINE = re.compile(r"“([^“”\n]{8,600})”|(?<![\w=])\"([^\"\n]{8,600})\"(?!\w)")
QUOTED_WORDS = 4  # fewer words in quotation marks are a term, not a quotation
SENTENCE_WORDS = 4
FIGURE_WORDS = 2  # with a figure in it, so few already say something that can be false


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a file, and the edits that mend what is harmless to mend."""

    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    score: int
    publishable: bool
    sentences: int
    judged: int  # factual sentences that could be held against a source


@dataclass
class _Sheet:
    """One file under examination."""

    parsed: Parsed
    items: dict[int, EvidenceItem]
    file: str
    found: list[Finding] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    cited: set[int] = field(default_factory=set)
    total: int = 0
    judged: int = 0

    def report(self, rule: str, at: int, match: str, message: str, **more: str) -> None:
        line, column = self.parsed.place(at)
        self.found.append(
            finding(rule, Where(line=line, column=column, file=self.file), match, message, **more)
        )


def verify_markdown(
    text: str, items: tuple[EvidenceItem, ...], style: Style, *, file: str = "", floor: int = 90
) -> Verified:
    """Verify one file."""
    sheet = _Sheet(markdown.parse(text), {item.n: item for item in items}, file)
    blocks = sheet.parsed.blocks
    for at, block in enumerate(blocks):
        if block.kind == "quote" and not block.in_sources:
            _block_quote(sheet, block, blocks[at + 1] if at + 1 < len(blocks) else None)
        elif block.kind in ("paragraph", "item") and not block.in_sources:
            _passage(sheet, block)
        elif block.kind in ("table", "attribution"):
            _marks(sheet, markdown.marks(text, block.start, block.end))
    _headings(sheet)
    _phrases(sheet, style)
    for rule, offset, match, message in formats.check(sheet.parsed, items):
        sheet.report(rule, offset, match, message)
    _unused(sheet)
    findings = tuple(sorted(dict.fromkeys(sheet.found), key=_order))
    points = score(findings)
    clean = not any(one.severity == "error" for one in findings)
    return Verified(
        findings, tuple(sheet.edits), points, clean and points >= floor, sheet.total, sheet.judged
    )


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


# ── citations ─────────────────────────────────────────────────────────────────────────────


def _marks(sheet: _Sheet, marks: list[Mark]) -> list[int]:
    """The known sources that marks name; unknown and malformed ones are reported."""
    known: list[int] = []
    for mark in marks:
        words = sheet.parsed.text[mark.start : mark.end]
        if not mark.numbers:
            message = "This is no citation: a source is named by its number."
            sheet.report("cite-malformed", mark.start, words, message, fix="write [Source N]")
        for n in mark.numbers:
            if n in sheet.items:
                known.append(n)
                sheet.cited.add(n)
            else:
                message = f"The evidence has no source {n}."
                sheet.report("cite-unknown", mark.start, words, message, fix="cite one it has")
    return known


def _unused(sheet: _Sheet) -> None:
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


# ── quotes ────────────────────────────────────────────────────────────────────────────────


def _block_quote(sheet: _Sheet, block: Block, after: Block | None) -> None:
    text = sheet.parsed.text
    inside = markdown.marks(text, block.start, block.end)
    words_end = block.end
    while inside and not text[inside[-1].end : words_end].strip(' \t\n>.—–-*_"”)'):
        words_end = inside.pop().start
    trailing = markdown.marks(text, words_end, block.end)
    for mark in inside:
        message = "A citation stands inside the quotation."
        sheet.report(
            "quote-cites", mark.start, text[mark.start : mark.end], message, fix="put it after"
        )
    if after is not None and after.kind == "attribution":
        trailing += markdown.marks(text, after.start, after.end)
    elif not trailing and after is not None and after.kind == "paragraph":
        first = markdown.marks(text, after.start, after.end)[:1]
        dashed = re.match(r"\s*(?:—|–|--)", text[after.start : after.end])
        trailing = (
            first if first and (dashed or not text[after.start : first[0].start].strip()) else []
        )
    kept = text[block.start : words_end]
    for mark in reversed(inside):
        kept = kept[: mark.start - block.start] + kept[mark.end - block.start :]
    words = markdown.bare_quote(kept).strip()
    start = (
        block.start
        + len(text[block.start : words_end])
        - len(text[block.start : words_end].lstrip("> \t\n"))
    )
    end = start + len(text[start:words_end].rstrip())
    _quotation(
        sheet, (start, end), words, [n for mark in trailing for n in mark.numbers], block=True
    )
    _marks(sheet, trailing)


def _quotation(
    sheet: _Sheet, span: tuple[int, int], words: str, cites: list[int], *, block: bool
) -> None:
    """Hold quoted words against the sources they cite; with none cited, against all."""
    at, _ = span
    known = [sheet.items[n] for n in cites if n in sheet.items]
    if not known and cites:
        return  # the unknown citation is reported already
    if not known:
        if block:
            message = "This quotation names no source."
            sheet.report("quote-uncited", at, words, message, fix="add [Source N] after it")
            known = list(sheet.items.values())
        else:
            return
    verdicts = [(item, check(words, item.text)) for item in known]
    if any(verdict.accepted for _, verdict in verdicts):
        item, verdict = next(pair for pair in verdicts if pair[1].accepted)
        if verdict.verdict == "spelling":
            _offer(sheet, "quote-spelling", span, words, item, verdict)
        return
    mended = [pair for pair in verdicts if pair[1].verdict in ("near", "clipped")]
    if len(mended) == 1:
        rule = "quote-altered" if mended[0][1].verdict == "near" else "quote-clipped"
        _offer(sheet, rule, span, words, *mended[0])
        return
    others = [
        n for n, item in sheet.items.items() if item not in known and stands(words, item.text)
    ]
    if others:
        names = ", ".join(str(n) for n in others)
        message = f"These words stand in source {names}, not in the one cited."
        sheet.report("quote-misattributed", at, words, message, fix=f"cite [Source {others[0]}]")
        return
    message = "These words do not stand in the source cited, nor in another of the evidence."
    sheet.report("quote-not-found", at, words, message, fix="quote its own words")


def _offer(
    sheet: _Sheet, rule: str, span: tuple[int, int], words: str, item: EvidenceItem, verdict: Check
) -> None:
    slice_ = " ".join(item.text[verdict.start : verdict.end].split())
    message = f"Source {item.n} says it otherwise: {verdict.why}."
    sheet.report(rule, span[0], words, message, fix=slice_, evidence=f"[Source {item.n}] {slice_}")
    sheet.edits.append(Edit(*span, slice_))


# ── sentences ─────────────────────────────────────────────────────────────────────────────


def _passage(sheet: _Sheet, block: Block) -> None:
    """The sentences of a paragraph or list item, each with the marks that belong to it."""
    text = sheet.parsed.text
    marks = markdown.marks(text, block.start, block.end)
    known = _marks(sheet, marks)
    blank = list(text[block.start : block.end])
    for mark in marks:
        for at in range(mark.start - block.start, mark.end - block.start):
            blank[at] = " "
    plain = "".join(blank)
    spans = [(a + block.start, b + block.start) for a, b in sentences(plain)]
    for span in spans:
        own = [m for m in marks if _belongs(m, span, spans)]
        _sentence(
            sheet, span, plain[span[0] - block.start : span[1] - block.start], own, bool(known)
        )


def _belongs(mark: Mark, span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """A mark belongs to the sentence it stands in, or to the one just before it."""
    owner = next((one for one in reversed(spans) if one[0] < mark.start), spans[0])
    return owner == span


def _sentence(
    sheet: _Sheet, span: tuple[int, int], plain: str, own: list[Mark], paragraph_cites: bool
) -> None:
    cites = [n for mark in own for n in mark.numbers]
    words = [word for word in plain.split() if any(char.isalpha() for char in word)]
    least = FIGURE_WORDS if any(char.isdigit() for char in plain) else SENTENCE_WORDS
    factual = len(words) >= least and not plain.rstrip().endswith(("?", ":"))
    sheet.total += factual
    _twice(sheet, own)
    known = [sheet.items[n] for n in dict.fromkeys(cites) if n in sheet.items]
    for found in _INLINE.finditer(plain):
        quoted = found.group(1) or found.group(2)
        at = span[0] + found.start() + 1
        if len(quoted.split()) >= QUOTED_WORDS:
            _quotation(sheet, (at, at + len(quoted)), quoted, cites, block=False)
    if known:
        sheet.judged += factual
        _figures(sheet, span[0], plain, known)
        if factual:
            _claim(sheet, span[0], plain, known)
    elif factual and not cites:
        _uncited(sheet, span[0], plain, paragraph_cites)


def _twice(sheet: _Sheet, own: list[Mark]) -> None:
    seen: set[int] = set()
    for mark in own:
        if mark.numbers and set(mark.numbers) <= seen:
            words = sheet.parsed.text[mark.start : mark.end]
            message = "The sentence cites this source twice."
            sheet.report("cite-twice", mark.start, words, message, fix="leave one out")
            start = mark.start - (sheet.parsed.text[mark.start - 1 : mark.start] == " ")
            sheet.edits.append(Edit(start, mark.end, ""))
        seen.update(mark.numbers)


def _uncited(sheet: _Sheet, at: int, plain: str, paragraph_cites: bool) -> None:
    """A figure without a source is an error; other sentences may lean on their paragraph's."""
    figures = any(char.isdigit() for char in plain)
    severity = "error" if figures else "info" if paragraph_cites else "warning"
    message = "This sentence cites no source." if not figures else "This figure has no source."
    fix = "cite the source it rests on"
    sheet.report("cite-missing", at, plain.strip(), message, fix=fix, severity=severity)


def _figures(sheet: _Sheet, at: int, plain: str, known: list[EvidenceItem]) -> None:
    bare = prose.unquoted(plain)
    texts = tuple(item.text for item in known)
    about = tuple(one for item in known for one in bearing(item))
    names = ", ".join(f"source {item.n}" for item in known)
    for fault in unborne(bare, texts, known=about):
        number, place = fault.quantity.text, at + fault.quantity.start
        if fault.other:
            message = f"{names} gives {number} {fault.other}, not {fault.quantity.unit}."
            sheet.report("number-unit", place, number, message, fix=f"write {fault.other}")
        else:
            elsewhere = [n for n, item in sheet.items.items() if not unborne(number, (item.text,))]
            hint = (
                f"cite source {elsewhere[0]}" if len(elsewhere) == 1 else "give the source's figure"
            )
            message = f"{number} does not stand in {names}."
            sheet.report("number-missing", place, number, message, fix=hint)


def _claim(sheet: _Sheet, at: int, plain: str, known: list[EvidenceItem]) -> None:
    verdict = claims.weigh(prose.unquoted(plain), tuple(item.text for item in known))
    if verdict is None:
        return
    rule, message, window = verdict
    sheet.report(rule, at, plain.strip(), message, evidence=window)


# ── prose ─────────────────────────────────────────────────────────────────────────────────


def _headings(sheet: _Sheet) -> None:
    for block in sheet.parsed.blocks:
        if block.kind != "heading":
            continue
        text = sheet.parsed.of(block)
        if prose.EMOJI.search(text):
            clean = prose.clean_heading(text)
            sheet.report("heading-emoji", block.start, text, "A heading carries emoji.", fix=clean)
            if clean:
                sheet.edits.append(Edit(block.start, block.end, clean))


def _phrases(sheet: _Sheet, style: Style) -> None:
    """Phrase rules over prose and headings; quotes, code, links' targets and sources are exempt."""
    pieces = tuple(
        Piece(
            _bare(sheet.parsed.of(block)),
            "heading" if block.kind == "heading" else "list" if block.kind == "item" else "text",
            "",
            block.start,
        )
        for block in sheet.parsed.blocks
        if block.kind in ("paragraph", "item", "heading") and not block.in_sources
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
    return _TARGET.sub(lambda found: " " * len(found.group()), prose.unquoted(text))


def with_file(verified: Verified, file: str) -> Verified:
    """The same findings, said of another file name."""
    named = tuple(replace(one, where=replace(one.where, file=file)) for one in verified.findings)
    return replace(verified, findings=named)
