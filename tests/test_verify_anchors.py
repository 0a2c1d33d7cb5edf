"""A fact is held to the words its writer anchored it in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_verify_grounds import item

from pipeline.compose.model import repair
from pipeline.records import Draft, Edge, Evidence, Graph, Judgement, Node, Sentence
from pipeline.verify import judge
from pipeline.verify.claims import hearing
from pipeline.verify.draft import grounded, headings
from pipeline.verify.draft.anchors.declared import declared, unsaid
from pipeline.verify.draft.anchors.held import held
from pipeline.verify.draft.grounded import verdict_of
from pipeline.verify.draft.selectors import cut
from pipeline.verify.grounds.across.relations import EdgeClaim, relation_doubts
from pipeline.verify.grounds.fate import Verdict, source_of
from tests import verify_sample


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


MIGRATION = (
    "No registry detects such a change, so the new meaning needs a new field name. An enumeration "
    "needs a documented rule for unknown values before the first new value ships. A four-step "
    "migration keeps rollback possible: add the new field, write both, move the readers, stop writing "
    "the old one. Retention sets the length of the third step, since a topic kept for 168 hours holds "
    "old records for 7 days after the last old producer stops. A compacted topic may hold an old "
    "record indefinitely, so its readers must keep the old schema."
)
FIELD = "No registry detects such a change, so the new meaning needs a new field name."
KEPT = (
    "Retention sets the length of the third step, since a topic kept for 168 hours holds old records "
    "for 7 days after the last old producer stops."
)
RIGHT = (
    "Readers must go on understanding the old field for a week after the last old producer has "
    "stopped, where the topic keeps its records for 168 hours."
)


@pytest.mark.parametrize(
    ("said", "anchors", "fate"),
    [
        (RIGHT, (), "replaced"),  # a false alarm, raised beside `before the first new value ships`
        (RIGHT, (FIELD,), "replaced"),  # which bears a word of it
        (RIGHT, (KEPT,), "published"),
        (RIGHT, (FIELD, KEPT), "published"),
        (RIGHT.replace("after", "before"), (FIELD, KEPT), "replaced"),
        (RIGHT.replace("has stopped", "has not stopped"), (FIELD, KEPT), "replaced"),
        (RIGHT.replace("168", "186"), (FIELD, KEPT), "replaced"),
    ],
)
def test_a_fact_is_held_against_its_anchors_alone_where_they_bear_all_of_it(
    said: str, anchors: tuple[str, ...], fate: str
) -> None:
    source = item(MIGRATION)
    starts = [MIGRATION.index(words) for words in anchors]
    rests = tuple(
        cut(source, start, start + len(words)) for start, words in zip(starts, anchors, strict=True)
    )
    sentence = Sentence(said, (source.n,), rests=rests)
    assert grounded.anchored(sentence, [source]).fate == fate


HARBOUR = (
    "Tern's new harbour layer collapses both walls. A loader runs inside an isolated harbour, and its "
    'work streams straight back through the same ship() you already use.\n\nA "loader in your app" is '
    "really two independent decisions:\n\n- Which loader runs - Heron, Gull, or something newer.\n"
    "- Where it runs - your laptop for dev, a container for isolation.\n\nMost setups hard-couple those "
    "two decisions. Swapping either one means rewriting the integration.\n\nThe fix is to make both "
    "decisions independent and swappable, behind one interface. That is exactly what the harbour layer does."
)
ISOLATED = "Tern's new harbour layer runs a loader in isolation and streams its work back through `ship()`, "
APART = ISOLATED + "so that which loader runs and where it runs become independent decisions."
NOBODY = HARBOUR.replace("the harbour layer does", "no setup does")
RENAMED = (
    "Promoted 73 trial rules to stable groups.\n\nFour rules were renamed as part of the promotion:\n\n"
    "- noMultiStr is now noMultilineString.\n- useFind is now useArrayFind."
)
FIND = "so that `useFind`, for example, is now `useArrayFind`."


@pytest.mark.parametrize(
    ("said", "stands", "fate"),
    [
        (APART, HARBOUR, "published"),
        (APART, NOBODY, "replaced"),
        (ISOLATED + "so that swapping either one means rewriting it.", HARBOUR, "replaced"),
        (ISOLATED + "because most setups hard-couple both decisions.", HARBOUR, "replaced"),
        (f"The release renames four rules, {FIND}", RENAMED, "published"),
        (
            f"73 trial rules went to stable groups, and four were renamed, {FIND}",
            RENAMED,
            "published",
        ),
        (f"73 trial rules went to stable groups, {FIND}", RENAMED, "replaced"),
        (f"Four rules were renamed, {FIND.replace('so that', 'because')}", RENAMED, "replaced"),
    ],
)
def test_a_purpose_is_the_sources_where_a_list_or_a_that_is_exactly_what_joins_its_sides(
    said: str, stands: str, fate: str
) -> None:
    assert grounded.anchored(Sentence(said, (1,)), [item(stands)]).fate == fate


SAYS = (
    "Every flush of the log waits for the slowest disk, which the scheduler polls twice a second. "
    "The cache is filled by the loader, and a full cache can stall new readers. Compaction no longer "
    "blocks writers. The proxy queues frames without limit, and loses none. The Wide Report supersedes the Long Wide Report. Weights stream into GPU memory."
)


@pytest.mark.parametrize(
    ("start", "label", "end", "rule"),
    [
        ("log flush", "waits for", "slowest disk", ""),
        ("scheduler", "polls", "disk", ""),
        ("loader", "fills", "cache", ""),
        ("proxy", "queues without limit", "frames", ""),
        ("proxy", "queues", "frames", ""),
        ("proxy", "does not queue", "frames", "polarity"),
        ("full cache", "can stall", "readers", ""),
        ("Wide Report", "supersedes", "Long Wide Report", ""),
        ("weights", "stream into", "GPU memory", ""),
        ("slowest disk", "waits for", "log flush", "roles"),
        ("cache", "fills", "loader", "roles"),
        ("Long Wide Report", "supersedes", "Wide Report", "roles"),
        ("GPU memory", "streams into", "weights", "roles"),
        ("full cache", "stalls", "readers", "possibility"),
        ("compaction", "blocks", "writers", "polarity"),
        ("scheduler", "stalls", "disk", "relation"),
        ("scheduler", "polls", "cache", "relation"),
        ("log flush", "deletes", "slowest disk", "relation"),
        ("balancer", "fills", "cache", "relation"),
    ],
)
def test_an_edge_joins_what_a_sentence_of_its_source_joins(
    start: str, label: str, end: str, rule: str
) -> None:
    found = relation_doubts(EdgeClaim(start, label, end), [source_of(item(SAYS))])
    assert [one.rule for one in found] == ([rule] if rule else [])


DRAFTS = (
    "The sketcher proposes tokens. These tokens are then verified by the Laguna model in a single pass. "
    "The key is to train the sketcher to predict tokens that the Laguna model is likely to accept. "
    "When verified with the Laguna model, it delivers tokens three times faster."
)


@pytest.mark.parametrize(
    ("start", "label", "end", "rule"),
    [
        ("Laguna", "verifies tokens of", "sketcher", ""),
        ("Laguna", "verifies", "tokens", ""),
        ("sketcher", "has tokens verified by", "Laguna", ""),
        ("sketcher", "verifies drafts of", "Laguna", "roles"),
    ],
)
def test_an_edge_of_what_a_passive_says_is_turned_only_where_its_doer_is_another(
    start: str, label: str, end: str, rule: str
) -> None:
    found = relation_doubts(EdgeClaim(start, label, end), [source_of(item(DRAFTS))])
    assert [one.rule for one in found] == ([rule] if rule else [])


STATED = ("Rotation", "limits", "refresh token")
TURNED = ("refresh token", "limits", "Rotation")


def with_edges(*edges: tuple[str, str, str]) -> Draft:
    """The usual draft as a model's, with a graph of these edges of its first source."""
    names = dict.fromkeys(end for start, _, stop in edges for end in (start, stop))
    graph = Graph(
        "What acts on what", "How a retired token is found.",
        tuple(Node(f"n{at}", name, "security", (1,)) for at, name in enumerate(names)),
        tuple(
            Edge(f"n{list(names).index(a)}", f"n{list(names).index(b)}", label, (1,))
            for a, label, b in edges
        ),
    )  # fmt: skip
    return replace(verify_sample.draft(), writer="claude", graph=graph)


