"""Lays a quote over a source, token by token, and says exactly where it lies.

Enter: the quote's segments, and a folded source. Leave: a `QuotePlace` (token span, the elisions and
insertions used) or None. Each segment between elisions must be one contiguous run on word boundaries,
in order. Elisions may not swallow what turns a sentence round.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.folding import Folded
from pipeline.verify.quotes.elisions import MAX_GAP_WORDS, aside, honest_gap
from pipeline.verify.quotes.insertions import CONTRACTED, allowed
from pipeline.verify.quotes.segments import Bracket, Segment, Word

# Limits: more or wider elisions than these were not found in 60 of 60 honest elided quotes of the
# development set; a chain of short pieces is how a quote is stitched together.
MAX_ELISIONS = 3
MIN_SEGMENT_WORDS = 3
MAX_QUOTE_WORDS = 400
MAX_TRIES = 400  # places tried for a segment before giving up; bounds repetitive sources


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quote lies: source tokens first..last (last excluded) and the runs within."""

    first: int
    last: int
    runs: tuple[tuple[int, int], ...]


def words(parts: tuple[Segment, ...], source: Folded) -> tuple[str, ...]:
    """The quoted tokens, without elisions; a bracket that is not the source's own is one token."""
    out: list[str] = []
    for segment in parts:
        for one in segment:
            if isinstance(one, Word):
                out.append(one.norm)
            else:
                out += one.words if _own(one, source) else [f"[{one.text}]"]
    return tuple(out)


def _own(bracket: Bracket, source: Folded) -> bool:
    size = len(bracket.words)
    return (
        any(
            source.norms[at : at + size] == bracket.words
            for at in source.places.get(bracket.words[0], ())[:MAX_TRIES]
        )
        if bracket.words
        else False
    )


def place(parts: tuple[Segment, ...], source: Folded) -> QuotePlace | None:
    """Find a quote in a source, or None. Of several places the first honest one is taken."""
    total = sum(len(part) for part in parts)
    if not parts or total > MAX_QUOTE_WORDS or len(parts) > MAX_ELISIONS + 1:
        return None
    for runs in itertools.islice(_runs(parts, source, 0, None), MAX_TRIES):
        if _long_enough(parts, source, runs):
            return QuotePlace(runs[0][0], runs[-1][1], runs)
    return None


def _long_enough(
    parts: tuple[Segment, ...], source: Folded, runs: tuple[tuple[int, int], ...]
) -> bool:
    """Whether each piece says enough to be known by, or is set off by nothing but asides."""
    gaps = [(one[1], other[0]) for one, other in itertools.pairwise(runs)]
    for at, part in enumerate(parts):
        beside = gaps[max(0, at - 1) : at + 1]
        if _length(part) < MIN_SEGMENT_WORDS and not all(aside(source, *gap) for gap in beside):
            return False
    return True


def places(parts: tuple[Segment, ...], source: Folded, limit: int = 50) -> list[QuotePlace]:
    """All places of a quote without elisions, up to a limit, in order."""
    if len(parts) != 1:
        found = place(parts, source)
        return [found] if found else []
    out: list[QuotePlace] = []
    for start, end in _lay(parts[0], source, 0, len(source)):
        out.append(QuotePlace(start, end, ((start, end),)))
        if len(out) >= limit:
            break
    return out


def _length(part: Segment) -> int:
    return sum(1 if isinstance(one, Word) else len(one.words) for one in part)


