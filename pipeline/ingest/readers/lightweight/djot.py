"""Djot as the Markdown that says the same.

Enter: the text of a .dj file. Leave: Markdown; raw markup of another format, attributes and the fences of
divisions are out, what is struck is so in Markdown. What Djot shares with Markdown stands as it is.
After the syntax reference of Djot.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.ingest.readers.markup.fences import outside_fences, outside_spans

RAW_BLOCK = re.compile(
    r"^(?P<fence>`{3,})[ \t]*=\w+[ \t]*\n(?:(?!(?P=fence))[^\n]*\n){0,5000}(?P=fence)`*[ \t]*$",
    re.MULTILINE,
)
RAW_SPAN = re.compile(r"(`+)(?!`)[^`\n]{0,500}\1\{=\w+\}")
ATTRIBUTES = re.compile(
    r"\{(?:[ ]?(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"\n]{0,300}\"|[\w:/.-]+)|%[^%\n]{0,300}%)){1,20}[ ]?\}"
)
FENCE_OF_DIVISION = re.compile(r"^[ \t]*:{3,}[ \t]*[\w-]*[ \t]*$", re.MULTILINE)
STRUCK = re.compile(r"\{-([^\n{}]{1,500})-\}")
MARKED = re.compile(r"\{([+=_*^~'\"])([^\n{}]{1,500})\1\}")
# A word raised or lowered without braces: `10^6^`, `H~2~O`.
BARE = re.compile(r"(?<![\\~^])([\^~])(?![\s^~])([^\^~\n]{1,60})(?<!\s)\1(?!~)")
RAISED = {"^": "sup", "~": "sub", "+": "ins"}
SOFT_SPACE = re.compile(r"\\ (?=\S)")


def from_djot(text: str, removed: Counter[str]) -> str:
    """The Markdown for a Djot text; raw markup is counted in `removed`."""
    text, raw = RAW_BLOCK.subn("", text)
    removed["raw"] += raw
    return outside_fences(text, _prose)


def _prose(text: str) -> str:
    text = RAW_SPAN.sub("", text)
    text = FENCE_OF_DIVISION.sub("", ATTRIBUTES.sub("", text))
    return outside_spans(text, _marks)


def _marks(text: str) -> str:
    """Running text without code in the marks of Markdown and HTML."""
    text = BARE.sub(_marked, MARKED.sub(_marked, text))
    return SOFT_SPACE.sub(" ", STRUCK.sub(r"~~\1~~", text))


def _marked(match: re.Match[str]) -> str:
    """A span in its marks: one that is raised, lowered or put in has its name in HTML."""
    name = RAISED.get(match[1])
    return f"<{name}>{match[2]}</{name}>" if name else match[2]
