"""Blocks, keys and bars of PyMdown Extensions, as MkDocs shows them.

Enter: Markdown. Leave: the same with a block (`/// note | Title`) as its title and its words, a key
(`++ctrl+c++`) as its name, a bar as its label. Written after the extensions' documentation.
"""

from __future__ import annotations

import re

BLOCK = re.compile(
    r"^(?P<pad>[ \t]*)/{3,}[ \t]*(?P<name>[a-z][\w-]{0,40})[ \t]*(?:\|(?P<title>[^\n]*))?\n"
    r"(?:[ \t]{4,}[a-z][\w-]{0,40}:[^\n]*\n){0,9}",
    re.MULTILINE,
)
END = re.compile(r"^[ \t]*/{3,}[ \t]*$", re.MULTILINE)
HIDDEN = frozenset(("define", "html"))  # blocks whose first words are no title
_KEY = r"(?:\"[^\"\n]{1,20}\"|[A-Za-z0-9-]{1,20})"
KEYS = re.compile(rf"(?<![\w+])\+\+({_KEY}(?:\+{_KEY}){{0,4}})\+\+(?![\w+])")
BAR = re.compile(
    r"^[ \t]*\[=[ ]?\d{1,3}[\d./]{0,10}%?(?:[ \t]+\"([^\"\n]{0,100})\")?\](?:\{[^{}\n]{0,100}\})?[ \t]*$",
    re.MULTILINE,
)


def shown_blocks(text: str) -> str:
    """With blocks as their titles and their words, where every one that begins ends."""
    if "///" not in text or len(END.findall(text)) < len(BLOCK.findall(text)):
        return text
    return END.sub("", BLOCK.sub(_opened, text)) if BLOCK.search(text) else text


def _opened(match: re.Match[str]) -> str:
    title = (match["title"] or "").strip()
    return f"{match['pad']}**{title}**\n\n" if title and match["name"] not in HIDDEN else "\n"


def shown_signs(text: str) -> str:
    """With keys as their names and bars as their labels."""
    if "++" in text:
        text = KEYS.sub(lambda match: match[1].replace('"', ""), text)
    return BAR.sub(lambda match: match[1] or "", text) if "[=" in text else text
