"""A post's citations and its list of sources, as they stand in its Markdown.

Enter: the body of a hand-written page. Leave: the numbers of the list under `## Sources`, and the
citations and the entries that have no counterpart. Code in fences is nobody's citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = re.compile(r"\[Source (\d+)\]")
HEADING = re.compile(r"#{1,6} ")
SOURCES = re.compile(r"##\s+Sources\s*(?:\{.*\})?\s*", re.IGNORECASE)
ENTRY = re.compile(r" {0,3}(\d+)[.)]\s+\S")


def listed(body: str) -> tuple[int, ...]:
    """Numbers of the entries under `## Sources`, in order. Markdown itself forgets all but the first."""
    return tuple(n for _, n in _entries(body))


def unanswered(body: str) -> Iterator[tuple[int, int]]:
    """Line of the body (from 0) and number of every citation that the list does not answer."""
    known = set(listed(body))
    for at, line in lines(body):
        yield from ((at, int(n)) for n in MARK.findall(line) if int(n) not in known)


def idle(body: str) -> Iterator[tuple[int, int]]:
    """Line (from 0) and number of every entry of the list that nothing cites."""
    cited = {int(n) for _, line in lines(body) for n in MARK.findall(line)}
    yield from ((at, n) for at, n in _entries(body) if n not in cited)


def _entries(body: str) -> Iterator[tuple[int, int]]:
    inside = False
    for at, line in lines(body):
        if HEADING.match(line):
            inside = bool(SOURCES.fullmatch(line))
        elif inside and (found := ENTRY.match(line)):
            yield at, int(found.group(1))


def lines(body: str) -> Iterator[tuple[int, str]]:
    """Lines (from 0) that are not code, without the code that stands in them."""
    fence = False
    for at, line in enumerate(body.splitlines()):
        if line.lstrip().startswith(("```", "~~~")):
            fence = not fence
        elif not fence:
            yield at, re.sub(r"`[^`]*`", "", line)
