"""Where the lines of a document begin and end: its sentences, and the items of its lists.

Enter: the items of one document, in reading order. Leave: slices of their text under their headings,
without the mark of a list, the kind of change before an entry, whose work it was and the numbers it ends on;
a sentence that ends on whose work it was is an item of a list of changes. Each is bytes of the source still.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.records import EvidenceItem
from pipeline.text.printable import credits
from pipeline.text.sentences import sentences
from pipeline.text.spans import ITEM_MARK
from pipeline.text.words import clean

LINES = frozenset({"paragraph", "cue", "list", "quote"})
NOT_LINES = frozenset({"heading", "list", "table", "code", "quote", "boilerplate"})
BULLET = re.compile(rf"(?m)^[ \t]*{ITEM_MARK}[ \t]+")
# Before what is announced, in a sentence of its own: `We announced earlier today that Kestrel is ...`.
TELLS_THAT = re.compile(
    r"(?:(?:Earlier )?(?:Today|This week|Yesterday),? )?[Ww]e (?:(?:are|['’]re) (?:\w+ )?(?:pleased|happy|excited|proud|thrilled)"
    r" to (?:announce|share)|(?:have )?announced?|can announce)(?: (?:earlier )?(?:today|this week|yesterday))? that (?=[A-Z])"
)
# What kind of change an entry of a changelog is, before the change itself.
CHANGE = re.compile(
    r"(?:\W{0,3}(?:Added|Changed|Fixed|Removed|Deprecated|Updated|Improved|Security|Breaking|BREAKING|New|Bug ?fix"
    r"|Feature|Enhancement|feat|fix|perf|chore|docs|refactor|IMPROVEMENT|BUG ?FIX|FEATURE|SECURITY|[0-9a-f]{7,40}|#?\d{3,6}(?=\W{0,2}[:–—-]))(?: ?\([\w, /-]{1,24}\))?\W{0,3}[:\-–—]\s+"
    r"|\[[A-Z]{3,}(?:[ /_-][A-Z]{2,}){0,2}\]\s+(?=[\w`@])"
    r"|(?:Added|Changed|Fixed|Removed|Deprecated|Updated|Improved) (?=[A-Z][a-z]+ [a-z`A-Z]))"
)
# The number of a change behind the sentence that tells it, where more is said of it: `... to 16 MiB. (#15535) The previous ...`.
NUMBERED = re.compile(r"\s{1,3}\((?:[\w-]+/[\w-]+)?#\d{2,6}(?:, ?#\d{2,6}){0,9}\)\.?(?=\s+[A-Z])")
# Where a sentence begins in small letters: with a version, `v3.7 ships`, or with a name and what it does, `vLLM routes`.
SMALL_FIRST = re.compile(r"(?<=[a-z]{3}\.)\s+(?=v\d|[a-z]{1,3}[A-Z][\w.]*[A-Za-z] [a-z])")
# A label that says of a sentence that it is the gist of its page; the sentence is what counts.
GIST = re.compile(
    r"(?:TL;?DR|In short|In a nutshell|Abstract|Summary|The short version)(?:\s*[:–—-]\s*|\s+(?=[A-Z]))"
)
# A label that says the same of a list: `TL;DR for operators:`.
GIST_LIST = re.compile(
    r"(?:^|\n)[ *_>]*(?:TL;?DR|In short|In a nutshell)\b[^\n.]{0,40}:[ *_]*\n\s*$"
)
# Names what its document brings: `Notable additions include LATERAL joins, lambda functions and a new reader`.
BROUGHT = re.compile(
    r"(?:(?:The|Its|Some|Our) )?(?:[Nn]otable|[Kk]ey|[Mm]ajor|[Mm]ain|[Bb]iggest|[Hh]eadline|[Mm]ost (?:significant|important|notable)) "
    r"(?:new )?(?:additions?|changes?|features?|improvements?|highlights|updates)\b[^.:;,]{0,40}\b(?:includes?|are|is|comprises?)\b(?=[^.:]*,)[^:]*$"
    r"|(?:The )?[Hh]ighlights (?:of [^.:;,]{2,40} )?(?:include|are)\b(?=[^.:]*,)[^:]*$"
    r"|The (?:biggest |main |major )?(?:highlight|headline) (?:feature )?of (?:this|the|our) [^.:;,]{2,40} (?:is|are) (?!that\b)[^:]*$"
)
OPENING = 3000  # characters of a document in which such a sentence is of all of it
HEAD = 80  # characters before a list in which its label stands
LABELLED = 18  # characters before a sentence in which its label stands
SUMMED = re.compile(r"(?:tl;?dr|in short|in a nutshell|abstract|summary)\b", re.IGNORECASE)
NEXT = 4  # characters between a listing and what stands under it


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of an item's text that may be a line, and where it stands: its block, heading and paragraph."""

    item: EvidenceItem
    start: int
    end: int
    kind: Literal["sentence", "bullet"]
    block: str
    heading: str
    paragraph: int
    heads: bool = True  # the first line of its paragraph
    after_code: bool = False  # that of a paragraph under a listing
    under_gist: bool = False  # an item of a list under `TL;DR:`

    @property
    def sums(self) -> bool:
        """Whether a label or the heading says that this is the gist."""
        return (
            self.under_gist
            or bool(GIST.search(self.item.text[max(0, self.start - LABELLED) : self.start + 1]))
            or bool(self.heads and SUMMED.match(self.heading))
            or bool(
                self.kind == "sentence"
                and self.item.start + self.start < OPENING
                and BROUGHT.match(self.item.text, self.start, self.end)
            )
        )


