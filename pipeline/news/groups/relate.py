"""Do two documents tell of the same thing? A weighed sum of named signs, so that it can be asked.

Enter: two subjects with their days, the cosine of their openings and the rarity of the title words
they share. Leave: a `Relation`, the sum and what each sign gave; above zero they belong together.
The weights are those of a logistic regression over labelled pairs of public documents, rounded;
`python bench/news_pairs.py` measures them, docs/news.md has the figures.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.news.documents.overtaken import series
from pipeline.news.documents.subject import EVENTS, VERSION, Subject
from pipeline.news.documents.things import akin
from pipeline.news.groups.correct import takes_back
from pipeline.text.days import days_between
from pipeline.text.lists import beside
from pipeline.text.numbers import ADVISORY
from pipeline.text.words import clean

NEAR = 6.2  # times the cosine of the openings
IDENTIFIER = 5.0  # for an advisory or proposal that both name in their opening, at most twice
HALF, MENTION = 2, 0.3  # of the fewer identifiers, and what one counts where less are shared
SAME_VERSION = 1.0  # for a version of three parts that both name, at most twice
TITLE = 0.23  # times the rarity of the title words they share, at most 12
# For one title of some words within so many days; a small index knows no rare ones
ONE_TITLE, SOON = 4.0, 3
SAME_DAY = 2.8  # for two events (no reference pages) at most a day apart,
NOTHING_ALIKE, ALIKE = 0.08, 0.25  # none of it below the first cosine and all from the second on
# Of it for flaws of different packages that a database takes over in one
BY_CHANCE, SPOKEN = 0.5, 8.0
# day; all of it from so much rarity of the words that their titles share (one campaign, one cause)
ONE_THING = 1.2  # for advisories and releases of one family at most a day apart,
ONE_PACKAGE = 1.3  # and more for advisories of the same package
OTHER_THINGS = -1.5  # for advisories and releases of one source that name different ones
# For titles that name flaws, none of them one, where no product is known to be one
OTHER_FLAWS = -4.0
OTHER_LINES = -2.0  # for releases of one product in other lines that name no flaw both mend
OTHER_RELEASE = -3.0  # for a release and a post of its publisher that does not name its version
OTHER_ISSUE = -5.0  # for two issues of one series, whose words are alike
OTHER_NUMBERS = -4.0  # for two proposals of one source, each with a number of its own
APART = -0.54  # times ln(1 + days between them)
PAGES = -2.7  # for two reference pages: those of one chapter read alike and tell different things
# For a post that says that the other, which it names, was wrong; by hand, it is rare
CORRECTS = 4.0
START = -3.2  # what any two documents have to make up for
TITLE_WORDS = 3  # of a title that two texts share by no chance
MOST_TITLE = 12.0
ROUNDED = 0.01  # more than what rounding each sign may add
AKIN = 0.25  # cosine from which two publishers may speak of one thing: versions and days coincide by chance

# One guide in several languages of programming is one story of its publisher.
_LANGUAGE = re.compile(
    rf"(?<![\w.])(?:{'|'.join(map(re.escape, beside(__file__).words('languages')))})(?![\w+#])"
)
_FLAW = re.compile(ADVISORY, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """How much speaks for one story, and which signs."""

    weight: float
    signs: tuple[tuple[str, float], ...]

    @property
    def same(self) -> bool:
        return self.weight > 0


def relate(
    one: tuple[Subject, str], other: tuple[Subject, str], *, near: float, title: float
) -> Relation:
    """The relation of two dated subjects."""
    (a, first), (b, second) = one, other
    shared = sorted(a.identifiers & b.identifiers)
    versions = sorted(v for v in a.versions & b.versions if v.count(".") > 1)
    gap = days_between(first, second)
    one_source = a.document.source == b.document.source
    near_enough = near >= AKIN or one_source
    together = near_enough and a.nature in EVENTS and b.nature in EVENTS and gap <= 1
    alike = min(1.0, max(0.0, (near - NOTHING_ALIKE) / (ALIKE - NOTHING_ALIKE)))
    named = akin(a.things, b.things)
    differ = _differ(a.things, b.things, one_source and not named)
    if differ and a.nature == b.nature == "advisory":
        alike *= BY_CHANCE + (1 - BY_CHANCE) * min(1.0, title / SPOKEN)
    signs = (
        ("texts are near", NEAR * near),
        (f"both name {', '.join(shared[:2])}", IDENTIFIER * _shared(a, b)),
        (
            f"both name version {', '.join(versions[:2])}",
            SAME_VERSION * min(2, len(versions)) * near_enough,
        ),
        ("one title", ONE_TITLE * (gap <= SOON and _one_title(a, b))),
        ("titles share rare words", TITLE * min(MOST_TITLE, title)),
        ("same day", SAME_DAY * together * alike),
        ("of one thing", (ONE_THING * named + ONE_PACKAGE * _one_package(a, b)) * (gap <= 1)),
        ("of different things", OTHER_THINGS * differ),
        ("of different flaws", OTHER_FLAWS * (not named and _flaws_differ(a, b))),
        ("of different lines", OTHER_LINES * (not shared and _lines_differ(a, b))),
        (
            "of another release",
            OTHER_RELEASE * (one_source and not shared and _released_apart(a, b)),
        ),
        ("of different issues", OTHER_ISSUE * (one_source and gap > 0 and _issues_differ(a, b))),
        ("of different numbers", OTHER_NUMBERS * _differ(a.numbers, b.numbers, one_source)),
        ("days apart", APART * math.log1p(gap)),
        ("one corrects the other", CORRECTS * _one_corrects(one, other)),
        ("two reference pages", PAGES * (a.nature not in EVENTS and b.nature not in EVENTS)),
    )
    kept = tuple((name, round(value, 3)) for name, value in signs if value)
    return Relation(round(START + sum(value for _, value in kept), 3), kept)


def apart(a: Subject, b: Subject, *, near: float, title: float) -> bool:
    """Whether two subjects are surely not one story, told at a glance.

    Of two publishers whose texts are not near, that share no identifier, thing or title, only the
    likeness of texts and titles may speak for one; `relate` of them is never above zero."""
    if near >= AKIN or a.document.source == b.document.source:
        return False
    if (a.things and b.things) or not a.identifiers.isdisjoint(b.identifiers):
        return False
    most = START + NEAR * max(0.0, near) + TITLE * min(MOST_TITLE, max(0.0, title))
    return most < -ROUNDED and _heading(a.document.title) != _heading(b.document.title)


def besides(a: Subject, b: Subject) -> bool:
    """Whether two texts of one publisher's story tell of two flaws, or of two releases, of one thing."""
    if a.document.source != b.document.source:
        return False
    if a.nature == b.nature == "advisory":
        return _differ(a.flaws, b.flaws, True)
    return a.nature == b.nature == "release" and _differ(*_released(a, b), True)


