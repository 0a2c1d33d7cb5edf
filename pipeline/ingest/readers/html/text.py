"""An element tree, HTML or trafilatura's, written down as text with structure.

Enter: an lxml element and a manuscript. Leave: headings, paragraphs, lists, tables, code and
quotes in reading order; running text by the one inline model, so that powers, struck words, ruby
and quotation marks mean here what they mean in every other format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.readers import inline
from pipeline.ingest.readers.builder import DEEPER, Manuscript
from pipeline.ingest.readers.html import formula, verbatim
from pipeline.ingest.readers.inline import InlineLine
from pipeline.ingest.readers.layout import grid, number, said
from pipeline.text.words import clean

Element = Any  # lxml has no types of its own

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "list", "dl", "menu", "dir"))
ITEMS = frozenset(("li", "item", "dt", "dd"))
CELLS = frozenset(("td", "th", "cell"))
ROWS = frozenset(("tr", "row"))
BREAKS = frozenset(("br", "lb"))
BLOCKS = frozenset(
    "p div section article main body html quote blockquote pre table figure figcaption details "
    "summary center header footer aside nav hgroup search dialog address fieldset legend form hr head "
    "caption tbody thead tfoot optgroup option".split()
) | LISTS | ITEMS | CELLS | ROWS | BREAKS | HEADINGS.keys()  # fmt: skip
UNREAD = frozenset(
    "script style noscript template svg iframe graphic select textarea datalist".split()
)
NOTE_LINK = re.compile(
    r"#(?:user-content-)?(?:_?fn|foot|cite[_-]?note|end-?note|_ftn|_edn|note)", re.I
)
NOTE_CLASS = re.compile(r"(?:^|\s)(?:footnote(?:-?ref\w*)?|noteref|fn-?ref)(?:\s|$)", re.I)
BACK = re.compile(r"[↩↑^⏎\ufe0e\ufe0f\s]+")
SHOWN_IMAGE = re.compile(r"latex|math|tex\b|equation|emoji|smiley|wp-smiley", re.I)
SENTENCE_WORDS = 3  # round a button; with fewer it is a control, with more a word of the sentence


def write(root: Element, page: Manuscript) -> None:
    """Write down everything below `root`."""
    line = InlineLine(page.removed)
    _children(root, page, line, "paragraph")
    _flush(page, line, "paragraph")


def _children(element: Element, page: Manuscript, line: InlineLine, kind: str) -> None:
    line.add(element.text or "")
    for child in element:
        if _read(child):
            _one(child, page, line, kind)
        line.add(child.tail or "")


def _read(child: Element) -> bool:
    """Whether an element's words are words of the text."""
    if not isinstance(child.tag, str) or child.tag in UNREAD:
        return False
    return child.tag != "button" or _spoken(child)


def _spoken(button: Element) -> bool:
    """Whether a button stands in a sentence (`Click Save to go on`)."""
    parent = button.getparent()
    if parent is None or parent.tag not in ("p", "li", "td", "dd"):
        return False
    outside = len(said(parent).split()) - len(said(button).split())
    return outside >= SENTENCE_WORDS


def _one(child: Element, page: Manuscript, line: InlineLine, kind: str) -> None:
    tag = child.tag
    if tag not in BLOCKS and not (tag == "code" and verbatim.is_block(child)):
        if len(child) and any(inner.tag in BLOCKS for inner in child.iterdescendants()):
            _holding_blocks(child, page, line, kind)
        else:
            _inline(child, page, line)
        return
    if tag in BREAKS and _runs_on(child):
        line.add(" ")
        return
    _flush(page, line, kind)
    if tag in HEADINGS or (tag == "head" and child.get("rend")):
        level = HEADINGS.get(tag) or int(re.sub(r"\D", "", child.get("rend")) or 2)
        page.line("heading", _heading(_words(child, page)), level=level)
    elif tag == "pre" and verbatim.is_message(child):
        for part in re.split(r"\n[ \t]*\n", verbatim.text(child)):
            page.line(kind, part)
    elif tag in ("pre", "code"):
        page.code(verbatim.text(child), verbatim.language(child))
    elif tag in LISTS:
        rows: list[str] = []
        _rows(child, page, rows)
        page.lines("list", rows)
    elif tag == "table":
        _table(child, page, kind)
    else:
        inner = "quote" if tag in ("quote", "blockquote") else kind
        _children(child, page, line, inner)
        _flush(page, line, inner)


