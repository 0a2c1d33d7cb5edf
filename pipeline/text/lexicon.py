"""Closed word classes and spelling pairs that the quote and claim checks share.

Enter: lexicon.toml, which says what each class guards. Leave: the classes as sets, and one spelling
for words and numerals that differ in nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text.lists import beside

_TABLES = beside(__file__, "lexicon.toml").tables


def _class(name: str) -> frozenset[str]:
    return frozenset(_TABLES["words"][name].split())


NEGATIONS = _class("negations")
DENIALS = _class("denials")
CONDITIONS = _class("conditions")
HEDGES = _class("hedges")
ATTRIBUTED = _class("attributed")
APPROXIMATE = _class("approximate")
NO_NAMES = APPROXIMATE | _class("no_names")
REFERENCES = _class("references")
RESOLVED = REFERENCES - _class("no_references")  # what a bracket may stand for
GOVERNING = _class("governing")
SIGNS = _class("signs")
COPULAS = _class("copulas")
INSERTABLE = _class("insertable")
DETERMINERS = _class("determiners")
MAGNITUDES = _class("magnitudes")
LINKS = _class("links")
SEVERITIES = _class("severities")
NUMBER_WORDS = {
    word: str(step * value)
    for name, step, first in (("units", 1, 0), ("tens", 10, 3))
    for value, word in enumerate(_TABLES["numbers"][name].split(), first)
}
PAIRS: dict[str, str] = _TABLES["spellings"]


def _one_of(name: str) -> str:
    return "|".join(_TABLES["stems"][name].split())


_OUR = re.compile(rf"({_one_of('our')})our")
_ISE = re.compile(r"(?<=[a-z]{3})is(e|ed|es|er|ers|ing|ation|ations|able)$")
_DOUBLE = re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)")
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]ll(?:ed|ing|er|ers)")  # `called` is never `caled`
_ALWAYS_ISE = re.compile(rf"(?:{_one_of('always_ise')})is")


@lru_cache(maxsize=8192)
def spelling(word: str) -> str:
    """One spelling for words that differ between British and American usage only."""
    word = PAIRS.get(word, word)
    word = _OUR.sub(r"\1or", word)
    if not _ALWAYS_ISE.match(word):
        word = _ISE.sub(r"iz\1", word)
    return _DOUBLE.sub("l", word)


def canonical(tokens: tuple[str, ...]) -> str:
    """What a stretch of tokens says, apart from spelling, numeral style and the percent sign."""
    words = [
        token if _ONE_SYLLABLE.fullmatch(token) else NUMBER_WORDS.get(token, spelling(token))
        for token in tokens
    ]
    text = " ".join(words).replace("per cent", "%").replace("percent", "%")
    return re.sub(r"\b([2-9]0) ([1-9])\b(?! ?%)", lambda m: str(int(m[1]) + int(m[2])), text)
