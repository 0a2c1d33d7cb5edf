"""Finds in one pass which of many words stand in a text, so that a pattern is tried only where it can match.

Enter: words, and a text in the letter case they are in. Leave: which of them stand there, and where;
what must stand in all that a pattern matches, and patterns that know it. Words are found by an automaton of Aho and Corasick
("Efficient string matching", 1975); what a pattern needs is read off its parsed form, as RE2 does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal

from ahocorasick_rs import AhoCorasick, Implementation

PARSER: Any = import_module("re._parser")
SHORTEST, WIDEST = 2, 40  # letters of a word, and words of a set, that tell one line from another
MOST = 3  # sets of words a pattern is asked by; more of them turn hardly any line away
# Match i and s where case does not matter, and are not such in lower case
FOLDS = re.compile("[ıſİ]")


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


@dataclass(frozen=True, slots=True)
class WordedPattern:
    """A pattern, and sets of words of which one each stands in what it matches. It is compiled when
    such words stand somewhere: all of the rules' at once took a third of a second of every process."""

    source: str
    flags: int
    words: tuple[frozenset[str], ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.source, self.flags)

    def may(self, standing: frozenset[str] | None) -> bool:
        """Whether it can match in a line, by the words that stand there (`standing`)."""
        if standing is not None:
            for one in self.words:  # no `any`: asked some million times in an ingest
                if one.isdisjoint(standing):
                    return False
        return True


_compiled = lru_cache(maxsize=None)(re.compile)  # as many as the tables have rows


def worded(source: str, flags: int = 0) -> WordedPattern:
    """A pattern with the words it needs."""
    return WordedPattern(source, flags, required(source, flags))


def needed(patterns: Iterable[WordedPattern]) -> Keywords:
    """The words that some patterns need."""
    return Keywords(word for pattern in patterns for one in pattern.words for word in one)


def folds(text: str) -> bool:
    """Whether a text holds a letter that a pattern takes for another where case does not matter."""
    return not text.isascii() and FOLDS.search(text) is not None


def standing(line: str, words: Keywords) -> frozenset[str] | None:
    """The words of patterns that stand in a line; None when some may be written with other letters."""
    return None if folds(line) else words.standing(line.lower())


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
