"""The text of a document while a reader writes it down: plain text plus its structure.

Enter: headings, paragraphs, lists, tables, code, cues and pages in reading order. Leave: one
text, parts separated by blank lines, and blocks whose offsets slice it exactly. Everything is
normalised on the way in, so offsets never move afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.ingest.normal import normalise
from pipeline.records import Block
from pipeline.text.words import clean

BLANK = "\n\n"
DEEPER = "  "  # what stands before an item of a list for each list that its own stands in


class Manuscript:
    """Collects parts in order; `removed` counts what normalisation and readers took out."""

    def __init__(self) -> None:
        self.removed: Counter[str] = Counter()
        self.linked = 0  # words that are the text of links
        self.links: list[int] = []  # the same for each block
        self._counted = 0
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._page: tuple[str, int, int] | None = None

    def line(
        self, kind: str, text: str, *, level: int = 0, label: str = "", glue: str = BLANK
    ) -> None:
        """Add running text on one line; nothing is added for blank text."""
        self._add(kind, clean(normalise(text, self.removed)), level, label, glue)

    def lines(self, kind: str, rows: Iterable[str], *, label: str = "") -> None:
        """Add a list or table, one row a line; rows of a list stay as deep as they stand."""
        kept = [normalise(row, self.removed) for row in rows]
        kept = [(_depth(row) if kind == "list" else "") + clean(row) for row in kept]
        self._add(kind, "\n".join(row for row in kept if row.strip("-| ")), 0, label, BLANK)

    def code(self, text: str, language: str = "") -> None:
        """Add code as it stands, but for outer blank lines and trailing spaces."""
        kept = normalise(text, self.removed).expandtabs(4).split("\n")
        body = "\n".join(row.rstrip() for row in kept).strip("\n")
        self._add("code", body if body.strip() else "", 0, language, BLANK)

    def take(self, other: Manuscript, number: int) -> None:
        """Add a block of another manuscript as it stands there."""
        block = other.blocks[number]
        self.linked += other.links[number]
        self._add(block.kind, other.text[block.start : block.end], block.level, block.label, BLANK)

    def page(self, label: str) -> None:
        """Start a page; the page before it ends here."""
        self.close_page()
        self._page = (label, len(self.blocks), self._length)

    def close_page(self) -> None:
        """Put a page block before the parts that were added since `page`."""
        if self._page is None:
            return
        label, at, _ = self._page
        inside = self.blocks[at:]
        if inside:
            self.blocks.insert(at, Block("page", inside[0].start, inside[-1].end, 0, label))
            self.links.insert(at, 0)
        self._page = None

    @property
    def text(self) -> str:
        """All that was written; it is put together once, however often it is asked for."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def last(self) -> str:
        """The words of the block just written, or ""."""
        return self.text[self.blocks[-1].start : self.blocks[-1].end] if self.blocks else ""

    def drop_last(self) -> None:
        """Take back the block just written."""
        text = self.text
        self.blocks.pop()
        self.links.pop()
        self._length = self.blocks[-1].end if self.blocks else 0
        self._parts = [text[: self._length]] if self._length else []

    def words(self) -> int:
        """Words written so far."""
        return sum(len(part.split()) for part in self._parts)

    def _add(self, kind: str, text: str, level: int, label: str, glue: str) -> None:
        if not text:
            return
        if self._parts:
            self._parts.append(glue)
            self._length += len(glue)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self.blocks.append(Block(kind, start, self._length, level, label))
        self.links.append(self.linked - self._counted)
        self._counted = self.linked


def _depth(row: str) -> str:
    """The spaces that a row begins with."""
    return row[: len(row) - len(row.lstrip(" "))]
