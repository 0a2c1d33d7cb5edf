"""Takes a Markdown file apart into blocks, with the offset of every character kept.

Enter: the text of a file. Leave: `MarkdownBlock` records in order (heading, paragraph, item, quote,
attribution, table, code, note, title, context, html). Citations in them are `marks`.
Front matter, HTML comments and code are never read as prose.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_ATTRIBUTES = r"\{:?[ \t]*(?:[.#][\w-]+[ \t]*)+\}"  # attr_list: classes, an id, one line
# Where a link of a label leads, without a title, which a reader would see.
_LEADS = r"^ {0,3}\[(?!\^)[^\[\]\n]{1,80}\]:[ \t]+<?[^\s<>]+>?[ \t]*$"
_HIDDEN = re.compile(rf"<!--.*?-->|^{_ATTRIBUTES}$|{_LEADS}", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^(?P<indent>[ \t]*)(`{3,}|~{3,})[ \t]*([^\n`]*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?$")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+")
_BAR = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_CALLOUT = re.compile(
    r"^ {0,3}> ?\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?[ \t]*(?P<title>[^\n]*?)[ \t]*$"
)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*")
# HTML that is read as a whole: a box with a source's words, and what is drawn or run, not read.
_HTML = re.compile(
    r"^ {0,3}<(?:(?P<box>details)\b[^<>]*\bclass=[\"'][^\"'<>]*\bcontext\b|(?P<drawn>svg|style|script)\b)",
    re.I,
)
Line = tuple[int, str]  # offset and content
DEEPEST = 8  # boxes within boxes; deeper ones are read as code, and said to be unread if shown
_STEP = re.compile(r"(?: {4}| {0,3}\t)")
MOST_LINES = 400  # a longer element is read as prose; looking on for its end would cost the square
_ADMONITION = re.compile(
    r"^(?:\?{3}\+?|!{3}) ?(?=[\w\"-])(?P<classes>(?P<kind>[\w-]*)(?: +[\w-]+)*)"
    r"(?: *\"(?P<title>.*?)\")?[ \t]*$"
)
_DASHED = re.compile(r"^(?:—|–|--+|―)\s*\S")
_SOURCES = re.compile(r"^(?:sources?|references?|bibliography|notes|footnotes|evidence)\b", re.I)


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A stretch of the file. level: of a heading. info: of a code block or the note's label."""

    kind: str
    start: int
    end: int
    level: int = 0
    info: str = ""
    in_sources: bool = False


@dataclass(frozen=True)
class Parsed:
    text: str
    blocks: tuple[MarkdownBlock, ...]
    open_fence: int = -1  # offset of a code fence that is never closed

    @cached_property
    def lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def of(self, block: MarkdownBlock) -> str:
        return self.text[block.start : block.end]


def parse(text: str) -> Parsed:
    """Take a file apart. Linear in its length."""
    blocks: list[MarkdownBlock] = []
    fence = _read(list(_lines(text, _front_matter(text))), blocks)
    return Parsed(text, tuple(_mark_sources(text, blocks)), fence)


def _read(lines: list[Line], blocks: list[MarkdownBlock], depth: int = 0) -> int:
    """Read lines into blocks; returns the offset of a code fence that is never closed, or -1."""
    at, fence = 0, -1
    while at < len(lines):
        start, line = lines[at]
        opened = _FENCE.match(line)
        after = _close(lines, at, opened.group(2)) if opened else None
        if opened and (after or len(opened["indent"]) <= 3):
            if after is None:
                fence = start
                after = len(lines)
            blocks.append(_block("code", lines, at, after, info=opened.group(3).strip()))
            at = after
            continue
        at = _prose(lines, at, blocks)
        if depth < DEEPEST and _opens_box(line):
            inner, at = _indented(lines, at)
            found = _read(inner, blocks, depth + 1)
            fence = fence if found < 0 else found
    return fence


