"""Sentences of technical English, without a model.

Enter: text. Leave: half-open character spans in order. The usual rule set for edited prose:
terminal punctuation, then space, then a start of sentence, with exceptions for abbreviations,
initials, versions and decimals.
"""

from __future__ import annotations

import re

from pipeline.text.lists import beside

_LISTS = beside(__file__)

ABBREVIATIONS = _LISTS.words("abbreviations")
TERMINAL = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
MEASURED = re.compile(r"\d\s?(?:ms|sec|[smhgbk])$")  # `3.5 ms.` names a unit, not a lady
OPENED = re.compile(r"[\s(\[\"'“‘]")  # behind which a word begins
INITIAL = re.compile(r"[A-Za-z]")
BLOCK = re.compile(r"\S(?:[^\n]+|\n(?!\s*\n))*")
SPACE = re.compile(r"\s*")
STARTS = re.compile(r"\s+[\"'“‘(\[`]*[A-Z0-9$€£À-ÞΑ-ΩА-Я]")

# Behind a title that ends on its own mark, a bracket after which its sentence goes on: `“Why?” (8 July) and`.
GOES_ON = re.compile(r"\s+\([^()]*\)(?:[,;:.]|\s+[a-z])")


def sentences(text: str, *, offset: int = 0) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a stretch of prose; a blank line always ends one."""
    spans = []
    for block in BLOCK.finditer(text):
        start = block.start()
        for mark in TERMINAL.finditer(text, block.start(), block.end()):
            if _ends_here(text, mark, block.end()):
                spans.append((offset + start, offset + mark.end()))
                start = SPACE.match(text, mark.end()).end()  # type: ignore[union-attr]
        rest = text[start : block.end()].rstrip()
        if rest:
            spans.append((offset + start, offset + start + len(rest)))
    return tuple(spans)


def _ends_here(text: str, mark: re.Match[str], end: int) -> bool:
    if mark.end() >= end:
        return True
    if not STARTS.match(text, mark.end()):
        return False
    if mark.group()[0] != ".":
        return mark.group()[-1] not in '"”' or not GOES_ON.match(text, mark.end())
    before = text[max(0, mark.start() - 24) : mark.start()]
    last = OPENED.split(before)[-1]
    if MEASURED.search(before):
        return True
    return last.lower() not in ABBREVIATIONS and not INITIAL.fullmatch(last)