def _holding_blocks(child: Element, page: Manuscript, line: InlineLine, kind: str) -> None:
    """An inline element round blocks; struck blocks go as a whole."""
    if child.tag in inline.STRUCK:
        page.removed["struck"] += bool(said(child).strip())
        return
    if all(inner.tag in BREAKS for inner in child.iterdescendants() if inner.tag in BLOCKS):
        if child.tag in inline.MEANT:
            _inline(child, page, line)
            return
        page.linked += _linked(child)
    _children(child, page, line, kind)


def _runs_on(mark: Element) -> bool:
    """Whether a line break stands inside a sentence: what follows it begins small, or what stands
    before it ends with a comma. Two breaks are a new paragraph."""
    after = (mark.tail or "").strip()
    if not after:
        following = mark.getnext()
        if following is None or following.tag in BLOCKS:
            return False
        after = said(following).strip()
    before = mark.getprevious()
    ahead = (before.tail if before is not None else mark.getparent().text) or ""
    if not ahead.strip() and before is not None:
        ahead = "" if before.tag in BLOCKS else said(before)
    return bool(ahead.strip()) and (after[:1].islower() or ahead.rstrip().endswith(","))


def _flush(page: Manuscript, line: InlineLine, kind: str) -> None:
    text = line.text()
    page.line("list" if text.lstrip().startswith("- ") else kind, text)


def _words(element: Element, page: Manuscript) -> str:
    """The running text of an element; words inside links are counted."""
    line = InlineLine(page.removed)
    _inside(element, page, line)
    return line.text()


def _inside(element: Element, page: Manuscript, line: InlineLine) -> None:
    line.add(element.text or "")
    for child in element:
        if _read(child):
            _inline(child, page, line)
        line.add(child.tail or "")


def _inline(element: Element, page: Manuscript, line: InlineLine) -> None:
    """One element in running text."""
    tag = element.tag
    if tag == "a":
        if _is_note(element):
            page.removed["footnote-mark"] += 1
            return
        page.linked += _linked(element)
    if tag == "math":
        line.add(f" {formula.written(element)} ")
    elif tag in ("img", "graphic"):
        line.add(_picture(element))
    elif tag in inline.MEANT:
        line.open(tag, note=any(map(_leads_to_note, element.iter("a"))))
        _inside(element, page, line)
        line.close(tag)
    elif "katex-html" in (element.get("class") or "") and _has_formula(element):
        return
    else:
        space = " " if tag in BLOCKS else ""
        line.add(" • " if tag == "li" else space)
        _inside(element, page, line)
        line.add(space)


def _linked(element: Element) -> int:
    """Words that lead to another page; a heading's link to itself leads nowhere."""
    links = [element] if element.tag == "a" else element.iter("a")
    return sum(
        len(said(link).split()) for link in links if not (link.get("href") or "").startswith("#")
    )


def _leads_to_note(link: Element) -> bool:
    return (
        link.get("role") == "doc-noteref"
        or bool(NOTE_LINK.match(link.get("href") or ""))
        or bool(NOTE_CLASS.search(link.get("class") or ""))
    )


def _is_note(link: Element) -> bool:
    """Whether a link is a footnote's mark, or the arrow that leads back from it."""
    words = said(link).strip()
    if link.get("role") == "doc-backlink" or (words and BACK.fullmatch(words)):
        return True
    short = bool(re.fullmatch(r"\[?\(?\w{1,3}\)?\]?", words) or inline.NOTE.fullmatch(words))
    return short and (_leads_to_note(link) or _raised_to_a_place(link))


def _raised_to_a_place(link: Element) -> bool:
    """Whether a link to a place of its own page is all that is raised there, or holds nothing else."""
    if not (link.get("href") or "").startswith("#"):
        return False
    around = link.getparent()
    inside = link[0] if len(link) == 1 else None
    raised = [one for one in (around, inside) if one is not None and one.tag == "sup"]
    return any(said(one).strip() == said(link).strip() for one in raised)


def _has_formula(element: Element) -> bool:
    before = element.getprevious()
    return before is not None and before.find(".//math") is not None


def _picture(element: Element) -> str:
    """What is read for a picture that stands for a word: a formula or an emoji."""
    named = f"{element.get('class') or ''} {element.get('src') or ''}"
    return element.get("alt") or "" if SHOWN_IMAGE.search(named) else ""


def _heading(text: str) -> str:
    """Without the permalink signs that documentation tools append."""
    return re.sub(r"\s*(?:[¶#§🔗\ue9cb]|\[\]|\[edit\])\s*$", "", clean(text))


def _rows(element: Element, page: Manuscript, rows: list[str], deep: str = "") -> None:
    """A list as rows, `deep` before each; code and tables in an item stand between list blocks."""
    for item in element:
        if not _read(item):
            continue
        if item.tag in LISTS:
            _rows(item, page, rows, deep + DEEPER)
        elif item.tag == "div" and element.tag == "dl":
            _rows(item, page, rows, deep)
        else:
            _item(item, page, rows, _mark(element, item), deep)


