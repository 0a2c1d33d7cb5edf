"""The stage: a night and a library in, the day's stories out, with the fate of all that was new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import islice

from pipeline.news.choose import WELL, Chosen, choose, fate
from pipeline.news.documents.look import NewsItem, look
from pipeline.news.documents.status import status
from pipeline.news.documents.subject import SIGNALS, VERSION, Subject
from pipeline.news.documents.things import akin
from pipeline.news.fates import once, shown, told_before, with_members
from pipeline.news.groups.clusters import Dated
from pipeline.news.groups.correct import correcting, disagrees
from pipeline.news.groups.relate import besides, retold
from pipeline.news.groups.weigh import Candidate, weigh
from pipeline.news.lead import FEW, MOST, lead_passages, prose
from pipeline.news.night import Night, Tools
from pipeline.news.pins import pins
from pipeline.news.quiet import also_out, held_over, last_days, quiet
from pipeline.news.shelf import shelf
from pipeline.newsroom.library import Library
from pipeline.records import AlsoTold, Fate, Member, News, Quiet, Story
from pipeline.text.addressed import titles
from pipeline.text.days import days_between, spoken
from pipeline.text.words import clean

NAMED = 40  # other documents of a story that its section names
MEMBERS = 2  # documents beside the lead: one that confirms or disputes, one that gives background
MEMBER_PASSAGES = 2
A_DAY = 1  # days between flaws, or releases, of one thing that go together
YEAR = 365  # days; an older text is background of the library alone
PROSE = 0.4


def stories(night: Night, library: Library, tools: Tools) -> News:
    """Choose the day's stories. An empty library gives no story and no quiet domain."""
    looked = look(night, library)
    weighed = weigh(night, library, looked, tools)
    made: dict[str, Story] = {}
    worths: dict[str, float] = {}

    def tells(one: Chosen) -> float:
        """Asked once for each lead: a story that is offered to another domain reads the same."""
        name = one.candidate.item.identity
        if name in worths:
            return worths[name]
        full = _led(night, library, one)
        made[name] = full
        worths[name] = tools.tells(full) if full.passages else 0.0
        if worths[name] < WELL and len(full.passages) > FEW:
            short = replace(full, passages=_passages(night, library, one.candidate, FEW))
            less = tools.tells(short)
            if less > worths[name]:
                made[name], worths[name] = short, less
        return worths[name]

    edition, chosen, rest = choose(
        night, weighed.candidates, partial(shelf, night, library, tools), tells
    )
    told = [(one, _whole(made, one, (night, library, tools))) for one in chosen]
    used = (
        each
        for one, story in told
        for each in with_members(
            fate(one.candidate, "used", story.reason),
            one.candidate.group,
            {*(one.document for one in story.members), *(one.document for one in story.also)},
        )
    )
    old = (each for group, day in weighed.old for each in told_before(group, day, night.day))
    fates = _listed_as(library, once([*used, *rest, *old, *looked.fates]))
    newest = last_days(night, looked, library, tools.fits(looked.documents))
    told_in = {story.domain for _, story in told}
    return News(
        day=night.day,
        edition=edition if told or edition == "first" else "library",
        stories=tuple(story for _, story in told),
        quiet=_quiet((night, library, tools), newest, told_in, (fates, looked.window)),
        fates=fates,
        since=night.told.last,
        window=looked.window,
        pins=pins(night, library, fates),
    )


def _quiet(
    at: tuple[Night, Library, Tools],
    newest: Mapping[str, str],
    told_in: set[str],
    looked: tuple[tuple[Fate, ...], int],
) -> tuple[Quiet, ...]:
    """What is out beside the stories, and a line for each domain without one; of a day before there was a
    library nothing is known."""
    (night, library, tools), (fates, window) = at, looked
    if not library.heads.was_there(night.day):
        return ()
    held = held_over(fates, night.day, window)
    return (*also_out(night, library, tools, fates), *quiet(night, newest, told_in, held))


def _listed_as(library: Library, fates: tuple[Fate, ...]) -> tuple[Fate, ...]:
    """The fates under titles that may be listed, in the reasons that name another's title too."""
    titled = {one.document: shown(library, one.document, one.title) for one in fates}
    hidden = {one.title for one in fates if one.title and not titled[one.document]}
    return tuple(
        replace(one, title=titled[one.document], reason=_without(one.reason, hidden))
        for one in fates
    )


def _without(reason: str, hidden: set[str]) -> str:
    for title in hidden:
        reason = reason.replace(f"\u201c{title}\u201d", f"\u201c{titles.NAMELESS}\u201d")
    return reason


def _led(night: Night, library: Library, one: Chosen) -> Story:
    """A story by its lead alone: many are tried before the day's are found, and what others add is
    looked up for those."""
    candidate = one.candidate
    item, moment = candidate.item, candidate.item.moment
    changed = item.came in ("moved", "changed")
    return Story(
        id=item.identity,
        domain=one.domain,
        kind=candidate.kind,
        lead=item.document.id,
        passages=_passages(night, library, candidate, MOST),
        members=(),
        day=item.day,
        dated="changed" if changed else moment.dated,
        since=candidate.told[-1] if candidate.told else "",
        told=candidate.told,
        why=candidate.why,
        reason=reason(night, candidate),
        stakes=_stakes(item),
        was=item.mends.was if item.mends else "",
        now=item.mends.now if item.mends else "",
    )


