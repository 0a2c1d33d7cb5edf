"""What each owner gets: the stories of a public brief that concern them, and corrections of these.

Enter: a brief with its evidence, the owners, what was sent before. Leave: digests, one a person
and day, each story with what changed, why it was sent, what to do and the way back to the proof.
Owners who are reached at the same place are one person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.newsroom.desk import Desk
from pipeline.newsroom.owners import Owner
from pipeline.pages.links import anchors
from pipeline.publish.delivery.sent import SentDigest
from pipeline.records import Brief, Correction, Evidence, Section, history
from pipeline.records.store import short_id

LABELS = {"news": "New", "update": "Update", "recent": "Recent", "library": "From the library"}
SAID = 3  # sentences of a section that a digest repeats
SECTION = re.compile(r"^sections\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class StoryNote:
    """A story for an owner. `proof` leads to its place on the brief's page, `source` to its source."""

    id: str
    label: str
    headline: str
    changed: str  # what happened, in the brief's words
    why: str
    action: str  # what to do, "" where the brief proves none
    proof: str
    source: str


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A correction, retraction or withdrawal of what an owner got."""

    id: str
    kind: str
    text: str
    proof: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person gets about one day. `key` is the same whenever it is made again."""

    key: str
    day: str
    person: str  # an id of the place they are reached at, which it does not tell
    owner: Owner  # the first of those reached there: how to reach them
    title: str
    stories: tuple[StoryNote, ...]
    corrections: tuple[CorrectionNote, ...] = ()


def people(owners: Iterable[Owner]) -> dict[str, tuple[Owner, ...]]:
    """Owners by the place they are reached at."""
    found: dict[str, tuple[Owner, ...]] = {}
    for owner in owners:
        place = short_id(owner.channel, owner.to or f"${owner.to_env}")
        found[place] = (*found.get(place, ()), owner)
    return found


def of_day(
    desk: Desk,
    brief: Brief,
    evidence: Evidence,
    sent: tuple[SentDigest, ...],
    *,
    without: Collection[str] = (),
) -> Iterator[Digest]:
    """The digests of a day that were not sent yet; `without` are people who get no stories of it."""
    for person, owners in people(desk.owners).items():
        before = [one for one in sent if one.person == person and one.day == brief.day]
        if not before and person not in without and not _retracted(brief):
            notes = tuple(_notes(desk, brief, evidence, owners))
            if notes:
                key = short_id(desk.site_url, brief.day, person)
                yield Digest(key, brief.day, person, owners[0], brief.draft.title, notes)
        fixes = tuple(_corrections(desk, brief, before))
        if fixes:
            key = short_id(desk.site_url, brief.day, person, *(one.id for one in fixes))
            yield Digest(key, brief.day, person, owners[0], brief.draft.title, (), fixes)


def _retracted(brief: Brief) -> bool:
    return any(one.kind == "retraction" for one in brief.corrections)


def _notes(
    desk: Desk, brief: Brief, evidence: Evidence, owners: tuple[Owner, ...]
) -> Iterator[StoryNote]:
    gone, places = history.withdrawn(brief), anchors(brief)
    for at, section in enumerate(brief.draft.sections):
        if at in gone:
            continue
        reasons = [why for owner in owners for why in _reasons(desk, section, evidence, owner)]
        if reasons:
            note = _note(desk, brief, evidence, section, "; ".join(dict.fromkeys(reasons)))
            yield replace(note, proof=f"{_page(desk, brief)}#{places[at]}")


def _reasons(desk: Desk, section: Section, evidence: Evidence, owner: Owner) -> Iterator[str]:
    """Why a story concerns an owner."""
    if section.domain in owner.domains:
        yield f"you own {desk.domain(section.domain).title}"
    told = " ".join([section.headline, *(one.text for one in section.sentences)])
    for name in owner.names:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told, re.IGNORECASE):
            yield f"it names {name}"
    cited = {
        item.source_id: item.source_title for item in evidence.items if item.n in _cites(section)
    }
    for source in owner.sources:
        if source in cited:
            yield f"it comes from {cited[source]}"


def _cites(section: Section) -> set[int]:
    quoted = {section.quote.n} if section.quote else set()
    return quoted.union(*(one.cites for one in section.sentences))


def _note(desk: Desk, brief: Brief, evidence: Evidence, section: Section, why: str) -> StoryNote:
    story = section.story
    lead = evidence.item(story.lead) if story else None
    return StoryNote(
        id=_id(brief, section),
        label=LABELS[story.kind] if story else "New",
        headline=section.headline,
        changed=" ".join(one.text for one in section.sentences[:SAID]),
        why=why,
        action=_action(brief, section),
        proof=_page(desk, brief),
        source=lead.url if lead else "",
    )


def _id(brief: Brief, section: Section) -> str:
    """What names a section's story; one of before sections told stories is named by its headline."""
    return section.story.id if section.story else short_id(brief.day, section.headline)


def _action(brief: Brief, section: Section) -> str:
    """What the brief tells a team to do about a story."""
    if section.implication:
        return section.implication.sentence.text
    action, cites = brief.draft.action, _cites(section)
    if action and any(cites & set(one.cites) for one in action.sentences):
        return " ".join(one.text for one in action.sentences)
    return ""


def _page(desk: Desk, brief: Brief) -> str:
    return f"{desk.site_url}briefs/{brief.day}/"


def _corrections(desk: Desk, brief: Brief, before: list[SentDigest]) -> Iterator[CorrectionNote]:
    """Corrections of what somebody got, that they did not get."""
    got = {name for one in before for name in one.stories}
    told = {name for one in before for name in one.corrections}
    first = min((one.at for one in before), default="")
    for correction in brief.corrections if before else ():
        name = short_id(brief.day, correction.made, correction.text)
        if correction.made > first and name not in told and _concerns(brief, correction, got):
            proof = f"{_page(desk, brief)}#corrections"
            text = history.noted(brief, correction)
            yield CorrectionNote(name, correction.kind, text, proof)


def _concerns(brief: Brief, correction: Correction, got: set[str]) -> bool:
    """Whether a correction is about one of some stories; one of the whole brief is about all."""
    place = SECTION.match(correction.where)
    if not place or int(place[1]) >= len(brief.draft.sections):
        return True
    return _id(brief, brief.draft.sections[int(place[1])]) in got
