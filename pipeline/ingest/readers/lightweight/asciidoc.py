"""AsciiDoc as Markdown: headings, lists, tables with their spans, code, quotes and running text.

Enter: the text of an AsciiDoc file. Leave: Markdown that says the same, footnotes after the text;
attributes, conditions and inclusions go. Written after the AsciiDoc Language documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.readers.layout import MOST_COLUMNS, dedent, grid, pipe_table
from pipeline.ingest.readers.markup import outside_fences

STRUCK = re.compile(
    r"\[(?:[\w.-]*\.)?(?:line-?through|del|strike(?:d|-?through|-?out)?)\](#{1,2})([^#\n]{1,200})\1"
)
FOOTNOTE = re.compile(r"[ ]?footnote(?:ref)?:[\w-]*\[([^\]\n]{0,500})\]")
PASSED = re.compile(r"\+\+\+([^+\n]{1,300})\+\+\+|pass:\w*\[([^\]\n]{1,300})\]")
LITERAL = re.compile(r"(?<=\n\n)((?:[ \t]+(?![*.-]+[ \t]|\d+\.[ \t])\S[^\n]*\n)+)(?=\n|\Z)")
STARTS = re.compile(r"^\[[^\]\n]*\bstart=\"?(\d{1,6})\"?[^\]\n]*\]\n\.[ \t]+", re.MULTILINE)
CELL = re.compile(r"(?<!\\)(?:(\d{1,2})\*|(\d{1,2})?(?:\.(\d{1,2}))?\+)?[<^>.]{0,4}[a-z]?(?<!\\)\|")


def from_asciidoc(text: str) -> str:
    """AsciiDoc as Markdown."""
    known = re.findall(r"^:([\w-]+):[ \t]+([^\s{}][^{}\n]*)$", text[:4000], re.MULTILINE)
    known = list(dict(known).items())  # a value that names attributes could grow without end
    text = re.sub(r"\A((?:\s*\n|//.*\n|:.*\n)*=[ \t].*\n)(?:[^\s:/].*\n){1,2}", r"\1", text)
    text = re.sub(r"^\+{4,}\n.*?^\+{4,}$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^////\n.*?^////$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^(?:\[source,?\s*([\w+-]*)[^\]\n]*\]\n)?^(-{4,}|\.{4,})[ \t]*\n(.*?)\n\2[ \t]*$",
                  lambda m: f"```{m[1] or ''}\n{m[3]}\n```", text, flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    text = outside_fences(text, lambda part: LITERAL.sub(_literal, part))
    return outside_fences(text, lambda part: _asciidoc_prose(part, known))


def _literal(match: re.Match[str]) -> str:
    """An indented paragraph, which AsciiDoc shows as it stands."""
    return "```\n" + "\n".join(dedent(match[1].rstrip("\n").split("\n"))) + "\n```\n"


def _asciidoc_prose(text: str, known: list[tuple[str, str]]) -> str:
    text = re.sub(r"`\+([^`\n]{1,300}?)\+`", r"`\1`", PASSED.sub(r"\1\2", text))
    text = STARTS.sub(r"\1. ", text)
    notes = [match[1] for match in FOOTNOTE.finditer(text) if match[1].strip()]
    text = "\n\n".join([FOOTNOTE.sub("", text), *notes])
    text = re.sub(
        r"(?<=[\w)])\^([^\s^]{1,40})\^", r"<sup>\1</sup>", STRUCK.sub(r"<del>\2</del>", text)
    )
    text = re.sub(r"(?<=[\w)])~([^\s~]{1,40})~", r"<sub>\1</sub>", text)
    for name, value in known:
        text = text.replace(f"{{{name}}}", value)
    text = re.sub(
        r"^_{4,}[ \t]*\n(.*?)^_{4,}[ \t]*$",
        lambda m: "\n" + re.sub(r"^", "> ", m[1].rstrip(), flags=re.MULTILINE) + "\n",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    text = re.sub(r"^(\w[^\n:]{0,80})::[ \t]+(?=\S)", r"\1: ", text, flags=re.MULTILINE)
    text = re.sub(
        r"^\|={3,}[ \t]*\n(.*?)^\|={3,}[ \t]*$",
        _asciidoc_table,
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    text = re.sub(
        r"^(?://[^\n]*|:[\w!-]+:[^\n]*|\[[^\]\n]*\]|ifdef::.*|ifndef::.*|endif::.*|include::.*|image::.*|toc::.*|[=*_+]{4,}|'{3,}|<<<)[ \t]*$",
        "",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(
        r"^(={1,6})[ \t]+(?=\S)", lambda m: "#" * len(m[1]) + " ", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"^(\*{1,5})[ \t]+", lambda m: "  " * (len(m[1]) - 1) + "- ", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"^(\.{1,5})[ \t]+", lambda m: "   " * (len(m[1]) - 1) + "1. ", text, flags=re.MULTILINE
    )
    text = re.sub(r"^\.(?=[A-Z])", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"(?:https?://|link:|mailto:|xref:)[^\s\[\]]{1,500}\[([^\]\n]{1,300})\]", r"\1", text
    )
    text = re.sub(r"<<[^<,>\n]{1,200},\s*([^<>\n]{1,300})>>|<<([^<>\n]{1,300})>>", r"\1\2", text)
    text = re.sub(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])", r"**\1**", text)


def _asciidoc_table(match: re.Match[str]) -> str:
    """A table whose cells may cover columns and rows (`2.3+|`) or stand several times (`3*|`)."""
    cells: list[tuple[str, int, int]] = []
    width = 0
    for row in match[1].split("\n"):
        ahead, *parts = CELL.split(row)
        if cells and ahead.strip():
            cells[-1] = (f"{cells[-1][0]} {ahead.strip()}", *cells[-1][1:])
        for times, columns, depth, words in zip(*(parts[n::4] for n in range(4)), strict=True):
            cell = (words.strip(), int(columns or 1), int(depth or 1))
            cells += [cell] * min(int(times or 1), MOST_COLUMNS)
        width = width or sum(columns for _, columns, _ in cells)
    rows = list(grid(_laid_out(cells, width)))
    return "\n" + "\n".join(pipe_table(rows)) + "\n" if rows and rows[0] else ""


def _laid_out(
    cells: list[tuple[str, int, int]], width: int
) -> Iterator[list[tuple[str, int, int]]]:
    """Cells as rows of `width` columns, without those that cells above reach down to."""
    row: list[tuple[str, int, int]] = []
    reaching: list[tuple[int, int]] = []  # columns, rows they still cover
    for cell in cells:
        row.append(cell)
        covered = sum(columns for columns, _ in reaching)
        if sum(columns for _, columns, _ in row) + covered >= width:
            yield row
            reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
            reaching += [(columns, depth - 1) for _, columns, depth in row if depth > 1]
            row = []
    if row:
        yield row
