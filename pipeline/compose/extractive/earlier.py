"""What recent briefs printed already, so that no sentence is printed twice.

Enter: public briefs, and the lines of a document. Leave: the lines that say something no brief did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.runs import ALIKE, same
from pipeline.records import Brief
from pipeline.records import draft as drafts
from pipeline.text.printable import is_field
from pipeline.text.words import terms


def printed(said: Iterable[Brief]) -> tuple[frozenset[str], ...]:
    """Content words of every sentence and quote of recent briefs."""
    texts = {sentence.text for brief in said for _, sentence in drafts.sentences(brief.draft)}
    texts |= {quote.exact for brief in said for _, quote in drafts.quotes(brief.draft)}
    return tuple(frozenset(terms(text)) for text in sorted(texts))


def fresh(found: Sequence[Line], said: Iterable[frozenset[str]], day: str) -> list[Line]:
    """The lines that no recent brief printed, that say `today` of no day gone by, promise nothing for one
    and name no flaw of years ago; fields stay."""
    known = by_stem(tuple(said))
    return [
        line
        for line in found
        if (is_field(line.text) or not was_said(line.stems, known))
        and not (
            missing.of_its_day(line, day)
            or missing.of_a_day_gone_by(line, day)
            or worth.is_past(line, day)
        )
    ]


def was_said(stems: frozenset[str], known: Mapping[str, Sequence[frozenset[str]]]) -> bool:
    """Whether one of the statements that are known says it: it has so many stems in common."""
    shared = Counter(chain.from_iterable(known.get(one, ()) for one in stems))
    return any(many >= ALIKE * len(stems) and same(stems, one) for one, many in shared.items())


@lru_cache(maxsize=2)  # all stories of a day are held against what was printed before it
def by_stem(known: tuple[frozenset[str], ...]) -> dict[str, list[frozenset[str]]]:
    """Each stem with the statements that have it."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in dict.fromkeys(known):
        for each in one:
            found[each].append(one)
    return found
