"""Reads Markdown, MDX too: front matter, then CommonMark with tables.

Enter: a Markdown file or string. Leave: a Reading; or the parts written into a manuscript, for
readers whose documents hold Markdown (advisories, notebooks, dumps). Emphasis and links are
reduced to their words; a list of links into the page itself (a table of contents) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import pyromark

from pipeline.ingest import dates
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import dated, fields_told, provenance, released, title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.html import meaning
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.parse import fragment as html_fragment
from pipeline.ingest.readers.html.tags import HTML_NAMES
from pipeline.ingest.readers.inline import MEANT, InlineLine
from pipeline.ingest.readers.markup import fences, is_mdx, plain_markdown
from pipeline.ingest.reading import Input, Read, reading
from pipeline.text.keywords import encodable
from pipeline.text.words import clean

LICENCE = re.compile(
    r"\s*(?:Licensed (?:to the|under)\b|Copyright (?:\(c\)|©|\d{4})|SPDX-License-Identifier|"
    r"Permission is hereby granted|THE SOFTWARE IS PROVIDED|Redistribution and use in source|"
    r"This (?:work|content|document) is licensed under)",
    re.IGNORECASE,
)
TRANSCRIPT_SHARE = 0.6  # of paragraphs opening with a speaker; interviews have over 0.9, prose 0
TAG = re.compile(r"<(?P<closes>/)?(?P<name>[A-Za-z][A-Za-z0-9]*)")
PLACEHOLDER = re.compile(
    r"<[A-Za-z]\w*>"
)  # `Vec<u8>`, `--limit=<seconds>`: text, no element of HTML
DUNDER = re.compile(r"(?<![\w`])__[a-z]\w*?__(?![\w`])")  # `__init__` in a title is no emphasis
GUARD = "\ue005"  # stands before a title, so that nothing in it begins a line
DEFINES = re.compile(
    r":[ \t]+(?:[-*+][ \t]+)?(?=\S)"
)  # what it opens with may be a list of its own
OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
BREAKS = frozenset(("SoftBreak", "HardBreak"))
EMPHASIS = {"Emphasis": "*", "Strong": "**"}
FENCED = re.compile(r"[ \t]*(?:`{3}|~{3})")
UNDERLINE = re.compile(r"(?<=\S\n)[ \t]*(?=(?:-+|=+)[ \t]*$)", re.MULTILINE)  # of a heading
LABEL = 40  # characters of a speaker's name, at most
Event = tuple[str, Any]  # what it is; its words, or what is said of it


def read(source: Input) -> Read:
    """Read one Markdown or MDX file."""
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    matter, body = front_matter(text)
    write(body, page, mdx=source.suffix == "mdx")
    for said in fields_told(matter) if page.words() else ():
        page.line("paragraph", said)
    known = {**matter, **source.meta}
    if dates.first(known, dates.PUBLISHED) is None and (day := released(page) or dated(page)):
        known |= {"published": day, "_origin": "page"}
    named = title(plain(str(known.get("title") or "")), page, source.path)
    return (
        reading(
            source.path, named, page, raw_words=len(body.split()), kind="markdown",
            **provenance(known, source, "front matter" if matter else "metadata"),
        ),
    ), ()  # fmt: skip


def plain(text: str) -> str:
    """Inline Markdown or HTML reduced to its words, on one line; what would begin a block is text."""
    text = DUNDER.sub(lambda match: match[0].replace("_", "\\_"), clean(text))
    text = clean(plain_markdown(f"{GUARD}{text}", Counter()))
    inline = [event for event in events(text) if "Paragraph" not in event]
    return clean(inline_text(inline, Counter())[0].replace(GUARD, ""))


def write(text: str, page: Manuscript, *, mdx: bool = False) -> None:
    """Write Markdown into a manuscript."""
    mdx = mdx or is_mdx(text)
    text = plain_markdown(text, page.removed, mdx=mdx)
    openers = len(re.findall(r"^\*\*[^*\n]{2,40}?:\*\*", text, re.MULTILINE))
    spoken = openers > 5 and openers > TRANSCRIPT_SHARE * len(
        re.findall(r"^\S.*$", text, re.MULTILINE)
    )
    walk = _Walk(page, spoken=spoken, mdx=mdx)
    walk.run(_level(text) if mdx else text)
    walk.end_list()


def _level(text: str) -> str:
    """MDX with each block of code in it as deep as its first row, and its last row no deeper: without
    code by indentation, a fence is one at any depth."""
    done, at = [], 0
    for start, end in fences(text):
        first, *rows = text[start:end].split("\n")
        deep = _indent(first)
        if rows and FENCED.match(rows[-1]) and _indent(rows[-1]) >= deep + 4:
            rows[-1] = rows[-1].lstrip(" ")
        if rows and deep >= 4:
            rows = [max(deep, _indent(row)) * " " + row.lstrip(" ") for row in rows]
        done += [text[at:start], "\n".join((first, *rows))]
        at = end
    return "".join([*done, text[at:]])


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def events(text: str) -> Iterator[Event]:
    """What CommonMark with tables makes of a text, in order: words, spans and blocks, whose ends have
    a stroke before their names."""
    found: Iterator[Any] = pyromark.events(encodable(text, "ignore"), options=OPTIONS)
    for event in found:
        if isinstance(event, str):
            yield event, None
            continue
        [(kind, said)] = event.items()
        if kind not in ("Start", "End"):
            yield kind, said
            continue
        name, about = (said, None) if isinstance(said, str) else next(iter(said.items()))
        yield (name if kind == "Start" else f"/{name}"), about


class _Walk:
    """Goes through the events once; knows which list, quote and item it is in."""

    def __init__(self, page: Manuscript, *, spoken: bool, mdx: bool) -> None:
        self.page = page
        self.spoken = spoken
        self.mdx = mdx
        self.inline: list[Event] = []  # running text, code or HTML that is not yet written
        self.rows: list[str] = []
        self.lists: list[int] = []  # number of the item before of each open list; -1: no order
        self.mark = ""  # what stands before the next row, when it opens a list item
        self.quotes = 0
        self.code: Any = None  # what is said of the open block of code
        self.table: list[list[str]] = []

    def run(self, text: str) -> None:
        """Write what a text holds; `end_list` must follow."""
        for kind, said in events(text):
            step = STEPS.get(kind)
            if step:
                step(self, said)
            else:
                self.inline.append((kind, said))

    def end_list(self) -> None:
        """Write the rows of a list that has ended, or is interrupted."""
        if self.rows:
            self.page.lines("list", self.rows)
            self.rows = []

    def list_begins(self, start: int | None) -> None:
        self.text_ends()
        self.lists.append(-1 if start is None else start - 1)

    def list_ends(self, _: Any) -> None:
        self.lists.pop()
        if not self.lists:
            self.end_list()

    def item_begins(self, _: Any) -> None:
        if self.lists[-1] >= 0:
            self.lists[-1] += 1
        self.mark = f"{self.lists[-1]}. " if self.lists[-1] >= 0 else "- "

    def quote_begins(self, _: Any) -> None:
        self.text_ends()
        self.quotes += 1

    def quote_ends(self, _: Any) -> None:
        self.quotes -= 1

    def table_begins(self, _: Any) -> None:
        self.text_ends()
        self.end_list()

    def row_begins(self, _: Any) -> None:
        self.table.append([])

    def cell_ends(self, _: Any) -> None:
        self.table[-1].append(clean(self._taken()[0]))

    def table_ends(self, _: Any) -> None:
        self.page.lines("table", (" | ".join(row) for row in self.table))
        self.table = []

    def code_begins(self, about: Any) -> None:
        self.text_ends()
        self.code = about

    def code_ends(self, _: Any) -> None:
        text = "".join(said for _, said in self.inline)
        self.inline = []
        if (
            self.mdx and self.code == "Indented"
        ):  # MDX has no code by indentation (mdxjs.com, "What is MDX")
            self.run(UNDERLINE.sub(r"\\", dedent(text)))
            return
        self.end_list()
        words = self.code["Fenced"].split() if isinstance(self.code, dict) else []
        language = re.sub(r"[{}.,:\s].*", "", words[0].lstrip("{.")) if words else ""
        self.page.code(text, language.lower())

    def html_ends(self, _: Any) -> None:
        text = "".join(said for _, said in self.inline)
        self.inline = []
        if text.strip():
            self.end_list()
            write_html(text, self.page)

    def heading_ends(self, level: str) -> None:
        text, _ = self._taken()
        self.end_list()
        self.page.line("heading", text, level=int(level[1]))

    def text_ends(self, _: Any = None) -> None:
        """A paragraph has ended, or the words of an item that has none."""
        inline = self.inline
        if not inline:
            return
        text, jumps_only = self._taken()
        if self.lists:
            if text.strip() and not jumps_only:
                self.rows.append(self.mark + text)
            self.mark = ""
        elif rows := definitions(inline):
            self.page.lines("list", rows)
        else:
            self._paragraph(text, _speaker(inline) if self.spoken else "")

    def _taken(self) -> tuple[str, bool]:
        """(the words so far, whether they are nothing but links into the page itself)."""
        self.page.linked += linked_words(self.inline)
        found = inline_text(self.inline, self.page.removed)
        self.inline = []
        return found

    def _paragraph(self, text: str, speaker: str) -> None:
        if speaker:
            self.page.line("speaker", speaker, label=speaker[:-1])
            text = text.removeprefix(speaker)
        kind = "cue" if self.spoken else "quote" if self.quotes else "paragraph"
        self.page.line("boilerplate" if LICENCE.match(text) else kind, text)


STEPS: dict[str, Callable[[_Walk, Any], None]] = {
    "Paragraph": _Walk.text_ends,
    "/Paragraph": _Walk.text_ends,
    "Heading": _Walk.text_ends,
    "/Heading": _Walk.heading_ends,
    "List": _Walk.list_begins,
    "/List": _Walk.list_ends,
    "Item": _Walk.item_begins,
    "/Item": _Walk.text_ends,
    "BlockQuote": _Walk.quote_begins,
    "/BlockQuote": _Walk.quote_ends,
    "Table": _Walk.table_begins,
    "TableHead": _Walk.row_begins,
    "/TableHead": _Walk.text_ends,
    "TableRow": _Walk.row_begins,
    "/TableRow": _Walk.text_ends,
    "TableCell": _Walk.text_ends,
    "/TableCell": _Walk.cell_ends,
    "/Table": _Walk.table_ends,
    "CodeBlock": _Walk.code_begins,
    "/CodeBlock": _Walk.code_ends,
    "HtmlBlock": _Walk.text_ends,
    "/HtmlBlock": _Walk.html_ends,
    "Rule": _Walk.text_ends,
}


def inline_text(inline: list[Event], removed: Counter[str]) -> tuple[str, bool]:
    """(the words, whether they are nothing but links into the page itself)."""
    line = InlineLine(removed)
    outside, jumping, jumps, hidden = "", False, 0, 0
    starred: list[str] = []  # of each open emphasis its mark, when that is a sign of multiplication
    for number, (kind, said) in enumerate(inline):
        if kind in ("Image", "/Image"):
            hidden += 1 if kind == "Image" else -1
        elif hidden:
            continue
        elif kind in ("Text", "Code"):
            line.add(said)
            outside += "" if jumping else said
        elif kind == "Link":
            jumping = said["dest_url"].startswith("#")
            jumps += jumping
        elif kind == "/Link":
            jumping = False
        elif kind in EMPHASIS:
            starred.append(EMPHASIS[kind] if _between_figures(inline, number) else "")
            line.add(starred[-1])
        elif kind in ("/Emphasis", "/Strong"):
            line.add(starred.pop() if starred else "")  # of a line, its emphasis may open before
        elif kind in ("Strikethrough", "/Strikethrough"):
            (line.open if kind == "Strikethrough" else line.close)("s")
        elif kind in BREAKS:
            line.add(" ")
        elif kind == "InlineHtml" and (tag := TAG.match(said)):
            if _is_text(said, tag["name"], _words(inline[number - 1]) if number else ""):
                line.add(said)
            else:
                _tag(line, tag["name"].lower(), closes=bool(tag["closes"]))
    return line.text(), bool(jumps) and not outside.strip(" .-–—:|•")


def _words(event: Event) -> str:
    """The words of an event."""
    return event[1] if isinstance(event[1], str) else ""


def _is_text(tag: str, name: str, before: str) -> bool:
    """Whether what has the form of a tag is none: `<seconds>`, or a type's parameter (`Vec<T>`)."""
    if PLACEHOLDER.fullmatch(tag) is None:
        return False
    return name.lower() not in HTML_NAMES and (name.islower() or before[-1:].isalnum())


