"""Where code stands in a Markdown text, fenced or in a line: what changes prose leaves it as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.text.spans import CodeSpans

FENCE = re.compile(
    r"^(?P<indent>[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]+)*)(?P<mark>`{3,}|~{3,})(?P<rest>[^\n]*)$",
    re.MULTILINE,
)


def outside_fences(text: str, change: Callable[[str], str], *, keep: bool = True) -> str:
    """Apply `change` to everything that is not in a fenced code block; without `keep` the code goes."""
    done, at = [], 0
    for start, end in fences(text):
        done += [change(text[at:start]), text[start:end] if keep else ""]
        at = end
    return "".join([*done, change(text[at:])])


def fences(text: str) -> list[tuple[int, int]]:
    """Spans of fenced code blocks; an unclosed fence runs to the end."""
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for match in FENCE.finditer(text):
        if opened is None:
            if not (match["mark"][0] == "`" and "`" in match["rest"]):
                opened = match
        elif match["mark"].startswith(opened["mark"]) and not match["rest"].strip():
            spans.append((opened.start(), match.end()))
            opened = None
    if opened is not None:
        spans.append((opened.start(), len(text)))
    return spans


def outside_spans(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to everything that is not in a code span."""
    done, at = [], 0
    for span in CodeSpans().find(text) if "`" in text else ():
        done += [change(text[at : span.start]), span.group()]
        at = span.end
    return "".join([*done, change(text[at:])])
