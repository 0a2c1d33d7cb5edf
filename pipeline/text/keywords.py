"""Finds in one pass which of many words stand in a text, so that a pattern is tried only where it can match.

Enter: words, and a text in the letter case they are in. Leave: which of them stand there, and where;
what must stand in all that a pattern matches. Words are found by an automaton of Aho and Corasick
("Efficient string matching", 1975); what a pattern needs is read off its parsed form, as RE2 does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Literal

from ahocorasick_rs import AhoCorasick, Implementation

PARSER: Any = import_module("re._parser")
SHORTEST, WIDEST = 2, 40  # letters of a word, and words of a set, that tell one line from another
MOST = 3  # sets of words a pattern is asked by; more of them turn hardly any line away


class Keywords:
    """Words that are looked for together."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._finder = AhoCorasick(self._words, implementation=Implementation.DFA)

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Each of the words wherever it stands, in the order of their ends."""
        found = self._finder.find_matches_as_indexes(encodable(text, "replace"), overlapping=True)
        return ((self._words[number], start) for number, start, _ in found)

    def standing(self, text: str) -> frozenset[str]:
        """Those of the words that stand in a text."""
        found = self._finder.find_matches_as_strings(encodable(text, "replace"), overlapping=True)
        return frozenset(found)


def encodable(text: str, halves: Literal["ignore", "replace"]) -> str:
    """The text as UTF-8 can hold it: what is half a character goes, or a sign takes its place."""
    return text if text.isascii() else text.encode("utf-8", halves).decode()


def required(pattern: str, flags: int) -> tuple[frozenset[str], ...]:
    """Sets of words in small letters; of each set one stands in whatever a pattern matches.

    Raises re.error where it is none."""
    sets = _sets(PARSER.parse(pattern, flags))
    telling = [one for one in sets if _least(one) >= SHORTEST and len(one) <= WIDEST]
    return tuple(sorted(telling, key=_least, reverse=True)[:MOST])


def _least(words: frozenset[str]) -> int:
    return min(map(len, words))


def _sets(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The same of a parsed pattern, or of a part of one."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, said in (*items, ("END", None)):
        name = str(kind)
        if name == "LITERAL":
            run += chr(said).lower()
            continue
        if name in ("AT", "ASSERT", "ASSERT_NOT"):  # they have no width
            continue
        found += [frozenset((run,))] if run else []
        run = ""
        if name == "SUBPATTERN":
            found += _sets(said[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and said[0]:
            found += _sets(said[2])
        elif name == "BRANCH":
            each = [max(_sets(one), key=_least, default=frozenset[str]()) for one in said[1]]
            found += [frozenset().union(*each)] if all(each) else []
    return found
