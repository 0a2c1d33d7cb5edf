"""What the index knows of whole documents: which domain they fit, and how alike they are.

Enter: an open index, the desk and its sources; then documents. Leave: fits (shares of the desk's
domains, judged on the text: nearness to the desk's questions and to what the sources of a domain
write, and whether the words of a domain stand in it; the source's own domains only as a nudge, and for a text without such words only where most that its
source writes has them), and for every pair of documents the cosine of
their openings and the rarity of the title words they share. Nothing here looks at a date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.desk import Desk
from pipeline.records import Document, Passage, Source, StoryFit
from pipeline.retrieve.encoders.word_vectors import WIDTH, senses
from pipeline.retrieve.engine import EVER, Engine, Limits, RowView
from pipeline.retrieve.evidence.areas import (
    Area,
    area_of,
    gathers,
    speaks_of,
    tells_of_attack,
    well_said,
    words_of,
)
from pipeline.retrieve.evidence.candidates import candidates
from pipeline.retrieve.evidence.support import further
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.analysis import crc
from pipeline.retrieve.index.embedded import ordinal
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.searcher import Searcher

SHORT = 0.25  # the same for a text of one passage, which says little of its own domain
UNKNOWN = 1  # words in which a text speaks of a domain of which no words are known
UNSAID = 0.0  # the most that a domain fits a text in which nothing speaks of it
FILED = 0.2  # what the owner's word is worth where a text speaks of no domain well
HEARD = 0.1  # share from which another domain that a text speaks of goes before its owner's word
EARNED = 0.4  # share of the openings of a source that hold words of its domain: between 0.26, the most of a
# source whose texts were filed wrongly, and 0.57, the least of one that is of its domain; bench/news_domains.py
JUDGED, FEW = 30, 6  # openings of a source that are read for it; with fewer its owner's word stands
TIE = 0.01  # of the nearness, which decides between several domains of the owner's word
SURE = 0.1  # how much better than any other the domain of attacks fits the tale of one
FAIR = 0.3  # share from which a word or two are enough for one of several domains of a source
NUDGE = 0.15  # what a source's own domains add to a fit: about the distance of neighbours
OPENING = 2  # passages of a document that say what it is about
MOST_FOR_CENTRE = 400  # passages of one source that make a domain's centre
MOST_TITLES = 5_000  # documents of one source whose titles are counted
WIDE = 9  # sources that name a thing, from which more say nothing further
NAMED = 24  # passages that are asked for at once which of them names it
NOISE = 1e-5  # a shorter vector is what rounding left of nothing, and points nowhere
Matrix = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.intp]
Weighted = tuple[Codes, npt.NDArray[np.float64]]  # codes of terms, rising, each with its weight
NOTHING: Weighted = (np.empty(0, np.uint32), np.empty(0, np.float64))


def or_filed(spoken: list[float], filed: list[float | None]) -> list[float]:
    """Shares of a document in the domains: those that its words speak of; where they speak of none
    well, of those that its source is declared for at least `FILED`, the nearer ones first, but after another
    that they speak of somewhat. `filed`:
    how near it is to each of these, None for the others."""
    best = max(spoken, default=0.0)
    if best > FILED + SURE:
        return spoken
    low = FILED if best < HEARD else min(FILED, best - TIE)
    return [
        share if own is None else max(share, (FILED if share > UNSAID else low) + TIE * own)
        for share, own in zip(spoken, filed, strict=True)
    ]


@dataclass(frozen=True)
class NewsReading:
    """The index as one reads it for news. Made once a run."""

    searcher: Searcher
    desk: Desk
    sources: tuple[Source, ...]

    @property
    def index(self) -> Engine:
        return self.searcher.index

    def rows(self, documents: Sequence[Document]) -> list[Rows]:
        """Rows of each document, in the order of its passages."""
        return self.index.of_documents([one.id for one in documents])

    # ── domains ───────────────────────────────────────────────────────────────────────────

    def fits(self, documents: Sequence[Document]) -> Mapping[str, tuple[StoryFit, ...]]:
        """For each document its domains, best first."""
        new = [one for one in documents if one.id not in self._fitting]
        found = self.rows(new)
        self.index.rows(np.concatenate([*found, np.empty(0, np.int64)]))  # one way for all
        for one, rows in zip(new, found, strict=True):
            self._fitting[one.id] = self._fits(one, self.index.rows(rows)) if len(rows) else ()
        return {one.id: self._fitting[one.id] for one in documents}

    @cached_property
    def _fitting(self) -> dict[str, tuple[StoryFit, ...]]:
        return {}

    def _fits(self, document: Document, view: RowView) -> tuple[StoryFit, ...]:
        meaning = view.meaning()
        shares = self._shares(document, meaning)
        head = _unit(meaning[:OPENING].sum(axis=0))
        fits = []
        for place, domain in enumerate(self.desk.domains):
            near = head @ self._questions[place].T
            best = int(near.argmax())
            share, asked = round(shares[place], 4), domain.questions[best]
            area = self._areas[place]
            words = words_of(area, document) if area else UNKNOWN
            fits.append(StoryFit(domain.id, share, asked, round(float(near[best]), 4), words))
        return tuple(sorted(fits, key=lambda fit: (-fit.share, fit.domain)))

    def _shares(self, document: Document, meaning: Matrix) -> list[float]:
        """How well a document fits each domain: by its meaning and a nudge for those its source is
        declared for; not at all where its words speak of another; best where it tells of an attack."""
        count = len(meaning) + min(len(meaning), OPENING)  # the opening counts twice
        whole = meaning.sum(axis=0) + meaning[:OPENING].sum(axis=0) - self._mean * count
        whole = _unit(whole)
        near = whole @ self._centres.T / 2 + whole @ self._asked.T / 2
        nudge = NUDGE if len(meaning) > 1 else SHORT
        title = self._titles.get(document.source, "")
        made, filed = list[float](), list[float | None]()
        told_of = tells_of_attack(document)
        for place, (domain, area) in enumerate(zip(self.desk.domains, self._areas, strict=True)):
            own = domain.id in document.domains
            share = float(near[place]) + (nudge if own else 0.0)
            heard = own and (share >= FAIR or self._owner_heard(document, place))
            said = area is None or speaks_of(area, document, title, declared=own, heard=heard)
            passing = bool(area and area.attack) and not told_of and gathers(document)
            said = said and not passing  # what a release or a month mends in passing
            made.append(share if said else min(share, UNSAID))
            elsewhere = bool(area and (area.people or passing)) and len(document.domains) > 1
            filed.append(share if own and (said or not elsewhere) else None)
        if max(made) <= FILED + SURE:
            filed = [
                one if self._earned(document.source, n) else None for n, one in enumerate(filed)
            ]
        made = or_filed(made, filed)
        attacked = [place for place, area in enumerate(self._areas) if area and area.attack]
        if attacked and told_of:
            made[attacked[0]] = max(*made, SHORT) + SURE
        return made

    def _owner_heard(self, document: Document, place: int) -> bool:
        """Whether a word or two are enough for a domain that the source of a text is declared for: where it is
        for no other, or where most that it writes is of this one."""
        return len(document.domains) == 1 or self._earned(document.source, place)

    def _earned(self, source: str, place: int) -> bool:
        """Whether what a source writes is of a domain it is declared for, so that a text of it in which
        no word says so may be filed there; so it is where nothing is known of the domain, where the
        source holds too little to judge it by, and where the desk has no other domain."""
        area = self._areas[place]
        if area is None or len(self._areas) == 1:
            return True
        if (source, place) not in self._judged:
            told = [well_said(area, text) for text in self._openings(source)]
            self._judged[source, place] = len(told) < FEW or sum(told) >= EARNED * len(told)
        return self._judged[source, place]

    def _openings(self, source: str) -> tuple[str, ...]:
        """How the newest documents of a source begin."""
        if source not in self._begun:
            found = self.index.dated(EVER, Limits((source,)), most=JUDGED, openings=True)
            passages = filter(None, map(self.index.passage, self.index.rows(found).ids()))
            self._begun[source] = tuple(one.text for one in passages)
        return self._begun[source]

    @cached_property
    def _begun(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _judged(self) -> dict[tuple[str, int], bool]:
        return {}

    @cached_property
    def _areas(self) -> tuple[Area | None, ...]:
        return tuple(area_of(domain) for domain in self.desk.domains)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {source.id: source.title for source in self.sources}

    @cached_property
    def _mean(self) -> Matrix:
        """The middle of what the sources write, each source counting once."""
        return np.asarray(np.mean(list(self._by_source.values()), axis=0), dtype=np.float32)

    @cached_property
    def _by_source(self) -> Mapping[str, Matrix]:
        found = {}
        for source in self.sources:
            rows = self.index.dated(EVER, Limits((source.id,)), most=MOST_FOR_CENTRE)
            if len(rows):  # an id is a hash: the first by id are as good as drawn by lot
                found[source.id] = _unit(self.index.rows(rows).meaning().sum(axis=0))
        return found or {"": np.zeros(WIDTH, dtype=np.float32)}

    @cached_property
    def _centres(self) -> Matrix:
        """What the sources of each domain write, less what all of them do; a source that serves
        several domains counts a share in each."""
        made = []
        for domain in self.desk.domains:
            parts = [
                self._by_source[one.id] / len(one.domains)
                for one in self.sources
                if domain.id in one.domains and one.id in self._by_source
            ]
            made.append(_unit(np.sum(parts, axis=0)) if parts else self._mean)
        return _apart(np.stack(made))

    @cached_property
    def _questions(self) -> tuple[Matrix, ...]:
        table = senses()
        return tuple(
            np.stack([table.text(terms.tokens(one)) for one in domain.questions])
            for domain in self.desk.domains
        )

    @cached_property
    def _asked(self) -> Matrix:
        table = senses()
        texts = [f"{one.title} {' '.join(one.questions)} {one.team}" for one in self.desk.domains]
        return _apart(np.stack([table.text(terms.tokens(text)) for text in texts]))

    def asked(self, day: str) -> Mapping[str, tuple[str, ...]]:
        """For each domain, documents that answer its standing questions, best first."""
        found = candidates(self.desk, self.sources, self.searcher, day)
        made = {}
        for domain, rows in found.items():
            passages = map(self.index.passage, self.index.rows(np.asarray(rows, np.int64)).ids())
            made[domain] = tuple(dict.fromkeys(one.document for one in passages if one))
        return made

    def further(self, passage: Passage, day: str) -> Iterator[tuple[Passage, Document, bool]]:
        """Passages of other sources about the same, each with whether its numbers differ."""
        limits = Limits(tuple(sorted(source.id for source in self.sources)), ordinal(day))
        for each in further(passage, self.index, limits):
            yield each.passage, each.document, each.differs

    # ── reach ─────────────────────────────────────────────────────────────────────────────

    def reach(self, names: Collection[str], day: str) -> Mapping[str, int]:
        """For each name the sources in whose passages of up to the day it stands, `WIDE` at most: each is
        looked for in the sources that are not known to hold it yet, until none is left."""
        return {one: len(self._naming(terms.terms(one), ordinal(day))) for one in names}

    def _naming(self, wanted: Sequence[str], until: int) -> set[str]:
        codes = {terms.code(one): 1.0 for one in wanted}
        held: set[str] = set()
        while codes and len(held) < WIDE:
            rest = tuple(sorted(one.id for one in self.sources if one.id not in held))
            if not rest:
                break
            found = self.index.nominate(codes, NAMED, Limits(rest, until))
            view = self.index.rows(np.asarray(found, np.int64))
            whole = [set(codes) <= set(view.terms(at).tolist()) for at in range(len(view.rows))]
            of = {crc(one): one for one in rest}
            new = {of[int(at)] for at in view.column("source")[whole] if int(at) in of}
            if not new:
                break
            held |= new
        return held

    # ── likeness ──────────────────────────────────────────────────────────────────────────

    def alike(self, documents: Sequence[Document]) -> tuple[Matrix, Matrix]:
        """(cosine of the openings, rarity of the title words they share) for every pair."""
        found = [rows[:OPENING] for rows in self.rows(documents)]
        self.index.rows(np.concatenate([*found, np.empty(0, np.int64)]))  # one way for all
        openings = [_unit_weights(self._opening(rows)) for rows in found]
        near = _table(openings)
        near = near @ near.T
        titles = _table([self._title(each) for each in documents])
        shared = titles @ (titles > 0).astype(np.float32).T
        return near, np.minimum(shared, shared.T)

    def _opening(self, rows: Rows) -> Weighted:
        """Weights of the terms of a document's first passages: 1 + log(count), times rarity."""
        if not len(rows):
            return NOTHING
        held = self.index.rows(rows).codes()
        codes, counts = np.unique(held, return_counts=True)
        return codes, (1 + np.log(counts)) * self._rarity(codes)

    def _title(self, document: Document) -> Weighted:
        """Rarity of a title's words: in the corpus, or among the titles of its source if less."""
        codes = np.unique(np.array([terms.code(one) for one in terms.terms(document.title)], "<u4"))
        if not len(codes):
            return NOTHING
        counts, documents = self._headings(document.source)
        place = np.searchsorted(counts[0], codes)
        found = np.array([counts[1][at] if at < len(counts[0]) and counts[0][at] == code else 0
                          for at, code in zip(place.tolist(), codes.tolist(), strict=True)])  # fmt: skip
        here = np.log((documents + 1) / (found + 0.5))
        return codes, np.maximum(0, np.minimum(self._rarity(codes), here))

    def _headings(self, source: str) -> tuple[tuple[Codes, Counts], int]:
        """Of each term in titles and headings of a source, the number of documents; and of all."""
        if source not in self._held:
            first = self.index.dated(EVER, Limits((source,)), most=MOST_TITLES, openings=True)
            view = self.index.rows(first)
            leads = view.column("lead").tolist()
            parts = [np.unique(view.terms(at)[:lead]) for at, lead in enumerate(leads)]
            codes = np.concatenate(parts) if parts else np.empty(0, np.uint32)
            self._held[source] = (np.unique(codes, return_counts=True), len(first))
        return self._held[source]

    @cached_property
    def _held(self) -> dict[str, tuple[tuple[Codes, Counts], int]]:
        return {}

    def _rarity(self, codes: Codes) -> npt.NDArray[np.float64]:
        """Inverse passage frequency of terms in the whole corpus; each is looked up once."""
        missing = [code for code in codes.tolist() if code not in self._known]
        if missing:
            found = self.index.statistics(missing)
            for code, held in zip(missing, found.held, strict=True):
                share = (found.passages + 1) / (held + 1)
                self._known[code] = max(0.0, float(np.log(share)))
        return np.array([self._known[code] for code in codes.tolist()])

    @cached_property
    def _known(self) -> dict[int, float]:
        return {}


def _unit(vector: Matrix) -> Matrix:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), NOISE), dtype=np.float32)


def _apart(rows: Matrix) -> Matrix:
    """Unit rows of what sets each row apart from the middle of all."""
    moved = rows - rows.mean(axis=0) if len(rows) > 1 else rows
    return np.asarray(
        moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), NOISE), dtype=np.float32
    )


def _unit_weights(row: Weighted) -> Weighted:
    codes, weights = row
    return codes, weights / max(float(np.linalg.norm(weights)), NOISE)


def _table(rows: Sequence[Weighted]) -> Matrix:
    """Weights by code as a matrix, a row a document, a column a code that two of them have: one that
    a document has alone is alike to nothing, and most are."""
    held, counts = np.unique(
        np.concatenate([NOTHING[0], *(codes for codes, _ in rows)]), return_counts=True
    )
    columns = held[counts > 1]
    made = np.zeros((len(rows), max(1, len(columns))), dtype=np.float32)
    for at, (codes, weights) in enumerate(rows):
        told = np.isin(codes, columns, assume_unique=True)
        made[at, np.searchsorted(columns, codes[told])] = weights[told]
    return made
