"""A part of speech for each word of a sentence, by closed classes, endings and WordNet's senses.

Enter: a sentence. Leave: its tokens without those in brackets, and a letter for each: N noun, V
verb, A adjective, R adverb, D determiner, P preposition, X auxiliary, M modal, T the `to` of an
infinitive, C and W what joins, O pronoun, G negation. Wrong tags cost a predicate, no more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.words import Token, bases, thesaurus, tokens, verbal

FIRST_VERB = 23_751  # senses of thesaurus.json are numbered by part of speech, verbs last

_CLASS = lists.TAGS
_RELATIVE = frozenset("that which who".split())
_BEFORE_CLAUSE = frozenset("after before until since as".split())
_POINTING = frozenset("this that these those one all each some both most many".split())
_ANY_CLOSED = frozenset(("cannot",)).union(_RELATIVE, _BEFORE_CLAUSE, _POINTING, *_CLASS.values())


@lru_cache(maxsize=65_536)
def _verb_like(low: str) -> bool:
    """Whether a word may be a form of a verb."""
    known = thesaurus()
    return any(
        form in known and any(sense >= FIRST_VERB for sense in known[form][0])
        for form in bases(low)
    )


def _other_like(low: str) -> str:
    known = thesaurus()
    return str(known[low][4]) if low in known else ""


def _tag(text: str, words: tuple[Token, ...], at: int, tags: list[str]) -> str:
    """The tag of one word, by the words and tags before it."""
    one, low = words[at], words[at].low
    before = tags[-1] if tags else "^"
    gap = text[words[at - 1].end : one.start] if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    if one.kind != "word":
        return "N"
    if low == "to":
        nxt = words[at + 1] if at + 1 < len(words) else None
        plain = nxt is not None and nxt.kind == "word" and bases(nxt.low)[0] == nxt.low
        route = any(t.low == "from" for t in words[max(0, at - 6) : at])
        plain = plain and not route and not after.endswith(("ive", "al", "ous", "ic", "ble"))
        infinitive = nxt is not None and (
            nxt.low in ("be", "have", "do") or (plain and _verb_like(nxt.low))
        )
        return "T" if infinitive and after not in _CLASS["D"] else "P"
    if _bounding(low, words[at - 1].low if at else "", after, words[at + 2 : at + 3]):
        return "D"
    if low == "yet" and before in ("G", "R"):
        return "R"
    closed = _closed(low, before, after)
    if closed:
        return closed
    if text[one.end : one.end + 1] == "-" or gap.endswith("-"):
        return "N" if gap.endswith("-") and not low.endswith("ed") else "A"
    if low.endswith("ly") and _other_like(low) in ("r", ""):
        return "R"
    return _open(
        one, before, after, _since_comma(text, words, tags), words[at - 1].low if at else ""
    )


def _since_comma(text: str, words: tuple[Token, ...], tags: list[str]) -> list[str]:
    """The tags with those before the last comma put out: a verb there is another clause's."""
    cut = text.rfind(", ", words[0].end, words[len(tags)].start) if tags else -1
    if cut < 0:
        return tags
    before = sum(t.end <= cut for t in words[: len(tags)])
    return [","] * before + tags[before:]


def _bounding(low: str, last: str, after: str, second: tuple[Token, ...]) -> bool:
    """Whether a word belongs to a bound before a number: `more than`, `at least`, `up to`."""
    if low in ("than", "least", "most"):
        return last in ("more", "less", "fewer", "at")
    if low == "at":
        return after in ("least", "most")
    return low == "up" and after == "to" and any(t.kind == "number" for t in second)


def _closed(low: str, before: str, after: str) -> str:
    if low not in _ANY_CLOSED and not low.endswith("n't"):
        return ""
    if low.endswith("n't") or low in ("cannot",):
        return (
            "M"
            if low[:-3] in ("ca", "wo", "could", "would", "should", "must", "might")
            or low == "cannot"
            else "X"
        )
    if low in _CLASS["M"]:
        return "M"
    if low in _CLASS["X"]:
        return "X"
    if low in _CLASS["G"] and (low != "no" or after == "longer"):
        return "G"
    if low in _RELATIVE and before == "N" and after:
        return "W"
    if low in _BEFORE_CLAUSE:
        return "P"
    if low in _POINTING:
        plain = after in _CLASS["X"] | _CLASS["M"] | _CLASS["P"] or not after
        return "O" if plain else "D"
    for name in ("C", "W", "D", "O", "P", "R"):
        if low in _CLASS[name]:
            return name
    return ""


