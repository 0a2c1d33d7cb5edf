"""Whether a brief's twin, the head of its page and its JSON say what its record does.

Enter: the record, and each of these as a stranger finds it. Leave: findings. What runs as text in the
twin, the titles and descriptions of the page's head, and the titles, sentences and quotes of the JSON
stand in the record; the name and day that lead a sentence, lists of sources and what every page has
of its own are left out of the comparison.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.records import Brief, Finding
from pipeline.text import lists
from pipeline.verify.markdown import shown
from pipeline.verify.markdown.document import MARK
from pipeline.verify.page_words import ADDED, CHROME, KINDS, alteration, bare, vouched

_LISTS = lists.beside(__file__)
WORDS, _BESIDE = _LISTS.phrases("site"), _LISTS.either("beside")
LEAST = 4  # words; a text of fewer says nothing
NO_JSON = "This is no JSON object, as one was built from the record."
SITE = " · "  # between a page's title and its site's name
_LED = re.compile(
    rf"^(?:Library edition|(?:{_BESIDE} )?"
    r"(?:[^\s:“”\"]*[^\s:“”\".!?] ){0,8}?[^\s:“”\"]+,"
    r" (?:(?:first seen|changed) )?\d{1,2} [A-Z][a-z]+(?: \d{4})?): (?=\S)"
)
_LEADS = re.compile(
    r"^(?:[-*] )?(?:[^\[\]]{0,60})\[[^\[\]]*\]\(https?:[^()\s]*\)[^.!?]*$"
)  # a line that leads on
_TALLY = re.compile(
    r"\d+ of \d+ quotes and figures stand in their sources\.$|(?:\d+ [a-z ]{3,16}, ?)*(?:\d+ [a-z ]{3,16}|made on "
    r"\d{1,2} [A-Z][a-z]+ \d{4} for this day)\.$"
)
_TYPED = re.compile(r"<[^<>\s][^<>]*>")  # what a reader of HTML takes for a tag
_FOR = re.compile(r"^For [a-z][^:.!?\d]{2,80}: (?=\S)")
_TITLED = re.compile(r"^(?:[^\s:“”\"]*[^\s:“”\".!?] ){0,5}?[^\s:“”\"]+: (?=“)")
_CITED = re.compile(r"\[Sources? [\d, ]+\](?:\([^()\s]*\))?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_LISTED = re.compile(r"^- \[Source \d+\] .*$", re.MULTILINE)
_TITLE = re.compile(r"<title\b[^<>]*>(?P<told>[^<]*)</title>", re.IGNORECASE)
_META = re.compile(
    r"<meta\b(?=[^<>]*\b(?:name|property)=\"(?:description|(?:og|twitter):(?:title|description))\")"
    r"[^<>]*\bcontent=\"(?P<told>[^\"]*)\"",
    re.IGNORECASE,
)
FIELDS = frozenset("title description headline text exact printed headlines".split())
PARTS = ("title", "description", "headlines", "sections", "sentences", "quotes")


class Record:
    """What may be said of a brief, compared by letters and digits alone."""

    def __init__(self, brief: Brief, titles: Iterable[str] = ()) -> None:
        told = (*vouched(brief), *titles)
        self._known = "".join(map(bare, (*told, *(_TYPED.sub("", one) for one in told))))

    def has(self, text: str) -> bool:
        """Whether a text, or what a name and a day lead in it, stands in the record."""
        led = _LED.sub("", text)
        told = (text, led, _LED.sub("", led), _FOR.sub("", text), _TITLED.sub("", text))
        forms = {bare(one) for one in told}
        forms |= {one.removeprefix(kind) for one in forms for kind in KINDS}
        return not bare(text) or any(one in self._known for one in forms if one)


def altered_twin(
    text: str, brief: Brief, file: str, titles: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """What runs as text in the twin and stands in no part of the record."""
    record = Record(brief, titles)
    lines = (one for one in _LISTED.sub("", text).splitlines() if not _LEADS.match(one))
    parts = shown.shown(_LINK.sub(r"\1", _CITED.sub(" ", MARK.sub(" ", "\n".join(lines)))))
    added = (one for part in parts if not part.code for one in _sentences(part.text, record))
    return tuple(alteration(one, ADDED, file) for one in added)


def _sentences(text: str, record: Record) -> Iterator[str]:
    """The sentences of a text that the record does not have."""
    said = " ".join(text.split())
    if said.startswith("—") or bare(said).startswith(CHROME) or record.has(said):
        return
    for piece in re.split(r"(?<=[.!?”])\s+", said):
        whole = len(piece.split()) > LEAST and piece.endswith((".", "!"))
        if (
            whole
            and not piece.startswith(WORDS)
            and not _TALLY.match(piece)
            and not record.has(piece)
        ):
            yield piece


def altered_head(page: bytes, brief: Brief, file: str) -> tuple[Finding, ...]:
    """Titles and descriptions by which others show the page, which the record does not have."""
    record = Record(brief)
    text = page.decode("utf-8", "replace")
    found = (html.unescape(one["told"]) for kind in (_TITLE, _META) for one in kind.finditer(text))
    told = (one.rpartition(SITE)[0] or one for one in found)
    return tuple(alteration(one, ADDED, file) for one in dict.fromkeys(told) if not record.has(one))


def altered_data(data: bytes, brief: Brief, file: str) -> tuple[Finding, ...]:
    """Titles, sentences and quotes of the JSON that the record does not have; or that it is none."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict):
        return (alteration("", NO_JSON, file),)
    record = Record(brief)
    told = [one for part in PARTS for one in _texts(whole.get(part), part)]
    return tuple(alteration(one, ADDED, file) for one in told if not record.has(one))


def _texts(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, str) and name in FIELDS:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, key)
