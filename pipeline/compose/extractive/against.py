"""What another document of a story says against it, in one labelled statement; how an error is told.

Enter: a story, the lines its section prints, the evidence. Leave: a computed sentence that says who
corrects the lead or gives it otherwise, on which day, in that document's own words; None where none
does. Which of the two is right is not said. And the lines in which a text takes back what was said,
up to what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.compose.extractive import wording
from pipeline.compose.extractive.headings.publishers import publisher
from pipeline.compose.extractive.lines import PRINTABLE, Line, lines
from pipeline.records import Assertion, Evidence, EvidenceItem, Sentence, Story
from pipeline.text.corrections import corrects, differ, measured, other_value
from pipeline.text.days import spoken
from pipeline.text.words import clean, within

SIZE = (4, 40)  # words of what is printed of it
ROOM = 45  # words of a source that are kept for it where it is the lead's own
ABOUT = 2  # content words that it has in common with what it speaks against
ERRATUM = 4  # sentences that a correction is told in: what was said, that it was wrong, why, what is right
STATUS = "Status: "  # before where a proposal stands now
OPENS = 0.1  # of the printable test, for what tells of a proposal whose status is the news
LEAST = 2  # sentences of one that says it at once
ERRATUM_TITLE = re.compile(
    r"(?:correction|corrected|errat(?:um|a)|corrigend(?:um|a))\b", re.IGNORECASE
)
# The earlier text that an opening names: `in the note of 24 November`, `an earlier version`.
EARLIER = re.compile(
    r"\b(?:the|our|my|this|that|an?|last|yesterday['’]s) (?:[\w-]+ ){0,3}(?:note|post|report|article|advisory"
    r"|announcement|version|bulletin|entry|summary)\b",
    re.IGNORECASE,
)


def erratum(found: Sequence[Line], words: int) -> tuple[Line, ...]:
    """The opening of a text that takes back a figure or says in its title that it corrects.

    It has to say again what was printed, and `that was wrong` needs the sentence before it: so it is
    told whole, from its first line to what is right (`With them, it were 4.7 percent`).
    """
    if not found:
        return ()
    title = found[0].item.title
    first = [line for line in found[:ERRATUM] if line.paragraph == found[0].paragraph]
    back = next((at for at, line in enumerate(first, 1) if corrects(line.text)), 0)
    ends = _righted(first, back) if back else 0
    if corrects(title):
        told = first[: max(ends, LEAST)] if back or ERRATUM_TITLE.match(title) else []
    else:
        told = first[: max(ends, LEAST)] if _rights(first[:ends]) else []
    told = _printable(told, ends)
    whole = all(line.kind == "sentence" and not line.introduces for line in told)
    return tuple(told) if whole and sum(line.size for line in told) <= words else ()


def otherwise(found: Sequence[Line], now: str, words: int) -> tuple[Line, ...]:
    """The line that a page says otherwise than it did, with the one before it where it needs that and
    the one after it where that goes on; none where it cannot be printed."""
    at = next((at for at, line in enumerate(found) if now and _holds(line, now)), None)
    if at is None:
        return ()
    line, paragraph = found[at], found[at].paragraph
    first, last = at, at + 1
    standing = now.startswith(STATUS)  # what it leans on is the proposal, which the headline names
    if line.leans and at and not standing and found[at - 1].paragraph == paragraph:
        first -= 1
    if last < len(found) and found[last].paragraph == paragraph and found[last].flows:
        last += 1
    for told in (found[first:last], found[first : at + 1]):
        whole = (standing or not told[0].leans) and not told[-1].introduces
        if whole and sum(one.size for one in told) <= words:
            return tuple(told)
    return ()


def _holds(line: Line, now: str) -> bool:
    """Whether a line says what is new; of a new status, which is no sentence, whether it can open."""
    if now.startswith(STATUS):
        return (
            line.heads and line.alone >= OPENS and line.size >= SIZE[0] and STATUS not in line.text
        )
    return now in line.text


def _printable(told: list[Line], ends: int) -> list[Line]:
    """What of a correction the gate lets into print (`We miscounted in our note` it does not): with
    what is right, and from a line that leans on none that is left out; else nothing."""
    kept = [line for line in told if line.flows or line.alone >= PRINTABLE]
    if len(kept) == len(told):
        return told
    right = told[ends - 1] if ends else None
    return kept if right in kept and not kept[0].leans else []


def _rights(told: Sequence[Line]) -> bool:
    """Whether lines that take something back name the earlier text and give a figure."""
    text = " ".join(line.text for line in told)
    return bool(told) and measured(text) and bool(EARLIER.search(text))


def _righted(first: Sequence[Line], back: int) -> int:
    """How many lines it takes to what is right, of which so many take back what was said."""
    said = " ".join(line.text for line in first[: back - 1])
    for at in range(back, len(first) + 1):
        text = first[at - 1].text
        if differ(said, text) or (not measured(said) and measured(text)):
            return at
    return back


def withdrawn(story: Story, pool: Sequence[Line], evidence: Evidence) -> bool:
    """True where a later text of the lead's source says that something in it was wrong: what the
    lead says must not be printed without that."""
    if not pool:
        return False
    lead = pool[0].item
    return any(
        items[0].source_id == lead.source_id
        and _day(items[0]) > _day(lead) > ""
        and _denies(items, pool)
        for items in disputing(story, evidence)
    )


def _denies(items: Sequence[EvidenceItem], pool: Sequence[Line]) -> bool:
    found = lines(items)
    if not (corrects(items[0].title) or any(corrects(line.text) for line in found)):
        return False
    return any(other_value(line.text, one.text) for line in found for one in pool) or any(
        len(line.stems & one.stems) > ABOUT for line in found[:ERRATUM] for one in pool
    )


def against(
    story: Story, printed: Sequence[Line], evidence: Evidence, own: int = SIZE[1]
) -> Sentence | None:
    """The labelled sentence, or None where no document of the story speaks against its lead.

    own: words that the lead's own source may still be quoted with."""
    source = printed[0].item.source_id
    found = [
        (rank, run)
        for items in disputing(story, evidence)
        for run in _statements(
            lines(items), printed, own if items[0].source_id == source else SIZE[1]
        )
        if (rank := max(_speaks_against(line, printed) for line in run))
    ]
    if not found:
        return None
    run = max(found, key=lambda pair: (pair[0], -pair[1][0].item.n, -pair[1][0].at))[1]
    return _told(run, printed[0].item, evidence.day)


