"""Where what a sentence says begins, behind the words that say who says it.

Enter: a sentence. Leave: a place in it: behind `According to X,` or `The guide notes that`.
"""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:(?:According to|As) [^,]{3,40}, |In (?:short|brief|sum|essence|effect|practice|other words), "
    r"|(?:Put|Said) (?:plainly|simply|differently), |(?:Note|Remember|Keep in mind|Recall|Notice|Bear in mind) that "
    r"|(?:Notably|Importantly|Essentially|Basically|Simply put|Specifically|Crucially), "
    r"|(?:It is (?:said|noted|stated|reported|worth noting) that )"
    r"|(?:[A-Z][\w.-]*(?:'s)?) (?:[\w-]+ ){0,3}"
    r"(?:says?|notes?|states?|explains?|reports?|warns?|adds?|writes?|tells?|said|noted|explained)(?: us)? that )"
)


def lead(text: str) -> int:
    """Where what is said begins, behind words that say who says it."""
    found = _LEAD.match(text)
    return found.end() if found else 0
