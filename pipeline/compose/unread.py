"""What stands where a model's answer could not be read: the story in its sources' own sentences.

Enter: the parts of a brief without a value, and what their writers' refusals were. Leave: the parts with a
section, or an opening, of the edition that needs no model, and a finding for each: nothing goes in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.compose.model.parts import Part
from pipeline.compose.model.stories import StoryPack
from pipeline.compose.model.work import Work, note
from pipeline.errors import WriterError
from pipeline.records import Draft, Evidence, Finding, Section

AnyPart = Part[Any, Any]
INSTEAD = "what stands in its place is in its sources' own words"
QUOTED = range(5, 41)  # words of a quote
NOTHING = "nothing could stand in its place"
NAMES = {"lede": "opening", "crosscuts": "comparisons", "graph": "graph"}


def sections(
    work: Work, parts: Sequence[AnyPart], chosen: Sequence[StoryPack], unread: Mapping[str, str]
) -> list[Finding]:
    """The sections whose answers could not be read, told without a model. Where no section could be read
    there is no model's brief to put them into, and they stay away."""
    some = any(part.value for part in parts)
    notes = []
    for part, subject in zip(parts, chosen, strict=True):
        if part.name in unread:
            part.value = _section(work, subject) if some else None
            title = subject.domain.title
            notes.append(_note(part, title, unread[part.name]))
    return notes


def others(
    work: Work, parts: Sequence[AnyPart], draft: Draft, unread: Mapping[str, str]
) -> list[Finding]:
    """What stands over or between the sections; without an opening no brief is whole, so that of the
    edition without a model is put in, under the headline of the first section."""
    notes = []
    for part in parts:
        if part.name in unread:
            if part.name == "lede":
                part.value = _opening(work, draft)
            notes.append(_note(part, f"the {NAMES[part.name]}", unread[part.name]))
    return notes


def _note(part: AnyPart, title: str, why: str) -> Finding:
    end, resolved = (INSTEAD, "replaced") if part.value else (NOTHING, "removed")
    message = f"The model's answer for {title} could not be used: {why}; {end}."
    return note("reply", part.name, message, resolved=resolved)


def _section(work: Work, subject: StoryPack) -> Section | None:
    stories = (subject.story,) if subject.story else ()
    found = _edition(work, replace(work.evidence, items=subject.items, stories=stories))
    return _quoting(found.sections[0]) if found and found.sections else None


def _quoting(section: Section) -> Section:
    """The section with its last sentence of a source as its quote: one among a model's sections has one."""
    own = [one for one in section.sentences if one.quote and len(one.text.split()) in QUOTED]
    if section.quote or not own:
        return section
    last = own[-1]
    rest = tuple(one for one in section.sentences if one is not last)
    left = rest if any(one.quote for one in rest) else section.sentences
    return replace(section, sentences=left, quote=last.quote)


def _opening(work: Work, draft: Draft) -> Any:
    """Title, lede and action, of the stories that have a section."""
    told = {(one.domain, one.story.id if one.story else "") for one in draft.sections}
    stories = tuple(
        one for one in work.evidence.stories if {(one.domain, one.id), (one.domain, "")} & told
    )
    domains = {domain for domain, _ in told}
    items = tuple(one for one in work.evidence.items if one.domain in domains)
    found = _edition(work, replace(work.evidence, items=items, stories=stories))
    # Behind its first sentence the other stories are named by headlines that this brief does not have.
    return (draft.sections[0].headline, found.lede[:1], found.action) if found else None


def _edition(work: Work, evidence: Evidence) -> Draft | None:
    if work.extractive is None:
        return None
    try:
        return work.extractive(evidence).draft
    except WriterError:
        return None
