"""The day, as one readable function: the only module that joins the rooms.

Enter: a newsroom, a world and a day. Leaves: the day's record under briefs/, its page under
content/ when it may be published, and the site. A held brief leaves its record and no page; a
day without evidence leaves no brief.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Literal, TypeVar

from pipeline import compose, ingest, news, publish, retrieve, verify
from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import earlier, telling
from pipeline.compose.extractive.headings.publishers import product
from pipeline.newsroom import briefs, decisions, publication, runs
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.runs import account, read
from pipeline.records import Brief, Evidence, Finding, News, Story, numbering
from pipeline.records.story import Pin
from pipeline.run import site
from pipeline.run.judging import ask_judge, hearing_of, holdings, provenance, settled
from pipeline.run.shift import Shift, begin, read_sources
from pipeline.world import Track, World, unwatched

LOG = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """What reading the sources brought, and how long it took."""

    report: ingest.Report
    seconds: float


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is asked of a run: which day, written by whom, and how far it goes."""

    day: str  # "": the newest, see `newest_day`
    writer: str = ""  # "": the desk's
    build: bool = True  # the site too
    again: bool = False  # though it is public, or a person decided about it
    read: SourcesRead | None = None  # a moment ago, to find the day


@dataclass(frozen=True, slots=True)
class Day:
    """What a run came to. outcome `absent`: no evidence, so no brief; `quiet`: no news, and a desk
    that wants no page then."""

    day: str
    outcome: Literal["published", "held", "absent", "quiet"]
    brief: Brief | None
    evidence: Evidence
    sources: ingest.Report
    site: publish.BuildReport | None
    seconds: dict[str, float]
    held_back: dict[str, str] = field(default_factory=dict)  # briefs not proven, with their reasons
    mended: tuple[str, ...] = ()  # what of local state was damaged and is made again
    items: account.Account | None = None  # what became of those since the last public brief
    reused: tuple[str, ...] = ()  # stages whose output was there already, or that found nothing new
    stands: bool = False  # it was public already, or decided by a person, and is left as it is
    unread: bool = False  # what is read now would make no brief of that day
    pins: tuple[Pin, ...] = ()  # what an editor asked for and is not told, with its reason


def run_day(room: Newsroom, world: World, plan: RunPlan, *, track: Track = unwatched) -> Day:
    """Make the brief of a day and the site around it.

    A brief that is public, or that a person corrected, retracted or reviewed, is left as it is and
    told in `Day.stands` (plan it `again` to redo it). Raises SourceError when every source failed,
    RecordError when the record of that day cannot be read, BuildError when the site was refused,
    ConfigError when the clock stands before what is public. Local state that is
    damaged is set aside, made again and told in `Day.mended`, with a decision that was cut short.
    """
    mended: list[str] = []

    def tried() -> Day:
        return _run(
            room, world, plan if plan.day else on_newest(room, world, plan, track=track), track
        )

    done = runs.healed(room.state, tried, mended.append)
    mended += filter(None, [decisions.read(room.decisions).torn])
    return replace(done, mended=tuple(mended))


def _run(room: Newsroom, world: World, plan: RunPlan, track: Track) -> Day:
    day = plan.day
    compose.writer(plan.writer or room.desk.writing.name)  # before any source is read
    publication.refuse_behind(room, world.now())
    with begin(room, world, track) as shift, runs.journal(room.state, day, world.now) as journal:
        stays = None if plan.again else briefs.decided(room, day)
        if plan.build:
            site.publish_what_waits(room, world, day, track=track)
        before = plan.read.seconds if plan.read else 0.0
        sources = journal.always("ingest", lambda: _came(shift, plan), _what_came, before=before)
        if stays is not None:
            return _left(shift, plan, journal, sources, stays)
        said = briefs.public(room, day)
        found = _step(track, "choosing the news", lambda: stories_of(shift, said, plan, journal))
        told, evidence = account.taken_over(room, found.news), found.evidence
        told = _with_backlog(shift, told)
        if not evidence.items or skipped(room, told):
            if had := briefs.there(room, day):  # what cannot be read today takes nothing back
                return replace(_left(shift, plan, journal, sources, had), unread=True)
            outcome: Literal["quiet", "absent"] = "quiet" if skipped(room, told) else "absent"
            account.keep(room, told)
            journal.came_to(outcome)
            items = account.counted(account.fates(room, day), told.since, told.backlog)
            made = Day(day, outcome, None, evidence, sources, None, journal.seconds)
            pins = account.untold(None, told.pins)
            return replace(made, items=items, reused=journal.reused, pins=pins)
        writes = partial(brief_of, shift, found, said, plan, journal)
        brief = _step(track, "writing and proving the brief", writes)
        brief, evidence = numbering.as_printed(brief, evidence)
        stands = None if plan.again else briefs.standing(room, brief)
        if stands:
            brief, evidence = stands, briefs.read_evidence(room, day)
        else:
            brief = briefs.continued(room, brief)
            briefs.keep(room, brief, evidence, news=told, corpus=holdings(room, shift.library, day))
        built, held_back = _show(shift, plan, journal)
        egress = sorted({f"{one.host} ({one.why})" for one in world.egress})
        journal.came_to(brief.outcome, egress)
        items = account.counted(account.fates(room, day), told.since, told.backlog)
        ended = (built, journal.seconds, held_back)
        done = Day(day, brief.outcome, brief, evidence, sources, *ended)
        done = replace(done, items=items, reused=journal.reused, stands=stands is not None)
        return done if stands else replace(done, pins=account.untold(brief, told.pins))


