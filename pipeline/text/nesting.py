"""How deep brackets are nested in a text, before a parser that recurses is given it, and what strings the
value holds that it makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

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


def strings(value: Any) -> Iterator[str]:
    """Every string of a value as JSON has it, those of its mappings and lists in their order; no keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
