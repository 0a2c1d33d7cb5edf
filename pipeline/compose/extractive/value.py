"""What a choice of runs is worth to a reader who has read the headline.

Enter: lines of one document, and what it has beside them. Leaves: what they tell, whether they reach
what changed, how often they break off, and how many definite nouns in them nothing has introduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.headings.titled import (
    defines,
    initials,
    presents,
    titled,
)
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.missing import KNOWN, OUTCOMES
from pipeline.compose.extractive.point import (
    LEAST_REACHED,
    Whole,
    changes_something,
    happened,
    is_background,
    is_of_a_flaw,
    passed,
    pointless,
    reaches,
)
from pipeline.compose.extractive.runs import NEAR
from pipeline.compose.extractive.worth import orders
from pipeline.compose.extractive.worth.harm import harms, is_beside
from pipeline.text.printable.clause import roots

CODE = re.compile(r"\w[._:/]\w|[a-z][A-Z]|[(){}=<>_]")
# What a choice gains and loses, chosen by reading twenty days of editions over public sources.
LINE = 0.1  # a line has to tell more than that to earn its place
SHORT = {1: 2.2, 2: 1.0, 3: 0.25}  # lost by so few lines: a section of one sentence is no story
HEADS = 0.25  # a run that begins a paragraph
FALLING = (1.0, 0.9, 0.7, 0.5, 0.4)  # of the telling of the best line, the second best ...
REACHED = 0.5  # for the best line of a choice once more: a section gets to what changed
UNREACHED = 1.0  # what is lost where the best line tells less than it has to
JOINED, SKIPPED = 0.6, 0.35  # next to one another; one or two lines of a section left out
BROKEN, FOREIGN = 1.6, 1.0  # a new run; one on something else
# Three sentences that stand in one piece and come to the point; those that their document begins with, which
# say by name what it is about. At 0.7 figures from far below were still told in their place on three of ten days.
PIECE, ONE_PIECE, OPENS_WITH = 3, 1.5, 2.5
PAIR, PAIRED = 1.6, 34  # two that open and say what the thing is, of so many words
NAMED = 2  # words of its title in the line that it opens with
NEAR_TOP = 20  # lines of a document in which such a piece may be what it is about without saying so
STRANGE, STRANGE_FIRST = 0.35, 1.2  # a definite noun that nothing introduced
ITEM = 0.7  # of what an item of a list tells counts in prose
ADVICE = 0.5  # advice has a place of its own
LATE, FAR = 0.15, 0.02  # lost for each of the first ten lines passed over, and of the next thirty
TIRING, TIRED = 28, 0.03  # words from which a sentence tires, and what each more costs
DEFINES = 0.5  # the line that says what the thing is
STOPS = 1.6  # a section that stops before what its last line leads up to
WANTS = 0.5  # one that ends on what was wrong, not on what came of it
UNSUMMED = 2.4  # a choice without the line that its document calls the gist
CUT = 0.5  # a run that ends before its paragraph does
UNCOUNTED = 2.5  # `the extracted 12`, of which nothing was told before it
PAST, LISTED = 0.3, 0.5  # a line on what was before; a list far from what opens the section
OURS = 0.35  # a line that speaks as `we`
CODED, CODES = 0.15, 3  # lost for every name of code beyond so many in a line
COVERS = 0.4  # lost by naming nothing of what the title names, and again where the document does
COVERED, OFFERED = 3, 4  # words of it that are enough
MISSES = 0.9  # lost by a section that never comes to the thing its title names
PRESENTS = 1.0  # one that says what was made: `we introduce Kestrel`, `Kestrel 4.2 adds`
UNPRESENTED = 1.3  # one that does not, where a line of its document does
# Of a flaw: gained by a section that says what it lets others do, lost for a line that tells
# of neither, and more told by a line that says it
HARM, BESIDE, HARMS = 2.4, 1.5, 0.5
ABOVE = 0.7  # of all this where the lede has told it


def value(chosen: Iterable[Line], topic: frozenset[str], whole: Whole | None = None) -> float:
    """What a choice of lines, in their order, is worth to a reader who has read the headline.

    whole: the document they are taken from, to see what the choice leaves out.
    """
    lines = sorted(chosen, key=lambda line: line.at)
    tells = sorted((_tells(line) for line in lines), reverse=True)
    found = sum(
        (share if told > 0 else 1.0) * told for share, told in zip(FALLING, tells, strict=False)
    )
    found += REACHED * min(2.0, tells[0]) - LINE * len(lines)
    found -= UNREACHED if tells[0] < LEAST_REACHED else 0.0
    found -= SHORT.get(len(lines), 0.0) + OURS * sum(line.ours for line in lines)
    found -= sum(tires(line) + worth.chats(line) for line in lines)
    found += _covers(lines, topic, whole)
    found -= LATE * min(10, lines[0].at) + FAR * max(0, min(30, lines[0].at - 10))
    found -= pointless(lines, whole)
    found += _flawed(lines)
    found += _in_one_piece(lines, whole)
    return found + _joints(lines, topic, whole) - _strange(lines, topic) - _stops(lines, whole)


def _flawed(lines: Sequence[Line]) -> float:
    """What lines of a flaw's document gain and lose by what they say of the flaw."""
    if not is_of_a_flaw(lines[0].item):
        return 0.0
    beside = sum(is_beside(line) for line in lines)
    return HARM * any(harms(line.text) for line in lines) - BESIDE * beside


