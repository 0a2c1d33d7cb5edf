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
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.pages.metadata import card_of
from pipeline.proof.repeated import ATTRIBUTES
from pipeline.publish.agents import api, twins
from pipeline.publish.agents.markdown import DRAWING
from pipeline.records import Brief, Evidence, EvidenceItem, Finding, Page, store
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.render.labels import TOLD
from pipeline.verify.page_words import LEAST, LOST, alteration, bare, sentences_and_quotes
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
_TAG = re.compile(r"</?[a-z][^<>]*>")
_OF_RECORD = re.compile(r"\{ #(?:record|related) ")  # beside the twin, or of other briefs
_CITED = re.compile(r"\[\[Source (\d+)\]\]\(#source-\d+\)")
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
        beside = [{"day": brief.day, "title": ""}]  # so that its heading is printed
        alone: dict[str, Any] = {"previous": None, "next": None, "related": beside}
        tools = environment(room)
        page = brief_page(brief, evidence, room.desk, tools, facts=facts | alone)
        return cls(brief, items, facts, page.body, room.desk.site_url)

    def dressed(self, kind: str) -> list[str]:
        """Lines of one kind, in their order."""
        found = (one["line"] for one in _DRESSED.finditer(self.body) if one["kind"] == kind)
        return [self.told(one) for one in found if CROSSED not in one]

    def lines(self) -> list[str]:
        """All that its page says, a line each; the words of its drawing in one, as a twin tells them."""
        rows = [ATTRIBUTES.sub("", _TAG.sub("", one)) for one in self.body.splitlines()]
        graph = self.brief.draft.graph
        return [self.told(one) for one in rows] + (
            [bare(f"{DRAWING} {graph.title} {graph.description}")] if graph else []
        )

    def headings(self) -> list[str]:
        kept = (one for one in self.body.splitlines() if one.startswith("#"))
        rows = (one for one in kept if not _OF_RECORD.search(one))
        return [self.told(ATTRIBUTES.sub("", _TAG.sub("", one))) for one in rows]

    def cites(self) -> list[int]:
        """The sources that it cites, mark by mark."""
        return [int(n) for n in _CITED.findall(self.body)]

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
        out += _as_lines(body, due, file)
    return tuple(out)


def _as_lines(body: str, due: Printed, file: str) -> Iterator[Finding]:
    """Headings and short lines of a twin that its record does not print, what it has twice, and the
    sources that it no longer lists."""
    known = "\n".join(due.lines())
    own = [one for one in body.splitlines() if one.strip() and not _OF_TWIN.match(one)]
    told = [(one, due.told(one)) for one in own]
    yield from (alteration(one, OTHER, file) for one, line in told if line and line not in known)
    said = {line for _, line in told}
    whole = "".join(line for _, line in told)
    gone = [one for one in due.headings() if one not in said]
    gone += [one for one in sentences_and_quotes(due.brief) if bare(one) not in whole]
    yield from (alteration(one, LOST, file) for one in gone)
    yield from (alteration(one, OTHER, file) for one in _twice(whole, due))
    entries = {int(one["n"]) for one in _LISTED.finditer(body)}
    lost = (one for one in due.facts["citation"] if one["n"] not in entries)
    yield from (alteration(twins.entry_forms(one)[0], LOST, file) for one in lost)


def _twice(whole: str, due: Printed) -> Iterator[str]:
    """Sentences and quotes that stand oftener than they are printed, the words around them apart."""
    prose = "".join(due.told(one) for one in due.body.splitlines() if not one.startswith("<"))
    told = dict.fromkeys(one for one in sentences_and_quotes(due.brief) if len(one.split()) > LEAST)
    yield from (one for one in told if whole.count(bare(one)) > max(1, prose.count(bare(one))))


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


# A line of a twin of its own: an entry of its list, or what another brief is called.
_OF_TWIN = re.compile(r"- \[Source \d+\] |\||```|    ")
_UNWRITTEN = "none"  # by which models
_BESIDE_IDS = ("record", "related")
# What a page shows of itself, of its list of sources and of a night whose items lie elsewhere.
_OF_PAGE = ("sources", "aside", "kicker", "tally", "brief__date", "tagline")
# Of the briefs beside it, which its record does not name.
BESIDE = ("previous", "next", "related")
# What a stranger's desk may say otherwise.
OF_DESK = ("language", "crosscuts")


