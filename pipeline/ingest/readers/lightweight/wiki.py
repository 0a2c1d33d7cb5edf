"""MediaWiki text as Markdown: headings, lists, tables, links, references and running text.

Enter: the text of a page of a wiki. Leave: Markdown that says the same, references after the text;
categories, pictures, comments and templates on rows of their own go, the last two counted. A template
within a sentence stays as it is written, but for those that only set their words in a form. Written
after the wikitext specification (mediawiki.org, Help:Formatting, Help:Tables).
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.ingest.readers.layout import even, grid, pipe_table
from pipeline.text.spans import Elements, Pairs, Span

COMMENT = Pairs("<!--", "-->")
_VERBATIM = frozenset("nowiki pre source syntaxhighlight".split())
VERBATIM = Elements(lambda name, _: name in _VERBATIM, to_the_end=False)
LANGUAGE = re.compile(r"\blang\s*=\s*[\"']?([\w+#-]+)")
REFERENCE = Pairs(r"<ref\b[^<>]{0,300}(?<!/)>", r"</ref\s*>", most=5_000)
REFERRED = re.compile(r"<ref\b[^<>]{0,300}/>")
LISTED = re.compile(r"<references\b[^<>]*/?>|</references>|(?-i:__[A-Z]{3,20}__)", re.IGNORECASE)
MATH = Pairs(r"<math\b[^<>]{0,300}>", r"</math>", most=2_000)
INNERMOST = re.compile(r"\{\{(?P<name>[^{}|\n]{1,100})(?P<said>(?:\|[^{}]{0,2000})?)\}\}")
BRACES = re.compile(r"\{\{|\}\}")
# Templates that set their last words in a form and say no more.
FORMS = frozenset(
    "nowrap nobr code tt mono kbd samp var lang big small em strong abbr tooltip smallcaps".split()
)
HEADING = re.compile(r"(={1,6})(?!=)([^\n]+?)\1[ \t]*")
ITEM = re.compile(r"([*#:;]+)[ \t]*(.*)")
TABLE = Pairs(r"^[ \t:]*\{\|[^\n]*\n", r"^[ \t]*\|\}")
CELL = re.compile(r"\|\||!!")
SPANS = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
SAID_OF_A_CELL = re.compile(
    r"[ \t]*+(?:[\w-]++[ \t]*+=[ \t]*+(?:\"[^\"]*+\"|'[^']*+'|[^\s|\"']++)[ \t]*+)++"
)
LINE = re.compile(
    r"\[\[(?P<to>[^\[\]|\n]{1,300})(?P<words>(?:\|(?:[^\[\]\n]|\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]){0,1000})?)\]\](?P<tail>[a-z]{0,20})"
    r"|\[(?P<out>(?:https?:|ftp:|mailto:)?//[^\s\[\]]{1,1000})(?:[ \t]+(?P<said>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,500}))?\]"
    r"|'{2,5}|(?P<tag></?[A-Za-z][\w-]*(?:\s[^<>\n]{0,500})?/?>)|~{3,5}"
)
UNSHOWN = re.compile(r"[ :]*(?:file|image|media|category|kategorie|datei|bild)[ ]*:", re.IGNORECASE)
SIGN = re.compile(r"([\\_*\[\]<>`~#])")
FIELD = re.compile(
    r"^[ \t]*([A-Z][\w-]{1,40}):[ \t]*(.*(?:\n[ \t]{4,}(?![\w-]+:[ ]).*)*)$", re.MULTILINE
)
HEAD, FIELDS = 10_000, 3  # characters in which a block of fields ends, and how many it has
ROW = 2_000  # characters of a row, at most, that a template stands in
HELD = "\ue010{}\ue011"
KEPT = re.compile("\ue010(\\d+)\ue011")


def from_wiki(text: str, removed: Counter[str]) -> tuple[str, dict[str, str]]:
    """Markdown, and the fields that a first block of them gives, by lower-case name."""
    kept: list[str] = []
    text, comments = COMMENT.subn("", text)
    removed["comment"] += comments
    text, fields = _headed(text.lstrip())
    text = VERBATIM.sub(lambda found: _verbatim(found, kept), text)
    text = MATH.sub(
        lambda found: f" {HELD.format(_keep(f'${found.inside.strip()}$', kept))} ", text
    )
    text = _templates(LISTED.sub("", text), removed)
    notes = [found.inside.strip() for found in REFERENCE.find(text) if found.inside.strip()]
    text, marks = REFERENCE.subn("", text)
    text, more = REFERRED.subn("", text)
    removed["footnote-mark"] += marks + more
    text = TABLE.sub(lambda found: _keep_table(found, kept), text)
    rows = _rows(text)
    rows += [f"\n{_line(' '.join(note.split()))}" for note in notes]
    return _put_in("\n".join(rows), kept), fields


def _headed(text: str) -> tuple[str, dict[str, str]]:
    """A text without the block of fields that it begins with, and these; several people each on a row."""
    first = next(iter(VERBATIM.find(text[:HEAD])), None)
    found = FIELD.findall(first.inside) if first and not first.start else []
    if first is None or len(found) < FIELDS:
        return text, {}
    several = ("Author", "Authors")
    fields = {
        name.lower(): (", " if name in several else " ").join(
            row.strip() for row in said.split("\n")
        )
        for name, said in found
    }
    day = fields.get("created") or fields.get("assigned")
    return text[first.end :], {**({"date": day} if day else {}), **fields}


def _keep(made: str, kept: list[str]) -> int:
    kept.append(made)
    return len(kept) - 1


def _put_in(text: str, kept: list[str]) -> str:
    for _ in range(2):  # a table may hold code
        text = KEPT.sub(lambda found: kept[int(found[1])], text)
    return text


def _verbatim(found: Span, kept: list[str]) -> str:
    """What stands as it is written: in a line with its signs as text, else as code."""
    inside, name = found.inside, found.mark.lower()
    if name == "nowiki":
        return HELD.format(_keep(SIGN.sub(r"\\\1", inside), kept))
    if "\n" not in inside and name != "pre":
        code = f"``{inside}``" if "`" not in inside else SIGN.sub(r"\\\1", inside)
        return HELD.format(_keep(code, kept))
    language = LANGUAGE.search(found.opened[2] if found.opened else "")
    code = inside.strip("\n")
    made = f"\n\n~~~~~{language[1] if language else ''}\n{code}\n~~~~~\n\n"
    return f"\n{HELD.format(_keep(made, kept))}\n"


def _templates(text: str, removed: Counter[str]) -> str:
    """Without templates on rows of their own; those that set words in a form are the words."""
    if "{{" not in text:
        return text

    def words(found: re.Match[str]) -> str:
        said = [one for one in found["said"].split("|")[1:] if "=" not in one]
        return said[-1] if found["name"].strip().lower() in FORMS and said else found[0]

    text = INNERMOST.sub(words, text)
    done, at = [], 0
    for start, end in _outermost(text):
        row = text.rfind("\n", max(0, start - ROW), start) + 1 or max(0, start - ROW)
        after = text.find("\n", end, end + ROW)
        tail = text[end : after if after >= 0 else end + ROW].lstrip()
        alone = not tail or tail.startswith("{{") or "\n" in text[start:end]
        if alone and not text[max(row, at) : start].strip():
            removed["template"] += 1
            done.append(text[at:start])
            at = end
    return "".join([*done, text[at:]])


def _outermost(text: str) -> list[tuple[int, int]]:
    """Where templates stand that are in no other."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for mark in BRACES.finditer(text):
        if mark[0] == "{{":
            start = start if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            found += [] if depth else [(start, mark.end())]
    return found


