"""The sentence of a story that opens the edition, kept back from its section.

Enter: the lines of a document. Leave: how its section is told, and the line that it gives up for the
lede, so that nothing is printed twice and its source's limit holds; none where a document has no
sentence to spare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.compose.extractive import earlier, meetings, missing, telling, worth
from pipeline.compose.extractive.headings import statement
from pipeline.compose.extractive.headings.flaws import exposes, is_of_a_flaw
from pipeline.compose.extractive.headings.headline import LABELLED
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.headings.titled import (
    brings_several,
    defines,
    is_definition,
    presents,
    titled,
)
from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.compose.extractive.lines.asides import ANNOUNCED
from pipeline.compose.extractive.missing import KNOWN, OUTCOMES
from pipeline.compose.extractive.point import gravity, introduced, is_of_others
from pipeline.compose.extractive.runs import alike, stands
from pipeline.compose.extractive.value import HARM, coded, tires
from pipeline.compose.extractive.worth import orders
from pipeline.compose.extractive.worth.harm import harms
from pipeline.records import Section, Story
from pipeline.text.printable import is_field
from pipeline.text.printable.clause import roots
from pipeline.text.words import terms

WORDS = (6, 36)  # of the sentence that opens an edition
LONGER = 12  # words that a line may have beyond those which says what a flaw lets others do
TRIED = 6  # sentences without which the first section is told by way of trial
SAME = 4  # words more in which two lines name one version that mends a flaw
LEFT = 18  # words that its section has to keep
# What a section may lose by it; it reads as torn below TORN, and what it is worth beyond WHOLE, a plain
# run that says what is new, counts for less than the lede. Chosen by reading the ledes of twenty days.
SAYS, LOSES, TORN, WHOLE = 1.5, 3.0, -1.0, 3.0
KEPT = 0.5  # of its words that a section has to keep: what leaned on the sentence went with it
BESIDE = 0.5  # of what a line tells that does not name its subject
LABEL, GIVEN = 24, 0.5  # characters before an item of a list; lost by a section that gives its last
# A section whose lede took the line that presents its subject: what its next line has to tell; what it loses
RESULT, UNNAMED = 0.8, 1.0
OPENED = 1.5  # lost by a section that gives up the line which it begins with
SOON = 2  # lines behind the one that names a flaw, which say what comes of it
SPARED = 1  # words of its title that the section of another story than the first may do without
LOSES_APART = 1.0  # the same for a section of another story, which does not stand under the lede
PLAIN = 0.3  # what a sentence has to tell to open an edition
PRESENTED, SUMS, EARLY = 1.0, 0.8, 0.5
MENDED = 0.6  # of a line that names the version in which a flaw is no more
HARMLESS = 0.6  # lost by a line of a flaw that does not say what it lets others do
NAMES = 0.25  # for each of two words of the title
REPEATS, ADDS = 0.8, 3  # lost by fewer content words than that beside the title's
# Lost by a line that says the headline again: so much of a title of so many words.
HEADLINE, TITLED, SAID = 1.5, 5, 0.75
OURS, PROBLEM = 0.4, 0.8  # lost by `we` that announces nothing, and by what tells of a want
DEFINED, HISTORY = 0.8, 0.4  # by what a thing is, and by what another did before
SAID_EARLY = 14  # lines, one of which may begin with the name of its thing and tell of no change
LABELLED_SO = 0.6  # lost by `Faster joins: ...`, a sentence that its source labels
STAYS = 0.8  # by what says what did not change, or what was before
STRANGE = 0.5  # lost for a definite noun that only the section introduces
ADDRESS = 1.0  # for an address or a name of code in it
# What leads up to an announcement, and the announcement.
LEADS_UP = re.compile(
    r"(?:(?:To|In|With|For|By|On|Over|Alongside|Today|Now|So|That is why|This is why)\b[^,;:]{0,80},?|(?:As|Because|When|While|After|Since)\b[^,;:]{0,80},) "
    r"(?=we(?: are|['’]re| have|['’]ve)?(?: \w+ly)? (?:introduc|announc|propos|present|releas|launch|enabl|deprecat|built|open-sourc|improv|reduc|add|replac|remov|ship|rewr)\w*"
    r"\b.*[A-Z])"
)
ANNOUNCED_BY = 8  # words that it needs by itself
# Says what ought to be, or what anything may do: no news.
NORM = re.compile(
    r"^(?:If|When|Your|You)\b|\b(?:should|ought to|may not|might|need(?:s)? to|does not mean|here)\b|\bcan (?:create|make|help|be difficult)\b"
)
# Says that a text is there, and not what stands in it.
OUTLINES = re.compile(
    r"^(?:This|The) (?:RFC|KEP|document|proposal|design|doc|explainer)\b[^.;]{0,40}\b(?:outlines?|describes?|discusses|covers|explains)\b"
)
# Sets beside another what a reader of the lede has not read of.
LIKENS = re.compile(
    r"\b(?:identical|similar|equivalent|analogous|comparable|related) to\b|\bgood (?:model|example)\b|\b(?:same|like) as\b",
    re.IGNORECASE,
)
FLAWED = re.compile(r"vulnerability|flaw|bug|attack|campaign", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with what its section prints, and the lines it left."""

    story: Story
    section: Section
    told: meetings.StorySide
    pool: tuple[Line, ...]
    opening: Line | None = None  # what is kept back of it for the lede
    disputed: bool = False  # whether it prints what speaks against it


