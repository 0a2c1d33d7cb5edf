"""Where two of the day's stories really meet: both name the same particular thing.

Enter: the sections as they are told. Leave: cross-cuts, and a graph of the relations that the
stories' own sentences state. A name counts that is no ordinary word (an identifier, a product, a
protocol) and that both stories print; it takes two of them, else there is neither cross-cut nor
graph. A relation is the subject, verb and object at the head of an active sentence that stands
verbatim in its source (Hearst-style patterns; OpenIE after Banko et al. 2007), kept narrow so that
a wrong edge is rarer than a missing one; its labels are words of that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.compose.extractive import wording
from pipeline.compose.extractive.lines import Line
from pipeline.records import Assertion, CrossCut, Edge, Graph, Node, Sentence
from pipeline.records.store import short_id
from pipeline.text.lists import beside
from pipeline.text.words import DETERMINERS, STOPWORDS, WORD, stem

_LISTS = beside(__file__)

MOST = 2
# One name in common is chance: over ten days of 72 sources the one pair that shared a single name
# ("Ed25519" in a forged signature and in a cluster's keys) had nothing to do with each other.
NAMES = 2
COMMONEST = 2  # stories that print a name; a name in more of them says nothing of two
PLAIN = _LISTS.words("plain")
MOST_EDGES = 9  # more cannot be read at phone width
LONGEST_NAME = 4  # words in a node's label

VERBS = _LISTS.words("verbs")
LINKING = _LISTS.words("prepositions")
TOKEN = re.compile(r"[^\s,;:.()\"“”]+(?:\.\d+)*|[,;:.()\"“”]")


@dataclass(frozen=True, slots=True)
class StorySide:
    """A story as its section prints it."""

    domain: str
    title: str  # of the domain
    document: str
    source: str
    lines: tuple[Line, ...]


def crosscuts(stories: Sequence[StorySide]) -> tuple[CrossCut, ...]:
    """One for every pair of stories that meet, best first."""
    found = []
    for left, right in combinations(stories, 2):
        shared = _shared(left, right, stories)
        if shared and left.domain != right.domain and left.source != right.source:
            found.append((shared, _crosscut(shared, left, right)))
    found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple(cut for _, cut in found[:MOST])


def graph(stories: Sequence[StorySide], cuts: Sequence[CrossCut], day: str) -> Graph | None:
    """The relations that the stories of the cross-cuts state, if they hang together."""
    joined = {n for cut in cuts for sentence in cut.sentences for n in sentence.cites}
    stated = [
        found
        for story in stories
        for line in story.lines
        if line.item.n in joined and (found := relation(line.text, story.domain, line.item.n))
    ]
    made = drawn(stated, day=day)
    return made if made and _hangs_together(made) else None


def names(lines: Iterable[Line]) -> frozenset[str]:
    """Particular names that lines print: written with capitals or digits inside the word."""
    found = set()
    for line in lines:
        for word in WORD.findall(line.text):
            plain = word.lower() in PLAIN | STOPWORDS or word[0].isdigit() or len(word) < 3
            if not plain and re.search(r"[a-z][A-Z]|[A-Z]{3}|[A-Za-z]-?\d|_", word):
                found.add(word)
    return frozenset(found)


def _shared(left: StorySide, right: StorySide, stories: Sequence[StorySide]) -> str:
    """The longest name that these two print and hardly another story does."""
    both = names(left.lines) & names(right.lines)
    rare = [
        name for name in both if sum(name in names(story.lines) for story in stories) <= COMMONEST
    ]
    return max(sorted(rare), key=len) if len(rare) >= NAMES else ""


def _crosscut(name: str, left: StorySide, right: StorySide) -> CrossCut:
    quoted = tuple(
        next(line for line in side.lines if name in WORD.findall(line.text))
        for side in (left, right)
    )
    cites = tuple(line.item.n for line in quoted)
    text = wording.MEETING.format(left=left.title, right=right.title, name=name)
    return CrossCut(
        domains=(left.domain, right.domain),
        title=f"{name}, in {left.title} and {right.title}",
        sentences=(Sentence(text, cites, "computed", asserts=(Assertion("names", name, cites),)),),
        quotes=tuple(line.quote for line in quoted),
    )


def _hangs_together(made: Graph) -> bool:
    """True when every node can be reached from the first."""
    reached = {made.nodes[0].id}
    for _ in made.edges:
        for edge in made.edges:
            if edge.start in reached or edge.end in reached:
                reached |= {edge.start, edge.end}
    return reached == {node.id for node in made.nodes}


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
    if at < len(tokens) and tokens[at].lower() in LINKING:
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
    return after in DETERMINERS or after in LINKING or tokens[at].lower().endswith("s")


def drawn(relations: Iterable[StatedRelation], *, day: str) -> Graph | None:
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
