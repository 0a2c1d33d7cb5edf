"""A headline that says what happened: the document's title where it does, else its main clause.

A title is its source's line and stands in quotation marks, behind what it is about or, where it names
that itself, behind who wrote it. Ours are a name with its version and what a document states.

Enter: the lead's title, its publisher, the line that opens the section. Leaves: one line without a
full stop. A title that could stand over any page ("Overview", "Release notes", "13.4.1") takes
the publisher's name or gives way to the opening.
"""

from __future__ import annotations

import re

from pipeline.compose.extractive.headings.publishers import GENERIC, OTHERS, product, writer
from pipeline.records import EvidenceItem
from pipeline.text.days import MONTH, MONTHS, WEEKDAYS
from pipeline.text.numbers import FLAW, RELEASED, WHOLE_VERSION
from pipeline.text.printable.clause import PREPOSITIONS, clause, form
from pipeline.text.sentences import sentences
from pipeline.text.words import STOPWORDS, clean, within, words

LONGEST = 116  # characters: two lines over a section
SUBTITLE, HEADED = re.compile(r":\s|\s[–—]\s"), 5  # behind so many words, which say enough alone
TORN = 80  # of a sentence of which no clause could be cut
FILES = re.compile(r"^(?:[\w.-]+\.(?:md|mdx|html?|rst|txt)|index|untitled.*)$", re.IGNORECASE)
DATED = re.compile(r"^v?\d[\w.\-]*(?:\s*\(?\d{4}-\d\d-\d\d\)?)?$|^\d{4}[ -]\d\d[ -]\d\d$")
VERSIONED = re.compile(rf"^[A-Z][a-z]+ {WHOLE_VERSION}$")
LEADING = re.compile(
    rf"^(?:\[[^\]]{{1,30}}\]|(?:blog|news|release|announcement|{FLAW})\s*[:|]|(?:{FLAW})\s+[-–—]\s)\s*",
    re.IGNORECASE,
)
# What stands around a name and its version in the title of a post that announces it.
ANNOUNCING = re.compile(
    r"^(?:announcing|introducing|releasing|about)(?: the release of)? ", re.IGNORECASE
)
SAID = re.compile(
    r" (?:(?:(?:is|are|now|has been) )*(?:out|here|released|(?:now )?available)|releases?|(?:release|patch) notes|change ?log|changes)$",
    re.IGNORECASE,
)
# What a source has beside the name of its thing, before a version: `dbt Core changes 2.0.0`.
_KIND = r"(?:docs|documentation|blog|changes|change ?logs?|(?:release )?notes|news|posts|guides|proposals)"
NOTED = re.compile(rf" (?:{_KIND},? (?:and )?)*{_KIND}(?= v?\d+\.\d)", re.IGNORECASE)
# The day behind the name and version of a release: `MetricFlow 0.210.0 - April 24, 2026`.
_DAY = rf"(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}})?,? \d{{4}}|\d{{4}}-\d\d-\d\d"
OF_DAY = re.compile(rf"(?:\s*\((?:{_DAY})\)|(?:,| [-–—])\s*(?:{_DAY}))\s*$", re.IGNORECASE)
# What a document of a title that could stand over any calls itself at its head.
CALLED = re.compile(
    r"^[-*•\s]*(?:Name|Title|Feature name):\s*(?P<name>[^\n]{8,110}?)\s*$", re.MULTILINE
)
HEAD = 300  # characters of a document in which it does
# A version alone, with what is said of every release around it: `Latest stable release: v0.55.1`.
LONE = re.compile(
    r"(?:(?:the|latest|preview|stable|new|release|version)[: ]+)*(?P<version>v?\d+\.\d+[\w.\-]*(?: [A-Z][a-z]+)?)"
    r"(?: (?:is|now|has|been|released?|out|available))*",
    re.IGNORECASE,
)
# A number in a list of flaws, a package's path: they name a page and say nothing of it.
NUMBERED = re.compile(rf"{FLAW}|@?[\w.-]+/[\w.-]+")
HASH = re.compile(r"^[0-9a-f]{7,40}:\s+")  # of a change, before what it changed
CLIPPED = 60  # characters from which a title may have been cut off by its source
# What a whole title may end on: `the login limits around them`.
ENDING = frozenset(
    "it them you us me him this that these those here there so too now not again up out off down".split()
)
OPEN_ENDED = (STOPWORDS | PREPOSITIONS | {"due"}) - ENDING  # what no title ends on
CUT_OFF = " …"  # behind a title of which the end is missing
WHOLE = 3  # words of a sentence that may stand for its title
DAY = re.compile(r"\s*\(\d{4}-\d\d-\d\d\)\s*$")
SUFFIX = re.compile(r"\s+([|·–—])\s+[^|·–—]{2,40}$")
# A name of its maker's coining: `IsoExec`, `golang.org/x/image`, `alias_attribute`, `aria2c`.
OWN_NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]|\w\.\w+/|^[a-z]\w*_\w|^[a-z]+\d")
AKIN = 5  # letters in which `Electric` names ElectricSQL, and one fewer in which `Rustup` is Rust's
_MONTHS = "|".join(MONTHS)
# The day on which a page came, at the head of its title.
ON_DAY = re.compile(
    rf"^(?:(?:{'|'.join(WEEKDAYS)}),? )?(?:(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?,? )(?:\d{{4}}:? )?",
    re.IGNORECASE,
)
CUT = re.compile(
    r"\s(?:for|of|with|in) the following\b|,\s(?:which|who|so|and|but|as|with|along|including|allowing|making|while|without"
    r"|instead|rather|because|when|after|where|letting|enabling|causing|leading|resulting|reducing|helping)\b|;\s|\s[–—]\s|:\s"
)
# Where a clause that is still too long ends; never before its condition.
ENDS = re.compile(
    r"\s(?:because|while|so that|which|by \w+ing|and (?=[a-z]\w* (?:the|an?|no|any|its|their|\w+s)\b))\b"
)
LABELLED = re.compile(
    r"^(?:[A-Z][A-Z ]{3,20}:|\((?:Breaking|BREAKING|Deprecat)[^)]*\):?|[A-Z][\w &/,+-]{2,40}:)\s+"
)
# What `attributed` makes.
ATTRIBUTED = re.compile(r"([^“”]+): “([^“”]+)”")
# A title that its page shares with those of every other week: a number or a month tells them apart.
SERIAL = re.compile(
    r"\b(?:newsletter|weekly|monthly|digest|round-?up|change ?log|release notes|this (?:week|month)|what['’]?s new|dev(?:elopment)? update)\b|(?-i:[A-Z]\w+ Releases)$"
    rf"|^(?:{_MONTHS}) in\b|#\d+$",
    re.IGNORECASE,
)


