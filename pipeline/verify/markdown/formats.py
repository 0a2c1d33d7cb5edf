"""Checks the form of a Markdown file: headings, tables, code, diagrams, links, and its format.

Enter: a parsed file and its evidence. Leave: (rule, offset, match, message). A format is named in
the front matter (`format: pattern`, `versus`, `exploration`, `brief`); a file without one is held
to the general rules only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.pages import front_matter as matter
from pipeline.pages.formats import FORMATS, UNWRITTEN, FormatPart, PostFormat
from pipeline.records import EvidenceItem
from pipeline.text import topics
from pipeline.text.days import long_day
from pipeline.verify.markdown.marks import marks
from pipeline.verify.markdown.mermaid import faults
from pipeline.verify.markdown.parse import MarkdownBlock, Parsed
from pipeline.verify.page_words import CHANGED

Fault = tuple[str, int, str, str]
SOURCES = FormatPart("Sources", "", r"sources?|references")
BRIEF = PostFormat("brief", (FormatPart("Action", "", r"action|to do|do today|try"),))
MIN_SUBJECTS = 2  # what a brief joins
MIN_SOURCES = 3  # distinct publishers a post of a format rests on
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"
)


def check(parsed: Parsed, items: tuple[EvidenceItem, ...]) -> Iterator[Fault]:
    """Everything wrong with the form of a file."""
    meta = front_matter(parsed.text)
    yield from _headings(parsed)
    yield from _tables(parsed)
    yield from _code(parsed)
    yield from _links(parsed)
    yield from _dates(parsed, meta)
    name = meta.get("format", "")
    form = BRIEF if name == BRIEF.name else FORMATS.get(name)
    if form and form.parts:
        yield from _parts(parsed, form)
        yield from _unwritten(parsed)
        yield from _sources(items, name)
        yield from _subject(parsed, items, meta)
        yield from _diagrams(parsed)
    elif name and not form:
        known = ", ".join(sorted((*FORMATS, BRIEF.name)))
        at = max(0, parsed.text.find(name))
        yield "structure-part", at, name, f"The format {name!r} is none of {known}."


def front_matter(text: str) -> dict[str, str]:
    """The plain values of the front matter, as text; of what is no YAML, its `key: value` lines."""
    facts, _ = matter.load(text, lenient=True)
    return {
        key.lower(): "" if value is None else str(value)
        for key, value in facts.items()
        if value is None or isinstance(value, str | int | float | date)
    }


def notices(text: str) -> tuple[str, ...]:
    """What a brief's page lists as changed in its front matter, or its twin over its text: each day and
    note."""
    listed = matter.load(text, lenient=True)[0].get("corrections")
    rows = listed if isinstance(listed, list) else ()
    changes = (one for one in rows if isinstance(one, dict))
    said = [f"{long_day(str(one.get('made', ''))[:10])}: {one.get('text', '')}" for one in changes]
    return tuple(said or (": ".join(one) for one in _NOTICE.findall(text)))


_NOTICE = re.compile(
    rf"^\| \*\*{CHANGED['retraction']} ([^*|\n]{{1,40}})\.\*\* ([^\n]*) \|$", re.MULTILINE
)


def _unwritten(parsed: Parsed) -> Iterator[Fault]:
    """Parts that a draft left to a person."""
    for block in parsed.blocks:
        if block.kind != "code" and UNWRITTEN in (text := parsed.of(block)):
            yield "structure-unwritten", block.start, text, "Nobody has written this part yet."


def _headings(parsed: Parsed) -> Iterator[Fault]:
    before = 0
    for block in parsed.blocks:
        if block.kind != "heading":
            continue
        text = parsed.of(block)
        if not text.strip(" #*_"):
            yield "structure-heading", block.start, text, "A heading is empty."
        if before and block.level > before + 1:
            message = f"A heading of level {block.level} follows one of level {before}."
            yield "structure-heading", block.start, text, message
        before = block.level


def _tables(parsed: Parsed) -> Iterator[Fault]:
    for block in parsed.blocks:
        if block.kind != "table":
            continue
        rows = parsed.of(block).split("\n")
        widths = [_cells(row) for row in rows]
        if len(rows) < 2 or not re.fullmatch(r"[\s|:-]+", rows[1]) or "-" not in rows[1]:
            yield (
                "structure-table",
                block.start,
                rows[0],
                "A table has a row of dashes under its head.",
            )
            continue
        at = block.start
        for row, width in zip(rows, widths, strict=True):
            if width != widths[0]:
                message = f"This row has {width} cells where the head has {widths[0]}."
                yield "structure-table", at, row.strip(), message
            at += len(row) + 1


def _cells(row: str) -> int:
    bare = re.sub(r"`[^`]*`|\\\|", "x", row).strip()
    return bare.strip("|").count("|") + 1


def _code(parsed: Parsed) -> Iterator[Fault]:
    if parsed.open_fence >= 0:
        line = parsed.text[parsed.open_fence :].split("\n", 1)[0]
        yield "structure-code", parsed.open_fence, line, "This code block is never closed."
    for block in parsed.blocks:
        if block.kind == "code" and block.info.split(" ")[0] == "mermaid":
            for offset, match, message in faults(parsed.of(block)):
                yield "structure-mermaid", block.start + offset, match, message


def _links(parsed: Parsed) -> Iterator[Fault]:
    anchors = _anchors(parsed)
    for block in parsed.blocks:
        if block.kind in ("code",):
            continue
        for found in _LINK.finditer(parsed.text, block.start, block.end):
            target = found.group(2).strip("<>")
            if not target or target == "#" or target.lower().startswith(("javascript:", "data:")):
                yield "structure-link", found.start(), found.group(), "This link leads nowhere."
            elif target.startswith("#") and anchors and target[1:] not in anchors:
                message = "No heading of this file has that anchor."
                yield "structure-link", found.start(), found.group(), message
            elif re.search(r"^https?:/(?!/)|^https?://(?:$|/)", target):
                yield "structure-link", found.start(), found.group(), "This address is broken."


def _anchors(parsed: Parsed) -> set[str]:
    """Anchors of headings as mkdocs makes them, and those written out; {} if there are none."""
    text = parsed.text
    anchors = {
        m.group(1)
        for m in re.finditer(r"\b(?:id|name)=[\"']?([\w:.-]+)|\{[^{}]*#([\w-]+)", text)
        if m.group(1)
    }
    anchors |= {m.group(1) for m in re.finditer(r"\{[^{}\n]*#([\w:.-]+)", text)}
    for block in parsed.blocks:
        if block.kind == "heading":
            plain = re.sub(r"[^\w\s-]", "", parsed.of(block)).strip().lower()
            anchors.add(re.sub(r"[-\s]+", "-", plain))
    return anchors


def _dates(parsed: Parsed, meta: dict[str, str]) -> Iterator[Fault]:
    value = meta.get("date", "").strip("\"'")
    if not value:
        return
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        at = max(0, parsed.text.find(value))
        yield "structure-date", at, value, "The date of this page is no day."


def _parts(parsed: Parsed, form: PostFormat) -> Iterator[Fault]:
    name = form.name
    headings = [b for b in parsed.blocks if b.kind == "heading" and b.level >= 2]
    ordered = [one for one in (*form.parts, SOURCES) if one.heading]
    last = -1
    for part, words in ((one.name.lower(), one.heading) for one in ordered):
        places = [
            at
            for at, b in enumerate(headings)
            if re.search(rf"\b(?:{words})\b", parsed.of(b), re.I)
        ]
        if not places:
            yield (
                "structure-part",
                0,
                part,
                f"The format {name} has a part {part!r}; it is missing.",
            )
            continue
        later = [at for at in places if at > last]
        if not later:
            block = headings[places[0]]
            yield "structure-part", block.start, parsed.of(block), f"{part!r} comes too early."
        last = (later or places)[0]
    if form.parts[0].single:
        yield from _single(parsed, headings, form.parts[0])
    if form.table and not any(b.kind == "table" for b in parsed.blocks):
        yield "structure-part", 0, "table", f"The format {name} has a table; it is missing."
    for one in form.parts:
        if one.sentence:
            yield from _one_sentence(parsed, headings, one)
    if form is BRIEF:
        yield from _brief(parsed, headings)


def _brief(parsed: Parsed, headings: list[MarkdownBlock]) -> Iterator[Fault]:
    """A brief opens with a lede, covers several subjects, and quotes."""
    first = headings[0].start if headings else len(parsed.text)
    if not any(block.kind == "paragraph" and block.start < first for block in parsed.blocks):
        yield "structure-part", 0, "lede", "A brief opens with a lede; it is missing."
    parts = "|".join(one.heading for one in (*BRIEF.parts, SOURCES))
    subjects = [b for b in headings if not re.search(rf"\b(?:{parts})\b", parsed.of(b), re.I)]
    if len(subjects) < MIN_SUBJECTS:
        message = f"A brief covers at least {MIN_SUBJECTS} subjects; this has {len(subjects)}."
        yield "structure-part", 0, "subjects", message
    if not any(block.kind == "quote" for block in parsed.blocks):
        yield "structure-part", 0, "quote", "A brief quotes its sources; it has no block quote."


def _diagrams(parsed: Parsed) -> Iterator[Fault]:
    """A flowchart cites in its nodes, or in the block below it."""
    for at, block in enumerate(parsed.blocks):
        if block.kind != "code" or block.info.split(" ")[0] != "mermaid":
            continue
        below = parsed.blocks[at + 1 : at + 2]
        cites = any(marks(parsed.text, one.start, one.end) for one in (block, *below))
        if not cites and re.search(r"\b(?:flowchart|graph)\b", parsed.of(block)):
            message = "This diagram cites no source, in its nodes or in the line under it."
            yield "structure-mermaid", block.start, "", message


def _single(parsed: Parsed, headings: list[MarkdownBlock], part: FormatPart) -> Iterator[Fault]:
    """A part that stands once, and first."""
    name = part.name.lower()
    found = [b for b in headings if re.search(rf"\b(?:{part.heading})s?\b", parsed.of(b), re.I)]
    if len(found) > 1:
        again = found[1]
        yield "structure-root-cause", again.start, parsed.of(again), f"There is one {name}."
    if found and headings[0] is not found[0]:
        message = f"The {name} comes first."
        yield "structure-root-cause", found[0].start, parsed.of(found[0]), message


def _one_sentence(
    parsed: Parsed, headings: list[MarkdownBlock], part: FormatPart
) -> Iterator[Fault]:
    """A part that is one sentence."""
    name = part.name.lower()
    for at, block in enumerate(parsed.blocks):
        if block in headings and re.search(rf"\b{re.escape(name)}\b", parsed.of(block), re.I):
            body = [b for b in parsed.blocks[at + 1 : at + 3] if b.kind == "paragraph"][:1]
            text = parsed.of(body[0]) if body else ""
            if len(re.findall(r"[.!?](?:\s|$)", re.sub(r"\[[^\]]*\]", "", text))) > 1:
                yield "structure-part", body[0].start, text[:60], f"The {name} is one sentence."


def _subject(
    parsed: Parsed, items: tuple[EvidenceItem, ...], meta: dict[str, str]
) -> Iterator[Fault]:
    """A post is of one subject, a versus of two things: its sources speak of them."""
    topic = meta.get("topic", "").strip("\"'")
    if not topic:
        return
    cited = {int(n) for n in re.findall(r"\[Source (\d+)\]", parsed.text)}
    told = [(one.title, *one.headings, one.text) for one in items if one.n in cited]
    sides = topics.sides(topic) if meta.get("format") == "versus" else (topic,)
    for side in sides:
        speaking = sum(topics.speaks_of(side, *texts) for texts in told)
        if told and (not speaking or (len(sides) == 1 and speaking < len(told) / 2)):
            message = f"Of {len(told)} cited sources {speaking} speak of {side!r}."
            yield "structure-subject", 0, side, message


def _sources(items: tuple[EvidenceItem, ...], name: str) -> Iterator[Fault]:
    publishers = Counter(item.source_id or item.url for item in items)
    if len(publishers) < MIN_SOURCES:
        message = f"The format {name} rests on at least {MIN_SOURCES} publishers; this has {len(publishers)}."
        yield "structure-sources", 0, "", message