def checked(made: Draft) -> Judgement:
    return judge(
        made, verify_sample.evidence(), verify_sample.desk(), said=(), styles=verify_sample.STYLES
    )


def test_a_false_edge_is_not_published_and_takes_its_loose_ends_with_it() -> None:
    found = checked(with_edges(STATED, TURNED))
    (fault,) = [one for one in found.findings if one.rule == "claim-edge"]
    assert found.outcome == "held" and fault.where.path == "graph.edges[1].label"
    assert fault.match == " ".join(TURNED) + "."
    mended, notes = repair.cut_what_fails(checked, found.draft)
    assert mended.graph is not None and len(mended.graph.edges) == 1
    assert {one.label for one in mended.graph.nodes} == {STATED[0], STATED[2]}
    assert ("claim-edge", "removed") in {(one.rule, one.resolved) for one in notes}
    assert not [one for one in checked(mended).findings if one.rule == "claim-edge"]


def test_a_graph_of_false_edges_alone_goes() -> None:
    mended, _ = repair.cut_what_fails(checked, with_edges(TURNED))
    assert mended.graph is None and len(mended.sections) == len(verify_sample.draft().sections)


def test_an_edition_by_code_draws_what_its_patterns_found() -> None:
    made = replace(with_edges(STATED, TURNED), writer="extractive")
    assert not [one for one in checked(made).findings if one.rule == "claim-edge"]


