"""What the gate refuses of an edition that code put together: its lines, and the stories told in them.

Enter: a draft, the gate's findings on it, and the lines kept for its lede. Leaves: what may not be told
again: a line, as the number of its source and its start there; the id of a story where no line is at
fault, or one that was left out before; the name of a part that joins stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.records import Draft, Finding, Implication, Quote, Section, Sentence
from pipeline.records import draft as drafts

MEETINGS = ("crosscuts", "graph")  # parts that go whole
Place = tuple[int, int]
Barred = frozenset[Place | str]


def refused(
    draft: Draft, findings: Iterable[Finding], before: Barred, kept: frozenset[Place]
) -> Barred:
    """What an open error faults, as the writer has to leave it out; empty where it cannot.

    before: what is left out already; kept: the lines that open the edition.
    """
    return frozenset(
        one
        for finding in findings
        if finding.severity == "error" and not finding.resolved
        for one in _faulted(draft, drafts.numbered(draft, finding.where.path), before, kept)
        if one not in before
    )


def _faulted(
    draft: Draft, path: str, before: Barred, kept: frozenset[Place]
) -> Iterator[Place | str]:
    part, *steps = drafts.parse(path) or ("",)
    if part == "sections" and steps and isinstance(steps[0], int):
        at = _line(drafts.at(draft, path))
        yield from (at,) if at and at not in before else _story(draft.sections[steps[0]])
    elif part == "lede" and kept - before:
        yield from kept - before
    elif part in ("lede", "title"):
        yield from _story(draft.sections[0])
    elif part == "action" and (at := _line(drafts.at(draft, path))):
        yield at
    elif part in MEETINGS:
        yield str(part)


def _story(section: Section) -> tuple[str, ...]:
    return (section.story.id,) if section.story else ()


def _line(part: object) -> Place | None:
    """Where the words of a part of a section stand; None for what no source says so."""
    said = part.sentence if isinstance(part, Implication) else part
    quote = said.quote if isinstance(said, Sentence) else said
    return (quote.n, quote.start) if isinstance(quote, Quote) else None
