"""Candidates of a day: what the desk's questions and the day's news bring up, per domain.

Enter: the desk, the sources, a searcher and a day. Leave: per domain the rows that answer best.
Nothing dated after the day enters. One standing question leads each day, in turn, so a slow corpus is not read the same way
every morning.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.desk import Desk, Domain
from pipeline.records import Source
from pipeline.retrieve.engine import Engine, RowView
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.embedded import ordinal
from pipeline.retrieve.index.forward import Codes, Rows
from pipeline.retrieve.search.rankers import Limits
from pipeline.retrieve.search.search import rank, resolve, within
from pipeline.retrieve.searcher import Searcher

DEPTH = 60  # candidates a question brings: ten times what a domain prints
LEAD = 1.5  # weight of the question whose turn it is
NEWS_DAYS = 2  # documents of the day and of the day before are news
MONTH = 30
TOPICS = 8  # terms the day's news is asked by
SMOOTH = 10  # as in reciprocal rank fusion, but steep: a day's evidence is the head of a list


def candidates(
    desk: Desk, sources: tuple[Source, ...], searcher: Searcher, day: str
) -> dict[str, list[int]]:
    """Rows of every domain of the desk, best first."""
    return {domain.id: _of(domain, desk, sources, searcher, day) for domain in desk.domains}


def _of(
    domain: Domain, desk: Desk, sources: tuple[Source, ...], searcher: Searcher, day: str
) -> list[int]:
    limits = Limits(within(domain.id, sources), ordinal(day))
    lead = ordinal(day) % len(domain.questions)
    asked = [
        (question, LEAD if place == lead else 1.0)
        for place, question in enumerate(domain.questions)
    ]
    news = topics(searcher.index, limits)
    if news:
        asked.append((f"New: {', '.join(news)}", LEAD))
    mass = sum(weight for _, weight in asked)
    total: dict[int, float] = {}
    for question, weight in asked:
        found = rank(question, searcher, desk.retrieval, limits=limits, depth=DEPTH)
        for place, row in enumerate(found.rows.tolist()):
            total[row] = total.get(row, 0.0) + weight * SMOOTH / (SMOOTH + place)
    ids = searcher.index.rows(np.array([*total], dtype=np.int64)).ids()
    best = sorted(
        zip(total, ids, strict=True), key=lambda pair: (-round(total[pair[0]] / mass, 6), pair[1])
    )
    return [row for row, _ in best]


def topics(index: Engine, limits: Limits) -> tuple[str, ...]:
    """Terms that the last days' documents use far more than the month before them (bursts)."""
    newest = limits.until - NEWS_DAYS
    rows = index.dated((max(1, newest + 1), limits.until), limits)
    if not len(rows):
        return ()
    month = index.dated((max(1, limits.until - MONTH), newest), limits)
    news, counts = _spread(index.rows(rows))
    past, held = _spread(index.rows(month))
    known = dict(zip(past.tolist(), held.tolist(), strict=True))
    burst = {
        code: count / (len(rows) + 1) * np.log((len(month) + 2) / (known.get(code, 0) + 1))
        for code, count in zip(news.tolist(), counts.tolist(), strict=True)
    }
    return _named(index, rows, burst)


def _spread(view: RowView) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Every code that some rows hold, and in how many of them it stands."""
    shift = np.uint64(32)
    keys = view.codes().astype(np.uint64) << shift | view.owners().astype(np.uint64)
    return np.unique((np.unique(keys) >> shift).astype(np.uint32), return_counts=True)


def _named(index: Engine, rows: Rows, burst: dict[int, float]) -> tuple[str, ...]:
    """The strongest bursts as words: read back from the passages that hold them."""
    names: dict[str, float] = {}
    for row in rows.tolist()[:50]:
        pair = resolve(index, row)
        if pair is None:
            continue
        text = f"{pair[1].title} {pair[0].text}"
        for start, end, found in terms.words(text):
            word = text[start:end].lower()
            if len(found) == 1 and len(word) > 2 and word[0].isalpha():
                names.setdefault(word, burst.get(terms.code(found[0]), 0.0))
    seen: set[str] = set()
    chosen = []
    for word, _ in sorted(names.items(), key=lambda pair: (-pair[1], pair[0])):
        stem = terms.terms(word)[0]
        if stem not in seen:
            seen.add(stem)
            chosen.append(word)
        if len(chosen) == TOPICS:
            break
    return tuple(chosen)