def _mark(above: Element, item: Element) -> str:
    if item.tag == "dt" or (item.get("rend") or "").startswith("dt"):
        return ""
    return number(above, item) or "- "


def _item(item: Element, page: Manuscript, rows: list[str], mark: str, deep: str) -> None:
    line = InlineLine(page.removed)

    def end_row(mark: str) -> str:
        words = clean(line.text())
        if words:
            rows.append(deep + mark + words)
        return "" if words else mark

    line.add(item.text or "")
    for child in item:
        if not _read(child):
            pass
        elif child.tag in LISTS:
            mark = end_row(mark)
            _rows(child, page, rows, deep + DEEPER)
        elif child.tag in ("pre", "table") or (child.tag == "code" and verbatim.is_block(child)):
            mark = end_row(mark)
            page.lines("list", rows)
            rows.clear()
            _one(child, page, InlineLine(page.removed), "paragraph")
        elif any(inner.tag in LISTS or inner.tag in ("pre", "table") for inner in child.iter()):
            mark = end_row(mark)
            _item(child, page, rows, mark, deep)
            mark = ""
        else:
            _inline(child, page, line)
        line.add(child.tail or "")
    end_row(mark)


def _table(element: Element, page: Manuscript, kind: str) -> None:
    """A table as rows; one of a single column, with tables or with lines of code in it is layout
    and is read as its contents, without a column that only numbers the lines of its neighbour."""
    titled = [clean(_words(caption, page)) for caption in element.iterchildren("caption")]
    _rowed(element)
    rows = [row for row in element.iter() if row.tag in ROWS and _own(row, element)]
    rows.sort(key=lambda row: row.getparent().tag == "tfoot")  # shown last, wherever it stands
    if code := verbatim.lines(rows):
        page.code("\n".join(code))
        return
    held = any(inner.tag == "table" for inner in element.iterdescendants())
    coded = any("\n" in verbatim.text(code).strip() for code in element.iter("pre"))
    widths = [sum(cell.tag in CELLS for cell in row) for row in rows]
    if held or coded or max(widths, default=0) <= 1:
        page.lines(kind, titled)
        for cell in [c for row in rows for c in row if c.tag in CELLS]:
            if coded and verbatim.is_gutter(cell):
                continue
            line = InlineLine(page.removed)
            _children(cell, page, line, kind)
            _flush(page, line, kind)
        return
    page.lines("table", [*titled, *(" | ".join(row) for row in grid(_cells(rows, page)))])


def _rowed(table: Element) -> None:
    """Cells that stand in no row in one, as a browser puts them (HTML standard, 13.2.6.4.13)."""
    for group in table.xpath("self::*[td or th]|thead[td or th]|tbody[td or th]|tfoot[td or th]"):
        row = None
        for cell in list(group):
            if cell.tag not in CELLS:
                row = None
                continue
            if row is None:
                row = group.makeelement("tr")
                cell.addprevious(row)
            row.append(cell)


def _own(part: Element, table: Element) -> bool:
    """Whether a row belongs to this table and not to one inside it."""
    return next(up for up in part.iterancestors() if up.tag == "table") is table


def _cells(rows: list[Element], page: Manuscript) -> Iterator[list[tuple[str, int, int]]]:
    """(words, columns, rows) of the cells of each row."""
    for row in rows:
        yield [
            (_in_a_cell(cell, page), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in row
            if cell.tag in CELLS
        ]


def _in_a_cell(cell: Element, page: Manuscript) -> str:
    """The words of a cell, its lines and paragraphs set apart by a sign: a row is one line, and two of
    them are no sentence."""
    for part in cell.iter("br", "p", "div"):
        at_break = part.tag == "br"
        before = clean(_ahead(part, cell))
        after = (part.tail or "") if at_break else said(part)
        if before and after.strip()[:1].isupper() and before[-1] not in ".!?:;,•":
            if at_break:
                part.tail = f" • {after.lstrip()}"
            else:
                part.text = f" • {(part.text or '').lstrip()}"
    return clean(_words(cell, page))


def _ahead(part: Element, cell: Element) -> str:
    """The words of a cell before one of its parts, those right before it alone."""
    before = part.getprevious()
    if before is None:
        above = part.getparent()
        return (above.text or "") if above is cell else ""
    return (before.tail or "").strip() or ("" if before.tag == "br" else said(before))


def _span(cell: Element, name: str) -> int:
    count = (cell.get(name) or "1").strip()
    return max(1, min(int(count), 100)) if count.isdecimal() else 1
