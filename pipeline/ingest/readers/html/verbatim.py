"""Code as it is shown: a line of it is a line.

Enter: a `pre` or `code` element. Leave: its text with the line breaks a browser shows (`br`, block
elements, one element a line), without the numbers of its lines, and the language its classes name.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.readers.layout import said

Element = Any

BLOCKS = frozenset("div p li tr table ul ol section blockquote h1 h2 h3 h4 h5 h6 dd dt".split())
UNREAD = frozenset("script style noscript template svg iframe button select textarea".split())
NUMBERS = re.compile(
    r"(?:^|[\s_-])(?:line-?(?:no|nos|num|nums|numbers?|count)|lineno[s-]?|linenos?|ln|lnt|lno|ln-num|"
    r"gutter|hljs-ln-n\w*|blob-num|rouge-gutter|line-numbers-rows|code-line-number|cl-num)(?:[\s_-]|$)",
    re.IGNORECASE,
)
CODE_CELL = re.compile(
    r"(?:^|\s)(?:blob-code\S*|hljs-ln-code|code|(?:code|source)-line|line-content|lntd)(?:\s|$)",
    re.IGNORECASE,
)
UNSELECTED = re.compile(r"user-select\s*:\s*none", re.IGNORECASE)
WRAPPED = re.compile(r"white-space\s*:\s*pre-(?:wrap|line)", re.IGNORECASE)
WORDED = re.compile(r"(?:[-*•]|\d+[.)])? ?[^\W_][\w'’\"-]*[,:;.]? +[^\W_(\"'`<#]")
MESSAGE = 0.7  # of the lines; a trailer or a name of a file may stand among them
ROW_CLASS = re.compile(r"(?:^|[\s_-])(?:line|row|cl)(?:[\s_-]|$)", re.IGNORECASE)


def text(element: Element) -> str:
    """The text of code."""
    if _numbers(element):
        return ""
    parts = _Parts()
    rowed = _rowed(element)
    _walk(element, parts, rowed)
    return "".join(parts.done)


class _Parts:
    """Pieces of code; a break that is due is written when something follows on the same line."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._due = False

    def add(self, words: str) -> None:
        if not words:
            return
        if self._due and not words.startswith("\n"):
            self.done.append("\n")
        self._due = False
        self.done.append(words)

    def new_line(self) -> None:
        """What follows begins a line; nothing changes at the start of one."""
        if self.done and not self.done[-1].endswith("\n"):
            self._due = True


def _walk(element: Element, parts: _Parts, rowed: str) -> None:
    parts.add(element.text or "")
    for child in element:
        if not isinstance(child.tag, str) or child.tag in UNREAD or _numbers(child):
            pass
        elif child.tag in ("br", "lb"):
            parts.add("\n")
        else:
            apart = child.tag in BLOCKS or (rowed and _key(child) == rowed)
            if apart:
                parts.new_line()
            _walk(child, parts, rowed)
            if apart:
                parts.new_line()
        parts.add(child.tail or "")


def _key(element: Element) -> str:
    return f"{element.tag}.{' '.join(sorted((element.get('class') or '').split()))}"


def _rowed(element: Element) -> str:
    """The kind of element that holds one line each where no line break is written, or ""."""
    if "\n" in said(element).strip():
        return ""
    for parent in element.iter():
        rows = [
            child
            for child in parent
            if isinstance(child.tag, str) and child.tag in ("span", "code")
        ]
        named = [
            row for row in rows if row.tag == "code" or ROW_CLASS.search(row.get("class") or "")
        ]
        if len(named) > 1 and len({_key(row) for row in named}) == 1 and len(named) == len(rows):
            return _key(named[0])
    return ""


def _numbers(element: Element) -> bool:
    """Whether an element holds nothing but the numbers of lines."""
    words = said(element).split()
    if not words or not all(word.strip(".:|").isdigit() for word in words):
        return False
    if NUMBERS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    return bool(UNSELECTED.search(element.get("style") or ""))


def is_gutter(cell: Element) -> bool:
    """Whether a table cell only counts the lines of the code beside it: 1, 2, 3 and so on."""
    words = said(cell).split()
    if not words or not all(word.isdigit() for word in words):
        return False
    counts = [int(word) for word in words]
    return counts == list(range(counts[0], counts[0] + len(counts)))


def lines(rows: list[Element]) -> list[str]:
    """The lines of code that a table sets out, one a row beside its number; [] for another table."""
    found: list[str] = []
    for row in rows:
        code = [cell for cell in row if CODE_CELL.search(cell.get("class") or "")]
        beside = [said(cell).strip() for cell in row if cell not in code]
        if len(code) != 1 or any(words and not words.isdigit() for words in beside):
            return []
        found.append(text(code[0]).strip("\n"))
    return found if len(found) > 1 else []


def is_message(element: Element) -> bool:
    """Whether a `pre` holds a message and no code: its lines wrap, nothing names it code, and nearly
    all of its lines begin at the margin with a word (the message of a commit, in a feed of them)."""
    if not WRAPPED.search(element.get("style") or "") or element.get("class"):
        return False
    if any(inner.tag not in ("a", "br", "pre") for inner in element.iter() if inner is not element):
        return False
    rows = [row for row in said(element).split("\n") if row.strip()]
    return sum(bool(WORDED.match(row)) for row in rows) >= MESSAGE * len(rows) > 0


def is_block(element: Element) -> bool:
    """Whether a `code` element holds lines of code and not a word of a sentence."""
    return "\n" in (element.text or "").strip() or any(
        inner.tag in ("code", "br", "div", "p", "li") for inner in element.iterdescendants()
    )


def language(element: Element) -> str:
    """The code language a class names (`language-python`, `brush: sql`), or ""."""
    names = " ".join(inner.get("class") or "" for inner in element.iter() if inner.get("class"))
    found = re.search(r"(?:language|lang|highlight-source|brush:)[-\s]([\w+#-]+)", names[:300])
    return found[1].lower() if found else ""
