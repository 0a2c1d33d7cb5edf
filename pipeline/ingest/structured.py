"""Reads files that are records rather than pages: YAML, TOML and JSON advisories, notebooks.

Enter: a .yaml, .toml, .json or .ipynb file. Leave: a Reading of its prose. An advisory gives its
summary, details, what is affected and its names; a notebook its Markdown and code cells. A file
of settings, which has no prose, is refused as such.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from pipeline.ingest.manuscript import Manuscript
from pipeline.ingest.markdown import LOADER, decode, heading, plain, provenance, stem, write
from pipeline.ingest.reading import Input, Read, Refusal, reading

PROSE = ("summary", "details", "description", "abstract", "body", "content", "text", "overview")
PROSE_WORDS = 4  # an advisory may be one short sentence; settings describe in a word or two


def read_record(source: Input) -> Read:
    """Read one advisory or another record with prose in it."""
    try:
        value = _load(source)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError) as error:
        return (), (Refusal(source.path, f"is not {source.suffix.upper()} ({_line(error)})"),)
    if not isinstance(value, dict):
        return (), (Refusal(source.path, "is data without prose"),)
    known = (
        {**value, **(value.get("advisory") or {})}
        if isinstance(value.get("advisory"), dict)
        else value
    )
    page = Manuscript()
    for name in PROSE:
        if isinstance(known.get(name), str):
            write(known[name], page)
    if page.words() < PROSE_WORDS:
        return (), (Refusal(source.path, "is data without prose"),)
    title = _title(known, source)
    for label, rows in _facts(known):
        page.line("heading", label, level=2)
        page.lines("list", [f"- {row}" for row in rows])
    known = {**known, **source.meta}
    return (
        reading(source.path, title, page, kind="record", **provenance(known, source, "metadata")),
    ), ()


def _load(source: Input) -> Any:
    text = decode(source.data)
    if source.suffix == "toml":
        return tomllib.loads(text)
    return json.loads(text) if source.suffix == "json" else yaml.load(text, Loader=LOADER)


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _title(known: dict[str, Any], source: Input) -> str:
    title = plain(str(known.get("title") or known.get("summary") or ""))
    name = str(known.get("id") or known.get("name") or "")
    packages = ", ".join(dict.fromkeys(_packages(known)))
    parts = [name, title or packages]
    return ": ".join(part for part in parts if part) or stem(source.path)


def _packages(known: dict[str, Any]) -> Iterator[str]:
    for one in known.get("affected") or ():
        package = one.get("package") if isinstance(one, dict) else None
        if isinstance(package, dict) and package.get("name"):
            yield str(package["name"])


def _facts(known: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What is affected and fixed, and other names, of an OSV advisory."""
    affected = [
        row for one in known.get("affected") or () if isinstance(one, dict) for row in _ranges(one)
    ]
    if affected:
        yield "Affected packages", affected
    aliases = [str(one) for one in known.get("aliases") or () if isinstance(one, str)]
    if aliases:
        yield "Also known as", aliases


def _ranges(one: dict[str, Any]) -> Iterator[str]:
    package = one.get("package") if isinstance(one.get("package"), dict) else {}
    name = " ".join(str(package[key]) for key in ("ecosystem", "name") if package.get(key))  # type: ignore[index,union-attr]
    for span in one.get("ranges") or ():
        events = span.get("events") if isinstance(span, dict) else None
        if not events or span.get("type") == "GIT":
            continue
        words = ", ".join(
            f"{what} {version}" for event in events for what, version in event.items()
        )
        yield f"{name}: {words}" if name else words


def read_notebook(source: Input) -> Read:
    """Read one Jupyter notebook; outputs are left out, they are not what the author wrote."""
    try:
        cells = json.loads(decode(source.data))["cells"]
    except (ValueError, KeyError, TypeError) as error:
        return (), (Refusal(source.path, f"is not a notebook ({error})"),)
    page = Manuscript()
    for cell in cells:
        body = cell.get("source") or ""
        body = body if isinstance(body, str) else "".join(body)
        if cell.get("cell_type") == "markdown":
            write(body, page)
        elif cell.get("cell_type") == "code":
            page.code(body, "python")
    title = str(source.meta.get("title") or "") or heading(page) or stem(source.path)
    return (
        reading(source.path, title, page, kind="notebook",
                **provenance(source.meta, source, "metadata")),
    ), ()  # fmt: skip
