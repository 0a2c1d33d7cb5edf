"""Words laid along a sentence of a source: how much of it they keep, and where they leave it.

Enter: the words of a sentence and its sources. Leave: the `DriftRun` along the one sentence they keep
close to, if any. Closeness is the share of neighbouring words that are neighbours in the ground.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.verify.grounds.fits import value
from pipeline.verify.grounds.reading.leads import lead
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

CLOSE = 0.6  # share of neighbours kept; of 45 sentences of a model 2 are closer, of copies most
BORNE = 0.6
PLAIN = 0.78  # from here on it is a copy in which a word was changed, however short
SHORT = 0.3  # of a sentence that is laid along the source word by word
COPY = 0.8  # share of all its words that stand in the source in a row, from which it is a copy
LEAST = 4  # words of the run; fewer make none
# A copy with other words in it, the true sentences of four briefs of a model left out but for one of 231:
KEPT = 0.85  # of the neighbours of a copy, each word in the place of another counted with them
WHOLE = 0.85  # of the source's sentence, small words too, that stand in one which only adds to it
SAME = 0.6  # of all words in the same order


@dataclass(frozen=True, slots=True)
class DriftRun:
    """Words laid along a sentence of the source: where each is borne, as content word there."""

    ground: Ground
    said: tuple[Token, ...]
    places: tuple[int | None, ...]
    borne: float  # share of the words' weight that is borne
    order: float  # share of neighbours that are neighbours in the ground
    text: str = ""  # that the words are of
    whole: bool = True  # or of one clause of it

    @property
    def close(self) -> bool:
        found = sum(place is not None for place in self.places)
        return found >= LEAST and self.borne >= BORNE and self.order >= CLOSE

    @property
    def plain(self) -> bool:
        """Whether it is the sentence itself, to which any other word adds a statement."""
        return taken(tokens(self.text), self.ground) >= WHOLE

    @property
    def copied(self) -> bool:
        """Whether it is a copy but for words in the place of others: then these say something else."""
        filled: list[int | None] = []
        for at, place in enumerate(self.places):
            last = next((p for p in reversed(filled) if p is not None), -1)
            filled.append(last + 1 if place is None and self.in_place(at) else place)
        beside = sum(
            a is not None and b is not None and 0 < b - a <= 2 for a, b in pairwise(filled)
        )
        return beside >= KEPT * (len(filled) - 1) and alike(tokens(self.text), self.ground) >= SAME

    def in_place(self, at: int) -> bool:
        """Whether a word stands where the sentence has another: between the same neighbours, or at
        the same end."""
        before, behind = self._gap(at)
        return behind - before > 1

    def displaces(self, at: int) -> bool:
        """Whether a word of the sentence stands nowhere here, whose place this word takes."""
        before, behind = self._gap(at)
        theirs = [t for t in self.ground.tokens if t.content][before + 1 : behind]
        return any(all(strength(o.low, t.low) < BORNE for o in self.said) for t in theirs)

    def _gap(self, at: int) -> tuple[int, int]:
        """Places in the ground of the nearest words on both sides that are borne there."""
        theirs = sum(t.content for t in self.ground.tokens)
        before = next((p for p in reversed(self.places[:at]) if p is not None), -1)
        return before, next((p for p in self.places[at + 1 :] if p is not None), theirs)


def along(text: str, sources: Sequence[SourceText]) -> DriftRun | None:
    """The sentence of a source that another one, without its lead, runs along as a whole."""
    begins = lead(text)
    every = tuple(t for t in tokens(text) if t.start >= begins)
    return closest(tuple(t for t in every if t.content), sources, every)


def copies(run: DriftRun | None) -> bool:
    """Whether a sentence runs along one of a source's from end to end."""
    return run is not None and run.order >= 0.7


