"""Numbers of ordered lists and grids of tables, as a browser sets them out; rows of a text.

Enter: a list element and one of its items; rows of cells, each its words and how many columns and
rows it covers. Leave: the mark that stands before the item (`3. `), or "" for a list without order;
rows of words, a spanning cell in every place it covers, so that each row says by itself what it
belongs to. The rules are those of the HTML standard (`start`, `reversed`, `value`, `type`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Element = Any

MOST_COLUMNS = 200


def said(element: Element) -> str:
    """All the text inside an element of any kind of tree, without comments."""
    return str(element.xpath("string()"))


def number(above: Element, item: Element) -> str:
    """The mark of an item of `above`; "" when that is no ordered list."""
    ordered = above.tag == "ol" or (above.tag == "list" and above.get("rend") == "ol")
    return f"{written(_count(above, item), above.get('type') or '1')}. " if ordered else ""


def _count(above: Element, item: Element) -> int:
    items = [one for one in above if one.tag in ("li", "item")]
    step = -1 if above.get("reversed") is not None else 1
    count = _whole(above.get("start"), len(items) if step < 0 else 1)
    for one in items:
        count = _whole(one.get("value"), count)
        if one is item:
            return count
        count += step
    return count


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and re.fullmatch(r"\s*-?\d{1,6}\s*", said) else otherwise


def written(count: int, kind: str) -> str:
    """A count in digits, letters (`a`, `A`) or Roman numerals (`i`, `I`)."""
    if kind in ("a", "A") and 1 <= count <= 26:
        return chr(ord(kind) + count - 1)
    if kind in ("i", "I") and 1 <= count < 40:
        roman = (
            "x" * (count // 10)
            + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[count % 10]
        )
        return roman if kind == "i" else roman.upper()
    return str(count)


def grid(rows: Iterable[list[tuple[str, int, int]]]) -> Iterator[list[str]]:
    """The rows, spans filled in."""
    below: dict[int, tuple[str, int]] = {}  # column -> words, rows they still cover
    for cells in rows:
        if len(cells) == 1 and not below:
            yield [cells[0][0]]
            continue
        made: list[str] = []
        for words, columns, depth in cells:
            _covered(made, below)
            for _ in range(min(columns, MOST_COLUMNS)):
                if depth > 1:
                    below[len(made)] = (words, depth)
                made.append(words)
        _covered(made, below)
        below = {at: (words, left - 1) for at, (words, left) in below.items() if left > 1}
        yield made


def _covered(made: list[str], below: dict[int, tuple[str, int]]) -> None:
    """Cells of rows above that reach down to this place."""
    while len(made) in below and len(made) < MOST_COLUMNS:
        made.append(below[len(made)][0])


def dedent(rows: list[str]) -> list[str]:
    """Rows without the indentation that all of them share."""
    pad = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    return [row[pad:] for row in rows]


def even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of cells, each as long as the longest."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def pipe_table(cells: list[list[str]]) -> list[str]:
    """A table of Markdown, its first row the head."""
    rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
    return [*rows[:1], "|" + "---|" * len(cells[0]), *rows[1:]]
