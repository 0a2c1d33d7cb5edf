"""Domains without a story, each in one sentence that is true; and what came out beside the day's stories.

Enter: the stories of the day, what was looked at, and which domains each document is of.
Leave: a `Quiet` for each domain without a story of the day. "Since" is the last day on which any
document of the domain was published, first seen or changed, so nothing newer contradicts it; of a
domain of which something new was held over, the line does not say that nothing is new. What came out is named, not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.news.documents.look import Looked, names
from pipeline.news.documents.newest import newest
from pipeline.news.documents.newness import Moment, dated_since, first_day
from pipeline.news.documents.subject import VERSION, Subject, subject
from pipeline.news.groups.rank import product
from pipeline.news.groups.weigh import LEAST_SHARE
from pipeline.news.night import Night, Tools
from pipeline.newsroom.desk import Domain
from pipeline.newsroom.library import Library
from pipeline.records import AlsoTold, Fate, Quiet, StoryFit
from pipeline.text.days import days_between, spoken
from pipeline.text.words import clean

FURTHER = 4  # times as far back; a domain that rests for months is asked for twice
FURTHEST = 10_000  # days: what is older is looked for among all
OUT = ("advisory", "incident", "release", "proposal")  # natures of what comes out
MOST_OUT, LEAST_OUT = 5, 0.3  # such things that a page names, and the rank of the least of them
FIRST_DAYS = 2  # days of which the first edition of a newsroom names them
NEARLY = 0.08  # a domain that fits a text so nearly as well as the best one may claim it too


def last_days(
    night: Night, looked: Looked, library: Library, fits: Mapping[str, tuple[StoryFit, ...]]
) -> Mapping[str, str]:
    """The last day on which something was new in each domain: in a source of it, in a text of any
    source that fits it, or in a section that was told. Of a domain without any since the first day
    that was looked at, its sources are asked for what is older, further back each time."""
    of_source = {source.id: source.domains for source in night.sources}
    newest, first = dict(night.told.domains), looked.first
    moments: Mapping[str, Moment] = looked.moments
    while True:
        for moment in moments.values():
            when = max(moment.day, moment.changed)
            by_fit = _claims(fits.get(moment.document, ()))
            for domain in {*of_source.get(moment.source, ()), *by_fit}:
                newest[domain] = max(when, newest.get(domain, ""))
        quiet = {one.id for one in night.desk.domains if newest.get(one.id, "") < first}
        if not quiet or not first:
            return newest
        sources = [name for name, domains in of_source.items() if quiet.intersection(domains)]
        first = _further_back(first, night.day)
        moments = dated_since(first, library, night.day, sources)


def _further_back(first: str, day: str) -> str:
    """Four times as many days before the day; "" for all of them."""
    days = FURTHER * (days_between(first, day) + 1)
    return first_day(day, days) if days < FURTHEST else ""


def _claims(fits: tuple[StoryFit, ...]) -> list[str]:
    least = max(LEAST_SHARE, fits[0].share - NEARLY) if fits else 0.0
    return [fit.domain for fit in fits if fit.share >= least]


def held_over(fates: Iterable[Fate], day: str, window: int) -> Mapping[str, int]:
    """How many documents of the days that count as news were held over, by the domain they fit best."""
    first = first_day(day, window)
    return Counter(
        fate.domain for fate in fates if fate.outcome == "held over" and fate.day >= first
    )


def quiet(
    night: Night, newest: Mapping[str, str], told: Collection[str], held: Mapping[str, int]
) -> tuple[Quiet, ...]:
    """One line for each domain of the desk that has no story today. held: documents of each domain
    that are new and were held over."""
    return tuple(
        _line(domain, newest.get(domain.id, ""), night.day, held.get(domain.id, 0))
        for domain in night.desk.domains
        if domain.id not in told
    )


def also_out(
    night: Night, library: Library, tools: Tools, fates: Iterable[Fate]
) -> tuple[Quiet, ...]:
    """What came out since the last public brief and is no story of today's, by rank: releases, flaws, incidents
    and proposals that no domain of the desk is for, that no section could be made of, or for which there is no room."""
    last = night.told.last or first_day(night.day, FIRST_DAYS)
    able = [one for one in fates if one.why and one.outcome != "used" and one.day > last]
    ranked = sorted(able, key=lambda one: (-product(one.why), one.document))
    found: list[Quiet] = []
    for one in ranked:
        if len(found) == MOST_OUT or product(one.why) < LEAST_OUT:
            break
        document = library.document(one.document)
        if document is None or night.dropped & names(document):
            continue
        found += _named(one, subject(document), night, tools)
    return tuple(found)


def _named(one: Fate, seen: Subject, night: Night, tools: Tools) -> Iterator[Quiet]:
    """The line of what came out; none for a page of a manual, one change alone, what has no title of its own, and
    a list of releases that does not say which one is new."""
    source, document = night.source(one.source), seen.document
    title, publisher = clean(one.title), source.title if source else one.source
    if seen.nature not in OUT or seen.told_apart or (seen.nature == "release" and seen.kept):
        return
    if seen.running:
        listed = newest(document, one.day)
        version = VERSION.search(listed.name) if listed else None
        title = f"{tools.product(publisher)} {version[0]}" if version else ""
    elif title.startswith(f"{publisher} "):  # `Kestrel documentation and changes 4.2`
        title = tools.product(publisher) + title.removeprefix(publisher)
    elif not seen.telling_title:
        title = ""
    thing = min(seen.things, key=len, default="")
    if seen.nature == "advisory" and thing.lower() not in title.lower():
        title = f"{thing}: {title}"  # a flaw is known by its package
    url = "" if document.home else document.url
    if title:
        named = AlsoTold(one.document, title, publisher, one.day, url)
        yield Quiet("", one.day, named.words, url)


def _line(domain: Domain, since: str, day: str, held: int) -> Quiet:
    if since and held:
        return Quiet(domain.id, since, f"Nothing told from {domain.title} today.")
    if since and since < day:
        return Quiet(domain.id, since, f"Nothing new in {domain.title} since {spoken(since, day)}.")
    if since:
        return Quiet(domain.id, since, f"Nothing to tell from {domain.title} today.")
    return Quiet(domain.id, "", f"Nothing with a date in {domain.title}.")
