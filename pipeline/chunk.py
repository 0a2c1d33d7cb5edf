"""Cuts a document into passages.

Enter: a Document. Leave: passages of 120 to 320 words, whole sentences, that follow its headings
and never divide a code block or a table row: `document.text[start:end] == text`. Boilerplate and
headings that open a passage stay outside; headings are kept as the passage's path. A code block
longer than a passage is one passage, a sentence longer than one is parted; a short document is one
passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Block, Document, Passage
from pipeline.records.store import short_id
from pipeline.text.sentences import sentences

# The range asked of passages. TARGET, where a long section is divided, is its middle; other
# targets and overlap have not been measured (docs/corpus.md).
LEAST, TARGET, MOST = 120, 220, 320
LINED = frozenset(("list", "table"))
WHOLE = frozenset(("code", "speaker", "heading"))


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch a passage is made of: a sentence, a row, a code block."""

    start: int
    end: int
    words: int
    kind: str
    opens: bool  # whether it begins a block, where dividing reads best


@dataclass(frozen=True, slots=True)
class TextSection:
    """Units under one heading, with the path of headings above them."""

    units: tuple[Unit, ...]
    path: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(unit.words for unit in self.units)


def passages(document: Document) -> tuple[Passage, ...]:
    """Passages of a document, in order."""
    found: list[Passage] = []
    for stretch in _stretches(document):
        for group in _gathered(stretch):
            for part in _divided(group.units):
                found.append(_passage(document, part, group.path, len(found)))
    return tuple(found)


def _stretches(document: Document) -> Iterator[list[TextSection]]:
    """Sections between boilerplate, which parts passages for good."""
    stretch: list[TextSection] = []
    units: list[Unit] = []
    path: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.kind == "page":
            continue
        if block.kind in ("heading", "boilerplate"):
            stretch += _closed(units, path)
            units = []
            if block.kind == "boilerplate":
                yield stretch
                stretch = []
                continue
            path = [one for one in path if one[0] < block.level]
            path.append((block.level, document.text[block.start : block.end]))
            units.append(_unit(document.text, block.start, block.end, "heading", True))
            continue
        units += _units(document.text, block)
    yield [*stretch, *_closed(units, path)]


def _closed(units: list[Unit], path: list[tuple[int, str]]) -> list[TextSection]:
    return [TextSection(tuple(units), tuple(text for _, text in path))] if units else []


def _units(text: str, block: Block) -> Iterator[Unit]:
    """A block's sentences, rows, or itself whole."""
    if block.kind in WHOLE:
        yield _unit(text, block.start, block.end, block.kind, True)
    elif block.kind in LINED:
        at = block.start
        for row in text[block.start : block.end].split("\n"):
            first = at + len(row) - len(row.lstrip(" "))
            spans: list[tuple[int, int]] = [(first, at + len(row))]
            if block.kind == "list" and len(row.split()) > MOST:
                spans = [part for one in sentences(row, offset=at) for part in _short(text, *one)]
            for start, end in spans:
                yield _unit(text, start, end, block.kind, start == first and at == block.start)
            at += len(row) + 1
    else:
        for span in sentences(text[block.start : block.end], offset=block.start):
            for start, end in _short(text, *span):
                yield _unit(text, start, end, block.kind, start == block.start)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is; what runs on for longer than a passage (a list of names, a text without
    full stops) in pieces of the least length and more, parted after a comma where there is one."""
    words = list(re.finditer(r"\S+", text[start:end])) if end - start > MOST else []
    if len(words) <= MOST:
        yield start, end
        return
    at = 0
    while len(words) - at > MOST:
        near = range(at + LEAST, at + TARGET)
        stop = next((n for n in reversed(near) if words[n].group()[-1] in ",;:"), near[-1])
        yield start + words[at].start(), start + words[stop].end()
        at = stop + 1
    yield start + words[at].start(), end


def _unit(text: str, start: int, end: int, kind: str, opens: bool) -> Unit:
    return Unit(start, end, len(text[start:end].split()), kind, opens)


def _gathered(sections: list[TextSection]) -> Iterator[TextSection]:
    """Neighbouring sections together while they are short; the first one's path, cut to what
    they share when the second is not below it."""
    held: TextSection | None = None
    for section in sections:
        if held is None:
            held = section
        elif min(held.words, section.words) < LEAST and held.words + section.words <= MOST:
            held = TextSection(held.units + section.units, _shared(held.path, section.path))
        else:
            yield held
            held = section
    if held is not None:
        yield held


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    if second[: len(first)] == first:
        return first
    count = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    return first[: max(count, 1)] if count else first


def _divided(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, ...]]:
    """Parts of about equal size, parted at the beginning of a block where one is near."""
    body = _body(units)
    total = sum(unit.words for unit in body)
    if not total:
        return
    if total <= MOST:
        yield body
        return
    wanted = total / max(1, math.ceil(total / (TARGET * 1.2)))
    part: list[Unit] = []
    words, rest = 0, total
    for unit in body:
        if part and _parts_here(part[-1], unit, words=words, wanted=wanted, rest=rest):
            yield from _whole(tuple(part))
            part, words = [], 0
        part.append(unit)
        words += unit.words
        rest -= unit.words
    yield from _whole(tuple(part))


def _parts_here(last: Unit, unit: Unit, *, words: int, wanted: float, rest: int) -> bool:
    """Whether a part of so many words ends before this unit; `rest` counts it and all after."""
    if last.kind in ("speaker", "heading"):
        return False
    if words + unit.words > MOST:
        return True
    if rest < LEAST and words + rest <= MOST:
        return False
    if words < LEAST:
        return False
    return words >= wanted if not unit.opens else words + unit.words / 2 >= wanted * 0.85


def _whole(part: tuple[Unit, ...]) -> Iterator[tuple[Unit, ...]]:
    body = _body(part)
    if body:
        yield body


def _body(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Without headings at either end and a speaker's name at the end."""
    start, end = 0, len(units)
    while start < end and units[start].kind == "heading":
        start += 1
    while end > start and units[end - 1].kind in ("heading", "speaker"):
        end -= 1
    return units[start:end]


def _passage(
    document: Document, part: Sequence[Unit], path: tuple[str, ...], position: int
) -> Passage:
    start, end = part[0].start, part[-1].end
    text = document.text[start:end]
    return Passage(
        id=short_id(document.id, str(start), text),
        document=document.id,
        source=document.source,
        start=start,
        end=end,
        text=text,
        headings=path,
        position=position,
        locator=_locator(document, start),
    )


def _locator(document: Document, start: int) -> str:
    """The page or the time a passage begins at, where the document has them; a passage that opens
    with a speaker's name begins with what is said next."""
    found = ""
    opens = False
    for block in document.blocks:
        if block.start > start and block.kind != "page" and not opens:
            break
        if block.kind == "page" and block.start <= start < block.end:
            found = f"p. {block.label}"
        elif block.kind == "speaker" and block.start == start:
            opens = True
        elif block.kind == "cue" and block.label:
            found, opens = clock(float(block.label)), False
    return found


def clock(seconds: float) -> str:
    """`00:01:23` for 83.5."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
