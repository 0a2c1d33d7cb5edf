"""Whether the best passages answer at all: the second half of "no good evidence is an answer".

Enter: a question, an open index and what was ranked first. Leave: whether that may answer. Two
things say no, each enough: a best passage that shares too little with the question, and a question
that does not sound like the corpus (its rarest word, its meaning). A question that names a product,
protocol or person wants a passage about it: words in common with others do not make up for that.
`python bench/refusals.py` measures it and fits the weights again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.search import rankers, synonyms

FIRST = 10  # rows looked at: a name is rare, so passages that hold it rank high
UNMET = 0.15  # of strength, for names that are all missing; 0.15 to 0.2 were best on the starter
GROWTH = 0.03  # of the floor, each time a corpus grows e-fold: what chance alone matched grew by
# 0.026 to 0.033 for two sets of foreign questions between 197 and 44,330 passages
SMALL = 200  # passages of the corpus that the floor was set on
FEW = 150  # passages below which odds mean nothing: they were fitted to 197 and 44,370

# Log odds that a corpus answers, by logistic regression over 229 questions asked of 44,370 passages
# and 200 of the starter's (`bench/refusals.jsonl` and two newsrooms' own), kinds weighing alike.
WEIGHTS = {
    "strength": 2.252,
    "unmet": -3.745,
    "sense": 6.526,
    "rarest": -5.141,
    "words": 2.976,
    "passages": -0.643,
}
CONSTANT = -4.503
LEAST = -0.75  # log odds: at it 4 to 8 % of the questions that are answered were refused


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a question that a corpus answers from one that it does not."""

    strength: float  # best BM25 over the rarity of all that was asked
    unmet: float  # share of the names asked for that none of the first passages holds
    sense: float  # best cosine of meanings among the first passages
    rarest: float  # rarity of the rarest word over that of a word nobody uses
    words: float  # log of one more than the words asked: long questions share less with any passage
    passages: float  # e-folds over the corpus that the floor was set on
    held: int  # passages

    def odds(self) -> float:
        """Log odds that the corpus answers; a handful of passages does not tell what is rare."""
        if self.held < FEW:
            return 0.0
        return CONSTANT + sum(
            weight * float(getattr(self, name)) for name, weight in WEIGHTS.items()
        )

    def answers(self, floor: float, odds: float | None = None) -> bool:
        """Whether strength and odds (`self.odds()` unless given) both say that it does; a floor of
        0 asks neither."""
        strong = self.strength - UNMET * self.unmet >= floor + GROWTH * self.passages
        return not floor or (strong and (self.odds() if odds is None else odds) >= LEAST)


def signs(question: str, index: Engine, rows: Rows, *, strength: float, sense: float) -> Signs:
    """Read them off a question and the rows that were ranked first."""
    asked = list(rankers.weigh(question))
    held = index.statistics(rankers.codes(asked))
    most = math.log(max(2, held.passages))
    rare = [rare if count else most for count, rare in zip(held.held, held.rarity, strict=True)]
    return Signs(
        strength=strength,
        unmet=unmet(question, index, rows) if len(rows) else 1.0,
        sense=sense,
        rarest=max(rare, default=most) / most,
        words=math.log1p(len(asked)),
        passages=math.log(max(1.0, held.passages / SMALL)),
        held=held.passages,
    )


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
