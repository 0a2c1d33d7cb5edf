"""Finds what stands between two marks, in time that grows with the text and not with its square.

Enter: a text and the marks of a construct: code spans, comments, shortcodes, elements. Leave: the
text with what was found put in its place. A regular expression of the form `open.*?close` looks
for the close of every open to the end of the text; here each text is gone through once for the
opening and once for the closing marks. Each class answers `sub` and `subn` as a pattern does.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

BLANK_ROW = re.compile(r"\n[ \t]*(?=\n)")
ITEM_MARK = r"(?:[-*+•]|\d{1,2}[.)])"  # in a pattern: before an item of a list
TICKS = re.compile(r"`+")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)(>?)")
CLOSING = re.compile(r"</([a-zA-Z][\w-]*)\s*>")
# Elements without contents, by the HTML standard.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, with the match of its opening mark and what stands inside."""

    text: str
    start: int
    end: int
    opened: re.Match[str] | None = None
    inside: str = ""

    @property
    def mark(self) -> str:
        """The first group of the opening mark."""
        return (self.opened[1] or "") if self.opened else ""

    def group(self) -> str:
        return self.text[self.start : self.end]


Put = str | Callable[[Span], str]


def put(text: str, spans: list[Span], instead: Put) -> tuple[str, int]:
    """The text with spans, which are in order and apart, replaced; and how many they were."""
    done, at = [], 0
    for span in spans:
        done += [text[at : span.start], instead if isinstance(instead, str) else instead(span)]
        at = span.end
    return "".join([*done, text[at:]]), len(spans)


class Spans(ABC):
    """What `find` gives of a text, answered as a pattern's `sub` and `subn`."""

    @abstractmethod
    def find(self, text: str) -> list[Span]:
        """Where a text holds what is looked for, in order and apart."""

    def subn(self, instead: Put, text: str) -> tuple[str, int]:
        return put(text, self.find(text), instead)

    def sub(self, instead: Put, text: str) -> str:
        return self.subn(instead, text)[0]


class CodeSpans(Spans):
    """Code spans of CommonMark: a run of backticks up to the next run that is just as long, in the
    same paragraph."""

    def find(self, text: str) -> list[Span]:
        runs = [match.span() for match in TICKS.finditer(text)]
        blank = [match.start() for match in BLANK_ROW.finditer(text)]
        places: dict[int, list[int]] = {}
        for number, (start, end) in enumerate(runs):
            places.setdefault(end - start, []).append(number)
        found: list[Span] = []
        number = 0
        while number < len(runs):
            start, end = runs[number]
            same = places[end - start]
            after = bisect_left(same, number) + 1
            closes = after < len(same) and not between(blank, end, runs[same[after]][0])
            if closes:
                found.append(Span(text, start, runs[same[after]][1]))
                number = same[after]
            number += 1
        return found


def uncoded(text: str) -> str:
    """A text without the marks of its code spans: `a` flag for where nothing can be set as code."""
    return CodeSpans().sub(lambda span: text[span.start : span.end].strip("`").strip(), text)


def unescaped(text: str) -> str:
    """Markdown with the signs that a backslash makes plain as they are read."""
    return ESCAPED.sub(r"\1", text)


def joined(spans: Iterable[tuple[int, int]], apart: int = 0) -> list[tuple[int, int]]:
    """Spans in order, those as one that overlap or lie no more than so many characters apart."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + apart:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def between(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, lies between two others."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


class Pairs(Spans):
    """From an opening mark to the first closing mark after it; one that never closes, or not
    within `most` characters, is text."""

    def __init__(self, opening: str, closing: str, *, most: int = 0) -> None:
        self._opening = re.compile(opening, re.MULTILINE)
        self._closing = re.compile(closing, re.MULTILINE)
        self._most = most

    def find(self, text: str) -> list[Span]:
        ends = [match.span() for match in self._closing.finditer(text)]
        starts = [start for start, _ in ends]
        found: list[Span] = []
        at = 0
        for opened in self._opening.finditer(text) if ends else ():
            if opened.start() < at:
                continue
            place = bisect_left(starts, opened.end())
            if place == len(starts):
                break
            if self._most and starts[place] - opened.end() > self._most:
                continue
            at = ends[place][1]
            inside = text[opened.end() : ends[place][0]]
            found.append(Span(text, opened.start(), at, opened, inside))
        return found


class Elements(Spans):
    """Elements of HTML that `wanted(name, attributes)` says yes to, up to the first end tag of that
    name. One without an end tag reaches to the end of the text, or only over its start tag; one that
    has none by the HTML standard is its start tag."""

    def __init__(self, wanted: Callable[[str, str], bool], *, to_the_end: bool) -> None:
        self._wanted = wanted
        self._to_the_end = to_the_end

    def find(self, text: str) -> list[Span]:
        ends: dict[str, list[tuple[int, int]]] = {}
        for match in CLOSING.finditer(text):
            ends.setdefault(match[1].lower(), []).append(match.span())
        found: list[Span] = []
        at = 0
        for tag in TAG.finditer(text):
            if tag.start() < at or not tag[3] or not self._wanted(tag[1].lower(), tag[2]):
                continue
            closing = ends.get(tag[1].lower(), [])
            place = bisect_left(closing, (tag.end(), 0))
            if place < len(closing):
                inner, at = closing[place]
            else:
                open_end = self._to_the_end and tag[1].lower() not in VOID
                inner = at = len(text) if open_end else tag.end()
            found.append(Span(text, tag.start(), at, tag, text[tag.end() : inner]))
        return found
