"""Reads Markdown, MDX too: front matter, then CommonMark with tables.

Enter: a Markdown file or string. Leave: a Reading; or the parts written into a manuscript, for
readers whose documents hold Markdown (advisories, notebooks, dumps). Emphasis and links are
reduced to their words; a list of links into the page itself (a table of contents) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from textwrap import dedent
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import DEEPER, Manuscript
from pipeline.ingest.readers.commonmark import (
    Event,
    definitions,
    events,
    in_a_cell,
    inline_text,
    linked_words,
    shown_lines,
    words_of,
)
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.days import dated, released
from pipeline.ingest.readers.facts.fields import fields_told
from pipeline.ingest.readers.facts.titles import heading, title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.html import meaning
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.parse import fragment as html_fragment
from pipeline.ingest.readers.markup import is_mdx, plain_markdown
from pipeline.ingest.readers.markup.fences import fences
from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Read, reading
from pipeline.text.lists import beside
from pipeline.text.words import clean

LICENCE = re.compile(
    r"\s*(?:Licensed (?:to the|under)\b|Copyright (?:\(c\)|©|\d{4})|SPDX-License-Identifier|"
    r"Permission is hereby granted|THE SOFTWARE IS PROVIDED|Redistribution and use in source|"
    r"This (?:work|content|document) is licensed under)",
    re.IGNORECASE,
)
TRANSCRIPT_SHARE = 0.6  # of paragraphs opening with a speaker; interviews have over 0.9, prose 0
# What begins a tag that no title is marked with (`Vec<u8>`, "escape the </script> of it").
NO_MARK = re.compile(
    r"(?<!\\)<(?=/?[A-Za-z][\w-]*[\s/>])(?!/?(?:a|b|i|u|em|strong|code|span|su[bp]|br|wbr|small|mark|kbd|q|s|del|ins|abbr|cite|"
    r"tt|font|img|p|div|h[1-6])[\s/>])",
    re.IGNORECASE,
)
DUNDER = re.compile(r"(?<![\w`])__[a-z]\w*?__(?![\w`])")  # `__init__` in a title is no emphasis
GUARD = "\ue005"  # stands before a title, so that nothing in it begins a line
FENCED = re.compile(r"[ \t]*(?:`{3}|~{3})")
UNDERLINE = re.compile(r"(?<=\S\n)[ \t]*(?=(?:-+|=+)[ \t]*$)", re.MULTILINE)  # of a heading
PROSE_FENCES = frozenset(
    ("release-note", "release-notes", "releasenote")
)  # of HashiCorp's changelogs
POSTED = re.compile(r"^`{3,}\{post\}[ \t]+(\S[^\n]*)$", re.MULTILINE)  # as ablog writes it in MyST
KEPT = ("changelog", "release_notes", "content", "body", "intro")  # fields that hold text of a page
STANDS_FOR = ("excerpt", "abstract", "synopsis")  # those that stand for it in lists
KEPT_WORDS = 12
# What stands over a list of links into the page itself, and a sentence that says what such a list holds.
CONTENTS = re.compile(beside(__file__).either("contents") + ":?", re.IGNORECASE)
INTRODUCES = re.compile(r"(?:\S+\s+){5,}\S+:")
# Code that a page made by knitr or Quarto runs and does not show, by the options of its chunk.
UNSHOWN = re.compile(r"^\{\w+\b[^}\n]*\b(?:include|echo)\s*=\s*F(?:ALSE)?\b")
UNSHOWN_BELOW = re.compile(
    r"(?:#\|[^\n]*\n)*#\|[ \t]*(?:include|echo):[ \t]*false\b", re.IGNORECASE
)
LABEL = 40  # characters of a speaker's name, at most


def read(source: Input) -> Read:
    """Read one Markdown or MDX file."""
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    matter, body = front_matter(text)
    fenced = bool(matter) and text.lstrip().startswith(
        "```toml"
    )  # an advisory's head, with its name
    write(body, page, mdx=source.suffix == "mdx")
    write_kept(matter, page)
    for said in fields_told(matter) if page.words() else ():
        page.line("paragraph", said)
    posted = POSTED.search(body[:4000]) if "{post}" in body else None
    known = {**({"date": posted[1]} if posted else {}), **matter, **source.meta}
    if dates.first(known, dates.PUBLISHED) is None and (day := released(page) or dated(page)):
        known |= {"published": day, "_origin": "page"}
    named_by = known.get("title") or ("" if not fenced or heading(page) else known.get("id"))
    stated = str(named_by or "")
    named = title(plain(stated), page, source.path)
    return (
        reading(
            source.path, named, page, raw_words=len(body.split()), kind="markdown",
            **provenance(known, source, "front matter" if matter else "metadata"),
        ),
    ), ()  # fmt: skip


def write_kept(matter: dict[str, Any], page: Manuscript) -> None:
    """Write the text that a site keeps in its front matter: a list of changes, and where nothing
    stands below, what stands for the page elsewhere."""
    alone = page.words() < KEPT_WORDS
    for name in (*KEPT, *(STANDS_FOR if alone else ())):
        said = matter.get(name)
        if (
            isinstance(said, str)
            and len(said.split()) >= KEPT_WORDS
            and clean(said) not in clean(page.text)
        ):
            write(said, page)
            if name in STANDS_FOR:
                return
    if isinstance(rows := matter.get("transcript"), list):
        transcripts.write_rows(rows, page)


def plain(text: str) -> str:
    """Inline Markdown or HTML reduced to its words, on one line; what would begin a block is text."""
    text = DUNDER.sub(lambda match: match[0].replace("_", "\\_"), clean(text))
    text = NO_MARK.sub(r"\\<", text)
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
        self.introduced = False  # whether a sentence says what the open list holds
        self.left_out = 0  # items of the open list that are nothing but links into the page
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
        if not self.lists:
            self.left_out = 0
            said = self.page.last()
            self.introduced = (
                bool(INTRODUCES.fullmatch(said)) and self.page.blocks[-1].kind == "paragraph"
            )
        self.lists.append(-1 if start is None else start - 1)

    def list_ends(self, _: Any) -> None:
        self.lists.pop()
        if self.lists:
            return
        headed = len(self.page.blocks) > 1 and CONTENTS.fullmatch(self.page.last())
        if self.left_out and not self.rows and headed:
            self.page.drop_last()
        self.page.removed["contents"] += self.left_out
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
        self.inline = in_a_cell(self.inline)
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
        said = self.code["Fenced"] if isinstance(self.code, dict) else ""
        if UNSHOWN.search(said) or UNSHOWN_BELOW.match(text):
            self.page.removed["hidden"] += 1
            return
        words = said.split()
        language = re.sub(r"[{}.,:\s].*", "", words[0].lstrip("{.")) if words else ""
        if language.lower() in PROSE_FENCES:
            self.run(text)
            self.end_list()
            return
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
        if not self.lists and len(lines := shown_lines(inline)) > 1 and not definitions(inline):
            for self.inline in lines:
                self.text_ends()
            return
        text, jumps_only = self._taken()
        if self.lists:
            if text.strip() and (self.introduced or not jumps_only):
                self.rows.append(DEEPER * (len(self.lists) - 1) + self.mark + text)
            else:
                self.left_out += jumps_only
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


def _speaker(inline: list[Event]) -> str:
    """The name with a colon that a paragraph opens with in bold, or ""."""
    if inline[0][0] != "Strong":
        return ""
    end = next(n for n, event in enumerate(inline) if event[0] == "/Strong")
    name = "".join(map(words_of, inline[1:end]))
    return name if name.endswith(":") and 3 <= len(name) <= LABEL + 1 else ""


def write_html(fragment: str, page: Manuscript) -> None:
    """Write an HTML fragment into a manuscript."""
    root = html_fragment(fragment)
    if root is None:
        return
    meaning.mark(root, page.removed)
    tree.write(root.body, page)
