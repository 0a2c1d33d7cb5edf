"""What a Markdown text hides: comments, and elements of HTML that are not shown.

Enter: a stretch outside code. Leave: the same without them, and counts of what was hidden; elements
that are inert go uncounted.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text.spans import BLANK_ROW, Elements, between

OPENS_BLOCK = re.compile(r"(?:[ ]{0,3}|[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]+)\Z")
LEAD = 40  # characters before a comment within which its line must begin for it to be a block
HIDDEN_STYLE = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:[;\"'}]|$)"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?\s*(?:[;\"'}]|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}(?:px|em|rem)?|clip\s*:\s*rect\(\s*0"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;[^\"']{0,200}overflow\s*:\s*hidden"
)
# The beginning of a shortcode of Hugo (`{{<video src=...>}}`), which is no tag.
NO_TAG = re.compile(r"\{\{<(?=[A-Za-z])")
STYLED = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
HIDES = re.compile(HIDDEN_STYLE, re.IGNORECASE)
INERT_TAGS = frozenset(
    "script style svg noscript template iframe video audio object embed source track".split()
)


def without_hidden(text: str, removed: Counter[str]) -> str:
    """Without comments and hidden elements, which are counted, and inert ones, which are not."""
    if "<" not in text:
        return text
    text, comments = _without_comments(NO_TAG.sub("{{< ", text))
    removed["comment"] += comments
    text, hidden = HIDDEN.subn("", text)
    removed["hidden"] += hidden
    return INERT.sub("", text)


def _hides(name: str, attributes: str) -> bool:
    """Whether a start tag says that its element is not shown."""
    if re.search(r"\shidden(?=[\s=/]|$)", attributes, re.IGNORECASE):
        return True
    return any(HIDES.search(style[1] or style[2] or "") for style in STYLED.finditer(attributes))


HIDDEN = Elements(_hides, to_the_end=True)
INERT = Elements(lambda name, _: name in INERT_TAGS, to_the_end=False)


def _without_comments(text: str) -> tuple[str, int]:
    """(the text, comments taken out). One that begins a line may be closed anywhere, or hides the
    rest; one inside a paragraph must be closed in it, else its mark is text (CommonMark 0.31,
    sections 4.6 and 6.6)."""
    done, at, count = [], 0, 0
    start, end = text.find("<!--"), 0
    blank = [match.start() for match in BLANK_ROW.finditer(text)] if start >= 0 else []
    while start >= 0:
        row = text[max(text.rfind("\n", max(0, start - LEAD), start) + 1, start - LEAD) : start]
        block = len(row) < LEAD and OPENS_BLOCK.match(row) is not None
        end = text.find("-->", start + 2) if end < start + 2 else end
        closed = end + 3 if end >= 0 else len(text) if block and not row.strip() else 0
        if closed and not block and between(blank, start, closed):
            closed = 0
        if closed:
            done.append(text[at:start])
            at, count = closed, count + 1
        elif end < 0:
            break
        start = text.find("<!--", closed or start + 4)
    return "".join([*done, text[at:]]), count
