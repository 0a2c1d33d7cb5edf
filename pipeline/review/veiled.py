"""What a person may let be printed of what was blacked out before print, because it might speak to a machine.

Enter: a newsroom and a day. Leave: the sentences and titles that were blacked out of that day's evidence, with
the reason and what was decided, or the decision kept. A sentence is named by its document and its words, so that a
corpus that was read again holds the same names. What a rule tells by itself no person lets through: the
gate refuses it in print.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.errors import RecordError
from pipeline.newsroom import briefs, decisions
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.decisions import Decision
from pipeline.newsroom.library import Library
from pipeline.records import Document, EvidenceItem
from pipeline.retrieve import words_id
from pipeline.text.addressed import net, titles
from pipeline.text.printable import asking

BESIDE = "stands beside what may speak to a machine, or is foreign to its text"
STANDS = "is not blacked out of this evidence"
TITLE = "is a title or heading of which its text says nothing"


@dataclass(frozen=True, slots=True)
class VeiledWords:
    """Words of a document that were blacked out, why, and what a person said of them: "", `release`, `drop`."""

    id: str
    document: str
    title: str
    source: str
    words: str
    says: str
    refused: bool  # whether no person may let them through
    decided: str = ""
    by: str = ""
    why: str = ""


def rows(room: Newsroom, day: str) -> tuple[VeiledWords, ...]:
    """What was blacked out of the evidence of a day, in its order, then what else a person decided about; nothing
    of a document that has gone. Raises RecordError when the day has no record."""
    decided = decisions.read(room.decisions).veils()
    made: dict[str, VeiledWords] = {}
    for document, words, says in _of_day(room, day):
        name = words_id(document.id, words)
        last = decided.get(name) or decided.get(document.id)
        said = (last.what, last.by, last.why) if last else ("", "", "")
        named = (document.id, document.title, document.source)
        made[name] = VeiledWords(name, *named, words, says, bool(net.told(words)), *said)
    for name, row in decided.items():
        if name not in made:
            words = row.instead or "all of the document"
            made[name] = VeiledWords(
                name, "", "", "", words, STANDS, False, row.what, row.by, row.why
            )
    return tuple(made.values())


def _of_day(room: Newsroom, day: str) -> Iterator[tuple[Document, str, str]]:
    evidence = briefs.read_evidence(room, day)
    if not room.library.is_file():
        return
    with Library.reading(room.library) as library:
        for item in evidence.items:
            if document := library.document(item.document):
                yield from ((document, words, says) for words, says in _veiled(item, document))


def _veiled(item: EvidenceItem, document: Document) -> Iterator[tuple[str, str]]:
    """Words of an item that are blacked out, as their document has them, each with the reason."""
    around = asking.around(f"{document.title} {document.text}")
    if item.title in (titles.NAMELESS, net.blacked(document.title, [(0, len(document.title))])):
        yield document.title, net.told(document.title) or TITLE
    for found in net.BLACKED.finditer(item.text):
        at = item.start + found.start()
        words = document.text[at : item.start + found.end()].strip()
        if words and net.BLACK not in words:
            yield words, net.told(words) or net.asks_apart(words, around) or BESIDE


def decide(room: Newsroom, day: str, decision: Decision) -> tuple[VeiledWords, ...]:
    """Keep what a person decided about a sentence, or about a whole document, named in `decision.value` by the
    beginning of its id; returns what it is about. Raises RecordError when it names none, or several, or what
    no person may let through."""
    known, named = rows(room, day), decision.value
    found = [row for row in known if row.id.startswith(named)]
    whole = [row for row in known if row.document.startswith(named)]
    names = {row.id for row in found} | {row.document for row in whole}
    if len(names) != 1:
        raise RecordError(
            f"{len(names) or 'no'} blacked-out words of {day} have an id that begins with {named!r}",
            where=str(room.day(day)),
            hint=f"`dateline review veiled list --date {day}` names sentences and documents",
        )
    if decision.what == "release" and any(row.refused for row in found):
        raise RecordError(
            "these words speak to a machine by themselves, and the gate refuses them in print",
            where=str(room.day(day)),
            hint="let the story be told by other words of its source",
        )
    words = found[0].words if found else ""
    decisions.add(room.decisions, replace(decision, value=names.pop(), instead=words))
    return tuple(found or whole)
