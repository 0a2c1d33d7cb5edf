"""What became of every item since the last public brief, over nights without a brief too.

Enter: the records of nights (`briefs/<day>/news.json`, also of those that came to no brief). Leave: one
`Fate` an item, by the last word on it, and its counts. A night takes over what the nights before it
looked at since the last public brief, so the record of one day answers for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from pipeline.errors import RecordError
from pipeline.newsroom import briefs, publication
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Fate, News, store
from pipeline.records.story import Backlog, Pin

NAMED = 3  # sources of a backlog that a sentence names
LEFT_OUT = "its section did not stand in the brief"
SHARED = (
    "; another story of its source did, and the words that may be quoted of a source are shared"
)
OUTCOMES = ("used", "held over", "declined")


@dataclass(frozen=True, slots=True)
class Account:
    """Items since a public brief ("" for all there ever were), by what became of them.

    new: first looked at since, and not dated before it; older: looked at before, and again; backlog:
    documents by source that came since and are no news, for they came all at once or are old.
    """

    since: str
    new: Mapping[str, int]
    older: Mapping[str, int]
    stories: tuple[int, int] = (0, 0)  # that the used ones are told in, of the new and of the older
    backlog: Mapping[str, int] = field(default_factory=dict)
    ahead: int = 0  # of the backlog, dated after the day


def nights(room: Newsroom) -> tuple[str, ...]:
    """Days with a record of what became of their items, oldest first."""
    return tuple(sorted(path.parent.name for path in room.briefs.glob("????-??-??/news.json")))


def without_brief(room: Newsroom) -> frozenset[str]:
    """Nights that are recorded and came to no brief: nothing new, or nothing good enough."""
    return frozenset(nights(room)) - frozenset(briefs.days(room))


def keep(room: Newsroom, news: News) -> None:
    """Record a night that came to no brief; what a brief of that day was made from is left alone."""
    if news.day not in briefs.days(room):
        store.write(room.day(news.day) / "news.json", store.to_json(news))


def taken_over(room: Newsroom, news: News) -> News:
    """The news of a night with the items that nights since the last public brief looked at and this
    one did not; each says which night looked at it first. A night whose record is damaged blocks
    itself alone: `briefs.damaged` says so."""
    before: dict[str, Fate] = {}
    for each in nights(room):
        if news.since <= each < news.day:
            with suppress(RecordError):
                before |= {fate.document: _begun(fate, each) for fate in fates(room, each)}
    tonight = {
        fate.document: replace(fate, first=before[fate.document].first)
        if fate.document in before
        else _begun(fate, news.day)
        for fate in news.fates
    }
    rest = (fate for fate in before.values() if _still_open(fate, news.since))
    missed = tuple(fate for fate in rest if fate.document not in tonight)
    return replace(news, fates=(*tonight.values(), *missed))


def _begun(fate: Fate, day: str) -> Fate:
    return fate if fate.first else replace(fate, first=day)


def _still_open(fate: Fate, since: str) -> bool:
    """Whether an item belongs to the time since the last public brief, by its first night."""
    return fate.first > since


def accounted(room: Newsroom, day: str) -> tuple[Fate, ...]:
    """What became of each item that was looked at from the last public brief before `day` up to that
    night, by the last word on it. What was to be used by a brief that did not tell it, or that is
    not public, is held over. Raises RecordError where a record is malformed."""
    news = briefs.read_news(room, day)
    if news is None:
        return ()
    complete = replace(news, fates=fates(room, day))
    return taken_over(room, complete).fates


def fates(room: Newsroom, day: str) -> tuple[Fate, ...]:
    """What became of each item of one night, in view of the brief that it came to."""
    news = briefs.read_news(room, day)
    made = news.fates if news else ()
    brief = briefs.read_brief(room, day) if day in briefs.days(room) else None
    rows, had = publication.last(room), publication.shown(room)
    if brief is not None and publication.told(brief, rows, had):
        return told_by(brief, made)
    return tuple(_held_over(one, "the brief of that night is not public") for one in made)


def told_by(brief: Brief, made: Iterable[Fate]) -> tuple[Fate, ...]:
    """Fates in view of a brief that is shown: what its sections do not tell is held over."""
    sections = [section.story for section in brief.draft.sections]
    stories = {story.id for story in sections if story}
    if not all(sections):
        return tuple(made)
    held = tuple(made)
    busy = {one.source for one in held if one.outcome == "used" and one.story in stories}
    return tuple(
        one if one.story in stories else _held_over(one, LEFT_OUT + SHARED * (one.source in busy))
        for one in held
    )


def untold(brief: Brief | None, pins: Iterable[Pin]) -> tuple[Pin, ...]:
    """What an editor asked for and the brief of the day does not tell, each with its reason."""
    sections = [section.story for section in brief.draft.sections] if brief else []
    stories = {story.id for story in sections if story}
    known = brief is not None and all(sections)
    left = (
        replace(one, reason=LEFT_OUT)
        for one in pins
        if not one.reason and known and one.story not in stories
    )
    return (*(one for one in pins if one.reason), *left)


def _held_over(fate: Fate, reason: str) -> Fate:
    return replace(fate, outcome="held over", reason=reason) if fate.outcome == "used" else fate


def counted(fates: Iterable[Fate], since: str, backlog: Iterable[Backlog] = ()) -> Account:
    """How many items were used, held over and declined; new ones and older ones; and what else came."""
    sides: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    stories: dict[bool, set[str]] = {True: set(), False: set()}
    for one in fates:
        sides[is_new(one, since)][one.outcome] += 1
        if one.outcome == "used":
            stories[is_new(one, since)].add(one.story or one.document)
    more, ahead = Counter[str](), 0
    for came in backlog:
        more[came.source] += came.documents
        ahead += came.ahead
    told, rest = (len(stories[True]), len(stories[False])), dict(more.most_common())
    return Account(since, _named(sides[True]), _named(sides[False]), told, rest, ahead)


def _named(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in OUTCOMES}


def is_new(one: Fate, since: str) -> bool:
    """Whether an item came up since a public brief: first looked at after it, and of no earlier day."""
    return not since or (one.first > since and one.day >= since)


def sentence(account: Account) -> str:
    """The counts in words, with the day they begin with."""
    since = f"since the brief of {account.since}" if account.since else "since the beginning"
    return f"{since}: {'; '.join(counts(account))}"


def counts(account: Account) -> Iterator[str]:
    """The counts in words: new items, then older ones."""
    yield _told(account.new, "new", "", account.stories[0])
    if any(account.older.values()):
        yield _told(account.older, "older", " looked at again", account.stories[1])
    if account.backlog:
        yield _came(account.backlog, account.ahead)


def _came(backlog: Mapping[str, int], ahead: int) -> str:
    """What is no news, with the largest of its sources."""
    total, sources = sum(backlog.values()), list(backlog)
    largest = ", ".join(sources[:NAMED]) + (", …" if len(sources) > NAMED else "")
    what = f"{total:,} more document{'' if total == 1 else 's'} of {largest}"
    how = "came all at once or dated long before"
    how += f", {ahead:,} dated after the day" if ahead else ""
    return f"{what} {how}, and {'is' if total == 1 else 'are'} no news"


def _told(counts: Mapping[str, int], kind: str, what: str, stories: int) -> str:
    total = sum(counts.values())
    if not total:
        return f"no {kind} item"
    told = f" in {stories:,} stor{'y' if stories == 1 else 'ies'}" if counts["used"] else ""
    each = ", ".join(
        f"{counts[name]:,} {name}{told if name == 'used' else ''}" for name in OUTCOMES
    )
    return f"{total:,} {kind} item{'' if total == 1 else 's'}{what}, {each}"
