"""A fact is held to the words its writer anchored it in."""

from __future__ import annotations

import pytest
from test_verify_grounds import item

from pipeline.records import Draft, Edge, Evidence, Graph, Node, Sentence
from pipeline.verify.draft import grounded, headings
from pipeline.verify.draft.anchors.held import held
from pipeline.verify.draft.grounded import verdict_of
from pipeline.verify.draft.selectors import cut
from pipeline.verify.grounds.fate import Verdict


def anchored(said: str, stands: str, anchor: str = "") -> Verdict:
    """The verdict on a sentence that is anchored in a part of its source, by default in all of it."""
    source = item(stands)
    start = stands.index(anchor)
    rests = (cut(source, start, start + len(anchor or stands)),)
    sentence = Sentence(said, (source.n,), rests=rests)
    return held(said, verdict_of(sentence, [source]), rests, [source])


SLIPS = [
    (
        "The tab draws its lab-data charts as donuts.",
        "The tab opens with a verdict and draws the field-data charts as donuts #4865.",
        "lab data",
    ),
    (
        "Several fixes change results: splits smaller than a row group lost rows.",
        "Row group filtering: Fixed row duplication for splits smaller than a row group",
        "lost (rows)",
    ),
    (
        "Sealed tables can now be read, while writes to them stay blocked.",
        "Read and write support for sealed tables is expected in a future release.",
        "Sealed tables can now be read",
    ),
    (
        "`settleAfter` decides how long a node can exist.",
        "expireAfter: 24h: determines how long nodes in this pool can exist.",
        "settleAfter",
    ),
    (
        "Tern reports that going serverless cut the size of its bundle by around 83%.",
        "The new kit v2, which powers tern-use, helped us cut the size of its bundle by around 83%.",
        "going serverless",
    ),
    (
        "Budgets on the pool set the pace: they hold it to 10% of the nodes at a time.",
        "If you don't set them, a default budget of nodes: 10% applies.",
        "",
    ),
    (
        "Queued frames could push memory usage up, or cause a panic when the length overflows.",
        "If streams were not drained, this could lead to unbounded memory usage, or a panic if the "
        "length overflows.",
        "",
    ),
    (
        "Producers re-assert entities, so their events say that nothing changed.",
        'Producers re-assert entities periodically, so most events say "nothing changed."',
        "events nothing",
    ),
    (
        "Patches for the old exporters end in December 2026.",
        "Old exporters will continue to receive patches until at least December 2026.",
        "December 2026",
    ),
    (
        "Once a cluster has the patch, Tern restarts the applications by itself.",
        "Once your cluster has the patch, you must restart all applications.",
        "Tern restarts",
    ),
]
HONEST = [
    (
        "The tab draws its field-data charts as donuts.",
        "The tab opens with a verdict and draws the field-data charts as donuts #4865.",
    ),
    (
        "Support for reading sealed tables is to come in a later release.",
        "Read and write support for sealed tables is expected in a future release.",
    ),
    (
        "`expireAfter` decides how long a node can exist.",
        "expireAfter: 24h: determines how long nodes in this pool can exist.",
    ),
    (
        "Where a team does not set a budget, a default of `nodes: 10%` applies.",
        "If you don't set them, a default budget of nodes: 10% applies.",
    ),
    (
        "Producers re-assert entities, so most events say that nothing changed.",
        'Producers re-assert entities periodically, so most events say "nothing changed."',
    ),
    (
        "The new kit cut the size of its bundle by around 83%.",
        "The new kit v2, which powers tern-use, helped us cut the size of its bundle by around 83%.",
    ),
]


@pytest.mark.parametrize(("said", "stands", "named"), SLIPS)
def test_a_slip_that_its_own_anchor_refutes_is_held_and_named(
    said: str, stands: str, named: str
) -> None:
    found = anchored(said, stands)
    assert found.fate != "published"
    assert any(one.said == named for one in found.doubts if one.weight >= 0.7)


@pytest.mark.parametrize(("said", "stands"), HONEST)
def test_what_the_anchored_words_say_is_published(said: str, stands: str) -> None:
    assert anchored(said, stands).fate == "published"


def test_what_stands_only_beside_the_anchor_does_not_bear_an_identifier() -> None:
    stands = (
        "- expireAfter determines how long nodes can exist.\n"
        "- consolidateAfter determines how long a node may be idle."
    )
    said = "`consolidateAfter` determines how long nodes can exist."
    assert anchored(said, stands, "expireAfter determines how long nodes can exist.").fate != (
        "published"
    )


def test_a_sentence_without_anchors_and_a_conclusion_are_left_as_they_were() -> None:
    source = item("The tab draws the field-data charts as donuts.")
    said = "The tab draws its lab-data charts as donuts."
    verdict = verdict_of(Sentence(said, (source.n,)), [source])
    assert held(said, verdict, (), [source]) is verdict


def graph_findings(description: str, label: str = "drains") -> list[str]:
    """Findings on a graph of one source which says that a zero budget can block drains."""
    source = item("A zero budget can block drains for hours. Its setting is `maxGone`.")
    nodes = (Node("a", "zero budget", "x", (1,)), Node("b", label, "x", (1,)))
    graph = Graph("Budgets", description, nodes, (Edge("a", "b", "can block", (1,)),))
    made = Draft("2026-08-13", "", "claude", (), (), (), graph, None)
    found = headings.check(made, Evidence("2026-08-13", (source,)))
    return [f"{one.where.path}: {one.message}" for one in found]


def test_the_description_of_a_graph_is_no_surer_than_its_sources() -> None:
    (found,) = graph_findings("A zero budget blocks drains.")
    assert "blocks drains" in found and "can block drains" in found
    assert graph_findings("A zero budget can block drains.") == []


def test_the_labels_of_a_graph_name_what_their_sources_name() -> None:
    (*_, found) = graph_findings("A zero budget can block drains.", "`minGone`")
    assert found.startswith("graph.") and "minGone" in found


def test_a_short_anchor_that_is_a_whole_sentence_shows_its_ground() -> None:
    source = item("Low severity.\n\nPatched in v0.4.16.")
    rests = (cut(source, 0, 13), cut(source, 15, len(source.text)))
    said = Sentence("The flaw is of low severity and patched in v0.4.16.", (1,), rests=rests)
    made = Draft("2026-08-13", "", "claude", (said,), (), (), None, None)
    found = grounded.mend(made, Evidence("2026-08-13", (source,))).findings
    assert [one for one in found if one.rule == "claim-anchor"] == []