def _left(
    shift: Shift, plan: RunPlan, journal: runs.Journal, sources: ingest.Report, brief: Brief
) -> Day:
    """A day whose brief stays as it is; the site is brought up to its record."""
    evidence = briefs.read_evidence(shift.room, plan.day)
    built, held_back = _show(shift, plan, journal)
    journal.came_to(brief.outcome)
    ended = (built, journal.seconds, held_back)
    stands = brief.outcome == "published" or bool(brief.reviews)
    return Day(plan.day, brief.outcome, brief, evidence, sources, *ended, stands=stands)


def _show(
    shift: Shift, plan: RunPlan, journal: runs.Journal
) -> tuple[publish.BuildReport | None, dict[str, str]]:
    """The pages and, where it is planned, the site; what was held back of it with its reason."""
    if not plan.build:
        return site.render(shift.room, shift.world, journal, track=shift.track)
    shows = partial(site.show, shift.room, shift.world, journal, track=shift.track)
    return _step(shift.track, "building the site", shows)


def _step(track: Track, label: str, work: Callable[[], T]) -> T:
    """What `work` makes, told as one step of what a person waits for."""
    (made,) = (work() for _ in track((label,), label))
    return made


@dataclass(frozen=True, slots=True)
class Found:
    """What is new on a day, the numbered evidence of it, and what it was ranked without."""

    news: News
    evidence: Evidence
    findings: tuple[Finding, ...] = ()


def _came(shift: Shift, plan: RunPlan) -> ingest.Report:
    """What the sources bring, or brought when they were read to find the day."""
    report = read_sources(shift)  # again: the library may have been damaged, and made anew, since
    return plan.read.report if plan.read and not report.changed else report


def _what_came(report: ingest.Report) -> tuple[bool, str]:
    """Whether an ingest found nothing new, and in words what it found."""
    names = ("new", "changed", "removed")
    counts = [(name, sum(getattr(one, name) for one in report.sources)) for name in names]
    said = ", ".join(f"{count:,} {name}" for name, count in counts if count)
    failed = f"; failed: {', '.join(report.failures)}" if report.failures else ""
    return not report.changed, (said or "no source holds anything new") + failed


def stories_of(
    shift: Shift, said: tuple[Brief, ...], plan: RunPlan, journal: runs.Journal
) -> Found:
    """The day's stories, or those of an earlier run that chose from the same."""
    reads = read.for_news(shift.room, shift.library, plan.day, run=journal.manifest.run)
    make = partial(find_stories, shift, said, day=plan.day)
    return journal.stage("news", Found, reads, make, whole=lambda found: not found.findings)


def brief_of(
    shift: Shift, found: Found, said: tuple[Brief, ...], plan: RunPlan, journal: runs.Journal
) -> Brief:
    """The brief of a day, or that of an earlier run which wrote from the same; one that a model
    could not write is written again."""
    reads = read.for_brief(shift.room, shift.library, plan.day)
    reads |= {"stories": journal.wrote("news")}
    reads |= {"writer": plan.writer or shift.room.desk.writing.name}
    if plan.again:
        reads |= {"asked to do it again": journal.manifest.run}
    return journal.stage(
        "compose and verify",
        Brief,
        reads,
        lambda: make_brief(
            shift, found.evidence, said, writer=plan.writer, degraded=found.findings
        ),
        whole=lambda brief: not any(one.rule in UNFINISHED for one in brief.findings),
    )


UNFINISHED = ("writer-failed", "writer-reply", "judge-ledger")  # what another try may do better


def draft_day(
    room: Newsroom, world: World, plan: RunPlan, *, track: Track = unwatched
) -> tuple[Brief | None, Evidence]:
    """Write and judge the brief of a day without keeping it; None without evidence."""
    with begin(room, world, track) as shift:
        read_sources(shift)
        said = briefs.public(room, plan.day)
        found = find_stories(shift, said, day=plan.day)
        if not found.evidence.items:
            return None, found.evidence
        degraded = found.findings
        brief = make_brief(shift, found.evidence, said, writer=plan.writer, degraded=degraded)
        return numbering.as_printed(brief, found.evidence)


def newest_day(room: Newsroom, world: World, *, track: Track = unwatched) -> str:
    """The newest day, not after today, on which a source published something; today without one.

    The sources are read first, so that what came overnight counts.
    """
    return on_newest(room, world, RunPlan(""), track=track).day


