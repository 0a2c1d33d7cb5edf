"""The headline of an advisory: what is affected, and what its flaw is.

A database of flaws names in its own title none of the products in which they are; the advisory does, in
its title, in its field of packages, or where its text says in what the flaw was found.

Enter: an item of an advisory, the lines of its document. Leave: the name of what is affected, as its title
or text writes it; the title without that name; the statement that heads an advisory whose title is a
number, or says no more than that a flaw was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.compose.extractive import worth
from pipeline.compose.extractive.headings.headline import (
    LEADING,
    NUMBERED,
    attributed,
    bare_of_stops,
    is_generic,
    named_subject,
    short,
)
from pipeline.compose.extractive.headings.publishers import DATABASES
from pipeline.compose.extractive.headings.statement import cut_down, is_torn
from pipeline.compose.extractive.headings.titled import is_definition
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.worth.harm import harms
from pipeline.records import EvidenceItem
from pipeline.text.lists import beside
from pipeline.text.numbers import DOTTED
from pipeline.text.printable.clause import clause, form
from pipeline.text.words import clean, words

PARTS = beside(__file__).words("parts")  # of a product, which a flaw may be in as well
OPENING = 400  # characters of an advisory in which it says what it is of
HEAD = 4  # words of a title before its colon that may be a name
LEAST = 3  # words that a title keeps without the name
STATED = 5  # words of a statement
EARLY = 8  # lines of an advisory, one of which says what the flaw is
FLAWED, HARMFUL, LATER = 1.0, 0.6, 0.1
_WORD = r"[A-Za-z][\w.+-]*\w"
_NAME = rf"(?P<name>{_WORD}(?: (?:[A-Z][\w.+-]*|package|crate|gem|library)(?![\w.])){{0,3}})"
_OF = r"(?:versions?|releases?|before|up to|through|prior to|from|and earlier)"
# Where an advisory says what it is of: `Kestrel 1.1.0 through 1.3.1 contain`, `found in Kestrel`, ...
NAMES = (
    re.compile(rf"(?:^|\bIn )(?:GNU )?{_NAME},?(?: {_OF}){{0,4}} {DOTTED}"),
    re.compile(rf"\b(?:found|discovered|identified|determined|detected) in (?:the )?{_NAME}"),
    re.compile(rf"^{_NAME} is (?:an?|the) "),
    re.compile(rf"\b(?:vulnerability|flaw|overflow|traversal|injection) in (?:the )?{_NAME}"),
)
PACKAGE = re.compile(r"^- (?:\w+ )?(?P<name>[\w@./-]+): (?:introduced|fixed|[<>=])", re.MULTILINE)
# ... and its title: `... in the Kestrel package`, `... in kestrel's do_sub()`, `Kestrel vulnerable to ...`.
ENDS_IN = re.compile(rf" in (?:the )?{_NAME}$")
WITHIN = re.compile(rf" in (?:the )?{_NAME}['’]s ")
HEADS = re.compile(rf"^{_NAME} (?:is )?(?:vulnerable|affected|has|contains|allows)\b")
MODULE = re.compile(r" in (?P<path>(?:[\w-]+\.)+[a-z]{2,4}/[\w./-]+)$")
MAJOR = re.compile(r"/v\d+$")
NUMBER = re.compile(rf"(?:{NUMBERED.pattern})(?: records?)?", re.IGNORECASE)
# Says that there is a flaw, or that it is mended, and nothing of what it is.
FOUND = re.compile(
    r"(?:An?|Some|Several|Multiple) (?:[\w-]+ )?(?:flaw|vulnerabilit(?:y|ies)|weakness|issue|bug|problem)s? (?:was|were|has been|have been|is|are) (?:\w+ )?"
    r"(?:found|discovered|identified|determined|detected|reported)\b[^,;]*$"
)
MENDED = re.compile(
    r"(?:This|The|These|It|Both)(?: \w+){0,2} (?:(?:is|was|are|were|has been|have been) )?(?:fixed|patched|resolved|addressed|mended|called)\b"
    r"|(?:fixed|patched|resolved|addressed) in (?:version )?v?\d",
    re.IGNORECASE,
)
SINCE = re.compile(
    rf"^(?:Prior to|Before|In|From|Up to|Starting (?:with|from)|Since) (?:versions? )?{DOTTED}[^A-Za-z]{{0,3}}(?:(?:and|through|to|,) {DOTTED},? )*"
)  # versions before what is said of them
PLACED = re.compile(r" (?:located|defined|implemented) in\b| (?:in|of) the (?:source )?file\b")
POINTS = re.compile(r"(?:This|That|These|Those|It|They|Its|Successful)\b")


def says_only_so(text: str) -> bool:
    """Whether a statement says that a flaw was found or is mended, and not what it is."""
    return bool(FOUND.match(text) or MENDED.match(text))


def is_advisory(item: EvidenceItem) -> bool:
    """Whether an item is of an advisory: filed under its package, or from a database of them."""
    return bool(named_subject(item) or DATABASES.search(item.source_title))


def told_of(item: EvidenceItem, pool: Sequence[Line]) -> str:
    """The headline of an advisory; "" where it names nothing that is affected, or where its title says in a
    sentence what the thing does: `Kestrel accepts a token twice`."""
    if not is_advisory(item):
        return ""
    title = _title(item)
    name = affected(item, title)
    if not name:
        return ""
    if title and not says_only_so(title):
        left = _without(title, name)
        whole = left.lower().startswith(f"{name.lower()} ")
        return "" if whole else attributed(short(left), name)
    found = [(said, line) for line in pool if (said := _flaw(line))]
    best = max(found, key=lambda one: (_worth(*one), -one[1].at), default=None)
    return attributed(best[0], name) if best else ""


def _title(item: EvidenceItem) -> str:
    """The title of an advisory without its number; "" where that is all."""
    title = LEADING.sub("", bare_of_stops(clean(item.title)))
    return "" if NUMBER.fullmatch(title) or is_generic(title) else title


def affected(item: EvidenceItem, title: str) -> str:
    """What an advisory is of, as its title or its text writes it; "" where neither says so."""
    head, colon, _ = title.partition(": ")
    subject = named_subject(item)
    if colon and _is_name(head, item, subject):
        return head
    if subject:
        return _written(subject, MODULE.sub("", title)) or subject
    path = MODULE.search(title)
    packages = [path["path"]] if path else [one["name"] for one in PACKAGE.finditer(item.text)]
    for name in packages:
        last = MAJOR.sub("", name).rsplit("/", 1)[-1]
        if written := _written(last, MODULE.sub("", title)) or _written(last, item.prose):
            return written
    named = (form.search(title) for form in (HEADS, ENDS_IN, WITHIN))
    said = (form.search(item.prose[:OPENING]) for form in NAMES)
    able = [found["name"] for found in (*named, *said) if found]
    held = f" {' '.join(words(f'{item.title} {item.text}'))} "
    return next((one for one in able if _is_own(one) and f" {one} " in held), "")


def _is_own(name: str) -> bool:
    """Whether a name is no word for a part of some product: `parser`."""
    return name.lower() not in PARTS and not worth.FLAW.search(name) and not is_generic(name)


def _is_name(head: str, item: EvidenceItem, subject: str) -> bool:
    """Whether what stands before the colon of a title is the name of what the advisory is of."""
    if len(head.split()) > HEAD or not _is_own(head):
        return False
    same = bool(subject) and _letters(head) == _letters(subject)
    return same or (
        re.search(rf"\b{re.escape(head)}\b", item.prose) is not None and head[0].isupper()
    )


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _written(package: str, text: str) -> str:
    """A package's name as a text writes it: `Argo CD` of `argo-cd`; "" where it does not, or in plain words
    of several that may be none, as `circular buffer` of `circular-buffer`."""
    parts = [re.escape(one) for one in re.split(r"[-_. ]+", package) if one]
    if not parts:
        return ""
    pattern = rf"(?<![\w/.-]){'[-_. ]?'.join(parts)}(?![\w/])"
    found = (one[0] for one in re.finditer(pattern, text, re.IGNORECASE))
    return next((one for one in found if " " not in one or one[0].isupper()), "")


def _without(title: str, name: str) -> str:
    """A title without the name that stands before it: `Path traversal` of `Path traversal in kestrel in
    example.com/nest/kestrel`."""
    left = MODULE.sub("", title)
    own = re.escape(name)
    left = re.sub(rf" in (?:the )?{own}$", "", left, flags=re.IGNORECASE)
    after = re.match(rf"{own}(?:: | (?=\S))", left, re.IGNORECASE)
    if after and (after[0].endswith(": ") or not _begins_with_verb(left[after.end() :])):
        left = left[after.end() :]
    return left if len(left.split()) >= LEAST else title


def _begins_with_verb(text: str) -> bool:
    return form(text.split()[0]) in ("3sg", "past", "aux")


def _flaw(line: Line) -> str:
    """What a line says of a flaw, in a clause that is whole; "" for none."""
    if line.kind != "sentence" or not line.flows or line.introduces or line.at > EARLY:
        return ""
    text = PLACED.split(SINCE.sub("", line.text), maxsplit=1)[0]
    said = cut_down(f"{text.rstrip('.')}.")
    able = said and len(said.split()) >= STATED and clause(said).verb > 0
    back = POINTS.match(said) or says_only_so(said) or is_definition(said) or line.ours
    return said if able and not back and not is_torn(said, text) else ""


def _worth(said: str, line: Line) -> float:
    told = FLAWED * bool(worth.FLAW.search(said)) + HARMFUL * harms(said)
    return told - LATER * line.at
