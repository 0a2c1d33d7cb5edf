"""One Markdown file under examination: its blocks, its evidence, and what was found so far.

Enter: a parsed file and numbered sources. Leave: findings in the author's own lines and columns,
edits that would mend them, and the sources that were cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Unpack

from pipeline.records import EvidenceItem, Finding, Where
from pipeline.records.rules import Details, finding
from pipeline.verify.claims.restated import Uncited
from pipeline.verify.markdown import marks
from pipeline.verify.markdown.marks import Mark
from pipeline.verify.markdown.parse import MarkdownBlock, Parsed

# Sentences that a verified record answers for, as folded words, with the sources each cites.
Vouched = Mapping[tuple[str, ...], frozenset[int]]
# Lines that code makes of a verified record, with one space between words.
Made = frozenset[str]


CITED = "{ .cite"  # on the lines of a page that say something of a source


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file is judged: under which name, at which floor, and what a verified record answers for."""

    file: str = ""
    floor: int = 90
    vouched: Vouched = field(default_factory=dict)
    made: Made = frozenset()


@dataclass
class Sheet:
    """One file under examination."""

    parsed: Parsed
    items: dict[int, EvidenceItem]
    file: str
    vouched: Vouched
    made: Made = frozenset()
    found: list[Finding] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    cited: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)  # starts of blocks that only list sources
    cited_text: list[list[str]] = field(default_factory=lambda: [[]])  # by section
    uncited: list[Uncited] = field(default_factory=list)
    total: int = 0
    judged: int = 0

    def is_made(self, block: MarkdownBlock) -> bool:
        """Whether each line of a block is one that code makes of the record, none a writer's."""
        text = self.parsed.text
        start = text.rfind("\n", 0, block.start) + 1
        end = text.find("\n", block.end)
        lines = text[start : end if end >= 0 else len(text)].splitlines()
        whole = [" ".join(line.split()) for line in lines if line.strip()]
        return bool(self.made) and all(one in self.made and CITED not in one for one in whole)

    def report(self, rule: str, at: int, match: str, message: str, **more: Unpack[Details]) -> None:
        line, column = self.parsed.place(at)
        self.found.append(
            finding(rule, Where(line=line, column=column, file=self.file), match, message, **more)
        )

    def marks(self, start: int, end: int) -> list[Mark]:
        """Citation marks of a stretch; a footnote cites what its definition names.

        A footnote that neither has a source's number nor names one in its definition is a remark.
        """
        text = self.parsed.text
        found = marks.keyed(marks.marks(text, start, end), self.keys)
        taken = [(one.start, one.end) for one in found]
        linked = (
            *marks.links(text, start, end, self.places),
            *marks.labelled(text, (start, end), self.labels),
        )
        found += [one for one in linked if not any(a < one.end and one.start < b for a, b in taken)]
        found.sort(key=lambda one: one.start)
        named = [
            replace(one, numbers=self.notes.get(self.label(one), one.numbers))
            if one.style == "note"
            else one
            for one in found
        ]
        return [one for one in named if one.numbers or one.style != "note"]

    def label(self, mark: Mark) -> str:
        return self.parsed.text[mark.start + 2 : mark.end - 1]

    @cached_property
    def keys(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the sources by the id that Pandoc's citations name them with, title and publisher."""
        out: dict[str, tuple[int, ...]] = {}
        for n, item in self.items.items():
            names = (item.source_id, item.title, item.source_title)
            for key in {one.casefold() for one in names if one}:
                out[key] = (*out.get(key, ()), n)
        return out

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the sources by their address."""
        out: dict[str, tuple[int, ...]] = {}
        for n, item in self.items.items():
            if item.url:
                place = marks.address(item.url)
                out[place] = (*out.get(place, ()), n)
        return out

    @cached_property
    def labels(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the sources by the label of a link to their address."""
        led = marks.led(self.parsed.text)
        return {
            label: self.places[place]
            for label, url in led.items()
            if (place := marks.address(url)) in self.places
        }

    @cached_property
    def notes(self) -> dict[str, tuple[int, ...]]:
        """Source numbers by footnote label, where a definition cites a source or gives its address."""
        out: dict[str, tuple[int, ...]] = {}
        for block in self.parsed.blocks:
            if block.kind == "note":
                inside = marks.marks(self.parsed.text, block.start, block.end)
                cited = tuple(n for one in inside if one.style != "note" for n in one.numbers)
                links = marks.links(self.parsed.text, block.start, block.end, self.places)
                linked = tuple(n for one in links for n in one.numbers)
                if cited or linked:
                    out[block.info] = tuple(dict.fromkeys(cited or linked))
        return out

    def known(self, marks: list[Mark]) -> list[int]:
        """The known sources that marks name; unknown and malformed ones are reported."""
        known: list[int] = []
        for mark in marks:
            words = self.parsed.text[mark.start : mark.end]
            if not mark.numbers:
                rule, message = (
                    "cite-malformed",
                    "This is no citation: a source is named by its number.",
                )
                if mark.keys:
                    rule, message = (
                        "cite-unknown",
                        f"No source of the evidence has the id {mark.keys[0]}.",
                    )
                self.report(rule, mark.start, words, message, fix="write [Source N]")
            for n in mark.numbers:
                if n in self.items:
                    known.append(n)
                    self.cited.add(n)
                else:
                    message = f"The evidence has no source {n}."
                    self.report("cite-unknown", mark.start, words, message, fix="cite one it has")
        return known