def _opens_box(line: str) -> bool:
    """Whether the indented lines that follow belong to this one: an aside, an item or a note."""
    return any(opens.match(line) for opens in (_ADMONITION, _ITEM, _NOTE))


def _indented(lines: list[Line], at: int) -> tuple[list[Line], int]:
    """The lines from one on that are indented, or blank between such, by one step less."""
    inner: list[Line] = []
    after = at
    for index in range(at, len(lines)):
        start, line = lines[index]
        step = _STEP.match(line)
        if step:
            inner += [(one, "") for one, _ in lines[after:index]]
            inner.append((start + step.end(), line[step.end() :]))
            after = index + 1
        elif line.strip():
            break
    return inner, after


def _front_matter(text: str) -> int:
    if not text.startswith("---\n"):
        return 0
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, 4)
    return end.end() if end else 0


def _lines(text: str, body: int) -> Iterator[tuple[int, str]]:
    """Offset and content of each line of the body, comments and attribute lists blanked."""
    blank = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    at = body
    for line in blank[body:].splitlines(keepends=True):
        yield at, line.rstrip("\r\n")
        at += len(line)


def _close(lines: list[Line], at: int, fence: str) -> int | None:
    close = re.compile(rf"^[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    for index in range(at + 1, len(lines)):
        if close.match(lines[index][1]):
            return index + 1
    return None


def _block(
    kind: str,
    lines: list[Line],
    first: int,
    after: int,
    info: str = "",
) -> MarkdownBlock:
    start, line = lines[after - 1]
    return MarkdownBlock(kind, lines[first][0], start + len(line), info=info)


def _prose(lines: list[Line], at: int, blocks: list[MarkdownBlock]) -> int:
    """Read one block of prose from a line on; returns the line after it."""
    line = lines[at][1]
    if not line.strip():
        return at + 1
    box = _ADMONITION.match(line)
    if box:
        name = "title" if box["title"] is not None else "kind"
        start = lines[at][0] + box.start(name)
        blocks.append(
            MarkdownBlock("title", start, lines[at][0] + box.end(name), info=box["classes"])
        )
        return at + 1
    whole = _HTML.match(line)
    if whole and (after := _closed(lines, at, whole["box"] or whole["drawn"])):
        blocks.append(_block("context" if whole["box"] else "html", lines, at, after))
        return after
    heading = _HEADING.match(line)
    if heading:
        start = lines[at][0] + heading.start(2)
        blocks.append(
            MarkdownBlock("heading", start, start + len(heading.group(2)), len(heading.group(1)))
        )
        return at + 1
    if _BAR.match(line):
        return _quote(lines, at, blocks)
    kind, info, goes_on = _running(line)
    after = _while(lines, at, goes_on)
    blocks.append(_block(kind, lines, at, after, info))
    return after


def _running(line: str) -> tuple[str, str, Callable[[str], object]]:
    """The kind of a block that runs on from a line, its name, and what a line of it looks like."""
    if line.lstrip().startswith("|"):
        return "table", "", lambda text: text.lstrip().startswith("|")
    if note := _NOTE.match(line):
        return "note", note.group(1), _continues
    if line.startswith(("    ", "\t")) and not _ITEM.match(line):
        return "code", "", lambda text: text.startswith(("    ", "\t"))
    return ("item" if _ITEM.match(line) else "paragraph"), "", _continues


def _closed(lines: list[Line], at: int, tag: str) -> int:
    """The line after the one that closes an HTML element, or 0."""
    depth = 0
    both = re.compile(rf"<(/?){tag}\b", re.I)
    for index in range(at, min(len(lines), at + MOST_LINES)):
        for found in both.finditer(lines[index][1]):
            depth += -1 if found[1] else 1
        if depth == 0:
            return index + 1
    return 0


def _continues(line: str) -> bool:
    return bool(line.strip()) and not (
        _HEADING.match(line)
        or _BAR.match(line)
        or _FENCE.match(line)
        or _ITEM.match(line)
        or line.lstrip().startswith("|")
        or _NOTE.match(line)
        or _HTML.match(line)
    )


def _while(lines: list[Line], at: int, goes_on: Callable[[str], object]) -> int:
    """The first line after `at` that does not go on."""
    after = at + 1
    while after < len(lines) and goes_on(lines[after][1]):
        after += 1
    return after


def _quote(lines: list[Line], at: int, blocks: list[MarkdownBlock]) -> int:
    """A blockquote: its words, and apart from them its attribution line."""
    after = at
    while after < len(lines) and _BAR.match(lines[after][1]):
        after += 1
    if called := _CALLOUT.match(lines[at][1]):
        return _callout(lines[at:after], called, blocks) + at
    first = at
    for index in range(at, after):
        bare = _BAR.sub("", lines[index][1]).strip()
        if bare and not _DASHED.match(bare) and not _is_credit(lines, first, index, after):
            continue
        if any(_BAR.sub("", lines[k][1]).strip() for k in range(first, index)):
            blocks.append(_block("quote", lines, first, index))
        if bare:
            blocks.append(_block("attribution", lines, index, index + 1))
        first = index + 1
    if any(_BAR.sub("", lines[k][1]).strip() for k in range(first, after)):
        blocks.append(_block("quote", lines, first, after))
    return after


def _callout(lines: list[Line], called: re.Match[str], blocks: list[MarkdownBlock]) -> int:
    """A box in the form of a blockquote: its title, and its lines, which are the author's own."""
    start = lines[0][0]
    begin, end = called.start("kind"), called.end("title")
    blocks.append(MarkdownBlock("title", start + begin, start + end, info=called["kind"]))
    inner = [(at + bar.end(), line[bar.end() :]) for at, line in lines if (bar := _BAR.match(line))]
    _read(inner[1:], blocks, DEEPEST)
    return len(lines)


def _is_credit(lines: list[Line], first: int, at: int, after: int) -> bool:
    """The last line of a blockquote, set apart by an empty one: a link to where it is from."""
    bare = _BAR.sub("", lines[at][1]).strip()
    apart = at == first and at > 0 and not _BAR.sub("", lines[at - 1][1]).strip()
    return at == after - 1 and apart and re.match(r"\[[^\]]+\]\(", bare) is not None


def _mark_sources(text: str, blocks: list[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    """Blocks below a heading that opens a list of sources are no claims."""
    level = 0
    for block in blocks:
        if block.kind == "heading":
            if _SOURCES.match(text[block.start : block.end].strip()):
                level = block.level
            elif block.level <= level:
                level = 0
        yield MarkdownBlock(block.kind, block.start, block.end, block.level, block.info, level > 0)


def bare_quote(text: str) -> str:
    """The words of a blockquote, without its bars; offsets are not kept."""
    return "\n".join(_BAR.sub("", line) for line in text.splitlines())


_INLINE = re.compile(
    r"""
      (?<!`)(?P<ticks>`+)(?!`)(?P<code>[^`\n]{1,400})(?<!`)(?P=ticks)(?!`)
    | (?P<hidden>\[\^[^\]\s]{1,40}\]|<!--.{0,2000}?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,2000})?/?>)
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<escape>\\[!-/:-@\[-`{-~])
    """,
    re.VERBOSE,
)
HELD = "\u200b"  # holds the place of a sign that a reader does not see


def readable(text: str) -> str:
    """Prose as it is seen: no tags, footnote marks and list marker, entities and escaped signs as
    what they stand for, code as it is; every offset kept."""
    text = _ITEM.sub(lambda found: " " * len(found[0]), text, count=1)
    return _INLINE.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "hidden":
        return re.sub(r"[^\n]", " ", found[0])
    if kind == "entity":
        return html.unescape(found[0])[:1].ljust(len(found[0]), HELD)
    return HELD + found[0][1] if kind == "escape" else found[0]
