"""Words that a page shows without their standing in its text: tooltips, pictures' words, labels.

Enter: the text of a file and one of its blocks. Leave: the spans of what attributes of its tags, the
titles of its links, the strings of a style sheet and the labels of a diagram show or read out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from pipeline.verify.markdown.parse import MarkdownBlock

_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]{0,400}?(?<!`)\1(?!`)")
_TAG = re.compile(r"<[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>")
_SHOWN = re.compile(
    r"\b(?:title|alt|aria-label|aria-description|placeholder|label|summary|value|srcdoc|data-toc-label)"
    r"\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\{[^{}\n]*data-toc-label[^{}\n]*\}")  # of a heading, in its list
_TITLED = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\s+(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')\s*\)"
)
_REFERRED = re.compile(
    r"^ {0,3}\[[^\]\n]+\]:\s*\S+\s+[\"'(](?P<title>[^\n]+)[\"')]\s*$", re.MULTILINE
)
_CONTENT = re.compile(r"\bcontent\s*:\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')")
_LABEL = re.compile(
    r"\"(?P<quoted>[^\"\n]+)\"|\|(?P<edge>[^|\"\n]+)\||[\[({](?P<node>[^\[\](){}\"|\n]+)[\])}]"
    r"|^\s*acc(?:Title|Descr)\s*:\s*(?P<described>[^\n]+)|(?<=[>)-])[^:\n|\[\]]{1,60}:\s+(?P<told>[^\n]+)$",
    re.MULTILINE,
)


def spans(text: str, block: MarkdownBlock) -> Iterator[tuple[int, int]]:
    """Where these words stand in the file, those of whole lines."""
    start = text.rfind("\n", 0, block.start) + 1
    end = text.find("\n", block.end)
    lines = text[start : end if end >= 0 else len(text)]
    for first, last in _drawn(lines, block) if block.kind == "code" else _said(lines, block):
        yield start + first, start + last


def every(text: str) -> list[str]:
    """What attributes of tags, and titles of links and their definitions, say in a whole text."""
    bare = _CODE.sub(lambda one: " " * len(one[0]), text)
    tags = (_found(_SHOWN, bare, *tag.span()) for tag in _TAG.finditer(bare))
    titles = (_found(_TITLED, bare), _found(_REFERRED, bare))
    return [text[a:b] for found in (*tags, *titles) for a, b in found]


def _drawn(lines: str, block: MarkdownBlock) -> Iterator[tuple[int, int]]:
    if block.info.startswith("mermaid"):
        yield from _found(_LABEL, lines)


def _said(lines: str, block: MarkdownBlock) -> Iterator[tuple[int, int]]:
    bare = _CODE.sub(lambda one: " " * len(one[0]), lines)
    for pattern in (_TAG, _LABELLED):
        for tag in pattern.finditer(bare):
            yield from _found(_SHOWN, bare, *tag.span())
    yield from _found(_TITLED, bare)
    if block.kind == "html":
        yield from _found(_CONTENT, bare)


def _found(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int]]:
    for one in pattern.finditer(text, start, end):
        name = one.lastgroup
        if name and any(char.isalnum() for char in one[name]):
            yield one.span(name)
