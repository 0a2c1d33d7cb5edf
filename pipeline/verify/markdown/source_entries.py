"""Which lines of a file are entries of a list of sources, and say nothing else.

Enter: a block's text and the numbered evidence. Leaves: whether every line names a source of the
evidence and adds to its title, publisher, day and address no more than names. A section may be
called Notes, Evidence or References: a statement in it is judged like any other.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from pipeline.pages.context import named_places
from pipeline.pages.links import HOME_PAGE
from pipeline.records import EvidenceItem
from pipeline.text.folding import fold
from pipeline.text.lists import beside

_LISTS = beside(__file__)

_LABEL = re.compile(
    r"^[\s>]*(?:[-*+]\s+)?(?:<li\b[^<>]*\bvalue=\"(?P<li>\d{1,5})\"[^<>]*>"
    r"|\[\^(?P<note>\d{1,5})\]:|(?P<raised>[¹²³⁰⁴-⁹]{1,3})(?=\s)|\[?\[?(?:sources?\s+)?(?P<bare>\d{1,5})\s*[\]).:]+)\s*",
    re.IGNORECASE,
)
_BACK = re.compile(r"<span class=\"back[^<>]*>.*?</span>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{:?[^{}\n]*\}")
_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?https?://[^\s<>]+>?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?")
_DATE = re.compile(
    r"(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}|\(?\b(?:19|20)\d\d\b\)?"
)
_LOCATOR = re.compile(
    r"\b(?:p|pp|page|pages|vol|no|ch|section|v|version)\.?\s*\d[\d.–-]*|\b\d\d:\d\d(?::\d\d)?\b"
)
_CITED = re.compile(r"\[sources?\s+(\d{1,5})\]", re.IGNORECASE)
_LIST = re.compile(r"^\s*</?(?:ol|ul|div)\b[^<>]*>\s*$")
_LOWER = 3  # lower-case words in a row of an entry that no field has: more is a statement
_CONNECTING = _LISTS.words("connecting")


def is_entry(text: str, items: Mapping[int, EvidenceItem]) -> bool:
    """Whether each line of a block is an entry of a list of sources."""
    lines = [line for line in text.splitlines() if line.strip() and not _LIST.match(line)]
    return bool(lines) and all(_entry(line, items) for line in lines)


def is_listed(text: str, items: Mapping[int, EvidenceItem]) -> bool:
    """Whether a block outside of any list of sources is entries of one: each begins with its number, or
    with a link back to where it is cited."""
    lines = [line for line in text.splitlines() if line.strip()]
    labelled = all(_LABEL.match(line) or _RETURNS.match(line) for line in lines)
    return labelled and is_entry(text, items)


_RETURNS = re.compile(r"^\s*<a\b[^<>]*\bhref=[\"']#[^<>]*>[^<>]{1,3}</a>")


def _entry(line: str, items: Mapping[int, EvidenceItem]) -> bool:
    line = _RETURNS.sub(" ", _BACK.sub(" ", line))
    found = _LABEL.match(line)
    said = [unicodedata.normalize("NFKC", one) for one in found.groups() if one] if found else []
    numbers = [int(one) for one in said]
    numbers += [int(one) for one in _CITED.findall(line)]
    named = [items[n] for n in numbers if n in items]
    named += [item for item in items.values() if item.url and item.url in line]
    if not named:
        return False
    rest = html.unescape(_TARGET.sub(" ", _TAG.sub(" ", line[found.end() if found else 0 :])))
    for words in sorted(_fields(named), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    rest = _LOCATOR.sub(" ", _DATE.sub(" ", _ISO.sub(" ", _CITED.sub(" ", rest))))
    return not re.search(r"\d", rest) and not _states(rest)


def _fields(items: Iterable[EvidenceItem]) -> set[str]:
    fields: set[str] = set()
    for item in items:
        host = urlsplit(item.url).hostname or ""
        fields |= {item.title, item.source_title, item.source_id, item.licence, item.locator, host}
        fields.update(named_places(item))
        fields |= {urlsplit(one).hostname or "" for one in item.also_at}
        fields |= {HOME_PAGE} if item.home else set()
    return {one for one in fields if one}


def _states(rest: str) -> bool:
    """Whether what no field has reads as a statement: words in lower case, one after the other."""
    run = 0
    for word in re.findall(r"[^\W\d_]+|[.,;:()–—|]", rest):
        if not word[0].isalpha():
            run = 0
        elif word[0].islower() and word not in _CONNECTING:
            run += 1
            if run >= _LOWER:
                return True
    return False


_TITLED = re.compile(r"(?P<who>[^:.!?]{2,80}?)(?:, \d{1,2} [A-Z][a-z]+(?: \d{4})?)?: (?=\S)")


def untitled(said: str, known: Sequence[EvidenceItem]) -> str:
    """A sentence without the publisher and day that stand before it: `Harbour Notes, 3 May: ...`."""
    led = _TITLED.match(said)
    who = fold(led["who"]).norms if led else ()
    titles = {fold(one).norms for item in known for one in (item.source_title, item.title) if one}
    return said[led.end() :] if led and who in titles else said
