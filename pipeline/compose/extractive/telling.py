"""A story told in two to four sentences of its lead document that belong together.

Enter: the lines of the lead, how many words of its source may be quoted. Leave: the lines that a
section prints, in the order of the source, a quote and an implication of the same document. The
choice is of whole runs of lines: one that opens, by name, with what the thing is or what happened,
and, where it does not get there itself, another that says what it comes to. Nothing is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.compose.extractive import missing, several, worth
from pipeline.compose.extractive.against import erratum, otherwise
from pipeline.compose.extractive.earlier import fresh
from pipeline.compose.extractive.headings.statement import on_its_title
from pipeline.compose.extractive.headings.titled import brings_several
from pipeline.compose.extractive.lines import Line, lines
from pipeline.compose.extractive.missing import KNOWN
from pipeline.compose.extractive.openings import may_open, opens
from pipeline.compose.extractive.point import (
    introduced,
    meets_all,
    says_little_more,
    unmet,
    whole,
)
from pipeline.compose.extractive.runs import (
    MOST,
    NEAR,
    LineRun,
    alike,
    meets,
    runs,
    stands,
)
from pipeline.compose.extractive.value import SHORT, value
from pipeline.compose.extractive.worth import orders
from pipeline.records import EvidenceItem
from pipeline.text.printable import is_field
from pipeline.text.printable.clause import roots

WORDS = 104  # of a section's own sentences: four of them at the length of plain prose, and a quote beside
QUOTE = (8, 36)  # words
REPEATS = 0.7  # of the words of a quote, from which what is told has said it
QUOTED = 0.75  # what a line has to tell to be set apart as a quote
MENDED = 30  # words of a line that names a fixed version
SET_APART = 0.2  # the same for the last line of a section
PROVES = 45  # words of a section that two of three lines may hold without their last
ADVISED = (5, 34)
OPTIONS = re.compile(r"\b(?:options?|alternatives?|approach(?:es)? \w+|variants?)\b", re.IGNORECASE)
MEETING = 2  # content words that join a quote or advice to what is told
FAR = 0.5  # what it has to tell beyond one from near by
FAR_MEETING = 4  # the same for a quote from another part of the document
BESIDE = 8  # lines from what is told to where a quote may stand
LEAST = 2  # statements that a section needs beside its lead-in, its quote and advice among them
LEAST_WORDS = 30  # of them; two short ones say too little to open a page for
LEAST_SHORT = 18  # of two that come to the point, which tell somehow
WELL = 0.9  # of what a telling is worth; below it a reader of ten days' editions found it torn
SOMEHOW, LATE = 0.5, 0.25
LOST = -2.5  # below it nothing of a telling is to its point; Polars 2.0-rc and a design of Karpenter lie at -2.1 and -.6
UNTOLD = -0.5  # below it no section of ten days of three sets came to its point, read by eye; at 0 one was lost that did
OPENINGS, LATER = 12, 30  # runs tried as the opening, and beside it
PLAIN = 1.2  # what an opening has to say for itself where the items of a list could be told instead
ADVISING = 1.0  # what advice adds to what a section is worth


@dataclass(frozen=True, slots=True)
class ToldLines:
    """What a section prints of its lead document. `worth`: what that is to a reader, where a plain
    run of three sentences that says what is new comes to about 3, and below 1 something is missing."""

    lines: tuple[Line, ...]
    quote: Line | None = None
    advice: Line | None = None
    worth: float = 0.0
    takes_back: bool = False  # an error that was printed, in one sentence if need be

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


@dataclass(frozen=True, slots=True)
class Angle:
    """From where a document is told: what it says otherwise than it did, what a reader has read of
    it above, in the lede."""

    now: str = ""
    opened: str = ""


PLAINLY = Angle()


def tell(
    found: Sequence[Line],
    *,
    allowed: int,
    said: Iterable[frozenset[str]] = (),
    day: str = "",
    angle: Angle = PLAINLY,
) -> ToldLines | None:
    """The telling of a document, or None where nothing in it can open a section.

    allowed: words of its source that the brief may still quote. said: content words of what recent
    briefs printed, which is not printed again. day: of the edition, from which `today` is read.
    """
    if changed := otherwise(found, angle.now, min(WORDS, allowed)):
        return ToldLines(changed, worth=WELL, takes_back=True)
    if taken_back := erratum(found, min(WORDS, allowed)):
        return ToldLines(taken_back, worth=WELL, takes_back=True)
    able = several.own(fresh(found, said, day))
    body = [line for line in able if not is_field(line.text)]  # a field is a section's quote
    if not body:
        return None
    topic = introduced(body[0]) | roots(angle.opened)
    advice = _best(able, (), allowed, ADVISED, _advice)
    rest = [line for line in body if line is not advice]
    lines, worth = _chosen(rest, topic, _room(allowed, advice))
    lines, worth = _several(rest, (lines, worth), topic, _room(allowed, advice))
    if advice and not _belongs(advice, lines, topic):
        advice = None
        lines, worth = _chosen(body, topic, _room(allowed, None))
    if not lines:
        return None
    used = (*lines, advice) if advice else lines
    left = allowed - sum(line.size for line in used)
    quote = _mended(able, used, left) or set_apart(able, used, left, topic)
    worth += _advised(lines, advice)
    if quote is None and _sets_apart(lines):
        lines, quote = lines[:-1], lines[-1]
    return ToldLines(lines, quote, advice, worth)


def set_apart(
    able: Sequence[Line], used: Sequence[Line], left: int, topic: frozenset[str]
) -> Line | None:
    """The line that a section quotes, of those that it does not print."""
    return _best(able, used, left, QUOTE, lambda line: _quoted(line, used, topic))


def _mended(lines: Sequence[Line], used: Sequence[Line], words: int) -> Line | None:
    """The line that names the version in which a flaw is mended, where the section does not: it may
    leave out its subject (`Fixed in 2.0.1 by ...`), which the headline has named."""
    if not lines or any(map(worth.mends, used)):
        return None
    flaw = bool(worth.FLAW.search(lines[0].item.title))
    able = (
        line
        for line in lines
        if line.flows
        and worth.mends(line)
        and (flaw or is_field(line.text))
        and line.size <= min(MENDED, words)
        and not line.ours
        and not line.leans
        and line not in used
    )
    return next(able, None)


def _sets_apart(lines: Sequence[Line]) -> bool:
    """Whether the last of enough lines is what the others come to, and stands by itself as a quote:
    the order is the source's, and nothing is printed twice."""
    if len(lines) < LEAST + 2 - bool(sum(line.size for line in lines) >= PROVES):
        return False
    last = lines[-1]
    plain = last.kind == "sentence" and stands(last) and not (last.leans or last.ours)
    told = worth.telling(last) > SET_APART and not missing.promises(last.text)
    return plain and told and QUOTE[0] <= last.size <= QUOTE[1] and not lines[-2].introduces


