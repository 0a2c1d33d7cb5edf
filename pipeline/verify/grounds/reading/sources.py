"""What a sentence may stand on: the sentences of its sources, with what they need to be read.

Enter: the numbered sources it cites. Leave: `Ground`s: one a source sentence, with its clauses,
figures, names, the words of its neighbours and of its document's head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pipeline.text import lexicon
from pipeline.text.sentences import sentences
from pipeline.text.spans import ITEM_MARK
from pipeline.text.words import STOPWORDS
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, clauses
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.outside import ANSWER, PLAIN, Outside, outside
from pipeline.verify.grounds.reading.words import Keys, Token, bases, keys, thesaurus, tokens


@dataclass(frozen=True, slots=True)
class Bag:
    """Words as sets of keys: how well a word is borne by any of them."""

    own: frozenset[str]
    derived: frozenset[str]
    senses: frozenset[object]
    above: frozenset[object]

    def bears(self, one: Keys) -> float:
        if not self.own.isdisjoint(one.own):
            return 1.0
        if not self.own.isdisjoint(one.derived) or not self.derived.isdisjoint(one.own):
            return 0.9
        if not self.derived.isdisjoint(one.derived):
            return 0.85
        if not self.senses.isdisjoint(one.senses):
            return 0.75
        if not self.senses.isdisjoint(one.above) or not self.above.isdisjoint(one.senses):
            return 0.5
        return 0.0


def bag(words: frozenset[str]) -> Bag:
    return _union([keys(one) for one in words])


def _union(some: Sequence[Bag | Keys]) -> Bag:
    """What bears whatever any of some bags or words bear."""
    return Bag(
        frozenset().union(*(one.own for one in some)),
        frozenset().union(*(one.derived for one in some)),
        frozenset().union(*(one.senses for one in some)),
        frozenset().union(*(one.above for one in some)),
    )


class Bearing:
    """How well each of many bags bears a word; each word is looked up once."""

    __slots__ = ("_bags", "_found", "_whole")

    def __init__(self, bags: Sequence[Bag], whole: Bag) -> None:
        self._bags = bags
        self._whole = whole  # has all their words: what it does not bear, none of them does
        self._found: dict[str, tuple[tuple[int, float], ...]] = {}

    def of(self, low: str) -> tuple[tuple[int, float], ...]:
        """The bags that bear a word at all, by their places, and how well."""
        found = self._found.get(low)
        if found is None:
            known = keys(low)
            bags = enumerate(self._bags) if self._whole.bears(known) else ()
            borne = ((at, bag.bears(known)) for at, bag in bags)
            found = self._found[low] = tuple(one for one in borne if one[1])
        return found

    def masses(self, words: Iterable[tuple[str, float]], *, least: float = 0.0) -> list[float]:
        """What each bag bears of words with weights, as well as it does; each counts in full or not
        at all from a least strength on."""
        total = [0.0] * len(self._bags)
        for low, weight in words:
            for at, strength in self.of(low):
                if not least:
                    total[at] += weight * strength
                elif strength >= least:
                    total[at] += weight
        return total


@dataclass(frozen=True)  # without slots, for what is examined once and only where it is asked for
class Ground:
    """A sentence of a source: text[start:end], and what stands around it."""

    n: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    bag: Bag
    near: Bag  # the sentences around it and the head
    order: int
    outside: Outside = PLAIN

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return clauses(self.text)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return figures(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        return names(self.text)

    @cached_property
    def lows(self) -> frozenset[str]:
        """Its words, small ones too."""
        return frozenset([one.low for one in self.tokens])


@dataclass(frozen=True, slots=True)
class SourceText:
    """One cited source, taken apart."""

    n: int
    text: str
    grounds: tuple[Ground, ...]
    head: Bag
    heading: str
    whole: Bag
    raw: str  # text, head and surroundings in one, for literal look-ups
    figures: tuple[Figure, ...]  # of the head
    days: tuple[
        str, ...
    ] = ()  # on which it was published or changed, or was first seen where neither is known
    own: Bearing = field(init=False, repr=False, compare=False)  # of its sentences
    near: Bearing = field(init=False, repr=False, compare=False)  # with what stands around them

    def __post_init__(self) -> None:
        own, near = ([one.bag for one in self.grounds], [one.near for one in self.grounds])
        object.__setattr__(self, "own", Bearing(own, self.whole))
        object.__setattr__(self, "near", Bearing(near, self.whole))


@lru_cache(maxsize=512)  # the passages of a large pack, of some 0.3 MB each
def read(
    n: int, text: str, heads: tuple[str, ...], around: str = "", days: tuple[str, ...] = ()
) -> SourceText:
    """Take a source apart. heads: title, publisher, headings, date; around: text beside it."""
    heading = ". ".join(one for one in heads if one)
    head = bag(words_of(heading) | words_of(around))
    spans = list(_spans(text))
    bags = [bag(words_of(text[a:b])) for a, b in spans]
    made = []
    told = outside(text, spans, heads)
    for at, (a, b) in enumerate(spans):
        part = text[a:b]
        near = _union([head, *bags[max(0, at - 1) : at + 2]])
        made.append(Ground(n, a, b, part, tokens(part), bags[at], near, at, told[at]))
    whole = _union([head, *bags])
    return SourceText(
        n,
        text,
        tuple(made),
        head,
        heading,
        whole,
        f"{heading}\n{around}\n{text}",
        figures(heading),
        days,
    )


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    out = set()
    for one in tokens(text):
        if one.content:
            out.add(one.low)
            if one.kind == "code" or _LETTERED.match(one.text):
                out.update(parts(one.text))
    return frozenset(out)


_LETTERED = re.compile(r"[a-z]{3,}[A-Z]$")  # one of several: `proxyA`


def parts(code: str) -> list[str]:
    """The words in a piece of code: `static_render` and `setPort` in their parts."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code)
    return [one.lower() for one in re.findall(r"[A-Za-z]{2,}", split)]


