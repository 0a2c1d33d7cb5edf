"""What is still free while an extractive edition is put together.

Enter: candidates with their weights, what the last briefs said, every source's quote limit.
Leave: candidates, each at most once, none beyond its source's limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.compose.extractive.candidates import Candidate
from pipeline.records import Brief, draft
from pipeline.text.words import clean, terms

ALIKE = 0.7  # Jaccard overlap of content words from which a sentence was said before
RESERVED = 4  # sentences of a domain that its section can count on


@dataclass(slots=True)
class Desktop:
    """What is still free while a draft is put together: texts used, words quoted by source."""

    pool: tuple[Candidate, ...]
    weights: Mapping[tuple[int, int], float]
    said: frozenset[str]
    limits: Mapping[str, int]
    headlines: Mapping[str, str] = field(default_factory=dict)  # of the last briefs: last day
    used: set[tuple[int, int]] = field(default_factory=set)
    quoted: Counter[str] = field(default_factory=Counter)

    def free(self, one: Candidate) -> bool:
        source = one.item.source_id
        fits = self.quoted[source] + one.size <= self.limits[source]
        return fits and one.key not in self.used and one.text not in self.said

    def spare(self, one: Candidate) -> bool:
        """Free, and its domain keeps enough for a section when it goes elsewhere: enough sentences,
        and enough of what may be quoted of their sources."""
        if not self.free(one):
            return False
        quoted = self.quoted.copy()
        quoted[one.item.source_id] += one.size
        mine = [two for two in self.pool if two.item.domain == one.item.domain and two is not one]
        left = 0
        for two in sorted(mine, key=self.weight, reverse=True):
            source = two.item.source_id
            if self.free(two) and quoted[source] + two.size <= self.limits[source]:
                quoted[source] += two.size
                left += 1
        return left >= RESERVED

    def take(self, one: Candidate) -> Candidate:
        self.used.add(one.key)
        self.quoted[one.item.source_id] += one.size
        return one

    def weight(self, one: Candidate) -> float:
        return self.weights[one.key]


def pick(
    mine: tuple[Candidate, ...], desktop: Desktop, score: Callable[[Candidate], float]
) -> Candidate | None:
    """The best free candidate that the score does not rule out (with 0), taken."""
    left = [one for one in mine if desktop.free(one) and score(one) > 0]
    if not left:
        return None
    best = max(left, key=lambda one: (score(one) * desktop.weight(one), -one.item.n, -one.start))
    return desktop.take(best)


def said_texts(said: Iterable[Brief]) -> frozenset[str]:
    """Texts of the last briefs; what was said is not said again."""
    texts: set[str] = set()
    for brief in said:
        texts.update(one.text for _, one in draft.sentences(brief.draft))
        texts.update(clean(one.exact) for _, one in draft.quotes(brief.draft))
    return frozenset(texts)


def unsaid(pool: tuple[Candidate, ...], said: Iterable[str]) -> tuple[Candidate, ...]:
    """The candidates that no recent brief printed, not even in slightly other words."""
    known = [frozenset(terms(text)) for text in sorted(said)]
    return tuple(one for one in pool if not _said_before(frozenset(one.stems), known))


def _said_before(mine: frozenset[str], known: list[frozenset[str]]) -> bool:
    return any(len(mine & other) >= ALIKE * len(mine | other) for other in known if mine and other)
