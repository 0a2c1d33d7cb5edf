"""The stories of a pack: those it names, or, of one made before packs named any, simple ones.

A simple story is the best document of a domain. Packs by story come from `news`.
"""

from __future__ import annotations

from collections import defaultdict

from pipeline.records import Evidence, EvidenceItem, Story
from pipeline.records.store import short_id


def stories_of(evidence: Evidence) -> tuple[Story, ...]:
    """Stories in the order they are told; only those whose lead the pack still holds."""
    if evidence.stories:
        held = {item.document for item in evidence.items}
        return tuple(story for story in evidence.stories if story.lead in held)
    by_domain: dict[str, dict[str, list[EvidenceItem]]] = defaultdict(lambda: defaultdict(list))
    for item in evidence.items:
        by_domain[item.domain][item.document].append(item)
    return tuple(_simple(domain, _best(found)) for domain, found in by_domain.items())


def _best(documents: dict[str, list[EvidenceItem]]) -> list[EvidenceItem]:
    """The items of the document with most of the evidence score; its best passage breaks ties."""
    return max(
        documents.values(),
        key=lambda items: (sum(one.score for one in items), len(items), -items[0].n),
    )


def _simple(domain: str, items: list[EvidenceItem]) -> Story:
    first = items[0]
    day = (first.published or "")[:10]
    return Story(
        id=short_id(domain, first.url),
        domain=domain,
        kind="library",
        lead=first.document,
        passages=tuple(one.passage for one in items),
        members=(),
        day=day,
        dated="published" if day else "",
    )