_DETERMINED = ("D", "A")


def _open(one: Token, before: str, after: str, tags: list[str], last: str) -> str:
    """A word of an open class: V, N or A."""
    low = one.low
    can = _verb_like(low) or (low.endswith("ed") and len(low) > 4 and not _other_like(low))
    most = _other_like(low)
    base = bases(low)[0] == low
    part = (low.endswith(("ed", "en")) and (not base or not most)) or _irregular(low)
    if one.capital and tags and not can:
        return "N"
    if before in ("M", "T") or (before in ("G", "R") and tags[-2:-1] and tags[-2] in ("M", "T")):
        return "V" if can or base else "N"
    if before in ("X", "G") or (before == "R" and "X" in tags[-3:]):
        if (part and (can or low.endswith("ed"))) or (low.endswith("ing") and can):
            return "V"
        if last in ("do", "does", "did", "don't", "doesn't", "didn't", "not") and can and base:
            return "V"
        return (
            "A"
            if most in ("a", "v", "r") or low.endswith(("able", "ible", "ive", "ous", "al"))
            else "N"
        )
    if before in _DETERMINED:
        if low.endswith("ing") or part:
            return "A" if after not in _CLASS["P"] | _CLASS["X"] | {""} else "N"
        return "A" if most == "a" else "N"
    if before == "P":
        return "V" if low.endswith("ing") and can and most != "n" else ("A" if most == "a" else "N")
    told = low.endswith("ed") and not base and before in ("N", "O") and bool(last) and bool(after)
    if not can and not (told and after not in _CLASS["X"]):
        return "A" if most == "a" else "N"
    return _ambiguous(one, before, after, tags, last)


def _irregular(low: str) -> bool:
    return lists.IRREGULAR.get(low, low) != low and verbal(low)


def _ambiguous(one: Token, before: str, after: str, tags: list[str], last: str) -> str:
    """A word that may be a verb, behind a noun, a pronoun, or at the start."""
    low = one.low
    had = "V" in _clause_tags(tags)
    if low.endswith("s") and before in ("N", "A") and after in _CLASS["X"] | _CLASS["M"]:
        return "N"
    if before == "O":
        return "V"
    if low.endswith("ing"):
        return "V" if verbal(low) else "N"
    if (low.endswith("ed") and bases(low)[0] != low) or _irregular(low):
        return "V"
    if before == "^":
        return (
            "V"
            if bases(low)[0] == low and verbal(low) and after in _CLASS["D"] | _CLASS["P"]
            else "N"
        )
    if before in ("W", "C"):
        return "V" if verbal(low) or (had and after in _CLASS["D"] | _CLASS["P"]) else "N"
    plural = last.endswith("s") and not last.endswith("ss")
    agrees = low.endswith("s") != plural
    agrees_third = low.endswith("s")
    opens = after in _CLASS["D"] | _CLASS["P"] | _CLASS["O"] | _CLASS["R"] | _CLASS["W"] | {
        "",
        "to",
    }
    if before in ("N", "O") and not had and agrees and (opens or verbal(low)):
        return "V"
    if before == "R" and not had and (verbal(low) or (agrees_third and after in _CLASS["D"])):
        return "V"
    return "A" if _other_like(low) == "a" else "N"


def _clause_tags(tags: list[str]) -> list[str]:
    """Tags since the last joint."""
    cut = max((n for n, tag in enumerate(tags) if tag in ("W", "C", ",")), default=-1)
    return tags[cut + 1 :]


_ASIDE = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    asides = [m.span() for m in _ASIDE.finditer(text)]
    words = tuple(t for t in tokens(text) if not any(a < t.start < b for a, b in asides))
    tags: list[str] = []
    for at in range(len(words)):
        tags.append(_tag(text, words, at, tags))
    return words, tuple(tags)
