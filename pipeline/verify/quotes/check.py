"""Decides whether a quote is what its source says, and what may be printed instead.

Enter: a quote's words and source texts. Leave: a `Check`: exact, spelling (same words, spelled
otherwise), near (altered, and meant for exactly one place), clipped (its left or right edge hides
a denial, a condition or a magnitude) or missing. What is printed is always the source's slice;
for `near` and `clipped` the slice is a repair, for `missing` there is none.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.text.folding import Folded, Form, readings
from pipeline.verify.quotes.align import QuotePlace, place, places, words
from pipeline.verify.quotes.borders import between
from pipeline.verify.quotes.edges import Cut, cut_off
from pipeline.verify.quotes.edits import Near
from pipeline.verify.quotes.elisions import honest_gap, turns
from pipeline.verify.quotes.nearest import nearest
from pipeline.verify.quotes.segments import Segment, brackets, segments
from pipeline.verify.quotes.surface import otherwise

Verdict = Literal["exact", "spelling", "near", "clipped", "missing"]
EDGE = 8  # characters of punctuation a selector may hold beyond the words at its ends


@dataclass(frozen=True, slots=True)
class Check:
    """The word on one quote in one text. `start`, `end`: raw span of the slice to print."""

    verdict: Verdict
    start: int = 0
    end: int = 0
    why: str = ""
    pieces: tuple[tuple[int, int], ...] = ()  # raw spans of the runs between elisions

    @property
    def accepted(self) -> bool:
        return self.verdict == "exact"


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """A quote's words as they are written, and what in them is markup."""

    text: str
    form: Form


def check(quote: str, text: str, *, form: Form = "source", stands: Form = "source") -> Check:
    """Check a quote against the text of the source it names.

    form: of the quote; stands: of the text. A text of a form that nobody knows is read both ways.
    """
    first: Check | None = None
    for source in readings(text, stands):
        found = _check(QuoteWords(quote, form), source)
        if found.accepted:
            return found
        first = found if first is None or first.verdict == "missing" else first
    return first or Check("missing")


def _check(quote: QuoteWords, source: Folded) -> Check:
    parts = segments(quote.text, quote.form, beside=source.raw)
    said = words(parts, source)
    if not said or not source:
        return Check("missing", why="there are no words to compare")
    found = _honest(quote, parts, source)
    if found is not None:
        return found
    if len(parts) > 1 and (hidden_gap := _elided(parts, source)) is not None:
        return hidden_gap
    near = nearest(said, source)
    if near is None or (len(parts) > 1 and _loses_a_piece(near, min(map(len, parts)))):
        return Check("missing", why="these words do not stand in the source, or not in this order")
    return _repaired(quote, near, source, brackets(parts))


def check_at(
    quote: QuoteWords, text: str, span: tuple[int, int], stands: Form = "source"
) -> Check | None:
    """Check a quote in the place its selector names; None if the words do not stand there."""
    for source in readings(text, stands):
        for found in places(segments(quote.text, quote.form, beside=source.raw), source):
            if any(
                abs(a - b) > EDGE
                for a, b in zip(_slice(source, found.first, found.last), span, strict=True)
            ):
                continue
            judged = _judged(quote, source, found)
            exact = judged.verdict == "exact"
            return replace(judged, start=span[0], end=span[1]) if exact else judged
    return None


def _repaired(quote: QuoteWords, near: Near, source: Folded, put_in: tuple[str, ...]) -> Check:
    """What an altered quote becomes: the source's slice, extended where its edge hides a denial."""
    if not near.edits and not put_in:  # what looks like an elision is the source's own
        run = (near.first, near.last)
        return _judged(quote, source, QuotePlace(*run, (run,)))
    start, end = _slice(source, near.first, near.last)
    verdict: Verdict = "spelling" if near.same_meaning and not put_in else "near"
    hidden = cut_off(quote.text, source, near.first, near.last)
    if hidden is not None:
        start, end = _slice(source, hidden.first, hidden.last)
        verdict = "clipped" if verdict == "spelling" else "near"
    return Check(verdict, start, end, _difference(near), ((start, end),))


