"""Items to candidates: grouped by what they tell, linked to what was told, weighed.

Enter: items with the tools that read the index. Leave: candidates, best first, each a group with
its kind, the domains it fits and the named factors of its rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.news.documents.aside import gathers
from pipeline.news.documents.look import Looked, NewsItem
from pipeline.news.documents.newness import AT_ONCE, first_day
from pipeline.news.documents.subject import VERSION, Subject, subject
from pipeline.news.groups.clusters import Dated, Group, clusters
from pipeline.news.groups.correct import refers_back, replaces, takes_back
from pipeline.news.groups.rank import RankFacts, factors, product, reaches, small, watched
from pipeline.news.groups.relate import Relation, besides, relate, retold
from pipeline.news.night import Night, Tools
from pipeline.newsroom.library import Library
from pipeline.records import Document, StoryFit
from pipeline.records.story import Kind, Why
from pipeline.text.days import days_between
from pipeline.text.lists import beside
from pipeline.text.words import words

TIERS = {"fresh": 0, "moved": 0, "changed": 1, "recent": 2}
LEAST_SHARE = 0.15  # of a domain; below it a text is as near to any other domain
SURELY = 1.0  # of a relation to a told story; a weaker one is news of its own
TAKEN_BACK = 2.0  # factor of a text that corrects what this newsroom told; its readers come first
OTHERWISE = 1.5  # factor of a page that gives another figure, default or status than it gave
OF_MANY = 0.35  # factor of an advisory beside more than ten of its source and day that tell of other things
ENTRY = 0.6  # and of one, no news any more, of a source that brought more than ten of late
STILL = ("high", "critical")  # levels of a flaw that is worth a team's minute when it is older
CHANGED = 0.6  # factor of a page that changed beside a post that tells of something,
EDITED = 0.4  # and of one of which is not kept what it said before, so that nobody knows what is new in it
PATCH = 0.8  # factor of a release that mends, and mends no flaw that its opening tells of
KNOWN = 0.5  # factor of a flaw that its maker made known before the days that count as news
MADE = ("release", "proposal", "advisory")  # natures of what somebody makes, which has a name
_DATABASE = re.compile(r"\b" + beside(__file__).either("databases"), re.IGNORECASE)
_MAJOR = re.compile(r"v\d+")
NAMELESS = 0.6  # factor of a flaw in a database of others' that does not say what has it
# Factor of a paper whose source had another of its day told: a batch is no news every day
SLICED = 0.6
UPDATE_DAYS = 60  # a story told longer ago is history


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group that may become a story."""

    item: NewsItem
    group: Group
    kind: Kind
    fits: tuple[StoryFit, ...]
    why: Why
    told: tuple[str, ...] = ()
    others: tuple[NewsItem, ...] = ()  # fresh members, one of which may lead where the lead cannot

    @property
    def score(self) -> float:
        return product(self.why)

    @property
    def watched(self) -> bool:
        """Whether it is on something that the desk watches."""
        return dict(self.why).get("watch list", 1.0) > 1

    @property
    def order(self) -> tuple[float, str]:
        return -self.score, self.item.document.id


@dataclass(frozen=True, slots=True)
class _Before:
    """A story told before, by its lead."""

    subject: Subject
    day: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """Candidates, best first; and the groups that only tell what was told, with the day it was."""

    candidates: tuple[Candidate, ...]
    old: tuple[tuple[Group, str], ...] = ()


def weigh(night: Night, library: Library, looked: Looked, tools: Tools) -> Grouped:
    """Group and weigh the items."""
    items = {one.document.id: one for one in looked.items}
    before = _placed(_told_of_late(night, library, looked), looked)
    documents = [one.document for one in looked.items]
    near, titles = tools.alike([*documents, *(one.subject.document for one in before)])
    dated = [Dated(one.subject, one.day, _tier(one)) for one in looked.items]
    count = len(dated)
    groups = clusters(dated, near[:count, :count], titles[:count, :count])
    called = {
        group.lead.subject.document.id: _called(night, tools, group.lead.subject)
        for group in groups
    }
    reach = tools.reach(sorted({one for names in called.values() for one in names}))
    fits = tools.fits([group.lead.subject.document for group in groups])
    advisories = Counter(
        one.document.source for one in looked.items if one.subject.nature == "advisory"
    )
    databases = {source for source, count in advisories.items() if count > AT_ONCE}
    place = {document.id: at for at, document in enumerate(documents)}
    made: list[Candidate] = []
    old: list[tuple[Group, str]] = []
    for group in groups:
        item = items[group.lead.subject.document.id]
        at = place[item.document.id]
        earlier = [
            one
            for n, one in enumerate(before)
            if _moves(item, one, float(near[at, count + n]), float(titles[at, count + n]))
        ]
        found = _candidate(night, item, group, (fits[item.document.id], earlier, looked.window))
        if isinstance(found, Candidate):
            if found.item.document.source in databases and _is_entry(found):
                found = replace(found, why=(*found.why, ("one of a database, and older", ENTRY)))
            known = [reach[one] for one in called[item.document.id] if one in reach]
            more = (
                *reaches(known, len(night.sources)),
                *_sliced(item, before),
                *_nameless(night, item.subject),
            )
            found = replace(found, why=(*found.why, *more))
            made.append(replace(found, others=_able(item, group, items)))
        else:
            old.append((group, found))
    return Grouped(tuple(sorted(made, key=lambda one: one.order)), tuple(old))


