"""Does one document correct or contradict another of its story?

Enter: documents with their days. Leave: whether the later one takes back what the earlier said, and
the passages that say so. A document refers back when its opening names the other's day or title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.news.documents.subject import OPENING
from pipeline.records import Document, Passage
from pipeline.text.corrections import corrects, other_value
from pipeline.text.days import short_day
from pipeline.text.sentences import sentences
from pipeline.text.words import clean

READ = 24  # sentences of each opening that are held against one another


def refers_back(document: Document, told: tuple[Document, str]) -> bool:
    """True where the opening of a text names an earlier one of its source by its day or its title."""
    earlier, day = told
    if document.source != earlier.source or document.id == earlier.id:
        return False
    opening = clean(document.text.removeprefix(document.title)[:OPENING]).casefold()
    short = short_day(day).casefold()
    turned = " ".join(reversed(short.split()))  # `november 12`
    named = (day[:10], short, turned, earlier.title.casefold())
    return any(re.search(rf"(?<!\d){re.escape(name)}(?!\d)", opening) for name in named)


def takes_back(later: tuple[Document, str], earlier: tuple[Document, str]) -> bool:
    """True where a later document of the same source says that the earlier one was wrong."""
    (document, day), (other, before) = later, earlier
    if document.source != other.source or day < before:
        return False
    return corrects(f"{document.title}. {document.text[:OPENING]}") and refers_back(
        document, (other, before)
    )


def replaces(later: tuple[Document, str], earlier: tuple[Document, str]) -> bool:
    """True where one of two documents of a story has to be told before the other: it is the later of
    their source, says that something was wrong, and names the other or gives its figure otherwise."""
    (document, day), (other, before) = later, earlier
    if document.source != other.source or not before or day <= before:
        return False
    if not corrects(f"{document.title}. {document.text[:OPENING]}"):
        return False
    if refers_back(document, (other, before)):
        return True
    mine, yours = _opening(document), _opening(other)
    return any(other_value(one, two) for one in mine for two in yours)


def disagrees(lead: tuple[Document, str], other: tuple[Document, str]) -> bool:
    """True where two documents of one story correct or contradict each other."""
    if any(corrects(f"{one.title}. {one.text[:OPENING]}") for one, _ in (lead, other)):
        return True
    mine, yours = _opening(lead[0]), _opening(other[0])
    return any(other_value(one, two) for one in mine for two in yours)


def _opening(document: Document) -> list[str]:
    text = document.text[: 3 * OPENING]
    return [clean(text[start:end]) for start, end in sentences(text)[:READ]]


def correcting(passages: Sequence[Passage], against: Document) -> tuple[str, ...]:
    """Ids of the passages that correct or contradict the document, the first of them first."""
    mine = _opening(against)
    found = []
    for passage in passages:
        stated = [clean(passage.text[a:b]) for a, b in sentences(passage.text)]
        if any(corrects(one) or any(other_value(one, two) for two in mine) for one in stated):
            found.append(passage.id)
    return tuple(found)
