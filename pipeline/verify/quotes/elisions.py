"""What may be left out of a quote between two of its runs.

Enter: a folded source and the tokens of a gap. Leaves: whether the gap is honest. Whole sentences may
go, and an aside that begins and ends at the same clause. Within a sentence nothing may go that
negates, conditions or hedges it, no part of a number, no word between a figure and what it counts,
and no border of a clause whose subject or verb the other run would take over; and nowhere the
border between two speakers, cells or items, or between a heading and its body.
"""

from __future__ import annotations

import re

from pipeline.text import lexicon
from pipeline.text.folding import Folded
from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS
from pipeline.verify.grounds.reading.words import verbal
from pipeline.verify.quotes.borders import between
from pipeline.verify.quotes.phrases import counts

_LISTS = beside(__file__)

MAX_GAP_WORDS = 60
MODIFIERS = 3  # a gap of so few words, all of them modifiers, leaves out nothing but them

_OWN_ELLIPSIS = re.compile(r"[.…]{2,}|…|\.\s\.\s\.")
# Of the hedges only those whose loss makes a statement stronger than the source made it.
STRONG_HEDGES = _LISTS.words("strong_hedges")
_HIDDEN = (
    lexicon.NEGATIONS
    | lexicon.DENIALS
    | lexicon.CONDITIONS
    | lexicon.ATTRIBUTED
    | STRONG_HEDGES
    | {"only"}
)
_MEASURES = lexicon.MAGNITUDES - {"per", "k", "m"}
_MODIFIERS = lexicon.GOVERNING | lexicon.APPROXIMATE | lexicon.HEDGES | _LISTS.words("modifiers")


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
    """Whether tokens left..right may be left out between two runs of a quote."""
    if right - left > MAX_GAP_WORDS:
        return False
    if left == right:
        return True
    if _OWN_ELLIPSIS.match(source.raw, source.end[left - 1]):
        return False  # the dots are the source's own, so nothing is declared as left out
    if between(source, left, right + 1) or _torn(source, left, right):
        return False
    if _leads_on(source, left, right):
        return False
    aside_ = aside(source, left, right)
    if aside_ and source.norms[left] in _RELATIVE:
        return not any(norm in lexicon.CONDITIONS for norm in source.norms[left:right])
    if not aside_ and _crosses_clause(source, left, right):
        return False
    return not any(
        source.norms[at] in _HIDDEN and not _plain_use(source, at)
        for at in _of_their_sentences(source, left, right)
    )


def _of_their_sentences(source: Folded, left: int, right: int) -> list[int]:
    """Tokens of the gap that belong to the sentence of one of the runs."""
    cut: list[int] = []
    if left - 1 not in source.stop:  # the left run's sentence goes on into the gap
        last = next((i for i in range(left, right) if i in source.stop), right - 1)
        cut += range(left, last + 1)
    if right - 1 not in source.stop:  # the right run's sentence began in the gap
        first = next((i + 1 for i in range(right - 2, left - 2, -1) if i in source.stop), left)
        cut += range(max(first, left), right)
    return cut


_LEADS_ON = _LISTS.words("leads_on")


def _leads_on(source: Folded, left: int, right: int) -> bool:
    """Whether the end of a later sentence would go on what an earlier one says: `kept in one place
    [...] unless asked`, where the rest of the later sentence is gone."""
    if right - 1 in source.stop or not any(at in source.stop for at in range(left - 1, right)):
        return False
    word = source.norms[right]
    goes_on = word in _LEADS_ON or _verb(source, right)
    return word in lexicon.CONDITIONS or (goes_on and left - 1 in source.stop)


# ── asides ────────────────────────────────────────────────────────────────────────────────

_RELATIVE = _LISTS.words("relative")


def aside(source: Folded, left: int, right: int) -> bool:
    """Whether a gap is an aside: opened and closed by the same marks, within one sentence."""
    if any(at in source.stop for at in range(left - 1, right)):
        return False
    opens, closes = _gap(source, left), _gap(source, right)
    return (
        ("," in opens and "," in closes)
        or ("(" in opens and ")" in closes)
        or (bool(_DASH.search(opens)) and bool(_DASH.search(closes)))
    )


_DASH = re.compile(r"[–—]|\s--?\s")


def _gap(source: Folded, index: int) -> str:
    """The raw text between a token and the one before it."""
    return source.raw[source.end[index - 1] : source.start[index]]


# ── numbers ───────────────────────────────────────────────────────────────────────────────


