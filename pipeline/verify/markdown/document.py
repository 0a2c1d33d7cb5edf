"""Verifies any cited Markdown file against its evidence, in the author's own lines and columns.

Enter: the text, numbered sources, phrase rules. Leave: findings, and the edits that would mend
what can be mended without changing what the author says. Block quotes and quoted words are held
against the source they cite, figures against it too, sentences as claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.records import EvidenceItem, Finding, Severity
from pipeline.records.rules import publishable, row, score
from pipeline.text.folding import fold
from pipeline.text.sentences import sentences
from pipeline.text.words import STOPWORDS, words
from pipeline.verify.claims import score as claims
from pipeline.verify.claims.numbers import unborne
from pipeline.verify.claims.restated import Uncited, leans
from pipeline.verify.draft import prose
from pipeline.verify.draft.facts import bearing
from pipeline.verify.draft.grounded import doubted
from pipeline.verify.grounds.fate import Verdict, examine, fails, source_of
from pipeline.verify.grounds.reading.leads import addressed
from pipeline.verify.markdown import attributes, formats, parse, quotations, quote_contexts, visible
from pipeline.verify.markdown.examination import Edit, Sheet, Terms
from pipeline.verify.markdown.marks import Mark, saying
from pipeline.verify.markdown.parse import MarkdownBlock
from pipeline.verify.markdown.source_entries import is_entry, is_listed, untitled
from pipeline.verify.phrases.style import Style

_INLINE = re.compile(r"“([^“”\n]{8,600})”|(?<![\w=])\"([^\"\n]{8,600})\"(?!\w)")
# What stands behind a corrected sentence, on a page and in its twin: a day, and nothing of a source.
MARK = re.compile(
    r"\[(?:corrected|its story was withdrawn|a story it names was withdrawn) \d{1,2} [A-Z][a-z]+ \d{4}\](?:\(#correction-\d+\)(?:\{ \.corrected \})?)?"
)
PLAIN = Terms()
QUOTED_WORDS = 4  # fewer words in quotation marks are a term, not a quotation
SENTENCE_WORDS = 4
OF_SOURCES = ("heading", "quote", "attribution", "context")  # judged whatever the record says
FIGURE_WORDS = 2  # with a figure in it, so few already say something that can be false


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
        _passage(sheet, block)
    elif block.kind == "table":
        _table(sheet, block)
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
            plain = _without(sheet.marks(start, end), sheet.parsed.text, start, end)
            _sentence(sheet, (start, end), plain, own, bool(own))


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


# ── sentences ─────────────────────────────────────────────────────────────────────────────


def _passage(sheet: Sheet, block: MarkdownBlock) -> None:
    """The sentences of a paragraph or list item, each with the marks that belong to it."""
    marks = sheet.marks(block.start, block.end)
    known = sheet.known(marks)
    plain = _without(marks, sheet.parsed.text, block.start, block.end)
    bare = _OPENED.sub(
        lambda found: " " * len(found[0]), plain
    )  # `*Our inference:* Both` begins one
    told = saying(sentences(bare), plain)
    spans = [(a + block.start, b + block.start) for a, b in told]
    for span in spans:
        own = [m for m in marks if _belongs(m, span, spans)]
        _sentence(
            sheet, span, plain[span[0] - block.start : span[1] - block.start], own, bool(known)
        )


_OPENED = re.compile(r"(?<=\s)[*_]{1,3}(?=[A-Z])")


def _without(marks: list[Mark], text: str, start: int, end: int) -> str:
    """A stretch of prose with its marks and markup blanked, offsets kept."""
    return parse.readable(_unmarked(marks, text, start, end))


def _unmarked(marks: list[Mark], text: str, start: int, end: int) -> str:
    """A stretch of the file with its marks blanked, offsets kept."""
    blank = list(text[start:end])
    for mark in marks:
        for at in range(max(0, mark.start - start), min(mark.end, end) - start):
            blank[at] = " "
    return "".join(blank)


def _table(sheet: Sheet, block: MarkdownBlock) -> None:
    """The figures of each cell, against what it cites, or its row where it cites nothing itself."""
    text = sheet.parsed.text
    at = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        cells = list(_CELL.finditer(text, at, at + len(line)))
        own = [sheet.known(sheet.marks(*cell.span())) for cell in cells]
        of_row = list(dict.fromkeys(n for numbers in own for n in numbers))
        for place, (cell, numbers) in enumerate(zip(cells, own, strict=True)):
            plain = _without(sheet.marks(*cell.span()), text, *cell.span())
            if not any(char.isdigit() for char in plain) or (not place and _ORDINAL.match(plain)):
                continue
            if known := [sheet.items[n] for n in numbers or of_row]:
                _figures(sheet, cell.start(), plain, known)
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


def _sentence(
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
            and _english(known)
            and all(sheet.vouched.get(fold(one, "plain").norms) != named for one in forms)
        )
        if not (asked and _borne(sheet, span[0], plain, known)):
            _figures(sheet, span[0], plain, known)
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


def _figures(sheet: Sheet, at: int, plain: str, known: list[EvidenceItem]) -> None:
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


# Share from which a text is English; German has 0.02 of them, English 0.3 to 0.5.
FUNCTION_WORDS = 0.1


def _english(known: list[EvidenceItem]) -> bool:
    """Whether the sources are in the one language that sentences are held to their ground in."""
    said = [word.casefold() for item in known for word in words(item.text[:2_000])]
    return (
        sum(word in STOPWORDS for word in said) >= FUNCTION_WORDS * len(said)
        or len(said) < LEAST_WORDS
    )


LEAST_WORDS = 20
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")  # where a mark stood


def _borne(sheet: Sheet, at: int, plain: str, known: list[EvidenceItem]) -> bool:
    """Hold a cited sentence against its ground, as a draft's is; whether its figures were judged too.

    What only a model of words doubts is a note.
    """
    bare = plain.replace(parse.HELD, "")
    said = untitled(_BEFORE_STOP.sub("", " ".join(prose.unquoted(bare).split())), known)
    told = said[addressed(said) :]
    sources = [source_of(item) for item in known]
    verdict = examine(told, sources)
    if told != said and verdict.fate == "published":
        label = said[: -len(told)]
        if named := _to_whom(examine(said, sources), label):
            told, verdict = label, named
    if verdict.fate != "published" and len(said.split()) >= SENTENCE_WORDS:
        found = doubted(told, verdict)
        figures = len(sheet.found)
        _figures(sheet, at, plain, known)
        figured = len(sheet.found) > figures
        for rule, match, message, stands in found:
            if not (figured and rule.startswith("number-")):
                sheet.report(rule, at, match, message, evidence=stands)
        return True
    texts = tuple(item.text for item in known)
    weighed = claims.weigh(prose.unquoted(bare), texts, whole=bare)
    if weighed is not None:
        rule, message, window = weighed
        severity: Severity = "info" if rule == "claim-unsupported" else row(rule).severity
        sheet.report(rule, at, plain.strip(), message, evidence=window, severity=severity)
    return verdict.fate == "published"


def _to_whom(whole: Verdict, label: str) -> Verdict | None:
    """The verdict on a sentence by a name or code in the words that say to whom it is said; none where
    its sources know them."""
    named = tuple(
        d for d in whole.doubts if d.rule in ("name", "code") and d.said in label.casefold()
    )
    return replace(whole, doubts=named) if named and fails(named) else None


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
