"""Reads Markdown, MDX too: front matter, then CommonMark with tables.

Enter: a Markdown file or string. Leave: a Reading; or the parts written into a manuscript, for
readers whose documents hold Markdown (advisories, notebooks, dumps). Emphasis and links are
reduced to their words; a list of links into the page itself (a table of contents) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance, title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.html import meaning
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.parse import fragment as html_fragment
from pipeline.ingest.readers.html.tags import HTML_NAMES
from pipeline.ingest.readers.inline import MEANT, InlineLine
from pipeline.ingest.readers.markup import is_mdx, plain_markdown
from pipeline.ingest.reading import Input, Read, reading
from pipeline.text.words import clean

LICENCE = re.compile(
    r"\s*(?:Licensed (?:to the|under)\b|Copyright (?:\(c\)|©|\d{4})|SPDX-License-Identifier|"
    r"Permission is hereby granted|THE SOFTWARE IS PROVIDED|Redistribution and use in source|"
    r"This (?:work|content|document) is licensed under)",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"\*\*([^*\n]{2,40}?):\*\*[ \t]*")
TRANSCRIPT_SHARE = 0.6  # of paragraphs opening with a speaker; interviews have over 0.9, prose 0
TAG = re.compile(r"<(?P<closes>/)?(?P<name>[A-Za-z][A-Za-z0-9]*)")
PLACEHOLDER = re.compile(
    r"<[A-Za-z]\w*>"
)  # `Vec<u8>`, `--limit=<seconds>`: text, no element of HTML
DUNDER = re.compile(r"(?<![\w`])__[a-z]\w*?__(?![\w`])")  # `__init__` in a title is no emphasis
GUARD = "\ue005"  # stands before a title, so that nothing in it begins a line
DEFINES = re.compile(r"^:[ \t]+(?=\S)", re.MULTILINE)


def read(source: Input) -> Read:
    """Read one Markdown or MDX file."""
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    matter, body = front_matter(text)
    write(body, page, mdx=source.suffix == "mdx")
    known = {**matter, **source.meta}
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
    text = plain_markdown(f"{GUARD}{text}", Counter())
    tokens = parser(False).parseInline(clean(text).removeprefix(GUARD))
    return clean(inline_text(tokens[0].children or [], Counter())[0])


def write(text: str, page: Manuscript, *, mdx: bool = False) -> None:
    """Write Markdown into a manuscript."""
    mdx = mdx or is_mdx(text)
    text = plain_markdown(text, page.removed, mdx=mdx)
    openers = len(re.findall(r"^\*\*[^*\n]{2,40}?:\*\*", text, re.MULTILINE))
    spoken = openers > 5 and openers > TRANSCRIPT_SHARE * len(
        re.findall(r"^\S.*$", text, re.MULTILINE)
    )
    _Walk(page, spoken).run(parser(mdx).parse(text))


@cache
def parser(mdx: bool) -> MarkdownIt:
    """CommonMark with tables; MDX has no code by indentation (mdxjs.com, "What is MDX")."""
    made = _AsWritten("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return made.disable("code") if mdx else made


class _AsWritten(MarkdownIt):
    """Leaves addresses as they stand: of a link we read only whether it leads into its own page."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802, the parser's own name
        return url


