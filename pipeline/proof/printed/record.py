"""A record as it is printed today, and what of a text is not of it.

Enter: a brief, its evidence and desk. Leave: its lines, headings, labels, teams and links, through the
functions that print them.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.newsroom.config import Newsroom
from pipeline.pages.context import named_places
from pipeline.proof.repeated import ATTRIBUTES
from pipeline.publish.agents.markdown import DRAWING
from pipeline.records import Brief, Evidence, EvidenceItem, store
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.text.spans import unescaped
from pipeline.verify.page_words import LEAST, bare, sentences_and_quotes

OTHER = "The record says otherwise here."
LED_ASTRAY = "This link leads where neither the record nor its sources do."
STATED = ("title", "published", "updated", "status", "edition", "writer", "tally")
CROSSED = " × "
DRESSED = re.compile(r"^(?P<line>[^\n]+)\n+\{: \.(?P<kind>kicker|tally) \}$", re.MULTILINE)
_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")
TEAM = re.compile(r"^\*\*(?P<name>For [^*\n]+:)\*\*", re.MULTILINE)
_TAG = re.compile(r"</?[a-z][^<>]*>")
_OF_RECORD = re.compile(r"\{ #(?:record|related) ")  # beside the twin, or of other briefs
_CITED = re.compile(r"\[\[Source (\d+)\]\]\(#source-\d+\)")
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
    def of(
        cls, brief: Brief, items: tuple[EvidenceItem, ...], room: Newsroom, record: bytes
    ) -> Printed:
        """record: its bytes as published; written anew by today's code they may be others."""
        evidence = Evidence(brief.day, items)
        facts = brief_facts(brief, evidence, room.desk) | {"record": store.sha256(record)}
        beside = [{"day": brief.day, "title": ""}]  # so that its heading is printed
        alone: dict[str, Any] = {"previous": None, "next": None, "related": beside}
        tools = environment(room)
        page = brief_page(brief, evidence, room.desk, tools, facts=facts | alone)
        return cls(brief, items, facts, page.body, room.desk.site_url)

    def dressed(self, kind: str) -> list[str]:
        """Lines of one kind, in their order."""
        found = (one["line"] for one in DRESSED.finditer(self.body) if one["kind"] == kind)
        return [self.told(one) for one in found if CROSSED not in one]

    def lines(self) -> list[str]:
        """All that its page says, a line each; the words of its drawing in one, as a twin tells them."""
        rows = [ATTRIBUTES.sub("", _TAG.sub("", one)) for one in self.body.splitlines()]
        graph = self.brief.draft.graph
        return [self.told(one) for one in rows] + (
            [bare(f"{DRAWING} {graph.title} {graph.description}")] if graph else []
        )

    def names(self) -> list[str]:
        """What may be said beside the record: titles and publishers of its sources, where in a page they
        stand, and each line that is printed of it, whatever label a line has."""
        named = (
            name for one in self.items for name in (one.title, one.source_title, *named_places(one))
        )
        return [*filter(None, named), *self.lines()]

    def headings(self) -> list[str]:
        kept = (one for one in self.body.splitlines() if one.startswith("#"))
        rows = (one for one in kept if not _OF_RECORD.search(one))
        return [self.told(ATTRIBUTES.sub("", _TAG.sub("", one))) for one in rows]

    def cites(self) -> list[int]:
        """The sources that it cites, mark by mark."""
        return [int(n) for n in _CITED.findall(self.body)]

    def quiet(self) -> list[str]:
        """Its lines of what else is out and of quiet domains."""
        lines = {self.told(one) for one in self.body.splitlines()}
        return [one.line for one in self.brief.quiet if bare(one.line) in lines]

    def teams(self) -> list[str]:
        return [bare(one["name"]) for one in TEAM.finditer(self.body)]

    def told(self, line: str) -> str:
        """A line by its letters and digits, without where it leads."""
        return bare(self.shown(html.unescape(unescaped(_TARGET.sub("]", line)))))

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
    return html.unescape(unescaped(text))


def said_twice(whole: str, due: Printed) -> Iterator[str]:
    """Sentences and quotes that stand oftener than they are printed, the words around them apart."""
    prose = "".join(due.told(one) for one in due.body.splitlines() if not one.startswith("<"))
    told = dict.fromkeys(one for one in sentences_and_quotes(due.brief) if len(one.split()) > LEAST)
    yield from (one for one in told if whole.count(bare(one)) > max(1, prose.count(bare(one))))


def not_due(said: Sequence[str], wanted: Sequence[str], due: Printed) -> Iterator[str]:
    """Lines that are not due; where all are, the first that stands where another should."""
    told = {due.told(one): one for one in said}
    strange = [one for name, one in told.items() if name not in wanted]
    yield from strange
    kept = [due.told(one) for one in said]
    order = [one for one in wanted if one in told]
    if not strange and kept != order and Counter(kept) == Counter(order):
        yield next(told[one] for one, right in zip(kept, order, strict=True) if one != right)


def as_printed(gone: Counter[str], due: Printed) -> Iterator[str]:
    for line in due.body.splitlines():
        if due.told(line) in gone:
            yield _TARGET.sub("]", line)
