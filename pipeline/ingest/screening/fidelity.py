"""Compares a reading with what its source shows, word by word.

Enter: a reading and the words of its source (`shown`). Leave: `Faults`: words missing inside a kept
sentence, words that stand twice and stood once, figures glued to figures and words to words, struck
words stated, sentences joined across blocks. What is left out as a whole is not judged: a menu may
go, a word of a sentence may not. Sentences that are not found in the source at all are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import accumulate

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.walk.tags import BREAK, SPARE, STRUCK

WORD = re.compile(r"[^\W_]+")
MARK = re.compile(r"^(?:[-•] |\w{1,4}[.)] )")
ANCHOR = 3  # words that find a sentence in its source
PLACES = 50  # of an anchor that are looked at
REACH = 24  # words of the source that may be missing at one place; more is another sentence
ENDS = re.compile(r"[.!?…:;|•]")
REPEATS = 4  # words said again at once in a transcript; people repeat fewer
# A line that is made of fields: a name and a version of two of them stand nowhere side by side.
FACT = re.compile(r"(?:(?:Patched|Unaffected|Affected|Vulnerable) versions|Fixed in): ")
# Over this share of its words, and from this number on, a document is refused. On the public corpus
# (8,088 documents) 99 of 100 readings lie under a tenth of it; `bench/ingest_speed.py` prints them.
MOST, LEAST = 0.03, 6


@dataclass(frozen=True, slots=True)
class Faults:
    """Words of a reading that are not as its source shows them, by kind."""

    missing: int = 0
    doubled: int = 0
    glued: int = 0
    struck: int = 0
    joined: int = 0

    def __add__(self, other: Faults) -> Faults:
        if other is NONE:
            return self
        return Faults(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def all(self) -> int:
        return sum(astuple(self))

    def counts(self) -> dict[str, int]:
        """The counts as a document's `removed` names them."""
        names = ("words-missing", "words-doubled", "words-glued", "words-struck", "words-joined")
        return {name: count for name, count in zip(names, astuple(self), strict=True) if count}


NONE = Faults()


def faults(reading: Reading, source: ShownWords) -> Faults:
    """What is wrong in a reading, beside the source that all readings of its file share."""
    found = NONE
    for unit, code in units(reading):
        found += source.compare(unit, code=code)
    if reading.kind == "transcript":
        found += Faults(doubled=_repeats(WORD.findall(reading.text)))
    return found


def refusal(found: Faults, reading: Reading) -> str | None:
    """Why a reading with these faults is refused, or None."""
    words = len(reading.text.split())
    if found.all < LEAST or found.all <= MOST * words:
        return None
    said = ", ".join(
        f"{count} {name.removeprefix('words-')}" for name, count in found.counts().items()
    )
    return f"its reading is not what the source shows ({said} of {words} words)"


def units(reading: Reading) -> Iterator[tuple[str, bool]]:
    """Stretches that stand unbroken in the source, each with whether it is code: rows, cells of
    tables, paragraphs."""
    for block in reading.blocks:
        if block.kind in ("page", "speaker"):
            continue
        code = block.kind == "code"
        for row in reading.text[block.start : block.end].split("\n"):
            for unit in [row] if code else MARK.sub("", row).split(" | "):
                if not FACT.match(unit):
                    yield unit, code


class ShownWords:
    """The words of a source, and where the last sentence of the reading was found in them."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.text = " " + " ".join(words) + " "
        self.at = 0  # in `text`
        self._plain = ""  # without breaks and signs
        self._numbers: list[int] = []  # of its words in `words`
        self._offsets: list[int] = []  # of its words in `_plain`

    def right(self, unit: str, *, code: bool) -> bool:
        """Whether a unit is found here, and nothing is wrong in it."""
        words = WORD.findall(unit)
        if f" {' '.join(words)} " in self.text:
            return True
        start = self._anchor(words)
        return start is not None and not self._walk(unit, words, code).run(*start).all

    def times(self, words: list[str]) -> int:
        """How often some words stand here one after another."""
        return self.text.count(f" {' '.join(words)}")

    def compare(self, unit: str, *, code: bool) -> Faults:
        """What is wrong in one unit; a unit that stands in the source word for word is right."""
        words = WORD.findall(unit)
        if not words:
            return NONE
        sought = f" {' '.join(words)} "
        place = self.text.find(sought, self.at)
        place = place if place >= 0 else self.text.find(sought)
        if place >= 0:
            self.at = place
            return NONE
        if len(words) < 2 * ANCHOR:
            return NONE
        return self._aligned(unit, words, code)

    def _aligned(self, unit: str, words: list[str], code: bool) -> Faults:
        start = self._anchor(words)
        if start is None:
            return NONE
        return self._walk(unit, words, code).run(*start)

    def _walk(self, unit: str, words: list[str], code: bool) -> _TagWalk:
        spans = [match.span() for match in WORD.finditer(unit)]
        return _TagWalk(self.words, unit, words, spans, code)

    def _anchor(self, words: list[str]) -> tuple[int, int] | None:
        """(place in the reading's words, place in the source's) where both begin to agree."""
        if not self._plain:
            self._unsign()
        for at in range(min(len(words) - ANCHOR + 1, ANCHOR)):
            if places := self._places(f" {' '.join(words[at : at + ANCHOR])} "):
                return at, self._best(places, words, at)
        return None

    def _unsign(self) -> None:
        """Set the words without breaks and signs down as one text."""
        self._numbers = [n for n, word in enumerate(self.words) if word != BREAK]
        plain = [self.words[n].lstrip(STRUCK + SPARE) for n in self._numbers]
        self._plain = f" {' '.join(plain)} "
        self._offsets = list(accumulate((len(word) + 1 for word in plain), initial=0))

    def _places(self, sought: str) -> list[int]:
        """Numbers of the words at which some words stand, the first `PLACES` of them."""
        found: list[int] = []
        at = self._plain.find(sought)
        while at >= 0 and len(found) < PLACES:
            found.append(self._numbers[bisect_left(self._offsets, at)])
            at = self._plain.find(sought, at + 1)
        return found

    def _best(self, places: list[int], words: list[str], at: int) -> int:
        """Of several places the one whose next words are most like the reading's."""
        wanted = frozenset(words[at : at + 3 * ANCHOR])
        return max(
            places,
            key=lambda place: len(wanted.intersection(self.words[place : place + 4 * ANCHOR])),
        )


