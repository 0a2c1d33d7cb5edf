"""In what order candidates are looked at, and stories are printed.

Enter: candidates with their ranks. Leave: what one is worth beside others, and its place on the page:
news of an event first, but for what cannot be told well, then what is slight or recent, by rank; the
library last.
"""

from __future__ import annotations

from pipeline.news.documents.subject import EVENTS
from pipeline.news.groups.weigh import Candidate
from pipeline.news.least import happened
from pipeline.records.story import NEW

SECONDED = 0.5  # of a rank, what a domain's second news is worth beside the older first of another
GAINED = 0.7  # of a rank, where news stands that no publisher dated
NEWER = 0.98  # of what an older piece is worth beside others, left after each day
# A database of flaws and the notes of releases get their entries on the day of these.
OF_THEIR_DAY = frozenset({"advisory", "incident", "release"})
LEADS = 0.25  # rank from which news stands before all that is older; a slight page does not lead


def worth_beside(one: Candidate) -> float:
    """What a candidate is worth to a page that has told the first news of each domain; news of what the
    desk watches is asked for by name, and loses nothing as a second."""
    whole = one.kind == "recent" or one.watched
    return one.score if whole else one.score * SECONDED


def newer_first(one: Candidate) -> tuple[float, tuple[float, str]]:
    """In what order older pieces and second news are looked at: of two alike the newer one stands first."""
    return -worth_beside(one) * NEWER ** max(0, one.item.age), one.order


def unsure_first(one: Candidate) -> tuple[bool, int, tuple[float, str]]:
    """In what order a thin page asks news that is unsure of its domain: what came out by rank, then posts, the
    newest first."""
    out = happened(one)
    return not out, 0 if out else one.item.age, one.order


def printed(one: Candidate, *, well: bool = True) -> tuple[int, float, str]:
    """By place, then by rank; of news what a repository merely gained, or a running list of changes, stands behind
    what its publisher dated, and behind what is told of a flaw that the desk watches. What cannot be told well
    does not lead the page."""
    subject = one.item.subject
    dated = subject.nature in OF_THEIR_DAY or one.item.moment.dated == "published"
    shelved = subject.running or not dated
    gained = one.kind in NEW and shelved and not _watched_flaw(one)
    place = _place(one) or (0 if well else 1)
    return place, -one.score * (GAINED if gained else 1.0), one.item.document.id


def _watched_flaw(one: Candidate) -> bool:
    """Whether a candidate tells of a flaw in what the desk watches."""
    return one.item.subject.nature == "advisory" and one.watched


def _place(one: Candidate) -> int:
    """News of an event first, then what is slight or recent, by rank; the library last."""
    if one.kind in NEW:
        if _watched_flaw(one):
            return -1
        event = happened(one) or one.item.subject.nature in EVENTS
        return 0 if one.score >= LEADS or event else 1
    return 1 if one.kind == "recent" else 2
