"""Documents that bring several things: the items of a list, or one change under each heading.

Enter: the lines of a document. Leave: the lines that tell most of it, in its order. A release's
notes are such a document, and so is a bulletin of several flaws: what a reader looks for in it is
each change in a sentence, and not how the first of them came about. Another announces how many things
it brings and tells each under a heading of its own: a section that would name the number alone is given
the headings of so many things; none where the headings do not come to that number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.headings.headline import LABELLED, release
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.headings.titled import brings_several, presents, titled
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.lines.asides import ANNOUNCED
from pipeline.compose.extractive.lines.entries import is_change, of_part
from pipeline.compose.extractive.missing import KNOWN, NUMBER
from pipeline.compose.extractive.point import explains, gravity, of_no_release
from pipeline.compose.extractive.runs import alike, stands
from pipeline.compose.extractive.value import coded
from pipeline.compose.extractive.worth.harm import harms
from pipeline.records import EvidenceItem
from pipeline.text.numbers import FLAW, WHOLE_VERSION
from pipeline.text.printable.clause import clause, form, roots
from pipeline.text.words import words

ITEMS = 5  # of a document that is a list; headline and lede may take one each
ITEM = (4, 36)  # words
FEW = 3  # items below which those count, too, that say no more than what was done
NAMED = 9  # words of an item that may do without a verb: `RangeStream, large results in parts`
LONG_ITEM = 0.08  # lost by an item of a list for every word beyond sixteen
STATED = 0.5  # of the items of a list, that say something; else it is a list of titles
THERE, EXISTS = re.compile(r"There (?:is|are|was|were|will|has)\b"), 0.6  # lost by such an item
# Of an option that a decision record weighs
ARGUED = re.compile(r"(?:Good|Bad|Neutral), because\b")
ACTED_ON = re.compile(
    r"\b(?:deprecat\w+|remov(?:e|ed|es|al)|no longer|dropp?(?:s|ed)|discontinued|(?:now|by) defaults?|vulnerab\w+)\b",
    re.IGNORECASE,
)
NOTED = re.compile(r"(?:NOTE|Note|N\.B\.|Caution|Tip):? ")
TITLE = 0.6  # lost by an item that is a name and no statement
ROUND, EACH = (3, 4), 0.7  # changes that a document is told by, and what each has to tell
OF_RELEASE = 0.55  # the same for a release: `Kestrel now reads from any replica`
GAIN = 0.5  # how much more than the run they have to tell, so many against as many
# In the heading of a flaw, and what its line gains by that
SEVERE, SEVERELY = re.compile(r"\b(?:critical|high)\b", re.IGNORECASE), 0.8
MENDS = re.compile(
    r"(?:Fix(?:e[sd]|ing)?|Prevent(?:s|ed)?|Avoid(?:s|ed)?|Resolve[sd]?|Correct(?:s|ed)?)\b",
    re.IGNORECASE,
)
MENDED = 0.6  # gained by such an item that mends a crash, a leak or the like
NAMED_SHORT = 7  # words that another has, to say what was wrong
PAPERS = re.compile(
    r"\b(?:docs?|documentation|grammar|typos?|changelog|comments?|guides?|tests?|CI|lint\w*|readme|spelling)\b",
    re.IGNORECASE,
)
# An item that goes on from the line it hangs on: `Several crashes have been fixed:`, `- when shadow roots are nested`.
HANGS = re.compile(
    r"(?:in|on|at|of|for|to|by|with|from|when|where|while|if|after|before|under|during|and|or|but|as|that|which)\b(?-i: [a-z<‘`])"
)
# Over the changes of all versions.
PAGE_OF_CHANGES = re.compile(r"\bchange ?log\b|\breleases$|\brelease notes$", re.IGNORECASE)
# Over the changes of one version: `3.11.1 / 2026-04-07`, `v1.63.0/v0.157.0`.
OF_VERSION = re.compile(rf"(?<![\w.-])(?:[Vv]ersion |Release )?\[?{WHOLE_VERSION}\b")
UNRELEASED = re.compile(r"\b(?:unreleased|next|upcoming)\b", re.IGNORECASE)
HERE = re.compile(r"\bis (?:finally )?(?:here|out)\b")
HARM = 0.6  # for what a flaw lets others do, under the heading of that flaw
NAMED_BY = 0.4  # for each of two words of its title in an item
# Headings under which the notes of a release do not tell what it brings.
SIDE = re.compile(
    r"^(?:known (?:issues?|limitations?)|(?:un)?supported\b|platform support|downloads?\b|checksums?|(?:system )?requirements|prerequisites|install"
    r"|contribut|acknowledg|credits|thanks|sponsors|links|resources|get(?:ting)? (?:started|involved|it)|feedback|communit|assets|artifacts)"
    r"|\b(?:limitations?\b|compatibility$|versions$|modules$|feature sets$|cannot be\b|not supported\b)",
    re.IGNORECASE,
)
SOON = 4  # lines under a heading, one of which says what changed
OPENS = 2  # lines of a document, one of which opens it
NUMBERS = {name: at for at, name in enumerate(NUMBER.split("|"), 2)}
NAMES = {at: name for name, at in NUMBERS.items()}
COUNTS = re.compile(rf"\b({NUMBER})(?= (?:[\w-]+ ){{0,4}}[\w-]+s\b)", re.IGNORECASE)
LONGEST, WORDS = 14, 60  # words of a heading, and of all together
TOLD = 0.7  # of the words of a heading, from which the section tells it
NUMBERED = re.compile(rf"\b(?:{FLAW})\b")
ENUMERATED = re.compile(r"^\d{1,2}[.)] ")


def own(lines: Sequence[Line]) -> list[Line]:
    """The lines of a release without what stands in the notes of every one: known issues, platforms,
    downloads, and without what older versions brought; those of another document as they are."""
    if not (lines and brings_several(lines[0].item.title)):
        return list(lines)
    return [line for line in _of_newest(lines) if not SIDE.search(line.heading)]


def _of_newest(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the heading of a second version, of a page that holds the changes of many: the one
    over its first lines may stand before what a pack holds of it."""
    item, opens = lines[0].item, lines[0].heading
    heads = list(dict.fromkeys(one.heading for one in lines if OF_VERSION.match(one.heading)))
    numbered = [[int(one) for one in re.findall(r"\d+", head)] for head in heads]
    if not PAGE_OF_CHANGES.search(item.title) or OF_VERSION.search(item.title):
        return lines
    if not heads or numbered != sorted(numbered, reverse=True):
        return lines  # `1.1 Features` and `1.2 Fixes` are parts of one
    begun = opens in heads or OF_VERSION.search(item.before) or UNRELEASED.search(opens)
    first = 0 if begun else next(n for n, line in enumerate(lines) if line.heading in heads)
    older = [head for head in heads if head != lines[first].heading]
    last = next((n for n, line in enumerate(lines) if line.heading in older), len(lines))
    return lines[first:last]


