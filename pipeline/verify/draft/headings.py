"""Holds the headings of a written draft against the sources of what stands under them.

Enter: a draft in a writer's own words, its evidence. Leave: a finding for each headline, title of a
cross-cut, title of the brief or description of the graph with a figure, a name or a piece of code that
these sources lack, or that says the opposite of them. A heading shortens, so nothing else is asked;
`fix` is a heading that stands: the title of the source, of the brief its first headline. An edge of the
graph is a statement: a sentence of the sources it cites has to join what it joins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pipeline.records import Draft, Edge, Evidence, EvidenceItem, Finding, Graph
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.numbers import RELEASED
from pipeline.text.words import words
from pipeline.verify.draft.grounded import SHOWN, doubted
from pipeline.verify.grounds.across.relations import EdgeClaim, relation_doubts
from pipeline.verify.grounds.fate import Verdict, examine, source_of
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import clauses
from pipeline.verify.grounds.reading.sources import bag, words_of
from pipeline.verify.grounds.reading.words import bases, keys

ASKED = frozenset("figure name code polarity".split())
SURE = 0.9  # weight of a doubt; of 40 headings that real models wrote none has one
FIX_LABEL = "name it as the source does"
FIX_EDGE = "label it with the source's own verb, in its direction, or leave the edge out"
TITLE = 140  # characters of a headline
OF_IT = (
    r"(?<= )(?:this|the)(?: \w+)? (?:release|version|update)"  # what a name and version stand for
)
NAME, SAID = 6, 3  # words of a name with its version; of what is stated of it, at least
LEFT = 2  # words beside them in `Kestrel 4.2 Tentacle`
ATTRIBUTED = re.compile(r"(?P<name>[^“”]+):\s“(?P<words>[^“”]+)”")  # a title behind a name


def check(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Headings that their sources contradict or do not bear; those of an edition in its sources' own
    words are made of words of these, in their order."""
    items = {item.n: item for item in evidence.items}
    if draft.writer == "extractive":
        return list(_foreign(draft, evidence))
    found = []
    for path, text, cites in _headings(draft):
        cited = [items[n] for n in cites if n in items]
        if text.strip() and cited:
            found += _faults(path, text, cited, draft)
    return [*found, *_edges(draft, items)]


def _foreign(draft: Draft, evidence: Evidence) -> Iterator[Finding]:
    """Headlines of which the words do not stand in their story's lead document or its title."""
    for at, section in enumerate(draft.sections):
        item = evidence.item(section.story.lead) if section.story else None
        if item is None:
            continue
        lead = [one for one in evidence.items if one.document == item.document]
        if not _is_of(section.headline, lead):
            message = f"[Source {item.n}] has no such words, in its title or its text."
            path = drafts.join("sections", at, "headline")
            yield finding("claim-heading", path, section.headline, message, fix=item.title.strip())


def _is_of(headline: str, lead: list[EvidenceItem]) -> bool:
    """Whether a headline is proven by its lead: a name, of its source, its title or as its text writes it,
    before words of its title or text in quotation marks; a name with its version; or words that the text states, where for `this release` may stand
    its name and version. A title is its source's line, and never ours without quotation marks."""
    item = lead[0]
    known = words(f"{item.source_title} {item.subject} {item.title}".lower())
    found = ATTRIBUTED.fullmatch(headline)
    wanted = words((found["words"] if found else headline).lower())
    stated = _runs(words("\n".join(one.prose for one in lead).lower()))
    if found:
        text = "\n".join(one.text for one in lead)
        named = _in_order(words(found["name"].lower()), known)
        named = named or _runs(words(found["name"])) in _runs(words(text))
        whole = _runs(words(text.lower()))
        return named and (_runs(wanted) in whole or _in_order(wanted, known))
    if _runs(wanted) in stated:
        return True
    if (release := RELEASED.match(headline)) and _in_order(wanted, known):
        return release[0].count(" ") >= len(headline.split()) - LEFT
    return any(
        _in_order(wanted[:at], known)
        and re.search(rf"{OF_IT}{re.escape(_runs(wanted[at:]))}", stated)
        for at in range(1, min(NAME, len(wanted) - SAID) + 1)
    )


def _runs(wanted: list[str]) -> str:
    """Words as one text in which a run of them can be looked for."""
    return f" {' '.join(wanted)} "


def _in_order(wanted: list[str], known: list[str]) -> bool:
    """Whether words stand among others in their own order."""
    left = iter(known)
    return all(word in left for word in wanted)


