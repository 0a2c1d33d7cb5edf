"""Whether a brief's twin, the head of its page and its JSON say what its record does.

Enter: the record, and each of these as a stranger finds it, with the titles and publishers of its
sources and the lines that are printed of it (labels, days, tallies: no list of them is kept here).
Leave: findings. What the twin says in its text, its facts, its lists, its code and the words of its tags and links, what the page's head says to readers and to machines, and what the JSON says in any
field stand in the record or name a source; texts of a few words, the name and day that lead a sentence,
and what every page has of its own are left out of the comparison.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.pages import front_matter
from pipeline.records import Brief, Finding
from pipeline.text import lists
from pipeline.text.nesting import strings
from pipeline.verify.markdown import attributes, shown
from pipeline.verify.markdown.document import MARK
from pipeline.verify.page_words import ADDED, KINDS, alteration, bare, vouched

if TYPE_CHECKING:
    from bs4 import Tag

_LISTS = lists.beside(__file__)
WORDS, _BESIDE = _LISTS.phrases("site"), _LISTS.either("beside")
LEAST = 4  # words; a text of no more says nothing
NO_JSON = "This is no JSON object, as one was built from the record."
SITE = " · "  # between a page's title and its site's name
_LED = re.compile(
    rf"^(?:Library edition|(?:{_BESIDE} )?"
    r"(?P<name>(?:[^\s:“”\"]*[^\s:“”\".!?] ){0,8}?[^\s:“”\"]+),"
    r" (?:(?:first seen|changed) )?\d{1,2} [A-Z][a-z]+(?: \d{4})?): (?=\S)"
)
_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_ELSEWHERE = re.compile(
    rf"^\| \[{_DAY}\]\([^()\s]*\) \| [^|]* \|$", re.MULTILINE
)  # what another brief is called
_TYPED = re.compile(r"<[^<>\s][^<>]*>")  # what a reader of HTML takes for a tag
_PARTED = re.compile(r"(?<=[.!?”])\s+| · ")
_WITHIN = re.compile(rf"[,;:“”]|\b{_DAY}")  # what a line of the twin's own leads
_FOR = re.compile(r"^For (?P<name>[a-z][^:.!?\d]{2,80}): (?=\S)")
_TITLED = re.compile(r"^(?P<name>(?:[^\s:“”\"]*[^\s:“”\".!?] ){0,5}?[^\s:“”\"]+): (?=“)")
_CITED = re.compile(r"\[Sources? [\d, ]+\](?:\([^()\s]*\))?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_LISTED = re.compile(r"^- \[Source \d+\] (?P<told>.*)$", re.MULTILINE)
# By what others show a page, and the type of what it says to machines.
SHOWN = frozenset("description og:title og:description twitter:title twitter:description".split())
LINKED = "application/ld+json"
FIELDS = frozenset("title description headline text exact printed headlines".split())
PARTS = ("title", "description", "headlines", "sections", "sentences", "quotes")


class Record:
    """What may be said of a brief, compared by letters and digits alone."""

    def __init__(self, brief: Brief, titles: Iterable[str] = ()) -> None:
        reviewed = (part for one in brief.reviews for part in (one.why, one.by))
        told = (*vouched(brief), *reviewed, *titles)
        self._known = "".join(map(bare, (*told, *(_TYPED.sub("", one) for one in told))))

    def has(self, text: str) -> bool:
        """Whether a text, or what a name and a day lead in it, stands in the record."""
        led = self._behind(_LED, text)
        told = (
            text,
            led,
            self._behind(_LED, led),
            self._behind(_FOR, text),
            self._behind(_TITLED, text),
        )
        forms = {bare(one) for one in told}
        forms |= {one.removeprefix(kind) for one in forms for kind in KINDS}
        return not bare(text) or any(one in self._known for one in forms if one)

    def _behind(self, lead: re.Pattern[str], text: str) -> str:
        """A text without what leads it, where a name of more words than say nothing is known."""
        found = lead.match(text)
        name = (found["name"] or "") if found else ""
        known = len(name.split()) <= LEAST or bare(name) in self._known
        return text[found.end() :] if found and known else text


def altered_twin(
    text: str, brief: Brief, file: str, titles: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """What runs as text in the twin and stands in no part of the record."""
    record = Record(brief, titles)
    body = _ELSEWHERE.sub("", _LISTED.sub(_in_parts, text))
    parts = shown.shown(_LINK.sub(r"\1", _CITED.sub(" ", MARK.sub(" ", body))))
    told = [
        *_facts(text), *(one.text for one in parts if not one.code), *attributes.every(text),
        *(line for one in parts if one.code for line in one.text.splitlines()),
    ]  # fmt: skip
    added = dict.fromkeys(one for part in told for one in _sentences(part, record))
    return tuple(alteration(one, ADDED, file) for one in added)


def _facts(text: str) -> Iterator[str]:
    """What the front matter of a twin says in words, in lists of it too."""
    facts, _ = front_matter.load(text, lenient=True)
    return strings(facts)


def _in_parts(listed: re.Match[str]) -> str:
    """A source's line in a list as paragraphs: its title, publisher, day, place and licence."""
    title, linked, rest = _LINK.sub(r"\1\n\n", listed["told"]).partition("\n\n")
    if (
        not linked
    ):  # a title without an address ends with a full stop alone, and may have others in it
        title, rest = "", title.replace(". ", ", ")
    rest = rest.replace(", at “", ", “")  # where in its page the passage stands
    return "\n\n".join(("", title, *rest.lstrip(". ").split(", "), ""))