def closest(
    said: tuple[Token, ...], sources: Sequence[SourceText], every: tuple[Token, ...] = ()
) -> DriftRun | None:
    """The sentence that the words run along, if they keep close to one.

    every: all words of the sentence, function words among them; where nearly all of them stand in a
    row in the source, few words of content are enough.
    """
    best = _longest(said, sources, SHORT if every else BORNE)
    if best is None or best.close:
        return best
    near = alike(every, best.ground) if len(every) > 5 else 0.0
    found = near >= COPY and any(place is not None for place in best.places)
    return replace(best, order=max(best.order, near)) if found else None


def _longest(
    said: tuple[Token, ...], sources: Sequence[SourceText], least: float
) -> DriftRun | None:
    """The first of the best runs along sentences that bear a least share of the words."""
    best: tuple[float, int, DriftRun] | None = None
    for most, at, ground in _promising(said, sources, least):
        if best is not None and most < best[0] - 1e-9:
            break  # in no order do its words make a better one
        run = _run(said, ground)
        now = (run.borne * (0.3 + run.order), -at, run)
        if best is None or now[:2] > best[:2]:
            best = now
    return best[2] if best else None


def _promising(
    said: tuple[Token, ...], sources: Sequence[SourceText], least: float
) -> list[tuple[float, int, Ground]]:
    """Sentences by what a run along them can be worth at most, each with its place among all."""
    words = [(one.low, value(one)) for one in said]
    total = sum(mass for _, mass in words)
    grounds = [ground for source in sources for ground in source.grounds]
    borne = [one for source in sources for one in source.own.masses(words, least=0.75)]
    single = [(one.low, 1.0) for one in said]
    counts = [one for source in sources for one in source.own.masses(single, least=0.75)]
    rows = (
        (mass / (total or 1.0) * (0.3 + max(0.0, count - 1) / max(1, len(said) - 1)), at, ground)
        for at, (mass, count, ground) in enumerate(zip(borne, counts, grounds, strict=True))
        if mass >= least * total
    )
    return sorted(rows, key=lambda row: (-row[0], row[1]))


def taken(words: Sequence[Token], ground: Ground) -> float:
    """The share of a sentence of a source that stands in the words, in its order."""
    said, stands = ([t.low for t in side] for side in (words, ground.tokens))
    blocks = SequenceMatcher(None, said, stands, autojunk=False).get_matching_blocks()
    return sum(one.size for one in blocks) / max(1, len(stands))


def alike(words: Sequence[Token], ground: Ground) -> float:
    """The share of all words, small ones too, that two sentences have in the same order."""
    said, stands = ([t.low for t in side] for side in (words, ground.tokens))
    return SequenceMatcher(None, said, stands, autojunk=False).ratio()


def _run(said: tuple[Token, ...], ground: Ground) -> DriftRun:
    theirs = [t for t in ground.tokens if t.content]
    places: list[int | None] = []
    before: int | None = None
    kept = 0
    for one in said:
        if ground.bag.bears(keys(one.low)) < 0.75:
            places.append(None)
            continue
        fits = [(strength(one.low, other.low), at) for at, other in enumerate(theirs)]
        top = max((s for s, _ in fits), default=0.0)
        near = -1 if before is None else before
        at = min((at for s, at in fits if s == top), key=lambda n: abs(n - near - 1), default=0)
        if top < 0.75:
            places.append(None)
            continue
        kept += before is not None and top >= 0.9 and 0 < at - before <= 2
        before = at
        places.append(at)
    total = sum(value(one) for one in said) or 1.0
    borne = sum(value(o) for o, p in zip(said, places, strict=True) if p is not None) / total
    return DriftRun(ground, said, tuple(places), borne, kept / max(1, len(said) - 1))


_BOUND = re.compile(
    r"\b(?:more|less|fewer|no|not|at)\s+(?:than|less|fewer|more|least|most)\b[^.;]{0,12}?\d", re.I
)


def bounded(text: str) -> list[tuple[int, int]]:
    """Where a text bounds a figure: `no fewer than 9`, which the rooms of figures judge."""
    return [m.span() for m in _BOUND.finditer(text)]