def _headings(draft: Draft) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Each heading with its path and the sources of what stands under it."""
    for at, section in enumerate(draft.sections):
        cites = {n for one in section.sentences for n in one.cites}
        cites |= {section.quote.n} if section.quote else set()
        yield drafts.join("sections", at, "headline"), section.headline, frozenset(cites)
    for at, cut in enumerate(draft.crosscuts):
        cites = {n for one in cut.sentences for n in one.cites} | {one.n for one in cut.quotes}
        yield drafts.join("crosscuts", at, "title"), cut.title, frozenset(cites)
    if draft.lede:
        yield "title", draft.title, drafts.cited(draft)
    if draft.graph:
        cites = {n for one in draft.graph.nodes for n in one.cites}
        cites |= {n for one in draft.graph.edges for n in one.cites}
        yield "graph.description", draft.graph.description, frozenset(cites)
        yield from _labels(draft.graph)


def _labels(graph: Graph) -> Iterator[tuple[str, str, frozenset[int]]]:
    """The labels of the nodes of a graph, and of its edges with the sources of their ends."""
    cites = {one.id: frozenset(one.cites) for one in graph.nodes}
    for at, node in enumerate(graph.nodes):
        yield drafts.join("graph", "nodes", at, "label"), node.label, cites[node.id]
    for at, edge in enumerate(graph.edges):
        both = [cites.get(end, frozenset()) for end in (edge.start, edge.end)]
        known = frozenset(edge.cites).union(*both)
        yield drafts.join("graph", "edges", at, "label"), edge.label, known


def _edges(draft: Draft, items: dict[int, EvidenceItem]) -> Iterator[Finding]:
    """The edges that no sentence of their sources states; the description may speak of what they show."""
    labels = {node.id: node.label for node in draft.graph.nodes} if draft.graph else {}
    for path, said in drafts.relations(draft):
        edge: Edge = drafts.at(draft, path.removesuffix(".label"))
        told = EdgeClaim(labels[edge.start], edge.label, labels[edge.end])
        sources = [source_of(items[n]) for n in edge.cites if n in items]
        for doubt in relation_doubts(told, sources) if sources else ():
            verdict = Verdict("fact", "held", (doubt,), (), None)
            ((_, _, message, _),) = doubted(said.text, verdict)
            stands = f"[Source {edge.cites[0]}] {' '.join(doubt.stands.split())[:SHOWN]}"
            rule = "claim-edge-denied" if doubt.rule == "polarity" else "claim-edge"
            yield finding(rule, path, said.text, message, fix=FIX_EDGE, evidence=stands)


def _plain(doubt: Doubt) -> bool:
    """Whether a doubt weighs in a heading, which may count its own stories in words."""
    counts = doubt.rule == "figure" and not any(char.isdigit() for char in doubt.said)
    return doubt.rule in ASKED and doubt.weight >= SURE and not counts


_HELD_POSSIBLE = r"\b(?:can|may|might|could) (?:\w+ly )?"


def _surer(text: str, cited: list[EvidenceItem]) -> tuple[Doubt, ...]:
    """What a description of a graph states, and its sources only hold possible of the same thing."""
    texts = [item.text for item in cited]
    for part in clauses(text):
        if part.lows & lists.POSSIBLE:
            continue
        for verb, what in pairwise(t for t in part.tokens if t.content):
            base = bases(verb.low)[0]
            if base == verb.low or not verb.low.endswith("s"):
                continue
            hedged = re.compile(_HELD_POSSIBLE + re.escape(base) + r"\b[^.;]*", re.IGNORECASE)
            held = [found[0] for one in texts for found in hedged.finditer(one)]
            plainly = re.compile(rf"\b{re.escape(verb.low)}\b", re.IGNORECASE)
            same = [one for one in held if keys(what.low).own & bag(words_of(one)).own]
            if same and not any(plainly.search(one) for one in texts):
                return (Doubt("possibility", SURE, f"{verb.text} {what.text}", same[0]),)
    return ()


@lru_cache(maxsize=1024)  # a draft is judged again after each repair; most headings stay
def _examined(text: str, cited: tuple[EvidenceItem, ...]) -> Verdict:
    return examine(f"{text.rstrip('.')}.", [source_of(item) for item in cited], kind="inference")


def _faults(path: str, text: str, cited: list[EvidenceItem], draft: Draft) -> list[Finding]:
    verdict = _examined(text, tuple(cited))
    label = path.endswith(".label")
    sure = tuple(d for d in verdict.doubts if _plain(d) and not (label and d.rule == "polarity"))
    if path == "graph.description":
        sure += _surer(text, cited)
    if not sure:
        return []
    (_, _, message, stands), *_ = doubted(text, verdict, sure)
    instead = draft.sections[0].headline if path == "title" and draft.sections else cited[0].title
    fix = FIX_LABEL if label else instead[:TITLE].strip()
    return [finding("claim-heading", path, text, message, fix=fix, evidence=stands)]
