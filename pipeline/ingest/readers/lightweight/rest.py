"""reStructuredText, parsed by docutils and written down with its structure.

Enter: the text of a .rst file and a manuscript. Leave: the manuscript with headings, paragraphs,
lists, tables, code and quotes in reading order; the fields under its title come back. Nothing is
inserted from a file and nothing is raw. Roles and directives of Sphinx, which docutils does not
know, are read by what they hold: a directive that only fetches something else goes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, roles, states

from pipeline.ingest.readers.builder import DEEPER, Manuscript
from pipeline.ingest.readers.inline import InlineLine
from pipeline.ingest.readers.layout import dedent, grid, written
from pipeline.ingest.readers.lightweight.sphinx import CODE, FETCHES, VERSIONED, role_words, titles
from pipeline.text.words import clean

Node = Any

LINE = 20_000  # characters; a longer line is no text of a person, and docutils reads it slowly
PARAGRAPH = (
    6_000  # characters; in a longer one marks are text: the parser looks for the end of each anew
)
DEPTH = 12  # of directives in directives
STRUCK = re.compile(r"(?:line-?through|del|s|strike(?:d|-?through|-?out)?)")
DIRECTIVE = re.compile(r"\s*\.\.\s+(?:\|[^|\n]+\|\s+)?([\w:+.-]+)::[ \t]*(.*)")
OPTION = re.compile(r"\s+:([\w-]+):[ \t]*(.*)")
LABELS = "label-of-another"  # marks a reference that shows the title of a section not at hand
LEADS = re.compile(r"(?:^|\b(?:see|in|and|or|of|to|by|from|with|per|cf|also)|\()$", re.IGNORECASE)
NUMBERED_ROLES = frozenset("ticket issue gh pull pr bug".split())
ON_SCREEN = frozenset(("guilabel", "menuselection"))
ACCELERATOR = re.compile(r"&(&|(?=\w))")  # a letter of a label that a key stands for
LOST = frozenset(("csv-table", "list-table"))  # tables with options that docutils does not know
SILENT = (
    nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending, nodes.raw, nodes.meta,
    nodes.image, nodes.docinfo, nodes.decoration, nodes.transition, nodes.title,
)  # fmt: skip
LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list, nodes.option_list)  # fmt: skip
KINDS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


def write(text: str, page: Manuscript) -> dict[str, str]:
    """Write reStructuredText down; returns the fields under its title, names in lower case."""
    document = _parsed(text)
    fields = _docinfo(document)
    _Writer(page, document).blocks(document, "paragraph")
    return fields


@cache
def _settings() -> Any:
    """Those of every parse; docutils takes longer to make them than to read a short text."""
    settings = frontend.get_default_settings(Parser)
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.report_level = settings.halt_level = 5
    settings.line_length_limit = LINE
    settings.trim_footnote_reference_space = True
    settings.syntax_highlight = "none"
    return settings


def _parsed(text: str) -> Node:
    settings = copy(_settings())
    settings.warning_stream = io.StringIO()
    document = utils.new_document("text", settings)
    roles._roles.clear()  # those that another document declared
    Parser(inliner=_Inliner(titles(text))).parse(_broken(text), document)
    return document


def _broken(text: str) -> str:
    """Lines too long for the parser, in pieces."""
    rows = (re.findall(rf".{{1,{LINE - 1}}}", row) or [""] for row in text.split("\n"))
    return "\n".join(part for row in rows for part in row)


class _Inliner(states.Inliner):  # type: ignore[misc]  # docutils ships no types
    """Reads roles that docutils does not know by their words; `titles` are those of labelled sections."""

    def __init__(self, titles: dict[str, str]) -> None:
        super().__init__()
        self.titles = titles

    def parse(self, text: str, lineno: int, memo: Any, parent: Node) -> Any:
        """Nodes of a paragraph, and messages about it."""
        if len(text) > PARAGRAPH:
            return [nodes.Text(text)], []
        return super().parse(text, lineno, memo, parent)

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Nodes of an interpreted text, and messages about it."""
        name = role.rsplit(":", 1)[-1].lower()
        if not role or role in roles._roles or name in ROLES:
            return super().interpreted(rawsource, text, name if name in ROLES else role, lineno)
        said = nodes.unescape(text)
        if name in ("pep", "rfc") and "<" not in said:
            return [nodes.inline(rawsource, f"{name.upper()} {said.partition('#')[0]}")], []
        words = self.titles.get(said.lower(), "") if name == "ref" else ""
        if name == "ref" and not words and "<" not in said:
            return [nodes.inline(rawsource, said, classes=[name, LABELS])], []
        words = words or role_words(said)
        if name in ON_SCREEN:
            words = ACCELERATOR.sub(r"\1", words).replace("-->", "‣")
        if name in NUMBERED_ROLES and words.isdigit():
            words = f"#{words}"
        if ":" in role or name in ("data", "file", "command"):
            words = words.lstrip("~")
        return [nodes.inline(rawsource, words, classes=[name])], []


