"""Whether a quote's edges cut off what turns its statement round, and where it should end instead.

Enter: a quote, its source and the tokens it lies on. Leave: a `Cut` with the tokens to extend to and
the reason, or None. A denial, a condition, a hedge or a qualifier belongs to its statement; so do a
magnitude, a rate and an objection that begins in the same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text import lexicon
from pipeline.text.folding import Folded
from pipeline.text.lists import beside
from pipeline.verify.quotes import scopes
from pipeline.verify.quotes.borders import borders
from pipeline.verify.quotes.phrases import (
    afterthought,
    counted,
    counts,
    left_outside,
    measured,
    right_outside,
)

_LISTS = beside(__file__)


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cut hides; first, last: the tokens to print instead (last excluded)."""

    first: int
    last: int
    why: str


def cut_off(quote: str, source: Folded, first: int, last: int) -> Cut | None:
    """The edges of a quote that lies on tokens first..last, if they hide something."""
    left = _left(quote, source, first)
    right = _right(quote, source, first, last)
    if left is None and right is None:
        return None
    why = "; ".join(side[1] for side in (left, right) if side is not None)
    return Cut(first if left is None else left[0], last if right is None else right[0], why)


# ── left ──────────────────────────────────────────────────────────────────────────────────

MATRIX_WORDS = 9  # how far before a `that` its denial may stand: "there is no evidence at all that"
LOOK_BACK = 6  # words before a start dressed as a sentence in which a denial still governs it
_DOUBTS = lexicon.NEGATIONS | lexicon.DENIALS | lexicon.ATTRIBUTED | _LISTS.words("doubts")
_UNDER = _LISTS.words("under")
_WHEN = _LISTS.words("when")
_UNDER_PAIRS = (("in", "case"), ("as", "long"), ("so", "long"), ("only", "if"), ("even", "if"))


def _left(quote: str, source: Folded, first: int) -> tuple[int, str] | None:
    """Token to extend to, and why, when words just left of the start turn the quote round."""
    known = borders(source.raw, source.form)
    begin = next((at for at in range(first, source.sentence(first)[0], -1) if at in known), None)
    begin = source.sentence(first)[0] if begin is None else begin
    if begin == first:
        return None
    before = source.norms[begin:first]
    if source.norms[first].replace(".", "").isdigit() and before[-1] in ("$", "€", "£", "¥", "-"):
        return first - 1, f"{before[-1]!r} before the number is cut off"
    comma = "," in source.raw[source.end[first - 1] : source.start[first]]
    poses = _poses_as_sentence(quote, source, first)
    word = _guard(before, comma=comma) or _condition(before, comma=comma, poses=poses)
    word = word or _measure(before, source.norms[first])
    word = word or left_outside(before, source.norms[first : first + 2], comma=comma)
    if not word:
        narrows = scopes.fronted(before, poses=poses) if comma else ""
        part = "" if comma else scopes.share(before, source.norms[first], poses=poses)
        word = narrows or part
    if not word and poses:
        word = next((one for one in before[-LOOK_BACK:] if _turns_clause(one)), "")
    return (begin, f"{word!r} before the start is cut off") if word else None


def _guard(before: tuple[str, ...], *, comma: bool) -> str:
    """A denial, negation or condition that governs what follows it directly."""
    last = before[-1]
    if last in ("no", "not", "never", "nothing", "none") and comma:
        return ""  # an answer or an aside, which governs nothing behind its comma
    if _governs(before):
        return last
    if last in ("if", "unless", "whether"):
        return last
    if last == "that":
        claimed = before[-2:-1] and before[-2] in _DISOWNS and len(before) <= CLAIMANTS + 1
        doubt = (one for one in before[-MATRIX_WORDS:] if one in _DOUBTS)
        return before[-2] if claimed else next(doubt, "")
    for back in (2, 3, 4):
        if len(before) < back or not all(one in lexicon.LINKS for one in before[1 - back :]):
            return ""
        if _governs(before[: len(before) + 1 - back]):
            return before[-back]
    return ""


CLAIMANTS = 4  # words before a quote in which someone is named who claims it
_DISOWNS = _LISTS.words("disowns")
_ALL = _LISTS.words("all")
_PARTS = _LISTS.words("parts")


_BOUNDED = _LISTS.phrases("bounded")


def _measure(before: tuple[str, ...], first: str) -> str:
    """`nearly` before "all", `half of` before "the nodes", `far from` before "a solved problem"."""
    if before[-2:] == ("far", "from"):
        return "far from"
    if before[-1] in _DISOWNS and len(before) <= CLAIMANTS:
        return before[-1]
    if before == ("only",):  # `Only admins may delete`
        return "only"
    led = f" {' '.join(before[-3:])}"
    if counts(first) and (bound := next((b for b in _BOUNDED if led.endswith(f" {b}")), "")):
        return bound
    if before[-1] in ("nearly", "almost", "virtually") and (first in _ALL or counts(first)):
        return before[-1]
    if before[-1] == "of" and before[-2:-1] and before[-2] in _PARTS:
        return f"{before[-2]} of"
    return ""


