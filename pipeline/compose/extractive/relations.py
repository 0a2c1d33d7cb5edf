"""The system graph: relations between named things, read off cited sentences.

Enter: sentences of a draft that stand verbatim in their source. Leave: a graph whose labels are
words of those sentences and whose every node and edge carries their citations. The pattern is
subject, verb, object at the head of an active sentence (Hearst-style patterns; OpenIE after
Banko et al. 2007), kept narrow so that a wrong edge is rarer than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import Edge, Graph, Node
from pipeline.records.store import short_id
from pipeline.text.lists import beside
from pipeline.text.words import DETERMINERS, STOPWORDS, stem

_LISTS = beside(__file__)

MOST_EDGES = 9  # more cannot be read at phone width
LONGEST_NAME = 4  # words in a node's label

VERBS = _LISTS.words("verbs")
PREPOSITIONS = _LISTS.words("prepositions")
TOKEN = re.compile(r"[^\s,;:.()\"“”]+(?:\.\d+)*|[,;:.()\"“”]")


@dataclass(frozen=True, slots=True)
class StatedRelation:
    subject: str
    verb: str
    object: str
    domain: str
    n: int


def relation(text: str, domain: str, n: int) -> StatedRelation | None:
    """The relation a sentence opens with, or None when its opening is of another form."""
    tokens = TOKEN.findall(text.replace("`", ""))
    subject, at = _name(tokens, 0)
    if not subject or at >= len(tokens) or tokens[at].lower() not in VERBS:
        return None
    verb = tokens[at].lower()
    if verb.endswith("s") == _plural(subject):
        return None
    at += 1
    if at < len(tokens) and tokens[at].lower() in PREPOSITIONS:
        verb, at = f"{verb} {tokens[at].lower()}", at + 1
    target = _target(tokens, at)
    if not target or {stem(word) for word in target.split()} == {stem(subject)}:
        return None
    return StatedRelation(subject, verb, target, domain, n)


def _target(tokens: list[str], at: int) -> str:
    """The object, with the `of` phrase that tells which one."""
    name, at = _name(tokens, at)
    if name and at + 1 < len(tokens) and tokens[at].lower() == "of":
        rest, _ = _name(tokens, at + 1)
        if rest and len(name.split()) + len(rest.split()) <= LONGEST_NAME:
            return f"{name} of {rest}"
    return name


def _plural(name: str) -> bool:
    last = name.split()[-1].lower()
    return stem(last) != last


def _name(tokens: list[str], at: int) -> tuple[str, int]:
    """A noun phrase from `at` on (without its determiner) and where it ends; "" if none."""
    if at < len(tokens) and tokens[at].lower() in DETERMINERS:
        at += 1
    name: list[str] = []
    while at < len(tokens) and len(name) <= LONGEST_NAME:
        word = tokens[at]
        ends = word.lower() in STOPWORDS or not re.match(r"[\w$]", word)
        if ends or (name and word.lower() in VERBS and _looks_finite(tokens, at)):
            break
        name.append(word)
        at += 1
    if not 0 < len(name) <= LONGEST_NAME or all(part[0].isdigit() for part in name):
        return "", at
    return " ".join(name), at


def _looks_finite(tokens: list[str], at: int) -> bool:
    """Inside a name a verb form counts as the verb when an object or preposition follows it."""
    after = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
    return after in DETERMINERS or after in PREPOSITIONS or tokens[at].lower().endswith("s")


def graph(relations: Iterable[StatedRelation], *, day: str) -> Graph | None:
    """The graph of the given relations, first come first kept; None below two edges."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    for one in relations:
        if len(edges) >= MOST_EDGES:
            break
        start = _node(nodes, one.subject, one)
        end = _node(nodes, one.object, one)
        edges.setdefault((start, one.verb, end), Edge(start, end, one.verb, (one.n,)))
    if len(edges) < 2:
        return None
    listed = ", ".join(
        f"{nodes[edge.start].label} {edge.label} {nodes[edge.end].label}" for edge in edges.values()
    )
    return Graph(
        title=f"Relations named in the evidence of {day}",
        description=f"{listed}.",
        nodes=tuple(nodes.values()),
        edges=tuple(edges.values()),
    )


def _node(nodes: dict[str, Node], name: str, one: StatedRelation) -> str:
    key = "n" + short_id(*(stem(word) for word in name.split()))[:6]
    held = nodes.get(key)
    cites = (*held.cites, one.n) if held and one.n not in held.cites else (one.n,)
    label = held.label if held else name[0].upper() + name[1:]
    nodes[key] = Node(key, label, held.domain if held else one.domain, cites)
    return key
