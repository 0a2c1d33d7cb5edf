"""Where what a sentence says begins, behind the words that say who says it, and to whom.

Enter: a sentence. Leave: a place in it: behind `According to X,`, `The guide notes that`, `Why it
matters:` or `For database engineers:`.
"""

from __future__ import annotations

import re

from pipeline.records.parts import MARKS
from pipeline.verify.grounds.reading.lists import ADDRESSED, LABELLED

_LEAD = re.compile(
    r"^(?:(?:According to|As) [^,]{3,40}, |In (?:short|brief|sum|essence|effect|practice|other words), "
    r"|(?:Put|Said) (?:plainly|simply|differently), |(?:Note|Remember|Keep in mind|Recall|Notice|Bear in mind) that "
    r"|(?:Notably|Importantly|Essentially|Basically|Simply put|Specifically|Crucially), "
    r"|(?:It is (?:said|noted|stated|reported|worth noting) that )"
    rf"|(?i:{LABELLED}): (?=\S)"
    r"|(?:[A-Z][\w.-]*(?:'s)?) (?:[\w-]+ ){0,3}"
    r"(?:says?|notes?|states?|explains?|reports?|warns?|adds?|writes?|tells?|said|noted|explained)(?: us)? that )"
)


def lead(text: str) -> int:
    """Where what is said begins, behind words that say who says it."""
    found = _LEAD.match(text)
    return found.end() if found else 0


# `For database engineers:` and `Our inference:`, which say nothing of a source; `For large tables:` does.
_KINDS = rf"(?:(?:{'|'.join(MARKS.values())})\W*)?(?=\S)"
_TEAM = re.compile(rf"\W*(?:For [a-z][^:.!?\d]{{2,80}}:\W*)?{_KINDS}")
_PEOPLE = re.compile(
    rf"\W*(?:For (?:[a-z][^:.!?\d]{{0,78}})?\b(?i:{ADDRESSED})(?: (?:on|in|of|with|who|that) [^:.!?\d]{{1,60}})?:\W*)?"
    + _KINDS
)


def addressed(text: str, *, anyone: bool = False) -> int:
    """Where a sentence begins, behind the words that say to whom it is said, and of which kind it is.

    anyone: whatever a desk may call its teams, which may also be what a sentence speaks of.
    """
    found = (_TEAM if anyone else _PEOPLE).match(text)
    return found.end() if found and ":" in found[0] else 0
