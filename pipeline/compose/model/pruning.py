"""A draft without what is faulted in it: sentences, edges of the graph, parts that stand on nothing else.

Enter: a draft and findings with their places. Leave: the smaller draft, and the findings that led to
a cut. A section stands without a sentence or an implication, not without its quote; a cross-cut on
two sources; a graph on an edge, and without its description. A title, and the last sentence of a lede, cannot go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import CrossCut, Draft, Finding, Graph, Section, Sentence
from pipeline.records import draft as drafts

LEAST = 2  # sentences a section stands on, and sources that a cross-cut joins
CONCLUDED = ("inference", "advice")


def pruned(draft: Draft, findings: Sequence[Finding]) -> tuple[Draft, list[Finding]]:
    """The draft without what the findings fault, and the findings that led to a cut."""
    faulted = [(drafts.parse(one.where.path), one) for one in findings]
    places = [steps for steps, _ in faulted]
    sections = [
        _cut_section(one, _below(places, "sections", n)) for n, one in enumerate(draft.sections)
    ]
    crosscuts = [
        _cut_crosscut(one, _below(places, "crosscuts", n)) for n, one in enumerate(draft.crosscuts)
    ]
    bad_lede = {steps[1] for steps in places if len(steps) > 1 and steps[0] == "lede"}
    lede = tuple(one for n, one in enumerate(draft.lede) if n not in bad_lede)
    kinds = {steps[0] for steps in places if steps}
    kept = [one for one in sections if one]
    smaller = replace(
        draft,
        lede=lede or draft.lede,
        sections=tuple(kept),
        crosscuts=tuple(one for one in crosscuts if one),
        graph=_cut_graph(draft.graph, [steps[1:] for steps in places if steps[:1] == ("graph",)]),
        action=None if "action" in kinds else draft.action,
        gaps=(*draft.gaps, *sorted({s.domain for s in draft.sections} - {s.domain for s in kept})),
    )
    cut = [one for steps, one in faulted if _cuttable(steps, lede)]
    return smaller, cut if smaller != draft else []


def _cuttable(steps: drafts.Path, lede: tuple[Sentence, ...]) -> bool:
    """Whether what a path names can go: not the title, nor the last sentence of the lede."""
    kind = steps[0] if steps else ""
    return kind in ("sections", "crosscuts", "graph", "action") or (kind == "lede" and bool(lede))


def _below(places: Sequence[drafts.Path], kind: str, n: int) -> list[drafts.Path]:
    """What the places name within one section or cross-cut."""
    return [steps[2:] for steps in places if steps[:2] == (kind, n)]


def _numbers(faulted: Sequence[drafts.Path], kind: str) -> set[str | int]:
    return {steps[1] for steps in faulted if steps[:1] == (kind,) and len(steps) > 1}


def _cut_section(section: Section, faulted: Sequence[drafts.Path]) -> Section | None:
    if not faulted:
        return section
    bad = _numbers(faulted, "sentences")
    silent = any(steps[:1] == ("implication",) for steps in faulted)
    beyond = any(steps[:1] not in (("sentences",), ("implication",)) for steps in faulted)
    left = tuple(one for n, one in enumerate(section.sentences) if n not in bad)
    if beyond or len(left) < LEAST:
        return None
    return replace(section, sentences=left, implication=None if silent else section.implication)


def _cut_crosscut(cut: CrossCut, faulted: Sequence[drafts.Path]) -> CrossCut | None:
    if not faulted:
        return cut
    bad, wrong = _numbers(faulted, "sentences"), _numbers(faulted, "quotes")
    beyond = any(steps[:1] not in (("sentences",), ("quotes",)) for steps in faulted)
    left = tuple(one for n, one in enumerate(cut.sentences) if n not in bad)
    quotes = tuple(quote for n, quote in enumerate(cut.quotes) if n not in wrong)
    sides = len({n for one in left if one.kind not in CONCLUDED for n in one.cites})
    lost = len(left) < len(cut.sentences) and sides < LEAST  # one side alone joins nothing
    return None if beyond or lost or not left else replace(cut, sentences=left, quotes=quotes)


def _cut_graph(graph: Graph | None, faulted: Sequence[drafts.Path]) -> Graph | None:
    """The graph without the edges and things that are faulted, and what only they join; a description
    that is faulted becomes one that says no more than the edges. None where anything else is faulted, or
    where nothing is left."""
    if graph is None or not faulted:
        return graph
    bad, gone = _numbers(faulted, "edges"), _numbers(faulted, "nodes")
    lost = {one.id for n, one in enumerate(graph.nodes) if n in gone}
    edges = tuple(
        one for n, one in enumerate(graph.edges) if n not in bad and not {one.start, one.end} & lost
    )
    left = [steps for steps in faulted if not (steps[0:1] in _OF_MANY and len(steps) > 1)]
    if not edges or any(steps != ("description",) for steps in left):
        return None
    joined = {end for one in edges for end in (one.start, one.end)}
    before = {end for one in graph.edges for end in (one.start, one.end)}
    alone = {one.id for one in graph.nodes} - before - lost
    nodes = tuple(one for one in graph.nodes if one.id in joined | alone)
    smaller = replace(graph, nodes=nodes, edges=edges)
    return _described(smaller) if left else smaller


_OF_MANY = (("edges",), ("nodes",))


def _described(graph: Graph) -> Graph | None:
    """The graph described by its relations, or where that is what was faulted by its title alone."""
    labels = {node.id: node.label for node in graph.nodes}
    told = [f"{labels[one.start]} {one.label} {labels[one.end]}" for one in graph.edges]
    ways = (f"{', '.join(told)}.", f"{graph.title.rstrip('.')}.")
    tried = ways.index(graph.description) + 1 if graph.description in ways else 0
    return replace(graph, description=ways[tried]) if tried < len(ways) else None