class _Walk:
    """Goes through the tokens once; knows which list, quote and item it is in."""

    def __init__(self, page: Manuscript, spoken: bool) -> None:
        self.page = page
        self.spoken = spoken
        self.rows: list[str] = []
        self.lists: list[int] = []  # number of the item before of each open list; -1: no order
        self.mark = ""  # what stands before the next row, when it opens a list item
        self.quotes = 0
        self.level = 0
        self.table: list[list[str]] = []

    def run(self, tokens: list[Token]) -> None:
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step:
                step(token)
        self._end_list()

    def _heading_open(self, token: Token) -> None:
        self.level = int(token.tag[1])

    def _heading_close(self, _: Token) -> None:
        self.level = 0

    def _bullet_list_open(self, _: Token) -> None:
        self.lists.append(-1)

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self.lists.append(int(start) - 1 if start is not None else 0)

    def _bullet_list_close(self, _: Token) -> None:
        self.lists.pop()
        if not self.lists:
            self._end_list()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        if self.lists[-1] >= 0:
            self.lists[-1] += 1
        self.mark = f"{self.lists[-1]}. " if self.lists[-1] >= 0 else "- "

    def _blockquote_open(self, _: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self.quotes -= 1

    def _table_open(self, _: Token) -> None:
        self._end_list()
        self.table = []

    def _tr_open(self, _: Token) -> None:
        self.table.append([])

    def _table_close(self, _: Token) -> None:
        self.page.lines("table", (" | ".join(row) for row in self.table))
        self.table = []

    def _fence(self, token: Token) -> None:
        self._end_list()
        words = token.info.split()
        language = re.sub(r"[{}.,:\s].*", "", words[0].lstrip("{.")) if words else ""
        self.page.code(token.content, language.lower())

    _code_block = _fence

    def _html_block(self, token: Token) -> None:
        if not token.content.strip():
            return
        self._end_list()
        write_html(token.content, self.page)

    def _inline(self, token: Token) -> None:
        text, jumps_only = inline_text(token.children or [], self.page.removed)
        self.page.linked += linked_words(token.children or [])
        if self.table:
            self.table[-1].append(clean(text))
        elif self.level:
            self._end_list()
            self.page.line("heading", text, level=self.level)
        elif self.lists:
            if text.strip() and not jumps_only:
                self.rows.append(self.mark + text)
            self.mark = ""
        elif DEFINES.search(token.content):
            self.page.lines("list", definitions(token.children or [], self.page.removed))
        else:
            self._paragraph(token.content, text)

    def _paragraph(self, raw: str, text: str) -> None:
        speaker = SPEAKER.match(raw) if self.spoken else None
        if speaker:
            self.page.line("speaker", speaker[1] + ":", label=speaker[1])
            text = text.removeprefix(speaker[1] + ":")
        kind = "cue" if self.spoken else "quote" if self.quotes else "paragraph"
        self.page.line("boilerplate" if LICENCE.match(text) else kind, text)

    def _end_list(self) -> None:
        if self.rows:
            self.page.lines("list", self.rows)
            self.rows = []


def inline_text(children: list[Token], removed: Counter[str]) -> tuple[str, bool]:
    """(the words, whether they are nothing but links into the page itself)."""
    line = InlineLine(removed)
    outside, jumping, jumps = "", False, 0
    starred: list[str] = []  # of each open emphasis its mark, when that is a sign of multiplication
    for number, child in enumerate(children):
        if child.type == "link_open":
            jumping = str(child.attrGet("href") or "").startswith("#")
            jumps += jumping
        elif child.type == "link_close":
            jumping = False
        elif child.type in ("text", "code_inline"):
            line.add(child.content)
            outside += "" if jumping else child.content
        elif child.type in ("em_open", "strong_open"):
            starred.append(child.markup if _between_figures(children, number) else "")
            line.add(starred[-1])
        elif child.type in ("em_close", "strong_close"):
            line.add(starred.pop())
        elif child.type in ("s_open", "s_close"):
            (line.open if child.type == "s_open" else line.close)("s")
        elif child.type in ("softbreak", "hardbreak"):
            line.add(" ")
        elif child.type == "html_inline" and (tag := TAG.match(child.content)):
            if _is_text(child.content, tag["name"], children[number - 1].content if number else ""):
                line.add(child.content)
            else:
                _tag(line, tag["name"].lower(), closes=bool(tag["closes"]))
    return line.text(), bool(jumps) and not outside.strip(" .-–—:|•")


def _is_text(tag: str, name: str, before: str) -> bool:
    """Whether what has the form of a tag is none: `<seconds>`, or a type's parameter (`Vec<T>`)."""
    if PLACEHOLDER.fullmatch(tag) is None:
        return False
    return name.lower() not in HTML_NAMES and (name.islower() or before[-1:].isalnum())


def _between_figures(children: list[Token], at: int) -> bool:
    """Whether emphasis opens between two figures: `2*3*4` is no 234."""
    before = children[at - 1].content[-1:] if at else ""
    after = children[at + 1].content[:1] if at + 1 < len(children) else ""
    return before.isdigit() and after.isdigit()


def _tag(line: InlineLine, name: str, *, closes: bool) -> None:
    """What an HTML tag in running text says."""
    if name in MEANT:
        (line.close if closes else line.open)(name)
    elif name in tree.CELLS | tree.ROWS:
        line.add(" | " if line and not closes else " ")
    elif name in tree.BLOCKS:
        line.add(" • " if name == "li" and not closes else " ")


def definitions(children: list[Token], removed: Counter[str]) -> list[str]:
    """Rows of a definition list of Markdown Extra, which CommonMark takes for one paragraph."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(child)
    rows: list[str] = []
    for words in (inline_text(line, removed)[0] for line in lines):
        defines = DEFINES.match(words)
        if defines or not rows or not rows[-1].startswith("- "):
            rows.append(f"- {words[defines.end() :]}" if defines else words)
        else:
            rows[-1] += f" {words}"
    return rows


def linked_words(children: list[Token]) -> int:
    """Words inside links."""
    inside, count = False, 0
    for child in children:
        inside = child.type == "link_open" or (inside and child.type != "link_close")
        count += len(child.content.split()) if inside else 0
    return count


def write_html(fragment: str, page: Manuscript) -> None:
    """Write an HTML fragment into a manuscript."""
    root = html_fragment(fragment)
    if root is None:
        return
    meaning.mark(root, page.removed)
    tree.write(root.body, page)
