"""A story told in two to four sentences of its lead document that belong together.

Enter: the lines of the lead, how many words of its source may be quoted. Leave: the lines that a
section prints, in reading order, a quote and an implication of the same document. First what the
thing is, then what it comes to, then who must act. A line that leans on the one before brings it;
a line that introduces a list brings the list's items; nothing is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.lines import Line
from pipeline.text.printable import model
from pipeline.text.printable.clause import roots

MOST = 4  # sentences of a section; the items of a list count together as two
BULLETS = 4
WORDS = 105  # of a section's own sentences: four of them at the length of edited prose
QUOTE = (8, 40)  # words
QUOTED = 0.3  # what a line has to tell to be set apart as a quote
ADVISED = (5, 34)
ALIKE = 0.5  # Jaccard overlap of content words from which two statements are one
OPENING = (6, 45)  # words
ITEM = (5, 42)
PLAIN = 1.2  # what an opening has to say for itself where the items of a list could be told instead
LOOSE = 0.2  # printable score that does for a line which names its subject, under its title
ENOUGH, LEAST = 0.45, -0.3  # gain that a third sentence needs, and a second
POINTING = re.compile(
    r"\b(?:below|we|I|commands?|examples?|here|code|snippet|steps?|(?:this|the) (?:post|article|page"
    r"|guide|section))\b",
    re.IGNORECASE,
)
NEXT, NAMED, SECTION = 0.7, 0.4, 0.2  # gained next to, by names of, under a heading of the chosen
APART = 0.7  # lost by a unit that does none of these
ADVICE = 0.4  # lost by advice, which has a place of its own
FAR = 0.05  # lost by a line for every line before it, up to 20
BACK = 2  # lines that a leaning one may bring


@dataclass(frozen=True, slots=True)
class TellingUnit:
    """Lines that are printed together or not at all."""

    lines: tuple[Line, ...]
    gain: float

    @property
    def words(self) -> int:
        return sum(line.size for line in self.lines)

    @property
    def sentences(self) -> int:
        bullets = sum(line.kind == "bullet" for line in self.lines)
        return len(self.lines) - bullets + min(2, bullets)


@dataclass(frozen=True, slots=True)
class ToldLines:
    """What a section prints of its lead document."""

    lines: tuple[Line, ...]
    quote: Line | None = None
    advice: Line | None = None

    @property
    def size(self) -> int:
        """How many statements it comes to."""
        return len(self.lines) + bool(self.quote) + bool(self.advice)

    @property
    def words(self) -> int:
        extra = [one for one in (self.quote, self.advice) if one]
        return sum(line.size for line in (*self.lines, *extra))


def tell(
    found: Sequence[Line], *, allowed: int, said: Iterable[frozenset[str]] = ()
) -> ToldLines | None:
    """The telling of a document, or None where nothing in it can open a section.

    allowed: words of its source that the brief may still quote. said: content words of what recent
    briefs printed, which is not printed again.
    """
    known = tuple(said)
    fresh = [line for line in found if not _told(line, known)]
    topic = roots(found[0].item.title) if found else frozenset()
    opening = _opening(fresh, topic, min(allowed, WORDS))
    if opening and opening.gain < PLAIN and _is_list(fresh):
        opening = None
    first = opening.lines if opening else ()
    advice = _best(fresh, first, allowed - _size(first), ADVISED, _advice)
    rest = [line for line in fresh if line is not advice]
    room = min(WORDS, allowed - _size((advice,) if advice else ()))
    chosen = _with_payoff(opening, rest, topic, room) if opening else _listed(rest, room)
    if not chosen:
        return None
    lines = tuple(sorted(chosen, key=lambda line: line.at))
    used = (*lines, advice) if advice else lines
    quote = _best(
        rest, used, allowed - _size(used), QUOTE, lambda line: worth.telling(line) - QUOTED
    )
    return ToldLines(lines, quote, advice)


def _is_list(lines: Sequence[Line]) -> bool:
    """True for a document that is a list, such as the changes of a release."""
    return 2 * sum(line.kind == "bullet" for line in lines) > len(lines)


def _size(lines: Iterable[Line]) -> int:
    return sum(line.size for line in lines)


def _told(line: Line, said: tuple[frozenset[str], ...]) -> bool:
    return any(_alike(line.stems, other) for other in said)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= ALIKE * len(one | other)


def _stands(line: Line) -> bool:
    """True for a line that a reader of the section, who knows its document's title, understands."""
    if not line.flows or line.introduces or worth.is_fragment(line.text):
        return False
    return line.alone >= model().threshold or (line.alone >= LOOSE and not line.leans)


def _opening(lines: list[Line], topic: frozenset[str], words: int) -> TellingUnit | None:
    """The unit that says what the thing is or what happened."""
    able = [
        line
        for line in lines
        if line.kind == "sentence"
        and _stands(line)
        and not worth.is_order(line.text)
        and OPENING[0] <= line.size <= min(OPENING[1], words)
    ]
    able = [line for line in able if not line.dangles] or able
    if not able:
        return None
    best = max(able, key=lambda line: (worth.opens(line, topic) + line.alone, -line.at))
    return TellingUnit((best,), worth.opens(best, topic))