def _honest(quote: QuoteWords, parts: tuple[Segment, ...], source: Folded) -> Check | None:
    """The quote where it stands word for word; refused only if it is refused in every place."""
    refused: Check | None = None
    for found in places(parts, source):
        judged = _judged(quote, source, found)
        if judged.verdict == "exact":
            return judged
        refused = refused or judged
    return refused


def _judged(quote: QuoteWords, source: Folded, found: QuotePlace) -> Check:
    """A quote whose words stand in a place: exact, cut short, or shown otherwise than it is."""
    hidden = cut_off(quote.text, source, found.first, found.last)
    if hidden is not None:
        return _extended(source, hidden)
    start, end = _slice(source, found.first, found.last)
    if why := otherwise(quote.text, source, found.runs, quote.form):
        if between(source, found.first + 1, found.last):
            return Check("missing", why=why)  # two parts are two quotes: there is no one slice
        return Check("near", start, end, why, ((start, end),))
    runs = tuple(_slice(source, *run) for run in found.runs)
    return Check("exact", start, end, "", runs)


def _extended(source: Folded, hidden: Cut) -> Check:
    start, end = _slice(source, hidden.first, hidden.last)
    return Check("clipped", start, end, hidden.why, ((start, end),))


def _elided(parts: tuple[Segment, ...], source: Folded) -> Check | None:
    """One sentence quoted with an elision that hides a turn: the sentence without the elision."""
    runs: list[tuple[int, int]] = []
    low = 0
    for part in parts:
        found = next(
            (one for one in places((part,), source) if one.first >= low),
            None,
        )
        if found is None:
            return None
        runs.append((found.first, found.last))
        low = found.last
    first, last = runs[0][0], runs[-1][1]
    gaps = list(itertools.pairwise(runs))
    hidden = [one for one in gaps if not honest_gap(source, one[0][1], one[1][0])]
    one_sentence = source.sentence(first) == source.sentence(last - 1)
    if len(hidden) != 1 or not one_sentence:
        return None
    left_out = source.norms[hidden[0][0][1] : hidden[0][1][0]]
    word = turns(left_out) or " ".join(left_out)
    start, end = _slice(source, first, last)
    return Check("near", start, end, f"an elision swallows {word!r}", ((start, end),))


def _loses_a_piece(near: Near, shortest: int) -> bool:
    """Whether mending an elided quote would put in or leave out much of one of its pieces."""
    return any(
        2 * len(edit.said) > shortest
        or (not edit.meant and (edit.first <= near.first or edit.last >= near.last))
        for edit in near.edits
    )


def _difference(near: Near) -> str:
    parts = []
    for edit in near.edits:
        said, meant = " ".join(edit.said), " ".join(edit.meant)
        if said and meant:
            parts.append(f"{said!r} where the source has {meant!r}")
        else:
            parts.append(f"{said!r} added" if said else f"{meant!r} left out")
    return "; ".join(parts)


# ── slices ────────────────────────────────────────────────────────────────────────────────

_CLOSERS = "\"”’'»)]"


def _slice(source: Folded, first: int, last: int) -> tuple[int, int]:
    """Raw span of a token run, with the punctuation that belongs to its ends."""
    start, end = source.slice(first, last)
    raw = source.raw
    at_stop = last - 1 in source.stop
    limit = source.start[last] if last < len(source) else len(raw)
    while at_stop and end < limit and (raw[end] in ".!?…" or raw[end] in _CLOSERS):
        end += 1
    if end < limit and raw[end] == "%":
        end += 1
    return start, end


def stands(quote: str, text: str, *, form: Form = "source", of: Form = "source") -> bool:
    """Whether a quote stands in a text word for word, edges aside. form: of the quote; of: of the text."""
    parts = segments(quote, form, beside=text)
    return bool(parts) and any(place(parts, source) is not None for source in readings(text, of))
