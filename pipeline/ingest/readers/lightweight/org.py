"""Org as Markdown: headings, lists, tables, blocks, links, footnotes and running text.

Enter: the text of an Org file. Leave: Markdown that says the same, and what the file says of itself
(title, date, author); comments, drawers, plans and subtrees that are not exported go and are counted.
Written after the Org manual and the Org syntax notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.readers.layout import dedent, even, pipe_table

KEYWORD = re.compile(r"[ \t]*#\+([\w-]+):[ \t]*(.*)")
BEGIN = re.compile(r"[ \t]*#\+begin_(\w+)[ \t]*([\w+#-]*).*", re.IGNORECASE)
END = re.compile(r"[ \t]*#\+end_(\w+)[ \t]*", re.IGNORECASE)
DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*")
HEADING = re.compile(
    r"(\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELL?ED|DEFERRED)[ \t]+)?(?:\[#\w\][ \t]+)?(.*)"
)
TAGS = re.compile(r"(?<![ \t])[ \t]+:((?:[\w@#%]+:)+)[ \t]*$")
PLANNED = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):[ \t]*[<\[].*")
FIXED = re.compile(r"[ \t]*:(?:[ ](.*)|$)")
COMMENT = re.compile(r"[ \t]*#(?:[ \t].*|$)")
ITEM = re.compile(
    r"(?P<pad>[ \t]*)(?P<mark>[-+]|(?<=[ \t])\*|\d{1,6}[.)]|[A-Za-z][.)])[ \t]+(?:\[@(?P<set>\d{1,6})\][ \t]+)?"
    r"(?P<box>\[[ X-]\][ \t]+)?(?:(?P<term>(?=\S)(?:\[\[[^\[\]\n]{1,1000}\](?:\[[^\[\]\n]{1,500}\])?\]|(?!\[\[).){1,200}?)[ \t]+::(?:[ \t]+|$))?(?P<said>.*)"
)
SINGLE = re.compile(
    r"\*+[ \t]|[ \t]*:(?:[ ]|$)|[ \t]*-{5,}[ \t]*$"
)  # a row that is a part by itself
OTHER = re.compile(r"[ \t]*(?:\||#(?:\+|[ \t]|$)|:[\w-]+:[ \t]*$)|\*+[ \t]")
RULE = re.compile(r"[ \t]*\|[-+|:= \t]*")  # with a dash in it
COOKIE = re.compile(r"[ \t]*\|(?:[ \t]*+(?:<[lcr]?\d*>)?[ \t]*+\|)++[ \t]*")
NOTE = re.compile(r"\[fn:([\w-]+)\][ \t]+(?=\S)")
CODE = ("src", "example", "verbatim")
UNSEEN = ("comment", "export")
NAMED_TAG, UNNAMED = "noexport", "COMMENT"
# What a line holds beside words: emphasis has a border without a blank within it and no word without.
_BEFORE, _AFTER = r"(?<![\w\\*/=~+_])", r"(?![\w*/=~+_])"
INLINE = re.compile(
    rf"{_BEFORE}(?P<code>[=~])(?=\S)(?P<coded>[^\n]{{1,300}}?)(?<=\S)(?P=code){_AFTER}"
    r"|\[\[(?P<to>[^\[\]\n]{1,1000})\](?:\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,500})\])?\]"
    r"|<(?P<plain>[a-z][a-z0-9+.-]*:[^<>\s]{1,1000})>"
    r"|\[fn:(?P<note>[\w-]+)\]|\[fn:[\w-]*:(?P<noted>[^\[\]\n]{1,500})\]"
    r"|[<\[](?P<day>\d{4}-\d\d-\d\d)(?:[ ][^\W\d_]{2,4}\.?)?(?P<at>[ ]\d{1,2}:\d\d)?[^<>\[\]\n]{0,40}[>\]]"
    rf"|{_BEFORE}(?P<style>[*/+_])(?=\S)(?!(?P=style))(?P<styled>[^\n]{{1,300}}?)(?<=\S)(?P=style){_AFTER}"
    r"|(?<=[\w)])(?P<raise>[\^_])\{(?P<raised>[^{}\n]{1,60})\}"
    r"|<{2,3}(?P<target>[^<>\n]{1,100})>{2,3}|\{\{\{(?P<macro>[^{}\n]{1,300})\}\}\}|(?P<broken>\\\\[ \t]*$)",
    re.MULTILINE,
)
SIGN = re.compile(r"([\\_*\[\]<>`~#|])")
PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
STYLES = {"*": ("**", "**"), "/": ("*", "*"), "+": ("<del>", "</del>"), "_": ("", "")}
DEPTH = 4  # of emphasis in emphasis
BLOCKS = 8  # of blocks in blocks


def from_org(text: str, removed: Counter[str]) -> tuple[str, dict[str, str]]:
    """Markdown, and the fields of the head, by lower-case name."""
    fields: dict[str, str] = {}
    rows = _exported(text.split("\n"), removed)
    done: list[str] = []
    for rows_of_one in _parts(rows, fields, removed):
        done += rows_of_one
    return "\n".join(done), {name: _bare(value) for name, value in fields.items()}


def _bare(value: str) -> str:
    shown = ("day", "words", "styled", "coded")
    return INLINE.sub(
        lambda found: next((found[name] for name in shown if found[name]), found[0]), value
    ).strip()


def _exported(rows: list[str], removed: Counter[str]) -> Iterator[str]:
    """Rows without the subtrees that are commented out or tagged as not to be shown."""
    hidden = 0
    for row in rows:
        if row.startswith("*") and (found := HEADING.fullmatch(row)):
            level, tags = len(found[1]), TAGS.search(row)
            if hidden and level <= hidden:
                hidden = 0
            out = bool(tags and NAMED_TAG in tags[1].split(":"))
            if not hidden and (out or found[2].split(" ")[0] == UNNAMED):
                hidden = level
                removed["hidden"] += 1
        if not hidden:
            yield row


def _parts(
    rows: Iterator[str], fields: dict[str, str], removed: Counter[str], deep: int = 0
) -> Iterator[list[str]]:
    """The rows of Markdown of each part: a block, a table, a heading, an item, a paragraph."""
    table: list[str] = []
    fixed: list[str] = []
    said: list[str] = []  # rows of the paragraph or item that goes on
    for row in rows:
        if fixed and not FIXED.fullmatch(row):
            yield ["", "~~~~~", *fixed, "~~~~~", ""]
            fixed = []
        if table and not row.lstrip().startswith("|"):
            yield _table(table, removed)
            table = []
        if said and (not row.strip() or _begins(row)):
            yield [_row(" ".join(said), removed)]
            said = []
        if row.lstrip().startswith("|"):
            table.append(row)
        elif as_it_is := FIXED.fullmatch(row):
            fixed.append(as_it_is[1] or "")
        elif begun := BEGIN.fullmatch(row):
            yield _block(begun, rows, removed, deep)
        elif (drawer := DRAWER.fullmatch(row)) and drawer[1].upper() != "END":
            removed["drawer"] += 1
            _pass(rows)
        elif found := KEYWORD.fullmatch(row):
            _keep(found, fields, removed)
        elif COMMENT.fullmatch(row):
            removed["comment"] += bool(row.strip(" \t#"))
        elif PLANNED.fullmatch(row):
            continue
        elif not row.strip() or SINGLE.match(row):
            yield [_row(row, removed)]
        else:
            said.append(row.strip() if said else row)
    yield ["", "~~~~~", *fixed, "~~~~~", ""] if fixed else []
    yield [_row(" ".join(said), removed)] if said else []
    yield _table(table, removed) if table else []


def _begins(row: str) -> bool:
    """Whether a row is no more of the paragraph before it."""
    return (row.lstrip()[:1] in ("|", "#", ":", "*") and bool(OTHER.match(row))) or bool(
        SINGLE.match(row) or PLANNED.fullmatch(row) or ITEM.fullmatch(row)
    )


def _pass(rows: Iterator[str]) -> None:
    """Go to the end of a drawer."""
    for inner in rows:
        if inner.strip().upper() == ":END:":
            return


def _keep(said: re.Match[str], fields: dict[str, str], removed: Counter[str]) -> None:
    name = said[1].lower()
    removed["inclusion"] += name == "include"
    if name in ("title", "date", "author", "subtitle", "description") and said[2]:
        glue = ", " if name == "author" else " "
        fields[name] = f"{fields[name]}{glue}{said[2]}" if name in fields else said[2]


def _block(
    begun: re.Match[str], rows: Iterator[str], removed: Counter[str], deep: int
) -> list[str]:
    """A block as code, as a quote, as the text that it is, or not at all."""
    name, inside = begun[1].lower(), []
    for row in rows:
        if (ended := END.fullmatch(row)) and ended[1].lower() == name:
            break
        inside.append(row)
    if name in UNSEEN:
        removed["comment"] += 1
        return [""]
    if name in CODE:
        code = [re.sub(r"^([ \t]*),(?=[*,#])", r"\1", row) for row in dedent(inside)]
        return ["", f"~~~~~{begun[2] if name == 'src' else ''}", *code, "~~~~~", ""]
    if name == "verse" or deep == BLOCKS:
        return ["", *(f"{_inline(row, removed)}<br>" for row in inside), ""]
    made = [made for part in _parts(iter(inside), {}, removed, deep + 1) for made in part]
    return ["", *(f"> {row}" if name == "quote" else row for row in made), ""]


def _table(rows: list[str], removed: Counter[str]) -> list[str]:
    cells = [
        [_inline(cell.strip(), removed) for cell in row.strip().strip("|").split("|")]
        for row in rows
        if not ("-" in row and RULE.fullmatch(row)) and not COOKIE.fullmatch(row)
    ]
    cells = [[cell.replace("\\|", "|") for cell in row] for row in even(cells)]
    return ["", *pipe_table(cells), ""] if cells else [""]


def _row(row: str, removed: Counter[str]) -> str:
    if found := HEADING.fullmatch(row):
        words = TAGS.sub("", found[2])
        return f"\n{'#' * min(len(found[1]), 6)} {_inline(words, removed)}\n"
    if re.fullmatch(r"[ \t]*-{5,}[ \t]*", row):
        return "\n***\n"
    if note := NOTE.match(row):
        return f"\n[^{note[1]}]: {_inline(row[note.end() :], removed)}"
    if item := ITEM.fullmatch(row):
        return _item(item, removed)
    pad = row[: len(row) - len(row.lstrip())][:3]
    return pad + _inline(row.strip(), removed)


def _item(item: re.Match[str], removed: Counter[str]) -> str:
    mark = item["mark"] if item["mark"][0].isdigit() else "-"
    if item["set"]:
        mark = f"{item['set']}."
    letter = f"{item['mark']} " if item["mark"][0].isalpha() and not item["set"] else ""
    term = f"**{_inline(item['term'], removed)}:** " if item["term"] else ""
    ahead = (
        "\n" if item["set"] else ""
    )  # a list that goes on with another number begins no list in a paragraph
    return f"{ahead}{item['pad']}{mark} {letter}{item['box'] or ''}{term}{_inline(item['said'], removed)}"


def _inline(text: str, removed: Counter[str], depth: int = 0) -> str:
    """A line, its marks as those of Markdown and its other signs as text."""
    done, at = [], 0
    for found in INLINE.finditer(text) if depth < DEPTH else ():
        done += [_text(text[at : found.start()]), _mark(found, removed, depth)]
        at = found.end()
    return "".join([*done, _text(text[at:])])


def _text(text: str) -> str:
    return SIGN.sub(r"\\\1", text).replace("&", "&amp;")


def _mark(found: re.Match[str], removed: Counter[str], depth: int) -> str:
    if found["code"]:
        return f"``{found['coded']}``" if "`" not in found["coded"] else _text(found["coded"])
    if found["to"]:
        return _link(found, removed, depth)
    if found["note"]:
        return f"[^{found['note']}]"
    if found["noted"]:
        return f" ({_inline(found['noted'].strip(), removed, depth + 1)})"
    if found["style"]:
        before, after = STYLES[found["style"]]
        return f"{before}{_inline(found['styled'], removed, depth + 1)}{after}"
    if found["raise"]:
        tag = "sup" if found["raise"] == "^" else "sub"
        return f"<{tag}>{_text(found['raised'])}</{tag}>"
    if found["macro"]:
        removed["template"] += 1
        return ""
    if found["broken"] is not None:
        return "<br>"
    return _text(found["plain"] or found["target"] or f"{found['day']}{found['at'] or ''}")


def _link(found: re.Match[str], removed: Counter[str], depth: int) -> str:
    """The words of a link; without any, where it leads; nothing of a picture."""
    target = found["to"]
    if target.startswith("file:") or re.match(r"[.~]?/", target):
        target = re.sub(r"::.*$", "", target.removeprefix("file:"))
    if found["words"]:
        if PICTURE.search(found["words"]) and ":" in found["words"]:
            return ""
        words = _inline(found["words"], removed, depth + 1)
        return f"[{words}](<{target}>)" if re.match(r"https?:|[#*]", target) else words
    if PICTURE.search(target):
        return ""
    return _text(target.lstrip("*#"))
