"""What a line of a flaw's document says: what is wrong, what that lets others do, or neither.

Enter: a line's words. Leaves: yes or no. How a thing works that has a flaw is told in every such document,
and its number too; who reads of the flaw asks what it lets others do, to whom, and what mends it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.lines import Line
from pipeline.text.lists import beside
from pipeline.text.printable.clause import clause, form

_LISTS = beside(__file__)

# What a flaw lets others do, and who they are.
_DEED = rf"(?:{_LISTS.either('deeds')})"
EXPOSES = re.compile(
    rf"\b(?:can|could|may|might|possible to|able to|used (?:[\w]+ ){{0,4}}to)\b[^.;]{{0,50}}?\b{_DEED}\w*"
    r"|\b(?:allow|enabl|let|permit)\w*\b [^.;]{0,40}?\b(?:attackers?|adversar\w+|users?|peers?)\b",
    re.IGNORECASE,
)
ATTACKER = re.compile(
    r"\b(?:attackers?|adversar\w+|unauthenticated|malicious|untrusted|arbitrary)\b", re.IGNORECASE
)
# What comes of it: `which leads to a crash`.
OUTCOME = re.compile(
    rf"\b(?:lead|result|caus)\w*\b(?: \w+){{0,6}}? {_LISTS.either('outcomes')}\b|\bvulnerable to\b",
    re.IGNORECASE,
)
# Signs of what is wrong, of whom it meets, and of what mends it.
WRONG = re.compile(rf"\b{_LISTS.either('wrong')}\b|n['’]t\b", re.IGNORECASE)
# Which number it was given says nothing of it.
COUNTED = re.compile(
    r"\b(?:tracked (?:as|under)|(?:been|was|is) assigned|assigned (?:the )?(?:CVE|identifier))\b"
)


@lru_cache(maxsize=4096)
def harms(text: str) -> bool:
    """Whether words say what a flaw lets others do, or what comes of it."""
    return bool(EXPOSES.search(text) or OUTCOME.search(text))


@lru_cache(maxsize=4096)
def is_beside(line: Line) -> bool:
    """Whether a line of a flaw's document tells of neither: how a thing works, which number was given."""
    text = line.text
    if COUNTED.search(text):
        return True
    told = worth.FLAW.search(text) or WRONG.search(text) or ATTACKER.search(text)
    return not (told or harms(text) or _is_past(text))


def _is_past(text: str) -> bool:
    """Whether words tell what was: of a flaw, what went wrong."""
    found = clause(text)
    if found.verb <= 0 or form(found.body[found.verb]) != "past":
        return False
    return form(found.body[found.verb - 1]) != "base"  # `arguments support embedded values`
