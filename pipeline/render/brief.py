"""One brief as a page: Markdown that reads by itself, with its evidence at hand.

Enter: a brief and its evidence. Leaves: a `Page` whose front matter holds every fact that lists,
feeds, JSON-LD and llms.txt repeat. Every `[Source n]` leads to its entry and back, every quote
opens the words around it. Needs no script.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from jinja2 import Environment

from pipeline import store
from pipeline.cards import long_day, slug, weekday
from pipeline.desk import Desk
from pipeline.records import (
    Brief,
    Correction,
    CrossCut,
    Evidence,
    EvidenceItem,
    Page,
    Quote,
    Section,
    Sentence,
)
from pipeline.render import graph
from pipeline.render.markdown import deep_link, escape, flat, safe_url
from pipeline.render.quotes import context

DESCRIPTION = 158  # characters that search results and previews show
DECK = 320  # characters below the front page's headline
TAG_WORDS = 3
TAGS = 8


@dataclass(slots=True)
class Marks:
    """The citations of a page in order of appearance, so that each can be reached from its source."""

    places: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def cite(self, n: int) -> str:
        """A link to source n, and a place to come back to."""
        mark = f"c{n}-{len(self.places[n]) + 1}"
        self.places[n].append(mark)
        return f"[[Source {n}]](#source-{n}){{ .cite #{mark} }}"

    def sentence(self, sentence: Sentence) -> str:
        cites = " ".join(self.cite(n) for n in sentence.cites)
        return f"{escape(sentence.text)} {cites}".strip()

    def paragraph(self, sentences: tuple[Sentence, ...]) -> str:
        return " ".join(self.sentence(one) for one in sentences)


def brief_page(
    brief: Brief, evidence: Evidence, desk: Desk, environment: Environment, *, facts: dict[str, Any]
) -> Page:
    """The page of a published brief; `facts` are its front matter (`brief_facts` and neighbours)."""
    marks = Marks()
    view = {
        "brief": brief,
        "draft": brief.draft,
        "parts": _parts(brief, evidence, desk, marks),
        "graph": _graph(brief, marks),
        "findings": [one for one in brief.findings if one.severity != "info" or one.resolved],
    }
    view |= {"facts": facts, "sources": _sources(brief, evidence, marks)}
    body = environment.get_template("brief.md.j2").render(view)
    return Page(f"briefs/{brief.day}.md", tuple(facts.items()), body)


def brief_facts(brief: Brief, evidence: Evidence, desk: Desk) -> dict[str, Any]:
    """The front matter of a brief."""
    used = [item for n in cited(brief) if (item := evidence.item(n))]
    quotes = all_quotes(brief)
    titles = {domain.id: domain.title for domain in desk.domains}
    changed = max((one.made for one in brief.corrections), default=brief.published)
    return {
        "kind": "brief",
        "template": "brief.html",
        "title": flat(brief.draft.title),
        "description": describe(brief),
        "deck": _deck(brief),
        "date": brief.published,
        "dateline": f"{weekday(brief.day)}, {long_day(brief.day)}",
        "updated": max(changed, brief.published),
        "edition": brief.draft.writer,
        "models": list(brief.provenance.models),
        "status": status(brief),
        "score": brief.score,
        "checked": {
            "sources": len(used),
            "publishers": len({item.source_id for item in used}),
            "quotes": len(quotes),
            "repaired": sum(one.resolved == "repaired" for one in brief.findings),
            "removed": sum(one.resolved == "removed" for one in brief.findings),
        },
        "sections": [
            {"domain": one.domain, "title": one.title, "headline": flat(one.headline)}
            for one in brief.draft.sections
        ],
        "tags": [{"slug": slug(tag), "name": tag} for tag in tags(brief)],
        "citation": [_citation(item) for item in used],
        "quotes": [_quotation(one, evidence) for one in quotes],
        "pull": _pull(brief, evidence),
        "crosscuts": [
            {"title": flat(one.title), "domains": [titles.get(each, each) for each in one.domains]}
            for one in brief.draft.crosscuts
        ],
        "corrections": [
            {"made": one.made, "kind": one.kind, "text": flat(one.text)}
            for one in brief.corrections
        ],
        "cost": {
            "paid": brief.provenance.cost_usd,
            "avoided": brief.provenance.avoided_usd,
            "tokens": brief.provenance.tokens,
        },
        "corpus": {
            "documents": brief.provenance.documents,
            "passages": brief.provenance.passages,
        },
        "image": f"briefs/{brief.day}/card.png",
        "record": store.sha256(store.to_json(brief).encode()),
        "language": desk.publish.language,
    }


def describe(brief: Brief) -> str:
    """The beginning of the lede for previews: whole sentences where they fit, else cut at a word."""
    text = _whole([flat(one.text) for one in brief.draft.lede], DESCRIPTION)
    if not text:
        text = flat(" ".join(one.text for one in brief.draft.lede)) or flat(brief.draft.title)
    if len(text) <= DESCRIPTION:
        return text
    return text[:DESCRIPTION].rpartition(" ")[0].rstrip(",;:–— ") + "…"


def _deck(brief: Brief) -> str:
    """The lede's first sentences, whole, for the front page."""
    sentences = [flat(one.text) for one in brief.draft.lede]
    return _whole(sentences, DECK) or " ".join(sentences[:1])