def _nameless(night: Night, subject: Subject) -> Why:
    """Less for an advisory of a database of flaws from which nobody learns what has the flaw."""
    source = night.source(subject.document.source)
    database = source is not None and _DATABASE.search(source.title)
    named = subject.things or VERSION.search(subject.document.title)
    nameless = subject.nature == "advisory" and not named
    return (("names no product", NAMELESS),) if database and nameless else ()


def _sliced(item: NewsItem, before: Sequence[_Before]) -> Why:
    """Less for a proposal or a page of whose source one of the same day was told: of a batch the best was."""
    told = any(
        one.day == item.day and one.subject.document.source == item.document.source
        for one in before
        if one.subject.document.id != item.document.id
    )
    slices = item.subject.nature in ("proposal", "page") or item.subject.told_apart
    return (("another of its source and day was told", SLICED),) if told and slices else ()


def _called(night: Night, tools: Tools, subject: Subject) -> tuple[str, ...]:
    """By which names a release, a proposal or an advisory is known: of what it is about, else of what its
    publisher writes about (`Kestrel` of `Kestrel documentation and changelogs`)."""
    if subject.nature not in MADE and not subject.told_apart:
        return ()
    source = night.source(subject.document.source)
    title = source.title if source else ""
    own = {one.lower() for one in words(title)}
    if named := tuple(sorted({_last(one) for one in subject.things} - own)):
        return named
    # a database of flaws writes about none of the things that have them
    return () if subject.nature == "advisory" else tuple(filter(None, (tools.product(title),)))


def _last(name: str) -> str:
    """A module by the last part of its path (`kestrel` of `github.com/x/kestrel/v2`); any other name as it is."""
    parts = [one for one in name.split("/") if not _MAJOR.fullmatch(one)]
    return parts[-1] if parts else name


def _tier(item: NewsItem) -> int:
    """What leads before what: a list of releases that got a new one is as new as what came whole."""
    return 0 if item.newest else TIERS[item.came]


def _able(item: NewsItem, group: Group, items: Mapping[str, NewsItem]) -> tuple[NewsItem, ...]:
    """Members that came as the lead did and open with a whole sentence; of a release no other release, which has
    a rank of its own."""
    members = (items[one.subject.document.id] for one, _ in group.members)
    able = (one for one in members if one.came == item.came and one.subject.lede)
    made = item.subject.nature == "release"
    return tuple(one for one in able if not (made and besides(item.subject, one.subject)))


def led_by(candidate: Candidate, item: NewsItem) -> Candidate:
    """The same story with another of its documents as the lead."""
    old = candidate.group.lead
    lead = next(one for one, _ in candidate.group.members if one.subject is item.subject)
    rest = tuple(pair for pair in candidate.group.members if pair[0] is not lead)
    group = Group(lead, ((old, Relation(0.0, ())), *rest))
    return replace(candidate, item=item, group=group, others=())


def _told_of_late(night: Night, library: Library, looked: Looked) -> list[Subject]:
    """Leads of the stories that public briefs told in the last weeks."""
    first = first_day(night.day, UPDATE_DAYS)
    names = sorted(name for name, days in night.told.leads.items() if days[-1] >= first)
    held = {one.document.id for one in looked.items}
    found = [library.document(name) for name in names if name not in held]
    return [subject(document) for document in found if document]


def _placed(before: Sequence[Subject], looked: Looked) -> list[_Before]:
    made = []
    for one in before:
        moment = looked.moments.get(one.document.id)
        day = (moment.day or moment.changed) if moment else ""
        made.append(_Before(one, day))
    return made


def _moves(item: NewsItem, before: _Before, near: float, title: float) -> bool:
    """Whether an item is of a story told before: surely by its signs, or by referring back to it.

    Days apart speak against one story, and for an update they are what makes it one; so they do
    not count against a text that names the earlier one's day or title.
    """
    if not before.day:
        return False
    if replaces((before.subject.document, before.day), (item.document, item.day)):
        return True  # what was told said that this was wrong
    back = refers_back(item.document, (before.subject.document, before.day))
    mended = item.subject.identifiers & before.subject.identifiers  # of a flaw in several lines
    other = item.subject.nature == "advisory" or not mended
    if besides(item.subject, before.subject) and other and not back:
        return False  # another flaw, or release, of what was told is news of its own
    found = relate((item.subject, item.day), (before.subject, before.day), near=near, title=title)
    if found.weight > SURELY:
        return True
    apart = sum(value for name, value in found.signs if name == "days apart")
    return found.weight - apart > 0 and item.day > before.day and back


