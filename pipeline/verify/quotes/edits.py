"""A nearly right quote: the span of its source that was meant, and the edits between the two."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text import lexicon


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Quote tokens that stand where the source has others; source span of the latter."""

    said: tuple[str, ...]
    meant: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Near:
    first: int
    last: int
    edits: tuple[WordEdit, ...]

    @property
    def same_meaning(self) -> bool:
        """Whether the edits are only spelling, numeral style or the percent sign."""
        return all(
            lexicon.canonical(edit.said) == lexicon.canonical(edit.meant) for edit in self.edits
        )