def _listed(lines: list[Line], words: int) -> list[Line]:
    """The items that tell most of a document that is a list, such as a release's changes."""
    able = [
        line
        for line in lines
        if line.kind == "bullet" and line.flows and ITEM[0] <= line.size <= ITEM[1]
    ]
    chosen: list[Line] = []
    for line in sorted(able, key=lambda line: (-worth.telling(line), line.at)):
        room = sum(one.size for one in chosen) + line.size <= words and len(chosen) < BULLETS
        if (
            room
            and worth.telling(line) > 0
            and not any(_alike(line.stems, o.stems) for o in chosen)
        ):
            chosen.append(line)
    return chosen if len(chosen) > 1 else []


def _with_payoff(
    opening: TellingUnit, lines: list[Line], topic: frozenset[str], words: int
) -> list[Line]:
    """The opening and the units that tell most, as long as there is room for them."""
    chosen = list(opening.lines)
    count = opening.sentences
    units = _units(lines, chosen)
    while units and count < MOST:
        left = words - sum(line.size for line in chosen)
        able = [
            unit
            for unit in units
            if unit.words <= left and count + unit.sentences <= MOST and not _repeats(unit, chosen)
        ]
        if not able:
            break
        best = max(able, key=lambda unit: (_gain(unit, chosen, topic), -unit.lines[0].at))
        if _gain(best, chosen, topic) <= (ENOUGH if count > 1 else LEAST):
            break
        chosen += best.lines
        count += best.sentences
        units = [unit for unit in units if not set(unit.lines) & set(chosen)]
    return chosen


def _units(lines: list[Line], chosen: Sequence[Line]) -> list[TellingUnit]:
    """Everything that may be printed together, beside what is chosen."""
    by_place = {line.at: line for line in lines}
    units = []
    for line in lines:
        if line in chosen or line.kind == "bullet":
            continue
        made = _listing(line, by_place) if line.introduces else _leaning(line, by_place, chosen)
        if made:
            gains = sum(worth.telling(each) for each in made) / len(made) ** 0.5
            gains -= ADVICE * any(worth.advises(each) for each in made)
            units.append(TellingUnit(made, gains))
    return units


def _listing(line: Line, by_place: dict[int, Line]) -> tuple[Line, ...] | None:
    """A line that ends in a colon with the first items of its list."""
    items: list[Line] = []
    at = line.at + 1
    while at in by_place and by_place[at].kind == "bullet" and len(items) < BULLETS:
        items.append(by_place[at])
        at += 1
    sound = [one for one in items if one.flows and 3 <= one.size <= 32]
    return (line, *sound) if len(sound) >= 2 and not POINTING.search(line.text) else None


def _leaning(
    line: Line, by_place: dict[int, Line], chosen: Sequence[Line]
) -> tuple[Line, ...] | None:
    """The line alone where it stands alone, else with the one or two before it."""
    if _stands(line):
        return (line,)
    made = [line]
    for back in range(1, BACK + 1):
        before = by_place.get(line.at - back)
        if before is None or before.heading != line.heading or before.kind == "bullet":
            return None
        if not made[0].flows:
            return None
        if before in chosen:
            return tuple(made)
        made.insert(0, before)
        if _stands(before):
            return tuple(made)
    return None


def _repeats(unit: TellingUnit, chosen: Sequence[Line]) -> bool:
    return any(_alike(line.stems, other.stems) for line in unit.lines for other in chosen)


def _gain(unit: TellingUnit, chosen: Sequence[Line], topic: frozenset[str]) -> float:
    """What a unit tells, more where it belongs to what is chosen."""
    held = {root for line in unit.lines for root in roots(line.text)}
    others = {root for line in chosen for root in roots(line.text)} | topic
    joined = len(held & others) >= 2
    near = any(line.at - other.at == 1 for line in unit.lines for other in chosen)
    same = any(line.heading == other.heading for line in unit.lines for other in chosen)
    belongs = NEXT * near + NAMED * joined + SECTION * same - APART * (not (joined or near))
    return unit.gain + belongs - FAR * min(20, unit.lines[0].at)


def _best(
    lines: Sequence[Line],
    used: Sequence[Line],
    words: int,
    size: tuple[int, int],
    weigh: Callable[[Line], float],
) -> Line | None:
    """The line that stands, of a length, that weighs most, and above nothing."""
    able = [
        line
        for line in lines
        if line not in used
        and line.kind == "sentence"
        and _stands(line)
        and size[0] <= line.size <= min(size[1], words)
        and not any(_alike(line.stems, other.stems) for other in used)
        and weigh(line) > 0
    ]
    return max(able, key=lambda line: (weigh(line) + line.alone, -line.at), default=None)


def _advice(line: Line) -> float:
    """Advice of the story itself that names what it is about, to readers who know it."""
    opening = " ".join(line.text.split()[:3])
    if not worth.advises(line) or re.search(
        r"\b(?:their|its|this|these)\b", opening, re.IGNORECASE
    ):
        return 0.0
    if not worth.names(line):
        return 0.0
    return 1.0 + worth.telling(line) + (0.4 if worth.is_order(line.text) else 0.0)
