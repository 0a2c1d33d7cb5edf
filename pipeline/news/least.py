"""The rank that a candidate needs, by what it is: an event less than a page of reference, news more than memory.

Enter: a candidate with its rank. Leave: the least rank with which it may be told, and whether it is of what
may be told though little else is. The numbers were read by eye on ten days of three sets of public sources.
"""

from __future__ import annotations

from pipeline.news.documents.subject import EVENTS, VERSION
from pipeline.news.groups.rank import ASIDE, EXPLAINS
from pipeline.news.groups.weigh import Candidate

LEAST_SCORE = 0.16  # below it a recent text is not worth a reader's minute
LEAST_THIN = 0.11  # and of one that a page of fewer than three stories takes all the same
LEAST_NEWS = 0.22  # the same for what is new: a stub, a list of names
LEAST_DATED = 0.3  # and for a page of reference that its publisher dated
LEAST_SLIGHT = 0.5  # and for an account of a gathering, of people, what explains, and a round-up
# And for a page of reference or a running list that a repository gained, whatever it names
LEAST_PAGE = 0.6
LEAST_CHANGE = 0.28  # and for one change of a release to come
LOWER = 0.5  # of it, what a list of changes or one of them needs where not even two stories are told otherwise
# What came out, and a post, need it to stand under a domain that their source alone speaks for
LEAST_OUT, LEAST_UNSURE = 0.25, 0.35
JUST = 1  # days of a slight post that stands where hardly anything is new
LEAST_UNDATED = 0.064  # rank from which a day without news tells a text without a date
LEAST_TITLE = 3  # and words that its title has
# Days after which an older piece has to rank high: where three stories are told without it, and where two are.
AGO, LONG_AGO = 14, 28
# How high: readers of two weekend days called pieces of five weeks the worst of the page.
LEAST_AGO = 0.24
HAPPENED = EVENTS - {"post"}  # whose form says that something happened


def least(one: Candidate) -> float:
    """The rank that news needs: a page about a function, a running list of changes, people, a round-up
    and what explains a thing are seldom an event."""
    item, subject = one.item, one.item.subject
    if subject.told_apart:
        return LEAST_CHANGE
    kept = subject.nature == "page" or subject.running
    gained = kept and item.moment.dated != "published" and not item.mends and not item.newest
    slight = subject.nature == "gathering" or _beside_news(one)
    if gained:
        return LEAST_PAGE
    return LEAST_SLIGHT if slight else LEAST_DATED if subject.nature == "page" else LEAST_NEWS


def least_late(one: Candidate) -> float:
    """The rank that an older story needs: more of one that is weeks old."""
    ago = one.item.age > AGO
    return max(LEAST_AGO, _least_of_its_form(one)) if ago else _least_of_its_form(one)


def _least_of_its_form(one: Candidate) -> float:
    """The rank that an older story needs for what it is, whenever it came out."""
    return max(LEAST_SCORE, least(one)) if least(one) > LEAST_NEWS else LEAST_SCORE


def able_on_a_thin_page(one: Candidate) -> bool:
    """Whether an older story that ranks a little low may stand on a page of fewer than three."""
    return able_beside_one(one) and one.item.age <= LONG_AGO


def able_beside_one(one: Candidate) -> bool:
    """The same of one that is weeks old too, where not even two stories are told."""
    return one.score >= LEAST_THIN and _least_of_its_form(one) == LEAST_SCORE


def able_on_an_empty_page(one: Candidate) -> bool:
    """Whether news that ranks low may stand where not even two stories are told: changes may."""
    changes = one.item.subject.running or one.item.subject.told_apart
    return changes and one.score >= LOWER * least(one)


def able_unsure(one: Candidate) -> bool:
    """Whether news that fits no domain well may stand on a thin page for its source's sake: what came out, a
    release by its version; and a post that its publisher dated, if it ranks higher."""
    if happened(one):
        item = one.item
        versioned = VERSION.search(f"{item.document.title} {item.newest}")
        named = versioned or item.subject.nature != "release"
        return bool(named) and one.score >= LEAST_OUT
    return one.score >= LEAST_UNSURE and is_event(one) and one.item.moment.dated == "published"


def able_slight(one: Candidate) -> bool:
    """Whether a slight post may stand where not even two stories of the window are told: of the last days."""
    item = one.item
    post = item.subject.nature == "post" and item.moment.dated == "published"
    return post and EXPLAINS not in dict(one.why) and one.score >= LEAST_UNSURE and item.age <= JUST


def happened(one: Candidate) -> bool:
    """Whether the form of a candidate says that something happened."""
    return one.item.subject.nature in HAPPENED or one.item.subject.told_apart


def is_event(one: Candidate) -> bool:
    """Whether a candidate tells of something that happened, by its form or as a post on that."""
    return happened(one) or (one.item.subject.nature in EVENTS and not _beside_news(one))


def _beside_news(one: Candidate) -> bool:
    """Whether a text is of people, a round-up, or explains what is known."""
    return not {ASIDE, EXPLAINS}.isdisjoint(dict(one.why))


def whole_piece(one: Candidate) -> bool:
    """Whether a text of the library reads as a piece, and not as an entry of a reference ("FileIO")."""
    return one.score >= LEAST_UNDATED and len(one.item.document.title.split()) >= LEAST_TITLE
