"""Reads reStructuredText, AsciiDoc and plain text by turning them into Markdown first.

Enter: a .rst, .adoc or .txt file. Leave: a Reading. Only what these formats share with Markdown
is kept as structure (headings, lists, code, tables); directives and attributes go.
"""

from __future__ import annotations

import csv
import re

from pipeline.ingest import dates
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance, title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.layout import dedent, pipe_table
from pipeline.ingest.readers.lightweight.asciidoc import from_asciidoc
from pipeline.ingest.readers.markdown import write
from pipeline.ingest.reading import Input, Read, reading

UNDERLINE = re.compile(r"^([=\-~^\"'`#*+:.<>_])\1{2,}[ \t]*$")
DOCINFO = re.compile(r"(?:^:[\w -]+:(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*)+", re.MULTILINE)
GRID = re.compile(r"\s*\+(?:[-=]+\+)+\s*")
RST_CODES = ("code-block", "code", "sourcecode", "parsed-literal")
RST_CODE = re.compile(rf"\s*\.\.\s+(?:{'|'.join(RST_CODES)}|raw|math)::")
RAISED = re.compile(r"(?:\\ )?:(sup|sub)(?:erscript|script)?:`([^`\n]{1,80})`(?:\\ )?")
STRUCK_ROLE = re.compile(r":(?:line-?through|del|s|strike(?:d|-?through|-?out)?):`([^`\n]{1,200})`")
POSTED = re.compile(r"^\.\. post::[ \t]*(\S[^\n]*)$", re.MULTILINE)  # as ablog writes it
FIELD = re.compile(r"^:([\w-]+):[ \t]*(.*)$", re.MULTILINE)


def read(source: Input) -> Read:
    """Read one file of plain markup."""
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    matter, text = front_matter(text)
    posted = POSTED.search(text[:4000]) if source.suffix == "rst" else None
    fields = {"date": posted[1]} if posted else {}
    fields |= {match[1].lower(): match[2].strip() for match in FIELD.finditer(text[:2000])}
    turn = {"rst": from_rst, "adoc": from_asciidoc, "asciidoc": from_asciidoc}.get(
        source.suffix, from_text
    )
    write(turn(text), page)
    known = {**fields, **matter, **source.meta}
    if source.suffix in ("adoc", "asciidoc") and "date" not in known:
        known |= _revision_line(text)
    named = title(str(known.get("title") or ""), page, source.path)
    return (
        reading(source.path, named, page, raw_words=len(text.split()), kind="plain",
                **provenance(known, source, "front matter")),
    ), ()  # fmt: skip


def from_text(text: str) -> str:
    """Plain text: underlined or numbered headings, nothing else is markup."""
    text = re.sub(r"\A\s*(\S.*)\n", r"\1\n", text)
    return re.sub(r"([<>*_#|])", r"\\\1", text)


def _revision_line(text: str) -> dict[str, str]:
    """The date of an AsciiDoc header's revision line (`v1.0, 2024-03-01`), and its author."""
    found = re.search(
        r"^(?:v?[\d.]+,\s*)?(\d{4}-\d\d-\d\d)(?:[:,][ \t].*)?[ \t]*$", text[:600], re.MULTILINE
    )
    who = re.search(
        r"\A\s*=[ \t].*\n([^\n<:]+?)[ \t]*<[^>\n]+@[^>\n]*>[ \t]*$", text[:600], re.MULTILINE
    )
    known = {"date": found[1]} if found and dates.iso(found[1]) else {}
    return known | ({"author": who[1]} if who else {})


def from_rst(text: str) -> str:
    """reStructuredText as Markdown."""
    return _rst(_without_docinfo(text))


def _rst(text: str) -> str:
    rows, done = _rst_inline(text.split("\n")), list[str]()
    order: list[str] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        under = rows[at + 1] if at + 1 < len(rows) else ""
        if (
            UNDERLINE.match(row)
            and at + 2 < len(rows)
            and rows[at + 2].strip() == row.strip()
            and under.strip()
        ):
            done += _rst_heading(under, row.strip()[0] + "^", order)
            at += 3
        elif (
            row.strip()
            and not row[:1].isspace()
            and UNDERLINE.match(under)
            and len(under.strip()) >= len(row.strip()) - 1
            and not UNDERLINE.match(row)
        ):
            done += _rst_heading(row, under.strip()[0], order)
            at += 2
        elif re.match(r"^\s*\.\.(?:\s|$)", row):
            at = _rst_directive(rows, at, done)
        elif re.fullmatch(r"[=\s]*={2,}[=\s]*", row) and row.strip():
            at = _rst_table(rows, at, done)
        elif GRID.fullmatch(row):
            at = _rst_grid(rows, at, done)
        elif _rst_defines(rows, at):
            end = _body(rows, at + 1, 0)
            rows[at + 1 : end] = dedent(rows[at + 1 : end])
            done += [row, ""]
            at += 1
        elif row.lstrip().startswith(">>> "):
            at = _rst_session(rows, at, done)
        else:
            at = _rst_line(rows, at, done)
    return "\n".join(done)


