"""Documents to stories: each story a lead and what relates to it.

Enter: subjects with their days and how alike they are. Leave: groups, best lead first, each document
in one group; what corrects the lead of its group leads it. Every member relates to the lead itself, so
that no chain of likenesses joins things that are not alike; the same input gives the same groups in any
order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.news.documents.overtaken import BEFOREHAND, versions
from pipeline.news.documents.severity import LEVELS
from pipeline.news.documents.subject import LEADS, Subject
from pipeline.news.groups.correct import replaces
from pipeline.news.groups.relate import Relation, apart, relate

Matrix = npt.NDArray[np.float32]
UNKEPT = re.compile(
    r"\b(?:unmaintained|no longer maintained|deprecated|archived|renamed)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A subject with the day it counts for."""

    subject: Subject
    day: str
    tier: int = 0  # 0 leads before 1: what is new before what is older

    @property
    def order(self) -> tuple[int, bool, int, bool, int, str, tuple[int, ...], str]:
        """What leads before what: posts that tell of a thing before the thing's own papers."""
        subject, title = self.subject, self.subject.document.title
        whole = bool(subject.lede) and subject.telling_title
        early = subject.running or bool(BEFOREHAND.search(title))
        nature = LEADS.index(subject.nature)
        # of two releases of one day the later line leads
        older = tuple(-part for part in max(versions(title), default=()))
        return (
            self.tier, not whole, nature, early, self._slight, self.day, older, subject.document.id,
        )  # fmt: skip

    @property
    def _slight(self) -> int:
        """How little an advisory tells: the gravest flaw first, and that nobody keeps a package last."""
        if self.subject.nature != "advisory":
            return 0
        if UNKEPT.search(self.subject.document.title):
            return len(LEVELS)
        return len(LEVELS) - 1 - LEVELS.index(self.subject.severity.level or "medium")


@dataclass(frozen=True, slots=True)
class Group:
    """A lead and its members, each with what relates it to the lead."""

    lead: Dated
    members: tuple[tuple[Dated, Relation], ...] = ()


def clusters(dated: Sequence[Dated], near: Matrix, titles: Matrix) -> tuple[Group, ...]:
    """Group documents round leads; each joins the lead it relates to most."""
    order = sorted(range(len(dated)), key=lambda place: dated[place].order)
    leads: list[int] = []
    joined: dict[int, tuple[int, Relation]] = {}
    for place in order:
        best: tuple[float, int, Relation] | None = None
        for lead in leads:
            one, other = dated[place], dated[lead]
            cosine, rarity = float(near[place, lead]), float(titles[place, lead])
            if apart(one.subject, other.subject, near=cosine, title=rarity):
                continue
            found = relate(
                (one.subject, one.day), (other.subject, other.day), near=cosine, title=rarity
            )
            if found.same and (best is None or found.weight > best[0]):
                best = (found.weight, lead, found)
        if best is None:
            leads.append(place)
        else:
            joined[place] = best[1:]
    return tuple(
        _righted(
            Group(
                dated[lead],
                tuple((dated[one], found) for one, (to, found) in joined.items() if to == lead),
            )
        )
        for lead in leads
    )


def _righted(group: Group) -> Group:
    """The group, led by the newest text of its lead's source that says its lead was wrong."""
    old = group.lead
    told = (old.subject.document, old.day)
    later = [
        pair
        for pair in group.members
        if pair[0].tier <= old.tier and replaces((pair[0].subject.document, pair[0].day), told)
    ]
    if not later:
        return group
    new = max(later, key=lambda pair: (pair[0].day, pair[0].subject.document.id))
    rest = tuple(pair for pair in group.members if pair is not new)
    return Group(new[0], ((old, new[1]), *rest))
