"""Lines that follow one another in their document, and what a choice of them is worth together.

Enter: the lines of one document. Leave: runs, each of which a reader can take up where it starts,
and the value of a choice of runs: what its lines tell, whether it reaches what changed, how often
it breaks off, and how many definite nouns in it nothing has introduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.headings.headline import product
from pipeline.compose.extractive.headings.titled import (
    defines,
    initials,
    presents,
    titled,
)
from pipeline.compose.extractive.lines import Line, is_aside
from pipeline.compose.extractive.missing import KNOWN, OUTCOMES
from pipeline.compose.extractive.point import (
    LEAST_REACHED,
    Whole,
    happened,
    is_background,
    passed,
    pointless,
    reaches,
)
from pipeline.text.printable import model
from pipeline.text.printable.clause import clause, form, roots

MOST = 5  # sentences of a section; the items of a list count together as two
BULLETS = 4
ITEM_WORDS = 32  # of an item under the line that introduces it
OURS_BY = 4  # lines in which a page may say `we`: `Today we release Kestrel 4.2`
HEAD, FIRST = 1, 0.05  # the first lines of a document follow its title, and may lean on it
LOOSE = 0.2  # printable score that does for a line which names its subject, under its title
FOLLOWS = 0.05  # the same for what was done, where another line opens the section
ALIKE, WITHIN = 0.5, 0.65  # overlap of content words from which two statements are one
ASIDE = re.compile(r"\s*\([^)]*\)")
INTRODUCES = 5  # words that a line needs to introduce a list
CLAUSE = 7  # words from which an item of a list is a sentence of its own
LABELLED = re.compile(r"[^:.]{3,48}: ")
CODE = re.compile(r"\w[._:/]\w|[a-z][A-Z]|[(){}=<>_]")
FEW = 5  # content words below which being within another is chance

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
NEAR = 3  # lines
ITEM = 0.7  # of what an item of a list tells counts in prose
ADVICE = 0.5  # advice has a place of its own
LATE, FAR = 0.15, 0.02  # lost for each of the first ten lines passed over, and of the next thirty
TIRING, TIRED = 28, 0.03  # words from which a sentence tires, and what each more costs
DEFINES = 0.5  # the line that says what the thing is
STOPS = 1.6  # a section that stops before what its last line leads up to
WANTS = 0.5  # one that ends on what was wrong, not on what came of it
UNSUMMED = 2.4  # a choice without the line that its document calls the gist
CUT = 0.5  # a run that ends before its paragraph does
AGAIN, UNCOUNTED = 0.5, 2.5  # of an item told before it; `the extracted 12`, of which nothing was
PAST, LISTED = 0.3, 0.5  # a line on what was before; a list far from what opens the section
OURS = 0.35  # a line that speaks as `we`
CODED, CODES = 0.15, 3  # lost for every name of code beyond so many in a line
COVERS = 0.4  # lost by naming nothing of what the title names, and again where the document does
COVERED, OFFERED = 3, 4  # words of it that are enough
MISSES = 0.9  # lost by a section that never comes to the thing its title names
PRESENTS = 1.0  # one that says what was made: `we introduce Kestrel`, `Kestrel 4.2 adds`
UNPRESENTED = 1.3  # one that does not, where a line of its document does
ABOVE = 0.7  # of all this where the lede has told it


@dataclass(frozen=True, slots=True)
class LineRun:
    """Lines one after the other; `lines[0]` can be read without what stands before it."""

    lines: tuple[Line, ...]

    @property
    def words(self) -> int:
        return sum(line.size for line in self.lines)

    @property
    def sentences(self) -> int:
        bullets = sum(line.kind == "bullet" for line in self.lines)
        return len(self.lines) - bullets + min(2, bullets)

    @property
    def place(self) -> int:
        return self.lines[0].at


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two statements, by their content words, are one."""
    return bool(one and other) and len(one & other) >= ALIKE * len(one | other)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether of two statements in one section the second adds too little."""
    least = min(len(one), len(other))
    return same(one, other) or (least >= FEW and len(one & other) >= WITHIN * least)


def stands(line: Line) -> bool:
    """True for a line that a reader of the section, who knows its document's title, understands."""
    if not line.flows or line.introduces or worth.is_fragment(line.text):
        return False
    if line.ours and line.at > OURS_BY:
        return False
    if line.kind == "bullet" and not (_is_clause(line.text) and line.text[-1] in ".!"):
        return False  # beside prose it would run on
    if line.alone >= model().threshold:
        return not missing.points_back(line.text)
    loose = FIRST if line.at <= HEAD and line.heads else LOOSE
    return line.alone >= loose and not line.leans and not missing.points_back(line.text)


def may_follow(line: Line) -> bool:
    """True for a line that heads a paragraph and says what was done or came of it, where another opens
    the section: what it leans on is known by then."""
    if not (line.kind == "sentence" and line.heads and line.flows) or line.introduces:
        return False
    back = missing.leans_on(line.text) or missing.points_back(line.text)
    said = worth.ANSWER.match(line.heading) or reaches(line)
    return bool(said) and line.alone >= FOLLOWS and not (back or missing.promises(line.text))


