"""How well retrieval finds what is known to be there.

Enter: labelled data, and an index over its texts. Leave: figures with intervals, every
question's own figures, and the ranking itself for others to score. Two layouts: BEIR (a
collection of its own) and newsroom (questions over an ingested corpus, whose needs are met by a
passage of the named source that contains the quote).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.evals import measures
from pipeline.evals.measures import Measure
from pipeline.evals.qrels import Beir, Question, bare
from pipeline.newsroom.desk import Desk, Retrieval
from pipeline.newsroom.library import Library
from pipeline.records import Document, Hit, Passage
from pipeline.retrieve import Searcher, open_searcher
from pipeline.retrieve.search.search import rank, search
from pipeline.world import Track, World

CUTS = (10, 20, 40)
DEPTH = 100  # passages a question of the BEIR layout keeps


@dataclass(frozen=True, slots=True)
class Scored:
    """One question: its figures, and its ranking as (id, score)."""

    id: str
    figures: dict[str, float]
    ranking: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """The figures of a set and of each of its questions."""

    layout: str
    figures: dict[str, Measure]
    questions: tuple[Scored, ...]


def beir(data: Beir, desk: Desk, folder: Path, world: World, *, track: Track) -> QueryOutcome:
    """Index the collection below `folder` by the same road as a corpus, and score its queries."""
    with Library.open(folder / "library.db") as library:
        shelve(data, library)
        searcher = open_searcher(folder / "index", library, desk.retrieval, world, track=track)
        scored = tuple(
            _query(one.id, one.text, data, searcher, desk.retrieval)
            for one in track(data.queries, "queries")
        )
    return QueryOutcome("beir", _means(scored), scored)


def shelve(data: Beir, library: Library) -> None:
    """Put a collection's texts into a library, each one passage, under its own id."""
    with library.change() as generation:
        for place, one in enumerate(data.texts):
            text = one.text or " "
            document = Document(
                id=str(place), source="beir", url="", title=one.title, authors=(), published=None,
                published_from="undated", updated=None, fetched="", text=text, blocks=(), sha256="",
            )  # fmt: skip
            passage = Passage(f"p{place}", document.id, "beir", 0, len(text), text)
            library.put(generation, document, (passage,))


def _query(name: str, text: str, data: Beir, searcher: Searcher, options: Retrieval) -> Scored:
    found = rank(text, searcher, options)
    places = [int(one[1:]) for one in searcher.index.rows(found.rows[:DEPTH]).ids()]
    ids = [data.texts[place].id for place in places if data.texts[place].id != name]
    grades = data.judged[name]
    figures = {
        "ndcg@10": measures.ndcg(ids, grades, 10),
        "recall@100": measures.recall(ids, grades, 100),
        "mrr@10": measures.reciprocal_rank(ids, grades, 10),
    }
    scores = [round(float(one), 6) for one in found.scores[:DEPTH]]
    return Scored(name, figures, tuple(zip(ids, scores, strict=False)))


def newsroom(
    asked: tuple[Question, ...],
    searcher: Searcher,
    options: Retrieval,
    *,
    track: Track,
) -> QueryOutcome:
    """Ask the questions of an ingested corpus."""
    scored = []
    for question in track(asked, "questions"):
        hits = search(question.text, searcher, options, k=max(CUTS))
        scored.append(_answered(question, hits))
    return QueryOutcome("newsroom", _means(tuple(scored)), tuple(scored))


def _answered(question: Question, hits: tuple[Hit, ...]) -> Scored:
    ranking = tuple((hit.passage.id, hit.score) for hit in hits)
    if question.kind == "no-answer":
        return Scored(question.id, {"no-answer refused": float(not hits)}, ranking)
    first = [_first(question, place, hits) for place in range(len(question.needs))]
    figures = {"wrongly refused": float(not hits)}
    for cut in CUTS:
        met = [0 < place <= cut for place in first]
        figures[f"need recall@{cut}"] = sum(met) / len(met)
        figures[f"facet recall@{cut}"] = _facets(question, met)
        seen = {hit.passage.source for hit in hits[:cut]}
        wanted = {need.source for need in question.needs}
        figures[f"source recall@{cut}"] = len(seen & wanted) / len(wanted)
    if question.kind == "known-item":
        figures["known item in top 3"] = float(any(0 < place <= 3 for place in first))
    return Scored(question.id, figures, ranking)


def _first(question: Question, place: int, hits: tuple[Hit, ...]) -> int:
    """Rank of the first hit that meets a need, 0 if none does."""
    need = question.needs[place]
    for rank_, hit in enumerate(hits, 1):
        if hit.passage.source == need.source:
            text = f" {bare(hit.passage.text)} "
            if any(f" {quote} " in text for quote in need.quotes):
                return rank_
    return 0


def _facets(question: Question, met: list[bool]) -> float:
    """Share of the distinct facets with a need that is met."""
    found = {need.facet for need, one in zip(question.needs, met, strict=True) if one}
    return len(found) / len({need.facet for need in question.needs})


def _means(scored: tuple[Scored, ...]) -> dict[str, Measure]:
    names = dict.fromkeys(name for one in scored for name in one.figures)
    return {
        name: measures.summed([one.figures[name] for one in scored if name in one.figures])
        for name in names
    }


def run_lines(outcome: QueryOutcome) -> str:
    """The rankings in TREC run form: qid Q0 docid rank score tag."""
    return "".join(
        f"{one.id} Q0 {document} {place} {score:.6f} dateline\n"
        for one in outcome.questions
        for place, (document, score) in enumerate(one.ranking, 1)
    )


def changed(
    outcome: QueryOutcome, before: dict[str, dict[str, float]], name: str
) -> list[tuple[str, float, float]]:
    """Questions whose figure differs from a stored baseline: (id, before, now), worst first."""
    moved = [
        (one.id, before[one.id][name], one.figures[name])
        for one in outcome.questions
        if name in one.figures
        and name in before.get(one.id, {})
        and abs(before[one.id][name] - one.figures[name]) > 1e-6
    ]
    return sorted(moved, key=lambda row: (row[2] - row[1], row[0]))
