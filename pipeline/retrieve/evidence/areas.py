"""Which of the usual domains of an engineering desk a text itself speaks of.

Enter: the title of a domain; the title and text of a document. Leave: whether words of the domain
stand in it, and whether it tells of an attack or a weakness. The words are in areas.toml; of a domain
that is called none of the names there nothing is known, and nothing asked. The method is that of a
controlled vocabulary: distinct words of a field in the title and the opening, each counted once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.newsroom.desk import Domain
from pipeline.records import Document
from pipeline.text.days import MONTH
from pipeline.text.lists import beside
from pipeline.text.numbers import DOTTED
from pipeline.text.topics import is_round_up

OPENING = 2_400  # characters of a text that say what it is about
FIRST = 900  # and those in which an attack that is the subject is named
LITTLE = 1  # distinct words of a field that its source is declared for,
ENOUGH = 3  # and of another
NAMED = 3  # distinct words of an attack in the first lines, where the title has none
RELEASED = re.compile(rf"(?<![\w.]){DOTTED}(?![\w.]*%)")
_OF_A_MONTH = re.compile(
    rf"(?<!\()\b(?:{MONTH})\.?(?: \d{{1,2}},?)? (?:\d{{4}}|['\u2019]\d\d)\b", re.IGNORECASE
)
_MENDS = re.compile(r"\W*(?:fix(?:es|ed)?|mends?|mended|close[sd]?|patch(?:es|ed)?) [^.\n]{0,60}")


@dataclass(frozen=True, slots=True)
class Area:
    """A field of engineering, by its words."""

    name: str
    called: re.Pattern[str]
    signs: re.Pattern[str]
    attack: re.Pattern[str] | None
    passing: int  # how many more words it asks for, as others use them in passing
    releases: re.Pattern[str] | None = None  # words that count where a title names a version, too
    people: bool = (
        False  # of the work itself: a text on technology is not of it by its source alone
    )


@cache
def areas() -> tuple[Area, ...]:
    """The fields that are known, in the order of areas.toml."""
    held = beside(__file__, "areas.toml").tables
    return tuple(
        Area(
            name,
            _any(row["called"], plural=False),
            _any(row["signs"]),
            _any(row["attack"]) if "attack" in row else None,
            row.get("passing", 0),
            _any(row["released"]) if "released" in row else None,
            row.get("people", False),
        )
        for name, row in held.items()
    )


def area_of(domain: Domain) -> Area | None:
    """The field that a domain is called after; None when it is none of the usual ones."""
    title = domain.title.lower()
    found = [
        (match.end(), match.end() - match.start(), at)
        for at, one in enumerate(areas())
        for match in one.called.finditer(title)
    ]  # the last word is what the others qualify: Platform Security is security
    return areas()[max(found)[2]] if found else None


def speaks_of(
    area: Area, document: Document, source: str = "", *, declared: bool = False, heard: bool = True
) -> bool:
    """Whether the title and opening of a document hold enough distinct words of a field; the name
    of its source (`RustSec advisories`) counts with them. declared: the source is of this field; heard: and
    its owner's word for it is worth so much that few are enough."""
    least = (LITTLE if declared and heard else ENOUGH) + area.passing * (heard or not declared)
    return len(_told(area, document, source, tools=released(document))) >= least


def words_of(area: Area, document: Document) -> int:
    """Distinct words of a field in the title and opening of a document; those of its tools but for as many as
    others use in passing (`the runtime`)."""
    told = _told(area, document, tools=False)
    tools = _told(area, document, tools=True) - told
    return len(told) + max(0, len(tools) - area.passing)


def _told(area: Area, document: Document, source: str = "", *, tools: bool) -> set[str]:
    text = f"{source}\n{document.title}\n{document.text[:OPENING]}".lower()
    told = _found(area.signs, text)
    return told | _found(area.releases, text) if area.releases and tools else told


def well_said(area: Area, text: str) -> bool:
    """Whether a text holds as many words of a field as one of another source needs."""
    return len(_found(area.signs, text[:OPENING].lower())) >= ENOUGH + area.passing


def tells_of_attack(document: Document) -> bool:
    """Whether an attack, a weakness or an advisory is what a document is about: the title names it
    and so do the first lines, or these name it in several ways, or open with its fix."""
    if is_round_up(document.title):
        return False
    attack = next(area.attack for area in areas() if area.attack)
    first = _found(attack, document.text[:FIRST].lower())
    mends = _MENDS.match(document.text[:FIRST].lower())
    named = attack.search(document.title.lower()) or (mends and attack.search(mends[0]))
    return len(first) >= (1 if named else NAMED)


def released(document: Document) -> bool:
    """Whether the title of a document names a version."""
    return bool(RELEASED.search(document.title))


def gathers(document: Document) -> bool:
    """Whether the title of a document names a version or a month, whose notes mend much in passing."""
    return released(document) or bool(_OF_A_MONTH.search(document.title))


def _found(signs: re.Pattern[str], text: str) -> set[str]:
    """Distinct words found, a word and its plural as one."""
    return {_singular(found) for found in signs.findall(text)}


def _singular(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.rstrip("s")


def _any(words: str, *, plural: bool = True) -> re.Pattern[str]:
    """A pattern of words divided by `|`; `*` for any further letters."""
    parts = [part.strip() for part in words.replace("\n", " ").split("|")]
    ends = ((part, "s?" if plural and part[-1] != "*" else "") for part in parts)
    made = [
        (re.escape(part).replace(r"\*", r"[\w-]*") + end)
        for part, end in sorted(ends, key=lambda one: len(one[0]), reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{_by_first_letter(made)})(?![^\W_])")


def _by_first_letter(parts: list[str]) -> str:
    """The alternatives in groups of one first letter, so that a place in a text is held against few."""
    groups: dict[str, list[str]] = {}
    for part in parts:
        groups.setdefault(part[0] if part[0].isalnum() else "", []).append(part)
    return "|".join(
        f"{first}(?:{'|'.join(part[len(first) :] for part in group)})"
        for first, group in groups.items()
    )
