"""A headline that says what happened: the document's title where it does, else its main clause.

A title stands in quotation marks behind the name of what its source writes about.

Enter: the lead's title, its publisher, the line that opens the section. Leaves: one line without a
full stop. A title that could stand over any page ("Overview", "Release notes", "13.4.1") takes
the publisher's name or gives way to the opening.
"""

from __future__ import annotations

import re

from pipeline.records import EvidenceItem
from pipeline.text.lists import beside
from pipeline.text.printable.clause import PREPOSITIONS, clause, form
from pipeline.text.sentences import sentences
from pipeline.text.words import STOPWORDS, clean, within, words

_LISTS = beside(__file__)

LONGEST = 110  # characters: two lines over a section
GENERIC = _LISTS.words("generic")
FILES = re.compile(r"^(?:[\w.-]+\.(?:md|mdx|html?|rst|txt)|index|untitled.*)$", re.IGNORECASE)
DATED = re.compile(r"^v?\d[\w.\-]*(?:\s*\(?\d{4}-\d\d-\d\d\)?)?$|^\d{4}[ -]\d\d[ -]\d\d$")
VERSIONED = re.compile(r"^[A-Z][a-z]+ v?\d+\.\d[\w.\-]*$")
LEADING = re.compile(
    r"^(?:\[[^\]]{1,30}\]|(?:blog|news|release|announcement|[A-Z]{2,10}-\d{4}-[\w-]+"
    r"|GHSA(?:-[0-9a-z]{4}){3})\s*[:|])\s*",
    re.IGNORECASE,
)
RELEASED = re.compile(
    r"[A-Za-z][\w.-]*(?: [A-Z][\w.-]*){0,2} v?\d+\.\d+[\w.\-]*(?: (?:GA|RC ?\d*|LTS|[Bb]eta ?\d*))?"
)  # a name and its version
# What stands around a name and its version in the title of a post that announces it.
ANNOUNCING = re.compile(
    r"^(?:announcing|introducing|releasing)(?: the release of)? ", re.IGNORECASE
)
SAID = re.compile(
    r" (?:releases?d?|(?:release|patch) notes|change ?log|changes)$",
    re.IGNORECASE,
)
NOTED = re.compile(
    r" (?:changes|change ?log|release notes)(?= v?\d)", re.IGNORECASE
)  # `dbt Core changes 2.0.0`
# A number in a list of flaws, a package's path: they name a page and say nothing of it.
NUMBERED = re.compile(r"[A-Z]{2,10}-\d{4}-[\w-]+|GHSA(?:-[0-9a-z]{4}){3}|@?[\w.-]+/[\w.-]+")
HASH = re.compile(r"^[0-9a-f]{7,40}:\s+")  # of a change, before what it changed
CLIPPED = 60  # characters from which a title may have been cut off by its source
OPEN_ENDED = STOPWORDS | PREPOSITIONS | {"due"}  # what no title ends on
WHOLE = 3  # words of a sentence that may stand for its title
DAY = re.compile(r"\s*\(\d{4}-\d\d-\d\d\)\s*$")
SUFFIX = re.compile(r"\s+[|·–—]\s+[^|·–—]{2,40}$")
# Where the name of what a publisher publishes about ends.
PUBLISHED_IN = re.compile(
    r"\s*(?:[,:(].*|\b(?:docs?|documentation|(?:engineering |tech )?blog|(?:employee )?handbook|website|site|specs?"
    r"|releases?|news|change ?logs?|changes|history|posts|episodes|articles|notes|guidance|recommendations"
    r"|(?:(?:enhancement|evolution) )?proposals?|RFCs|advisories|(?:(?:vulnerability|advisory) )?database"
    r"|(?:user )?guides?|learn pages)\b.*)$",
    re.IGNORECASE,
)
CUT = re.compile(
    r",\s(?:which|who|so|and|but|as|with|along|including|allowing|making)\b|;\s|\s[–—]\s|:\s"
)