def kept_back(
    pool: Sequence[Line],
    room: int,
    known: tuple[tuple[frozenset[str], ...], str, str],
    *,
    first: bool = True,
) -> tuple[telling.ToldLines | None, Line | None]:
    """How a story is told in so many words, and the sentence that its section gives up for
    the lede; None for that where the section would read torn without any. That of another than the
    first stands far from the lede, and has to do without it.

    known: what recent briefs printed, the day of the edition, and what the document says otherwise
    than it did.
    """
    said, day, now = known
    whole = telling.tell(pool, allowed=room, said=said, day=day, angle=telling.Angle(now))
    if whole is None or whole.takes_back or whole.is_list:
        return whole, None  # of a list every item is a thing of its own
    tried: list[_Trial] = []
    for spare in _spare(whole, pool, day):
        tried = tried or _tried(whole, (pool, spare), room, known, first=first)
    if not tried:
        return whole, None
    best = max(tried, key=lambda one: one[:2])
    return best[2], best[3]


_Trial = tuple[
    float, int, telling.ToldLines, Line
]  # worth, order, the section, its line for the lede


def _tried(
    whole: telling.ToldLines,
    lines: tuple[Sequence[Line], Sequence[Line]],
    room: int,
    known: tuple[tuple[frozenset[str], ...], str, str],
    *,
    first: bool,
) -> list[_Trial]:
    """The section without each line that may open the edition. lines: of the document, and those of them
    that the lede may have."""
    (pool, spare), (said, day, now) = lines, known
    tried: list[_Trial] = []
    for weight, line in _openings(earlier.fresh(spare, said, day), day, room)[:TRIED]:
        angle = telling.Angle(now, line.text if first else "")
        left, less = _without(line, pool), room - line.size
        rest = telling.tell(left, allowed=less, said=said, day=day, angle=angle)
        if rest and _is_enough(rest, whole, first) and _tears(rest, pool) <= _tears(whole, pool):
            kept = min(WHOLE, rest.worth + _harm_given(line, rest, first)) - UNNAMED * _hangs(
                rest, whole
            )
            kept -= OPENED * (line.start == whole.lines[0].start)
            tried.append((kept + SAYS * weight, -line.at, rest, line))
    if first and not tried:
        tried += _spared(whole, spare, day, room)
    return tried


