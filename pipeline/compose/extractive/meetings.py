"""Where two of the day's stories really meet: both name the same particular thing.

Enter: the sections as they are told. Leave: cross-cuts, and a graph of the relations that the
stories' own sentences state. A name counts that is no ordinary word (an identifier, a product, a
protocol) and that both stories print; it takes two of them, else there is neither cross-cut nor
graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.compose.extractive import relations, wording
from pipeline.compose.extractive.lines import Line
from pipeline.records import Assertion, CrossCut, Graph, Sentence
from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS, WORD

_LISTS = beside(__file__)

MOST = 2
# One name in common is chance: over ten days of 72 sources the one pair that shared a single name
# ("Ed25519" in a forged signature and in a cluster's keys) had nothing to do with each other.
NAMES = 2
COMMONEST = 2  # stories that print a name; a name in more of them says nothing of two
PLAIN = _LISTS.words("plain")


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
        made
        for story in stories
        for line in story.lines
        if line.item.n in joined
        and (made := relations.relation(line.text, story.domain, line.item.n))
    ]
    drawn = relations.graph(stated, day=day)
    return drawn if drawn and _hangs_together(drawn) else None


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
