"""Finds where in a JSON file a path like `draft.sections[0].quote` stands.

Enter: the text of a JSON file. Leave: a function from path to line and column. A path that does
not stand there is answered with its nearest parent, so that a finding always has a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\n\r]*")


def locator(text: str) -> Callable[[str], tuple[int, int]]:
    """A function from JSON path to line and column, from 1. The text must be valid JSON."""
    json.loads(text)
    places: dict[str, int] = {}
    _walk(text, 0, "", places)

    def locate(path: str) -> tuple[int, int]:
        while path and path not in places:
            parent = re.sub(r"(?:\.?[^.\[\]]+|\[\d+\]|[.\[\]])$", "", path)
            path = parent if parent != path else ""
        at = places.get(path, 0)
        line = text.count("\n", 0, at) + 1
        return line, at - (text.rfind("\n", 0, at) + 1) + 1

    return locate


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _walk(text: str, at: int, path: str, places: dict[str, int]) -> int:
    """Note the place of a value and of what is in it; returns the offset after it."""
    at = _skip(text, at)
    places[path] = at
    if text[at] == "{":
        return _members(text, at + 1, path, places)
    if text[at] == "[":
        return _elements(text, at + 1, path, places)
    if text[at] == '"':
        return int(scanstring(text, at + 1, True)[1])
    return json.JSONDecoder().raw_decode(text, at)[1]


def _members(text: str, at: int, path: str, places: dict[str, int]) -> int:
    at = _skip(text, at)
    while text[at] != "}":
        key, at = scanstring(text, at + 1, True)
        at = _skip(text, at) + 1  # the colon
        at = _skip(text, _walk(text, at, f"{path}.{key}" if path else key, places))
        at = _skip(text, at + 1) if text[at] == "," else at
    return at + 1


def _elements(text: str, at: int, path: str, places: dict[str, int]) -> int:
    at, index = _skip(text, at), 0
    while text[at] != "]":
        at = _skip(text, _walk(text, at, f"{path}[{index}]", places))
        at, index = (_skip(text, at + 1) if text[at] == "," else at), index + 1
    return at + 1
