"""The source's own sentence that may stand where another stood.

Enter: a sentence that its sources do not bear. Leave: of their sentences the one that says most of it
and reads well alone, without the mark of a list or the brackets round it; None where none can be
printed. What reads well is what an editor would print (`text.printable`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.text.printable import Statement, score
from pipeline.verify.grounds.fits import on_line, value
from pipeline.verify.grounds.reading.sources import MARK, Ground, SourceText
from pipeline.verify.grounds.reading.words import tokens

SPEAKS = 0.2  # share of a sentence's weight that a sentence of the source says, to stand for it
FAINTLY = 0.1  # and where none says so much: something of it, rather than nothing
READS = 0.4  # what a sentence that no editor would print is worth beside one that any would
ITEM = 5  # words of an item of a list that is printed where no sentence can be


def standing_in(text: str, sources: Sequence[SourceText]) -> Ground | None:
    """The words of a source that may be printed in the place of a sentence."""
    known = [(one.low, value(one)) for one in tokens(text) if one.content]
    total = sum(weight for _, weight in known) or 1.0
    best: dict[bool, tuple[float, int, Ground]] = {}
    for source in sources:
        for ground, mass in zip(source.grounds, source.own.masses(known), strict=True):
            share = mass / total
            if share < FAINTLY or ground.outside.denied:
                continue
            whole = trimmed(ground)
            if not may_stand(whole.text):
                continue
            sentence = prints(whole.text) and share >= SPEAKS
            row = (share * _reads(whole, source), -ground.order, whole)
            best[sentence] = max(row, best.get(sentence, row), key=lambda one: one[:2])
    return next((best[one][2] for one in (True, False) if one in best), None)


def _reads(ground: Ground, source: SourceText) -> float:
    return READS + (1 - READS) * score(Statement(on_line(ground.text), title=source.heading))


def trimmed(ground: Ground) -> Ground:
    """A sentence without the mark of its list and the brackets that it stands in."""
    text = ground.text
    start = m.end() if (m := MARK.match(text)) else 0
    end = len(text.rstrip())
    if text[start:end].startswith("(") and re.search(r"[.!?]\)$", text[:end]):
        inside = text[start + 1 : end - 1]
        start, end = (
            (start + 1, end - 1) if inside.count("(") == inside.count(")") else (start, end)
        )
    return replace(ground, text=text[start:end], start=ground.start + start, end=ground.start + end)


def may_stand(text: str) -> bool:
    """Whether words of a source can be printed where no better ones are."""
    return prints(text) or is_item(text)


def prints(text: str) -> bool:
    """Whether a source's sentence may stand in print where another stood: whole, of a known thing."""
    shown = text.strip()
    return len(shown.split()) >= 4 and bool(_ENDED.search(shown)) and _whole(shown)


def is_item(text: str) -> bool:
    """Whether an item of a list says enough to be printed, though it ends without a stop."""
    shown = text.strip()
    named = shown[:1].isupper() or shown[:1].isdigit() or shown.startswith("`")
    return named and len(shown.split()) >= ITEM and "|" not in shown and _whole(shown)


def _whole(shown: str) -> bool:
    return (
        shown.count("|") < 3
        and shown.count("(") == shown.count(")")
        and not _ASKS.search(shown)
        and not _MARKED.match(shown)
        and not _UNKNOWN.match(shown)
    )


_ENDED = re.compile(r"[.!)\"”`]$")
_ASKS = re.compile(r"\?[*_)\"”]*$")  # a question says nothing, whatever its answer
_MARKED = re.compile(r"(?:[-*+•>#|]|\d{1,2}[.)])\s|\(|[,;.)]")
# `Consume them as a stream`: an order about something that was named before.
_UNKNOWN = re.compile(r"(?!Do\b|Does\b)[A-Z][a-z]+ (?:them|it|these|those)\b")
