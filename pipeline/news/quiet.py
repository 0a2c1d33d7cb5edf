"""Domains without news, each in one sentence that is true.

Enter: the stories of the day, every document's moment, and which domains each document is of.
Leave: a `Quiet` for each domain without a story of the day. "Since" is the last day on which any
document of the domain was published, first seen or changed, so nothing newer contradicts it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pipeline.news.documents.newness import Moment
from pipeline.newsroom.desk import Domain
from pipeline.records import Fate, Quiet, Source


def quiet(
    domains: Sequence[Domain],
    sources: Sequence[Source],
    moments: Mapping[str, Moment],
    fates: Sequence[Fate],
    at: tuple[str, Collection[str]],
) -> tuple[Quiet, ...]:
    """One line for each domain that has no news; `at` is the day and the domains that have some."""
    day, told = at
    of_source = {source.id: source.domains for source in sources}
    judged = {fate.document: fate.domain for fate in fates if fate.domain}
    newest: dict[str, str] = {}
    for moment in moments.values():
        when = max(moment.day, moment.changed)
        named = {*of_source.get(moment.source, ()), judged.get(moment.document, "")}
        for domain in named:
            newest[domain] = max(when, newest.get(domain, ""))
    waiting = {
        domain.id: [
            fate for fate in fates if fate.domain == domain.id and fate.outcome == "held over"
        ]
        for domain in domains
    }
    return tuple(
        _line(domain, newest.get(domain.id, ""), len(waiting[domain.id]), day)
        for domain in domains
        if domain.id not in told
    )


def _line(domain: Domain, since: str, waiting: int, day: str) -> Quiet:
    if since and since < day:
        return Quiet(domain.id, since, f"Nothing new in {domain.title} since {spoken(since, day)}.")
    if since:
        held = (
            f"{waiting} {'item' if waiting == 1 else 'items'} held over"
            if waiting
            else "none of it a story"
        )
        return Quiet(domain.id, since, f"Nothing to tell from {domain.title} today: {held}.")
    return Quiet(domain.id, "", f"Nothing with a date in {domain.title}.")


def spoken(day: str, today: str) -> str:
    """A day in words, with its year where that is not this one: `9 August`."""
    when = date.fromisoformat(day)
    words = f"{when.day} {when:%B}"
    return words if day[:4] == today[:4] else f"{words} {when.year}"