def _harm_given(line: Line, rest: telling.ToldLines, first: bool) -> float:
    """What a section does not lose that says nothing of what its flaw lets others do: the lede above it does."""
    given = first and is_of_a_flaw(line) and harms(line.text)
    return HARM if given and not any(harms(one.text) for one in rest.lines) else 0.0


def _spare(whole: telling.ToldLines, pool: Sequence[Line], day: str) -> Iterator[Sequence[Line]]:
    """The lines that the lede may have: first without the one that the headline states, where the title
    names a release and says nothing of it; all where another line can head the section too."""
    little = statement.says_little(pool[0].item)
    heads = statement.stated(whole.lines, pool, day) if little else []
    heads = [one] if (one := statement.filed(pool)) else heads
    if heads and worth.FLAW.search(heads[0].text):
        said = heads[0].line
        yield [line for line in pool if said.at < line.at <= said.at + SOON]
        pool = [line for line in pool if not is_of_a_flaw(line)]  # one flaw is none for another
    yield [line for line in pool if not heads or line.at != heads[0].line.at]
    if len(heads) > 1:
        yield pool


def _spared(
    whole: telling.ToldLines, pool: Sequence[Line], day: str, room: int
) -> Iterator[_Trial]:
    """The section, whole or without its quote or its last sentences, with a line that it does not print
    and may open the edition: the others are told as they would be anyhow."""
    lines, topic = whole.lines, introduced(pool[0])
    ends = len(lines) > telling.LEAST and lines[-1].kind == "sentence"
    shorter = [whole, *([replace(whole, quote=None)] if whole.quote else [])]
    if brings_several(pool[0].item.title):  # each of its changes is a thing of its own
        shorter += [
            replace(whole, lines=lines[:at] + lines[at + 1 :]) for at in range(1, len(lines))
        ]
    if ends:
        shorter += [replace(whole, lines=lines[:-less], quote=None) for less in (1, 2)]
    for rest in shorter:
        cut = not rest.lines or rest.lines[-1].introduces
        if cut or rest.size < telling.LEAST or rest.words < LEFT:
            continue
        known = topic.union(*(roots(line.text) for line in rest.lines))
        printed = [one for one in (*rest.lines, rest.quote, rest.advice) if one]
        for line in pool:
            new = not any(line.at == one.at or alike(line.stems, one.stems) for one in printed)
            if new and line.size <= min(WORDS[1], room - rest.words):
                weight = _weight(line, pool, day) or BESIDE * _beside(line, known, day)
                if weight > 0:
                    worth = whole.worth - GIVEN * (whole.size - rest.size)
                    yield min(WHOLE, worth) + SAYS * weight, -line.at, rest, line


def _beside(line: Line, known: frozenset[str], day: str) -> float:
    """How well a line opens the edition that does not name its subject and stands beside what does."""
    dated = missing.of_its_day(line, day) or missing.says_today(line, day)
    plain = line.kind == "sentence" and line.size >= WORDS[0] and stands(line) and not line.ours
    lone = line.leans or line.dangles or missing.promises(line.text)
    lone = lone or orders.speaks_to_reader(line)
    if dated or lone or not plain or missing.unknown(line.text, known | KNOWN - OUTCOMES):
        return 0.0
    if missing.takes_up(line.text) or NORM.search(line.text) or _is_one_of(line):
        return 0.0
    if worth.reserves(line.text) or LIKENS.search(line.text):
        return 0.0
    if is_of_a_flaw(line) and not harms(line.text):
        return 0.0
    told = worth.happens(line) - worth.poor(line) - coded(line) - tires(line) - PLAIN
    return told if told >= PLAIN and "::" not in line.text else 0.0


def _openings(pool: Sequence[Line], day: str, room: int) -> list[tuple[float, Line]]:
    """The lines that may open an edition, and how well, best first."""
    found = [
        (weight, line)
        for line in map(_announcing, pool)
        if line.kind == "sentence"
        and line.size <= min(WORDS[1] + LONGER * bool(exposes(line, day)), room - LEFT)
        and (weight := _weight(line, pool, day)) > 0
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].at))


