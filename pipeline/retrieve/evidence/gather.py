"""The evidence of a day: a numbered pack per domain, fresh, new, from several sources.

Enter: a newsroom, a searcher, a day and the briefs already published. Leave: an
`Evidence`. A candidate's score is its relevance times factors (age, the owner's trust,
corroboration, crossing, prose, novelty), each kept with the item; choosing is greedy and takes
off what an item repeats (maximal marginal relevance, Carbonell and Goldstein 1998). A domain
without a good unsaid passage is a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk, Retrieval
from pipeline.records import Brief, Document, Evidence, EvidenceItem, Passage, Source
from pipeline.retrieve.engine import Engine, RowView
from pipeline.retrieve.evidence import context, similarity
from pipeline.retrieve.evidence.candidates import PassageCandidate, candidates
from pipeline.retrieve.evidence.numbered import numbered
from pipeline.retrieve.evidence.published_before import Said, already
from pipeline.retrieve.evidence.support import Further, further
from pipeline.retrieve.evidence.veiled import veiled
from pipeline.retrieve.index.embedded import ordinal
from pipeline.retrieve.search.rankers import Limits
from pipeline.retrieve.search.search import resolve
from pipeline.retrieve.searcher import Searcher

LOWEST_RELEVANCE = 0.08  # below it a passage stood at the tail of every question
LOWEST_COVERAGE = 0.12  # share of its question's rarity mass: one common word is not an answer
LOWEST_PROSE = 0.4  # of a passage that is sentences, not code and tables
UNDATED = 0.25  # freshness of a document without a date: as old as two half lives
USED_UP = 0.4  # of a passage printed in recent briefs: what is left no longer carries a section
REVISITED = 0.6  # factor for a document quoted of late: come back only for want of new ones
SHORTLIST = 40  # candidates a domain that are looked at closely
ALIKE = 0.3  # cosine from which two passages of different sources say the same
AKIN = 0.12  # cosine from which passages of two domains share a subject
TWIN = 0.8  # cosine from which one passage repeats another
SEVERAL = 3  # other sources (or domains) that give the whole bonus


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its passage and the factors of its score."""

    candidate: PassageCandidate
    passage: Passage
    document: Document
    source: Source
    factors: tuple[tuple[str, float], ...]
    place: int  # in the matrix of likeness

    @property
    def score(self) -> float:
        return self.candidate.relevance * float(np.prod([value for _, value in self.factors]))


def gather(
    room: Newsroom, searcher: Searcher, *, day: str, said: tuple[Brief, ...] = ()
) -> Evidence:
    """The numbered pack of a day, in the desk's order of domains."""
    desk, sources, index = room.desk, room.sources, searcher.index
    spoken = already(said, day, desk.retrieval.novelty_days)
    found = candidates(desk, sources, searcher, day)
    weighed, alike = _weigh(found, sources, index, desk.retrieval, (day, spoken))
    owner = _owners(weighed)
    items: list[EvidenceItem] = []
    used: set[str] = set()
    for domain in desk.domains:
        own = [one for one in weighed.get(domain.id, []) if owner[one.document.id] == domain.id]
        for one in _choose(own, alike, desk.retrieval):
            items.append(_item(len(items) + 1, one))
            used.add(one.document.id)
    items = _supported(items, used, sources, index, (desk, day, spoken))
    covered = {item.domain for item in items}
    gaps = tuple(domain.id for domain in desk.domains if domain.id not in covered)
    return Evidence(day, tuple(items), index.library.digest(), gaps)


# ── factors ───────────────────────────────────────────────────────────────────────────────


def _weigh(
    found: dict[str, tuple[PassageCandidate, ...]],
    sources: tuple[Source, ...],
    index: Engine,
    options: Retrieval,
    moment: tuple[str, Said],
) -> tuple[dict[str, list[Weighed]], similarity.Matrix]:
    """Every good candidate with its factors, by domain, and how alike they are."""
    known = {source.id: source for source in sources}
    day, spoken = moment
    good = [
        (one, *pair)
        for row in found.values()
        for one, pair in _good(row, index, spoken)
        if pair[0].source in known
    ]
    rows = np.array([one.row for one, _, _ in good], dtype=np.int64)
    view = index.rows(rows)
    alike = similarity.cosines(view)
    made: dict[str, list[Weighed]] = {}
    for place, (one, passage, document) in enumerate(good):
        source = known[passage.source]
        factors = (
            ("freshness", _fresh(document.day, day, options)),
            ("authority", source.authority),
            (
                "corroboration",
                1 + options.corroboration * _others(alike[place], place, good, ALIKE, "source"),
            ),
            ("crossing", 1 + options.crossing * _others(alike[place], place, good, AKIN, "domain")),
            ("prose", context.prose(document, passage)),
            ("novelty", _novel(view, place, spoken) * _unsaid(passage, document, spoken)),
        )
        rounded = tuple((name, round(float(value), 4)) for name, value in factors)
        made.setdefault(one.domain, []).append(
            Weighed(one, passage, document, source, rounded, place)
        )
    return made, alike


def _good(
    row: tuple[PassageCandidate, ...], index: Engine, spoken: Said
) -> Iterator[tuple[PassageCandidate, tuple[Passage, Document]]]:
    """The first candidates that clear the floors and were not said."""
    kept = 0
    for one in row:
        if kept == SHORTLIST or one.relevance < LOWEST_RELEVANCE:
            return
        pair = resolve(index, one.row) if one.coverage >= LOWEST_COVERAGE else None
        if pair is None or spoken.share(pair[0].text) > USED_UP:
            continue
        if pair[1].domains and one.domain not in pair[1].domains:
            continue
        if context.prose(pair[1], pair[0]) >= LOWEST_PROSE:
            kept += 1
            yield one, pair


