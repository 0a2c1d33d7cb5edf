"""What became of every item that was looked at, those of a story beside its lead too.

Enter: the fates of leads with the groups they lead. Leave: one `Fate` a document, told ones first:
whoever asks what became of an item finds it once, with the story or the reason of its lead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pipeline.news.groups.clusters import Group
from pipeline.newsroom.library import Library
from pipeline.records import Fate
from pipeline.records.types import fate_of
from pipeline.text.addressed import titles
from pipeline.text.days import spoken


def with_members(
    lead: Fate, group: Group, printed: Collection[str] | None = None
) -> Iterator[Fate]:
    """The fate of a lead, and the same for the others of its group, whose reason names the lead.

    printed: documents of the group whose words the story holds; of one that is told, the others are
    not used.
    """
    yield lead
    said = "" if lead.outcome == "used" else f": {lead.reason}"
    for one, _ in group.members:
        left = printed is not None and one.subject.document.id not in printed
        why = ", which has no room for it" if left else said
        reason = f"tells of the same as \u201c{lead.title}\u201d{why}"
        outcome = "declined" if left else lead.outcome
        plain = fate_of(one.subject.document, one.day, outcome, reason)
        yield replace(plain, domain=lead.domain, story=lead.story)


def told_before(group: Group, day: str, tonight: str) -> Iterator[Fate]:
    """Fates of a group that says nothing which a public brief of `day` had not told."""
    reason = f"tells of what was told on {spoken(day, tonight)}"
    lead = fate_of(group.lead.subject.document, group.lead.day, "declined", reason)
    yield lead
    yield from (replace(one, reason=reason) for one in with_members(lead, group) if one is not lead)


def once(fates: Iterable[Fate]) -> tuple[Fate, ...]:
    """One fate a document: that of the story it is told in, else the first that is known."""
    ordered = sorted(fates, key=lambda one: one.outcome != "used")
    return tuple({one.document: one for one in reversed(ordered)}.values())[::-1]


def shown(library: Library, name: str, title: str) -> str:
    """The title of a document as it may be listed, held against the text it stands over."""

    def text() -> str:
        document = library.document(name)
        return document.text if document else ""

    return titles.shown(title, text)
