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
from pipeline.compose.extractive.worth.harm import ATTACKER, harms
from pipeline.text.printable import leaning

LEAST = 6  # words of such a line
# What goes on from a line before it.
CONNECTS = re.compile(
    r"(?:If you|When you|Your?|However|But|And|Or|Also|Please|Fortunately|For|In that|Although|While|Note|Even"
    r"|In particular|Specifically|Consequently|Therefore|Thus|Hence|Then|Otherwise|As a (?:result|consequence)|In (?:this|such) (?:case|mode))\b"
)
FOLLOWS = re.compile(r"\b(?:therefore|thus|hence|thereby|consequently)\b", re.IGNORECASE)
POINTS = re.compile(r"(?:This|That|These|Those|It|They)\b")
EXPOSED, BY_OTHERS, HANGING = 1.4, 0.5, 0.4
NEAR = 160  # characters before a line in which its flaw may be named


def exposes(line: Line, day: str) -> float:
    """How well a line says what a flaw lets others do, which stands right behind the headline that names
    the flaw; 0: not."""
    if not is_of_a_flaw(line) or not harms(line.text) or CONNECTS.match(line.text):
        return 0.0
    if worth.BEFORE.match(line.text):
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
    return bool(FOLLOWS.search(text) or leaning.BOTH.search(text) or POINTS.match(text))


def is_of_a_flaw(line: Line) -> bool:
    """Whether a line tells of a flaw: its document does, or what it stands under."""
    where = f"{line.item.title} {line.heading} {line.before[-NEAR:]}"
    return bool(line.item.subject or worth.FLAW.search(where))