def _whole(sentences: list[str], most: int) -> str:
    """As many sentences from the first on as fit."""
    text = ""
    for one in sentences:
        if len(text) + len(one) + 1 > most:
            break
        text = f"{text} {one}".strip()
    return text


def status(brief: Brief) -> str:
    """published, corrected or retracted."""
    kinds = {one.kind for one in brief.corrections}
    if "retraction" in kinds:
        return "retracted"
    return "corrected" if kinds else "published"


def tags(brief: Brief) -> list[str]:
    """Short terms of the system graph, in order: what the day was about."""
    nodes = brief.draft.graph.nodes if brief.draft.graph else ()
    words = [flat(node.label).lower() for node in nodes]
    short = [one for one in words if 1 <= len(one.split()) <= TAG_WORDS and len(one) <= 40]
    return list({slug(one): one for one in short}.values())[:TAGS]


def cited(brief: Brief) -> list[int]:
    """Numbers of the sources a brief cites, ascending."""
    draft = brief.draft
    numbers = {n for one in _sentences(brief) for n in one.cites}
    numbers |= {quote.n for quote in all_quotes(brief)}
    if draft.graph:
        numbers |= {n for edge in draft.graph.edges for n in edge.cites}
    return sorted(numbers)


def all_quotes(brief: Brief) -> list[Quote]:
    """Every quote of a brief in reading order, verbatim sentences included."""
    quotes: list[Quote] = [one.quote for one in brief.draft.lede if one.quote]
    for section in brief.draft.sections:
        quotes += [one.quote for one in section.sentences if one.quote]
        quotes += [section.quote] if section.quote else []
        if section.implication and section.implication.sentence.quote:
            quotes.append(section.implication.sentence.quote)
    for cut in brief.draft.crosscuts:
        quotes += [one.quote for one in cut.sentences if one.quote]
        quotes += list(cut.quotes)
    if brief.draft.action:
        quotes += [one.quote for one in brief.draft.action.sentences if one.quote]
    return quotes


def _sentences(brief: Brief) -> list[Sentence]:
    draft = brief.draft
    found = [*draft.lede]
    for section in draft.sections:
        found += section.sentences
        found += [section.implication.sentence] if section.implication else []
    found += [one for cut in draft.crosscuts for one in cut.sentences]
    return found + (list(draft.action.sentences) if draft.action else [])


def _citation(item: EvidenceItem) -> dict[str, Any]:
    values = {
        "n": item.n, "title": flat(item.title), "source": flat(item.source_title),
        "source_id": item.source_id, "url": safe_url(item.url), "published": item.published or "",
        "locator": item.locator, "licence": item.licence,
    }  # fmt: skip
    return {key: value for key, value in values.items() if value}


def _pull(brief: Brief, evidence: Evidence) -> dict[str, str] | None:
    """The quote for the front page: the first section's own."""
    for section in brief.draft.sections:
        item = evidence.item(section.quote.n) if section.quote else None
        if section.quote and item:
            return {"text": flat(section.quote.words), "title": flat(item.title),
                    "source": flat(item.source_title), "domain": section.domain}  # fmt: skip
    return None


def _quotation(quote: Quote, evidence: Evidence) -> dict[str, Any]:
    item = evidence.item(quote.n)
    url = safe_url(item.url) if item else ""
    return {"n": quote.n, "text": flat(quote.words)} | ({"url": url} if url else {})


