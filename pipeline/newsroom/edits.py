"""What an editor asks for, checked against the day's record before it becomes a decision.

Enter: a newsroom, a day, what to do with which story, sentence or document. Leave: the decision,
appended to briefs/decisions.jsonl; the next run of that day obeys it. Refuses (RecordError, with
what may be named) what the day does not have, and to edit a day that is published.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from pipeline.errors import RecordError
from pipeline.newsroom import briefs, decisions
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.decisions import Decision
from pipeline.newsroom.library import Library
from pipeline.records import Brief, News
from pipeline.records import draft as drafts
from pipeline.text.words import clean

IDENTITY = re.compile(r"[0-9a-f]{16}")


def decide(room: Newsroom, decision: Decision) -> Decision:
    """Check and keep a decision; returns it as it was kept, names resolved to ids."""
    kept = _resolved(room, decision)
    decisions.add(room.decisions, kept)
    return kept


def _resolved(room: Newsroom, asked: Decision) -> Decision:
    brief = briefs.read_brief(room, asked.day) if asked.day in briefs.days(room) else None
    if asked.what in ("ban", "unban"):
        return _ban(room, asked)
    if brief and brief.outcome == "published":
        raise RecordError(
            f"the brief of {asked.day} is published already",
            where=str(room.record(asked.day)),
            hint="`dateline correct` and `dateline retract` change what is public; a story is edited"
            " under its day before that day's run, as `dateline news --date DAY` lists it",
        )
    if asked.kind == "sentence":
        return _sentence(room, asked, brief)
    news = briefs.read_news(room, asked.day) or briefs.read_listed(room, asked.day)
    value = _story(room, asked.day, asked.value, brief, news)
    instead = _story(room, asked.day, asked.instead, brief, news) if asked.instead else ""
    return replace(asked, value=value, instead=instead)


def _story(room: Newsroom, day: str, named: str, brief: Brief | None, news: News | None) -> str:
    """A story's id from a section's number or domain, an id, or the title or id of its lead."""
    told = (
        [(one.domain, one.story.id) for one in brief.draft.sections if one.story]
        if brief
        else [(one.domain, one.id) for one in news.stories]
        if news
        else []
    )
    if named.isdigit() and 0 < int(named) <= len(told):
        return told[int(named) - 1][1]
    by_domain = dict(reversed(told))  # of a domain with several stories the first
    if named in by_domain:
        return by_domain[named]
    known = (
        {fate.story for fate in news.fates} | {one.id for one in news.stories} if news else set()
    )
    by_title = {fate.title.lower(): fate.story for fate in news.fates if fate.story} if news else {}
    by_lead = {fate.document: fate.story for fate in news.fates if fate.story} if news else {}
    found = by_title.get(named.lower()) or by_lead.get(named)
    if found or named in known:
        return found or named
    if news is None and IDENTITY.fullmatch(named):
        return named  # of `dateline news`, before the day has a record
    if news is None and brief is None:
        raise RecordError(
            f"no news of {day} was looked at yet",
            where=str(room.day(day)),
            hint=f"run `dateline news --date {day}` first, then name one of the stories it lists",
        )
    raise RecordError(
        f"{day} has no story {named!r}",
        where=str(room.day(day)),
        hint=f"`dateline news --date {day} --explain` lists them; name one by number, domain, id or title",
    )


def _sentence(room: Newsroom, asked: Decision, brief: Brief | None) -> Decision:
    """The sentence that holds the given words; what replaces it has to stand in the evidence."""
    hint = f"run `dateline run --date {asked.day}` first, then name words of one sentence"
    where = str(room.day(asked.day))
    if brief is None:
        raise RecordError(f"{asked.day} has no record yet", where=where, hint=hint)
    texts = [one.text for _, one in drafts.sentences(brief.draft) if asked.value in one.text]
    if len(set(texts)) != 1:
        count = f"{len(set(texts))} sentences hold" if texts else "no sentence holds"
        raise RecordError(f"{count} {asked.value!r}", where=where, hint=hint)
    if asked.instead:
        evidence = briefs.read_evidence(room, asked.day)
        if not any(clean(asked.instead) in clean(item.text) for item in evidence.items):
            raise RecordError(
                f"{asked.instead!r} stands in no source of the day",
                where=where,
                hint="copy a whole sentence from evidence.json, or change what is written with `dateline correct`",
            )
    return replace(asked, value=texts[0])


def _ban(room: Newsroom, asked: Decision) -> Decision:
    """A ban names something that can be looked up: a source, a pattern, a document; what ends one, a ban."""
    if not asked.value.strip(" *"):
        raise RecordError("a ban of everything is no ban", hint="name a document, title or section")
    named = (
        replace(asked, value=_document(room, asked.value)) if asked.kind == "document" else asked
    )
    if asked.what == "unban":
        return _lifted(room, asked, named)
    if asked.kind == "section":
        source = asked.value.partition("/")[0]
        if source not in {one.id for one in room.sources}:
            raise RecordError(
                f"there is no source {source!r}",
                where=str(room.sources_file),
                hint="name a source, or source/folder; `dateline sources list` has them",
            )
    whole = asked.kind == "section" and "/" not in asked.value
    if asked.kind == "title" or whole or met(room, named):
        return named
    raise RecordError(
        f"no document of the corpus is {'in' if asked.kind == 'section' else 'named'} {asked.value!r}",
        where=str(room.library),
        hint="`dateline news --explain` and `dateline search --json` name documents by id, address and path",
    )


def met(room: Newsroom, ban: Decision) -> int:
    """How many documents of the corpus a ban meets today."""
    if not room.library.is_file():
        return 0
    source = ban.value.partition("/")[0] if ban.kind == "section" else None
    with Library.reading(room.library) as library:
        return sum(decisions.touches(ban, one) for one in library.documents(source))


def _document(room: Newsroom, named: str) -> str:
    """A document as it is named; by its id where that is the path of its file, from here or the newsroom."""
    files = {Path(named).absolute(), (room.root / named).absolute()}
    places = {one.id: Path(one.location).absolute() for one in room.sources}
    near = [
        name for name, place in places.items() if any(one.is_relative_to(place) for one in files)
    ]
    if not near or not room.library.is_file():
        return named
    with Library.reading(room.library) as library:
        found = [
            one.id
            for name in near
            for one in library.documents(name)
            if files & {places[name] / one.path, places[name].parent / one.path}
        ]
    return found[0] if len(found) == 1 else named


def _lifted(room: Newsroom, asked: Decision, named: Decision) -> Decision:
    """The end of a ban that stands, as it was written or as it names its document."""
    standing = decisions.read(room.decisions).bans()
    for one in (asked, named):
        if (one.kind, one.value) in standing:
            return one
    there = ", ".join(f"{kind} {value!r}" for kind, value in standing)
    raise RecordError(
        f"there is no ban of {asked.kind} {asked.value!r} to lift",
        where=str(room.decisions),
        hint=f"these stand: {there}" if there else "nothing is banned",
    )
