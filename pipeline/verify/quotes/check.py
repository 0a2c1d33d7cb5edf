"""Decides whether a quote is what its source says, and what may be printed instead.

Enter: a quote's words and source texts. Leave: a `Check`: exact, spelling (same words, spelled
otherwise), near (altered, and meant for exactly one place), clipped (its left or right edge hides
a denial, a condition or a magnitude) or missing. What is printed is always the source's slice;
for `near` and `clipped` the slice is a repair, for `missing` there is none.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.text import lexicon
from pipeline.text.folding import Folded, fold
from pipeline.verify.quotes.align import brackets, honest_gap, place, places, segments, turns, words
from pipeline.verify.quotes.edits import Near
from pipeline.verify.quotes.nearest import nearest

Verdict = Literal["exact", "spelling", "near", "clipped", "missing"]
EDGE = 8  # characters of punctuation a selector may hold beyond the words at its ends
ACCEPTED = ("exact", "spelling")


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
        return self.verdict in ACCEPTED


def check(quote: str, text: str) -> Check:
    """Check a quote against the text of the source it names."""
    parts = segments(quote)
    source = fold(text)
    said = words(parts, source)
    if not said or not source:
        return Check("missing", why="there are no words to compare")
    found = _honest(quote, parts, source)
    if found is not None:
        return _relinked(quote, text, found) or found
    if len(parts) > 1 and (hidden_gap := _elided(parts, source)) is not None:
        return hidden_gap
    near = nearest(said, source)
    if near is None or (len(parts) > 1 and _loses_a_piece(near, min(map(len, parts)))):
        return Check("missing", why="these words do not stand in the source, or not in this order")
    return _repaired(quote, near, source, brackets(parts))


def check_at(quote: str, text: str, start: int, end: int) -> Check | None:
    """Check a quote in the place its selector names; None if the words do not stand there."""
    source = fold(text)
    for found in places(segments(quote), source):
        here = _slice(source, found.first, found.last)
        if abs(here[0] - start) <= EDGE and abs(here[1] - end) <= EDGE:
            hidden = _edges(quote, source, found.first, found.last)
            runs = tuple(_slice(source, *run) for run in found.runs)
            return hidden or Check("exact", start, end, "", runs)
    return None


def _repaired(quote: str, near: Near, source: Folded, put_in: tuple[str, ...]) -> Check:
    """What an altered quote becomes: the source's slice, extended where its edge hides a denial."""
    start, end = _slice(source, near.first, near.last)
    verdict: Verdict = "spelling" if near.same_meaning and not put_in else "near"
    hidden = _edges(quote, source, near.first, near.last)
    if hidden is not None:
        start, end = hidden.start, hidden.end
        verdict = "clipped" if verdict == "spelling" else "near"
    return Check(verdict, start, end, _difference(near), ((start, end),))


def _honest(quote: str, parts: tuple[tuple[object, ...], ...], source: Folded) -> Check | None:
    """The quote where it stands word for word; clipped only if it is clipped in every place."""
    clipped: Check | None = None
    for found in places(parts, source):  # type: ignore[arg-type]
        hidden = _edges(quote, source, found.first, found.last)
        if hidden is None:
            start, end = _slice(source, found.first, found.last)
            runs = tuple(_slice(source, *run) for run in found.runs)
            return Check("exact", start, end, "", runs)
        clipped = clipped or hidden
    return clipped


def _relinked(quote: str, text: str, found: Check) -> Check | None:
    """A quote whose link leads elsewhere than the source's link on the same words."""
    ours = dict(_LINK.findall(quote))
    for words_, target in _LINK.findall(text[found.start : found.end]):
        if ours.get(words_, target) != target:
            why = f"the link on {words_!r} leads elsewhere than the source's"
            return Check("near", found.start, found.end, why, found.pieces)
    return None


_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,2000})\)")