def _announcing(line: Line) -> Line:
    """A line from `we introduce Kestrel` on, where what stands before it leads up to that from lines
    which the lede does not print: `To resolve this, we introduce Kestrel ...`."""
    cut = LEADS_UP.match(line.text)
    if not cut or line.kind != "sentence" or line.item.text[line.start : line.end] != line.text:
        return line
    text = line.text[cut.end() :]
    if len(text.split()) < ANNOUNCED_BY:
        return line
    return replace(
        line, start=line.start + cut.end(), text=text, flows=True, leans=False, dangles=False, alone=1.0,
        sums=True, stems=frozenset(terms(text)),
    )  # fmt: skip


def _weight(line: Line, pool: Sequence[Line], day: str) -> float:
    """How well a line opens the edition; 0: not."""
    told = sums_up(line, pool[0], day) if line.size >= WORDS[0] and stands(line) else 0.0
    if line.item.subject and not worth.FLAW.search(line.text):
        told = 0.0  # of how a thing works that has a flaw
    if is_of_a_flaw(line) and not harms(line.text):
        told = max(0.0, told - HARMLESS)
    return max(told, MENDED if _mends(line, pool) else 0.0, exposes(line, day))


def _without(line: Line, pool: Sequence[Line]) -> list[Line]:
    """What is left when a line, and all that says the same, is kept back; the gist is told with it."""
    mends = worth.mends(line)
    left = [replace(one, sums=False) for one in pool] if line.sums else pool
    return [
        _moved_up(one, line)
        for one in left
        if one.at != line.at
        and not alike(one.stems, line.stems)
        and not (mends and worth.mends(one) and one.size <= line.size + SAME)
    ]


def _moved_up(one: Line, kept: Line) -> Line:
    """What stands under a line that is kept back goes on from the one above it: `Furthermore, the
    crate ...`; not where it points at the line itself."""
    under = one.at > kept.at and one.kind == "sentence" and one.heading == kept.heading
    points = one.at == kept.at + 1 and missing.ANSWERS.match(one.text)
    return replace(one, at=one.at - 1) if under and not points else one


def _is_enough(rest: telling.ToldLines, whole: telling.ToldLines, first: bool) -> bool:
    """Whether the section can be printed so: that of the first story under the lede; another says
    itself what its title is about, where it did."""
    if first:
        least = max(TORN, min(telling.WELL, whole.worth - LOSES))
        told = is_of_a_flaw(rest.lines[0]) and any(harms(line.text) for line in rest.lines)
        least = min(least, 0.0) if told else least
    else:
        least = max(telling.WELL, min(WHOLE, whole.worth) - LOSES_APART)
    full = rest.size >= telling.LEAST and rest.words >= max(LEFT, KEPT * whole.words)
    begun, begins = rest.lines[0], whole.lines[0]
    full = full and worth.poor(begun) <= worth.poor(begins)
    full = full and not (_hangs(rest, whole) and (worth.telling(begun) < RESULT or not first))
    says = first or _names(rest.lines) >= _names(whole.lines) - SPARED
    says = says and (first or begun.at <= begins.at + 1 or rest.worth >= whole.worth)
    return full and says and rest.worth >= min(least, whole.worth)


def _tears(told: telling.ToldLines, pool: Sequence[Line]) -> int:
    """How often a section breaks off, a line that is kept back counted as one that it leaves out."""
    places = {(line.item.n, line.start): line.at for line in pool}
    found = [places.get((line.item.n, line.start), line.at) for line in told.lines]
    return sum(two - one != 1 for one, two in pairwise(found))


