"""What the gate refuses of an edition that code put together: its lines, and the stories told in them.

Enter: a draft, the gate's findings on it, and the lines kept for its lede. Leaves: what may not be told
again: a line, as the number of its source and its start there; a sentence that code put together, by
what it says and the id of its story, which is told plainly or left out; the id of a story where nothing
less is at fault, or was left out before; the name of a part that joins stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.records import Draft, Finding, Implication, Quote, Section, Sentence
from pipeline.records import draft as drafts

MEETINGS = ("crosscuts", "graph")  # parts that go whole
# What code puts together of a story, with its id; and the line of the lede on the other stories.
HEADLINE, LEAD_IN, AGAINST, NAMED, OTHERS = "headline", "lead-in", "against", "named", "others"
Place = tuple[int, int]
Barred = frozenset[Place | str]


def barred(what: str, story: str) -> str:
    """The name of a sentence that code puts together of a story."""
    return f"{what}:{story}"


def refused(
    draft: Draft, findings: Iterable[Finding], before: Barred, kept: frozenset[Place]
) -> Barred:
    """What an open error faults, as the writer has to leave it out; empty where it cannot.

    before: what is left out already; kept: the lines that open the edition.
    """
    return frozenset(
        one
        for finding in findings
        if finding.holds
        for one in _faulted(draft, finding, before, kept)
        if one not in before
    )


def _faulted(
    draft: Draft, finding: Finding, before: Barred, kept: frozenset[Place]
) -> Iterator[Place | str]:
    path = drafts.numbered(draft, finding.where.path)
    part, *steps = drafts.parse(path) or ("",)
    if part == "sections" and steps and isinstance(steps[0], int):
        section = draft.sections[steps[0]]
        found = _line(drafts.at(draft, path)) or _ours(section, steps[1:])
        yield from (found,) if found and found not in before else _story(section)
    elif part == "lede" and kept - before:
        yield from kept - before
    elif part in ("lede", "title"):
        yield _named(draft, finding, before)
    elif part == "action" and (at := _line(drafts.at(draft, path))):
        yield at
    elif part in MEETINGS:
        yield str(part)


def _ours(section: Section, steps: list[str | int]) -> str:
    """What code put together of a section, by name: its headline, its lead-in or what it says of another
    source; "" for the rest."""
    story = section.story.id if section.story else ""
    if not story or not steps:
        return ""
    if steps[0] == "headline":
        return barred(HEADLINE, story)
    if steps[0] == "sentences" and isinstance(steps[1], int):
        computed = section.sentences[steps[1]].origin == "computed"
        return barred(AGAINST if steps[1] else LEAD_IN, story) if computed else ""
    return ""


def _named(draft: Draft, finding: Finding, before: Barred) -> str:
    """The headline that a fault in title or lede is in, to be told plainly, then not named in the lede,
    then its story; for a fault in none the lede names no other story; then the first story."""
    for section in draft.sections:
        story = section.story.id if section.story else ""
        if story and finding.match and finding.match in section.headline:
            ways = (barred(HEADLINE, story), barred(NAMED, story), story)
            if left := [one for one in ways if one not in before]:
                return left[0]
    return next((one for one in (OTHERS, *_story(draft.sections[0])) if one not in before), OTHERS)


def _story(section: Section) -> tuple[str, ...]:
    return (section.story.id,) if section.story else ()


def _line(part: object) -> Place | None:
    """Where the words of a part of a section stand; None for what no source says so."""
    said = part.sentence if isinstance(part, Implication) else part
    quote = said.quote if isinstance(said, Sentence) else said
    return (quote.n, quote.start) if isinstance(quote, Quote) else None
