"""Whether the lines of a section come to the point of their document.

Enter: lines, and what their document has beside them. Leaves: what is lost by lines that never say what
happened, that weigh ways and take none, that tell a want alone where a heading says what was done about it,
or that take up a change of a release behind the line which states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.headings.headline import release
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.headings.titled import (
    begins,
    brings_several,
    defines,
    presents,
    titled,
)
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.lines.asides import ANNOUNCED
from pipeline.records import EvidenceItem
from pipeline.text.printable.clause import clause, form, roots
from pipeline.text.printable.reports import reports
from pipeline.text.printable.strangers import is_name
from pipeline.text.words import STOPWORDS

# What a line has to tell that says what happened, by name and without one.
LEAST_REACHED, PLAINLY = 0.55, 0.9
# Of a release: what closes a flaw, what breaks, what lifts a limit; and what they weigh.
SECURES = re.compile(
    r"\b(?:security(?! (?:updates|support|patches)\b)|vulnerab\w+|CVE-\d{4}|supply[- ]chain|malicious|attackers?|path[- ]traversal|XSS|[CS]SRF|cross[- ]site scripting|(?:command|argument|SQL|code) injection)\b",
    re.IGNORECASE,
)
BREAKS = re.compile(r"\b(?:breaking|incompatib\w+|deprecat\w+|remov(?:ed|als?))\b", re.IGNORECASE)
BREAKING = re.compile(r"\bbreaking\b|\bnow (?:requires?|rejects?|refuses|fails)\b", re.IGNORECASE)
LIFTS = re.compile(
    r"(?:Remov|Drop|Rais|Lift|Relax)\w*\b[^.]{0,40}?\b(?:requirements?|limits?|restrictions?|warnings?)\b"
)
SECURED, BROKEN, LIFTED = 0.9, 0.6, 0.8
THIS_RELEASE = re.compile(r"(?:This|The (?:new|latest)) (?:[a-z]+ )?(?:release|version|update)\b")
# Lost by lines that never say what happened; that tell a want and not what was done; a run that takes
# up a change of a release behind its first line.
POINTLESS, UNANSWERED, HEADLESS = 1.6, 1.2, 0.8
UNCHANGED = 1.6  # lost by a release of which no line says what changed
SINCE = 2  # lines after one on what was before, one of which says what is so now
SOON = 10  # lines in which what the thing is may be said under a heading of its own
LEADS = 0.8  # what such a one has to tell that begins with its publisher's name
UNHAPPENED = 1.2  # by one that says what things are, where its document begins with what happened
ENDS_THERE = 0.8  # by a section that ends on how things stood
BACKGROUND = 0.9  # lost by a second line on how things stood, and by each after it

# How things stood, or stand as long as what is told of has not come.
STOOD = re.compile(
    r"^(?:The|Its|Our) (?:previous|old|earlier|original|prior|last) (?:\w+ )?(?:version|release|design|approach|implementation|way)\b"
    r"|^(?:The|Its|Our) only (?:\w+ )?(?:way|option|choice|alternative)\b|\bcurrently (?!in\b)\w+s\b|\b(?:could|did|was|were|had)(?: not|n['’]t)\b"
    r"|^(?!.*\b(?:now|new|since|after|until)\b).{2,70}?\b(?:was|were) (?!\w+ed\b)"
)
# Who speaks, by one name; `Ann Heron said` is met where it stands.
SPEAKER = re.compile(
    r"(?<![\w’'.-])((?:[A-Z][\w’'.-]{1,30} ){0,4})([A-Z][\w’'-]+) (?:said|says|explain(?:s|ed)|told|wrote|writes|recall(?:s|ed))\b"
)
# A want named by what is made for it: `It introduces reasons for when a workload lacks a reservation`.
BRINGS_IT = re.compile(
    r"(?:It|This [\w-]+|[A-Z][\w.-]+(?: v?\d[\w.]*)?) (?:introduces|adds|brings|provides)\b"
)
# The thing that a document is of, by its kind: `This update finally makes ...`.
THIS = re.compile(
    r"This (?:\w+ )?(?:release|version|update|proposal|explainer|[A-Z]{1,3}[EI]P|RFC|ERC|MSC|ADR)\b"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """The lines of a document by place; the roots of those that may be printed, and whether one of
    them presents what the title names or is called the gist; the places of lines that may be printed
    under a heading that says what was done (`answers`), and of the first line under each heading; whether
    it brings several things; whether one of its first lines says what happened (`opens`)."""

    places: Mapping[int, Line]
    offered: frozenset[str]
    presented: bool
    summed: bool
    answers: frozenset[int]
    firsts: frozenset[int]
    several: bool
    opens: bool


def whole(lines: Iterable[Line]) -> Whole:
    """A document, from its lines."""
    places = {line.at: line for line in lines}
    able = [line for line in places.values() if line.flows]
    offered = frozenset[str]().union(*(roots(line.text) for line in able))
    answers = frozenset(line.at for line in able if worth.ANSWER.match(line.heading))
    firsts = frozenset({line.heading: line.at for line in reversed(places.values())}.values())
    title = next(iter(places.values())).item.title if places else ""
    return Whole(
        places, offered, any(map(presents, able)), any(line.sums for line in able), answers, firsts,
        brings_several(title), any(map(happened, (line for line in able if line.at < worth.EARLY))),
    )  # fmt: skip


def pointless(lines: Sequence[Line], whole: Whole | None) -> float:
    """What is lost by lines that never come to what happened, that tell a want where their document
    says under a heading of its own what was done about it, or that take up a change of a release behind
    the line which says it."""
    found = 0.0 if is_of_a_flaw(lines[0].item) or any(map(reaches, lines)) else POINTLESS
    found += BACKGROUND * max(0, sum(map(is_background, lines)) - 1)
    found += ENDS_THERE * (len(lines) > 1 and is_background(lines[-1]))
    found += 0.0 if changes_something(lines) else UNCHANGED
    undecided = any(missing.is_undecided(line.text) for line in lines)
    if undecided and not any(missing.DECIDES.search(line.text) for line in lines):
        found += UNANSWERED
    if whole is None:
        return found
    found += UNHAPPENED * (whole.opens and not any(map(happened, lines)))
    wants = any(wanted(line) for line in lines)
    if wants and whole.answers and not any(line.sums or line.at in whole.answers for line in lines):
        found += UNANSWERED
    if whole.several:
        starts = [lines[0], *(two for one, two in pairwise(lines) if two.at - one.at > 1)]
        found += HEADLESS * sum(line.at not in whole.firsts for line in starts)
    return found


def passed(before: Line, line: Line, whole: Whole | None) -> int:
    """How many lines a section leaves out between two: talk of the page, what cannot be printed, and
    how things stood before what happened are missed by nobody."""
    between = range(before.at + 1, line.at)
    if whole is None:
        return len(between)
    known, comes = [whole.places.get(at) for at in between], happened(line)
    return sum(one is None or (one.flows and not (comes and is_background(one))) for one in known)


@lru_cache(maxsize=4096)  # a line is asked in every choice that has it
def wanted(line: Line) -> bool:
    """Whether a line tells of a want, or of what was before."""
    said = line.text
    return not reports(said) and bool(
        (missing.is_problem(said) and not BRINGS_IT.match(said))
        or worth.MOTIVE.match(line.heading)
        or worth.BEFORE.match(said)
        or worth.GENERAL.match(said)
    )


@lru_cache(maxsize=4096)
def is_background(line: Line) -> bool:
    """Whether a line tells how things stood, or of a want, and not of what happened."""
    if line.kind != "sentence" or line.sums or is_of_a_flaw(line.item):
        return False
    return wanted(line) or (bool(STOOD.search(line.text)) and not reaches(line))


@lru_cache(maxsize=4096)
def happened(line: Line) -> bool:
    """Whether a line says what happened or came of it, and not what its thing is alone."""
    return reaches(line) and (not defines(line) or worth.happens(line) >= LEAST_REACHED)


def changes_something(lines: Sequence[Line]) -> bool:
    """Whether lines of a release say what changed in it, beside that it is there; of anything else, yes."""
    item = lines[0].item
    if not release(item.title, item.source_title):
        return True
    return any(
        worth.happens(line) >= LEAST_REACHED
        and not (defines(line) or wanted(line) or ANNOUNCED.search(line.text))
        for line in lines
    )


@lru_cache(maxsize=4096)
def reaches(line: Line) -> bool:
    """Whether a line says what happened, what its thing is or what came of it, by name."""
    if line.sums or defines(line):
        return True
    if wanted(line) or worth.chats(line) >= worth.CHATTY:
        return False
    made = worth.BRINGS.search(line.text) or worth.MAKES_KNOWN.search(line.text)
    if presents(line) and (made or ANNOUNCED.search(line.text)):
        return True
    if THIS.match(line.text) and worth.BRINGS.search(line.text):
        return True
    names, coined = titled(line.item.title, product(line.item.source_title))
    own = names | coined | roots(product(line.item.source_title))
    named = bool(roots(line.text) & own or worth.VERSION.search(line.text))
    least = LEAST_REACHED if named or line.kind == "bullet" else PLAINLY
    return worth.happens(line) >= least


def faults(lines: Sequence[Line]) -> float:
    """Faults of the line that a run begins with: none where the next says what was done about it."""
    first, *rest = lines
    if explains(lines):
        return 0.0
    if rest and missing.is_problem(first.text):
        answer = rest[0]
        if missing.mends_it(answer.text) or (presents(answer) and reaches(answer)):
            return 0.0
    return worth.poor(first)


def explains(lines: Sequence[Line]) -> bool:
    """Whether lines tell of one change what was before, and soon what is so now."""
    first, *rest = lines
    return bool(worth.BEFORE.match(first.text)) and any(map(_is_now, rest[:SINCE]))


def _is_now(line: Line) -> bool:
    return bool(missing.NOW.search(line.text)) and worth.happens(line) >= LEAST_REACHED


def heads_a_list(line: Line) -> bool:
    """Whether one of the first lines says what happened and leaves the parts of it to the list under it."""
    happened = line.introduces and (reaches(line) or worth.FLAW.search(line.text))
    return bool(happened) and (line.at < worth.EARLY or line.sums)


def of_no_release(line: Line) -> bool:
    """Whether a line begins with `This release` in a document whose title names none: a reader cannot tell
    which it is, and the notes of many releases hold one such line for each."""
    title = line.item.title
    named = release(title, line.item.source_title) or re.search(r"\d", title)
    return bool(THIS_RELEASE.match(line.text)) and not named


def introduced(line: Line) -> frozenset[str]:
    """Roots of what the headline and the lead-in of a section have named before its first line."""
    return roots(line.item.title) | roots(product(line.item.source_title))


def is_of_others(line: Line) -> bool:
    """Whether a line begins with a name that its title does not know and says what that did: `Heron
    introduced leases`, before Kestrel extends them."""
    parts = clause(line.text)
    past = parts.verb > 0 and form(parts.body[parts.verb]) == "past"
    named = len(parts.subject) == 1 and is_name(parts.subject[0]) and parts.first not in STOPWORDS
    return past and named and not roots(parts.subject[0]) & introduced(line)


def unmet(whole: Whole) -> dict[int, tuple[re.Pattern[str], ...]]:
    """By place, the full names of those whom a line calls by one name, as its document does once it has named them:
    `Heron said`, after `the photographer Ann Heron`, under a title that names no Heron."""
    found: dict[int, tuple[re.Pattern[str], ...]] = {}
    for at, line in whole.places.items():
        bare = [name for before, name in SPEAKER.findall(line.text) if not before]
        bare = [name for name in bare if not roots(name) & introduced(line)]
        full = [re.compile(rf"\b(?:[A-Z][\w’'-]+ {one}|{one} [A-Z][\w’'-]+)\b") for one in bare]
        earlier = [one.text for one in whole.places.values() if one.at < at]
        if known := tuple(one for one in full if any(map(one.search, earlier))):
            found[at] = known
    return found


def meets_all(lines: Sequence[Line], calls: Mapping[int, tuple[re.Pattern[str], ...]]) -> bool:
    """Whether a reader of lines has met, in those before it, whomever a line calls by one name."""
    return all(
        any(name.search(other.text) for other in lines if other.at < line.at)
        for line in lines
        for name in calls.get(line.at, ())
    )


def gravity(line: Line) -> float:
    """What a change of a release weighs beyond what it tells: a flaw that it closes, what it breaks, and
    a limit that it lifts, which nobody has to act on; nothing where its title says that it is of flaws."""
    if SECURES.search(line.item.title):
        return 0.0
    where = f"{line.heading} {line.text}"
    if SECURES.search(where):
        return SECURED
    if BREAKS.search(line.heading) or BREAKING.search(line.text):
        return BROKEN
    return -LIFTED if LIFTS.match(line.text) else 0.0


def leads(line: Line) -> bool:
    """Whether a line under a later heading may lead all the same: it makes known what the title names,
    or begins with that; with the publisher's own thing where it tells something of it."""
    if defines(line) and line.at <= SOON:
        return True
    if begins(line) or (worth.MAKES_KNOWN.search(line.text) and presents(line)):
        return True
    own = roots(product(line.item.source_title)) & roots(line.text.split()[0])
    return bool(own) and worth.telling(line) >= LEADS


def says_little_more(item: EvidenceItem) -> bool:
    """Whether a document says little more than its point: a flaw, or the notes of a release."""
    return is_of_a_flaw(item) or brings_several(item.title)


def is_of_a_flaw(item: EvidenceItem) -> bool:
    """Whether a document is of a flaw: an advisory, or its title names one."""
    return bool(item.subject or worth.FLAW.search(item.title))
