"""Whether a line says what a flaw lets others do.

Enter: a line of a document. Leave: whether it tells of a flaw, and how well it says what comes of that, to
who has read the headline which names the flaw.
"""

from __future__ import annotations

import re

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.value import coded, tires
from pipeline.compose.extractive.worth import orders
from pipeline.text.printable import leaning

LEAST = 6  # words of such a line
# What a flaw lets others do, and who they are; what goes on from a line before it.
_DEED = (
    r"(?:inject|append|execut|run|read|steal|extract|exfiltrat|crash|exhaust|bypass|leak|access|impersonat|authenticat|replay|escalat"
    r"|perform|forg|driv|craft|overwrit|writ|trigger|disclos|delet|modif|exploit|spoof|preview|see|caus|lead to|result in)"
)
EXPOSES = re.compile(
    rf"\b(?:can|could|may|might|possible to|able to|used (?:[\w]+ ){{0,4}}to)\b[^.;]{{0,50}}?\b{_DEED}\w*"
    r"|\b(?:allow|enabl|let|permit)\w*\b [^.;]{0,40}?\b(?:attackers?|adversar\w+|users?|peers?)\b",
    re.IGNORECASE,
)
ATTACKER = re.compile(
    r"\b(?:attackers?|adversar\w+|unauthenticated|malicious|untrusted|arbitrary)\b", re.IGNORECASE
)
CONNECTS = re.compile(
    r"(?:If you|When you|Your?|However|But|And|Or|Also|Please|Fortunately|For|In that|Although|While|Note|Even"
    r"|In particular|Specifically|Consequently|Therefore|Thus|Hence|Then|Otherwise|As a (?:result|consequence)|In (?:this|such) (?:case|mode))\b"
)
FOLLOWS = re.compile(r"\b(?:therefore|thus|hence|thereby|consequently)\b", re.IGNORECASE)
EXPOSED, BY_OTHERS, HANGING = 1.4, 0.5, 0.4
NEAR = 160  # characters before a line in which its flaw may be named


def exposes(line: Line, day: str) -> float:
    """How well a line says what a flaw lets others do, which stands right behind the headline that names
    the flaw; 0: not."""
    if not is_of_a_flaw(line) or not EXPOSES.search(line.text) or CONNECTS.match(line.text):
        return 0.0
    plain = line.flows and line.kind == "sentence" and line.size >= LEAST
    spoken = line.ours or line.introduces or orders.speaks_to_reader(line)
    dated = missing.of_its_day(line, day) or missing.says_today(line, day)
    if not plain or spoken or dated or worth.reserves(line.text) or _goes_on(line.text):
        return 0.0
    told = EXPOSED + BY_OTHERS * bool(ATTACKER.search(line.text))
    return told - HANGING * (line.leans or line.dangles) - coded(line) - tires(line)


def _goes_on(text: str) -> bool:
    """Whether a line draws its conclusion from the one before, or tells of one of two named there."""
    return bool(FOLLOWS.search(text) or leaning.BOTH.search(text))


def is_of_a_flaw(line: Line) -> bool:
    """Whether a line tells of a flaw: its document does, or what it stands under."""
    where = f"{line.item.title} {line.heading} {line.before[-NEAR:]}"
    return bool(line.item.subject or worth.FLAW.search(where))