def _fresh(published: str | None, day: str, options: Retrieval) -> float:
    """From 1 for today down to 1 - freshness; half of the way at the half life."""
    if published is None:
        share = UNDATED
    else:
        share = 0.5 ** (max(0, ordinal(day) - ordinal(published)) / options.half_life_days)
    return 1 - options.freshness * (1 - share)


def _others(
    cosines: similarity.Row,
    place: int,
    good: list[tuple[PassageCandidate, Passage, Document]],
    lowest: float,
    kind: str,
) -> float:
    """Share of `SEVERAL` other sources (or domains) that have a passage like this one."""
    mine = good[place]
    names = {
        good[other][1].source if kind == "source" else good[other][0].domain
        for other in np.flatnonzero(cosines >= lowest).tolist()
        if good[other][1].source != mine[1].source and good[other][2].id != mine[2].id
    }
    own = mine[1].source if kind == "source" else mine[0].domain
    return min(1.0, len(names - {own}) / SEVERAL)


def _novel(view: RowView, place: int, spoken: Said) -> float:
    """1 down to 0.5 by the share of the passage's terms that recent quotes were made of."""
    mine = set(view.terms(place).tolist())
    return 1 - 0.5 * len(mine & spoken.terms) / max(1, len(mine))


def _unsaid(passage: Passage, document: Document, spoken: Said) -> float:
    """What is left unprinted of the passage; a document that was quoted elsewhere counts less."""
    left = 1 - spoken.share(passage.text)
    return left * (REVISITED if spoken.quotes(document.text) else 1.0)


# ── choice ────────────────────────────────────────────────────────────────────────────────


def _owners(weighed: dict[str, list[Weighed]]) -> dict[str, str]:
    """Which domain may use a document that several ask for: where it scores best."""
    best: dict[str, tuple[float, str]] = {}
    for domain, ones in weighed.items():
        for one in ones:
            if one.score > best.get(one.document.id, (-1.0, ""))[0]:
                best[one.document.id] = (one.score, domain)
    return {document: domain for document, (_, domain) in best.items()}


def _choose(left: list[Weighed], alike: similarity.Matrix, options: Retrieval) -> list[Weighed]:
    """Greedy choice under the caps; one document gives one item, each source its share."""
    cap = _share(left, options)
    chosen: list[int] = []
    by_source: Counter[str] = Counter()
    while len(chosen) < options.evidence_per_domain:
        best, worth = -1, 0.0
        for place, one in enumerate(left):
            near = [alike[one.place, left[other].place] for other in chosen]
            repeats = float(max(near, default=0.0))
            taken = any(left[other].document.id == one.document.id for other in chosen)
            if taken or repeats >= TWIN or by_source[one.source.id] >= cap:
                continue
            value = one.score * (1 - options.diversity * repeats)
            if value > worth:
                best, worth = place, value
        if best < 0:
            break
        chosen.append(best)
        by_source[left[best].source.id] += 1
    return [left[place] for place in chosen]


def _share(left: list[Weighed], options: Retrieval) -> int:
    """Items one source may bring: an even share and one more, never above the desk's cap."""
    several = len({one.source.id for one in left})
    return min(options.per_source, -(-options.evidence_per_domain // max(1, several)) + 1)


def _supported(
    items: list[EvidenceItem],
    used: set[str],
    sources: tuple[Source, ...],
    index: Engine,
    about: tuple[Desk, str, Said],
) -> list[EvidenceItem]:
    """The items with what other sources add to them, each domain's after its own; numbered."""
    desk, day, spoken = about
    known = {source.id: source for source in sources}
    limits = Limits(tuple(sorted(known)), ordinal(day))
    made: list[EvidenceItem] = []
    for domain in desk.domains:
        own = [item for item in items if item.domain == domain.id]
        extra: list[EvidenceItem] = []
        first = len(made)
        for place, item in enumerate(own, 1):
            held = index.passage(item.passage)
            more = (
                further(held, index, limits) if held and len(extra) < desk.retrieval.support else ()
            )
            for one in more:
                good = context.prose(one.document, one.passage) >= LOWEST_PROSE
                if (
                    good
                    and one.document.id not in used
                    and spoken.share(one.passage.text) <= USED_UP
                ):
                    used.add(one.document.id)
                    extra.append(_backing(item, one, known[one.passage.source], first + place))
                    break
        made += own + extra[: desk.retrieval.support]
    return [replace(item, n=number) for number, item in enumerate(made, 1)]


def _backing(item: EvidenceItem, one: Further, source: Source, n: int) -> EvidenceItem:
    """A further passage as an item; its factors say whom it supports or differs from."""
    kind = "differs" if one.differs else "supports"
    candidate = PassageCandidate(one.row, item.domain, item.question, item.score, one.coverage, ())
    factors = (("shared", one.coverage), (kind, float(n)))
    made = _item(0, Weighed(candidate, one.passage, one.document, source, factors, 0))
    return replace(made, score=round(item.score * one.coverage, 6), factors=factors)


def _item(n: int, one: Weighed) -> EvidenceItem:
    passage, document, source = one.passage, one.document, one.source
    made = numbered(n, document, passage, domain=one.candidate.domain)
    made = replace(
        made,
        source_id=source.id,
        source_title=source.title,
        question=one.candidate.question,
        score=round(one.score, 6),
        ranks=one.candidate.ranks,
        factors=(("relevance", one.candidate.relevance), *one.factors),
        blocks=context.blocks(document, passage),
        quote_limit=source.quotable(made.quote_limit),
        quote_words=source.quote_words,
        licence=source.licence,
    )
    return veiled(made)