def _governs(before: tuple[str, ...]) -> bool:
    """Whether the last word denies what follows; "a disputed", "is rejected" only describe."""
    last = before[-1]
    if last in lexicon.NEGATIONS or last in lexicon.ATTRIBUTED:
        return True
    if last not in lexicon.DENIALS:
        return False
    describes = last.endswith("ed") or last in ("false", "untrue", "impossible", "improbable")
    return not (describes and before[-2:-1] and before[-2] in _DESCRIBED)


_DESCRIBED = lexicon.DETERMINERS | lexicon.COPULAS | _LISTS.words("described")


def _condition(before: tuple[str, ...], *, comma: bool, poses: bool) -> str:
    """A condition that was closed by a comma, or "then", just before the start."""
    if not comma and before[-1] != "then":
        return ""
    for at, word in enumerate(before):
        if word in _UNDER or before[at : at + 2] in _UNDER_PAIRS:
            return " ".join(before[at : at + 2]) if word not in _UNDER else word
    return before[0] if poses and before[0] in _WHEN else ""


def _turns_clause(word: str) -> bool:
    return word in lexicon.NEGATIONS or word in lexicon.DENIALS or word in ("if", "unless")


def _poses_as_sentence(quote: str, source: Folded, first: int) -> bool:
    """Whether a quote cut from mid-sentence is dressed as one: a capital the source lacks."""
    letter = next((char for char in quote if char.isalpha()), "")
    return letter.isupper() and source.raw[source.start[first]].islower()


# ── right ─────────────────────────────────────────────────────────────────────────────────

_NOTED = re.compile(r"\[\d{1,3}\][\s.,;\"'”’)]*$")  # a mark where the source may have a number
QUALIFIER = 6  # words of a limit at a sentence's end
# Conditions that follow their statement. Cutting one off is a distortion; of those that may also
# begin a clause of another kind, where a full stop then says that the statement was whole.
CONDITIONS = frozenset(("if", "unless"))
# Symbols behind a figure that say of what it is one.
UNITS = _LISTS.words("units")
ONLY = (
    ("as", "long"), ("so", "long"),
    ("only", "if"), ("only", "when"), ("except", "if"), ("except", "when"), ("except", "for"),
    ("provided", "that"), ("in", "case"),
)  # fmt: skip
TRAILING = _LISTS.words("trailing")
_WHEN_ENDED = (("when", "the"), ("when", "you"), ("when", "a"))
_OBJECTIONS = _LISTS.words("objections")
_EVEN = (("even", "though"), ("even", "if"))
_BOUNDS = (
    ("in", "theory"), ("in", "principle"), ("in", "some"), ("in", "most"), ("in", "rare"),
    ("by", "default"), ("at", "least"), ("at", "most"), ("on", "average"), ("or", "more"),
    ("or", "less"), ("or", "fewer"), ("in", "preview"), ("in", "beta"), ("for", "now"),
)  # fmt: skip
_OPENS = re.compile(r"[\"'”’*_`\s]*[(\[]\s*$")
_BRACKET = re.compile(r"[(\[]\s*([^()\[\]]{1,200})")
_POINTS = re.compile(
    r"see\b|cf\b|e\.?g\b|i\.?e\b|fig|table|section|chapter|ref\b|https?:|www\.|source|link|pdf|aka\b"
    r"|also known|or \w+\)?$|[A-Z][A-Za-z0-9+./-]{0,11}s?$|\d{4}$|\[?\d{1,3}$",
)
_QUALIFIES = _LISTS.words("qualifies")


