"""British and American spellings of one word: who asks for `defence` wants `defense` too.

Enter: a term of a question. Leave: the terms by which the other spelling is indexed. `-ise` has its
`-ize` by rule, which the stemmer may shorten (`optimize` is kept as `optim`, so there is no way
back); what rules would get wrong (`tour`, `science`) stands in a closed list.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.retrieve.index import terms
from pipeline.text.lists import beside

LEAST = 5  # letters of a term that may be of an `-ise` verb: `rise` and `wise` have no `z`
PAIRS = beside(__file__).phrases("spellings")


def others(term: str) -> tuple[str, ...]:
    """The terms of the other spelling; none for most."""
    held = _pairs().get(term)
    if held:
        return (held,)
    for ending, other in (("is", "ize"), ("ys", "yze")):
        if term.endswith(ending) and len(term) >= LEAST:
            return tuple(one for one in terms.of(term[:-2] + other) if one != term)
    return ()


@lru_cache(maxsize=1)
def _pairs() -> dict[str, str]:
    made: dict[str, str] = {}
    for pair in PAIRS:
        one, two = (terms.of(word)[0] for word in pair.split())
        made |= {one: two, two: made.get(two, one)}
    return made
