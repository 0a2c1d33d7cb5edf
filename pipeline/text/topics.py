"""What a post is about: one thing, or the two that a comparison names, and who speaks of them.

Enter: a topic in an editor's words, texts. Leave: its sides, and how much of a side a text names;
whether a title is of several things; which folders are called after none.
"""

from __future__ import annotations

import re

from pipeline.text.lists import beside
from pipeline.text.words import clean, terms

_AGAINST = re.compile(
    r"\s+(?:versus|vs\.?|or|against|compared (?:to|with)|rather than|instead of|and)\s+",
    re.IGNORECASE,
)
_LISTS = beside(__file__)
SHELVES = _LISTS.words("shelves")  # folders of advisories that are called after no package
_AND_MORE = _LISTS.either("and_more")
_SUNDRY = re.compile(rf",[^,]+,[^,]+\b{_AND_MORE}\b", re.IGNORECASE)
SPEAKS = 0.5  # share of a side's words from which a text speaks of it
SHORT = 2  # words of a side that a text must name all


def sides(topic: str) -> tuple[str, ...]:
    """The two things a comparison names, or the topic as it is."""
    parts = [clean(part).strip(" ,.?!") for part in _AGAINST.split(topic, maxsplit=1)]
    both = len(parts) == 2 and all(terms(part) for part in parts)
    return tuple(parts) if both else (topic,)


def named(side: str, *texts: str) -> float:
    """Share of a side's content words that stand in the texts, 0 to 1; 1 for no such words."""
    wanted = set(terms(side))
    held = {term for text in texts for term in terms(text)}
    return len(wanted & held) / len(wanted) if wanted else 1.0


def speaks_of(side: str, *texts: str) -> bool:
    """True when the texts name at least half of what the side is called by."""
    return named(side, *texts) >= SPEAKS


def about(side: str, *texts: str) -> bool:
    """True when the texts name what a side is called by: all of one or two words (`retry budgets` is not
    what a text on a budget is about), half of a longer one."""
    return named(side, *texts) >= (1.0 if is_name(side) else SPEAKS)


def is_name(side: str) -> bool:
    """Whether a side is the name of a thing, of one or two words."""
    return len(set(terms(side))) <= SHORT


def is_round_up(title: str) -> bool:
    """Whether a title lists several things and says that there are more."""
    return _SUNDRY.search(title) is not None
