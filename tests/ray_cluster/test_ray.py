"""The contract of executors on a real Ray cluster of two nodes here, one of which is killed."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import executor_contract as contract
import numpy as np
import pytest
import starter_room
from model_folders import make
from test_desks import NIGHT, desk, plain
from test_executors import read

from pipeline.cli.edition import desks
from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Retrieval
from pipeline.retrieve.encoders import models
from pipeline.run import on_ray
from pipeline.world import World, in_order

pytestmark = pytest.mark.ray
STORE = 80 * 2**20
TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that does no work and two nodes of one processor."""
    short = tempfile.mkdtemp(prefix="ray", dir="/tmp")  # a socket's path has at most 107 signs
    here = os.pathsep.join(
        map(str, (TESTS.parent, TESTS, *filter(None, [os.environ.get("PYTHONPATH")])))
    )
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_TMPDIR": short, "PYTHONPATH": here}
    cluster_utils = importlib.import_module("ray.cluster_utils")
    node = {"object_store_memory": STORE}
    made = cluster_utils.Cluster(
        initialize_head=True, head_node_args={**node, "num_cpus": 0, "include_dashboard": False}
    )
    made.nodes_made = [made.add_node(**node, num_cpus=1) for _ in range(2)]
    made.wait_for_nodes()
    os.environ["RAY_ADDRESS"] = made.address
    yield made
    made.shutdown()
    shutil.rmtree(short, ignore_errors=True)
    del os.environ["RAY_ADDRESS"], os.environ["RAY_TMPDIR"]


@pytest.fixture(autouse=True)
def no_network() -> None:
    """The nodes speak to each other by this machine's own address, which is not loopback."""


@pytest.fixture
def executor(cluster: Any) -> Iterator[on_ray.RayExecutor]:
    with on_ray.connected() as found:
        yield found


def test_every_item_is_answered_once_and_an_error_is_raised(executor: on_ray.RayExecutor) -> None:
    contract.answers_each_item_once_with_its_number(executor)
    contract.raises_what_the_work_raises(executor)


def test_what_died_as_often_as_it_was_tried_has_no_answer_and_costs_no_other(
    executor: on_ray.RayExecutor, tmp_path: Path
) -> None:
    contract.has_no_answer_for_what_died(executor, [tmp_path / name for name in "abc"])


def test_a_killed_worker_costs_no_answer_and_nothing_is_paid_twice(
    executor: on_ray.RayExecutor, tmp_path: Path
) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    places = sorted(tmp_path.iterdir())
    assert list(in_order(executor, contract.pays_and_dies_once, places)) == ["kept"] * 3
    assert [(place / "paid").read_text() for place in places] == ["1"] * 3


def test_desks_of_one_corpus_run_as_tasks_with_the_same_record(
    executor: on_ray.RayExecutor, tmp_path: Path
) -> None:
    corpus = starter_room.published(tmp_path / "corpus").root
    for name in ("one", "two"):
        desk(corpus, name)
    (tmp_path / "desks" / "broken").mkdir()
    told = desks.run_desks(tmp_path / "desks", NIGHT, on=executor, track=plain)
    assert [(one.desk, one.outcome) for one in told] == [
        ("broken", "failed"), ("one", "published"), ("two", "published"),
    ]  # fmt: skip
    record = Path("briefs") / starter_room.DAY / "brief.json"
    one, two = (
        json.loads((tmp_path / "desks" / name / record).read_text("utf-8"))
        for name in ("one", "two")
    )
    assert one["draft"] == two["draft"]


def test_sources_are_read_and_texts_embedded_as_they_are_here(
    executor: on_ray.RayExecutor, tmp_path: Path
) -> None:
    assert read(executor) == read(None)
    options = Retrieval(dense="folder", dense_model=str(make(tmp_path / "model")))
    here, there = (models.encoder(options, World(executor=one)) for one in (None, executor))
    assert here is not None and there is not None
    texts = [f"red blue greenish {number}" for number in range(150)]
    assert np.allclose(here.encode(texts), there.encode(texts), atol=1e-6)


def _slow(marks: Path, number: int) -> int:
    (marks / str(number)).touch()
    time.sleep(0.4)
    return number


def test_a_node_killed_in_the_middle_costs_no_answer(cluster: Any, tmp_path: Path) -> None:
    with on_ray.connected() as executor:
        found = executor.each(partial(_slow, tmp_path), range(12))
        answers = [next(found)]
        cluster.remove_node(cluster.nodes_made.pop(), allow_graceful=False)
        answers += found
    assert sorted(answers) == [(number, number) for number in range(12)]


def test_a_cluster_that_is_not_there_is_one_clear_error(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    with pytest.raises(ConfigError, match="no Ray cluster answers") as caught, on_ray.connected():
        pass
    assert "RAY_ADDRESS" in caught.value.hint
