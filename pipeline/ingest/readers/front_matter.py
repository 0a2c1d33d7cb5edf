"""The fields an author puts over a text: YAML, TOML or JSON front matter; a head as of a mail, which
Pelican, MultiMarkdown and Python's proposals have; the title block of Pandoc; definitions of Franklin.

Enter: a text. Leave: its fields and the rest. Scalars of YAML stay as they are written, since a
version such as 1.10 is no number and an impossible date shall not cost the other fields.
"""

from __future__ import annotations

import re
from textwrap import dedent
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
    r"\A\s*```toml\n(?P<toml>(?:\s*\[advisory\]|(?=[^`]{0,4000}^(?:id|published|modified)[ \t]*=)[\w-]+[ \t]*=).*?\n)```[ \t]*(?:\n|\Z)(?P<yaml>)",
    re.DOTALL | re.MULTILINE,
)
UNCLOSED = re.compile(
    r"\A\s*(?P<yaml>---)[ \t]*\n(?P<body>(?:[A-Za-z][\w-]*:[ \t][^\n]*\n)+)[ \t]*\n(?P<toml>)"
)
# Internet drafts in kramdown-rfc: the front matter ends where the first of the parts is named.
DRAFT = re.compile(
    r"\A\s*(?P<yaml>---)[ \t]*\n(?P<body>(?:[^\n]*\n)*?)--- (?P<part>abstract|middle|note_\w+)[ \t]*\n(?P<toml>)"
)
PART = re.compile(r"^--- \w+[ \t]*$", re.MULTILINE)
CITED = re.compile(r"\{\{[?!&]{0,2}([A-Z][\w.-]{1,40})(?:=[^{}\n]{1,60})?\}\}")
# A first block of code that holds a head, as Bitcoin's proposals have it.
FENCED_HEAD = re.compile(
    r"\A\s*`{3}[ \t]*\n((?:[ \t]{0,8}[A-Z][\w-]*:(?:[ \t].*)?\n(?:[ \t]{4,}\S.*\n)*){3,40})[ \t]*`{3}[ \t]*(?:\n|\Z)"
)
HEADER = re.compile(r"\A\s*((?:[A-Z][\w-]*:(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*){2,})\s*\n")
HEADED = re.compile(r"^([A-Z][\w-]*):[ \t]+(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
# One of them beside its title says that a head is one, and no first lines of a text.
HEADS = frozenset(
    "date author authors from to category number slug tags pep status created modified".split()
)
FRANKLIN = re.compile(
    r"\A\s*(?:@def[ \t]+\w+[ \t]*=[ \t]*(?:\"\"\"[\s\S]{0,4000}?\"\"\"|[^\n]*)[ \t]*\n\s*)+"
)
DEFINED = re.compile(
    r"@def[ \t]+(\w+)[ \t]*=[ \t]*(?:\"\"\"([\s\S]{0,4000}?)\"\"\"|\"([^\"\n]*)\")"
)
# Rows of `.. field: value` in a comment or alone, as Nikola keeps them.
NIKOLA = re.compile(
    r"\A\s*(?:<!--\s*\n(?:\.\. [a-z_]+:[^\n]*\n){2,40}\s*-->[ \t]*\n|(?:\.\. (?:title|slug|date|tags|link|author|category|description|type|status|updated):[^\n]*\n){2,40})"
)
PANDOC = re.compile(r"\A%[ \t]+(\S[^\n]*)\n%[ \t]*([^\n]*)\n(?:%[ \t]*([^\n]*)\n)?[ \t]*\n")
# Fields in comments, as JetBrains' Writerside has them.
NOTED = re.compile(r"\A\s*(?:\[//\]:[ \t]*#[ \t]*\([a-z-]+:[^\n]*\)[ \t]*\n\s*){1,20}")
IN_NOTE = re.compile(r"\[//\]:[ \t]*#[ \t]*\(([a-z-]+):[ \t]*([^\n]*)\)")
AS_WRITTEN = ("bool", "int", "float", "timestamp")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML with every scalar but null as the characters that stand there."""


Loader.yaml_implicit_resolvers = {
    first: [one for one in known if one[0].rsplit(":", 1)[-1] not in AS_WRITTEN]
    for first, known in Loader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """(fields, the rest). What cannot be parsed gives its `key: value` lines."""
    drafted = DRAFT.match(text) if "\n--- " in text else None
    match = drafted or MATTER.match(text) or TOML_FENCE.match(text) or UNCLOSED.match(text)
    if match is None:
        return _other_heads(text)
    try:
        fields = (
            next(iter(yaml_documents(match["body"], Loader)), None)
            if match["yaml"]
            else toml_table(match["toml"])
        )
    except ValueError:
        fields = _loose_fields(match["body"] or match["toml"] or "", ":" if match["body"] else "=")
    if fields is None and not (match["body"] or "").strip():
        fields = {}  # two rules and nothing between them
    if not isinstance(fields, dict):
        return {}, text
    advisory = fields.get("advisory")
    if isinstance(advisory, dict):  # its url is a report about the matter, not its own address
        fields = {**fields, **advisory, "url": ""}
    rest = text[match.end() :]
    return _told(fields), _of_draft(match, rest) if match is drafted else rest


def _of_draft(head: re.Match[str], text: str) -> str:
    """The text of a draft, its parts named as its page names them, and what it cites in brackets."""
    name = "" if head["part"] == "middle" else head["part"].partition("_")[2] or "Abstract"
    text = CITED.sub(r"\\[\1\\]", PART.sub("", text))
    return f"# {name}\n\n{text}" if name else text


def _other_heads(text: str) -> tuple[dict[str, Any], str]:
    """Fields that stand over a text in another form than between rules."""
    if noted := NIKOLA.match(text):
        fields = dict(re.findall(r"^\.\. ([a-z_]+):[ \t]+(\S[^\n]*)$", noted[0], re.MULTILINE))
        return fields, text[noted.end() :]
    if titled := PANDOC.match(text):
        said = zip(("title", "author", "date"), titled.groups(), strict=True)
        return {name: value for name, value in said if value}, text[titled.end() :]
    if text.lstrip()[:5] == "[//]:" and (noted := NOTED.match(text)):
        return _told(dict(IN_NOTE.findall(noted[0]))), text[noted.end() :]
    if text.lstrip()[:4] == "@def" and (defined := FRANKLIN.match(text)):
        fields = {match[1]: match[2] or match[3] or "" for match in DEFINED.finditer(defined[0])}
        return _told(fields), text[defined.end() :]
    if (found := HEADER.match(text)) and (headed := _headed(found[1])):
        return headed, text[found.end() :]
    if (found := FENCED_HEAD.match(text)) and (headed := _headed(dedent(found[1]))):
        return headed, text[found.end() :]
    return _json_matter(text)


def _headed(head: str) -> dict[str, Any]:
    """The fields of a head, which names its title or subject and something else; else none."""
    said = {
        name.lower(): re.sub(r"\s*\n\s+", ", " if name in ("Author", "Authors") else " ", value)
        for name, value in HEADED.findall(head)
    }
    named = said.get("title") or said.get("subject")
    if not named or not HEADS & said.keys():
        return {}
    known = {
        **said,
        "title": f"PEP {said['pep']}: {named}" if "pep" in said else named,
        "author": said.get("author") or said.get("authors") or said.get("from") or "",
        "date": said.get("date") or said.get("created") or said.get("assigned") or "",
        "updated": said.get("modified") or said.get("last-modified") or "",
    }
    return {name: value for name, value in known.items() if value}


def _told(fields: dict[Any, Any]) -> dict[str, Any]:
    """Fields by their names, but for a title that is a list or a mapping, which names nothing; a title
    is one in capitals too."""
    titled = {key for key in fields if str(key).lower() == "title"}
    return {
        "title" if titled == {key} else str(key): value
        for key, value in fields.items()
        if not (key in titled and isinstance(value, list | dict))
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


def _loose_fields(body: str, sign: str) -> dict[str, str]:
    """`key: value` lines of a front matter that is not valid YAML, `key = value` of one that is no TOML
    (Franklin writes days as calls: `Date(2025, 2, 10)`)."""
    return {
        match[1]: match[2].strip("\"' ")
        for match in re.finditer(rf"^([\w-]+)[ \t]*{sign}[ \t]*(\S[^\n]*)$", body, re.MULTILINE)
    }
