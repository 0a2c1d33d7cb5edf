"""What dateline itself says around a brief's sentences, held against what its record prints today.

Enter: a published brief's record and evidence, and its page, twin and JSON as a stranger finds them.
Leave: findings. Labels with their dates, tallies, teams, lines of quiet domains, titles, states, entries
of the sources, and the addresses of links are derived through the functions that print them, so that no
list of wordings is kept here. Titles of domains under a cross-cut are the desk's, and not compared.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.pages.metadata import card_of
from pipeline.publish.agents import api, twins
from pipeline.records import Brief, Evidence, EvidenceItem, Finding, store
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.render.labels import TOLD
from pipeline.verify.page_words import LOST, alteration, bare
from pipeline.verify.site_words import SITE

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

OTHER = "The record says otherwise here."
LED_ASTRAY = "This link leads where neither the record nor its sources do."
STATED = ("title", "published", "updated", "status", "edition", "writer", "tally")
HELD = (*STATED, "score", "headlines", "sections", "quiet", "sentences", "quotes", "citations", "corrections")  # fmt: skip
CROSSED = " × "
_DRESSED = re.compile(r"^(?P<line>[^\n]+)\n+\{: \.(?P<kind>kicker|tally) \}$", re.MULTILINE)
_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")
_TEAM = re.compile(r"^\*\*(?P<name>For [^*\n]+:)\*\*", re.MULTILINE)
_LABELLED = re.compile(r"^[^\n]* · \*\*[^\n]*$", re.MULTILINE)
_KINDS = "|".join(sorted({one for each in TOLD.values() for one in each}))
_TALLIED = re.compile(
    rf"^(?:[^\n]*stand in their sources\.|\d+ (?:{_KINDS}|withdrawn)\b[^\n]*)$", re.MULTILINE
)
_LISTED = re.compile(r"^- \[Source (?P<n>\d+)\] [^\n]*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"https?://[^\s<>\"')\]]+|(?<=\]\()\s*<?(?://|[a-z][\w+.-]*:)[^\s<>\"')]*", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# The first of two days of a story: printed where its first document is at hand, which none cites.
_OF_LEAD = re.compile(r"published \d{1,2} [A-Z][a-z]+ \d{4}, (?=first seen|changed)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A record as it is printed today."""

    brief: Brief
    items: tuple[EvidenceItem, ...]
    facts: dict[str, Any]
    body: str
    site_url: str

    @classmethod
    def of(cls, brief: Brief, items: tuple[EvidenceItem, ...], room: Newsroom) -> Printed:
        evidence = Evidence(brief.day, items)
        facts = brief_facts(brief, evidence, room.desk)
        alone: dict[str, Any] = {"previous": None, "next": None, "related": []}
        tools = environment(room)
        page = brief_page(brief, evidence, room.desk, tools, facts=facts | alone)
        return cls(brief, items, facts, page.body, room.desk.site_url)

    def dressed(self, kind: str) -> list[str]:
        """Lines of one kind, in their order."""
        found = (one["line"] for one in _DRESSED.finditer(self.body) if one["kind"] == kind)
        return [self.told(one) for one in found if CROSSED not in one]

    def quiet(self) -> list[str]:
        """Its lines of quiet domains."""
        lines = {self.told(one) for one in self.body.splitlines()}
        return [one.line for one in self.brief.quiet if bare(one.line) in lines]

    def teams(self) -> list[str]:
        return [bare(one["name"]) for one in _TEAM.finditer(self.body)]

    def told(self, line: str) -> str:
        """A line by its letters and digits, without where it leads."""
        return bare(self.shown(html.unescape(_ESCAPED.sub(r"\1", _TARGET.sub("]", line)))))

    def shown(self, text: str) -> str:
        """A text without what cannot be printed from cited sources alone."""
        known = {item.n for item in self.items}
        stories = [one.story for one in self.brief.draft.sections if one.story]
        return text if known.issuperset(one.lead for one in stories) else _OF_LEAD.sub("", text)

    def leads(self, address: str, page_url: str) -> bool:
        """Whether a link may stand on the page: to this site, or to where record or sources lead."""
        own = page_url.removesuffix(f"briefs/{self.brief.day}/")
        within = (self.site_url, *([own] if own != page_url and urlsplit(own).netloc else []))
        if address.startswith(within):
            return True
        said = (_plain(self.body), *(text for one in self.items for text in _of_source(one)))
        wanted = _plain(address).rstrip(".,;:")
        return any(wanted in one for one in said)


def _of_source(item: EvidenceItem) -> tuple[str, ...]:
    return item.text, item.title, item.url, *item.also_at


