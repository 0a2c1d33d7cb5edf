"""Says whether a sentence without a citation only repeats cited ones of its section.

Enter: the sentence and the cited sentences. Leave: yes or no. Every word must be theirs, and a
figure must stand between the same words as there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.text import lexicon
from pipeline.text.folding import fold
from pipeline.text.words import STOPWORDS

TURNS = lexicon.NEGATIONS | lexicon.DENIALS | lexicon.CONDITIONS


@dataclass(frozen=True, slots=True)
class Uncited:
    """A factual sentence without a citation; the section it stands in, by number."""

    start: int
    text: str
    section: int
    paragraph_cites: bool
    caption: bool  # it says what a figure shows


def leans(sentence: str, cited: Iterable[str]) -> bool:
    """Whether all that a sentence says is said by the cited ones."""
    folded = [fold(text).norms for text in cited]
    known = {norm for norms in folded for norm in norms}
    said = fold(sentence).norms
    own = [norm for norm in said if norm not in STOPWORDS or norm in TURNS]
    if not own or not set(own) <= known:
        return False
    places = {_around(norms, at) for norms in folded for at in range(len(norms))}
    return all(_around(said, at) in places for at, norm in enumerate(said) if norm[0].isdigit())


def _around(norms: tuple[str, ...], at: int) -> tuple[str, ...]:
    """A word with the one before and the one after it, as far as there are any."""
    return (norms[at - 1] if at else "", norms[at], norms[at + 1] if at + 1 < len(norms) else "")
