"""What is left of a model's graph when something of it is faulted."""

from __future__ import annotations

import pytest

from pipeline.compose.model.pruning import pruned
from pipeline.records import Draft, Edge, Graph, Node
from pipeline.records.rules import finding

NODES = tuple(
    Node(name, label, "cloud-infra", (1,))
    for name, label in (("a", "Kestrel"), ("b", "Log"), ("c", "Preset"))
)
EDGES = (Edge("a", "b", "writes", (1,)), Edge("a", "c", "reads", (1,)))
LISTED = "Kestrel writes Log, Kestrel reads Preset."


def left(*paths: str, description: str = "Kestrel does it all") -> Graph | None:
    graph = Graph("Of Kestrel", description, NODES, EDGES)
    draft = Draft("2026-11-20", "", "claude", (), (), (), graph, None)
    return pruned(draft, [finding("claim-heading", one, "", "It is not so.") for one in paths])[
        0
    ].graph


@pytest.mark.parametrize(
    ("before", "after"), [("Kestrel does it all", LISTED), (LISTED, "Of Kestrel.")]
)
def test_a_description_that_fails_takes_itself_and_not_the_graph(before: str, after: str) -> None:
    graph = left("graph.description", description=before)
    assert graph and graph.edges == EDGES and graph.description == after


def test_a_description_says_no_more_than_the_edges_that_are_left() -> None:
    graph = left("graph.edges[0].label", "graph.description")
    assert graph and graph.description == "Kestrel reads Preset."


def test_a_thing_whose_name_fails_takes_the_edges_that_join_it() -> None:
    graph = left("graph.nodes[1].label")
    assert graph and graph.edges == EDGES[1:] and [one.id for one in graph.nodes] == ["a", "c"]


@pytest.mark.parametrize("path", ["graph", "graph.nodes", "graph.title"])
def test_what_is_wrong_with_the_whole_graph_takes_it(path: str) -> None:
    assert left(path) is None
