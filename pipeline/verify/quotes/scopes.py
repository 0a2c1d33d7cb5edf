"""Whether what a quote leaves outside narrows where its statement holds.

Enter: the folded words beside a quote. Leave: those that say it holds in a part only: in a test, a
trial or an unfinished state ("in the beta"), of some of several ("on one of three", "for databases
under 1 GB"), for one edition or plan ("paid plans"), or of a share of its subject ("some nodes").
"""

from __future__ import annotations

from pipeline.text import lexicon
from pipeline.text.lists import beside
from pipeline.verify.quotes.phrases import counted, counts

_LISTS = beside(__file__)
FRONTED = 8  # words of a scope that stands before its comma
SHARE = 5  # words of a share of a subject that begins a sentence: `Fewer than five engineers`
TRAILING = 12  # words of a scope that ends a sentence
BRACKET = 6  # words of one in brackets

_TRIED = _LISTS.words("tried")
_OFFERED = _LISTS.words("offered")
_LEADING = _LISTS.words("leading")
_WITHIN = _LISTS.words("within")
_FEW = _LISTS.words("few")
_CASES = _LISTS.words("cases")
_SHARES = _LISTS.words("part_of")
_SIZED = _LISTS.phrases("sized")
_BEGUN = _LISTS.words("begun")
_SHARING = _LISTS.words("sharing")
_LESS = _LISTS.words("less")


def fronted(before: tuple[str, ...], *, poses: bool) -> str:
    """A scope that stands before its comma: `In our lab, `; of a share of cases, `In some cases, `,
    it narrows what follows however the quote is dressed."""
    if len(before) > FRONTED or before[0] not in _LEADING:
        return ""
    part = before[-1] in _CASES and any(one in _FEW or one in _SHARES for one in before[1:-1])
    tried = poses and _TRIED.intersection(before)
    return " ".join(before) if part or tried else ""


def share(before: tuple[str, ...], first: str, *, poses: bool) -> str:
    """A share that a subject begins with: `Some`, `Fewer than five`.

    first: the first word of the quote; poses: whether it is dressed as the first of a sentence.
    """
    if len(before) > SHARE or first == "of" or counts(before[0]):
        return ""
    only = all(one in _SHARING or one in _FEW or counts(one) for one in before)
    part = any(one in _FEW or one in _LESS or (poses and one in ("many", "most")) for one in before)
    return " ".join(before) if only and part else ""


def trailing(rest: tuple[str, ...]) -> str:
    """A scope that ends a sentence: `in the beta`, `on one of three nodes`, `for tables under 1 GB`.

    rest: what stands between a quote's end and the next comma or the end of the sentence.
    """
    if not rest or len(rest) > TRAILING or rest[0] not in _WITHIN:
        return ""
    told = " ".join(rest)
    if _TRIED.intersection(rest) or _of_several(rest[1:]) or (rest[1:2] and rest[1] in _FEW):
        return told
    return told if any(_sized(rest[at:]) for at in range(1, len(rest) - 1)) else ""


def bracketed(words: list[str]) -> bool:
    """Whether the words of a bracket name where a statement holds: `paid plans`, `closed beta`."""
    few = 0 < len(words) <= BRACKET and not counts(words[0]) and words[0] not in _BEGUN
    return few and bool((_TRIED | _OFFERED).intersection(words))


def _of_several(words: tuple[str, ...]) -> bool:
    """`one of three`, `two of the five`, `half of our`."""
    at = next((n for n, word in enumerate(words[:3]) if word == "of"), 0)
    if not at or not (counts(words[at - 1]) or words[at - 1] in _FEW):
        return False
    behind = words[at + 1 : at + 3]
    return counted(behind) or bool(lexicon.DETERMINERS.intersection(behind[:1]))


def _sized(words: tuple[str, ...]) -> bool:
    """`under 1`, `smaller than ten`, `up to 40`."""
    led = " ".join(words[:3])
    bound = next((one for one in _SIZED if led.startswith(f"{one} ")), "")
    return bool(bound) and counted(words[len(bound.split()) :][:1])