def headline(title: str, publisher: str, opening: str, subject: str = "") -> str:
    """The headline of a section. subject: what the document is about, such as the package of an
    advisory, which then stands before its title in place of the publisher."""
    name = SUFFIX.sub("", LEADING.sub("", HASH.sub("", clean(title)))).strip(" .!")
    name = _unclipped(_released(name))
    bare = DAY.sub("", name)
    if DATED.match(name) or DATED.match(bare):
        return f"{product(publisher)} {bare}".strip()
    if VERSIONED.match(name) and not tells(name, publisher):
        return f"{product(publisher)} {name[0].lower()}{name[1:]}"
    if tells(name, publisher):
        short = _short(name)
        if subject and subject.lower() not in short.lower():
            return _attributed(short, subject)
        return name if RELEASED.fullmatch(name) else quoted(short, publisher)
    found = main_clause(opening)
    plain = name and not (FILES.match(name) or NUMBERED.fullmatch(name) or _is_generic(name))
    if not found and plain:
        return quoted(name, publisher)  # a whole plain title, before a torn sentence
    if found and form(clause(found).first) in ("past", "base"):  # an entry of a list of changes
        return quoted(found, publisher)
    return found or quoted(_first_words(opening), publisher)


def _released(name: str) -> str:
    """`etcd v3.7.0` of `Announcing etcd v3.7.0`; every other title as it stands."""
    bare = NOTED.sub("", SAID.sub("", ANNOUNCING.sub("", name)))
    return bare if RELEASED.fullmatch(bare) else name


def _unclipped(name: str) -> str:
    """A title of which its source cut off the end: its first whole sentence, else without the words
    that led on to what is missing."""
    if len(name) < CLIPPED:
        return name
    first, *rest = [name[start:end] for start, end in sentences(name)]
    if rest and len(first.split()) >= WHOLE:
        return first.strip(" .!")
    return _closed(name)


def _closed(text: str) -> str:
    """Words without the last ones that lead on to what is missing."""
    left = text.split()
    while len(left) > WHOLE and left[-1].lower().strip(",;:") in OPEN_ENDED:
        left.pop()
    return " ".join(left).strip(" ,;:")


def _is_generic(name: str) -> bool:
    return all(word.lower() in GENERIC for word in words(name))


def quoted(title: str, publisher: str) -> str:
    """A source's title as its source's words: what others wrote over a page is not our line."""
    return _attributed(title, product(publisher))


def _attributed(title: str, name: str) -> str:
    inner = within(title)
    for mark in ("‘", "’"):
        inner = inner.replace('"', mark, 1) if inner.count('"') in (1, 2) else inner
    return f"{name}: “{inner}”"


def tells(title: str, publisher: str) -> bool:
    """True when a title says something that not every page could say."""
    if FILES.match(title) or NUMBERED.fullmatch(title) or len(title) < 4:
        return False
    own = {word.lower() for word in words(publisher)}
    telling = [
        word
        for word in words(title)
        if word.lower() not in STOPWORDS | GENERIC | own and not word[0].isdigit()
    ]
    named = [word for word in words(title) if word.lower() in own]
    numbered = any(char.isdigit() for char in title)
    coded = len(telling) == 1 and bool(re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]|_", telling[0]))
    return (
        coded
        or len(telling) >= 2
        or bool(telling and (named or numbered))
        or bool(named and numbered)
    )


def product(publisher: str) -> str:
    """What the publisher writes about: its name up to `docs`, `blog` and the like."""
    return clean(PUBLISHED_IN.sub("", publisher)) or publisher


def publisher(item: EvidenceItem) -> str:
    """A source's title up to its first comma: `sitespeed.io docs, posts, feeds` is long to read."""
    return item.source_title.split(",")[0]


def main_clause(opening: str) -> str:
    """The main clause of a sentence, cut where its circumstances begin; "" when it stays long."""
    found = clause(opening)
    start = found.starts[found.main] if found.main < len(found.starts) else 0
    text = opening[start:].rstrip(" .!")
    cut = CUT.search(text, 30)
    text = text[: cut.start()] if cut else text
    if not 20 <= len(text) <= LONGEST:
        return ""
    return text[0].upper() + text[1:]


def _first_words(opening: str) -> str:
    """The beginning of a sentence of which no main clause could be cut, with what is left out."""
    return f"{_closed(opening[: LONGEST - 30].rsplit(' ', 1)[0])} …"


def _short(title: str) -> str:
    """A title of at most two lines; a longer one loses what follows its last colon or comma."""
    while len(title) > LONGEST and re.search(r"[:,;(–—]", title[25:]):
        title = re.split(r"\s*[:,;(–—](?=[^:,;(–—]*$)", title)[0]
    return title
