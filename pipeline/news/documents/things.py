"""What a document is about by name: the package of an advisory, the product of a release, the number
of a proposal.

Enter: a document and its nature. Leave: names, none where the text does not say. Two advisories of
one package belong together more than two of one day; two proposals with numbers of their own do not.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pipeline.records import Document
from pipeline.text.lists import beside
from pipeline.text.numbers import DOTTED, FLAW, WHOLE_VERSION
from pipeline.text.topics import SHELVES
from pipeline.text.words import STOPWORDS

_LISTS = beside(__file__)
_FILLERS = _LISTS.words("fillers")
_COMMON = STOPWORDS | _FILLERS | _LISTS.words("unnamed")
_MODULE = re.compile(r"\b(?:[\w-]+\.)+(?:com|org|net|io|dev|in|sh|ai|app)/[\w.-]+(?:/[\w.-]+)?")
_BEFORE_VERSION = re.compile(rf"([A-Za-z][\w.@/+-]*)[ :,(]+(?:version |release )?{DOTTED}")
_PATCHED = re.compile(r"^Patched versions: (.+)$", re.MULTILINE)
# How an advisory of a product's own says which product it is of, and which release mends the flaw.
_NAMED = r"([A-Za-z][\w.+-]*\w)"
_AFFECTED = re.compile(
    rf"\b(?:affected|vulnerable) versions?\s*:\s*{_NAMED} (?:versions? )?(?:[<>=]+ ?)?{DOTTED}",
    re.IGNORECASE,
)
_VERSIONED = re.compile(
    rf"{_NAMED},?(?: (?:before|up to|through|prior to|versions?|releases?|from|and earlier))* {DOTTED}"
)
_FOUND_IN = re.compile(rf"\b(?:found|discovered|identified) in (?:the )?{_NAMED}")
_BEGINS = re.compile(
    rf"^(?:GNU )?{_NAMED}(?::(?= \w)| (?:contains|allows|has an?|is vulnerable|affected by|improperly)\b)"
)
_MENDED = re.compile(
    rf"\b(?:up(?:grade|date) {_NAMED}(?:(?:,| and) [\w.+-]+)* to|(?:fixed|patched|resolved) in {_NAMED})"
    r" (?:version |release )?v?(\d+(?:\.\d+)+)",
    re.IGNORECASE,
)
_RELEASE = re.compile(rf"[A-Za-z][\w./-]* {WHOLE_VERSION}")
# `CVE-2026-41316: Kestrel ...` and `QSB-114: ...` name no product before their colon.
_FLAW = re.compile(rf"(?i:{FLAW})|[A-Z]{{2,6}}-\d[\d-]*")
_NUMBER = re.compile(r"(?:^|[^A-Za-z])([A-Z]{2,5})[ -]?(\d{1,5})\b")
_FILED = re.compile(r"(?:[a-z]{2,5}-)?(\d{3,5})(?:-|$)")
_OPENS = 300  # characters of an advisory in which its product is looked for
_PREFIX = 4  # letters that the packages of one family share before their hyphen (`tokio-timer`)


def things(document: Document, nature: str) -> frozenset[str]:
    """Names of what an advisory or a release is about, in small letters."""
    if nature == "advisory":
        folder = PurePosixPath(document.path.split("#")[0]).parent.name.lower()
        paths = (one.rstrip(".").lower() for one in _MODULE.findall(document.title))
        held = (folder,) if folder and folder not in SHELVES and not folder.isdigit() else ()
        return frozenset((*held, *paths)) or _products(document)
    if nature == "release":
        named = (one.lower() for one in _BEFORE_VERSION.findall(document.title))
        return frozenset(one for one in named if one not in _COMMON)
    return frozenset()


def mended_in(document: Document) -> frozenset[str]:
    """The releases that an advisory says mend its flaw, by name and version (`go 1.25.13`): what one
    release mends is told once."""
    said = _PATCHED.findall(document.text)
    rows = [row.strip(" .") for one in said for row in one.split(";")]
    rows += [f"{name} {version}" for name, version in _remedies(document)]
    return frozenset(row.lower() for row in rows if _RELEASE.fullmatch(row))


def _products(document: Document) -> frozenset[str]:
    """What an advisory names as affected with a version, or as what to upgrade."""
    named: list[str] = [
        *_AFFECTED.findall(document.text),
        *(name for name, _ in _remedies(document)),
    ]
    for told in (document.title, document.text[:_OPENS]):
        for pattern in (_VERSIONED, _FOUND_IN, _BEGINS):
            found = pattern.findall(told)
            named = named or [one for one in found if not _FLAW.fullmatch(one)]
    return frozenset(map(str.lower, named)) - _COMMON


def _remedies(document: Document) -> list[tuple[str, str]]:
    """The products and releases that an advisory says mend its flaw, in running words."""
    found = ((one or other, version) for one, other, version in _MENDED.findall(document.text))
    return [(name, version) for name, version in found if name.lower() not in _COMMON]


def akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two documents name one thing, or packages of one family."""
    return any(_family(a, b) for a in one for b in other)


def _family(one: str, other: str) -> bool:
    if one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-"):
        return True
    first, second = re.split(r"[-_]", one)[0], re.split(r"[-_]", other)[0]
    return first == second and len(first) >= _PREFIX and "/" not in first


def numbers(document: Document) -> frozenset[str]:
    """The number that a proposal has in its title or the name of its file; none where it has none."""
    if found := _NUMBER.search(document.title):
        return frozenset((f"{found[1]}-{int(found[2])}",))
    name = PurePosixPath(document.path.split("#")[0]).stem.lower()
    filed = _FILED.match(name)
    return frozenset((str(int(filed[1])),)) if filed else frozenset()
