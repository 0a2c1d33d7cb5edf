"""Documents of other makers, read as the Markdown that the verifier reads.

Enter: the text of an HTML page or of reStructuredText. Leave: a text of the same length, each word
in its place, with the borders of its blocks and its citations as Markdown has them; and the findings
on it, in the lines and columns of the file as its author has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.records import Finding

_UNSEEN = re.compile(
    r"<!DOCTYPE[^<>]*>|<\?[^<>]*\?>|<(?P<name>head|script|style|template)\b.*?</(?P=name)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_RAISED = re.compile(
    r"<sup\b[^<>]*>\s*\[?\s*<a\b[^<>]*>\s*\[?(?P<n>\d{1,4})\]?\s*</a>\s*\]?\s*</sup>", re.IGNORECASE
)
_QUOTED = re.compile(r"<blockquote\b[^<>]*>(?:\s*<p\b[^<>]*>)?", re.IGNORECASE)
_HEADED = re.compile(r"<h(?P<level>[1-6])\b[^<>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]*>(?:\s*<p\b[^<>]*>)?", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:html|body|main|article|section|header|footer|nav|aside|div|p|ul|ol|li|dl|dt|dd|table|thead"
    r"|tbody|tfoot|tr|td|th|caption|figure|figcaption|blockquote|h[1-6]|hr|form|details|summary)\b[^<>]*>",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\bLast updated:? \d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?(?: (?:[+-]\d{4}|[A-Z]{2,5}))?"
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INDENT = re.compile(r"\n([ \t]+)")
_NOTED = re.compile(r"(?m)^\.\. (?=\[#?\w{1,20}\] )")
_NUMBERED = re.compile(r"(\[\d{1,4}\])_(?!\w)")
_DIRECTIVE = re.compile(r"(?m)^[ \t]*(?:\.\. [\w-]+::.*|:[\w-]+:.*)$")


def as_markdown(text: str, suffix: str) -> str:
    """The text as Markdown, character for character; what is Markdown or plain text stays as it is."""
    reader = _FORMS.get(suffix.lower())
    return reader(text) if reader else text


def _page(text: str) -> str:
    for pattern in (_UNSEEN, _STAMP):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    text = _RAISED.sub(lambda found: f"[{found['n']}]".ljust(len(found[0])), text)
    text = _QUOTED.sub(lambda found: _ending(found, "\n\n> "), text)
    text = _HEADED.sub(
        lambda found: _ending(found, f"\n{'#' * min(2, int(found['level']))} "), text
    )
    text = _ITEM.sub(lambda found: _ending(found, "\n- "), text)
    text = _BLOCK.sub(lambda found: _ending(found, "\n\n"), text)
    text = _BREAK.sub(lambda found: _ending(found, "\n"), text)
    return _INDENT.sub(lambda found: f"{found[1]}\n", text)


def _ending(found: re.Match[str], sign: str) -> str:
    """A tag's place with a sign at its end."""
    return sign.rjust(len(found[0]))


def _structured(text: str) -> str:
    """reStructuredText: its notes and citations; a box is its text."""
    text = _NOTED.sub("   ", text)
    text = _NUMBERED.sub(r"\1 ", text)
    return _DIRECTIVE.sub(lambda found: " " * len(found[0]), text)


_FORMS: dict[str, Callable[[str], str]] = {
    ".html": _page, ".htm": _page, ".xhtml": _page, ".rst": _structured,
}  # fmt: skip


def located(findings: Iterable[Finding], read: str, text: str) -> tuple[Finding, ...]:
    """Findings on the text as it was read, placed in the file as it is."""
    theirs, ours = _starts(read), _starts(text)
    out = []
    for one in findings:
        where = one.where
        if where.line:
            at = theirs[where.line - 1] + max(0, where.column - 1)
            line = bisect_right(ours, at)
            where = replace(where, line=line, column=at - ours[line - 1] + 1)
        out.append(replace(one, where=where))
    return tuple(out)


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]