def _elided(parts: tuple[tuple[object, ...], ...], source: Folded) -> Check | None:
    """One sentence quoted with an elision that hides a turn: the sentence without the elision."""
    runs: list[tuple[int, int]] = []
    low = 0
    for part in parts:
        found = next(
            (
                one
                for one in places((part,), source)  # type: ignore[arg-type]
                if one.first >= low
            ),
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


# ── edges ─────────────────────────────────────────────────────────────────────────────────


def _edges(quote: str, source: Folded, first: int, last: int) -> Check | None:
    """A clipped edge, with the slice extended so that it says what the source says."""
    left = _left(quote, source, first)
    right = _right(quote, source, last)
    if left is None and right is None:
        return None
    begin = first if left is None else left[0]
    finish = last if right is None else right[0]
    why = "; ".join(one[1] for one in (left, right) if one is not None)
    start, end = _slice(source, begin, finish)
    return Check("clipped", start, end, why, ((start, end),))


def _left(quote: str, source: Folded, first: int) -> tuple[int, str] | None:
    """Token to extend to, and why, when words just left of the start turn the quote round."""
    begin = source.sentence(first)[0]
    if begin == first:
        return None
    before = source.norms[begin:first]
    if source.norms[first].replace(".", "").isdigit() and before[-1] in ("$", "€", "£", "¥", "-"):
        return first - 1, f"{before[-1]!r} before the number is cut off"
    comma = "," in source.raw[source.end[first - 1] : source.start[first]]
    word = _guard(before, comma=comma)
    if not word and _poses_as_sentence(quote, source, first):
        word = next((one for one in before[-6:] if _turns_clause(one)), "")
    if not word:
        return None
    return begin, f"{word!r} before the start is cut off"


def _guard(before: tuple[str, ...], *, comma: bool) -> str:
    """A denial, negation or condition that governs what follows it directly."""
    last = before[-1]
    if last in ("no", "not", "never", "nothing", "none") and comma:
        return ""  # an answer or an aside, which governs nothing behind its comma
    if last in lexicon.NEGATIONS or last in lexicon.DENIALS or last in lexicon.ATTRIBUTED:
        return last
    if last in ("if", "unless", "whether"):
        return last
    if last == "that":
        doubt = (one for one in before[-MATRIX_WORDS:] if one in _DOUBTS)
        return next(doubt, "")
    for back in (2, 3, 4):
        if len(before) < back or not all(one in lexicon.LINKS for one in before[1 - back :]):
            return ""
        if before[-back] in lexicon.NEGATIONS or before[-back] in lexicon.DENIALS:
            return before[-back]
    return ""


MATRIX_WORDS = 9  # how far before a `that` its denial may stand: "there is no evidence at all that"
_DOUBTS = (
    lexicon.NEGATIONS
    | lexicon.DENIALS
    | lexicon.ATTRIBUTED
    | frozenset(
        "few little wrong rumors rumours rumor rumour myth fiction unproven nonsense".split()
    )
)


def _turns_clause(word: str) -> bool:
    return word in lexicon.NEGATIONS or word in lexicon.DENIALS or word in ("if", "unless")


def _poses_as_sentence(quote: str, source: Folded, first: int) -> bool:
    """Whether a quote cut from mid-sentence is dressed as one: a capital the source lacks."""
    letter = next((char for char in quote if char.isalpha()), "")
    return letter.isupper() and source.raw[source.start[first]].islower()


def _right(quote: str, source: Folded, last: int) -> tuple[int, str] | None:
    """Token to extend to, and why, when the end cuts off a magnitude or a condition."""
    if last >= len(source) or last - 1 in source.stop:
        return None
    ends = source.norms[last - 1]
    number = ends[0].isdigit() or ends in lexicon.NUMBER_WORDS
    if number and source.norms[last] in lexicon.MAGNITUDES - {"per"}:
        return last + 1, f"{source.norms[last]!r} after the number is cut off"
    if _NOTED.search(quote) and _counts(source.norms[last]):
        return last + 1, f"{source.norms[last]!r} after the end is cut off"
    ended = quote.rstrip(" \"'”’)*_").endswith((".", "!"))
    following = source.norms[last : last + 2]
    if ended and following[0] in ("not", "never", "no"):
        return source.sentence(last)[1], f"{following[0]!r} after the end is cut off"
    if following[0] in CONDITIONS or following in ONLY or (ended and following[0] in TRAILING):
        return source.sentence(last)[1], f"{' '.join(following)!r} after the end is cut off"
    return None


def _counts(norm: str) -> bool:
    return norm[0].isdigit() or norm in lexicon.NUMBER_WORDS


_NOTED = re.compile(r"\[\d{1,3}\][\s.,;\"'”’)]*$")  # a mark where the source may have a number
# Conditions that follow their statement. Cutting one off is a distortion; of those that may also
# begin a clause of another kind, where a full stop then says that the statement was whole.
CONDITIONS = frozenset(("if", "unless"))
ONLY = (
    ("only", "if"),
    ("only", "when"),
    ("except", "if"),
    ("except", "when"),
    ("provided", "that"),
)
TRAILING = frozenset("except provided providing until assuming".split())


# ── slices ────────────────────────────────────────────────────────────────────────────────

_OPENERS = "\"“‘'«(["
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


def stands(quote: str, text: str) -> bool:
    """Whether a quote stands in a text word for word, edges aside."""
    parts = segments(quote)
    return bool(parts) and place(parts, fold(text)) is not None
