"""Words that may stand for one another, and words that say the opposite.

Groups and pairs are general English; those met in labelled rows that were looked at are left out.
They are only used to weigh claims: a synonym softens what is missing, an opposite raises doubt.
Neither passes or alters a quote.
"""

from __future__ import annotations

from pipeline.text.lists import beside
from pipeline.verify.claims.terms import stem

_LISTS = beside(__file__)


def _synonyms() -> dict[str, frozenset[str]]:
    """Stems by stem, without the word itself; a word of two groups has the words of both."""
    found: dict[str, frozenset[str]] = {}
    for group in _LISTS.sets("synonyms"):
        stems = frozenset(stem(word) for word in group)
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return {one: others - {one} for one, others in found.items()}


def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, others in ANTONYMS.items():
        found[stem(word)] = found.get(stem(word), frozenset()) | {stem(one) for one in others}
    return found


SYNONYMS = _synonyms()
ANTONYMS = _LISTS.pairs("opposites", "pairs")  # by word as it is written, function words among them
OPPOSED_STEMS = _by_stem()
