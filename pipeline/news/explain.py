"""The news of a day in lines a person can read: what is told, what is not, and why.

Enter: a `News` and the titles of its stories' leads. Leave: text. With `full`, every candidate and
the factors of its rank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipeline.records import Fate, News, Story
from pipeline.records.story import Why
from pipeline.text.days import spoken
from pipeline.text.words import counted

LABELS = {"news": "New", "update": "Update", "recent": "Recent", "library": "From the library"}
EDITIONS = {
    "news": "an edition of news",
    "library": "no news: a library edition",
    "first": "the first edition of this newsroom",
}
MOST = 12  # items not told that are listed without `full`


def lines(news: News, *, full: bool = False) -> Iterator[str]:
    """The report, line by line."""
    since = f", the last public brief is of {news.since}" if news.since else ""
    yield f"{news.day}: {EDITIONS[news.edition]}; {news.window} days count as news{since}."
    used = {fate.document: fate for fate in news.fates if fate.outcome == "used"}
    for number, story in enumerate(news.stories, 1):
        yield from _told(number, story, used.get(story.lead), news.day, full)
    for each in news.quiet:
        yield f"   -  {'' if each.domain else 'also out: '}{each.line}"
    rest = [fate for fate in news.fates if fate.outcome != "used"]
    rest.sort(key=lambda fate: (fate.outcome != "held over", -_rank(fate), fate.document))
    if rest:
        yield f"Not told, {counted(len(rest), 'item')}:"
    for fate in rest if full else rest[:MOST]:
        yield from _untold(fate, news.day, full)
    if not full and len(rest) > MOST:
        yield f"  and {len(rest) - MOST} more; --explain lists them"
    for pin in news.pins:
        if pin.reason:
            yield f"Pinned, and not told: {pin.words}"
    if news.backlog:
        yield from _backlog(news, full)


def _backlog(news: News, full: bool) -> Iterator[str]:
    """What came and is no news, by source and day."""
    total = sum(one.documents for one in news.backlog)
    ahead = sum(one.ahead for one in news.backlog)
    or_after = f", or after {news.day} ({ahead:,})" if ahead else ""
    yield f"No news, {total:,} documents that came all at once or are dated long before{or_after}:"
    shown = news.backlog if full else news.backlog[:MOST]
    for one in shown:
        yield f"  {one.documents:>6,}  {one.source}, first seen {spoken(one.day, news.day)}"
    if len(shown) < len(news.backlog):
        yield f"  and of {len(news.backlog) - MOST} more sources and days; --explain lists them"


def _told(number: int, story: Story, fate: Fate | None, day: str, full: bool) -> Iterator[str]:
    title = fate.title if fate else story.lead
    since = f", since {spoken(story.since, day)}" if story.since else ""
    rank = math.prod(value for _, value in story.why)
    yield f"  {number:>2}  {LABELS[story.kind]:<16} {rank:.2f}  {story.domain}: {title}{since}"
    yield f"      {story.reason} ({story.id})"
    if full:
        yield f"      {_factors(story.why)}"


def _untold(fate: Fate, day: str, full: bool) -> Iterator[str]:
    when = f", {spoken(fate.day, day)}" if fate.day else ""
    rank = f" {_rank(fate):.2f}" if fate.why else ""
    yield f"  {fate.outcome:<9}{rank}  {fate.title} ({fate.source}{when}): {fate.reason}"
    if full and fate.why:
        yield f"             {_factors(fate.why)}"


def _rank(fate: Fate) -> float:
    return math.prod(value for _, value in fate.why) if fate.why else 0.0


def _factors(why: Why) -> str:
    return " x ".join(f"{name} {value:g}" for name, value in why)
