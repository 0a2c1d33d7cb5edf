"""Domains without news, each in one sentence that is true.

Enter: the stories of the day, every document's moment, and which domains each document is of.
Leave: a `Quiet` for each domain without a story of the day. "Since" is the last day on which any
document of the domain was published, first seen or changed, so nothing newer contradicts it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.news.documents.newness import Moment
from pipeline.news.night import Night
from pipeline.newsroom.desk import Domain
from pipeline.records import Quiet, StoryFit
from pipeline.text.days import spoken

NEARLY = 0.08  # a domain that fits a text so nearly as well as the best one may claim it too


def last_days(
    night: Night, moments: Mapping[str, Moment], fits: Mapping[str, tuple[StoryFit, ...]]
) -> Mapping[str, str]:
    """The last day on which something was new in each domain: in a source of it, in a text of any
    source that fits it, or in a section that was told."""
    of_source = {source.id: source.domains for source in night.sources}
    newest = dict(night.told.domains)
    for moment in moments.values():
        when = max(moment.day, moment.changed)
        for domain in {*of_source.get(moment.source, ()), *_claims(fits.get(moment.document, ()))}:
            newest[domain] = max(when, newest.get(domain, ""))
    return newest


def _claims(fits: tuple[StoryFit, ...]) -> list[str]:
    return [fit.domain for fit in fits if fit.share >= fits[0].share - NEARLY]


def quiet(night: Night, newest: Mapping[str, str], told: Collection[str]) -> tuple[Quiet, ...]:
    """One line for each domain of the desk that has no story today."""
    return tuple(
        _line(domain, newest.get(domain.id, ""), night.day)
        for domain in night.desk.domains
        if domain.id not in told
    )


def _line(domain: Domain, since: str, day: str) -> Quiet:
    if since and since < day:
        return Quiet(domain.id, since, f"Nothing new in {domain.title} since {spoken(since, day)}.")
    if since:
        return Quiet(domain.id, since, f"Nothing to tell from {domain.title} today.")
    return Quiet(domain.id, "", f"Nothing with a date in {domain.title}.")