def _tells_the_flaw(lines: Sequence[Line]) -> bool:
    """Whether lines neither begin nor end on what is beside a flaw, hold one such line at most, and two of
    them say what it lets others do."""
    told = len(lines) >= PIECE or any(harms(line.text) for line in lines)
    ends = is_beside(lines[0]) or is_beside(lines[-1])
    return told and not ends and sum(map(is_beside, lines)) < 2


def _covers(lines: Sequence[Line], topic: frozenset[str], whole: Whole | None) -> float:
    """Whether the lines come to what their title names, and say that it was made or changed; where
    the lede above does (a reader knows more than the title), that weighs less. What their document
    says of it and they leave out weighs more than what it never says."""
    title, publisher = lines[0].item.title, product(lines[0].item.source_title)
    names, coined = titled(title, publisher)
    if not names:
        return 0.0
    share = ABOVE if topic - roots(title) - roots(publisher) else 1.0
    told = frozenset[str]().union(*(roots(line.text) for line in lines))
    found = _lacks(names, told, COVERED)
    offered = names & whole.offered if whole else frozenset[str]()
    found += _lacks(offered, told, OFFERED) if offered else 0.0
    lost = coined - initials(lines[0].item.title)
    found -= MISSES if not names & told or (lost and not coined & told) else 0.0
    flaw = is_of_a_flaw(lines[0].item)
    if any(presents(line) and not (flaw and is_beside(line)) for line in lines):
        found += PRESENTS
    elif whole and whole.presented and not flaw:
        found -= UNPRESENTED
    return share * found


def _lacks(names: frozenset[str], told: frozenset[str], enough: int) -> float:
    return COVERS * (min(1.0, len(names & told) / min(enough, len(names))) - 1)


@lru_cache(maxsize=4096)
def tires(line: Line) -> float:
    """What a long line costs, and one that is more code than prose."""
    return TIRED * max(0, line.size - TIRING) + coded(line)


def coded(line: Line) -> float:
    """What names of code in a line cost: three are read, ten are not."""
    codes = sum(1 for word in line.text.split() if CODE.search(word))
    return CODED * max(0, codes - CODES)


def _stops(lines: Sequence[Line], whole: Whole | None) -> float:
    """What is lost where a line leads up to what is not printed."""
    held = {line.at for line in lines}
    summed = any(line.sums for line in lines)
    found = UNSUMMED if whole and whole.summed and not summed else 0.0
    following = whole.places if whole else {}
    for line in lines:
        after = following.get(line.at + 1)
        if line.at + 1 in held:
            continue
        if missing.unanswered(line, after):
            found += STOPS
        elif after and after.paragraph == line.paragraph and after.flows and after.kind != "bullet":
            found += CUT
    last = lines[-1]
    told = any(_tells(line) >= LEAST_REACHED for line in lines[1:])
    return found + (WANTS if missing.is_problem(last.text) and not told else 0.0)


