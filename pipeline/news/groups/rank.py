"""Why a story stands where it stands: named factors, multiplied.

Enter: a group of documents with moments, fits and the desk. Leave: the factors, each about 0.2 to
1.6, and their product. `dateline news --explain` prints them; docs/news.md says how each was set.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.news.documents.aside import aside, explains
from pipeline.news.documents.overtaken import BEFOREHAND, versions
from pipeline.news.documents.status import done, gone, status
from pipeline.news.documents.subject import Nature, Subject
from pipeline.records.story import Why

NATURES: dict[Nature, float] = {
    "advisory": 1.15, "incident": 1.2, "release": 1.1, "proposal": 1.1, "post": 1.0, "page": 0.5, "gathering": 0.3,
}  # fmt: skip
ENTRY = 0.8  # of one change of a release to come, which a project keeps in a file of its own
FADES = 0.9  # of newness left after each day
OLDER = 0.96  # the same after the window: what was never told in June still beats what never moves
RELEASED = 0.95  # the same for a release: a month later whoever wanted it has it
SIGNAL = 0.12  # what each sign of something to act on adds
MOST_SIGNALS = 4
SOURCES = 0.2  # what each further independent source adds, at most three
WATCHED = 1.5
WATCHED_FLAW = 3.0  # the same for a flaw in what is watched: nothing comes before it
MOOT = 0.5  # of a proposal that was rejected, withdrawn or superseded
GRAVE = {
    "": 1.0,
    "low": 0.8,
    "medium": 1.0,
    "high": 1.15,
    "critical": 1.4,
}  # by how grave a flaw is
GIVES_AWAY = re.compile(
    r"\b(?:local[- ]root|root (?:privileges?|access|shell)|(?:to|as|become) root|(?:remote|arbitrary) (?:code|command) execution"
    r"|(?:execut\w+|run) arbitrary (?:code|commands)|privilege escalation|escalate privileges|account takeover|auth\w* bypass|signature forgery"
    r"|full (?:administrative|admin|control)\b|(?:tokens?|credentials?|secrets?|private keys?) (?:disclosure|leak|exposure)"
    r"|(?:disclos|leak|expos)(?:e?s|ed|ing) (?:[\w'’-]+ ){0,4}(?:tokens?|credentials?|private keys?)"
    r"|exploited in the wild|actively exploited|malicious (?:code|version|release|package)s?)\b",
    re.IGNORECASE,
)
# From which likelihood on a text about people loses, and how much of its rank one that surely is
EVEN, LEFT = 0.5, 0.7
ASIDE = "of people or a round-up"
EXPLAINS, EXPLAINED = "explains what is known", 0.4
DONE = 0.8  # of a proposal that says that it is implemented: a paper on what is there
TRIAL = 0.8  # of a release that is out to be tried: the thing itself is still to come
# By how many sources of a corpus name a thing: of one that its own alone names, and of one that many do
NARROW, BROAD = 0.8, 1.2
MANY, FEWEST_SOURCES = (
    9,
    6,
)  # sources that are many, and of which a newsroom needs so many that they tell
ASKED = ("post", "proposal")  # whose form does not say of what they tell
# Words of running text: below the first it is a note, from the second it is whole
THIN, FULL = 40, 150
# For a title that says nothing alone ("Overview"): the headline has to be found elsewhere
TITLELESS = 0.7


@dataclass(frozen=True, slots=True)
class RankFacts:
    """What the factors are made of."""

    subject: Subject
    age: int  # days, of the lead
    window: int
    sources: int  # independent publishers in the group
    share: float  # of the domain it fits best
    nearness: float  # to the desk's nearest question
    authority: float
    watched: tuple[str, ...]


def factors(facts: RankFacts) -> Why:
    """Named factors; their product is the rank."""
    subject = facts.subject
    moot = subject.nature == "proposal" and gone(status(subject.document))
    flaw = subject.nature == "advisory"
    grave = (("how grave", _grave(subject)),) if flaw else ()
    found = (
        ("newness", _newness(facts.age, facts.window, subject.nature == "release")),
        ("kind", ENTRY if subject.told_apart else NATURES[subject.nature]),
        ("to act on", 1 + SIGNAL * min(MOST_SIGNALS, len(subject.signals))),
        ("sources", 1 + SOURCES * min(3, facts.sources - 1)),
        ("fits the domain", 0.5 + min(1.0, max(0.0, facts.share / 0.5)) / 2),
        ("the desk's questions", 0.6 + min(1.0, max(0.0, facts.nearness / 0.6)) * 0.4),
        ("watch list", _watched(facts)),
        ("authority", facts.authority),
        ("substance", _substance(subject)),
        *grave,
        *((("not to be", MOOT),) if moot else ()),
        *(
            (("done already", DONE),)
            if subject.nature == "proposal" and done(status(subject.document))
            else ()
        ),
        *((("to be tried", TRIAL),) if _trial(subject) else ()),
        *_beside_engineering(subject),
    )
    return tuple((name, round(value, 3)) for name, value in found)


def reaches(known: Sequence[int], sources: int) -> Why:
    """More for what many sources name, less for what its own alone does; nothing where a newsroom has few, or
    where nobody knows what the thing is called. `known`: how many name it, by each of its names."""
    most = min(MANY, sources)
    if sources < FEWEST_SOURCES or not known:
        return ()
    named = max(1, min(most, max(known)))
    share = math.log(named) / math.log(most)
    said = "named by its source alone" if named == 1 else f"named by {named} sources"
    return ((said, round(NARROW + (BROAD - NARROW) * share, 3)),)


def small(subject: Subject, newest: str) -> bool:
    """Whether a release is of the third part of a version alone (`4.2.1`), and tells of no flaw."""
    numbers = versions(newest or subject.document.title)
    patches = bool(numbers) and all(patch and out for _, _, patch, out in numbers)
    return subject.nature == "release" and patches and "advisory" not in subject.signals


def _beside_engineering(subject: Subject) -> Why:
    """Less for a text that explains what is known, tells of people or of what others wrote, where it is no
    event by its form."""
    if subject.nature not in ASKED:
        return ()
    if explains(subject.document.title, subject.lede):
        return ((EXPLAINS, EXPLAINED),)
    likely = aside(subject.document)
    return ((ASIDE, 1 - LEFT * (2 * likely - 1)),) if likely > EVEN else ()


def _grave(subject: Subject) -> float:
    """By the level that an advisory states; one that states none weighs as a high one where it says that its
    flaw gives away a machine, an account or a key, or is being used."""
    level = subject.severity.level
    given_away = not level and GIVES_AWAY.search(subject.opening)
    return GRAVE["high" if given_away else level]


def _trial(subject: Subject) -> bool:
    """Whether it is a release that is out to be tried, before the thing itself is."""
    return subject.nature == "release" and bool(BEFOREHAND.search(subject.document.title))


def _watched(facts: RankFacts) -> float:
    if not facts.watched:
        return 1.0
    return WATCHED_FLAW if facts.subject.nature == "advisory" else WATCHED


def product(why: Why) -> float:
    return round(math.prod(value for _, value in why), 5)


def _newness(age: int, window: int, release: bool) -> float:
    inside, older = min(age, window), RELEASED if release else OLDER
    return FADES**inside * older ** max(0, age - window)


def _substance(subject: Subject) -> float:
    """How much running text there is, and whether the title says what it is about."""
    prose = sum(
        len(subject.document.text[one.start : one.end].split())
        for one in subject.document.blocks
        if one.kind in ("paragraph", "quote", "page", "cue", "list")
    )
    whole = 0.5 + 0.5 * min(1.0, max(0, prose - THIN) / (FULL - THIN))
    return whole * (1.0 if subject.telling_title else TITLELESS) * (1.0 if subject.lede else 0.3)


def watched(subject: Subject, names: Sequence[str]) -> tuple[str, ...]:
    """Watch names that the document is about: written as names, not as ordinary words.

    `Go` in "Go to the settings" begins a sentence, and `go` is a verb: a name counts in the title,
    or twice in the opening, with its own capitals, and not where any word would have one.
    """
    return tuple(name for name in names if _named(name, subject))


def _named(name: str, subject: Subject) -> bool:
    exact = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    distinct = not name.isalpha() or any(sign.isupper() for sign in name[1:])
    if distinct:
        return bool(
            exact.search(subject.opening)
            or re.search(exact.pattern, subject.opening, re.IGNORECASE)
        )
    if name.islower():
        exact = re.compile(rf"(?<![\w-]){re.escape(name)}(?= v?\d)")
        return bool(exact.search(subject.opening))
    inside = [
        one for one in exact.finditer(subject.opening) if _within(subject.opening, one.start())
    ]
    versioned = re.search(rf"{exact.pattern} v?\d", subject.opening)
    return len(inside) >= 2 or bool(versioned)


def _within(text: str, at: int) -> bool:
    """Whether a place is inside a sentence, where only names have capitals."""
    before = text[:at].rstrip(" \"'“‘([")
    return bool(before) and before[-1] not in ".!?:;-•|"
