"""One brief as a page: Markdown that reads by itself, with its evidence at hand.

Enter: a brief and its evidence. Leaves: a `Page` whose front matter holds every fact that lists,
feeds, JSON-LD and llms.txt repeat. Every `[Source n]` leads to its entry and back, every quote
opens the words around it. Needs no script.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from jinja2 import Environment

from pipeline.newsroom.desk import Desk
from pipeline.pages.context import QUOTE, SENTENCE, context, places
from pipeline.pages.links import HOME_PAGE, anchors, deep_link, safe_url
from pipeline.records import (
    Brief,
    Correction,
    CrossCut,
    Evidence,
    Finding,
    Page,
    Quote,
    Section,
    Sentence,
    history,
    numbering,
    rules,
)
from pipeline.records.parts import MARKS
from pipeline.render import graph, labels, receipt
from pipeline.render.facts import lede_beside
from pipeline.render.markdown import escape, written
from pipeline.render.plain import laid_out
from pipeline.render.why import accounted, reasons
from pipeline.text.days import dated, long_day
from pipeline.text.words import words


@dataclass(slots=True)
class Marks:
    """The citations of a page in order of appearance, so that each can be reached from its source;
    and what stands behind a sentence that was corrected."""

    places: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    corrected: dict[Sentence, list[str]] = field(default_factory=lambda: defaultdict(list))

    def cite(self, n: int) -> str:
        """A link to source n, and a place to come back to."""
        mark = f"c{n}-{len(self.places[n]) + 1}"
        self.places[n].append(mark)
        return f"[[Source {n}]](#source-{n}){{ .cite #{mark} }}"

    def sentence(
        self, sentence: Sentence, *, after: frozenset[int] = frozenset(), advising: bool = False
    ) -> str:
        """The sentence with its citations. A lead-in ("Cluster Weekly, 18 November:") leaves them
        to the sentences after it, which cite the same. `advising`: it stands under a heading that
        says it is advice.
        """
        leads = sentence.kind == "computed" and sentence.text.endswith(":")
        given = () if leads and after.issuperset(sentence.cites) else sentence.cites
        cites = " ".join(self.cite(n) for n in given)
        mark = "" if advising and sentence.kind == "advice" else MARKS.get(sentence.kind, "")
        mark = f"*{mark}* " if mark and sentence.origin == "writer" else ""
        shown = written if sentence.origin == "writer" else escape
        told = [mark + shown(sentence.text), cites, *self.corrected.get(sentence, ())]
        return " ".join(filter(None, told))

    def paragraph(self, sentences: tuple[Sentence, ...], *, advising: bool = False) -> str:
        """Sentences on one line; items of a source's list, under the line they hang on, as a list."""
        places = {id(one): at for at, one in enumerate(sentences)}

        def cited_once(one: Sentence) -> str:
            later = sentences[places[id(one)] + 1 :]
            cited = frozenset(n for other in later for n in other.cites)
            return self.sentence(one, after=cited, advising=advising)

        return laid_out(sentences, cited_once)


def brief_page(
    brief: Brief, evidence: Evidence, desk: Desk, environment: Environment, *, facts: dict[str, Any]
) -> Page:
    """The page of a published brief; `facts` are its front matter (`brief_facts` and neighbours)."""
    marks = Marks()
    for sentence, note in history.corrected(brief):
        where = f"#correction-{brief.corrections.index(note) + 1}"
        marks.corrected[sentence].append(
            f"[corrected {long_day(note.made)}]({where}){{ .corrected }}"
        )
    for sentence, note, mark in history.withdrawn_under(brief):
        where = f"#correction-{brief.corrections.index(note) + 1}"
        marks.corrected[sentence].append(f"[{mark} {long_day(note.made)}]({where}){{ .corrected }}")
    view = {
        "brief": brief,
        "draft": brief.draft,
        "parts": _parts(brief, evidence, desk, marks),
        "graph": _graph(brief, marks),
        "receipt": receipt.told(brief),
        "findings": _listed(brief),
        "tally": labels.tally(brief),
        "edition": labels.edition(brief),
        "proven": labels.proven(brief, evidence).words,
    }
    view |= {"facts": facts, "sources": _sources(brief, evidence, marks)}
    printed = numbering.printed(brief.draft)
    view["reasons"] = reasons(item for n in printed if (item := evidence.item(n)))
    view["uncited"] = [n for n in range(1, max(printed, default=0)) if n not in printed]
    view["accounted"] = accounted(brief, evidence)
    body = environment.get_template("brief.md.j2").render(view)
    return Page(f"briefs/{brief.day}.md", tuple(facts.items()), body)


