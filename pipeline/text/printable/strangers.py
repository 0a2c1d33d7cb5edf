"""Definite nouns that nothing has introduced: `the limitation` where no limitation was told of.

Enter: a sentence and the roots of what its reader has read (headline, lines before it). Leave: the
noun phrases that a reader cannot place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text.lists import beside
from pipeline.text.printable.clause import definites, form, root
from pipeline.text.words import WORD

_LISTS = beside(__file__)

# `the same`, `the only`, `the latest`: the word itself says which is meant.
UNIQUE = _LISTS.words("unique")
NAMELIKE = re.compile(r"[a-z][A-Z]|[A-Z]{2,}|\d|[_.]\w|\w/\w")
MODIFIED = re.compile(
    r"^\s*(?:of|that|which|who|used|for|to|in|between|called|named|with|where|when|on|from|by"
    r"|behind|whose)\b",
    re.IGNORECASE,
)
# Nouns that need no introduction in engineering prose: there is one of them.
SHARED = _LISTS.words("shared")
APPOSED = re.compile(r"[(,]\s?$")
OWN = re.compile(r"^(?:\w+(?:est)|\d.*)$")


def is_name(word: str) -> bool:
    return word[0].isupper() or bool(NAMELIKE.search(word))


def _noun(run: tuple[str, ...]) -> tuple[str, ...]:
    """The words after an article up to the verb: `limitation becomes visible` is `limitation`."""
    verb = next((n for n, word in enumerate(run) if n and form(word) in ("3sg", "past")), len(run))
    return run[:verb]


@lru_cache(maxsize=2_048)
def _phrases(text: str) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Roots of each definite noun phrase that does not explain itself, and of the words before it."""
    found = []
    for start, run, after in definites(text):
        noun = _noun(run)
        if not noun or any(map(is_name, noun)) or noun[-1].lower() in SHARED:
            continue
        if APPOSED.search(text[:start]):  # `decompress, the function behind it`: it explains
            continue
        if noun == run and MODIFIED.match(after):
            continue
        if any(word.lower() in UNIQUE or OWN.match(word.lower()) for word in noun[:-1]):
            continue
        earlier = frozenset(root(word) for word in WORD.findall(text[:start]))
        found.append((tuple(root(word) for word in noun), earlier))
    return tuple(found)


def strangers(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """The heads of the noun phrases after `the` of which no word is known or stood before it."""
    return tuple(held[-1] for held, earlier in _phrases(text) if not set(held) & (known | earlier))