def test_a_judge_is_asked_about_each_edge_as_about_a_sentence() -> None:
    asked = hearing.questions(with_edges(STATED), verify_sample.evidence())
    assert asked[-1].path == "graph.edges[0].label"
    assert asked[-1].sentence.text == " ".join(STATED) + "."


def test_a_short_anchor_that_is_a_whole_sentence_shows_its_ground() -> None:
    source = item("Low severity.\n\nPatched in v0.4.16.")
    rests = (cut(source, 0, 13), cut(source, 15, len(source.text)))
    said = Sentence("The flaw is of low severity and patched in v0.4.16.", (1,), rests=rests)
    made = Draft("2026-08-13", "", "claude", (said,), (), (), None, None)
    found = grounded.mend(made, Evidence("2026-08-13", (source,))).findings
    assert [one for one in found if one.rule == "claim-anchor"] == []


@pytest.mark.parametrize(
    ("said", "stands", "named"),
    [
        (f"73 trial rules went to stable groups, {FIND}", RENAMED, "'so that'"),
        ("Nobody at Brightwell likes the Quay Board's pastel canteen.", RENAMED, "'Brightwell'"),
    ],
)
def test_a_finding_names_the_word_it_means_as_it_is_written(
    said: str, stands: str, named: str
) -> None:
    sentence, source = Sentence(said, (1,)), item(stands)
    found = grounded.findings_of("lede[0]", sentence, grounded.anchored(sentence, [source]))
    assert any(named in one.message for one in found)


def test_four_of_them_counts_what_stands_before_it() -> None:
    said = "The release promoted 73 trial rules to stable groups and renamed four of them."
    assert not any(
        one.rule == "counted"
        for one in grounded.anchored(Sentence(said, (1,)), [item(RENAMED)]).doubts
    )


def test_a_day_and_the_name_of_the_publisher_need_no_anchor() -> None:
    stands = "The tern loader holds each key in memory. It may be read twice."
    source = replace(item(stands), title="Kestrel loader 4.2", published="2031-06-15")
    rests = (cut(source, 0, stands.index(".") + 1),)
    said = "Harbour Notes published Kestrel loader 4.2 on 15 June, whose keys are held in memory."
    ground = declared(rests, [source_of(source)])
    assert {"15", "June", "Harbour", "Notes", "Kestrel"}.isdisjoint(unsaid(said, ground))
    other = (
        "Harbour Notes published Kestrel loader 4.2 on 15 June, which doubles the price of berths."
    )
    assert {"doubles", "price", "berths"} <= set(unsaid(other, ground))