def _runs(
    parts: tuple[Segment, ...], source: Folded, low: int, before: int | None
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Runs for the rest of the segments, the first starting at `low` or later."""
    high = len(source) if before is None else min(len(source), before + MAX_GAP_WORDS + 1)
    for start, end in _lay(parts[0], source, low, high):
        if before is not None and not honest_gap(source, before, start):
            continue
        if len(parts) == 1:
            yield ((start, end),)
            continue
        for rest in _runs(parts[1:], source, end, end):
            yield ((start, end), *rest)
            break


def _lay(part: Segment, source: Folded, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Spans where one segment fits, starting between low and high."""
    for start in _starts(part, source, low, high)[:MAX_TRIES]:
        end = _fit(part, 0, source, start)
        if end is not None:
            yield start, end


def _starts(part: Segment, source: Folded, low: int, high: int) -> list[int]:
    """Candidate starts: places of the first word; around a leading bracket, a little earlier."""
    first = part[0]
    if isinstance(first, Bracket):
        anchor = next((one for one in part if isinstance(one, Word)), None)
        literal = source.places.get(first.words[0], []) if first.words else []
        near = [] if anchor is None else source.places.get(anchor.norm, [])
        around = {at - back for at in near for back in (0, 1, 2)} | set(literal)
        if anchor is not None and any(anchor.norm in full for full in CONTRACTED.values()):
            around |= {at for norm, held in source.places.items() if "'" in norm for at in held}
        return sorted(at for at in around if low <= at < high)
    at = set(source.places.get(first.norm, []))
    if first.glue and len(part) > 1 and isinstance(part[1], Word):
        at |= set(source.places.get(first.norm + part[1].norm, []))
    if len(part) == 1:
        at |= set(source.places.get(first.norm + "'s", []))
    for cut in _splits(first.norm, source):
        at.add(cut)
    after = part[1] if len(part) > 1 else None
    if isinstance(after, Word) and _written_apart((first, after), first.norm + after.norm):
        at |= set(source.places.get(first.norm + after.norm, []))
    if first.norm == "cannot" or first.norm in _DOTTED:
        at |= set(source.places.get("can" if first.norm == "cannot" else first.norm[0], []))
    return sorted(one for one in at if low <= one < high)


def _splits(norm: str, source: Folded) -> Iterator[int]:
    """Places where the source has a word in two glued halves."""
    for index in source.glue:
        if index + 1 < len(source) and norm == source.norms[index] + source.norms[index + 1]:
            yield index


def _fit(part: Segment, at: int, source: Folded, index: int) -> int | None:
    """One past the last source token, if elements from `at` fit from token `index` on."""
    norms, size = source.norms, len(source.norms)
    while at < len(part):
        element = part[at]
        if isinstance(element, Bracket):
            return _fit_bracket(part, at, source, index)
        if index >= size:
            return None
        if norms[index] == element.norm:
            at, index = at + 1, index + 1
        elif index in source.mark:
            index += 1
        elif _in_two(element.norm, source, index):
            at, index = at + 1, index + 2
        elif (two := part[at : at + 2]) and _written_apart(two, norms[index]):
            at, index = at + 2, index + 1
        elif at == len(part) - 1 and norms[index] == element.norm + "'s":
            at, index = at + 1, index + 1  # a name cut out of its possessive
        elif element.glue and _joined(part, at) == norms[index]:
            at, index = at + 2, index + 1
        else:
            return None
    return index


# Two letters that are written with dots or without; others are two symbols that became one word.
_DOTTED = frozenset("eg ie am pm us uk eu un ad bc".split())


def _in_two(norm: str, source: Folded, index: int) -> bool:
    """Whether a word of a quote is two tokens of its source: glued halves, or spelled apart."""
    pair = source.norms[index : index + 2]
    return (index in source.glue and "".join(pair) == norm) or _spelled_apart(norm, pair)


def _spelled_apart(norm: str, pair: tuple[str, ...]) -> bool:
    """`cannot` for the source's "can not"; `eg` for its "e.g."."""
    letters = norm in _DOTTED and all(len(one) == 1 for one in pair)
    return (norm == "cannot" or letters) and "".join(pair) == norm


def _written_apart(two: Segment, norm: str) -> bool:
    """`can not` for the source's "cannot", `e.g.` for its "eg", `50 000` for its "50,000"."""
    if len(two) < 2 or not all(isinstance(one, Word) for one in two):
        return False
    left, right = (one.norm for one in two if isinstance(one, Word))
    if left + right != norm:
        return False
    thousands = norm.isdigit() and len(left) <= 3 and len(right) == 3
    return norm == "cannot" or thousands or norm in _DOTTED


def _joined(part: Segment, at: int) -> str:
    element, after = part[at], part[at + 1] if at + 1 < len(part) else None
    assert isinstance(element, Word)
    return element.norm + after.norm if isinstance(after, Word) else ""


def _fit_bracket(part: Segment, at: int, source: Folded, index: int) -> int | None:
    """A bracket is the source's own words, an insertion, or stands for one or two references."""
    bracket = part[at]
    assert isinstance(bracket, Bracket)
    size = len(bracket.words)
    if source.norms[index : index + size] == bracket.words:
        end = _fit(part, at + 1, source, index + size)
        if end is not None:
            return end
    for skipped in (0, 1, 2):
        replaced = source.norms[index : index + skipped]
        if allowed(bracket, replaced, source, index):
            end = _fit(part, at + 1, source, index + skipped)
            if end is not None:
                return end
    return _fit_full(part, at, source, index)


def _fit_full(part: Segment, at: int, source: Folded, index: int) -> int | None:
    """`[the index] is` for the source's "it's": what a contraction holds, written out."""
    bracket, after = part[at], part[at + 1] if at + 1 < len(part) else None
    assert isinstance(bracket, Bracket)
    if index >= len(source) or not isinstance(after, Word):
        return None
    bare, mark, ending = source.norms[index].partition("'")
    if not mark or after.norm not in CONTRACTED.get(ending, ()):
        return None
    if not allowed(bracket, (bare,), source, index):
        return None
    return _fit(part, at + 2, source, index + 1)
