"""A story told in two to four sentences of its lead document that belong together.

Enter: the lines of the lead, how many words of its source may be quoted. Leave: the lines that a
section prints, in the order of the source, a quote and an implication of the same document. The
choice is of whole runs of lines: one that opens, by name, with what the thing is or what happened,
and, where it does not get there itself, another that says what it comes to. Nothing is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.headline import product
from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.compose.extractive.runs import MOST, LineRun, alike, meets, runs, same, stands, value
from pipeline.text.printable.clause import roots
from pipeline.text.printable.strangers import strangers

ITEMS = 4  # of a document that is a list
WORDS = 105  # of a section's own sentences: four of them at the length of edited prose
QUOTE = (8, 36)  # words
QUOTED = 0.75  # what a line has to tell to be set apart as a quote
ADVISED = (5, 34)
OPENING = (6, 45)  # words
ITEM = (4, 36)
LONG_ITEM = 0.02  # lost by an item of a list for every word beyond twenty
OPENINGS, LATER = 12, 30  # runs tried as the opening, and beside it
PLAIN = 1.2  # what an opening has to say for itself where the items of a list could be told instead
UNNAMED = 0.8  # lost by an opening that names nothing of the headline
OPENED = 0.8  # weight of how well a run opens beside what it tells


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

    @property
    def is_list(self) -> bool:
        """True where nothing but items of a list is printed."""
        return all(line.kind == "bullet" for line in self.lines)


def tell(
    found: Sequence[Line], *, allowed: int, said: Iterable[frozenset[str]] = ()
) -> ToldLines | None:
    """The telling of a document, or None where nothing in it can open a section.

    allowed: words of its source that the brief may still quote. said: content words of what recent
    briefs printed, which is not printed again.
    """
    known = tuple(said)
    fresh = [line for line in found if not any(same(line.stems, one) for one in known)]
    if not fresh:
        return None
    topic = introduced(fresh[0])
    advice = _best(fresh, (), allowed, ADVISED, _advice)
    rest = [line for line in fresh if line is not advice]
    room = min(WORDS, allowed - (advice.size if advice else 0))
    lines = _chosen(rest, topic, room)
    if not lines:
        return None
    if advice and any(alike(advice.stems, line.stems) for line in lines):
        advice = None
    used = (*lines, advice) if advice else lines
    left = allowed - sum(line.size for line in used)
    quote = _best(rest, used, left, QUOTE, lambda line: _quoted(line, lines, topic))
    return ToldLines(lines, quote, advice)


def introduced(line: Line) -> frozenset[str]:
    """Roots of what the headline and the lead-in of a section have named before its first line."""
    return roots(line.item.title) | roots(product(line.item.source_title))


def _chosen(lines: list[Line], topic: frozenset[str], words: int) -> tuple[Line, ...]:
    """The best opening run with what is best beside it, or the items of a list."""
    able = list(runs(lines, words))
    openings = [(_opens(run, topic), run) for run in able if _may_open(run)]
    openings = [pair for pair in openings if not pair[1].lines[0].dangles] or openings
    told = [(score + value(run.lines, topic), run) for score, run in openings]
    told.sort(key=lambda pair: (-pair[0], pair[1].place, pair[1].words))
    if not told or (_is_list(lines) and max(score for score, _ in openings) < PLAIN):
        return _listed(lines, words)
    best = max(
        (
            (score - value(run.lines, topic) + value(whole, topic), -run.place, whole)
            for score, run in told[:OPENINGS]
            for whole in _wholes(run, able, topic, words)
        ),
        key=lambda found: (found[0], found[1]),
    )
    return best[2]


def _wholes(
    opening: LineRun, able: Sequence[LineRun], topic: frozenset[str], words: int
) -> list[tuple[Line, ...]]:
    """The opening alone, and with each of the best runs after it that there is room for."""
    fitting = [
        run
        for run in able
        if run.place > opening.lines[-1].at
        and run.words + opening.words <= words
        and run.sentences + opening.sentences <= MOST
        and meets(run, opening.lines)
    ]
    fitting.sort(key=lambda run: (-value(run.lines, topic), run.place))
    return [opening.lines, *((*opening.lines, *run.lines) for run in fitting[:LATER])]


def _may_open(run: LineRun) -> bool:
    first = run.lines[0]
    return (
        first.kind == "sentence"
        and not first.introduces
        and not worth.opens_as_order(first.text)
        and OPENING[0] <= first.size <= OPENING[1]
    )


def _opens(run: LineRun, topic: frozenset[str]) -> float:
    first = run.lines[0]
    found = OPENED * (worth.opens(first, roots(first.item.title) or topic) + first.alone)
    return found - (0.0 if roots(first.text) & topic or SUBJECT.search(first.text) else UNNAMED)


def _is_list(lines: Sequence[Line]) -> bool:
    """True for a document that is a list, such as the changes of a release."""
    return 2 * sum(line.kind == "bullet" for line in lines) > len(lines)


def _listed(lines: Sequence[Line], words: int) -> tuple[Line, ...]:
    """The items that tell most of a document that is a list, such as a release's changes."""
    able = [
        line
        for line in lines
        if line.kind == "bullet"
        and line.flows
        and ITEM[0] <= line.size <= ITEM[1]
        and worth.telling(line) > 0
    ]
    chosen: list[Line] = []
    for line in sorted(able, key=lambda line: (-_item(line), line.at)):
        room = sum(one.size for one in chosen) + line.size <= words and len(chosen) < ITEMS
        if room and not any(alike(line.stems, one.stems) for one in chosen):
            chosen.append(line)
    return tuple(sorted(chosen, key=lambda line: line.at)) if len(chosen) > 1 else ()


def _item(line: Line) -> float:
    return worth.telling(line) - LONG_ITEM * max(0, line.size - 20)


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
        and stands(line)
        and size[0] <= line.size <= min(size[1], words)
        and not any(alike(line.stems, other.stems) for other in used)
        and weigh(line) > 0
    ]
    return max(able, key=lambda line: (weigh(line) + line.alone, -line.at), default=None)


def _quoted(line: Line, printed: Sequence[Line], topic: frozenset[str]) -> float:
    """What it tells beyond a plain line, for one that needs nothing that the section lacks."""
    told = frozenset[str]().union(*(roots(one.text) for one in printed))
    held = roots(line.text)
    if line.leans or line.dangles or strangers(line.text, told | topic):
        return 0.0
    if not held & told and not held & topic:
        return 0.0
    return worth.telling(line) - QUOTED


def _advice(line: Line) -> float:
    """Advice of the story itself that names what it is about, to readers who know it."""
    opening = " ".join(line.text.split()[:3])
    if not worth.advises(line) or re.search(
        r"\b(?:their|its|this|these)\b", opening, re.IGNORECASE
    ):
        return 0.0
    if not worth.names(line) or worth.STEP.search(line.text):
        return 0.0
    return 1.0 + worth.telling(line) + (0.4 if worth.is_order(line.text) else 0.0)
