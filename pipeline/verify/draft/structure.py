"""Checks a brief's parts: what must be there, how many, of which domains, with which sources.

A brief tells as many stories as the day has; the desk may ask for more. Cross-cuts, graph and
action stand where they earn their place and are left out otherwise. An extractive edition quotes in every sentence: of it neither a block quote nor
an implication is asked. Domains without evidence may be missing if they are named as gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from pipeline.newsroom.desk import Desk
from pipeline.records import Draft, Evidence, Finding, Graph, Section
from pipeline.records import draft as drafts
from pipeline.records.rules import finding

MINUTES = 30  # an action a practitioner fits between two meetings
# Whose it is, four sentences with the items of a list, one of another source with its label; a
# model's section has two to four.
SENTENCES = {"extractive": (1, 10)}
SENTENCES_WRITTEN = (2, 5)
_NODE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_UNSAFE_LABEL = re.compile(r"[\"<>{}|`\n]|\bend\b$")


def check(draft: Draft, evidence: Evidence, desk: Desk) -> list[Finding]:
    """Everything wrong with the parts of a brief."""
    return [
        *_day(draft),
        *_parts(draft),
        *_domains(draft, desk),
        *_sources(draft, evidence, desk),
        *(
            one
            for at, part in enumerate(draft.sections)
            for one in _section(at, part, draft.writer)
        ),
        *_crosscuts(draft),
        *(_graph(draft.graph, evidence) if draft.graph else ()),
        *_action(draft),
    ]


def _day(draft: Draft) -> list[Finding]:
    try:
        date.fromisoformat(draft.day)
    except ValueError:
        return [finding("structure-date", "day", draft.day, "The brief's day is not a date.")]
    return []


def _parts(draft: Draft) -> list[Finding]:
    found = []
    if not draft.title.strip():
        found.append(_part("title", "The brief has no title."))
    if not draft.lede and draft.writer != "extractive":
        found.append(_part("lede", "The brief has no lede."))
    for path, text in drafts.headings(draft):
        if path != "title" and not text.strip():
            found.append(finding("structure-heading", path, "", "A heading is empty."))
    for path, sentence in drafts.sentences(draft):
        if not sentence.text.strip():
            found.append(_part(path, "A sentence is empty."))
    return found


def _part(path: str, message: str) -> Finding:
    return finding("structure-part", path, "", message, fix="write it, or leave the part out")


def _domains(draft: Draft, desk: Desk) -> list[Finding]:
    known = [domain.id for domain in desk.domains]
    counts = Counter(section.domain for section in draft.sections)
    found = []
    for at, section in enumerate(draft.sections):
        if section.domain not in known:
            message = f"The desk has no domain {section.domain!r}."
            fix = f"one of {', '.join(known)}"
            found.append(
                _domain(drafts.join("sections", at, "domain"), section.domain, message, fix)
            )
    for domain, count in counts.items():
        told = {one.story.id for one in draft.sections if one.domain == domain and one.story}
        if count > max(1, len(told)):  # two stories of a domain are two sections
            found.append(
                _domain("sections", domain, f"Domain {domain!r} has {count} sections.", "join them")
            )
    for domain in known:
        if domain not in counts and domain not in draft.gaps:
            message = f"Domain {domain!r} is missing and not named as a gap."
            found.append(finding("structure-gap", "gaps", domain, message, fix="name the gap"))
    if len(counts) < desk.gate.min_sections:
        message = f"Only {len(counts)} of at least {desk.gate.min_sections} domains are covered."
        found.append(
            finding("structure-sections", "sections", "", message, fix="widen the sources")
        )
    return found


def _domain(path: str, match: str, message: str, fix: str) -> Finding:
    return finding("structure-domain", path, match, message, fix=fix)


def _sources(draft: Draft, evidence: Evidence, desk: Desk) -> list[Finding]:
    cited = drafts.cited(draft)
    publishers = {item.source_id for item in evidence.items if item.n in cited}
    if len(publishers) >= desk.gate.min_sources:
        return []
    message = (
        f"It rests on {len(publishers)} publishers; the desk asks for {desk.gate.min_sources}."
    )
    return [finding("structure-sources", "sections", "", message, fix="widen the evidence")]


def _section(at: int, section: Section, writer: str) -> list[Finding]:
    path = drafts.join("sections", at)
    least, most = SENTENCES.get(writer, SENTENCES_WRITTEN)
    found = []
    if not least <= len(section.sentences) <= most:
        message = f"{len(section.sentences)} sentences where {least} to {most} are asked for."
        found.append(_count(f"{path}.sentences", section.domain, message))
    if section.quote is None and writer != "extractive":
        found.append(finding("structure-part", path, section.domain, "The section has no quote."))
    if section.implication is None and writer != "extractive":
        found.append(_count(path, section.domain, "The section says nothing to a team."))
    elif section.implication and not section.implication.team.strip():
        found.append(_count(f"{path}.implication", section.domain, "No team is named."))
    return found


def _count(path: str, match: str, message: str) -> Finding:
    return finding("structure-count", path, match, message)


def _crosscuts(draft: Draft) -> list[Finding]:
    found = []
    for at, cut in enumerate(draft.crosscuts):
        path = drafts.join("crosscuts", at)
        if len(set(cut.domains)) < 2:
            found.append(_part(path, "A cross-cut joins at least two domains."))
        cites = {n for sentence in cut.sentences for n in sentence.cites}
        cites |= {quote.n for quote in cut.quotes}
        if len(cites) < 2:
            found.append(_part(path, "A cross-cut cites both sides."))
    return found


def _graph(graph: Graph, evidence: Evidence) -> list[Finding]:
    known = {item.n for item in evidence.items}
    ids = Counter(node.id for node in graph.nodes)
    faults: list[tuple[str, str, str]] = []
    for at, node in enumerate(graph.nodes):
        path = f"graph.nodes[{at}]"
        if not _NODE_ID.fullmatch(node.id) or ids[node.id] > 1 or node.id.lower() == "end":
            faults.append((path, node.id, "A node's id must be a plain word and stand once."))
        if _UNSAFE_LABEL.search(node.label) or not node.label.strip():
            faults.append((path, node.label, "This label would break the diagram."))
        if not node.cites or not set(node.cites) <= known:
            faults.append((path, node.label, "A node must cite sources of the evidence."))
    for at, edge in enumerate(graph.edges):
        path = f"graph.edges[{at}]"
        if edge.start not in ids or edge.end not in ids:
            faults.append((path, f"{edge.start} {edge.end}", "An edge joins nodes of the graph."))
        if _UNSAFE_LABEL.search(edge.label):
            faults.append((path, edge.label, "This label would break the diagram."))
        if not edge.cites or not set(edge.cites) <= known:
            faults.append((path, edge.label, "An edge must cite sources of the evidence."))
    if not graph.title.strip() or not graph.description.strip():
        faults.append(("graph", graph.title, "The graph needs a title and a description."))
    return [finding("structure-graph", path, match, message) for path, match, message in faults]


def _action(draft: Draft) -> list[Finding]:
    action = draft.action
    if action is None:
        return []
    if not 0 < action.minutes <= MINUTES or not action.sentences:
        message = f"An action takes 1 to {MINUTES} minutes and says what to do."
        return [finding("structure-action", "action", f"{action.minutes} minutes", message)]
    return []
