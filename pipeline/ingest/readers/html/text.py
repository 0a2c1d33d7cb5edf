"""An element tree, HTML or trafilatura's, written down as text with structure.

Enter: an lxml element and a manuscript. Leave: headings, paragraphs, lists, tables, code and
quotes in reading order; inline markup reduced to its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.normal import fold
from pipeline.ingest.readers.builder import Manuscript

Element = Any  # lxml has no types of its own

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "list", "dl", "menu"))
ITEMS = frozenset(("li", "item", "dt", "dd"))
CELLS = frozenset(("td", "th", "cell"))
ROWS = frozenset(("tr", "row"))
BLOCKS = frozenset(
    "p div section article main body html quote blockquote pre table figure figcaption details "
    "summary center header address fieldset form lb br hr head tbody thead tfoot".split()
) | LISTS | HEADINGS.keys()  # fmt: skip
UNREAD = frozenset("script style noscript template svg math iframe img graphic button".split())


def write(root: Element, page: Manuscript) -> None:
    """Write down everything below `root`."""
    pending: list[str] = []
    _children(root, page, pending, "paragraph")
    _flush(page, pending, "paragraph")


def _children(element: Element, page: Manuscript, pending: list[str], kind: str) -> None:
    pending.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNREAD:
            _one(child, page, pending, kind)
        pending.append(child.tail or "")


def _one(child: Element, page: Manuscript, pending: list[str], kind: str) -> None:
    tag = child.tag
    if tag not in BLOCKS and not (tag == "code" and _is_block_code(child)):
        if len(child) and any(inner.tag in BLOCKS for inner in child.iter()):
            _children(child, page, pending, kind)
        else:
            pending.append(_words(child, page))
        return
    _flush(page, pending, kind)
    if tag in HEADINGS or (tag == "head" and child.get("rend")):
        level = HEADINGS.get(tag) or int(re.sub(r"\D", "", child.get("rend")) or 2)
        page.line("heading", _heading(_words(child, page)), level=level)
    elif tag in ("pre", "code"):
        page.code(verbatim(child), language(child))
    elif tag in LISTS:
        _list(child, page)
    elif tag == "table":
        _table(child, page, kind)
    else:
        inner = "quote" if tag in ("quote", "blockquote") else kind
        _children(child, page, pending, inner)
        _flush(page, pending, inner)


def _flush(page: Manuscript, pending: list[str], kind: str) -> None:
    text = "".join(pending)
    page.line("list" if text.lstrip().startswith("- ") else kind, text)
    pending.clear()


def _words(element: Element, page: Manuscript) -> str:
    """The inline text of an element; words inside links are counted."""
    page.linked += sum(len("".join(_inline(link)).split()) for link in element.iter("a"))
    return "".join(_inline(element))


def _inline(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNREAD:
            space = child.tag in BLOCKS or child.tag in ITEMS
            yield " " if space else ""
            yield from _inline(child)
            yield " " if space else ""
        yield child.tail or ""


def verbatim(element: Element) -> str:
    """The text of code, line breaks as they are shown."""
    return "".join(_verbatim(element))


def _verbatim(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("br", "lb"):
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in UNREAD:
            yield from _verbatim(child)
        yield child.tail or ""


def _heading(text: str) -> str:
    """Without the permalink signs that documentation tools append."""
    return re.sub(r"\s*(?:[¶#§🔗\ue9cb]|\[\]|\[edit\])\s*$", "", fold(text))


def _is_block_code(element: Element) -> bool:
    return "\n" in (element.text or "").strip() or any(inner.tag == "code" for inner in element)


def language(element: Element) -> str:
    """The code language a class names (`language-python`, `brush: sql`), or ""."""
    names = " ".join(inner.get("class") or "" for inner in element.iter() if inner.get("class"))
    found = re.search(r"(?:language|lang|highlight-source|brush:)[-\s]([\w+#-]+)", names[:300])
    return found[1].lower() if found else ""


def _list(element: Element, page: Manuscript) -> None:
    """A list as one block of lines; code and tables in an item stand between list blocks."""
    rows: list[str] = []
    _rows(element, page, rows)
    page.lines("list", rows)


def _rows(element: Element, page: Manuscript, rows: list[str]) -> None:
    for item in element:
        if not isinstance(item.tag, str):
            continue
        if item.tag in LISTS:
            _rows(item, page, rows)
            continue
        _item(item, page, rows)


def _item(item: Element, page: Manuscript, rows: list[str]) -> None:
    words = [item.text or ""]
    mark = "" if item.tag == "dt" or (item.get("rend") or "").startswith("dt") else "- "

    def end_row(mark: str) -> str:
        line = fold("".join(words))
        if line:
            rows.append(mark + line)
        words.clear()
        return "" if line else mark

    for child in item:
        if child.tag in LISTS:
            mark = end_row(mark)
            _rows(child, page, rows)
        elif child.tag in ("pre", "table") or (child.tag == "code" and _is_block_code(child)):
            mark = end_row(mark)
            page.lines("list", rows)
            rows.clear()
            holder: list[str] = []
            _one(child, page, holder, "paragraph")
        elif child.tag in ("p", "div") and any(
            inner.tag in LISTS or inner.tag == "pre" for inner in child.iter()
        ):
            mark = end_row(mark)
            _item(child, page, rows)
        elif isinstance(child.tag, str) and child.tag not in UNREAD:
            words.append(" " if child.tag in BLOCKS else "")
            words.append(_words(child, page))
            words.append(" " if child.tag in BLOCKS else "")
        words.append(child.tail or "")
    end_row(mark)


def _table(element: Element, page: Manuscript, kind: str) -> None:
    """A table as rows; one of a single column is layout and is read as its contents."""
    rows = [row for row in element.iter() if row.tag in ROWS]
    nested = any(inner.tag == "table" for inner in element.iterdescendants())
    widths = [sum(cell.tag in CELLS for cell in row) for row in rows]
    if nested or max(widths, default=0) <= 1:
        for cell in [c for row in rows for c in row if c.tag in CELLS and _own(c, element)]:
            pending: list[str] = []
            _children(cell, page, pending, kind)
            _flush(page, pending, kind)
        return
    page.lines("table", [" | ".join(_cells(row, page)) for row in rows])


def _own(cell: Element, table: Element) -> bool:
    """Whether a cell belongs to this table and not to one inside it."""
    above = next(up for up in cell.iterancestors() if up.tag == "table")
    return above is table


def _cells(row: Element, page: Manuscript) -> Iterator[str]:
    for cell in row:
        if cell.tag in CELLS:
            yield fold(_words(cell, page))