def _statements(
    found: Sequence[Line], printed: Sequence[Line], most: int
) -> Iterator[tuple[Line, ...]]:
    """Each line that speaks against what is printed, with the lines before it that it leans on and
    the one after it that gives the figure, where there is room."""
    most, said = min(most, SIZE[1]), " ".join(one.text for one in printed)
    for at, line in enumerate(found):
        if not _speaks_against(line, printed):
            continue
        start, end = at, at + 1
        if corrects(line.text) and not differ(said, line.text) and _follows(found, end):
            end += differ(said, found[end].text)
        while found[start].leans and _follows(found, start):
            start -= 1
        for run in (tuple(found[start:end]), tuple(found[at:end]), (line,)):
            if SIZE[0] <= sum(one.size for one in run) <= most:
                yield run
                break


def _follows(found: Sequence[Line], at: int) -> bool:
    """Whether a line goes on the paragraph of the one before it."""
    return 0 < at < len(found) and (
        found[at].kind == found[at - 1].kind == "sentence"
        and found[at].paragraph == found[at - 1].paragraph
        and found[at].item.n == found[at - 1].item.n
    )


def disputing(story: Story, evidence: Evidence) -> list[list[EvidenceItem]]:
    """The items of each document of the story that is known to disagree."""
    items = [
        one
        for one in evidence.items
        if one.story == story.id and one.document != story.lead and one.part == "disagrees"
    ]
    documents = dict.fromkeys(one.document for one in items)
    return [[one for one in items if one.document == name] for name in documents]


def _speaks_against(line: Line, printed: Sequence[Line]) -> float:
    """How plainly a line speaks against what is printed; 0 where it does not."""
    shared = max((len(line.stems & one.stems) for one in printed), default=0)
    if line.kind == "bullet" or line.introduces or shared < ABOUT:
        return 0.0
    if corrects(line.text):
        return 3.0 + 0.1 * shared
    if any(other_value(line.text, one.text) for one in printed):
        return 2.0 + 0.1 * shared
    taken_back = [one for one in printed if corrects(one.text)]
    overlap = max((len(line.stems & one.stems) for one in taken_back), default=0)
    return 1.0 + 0.1 * overlap if overlap > ABOUT else 0.0


def _told(run: Sequence[Line], lead: EvidenceItem, today: str) -> Sentence:
    item = run[0].item
    said = clean(item.text[run[0].start : run[-1].end])
    day = _day(item)
    earlier = bool(day) and day < _day(lead)
    form = wording.BEFORE if earlier else wording.CORRECTS if corrects(said) else wording.DIFFERS
    source, when = publisher(item), spoken(day, today) if day else wording.UNDATED
    asserts = [
        Assertion("source", source, (item.n,)),
        Assertion("states", said, (item.n,)),
    ]
    if day:
        asserts.append(Assertion("day", day, (item.n,)))
    inner = within(said)
    text = form.format(source=source, when=when, text=inner)
    return Sentence(text, (item.n,), "computed", asserts=tuple(asserts))


def _day(item: EvidenceItem) -> str:
    """The day a document is of, by its publisher's word before ours; "" when none is known."""
    return (item.published or item.first_seen or item.changed)[:10]