def _whole(led: Mapping[str, Story], one: Chosen, at: tuple[Night, Library, Tools]) -> Story:
    """The story of a chosen candidate, with what others add, under the domain that it is told in."""
    night, library, tools = at
    return replace(
        led[one.candidate.item.identity],
        domain=one.domain,
        members=_members(night, library, one.candidate, tools),
        also=_also(night, library, one.candidate),
    )


def _passages(night: Night, library: Library, candidate: Candidate, most: int) -> tuple[str, ...]:
    """What a writer gets of the lead: of what it may speak with, at most so many."""
    item = candidate.item
    passages = library.passages(item.document.id)
    speaks = [each for each in passages if not item.speaks or each.id in item.speaks]
    return lead_passages(item.document, speaks, night.told.passages, most=most)


def _stakes(item: NewsItem) -> str:
    """How grave a flaw is and what mends it, where a proposal stands, or which release of a list of them is
    the new one, as its source writes it."""
    told = item.subject
    if number := VERSION.search(item.newest):  # and no other word of a heading
        return f"newest: {number[0]}"
    if told.nature == "advisory":
        return told.severity.words
    stands = status(told.document) if told.nature == "proposal" else ""
    return f"status: {stands}" if stands else ""


def _also(night: Night, library: Library, candidate: Candidate) -> tuple[AlsoTold, ...]:
    """The other documents that tell the same as the lead, for its section to name."""
    made = []
    lead = candidate.item.subject
    told = (
        (one, besides(lead, one.subject))
        for one, _ in candidate.group.members
        if retold(lead, one.subject) or _with_it(candidate.item, one)
    )
    for dated, beside in islice(told, NAMED):
        document = dated.subject.document
        source = night.source(document.source)
        url = "" if document.home else document.url
        title = source.title if source else document.source
        listed = shown(library, document.id, clean(document.title))
        made.append(AlsoTold(document.id, listed, title, dated.day, url, beside))
    return tuple(made)


def _with_it(lead: NewsItem, other: Dated) -> bool:
    """Whether a text tells of another flaw or release of what its story is about, made known with it."""
    one, two = lead.subject, other.subject
    of_one = akin(one.things, two.things) or not one.identifiers.isdisjoint(two.identifiers)
    return of_one and besides(one, two) and days_between(lead.day, other.day) <= A_DAY


def _members(
    night: Night, library: Library, candidate: Candidate, tools: Tools
) -> tuple[Member, ...]:
    """What other documents add: those of the group, else one of the library on the same matter."""
    made: list[Member] = []
    lead = candidate.item.document
    for dated, _ in candidate.group.members:
        document = dated.subject.document
        passages = tuple(library.passages(document.id))
        against = _one_matter(candidate.item.subject, dated.subject) and disagrees(
            (lead, candidate.item.day), (document, dated.day)
        )
        fresh = [one for one in passages if one.id not in night.told.passages]
        found = correcting(fresh, lead)[:MEMBER_PASSAGES] if against else ()
        found = found or lead_passages(
            document, passages, night.told.passages, most=MEMBER_PASSAGES
        )
        if found:
            other = document.source != lead.source and dated.tier == 0
            part = "disagrees" if against else "confirms" if other else "background"
            made.append(Member(document.id, part, found))  # type: ignore[arg-type]
    made = sorted(made, key=lambda one: one.part != "disagrees")[:MEMBERS]
    if not made:
        made += _background(night, library, candidate, tools)
    return tuple(made)


def _one_matter(one: Subject, other: Subject) -> bool:
    """Whether figures of two documents may be held against one another: not those of two packages,
    nor those of two releases of one product."""
    if one.things and other.things and not one.things & other.things:
        return False
    return not one.nature == other.nature == "release" or one.versions == other.versions


def _background(night: Night, library: Library, candidate: Candidate, tools: Tools) -> list[Member]:
    lead = candidate.item.document
    first = next(iter(library.passages(lead.id)), None)
    for passage, document, differs in tools.further(first) if first else ():
        day = document.day or ""
        late = bool(day) and day <= night.day and days_between(day, night.day) <= YEAR
        free = document.id not in night.told.cited and passage.id not in night.told.passages
        if late and free and prose(document, passage) >= PROSE:
            part = "disagrees" if differs else "background"
            return [Member(document.id, part, (passage.id,))]  # type: ignore[arg-type]
    return []


def reason(night: Night, candidate: Candidate) -> str:
    """Why a story is told, in one line for a reader."""
    item = candidate.item
    source = night.source(item.document.source)
    parts = [_when(night, candidate, source.title if source else "")]
    if signs := [SIGNALS[name].said for name in item.subject.signals[:2]]:
        parts.append(f"it names {_listed(signs)}")
    parts += [_named(name, value) for name, value in candidate.why if _named(name, value)]
    if candidate.told:
        parts.append(f"told before on {spoken(candidate.told[-1], night.day)}")
    return "; ".join(parts)


def _when(night: Night, candidate: Candidate, publisher: str) -> str:
    item = candidate.item
    by = f" by {publisher}" if publisher else ""
    if not item.day:
        return f"from the library{by}, undated" if candidate.kind == "library" else f"undated{by}"
    verbs = {"published": "published", "first_seen": "first seen", "changed": "changed", "": ""}
    verb = "changed" if item.came in ("moved", "changed") else verbs[item.moment.dated]
    return f"{verb}{by} on {spoken(item.day, night.day)}"


def _named(name: str, value: float) -> str:
    if name == "watch list" and value > 1:
        return "on the watch list"
    if name == "sources" and value > 1:
        return "told by several sources"
    return ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {names[1]}"