def _rst_inline(rows: list[str]) -> list[str]:
    """Rows with roles, references and substitutions as their words; those of code as they are."""
    made, prose = list[str](), list[str]()
    at = 0
    while at < len(rows):
        prose.append(rows[at])
        opens = RST_CODE.match(rows[at]) or (
            rows[at].rstrip().endswith("::") and not re.match(r"\s*\.\.\s", rows[at])
        )
        end = _body(rows, at + 1, len(rows[at]) - len(rows[at].lstrip())) if opens else at + 1
        if end > at + 1 or at + 1 == len(rows):
            made += [*_rst_words("\n".join(prose)).split("\n"), *rows[at + 1 : end]]
            prose = []
        at = max(end, at + 1)
    return made + (_rst_words("\n".join(prose)).split("\n") if prose else [])


def _rst_words(text: str) -> str:
    parts = re.split(r"(``.+?``)", text)
    return "".join(part if n % 2 else _rst_referred(part) for n, part in enumerate(parts))


def _rst_referred(text: str) -> str:
    text = STRUCK_ROLE.sub(r"<del>\1</del>", RAISED.sub(r"<\1>\2</\1>", text))
    text = re.sub(r"\\ ", "", text)
    text = re.sub(r"\[(#?[\w.-]+|#)\]_(?!_)", r"[\1]", text)
    text = re.sub(r":\w[\w:+.-]*:`(?:([^`<]+?)\s*<[^`>]*>|~?([^`<]+))`", r"\1\2", text)
    text = re.sub(r"`([^`<]+?)\s*<[^`>]+>`__?", r"\1", text)
    return re.sub(r"\|(\w[\w ]*)\|(?!\|)", r"\1", text)


def _without_docinfo(text: str) -> str:
    """Without the fields under the title, which are read as front matter."""
    found = DOCINFO.search(text[:2000])
    ahead = [row for row in text[: found.start()].split("\n") if row.strip()] if found else []
    prose = [row for row in ahead if not UNDERLINE.match(row) and not row.startswith((".. ", " "))]
    return text[: found.start()] + text[found.end() :] if found and len(prose) <= 1 else text


def _rst_heading(title: str, mark: str, order: list[str]) -> list[str]:
    if mark not in order:
        order.append(mark)
    return ["", "#" * min(6, order.index(mark) + 1) + " " + title.strip(), ""]


def _body(rows: list[str], at: int, pad: int) -> int:
    """Index after the rows that are indented deeper than `pad`, blank ones included."""
    end = at
    while end < len(rows) and (
        not rows[end].strip() or len(rows[end]) - len(rows[end].lstrip()) > pad
    ):
        end += 1
    while end > at and not rows[end - 1].strip():
        end -= 1
    return end


def _rst_directive(rows: list[str], at: int, done: list[str]) -> int:
    """A directive: code becomes a fence, notes keep their text, the others go."""
    pad = len(rows[at]) - len(rows[at].lstrip())
    end = _body(rows, at + 1, pad)
    name = re.match(r"\s*\.\.\s+([\w-]+)::\s*(.*)", rows[at])
    options = at + 1
    while options < end and re.match(r"^\s+:[\w-]+:", rows[options]):
        options += 1
    body = rows[options:end]
    note = re.match(r"\s*\.\.\s+(\[[^\]]+\])\s+(.*)", rows[at])
    if note:
        done += ["", " ".join([note[1], note[2], *(row.strip() for row in body)]), ""]
    elif name and name[1] in RST_CODES:
        done += ["", f"```{name[2]}", *dedent(body), "```", ""]
    elif name and name[1] in ("list-table", "csv-table"):
        cells = _rst_items(body) if name[1] == "list-table" else _rst_csv(rows[at + 1 : end])
        done += ["", name[2], "", *(pipe_table(cells) if cells else ()), ""]
    elif name and name[1] in ("note", "warning", "tip", "important", "caution", "danger", "hint",
                              "seealso", "admonition", "versionadded", "versionchanged", "deprecated",
                              "topic", "rubric", "epigraph", "table", "figure"):  # fmt: skip
        first = (
            "" if name[1] in ("versionadded", "versionchanged", "deprecated", "figure") else name[2]
        )
        done += ["", first, "", *_rst("\n".join(dedent(body))).split("\n"), ""]
    return end


