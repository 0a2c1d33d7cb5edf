"""The contract of engines against a real cluster: three nodes that are started here and killed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import engine_contract as contract
import pytest
import starter_room
from engine_contract import QUESTIONS, Both

from cluster import kills, nodes
from pipeline import retrieve
from pipeline.errors import EngineError
from pipeline.newsroom.library import Library
from pipeline.retrieve.opensearch import push
from pipeline.retrieve.opensearch.cluster import open_cluster
from pipeline.world import World

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[nodes.Nodes]:
    with nodes.Nodes(tmp_path_factory.mktemp("nodes")) as made:
        yield made


@pytest.fixture
def here(cluster: nodes.Nodes, tmp_path: Path) -> Iterator[Both]:
    """The starter corpus in both engines, in an alias of the test's own."""
    room = starter_room.held(tmp_path / "room")
    alias = f"a{zlib.crc32(str(tmp_path).encode())}"
    named = contract.naming(room, cluster.urls, alias, engine_shards=3, engine_timeout=20.0)
    with Library.open(named.library) as library:
        both = contract.both(named, library, World())
        assert both.publish()
        cluster.wait(nodes.COUNT)
        yield both


def test_both_engines_give_the_same_hits_scores_ranks_and_evidence(here: Both) -> None:
    contract.same_answers(here, QUESTIONS)
    contract.phrases_are_found_alike(here)
    contract.a_filter_costs_no_depth(here)


def test_vectors_in_a_cluster_score_what_words_bring_up_and_are_of_one_model(here: Both) -> None:
    contract.vectors_score_alike(here)


def test_vectors_find_in_a_cluster_with_the_plugin_what_they_find_in_the_embedded_engine(
    here: Both,
) -> None:
    contract.vectors_find_alike(here)


def test_what_is_deleted_is_never_found_and_a_generation_can_be_gone_back_to(here: Both) -> None:
    contract.what_is_deleted_is_never_found(here)
    assert here.publish(full=True).endswith("-g3")
    contract.same_answers(here, QUESTIONS[:10])
    assert push.rollback(here.place)[1].endswith("-g2")
    contract.same_answers(here, QUESTIONS[:10])


def test_the_brief_of_a_day_is_equal_to_the_byte(
    here: Both, cluster: nodes.Nodes, tmp_path: Path
) -> None:
    alias = here.place.alias + "b"
    contract.a_brief_is_equal_to_the_byte(here.room, cluster.urls, alias, tmp_path / "days")


def test_a_killed_node_makes_no_answer_wrong_or_thinner(here: Both, cluster: nodes.Nodes) -> None:
    found = kills.kills(cluster, here, 2)
    assert found.wrong == 0 and found.later > 0, found


def test_a_red_index_is_an_error_and_never_a_part_of_an_answer(
    cluster: nodes.Nodes, tmp_path: Path
) -> None:
    room = starter_room.held(tmp_path / "room")
    named = contract.naming(room, cluster.urls, "bare", engine_shards=3, engine_replicas=0)
    with Library.open(named.library) as library:
        both = contract.both(named, library, contract.world())
        both.publish()
        reader = both.theirs()
        cluster.kill(2)
        try:
            with pytest.raises(EngineError):
                for question in QUESTIONS[:5]:
                    retrieve.search(question, reader, named.desk.retrieval, k=20)
        finally:
            cluster.start(2)
            cluster.wait(nodes.COUNT)
        open_cluster(named.desk.retrieval, World()).call("DELETE", "/bare-g1")
