"""Whether a quote begins or ends inside a phrase whose head bounds, denies or limits its words.

Enter: the folded words of the source's sentence on the far side of a cut, and those that the quote
begins or ends with. Leave: the words left outside that govern what is quoted ("less than", "no
longer", "all but", "except"), or nothing.
"""

from __future__ import annotations

from pipeline.text import lexicon
from pipeline.text.lists import beside

_LISTS = beside(__file__)
CHAIN = 6  # words between a denial and what it denies: "do not believe that the"
FRONTED = 8  # words of a limit that stands before its comma

_BOUNDED = _LISTS.phrases("bounded")
_INSTEAD = _LISTS.phrases("instead")
_FRONTED = _LISTS.phrases("fronted")
_LIMITS = _LISTS.phrases("limits")
_AFTERTHOUGHTS = _LISTS.phrases("afterthoughts")
_CARRIED = lexicon.LINKS | _LISTS.words("carried")
_SHARES = _LISTS.words("shares")
_LEADS_OF = _LISTS.words("parts") - {"most", "many", "some"}
_SCALES = _LISTS.words("scales")
_AVERTS = _LISTS.words("averts")
_COMPARED = _LISTS.words("compared")
_NOT_FEW = _LISTS.words("not_few")
_NOT_ONLY = _LISTS.words("not_only")


def left_outside(before: tuple[str, ...], starts: tuple[str, ...], *, comma: bool) -> str:
    """The words before a quote that begins with `starts` which bound or deny what it says."""
    if comma:
        return _fronted(before)
    return (
        _bound(before, starts)
        or _part(before, starts)
        or _only(before)
        or _ending(before, _INSTEAD)
        or _denied(before)
    )


def right_outside(ends: tuple[str, ...], following: tuple[str, ...]) -> tuple[int, str]:
    """How many words behind a quote's end belong to it, and which; 0: all the sentence's."""
    shown = " ".join(following[:2])
    if ends[-1] == "to" and counted(ends[-2:-1]) and counted(following[:1]):
        return 1, following[0]  # 4 to 9
    if measured(ends):
        if following[0] in _COMPARED:
            return 1, following[0]
        ranges = ("of",) if "from" in ends else ("to", "of")
        if following[0] in ranges and counted(following[1:2]):
            return 2, shown
        if following[:2] == ("out", "of") and counted(following[2:3]):
            return 3, " ".join(following[:3])
    limit = _led(following, _LIMITS)
    return (0, limit) if limit else (-1, "")


def afterthought(following: tuple[str, ...]) -> str:
    """What behind a comma takes back what stands before it."""
    return _led(following, _AFTERTHOUGHTS)


def _led(following: tuple[str, ...], phrases: tuple[str, ...]) -> str:
    led = f"{' '.join(following[:3])} "
    return next((one for one in phrases if led.startswith(f"{one} ")), "")


def counted(words: tuple[str, ...]) -> bool:
    """Whether one of the words is a number."""
    return any(map(counts, words))


def counts(word: str) -> bool:
    """Whether a folded word is a number, in digits or spelled."""
    return word[0].isdigit() or word in lexicon.NUMBER_WORDS


def measured(ends: tuple[str, ...]) -> bool:
    """Whether a quote ends in a number or in what the number before its last word counts."""
    return counted(ends[-2:])


def _fronted(before: tuple[str, ...]) -> str:
    if len(before) > FRONTED:
        return ""
    led = f"{' '.join(before)} "
    opening = next((one for one in _FRONTED if led.startswith(f"{one} ")), "")
    return opening or ("only" if before[-1] == "only" and len(before) > 1 else "")


def _bound(before: tuple[str, ...], starts: tuple[str, ...]) -> str:
    """`less than` before "half of", `at most` before "a third", `almost` before "as fast as"."""
    article = starts[0] in ("a", "an", "the")
    share = starts[0] in _SHARES or (article and bool(_SHARES.intersection(starts[1:2])))
    if share or counted(starts[:1]):
        return _ending(before, _BOUNDED)
    return before[-1] if starts[0] == "as" and before[-1] in _SCALES else ""


def _part(before: tuple[str, ...], starts: tuple[str, ...]) -> str:
    """`half` before "of the nodes" or "the nodes", `few` before "nodes"."""
    last = before[-1]
    if starts[0] == "of" and (last in _LEADS_OF or counted((last,))):
        return last
    if last == "half" and starts[0] in lexicon.DETERMINERS:
        return last
    few = last in ("few", "little") and not _NOT_FEW.intersection(before[-2:-1])
    return last if few else ""


def _only(before: tuple[str, ...]) -> str:
    if before[0] == "only" and before[1:2] and before[1] in ("when", "if", "after", "with"):
        return " ".join(before[:2]) if len(before) <= FRONTED else ""
    only = before[-1] == "only" and not _NOT_ONLY.intersection(before[-2:-1])
    return "only" if only else ""


def _ending(before: tuple[str, ...], phrases: tuple[str, ...]) -> str:
    led = f" {' '.join(before[-4:])}"
    return next((one for one in phrases if led.endswith(f" {one}")), "")


def _denied(before: tuple[str, ...]) -> str:
    """A denial that reaches the start over helping words: "no longer", "never had to", "prevents a"."""
    for back, word in enumerate(reversed(before[-CHAIN:])):
        if word in lexicon.NEGATIONS or word in _AVERTS:
            return " ".join(before[len(before) - 1 - back :])
        if word not in _CARRIED:
            return ""
    return ""