def headline(title: str, publisher: str, opening: str, subject: str = "") -> str:
    """The headline of a section. subject: what the document is about, such as the package of an
    advisory, which then stands before a title that does not name it."""
    name = _plain(title, publisher)
    bare = DAY.sub("", name)
    if DATED.match(name) or DATED.match(bare):
        return f"{product(publisher)} {bare}".strip()
    if VERSIONED.match(name) and not tells(name, publisher):
        return f"{product(publisher)} {name[0].lower()}{name[1:]}"
    if tells(name, publisher):
        return _titled(short(_unannounced(name)), publisher, subject)
    found = main_clause(opening)
    plain = name and not (FILES.match(name) or NUMBERED.fullmatch(name) or is_generic(name))
    said = {word.lower() for word in words(name)} - STOPWORDS
    if plain and not said & {word.lower() for word in words(found)}:
        return about(name, publisher)  # a whole plain title, before a torn sentence or another's
    if found and form(clause(found).first) in ("past", "base"):  # an entry of a list of changes
        return quoted(found, publisher)
    return found or quoted(_first_words(opening), publisher)


def named_subject(item: EvidenceItem) -> str:
    """What a document is about, by a name of its own; "" for `docs`, which is no package."""
    return "" if item.subject.lower() in GENERIC else item.subject


def _titled(name: str, publisher: str, subject: str) -> str:
    """A title that says something, behind the name of what it is about where it does not name that."""
    if subject and subject.lower() not in name.lower():
        return attributed(name, subject)
    if RELEASED.fullmatch(name):
        return _inner(name)
    named = names_itself(name, publisher) or subject
    return attributed(name, writer(publisher)) if named else quoted(name, publisher)