def other_markdown(text: str, made: Page, file: str) -> tuple[Finding, ...]:
    """Lines and facts of a brief's own page that its record does not print, and those that it lacks.

    made: the page as the record prints it today. Which titles the desk has for the domains of a
    cross-cut is not asked.
    """
    facts, _ = front_matter.load(text, lenient=True)
    wanted, _ = front_matter.load(front_matter.dump(dict(made.meta), ""), lenient=True)
    out = [
        alteration(f"{name}: {_text(facts.get(name))}", OTHER, file)
        for name, value in wanted.items()
        if name not in (*BESIDE, *OF_DESK) and facts.get(name) != value
    ]
    own, due = _lines(text), [line for _, line in _lines(made.body)]
    left = Counter(due)
    for number, line in own:
        left[line] -= 1
        if left[line] < 0:
            out.append(_at(number, alteration(line, OTHER, file)))
    gone = list(left.elements())
    out += [alteration(line, LOST, file) for line in gone]
    if not gone and not any(count < 0 for count in left.values()):
        moved = ((n, line) for (n, line), other in zip(own, due, strict=True) if line != other)
        out += [_at(n, alteration(line, OTHER, file)) for n, line in islice(moved, 1)]
    return tuple(out)


def _at(line: int, found: Finding) -> Finding:
    return replace(found, where=replace(found.where, line=line))


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that a page says something in, with their numbers, without its front matter."""
    _, body = front_matter.load(text, lenient=True)
    first = front_matter.body_line(text)
    asked = _DRESSED.sub(lambda one: one[0].replace(one["line"], _crossed(one["line"])), body)
    told = ((n, " ".join(line.split())) for n, line in enumerate(asked.splitlines(), first))
    return [(n, line) for n, line in told if line]


def _crossed(line: str) -> str:
    """The line over a cross-cut without the titles that a desk gives its domains."""
    return CROSSED if CROSSED in line else line


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
    out += [alteration(one, OTHER, file) for one in _blocks(article, due)]
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
    dressed = [one.get_text() for one in article.select("p.kicker, p.tally")]
    yield from [one for one in dressed if CROSSED in one][len(due.brief.draft.crosscuts) :]
    tags = bare(" ".join(["Tags", *(one["name"] for one in due.facts["tags"])]))
    tagged = [one.get_text() for one in article.select(".tagline")]
    yield from (one for one in tagged if bare(one) != tags)
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
    counted, cost = due.facts["checked"], due.facts["cost"]
    measured = f"{due.facts['proven']} {counted['rests']}", counted["repaired"], counted["removed"]
    known = {bare(str(one)) for one in (*measured, *due.facts["models"], cost["receipt"])}
    known.add(bare(", ".join(due.facts["models"]) or _UNWRITTEN))
    rows = [one.get_text() for one in read.select(".state dd") if not one.find("a")]
    yield from (one for one in rows if bare(one) not in known)


def _blocks(article: Tag, due: Printed) -> Iterator[str]:
    """Blocks of a page that its record does not print, and headings and marks in another order."""
    headed = [one for one in article.select("h1, h2, h3") if one.get("id") not in _BESIDE_IDS]
    yield from _strange([one.get_text() for one in headed], due.headings(), due)
    marked = [one.get_text() for one in article.select("a.cite")]
    cites = [int("".join(filter(str.isdigit, one)) or 0) for one in marked]
    if cites != due.cites():
        yield next(
            (one for one, n, other in zip(marked, cites, due.cites(), strict=False) if n != other),
            f"{len(cites)} citations",
        )
    known, whole = "\n".join(due.lines()), ""
    for block in article.select("p, li, td, summary, figcaption"):
        under = block.find_previous("h2")
        beside = under is not None and under.get("id") == _BESIDE_IDS[1]
        inner = bool(block.find_parent(class_=_OF_PAGE) or block.find(("p", "li")))
        if not (beside or inner or set(block.get_attribute_list("class")) & set(_OF_PAGE)):
            text = block.get_text()
            whole += "" if block.find_parent("details") else bare(text)
            yield from [text] if bare(due.shown(text)) not in known else []
    yield from _twice(whole, due)


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