for _name, _part in vars(states.Inliner).items():  # docutils looks for them in the class alone
    if isinstance(_part, str) and not _name.startswith("__"):
        setattr(_Inliner, _name, _part)
ROLES = frozenset(
    "sup superscript sub subscript math emphasis strong literal "
    "code title-reference title t".split()
)


def _docinfo(document: Node) -> dict[str, str]:
    """The fields that stand first, or first under the title; they are taken out of the text."""
    above = document
    for _ in range(2):
        body = [node for node in above if not isinstance(node, SILENT) and not _message(node)]
        if body and isinstance(body[0], nodes.field_list):
            above.remove(body[0])
            return {one[0].astext().lower(): one[1].astext() for one in body[0]}
        if not body or not isinstance(body[0], nodes.section):
            return {}
        above = body[0]
    return {}


def _message(node: Node) -> bool:
    return isinstance(node, nodes.system_message)


def _only_leads(node: Node) -> bool:
    """Whether a paragraph is nothing but references to sections of other files, whose titles stand there."""
    parts = [one for one in node if one.astext().strip(" ,;.\n")]
    return bool(parts) and all(
        LABELS in getattr(one, "attributes", {}).get("classes", ()) for one in parts
    )


class _Writer:
    """Goes through a document once; knows how deep its headings and directives stand."""

    def __init__(self, page: Manuscript, document: Node, *, level: int = 0, depth: int = 0) -> None:
        self.page = page
        self.document = document
        self.level = level
        self.depth = depth

    def blocks(self, above: Node, kind: str) -> None:
        """Write what stands in a node, one block after another."""
        for node in above:
            self._block(node, kind)

    def _block(self, node: Node, kind: str) -> None:
        if isinstance(node, nodes.comment):
            self.page.removed["comment"] += bool(node.astext().strip())
        elif isinstance(node, SILENT):
            return
        elif isinstance(node, nodes.section):
            self._section(node, kind)
        elif _message(node):
            self._unknown(node, kind)
        elif isinstance(node, (nodes.literal_block, nodes.doctest_block, nodes.math_block)):
            self._code(node)
        elif isinstance(node, nodes.table):
            self._table(node)
        elif isinstance(node, LISTS):
            rows: list[str] = []
            self._list(node, rows)
            self.page.lines("list", rows)
        elif isinstance(node, nodes.line_block):
            self.page.lines(kind, self._lines(node))
        elif isinstance(node, (nodes.footnote, nodes.citation)):
            self._note(node)
        elif isinstance(node, nodes.rubric):
            self.page.line("heading", self._words(node), level=min(6, self.level + 1))
        elif isinstance(node, nodes.TextElement):
            if _only_leads(node):
                self.page.removed["reference"] += 1
            else:
                self.page.line(kind, self._words(node))
        elif "contents" not in node.get("classes", ()):
            self._holding(node, kind)

    def _holding(self, node: Node, kind: str) -> None:
        """A node round blocks: a quote, a note, a figure."""
        inner = "quote" if isinstance(node, nodes.block_quote) else kind
        for title in node:
            if isinstance(title, nodes.title) and title.astext().strip():
                self.page.line(kind, self._words(title))
        self.blocks(node, inner)

    def _section(self, node: Node, kind: str) -> None:
        self.level += 1
        for title in node:
            if isinstance(title, nodes.title):
                self.page.line("heading", self._words(title), level=min(6, self.level))
        self.blocks(node, kind)
        self.level -= 1

    def _code(self, node: Node) -> None:
        named = [name for name in node.get("classes", ()) if name != "code"]
        session = isinstance(node, nodes.doctest_block)
        self.page.code(node.astext(), "python" if session else named[0] if named else "")

    def _note(self, node: Node) -> None:
        """A footnote, or an entry of a bibliography, after its label if its author gave one."""
        label = node[0].astext() if isinstance(node[0], nodes.label) else ""
        parts = [part for part in node if not isinstance(part, nodes.label) and not _message(part)]
        said = " ".join(map(self._words, parts))
        self.page.line("paragraph", f"[{label}] {said}" if label else said)

    def _lines(self, node: Node) -> Iterator[str]:
        for row in node:
            if isinstance(row, nodes.line_block):
                yield from self._lines(row)
            else:
                yield self._words(row)

    def _table(self, node: Node) -> None:
        titled = [self._words(part) for part in node if isinstance(part, nodes.title)]
        if any(True for _ in node.findall(nodes.literal_block)):  # it sets code beside code
            self.page.lines("paragraph", titled)
            for cell in node.findall(nodes.entry):
                self.blocks(cell, "paragraph")
            return
        rows = [
            [
                (clean(self._words(cell)), cell.get("morecols", 0) + 1, cell.get("morerows", 0) + 1)
                for cell in row
            ]
            for row in node.findall(nodes.row)
        ]
        self.page.lines("table", [*titled, *(" | ".join(row) for row in grid(rows))])

    def _list(self, node: Node, rows: list[str], deep: str = "") -> None:
        for number, item in enumerate(node, node.get("start", 1)):
            if isinstance(item, nodes.list_item):
                ordered = isinstance(node, nodes.enumerated_list)
                kind = KINDS.get(node.get("enumtype", ""), "1")
                self._item(item, rows, f"{written(number, kind)}. " if ordered else "- ", deep)
            elif isinstance(item, nodes.definition_list_item):
                terms = [self._words(one) for one in item if not isinstance(one, nodes.definition)]
                rows.append(deep + " : ".join(terms))
                self._item(item[-1], rows, "- ", deep)
            elif isinstance(item, (nodes.field, nodes.option_list_item)):
                self._item(item[-1], rows, f"- {self._words(item[0])}: ", deep)
            else:
                self._item([item], rows, "", deep)

    def _item(self, item: Node, rows: list[str], mark: str, deep: str) -> None:
        """An item as rows; code and tables in it stand between list blocks."""
        for node in item:
            if isinstance(node, LISTS):
                if mark.strip(" -"):
                    rows.append(deep + mark.rstrip())
                self._list(node, rows, deep + DEEPER)
            elif isinstance(node, nodes.TextElement) and not isinstance(
                node, (*SILENT, nodes.literal_block, nodes.doctest_block)
            ):
                words = clean(self._words(node))
                if not words:
                    continue
                rows.append(deep + mark + words)
            else:
                self.page.lines("list", rows)
                rows.clear()
                self._block(node, "paragraph")
                continue
            mark = ""

    def _unknown(self, node: Node, kind: str) -> None:
        """What docutils could not read: a directive of Sphinx, or one with options of Sphinx."""
        source = next((one.astext() for one in node if isinstance(one, nodes.literal_block)), "")
        rows = source.split("\n")
        found = DIRECTIVE.match(rows[0])
        if found is None:
            said = [re.sub(r"[+=|-]{3,}", "", row) for row in rows]
            self.page.lines("table", said) if "table" in node.astext().lower() else None
            return
        name, said_first = found[1].rsplit(":", 1)[-1].lower(), found[2].strip()
        at = 1
        options: dict[str, str] = {}
        while at < len(rows) and (match := OPTION.match(rows[at])):
            options[match[1]] = match[2]
            at += 1
        body = dedent(rows[at:])
        if name in CODE or name == "math":
            self.page.code("\n".join(body), "" if name == "math" else said_first)
        elif name not in FETCHES | LOST and self.depth < DEPTH:
            self._directive(name, said_first, options, body, kind)

    def _directive(
        self, name: str, first: str, options: dict[str, str], body: list[str], kind: str
    ) -> None:
        if name in VERSIONED:
            first = first.partition(" ")[2]
        if name == "changelog" and options.get("version"):
            day = options.get("released", "")
            self.page.line("heading", f"{options['version']} {day}", level=min(6, self.level + 1))
        elif "(" in first and first.endswith(")"):
            self.page.code("\n".join([first]))
        elif first and name not in ("change", "post", "only", "tab-item", "figure"):
            body = [first, "", *body] if name not in VERSIONED else [first, *body]
        if not any(row.strip() for row in body):
            return
        inner = _parsed("\n".join(body))
        for known, definition in self.document.substitution_defs.items():
            inner.substitution_defs.setdefault(known, definition)
        writer = _Writer(self.page, inner, level=self.level, depth=self.depth + 1)
        writer.blocks(inner, kind)

    def _words(self, node: Node) -> str:
        """The running text of a node."""
        line = InlineLine(self.page.removed)
        self._inline(node, line, 0)
        return line.text()

    def _inline(self, node: Node, line: InlineLine, depth: int) -> None:
        said = ""
        for child in node.children:
            if isinstance(child, nodes.Text):
                said = child.astext()
                line.add(said)
            elif isinstance(child, nodes.footnote_reference):
                self._marked(child, line, said)
            elif isinstance(child, nodes.citation_reference):
                line.add(f"[{child.astext()}]")
            elif isinstance(child, nodes.substitution_reference):
                self._substituted(child, line, depth)
            elif isinstance(child, (nodes.image, nodes.raw, nodes.system_message, nodes.comment)):
                continue
            elif tag := _meant(child):
                line.open(tag)
                self._inline(child, line, depth)
                line.close(tag)
                said = child.astext()
            else:
                apart = " " if not isinstance(child, nodes.Inline) else ""
                line.add(apart)
                self._inline(child, line, depth)
                line.add(apart)
                said = child.astext()

    def _marked(self, mark: Node, line: InlineLine, said: str) -> None:
        """A footnote's mark, which goes unless it is a word of its sentence (`see [1]_ and [2]_`)."""
        named = mark.astext() or mark.get("refname", "")  # the parser numbers none of them
        if LEADS.search(said.rstrip()) and named:
            line.add(f"{'' if said[-1:].isspace() else ' '}[{named}]")
        else:
            self.page.removed["footnote-mark"] += 1

    def _substituted(self, node: Node, line: InlineLine, depth: int) -> None:
        """What stands for a `|name|`; the day of today stands for nothing."""
        defined = self.document.substitution_defs
        name = node["refname"]
        found = defined.get(name) or defined.get(
            self.document.substitution_names.get(name.lower(), "")
        )
        if found is None or depth > DEPTH:
            line.add(node.astext())
        elif not re.match(r"\.\. \|[^|]+\| date::", found.rawsource):
            self._inline(found, line, depth + 1)


def _meant(node: Node) -> str:
    """The element of HTML that says what an inline node says, or ""."""
    if isinstance(node, nodes.superscript):
        return "sup"
    if isinstance(node, nodes.subscript):
        return "sub"
    return "s" if any(STRUCK.fullmatch(name) for name in node.get("classes", ())) else ""