def _named(line: Line) -> float:
    """What an item gains by words of its document's title, which a reader looks for under it."""
    names, coined = titled(line.item.title, product(line.item.source_title))
    return NAMED_BY * min(2, len(roots(line.text) & (names | coined)))


def roundup(
    lines: Sequence[Line], run: Sequence[Line], topic: frozenset[str], words: int
) -> tuple[Line, ...]:
    """What a release or a bulletin brings, each change by the sentence under its own heading; ()
    where there are too few of them, or they tell no more than the run."""
    if not lines or not brings_several(lines[0].item.title) or (run and explains(run)):
        return ()
    under = [list(held) for _, held in groupby(lines, key=lambda line: line.heading)]
    changes = [next((one for one in held[:SOON] if _is_change(one, topic)), None) for held in under]
    heads = [line for line in changes if line]
    chosen = [one for one in (*lines[:OPENS], *run[:1]) if may_head(one) and one not in heads][:1]
    opened = len(chosen)
    ranked = sorted(
        heads, key=lambda line: (-weight(line) - _severity(line) - _named(line), line.at)
    )
    chosen = _filled(chosen, ranked, ROUND[1], words)
    brought = chosen[opened:]
    gain = 0.0 if release(lines[0].item.title, lines[0].item.source_title) else GAIN
    if len(brought) < ROUND[0] or tells(brought) < tells(run) + gain:
        return ()
    return tuple(sorted(chosen, key=lambda line: line.at))


