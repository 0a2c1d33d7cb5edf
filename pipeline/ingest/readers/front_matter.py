"""The fields an author puts over a text: YAML, TOML or JSON front matter.

Enter: a text. Leave: its fields and the rest. Scalars of YAML stay as they are written, since a
version such as 1.10 is no number and an impossible date shall not cost the other fields.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from pipeline.ingest.loading import json_ahead, toml_table, yaml_documents

MATTER = re.compile(
    r"\A\s*(?:<!--.*?-->\s*)?"
    r"(?:(?P<yaml>-{3,})[ \t]*\n(?P<body>(?:[^\n]*\n)*?)(?:-{3,}|\.{3})"
    r"|\+{3}[ \t]*\n(?P<toml>(?:[^\n]*\n)*?)\+{3})[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
TOML_FENCE = re.compile(
    r"\A\s*```toml\n(?P<toml>\s*\[advisory\].*?\n)```[ \t]*\n(?P<yaml>)", re.DOTALL
)
UNCLOSED = re.compile(
    r"\A\s*(?P<yaml>---)[ \t]*\n(?P<body>(?:[A-Za-z][\w-]*:[ \t][^\n]*\n)+)[ \t]*\n(?P<toml>)"
)
PANDOC = re.compile(r"\A%[ \t]+(\S[^\n]*)\n%[ \t]*([^\n]*)\n(?:%[ \t]*([^\n]*)\n)?[ \t]*\n")
AS_WRITTEN = ("bool", "int", "float", "timestamp")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML with every scalar but null as the characters that stand there."""


Loader.yaml_implicit_resolvers = {
    first: [one for one in known if one[0].rsplit(":", 1)[-1] not in AS_WRITTEN]
    for first, known in Loader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """(fields, the rest). What cannot be parsed gives its `key: value` lines."""
    match = MATTER.match(text) or TOML_FENCE.match(text) or UNCLOSED.match(text)
    if match is None and (titled := PANDOC.match(text)):
        said = zip(("title", "author", "date"), titled.groups(), strict=True)
        return {name: value for name, value in said if value}, text[titled.end() :]
    if match is None:
        return _json_matter(text)
    try:
        fields = (
            next(iter(yaml_documents(match["body"], Loader)), None)
            if match["yaml"]
            else toml_table(match["toml"])
        )
    except ValueError:
        fields = _loose_fields(match["body"] or match["toml"] or "")
    if fields is None and not (match["body"] or "").strip():
        fields = {}  # two rules and nothing between them
    if not isinstance(fields, dict):
        return {}, text
    advisory = fields.get("advisory")
    if isinstance(advisory, dict):  # its url is a report about the matter, not its own address
        fields = {**fields, **advisory, "url": ""}
    return _told(fields), text[match.end() :]


def _told(fields: dict[Any, Any]) -> dict[str, Any]:
    """Fields by their names, but for a title that is a list or a mapping, which names nothing."""
    return {
        str(key): value
        for key, value in fields.items()
        if not (key == "title" and isinstance(value, list | dict))
    }


def _json_matter(text: str) -> tuple[dict[str, Any], str]:
    """Fields of a JSON object before the text, as Hugo writes it; it must give a title or a date."""
    body = text.lstrip()
    if not re.match(r"\{\s*\"", body):
        return {}, text
    try:
        fields, end = json_ahead(body, decimals=str)
    except ValueError:
        return {}, text
    if not {"title", "date"} & fields.keys() or not re.match(r"[ \t]*\n", body[end:]):
        return {}, text
    return _told(fields), body[end:]


def _loose_fields(body: str) -> dict[str, str]:
    """`key: value` lines of a front matter that is not valid YAML."""
    return {
        match[1]: match[2].strip("\"' ")
        for match in re.finditer(r"^([\w-]+)[ \t]*:[ \t]*(\S[^\n]*)$", body, re.MULTILINE)
    }
