"""A reading laid beside its source, no closer than needed.

Enter: a reading and the bytes of its file. Leave: its `Faults`. What stands in the source letter for
letter is right at a glance; only the stretches between are walked (`shown`) for what they show, and
what is not right there is judged by the walk of the whole file, as every unit is where words are
withdrawn somewhere, or where the form of the file is not that of its text. This costs less than a tenth of all
that an ingest does with a file (`bench/ingest_speed.py`); a walk of everything would cost several times it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.fidelity import NONE, WORD, Faults, ShownWords, faults, units
from pipeline.ingest.screening.shown import shown, shown_of, text_of
from pipeline.ingest.screening.walk.marks import OWN_ROW, TIMES
from pipeline.text.keywords import Keywords

LETTERS = frozenset(("markdown", "html", "page", "plain"))  # readers of files that are their text
# Marks of words that a source withdraws, in any format.
WITHDRAWS = (
    "~~", "{--", "<del", "<s>", "<s ", "<strike", "line-through", "linethrough", "strikethrough", "strike-",
    ":strike", ".strike", ":del:", ":s:`", ".del]", "\"deletion", "'deletion", "\u0336",
)  # fmt: skip
WITHDRAWN = Keywords(WITHDRAWS)
LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\([^()\n]*\)")
LEAST = 6  # words of a unit that is judged; with fewer it cannot be found for sure
MOST = 0.7  # of a file; where more stands between two units, the whole is walked at once
WALKS = (
    8  # times the file that stretches of it are walked for, which may overlap; then the whole is
)
KINDS = frozenset(("paragraph", "quote", "cue"))  # blocks that nobody says twice
Unit = tuple[str, bool]


class SourceFile:
    """The bytes of a file, and what was found out of what they show."""

    def __init__(self, data: bytes, reader: str, suffix: str) -> None:
        self._form = (reader, suffix)
        self._data = data
        self._whole: ShownWords | None = None
        self._near: tuple[str, ShownWords | None] = ("", None)
        self._walked = 0
        self.text = self._flat = ""
        if reader not in LETTERS:
            return
        text = text_of(data, suffix)
        low = text.lower()
        if TIMES.search(text) or WITHDRAWN.standing(low):
            return
        self.text = text
        self._light = _bare(LINK.sub(r"\1", OWN_ROW.sub("\0", text)))
        self._flat = self._light.replace("\n", " ")

    @property
    def whole(self) -> ShownWords:
        """The words of the whole file."""
        if self._whole is None:
            self._whole = ShownWords(shown(self._data, *self._form))
        return self._whole

    def find(self, unit: str, start: int) -> tuple[int, int]:
        """Where a unit begins and ends as it stands there, behind `start` if it can; (-1, 0) when
        it does not."""
        sought = _bare(unit)
        place = self._flat.find(sought, start)
        place = place if place >= 0 else self._flat.find(sought, 0, start)
        return (place, place + len(sought)) if place >= 0 else (-1, 0)

    def times(self, words: str) -> int:
        """How often some words are shown."""
        found = self._flat.count(_bare(words))
        return found if found > 1 else self.whole.times(WORD.findall(words))

    def between(self, gap: list[Unit], start: int, end: int) -> Faults:
        """What is wrong in units that follow each other between two places."""
        found = NONE
        if not gap:
            return found
        near = self._nearby(self._stretch(start, end)) if start < end else None
        for unit, code in gap:
            if near is None or not near.right(unit, code=code):
                found += self.whole.compare(unit, code=code)
        return found

    def _nearby(self, stretch: str) -> ShownWords | None:
        """The words of a stretch, of which the one before is remembered: many units may stand in one
        long row. None where too much of the file was walked so already."""
        if not stretch:
            return None
        if stretch != self._near[0]:
            self._walked += len(stretch)
            walk = self._walked <= WALKS * len(self.text)
            self._near = (stretch, ShownWords(shown_of(stretch, *self._form)) if walk else None)
        return self._near[1]

    def _stretch(self, start: int, end: int) -> str:
        """The rows of the text round two places, or "" when they are most of it."""
        rows, begins = self._begins
        first, last = bisect_right(rows, start) - 1, bisect_right(rows, end)
        if last - first > MOST * len(rows):
            return ""
        return self.text[begins[first] : begins[last] if last < len(begins) else None]

    @cached_property
    def _begins(self) -> tuple[list[int], list[int]]:
        """Where its rows begin in what units are sought in, and in the text."""
        rows, begins = self._light.replace("\0", "\n").split("\n"), self.text.split("\n")
        return tuple(
            list(accumulate((len(row) + 1 for row in each), initial=0)) for each in (rows, begins)
        )  # type: ignore[return-value]


def _bare(text: str) -> str:
    """Without the marks of emphasis and of code."""
    return text.replace("*", "").replace("`", "")


def compared(reading: Reading, source: SourceFile) -> Faults:
    """What is wrong in a reading, beside the file that all readings of it share."""
    found = _said_again(reading, source)
    if not source.text:
        return found + faults(reading, source.whole)
    gap: list[Unit] = []
    at = 0
    for unit, code in _judged(reading):
        place, end = source.find(unit, at)
        if place < 0:
            gap.append((unit, code))
            continue
        found += source.between(gap, at, place)
        gap, at = [], end
    return found + source.between(gap, at, len(source.text))


def _judged(reading: Reading) -> Iterator[Unit]:
    """The units of a reading that are long enough to be judged."""
    for unit, code in units(reading):
        if unit.count(" ") >= LEAST - 1 or len(WORD.findall(unit)) >= LEAST:
            yield unit, code


def _said_again(reading: Reading, source: SourceFile) -> Faults:
    """Words of paragraphs that the reading has more often than the source."""
    said = Counter(
        reading.text[block.start : block.end] for block in reading.blocks if block.kind in KINDS
    )
    doubled = 0
    for text, times in said.items():
        if times > 1 and (words := len(text.split())) >= LEAST:
            stands = source.times(text)
            doubled += words * (times - stands) if 0 < stands < times else 0
    return Faults(doubled=doubled) if doubled else NONE
