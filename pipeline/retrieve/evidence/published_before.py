"""What published briefs have already said, as far as choosing evidence needs it.

Enter: briefs. Leave: a `Said` that knows the verbatim quotes of the last days: a passage that
they used up is not used again, one that they touched counts less, and so do the terms they were
about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.records import Brief
from pipeline.records import draft as drafts
from pipeline.retrieve.index import terms

SHORTEST = 25  # characters; a shorter quote could stand in a text it was not cut from


@dataclass(frozen=True, slots=True)
class Said:
    """Verbatim pieces and terms of the briefs that count as said."""

    pieces: tuple[str, ...]
    terms: frozenset[int]

    def quotes(self, text: str) -> bool:
        """Whether a brief was cut from this text."""
        return any(piece in text for piece in self.pieces)

    def share(self, text: str) -> float:
        """Share of the text's characters that briefs have printed."""
        return sum(len(piece) for piece in self.pieces if piece in text) / max(1, len(text))


def already(briefs: tuple[Brief, ...], day: str, days: int) -> Said:
    """What the published briefs of the `days` before `day` said."""
    first = (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    counted = [one for one in briefs if first <= one.day < day and one.outcome == "published"]
    pieces = {
        quote.exact
        for brief in counted
        for _, quote in drafts.selectors(brief.draft)
        if len(quote.exact) >= SHORTEST
    }
    found = {terms.code(term) for piece in sorted(pieces) for term in terms.terms(piece)}
    return Said(tuple(sorted(pieces)), frozenset(found))
