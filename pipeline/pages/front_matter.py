"""Front matter: the facts of a page, above its text, one `key: value` line each.

Enter: a mapping and a body, or the text of a page. Leave: text, or the mapping and the body.
Values are written as JSON on one line, which is YAML too: mkdocs, Zensical and people read it,
and we read it back a hundred times faster than YAML. Hand-written pages may use any YAML.
Refuses: front matter that is not a mapping (`RecordError` with file and line).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from pipeline.errors import RecordError

FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
LINE = re.compile(r"([A-Za-z_][\w-]*): (.+)")
# PyYAML refuses these raw, and reads three of them as line ends.
NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def dump(meta: Mapping[str, Any], body: str) -> str:
    """The text of a page: facts, then the body. Keys keep their order; None is left out."""
    lines = [f"{key}: {_line(value)}" for key, value in meta.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])


def load(text: str, *, where: str = "", lenient: bool = False) -> tuple[dict[str, Any], str]:
    """Facts and body of a page; a page without front matter has no facts.

    Raises RecordError naming file and line when the front matter is not YAML or not a mapping.
    lenient: then its `key: value` lines are its facts, since a file of others that is only looked
    at shall be judged for its text, too.
    """
    fence = FENCE.match(text)
    if not fence:
        return {}, text
    body = text[fence.end() :].lstrip("\r\n")
    lines = (fence.group(1) or "").splitlines()
    quick = _quick(lines)
    if quick is not None:
        return quick, body
    try:
        return _yaml(lines, where), body
    except RecordError:
        if not lenient:
            raise
        return {found[1]: found[2] for line in lines if (found := LINE.fullmatch(line))}, body


def body_line(text: str) -> int:
    """The line (from 1) on which the body starts."""
    fence = FENCE.match(text)
    if not fence:
        return 1
    body = text[fence.end() :].lstrip("\r\n")
    return text.count("\n", 0, len(text) - len(body)) + 1


def _line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return NOT_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _quick(lines: list[str]) -> dict[str, Any] | None:
    """Facts written by `dump`, or None when a line is not of that form."""
    facts: dict[str, Any] = {}
    for line in lines:
        found = LINE.fullmatch(line)
        if not found:
            return None
        try:
            facts[found.group(1)] = json.loads(found.group(2))
        except ValueError:
            return None
    return facts


def _yaml(lines: list[str], where: str) -> dict[str, Any]:
    try:
        facts = yaml.load("\n".join(lines), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError) as error:  # a date that is none is a ValueError
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise RecordError(
            f"line {line}: the front matter is not YAML ({getattr(error, 'problem', error)})",
            where=where,
            hint="quote values that hold a colon, a bracket or a quotation mark",
        ) from error
    if facts is None:
        return {}
    if not isinstance(facts, dict):
        raise RecordError(
            "line 1: the front matter must be `key: value` lines", where=where, hint="mend it"
        )
    return {str(key): value for key, value in facts.items()}