def _advised(lines: Sequence[Line], advice: Line | None) -> float:
    """What advice adds to the worth of a section: it is its last line, too."""
    return ADVISING + SHORT.get(len(lines), 0.0) if advice else 0.0


def _room(allowed: int, advice: Line | None) -> int:
    """Words that the sentences of a section may take."""
    return min(WORDS, allowed - (advice.size if advice else 0))


def _belongs(advice: Line, lines: Sequence[Line], topic: frozenset[str]) -> bool:
    """Whether advice is about what the section tells, and not said there already."""
    told = frozenset[str]().union(*(roots(line.text) for line in lines)) | topic
    said = any(alike(advice.stems, line.stems) for line in lines)
    near = any(
        line.heading == advice.heading or abs(line.at - advice.at) <= BESIDE for line in lines
    )
    return bool(lines) and not said and (near or len(roots(advice.text) & told) >= MEETING)


def _chosen(
    lines: Sequence[Line], topic: frozenset[str], words: int
) -> tuple[tuple[Line, ...], float]:
    """The best opening run with what is best beside it, or the items of a list; what it is worth."""
    plain = [replace(line, item=_by_itself(line.item)) for line in lines]
    found, worth = _choice(tuple(plain), topic, words)
    given = dict(zip(plain, lines, strict=True))
    return tuple(given[line] for line in found), worth


def _by_itself(item: EvidenceItem) -> EvidenceItem:
    """An item without its place in a pack and its days: no choice of lines looks at them, and what a
    document tells best is the same in every pack and on every day."""
    placed = replace(item, n=0, score=0.0, ranks=(), factors=(), domain="", story="", part="")
    return replace(placed, question="", published=None, first_seen="", changed="", also_at=())


@lru_cache(maxsize=256)  # a story is told to choose it, for its section and for the lede
def _choice(
    lines: tuple[Line, ...], topic: frozenset[str], words: int
) -> tuple[tuple[Line, ...], float]:
    document = whole(lines)
    calls = unmet(document)
    able = [run for run in runs(lines, words) if meets_all(run.lines, calls)]
    openings = [
        (opens(run, topic, lines[0].heading if lines else ""), run)
        for run in able
        if may_open(run, topic)
    ]
    openings = [pair for pair in openings if not pair[1].lines[0].dangles] or openings
    told = [(score + value(run.lines, topic, document), score, run) for score, run in openings]
    told.sort(key=lambda each: (-each[0], each[2].place, each[2].words))
    listing = several.is_list(lines) and max((score for score, _ in openings), default=0.0) < PLAIN
    if not told or listing:
        items = several.listed(on_its_title(lines), words)
        if items or not told:
            return items, min(PLAIN, several.tells(items))
    best = max(
        (
            (score + value(choice, topic, document), -run.place, choice)
            for _, score, run in told[:OPENINGS]
            for choice in _wholes(run, able, topic, words)
        ),
        key=lambda found: (found[0], found[1]),
    )
    points = several.gist(lines, words)
    if points and not any(line.sums and line.at <= points[-1].at for line in best[2]):
        return points, WELL
    return best[2], best[0]