def names_itself(title: str, publisher: str) -> bool:
    """Whether a title names what it is about: what its publisher writes about, or something with a
    name of its own. In a feed of others' flaws any name will do: the feed's own says nothing."""
    if _names(title, publisher) or any(OWN_NAME.search(one) for one in title.split()):
        return True
    said = words(title)
    given = [one for one in said if one.lower() not in STOPWORDS | GENERIC]
    small = sum(one[0].islower() for one in given) > len(given) // 2  # else every word is capital
    named = small and any(one[0].isupper() for one in said[1:])
    return bool(OTHERS.search(publisher)) and (named or (small and said[0][0].islower()))


def _names(title: str, publisher: str) -> bool:
    """Whether a title names what its publisher writes about."""
    own = [one for one in words(product(publisher)) if one.lower() not in STOPWORDS | GENERIC]
    said = words(title)
    met = [at for at, other in enumerate(said) if any(_is_akin(one, other) for one in own)]
    whole = len(own) > 1  # of which a part in small letters, or at the head, may be any word
    return any(not whole or (at and said[at][0].isupper()) for at in met)


def _is_akin(one: str, other: str) -> bool:
    """Whether a publisher's word and another name one thing; a short name is told by its capitals."""
    if len(one) < 4 or len(other) < 4:
        return one == other
    left, right = one.lower(), other.lower()
    part = len(right) >= AKIN and left.startswith(right)
    return left == right or part or right.startswith(left)


def _unannounced(name: str) -> str:
    """`Linkerd 2.20: Rate limits` of `Announcing Linkerd 2.20: Rate limits`."""
    bare = ANNOUNCING.sub("", name)
    head, colon, _ = bare.partition(":")
    return bare if colon and RELEASED.fullmatch(head) else name


def _released(name: str) -> str:
    """`etcd v3.7.0` of `Announcing etcd v3.7.0`; every other title as it stands."""
    bare = NOTED.sub("", SAID.sub("", ANNOUNCING.sub("", undated(name))))
    return bare if RELEASED.fullmatch(bare) else name


def undated(title: str) -> str:
    """A title without the day or month that it ends on."""
    return OF_DAY.sub("", title)


def title_of(item: EvidenceItem) -> str:
    """The title of a document; of one that could stand over any page (`Meta`) what the document calls
    itself at its head, where it does."""
    if not is_generic(_plain(item.title, item.source_title)):
        return item.title
    found = CALLED.search(item.text, 0, HEAD) if item.start <= HEAD else None
    return found["name"] if found else item.title


def _unclipped(name: str) -> str:
    """A title of which its source cut off the end: its first whole sentence, else without the words
    that led on to what is missing; a mark says that it goes on."""
    if len(name) < CLIPPED:
        return name
    first, *rest = [name[start:end] for start, end in sentences(name)]
    if rest and len(first.split()) >= WHOLE:
        return first.strip(" .!") + CUT_OFF
    closed = _closed(name)
    return name if len(closed.split()) == len(name.split()) else closed + CUT_OFF


def _closed(text: str) -> str:
    """Words without the last ones that lead on to what is missing."""
    left = text.split()
    while len(left) > WHOLE and left[-1].lower().strip(",;:") in OPEN_ENDED:
        left.pop()
    return " ".join(left).strip(" ,;:")


def release(title: str, publisher: str) -> str:
    """Name and version of what a title says is released; "" for another title."""
    name = _plain(title, publisher)
    if lone := LONE.fullmatch(DAY.sub("", name)):
        return f"{product(publisher)} {lone['version']}"
    head = ANNOUNCING.sub("", re.split(r":| [-–—(] |[–—]", name)[0].strip(" ,"))
    named = not is_generic(re.sub(r"\d\S*", "", head))  # `Unreleased 21` is of nothing
    return head if RELEASED.fullmatch(head) and named else ""


def _plain(title: str, publisher: str) -> str:
    """A title without what every title of its source has around it; behind a dash, its publisher's name."""
    name = LEADING.sub("", HASH.sub("", clean(title)))
    found = SUFFIX.search(name)
    own = found and not {*words(found[0].lower())}.isdisjoint(words(publisher.lower()))
    if found and (own or found[1] in "|·" or is_generic(found[0])):
        name = name[: found.start()]
    return ON_DAY.sub("", _unclipped(_released(bare_of_stops(name))))