def _is_clause(text: str) -> bool:
    """True for an item of a list that is a sentence of its own, and no `identity that lets ...`."""
    found = clause(ASIDE.sub("", text))
    if LABELLED.match(text):
        return False  # `Version lag: ...` is one of several, and wants the others
    if found.verb < 1 or len(found.words) < CLAUSE or not text[0].isupper():
        return False
    kind, whole = form(found.body[found.verb]), text.endswith(".")
    if kind not in ("aux", "3sg") and not (whole and kind == "past"):
        return False
    return not {"that", "which", "who", "to"} & set(found.body[: found.verb])


def runs(lines: Sequence[Line], words: int) -> Iterator[LineRun]:
    """Every run of at most MOST sentences and so many words."""
    by_place = {line.at: line for line in lines}
    for line in lines:
        if line.introduces:
            listed = listing(line, by_place, words)
            if listed and sum(one.size for one in listed) <= words:
                yield LineRun(listed)
        if stands(line) or may_follow(line):
            yield from _from(line, by_place, words)


def _from(first: Line, by_place: dict[int, Line], words: int) -> Iterator[LineRun]:
    """The line alone, and with one to three of those after it."""
    held = [first]
    while sum(one.size for one in held) <= words and len(held) <= MOST:
        yield LineRun(tuple(held))
        last = held[-1]
        following = _next(last, by_place)
        if following is None or following.heading != first.heading or following.kind != last.kind:
            return
        if following.introduces:
            listed = listing(following, by_place, words - sum(one.size for one in held))
            listed = listed and untold(listed, held)
            whole = LineRun((*held, *listed)) if listed else None
            if whole and whole.words <= words and whole.sentences <= MOST:
                yield whole
            return
        if not following.flows or worth.is_order(following.text):
            return
        if following.kind == "bullet" and not stands(following):
            return
        if any(alike(following.stems, one.stems) for one in held):
            return
        held.append(following)


def _next(last: Line, by_place: dict[int, Line]) -> Line | None:
    """The line after another, past talk of the page where what comes then can be read without that."""
    following = by_place.get(last.at + 1)
    if following is None or following.flows or following.introduces or following.kind == "bullet":
        return following
    for at in range(last.at + 2, last.at + 2 + NEAR):
        line = by_place.get(at)
        if line is None or line.kind == "bullet" or line.introduces:
            return None
        if stands(line) and not (line.leans or missing.leans_on(line.text)):
            return line
    return None


def listing(line: Line, by_place: dict[int, Line], words: int = 10**6) -> tuple[Line, ...] | None:
    """A line that ends in a colon with the first items of its list, as many as there is room for; none
    where a listing or a heading stands between them."""
    at = line.at + 1
    if line.size < INTRODUCES or at not in by_place or not _hangs_on(by_place[at], line):
        return None
    items: list[Line] = []
    while at in by_place and by_place[at].kind == "bullet" and len(items) < BULLETS:
        items.append(by_place[at])
        at += 1
    sound = [one for one in items if one.flows and 3 <= one.size <= ITEM_WORDS]
    while len(sound) > 2 and line.size + sum(one.size for one in sound) > words:
        sound.pop()
    pointing = worth.POINTING.search(line.text) or (line.leans and not line.ours)
    pointing = pointing or is_aside(line.text)
    return (line, *sound) if len(sound) >= 2 and not pointing else None


def _hangs_on(first: Line, line: Line) -> bool:
    """Whether the first item of a list stands under a line with nothing between the two."""
    between = line.item.text[line.end : first.start] if first.item.n == line.item.n else ""
    return first.heading == line.heading and len(between.split()) <= 1  # the mark of the item


def untold(listed: tuple[Line, ...], told: Sequence[Line]) -> tuple[Line, ...] | None:
    """A list without the items that the prose before it told; None where fewer than two are left."""
    head, *items = listed
    said = frozenset[str]().union(*(roots(one.text) for one in told))
    new = [one for one in items if len((held := roots(one.text)) & said) < AGAIN * len(held)]
    return (head, *new) if len(new) > 1 else None


def meets(run: LineRun, chosen: Sequence[Line]) -> bool:
    """Whether a run can be printed beside the chosen: none of their lines, and nothing said twice."""
    return not any(
        line.at == other.at or alike(line.stems, other.stems)
        for line in run.lines
        for other in chosen
    )


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
    found += _in_one_piece(lines, whole)
    return found + _joints(lines, topic, whole) - _strange(lines, topic) - _stops(lines, whole)


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
    if any(presents(line) for line in lines):
        found += PRESENTS
    elif whole and whole.presented:
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
    if whole.summed and not any(line.sums for line in lines):
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
    told = worth.telling(line) - ADVICE * worth.advises(line)
    told -= PAST if missing.is_problem(line.text) else 0.0
    told = ITEM * (told - worth.inward(line)) if line.kind == "bullet" else told
    return max(-1.0, min(2.6, told)) + (DEFINES if defines(line) else 0.0)