def _parts(brief: Brief, evidence: Evidence, desk: Desk, marks: Marks) -> dict[str, Any]:
    """Every part of the page in reading order, so that citations are numbered as they come."""
    draft = brief.draft
    notes = _corrections(brief)
    lede = marks.paragraph(draft.lede)
    sections = [
        _section(one, evidence, marks, notes.get(f"sections.{at}", []))
        for at, one in enumerate(draft.sections)
    ]
    cuts = [
        _cut(one, evidence, marks, desk, notes.get(f"crosscuts.{at}", []))
        for at, one in enumerate(draft.crosscuts)
    ]
    action = None
    if draft.action:
        action = {
            "title": draft.action.title,
            "minutes": draft.action.minutes,
            "text": marks.paragraph(draft.action.sentences),
            "contexts": _contexts(draft.action.sentences, (), evidence),
        }
    return {
        "lede": lede,
        "lede_contexts": _contexts(draft.lede, (), evidence),
        "sections": sections,
        "cuts": cuts,
        "action": action,
        "notes": notes.get("", []) + notes.get("lede", []) + notes.get("action", []),
    }


def _section(
    section: Section, evidence: Evidence, marks: Marks, notes: list[Correction]
) -> dict[str, Any]:
    text = marks.paragraph(section.sentences)
    quote = _quote(section.quote, evidence, marks) if section.quote else None
    implication = None
    if section.implication:
        implication = {
            "team": section.implication.team,
            "text": marks.sentence(section.implication.sentence),
        }
    said = section.sentences
    if section.implication:
        said = (*said, section.implication.sentence)
    return {
        "domain": section.domain,
        "title": section.title,
        "headline": section.headline,
        "text": text,
        "contexts": _contexts(said, (), evidence),
        "quote": quote,
        "implication": implication,
        "notes": notes,
    }


def _cut(
    cut: CrossCut, evidence: Evidence, marks: Marks, desk: Desk, notes: list[Correction]
) -> dict[str, Any]:
    titles = {domain.id: domain.title for domain in desk.domains}
    return {
        "title": cut.title,
        "domains": [{"id": one, "title": titles.get(one, one)} for one in cut.domains],
        "text": marks.paragraph(cut.sentences),
        "contexts": _contexts(cut.sentences, (), evidence),
        "quotes": [_quote(one, evidence, marks) for one in cut.quotes],
        "notes": notes,
    }


def _quote(quote: Quote, evidence: Evidence, marks: Marks) -> dict[str, Any]:
    item = evidence.item(quote.n)
    return {
        "words": quote.words,
        "cite": marks.cite(quote.n),
        "item": item,
        "href": deep_link(item, quote) if item else "",
        "day": long_day(item.published or "") if item else "",
        "contexts": _contexts((), (quote,), evidence),
    }


def _contexts(
    sentences: tuple[Sentence, ...], quotes: tuple[Quote, ...], evidence: Evidence
) -> dict[str, Any]:
    """What the quotes are cut from, a source at a time, and how many they are."""
    by_source: dict[int, list[Quote]] = defaultdict(list)
    for quote in [*(one.quote for one in sentences if one.quote), *quotes]:
        if evidence.item(quote.n) and quote not in by_source[quote.n]:
            by_source[quote.n].append(quote)
    pairs = [(item, found) for n, found in by_source.items() if (item := evidence.item(n))]
    return {
        "found": [context(found, item) for item, found in pairs],
        "count": sum(len(found) for _, found in pairs),
    }


def _graph(brief: Brief, marks: Marks) -> dict[str, Any] | None:
    drawn = brief.draft.graph
    if not drawn or not drawn.nodes:
        return None
    labels = {node.id: node.label for node in drawn.nodes}
    edges = [edge for edge in drawn.edges if edge.start in labels and edge.end in labels]
    return {
        "title": drawn.title,
        "description": drawn.description,
        "svg": graph.svg(drawn, key="graph"),
        "mermaid": graph.mermaid(drawn),
        "edges": [
            {
                "start": labels[edge.start],
                "label": edge.label,
                "end": labels[edge.end],
                "cites": " ".join(marks.cite(n) for n in edge.cites),
            }
            for edge in edges
        ],
    }


def _sources(brief: Brief, evidence: Evidence, marks: Marks) -> list[dict[str, Any]]:
    """The entries of the source list, each with the places that lead to it."""
    entries = []
    for n in cited(brief):
        item = evidence.item(n)
        if item:
            entries.append(
                asdict(item)
                | {
                    "places": marks.places[n],
                    "href": deep_link(item),
                    "day": long_day(item.published or ""),
                }
            )
    return entries


def _corrections(brief: Brief) -> dict[str, list[Correction]]:
    """Corrections by the part they belong to; those without a place stand at the top."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in brief.corrections:
        part = re.search(r"(sections|crosscuts)(?:\[|\.)(\d+)|(lede|action)", one.where)
        if part and part.group(1):
            found[f"{part.group(1)}.{part.group(2)}"].append(one)
        else:
            found[part.group(3) if part else ""].append(one)
    return found
