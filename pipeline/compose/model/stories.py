"""What a section of a model writer is about: one story of a domain, and how a model reads of it.

Enter: the day's evidence. Leave: its stories in the order of the desk's domains, each with its
items; a pack from before stories were made has one without a name for each domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.newsroom.desk import Desk, Domain
from pipeline.records import Brief, Evidence, EvidenceItem, Story, StoryRef
from pipeline.records import draft as drafts

KINDS = {
    "news": "new",
    "update": "an update of a story told before",
    "recent": "recent and never told",
    "library": "from the library, labelled so",
}


@dataclass(frozen=True, slots=True)
class StoryPack:
    """A story to tell, the evidence for it, and what the plan would argue."""

    domain: Domain
    story: Story | None
    items: tuple[EvidenceItem, ...]
    name: str  # its section's place in the draft
    angle: str = ""

    def of(self, items: tuple[EvidenceItem, ...], angle: str = "") -> StoryPack:
        """The same story told from some of its items."""
        return replace(self, items=items, angle=angle)

    @property
    def ref(self) -> StoryRef | None:
        """The story as its section names it, led by the first item of its lead document."""
        if self.story is None:
            return None
        lead = next((one.n for one in self.items if one.document == self.story.lead), 0)
        return self.story.ref(lead)


def story_packs(evidence: Evidence, desk: Desk) -> tuple[StoryPack, ...]:
    """Every story of the pack, in the order of the desk's domains, of one domain in the pack's."""
    known = {story.id: story for story in evidence.stories}
    groups: dict[tuple[str, str], list[EvidenceItem]] = {}
    for item in evidence.items:
        groups.setdefault((item.domain, item.story if item.story in known else ""), []).append(item)
    told = Counter(domain for domain, _ in groups)
    return tuple(
        StoryPack(
            domain,
            known.get(story),
            tuple(items),
            drafts.section_name(domain.id, story if told[domain.id] > 1 else ""),
        )
        for domain in desk.domains
        for (of, story), items in groups.items()
        if of == domain.id
    )


def told_as(subject: StoryPack, said: Sequence[Brief]) -> str:
    """A story in one line: what it is, of which day, and what was told of it before; empty in a
    pack without stories."""
    story = subject.story
    if story is None:
        return ""
    parts = [
        KINDS[story.kind],
        f"{story.dated.replace('_', ' ') or 'undated'} {story.day}".strip(),
        story.reason,
        story.stakes,
        f"what it says otherwise than before, and what is the news: “{story.now}”"
        if story.now
        else "",
    ]
    before = [
        f"{brief.day}: {section.headline}"
        for brief in sorted(said, key=lambda brief: brief.day, reverse=True)
        for section in brief.draft.sections
        if brief.day in story.told and section.domain == subject.domain.id
    ]
    if story.told:
        parts.append(f"told before on {', '.join(story.told)} {' '.join(before)}".strip())
    return "; ".join(part for part in parts if part)