def _parts(brief: Brief, evidence: Evidence, desk: Desk, marks: Marks) -> dict[str, Any]:
    """Every part of the page in reading order, so that citations are numbered as they come."""
    draft = brief.draft
    notes = history.by_part(brief)
    printed = lede_beside(brief)
    lede = marks.paragraph(printed)
    gone = history.withdrawn(brief)
    sections = [
        _section(one, evidence, marks, notes.get(f"sections.{at}", []))
        | {"anchor": anchor, "withdrawn": at in gone}
        for at, (one, anchor) in enumerate(zip(draft.sections, anchors(brief), strict=True))
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
            "text": marks.paragraph(draft.action.sentences, advising=True),
            "contexts": _contexts(draft.action.sentences, (), evidence),
        }
    return {
        "lede": lede,
        "lede_contexts": _contexts(printed, (), evidence),
        "sections": sections,
        "cuts": cuts,
        "action": action,
        "notes": notes.get("", []) + notes.get("lede", []) + notes.get("action", []),
    }


def _section(
    section: Section, evidence: Evidence, marks: Marks, notes: list[Correction]
) -> dict[str, Any]:
    text = marks.paragraph(section.sentences)
    quote = quoted_by(section.quote, evidence, marks, section.headline) if section.quote else None
    implication = None
    if section.implication:
        implication = {
            "team": section.implication.team,
            "text": marks.sentence(section.implication.sentence, advising=True),
        }
    said = section.sentences
    if section.implication:
        said = (*said, section.implication.sentence)
    quoted = (section.quote,) if section.quote else ()
    return {
        "domain": section.domain,
        "title": section.title,
        "headline": section.headline,
        "label": labels.label(section.story, evidence),
        "reason": section.story.reason if section.story else "",
        "stakes": section.story.stakes if section.story else "",
        "was": section.story.was_words if section.story else "",
        "also": _also(section),
        "text": text,
        "contexts": _contexts(said, quoted, evidence),
        "quote": quote,
        "implication": implication,
        "notes": notes,
    }


def _also(section: Section) -> list[dict[str, Any]]:
    """The other documents of a section's story: what a link says (its source
    where it has no title), where it leads, the rest."""
    named = [
        (one, one.title or one.source) for one in (section.story.also if section.story else ())
    ]
    return [
        {
            "title": said,
            "href": safe_url(one.url),
            "rest": one.words.removeprefix(said),
            "beside": one.beside,
        }
        for one, said in named
    ]


def _cut(
    cut: CrossCut, evidence: Evidence, marks: Marks, desk: Desk, notes: list[Correction]
) -> dict[str, Any]:
    titles = {domain.id: domain.title for domain in desk.domains}
    return {
        "title": cut.title,
        "domains": [{"id": one, "title": titles.get(one, one)} for one in cut.domains],
        "text": marks.paragraph(cut.sentences),
        "contexts": _contexts(cut.sentences, cut.quotes, evidence),
        "quotes": [quoted_by(one, evidence, marks) for one in cut.quotes],
        "notes": notes,
    }


def quoted_by(quote: Quote, evidence: Evidence, marks: Marks, headline: str = "") -> dict[str, Any]:
    """A quote with whose it is: the headline over it may have given the title already."""
    item = evidence.item(quote.n)
    title = item.title if item else ""
    over = f" {' '.join(words(headline.lower()))} "
    return {
        "words": quote.words,
        "cite": marks.cite(quote.n),
        "item": item,
        "titled": f" {' '.join(words(title.lower()))} " not in over,
        "href": deep_link(item, quote) if item else "",
        "day": dated(item.published or "", item.first_seen, item.changed) if item else "",
    }


def _contexts(
    sentences: tuple[Sentence, ...], quotes: tuple[Quote, ...], evidence: Evidence
) -> dict[str, Any]:
    """What the quotes are cut from, a source at a time, and how many they are."""
    by_source: dict[int, list[Quote]] = defaultdict(list)
    for quote in [*(one for sentence in sentences for one in sentence.ground), *quotes]:
        if evidence.item(quote.n) and quote not in by_source[quote.n]:
            by_source[quote.n].append(quote)
    pairs = [(item, found) for n, found in by_source.items() if (item := evidence.item(n))]
    around = QUOTE if quotes else SENTENCE
    return {
        "found": [context(found, item, around) for item, found in pairs],
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
    listed = [item for n in numbering.printed(brief.draft) if (item := evidence.item(n))]
    where = places(listed)
    return [
        asdict(item)
        | {
            "places": marks.places[item.n],
            "place": where.get(item.n, ""),
            "href": (href := deep_link(item)),
            "home": HOME_PAGE if item.home and href else "",
            "day": dated(item.published or "", item.first_seen, item.changed),
        }
        for item in listed
    ]


def _listed(brief: Brief) -> list[Finding]:
    """The findings a reader is shown: what was open at the end, and what was done."""
    rows = ((rules.row(one.rule), one) for one in brief.findings)
    return [
        replace(one, rule=row.id)
        for row, one in rows
        if row.shown and (one.severity != "info" or one.resolved)
    ]
