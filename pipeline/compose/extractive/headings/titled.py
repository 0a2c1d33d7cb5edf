"""What a title names, and whether a line is about that.

Enter: a title with its publisher's name, a line. Leave: the roots of what the title names and of names of
its own making; whether a line presents, begins with or defines that; whether a title is that of a
document which brings several things.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.headings.headline import DATED, LEADING, NOTED, VERSIONED
from pipeline.compose.extractive.headings.publishers import GENERIC, product
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.lines.asides import ANNOUNCED
from pipeline.compose.extractive.missing import KNOWN
from pipeline.text.numbers import RELEASED
from pipeline.text.printable.clause import roots

COINED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|[a-z][._-][a-z]")
CAPITALS = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){2,6}\b")
RELEASES = re.compile(
    r"\b(?:(?:security|patch|bug ?fix|maintenance) (?:releases?|updates?|bulletin|advisor\w+)|(?-i:[A-Z]\w+ Releases)$|release notes|change ?log|breaking changes"
    r"|migrat\w+ (?:to|guide)|upgrad\w+ (?:to|guide)|release candidate|what['’]?s new|(?:is|are) (?:out|here|released|(?:now )?available)"
    r"|(?:announcing|introducing|releasing) .*\d\.\d|\b\d{1,4}\.\d[\w.]{0,20} (?:[\w.-]{1,40} ){0,3}released$|(?:improvements?|features?|changes|what changes|new) (?:coming )?(?:in|to|for) .*\d)\b",
    re.IGNORECASE,
)
# What a release is called beside its number: `Kestrel 16.2: Arctic Lantern`, `Kestrel 16.2 "Arctic Lantern"`.
CODENAMED = re.compile(r"(?<=\d)(?:: [A-Z][a-z]+(?: [A-Z][a-z]+){1,2}| [\"“‘][\w ]{3,30}[\"”’])$")
# `Kestrel, made by Heron, is a broker`: what a thing is; beside it, what happened to it.
DEFINITION = re.compile(
    r"(?:[^,;:]{2,60}?|[^,;:]{2,60}, [^;:]{2,120},) (?:is|are) (?:an? |the (?:process|practice|act|art|name)\b)"
)
NEWS = re.compile(
    r"\b(?:now|new|first|vulnerab\w+|flaw|released?|deprecated|breaking|faster|longer|replacement|fix)\b",
    re.IGNORECASE,
)
BEGINS = 4  # words in which a sentence says what it is about
SUBTITLE = 7  # words before a colon that name what the title is about


def presents(line: Line) -> bool:
    """Whether a line is of the thing that its title names: made, defined, or what it begins with."""
    return _presents(line.text, line.item.title, line.item.source_title)


@lru_cache(maxsize=16_384)
def _presents(text: str, title: str, publisher: str) -> bool:
    names, coined = titled(title, product(publisher))
    made = ANNOUNCED.search(text) or worth.BRINGS.search(text) or _defines(text, title)
    return bool(made and roots(text) & (coined or names)) or _begins(text, names, coined)


def begins(line: Line) -> bool:
    """Whether a line begins with the thing that its title names."""
    item = line.item
    return _begins(line.text, *titled(item.title, product(item.source_title)))


def _begins(text: str, names: frozenset[str], coined: frozenset[str]) -> bool:
    first = roots(" ".join(text.split()[:BEGINS]))
    return bool(first & coined) or len(first & names) >= 2


@lru_cache(maxsize=1024)
def titled(title: str, publisher: str) -> tuple[frozenset[str], frozenset[str]]:
    """Roots of what a title names, and of those that are names of its own making (`IsoExec`).

    What stands before a colon is what the title is about: `IsoExec: Unified Execution ...`.
    """
    common = KNOWN | roots(publisher) | roots(" ".join(GENERIC))
    common |= frozenset(one for one in roots(title) if one[0].isdigit())
    title = LEADING.sub("", title)
    head, colon, _ = title.partition(": ")
    about = head if colon and 0 < len(head.split()) <= SUBTITLE and roots(head) - common else title
    coined = [word for word in about.split() if COINED.search(word)]
    named = (roots(" ".join(coined)) - common) | initials(title)
    return (roots(about) - common) | named, named


@lru_cache(maxsize=1024)
def initials(title: str) -> frozenset[str]:
    """Roots of what a document may call the thing its title spells out: `DCP` of `Decode Context
    Parallelism`."""
    found = []
    for run in CAPITALS.findall(title):
        letters = "".join(word[0] for word in run.split())
        for size in (3, 4, 5):
            found += [letters[at : at + size] for at in range(len(letters) - size + 1)]
    return roots(" ".join(found))


def defines(line: Line) -> bool:
    """True for the line that says what the thing of the title is: `Kestrel is a message broker`."""
    return _defines(line.text, line.item.title)


@lru_cache(maxsize=16_384)
def _defines(text: str, title: str) -> bool:
    found = worth.DEFINING.search(text)
    if not found or worth.PRAISE.search(text):
        return False
    told = (
        text[:60] if found.group().endswith(" the ") else found.group()
    )  # `One part is the lease`
    return bool(roots(title) & roots(told))


def is_definition(text: str) -> bool:
    """Whether a clause says what a thing is, and nothing that happened to it: `Kestrel is a message broker
    that ...`; `Kestrel is a new broker` tells of a thing that was not there."""
    return bool(DEFINITION.match(text) and not NEWS.search(text))


def brings_several(title: str) -> bool:
    """True for the title of notes to a release, or of a bulletin: `Version 2.0-rc`."""
    bare = CODENAMED.sub("", NOTED.sub("", title.strip()))
    named = RELEASED.fullmatch(bare) or VERSIONED.match(bare) or DATED.match(bare)
    return bool(named or RELEASES.search(bare))
