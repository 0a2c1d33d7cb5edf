"""Words to word pieces, longest first (WordPiece, Wu et al. 2016)."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 100  # characters; a longer word is unknown, as in the models these pieces come from
PIECE = 18  # characters of the longest piece there is


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces by name; a piece that continues a word starts with `##`."""

    numbers: dict[str, int]

    def word(self, word: str) -> list[int]:
        """Pieces of a lower-case word; a word with a part that no piece covers is unknown."""
        found: list[int] = []
        start = 0
        if len(word) > LONGEST:
            return [self.numbers["[UNK]"]]
        while start < len(word):
            end = min(len(word), start + PIECE)
            mark = "##" if start else ""
            while end > start and mark + word[start:end] not in self.numbers:
                end -= 1
            if end == start:
                return [self.numbers["[UNK]"]]
            found.append(self.numbers[mark + word[start:end]])
            start = end
        return found
