"""A story as a writer with a model reads of it: what it is, of which day, what was told before."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Brief, Evidence

KINDS = {
    "news": "new",
    "update": "an update of a story told before",
    "recent": "recent and never told",
    "library": "from the library, labelled so",
}


def told_as(evidence: Evidence, said: Sequence[Brief], domain: str) -> str:
    """The story of a domain in one line: what it is, of which day, and what was told of it before;
    empty in a pack without stories."""
    story = next((one for one in evidence.stories if one.domain == domain), None)
    if story is None:
        return ""
    parts = [KINDS[story.kind], f"{story.dated or 'undated'} {story.day}".strip(), story.reason]
    before = [
        f"{brief.day}: {section.headline}"
        for brief in sorted(said, key=lambda brief: brief.day, reverse=True)
        for section in brief.draft.sections
        if brief.day in story.told and section.domain == domain
    ]
    if story.told:
        parts.append(f"told before on {', '.join(story.told)} {' '.join(before)}".strip())
    return "; ".join(part for part in parts if part)
