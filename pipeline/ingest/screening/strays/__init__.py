"""Words that have nothing to do with the text they stand in: errands and questions for an assistant,
bare domain names, records of a registry, paragraphs in another language.

Enter: a reading. Leave: `Order`s with their places. Each of these is sound where a text is about it,
so each counts only where its subject stands nowhere else in the document. But for records they may be
a person's and harmless: they wait for nobody, stay in their document as boilerplate, which is in no
passage, and are no title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.strays.errands import stray_chores, stray_errands, stray_questions
from pipeline.ingest.screening.strays.languages import (
    JUDGED,
    SILENT,
    UNPARTED,
    is_of_another,
    repeats,
    unspoken,
)
from pipeline.ingest.screening.strays.registries import BARE, is_foreign_domain, stray_domains
from pipeline.ingest.screening.strays.subjects import (
    enough,
    is_apart,
    is_tied,
    names_nothing,
    subject_of,
)
from pipeline.records import Block
from pipeline.text.addressed import orders as by_rule
from pipeline.text.addressed.languages import is_english
from pipeline.text.addressed.orders import Order
from pipeline.text.printable import addressed, asking

ADDRESS = "speaks to a model"
NOT_PROSE, PROSE = SILENT | {"table"}, ("paragraph", "quote", "")
TITLE_WORDS = 12
SUFFIXED = re.compile(r"\s+[|·–—-]\s+")  # what parts a title from the name of its site


def set_aside(reading: Reading) -> Reading:
    """The reading with its stray questions, errands and domains as boilerplate, and under another title if
    its own is one."""
    strange = [
        *stray_questions(reading), *stray_domains(reading), *stray_errands(reading), *stray_chores(reading),
        *unspoken(reading), *_spoken(reading),
    ]  # fmt: skip
    untitled = _is_no_title(reading)
    if untitled:
        strange += _headings(reading)
    found = sorted(strange, key=lambda one: one.start)
    if found:
        blocks = tuple(part for one in reading.blocks for part in _parted(one, found))
        reading = replace(reading, blocks=blocks)
    return replace(reading, title=_other_title(reading)) if untitled else reading


def _headings(reading: Reading) -> Iterator[Order]:
    """The headings that repeat a text's title."""
    title = reading.title.split()
    for block in reading.blocks:
        if block.kind == "heading" and reading.text[block.start : block.end].split() == title:
            yield Order(block.start, block.end, "address", ADDRESS)


def _is_no_title(reading: Reading) -> bool:
    """Whether a title speaks to a model or in another language, or is a question, an errand or a domain of
    which the text says nothing."""
    title = reading.title.strip()
    if by_rule.orders(title):
        return False  # it holds its document
    if BARE.fullmatch(title) and is_foreign_domain(title, reading.text.replace(title, " ")):
        return True
    if repeats(title.split()) or any(
        _is_request(one.strip(), reading) for one in SUFFIXED.split(title)
    ):
        return True
    return _speaks_apart(title, reading) and is_english(reading.text[:JUDGED])


def _is_request(said: str, reading: Reading) -> bool:
    """Whether a part of a title is an errand or a question, and the text takes up nothing of it."""
    asks, chore = by_rule.strange().question, by_rule.chores()
    begins, _ = by_rule.tasks()
    if (begins.match(said) or chore.fullmatch(said)) and enough(subject_of(said), said):
        return names_nothing(said, reading)
    return bool(asks.fullmatch(said)) and not is_tied(said) and names_nothing(said, reading)


def _speaks_apart(title: str, reading: Reading) -> bool:
    """Whether a title speaks to a model or asks something, and its text takes up little of it; or is in
    another language."""
    if addressed.by_signs(title) or is_of_another(title):
        return True
    text = cache(lambda: asking.around(f"{title} {reading.text.replace(reading.title, ' ')}"))
    talks = addressed.is_talk(title, text) and is_apart(title, reading)
    return talks or asking.is_stranger(title, text)


def _parted(block: Block, found: list[Order]) -> Iterator[Block]:
    """A block without the strange words in it, which become blocks of their own; a heading goes whole."""
    at = block.start
    for one in found:
        whole = block.kind == "heading" and (one.start, one.end) == (block.start, block.end)
        if block.kind in UNPARTED and not whole:
            continue
        if block.start <= one.start and at < one.end <= block.end:
            start = max(at, one.start)
            if start > at:
                yield replace(block, start=at, end=start)
            yield replace(block, start=start, end=one.end, kind="boilerplate", label=block.kind)
            at = one.end
    if at < block.end:
        yield replace(block, start=at)


def _other_title(reading: Reading) -> str:
    """The first heading of a text, or how it begins."""
    for block in reading.blocks:
        text = reading.text[block.start : block.end].strip()
        if block.kind in ("heading", "paragraph") and text and text != reading.title:
            return " ".join(text.split()[:TITLE_WORDS])
    return ""


def _spoken(reading: Reading) -> Iterator[Order]:
    """What speaks to a model; what was fitted on English judges English alone."""
    text = cache(partial(asking.around, f"{reading.title} {reading.text}"))
    judges: dict[str, Callable[[str], bool]] = {}
    if is_english(reading.text[:JUDGED]) and not by_rule.discusses_attacks(reading.text):
        judges["cue"] = partial(addressed.is_talk, text=text, least=addressed.ALONE)
        judges |= dict.fromkeys(PROSE, partial(addressed.is_talk, text=text))
    for block in reading.blocks:
        said = reading.text[block.start : block.end]
        judge = judges.get(block.kind, addressed.by_signs)
        if block.kind == "heading" and judge(said):
            yield Order(block.start, block.end, "address", ADDRESS)
        elif block.kind not in NOT_PROSE:
            for start, end in addressed.spoken_to(said, judge, each=block.kind == "cue"):
                yield Order(block.start + start, block.start + end, "address", ADDRESS)
