"""Text to words and words to word pieces, longest first (WordPiece, Wu et al. 2016; the basic
tokenizer of Devlin et al. 2019).

Enter: a text, and the marks of a model. Leave: its words, and the pieces of a word. Punctuation
stands alone, control signs go, and an ideograph is a word of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 100  # characters; a longer word is unknown, as in the models these pieces come from
IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Splitting:
    """What a model's tokenizer does to a text before it is cut, and the names of its marks.

    lower: letters are made small; accents: they stay; ideographs: each is a word of its own.
    """

    opens: str = "[CLS]"
    closes: str = "[SEP]"
    unknown: str = "[UNK]"
    lower: bool = True
    accents: bool = False
    ideographs: bool = True

    def words(self, text: str) -> list[str]:
        """The words and signs of a text, in order."""
        if self.lower:
            text = text.lower()
        if not self.accents and not text.isascii():
            text = "".join(
                sign for sign in unicodedata.normalize("NFD", text)
                if unicodedata.category(sign) != "Mn"
            )  # fmt: skip
        return text.translate(_signs(self.ideographs)).split()


class _Signs(dict[int, str]):
    """What becomes of a character, found out once for each."""

    def __init__(self, ideographs: bool) -> None:
        super().__init__()
        self._ideographs = ideographs

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = unicodedata.category(sign)
        if sign in "\t\n\r" or kind == "Zs":
            found = " "
        elif kind[0] == "C" or code == 0xFFFD:
            found = ""
        elif _stands_alone(code, kind) or (self._ideographs and _ideograph(code)):
            found = f" {sign} "
        else:
            found = sign
        self[code] = found
        return found


@lru_cache(maxsize=2)
def _signs(ideographs: bool) -> _Signs:
    return _Signs(ideographs)


def _stands_alone(code: int, kind: str) -> bool:
    """Punctuation, among it every sign of ASCII that is neither letter nor figure."""
    return kind[0] == "P" or (code < 128 and kind[0] == "S")


def _ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in IDEOGRAPHS)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces by name; a piece that continues a word starts with `##`."""

    numbers: dict[str, int]
    marks: Splitting = Splitting()
    longest: int = field(init=False)  # characters of the longest piece there is

    def __post_init__(self) -> None:
        lacking = [one for one in (self.marks.opens, self.marks.closes, self.marks.unknown)
                   if one not in self.numbers]  # fmt: skip
        if lacking:
            raise ValueError(f"the vocabulary has no {', '.join(lacking)}")
        object.__setattr__(self, "longest", max(map(len, self.numbers)))

    def cut(self, text: str, longest: int) -> list[int]:
        """Piece numbers of a text, at most `longest`, without marks."""
        found: list[int] = []
        for word in self.marks.words(text):
            found += self.word(word)
            if len(found) >= longest:
                break
        return found[:longest]

    def word(self, word: str) -> list[int]:
        """Pieces of a word; a word with a part that no piece covers is unknown."""
        found: list[int] = []
        start = 0
        if len(word) > LONGEST:
            return [self.numbers[self.marks.unknown]]
        if word and word in self.numbers:  # the longest piece it begins with
            return [self.numbers[word]]
        while start < len(word):
            end = min(len(word), start + self.longest)
            mark = "##" if start else ""
            while end > start and mark + word[start:end] not in self.numbers:
                end -= 1
            if end == start:
                return [self.numbers[self.marks.unknown]]
            found.append(self.numbers[mark + word[start:end]])
            start = end
        return found