def _rows(text: str) -> list[str]:
    done: list[str] = []
    counts: list[int] = []
    code: list[str] = []
    for row in [*text.split("\n"), ""]:
        if row[:1] == " " and row.strip() and not KEPT.search(row) and "<" not in row:
            code.append(row[1:])
            continue
        if code:
            done += ["", "~~~~~", *code, "~~~~~", ""]
            code = []
        if item := ITEM.fullmatch(row):
            done.append(_item(item, counts))
            continue
        counts.clear()
        if heading := HEADING.fullmatch(row):
            done.append(f"\n{'#' * len(heading[1])} {_line(heading[2].strip())}\n")
        else:
            done.append("\n***\n" if re.fullmatch(r"-{4,}[ \t]*", row) else _line(row))
    return done


def _item(item: re.Match[str], counts: list[int]) -> str:
    """An item of a list; what is only indented is a paragraph."""
    marks, said = item[1], _line(item[2])
    if marks[-1] == ";":
        term, _, rest = said.partition(" : ")
        return f"\n{term}\n: {rest}" if rest else f"\n{term}"
    if set(marks) == {":"}:
        return f"\n{said}\n"
    if marks[-1] == ":" and marks[:-1].strip(":"):
        return f"{'    ' * len(marks[:-1])}{said}"
    depth = len(marks)
    counts[depth:] = []
    counts += [0] * (depth - len(counts))
    counts[depth - 1] += 1
    mark = f"{counts[depth - 1]}." if marks[-1] == "#" else "-"
    return f"{'    ' * (depth - 1)}{mark} {said}"


