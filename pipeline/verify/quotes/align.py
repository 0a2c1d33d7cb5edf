"""Lays a quote over a source, token by token, and says exactly where it lies.

Enter: the quote's words as a writer gave them, and a folded source. Leave: a `Place` (token
span, the elisions and insertions used) or None. Each segment between elisions must be one
contiguous run on word boundaries, in order; a bracket is either the source's own, or stands for
a reference or a function word. Elisions may not swallow what turns a sentence round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text import lexicon
from pipeline.text.folding import Folded, fold, plain
from pipeline.text.words import STOPWORDS

# Limits: more or wider elisions than these were not found in 60 of 60 honest elided quotes of the
# development set; a chain of short pieces is how a quote is stitched together.
MAX_ELISIONS = 3
MAX_GAP_WORDS = 60
MIN_SEGMENT_WORDS = 3
MAX_QUOTE_WORDS = 400
MODIFIERS = 3  # a gap of so few words, all of them modifiers, leaves out nothing but them
MAX_TRIES = 400  # places tried for a segment before giving up; bounds repetitive sources

_ELISION = re.compile(r"[\[(]\s*\.(?:\s*\.){2,}\s*[\])]|\.(?:\s*\.){2,}")
_BRACKET = re.compile(r"\[([^\[\]]{0,200})\]")
_WITHIN_WORD = re.compile(r"(?<=[^\W\d_])\[([^\W\d_]{1,3})\]|\[([^\W\d_]{1,3})\](?=[^\W\d_])")
_OWN_ELLIPSIS = re.compile(r"[.…]{2,}|…|\.\s\.\s\.")
# What an editor says about a quote, not in it.
_REMARK = re.compile(
    r"\s*[\[(](?:sic!?|(?:emphasis|italics)\s(?:added|mine|ours|in\s(?:the\s)?original)"
    r"|(?:our|my)\s(?:emphasis|italics))[\])]"
)
_NOTE = re.compile(
    r"(?<=\S)\[(?:sources?\s)?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]|\s*\[(?:sources?\s)?\d{1,3}\](?=[\s.\"']*$)"
)
_OWNING = re.compile(r"\[([^\[\]]{1,60})\]'(s|t|re|ve|ll|d|m)\b")  # [the firm]'s


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a quote; `glue`: may be one word with the next."""

    norm: str
    glue: bool = False


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracketed stretch of a quote."""

    words: tuple[str, ...]
    text: str
    capitals: frozenset[str] = frozenset()  # its words that begin with a capital


Element = Word | Bracket
Segment = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote lies: source tokens first..last (last excluded) and the runs within."""

    first: int
    last: int
    runs: tuple[tuple[int, int], ...]


def segments(quote: str) -> tuple[Segment, ...]:
    """Read a quote: elements between elisions."""
    capitals = frozenset(
        norm
        for bracket in _BRACKET.findall(quote)
        for word in bracket.split()
        if word[0].isupper()
        for norm in fold(word).norms
    )
    folded, _ = plain(quote)
    folded = _REMARK.sub("", folded)
    folded = _OWNING.sub(r"[\1'\2]", folded)
    folded = _NOTE.sub("", _WITHIN_WORD.sub(lambda m: m[1] or m[2], folded))
    return tuple(
        segment
        for piece in _ELISION.split(folded)
        if (segment := tuple(_elements(piece, capitals)))
    )


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


def brackets(parts: tuple[Segment, ...]) -> tuple[str, ...]:
    """What stands in brackets."""
    return tuple(one.text for segment in parts for one in segment if isinstance(one, Bracket))


def _elements(piece: str, capitals: frozenset[str]) -> Iterator[Element]:
    at = 0
    for found in _BRACKET.finditer(piece):
        yield from _words(piece[at : found.start()])
        norms = fold(found.group(1)).norms
        yield Bracket(norms, found.group(1), capitals.intersection(norms))
        at = found.end()
    yield from _words(piece[at:])


def _words(text: str) -> Iterator[Word]:
    folded = fold(text)
    for index, norm in enumerate(folded.norms):
        if index not in folded.mark:
            yield Word(norm, index in folded.glue)


def place(parts: tuple[Segment, ...], source: Folded) -> Place | None:
    """Find a quote in a source, or None. Of several places the first honest one is taken."""
    total = sum(len(part) for part in parts)
    if not parts or total > MAX_QUOTE_WORDS or len(parts) > MAX_ELISIONS + 1:
        return None
    if len(parts) > 1 and any(_length(part) < MIN_SEGMENT_WORDS for part in parts):
        return None
    for runs in _runs(parts, source, 0, None):
        return Place(runs[0][0], runs[-1][1], runs)
    return None


def places(parts: tuple[Segment, ...], source: Folded, limit: int = 50) -> list[Place]:
    """All places of a quote without elisions, up to a limit, in order."""
    if len(parts) != 1:
        found = place(parts, source)
        return [found] if found else []
    out: list[Place] = []
    for start, end in _lay(parts[0], source, 0, len(source)):
        out.append(Place(start, end, ((start, end),)))
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
        return sorted(at for at in around if low <= at < high)
    at = set(source.places.get(first.norm, []))
    if first.glue and len(part) > 1 and isinstance(part[1], Word):
        at |= set(source.places.get(first.norm + part[1].norm, []))
    if len(part) == 1:
        at |= set(source.places.get(first.norm + "'s", []))
    for cut in _splits(first.norm, source):
        at.add(cut)
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
        elif index in source.glue and norms[index] + norms[index + 1] == element.norm:
            at, index = at + 1, index + 2
        elif at == len(part) - 1 and norms[index] == element.norm + "'s":
            at, index = at + 1, index + 1  # a name cut out of its possessive
        elif element.glue and _joined(part, at) == norms[index]:
            at, index = at + 2, index + 1
        else:
            return None
    return index


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
        if _allowed(bracket, replaced, source, index):
            end = _fit(part, at + 1, source, index + skipped)
            if end is not None:
                return end
    return None


