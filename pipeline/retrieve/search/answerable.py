"""Whether the best passages answer at all: the second half of "no good evidence is an answer".

Enter: a question, an open index and what was ranked first. Leave: whether that may answer. Four
things say no, each enough: a best passage that shares too little with the question, a question that
does not sound like the corpus (its rarest word, its meaning), one about several names that no
passage holds together ("Which TanStack package schedules pods on KServe?"), and one that asks for an
amount of money or energy where none is written beside anything that it asks about ("What salary does
The Carpentries pay its director?", `amounts`). A question that names a product,
protocol or person wants a passage about it: words in common with others do not make up for that, nor
does a passage that drops the name and says nothing of what is asked about it.
`python bench/refusals.py` measures it and fits the weights again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.search import amounts, rankers, spelling, synonyms
from pipeline.text.lists import beside

FIRST = 10  # rows looked at: a name is rare, so passages that hold it rank high
TOGETHER = 20  # rows of which one must hold the names and what is asked about them
UNMET = 0.15  # of strength, for names that are all missing; 0.15 to 0.2 were best on the starter
GROWTH = 0.03  # of the floor, each time a corpus grows e-fold: what chance alone matched grew by
# 0.026 to 0.033 for two sets of foreign questions between 197 and 44,330 passages
SMALL = 200  # passages of the corpus that the floor was set on
APART = 0.3  # share of the names, by rarity, that the best of those rows lacks; from 0.01 to 0.3 it
# refused 23 to 20 more of 467 absent questions over three corpora, and of 312 answered none
MANY = 1_000  # passages below which two names seldom share one; none measured has 207 to 27,972
TOLD = 0.1  # of what is asked, by rarity, beside an amount of the kind asked for: 15 of 32 absent questions
# that want one have less, of 18 answered ones one, whose answer is not among those rows
FEW = 150  # passages below which odds mean nothing: they were fitted to 206 and 46,377

# Log odds that a corpus answers, by logistic regression over 322 questions asked of 46,377 passages
# and 179 of the starter's (`bench/refusals.jsonl` and two newsrooms' own), kinds weighing alike.
WEIGHTS = {
    "unmet": -2.08,
    "sense": 6.25,
    "rarest": -4.74,
    "rest": 5.87,
    "words": 3.45,
    "passages": -0.67,
}
CONSTANT = -6.84
_LISTS = beside(__file__)
_ASKS = re.compile(rf"\?\s*$|^\W*{_LISTS.either('asks')}\b", re.IGNORECASE)
_COMPARES = re.compile(rf"\b{_LISTS.either('compares')}\b", re.IGNORECASE)
LEAST = -0.75  # log odds: at it 2 to 6 % of the questions that are answered were refused


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a question that a corpus answers from one that it does not."""

    strength: float  # best BM25 over the rarity of all that was asked
    unmet: float  # share of the names asked for that none of the first passages holds
    sense: float  # best cosine of meanings among the first passages
    rarest: float  # rarity of the rarest word over that of a word nobody uses
    rest: float  # most that one passage says of the rest of the question, times its share of names
    words: float  # log of one more than the words asked: long questions share less with any passage
    passages: float  # e-folds over the corpus that the floor was set on
    held: int  # passages
    apart: float = 0.0  # share of what the question names that no one of the first passages holds
    told: float = 1.0  # share of the question beside an amount of the kind that it asks for

    def odds(self) -> float:
        """Log odds that the corpus answers; a handful of passages does not tell what is rare."""
        if self.held < FEW:
            return 0.0
        return CONSTANT + sum(
            weight * float(getattr(self, name)) for name, weight in WEIGHTS.items()
        )

    def answers(self, floor: float, odds: float | None = None) -> bool:
        """Whether strength and odds (`self.odds()` unless given) both say that it does, what is named
        stands together and an amount asked for is told; a floor of 0 asks for nothing."""
        if floor and (self.apart > APART or self.told <= TOLD):
            return False
        strong = self.strength - UNMET * self.unmet >= floor + GROWTH * self.passages
        return not floor or (strong and (self.odds() if odds is None else odds) >= LEAST)


def lone(question: str, index: Engine, rows: Rows) -> bool:
    """Whether one word alone is asked for, and a passage ranked first holds it: it asks for no fact
    that could be lacking."""
    asked = terms.tokens(question)
    if len(asked) != 1 or not len(rows):
        return False
    return bool(_codes(terms.of(asked[0])[:1]) & set(index.rows(rows[:FIRST]).codes().tolist()))


