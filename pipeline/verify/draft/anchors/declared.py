"""The ground a writer declared for a fact, and how far it bears a word.

Enter: the anchors of a sentence and its cited sources. Leave: the source's sentences the anchors lie
on, with what is needed to read them: their neighbours, headings, title and date. What only another
part of the source says is borne elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Quote
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText, bag, parts, words_of
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

MOST = 6  # words named to a writer
SAME = 0.75  # strength from which a word bears another: itself, a derived form, a synonym


@dataclass(frozen=True, slots=True)
class Declared:
    """The sentences a fact is anchored in, and the sources they stand in."""

    grounds: tuple[Ground, ...]
    sources: tuple[SourceText, ...]

    def bears(self, low: str) -> bool:
        """Whether the anchored sentences themselves have a word."""
        known = keys(low)
        return any(one.bag.bears(known) >= SAME for one in self.grounds)

    def reads(self, low: str) -> bool:
        """Whether they, their neighbours or the head of their document have it."""
        known = keys(low)
        return any(max(g.bag.bears(known), g.near.bears(known)) >= SAME for g in self.grounds) or (
            any(one.head.bears(known) >= SAME for one in self.sources)
        )

    def names(self, low: str) -> bool:
        """Whether they, their document's title, publisher or headings have it."""
        known = keys(low)
        heads = (bag(words_of(one.heading)) for one in self.sources)
        return self.bears(low) or any(head.bears(known) >= SAME for head in heads)

    def has(self, code: str) -> bool:
        """Whether a name or a piece of code stands in the anchored sentences or in a head."""
        low = code.lower()
        texts = (*(g.text for g in self.grounds), *(s.heading for s in self.sources))
        return any(low in one.lower() for one in texts)

    def elsewhere(self, low: str) -> str:
        """The sentence of a source that has a word which the anchored ones lack; "" where none has."""
        known, named = keys(low), low.lower()
        for source in self.sources:
            for ground in source.grounds:
                if ground.bag.bears(known) >= SAME or named in ground.text.lower():
                    return f"[Source {source.n}] {' '.join(ground.text.split())[:200]}"
        return ""


def declared(rests: Sequence[Quote], sources: Sequence[SourceText]) -> Declared:
    """The ground that anchors select; without sentences where they select none."""
    grounds = tuple(
        ground
        for source in sources
        for ground in source.grounds
        if any(on(one, ground) for one in rests)
    )
    return Declared(grounds, tuple(s for s in sources if any(g.n == s.n for g in grounds)))


def on(quote: Quote, ground: Ground) -> bool:
    """Whether an anchor lies on a sentence of a source."""
    return quote.n == ground.n and quote.start < ground.end and ground.start < quote.end


def anchorable(text: str, ground: Declared) -> list[Token]:
    """The words of content of a sentence without its days and without what only the head of a document
    says, its title, publisher or headings: no words of a text can be named for these."""
    days = [one for one in figures(text) if one.kind in ("date", "month")]
    heads = [bag(words_of(one.heading)) for one in ground.sources]
    return [
        one
        for one in tokens(text)
        if one.content
        and not any(day.start <= one.start < day.end for day in days)
        and (ground.bears(one.low) or not any(h.bears(keys(one.low)) >= SAME for h in heads))
    ]


def unsaid(text: str, ground: Declared) -> list[str]:
    """The words of a sentence that could be anchored and that its anchored words lack, in order."""
    words = (one for one in anchorable(text, ground) if not ground.bears(one.low))
    return list(dict.fromkeys(one.text.strip("`") for one in words))[:MOST]


def told(word: Token, words: Sequence[Token], *, least: float = SAME) -> bool:
    """Whether one of these words, or a part of a piece of code among them, says a word."""
    return any(
        strength(word.low, low) >= least
        for one in words
        for low in (one.low, *(parts(one.text) if one.kind == "code" else ()))
    )
