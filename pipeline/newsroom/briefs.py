"""The record of a day, under briefs/: written after the verdict, read by everything after it.

Enter: a brief with its evidence. Leave: brief.json, evidence.json, findings.json and
manifest.json of that day, and the same read back. `briefs/` is the truth: pages, site and what
counts as already said are derived from it. Refuses to overwrite a person's work (`RecordError`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.newsroom import publication, runs
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.publication import RECORDS
from pipeline.records import (
    Brief,
    Evidence,
    EvidenceItem,
    News,
    Outcome,
    Telling,
    history,
    rules,
    store,
)
from pipeline.records.verdict import recorded
from pipeline.text.days import days_between, is_moment

LOG = logging.getLogger(__name__)
SOUND = "sound.json"
SUMMARIES = "summaries.json"
LISTED = "listed"  # folder of what `dateline news` showed of days without a record
Holdings = Mapping[str, Mapping[str, int] | Mapping[str, str]]
SAID = "said_by_hosts"  # what each source's host says to machines
HOLDINGS = ("documents_by_source", "documents_by_age", SAID)


def days(room: Newsroom) -> tuple[str, ...]:
    """Days that have a record, oldest first."""
    return tuple(path.parent.name for path in recorded(room.briefs))


def read_brief(room: Newsroom, day: str) -> Brief:
    """The brief of a day. Raises RecordError when there is none, it is malformed or of another day."""
    path = room.record(day)
    if not path.is_file():
        raise RecordError(
            f"there is no brief for {day}",
            where=str(path),
            hint=f"run `dateline run --date {day}`; `dateline status` lists the days there are",
        )
    brief = store.read(Brief, path)
    if wrong := next(_wrong(brief, day), ""):
        raise RecordError(
            wrong,
            where=str(path),
            hint="mend that file, or bring it back from version control",
        )
    return brief


def _wrong(brief: Brief, day: str) -> Iterator[str]:
    """What a form alone does not tell of a record that somebody changed by hand."""
    if brief.day != day:
        yield f"day: is {brief.day}, and the record lies in the folder of {day}"
    moments = {
        "published": brief.published,
        **{f"corrections.{at}.made": one.made for at, one in enumerate(brief.corrections)},
        **{f"reviews.{at}.made": one.made for at, one in enumerate(brief.reviews)},
    }
    for field, said in moments.items():
        if not is_moment(said):
            yield f"{field}: {said!r} is no moment; write it like {day}T06:30:00+00:00"


def read_evidence(room: Newsroom, day: str) -> Evidence:
    """The evidence of a day, as its brief was made from it. Raises RecordError."""
    items = store.read(tuple[EvidenceItem, ...], room.day(day) / "evidence.json")
    brief = read_brief(room, day)
    made = Evidence(day, items, brief.provenance.corpus_digest, brief.draft.gaps)
    return with_news(made, read_news(room, day))


def with_news(evidence: Evidence, news: News | None) -> Evidence:
    """The evidence of a day with what was known of its news."""
    if news is None:
        return evidence
    names = ("stories", "quiet", "edition", "window", "fates", "since", "pins")
    return replace(evidence, **{name: getattr(news, name) for name in names})


def damaged(room: Newsroom) -> dict[str, str]:
    """Days whose record cannot be read, each with its file, line and what is wrong with it.

    Such a day blocks itself alone. What was sound is not read again while its files stay as they are.
    """
    memory = _sound_before(room)
    sound: dict[str, list[list[float]]] = {}
    wrong: dict[str, str] = {}
    for day in days(room):
        seen = [_seen(room.day(day) / name) for name in RECORDS]
        if memory.get(day) != seen:
            try:
                read_evidence(room, day)
            except RecordError as error:
                wrong[day] = str(error)
                continue
        sound[day] = seen
    gone = "is gone, and the evidence beside it is not"
    wrong |= {day: f"{room.record(day)}: {gone}" for day in _headless(room)}
    if sound != memory:
        store.write(room.state / SOUND, json.dumps(sound))
    return wrong


def _headless(room: Newsroom) -> list[str]:
    """Days whose brief is gone from its record, which else would be days that never were."""
    known = {*days(room)}
    left = sorted(path.parent.name for path in room.briefs.glob("????-??-??/evidence.json"))
    return [day for day in left if day not in known]


def _seen(path: Path) -> list[float]:
    """What changes when a file does: its size and the moment it was written."""
    held = path.stat() if path.is_file() else None
    return [held.st_size, held.st_mtime_ns, held.st_ino] if held else []


def _sound_before(room: Newsroom) -> dict[str, Any]:
    """Of each record that could be read what `_seen` said then."""
    return store.remembered(dict[str, Any], room.state / SOUND) or {}


def readable(room: Newsroom, wanted: Iterable[str]) -> Iterator[Brief]:
    """The briefs of these days; one that cannot be read is passed over (see `damaged`)."""
    for day in wanted:
        try:
            yield read_brief(room, day)
        except RecordError as error:
            LOG.warning("record day=%s %s", day, error)


def read_news(room: Newsroom, day: str) -> News | None:
    """What was new on a day, as its brief was made from it; None in records without stories."""
    path = room.day(day) / "news.json"
    return store.read(News, path) if path.is_file() else None


def keep_listed(room: Newsroom, news: News) -> None:
    """Keep what a person was shown of a day, so that its numbers mean the same to `dateline edit`."""
    store.write(room.state / LISTED / f"{news.day}.json", store.to_json(news))


def read_listed(room: Newsroom, day: str) -> News | None:
    """What `dateline news` last showed of a day that has no record; None where it showed nothing."""
    path = room.state / LISTED / f"{day}.json"
    return store.read(News, path) if path.is_file() else None


def published(room: Newsroom) -> tuple[Brief, ...]:
    """Every published brief, newest first."""
    briefs = readable(room, reversed(days(room)))
    return tuple(brief for brief in briefs if brief.outcome == "published")


def published_before(room: Newsroom, day: str) -> tuple[Brief, ...]:
    """Published briefs of the days before, newest first, as far back as the desk looks."""
    reach = max(room.desk.retrieval.novelty_days, room.desk.gate.repeat_days)
    first = (date.fromisoformat(day) - timedelta(days=reach)).isoformat()
    briefs = readable(room, (one for one in reversed(days(room)) if first <= one < day))
    return tuple(brief for brief in briefs if brief.outcome == "published")


def public(room: Newsroom, day: str) -> tuple[Brief, ...]:
    """Briefs of other days that are public or on their way, newest first, as far from `day` as the
    desk looks, either way: a brief for an earlier day is made when later ones are public already.
    What was held back from the site before it was public told nobody anything."""
    rows, had = publication.last(room), publication.shown(room)
    reach = max(room.desk.retrieval.novelty_days, room.desk.gate.repeat_days)
    near = (
        each for each in reversed(days(room)) if each != day and days_between(each, day) <= reach
    )
    briefs = readable(room, near)
    return tuple(brief for brief in briefs if publication.told(brief, rows, had))


def known(room: Newsroom, brief: Brief) -> tuple[Brief, ...]:
    """The published briefs that a brief was judged by: those public when it was made, as they are now."""
    if brief.knew is None:
        return published_before(room, brief.day)
    held = set(days(room))
    briefs = readable(room, (each for each in sorted(brief.knew, reverse=True) if each in held))
    then = (each for each in briefs if each.published <= brief.published)
    return tuple(each for each in then if each.outcome == "published")


def tellings(room: Newsroom, day: str) -> tuple[Telling, ...]:
    """What the sections of all briefs but that of `day` rest on that are public or on their way,
    oldest first. Where a day's evidence is damaged, its news says which stories it told; where the brief
    that readers had is gone itself, those that were chosen for it count as told."""
    rows, had = publication.last(room), publication.shown(room)
    every = summaries(room)
    told = (one for one in every if one.day != day and publication.told(one, rows, had))
    found = {one.day: one.tellings for one in told}
    for lost in had - {day, *(one.day for one in every)}:
        with suppress(RecordError):
            if made := read_news(room, lost):
                found[lost] = tuple(Telling.whole(lost, one, one.domain) for one in made.stories)
    return tuple(telling for _, tellings in sorted(found.items()) for telling in tellings)


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """What every night asks of every record: how its brief was judged, and what that told; `key` is the
    digest of the files it was read from, and of the code that read them."""

    day: str
    key: str
    outcome: Outcome
    tellings: tuple[Telling, ...]
    published: str  # the moment
    knew: tuple[str, ...] | None  # days of the briefs it was judged beside; None: all before it


def summaries(room: Newsroom) -> tuple[RecordSummary, ...]:
    """Of each readable record, oldest first; one whose files are as they were is not understood again."""
    path = room.state / SUMMARIES
    had = store.remembered(tuple[RecordSummary, ...], path) if path.is_file() else ()
    known = {one.key: one for one in had or ()}
    made: list[RecordSummary] = []
    for day in days(room):
        files = [room.day(day) / name for name in RECORDS]
        key = store.short_id(code_digest(), day, *(_digest(file) for file in files))
        if key in known:
            made.append(known[key])
            continue
        for brief in readable(room, (day,)):
            told = tuple(_tellings_of(room, brief))
            made.append(RecordSummary(day, key, brief.outcome, told, brief.published, brief.knew))
    if tuple(made) != had:
        store.write(path, json.dumps([asdict(one) for one in made], ensure_ascii=False))
    return tuple(made)


def _digest(file: Path) -> str:
    return store.sha256(file.read_bytes()) if file.is_file() else ""


def _tellings_of(room: Newsroom, brief: Brief) -> list[Telling]:
    path = room.day(brief.day) / "evidence.json"
    with suppress(RecordError):  # `damaged` says so
        return list(_tellings(brief, store.read(tuple[EvidenceItem, ...], path)))
    with suppress(RecordError):
        if news := read_news(room, brief.day):
            return list(_tellings_by_news(brief, news))
    return []


def _tellings_by_news(brief: Brief, news: News) -> Iterator[Telling]:
    chosen = {story.id: story for story in news.stories}
    for section in brief.draft.sections:
        story = chosen.get(section.story.id) if section.story else None
        if story is not None:
            yield Telling.whole(brief.day, story, section.domain)


def _tellings(brief: Brief, known: tuple[EvidenceItem, ...]) -> Iterator[Telling]:
    items = {item.n: item for item in known}
    for section in brief.draft.sections:
        cites = [n for sentence in section.sentences for n in sentence.cites if n in items]
        cites += [section.quote.n] if section.quote and section.quote.n in items else []
        if not cites:
            continue
        named = [one.document for one in section.story.also] if section.story else []
        lead = section.story.lead if section.story and section.story.lead in items else cites[0]
        yield Telling(
            brief.day,
            items[lead].document,
            tuple(dict.fromkeys([*(items[n].document for n in cites), *named])),
            tuple(dict.fromkeys(items[n].passage for n in cites)),
            section.story.id if section.story else "",
            section.domain,
        )


def keep(
    room: Newsroom, brief: Brief, evidence: Evidence, *, news: News | None, corpus: Holdings
) -> None:
    """Write the whole record of a day, published or held; `corpus` goes into its manifest."""
    if news is not None:
        store.write(room.day(brief.day) / "news.json", store.to_json(news))
    items = tuple(_days_kept(room, evidence))
    store.write(room.day(brief.day) / "evidence.json", store.to_json(items))
    save(room, brief, corpus=corpus)


def _days_kept(room: Newsroom, evidence: Evidence) -> Iterator[EvidenceItem]:
    """The items of a day; what its record says of when they were first seen and changed stays, where a
    library that was made since (a fresh clone, a lost cache) saw them too late to say it."""
    path = room.day(evidence.day) / "evidence.json"
    had: tuple[EvidenceItem, ...] = ()
    with suppress(RecordError):  # unreadable, and about to be replaced
        had = store.read(tuple[EvidenceItem, ...], path) if path.is_file() else ()
    known = {(item.document, item.passage): item for item in had}
    for item in evidence.items:
        before = known.get((item.document, item.passage), item)
        seen, changed = item.first_seen or before.first_seen, item.changed or before.changed
        yield replace(item, first_seen=seen, changed=changed)


def save(room: Newsroom, brief: Brief, *, corpus: Holdings | None = None) -> None:
    """Write brief, findings and manifest; without `corpus` what the manifest says of it is kept."""
    publication.opened(room, lambda: published(room))
    folder = room.day(brief.day)
    store.write(room.record(brief.day), store.to_json(brief))
    store.write(folder / "findings.json", store.to_json(brief.findings))
    facts = {
        "day": brief.day,
        "outcome": brief.outcome,
        "score": brief.score,
        "provenance": brief.provenance,
        **(holdings(room, brief.day) if corpus is None else corpus),
    }
    runs.manifest(folder, facts)


def holdings(room: Newsroom, day: str) -> dict[str, dict[str, Any]]:
    """What the manifest of a day says of the corpus: documents by source and by age, and what their hosts
    say to machines. One that cannot be read says nothing, and is made again."""
    path = room.day(day) / "manifest.json"
    try:
        facts = store.read(dict[str, Any], path) if path.is_file() else {}
    except RecordError as error:
        LOG.warning("manifest day=%s made again without what it said of the corpus: %s", day, error)
        facts = {}
    return {name: facts[name] for name in HOLDINGS if name in facts}


def continued(room: Newsroom, brief: Brief) -> Brief:
    """The brief with the history of its draft's findings, its corrections and the moment it was
    published, if an earlier run wrote the same draft; in the place of another draft that readers
    have, with a correction that says so.

    What a person approved of that earlier brief does not hold for a new one.
    """
    earlier = there(room, brief.day)
    if earlier is None:
        return brief
    if earlier.draft != brief.draft:
        had = publication.state(earlier, publication.last(room)) == "public"
        return history.remade(earlier, brief) if had else brief
    before = (
        one
        for one in earlier.findings
        if one.resolved != "approved" and rules.row(one.rule).maker != "retrieval"  # it ranked anew
    )
    since = earlier.published if earlier.outcome == brief.outcome else brief.published
    findings = history.continued(before, brief.findings)
    kept = earlier.corrections
    return replace(brief, published=since, findings=findings, corrections=kept)


def there(room: Newsroom, day: str) -> Brief | None:
    """The brief that a day has; None without one, or where it is unreadable and about to be replaced."""
    with suppress(RecordError):
        return read_brief(room, day)
    return None


def standing(room: Newsroom, brief: Brief) -> Brief | None:
    """The brief of that day that readers have, where this one would tell them something else."""
    had = there(room, brief.day)
    if had is None or had.draft == brief.draft:
        return None
    return had if publication.state(had, publication.last(room)) == "public" else None


def decided(room: Newsroom, day: str) -> Brief | None:
    """The brief of a day that a person corrected, retracted or reviewed: a second run leaves it as it
    is. Raises RecordError when it cannot be read."""
    if day not in days(room):
        return None
    brief = read_brief(room, day)
    return brief if brief.corrections or brief.reviews else None
