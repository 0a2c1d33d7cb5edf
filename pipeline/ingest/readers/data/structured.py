"""Reads files that are records rather than pages: YAML, TOML and JSON advisories, notebooks.

Enter: a .yaml, .toml, .json or .ipynb file. Leave: a Reading of its prose. An advisory gives its
summary, details, what is affected and its names; a notebook its Markdown and code cells. A file
of settings, which has no prose, is refused as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.loading import TooDeepError, json_value, toml_table, yaml_documents
from pipeline.ingest.normal import decode
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.data.advisories import LISTED, PROSE, laid_out, mapping, objects
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.fields import fields_told
from pipeline.ingest.readers.facts.titles import stem, title
from pipeline.ingest.readers.front_matter import Loader, front_matter
from pipeline.ingest.readers.markdown import plain, write
from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading
from pipeline.text.words import clean

TEMPLATE = re.compile(rb"<%[=-]?|\{%-?\s|\{\{-?\s")  # of ERB, Liquid, Jinja or Go
# Tables of a record that hold its fields: RustSec's advisories, Elastic's rules.
WITHIN = ("advisory", "rule", "metadata")
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NAMED = 12  # versions named of a package without a range; the rest repeats the pattern
PROSE_WORDS = 4  # an advisory may be one short sentence; settings describe in a word or two


def read_record(source: Input) -> Read:
    """Read one advisory or another record with prose in it."""
    try:
        values = _load(source)
    except TooDeepError:
        return (), (Refusal(source.path, "is nested too deep to be a record"),)
    except ValueError as error:
        kind = source.suffix.upper()
        filled = TEMPLATE.search(source.data) is not None
        reason = f"is a template that makes {kind}" if filled else f"is not {kind} ({_line(error)})"
        return (), (Refusal(source.path, reason),)
    taken = [transcripts.of_segments(values[0], source)] if len(values) == 1 else []
    if taken and taken[0] is not None:
        return (taken[0],), ()
    taken.clear()
    values = [record for value in values for record in laid_out(value)]
    for number, value in enumerate(values, 1):
        if isinstance(value, dict):
            path = source.path if len(values) == 1 else f"{source.path}#{value.get('id') or number}"
            taken.append(_record(value, replace(source, path=path)))
    found = tuple(one for one in taken if one is not None)
    without = len(values) - len(found)
    if not found:
        return (), (Refusal(source.path, "is data without prose"),)
    reason = f"{without} of its {len(values)} records are data without prose"
    return found, (Refusal(source.path, reason),) if without else ()


def _record(value: dict[str, Any], source: Input) -> Reading | None:
    """One record, or None when it has no prose."""
    inner = [value[name] for name in WITHIN if isinstance(value.get(name), dict)]
    known = {**value, **{key: one for table in inner for key, one in table.items()}}
    page = Manuscript()
    for name in PROSE:
        if isinstance(known.get(name), str):
            write(known[name], page)
    if page.words() < PROSE_WORDS:
        return None
    for said in (*fields_told(known), *_withdrawn(known)):
        page.line("paragraph", said)
    name = _title(known, source)
    for label, rows in _facts(known):
        page.line("heading", label, level=2)
        page.lines("list", [f"- {row}" for row in rows])
    known = {**known, **source.meta}
    return reading(source.path, name, page, kind="record", **provenance(known, source, "metadata"))


def _withdrawn(known: dict[str, Any]) -> Iterator[str]:
    """That an advisory of OSV's form was taken back, and when."""
    if day := dates.iso(known.get("withdrawn")):
        yield f"Withdrawn: {day[:10]}."


def _load(source: Input) -> list[Any]:
    """The records of a file: YAML documents, items of a list, or the one mapping. Numbers of YAML
    and JSON stay as they are written: 1.10 is a version."""
    text = decode(source.data)
    if source.suffix == "toml":
        return [toml_table(text)]
    if source.suffix == "json":
        value = json_value(text, decimals=str)
        return value if isinstance(value, list) else [value]
    documents = yaml_documents(text, Loader)
    return [
        one for value in documents for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]  # fmt: skip


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _title(known: dict[str, Any], source: Input) -> str:
    named = plain(str(known.get("title") or known.get("summary") or ""))
    listed = known.get("cve")
    flaws = ", ".join(str(one) for one in listed[:3]) if isinstance(listed, list) else ""
    names = (str(known.get(one) or "") for one in ("id", "name"))
    name = next((one for one in names if one and not UUID.fullmatch(one)), flaws)
    packages = ", ".join(dict.fromkeys(_packages(known)))
    parts = [name, named or packages]
    return ": ".join(part for part in parts if part) or stem(source.path)


