"""How well lines open the section of a story.

Enter: a run of lines, what the headline named. Leave: whether its first line may open a section, and how
well it does: it names what its document is about, early, and says what happened; of a flaw, what is wrong.
"""

from __future__ import annotations

import re

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.headings.titled import presents
from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.compose.extractive.point import (
    faults,
    heads_a_list,
    is_of_a_flaw,
    leads,
    of_no_release,
)
from pipeline.compose.extractive.runs import LineRun, stands
from pipeline.compose.extractive.worth import orders
from pipeline.compose.extractive.worth.harm import is_beside
from pipeline.text.printable.clause import roots

OPENING = (6, 45)  # words
GIST = 15  # more that the line may have which its document calls the gist
BROUGHT = 4  # of one that says what its document brings: `Kestrel 6.0 introduces leases.`
UNNAMED = 1.4  # lost by an opening that names nothing of the headline
POOR = 2.0  # lost for each fault of an opening
OUTSIDE = 2.0  # by one that stands far down, under another heading than the first lines
DEEP = 0.8  # by one that stands far down where an opening line of the document could begin
TORN_OFF = 0.3  # by one that goes on its paragraph
ASIDE = 1.8  # by one that says how a thing works, not what is wrong with it
FILED = 1.2  # by one that begins with the path of a file
PATH = re.compile(r"[\w.-]{1,40}/[\w.*/-]{1,80}(?= )")
OPENED = 0.8  # weight of how well a run opens beside what it tells


def may_open(run: LineRun, topic: frozenset[str]) -> bool:
    """Whether the first line of a run may be the first that a reader of the section has."""
    first = run.lines[0]
    named = bool(roots(first.text) & topic or SUBJECT.search(first.text))
    return (
        first.kind == "sentence"
        and (stands(first) or heads_a_list(first))
        and not of_no_release(first)
        and (named or first.at < worth.EARLY)
        and (first.sums or not orders.opens_as_order(first.text))
        and not missing.mends_it(first.text)
        and (OPENING[0] <= first.size or _brings(first))
        and first.size <= OPENING[1] + GIST * first.sums
    )


def _brings(line: Line) -> bool:
    """Whether a line says in few words what its document brings."""
    named = presents(line) or worth.VERSION.search(line.text)
    return bool(line.size >= BROUGHT and named and worth.BRINGS.search(line.text))


def opens(run: LineRun, topic: frozenset[str], top: str) -> float:
    """How well a run opens a section. top: the heading over the first line of its document."""
    first = run.lines[0]
    found = OPENED * (worth.opens(first, roots(first.item.title) or topic) + first.alone)
    found -= POOR * faults(run.lines) + worth.chats(first)
    if first.at > worth.HEAD:
        found -= OUTSIDE if first.heading != top and not leads(first) else DEEP
    found -= TORN_OFF * (not first.heads) + FILED * bool(PATH.match(first.text))
    if is_of_a_flaw(first.item) and is_beside(first):
        found -= ASIDE
    return found - (0.0 if roots(first.text) & topic or SUBJECT.search(first.text) else UNNAMED)
