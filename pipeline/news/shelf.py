"""Stories from the library: pieces that answer the desk's questions, were never told and still hold.

Enter: for each domain the documents that answer its questions, best first. Leave: candidates of
kind `library`. What was true on a day alone (a release, an advisory, an announcement, a text that
says "today" or names its year) does not come back as if it held.
"""

from __future__ import annotations

import re

from pipeline.news.documents.aside import gathers
from pipeline.news.documents.look import NewsItem
from pipeline.news.documents.newness import NEVER, Moment
from pipeline.news.documents.subject import Subject, subject
from pipeline.news.groups.clusters import Dated, Group
from pipeline.news.groups.correct import replaces
from pipeline.news.groups.rank import RankFacts, factors
from pipeline.news.groups.weigh import Candidate
from pipeline.news.night import Night, Tools
from pipeline.newsroom.library import Library
from pipeline.records import Document
from pipeline.text.days import days_between

# Signs of something a team could act on, without which a piece of the library says little
SUBSTANCE = 1
UNDATED = 2  # and of one without a date, of which nobody knows whether it holds
LOOKED_AT = 12  # documents of a domain that are read
KEPT = 2  # candidates a domain brings
HOLDS_DAYS = 3 * 365  # a text of a day long gone is history, whatever it says
FILLS = 0.2  # of a rank: the library fills up, it does not lead
AGED = 0.25  # of that, lost by the time a piece no longer holds, and by one without a date
_OF_ITS_DAY = re.compile(
    r"\b(?:today|this (?:week|month|year)|yesterday|last (?:week|month)|recently|now available|announc\w+"
    r"|is out|coming soon|new in|upcoming|beta|release candidate|20[0-2]\d)\b",
    re.IGNORECASE,
)


def shelf(night: Night, library: Library, tools: Tools) -> tuple[Candidate, ...]:
    """Candidates of the library, each domain's best in turn."""
    rows = []
    for domain, names in tools.asked().items():
        kept = _of(domain, tuple(names)[:LOOKED_AT], (night, library, tools))
        rows.append(sorted(kept, key=lambda one: one.order))
    turns = max((len(row) for row in rows), default=0)
    return tuple(row[at] for at in range(turns) for row in sorted(rows, key=_best) if at < len(row))


def _best(row: list[Candidate]) -> tuple[float, str]:
    return row[0].order if row else (0.0, "")


def _of(domain: str, names: tuple[str, ...], at: tuple[Night, Library, Tools]) -> list[Candidate]:
    night, library, tools = at
    made: list[Candidate] = []
    for name in names:
        if name in night.told.leads or name in night.told.cited or len(made) == KEPT:
            continue
        document = library.document(name)
        if document is None or night.decisions.banned(document):
            continue
        seen = subject(document)
        if _taken_back(document, night, library):
            continue
        if not _holds(seen, night.day):
            continue
        fits = tools.fits([document])[document.id]
        if not fits or fits[0].domain != domain:
            continue
        made.append(_candidate(seen, fits, night))
    return made


def _taken_back(document: Document, night: Night, library: Library) -> bool:
    """Whether a text that was told of late said that this one was wrong."""
    told = (library.document(name) for name in night.told.leads)
    return any(
        replaces((one, one.day or ""), (document, document.day or ""))
        for one in told
        if one is not None and one.source == document.source
    )


def _holds(seen: Subject, day: str) -> bool:
    document = seen.document
    published = document.day or ""
    timeless = seen.nature in ("page", "post", "proposal") and not seen.withdrawn
    timeless = timeless and not gathers(document)  # what a week or a month brought is over with it
    still = not published or (published <= day and days_between(published, day) <= HOLDS_DAYS)
    plain = (
        seen.lede
        and seen.telling_title
        and not _OF_ITS_DAY.search(f"{document.title}. {seen.lede}")
    )
    decided = seen.nature == "proposal"
    return bool(
        timeless
        and still
        and plain
        and (decided or len(seen.signals) >= (SUBSTANCE if published else UNDATED))
    )


def _candidate(seen: Subject, fits: tuple, night: Night) -> Candidate:  # type: ignore[type-arg]
    document = seen.document
    published = document.day or ""
    moment = Moment(
        document.id, document.source, published, "published" if published else "", NEVER
    )
    source = night.source(document.source)
    facts = RankFacts(
        subject=seen, age=NEVER, window=0, sources=1, share=fits[0].share,
        nearness=max(fit.nearness for fit in fits), authority=source.authority if source else 1.0, watched=(),
    )  # fmt: skip
    aged = days_between(published, night.day) / HOLDS_DAYS if published else 1.0
    filled = round(FILLS * (1 - AGED * min(1.0, aged)), 3)
    why = tuple((name, filled if name == "newness" else value) for name, value in factors(facts))
    item = NewsItem(seen, moment, "recent")
    return Candidate(item, Group(Dated(seen, published)), "library", fits, why)