def _hangs(rest: telling.ToldLines, whole: telling.ToldLines) -> bool:
    """Whether a section would no longer begin with the line that presents its subject, which it had."""
    begins = whole.lines[0]
    return (presents(begins) or begins.sums) and not presents(rest.lines[0])


def _names(lines: Sequence[Line]) -> int:
    """How many words of their title lines come to."""
    item = lines[0].item
    names, _ = titled(item.title, product(item.source_title))
    return len(names & frozenset().union(*(roots(line.text) for line in lines)))


def sums_up(line: Line, first: Line, day: str) -> float:
    """How well a line says what a story comes to, to who has read its headline alone; 0: not."""
    topic = introduced(first)
    names, coined = titled(first.item.title, product(first.item.source_title))
    held = roots(line.text)
    flaw = worth.FLAW.search(first.item.title)
    named = held & (coined or names or topic) or line.at < worth.EARLY
    if (
        not named
        or line.leans
        or line.dangles
        or missing.of_its_day(line, day)
        or missing.says_today(line, day)
    ):
        return 0.0
    made = ANNOUNCED.search(line.text) or worth.BRINGS.search(line.text) or defines(line)
    if worth.happens(line) <= 0 and not (
        line.sums or (presents(line) and (made or line.at <= SAID_EARLY))
    ):
        return 0.0  # names it, and says nothing new of it
    if missing.takes_up(line.text) or NORM.search(line.text) or _is_one_of(line):
        return 0.0
    if missing.is_meant(line.text) or OUTLINES.search(line.text):
        return 0.0
    if missing.promises(line.text) or worth.PLATITUDE.search(line.text):
        return 0.0
    if orders.speaks_to_reader(line):
        return 0.0
    if LIKENS.search(line.text) or (worth.CAVEAT.search(line.text) and not flaw):
        return 0.0
    told = worth.happens(line) - coded(line) - tires(line) - PLAIN
    told += gravity(line) if brings_several(first.item.title) else 0.0
    told += PRESENTED * (presents(line) and not (defines(line) and told <= 0))
    told -= DEFINED * is_definition(line.text) + HISTORY * is_of_others(line)
    told += SUMS * line.sums + (EARLY if line.at < worth.EARLY else 0.0)
    told -= LABELLED_SO * bool(LABELLED.match(line.text))
    told += NAMES * min(2, len(held & names)) - REPEATS * (len(held - topic) < ADDS)
    titles = roots(first.item.title)
    told -= HEADLINE * (len(titles) >= TITLED and len(held & titles) >= SAID * len(titles))
    told -= STRANGE * len(missing.unknown(line.text, topic | KNOWN - OUTCOMES))
    told -= STAYS * bool(worth.SAME_AS_EVER.search(line.text) or worth.BEFORE.match(line.text))
    told -= OURS * (line.ours and not _announces(line))
    told -= PROBLEM * (missing.is_problem(line.text) and not flaw)
    return max(0.0, told - (ADDRESS if "::" in line.text or "://" in line.text else 0.0))


def _is_one_of(line: Line) -> bool:
    """Whether a line speaks of `the vulnerability` under a title that names none, or several."""
    subject = SUBJECT.match(line.text)
    flaw = worth.FLAW.search(line.item.title)
    return bool(subject and FLAWED.search(subject[0]) and not (flaw or line.item.subject))


def _announces(line: Line) -> bool:
    """`We are enabling ...`: what a source does is said by itself, in quotation marks."""
    return bool(line.sums or ANNOUNCED.search(line.text) or worth.BRINGS.search(line.text))


def _mends(line: Line, pool: Sequence[Line]) -> bool:
    """What the title of an advisory leaves open, in the words of its document: the version that mends it."""
    flaw = worth.FLAW.search(pool[0].item.title) and not is_field(
        line.text
    )  # the label has a field
    plain = line.flows and not (line.leans or line.ours or line.introduces)
    plain = plain and not orders.is_order(line.text)
    return bool(flaw and plain and worth.mends(line))
