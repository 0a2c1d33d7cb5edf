"""Ray's cluster as its user meets it: without a processor, under a bad address, of another version."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import executor_contract as contract
import pytest
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.errors import ConfigError
from pipeline.run import on_ray


class NoCluster:
    """Ray, over a cluster whose processors come and go; its tasks are done when they are asked for."""

    RayTaskError = RayError = RuntimeError

    def __init__(self, *processors: int, refuses: str = "") -> None:
        self.processors, self.refuses, self.ended = list(processors), refuses, False

    def init(self, **_: object) -> None:
        if self.refuses:
            raise RuntimeError(self.refuses)

    def shutdown(self) -> None:
        self.ended = True

    def cluster_resources(self) -> dict[str, float]:
        now = self.processors.pop(0) if len(self.processors) > 1 else self.processors[0]
        return {"CPU": float(now)} if now else {}

    def remote(self, **_: object) -> Callable[[Callable[..., object]], SimpleNamespace]:
        return lambda do: SimpleNamespace(remote=lambda *given: (do, given))

    def wait(self, asked: list[object], **_: object) -> tuple[list[object], list[object]]:
        there = self.cluster_resources()
        return (asked[:1], asked[1:]) if there else ([], asked)

    def get(self, task: tuple[Callable[..., object], tuple[object, ...]]) -> object:
        return task[0](*task[1])


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Callable[..., NoCluster]:
    def begin(*processors: int, refuses: str = "", address: str = "auto") -> NoCluster:
        made = NoCluster(*processors, refuses=refuses)
        for name in ("ray", "ray.exceptions"):
            monkeypatch.setitem(sys.modules, name, made)
        monkeypatch.setenv("RAY_ADDRESS", address)
        return made

    monkeypatch.setattr(on_ray, "QUIET", 0.001)
    monkeypatch.setattr(on_ray, "EMPTY", 0.02)
    return begin


def test_a_cluster_without_a_processor_is_waited_for_aloud_then_refused(
    cluster: Callable[..., NoCluster],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ray = cluster(0)
    (tmp_path / "one").mkdir()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(dateline, ["run", "--desks", ".", "--on", "ray", "--offline"])
    assert isinstance(done.exception, ConfigError)
    assert "has had no processor" in str(done.exception) and "ray status" in done.exception.hint
    assert "no processor: waiting for a node" in caplog.text
    with pytest.raises(ConfigError), on_ray.connected():
        pass
    assert ray.ended


def test_a_processor_that_comes_late_or_goes_for_a_while_does_the_work(
    cluster: Callable[..., NoCluster], caplog: pytest.LogCaptureFixture
) -> None:
    cluster(0, 0, 2, 2, 0, 0, 2)
    with on_ray.connected() as found:
        assert found.width == 2
        contract.answers_each_item_once_with_its_number(found)
    assert "waiting for a node" in caplog.text


def test_a_cluster_whose_last_node_goes_in_the_middle_ends_in_one_error(
    cluster: Callable[..., NoCluster],
) -> None:
    cluster(1, 1, 1, 0)
    with pytest.raises(ConfigError, match="no processor"), on_ray.connected() as found:
        list(found.each(contract.square, range(9)))


@pytest.mark.parametrize(
    "address", ["::1:6379", "nonsense", "host:port", "host:99999", "[::1]", ":6379"]
)
def test_what_is_no_address_of_a_cluster_is_refused_with_the_forms_there_are(
    cluster: Callable[..., NoCluster], address: str
) -> None:
    cluster(1, address=address)
    with (
        pytest.raises(ConfigError, match="no address of a Ray cluster") as caught,
        on_ray.connected(),
    ):
        pass
    assert caught.value.where == f"RAY_ADDRESS={address}" and "IPv6" in caught.value.hint


def test_a_cluster_is_knocked_at_by_the_host_and_port_of_its_address(
    cluster: Callable[..., NoCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def knock(at: tuple[str, int], wait: float) -> SimpleNamespace:
        asked.append(at)
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr("socket.create_connection", knock)
    for address in (
        "[2001:db8::1]:6379",
        "ray://[::1]:10001",
        "head.example:6379",
        "auto",
        "x://y",
    ):
        cluster(1, address=address)
        with on_ray.connected() as found:
            assert found.width == 1
    assert asked == [("2001:db8::1", 6379), ("::1", 10001), ("head.example", 6379)]


def test_another_version_of_ray_on_the_cluster_is_named_with_ours(
    cluster: Callable[..., NoCluster],
) -> None:
    told = "Version mismatch: The cluster was started with:\n    Ray: 2.40.0\n    Python: 3.12.1\nThis process"
    cluster(
        1, refuses=f"{told} on 127.0.0.1 was started with:\n    Ray: 2.60.0\n    Python: 3.11.7\n"
    )
    with (
        pytest.raises(ConfigError, match=r"Ray: 2\.40\.0 .* Ray: 2\.60\.0") as caught,
        on_ray.connected(),
    ):
        pass
    assert "the same Ray and Python" in caught.value.hint