def may_head(line: Line) -> bool:
    """Whether the changes of a document may stand under one of its first lines: that says of what they
    are, or that they follow."""
    plain = line.at <= OPENS and line.kind == "sentence" and stands(line) and not line.introduces
    follows = bool(missing.FOLLOWING.search(line.text))
    told = follows or (presents(line) and not missing.promises(line.text))
    told = told and not _says_it_is_there(line)
    return plain and told and not line.ours


def _says_it_is_there(line: Line) -> bool:
    """Whether a line announces the release that its headline names, and nothing of it."""
    named = release(line.item.title, line.item.source_title)
    return bool(named and (ANNOUNCED.search(line.text) or HERE.search(line.text)))


def tells(lines: Sequence[Line]) -> float:
    """What the best lines tell, as many as a round-up needs."""
    return sum(sorted((weight(line) for line in lines), reverse=True)[: ROUND[0]])


def _severity(line: Line) -> float:
    return SEVERELY if SEVERE.search(line.heading) else 0.0


def _is_change(line: Line, topic: frozenset[str]) -> bool:
    """Whether a line says by itself what one heading of its document is about."""
    named = release(line.item.title, line.item.source_title)
    plain = line.kind == "sentence" and stands(line) and not (line.leans or line.ours)
    plain = plain and not (line.dangles and not named)  # `The server now ...` is the release's
    least = OF_RELEASE if named else EACH
    told = weight(line) >= least and not missing.promises(line.text)
    told = told and not (missing.THIS_ONE.match(line.text) or of_no_release(line))
    told = told and not _says_it_is_there(line)
    told = told and (bool(worth.FLAW.search(line.text)) or not worth.CAVEAT.search(line.text))
    strange = missing.unknown(line.text, topic | KNOWN) or missing.presumes(line.text, topic)
    return plain and told and not strange


def is_list(lines: Sequence[Line]) -> bool:
    """True for a document that is a list, such as the changes of a release."""
    return 2 * sum(line.kind == "bullet" for line in lines) > len(lines)


def listed(lines: Sequence[Line], words: int) -> tuple[Line, ...]:
    """The items that tell most of a document that is a list, such as a release's changes; none of a
    list of titles, such as the links of a newsletter."""
    items = [line for line in lines if line.kind == "bullet"]
    if sum(map(states, items)) < STATED * len(items):
        return ()
    plain = [
        line
        for line in items
        if line.flows
        and not line.text.startswith("@")  # a scope in front is read as somebody's handle in print
        and ITEM[0] <= line.size <= ITEM[1]
        and (line.size >= NAMED or states(line))
        and not (ARGUED.match(line.text) or NOTED.match(line.text) or HANGS.match(line.text))
    ]
    able = [line for line in plain if worth.telling(line) > worth.inward(line) or _mends(line)]
    if len(able) < FEW:
        able += [line for line in plain if line not in able and _is_entry(line)]
    ranked = sorted(able, key=lambda line: (-weight(line) - _named(line), line.at))
    chosen = _filled([], ranked, ITEMS, words)
    chosen.sort(key=lambda line: (not _must_be_met(line), line.at))
    return tuple(chosen) if len(chosen) > 1 else ()


def _must_be_met(line: Line) -> bool:
    """Whether an item is of what readers have to act on, which stands before the rest: a flaw that is closed,
    what breaks, goes or is another by default."""
    return gravity(line) > 0 or bool(ACTED_ON.search(line.text))


def _mends(line: Line) -> bool:
    """Whether an item says that something is mended, and not in the project's own papers."""
    whole = line.size >= NAMED_SHORT or bool(worth.FLAW.search(line.text))
    return bool(MENDS.match(of_part(line.text))) and whole and not _is_of_papers(line)


def _is_of_papers(line: Line) -> bool:
    return bool(PAPERS.search(f"{PAGE_OF_CHANGES.sub('', line.heading)} {line.text}"))


def _is_entry(line: Line) -> bool:
    """Whether an item says in the way of a list of changes what was done to a part of its project, which those
    who use that part look for: `pkg/exporter: Replace ...`."""
    inside = worth.inward(line) >= worth.COARSE or _is_of_papers(line)
    return is_change(line.text) and line.size >= NAMED and not inside