def slices(items: list[EvidenceItem]) -> Iterator[Slice]:
    """The sentences and list items of a document, in order; those of code and tables are none."""
    paragraph = 0
    for item in items:
        heading = item.headings[-1] if item.headings else ""
        listings = [one.end for one in item.blocks if one.kind == "code"]
        torn = _torn(item)
        for kind, start, end in _blocks(item):
            paragraph += 1
            under = any(0 <= start - at < NEXT for at in listings)
            if kind == "heading":
                heading = clean(item.text[start:end]).lstrip("# ")
            elif kind == "list":
                gist = bool(GIST_LIST.search(item.text, max(0, start - HEAD), start))
                for first, last in list(_bullets(item.text, start, end))[start in torn :]:
                    yield Slice(
                        item,
                        first,
                        last,
                        "bullet",
                        "paragraph",
                        heading,
                        paragraph,
                        under_gist=gist,
                    )
            else:
                found = list(_sentences(item.text, start, end))[start in torn :]
                for first, last in found:
                    heads, whole = first == found[0][0], credits.ended(item.text, first, last)
                    form: Literal["sentence", "bullet"] = "sentence" if whole == last else "bullet"
                    yield Slice(
                        item, first, whole, form, kind, heading, paragraph, heads, under and heads
                    )


def _torn(item: EvidenceItem) -> frozenset[int]:
    """Where blocks begin that open a page in the middle of a sentence, after `... of KV cache at 2`."""
    found = set()
    lines = sorted(one.start for one in item.blocks if one.kind in LINES | {"heading"})
    for page in (one for one in item.blocks if one.kind == "page"):
        before = (item.text[: page.start].strip() or item.before.strip()).rstrip("\"'”’)]")
        first = next((start for start in lines if page.start <= start < page.end), -1)
        if before and before[-1] not in ".!?:" and first >= 0:
            found.add(first)
    return frozenset(found)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, cut also where one begins in small letters: `... component. v3.7 ships ...`; without
    the label of one that says it all."""
    for first, last in sentences(text[start:end], offset=start):
        gist = GIST.match(text, first, last) or TELLS_THAT.match(text, first, last)
        at = gist.end() if gist and gist.end() < last else first
        for cut in SMALL_FIRST.finditer(text, first, last):
            yield at, cut.start()
            at = cut.end()
        yield at, last


def _blocks(item: EvidenceItem) -> Iterator[tuple[str, int, int]]:
    """Headings and blocks that hold lines; what no block covers is prose where none is known."""
    known = [one for one in item.blocks if one.kind in LINES | {"heading"} and one.end > one.start]
    if any(one.kind in LINES for one in known):
        yield from ((one.kind, one.start, one.end) for one in known)
        return
    cuts = sorted((one.start, one.end) for one in item.blocks if one.kind in NOT_LINES)
    edges = [(0, 0), *cuts, (len(item.text), len(item.text))]
    yield from (("paragraph", a[1], b[0]) for a, b in pairwise(edges) if b[0] > a[1])


def _bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first sentence of each item of a list, without its mark."""
    marks = list(BULLET.finditer(text, start, end))
    for mark, following in pairwise([*marks, None]):
        assert mark is not None
        last = following.start() if following else end
        begin, last = credits.told(text, mark.end(), last)
        while kind := CHANGE.match(text, begin, last):
            begin = kind.end()
        first = next(iter(sentences(text[begin:last], offset=begin)), None)
        if first:
            told = NUMBERED.search(text, first[0] + 1, first[1])
            whole = told.start() if told else first[1]
            yield credits.uncited(text, first[0], credits.ended(text, first[0], whole))