def _rst_defines(rows: list[str], at: int) -> bool:
    """Whether a row is a term whose definition stands indented below it."""
    above = rows[at - 1] if at else ""
    below = rows[at + 1] if at + 1 < len(rows) else ""
    return (
        re.match(r"[\w`\"'<]", rows[at]) is not None
        and re.match(r"\w{1,2}[.)]\s", rows[at]) is None
        and not rows[at].rstrip().endswith("::")
        and not above.strip()
        and re.match(r"[ \t]+\S", below) is not None
    )


def _rst_session(rows: list[str], at: int, done: list[str]) -> int:
    """An interactive session, which ends at a blank row: code without any mark of it."""
    end = next((n for n in range(at, len(rows)) if not rows[n].strip()), len(rows))
    done += ["", "```python", *dedent(rows[at:end]), "```", ""]
    return end


def _rst_items(body: list[str]) -> list[list[str]]:
    """The rows of a list-table: an item a row, an item of it a cell."""
    cells: list[list[str]] = []
    for row in body:
        start = re.match(r"\s*(\*\s+)?-(?:\s+(.*))?$", row)
        if start and (start[1] or cells):
            if start[1]:
                cells.append([])
            cells[-1].append(start[2] or "")
        elif cells and row.strip():
            cells[-1][-1] += " " + row.strip()
    return [row for row in cells if row]


def _rst_csv(body: list[str]) -> list[list[str]]:
    """The rows of a csv-table, its header option first."""
    head = [match[1] for row in body if (match := re.match(r"\s+:header:\s*(.*)", row))]
    lines = [row.strip() for row in body if row.strip() and not re.match(r"\s+:[\w-]+:", row)]
    found = [
        [cell.strip() for cell in row] for row in csv.reader([*head, *lines], skipinitialspace=True)
    ]
    return [row for row in found if row]


def _rst_grid(rows: list[str], at: int, done: list[str]) -> int:
    """A grid table: cells of several lines are joined."""
    cells: list[list[str]] = []
    opened = False
    while at < len(rows) and rows[at].strip()[:1] in ("+", "|"):
        row = rows[at].strip()
        parts = [part.strip() for part in row.strip("|").split("|")]
        if row.startswith("+"):
            opened = True
        elif opened or not cells or len(parts) != len(cells[-1]):
            cells.append(parts)
            opened = False
        else:
            cells[-1] = [f"{a} {b}".strip() for a, b in zip(cells[-1], parts, strict=True)]
        at += 1
    done += ["", *(pipe_table(cells) if cells else ()), ""]
    return at


def _rst_table(rows: list[str], at: int, done: list[str]) -> int:
    """A simple table: columns where the rule of equals signs has them."""
    spans = [match.span() for match in re.finditer(r"=+", rows[at])]
    end, body = at + 1, list[str]()
    while end < len(rows) and (rows[end].strip() or not body):
        if not re.fullmatch(r"[=\s]+", rows[end]):
            body.append(rows[end])
        end += 1
    if len(spans) < 2 or not body:
        return at + 1
    cells = [
        [row[a : b if n + 1 < len(spans) else None].strip() for n, (a, b) in enumerate(spans)]
        for row in body
    ]
    done += ["", *pipe_table(cells), ""]
    return end


def _rst_line(rows: list[str], at: int, done: list[str]) -> int:
    row = re.sub(r"``(.+?)``", lambda m: f"`` {m[1]} ``", rows[at])
    row = re.sub(r"^(\s*)#\.\s+", r"\g<1>1. ", row)
    row = re.sub(r"^(\s*)\(?(\d{1,4})[.)]\s+", r"\1\2. ", row)
    row = re.sub(r"^(\s*)\(?([A-Za-z]|[ivx]{1,5})([.)])\s+(?=\S)", r"\1- \2\3 ", row)
    if not row.rstrip().endswith("::"):
        done.append(row)
        return at + 1
    start = at + 1
    while start < len(rows) and not rows[start].strip():
        start += 1
    pad = len(row) - len(row.lstrip())
    end = _body(rows, start, pad)
    done.append(re.sub(r"\s*::\s*$", ":" if row.strip() != "::" else "", row))
    if end > start:
        done += ["", "```", *dedent(rows[start:end]), "```", ""]
    return max(end, at + 1)