def on_newest(room: Newsroom, world: World, plan: RunPlan, *, track: Track = unwatched) -> RunPlan:
    """The same plan for the newest day (see `newest_day`), with what its sources brought."""
    today, begun = world.now().date().isoformat(), world.clock()
    with begin(room, world, track) as shift:
        report = read_sources(shift)
        days = [one[:10] for one in shift.library.published() if one and one[:10] <= today]
    read = SourcesRead(report, round(world.clock() - begun, 3))
    return replace(plan, day=max(days, default=today), read=read)


def _with_backlog(shift: Shift, made: News) -> News:
    """The news of a day with what came since and is none of it, nor told by a public brief."""
    tellings = briefs.tellings(shift.room, made.day)
    told = {document for each in tellings for document in each.documents}
    return replace(made, backlog=news.backlog(shift.library, made, told))


def news_day(room: Newsroom, world: World, *, day: str, track: Track = unwatched) -> News:
    """What is new on a day and which stories it makes; nothing is kept but the library."""
    with begin(room, world, track) as shift:
        read_sources(shift)
        finds = partial(find_stories, shift, briefs.public(room, day), day=day)
        made = _step(track, "choosing the news", finds).news
        return _with_backlog(shift, made)


def find_stories(shift: Shift, said: tuple[Brief, ...], *, day: str) -> Found:
    """The day's stories and their numbered evidence, from the engine that the desk names."""
    searcher = retrieve.connect(shift.room, shift.library, shift.world, track=shift.track)
    options = shift.room.desk.retrieval
    return retrieve.asked(searcher, options, lambda by: _told_by(by, shift, said, day))[0]


def _told_by(searcher: retrieve.Searcher, shift: Shift, said: tuple[Brief, ...], day: str) -> Found:
    """The day's stories as this searcher ranks; all of the day by one way of ranking."""
    room = shift.room
    for note in searcher.notes:
        LOG.warning("retrieval note=%r", note)
    reading = retrieve.NewsReading(searcher, room.desk, room.sources)
    common = retrieve.common_words(searcher.index)
    allowance = retrieve.Allowance(common, decisions.read(room.decisions).unveiled)
    held = searcher.index.library
    printed = earlier.printed(said)

    def tells(story: Story) -> float:
        items = retrieve.story_items(story, held, room.sources, reading.fits, allowance)
        return telling.tells(
            [item for item in items if item.part == "lead"], printed, day, story.now
        )

    tools = news.Tools(
        alike=reading.alike,
        fits=reading.fits,
        asked=partial(reading.asked, day),
        further=partial(reading.further, day=day),
        tells=tells,
        reach=partial(reading.reach, day=day),
        product=product,
    )
    told = news.stories(night(room, day), held, tools)
    pack = retrieve.pack(told, held, room.sources, reading.fits, allowance)
    return Found(told, pack, retrieve.degradations(searcher, {one.document for one in told.fates}))


def night(room: Newsroom, day: str) -> news.Night:
    """What is known when the news of a day is chosen: what was told, and what people decided."""
    tellings = briefs.tellings(room, day)
    public = sorted({telling.day for telling in tellings if telling.day < day})
    since = (date.fromisoformat(day) - timedelta(days=room.desk.retrieval.novelty_days)).isoformat()
    return news.Night(
        day=day,
        desk=room.desk,
        sources=room.sources,
        told=news.told(tellings, day, since=since, last=public[-1] if public else ""),
        decisions=decisions.read(room.decisions),
    )


def skipped(room: Newsroom, found: News) -> bool:
    """Whether the desk wants no page on a day like this."""
    return found.edition == "library" and room.desk.news.quiet == "skip"


def make_brief(
    shift: Shift,
    evidence: Evidence,
    said: tuple[Brief, ...],
    *,
    writer: str = "",
    degraded: tuple[Finding, ...] = (),
) -> Brief:
    """Write, verify and judge; `degraded` is said of how the evidence was ranked. A model writer
    that fails falls back or holds, as the desk says."""
    room, world = shift.room, shift.world
    judge = partial(
        verify.judge,
        evidence=evidence,
        desk=room.desk,
        said=said,
        styles=room.templates / "styles",
    )
    name = writer or room.desk.writing.name
    hearing = hearing_of(room, evidence, name)
    composed = compose.writer(name)(Assignment(evidence, room, world, judge, said, hearing))
    draft = news.referred(composed.draft, evidence)
    decided = decisions.read(room.decisions)
    draft = news.admitted(news.edited(draft, evidence, decided), evidence, decided)
    composed = replace(composed, draft=draft)
    judgement = judge(composed.draft)
    if hearing is not None:
        judgement, composed = ask_judge(hearing, world, judgement, composed)
        judgement, composed = settled(judge, judgement, composed, room.desk)
    return Brief(
        day=evidence.day,
        draft=judgement.draft,
        findings=(*degraded, *composed.findings, *judgement.findings),
        score=judgement.score,
        outcome="held" if any(one.holds for one in composed.findings) else judgement.outcome,
        provenance=provenance(room, shift.library, evidence, composed),
        published=world.now().isoformat(timespec="seconds"),
        edition=evidence.edition,
        quiet=evidence.quiet,
        knew=tuple(sorted(brief.day for brief in said)),
    )
