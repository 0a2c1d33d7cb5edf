"""Checks the boxes in which a page shows a quote amid the words around it.

Enter: a `context` block, which is HTML such as `<details class="context">`, and the evidence.
Leave: (rule, offset, match, message, fix). Each paragraph of a box is its source's own words, cut
at `…`; the line of class `where` behind it names the source. Nothing in a box is the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.records import EvidenceItem
from pipeline.verify.attribution import wrong_days
from pipeline.verify.quotes import check, stands

Fault = tuple[str, int, str, str, str]
_PARAGRAPH = re.compile(r"<p(?P<attributes>\b[^<>]*)>(?P<words>.*?)</p>", re.DOTALL)
_SOURCE = re.compile(r"#source-(\d{1,5})|\bsource\s+(\d{1,5})", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]*>[^<>]*</summary>|</?details\b[^<>]*>", re.IGNORECASE)
_CUT = re.compile(r"…|\.\.\.")


def cited(text: str, start: int, end: int) -> tuple[int, ...]:
    """Numbers of the sources that a box names."""
    return tuple(
        n
        for found in _PARAGRAPH.finditer(text, start, end)
        if "where" in found["attributes"]
        if (n := _number(found["words"])) is not None
    )


def check_box(
    text: str, start: int, end: int, items: Mapping[int, EvidenceItem]
) -> Iterator[Fault]:
    """Everything in a box that its source does not say."""
    waiting: list[re.Match[str]] = []
    for found in _PARAGRAPH.finditer(text, start, end):
        if "where" not in found["attributes"]:
            waiting.append(found)
            continue
        n = _number(found["words"])
        for shown in waiting:
            yield from _shown(shown, n, items)
        waiting = []
        item = items.get(n) if n is not None else None
        for at, day in wrong_days(found["words"], [item] if item else []):
            message = f"Source {n} was published on {((item and item.published) or '')[:10]}."
            yield "attribution-date", found.start("words") + at, day, message, "give its day"
    for shown in waiting:
        message = "The words of this box name no source."
        yield "quote-uncited", shown.start("words"), shown["words"], message, "say which it is"
    yield from _loose(text, start, end)


def _number(words: str) -> int | None:
    found = _SOURCE.search(words)
    return int(found[1] or found[2]) if found else None


def _shown(
    shown: re.Match[str], n: int | None, items: Mapping[int, EvidenceItem]
) -> Iterator[Fault]:
    item = items.get(n) if n is not None else None
    if item is None:
        message = f"The evidence has no source {n}." if n is not None else "No source is named."
        rule = "cite-unknown" if n is not None else "quote-uncited"
        yield rule, shown.start("words"), shown["words"], message, "name one it has"
        return
    whole = f"{item.before} {item.text} {item.after}"
    at = shown.start("words")
    for piece in _CUT.split(shown["words"]):
        lead = len(piece) - len(piece.lstrip())
        if any(char.isalnum() for char in piece) and not stands(piece, whole):
            yield _altered(piece.strip(), at + lead, item, whole)
        at += len(piece) + 1
        if shown.string[at - 1 : at + 2] == "...":
            at += 2


def _altered(piece: str, at: int, item: EvidenceItem, whole: str) -> Fault:
    verdict = check(piece, whole)
    if verdict.verdict == "missing":
        message = f"These words do not stand in source {item.n}."
        return "quote-not-found", at, piece, message, "show its own words"
    slice_ = " ".join(whole[verdict.start : verdict.end].split())
    return "quote-altered", at, piece, f"Source {item.n} has it otherwise: {verdict.why}.", slice_


def _loose(text: str, start: int, end: int) -> Iterator[Fault]:
    """Words of a box that stand in none of its paragraphs."""
    blank = _PARAGRAPH.sub(lambda found: " " * len(found[0]), text[start:end])
    blank = _SUMMARY.sub(lambda found: " " * len(found[0]), blank)
    rest = re.search(r"[^\W_][^<>\n]*", re.sub(r"<[^<>]*>", lambda m: " " * len(m[0]), blank))
    if rest:
        message = "In a box stand only its source's words and where they are from."
        yield "quote-uncited", start + rest.start(), rest[0].strip(), message, "take them out of it"
