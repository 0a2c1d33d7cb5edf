"""MathML on one line, as somebody would type it.

Enter: a `math` element. Leave: the TeX it was made from when it carries that, else its parts with
powers, indices, fractions and roots told apart (`10^6`, `x_i`, `1/2`, `√(a+b)`). The elements are
those of MathML Core; a formula's parts are never glued into another number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipeline.ingest.readers.inline import raised
from pipeline.ingest.readers.layout import said
from pipeline.text.words import clean

Element = Any

UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))  # applied, times, comma, plus
SIMPLE = re.compile(r"[\w.,]+")
SPACED = frozenset("= < > ≤ ≥ ≠ ≈ ≡ ∈ ∉ ⊂ → ↦ ⇒ ⇔ ∼ := ±".split())
DEEPEST = 60


def written(element: Element) -> str:
    """The formula on one line."""
    notes = element.xpath("descendant::*[local-name()='annotation'][contains(@encoding, 'tex')]")
    words = said(notes[0]) if notes else element.get("alttext")
    return clean(words or _row(element, 0))


def _row(element: Element, depth: int) -> str:
    """The children of an element one after another."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts += [_part(child, depth + 1), child.tail or ""]
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    made = ""
    for part in parts:
        apart = (
            made[-1:].isalnum()
            and part[:1].isalnum()
            and not (made[-1:].isalpha() and part[:1].isalpha())
        )
        made += (" " if apart else "") + part
    return made


def _part(element: Element, depth: int) -> str:
    name = element.tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()
    if depth > DEEPEST:
        return f" {said(element)} "
    inner = [child for child in element if isinstance(child.tag, str)]
    if name in ("annotation", "annotation-xml"):
        return ""
    if name == "mo":
        sign = said(element).strip().translate(UNSEEN)
        return f" {sign} " if sign in SPACED else sign
    made = SCHEMES.get(name)
    if made is None or len(inner) < made[0]:
        return _row(element, depth) if inner else clean(said(element)).translate(UNSEEN)
    return made[1]([_part(child, depth + 1) for child in inner])


def _bracketed(words: str) -> str:
    words = words.strip()
    return words if SIMPLE.fullmatch(words) else f"({words})"


def _raised(tag: str, base: str, mark: str) -> str:
    base, mark = base.strip(), clean(mark)
    return base + (raised(tag, base[-1:] or " ", mark) if mark else "")


SCHEMES: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "msup": (2, lambda parts: _raised("sup", parts[0], parts[1])),
    "mover": (2, lambda parts: _raised("sup", parts[0], parts[1])),
    "msub": (2, lambda parts: _raised("sub", parts[0], parts[1])),
    "munder": (2, lambda parts: _raised("sub", parts[0], parts[1])),
    "msubsup": (3, lambda parts: _raised("sup", _raised("sub", parts[0], parts[1]), parts[2])),
    "munderover": (3, lambda parts: _raised("sup", _raised("sub", parts[0], parts[1]), parts[2])),
    "mfrac": (2, lambda parts: f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"),
    "msqrt": (1, lambda parts: f"√{_bracketed(_joined(parts))}"),
    "mroot": (2, lambda parts: f"{_bracketed(parts[0])}^(1/{parts[1].strip()})"),
    "mtr": (1, lambda parts: " ".join(part.strip() for part in parts) + "; "),
    "mtd": (1, lambda parts: _joined(parts) + " "),
}
