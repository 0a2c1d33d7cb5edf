"""What another document of a story says against it, in one labelled sentence.

Enter: a story, the lines its section prints, the evidence. Leave: a computed sentence that says who
corrects the lead or gives it otherwise, on which day, in that document's own words; None where none
does. Which of the two is right is not said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose.extractive import wording
from pipeline.compose.extractive.headline import publisher
from pipeline.compose.extractive.lines import Line, lines
from pipeline.records import Assertion, Evidence, EvidenceItem, Sentence, Story
from pipeline.text.corrections import corrects, other_value
from pipeline.text.days import spoken
from pipeline.text.words import clean

SIZE = (4, 40)  # words of what is printed of it
ROOM = 45  # words of a source that are kept for it where it is the lead's own
ABOUT = 2  # content words that it has in common with what it speaks against


def against(story: Story, printed: Sequence[Line], evidence: Evidence) -> Sentence | None:
    """The labelled sentence, or None where no document of the story speaks against its lead."""
    found = [
        (rank, line)
        for items in disputing(story, evidence)
        for line in lines(items)
        if (rank := _speaks_against(line, printed)) and SIZE[0] <= line.size <= SIZE[1]
    ]
    if not found:
        return None
    line = max(found, key=lambda pair: (pair[0], -pair[1].item.n, -pair[1].at))[1]
    return _told(line, printed[0].item, evidence.day)


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


def _told(line: Line, lead: EvidenceItem, today: str) -> Sentence:
    item = line.item
    day = _day(item)
    earlier = bool(day) and day < _day(lead)
    form = (
        wording.BEFORE if earlier else wording.CORRECTS if corrects(line.text) else wording.DIFFERS
    )
    source, when = publisher(item), spoken(day, today) if day else wording.UNDATED
    asserts = [
        Assertion("source", source, (item.n,)),
        Assertion("states", line.text, (item.n,)),
    ]
    if day:
        asserts.append(Assertion("day", day, (item.n,)))
    inner = clean(line.text).translate({ord("“"): "‘", ord("”"): "’"})
    text = form.format(source=source, when=when, text=inner)
    return Sentence(text, (item.n,), "computed", asserts=tuple(asserts))


def _day(item: EvidenceItem) -> str:
    """The day a document is of, by its publisher's word before ours; "" when none is known."""
    return (item.published or item.first_seen or item.changed)[:10]
