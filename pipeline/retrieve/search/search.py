"""A question to passages: angles, candidates, rankers, fusion, caps.

Enter: a question and an open index. Leave: hits, each with every ranker's word, or nothing when
nothing good is there. The method and its weights are those that the table in docs/retrieval.md
favours; `python bench/retrieval_ablation.py` makes it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.desk import Retrieval
from pipeline.records import Document, Hit, Passage, Rank, Source
from pipeline.retrieve.encoders import rerank, word_vectors
from pipeline.retrieve.encoders.dense import Array
from pipeline.retrieve.engine import Engine
from pipeline.retrieve.index import pool, terms
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.index.pool import Pool
from pipeline.retrieve.search import (
    answerable,
    fuse,
    intents,
    phrases,
    rankers,
    spelling,
    spread,
    synonyms,
)
from pipeline.retrieve.search.rankers import NO_LIMITS, Limits
from pipeline.retrieve.searcher import Searcher

Scores = npt.NDArray[np.float64]
DOCUMENT = 0.4  # share of a score that is its document's best; 0.3 to 0.5 are near it


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows of a pool, best first, with each ranker's scores in the same order."""

    rows: Rows
    scores: Scores
    places: Rows  # by passage id: what breaks a tie
    rankers: Mapping[str, Scores] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    coverage: Scores = field(default_factory=lambda: np.empty(0))
    strength: float = 0.0  # best BM25 over the rarity of all that was asked

    def ranks(self, place: int) -> tuple[Rank, ...]:
        """What every ranker said of the row at `place`."""
        found = []
        for name, scores in self.rankers.items():
            if name == "phrase" and not scores[place]:
                continue  # a passage without it has no place among those with it
            better = fuse.ranks(scores, self.places)
            found.append(Rank(name, int(better[place]), round(float(scores[place]), 5)))
        return tuple(found)


_NONE = np.empty(0, dtype=np.int64)
EMPTY = Ranking(_NONE, np.empty(0), _NONE)


def rank(
    question: str,
    searcher: Searcher,
    options: Retrieval,
    *,
    limits: Limits = NO_LIMITS,
    depth: int = 0,
) -> Ranking:
    """Every ranker's and the fused order of the candidate pool for a question."""
    index = searcher.index
    asked = rankers.weigh(question)
    weights = asked | synonyms.expand(list(asked), weight=options.synonyms)
    weights |= {one: asked[term] for one, term in rankers.respelled(index, asked).items()}
    by_vector = options.dense_pool == "all"
    cut = (depth or options.pool, limits)
    inside, asking = _pool(question, searcher, weights, cut, by_vector=by_vector)
    if inside is None:
        return EMPTY
    view, rows = inside.view, inside.rows
    found, alike = _said(question, searcher, inside, asking)
    total = _fused(found, rows, options)
    if intents.asks_number(question):
        total = total + intents.NUMBER * intents.standing(view.column("figures"))
    total = fuse.smooth(total, alike, options.smoothing)
    total = fuse.lift(total, view.column("document"), DOCUMENT)
    if exact := phrases.phrases(question):
        found["phrase"] = phrases.holding(index, view, exact)
        total = total + found["phrase"] * (1.0 + float(np.ptp(total)))  # before all that lack it
    order = np.argsort(-np.round(total, rankers.DIGITS), kind="stable")  # the pool is in id order
    if searcher.reranker is not None:
        order, found["rerank"] = _read_again(question, rows, order, searcher, options.rerank_depth)
        if "phrase" in found:
            order = order[np.argsort(-found["phrase"][order], kind="stable")]
    by_rank = {name: values[order] for name, values in found.items()}
    covered = pool.coverage(inside, [term in asked for term in inside.terms])
    strength = float(found["bm25"].max()) / max(rankers.mass(index, asked), 1e-9)
    return Ranking(rows[order], total[order], order, by_rank, weights, covered[order], strength)


def _pool(
    question: str,
    searcher: Searcher,
    weights: Mapping[str, float],
    cut: tuple[int, Limits],
    *,
    by_vector: bool,
) -> tuple[Pool | None, Array | None]:
    """The rows that every ranker scores, in the order of their ids, and the question's vector."""
    index = searcher.index
    inside = rankers.pooled(index, weights, *cut)
    rows = inside.rows if inside else _NONE
    for phrase in phrases.phrases(question):
        rows = np.union1d(rows, phrases.holders(phrase, index, *cut))
    asking = None
    if searcher.dense is not None and question.strip():
        asking = searcher.dense.question(question)
        near = np.union1d(rows, rankers.nearest(index, asking, *cut) if by_vector else _NONE)
        asking = None if not len(near) or index.vectors(near) is None else asking
        rows = near if asking is not None else rows
    if not len(rows) or (inside is not None and len(rows) == len(inside.rows)):
        return inside, asking
    view = index.rows(rows)
    view = index.rows(rows[np.argsort(view.column("id"))])
    return pool.look(view, weights, rankers.rarity(index, weights)), asking


