"""Sections and the stories they tell.

Enter: a draft and the evidence it was written from. Leave: the draft with every section's story
named: the story whose passages its sentences cite most, where the writer did not say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.records import Draft, Evidence, Section, StoryRef


def referred(draft: Draft, evidence: Evidence) -> Draft:
    """The draft with a story for each section that has none and cites one."""
    if not evidence.stories:
        return draft
    sections = tuple(
        section if section.story else replace(section, story=story_of(section, evidence))
        for section in draft.sections
    )
    return replace(draft, sections=sections)


def story_of(section: Section, evidence: Evidence) -> StoryRef | None:
    """The story that a section cites most; of two, the one it cites first."""
    items = {item.n: item for item in evidence.items}
    cited = [items[n] for each in section.sentences for n in each.cites if n in items]
    counts = Counter(item.story for item in cited if item.story)
    if not counts:
        return None
    best = max(counts, key=lambda name: (counts[name], -[one.story for one in cited].index(name)))
    story = next(each for each in evidence.stories if each.id == best)
    lead = next((n for n, item in items.items() if item.document == story.lead), 0)
    return StoryRef(story.id, story.kind, lead, story.since, story.day, story.dated, story.lead)
