"""British and American spellings of one word: who asks for `defence` wants `defense` too.

Enter: a term of a question. Leave: the terms by which the other spelling is indexed. `-ise` has its
`-ize` by rule, which the stemmer may shorten (`optimize` is kept as `optim`, so there is no way
back); what rules would get wrong (`tour`, `science`) stands in a closed list.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.retrieve.index import terms

LEAST = 5  # letters of a term that may be of an `-ise` verb: `rise` and `wise` have no `z`
PAIRS = """
armour armor, artefact artifact, behaviour behavior, catalogue catalog, centre center, cheque check,
colour color, coloured colored, defence defense, dialogue dialog, endeavour endeavor, favour favor,
favourite favorite, fibre fiber, flavour flavor, fulfil fulfill, grey gray, harbour harbor,
honour honor, humour humor, judgement judgment, kilometre kilometer, labour labor, licence license,
litre liter, manoeuvre maneuver, metre meter, neighbour neighbor, neighbourhood neighborhood,
odour odor, offence offense, pretence pretense, programme program, rumour rumor, savour savor,
sceptic skeptic, sceptical skeptical, skilful skillful, theatre theater, tumour tumor, vapour vapor,
vigour vigor
"""


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
    for pair in PAIRS.split(","):
        one, two = (terms.of(word)[0] for word in pair.split())
        made |= {one: two, two: made.get(two, one)}
    return made
