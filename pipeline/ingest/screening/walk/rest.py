"""The walk of what reStructuredText alone has: references that show the title of a section.

Enter: the text of a file. Leave: the same with that title in place of each reference without words of
its own, where the section stands in the file.
"""

from __future__ import annotations

import re

SUFFIXES = ("rst", "rest")
REFERENCE = re.compile(r":(?:std:)?ref:`([^`<>\n]{1,200})`")
TARGET = re.compile(r"\.\. _`?([^:`]+)`?:\s*")
RULE = re.compile(r"([^\w\s])\1{2,}\s*")


def titled(text: str) -> str:
    """A whole file with the titles that its references show."""
    if ":ref:`" not in text or ".. _" not in text:
        return text
    titles: dict[str, str] = {}
    waiting: list[str] = []
    rows = text.split("\n")
    for row, after in zip(rows, [*rows[1:], ""], strict=True):
        if target := TARGET.fullmatch(row):
            waiting.append(target[1].lower())
        elif waiting and row.strip() and not RULE.fullmatch(row):
            if RULE.fullmatch(after):
                titles |= dict.fromkeys(waiting, row.strip())
            waiting = []
    return REFERENCE.sub(lambda said: titles.get(said[1].lower(), said[0]), text)
