"""Whether the best passages answer at all: the second half of "no good evidence is an answer".

Enter: a question, an open index and the rows ranked first. Leave: the share of what the question
names that none of these rows holds, and the strength below which nothing counts as an answer.
A question that names a product, protocol or person wants a passage about it: words in common
with other passages do not make up for that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.search import rankers, synonyms

FIRST = 10  # rows looked at: a name is rare, so passages that hold it rank high
UNMET = 0.15  # of strength, for names that are all missing; 0.15 to 0.2 were best on the starter
GROWTH = 0.03  # of the floor, each time a corpus grows e-fold: what chance alone matched grew by
# 0.026 to 0.033 for two sets of foreign questions between 197 and 44,330 passages
SMALL = 200  # passages of the corpus that the floor was set on


def named(question: str) -> list[tuple[str, ...]]:
    """What the question names, each as its terms: capitals or digits within words, and words
    with a capital that does not merely begin a sentence."""
    found, at = [], 0
    for token in terms.tokens(question):
        place = question.index(token, at)
        at = place + len(token)
        opens = not question[:place].strip() or question[:place].rstrip()[-1] in ".?!:"
        inside = any(sign.isupper() for sign in token[1:])
        if inside or (token[0].isupper() and not opens):
            whole = terms.of(token)[:1]  # the parts of a name say less than the name
            if whole and len(token) > 1:
                found.append(whole)
    return found


def unmet(question: str, index: Engine, rows: Rows) -> float:
    """Share, by rarity, of the names that stand in none of the first rows, 0 to 1."""
    names = named(question)
    if not names:
        return 0.0
    held = set(index.rows(rows[:FIRST]).codes().tolist())
    most = math.log(max(2, rankers.passages(index)))
    known = rankers.rarity(index, {name[0]: 1.0 for name in names})
    weights = [known.get(name[0], most) for name in names]
    missing = [not _stands(name, held) for name in names]
    total = sum(weights)
    lost = sum(weight for weight, lacks in zip(weights, missing, strict=True) if lacks)
    return lost / total if total else 0.0


def _stands(name: Sequence[str], held: set[int]) -> bool:
    """Whether a name or one of its synonyms is among the codes."""
    return any(terms.code(term) in held for term in (*name, *synonyms.expand(name)))


def lowest(floor: float, passages: int) -> float:
    """The strength an answer needs in a corpus of this size; 0 stays 0."""
    return floor + GROWTH * math.log(max(1.0, passages / SMALL)) if floor else 0.0
