"""The one door to YAML, TOML and JSON of others: what is nested or multiplied beyond sense stays out.

Enter: a text. Leave: its values. Raises ValueError (yaml's, tomllib's and json's errors are, or are
made, such) for what is no such text, is nested deeper than 100 levels, or refers to itself or to
its own parts until nobody can write it out. The parsers below recurse for each level, some of them
in C, where that ends the process; a text is therefore measured before it is parsed.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import yaml

from pipeline.text.nesting import BRACKETS, JSON_TOKENS, deeper_than

DEEPEST = 100  # levels; the deepest of 8,451 public files has 13
LARGEST = 200_000  # nodes when every alias is written out; a hundred times any record with aliases
COMPACT = re.compile(r"(?:[-?] +){50,}")  # `- - - a` opens a level a mark
INDENTED = re.compile(rf"^[ \t]{{{DEEPEST},}}\S", re.MULTILINE)
DIGITS = 4300  # Python's own bound; to read a number of n digits takes time that grows with n²
LONG_NUMBER = re.compile(rf"\d[\d_]{{{DIGITS},}}")
DOTTED = re.compile(rf"(?:[\w\"'-]+[ \t]*\.[ \t]*){{{DEEPEST},}}")


class TooDeepError(ValueError):
    """A text is nested deeper than anything that somebody wrote."""

    def __init__(self) -> None:
        super().__init__(f"is nested deeper than {DEEPEST} levels")


def json_value(text: str, *, decimals: Any = None) -> Any:
    """A JSON value; `decimals` makes something of each decimal number."""
    _shallow(text, JSON_TOKENS)
    return json.loads(text, parse_float=decimals)


def json_ahead(text: str, *, decimals: Any = None) -> tuple[Any, int]:
    """The JSON value a text begins with, and the index after it."""
    _shallow(text, JSON_TOKENS)
    found, end = json.JSONDecoder(parse_float=decimals).raw_decode(text)
    return found, end


def toml_table(text: str) -> dict[str, Any]:
    """The table of a TOML document."""
    _shallow(text, BRACKETS)
    if DOTTED.search(text):
        raise TooDeepError
    if LONG_NUMBER.search(text):
        raise ValueError(f"holds a number of more than {DIGITS:,} digits")
    return tomllib.loads(text)


def yaml_documents(text: str, loader: Any) -> list[Any]:
    """The documents of a YAML stream, constructed by `loader`."""
    try:
        if _may_be_deep(text) or ("&" in text and "*" in text):
            _measure(text, loader)
        return list(yaml.load_all(text, Loader=loader))
    except yaml.YAMLError as error:
        raise ValueError(str(error).strip().split("\n")[0]) from error


def _shallow(text: str, tokens: re.Pattern[str]) -> None:
    """Raise TooDeepError when brackets are nested too deep."""
    if deeper_than(text, DEEPEST, tokens):
        raise TooDeepError


def _may_be_deep(text: str) -> bool:
    """Whether a YAML text could be nested too deep, by a look at its brackets and indentation."""
    written = COMPACT.search(text) or INDENTED.search(text)
    return bool(written) or deeper_than(text, DEEPEST, BRACKETS)


def _measure(text: str, loader: Any) -> None:
    """Go through the events of a YAML stream. Raises ValueError for a depth or, aliases written
    out, a size beyond sense; an alias of what it stands in has no end."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []  # anchor, nodes so far
    total = 0
    for event in yaml.parse(text, Loader=loader):
        size = 0
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, 1))
            if len(open_nodes) > DEEPEST:
                raise TooDeepError
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_nodes.pop()
        elif isinstance(event, yaml.ScalarEvent):
            anchor, size = event.anchor, 1
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                raise ValueError(f"refers to itself (*{event.anchor})")
            anchor, size = None, sizes.get(str(event.anchor), 1)
        else:
            continue
        if anchor:
            sizes[anchor] = size
        if open_nodes:
            outer, inside = open_nodes.pop()
            open_nodes.append((outer, inside + size))
        total = max(total, size)
        if total > LARGEST:
            raise ValueError(f"holds more than {LARGEST:,} values when its aliases are written out")