def _allowed(bracket: Bracket, replaced: tuple[str, ...], source: Folded, index: int) -> bool:
    """Whether an editor may put this bracket in the place of these source tokens."""
    if turns(bracket.words) or any(any(c.isdigit() for c in word) for word in bracket.words):
        return False
    if not replaced:
        after_reference = index > 0 and source.norms[index - 1] in lexicon.RESOLVED
        return all(word in lexicon.INSERTABLE for word in bracket.words) or (
            after_reference
            and source.norms[index - 1] not in lexicon.DETERMINERS
            and _names(bracket, source)
        )
    if len(replaced) == 1 and all(w in lexicon.COPULAS for w in (*replaced, *bracket.words)):
        return len(bracket.words) == 1  # another tense or number: `is` for `was`
    if not all(word in lexicon.RESOLVED for word in replaced):
        return False
    return _names(bracket, source) or all(word in lexicon.INSERTABLE for word in bracket.words)


def _names(bracket: Bracket, source: Folded) -> bool:
    """At most four words that say no more than who or what is meant.

    A name has capitals; other words must be the source's own, but for one behind a determiner.
    """
    if not 0 < len(bracket.words) <= 4:
        return False
    own = [word for word in bracket.words if word not in lexicon.INSERTABLE | lexicon.RESOLVED]
    if any(one.endswith("ly") or one in lexicon.NO_NAMES | STOPWORDS for one in own):
        return False
    unknown = [one for one in own if one not in bracket.capitals and one not in source.places]
    definite = bracket.words[0] in lexicon.DETERMINERS - {"a", "an"}
    return not unknown or (len(own) == 1 and definite)


def turns(norms: tuple[str, ...]) -> str:
    """The first word that turns a statement round or weakens it, or ''."""
    for norm in norms:
        if (
            norm in lexicon.NEGATIONS
            or norm in lexicon.DENIALS
            or norm in lexicon.CONDITIONS
            or norm in lexicon.HEDGES
            or norm in lexicon.NUMBER_WORDS
            or norm in lexicon.MAGNITUDES - {"per"}
        ):
            return norm
    return ""


def honest_gap(source: Folded, left: int, right: int) -> bool:
    """Whether tokens left..right may be left out between two runs of a quote.

    Whole sentences may; within a sentence, nothing that negates, denies, conditions or hedges.
    """
    if right - left > MAX_GAP_WORDS:
        return False
    if left == right:
        return True
    if _OWN_ELLIPSIS.match(source.raw, source.end[left - 1]):
        return False  # the dots are the source's own, so nothing is declared as left out
    if _torn(source, left, right):
        return False
    cut: list[tuple[int, str]] = []
    if left - 1 not in source.stop:  # the left run's sentence goes on into the gap
        last = next((i for i in range(left, right) if i in source.stop), right - 1)
        cut += [(at, source.norms[at]) for at in range(left, last + 1)]
    if right - 1 not in source.stop:  # the right run's sentence began in the gap
        first = next((i + 1 for i in range(right - 2, left - 2, -1) if i in source.stop), left)
        cut += [(at, source.norms[at]) for at in range(max(first, left), right)]
    return not any(norm in _HIDDEN and not _plain_use(source, at) for at, norm in cut)


def _torn(source: Folded, left: int, right: int) -> bool:
    """Whether a gap takes from a number what it counts, or from a word what governs it."""
    norms = source.norms
    before, after, last = norms[left - 1], norms[right], norms[right - 1]
    measured = norms[left] in _MEASURES or norms[left : left + 2] == ("per", "cent")
    if measured and _counts(before) and left - 1 not in source.stop:
        return True
    if right - 1 in source.stop:
        return False
    if _counts(after) and (last in lexicon.APPROXIMATE or last in lexicon.SIGNS):
        return True
    if right - left <= MODIFIERS and all(norm in _MODIFIERS for norm in norms[left:right]):
        return True
    return last in lexicon.GOVERNING


def _counts(norm: str) -> bool:
    number = norm[0].isdigit() or norm in lexicon.NUMBER_WORDS
    return number or norm in lexicon.SIGNS or norm in ("half", "third", "quarter", "dozen")


def _plain_use(source: Folded, at: int) -> bool:
    """Whether a word that may condition or hedge does not here: the month, services providing x."""
    norm = source.norms[at]
    if norm == "may":
        return at > 0 and at - 1 not in source.stop and source.raw[source.start[at]] == "M"
    if norm in ("providing", "provided", "supposing"):
        before = source.raw[max(0, source.start[at] - 3) : source.start[at]].rstrip()[-1:]
        open_clause = norm == "provided" and before in (",", ";", ":", "(", "–", "—")
        return source.norms[at + 1 : at + 2] != ("that",) and not open_clause
    return False


# Of the hedges only those whose loss makes a statement stronger than the source made it.
STRONG_HEDGES = frozenset(
    "may might could possibly perhaps maybe probably likely alleged potentially arguably suggests "
    "suggest suggested appears appear appeared seems seem seemed claimed claims believed".split()
)
_HIDDEN = (
    lexicon.NEGATIONS | lexicon.DENIALS | lexicon.CONDITIONS | lexicon.ATTRIBUTED | STRONG_HEDGES
)
_MEASURES = lexicon.MAGNITUDES - {"per", "k", "m"}
_MODIFIERS = (
    lexicon.GOVERNING
    | lexicon.APPROXIMATE
    | lexicon.HEDGES
    | frozenset("up of some few fewer less more least most".split())
)