def _sentences(text: str, record: Record) -> Iterator[str]:
    """The sentences of a text that the record does not have."""
    said = " ".join(text.split())
    if record.has(said):
        return
    parts = said[1:].split(", ") if said.startswith("—") else _PARTED.split(said)
    for piece in map(str.strip, parts):
        led = next((one for one in WORDS if piece.startswith(one)), "")
        told = _WITHIN.split(piece[len(led) :]) if led else [piece]
        if any(len(one.split()) > LEAST and not record.has(one) for one in told):
            yield piece


def altered_head(
    page: bytes, brief: Brief, file: str, titles: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Titles and descriptions by which others show the page, and what it says to machines, which the
    record does not have."""
    from bs4 import BeautifulSoup  # as in page_words

    record = Record(brief, titles)
    read = BeautifulSoup(page, "html.parser")
    named = (one for one in read("meta", content=True) if _says(one, "name", "property") & SHOWN)
    found = (*(one.get_text() for one in read("title")), *(str(one["content"]) for one in named))
    told = [one.rpartition(SITE)[0] or one for one in found]
    data = (one.get_text() for one in read("script") if LINKED in _says(one, "type"))
    linked = (part for one in data for part in _linked(one))
    more = (one for part in linked for one in _sentences(part, record))
    added = [*(one for one in told if not record.has(one)), *more]
    return tuple(alteration(one, ADDED, file) for one in dict.fromkeys(added))


def _says(tag: Tag, *names: str) -> frozenset[str]:
    """What some attributes of a tag say, in small letters."""
    return frozenset(str(tag.get(name, "")).strip().lower() for name in names)


def _linked(data: str) -> Iterator[str]:
    """Every text of linked data."""
    try:
        yield from strings(json.loads(data))
    except (ValueError, RecursionError):
        yield NO_JSON


def altered_data(
    data: bytes, brief: Brief, file: str, titles: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """What the JSON says in any of its fields and the record does not; or that it is none."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict):
        return (alteration("", NO_JSON, file),)
    record = Record(brief, titles)
    named = [one for part in PARTS for one in _texts(whole.get(part), part)]
    told = [one for one in named if not record.has(one)]
    told += [one for part in strings(whole) for one in _sentences(part, record)]
    return tuple(alteration(one, ADDED, file) for one in dict.fromkeys(told))


def _texts(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, str) and name in FIELDS:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, key)
