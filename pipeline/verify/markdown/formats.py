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

from pipeline.records import EvidenceItem
from pipeline.verify.markdown.mermaid import faults
from pipeline.verify.markdown.parse import Block, Parsed, marks

Fault = tuple[str, int, str, str]
# Part name and what its heading says; parts must come in this order.
FORMATS: dict[str, tuple[tuple[str, str], ...]] = {
    "pattern": (
        ("problem", r"problem|when it hurts"),
        ("shape", r"shape|structure|sketch"),
        ("how it works", r"how it works|mechanism"),
        ("when it breaks", r"when it breaks|failure|limits|where it fails"),
        ("rule", r"rule|in one sentence|rule of thumb"),
        ("sources", r"sources?|references"),
    ),
    "versus": (
        ("decision", r"decision|choose|verdict|short answer"),
        ("mechanism", r"mechanism|why|how they differ|how it works"),
        ("migration path", r"migration|moving|path"),
        ("sources", r"sources?|references"),
    ),
    "exploration": (
        ("root cause", r"root cause"),
        ("walls", r"walls?|dead ends|what blocked|obstacles"),
        ("bottom line", r"bottom line|conclusion"),
        ("sources", r"sources?|references"),
    ),
}
BRIEF = (("action", r"action|to do|do today|try"), ("sources", r"sources?|references"))
PARTS = {**FORMATS, "brief": BRIEF}
MIN_SUBJECTS = 2  # what a brief joins
MIN_SOURCES = 3  # distinct publishers a post of a format rests on
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"
)
_META = re.compile(r"^([A-Za-z_-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def check(parsed: Parsed, items: tuple[EvidenceItem, ...]) -> Iterator[Fault]:
    """Everything wrong with the form of a file."""
    meta = front_matter(parsed.text)
    yield from _headings(parsed)
    yield from _tables(parsed)
    yield from _code(parsed)
    yield from _links(parsed)
    yield from _dates(parsed, meta)
    name = meta.get("format", "").strip("\"'")
    if name in PARTS:
        yield from _parts(parsed, name)
        yield from _sources(items, name)
        yield from _diagrams(parsed)
    elif name and name != "essay":
        known = ", ".join(sorted((*PARTS, "essay")))
        at = max(0, parsed.text.find(name))
        yield "structure-part", at, name, f"The format {name!r} is none of {known}."


def front_matter(text: str) -> dict[str, str]:
    """Simple `key: value` lines of the front matter."""
    if not text.startswith("---\n"):
        return {}
    end = text.find("\n---", 4)
    return {key.lower(): value for key, value in _META.findall(text[4:end] if end > 0 else "")}


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


def _parts(parsed: Parsed, name: str) -> Iterator[Fault]:
    headings = [b for b in parsed.blocks if b.kind == "heading" and b.level >= 2]
    last = -1
    for part, words in PARTS[name]:
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
    if name == "exploration":
        yield from _root_cause(parsed, headings)
    if name in ("versus", "exploration") and not any(b.kind == "table" for b in parsed.blocks):
        yield "structure-part", 0, "table", f"The format {name} has a table; it is missing."
    if name == "pattern":
        yield from _one_sentence(parsed, headings)
    if name == "brief":
        yield from _brief(parsed, headings)


def _brief(parsed: Parsed, headings: list[Block]) -> Iterator[Fault]:
    """A brief opens with a lede, covers several subjects, and quotes."""
    first = headings[0].start if headings else len(parsed.text)
    if not any(block.kind == "paragraph" and block.start < first for block in parsed.blocks):
        yield "structure-part", 0, "lede", "A brief opens with a lede; it is missing."
    parts = "|".join(words for _, words in BRIEF)
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


def _root_cause(parsed: Parsed, headings: list[Block]) -> Iterator[Fault]:
    causes = [b for b in headings if re.search(r"\broot causes?\b", parsed.of(b), re.I)]
    if len(causes) > 1:
        yield (
            "structure-root-cause",
            causes[1].start,
            parsed.of(causes[1]),
            "There is one root cause.",
        )
    if causes and headings[0] is not causes[0]:
        message = "The root cause comes first."
        yield "structure-root-cause", causes[0].start, parsed.of(causes[0]), message


def _one_sentence(parsed: Parsed, headings: list[Block]) -> Iterator[Fault]:
    from_text = parsed.blocks
    for at, block in enumerate(from_text):
        if block in headings and re.search(r"\brule\b", parsed.of(block), re.I):
            body = [b for b in from_text[at + 1 : at + 3] if b.kind == "paragraph"][:1]
            text = parsed.of(body[0]) if body else ""
            if len(re.findall(r"[.!?](?:\s|$)", re.sub(r"\[[^\]]*\]", "", text))) > 1:
                yield "structure-part", body[0].start, text[:60], "The rule is one sentence."


def _sources(items: tuple[EvidenceItem, ...], name: str) -> Iterator[Fault]:
    publishers = Counter(item.source_id or item.url for item in items)
    if len(publishers) < MIN_SOURCES:
        message = f"The format {name} rests on at least {MIN_SOURCES} publishers; this has {len(publishers)}."
        yield "structure-sources", 0, "", message