def _torn(source: Folded, left: int, right: int) -> bool:
    """Whether a gap takes from a number what it counts, or from a word what governs it."""
    norms = source.norms
    before, after, last = norms[left - 1], norms[right], norms[right - 1]
    if any(_JOINT.fullmatch(_gap(source, at)) for at in (left, right)):
        return True
    measured = norms[left] in _MEASURES or norms[left : left + 2] == ("per", "cent")
    if _counts(before) and left - 1 not in source.stop:
        bound = "(" in _gap(source, left) and norms[left] in ("or", "to", "and", "plus", "per")
        if measured or bound or _counted(source, left):
            return True
    if right - 1 in source.stop:
        return False
    if _counts(after) and (last in lexicon.APPROXIMATE or last in lexicon.SIGNS or _counts(last)):
        return True
    if last in _BOUNDING and (_counts(after) or _VERSION.match(after)):
        return True
    if _counts(last) and (after in lexicon.MAGNITUDES or _counted(source, right)):
        return True
    if right - left <= MODIFIERS and all(
        norm in _MODIFIERS or _counts(norm) for norm in norms[left:right]
    ):
        return True
    return last in lexicon.GOVERNING


def _counted(source: Folded, index: int) -> bool:
    """Whether a token is what the number before it counts."""
    number, word = source.norms[index - 1], source.norms[index]
    if not word[0].isalpha() or word in STOPWORDS or _YEAR.fullmatch(number):
        return False
    if number == "one" or number in lexicon.SIGNS:
        return False
    return source.raw[source.end[index - 1] : source.start[index]] in (" ", "\u00a0", "-", "\n")


_JOINT = re.compile(r"[-‐‑_/.:>&=+]*")  # between the parts of one word, name or path
_BOUNDING = _LISTS.words("bounding")
_VERSION = re.compile(r"v\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


def _counts(norm: str) -> bool:
    return counts(norm) or norm in lexicon.SIGNS or norm in ("half", "third", "quarter", "dozen")


# ── clauses ───────────────────────────────────────────────────────────────────────────────

_JOINS = _LISTS.words("joins")
_OBJECTS = _LISTS.words("objects")
_FINITE = _LISTS.words("finite")
_ADVERBS = _LISTS.words("adverbs")


def _crosses_clause(source: Folded, left: int, right: int) -> bool:
    """Whether the gap begins inside one clause and ends inside a later one of the same sentence.

    The later clause has a subject of its own, so that what is left of it would get the other's
    subject, or its verb the other's object.
    """
    if any(at in source.stop for at in range(left - 1, right)) or re.search(
        "[;:]", _gap(source, left)
    ):
        return False
    if source.norms[right] in _JOINS:
        return False
    if "," in _gap(source, left):  # a whole clause went, unless what is left of it is its verb
        taken = right - left > 1 and _opens_clause(source, left)
        return taken and _verb(source, right, plainly=True)
    opened = next((at for at in range(right - 1, left - 1, -1) if _opens_clause(source, at)), None)
    if opened is None:
        return False
    body = range(opened + 1, right)
    if _verb(source, right, plainly=True) or source.norms[opened] in _OBJECTS:
        return bool(body) and source.norms[right - 1] not in _JOINS
    closed = re.search("[,;:–—(]", _gap(source, right))
    return not closed and any(_verb(source, at) for at in body[1:])


def _opens_clause(source: Folded, at: int) -> bool:
    """Whether a token joins a clause with a subject of its own."""
    norms, gap = source.norms, _gap(source, at)
    joins = norms[at] in _JOINS and ("," in gap or norms[at] in _OBJECTS)
    if not joins and ";" not in gap:
        return False
    head = at + 1 if joins else at
    return head < len(source) and not _verb(source, head) and norms[head] not in _ADVERBS


def _verb(source: Folded, at: int, *, plainly: bool = False) -> bool:
    """Whether a token reads as a finite verb: an auxiliary, or a word in -s behind a noun.

    plainly: also where no small word follows it, if it is mostly used as a verb.
    """
    norm = source.norms[at]
    if norm in _ADVERBS and at + 1 < len(source):
        return _verb(source, at + 1, plainly=plainly)
    if norm in _FINITE:
        return True
    if not norm.endswith("s") or norm.endswith(("ss", "us", "is", "'s")) or len(norm) < 4:
        return False
    after = source.norms[at + 1] if at + 1 < len(source) and at not in source.stop else ""
    before = source.norms[at - 1] if at else ""
    noun_before = before not in STOPWORDS or before in ("it", "this", "that", "who", "which")
    return noun_before and (after in _BEHIND_VERBS or (plainly and verbal(norm)))


_BEHIND_VERBS = _LISTS.words("behind_verbs")


# ── words that turn a statement ───────────────────────────────────────────────────────────


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