def _several(
    lines: Sequence[Line], run: tuple[tuple[Line, ...], float], topic: frozenset[str], words: int
) -> tuple[tuple[Line, ...], float]:
    """The changes of a release or a bulletin, one by one, where they tell more than the run found."""
    found = several.roundup(lines, run[0], topic, words)
    return (found, max(run[1], WELL)) if found else run


def _wholes(
    opening: LineRun, able: Sequence[LineRun], topic: frozenset[str], words: int
) -> list[tuple[Line, ...]]:
    """The opening alone, and with each of the best runs after it that there is room for."""
    known = topic.union(*(roots(line.text) for line in opening.lines))
    fitting = [
        run
        for run in able
        if run.place > opening.lines[-1].at
        and run.words + opening.words <= words
        and run.sentences + opening.sentences <= MOST
        and meets(run, opening.lines)
        and _goes_on(run, opening, known)
    ]
    fitting.sort(key=lambda run: (-value(run.lines, topic), run.place))
    return [opening.lines, *((*opening.lines, *run.lines) for run in fitting[:LATER])]


def _goes_on(run: LineRun, opening: LineRun, known: frozenset[str]) -> bool:
    """Whether a run can be read right after the opening: what is near it, or begins a paragraph."""
    first, last = run.lines[0], opening.lines[-1]
    near = first.at - last.at <= NEAR and first.heading == last.heading
    history = missing.is_problem(first.text) and not near  # what was before is told first, or not
    answers = first.heads and worth.ANSWER.match(first.heading)
    joined = missing.joins(first, last, roots(first.text) if answers else known)
    return joined and (near or first.heads) and not history


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
    if line.leans or line.dangles or missing.unknown(line.text, told | topic | KNOWN):
        return 0.0
    if line.ours or missing.looks_back(line.text) or missing.promises(line.text):
        return 0.0
    if missing.mends_it(line.text) or missing.is_meant(line.text):
        return 0.0
    if brings_several(line.item.title) and missing.THIS_ONE.match(line.text):
        return 0.0  # of which of its flaws, says the heading that is not printed
    near = any(line.heading == one.heading and abs(line.at - one.at) <= BESIDE for one in printed)
    if held and len(held & told) >= REPEATS * len(held):
        return 0.0
    if len(held & (told | topic)) < (MEETING if near else FAR_MEETING):
        return 0.0
    return worth.telling(line) - QUOTED - (0.0 if near else FAR)


def _advice(line: Line) -> float:
    """Advice of the story itself that names what it is about, to readers who know it."""
    opening = " ".join(line.text.split()[:3])
    if not orders.advises(line) or re.search(
        r"\b(?:their|its|this|these)\b", opening, re.IGNORECASE
    ):
        return 0.0
    if not worth.names(line) or orders.STEP.search(line.text) or orders.BOTH.match(line.text):
        return 0.0
    if orders.STEP_LABEL.search(line.text) or worth.MOTIVE.match(line.heading):
        return 0.0
    if orders.is_order(line.text) and line.text.split()[0].lower() not in orders.ADVISABLE:
        return 0.0  # an entry of a list, or a name: `Fix the order`, `Discover corrects`
    if OPTIONS.search(line.heading) or missing.is_undecided(line.before):
        return 0.0  # one of several ways that a proposal weighs
    if line.sums or worth.SUMMARY.match(line.heading):
        return 0.0  # an abstract in the imperative says what is proposed
    return 1.0 + worth.telling(line) + (0.4 if orders.is_order(line.text) else 0.0)


def tells(
    items: Sequence[EvidenceItem], said: Iterable[frozenset[str]] = (), day: str = "", now: str = ""
) -> float:
    """How well a section can be made of a lead document: 0 where none can, 1 from WELL on."""
    if not items:
        return 0.0
    found = tell(lines(items), allowed=items[0].quote_limit, said=said, day=day, angle=Angle(now))
    if found and found.takes_back:
        return 1.0
    if found is None or found.size < LEAST or found.words < LEAST_SHORT:
        return 0.0
    late = LATE if found.worth >= LOST else 0.0
    if found.words < LEAST_WORDS:
        return SOMEHOW if found.worth >= WELL else late
    if found.worth < UNTOLD and not says_little_more(items[0]):
        return late
    return 1.0 if found.worth >= WELL else SOMEHOW
