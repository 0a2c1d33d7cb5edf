"""Which words are common in a corpus: what its texts may order without saying more of it.

Enter: an open index. Leave: a function from words to those of them that stand in enough of its passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from weakref import ref

from pipeline.retrieve.engine import Statistics
from pipeline.retrieve.index import terms
from pipeline.text.printable.asking import Common

# Of 44,318 public passages, in which "subnet" stands in .20 % and "dinner" in .14 %; and passages at least,
# so that in a small corpus no document makes a word common alone: few have more than five passages.
SHARE, LEAST = 0.0015, 6


class Counted(Protocol):
    """What tells how many passages hold a term; an index does."""

    def statistics(self, codes: Sequence[int]) -> Statistics: ...


def common_words(index: Counted) -> Common:
    """A function that tells which words are common in an index, and asks the index for each word once.

    A word that the index holds as several terms is as common as the commonest of them; one that no index
    holds, such as a function word, is common everywhere. The function is part of the keys of caches, so it
    does not keep the index alive. Raises ReferenceError for a new word when the index is gone.
    """
    known: dict[str, bool] = {}
    asked_of = ref(index)

    def common(asked: frozenset[str]) -> frozenset[str]:
        new = {word: terms.terms(word) for word in asked - known.keys()}
        codes = sorted({terms.code(term) for held in new.values() for term in held})
        enough = _held_often(_alive(asked_of()), codes) if codes else frozenset()
        for word, held in new.items():
            known[word] = not held or not enough.isdisjoint(map(terms.code, held))
        return frozenset(word for word in asked if known[word])

    return common


def _alive(index: Counted | None) -> Counted:
    if index is None:
        raise ReferenceError("the index whose words are asked for is gone: keep it while they are")
    return index


def _held_often(index: Counted, codes: Sequence[int]) -> frozenset[int]:
    found = index.statistics(codes)
    least = max(LEAST, SHARE * found.passages)
    return frozenset(code for code, held in zip(codes, found.held, strict=True) if held >= least)