def _packages(known: dict[str, Any]) -> Iterator[str]:
    for one in objects(known.get("affected")):
        package = one.get("package")
        if isinstance(package, dict) and package.get("name"):
            yield str(package["name"])


def _facts(known: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What is affected and fixed, other names, and what else an advisory lists."""
    affected = [row for one in objects(known.get("affected")) for row in _ranges(one)]
    if affected:
        yield "Affected packages", affected
    for label, rows in mapping(known.get("rows")).items():
        if rows and isinstance(rows, list):
            yield label, [str(row) for row in rows[:LISTED]]
    said = known.get("aliases") or ()
    aliases = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
    if aliases:
        yield "Also known as", aliases


def _ranges(one: dict[str, Any]) -> Iterator[str]:
    """The versions an affected package begins and ends with, else those it lists."""
    package = next(iter(objects(one.get("package"))), {})
    name = " ".join(str(package[key]) for key in ("ecosystem", "name") if package.get(key))
    spans = [span for span in objects(one.get("ranges")) if span.get("type") != "GIT"]
    rows = [
        ", ".join(f"{what} {version}" for event in events for what, version in event.items())
        for span in spans
        if (events := objects(span.get("events")))
    ]
    versions = one.get("versions")
    if not rows and isinstance(versions, list) and versions:
        rows = [f"versions {', '.join(map(str, versions[:NAMED]))}"]
    for words in rows:
        yield f"{name}: {words}" if name else words


def read_notebook(source: Input) -> Read:
    """Read one Jupyter notebook; outputs are left out, they are not what the author wrote."""
    try:
        book = json_value(decode(source.data))
    except ValueError as error:
        return (), (Refusal(source.path, f"is not a notebook ({error})"),)
    if not isinstance(book, dict) or not {"cells", "worksheets"} & book.keys():
        return (), (Refusal(source.path, "is not a notebook (it has no cells)"),)
    page = Manuscript()
    told = next(iter(objects(book.get("metadata"))), {})
    for cell in [
        *objects(book.get("cells")),
        *(cell for sheet in objects(book.get("worksheets")) for cell in objects(sheet.get("cells"))),
    ]:  # fmt: skip
        _cell(cell, page, _language(told))
    matter = _matter(next(iter(objects(book.get("cells"))), {}))
    known = {**matter, **source.meta}
    said = title(clean(str(known.get("title") or told.get("title") or "")), page, source.path)
    return (
        reading(source.path, said, page, kind="notebook",
                **provenance(known, source, "front matter" if matter else "metadata")),
    ), ()  # fmt: skip


def _matter(cell: dict[str, Any]) -> dict[str, Any]:
    """The front matter of a notebook, which Quarto keeps in a first cell of raw text."""
    return front_matter(_source(cell) + "\n")[0] if cell.get("cell_type") == "raw" else {}


def _source(cell: dict[str, Any]) -> str:
    """What stands in a cell; one of the third format keeps its code as `input`."""
    body = cell.get("source") or cell.get("input") or ""
    return (
        body if isinstance(body, str) else "".join(map(str, body)) if isinstance(body, list) else ""
    )


def _cell(cell: dict[str, Any], page: Manuscript, language: str) -> None:
    """A cell of text, a heading or code."""
    body = _source(cell)
    if cell.get("cell_type") == "markdown":
        write(body, page)
    elif cell.get("cell_type") == "heading":
        page.line("heading", body, level=_level(cell.get("level")))
    elif cell.get("cell_type") == "code":
        page.code(body, str(cell.get("language") or language))


def _level(stated: Any) -> int:
    """The level of a heading, 1 where it states none."""
    return min(stated, 6) if isinstance(stated, int) and stated > 0 else 1


def _language(told: dict[str, Any]) -> str:
    """The language of a notebook's code, as its metadata has it."""
    said = [one.get("name") for one in objects(told.get("language_info"))]
    said += [one.get("language") for one in objects(told.get("kernelspec"))]
    return next((str(one).lower() for one in said if one), "python")