def _right(quote: str, source: Folded, first: int, last: int) -> tuple[int, str] | None:
    """Token to extend to, and why, when the end cuts off a magnitude, a condition, an objection."""
    if last >= len(source):
        return None
    if borders(source.raw, source.form).get(last) in ("cell", "item", "heading"):
        return None  # another cell or item says nothing of this one
    if last - 1 in source.stop:
        return _answered(quote, source, last)
    ends, following = source.norms[last - 1], source.norms[last : last + 2]
    gap = source.raw[source.end[last - 1] : source.start[last]]
    number = counts(ends)
    if number and following[0] in lexicon.MAGNITUDES - {"per"}:
        return last + 1, f"{following[0]!r} after the number is cut off"
    if ends[0].isdigit() and gap in ("-", "–", "—") and counts(following[0]):
        return last + 1, f"{gap + following[0]!r} after the number is cut off"
    if _NOTED.search(quote) and counts(following[0]):
        return last + 1, f"{following[0]!r} after the end is cut off"
    if number and gap in (" ", "\u00a0", "-") and following[0] in UNITS:
        return last + 1, f"{following[0]!r} after the number is cut off"
    if following[0] == "per" and counted(source.norms[max(0, last - 3) : last]):
        return last + 2, f"{' '.join(following)!r} after the figure is cut off"
    if following[0] in ("only", "alone") and last in source.stop:  # for internal use only
        return last + 1, f"{following[0]!r} after the end is cut off"
    ended = quote.rstrip(" \"'”’)*_`").endswith((".", "!"))
    begin, stop = source.sentence(last - 1)
    # A whole sentence but for its last few words reads as whole, with a full stop or without.
    whole = ended or (first == begin and stop - last <= QUALIFIER)
    if _OPENS.fullmatch(gap):
        return _bracketed(
            source, last, ended=ended or (first == begin and _closes(source, last, stop))
        )
    further = source.norms[last : last + 3]
    ranged = gap.strip() in ("-", "–", "—") and counts(following[0])
    if ranged and measured(source.norms[max(0, last - 2) : last]):
        return last + 1, f"{gap + following[0]!r} after the number is cut off"
    if gap.strip() == "," and (taken := afterthought(further)):
        return source.sentence(last)[1], f"{taken!r} after the end is cut off"
    if gap == " " and following[0] == "but" and _EVERY.intersection(source.norms[first:last]):
        return source.sentence(last)[1], "'but' after the end is cut off"
    more, outside = right_outside(source.norms[max(0, last - 4) : last], further)
    if outside and not re.search(r"[,;:]", gap):
        end = last + more if more else source.sentence(last)[1]
        return end, f"{outside!r} after the end is cut off"
    if whole and not re.search(r"[,;:]", gap) and (where := _scope(source, last, stop)):
        return stop, f"{where!r} after the end is cut off"
    if whole and following[0] in ("until", "without"):
        return stop, f"{' '.join(following)!r} after the end is cut off"
    if _cuts(following, gap, ended=ended, open_end=_dots(quote)):
        return source.sentence(last)[1], f"{' '.join(following)!r} after the end is cut off"
    return None


def _scope(source: Folded, last: int, stop: int) -> str:
    """What ends a sentence behind a quote, up to a comma, and says where the quote holds."""
    gaps = (source.raw[source.end[at - 1] : source.start[at]] for at in range(last + 1, stop))
    length = next((n for n, gap in enumerate(gaps, 1) if re.search(r"[,;:(–—]", gap)), stop - last)
    return scopes.trailing(source.norms[last : last + length])


def _closes(source: Folded, last: int, stop: int) -> bool:
    """Whether nothing but a bracket stands between a quote and the end of its sentence."""
    found = _BRACKET.match(source.raw, source.end[last - 1] + 1)
    return found is not None and source.end[stop - 1] <= found.end()


_EVERY = _LISTS.words("every")


def _answered(quote: str, source: Folded, last: int) -> tuple[int, str] | None:
    """The no behind a question that is quoted without its mark, as if it were so."""
    limit = source.start[last]
    asks = "?" in source.raw[source.end[last - 1] : limit] and "?" not in quote
    answer = source.norms[last : last + ANSWER]
    stop = source.sentence(last)[1]
    if asks and (answer[0] in _ANSWERS_NO or "not" in answer[: stop - last]):
        return stop, f"{answer[0]!r} answers the question"
    return None


ANSWER = 4  # words of an answer in which a denial may stand: `It does not.`
_ANSWERS_NO = _LISTS.words("answers_no")


def _cuts(following: tuple[str, ...], gap: str, *, ended: bool, open_end: bool) -> bool:
    """Whether the words behind the end belong to the statement before it."""
    if following[0] in CONDITIONS or following in ONLY:
        return True
    clause = bool(re.search(r"[,;–—]", gap)) or " - " in gap
    if clause and following[0] == "assuming":
        return True
    objects = following[0] in _OBJECTIONS or following in _EVEN
    if objects and (ended or clause) and not open_end:
        return True
    if not ended:
        return False
    bound = following in _BOUNDS or following in _WHEN_ENDED or following[0] == "per"
    return following[0] in ("not", "never", "no") or following[0] in TRAILING or bound


def _bracketed(source: Folded, last: int, *, ended: bool) -> tuple[int, str] | None:
    """A bracket behind the end that qualifies the statement."""
    found = _BRACKET.search(source.raw, source.end[last - 1])
    inside = found[1].strip() if found else ""
    if not inside or _POINTS.match(inside):
        return None
    words = re.findall(r"[\w']+", inside.lower())
    qualifies = bool(words) and (
        words[0] in _QUALIFIES or (ended and (_limits(words) or scopes.bracketed(words)))
    )
    if not found or not qualifies or (not ended and words[0] not in _STRICT):
        return None
    after = last
    while after < len(source) and source.start[after] < found.end():
        after += 1
    return after, f"{inside!r} after the end is cut off"


_STRICT = _LISTS.words("strict")


def _limits(words: list[str]) -> bool:
    limiting = lexicon.NEGATIONS | lexicon.CONDITIONS | lexicon.HEDGES
    return any(word in limiting for word in words)


def _dots(quote: str) -> bool:
    return quote.rstrip(" \"'”’)]*_`").endswith(("…", "..."))