def _keep_table(found: Span, kept: list[str]) -> str:
    rows: list[list[tuple[str, int, int]]] = [[]]
    for row in found.inside.split("\n"):
        said = row.strip()
        if said.startswith("|-"):
            rows.append([])
        elif said.startswith("|+") or (not said and not rows[-1]):
            continue
        elif said[:1] in ("|", "!"):
            rows[-1] += [_cell(one) for one in CELL.split(said[1:])]
        elif rows[-1] and said:
            words, columns, depth = rows[-1][-1]
            more = _line(said.lstrip("*#:; "))
            rows[-1][-1] = (f"{words} {more}".strip(), columns, depth)
    made = even(list(grid([row for row in rows if row])))
    table = "\n".join(["", *pipe_table(made), ""]) if made else ""
    return f"\n{HELD.format(_keep(table, kept))}\n" if made else ""


def _cell(said: str) -> tuple[str, int, int]:
    head, bar, rest = said.partition("|")
    spans: dict[str, int] = {}
    if bar and SAID_OF_A_CELL.fullmatch(head):
        spans = {name.lower(): int(count) for name, count in SPANS.findall(head)}
        said = rest
    return _line(said.strip()), max(1, spans.get("col", 1)), max(1, spans.get("row", 1))


def _line(text: str) -> str:
    """A line, its links as those of Markdown, its other signs as text, without its marks of emphasis."""
    done, at = [], 0
    for found in LINE.finditer(text):
        done.append(SIGN.sub(r"\\\1", text[at : found.start()]))
        at = found.end()
        if found["tag"]:
            done.append(found["tag"])
        elif found["out"]:
            words = _line(found["said"]) if found["said"] else SIGN.sub(r"\\\1", found["out"])
            done.append(f"[{words}](<{found['out']}>)")
        elif found["to"]:
            done.append(_link(found))
    return "".join([*done, SIGN.sub(r"\\\1", text[at:])])


def _link(found: re.Match[str]) -> str:
    """The words of a link into the wiki; nothing of a picture or category."""
    target = found["to"].strip()
    if UNSHOWN.match(target) and not target.startswith(":"):
        return ""
    words = found["words"][1:] if found["words"] else target.lstrip(":")
    return _line((words or re.sub(r"^.*:| \(.*$", "", target)).strip()) + found["tail"]
