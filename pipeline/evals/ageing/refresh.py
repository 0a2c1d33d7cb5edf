"""New questions out of what was published and decided lately, for a person to accept.

Enter: a newsroom. Leave: proposals: a question that a public section answers, with the words that
answer it. A section that a person corrected, dropped or swapped is none: what it said was wrong.
Accepted ones go into briefs/evals/questions.jsonl in the layout that `eval retrieval` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from pipeline.errors import RecordError
from pipeline.evals.ageing import beside, stamp
from pipeline.newsroom import briefs, decisions, publication
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Brief, Evidence, Quote, Section, store

QUESTIONS = "briefs/evals/questions.jsonl"
LATELY = 30  # days of public briefs that questions are made of
NOTHING = (
    f"Nothing to propose: no section of the last {LATELY} days of public briefs is left that was"
    f" neither accepted before nor corrected, dropped or swapped ({QUESTIONS})."
)
DOUBTED = frozenset({"drop", "swap", "correct", "retract", "ban"})


@dataclass(frozen=True, slots=True)
class QuestionNeed:
    """A place that answers a question."""

    source_id: str
    path: str
    quote: str
    facet: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with the places that answer it; `asked` says whose words the question is."""

    id: str
    domain: str
    kind: str  # known-item or multi-source
    question: str
    needs: tuple[QuestionNeed, ...]
    day: str
    asked: str


def proposals(room: Newsroom) -> tuple[Proposal, ...]:
    """What may be asked anew, newest first; what was accepted before is not proposed again."""
    asked = room.root / QUESTIONS
    rows = store.rows(asked, hint="mend or delete that line") if asked.is_file() else ()
    known = {row.get("id") for _, row in rows}
    states, bad = publication.last(room), briefs.damaged(room)
    days = [day for day in briefs.days(room) if day not in bad]
    oldest = (date.fromisoformat(days[-1]) - timedelta(days=LATELY)).isoformat() if days else ""
    found: dict[str, Proposal] = {}
    for day in reversed(days):
        brief = briefs.read_brief(room, day)
        if day > oldest and publication.told(brief, states) and not brief.corrections:
            for one in _of(room, brief, briefs.read_evidence(room, day)):
                found.setdefault(one.id, one)
    return tuple(one for one in found.values() if one.id not in known)


def _of(room: Newsroom, brief: Brief, evidence: Evidence) -> Iterator[Proposal]:
    doubted = {
        row.value for row in decisions.read(room.decisions).rows
        if row.what in DOUBTED and row.day in ("", brief.day)
    }  # fmt: skip
    paths = _paths(room)
    for section in brief.draft.sections:
        story = section.story
        said = {sentence.text for sentence in section.sentences}
        lead = evidence.item(story.lead) if story else None
        if story is None or lead is None or doubted & {story.id, lead.url, lead.document, *said}:
            continue
        needs = tuple(_needs(section, evidence, paths))
        if not needs:
            continue
        question = lead.question or f"What is new in {lead.source_title}: {lead.title}?"
        sources = {need.source_id for need in needs}
        kind = "multi-source" if len(sources) > 1 else "known-item"
        yield Proposal(store.short_id(question, *sorted(need.quote for need in needs)), section.domain, kind,
                       question, needs, brief.day, "desk" if lead.question else "title")  # fmt: skip


def _needs(section: Section, evidence: Evidence, paths: dict[str, str]) -> Iterator[QuestionNeed]:
    quotes: list[Quote] = [section.quote] if section.quote else []
    quotes += [one.quote for one in section.sentences if one.quote]
    seen = set()
    for quote in quotes:
        item = evidence.item(quote.n)
        if item and item.document not in seen:
            seen.add(item.document)
            yield QuestionNeed(
                item.source_id, paths.get(item.document, ""), quote.words, item.title
            )


def _paths(room: Newsroom) -> dict[str, str]:
    """The files of the documents in the library, so far as there is one."""
    if not room.library.is_file():
        return {}
    with Library.open(room.library) as library:
        return {one.id: one.path for one in library.documents()}


def accept(room: Newsroom, name: str, *, by: str, question: str, today: date) -> Proposal:
    """Take a proposal over, with the question in a person's words where they gave some; a set that
    begins with it is stamped."""
    found = [one for one in proposals(room) if one.id.startswith(name)]
    if len(found) != 1:
        raise RecordError(
            f"{len(found) or 'no'} proposals have an id that begins with {name!r}",
            where=QUESTIONS, hint="`dateline eval refresh` lists them",
        )  # fmt: skip
    row: dict[str, Any] = asdict(found[0]) | {"made": today.isoformat(), "by": by}
    row |= {"question": question or found[0].question}
    path = room.root / QUESTIONS
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8") if path.is_file() else ""
    torn = "\n" if before and not before.endswith("\n") else ""
    store.write(path, f"{before}{torn}{json.dumps(row, ensure_ascii=False)}\n")
    if not beside(path.parent).is_file():
        stamp(room, path.parent, today)  # a set that begins says when, and on what it was made
    return found[0]
