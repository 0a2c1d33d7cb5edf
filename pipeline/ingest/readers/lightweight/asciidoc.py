"""AsciiDoc as Markdown: headings, lists, tables with their spans, code, quotes and running text.

Enter: the text of an AsciiDoc file. Leave: Markdown that says the same, footnotes after the text;
attributes, conditions and inclusions go. Written after the AsciiDoc Language documentation.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.readers.layout import MOST_COLUMNS, dedent, grid, pipe_table
from pipeline.ingest.readers.lightweight.places import referred
from pipeline.ingest.readers.markup.fences import outside_fences, outside_spans

STRUCK = re.compile(
    r"\[(?:[\w.-]*\.)?(?:line-?through|del|strike(?:d|-?through|-?out)?)\](#{1,2}|\*{1,2}|_{1,2}|`)(?=\S)((?:(?!\1)[^\n]|\n(?![ \t]*\n)){1,300}?)(?<=\S)\1"
)
FOOTNOTE = re.compile(r"[ ]?footnote(?:ref)?:[\w-]*\[([^\]\n]{0,500})\]")
PASSED = re.compile(r"\+\+\+([^+\n]{1,300})\+\+\+|pass:\w*\[([^\]\n]{1,300})\]")
HARD_BREAK = re.compile(r"^[ \t]+\+[ \t]*$|(?<=\S)[ \t]+\+[ \t]*$", re.MULTILINE)
LITERAL = re.compile(r"(?<=\n\n)((?:[ \t]+(?![*.-]+[ \t]|\d+\.[ \t])\S[^\n]*\n)+)(?=\n|\Z)")
STARTS = re.compile(r"^\[[^\]\n]*\bstart=\"?(\d{1,6})\"?[^\]\n]*\]\n\.[ \t]+", re.MULTILINE)
# A macro in a line: what it is, where it leads, the words in its brackets.
MACRO = re.compile(
    r"\b(?P<name>https?://|link:|mailto:|xref:|javadoc:|irc://|ftp://|image:|anchor:|kbd:|btn:|menu:|stem:|latexmath:|asciimath:|"
    r"icon:|indexterm2?:)(?P<target>[^\s\[\]]{0,500})\[(?P<words>(?:[^\]\n\\]|\\.|\n(?!\s*\n)){0,500})\]"
    r"|\{(?P<value>[\w-]{1,80})\}[^\s\[\]]{0,300}\[(?P<said>[^\]\n]{1,300})\]"
)
NAMED = re.compile(r"(?:,\s*)?\b[\w-]+=(?:\"[^\"]*\"|[^,\"]*)")  # an attribute of a macro
QUOTED = re.compile(
    r"\s*\"([^\"]*)\"\s*(?:,[^=]*=.*)?", re.DOTALL
)  # words, and attributes after them
SPAN = re.compile(
    r"(?<![\w&])(?:\[[^\]\[\n]{1,100}\])?(#{1,2})(?=\S)([^#\n]{1,300}?)(?<=\S)\1(?![\w#])"
)
ROLE = re.compile(r"(?<![\w\]])\[\.[A-Za-z][\w.-]{0,60}\](?=(?:`{1,2}|\*{1,2}|_{1,2})[^\s`*_])")
# A picture that is a link, whose words are none.
PICTURED = re.compile(
    r"(?:xref:|link:|https?://)[^\s\[\]]{0,500}\[(?:image|icon):[^\s\[\]]{0,300}\[[^\[\]\n]{0,300}\][^\[\]\n]{0,100}\]"
)
NAMED_CELL = re.compile(r"\A\[(?:#[A-Za-z_][\w.-]{0,100}|\[[\w.-]{1,100}\])\]?[ ]+")
CURVED = re.compile(r"([\"'])`(?=\S)([^`\n]{1,300}?)(?<=\S)`\1")
INDEXED = re.compile(r"\(\(\([^()\n]{1,200}\)\)\)|\(\(([^()\n]{1,200})\)\)")
ANCHOR = re.compile(r"\[\[[^\[\]\n]{1,100}\]\]|(?<=\s)\[#[\w.-]{1,100}\](?=\S)")
TERM = re.compile(
    r"^[ \t]*(\S[^\n]{0,120}?):{2,4}(?:[ \t]+|[ \t]*\n+[ \t]*)(?=[^\s:])", re.MULTILINE
)
# A term of which nothing is said but by the block that is attached to it.
ATTACHED = re.compile(r"^[ \t]*(\S[^\n]{0,120}?):{2,4}[ \t]*\n\+[ \t]*\n", re.MULTILINE)
CALLOUT = re.compile(
    r"[ \t]*(?:(?://|#|--|;;|<!--)[ \t]*)?(?:<!?-*(?:\d{1,2}|\.)-*>[ \t]*)+$", re.MULTILINE
)
CALLED = re.compile(r"^<(\d{1,2}|\.)>[ \t]+", re.MULTILINE)
CSV_TABLE = re.compile(
    r"(?:^\[[^\]\n]*format=\"?csv\"?[^\]\n]*\]\n\|={3,}|^,={3,})[ \t]*\n(?P<rows>(?:(?![|,]=).*\n){1,2000}?)(?:\|={3,}|,={3,})[ \t]*$",
    re.MULTILINE,
)
ORDERED = re.compile(r"[ \t]*(\.{1,5})[ \t]+(?=\S)")
UNORDERED = re.compile(r"[ \t]*(?:\*{1,5}|-)[ \t]+(?=\S)")
ENDS_A_LIST = re.compile(
    r"#{1,6}[ \t]|={1,6}[ \t]|[A-Za-z]"
)  # a heading or a paragraph at the margin
UNSEEN_ROW = re.compile(
    r"//|(?:ifdef|ifndef|endif|ifeval|include)::|\+[ \t]*$|-{2,4}[ \t]*$|\[[\w%,.=\" -]+\][ \t]*$"
)  # of a cell with blocks in it: comments, conditions, marks of blocks
ITEM_OF_CELL = re.compile(r"^(?:\*{1,5}|-|\.{1,5})[ \t]+(?=\S)")
# A condition on names of attributes, one in brackets with its words, and the end of the one before.
CONDITION = re.compile(
    r"(?P<is>ifdef|ifndef|ifeval|endif)::(?P<names>[^\[\]\n]*)\[(?P<words>.*)\][ \t]*"
)
SET = re.compile(r":(!?)([\w-]+)(!?):(?:[ \t]+(.*))?")
# A value that goes on in the next row, and what begins and ends a listing.
CONTINUED = re.compile(
    r"(?m)^(:[\w-]+:[ \t](?:[^\n]|(?<=\\)\n){0,2000}?)[ \t]+(?:\+[ \t]+)?\\\n[ \t]*"
)
LISTING = re.compile(r"(?:-{4,}|\.{4,}|`{3,}[^`\n]*)[ \t]*")
NAME = re.compile(r"(?<![\\$])\{([\w-]+)\}")
MOST_NAMES = 100  # in a row
# Attributes that every document has for signs which would else be marks.
CHARACTERS = {
    "nbsp": " ", "sp": " ", "empty": "", "blank": "", "zwsp": "", "wj": "", "plus": "+", "pp": "++", "cpp": "C++",
    "asterisk": "&#42;", "lt": "&lt;", "gt": "&gt;", "amp": "&amp;", "vbar": "&#124;", "startsb": "&#91;",
    "endsb": "&#93;", "backtick": "&#96;", "tilde": "&#126;", "caret": "&#94;", "apos": "'", "quot": '"',
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "two-colons": "::", "two-semicolons": ";;",
}  # fmt: skip
# What a page on the web has without a line that says so.
BUILT_IN = frozenset(
    "asciidoctor backend-html5 basebackend-html backend-html basebackend-html5 filetype-html".split()
)
TABLE = re.compile(
    r"(?:^\[(?P<told>[^\n]*)\][ \t]*\n(?P<title>\.[^\n]*\n)?)?^\|={3,}[ \t]*\n(?P<rows>.*?)^\|={3,}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
COLUMNS = re.compile(r"\bcols=(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^,\]\n]*))")
# What AsciiDoc shows as it stands: a name between angle brackets, a sign before an address.
PLACEHOLDER = re.compile(r"(?<![<\w])<(?=[a-z]\w{0,40}(?:[-_][a-z0-9]\w{0,40}){1,6}>)")
ESCAPED = re.compile(r"\\(?=(?:https?|ftp)://|(?:link|mailto|xref):|<<)")
GROWTH = 2_000  # characters of a value after those that it names are put in
CELL = re.compile(r"(?<!\\)(?:(\d{1,2})\*|(\d{1,2})?(?:\.(\d{1,2}))?\+)?[<^>.]{0,4}[a-z]?(?<!\\)\|")


def from_asciidoc(text: str) -> str:
    """AsciiDoc as Markdown."""
    text = referred(_filled(text))
    text = re.sub(r"\A((?:[^\S\n]*\n|//.*\n|:.*\n)*=[ \t].*\n)(?:[^\s:/].*\n){1,2}", r"\1", text)
    text = re.sub(r"^\+{4,}\n.*?^\+{4,}$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^////\n.*?^////$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^(?:\[source,?\s*([\w+-]*)[^\]\n]*\]\n)?^(-{4,}|\.{4,})[ \t]*\n(.*?)\n\2[ \t]*$",
                  lambda m: f"```{m[1] or ''}\n{CALLOUT.sub('', m[3])}\n```", text, flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    text = outside_fences(text, lambda part: LITERAL.sub(_literal, HARD_BREAK.sub("  ", part)))
    text = CSV_TABLE.sub(_of_csv, text)
    counts: list[int] = []
    return outside_fences(text, lambda part: _asciidoc_prose(part, counts))


def met(text: str, removed: Counter[str]) -> str:
    """A text without what stands under a condition that its page does not meet, and without its
    inclusions, which are in other files; both are counted. Only the attributes that the text itself
    sets are known; a condition on values (`ifeval`) is taken as met."""
    if "::" not in text:
        return text
    known, done = set(BUILT_IN), []
    open_: list[bool] = []
    for row in text.split("\n"):
        if match := CONDITION.fullmatch(row) if "::" in row else None:
            words = _conditioned(match, known, open_)
            removed["condition"] += words is None
            done += [words] if words and all(open_) else []
        elif not all(open_):
            continue
        elif row.startswith(("include::", "include-code::")) and row.rstrip().endswith("]"):
            removed["inclusion"] += 1
            done.append("")
        else:
            if row.startswith(":") and (said := SET.fullmatch(row)):
                (known.discard if said[1] or said[3] else known.add)(said[2])
            done.append(row)
    return "\n".join(done)


def _conditioned(match: re.Match[str], known: set[str], open_: list[bool]) -> str | None:
    """Opens or closes a condition in `open_`; the words of one in a line, None where it is not met."""
    if match["is"] == "endif":
        if open_:
            open_.pop()
        return ""
    some, every = match["names"].split(","), match["names"].split("+")
    holds = (
        all(name in known for name in every)
        if len(every) > 1
        else any(name in known for name in some)
    )
    holds = match["is"] == "ifeval" or holds == (match["is"] == "ifdef")
    if match["words"] and match["is"] != "ifeval":
        return match["words"] if holds else None
    open_.append(holds)
    return "" if holds else None


def _numbered(text: str, counts: list[int]) -> str:
    """Items of ordered lists with the numbers that they show: what is attached to an item (code after
    a `+`) does not end its list, other text between two items does. `counts` goes on from part to part."""
    done: list[str] = []
    for row in text.split("\n"):
        before = done[-1].strip() if done else "+"
        if item := ORDERED.match(row):
            level = len(item[1])
            counts[level:] = []
            counts += [0] * (level - len(counts))
            counts[level - 1] += 1
            row = "   " * (level - 1) + f"{counts[level - 1]}. {row[item.end() :]}"
        elif (not before and ENDS_A_LIST.match(row)) or (
            counts[:1] == [0] and UNORDERED.match(row)  # a list of its own under another item
        ):
            counts.clear()
        done.append(row)
    return "\n".join(done)


def _of_csv(match: re.Match[str]) -> str:
    """A table of comma-separated values as one of cells."""
    try:
        rows = list(csv.reader(match["rows"].strip("\n").split("\n"), skipinitialspace=True))
    except csv.Error:
        return match[0]
    cells = "\n".join(
        "|" + " |".join(cell.replace("|", "\\|") for cell in row) for row in rows if row
    )
    return f"|===\n{cells}\n|==="


def _filled(text: str) -> str:
    """A text with the values of its attributes in place of their names, but in listings: each is the one
    given last above, or first below, for a title stands above the attributes of its document."""
    rows = CONTINUED.sub(r"\1 ", text).split("\n")
    known = dict(CHARACTERS)
    for row in reversed(rows):
        _given(row, known)
    listing = ""
    for number, row in enumerate(rows):
        if LISTING.fullmatch(row) and row.startswith(listing):
            listing = "" if listing else row[:3]
        elif not listing and not _given(row, known) and "{" in row:
            rows[number] = _named(row, known)
    return "\n".join(rows)


def _given(row: str, known: dict[str, str]) -> bool:
    """Whether a row gives an attribute its value in `known`, or takes it away."""
    if not (said := SET.fullmatch(row) if row.startswith(":") else None):
        return False
    if said[1] or said[3]:
        known.pop(said[2], None)
    else:
        known[said[2]] = _named((said[4] or "").strip(), known)[:GROWTH].rstrip(" +\\")
    return True


def _named(row: str, known: dict[str, str]) -> str:
    """A row with the values of the attributes that it names; one without a value stands as it is."""
    return NAME.sub(lambda name: known.get(name[1], name[0]), row, count=MOST_NAMES)


def _literal(match: re.Match[str]) -> str:
    """An indented paragraph, which AsciiDoc shows as it stands."""
    return "```\n" + "\n".join(dedent(match[1].rstrip("\n").split("\n"))) + "\n```\n"


def _asciidoc_prose(text: str, counts: list[int]) -> str:
    text = re.sub(r"`\+([^`\n]{1,300}?)\+`", r"`\1`", PASSED.sub(r"\1\2", text))
    text = ROLE.sub("", PICTURED.sub("", STARTS.sub(r"\1. ", text)))
    text = outside_spans(ESCAPED.sub("", text), lambda part: PLACEHOLDER.sub("&lt;", part))
    notes = [match[1] for match in FOOTNOTE.finditer(text) if match[1].strip()]
    text = "\n\n".join([FOOTNOTE.sub("", text), *notes])
    text = re.sub(
        r"(?<=[\w)])\^([^\s^]{1,40})\^", r"<sup>\1</sup>", STRUCK.sub(r"<del>\2</del>", text)
    )
    text = re.sub(r"(?<=[\w)])~([^\s~]{1,40})~", r"<sub>\1</sub>", text)
    text = CALLED.sub(lambda m: f"{m[1] if m[1] != '.' else 1}. ", text)
    text = re.sub(
        r"^_{4,}[ \t]*\n(.*?)^_{4,}[ \t]*$",
        lambda m: "\n" + re.sub(r"^", "> ", m[1].rstrip(), flags=re.MULTILINE) + "\n",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    text = TERM.sub(r"\n\1\n: ", _numbered(ATTACHED.sub(r"\n\1\n\n", text), counts))
    text = TABLE.sub(_asciidoc_table, text)
    text = re.sub(
        r"^(?://[^\n]*|:[\w!-]+:[^\n]*|\[[^\]\n]*\]|ifdef::.*|ifndef::.*|endif::.*|include::.*|image::.*|video::.*|toc::.*|\+|-{2}|[=*_+]{4,}|'{3,}|<<<)[ \t]*$",
        "",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(
        r"^(={1,6})[ \t]+(?=\S)", lambda m: "#" * len(m[1]) + " ", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"^[ \t]*(\*{1,5})[ \t]+", lambda m: "  " * (len(m[1]) - 1) + "- ", text, flags=re.MULTILINE
    )
    text = re.sub(r"^\.(?=[A-Z`_*\"])", "", text, flags=re.MULTILINE)
    text = MACRO.sub(_macro, ANCHOR.sub("", INDEXED.sub(r"\1", text)))
    text = SPAN.sub(r"\2", CURVED.sub(r"\1\2\1", text))
    text = re.sub(
        r"<<[^<,>\n]{1,200},\s*((?:[^<>\n]|<[^<>\n]{1,80}>){1,300})>>|<<([^<>\n]{1,300})>>",
        r"\1\2",
        text,
    )
    text = re.sub(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])", r"**\1**", text)


def _macro(match: re.Match[str]) -> str:
    """The words that a macro shows; a link without any shows where it leads."""
    name, target = match["name"] or "", match["target"] or ""
    stated = re.sub(r"\s*\n\s*", " ", match["said"] if match["value"] else match["words"])
    quoted = QUOTED.fullmatch(stated)
    words = quoted[1] if quoted else NAMED.sub("", stated).replace("\\]", "]").strip()
    if name in ("image:", "icon:", "anchor:", "indexterm:"):
        return ""
    if name == "menu:":
        return " > ".join([target, *(one.strip() for one in words.split(">") if one.strip())])
    if words:
        return (
            words.rstrip("^").strip()
            if name not in ("stem:", "latexmath:", "asciimath:")
            else words
        )
    if name == "xref:":
        return re.sub(r"\.\w+$", "", target.partition("#")[0].rsplit("/", 1)[-1].rsplit(":", 1)[-1])
    if name == "javadoc:":  # of a class its own name, of a member that after it
        return re.sub(r"^(?:[a-z][\w]*\.)+(?=[A-Z])", "", target.rpartition("/")[2]).replace(
            "#", "."
        )
    return target if name in ("link:", "mailto:") else name + target


def _asciidoc_table(match: re.Match[str]) -> str:
    """A table whose cells may cover columns and rows (`2.3+|`) or stand several times (`3*|`)."""
    cells: list[tuple[str, int, int]] = []
    width = _columns(match["told"] or "")
    for row in (one for one in match["rows"].split("\n") if not UNSEEN_ROW.match(one)):
        ahead, *parts = CELL.split(row)
        if cells and ahead.strip():
            said, sign = ITEM_OF_CELL.subn("", ahead.strip())
            glue = " • " if sign and cells[-1][0] else " "
            cells[-1] = (f"{cells[-1][0]}{glue}{said}", *cells[-1][1:])
        for times, columns, depth, words in zip(*(parts[n::4] for n in range(4)), strict=True):
            cell = (words.strip(), int(columns or 1), int(depth or 1))
            cells += [cell] * min(int(times or 1), MOST_COLUMNS)
        width = width or sum(columns for _, columns, _ in cells)
    cells = [(NAMED_CELL.sub("", said, count=1), across, deep) for said, across, deep in cells]
    rows = list(grid(_laid_out(cells, width)))
    table = "\n" + "\n".join(pipe_table(rows)) + "\n" if rows and rows[0] else ""
    return (match["title"] or "") + table


def _columns(told: str) -> int:
    """How many columns the attributes of a table give it (`3*`, `1,2a`), 0 where they give none."""
    found = COLUMNS.search(told)
    parts = re.split("[,;]", next(filter(None, found.groups()), "")) if found else []
    times = (re.match(r"\s*(\d{1,3})\*", part) for part in parts)
    return min(sum(int(many[1]) if many else 1 for many in times), MOST_COLUMNS)


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
