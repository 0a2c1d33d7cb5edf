"""How deep brackets are nested in a text, before a parser that recurses is given it."""

from __future__ import annotations

import re

# Strings are passed over; one that is not closed reaches to the end.
JSON_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
BRACKETS = re.compile(r"[\[{\]}]")


def deeper_than(text: str, most: int, tokens: re.Pattern[str] = JSON_TOKENS) -> bool:
    """Whether brackets and braces stand more than `most` deep in one another."""
    if text.count("[") + text.count("{") <= most:
        return False
    depth = 0
    for token in tokens.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > most:
            return True
    return False
