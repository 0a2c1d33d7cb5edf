"""What running text means beyond its letters, told once for every reader.

Enter: the words of a line and the marks round them (HTML element names, whatever format they came
from). Leave: plain text that says the same: powers and indices apart from what they stand on, struck
words out and counted, ruby and quotation marks as a browser shows them, footnote marks out and
counted. The names and their meaning are those of the HTML standard, "Text-level semantics".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

STRUCK = frozenset(("del", "s", "strike"))
RAISED = frozenset(("sup", "sub"))
DROPPED = frozenset(("rp",))  # brackets for browsers without ruby; ours stand round every `rt`
MEANT = STRUCK | RAISED | DROPPED | frozenset(("q", "rt", "ruby", "ins", "rb", "rtc"))
ORDINAL = frozenset("st nd rd th er re e ème eme º ª o a".split())
SIGNS = {
    "tm": "™",
    "(tm)": "™",
    "sm": "℠",
    "r": "®",
    "®": "®",
    "™": "™",
    "℠": "℠",
    "(r)": "®",
    "©": "©",
}
NOTE = re.compile(
    r"\[\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|note \d+|nb \d+|[*†‡§]+)(?:\s*[,;–-]\s*\d{1,3})*\s*\]|[*†‡§¶]+",
    re.IGNORECASE,
)
FRACTION = "/⁄∕"
QUOTES = ("“”", "‘’")


@dataclass(slots=True)
class _Held:
    """The words inside an open element that are judged when it closes."""

    tag: str
    note: bool  # whether it holds a link to a footnote
    words: list[str] = field(default_factory=list)


class InlineLine:
    """Collects one line; `removed` counts what was struck or is a footnote's mark."""

    def __init__(self, removed: Counter[str]) -> None:
        self.removed = removed
        self._words: list[str] = []
        self._held: list[_Held] = []
        self._quotes = 0
        self._raised = ""  # the power or index just written, which what follows must not join

    def __bool__(self) -> bool:
        return bool(self._words) or bool(self._held)

    def add(self, words: str) -> None:
        """Words as they stand at this place."""
        if not words:
            return
        here = self._held[-1].words if self._held else self._words
        if self._raised and words[0].isalnum() and (self._raised[0] in "^_" or words[0].isdigit()):
            here.append(" ")
        self._raised = ""
        here.append(words)

    def open(self, tag: str, *, note: bool = False) -> None:
        """An element of `MEANT` begins; `note` says that it leads to a footnote."""
        if tag in STRUCK | RAISED | DROPPED or tag == "rt":
            self._held.append(_Held(tag, note))
        elif tag == "q":
            self.add(QUOTES[self._quotes % 2][0])
            self._quotes += 1

    def close(self, tag: str) -> None:
        """The innermost open element of that name ends; one never opened is passed over."""
        if tag == "q" and self._quotes:
            self._quotes -= 1
            self.add(QUOTES[self._quotes % 2][1])
        if not any(held.tag == tag for held in self._held):
            return
        while True:
            held = self._held.pop()
            self._end(held)
            if held.tag == tag:
                return

    def note(self) -> None:
        """Inside what is open a link leads to a footnote."""
        if self._held:
            self._held[-1].note = True

    def text(self) -> str:
        """The line so far; what was never closed ends here. The line is empty afterwards."""
        while self._held:
            self._end(self._held.pop())
        text = "".join(self._words)
        self._words.clear()
        self._quotes, self._raised = 0, ""
        return text

    def _end(self, held: _Held) -> None:
        words = "".join(held.words)
        if held.tag in STRUCK:
            self.removed["struck"] += bool(words.strip())
            # struck or not, two words stay two words
            self.add(" " if words[:1].isspace() or words[-1:].isspace() else "")
        elif held.tag == "rt":
            self.add(f"({words.strip()})" if words.strip() else "")
        elif held.tag in RAISED:
            self._raise(held, words)

    def _raise(self, held: _Held, words: str) -> None:
        inner = " ".join(words.split())
        if not inner:
            self.add(words and " ")
        elif held.note or NOTE.fullmatch(inner):
            self.removed["footnote-mark"] += 1
        else:
            if held.tag == "sub" and inner.isdigit() and self._halved(inner):
                return
            made = raised(held.tag, self._before(), inner)
            self.add(made)
            self._raised = "" if held.tag == "sup" and made == inner else made

    def _halved(self, below: str) -> bool:
        """Whether a raised figure, a stroke and this lowered one are a fraction, then written so."""
        here = self._held[-1].words if self._held else self._words
        if len(here) < 2 or here[-1].strip() not in FRACTION or not here[-1].strip():
            return False
        above = re.fullmatch(r"\^?(\d{1,4})", here[-2])
        if above is None:
            return False
        before = next((words[-1] for words in reversed(here[:-2]) if words), "")
        here[-2:] = [f"{' ' if before.isalnum() else ''}{above[1]}/{below}"]
        self._raised = "_"
        return True

    def _before(self) -> str:
        for words in reversed(self._held[-1].words if self._held else self._words):
            if words:
                return words[-1]
        return ""


def raised(tag: str, before: str, inner: str) -> str:
    """How a power or an index is written after the character `before` it: 10^6, 2^(n+1), 1st, CO2,
    10_2, t_max. Nothing raised is ever glued to a number, but for the ending of an ordinal."""
    if not before.strip() and not before:
        return inner
    low = inner.lower()
    if tag == "sup" and before.isdigit() and low.strip(".") in ORDINAL:
        return inner
    if tag == "sup" and low in SIGNS:
        return SIGNS[low]
    if tag == "sub" and before.isalpha() and inner.isdigit():
        return inner
    if before.isspace():
        return inner
    mark = "^" if tag == "sup" else "_"
    simple = re.fullmatch(r"[+−-]?\w+(?:[.,]\d+)?[+−-]?|[*+−°′″-]", inner)
    return f"{mark}{inner}" if simple else f"{mark}({inner})"