def _plain(text: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", text))


def other_twin(text: str, due: Printed, file: str) -> tuple[Finding, ...]:
    """What a twin says of the brief and its record does not; of a page of another maker, without any
    of a twin's facts, what is lost is not asked."""
    facts, body = front_matter.load(text, lenient=True)
    teams = [one["name"] for one in _TEAM.finditer(body)]
    forms = (
        (due.dressed("kicker"), _found(_LABELLED, body)),
        (due.dressed("tally"), _found(_TALLIED, body)),
        (due.teams(), teams),
    )
    other: list[str] = []
    for wanted, said in forms:
        other += _strange([one for one in said if CROSSED not in one], wanted, due)
    entries = _entries(due)
    listed = ((int(one["n"]), one[0]) for one in _LISTED.finditer(body))
    other += [one for n, one in listed if one not in entries.get(n, (one,))]
    led = dict.fromkeys(one.strip() for one in _ADDRESS.findall(body))
    url = str(facts.get("url", ""))
    out = [alteration(one, OTHER, file) for one in other]
    out += [alteration(one, LED_ASTRAY, file) for one in led if not due.leads(one, url)]
    if any(name in facts for name in STATED):
        out += _stated(facts, due, file)
        out += [alteration(one, LOST, file) for one in _lost(body, teams, due)]
    return tuple(out)


def _lost(body: str, teams: list[str], due: Printed) -> Iterator[str]:
    """What is printed of the record and no longer stands in its twin."""
    lines = [due.told(one) for one in body.splitlines()]
    for kind in ("kicker", "tally"):
        yield from _as_printed(Counter(due.dressed(kind)) - Counter(lines), due)
    yield from Counter(due.teams()) - Counter(map(bare, teams))
    yield from (one for one in due.quiet() if bare(one) not in lines)


def _found(form: re.Pattern[str], body: str) -> list[str]:
    return [one[0] for one in form.finditer(body)]


def _strange(said: Sequence[str], wanted: Sequence[str], due: Printed) -> Iterator[str]:
    """Lines that are not due; where all are, the first that stands where another should."""
    told = {due.told(one): one for one in said}
    strange = [one for name, one in told.items() if name not in wanted]
    yield from strange
    kept = [due.told(one) for one in said]
    order = [one for one in wanted if one in told]
    if not strange and kept != order and Counter(kept) == Counter(order):
        yield next(told[one] for one, right in zip(kept, order, strict=True) if one != right)


def _as_printed(gone: Counter[str], due: Printed) -> Iterator[str]:
    for line in due.body.splitlines():
        if due.told(line) in gone:
            yield _TARGET.sub("]", line)


def _entries(due: Printed) -> dict[int, tuple[str, ...]]:
    """Each source's line in a twin, in each of its lengths."""
    return {one["n"]: twins.entry_forms(one) for one in due.facts["citation"]}


def _stated(facts: dict[str, Any], due: Printed, file: str) -> Iterator[Finding]:
    for name in STATED:
        said, wanted = str(facts.get(name, "")), str(_fact(due, name) or "")
        if bare(said) != bare(wanted):
            yield alteration(f"{name}: {said}", OTHER, file)


def _fact(due: Printed, name: str) -> Any:
    return due.facts["date" if name == "published" else name]


def other_page(page: bytes, due: Printed, file: str) -> tuple[Finding, ...]:
    """What a page says of the brief and its record does not; nothing of a page of another maker."""
    from bs4 import BeautifulSoup  # a day without news compares no page

    read = BeautifulSoup(page, "html.parser")
    article = read.select_one("article.brief")
    if article is None:
        return ()
    out = [alteration(one, OTHER, file) for one in _otherwise(read, article, due)]
    wanted = BeautifulSoup(due.body, "html.parser").select(".sources li")
    gone = Counter(map(_entry, wanted)) - Counter(map(_entry, article.select(".sources li")))
    added = Counter(map(_entry, article.select(".sources li"))) - Counter(map(_entry, wanted))
    out += [alteration(one[0], OTHER, file) for one in added]
    out += [alteration(one[0], LOST, file) for one in gone]
    canonical = read.select_one("link[rel=canonical]")
    url = str(canonical.get("href", "")) if canonical else ""
    led = dict.fromkeys(str(one["href"]).strip() for one in article.select("a[href]"))
    away = [one for one in led if urlsplit(one).scheme or urlsplit(one).netloc]
    out += [alteration(one, LED_ASTRAY, file) for one in away if not due.leads(one, url)]
    return tuple(out)


def _otherwise(read: BeautifulSoup, article: Tag, due: Printed) -> Iterator[str]:
    """Lines of a page by their classes, its titles and its tally."""
    for kind in ("kicker", "tally"):
        shown = [one.get_text() for one in article.select(f"p.{kind}:not(.brief__date)")]
        kept = [one for one in shown if CROSSED not in one]
        wanted = due.dressed(kind)
        yield from _strange(kept, wanted, due)
        yield from _as_printed(Counter(wanted) - Counter(map(due.told, kept)), due)
    teams = [one.get_text() for one in article.select(".implication > strong:first-child")]
    yield from _strange(teams, due.teams(), due)
    quiet = {bare(one.get_text()) for one in article.select("li")}
    yield from (one for one in due.quiet() if bare(one) not in quiet)
    named = [one.get_text() for one in read.select("head > title")]
    shown = [one.rpartition(SITE)[0] or one for one in named]
    shown += [str(one.get("content", "")) for one in read.select('meta[property="og:title"]')]
    yield from (one for one in shown if bare(one) != bare(due.facts["title"]))
    tallied = [one.get_text() for one in read.select(".state__tally")]
    yield from (one for one in tallied if bare(one) != bare(due.facts["tally"]))


def _entry(item: Tag) -> tuple[str, tuple[str, ...]]:
    """A source in a page's list: what it says, and where it leads."""
    back = {id(one) for span in item.select(".back") for one in span.select("a")}
    led = tuple(str(one["href"]) for one in item.select("a[href]") if id(one) not in back)
    said = "".join(str(one) for one in item.strings if not one.find_parent(class_="back"))
    return " ".join(said.split()), led


def other_data(data: bytes, due: Printed, file: str, record: bytes) -> tuple[Finding, ...]:
    """Fields of the JSON that its record fills otherwise; what is no JSON is told elsewhere."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(said, dict):
        return ()
    card = card_of(due.facts, f"briefs/{due.brief.day}.md")
    made = api.brief_data(due.brief, card, due.site_url, 0, store.sha256(record))
    return tuple(
        alteration(f"{name}: {_text(said.get(name))}", OTHER, file)
        for name in HELD
        if due.shown(_text(said.get(name))) != due.shown(_text(made.get(name)))
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
