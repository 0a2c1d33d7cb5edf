"""Slips of a writer's own words, and honest words that were once taken for slips."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate, item

from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.instead import prints
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import names

HONEST = [
    (
        "The new loader started 15x faster in tests with 10,000 keys.",
        "In our tests with 10,000 keys, the new loader started 15x faster, while keeping each key "
        "warm regardless of its size.",
    ),
    (
        "The facet names the exact jobs and fields from which a table derives.",
        "The facet describes the exact jobs and fields from which a table derives.",
    ),
]


HONEST_SMALL_WORDS = [
    (
        "A score of exactly 75 is no longer drawn as a failure, since bands now include 75.",
        "Bands are inclusive at 75, so an exactly-75 score is no longer drawn as a failure #3121.",
    ),
    (
        "Version 0.8 of tern no longer drops empty manifests by mistake.",
        "Notable fixes of the 0.8 release: preserved empty manifests that were incorrectly dropped.",
    ),
    (
        "The trait gains `wipe_table`, and some catalogs now delete files there and no longer in `cut_table`.",
        "Wipe table: added wipe_table to the trait; some catalogs moved their file deletion from "
        "cut_table to wipe_table.",
    ),
    (
        "`write_entry` also fails to check if the entry has a safe path.",
        "write_entry also fails to check if the entry it is given has a safe path before it writes to disk.",
    ),
    (
        "The loop blindly joins the entry name with the target folder.",
        "The loop blindly joins the entry name with the target folder before it hands the path to "
        "extract_fn, default_entry_fn unless specified otherwise by the user.",
    ),
    (
        "The 0.8.0 release covers work from May through July 2026, some 250 merged changes.",
        "The 0.8.0 release covers work from May through July 2026 and is the result of 254 merged changes.",
    ),
    (
        "Removing a relation is the source sending its state again without that key.",
        "Removing a relation is just the source sending its state again without that key.",
    ),
]
SLIPS_OF_SMALL_WORDS = [
    (
        "The loader no longer checks the digest of each file.",
        "The loader checks the digest of each file.",
    ),
    (
        "The worker writes the entry to disk at once.",
        "The worker writes the entry to disk at once if the queue is empty.",
    ),
    ("The release merges 250 changes.", "The release merges 254 changes."),
]


@pytest.mark.parametrize(("said", "stands"), HONEST_SMALL_WORDS)
def test_the_number_of_a_change_whether_and_what_is_over_change_nothing(
    said: str, stands: str
) -> None:
    assert fate(said, stands) == "published"


@pytest.mark.parametrize(("said", "stands"), SLIPS_OF_SMALL_WORDS)
def test_a_denial_a_lost_condition_and_an_unsaid_rounding_are_held(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


@pytest.mark.parametrize(("said", "stands"), HONEST)
def test_what_goes_on_beside_and_verbs_of_reporting_change_nothing(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


def test_advice_may_name_a_command_that_its_source_lacks_but_no_figure() -> None:
    stands = "The releases are Tern v22.23.2 and Tern v24.18.1."
    assert fate("Run `tern --version` and compare it with v22.23.2.", stands) == "published"
    assert fate("Run `tern --version` and compare it with v22.23.9.", stands) != "published"
    assert fate("The releases are listed by `tern --version`.", stands) != "published"


def test_advice_to_a_team_of_the_desk_is_advice_and_its_work_no_name() -> None:
    said = "Backend teams that want topology should read each state event."
    stands = "A consumer reads each state event and builds the topology."
    found = examine(said, [source_of(item(stands))])
    assert (found.kind, found.fate) == ("advice", "published")
    assert not names(said)


def test_the_number_of_a_name_is_no_figure() -> None:
    assert not figures("It speaks HTTP/2 over IPv6.")
    assert [one.text for one in figures("p99 of 12 ms over HTTP/1.1")] == ["p99", "12 ms"]


@pytest.mark.parametrize(
    "debris",
    [
        "- Consume events as a stream, not a table.",
        "Consume them as a stream, not a mutable table.",
        "(The download in particular will vary from run to run.)",
        "The download will vary (from run to run.",
    ],
)
def test_debris_of_a_list_or_of_brackets_replaces_nothing(debris: str) -> None:
    assert not prints(debris)


def test_a_replacement_is_one_item_without_its_mark_and_one_sentence() -> None:
    stands = (
        "Lessons:\n\n- The gap widens to 187 s in all. (The download will vary from run to run.)"
    )
    found = examine("The gap widens to 189 s in all.", [source_of(item(stands))])
    assert found.ground is not None and found.ground.text == "The gap widens to 187 s in all."


SLIPS = [
    ("The gain comes from overlapping reads and reading shard by shard.", "It is faster because the loader overlaps reads and reads with high concurrency instead of shard-by-shard."),
    ("The join matches on equal keys.", "The join is like any other except that we match on nearest key rather than equal keys."),
    ("Deleting a node that has no finalizer triggers the finalization logic.", "When a node has no finalizer, the node is deleted without triggering the finalization logic."),
    ("The join matches on equal keys, not on the nearest ones.", "The join matches on nearest key rather than equal keys."),
    ("The store is read as a mutable table.", "The store is read as an ordered stream, not a mutable table."),
    ("It supersedes the Column Facet.", "The Lineage Facet supersedes the Column Facet for the relations it describes."),
    ("Producers must supply inputs.", "Producers should supply inputs."),
    ("A client may open a stream to the server.", "A client must open a stream to the server."),
    ("Identity scope was settled in v1.58.0 as well.", "The work on relations shipped in v1.58.0 and is still moving (identity scope and more are in flight)."),
    ("The new loader starts large stores 15x faster.", "In our early test with a store of 10,000 keys, the new loader achieved 15x faster startup."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), SLIPS)
def test_what_its_source_sets_aside_limits_or_leaves_open_is_not_published(
    said: str, stands: str
) -> None:
    assert fate(said, stands) != "published"


TRUE = [
    ("The join matches on the nearest key, not on equal ones.", "The join matches on nearest key rather than equal keys."),
    ("The protocol speaks gRPC, not a plain interface.", "The protocol speaks gRPC instead of a plain interface."),
    ("Producers need to supply inputs.", "Producers must supply inputs."),
    ("The work on relations shipped in v1.58.0; identity scope is in flight.", "The work on relations shipped in v1.58.0 and is still moving (identity scope is in flight)."),
    ("In an early test with 10,000 keys, the new loader achieved 15x faster startup.", "In our early test with a store of 10,000 keys, the new loader achieved 15x faster startup."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), TRUE)
def test_what_sets_aside_or_leaves_open_what_its_source_does_is_published(
    said: str, stands: str
) -> None:
    assert fate(said, stands) == "published"


FIGURES = [
    ("The team saw starts 3x faster, 40% fewer requests and 10x faster reloads.", "The team saw starts 3x faster, reloads around 40% faster, and 10x fewer requests."),
    ("The grain is 100 ms for paint and 1000 ms for input.", "The grain is coarse: 1000 ms for paint, 100 ms for input, and 0.05 for shift."),
    ("The values 1, 2 and 3 stand for 95%, 68% and 99%.", "The values 1, 2 and 3 stand for 68%, 95% and 99%."),
    ("The fix patches 26.x, 24.x and 22.x, and the memory flaw affects every one of them.", "Updates exist for 26.x, 24.x, 22.x.\n\nA flaw in the memory of the parser lets a client fill it.\n\n- It affects 24.x, 22.x\n\nA flaw in the paths lets a client read.\n\n- It affects 26.x, 24.x, 22.x"),
    ("The streamer cut the load step from 187 s to 10 s.", "The most comparable number is the load step of the streamer: 74 s off disk versus 10 s streamed.\n\nAdd the download and the end-to-end gap widens to 187 s versus 10 s."),
    ("The streamer cut the load step from 187 s to 10 s.", "Path | Download | Load into GPU | Time in all\nDefault | 113 s | 74 s | 187 s\nStreamer | none | 10 s | 10 s\n\nThe most comparable number is the load step of the streamer: 74 s off disk versus 10 s streamed."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), FIGURES)
def test_figures_that_changed_their_things_or_lists_are_not_published(
    said: str, stands: str
) -> None:
    assert fate(said, stands) != "published"


KEPT = [
    ("The team saw reloads around 40% faster, starts 3x faster and 10x fewer requests.", "The team saw starts 3x faster, reloads around 40% faster, and 10x fewer requests."),
    ("The values 1, 2 and 3 stand for 68%, 95% and 99%.", "The values 1, 2 and 3 stand for 68%, 95% and 99%."),
    ("Updates exist for 26.x, 24.x and 22.x, and the path flaw affects all of them.", "Updates exist for 26.x, 24.x, 22.x.\n\nA path flaw lets a client read.\n\n- It affects 26.x, 24.x, 22.x"),
    ("The load step fell from 74 s to 10 s.", "The load step takes 74 s off disk and 10 s streamed.\n\nAdd the download and the end-to-end gap widens to 187 s versus 10 s."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), KEPT)
def test_figures_told_of_their_own_things_in_another_order_are_published(
    said: str, stands: str
) -> None:
    assert fate(said, stands) == "published"
