"""Errands and questions for an assistant whose subject stands nowhere else in the document.

Enter: a reading. Leave: `Order`s with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.strays.places import NOT_RUNNING, SPOKEN, block_at
from pipeline.ingest.screening.strays.subjects import (
    FEW,
    SHARE,
    SHORT,
    enough,
    is_foreign_to,
    is_tied,
    subject_of,
    words_held,
)
from pipeline.records import Block
from pipeline.text.addressed import orders as by_rule
from pipeline.text.addressed.orders import Order
from pipeline.text.printable import asking

ERRAND = "gives an errand that has nothing to do with the text"
QUESTION = "asks a question that has nothing to do with the text"
QUESTION_REACH = 250  # characters of one, white space before it included
ABOUT_MODELS = 5  # mentions from which a text is about models, and gives questions as examples
PARAGRAPHS = 6  # of a text that says enough of its subject to tell what is foreign to it
MOST_OF = 0.75  # of the subject of a paragraph that gives any other errand
DIALOGUE = re.compile(r"^\W{0,3}[A-Z][\w.\u2019'-]+(?: [A-Z][\w.\u2019'-]+){0,3}:\W", re.MULTILINE)
SPEAKERS = 6  # lines that begin with a name: people talk to each other


def stray_errands(reading: Reading) -> Iterator[Order]:
    """Errands for an assistant whose subject stands nowhere else in the document; of those that are a
    paragraph of their own a share of it is enough."""
    held: Mapping[str, int] | None = None
    told = by_rule.strange()
    for match in by_rule.errands(reading.text):
        block = block_at(reading.blocks, match.end() - 1)
        subject = subject_of(match[0])
        if not enough(subject) or (block and block.kind in NOT_RUNNING):
            continue
        if told.to_a_reader.search(match[0]):
            continue
        if told.asks_me.search(match[0]) and len(DIALOGUE.findall(reading.text)) >= SPEAKERS:
            continue
        held = held or words_held(reading)
        least = SHARE if _is_whole(reading, block, match[0]) else 1.0
        if is_foreign_to(subject, match[0], held, least):
            start = match.end() - len(match[0].lstrip())
            yield Order(start, match.end(), "errand", ERRAND)


def stray_chores(reading: Reading) -> Iterator[Order]:
    """Paragraphs of one sentence that ask a person's helper for something the document does not speak
    of: any verb may begin one."""
    chore, held = by_rule.chores(), None
    if sum(block.kind == "paragraph" for block in reading.blocks) < PARAGRAPHS:
        return
    for block in reading.blocks:
        said = reading.text[block.start : block.end].strip()
        if block.kind not in ("paragraph", "") or not chore.fullmatch(said):
            continue
        subject = subject_of(said)
        if (
            len(subject) < FEW
            or by_rule.strange().to_a_reader.search(said)
            or asking.names_code(said)
        ):
            continue
        held = held or words_held(reading)
        if is_foreign_to(subject, said, held, MOST_OF):
            yield Order(block.start, block.end, "errand", ERRAND)


def stray_questions(reading: Reading) -> Iterator[Order]:
    """Questions about what the document does not speak of."""
    held: Mapping[str, int] | None = None
    for match in _asked(reading.text):
        block = block_at(reading.blocks, match.start(1))
        if not _stands_alone(reading, block, match) or is_tied(match[1]):
            continue
        subject = subject_of(match[1])
        whole = _is_whole(reading, block, match[1]) and any(len(one) > SHORT for one in subject)
        if not whole and not enough(subject, match[1]):
            continue
        held = held or words_held(reading)
        least = SHARE if by_rule.strange().assisted.match(match[1]) else 1.0
        if is_foreign_to(subject, match[1], held, least):
            if by_rule.talks_of(reading.text, [])["models"] >= ABOUT_MODELS:
                return
            yield Order(match.start(1), match.end(1), "question", QUESTION)


def _asked(text: str) -> Iterator[re.Match[str]]:
    """The questions of a text, looked for before each mark of one."""
    mark, at = text.find("?"), 0
    while mark >= 0:
        asked = by_rule.strange().question.search(text, max(at, mark - QUESTION_REACH), mark + 1)
        if asked:
            yield asked
        mark, at = text.find("?", mark + 1), mark + 1


def _stands_alone(reading: Reading, block: Block | None, match: re.Match[str]) -> bool:
    """Whether a question is a paragraph of its own, or stands where there are no paragraphs."""
    if block is None or block.kind in SPOKEN or reading.kind in ("transcript", "pdf"):
        return True
    return _is_whole(reading, block, match[1])


def _is_whole(reading: Reading, block: Block | None, said: str) -> bool:
    """Whether words are all of a paragraph."""
    if block is None or block.kind not in ("paragraph", ""):
        return False
    return reading.text[block.start : block.end].strip() == said.strip()