def _said(
    question: str, searcher: Searcher, inside: Pool, asking: Array | None
) -> tuple[dict[str, Scores], Array]:
    """What each ranker says of a pool, and the vectors by which its rows are alike."""
    meaning = inside.view.meaning()
    found: dict[str, Scores] = {}
    alike = meaning
    vectors = searcher.index.vectors(inside.rows) if asking is not None else None
    if vectors is not None and asking is not None:
        found["dense"] = vectors.likeness(asking).astype(float)
        alike = vectors.middles(np.arange(len(inside.rows)))
    found["bm25"] = rankers.exact(searcher.index, inside)
    found["tfidf"] = pool.cosine(inside)
    words = word_vectors.senses().text(terms.tokens(question))
    found["sense"] = np.asarray(meaning @ words, dtype=float)
    return found, alike


def _read_again(
    question: str, rows: Rows, order: Rows, searcher: Searcher, depth: int
) -> tuple[Rows, Scores]:
    """The order after the cross-encoder, and its scores; unread rows stand below all it read."""
    assert searcher.reranker is not None
    first = order[:depth]
    pairs = [resolve(searcher.index, int(row)) for row in rows[first]]
    texts = [f"{pair[1].title}\n{pair[0].text}" if pair else "" for pair in pairs]
    said = searcher.reranker.score(question, texts)
    scores = np.full(len(rows), float(said.min()) - 1)
    scores[first] = said
    return rerank.reordered(order, said), scores


def _fused(found: Mapping[str, Scores], rows: Rows, options: Retrieval) -> Scores:
    shares = {
        "bm25": options.bm25_weight,
        "tfidf": options.tfidf_weight,
        "sense": options.sense_weight,
        "dense": options.dense_weight,
    }
    if "dense" in found:
        shares["sense"] = (
            0.0  # a sentence model knows all that word senses do: 0.585 with, 0.591 without
        )
    if options.fusion == "rrf":
        return fuse.reciprocal(found, shares, rows, options.rrf_k)
    return fuse.convex(found, shares)


def search(
    query: str,
    searcher: Searcher,
    options: Retrieval,
    *,
    k: int = 10,
    sources: tuple[str, ...] | None = None,
) -> tuple[Hit, ...]:
    """The best `k` passages for a question, several sources before many of one; none at all when
    even the best is too weak to be an answer. With `sources` (ids, see `within`), only of these."""
    index = searcher.index
    found = rank(query, searcher, options, limits=Limits(sources))
    if not _answers(query, found, index, options.floor):
        return ()
    view = index.rows(found.rows)
    of = (view.column("source").tolist(), view.column("document").tolist())
    chosen = spread.places(
        found.scores.tolist(), *of, k,
        discount=options.source_discount,
    )  # fmt: skip
    hits = (_hit(found, place, index, lost) for place, lost in chosen)
    return tuple(hit for hit in hits if hit is not None)


def _answers(question: str, found: Ranking, index: Engine, floor: float) -> bool:
    """Whether what was found is an answer. A question of phrases alone is answered by a passage that
    holds one, however common its words are, and so is one word alone."""
    held = found.rankers.get("phrase", _NONE)
    if len(held) and held.max() and not rankers.weigh(phrases.unquoted(question)):
        return True
    if answerable.lone(question, index, found.rows):
        return True
    return signs(question, found, index).answers(floor)


def signs(question: str, found: Ranking, index: Engine) -> answerable.Signs:
    """What tells whether the passages ranked first answer at all."""
    sense = found.rankers.get("sense", _NONE)[: answerable.FIRST]
    best = float(sense.max()) if len(sense) else 0.0
    return answerable.signs(question, index, found.rows, strength=found.strength, sense=best)


def unheld(
    query: str, searcher: Searcher, *, sources: tuple[str, ...] | None = None
) -> dict[str, str]:
    """The quoted phrases of a question that were found in no passage, of these sources, and why."""
    return phrases.unheld(query, searcher.index, Limits(sources))


def lacking(question: str, hit: Hit) -> tuple[str, ...]:
    """The words of a question that a passage, its title and its headings have in no form: neither as
    they are, nor by a synonym or another spelling."""
    text = "\n".join((hit.document.title, *hit.passage.headings, hit.passage.text))
    held = set(terms.terms(text))
    asked = list(rankers.weigh(question))
    met = synonyms.met(asked, held) | {one for one in asked if held & set(spelling.others(one))}
    words = terms.words(question)
    lost = (question[at:end] for at, end, said in words if said and not met.intersection(said))
    return tuple(dict.fromkeys(lost))


def within(domain: str | None, sources: tuple[Source, ...]) -> tuple[str, ...] | None:
    """Ids of the sources that serve a domain; None for no restriction."""
    if domain is None:
        return None
    return tuple(sorted(source.id for source in sources if domain in source.domains))


def _hit(found: Ranking, place: int, index: Engine, lost: float) -> Hit | None:
    pair = resolve(index, int(found.rows[place]))
    if pair is None:
        return None
    passage, document = pair
    score = round(float(found.scores[place]) - lost, 6)
    factors = (
        ("coverage", round(float(found.coverage[place]), 4)),
        ("source discount", -round(lost, 4)),
    )
    return Hit(passage, document, score, found.ranks(place), tuple(found.weights), factors)


def resolve(index: Engine, row: int) -> tuple[Passage, Document] | None:
    """The passage and document of a row, or None when it was deleted in the meantime."""
    passage = index.passage(index.rows(np.array([row])).ids()[0])
    document = index.document(passage.document) if passage else None
    return (passage, document) if passage and document else None