def _candidate(
    night: Night,
    item: NewsItem,
    group: Group,
    known: tuple[tuple[StoryFit, ...], Sequence[_Before], int],
) -> Candidate | str:
    """The candidate; when all it could say is that an old story is an old story, its day."""
    fits, earlier, days = known
    told = _days(night.told.leads, item.document, earlier)
    if told and (item.came == "recent" or item.day <= told[-1]):
        return told[-1]
    kind: Kind = "update" if told or item.mends else "recent" if item.came == "recent" else "news"
    corrected = _corrected(night, item, earlier)
    fits = _housed(night, item.document, corrected, fits)
    fits = _own(night, item.subject, fits)
    why = factors(_facts(night, item, group, (fits, days)))
    if corrected:
        why = (*why, ("corrects what was told", TAKEN_BACK))
    if item.subject.nature == "advisory" and _beside(item, group) > AT_ONCE:
        why = (*why, ("one of many of its day", OF_MANY))
    if earlier_told := _made_known(item, group, days):
        why = (*why, (f"made known on {earlier_told}", KNOWN))
    if small(item.subject, item.newest):
        why = (*why, ("a patch", PATCH))
    if item.mends:
        why = (*why, ("says otherwise now", OTHERWISE))
    elif item.came == "changed" and not item.newest:
        why = (*why, ("a changed page", CHANGED if item.speaks else EDITED))
    return Candidate(item, group, kind, fits, why, told)


def _made_known(item: NewsItem, group: Group, days: int) -> str:
    """The day on which others made a flaw known before the days that count as news, of which a database got its
    entry only now; "" for news."""
    if item.subject.nature != "advisory" or item.moment.dated != "first_seen":
        return ""
    known = (
        one.day
        for one, _ in group.members
        if one.day
        and retold(item.subject, one.subject)
        and not item.subject.identifiers.isdisjoint(one.subject.identifiers)
    )
    first = min(known, default="")
    return first if first and days_between(first, item.day) >= days else ""


def _beside(item: NewsItem, group: Group) -> int:
    """Documents of an item's source and day that are not of its story."""
    key = item.document.source, item.day
    own = sum((one.subject.document.source, one.day) == key for one, _ in group.members)
    return item.moment.among - 1 - own


def _is_entry(one: Candidate) -> bool:
    """Whether a candidate is an advisory that is no news any more, of nothing that is watched, and not grave."""
    subject = one.item.subject
    older = one.kind == "recent" and subject.nature == "advisory"
    return older and subject.severity.level not in STILL and not one.watched


def _corrected(night: Night, item: NewsItem, earlier: Sequence[_Before]) -> tuple[str, ...]:
    """Domains of the told stories that an item says were wrong, the latest first."""
    found = sorted(
        (one for one in earlier
         if takes_back((item.document, item.day), (one.subject.document, one.day))),
        key=lambda one: one.day, reverse=True,
    )  # fmt: skip
    return tuple(night.told.under.get(one.subject.document.id, "") for one in found)


def _housed(
    night: Night, document: Document, corrected: Sequence[str], fits: tuple[StoryFit, ...]
) -> tuple[StoryFit, ...]:
    """The fits of a document; of a correction the domain of what it corrects, however it fits, or
    else the first that its source is declared for: an erratum is too short to fit anything."""
    if not corrected:
        return fits
    source = night.source(document.source)
    known = {one.id for one in night.desk.domains}
    declared = source.domains if source else ()
    domain = next((one for one in (*corrected, *declared) if one in known), "")
    if not domain:
        return fits
    there = next((one for one in fits if one.domain == domain), StoryFit(domain, 0.0, "", 0.0))
    return replace(there, share=1.0), *(one for one in fits if one.domain != domain)


def _own(night: Night, subject: Subject, fits: tuple[StoryFit, ...]) -> tuple[StoryFit, ...]:
    """The fits of a document; of one change of a product, or a digest of many, none that its source is not
    declared for: what a framework takes away, or a week mends, names another trade's words in passing."""
    source = night.source(subject.document.source)
    sundry = subject.told_apart or gathers(subject.document)
    if not (sundry and source and source.domains):
        return fits
    kept = (
        one if one.domain in source.domains else replace(one, share=min(one.share, 0.0))
        for one in fits
    )
    return tuple(sorted(kept, key=lambda one: (-one.share, one.domain)))


def _days(
    leads: Mapping[str, tuple[str, ...]], document: Document, earlier: Sequence[_Before]
) -> tuple[str, ...]:
    names = [document.id, *(one.subject.document.id for one in earlier)]
    return tuple(sorted({day for name in names for day in leads.get(name, ())}))


def _facts(
    night: Night, item: NewsItem, group: Group, known: tuple[tuple[StoryFit, ...], int]
) -> RankFacts:
    fits, days = known
    source = night.source(item.document.source)
    told_by = {item.document.source, *(one.subject.document.source for one, _ in group.members)}
    return RankFacts(
        subject=item.subject,
        age=item.age,
        window=days,
        sources=len(told_by),
        share=fits[0].share if fits else 0.0,
        nearness=max((fit.nearness for fit in fits), default=0.0),
        authority=source.authority if source else 1.0,
        watched=watched(item.subject, night.desk.watch.names),
    )