class _TagWalk:
    """Goes along a unit and its source side by side."""

    def __init__(
        self,
        source: list[str],
        unit: str,
        words: list[str],
        spans: list[tuple[int, int]],
        code: bool,
    ) -> None:
        self.source, self.unit, self.words, self.spans, self.code = source, unit, words, spans, code
        self.missing = self.doubled = self.glued = self.struck = self.joined = 0

    def run(self, at: int, place: int) -> Faults:
        """The faults from one place on."""
        while at < len(self.words) and place < len(self.source):
            word, there = self.words[at], self.source[place]
            if there == BREAK:
                self.joined += self._same_sentence(at) and not self.code
                place += 1
            elif word == there:
                at, place = at + 1, place + 1
            elif there[0] in STRUCK + SPARE:
                stated = (
                    there[0] == STRUCK and word == there[1:] and not self._comes(word, place + 1)
                )
                self.struck += stated and not self.code
                at, place = at + stated, place + 1
            elif (width := self._glue(at, place)) > 0:
                at, place = at + 1, place + width
            else:
                step = self._differs(at, place)
                if step is None:
                    break
                at, place = step
        found = Faults(self.missing, self.doubled, self.glued, self.struck, self.joined)
        return found if found.all else NONE

    def _comes(self, word: str, place: int) -> bool:
        """Whether the next word that is not withdrawn is this one."""
        rest = (
            one
            for one in self.source[place : place + REACH]
            if one[0] not in STRUCK + SPARE + BREAK
        )
        return next(rest, "") == word

    def _same_sentence(self, at: int) -> bool:
        """Whether the reading runs on over a break of the source, inside a sentence."""
        if not 0 < at < len(self.words):
            return False
        return not ENDS.search(self.unit[self.spans[at - 1][1] : self.spans[at][0]])

    def _glue(self, at: int, place: int) -> int:
        """Words of the source that one word of the reading is made of, or 0."""
        word, made, width, joints = self.words[at], "", 0, list[tuple[str, str, bool]]()
        broken = False
        while place + width < len(self.source) and len(made) < len(word) and width < 8:
            there = self.source[place + width]
            if there == BREAK:
                broken = True
            else:
                part = there.lstrip(STRUCK + SPARE)
                if made:
                    joints.append((made, part, broken))
                made, broken = made + part, False
            width += 1
        if made != word or not joints:
            return 0
        self.glued += any(_wrong(*joint) for joint in joints)
        return width

    def _differs(self, at: int, place: int) -> tuple[int, int] | None:
        """Where both agree again: after words of the source that the reading lacks, after words that
        the reading has and the source has not, or after a word that reads otherwise."""
        ahead = tuple(self.words[at : at + 2])
        rest = [
            (n, one)
            for n, one in enumerate(self.source[place : place + 2 * REACH], place)
            if one != BREAK and one[0] not in STRUCK + SPARE
        ]
        for step in range(1, min(REACH if len(ahead) > 1 else 3, len(rest))):
            if tuple(one for _, one in rest[step : step + len(ahead)]) == ahead:
                self._lacks([one for _, one in rest[:step]], at)
                return at, rest[step][0]
        wanted = tuple(one for _, one in rest[:2])
        for more in range(1, REACH):
            if wanted and tuple(self.words[at + more : at + more + len(wanted)]) == wanted:
                extra = self.words[at : at + more]
                self.doubled += more if extra == self.words[at - more : at] else 0
                return at + more, place
        if at + 1 < len(self.words) and len(rest) > 1 and self.words[at + 1] == rest[1][1]:
            return at + 1, rest[1][0]
        return None

    def _lacks(self, words: list[str], at: int) -> None:
        """Count words that are missing, but for whole sentences and for what the source says again:
        rolling captions show a row three times."""
        near = self.words[max(0, at - 2 * REACH) : at + 2 * REACH]
        before, after = self.words[max(0, at - len(words)) : at], self.words[at : at + len(words)]
        again = words in (before, after) or (len(words) >= ANCHOR and set(words) <= set(near))
        if self._same_sentence(at) and not self.code and not again:
            self.missing += len(words)


def _wrong(before: str, after: str, broken: bool) -> bool:
    """Whether two words must not be one: figures, words of two blocks, two whole words."""
    if broken or (before[-1:].isdigit() and after[:1].isdigit()):
        return True
    return before[-1:].isalpha() and after[:1].isalpha()


def _repeats(words: list[str]) -> int:
    """Words that are said again at once, in stretches of at least `REPEATS`."""
    count = at = 0
    while at < len(words):
        width = next(
            (
                n
                for n in range(30, REPEATS - 1, -1)
                if words[at : at + n] == words[at + n : at + 2 * n] and at + 2 * n <= len(words)
            ),
            0,
        )
        count += width
        at += max(1, width)
    return count