def gist(lines: Sequence[Line], words: int) -> tuple[Line, ...]:
    """The items under `TL;DR:`, which say by themselves what their document comes to; () for fewer than
    two, and for two that are labelled parts of what none of them names: `Decoding: day-0 support`. Under
    the line that says what they are parts of, where all are labelled."""
    able = [
        line
        for line in lines
        if line.kind == "bullet" and line.sums and line.flows and not line.leans
        if states(line) or LABELLED.match(line.text)
        if ITEM[0] <= line.size <= ITEM[1]
    ]
    chosen = _filled([], able, ITEMS, words)
    labels = sum(bool(LABELLED.match(line.text)) for line in chosen)
    if len(chosen) < 2 + bool(labels):
        return ()
    if labels < len(chosen):
        return tuple(chosen)
    room = words - sum(line.size for line in chosen)
    before = (line for line in lines if line.at < chosen[0].at and line.size <= room)
    heads = [line for line in before if line.kind == "sentence" and stands(line) and presents(line)]
    return (*heads[:1], *chosen)


def hung(lines: Sequence[Line]) -> frozenset[int]:
    """The places of items under a line that ends in a colon: conditions, cases or parts of what it says,
    and nothing by themselves."""
    found, under = set[int](), False
    for line in lines:
        under = line.introduces or (under and line.kind == "bullet")
        if under:
            found.add(line.at)
    return frozenset(found)


def states(line: Line) -> bool:
    """Whether an item says something: it has a verb, or begins with what was done."""
    found = clause(of_part(line.text))
    return found.verb >= 0 or form(found.first) in ("past", "base", "3sg")


def _filled(chosen: list[Line], ranked: Sequence[Line], most: int, words: int) -> list[Line]:
    """The chosen with those of the ranked that say something else, while there is room."""
    for line in ranked:
        room = sum(one.size for one in chosen) + line.size <= words and len(chosen) < most
        if room and not any(alike(line.stems, one.stems) for one in chosen):
            chosen = [*chosen, line]
    return chosen


def weight(line: Line) -> float:
    """How much one of several things tells, by itself."""
    told = worth.telling(line) - coded(line)
    told += gravity(line) - worth.inward(line) if line.kind == "bullet" else 0.0
    mends = line.kind == "bullet" and _mends(line) and bool(worth.FLAW.search(line.text))
    told += MENDED * mends
    told += HARM * bool(
        line.kind == "sentence" and worth.FLAW.search(line.heading) and harms(line.text)
    )
    told -= EXISTS if THERE.match(line.text) else 0.0
    told -= TITLE if line.kind == "bullet" and not states(line) else 0.0
    return told - LONG_ITEM * max(0, line.size - 16)


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things that a line counts: the words of its heading, and an item that holds them."""

    words: str
    item: EvidenceItem


def promised(told: Sequence[Line], pool: Sequence[Line]) -> tuple[Line, tuple[Thing, ...]] | None:
    """The line that counts things, and their headings; None where there is none."""
    for line in told:
        found = COUNTS.search(line.text)
        if found and line.kind == "sentence" and not line.introduces:
            things = _things(line, pool, NUMBERS[found[1].lower()])
            if things and not _all_told(things, told):
                return line, things
    return None


def _things(line: Line, pool: Sequence[Line], count: int) -> tuple[Thing, ...]:
    """So many headings that number themselves or a flaw; () for another number of them."""
    items = {one.item.n: one.item for one in pool}
    heads = dict.fromkeys(one.heading for one in pool if one.heading != line.heading)
    for numbering in (NUMBERED, ENUMERATED):
        found = [head for head in heads if numbering.search(head)]
        said = [ENUMERATED.sub("", head) for head in found]
        holding = [next((it for it in items.values() if head in it.text), None) for head in said]
        sizes = [len(words(head)) for head in said]
        fits = len(said) == count and max(sizes) <= LONGEST and sum(sizes) <= WORDS
        if fits and all(holding):
            return tuple(Thing(head, it) for head, it in zip(said, holding, strict=True) if it)
    return ()


def _all_told(things: Sequence[Thing], told: Sequence[Line]) -> bool:
    """Whether the section tells of every one of them."""
    said = frozenset[str]().union(*(roots(line.text) for line in told))
    return all(len(roots(it.words) & said) >= TOLD * len(roots(it.words)) for it in things)
