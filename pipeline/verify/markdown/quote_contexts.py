"""Checks the boxes in which a page shows a quote amid the words around it.

Enter: a `context` block, which is HTML such as `<details class="context">`, and the evidence.
Leave: (rule, offset, match, message, fix). Each paragraph of a box is its source's own words, cut
at `…`; the line of class `where` behind it names the source. Nothing in a box is the page's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.pages.context import LEFT_OUT
from pipeline.records import EvidenceItem
from pipeline.text.folding import fold
from pipeline.verify.quotes.attribution import wrong_days
from pipeline.verify.quotes.check import check

Fault = tuple[str, int, str, str, str]
_OPENING = re.compile(r"<p\b([^<>]*)>")
_SOURCE = re.compile(r"#source-(\d{1,5})|\bsource\s+(\d{1,5})", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]*>[^<>]*</summary>|</?details\b[^<>]*>", re.IGNORECASE)
_CUT = re.compile(rf"…|\.\.\.|{re.escape(LEFT_OUT)}")
_MARK = re.compile(r"</?mark>")  # around what is quoted


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int  # of its tag
    at: int  # of its words
    words: str
    end: int
    where: bool  # it says where the ones before it are from


def _paragraphs(text: str, start: int, end: int) -> Iterator[_Paragraph]:
    while opening := _OPENING.search(text, start, end):
        close = text.find("</p>", opening.end(), end)
        if close < 0:
            return
        start = close + len("</p>")
        words = text[opening.end() : close]
        yield _Paragraph(opening.start(), opening.end(), words, start, "where" in opening[1])


def cited(text: str, start: int, end: int) -> tuple[int, ...]:
    """Numbers of the sources that a box names."""
    numbers = (_number(one.words) for one in _paragraphs(text, start, end) if one.where)
    return tuple(n for n in numbers if n is not None)


def check_box(
    text: str, start: int, end: int, items: Mapping[int, EvidenceItem]
) -> Iterator[Fault]:
    """Everything in a box that its source does not say."""
    waiting: list[_Paragraph] = []
    for found in _paragraphs(text, start, end):
        if not found.where:
            waiting.append(found)
            continue
        n = _number(found.words)
        for shown in waiting:
            yield from _shown(shown, n, items)
        waiting = []
        item = items.get(n) if n is not None else None
        for at, day in wrong_days(found.words, [item] if item else []):
            message = f"Source {n} was published on {((item and item.published) or '')[:10]}."
            yield "attribution-date", found.at + at, day, message, "give its day"
    for shown in waiting:
        message = "The words of this box name no source."
        yield "quote-uncited", shown.at, shown.words, message, "say which it is"
    yield from _loose(text, start, end)


def _number(words: str) -> int | None:
    """The source that a line names: by the link to it, else by the last words that do (a title may say
    `Open Source 8.6`)."""
    found = sorted(_SOURCE.finditer(words), key=lambda one: (bool(one[1]), one.start()))
    return int(found[-1][1] or found[-1][2]) if found else None


def _shown(shown: _Paragraph, n: int | None, items: Mapping[int, EvidenceItem]) -> Iterator[Fault]:
    item = items.get(n) if n is not None else None
    if item is None:
        message = f"The evidence has no source {n}." if n is not None else "No source is named."
        rule = "cite-unknown" if n is not None else "quote-uncited"
        yield rule, shown.at, shown.words, message, "name one it has"
        return
    whole = f"{item.before} {item.text} {item.after}"
    at = 0
    for cut in (*_CUT.finditer(shown.words), None):
        piece = shown.words[at : cut.start() if cut else None]
        lead = len(piece) - len(piece.lstrip())
        if any(char.isalnum() for char in piece) and not _within(piece, whole):
            yield _altered(piece.strip(), shown.at + at + lead, item, whole)
        at = cut.end() if cut else at


def _within(piece: str, whole: str) -> bool:
    """Whether the words stand in a row in the source. Brackets in a box are its source's own.

    As shown, sign for sign and by whole words, or as read: code beside a quote, such as `0]}))).show()`, reads
    otherwise where it is cut.
    """
    shown = html.unescape(_MARK.sub("", piece))
    if f" {_flat(shown)} " in f" {_flat(_CUT.sub(' ', whole))} ":
        return True
    said, text = fold(_open(shown), "plain").norms, fold(_open(whole), "plain").norms
    return (
        any(
            text[at : at + len(said)] == said
            for at in range(len(text) - len(said) + 1)
            if text[at] == said[0]
        )
        if said
        else piece.strip() in whole
    )


def _open(text: str) -> str:
    """A text whose comments are read: in a box a reader sees them."""
    return re.sub("<!--|-->", " ", text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _altered(piece: str, at: int, item: EvidenceItem, whole: str) -> Fault:
    verdict = check(piece, whole, form="page", stands=item.form)
    if verdict.verdict == "missing":
        message = f"These words do not stand in source {item.n}."
        return "quote-not-found", at, piece, message, "show its own words"
    slice_ = " ".join(whole[verdict.start : verdict.end].split())
    return "quote-altered", at, piece, f"Source {item.n} has it otherwise: {verdict.why}.", slice_


def _loose(text: str, start: int, end: int) -> Iterator[Fault]:
    """Words of a box that stand in none of its paragraphs."""
    parts, at = [], start
    for one in _paragraphs(text, start, end):
        parts += [text[at : one.start], " " * (one.end - one.start)]
        at = one.end
    blank = "".join((*parts, text[at:end]))
    blank = _SUMMARY.sub(lambda found: " " * len(found[0]), blank)
    rest = re.search(r"[^\W_][^<>\n]*", re.sub(r"<[^<>]*>", lambda m: " " * len(m[0]), blank))
    if rest:
        message = "In a box stand only its source's words and where they are from."
        yield "quote-uncited", start + rest.start(), rest[0].strip(), message, "take them out of it"