def signs(question: str, index: Engine, rows: Rows, *, strength: float, sense: float) -> Signs:
    """Read them off a question and the rows that were ranked first."""
    asked = list(rankers.weigh(question))
    held = index.statistics(rankers.codes(asked))
    most = math.log(max(2, held.passages))
    rare = [rare if count else most for count, rare in zip(held.held, held.rarity, strict=True)]
    called = named(question)
    known = rankers.rarity(index, {name[0]: 1.0 for name in called}) if called else {}
    names = [(_codes(name), known.get(name[0], most)) for name in called]
    several = _at_once(question, called, known) if held.passages >= MANY else []
    return Signs(
        strength=strength,
        unmet=_unmet(names, index, rows[:FIRST]),
        sense=sense,
        rarest=_rarest(asked, rare, index, most),
        rest=_rest(dict(zip(asked, rare, strict=True)), names, index, rows[:TOGETHER]),
        words=math.log1p(len(asked)),
        passages=math.log(max(1.0, held.passages / SMALL)),
        held=held.passages,
        apart=_apart(several, index, rows[:TOGETHER]),
        told=_told(question, dict(zip(asked, rare, strict=True)), index, rows[:TOGETHER]),
    )


def _rarest(asked: Sequence[str], rare: Sequence[float], index: Engine, most: float) -> float:
    """Rarity of the rarest word, in the spelling that the corpus uses, over that of an unknown one."""
    better = {term: other for other, term in rankers.respelled(index, asked).items()}
    known = rankers.rarity(index, dict.fromkeys(better.values(), 1.0))
    least = [known.get(better.get(term, ""), one) for term, one in zip(asked, rare, strict=True)]
    return max(least, default=most) / most


def _at_once(
    question: str, called: Sequence[tuple[str, ...]], known: Mapping[str, float]
) -> list[tuple[set[int], float]]:
    """Several things that a question asks about at once and the corpus knows, each by its codes and
    how rare it is; none where things are compared, which may stand in two places."""
    names = [name for name in called if not name[0][0].isdigit()]  # 2k and 3D name nothing
    if len(names) < 2 or not _ASKS.search(question) or _COMPARES.search(question):
        return []
    found: list[tuple[set[int], float]] = []
    for name in names:
        codes = _codes(name)
        if name[0] in known and not any(codes & others for others, _ in found):
            found.append((codes, known[name[0]]))
    return found


def _apart(several: Sequence[tuple[set[int], float]], index: Engine, rows: Rows) -> float:
    """Share of them, by rarity, which the row that holds most of them lacks, 0 to 1."""
    if len(several) < 2:
        return 0.0
    view = index.rows(rows)
    held = [_share(several, set(view.terms(place).tolist())) for place in range(len(view.at))]
    return 1.0 - max(held, default=1.0)


def _told(question: str, asked: Mapping[str, float], index: Engine, rows: Rows) -> float:
    """How much of a question that asks for an amount stands beside one in the first passages, 0 to 1;
    their texts are read for such a question alone."""
    form = amounts.written(question)
    if form is None:
        return 1.0
    found = filter(None, (index.passage(name) for name in index.rows(rows).ids()))
    wanted = [(_codes([term]), rare) for term, rare in asked.items()]
    near = amounts.beside_each(form, (passage.text for passage in found))
    return max((_share(wanted, codes) for codes in near), default=_share(wanted, set()))


def _codes(name: Sequence[str]) -> set[int]:
    """The codes of terms, their synonyms and other spellings."""
    other = (one for term in name for one in spelling.others(term))
    return {terms.code(term) for term in (*name, *synonyms.expand(name), *other)}


def _rest(
    asked: Mapping[str, float], names: Sequence[tuple[set[int], float]], index: Engine, rows: Rows
) -> float:
    """The most that one row says, by rarity, of what is asked about the names, times its share of
    the names, 0 to 1."""
    naming = set().union(*(codes for codes, _ in names))
    rest = [(codes, rare) for term, rare in asked.items() if not (codes := _codes([term])) & naming]
    view, best = index.rows(rows), 0.0
    for place in range(len(view.at)):
        held = set(view.terms(place).tolist())
        best = max(best, _share(rest, held) * _share(names, held))
    return best


def _share(asked: Sequence[tuple[set[int], float]], held: set[int]) -> float:
    """Of what is asked, by rarity, what is held; all of nothing."""
    total = sum(rare for _, rare in asked)
    return sum(rare for codes, rare in asked if codes & held) / total if total else 1.0


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


def _unmet(names: Sequence[tuple[set[int], float]], index: Engine, rows: Rows) -> float:
    """Share, by rarity, of the names that stand in none of the rows, 0 to 1; all without rows."""
    if not len(rows):
        return 1.0
    return 1.0 - _share(names, set(index.rows(rows).codes().tolist()))
