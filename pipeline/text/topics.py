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
# Words of a name: of any two; of up to four, where each of them carries the topic (no `the`, no `of`).
SHORT, LONG = 2, 4
MOST = 0.75  # share of the words of the longest names that a text has to name; of shorter ones all


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
    """True when the texts name what a side is called by: every word of a name (`retry budgets` is not what a
    text on a budget is about), three of four words, and half of what is asked in a sentence."""
    if not is_name(side):
        return speaks_of(side, *texts)
    return named(side, *texts) >= (MOST if len(set(terms(side))) == LONG else 1.0)


def is_name(side: str) -> bool:
    """Whether a side is the name of a thing: one or two words, or up to four that all carry the topic
    (`container image signing`, not `what changed the median time`)."""
    held = set(terms(side))
    return len(held) <= SHORT or (len(side.split()) == len(held) <= LONG)


def is_round_up(title: str) -> bool:
    """Whether a title lists several things and says that there are more."""
    return _SUNDRY.search(title) is not None
