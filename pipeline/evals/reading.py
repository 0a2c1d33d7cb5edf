"""What the last editions were as reading, counted from their records alone.

Enter: a newsroom and a number of days. Leave: figures over these days up to the newest record: how
many leads are of the window their label promises, sections of one story, passages cited again
within a fortnight, statements that stand alone, implications of their section's own story, ledes
that say what happened, words of a headline that its section comes to, words a section, and days
held, from the library or without a page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.evals.figures import Rate, wilson
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Evidence, EvidenceItem, Section
from pipeline.text import printable
from pipeline.text.days import days_between
from pipeline.text.printable.clause import roots
from pipeline.text.words import STOPWORDS
from pipeline.verify.draft.news import statement_of

FORTNIGHT = 14  # days within which a passage is not cited twice
SLACK = 3  # days a lead may be older than the window: it was held over
YEAR = 365
COMMON = roots(" ".join(STOPWORDS))


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """Counts over `days` days, of which `editions` have a record."""

    days: int
    editions: int
    held: int
    library: int
    without_page: int
    sections: int
    kinds: dict[str, int]
    leads_in_window: Rate  # of sections labelled new, update or recent
    one_story: Rate
    old_as_news: Rate  # statements older than a year or undated, outside the library's sections
    repeated: Rate  # passages cited again within a fortnight, of all that were cited
    printable: Rate  # verbatim statements of lede and sections
    own_implication: Rate  # implications that rest on their section's story
    ledes: Rate  # of editions, that say what happened: in a source's words, or a writer's own
    titles: Rate  # content words of headlines that stand in their section, too
    words: float  # a section, on average


def figures(room: Newsroom, days: int) -> ReadingFigures:
    """Count the last `days` days up to the newest record; zeros for a newsroom without any. A day
    whose record is damaged counts as one without a page."""
    bad = briefs.damaged(room)
    known = [day for day in briefs.days(room) if day not in bad]
    count = Counter[str]()
    kinds: Counter[str] = Counter()
    seen: dict[str, str] = {}
    if known:
        newest = date.fromisoformat(known[-1])
        span = [(newest - timedelta(back)).isoformat() for back in reversed(range(days))]
        for day in span:
            count["without page"] += day not in known
            if day in known:
                brief, evidence = briefs.read_brief(room, day), briefs.read_evidence(room, day)
                _edition(brief, evidence, (count, kinds, seen))
    return _figures(days, count, kinds)


def _figures(days: int, count: Counter[str], kinds: Counter[str]) -> ReadingFigures:
    return ReadingFigures(
        days=days,
        editions=count["editions"],
        held=count["held"],
        library=count["library"],
        without_page=count["without page"],
        sections=count["sections"],
        kinds=dict(sorted(kinds.items())),
        leads_in_window=wilson(count["lead in window"], count["labelled"]),
        one_story=wilson(count["one story"], count["sections"]),
        old_as_news=wilson(count["old"], count["outside library"]),
        repeated=wilson(count["again"], count["cited"]),
        printable=wilson(count["printable"], count["verbatim"]),
        own_implication=wilson(count["own implication"], count["implications"]),
        ledes=wilson(count["ledes"], count["editions"]),
        titles=wilson(count["title words told"], count["title words"]),
        words=round(count["words"] / max(1, count["sections"]), 1),
    )


Tally = tuple[Counter[str], Counter[str], dict[str, str]]


def _edition(brief: Brief, evidence: Evidence, tally: Tally) -> None:
    count, kinds, seen = tally
    items = {item.n: item for item in evidence.items}
    count["editions"] += 1
    count["held"] += brief.outcome == "held"
    count["library"] += brief.edition == "library"
    count["ledes"] += any(
        one.origin != "computed" or any(each.kind == "states" for each in one.asserts)
        for one in brief.draft.lede
    )
    cited: set[str] = set()
    for section in brief.draft.sections:
        kinds[section.story.kind if section.story else "none"] += 1
        _section(section, items, (brief.day, evidence.window), count)
        cited |= {items[n].passage for one in section.sentences for n in one.cites if n in items}
        if section.quote and section.quote.n in items:
            cited.add(items[section.quote.n].passage)
    count["cited"] += len(cited)
    count["again"] += sum(
        days_between(seen[one], brief.day) <= FORTNIGHT for one in cited if one in seen
    )
    seen.update(dict.fromkeys(cited, brief.day))


def _section(
    section: Section, items: dict[int, EvidenceItem], at: tuple[str, int], count: Counter[str]
) -> None:
    day, window = at
    kind = section.story.kind if section.story else "none"
    count["sections"] += 1
    named, told = _title(section, items)
    count["title words"] += len(named)
    count["title words told"] += len(named & told)
    count["words"] += sum(len(one.text.split()) for one in section.sentences)
    documents = [items[n].document for one in section.sentences for n in one.cites if n in items]
    most = max((documents.count(one) for one in documents), default=0)
    count["one story"] += len(set(documents)) <= 2 and most >= len(documents) - 1
    if kind != "library":
        lead = items.get(section.story.lead) if section.story else None
        age = _age(lead, day) if lead else None
        count["labelled"] += 1
        count["lead in window"] += age is not None and age <= (
            60 if kind == "recent" else window + SLACK
        )
        for one in section.sentences:
            ages = [_age(items[n], day) for n in one.cites if n in items]
            count["outside library"] += 1
            count["old"] += bool(ages) and all(each is None or each > YEAR for each in ages)
    printed = ""
    for one in section.sentences:
        if one.quote and one.quote.n in items:
            count["verbatim"] += 1
            count["printable"] += printable.may_print(
                statement_of(one.text, items[one.quote.n], one.quote.start, frozenset({printed}))
            )
        printed = one.text
    if section.implication:
        count["implications"] += 1
        rests = [items[n].story for n in section.implication.sentence.cites if n in items]
        own = section.story.id if section.story else ""
        count["own implication"] += bool(rests) and all(one == own for one in rests)


def _title(
    section: Section, items: dict[int, EvidenceItem]
) -> tuple[frozenset[str], frozenset[str]]:
    """Roots of what a headline names beside its publisher, and of what its section says."""
    told = [one.text for one in section.sentences if one.origin != "computed"]
    told += [section.quote.words] if section.quote else []
    told += [section.implication.sentence.text] if section.implication else []
    lead = items.get(section.story.lead) if section.story else None
    common = roots(lead.source_title if lead else "") | COMMON
    return roots(section.headline) - common, roots(" ".join(told))


def _age(item: EvidenceItem, day: str) -> int | None:
    days = (item.published or "", item.first_seen, item.changed)
    newest = max((one[:10] for one in days if one and one[:10] <= day), default="")
    return days_between(newest, day) if newest else None
