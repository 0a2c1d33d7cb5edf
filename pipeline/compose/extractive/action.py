"""The one thing a practitioner can do in half an hour: an order whose object the reader knows.

Enter: the lines of the day's stories that their sections have not printed. Leaves: an action in
the source's own words, or none: most days have no such sentence, and a wrong one does harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.headings.titled import brings_several
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.worth.orders import is_order
from pipeline.records import Action
from pipeline.text.lists import beside
from pipeline.text.printable import marks
from pipeline.text.printable.clause import clause, root
from pipeline.text.printable.marks import Statement
from pipeline.text.printable.strangers import is_name
from pipeline.text.words import words

_LISTS = beside(__file__)

MINUTES = 30
SIZE = (6, 26)  # words
# What half an hour is enough for; others ask for a project.
DOABLE = _LISTS.words("doable")
UNKNOWN = re.compile(
    r"\b(?:this|that|these|those|it|them|below|above|following|here|see|example|click|step|your"
    r" (?:name|account|email|username))\b|[<>{}$\[\]]",
    re.IGNORECASE,
)
# Marks of an order that only its neighbours explain.
LEANS = "demonstrative opener early_pronoun that_one backward bare_definite apposition".split()
LOG = re.compile(r"\b(?:change ?log|release notes|releases?)\b", re.IGNORECASE)
EDGE = re.compile(
    r"(?<!\s)\s+(?:before|after|and|so that|because|when|until|to ensure|for example)\b|[,;:]"
)


def action(lines: Iterable[Line], used: Iterable[Line]) -> Action | None:
    """The clearest order of the day, or None."""
    taken = {line.text for line in used}
    able = [line for line in lines if line.text not in taken and doable(line)]
    if not able:
        return None
    best = max(able, key=lambda line: (_known(line), line.alone, -line.item.n, -line.at))
    return Action(deed(best.text), MINUTES, (best.sentence(),))


def doable(line: Line) -> bool:
    """True for a whole order whose verb fits half an hour and whose object is named."""
    first = words(line.text)[:1]
    found = marks(Statement(line.text, line.item.title, line.heading, line.before))
    return (
        bool(first)
        and first[0].lower() in DOABLE
        and is_order(line.text)
        and line.text.endswith(".")
        and SIZE[0] <= line.size <= SIZE[1]
        and not UNKNOWN.search(line.text)
        and line.flows
        and not _is_entry(line)
        and not any(found[name] for name in LEANS)
        and _known(line) > 0
    )


def _is_entry(line: Line) -> bool:
    """Whether an item says in the imperative what a release changed: `Update the bundled CLI to v2.96.0`."""
    listed = brings_several(line.item.title) or LOG.search(line.item.title)
    listed = listed or worth.VERSION.search(line.heading)
    return line.kind == "bullet" and bool(listed or worth.UPKEEP.match(line.text))


def _known(line: Line) -> int:
    """Names in the order that title, heading or publisher of its document have introduced."""
    named = {root(word) for word in words(line.text)[1:] if is_name(word) and not word[0].isdigit()}
    where = f"{line.item.title} {line.heading} {line.item.source_title}"
    return len(named & {root(word) for word in words(where)})


def deed(text: str) -> str:
    """The order up to where its circumstances begin: a title in the source's own words."""
    cut = EDGE.split(text)[0].rstrip(".")
    return cut if len(clause(cut).words) >= 3 else text.rstrip(".")
