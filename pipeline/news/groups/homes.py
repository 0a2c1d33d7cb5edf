"""Under which domain a thin page tells news that fits none well.

Enter: a candidate with how well it fits each domain, the domains that its source is declared for, and
which have no story. Leave: the candidate, made to fit one of them; none where none takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.news.documents.aside import gathers
from pipeline.news.groups.weigh import LEAST_SHARE, Candidate
from pipeline.records import StoryFit

MUCH = 5  # words of a domain in a text that fits none well, from which it may stand there whatever its source is for
SPEAKS_FOR = (
    2  # domains that a source is declared for at most, if it speaks for a text that names none
)


def by_words(one: Candidate, declared: Collection[str], free: Collection[str]) -> Candidate | None:
    """Under the domain that most of its words are of: of those that its source is declared for, or of another
    that it speaks of at length."""
    able = [
        fit
        for fit in one.fits
        if fit.words >= (1 if fit.domain in declared else MUCH) and fit.domain in free
    ]
    best = max(able, key=lambda fit: (fit.words, fit.nearness, fit.domain), default=None)
    return _under(one, best) if best else None


def by_source(one: Candidate, declared: Sequence[str], free: Collection[str]) -> Candidate | None:
    """Under the domain that its source is declared for: of two the one that it names more words of, else the
    first. A post on another matter than its source's trade is no second trade's; what came out takes the
    second where the first has its story."""
    # One change of many, or many things: neither is of a trade for its source's sake
    if one.item.subject.told_apart or gathers(one.item.document):
        return None
    there = {fit.domain: fit for fit in one.fits if fit.share >= 0}
    ordered = sorted(
        (there[name] for name in declared if name in there), key=lambda fit: -fit.words
    )
    able = ordered[:1] if one.item.subject.nature == "post" else ordered
    best = next((fit for fit in able if fit.domain in free), None)
    return _under(one, best) if best and len(declared) <= SPEAKS_FOR else None


def _under(one: Candidate, home: StoryFit) -> Candidate:
    rest = tuple(fit for fit in one.fits if fit is not home)
    return replace(one, fits=(replace(home, share=LEAST_SHARE), *rest))