def bare_of_stops(title: str) -> str:
    """A title without the stops it ends on; one before a name is part of that: `.NET SDK 10.0.109`."""
    return title.strip(" !").rstrip(" .!")


def is_generic(name: str) -> bool:
    """True for a title of words that could stand over any page."""
    return all(word.lower() in GENERIC for word in words(name))


def is_serial(title: str) -> bool:
    """True for a title that says nothing but which of a series its page is: `This week in Kestrel #12`."""
    name = clean(title)
    if RELEASED.fullmatch(_released(name)):
        return False
    return bool(SERIAL.search(name) or FILES.match(name) or NUMBERED.fullmatch(name))


def about(statement: str, publisher: str) -> str:
    """A statement of a source as a headline, behind the name of what it is about where it lacks that."""
    others = OTHERS.search(publisher) and RELEASED.match(statement)
    return statement if others or _names(statement, publisher) else quoted(statement, publisher)


def entry(statement: str, item: EvidenceItem) -> str:
    """What a list of changes says, behind the release it is of, or the name of what it is about."""
    name = release(item.title, item.source_title)
    return attributed(statement, name) if name else about(statement, item.source_title)


def plainly(title: str, publisher: str) -> str:
    """A title as it stands, behind who wrote it."""
    return attributed(short(bare_of_stops(clean(title))), writer(publisher))


def quoted(title: str, publisher: str) -> str:
    """A source's title as its source's words: what others wrote over a page is not our line."""
    return attributed(title, product(publisher))


def attributed(title: str, name: str) -> str:
    """A title in quotation marks, behind the name of what it is about or of who wrote it."""
    return f"{name}: “{_inner(title)}”"


def _inner(title: str) -> str:
    """A title as it may stand within quotation marks, where a lede sets it."""
    inner = within(title)
    for mark in ("‘", "’"):
        inner = inner.replace('"', mark, 1) if inner.count('"') in (1, 2) else inner
    return inner


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


def main_clause(opening: str) -> str:
    """The main clause of a sentence, cut where its circumstances begin; "" when it stays long."""
    found = clause(opening)
    start = found.starts[found.main] if found.main < len(found.starts) else 0
    text = opening[start:].rstrip(" .!")
    cut = CUT.search(text, 30)
    text = _ended(text[: cut.start()] if cut else text)
    if not 20 <= len(text) <= LONGEST:
        return ""
    first = text.split()[0]
    plain = first.isalpha() and not OWN_NAME.search(first)
    return text[0].upper() + text[1:] if plain else text


def change(entry: str) -> str:
    """What an entry of a list says changed, without the label before it; "" where that is no clause of
    its own."""
    told = LABELLED.sub("", entry)
    found = main_clause(told)
    return found if told.lower().startswith(found.lower()) else ""


def _ended(text: str) -> str:
    """A clause that is too long for a headline, up to the last place where it may end."""
    if len(text) <= LONGEST:
        return text
    ends = [one.start() for one in ENDS.finditer(text, 30)]
    return text[: max((end for end in ends if end <= LONGEST), default=len(text))]


def _first_words(opening: str) -> str:
    """The beginning of a sentence of which no main clause could be cut, with what is left out."""
    return _closed(opening[:TORN].rsplit(" ", 1)[0]) + CUT_OFF


def short(title: str) -> str:
    """A title of at most two lines; a longer one loses its subtitle, else what follows its last comma, or
    where that leaves little of it the words that are too many, and says so."""
    ends = [one.start() for one in SUBTITLE.finditer(title[: LONGEST + 1])]
    heads = [title[:end] for end in ends if len(title[:end].split()) >= HEADED]
    if len(title) > LONGEST and heads:
        return heads[-1]
    left = title
    while len(left) > LONGEST and re.search(r"[:,;(–—]", left[25:]):
        left = re.split(r"\s*[:,;(–—](?=[^:,;(–—]*$)", left)[0]
    if len(left) < min(len(title), LONGEST // 2):
        left = _closed(title[:LONGEST].rsplit(" ", 1)[0])
    return left if left == title else left.removesuffix(CUT_OFF) + CUT_OFF
