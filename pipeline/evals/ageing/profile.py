"""What evidence looks like: its terms, sources and kinds, each with its share of the items.

Enter: a newsroom and a number of days. Leave: a profile of what its last public briefs had before them.
Likeness of two is the weighted Jaccard index of their shares: 1 the same, 0 nothing in common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.newsroom import briefs, publication
from pipeline.newsroom.config import Newsroom
from pipeline.records import EvidenceItem
from pipeline.text.words import terms

TERMS = 200  # the commonest; rarer ones are names of a day


@dataclass(frozen=True, slots=True)
class EvidenceProfile:
    """Shares of the items that hold a term, come from a source, are of a kind of story."""

    items: int
    terms: dict[str, float]
    sources: dict[str, float]
    kinds: dict[str, float]


def profile(room: Newsroom, days: int) -> EvidenceProfile:
    """The profile of the evidence of public briefs, of so many days up to the newest."""
    return of_items(_items(room, days))


def _items(room: Newsroom, days: int) -> list[tuple[str, EvidenceItem]]:
    """(kind of its story, item) of the evidence."""
    states, bad = publication.last(room), briefs.damaged(room)
    known = [
        day for day in briefs.days(room)
        if day not in bad and publication.told(briefs.read_brief(room, day), states)
    ]  # fmt: skip
    if not known:
        return []
    oldest = (date.fromisoformat(known[-1]) - timedelta(days=days)).isoformat()
    found = []
    for day in known:
        if day > oldest:
            evidence = briefs.read_evidence(room, day)
            kinds = {story.id: story.kind for story in evidence.stories}
            found += [(str(kinds.get(item.story, "none")), item) for item in evidence.items]
    return found


def of_items(found: list[tuple[str, EvidenceItem]]) -> EvidenceProfile:
    """The profile of some evidence."""
    counted = Counter(term for _, item in found for term in set(terms(item.text)))
    common = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS]
    number = max(1, len(found))
    sources = Counter(item.source_id for _, item in found)
    kinds = Counter(f"{item.domain}/{kind}" for kind, item in found)
    return EvidenceProfile(
        len(found),
        {name: round(count / number, 4) for name, count in common},
        {name: round(count / number, 4) for name, count in sorted(sources.items())},
        {name: round(count / number, 4) for name, count in sorted(kinds.items())},
    )


def likeness(left: dict[str, float], right: dict[str, float]) -> float:
    """How much two distributions have in common, 0 to 1."""
    names = left.keys() | right.keys()
    least = sum(min(left.get(name, 0.0), right.get(name, 0.0)) for name in names)
    most = sum(max(left.get(name, 0.0), right.get(name, 0.0)) for name in names)
    return round(least / most, 4) if most else 1.0