def retold(a: Subject, b: Subject) -> bool:
    """Whether the second of one story may be named as telling what the first does, and not only what
    goes with it: one publisher tells a thing twice under one title or identifier alone, and two that
    name other products, versions or flaws in their titles tell of two things."""
    if besides(a, b):
        return False
    if a.document.source == b.document.source:
        return _one_title(a, b) or _shared(a, b) >= 1
    differ = _differ(a.things, b.things, not akin(a.things, b.things))
    return not (differ or _flaws_differ(a, b) or _differ(*_released(a, b), True))


def _released(a: Subject, b: Subject) -> tuple[frozenset[str], frozenset[str]]:
    """The versions that two titles name."""
    mine, yours = (VERSION.findall(each.document.title) for each in (a, b))
    return frozenset(mine), frozenset(yours)


def _flaws_differ(a: Subject, b: Subject) -> bool:
    mine, yours = (frozenset(map(str.upper, _FLAW.findall(each.document.title))) for each in (a, b))
    return _differ(mine, yours, True)


def _shared(a: Subject, b: Subject) -> float:
    """How many identifiers both name, at most two; of bulletins of several flaws a mention of one or
    two of the other's counts for little."""
    shared = len(a.identifiers & b.identifiers)
    fewest = min(len(a.identifiers), len(b.identifiers))
    return min(2, shared) * (1.0 if shared * HALF >= fewest else MENTION)


def _one_title(a: Subject, b: Subject) -> bool:
    mine, yours = _heading(a.document.title), _heading(b.document.title)
    if a.document.source == b.document.source:
        mine, yours = (_LANGUAGE.sub("#", one) for one in (mine, yours))
    return mine == yours and a.telling_title and len(mine.split()) >= TITLE_WORDS


@lru_cache(maxsize=2_048)  # each title of a night is held against many
def _heading(title: str) -> str:
    return clean(title).casefold()


def _one_package(a: Subject, b: Subject) -> bool:
    return a.nature == b.nature == "advisory" and bool(a.things & b.things)


def _lines_differ(a: Subject, b: Subject) -> bool:
    """Whether the titles of two releases name versions of different majors alone."""
    if not a.nature == b.nature == "release":
        return False
    mine, yours = (
        {version.split(".")[0] for version in VERSION.findall(each.document.title)}
        for each in (a, b)
    )
    return bool(mine and yours) and not mine & yours


def _released_apart(a: Subject, b: Subject) -> bool:
    """Whether one is the release of a version and the other a post that does not name that version."""
    if {a.nature, b.nature} != {"release", "post"}:
        return False
    brought, other = (a, b) if a.nature == "release" else (b, a)
    named = frozenset(VERSION.findall(brought.document.title))
    return bool(named) and not named & other.versions


def _issues_differ(a: Subject, b: Subject) -> bool:
    """Whether two texts are issues of one series (`XSAs released on 2026-04-28`)."""
    name = series(a.document)
    return bool(name) and name == series(b.document) and a.document.title != b.document.title


def _differ(one: frozenset[str], other: frozenset[str], comparable: bool) -> bool:
    return comparable and bool(one and other) and not one & other


def _one_corrects(one: tuple[Subject, str], other: tuple[Subject, str]) -> bool:
    """Whether the later of two of a source takes back what the earlier said."""
    (a, first), (b, second) = one, other
    if a.document.source != b.document.source or not (first and second):
        return False
    left, right = (a.document, first), (b.document, second)
    return takes_back(left, right) or takes_back(right, left)