def _in_one_piece(lines: Sequence[Line], whole: Whole | None) -> float:
    """What it gains a choice that it goes on from line to line as its document does: nothing that is put
    together reads so well, and no reader asks what one line has to do with the next."""
    if whole is None or not _goes_on(lines, whole) or not any(map(reaches, lines)):
        return 0.0
    if is_background(lines[-1]) or not changes_something(lines):
        return 0.0
    if whole.summed and not any(line.sums for line in lines):
        return 0.0
    if is_of_a_flaw(lines[0].item) and not _tells_the_flaw(lines):
        return 0.0
    said = sum(line.kind == "sentence" and worth.chats(line) < worth.CHATTY for line in lines)
    if said < PIECE - 1:
        return 0.0
    first = lines[0]
    if said < PIECE:
        opens = first.at < worth.EARLY and presents(first)
        return PAIR if opens and sum(line.size for line in lines) >= PAIRED else 0.0
    if first.at > NEAR_TOP and not (first.sums or presents(first)):
        return 0.0
    names, _ = titled(first.item.title, product(first.item.source_title))
    named = len(roots(first.text) & names) >= min(NAMED, len(names))
    comes = any(map(happened, lines)) or sum(map(is_background, lines)) < 2
    opens = first.at < worth.EARLY and named and comes
    return ONE_PIECE + (OPENS_WITH if opens else 0.0)


def _goes_on(lines: Sequence[Line], whole: Whole) -> bool:
    """Whether each line is the next of its document under its heading, talk of the page passed over; the
    first lines go on under the first heading."""
    for before, line in pairwise(lines):
        begun = before.at < worth.EARLY and line.at - before.at == 1
        if not (begun or line.heading == before.heading) or passed(before, line, whole):
            return False
    return len(lines) > 1


def _joints(lines: Sequence[Line], topic: frozenset[str], whole: Whole | None) -> float:
    """How well each line goes on from what is printed before it."""
    named = roots(lines[0].text) | topic
    found = HEADS if lines[0].heads else 0.0
    for before, line in pairwise(lines):
        held = roots(line.text)
        if line.at - before.at == 1:
            found += JOINED
        elif line.heading == before.heading and (left := passed(before, line, whole)) < NEAR:
            found -= SKIPPED if left else 0.0
        elif line.kind != "bullet" or before.kind != "bullet":
            found -= BROKEN - (HEADS if line.heads else 0.0)
            foreign = len(held & named) < 2 and not held & topic
            found -= FOREIGN if foreign else 0.0
            found -= LISTED if line.introduces else 0.0
        named |= held
    return found


def _strange(lines: Sequence[Line], topic: frozenset[str]) -> float:
    """What definite nouns cost that neither the headline nor a line before them introduced."""
    found, known = 0.0, topic
    for at, line in enumerate(lines):
        starts = at == 0 or line.at - lines[at - 1].at != 1
        each = STRANGE_FIRST if starts else STRANGE
        plain = KNOWN - OUTCOMES if at == 0 else KNOWN
        found += each * min(2, len(missing.unknown(line.text, known | plain)))
        before = [line.item.title, *(one.text for one in lines[:at])]
        found += UNCOUNTED * missing.uncounted(line.text, before)
        known |= roots(line.text)
    return found


@lru_cache(maxsize=4096)
def _tells(line: Line) -> float:
    told = worth.telling(line) - ADVICE * orders.advises(line)
    told -= PAST if missing.is_problem(line.text) else 0.0
    told = ITEM * (told - worth.inward(line)) if line.kind == "bullet" else told
    if is_of_a_flaw(line.item) and is_beside(line):
        return max(-1.0, min(0.0, told))
    told += HARMS * (is_of_a_flaw(line.item) and harms(line.text))
    return max(-1.0, min(2.6, told)) + (DEFINES if defines(line) else 0.0)