def _between_figures(inline: list[Event], at: int) -> bool:
    """Whether emphasis opens between two figures: `2*3*4` is no 234."""
    before = _words(inline[at - 1])[-1:] if at else ""
    after = _words(inline[at + 1])[:1] if at + 1 < len(inline) else ""
    return before.isdigit() and after.isdigit()


def _tag(line: InlineLine, name: str, *, closes: bool) -> None:
    """What an HTML tag in running text says."""
    if name in MEANT:
        (line.close if closes else line.open)(name)
    elif name in tree.CELLS | tree.ROWS:
        line.add(" | " if line and not closes else " ")
    elif name in tree.BLOCKS:
        line.add(" • " if name == "li" and not closes else " ")


def definitions(inline: list[Event]) -> list[str]:
    """Rows of a definition list of Markdown Extra, which CommonMark takes for one paragraph; none when
    it is no such list."""
    lines: list[list[Event]] = [[]]
    for event in inline:
        if event[0] in BREAKS:
            lines.append([])
        else:
            lines[-1].append(event)
    if not any(line and _words(line[0]).startswith(":") for line in lines):
        return []
    rows: list[str] = []
    found = False
    for words in (inline_text(line, Counter())[0] for line in lines):
        defines = DEFINES.match(words)
        found = found or defines is not None
        if defines or not rows or not rows[-1].startswith("- "):
            rows.append(f"- {words[defines.end() :]}" if defines else words)
        else:
            rows[-1] += f" {words}"
    return rows if found else []


def _speaker(inline: list[Event]) -> str:
    """The name with a colon that a paragraph opens with in bold, or ""."""
    if inline[0][0] != "Strong":
        return ""
    end = next(n for n, event in enumerate(inline) if event[0] == "/Strong")
    name = "".join(map(_words, inline[1:end]))
    return name if name.endswith(":") and 3 <= len(name) <= LABEL + 1 else ""


def linked_words(inline: list[Event]) -> int:
    """Words inside links."""
    inside, count = False, 0
    for event in inline:
        inside = event[0] == "Link" or (inside and event[0] != "/Link")
        count += len(_words(event).split()) if inside else 0
    return count


def write_html(fragment: str, page: Manuscript) -> None:
    """Write an HTML fragment into a manuscript."""
    root = html_fragment(fragment)
    if root is None:
        return
    meaning.mark(root, page.removed)
    tree.write(root.body, page)