_BREAK = re.compile(
    r"\n\s*\n|\n(?=\s*(?:[-*+•]|\d+[.)])\s)|\n(?=#)|(?<=[:;.]) (?=[*-] )|(?<=\S) (?=\* )"
    rf"|(?<=[.!?]) (?=\([A-Z])|{ANSWER}"
)
MARK = re.compile(rf"\s*{ITEM_MARK}\s+")  # of an item


def _spans(text: str) -> list[tuple[int, int]]:
    """Sentences of a text, none over the border of a paragraph, item or heading."""
    out = []
    at = 0
    for stop in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        for a, b in sentences(text[at : stop[0]], offset=at):
            mark = MARK.match(text, a, b)
            begin = mark.end() if mark else a
            if any(char.isalnum() for char in text[begin:b]):
                out.append((begin, b))
        at = stop[1]
    return out


_NAME = re.compile(r"\b[A-Z][A-Za-z0-9]*(?:[A-Z][a-z0-9]+)*(?:[-.][A-Z0-9][A-Za-z0-9]*)*\b")


@lru_cache(maxsize=8192)
def names(text: str) -> frozenset[str]:
    """Words written as names: capitals inside a sentence, or that no dictionary knows."""
    out = set()
    for m in _NAME.finditer(text):
        word = m.group()
        before = text[: m.start()]
        last = before.rstrip()[-1:]
        within = last.isalnum() or (last and last in "_,;'’)]`")
        opens = not within or (last in ".!?:" and last != before[-1:])
        low = word.lower()
        if (
            len(word) < 2
            or low in lists.NO_NAMES | lexicon.NUMBER_WORDS.keys()
            or _measures(text, m.start(), low)
        ):
            continue
        plain = word[1:].islower() and (_common(low) or low.endswith(("ing", "ed", "ly")))
        if opens and plain:
            continue
        out.add(low)
    first = re.match(r"[a-z][A-Za-z0-9]{2,}(?=['’]?s? [a-z])", text)
    if first and not _common(first[0].lower()):
        out.add(first[0].lower())  # what begins a sentence in small letters is written so
    return frozenset(out)


def _measures(text: str, start: int, low: str) -> bool:
    """Whether a word is the unit of the number before it: `64 KB`."""
    return low in lists.DIMENSIONS and text[:start].rstrip(" -")[-1:].isdigit()


def _common(low: str) -> bool:

    return low in STOPWORDS or any(form in thesaurus() for form in bases(low))


def rarity(low: str, sources: Sequence[SourceText]) -> float:
    """How much a word says of which sentence is meant: what every sentence has says nothing."""
    bearing = sum(how >= 0.75 for source in sources for _, how in source.own.of(low))
    return float(max(1, bearing) ** -0.5)
