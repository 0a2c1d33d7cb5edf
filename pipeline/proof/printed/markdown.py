"""A brief's own Markdown page, held line by line against what its record prints today."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice

from pipeline.pages import front_matter
from pipeline.proof.printed.data import json_text
from pipeline.proof.printed.record import CROSSED, DRESSED, OTHER
from pipeline.records import Finding, Page
from pipeline.verify.page_words import LOST, alteration

# Of the briefs beside it, which its record does not name.
BESIDE = ("previous", "next", "related")
# What a stranger's desk may say otherwise.
OF_DESK = ("language", "crosscuts")


def other_markdown(text: str, made: Page, file: str) -> tuple[Finding, ...]:
    """Lines and facts of a brief's own page that its record does not print, and those that it lacks.

    made: the page as the record prints it today. Which titles the desk has for the domains of a
    cross-cut is not asked.
    """
    facts, _ = front_matter.load(text, lenient=True)
    wanted, _ = front_matter.load(front_matter.dump(dict(made.meta), ""), lenient=True)
    out = [
        alteration(f"{name}: {json_text(facts.get(name))}", OTHER, file)
        for name, value in wanted.items()
        if name not in (*BESIDE, *OF_DESK) and facts.get(name) != value
    ]
    own, due = _lines(text), [line for _, line in _lines(made.body)]
    left = Counter(due)
    for number, line in own:
        left[line] -= 1
        if left[line] < 0:
            out.append(_at(number, alteration(line, OTHER, file)))
    gone = list(left.elements())
    out += [alteration(line, LOST, file) for line in gone]
    if not gone and not any(count < 0 for count in left.values()):
        moved = ((n, line) for (n, line), other in zip(own, due, strict=True) if line != other)
        out += [_at(n, alteration(line, OTHER, file)) for n, line in islice(moved, 1)]
    return tuple(out)


def _at(line: int, found: Finding) -> Finding:
    return replace(found, where=replace(found.where, line=line))


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that a page says something in, with their numbers, without its front matter."""
    _, body = front_matter.load(text, lenient=True)
    first = front_matter.body_line(text)
    asked = DRESSED.sub(lambda one: one[0].replace(one["line"], _crossed(one["line"])), body)
    told = ((n, " ".join(line.split())) for n, line in enumerate(asked.splitlines(), first))
    return [(n, line) for n, line in told if line]


def _crossed(line: str) -> str:
    """The line over a cross-cut without the titles that a desk gives its domains."""
    return CROSSED if CROSSED in line else line
