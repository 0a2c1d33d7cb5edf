"""A graph over the vectors of a large index: found by it what is found by looking at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.retrieve.encoders.dense import Dense, units
from pipeline.retrieve.index import graph

WIDTH, WINDOWS, DEPTH = 16, 1_500, 20
MODEL = "m/1"


def vectors(count: int = WINDOWS) -> Dense:
    """Two windows a row."""
    made = np.random.default_rng(0).normal(size=(count, WIDTH)).astype(np.float32)
    return Dense.of(units(made).reshape(-1, 2, WIDTH))


QUESTIONS = units(np.random.default_rng(1).normal(size=(12, WIDTH)).astype(np.float32))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large, for a test."""
    monkeypatch.setattr(graph, "LEAST", 400)


def looked_at(held: Dense, asking: np.ndarray, barred: np.ndarray) -> list[int]:
    scores = np.where(barred, -2.0, held.likeness(asking))
    return sorted(np.argsort(-scores, kind="stable")[:DEPTH].tolist())


def by_graph(
    made: graph.VectorGraph, held: Dense, asking: np.ndarray, barred: np.ndarray
) -> list[int]:
    rows = graph.nearest(made, held, asking, DEPTH, barred)
    assert rows is not None and not barred[rows].any() and len(set(rows.tolist())) == len(rows)
    scores = held.take(rows).likeness(asking)
    return sorted(rows[np.argsort(-scores, kind="stable")[:DEPTH]].tolist())


def opened(home: Path, held: Dense) -> graph.VectorGraph:
    made, _ = graph.opened(home, MODEL, held)
    assert made is not None
    return made


def test_a_graph_finds_what_looking_at_all_finds(tmp_path: Path) -> None:
    held = vectors()
    made, barred = opened(tmp_path, held), np.zeros(WINDOWS // 2, dtype=bool)
    for asking in QUESTIONS:
        assert by_graph(made, held, asking, barred) == looked_at(held, asking, barred)


def test_under_limits_a_graph_loses_no_depth(tmp_path: Path) -> None:
    held = vectors()
    made = opened(tmp_path, held)
    barred = np.arange(WINDOWS // 2) % 3 == 0
    for asking in QUESTIONS:
        assert by_graph(made, held, asking, barred) == looked_at(held, asking, barred)


def test_where_limits_leave_few_all_of_them_are_looked_at(tmp_path: Path) -> None:
    held = vectors()
    made = opened(tmp_path, held)
    assert graph.nearest(made, held, QUESTIONS[0], DEPTH, np.arange(WINDOWS // 2) > 100) is None


def test_rows_that_came_since_are_looked_at_and_once_many_linked(tmp_path: Path) -> None:
    whole = vectors(1_400)
    some = Dense(whole.codes[:1_300], whole.scales[:1_300], whole.starts[:651])
    opened(tmp_path, some)
    late = opened(tmp_path, whole)
    assert late.windows == 1_300
    barred = np.zeros(700, dtype=bool)
    for asking in (*QUESTIONS[:4], whole.codes[-1] * whole.scales[-1]):
        assert by_graph(late, whole, asking, barred) == looked_at(whole, asking, barred)
    many = vectors(1_500)
    assert opened(tmp_path, many).windows == 1_500


def test_two_graphs_of_the_same_vectors_are_equal_to_the_byte(tmp_path: Path) -> None:
    held = vectors(600)
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        opened(tmp_path / name, held)
        files.append(next((tmp_path / name).glob("*.faiss")).read_bytes())
    assert files[0] == files[1]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _noise(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize(
    ("harm", "why"), [(_cut, "cut short"), (_noise, "cannot be read"), (Path.unlink, "")]
)
def test_a_bad_file_is_made_again_and_told(
    harm: Callable[[Path], None], why: str, tmp_path: Path
) -> None:
    held = vectors(600)
    opened(tmp_path, held)
    path = next(tmp_path.glob("*.faiss"))
    harm(path)
    made, said = graph.opened(tmp_path, MODEL, held)
    assert made is not None and why in said and bool(said) == bool(why)
    assert graph.opened(tmp_path, MODEL, held)[1] == ""


def test_a_graph_of_other_vectors_is_made_again(tmp_path: Path) -> None:
    held = vectors(600)
    opened(tmp_path, held)
    other = replace(held, codes=held.codes[::-1].copy())
    made, said = graph.opened(tmp_path, MODEL, other)
    assert made is not None and said == "was made again: it is of other vectors"


def test_a_disk_that_takes_no_graph_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, path: str) -> None:
        Path(path).write_bytes(b"some")
        raise RuntimeError("Error in write_index\nno space left on device")

    monkeypatch.setattr("faiss.write_index", full)
    made, said = graph.opened(tmp_path, MODEL, vectors(600))
    assert made is None and said == "is not used: it cannot be written (no space left on device)"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.lock"]


def test_a_whole_graph_is_used_where_nothing_can_be_written(tmp_path: Path) -> None:
    held = vectors(600)
    opened(tmp_path, held)
    (tmp_path / "graph.lock").unlink()
    (tmp_path / "graph.lock").mkdir()  # stands for a folder that may only be read
    assert opened(tmp_path, held).windows == 600
    made, said = graph.opened(tmp_path, MODEL, vectors(800))
    assert made is None and said.startswith("is not used: it cannot be written (")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("_knows", "is not used: it does not find what it holds"),
        ("_faiss", "is not used: it cannot be written (no libgomp)"),
    ],
)
def test_a_graph_that_cannot_be_used_once_it_is_made_is_told(
    name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> object:
        raise ImportError("no libgomp")

    monkeypatch.setattr(graph, name, broken if name == "_faiss" else lambda *_: False)
    assert graph.opened(tmp_path, MODEL, vectors(600)) == (None, why)


def test_without_the_library_or_below_its_size_there_is_no_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graph.opened(tmp_path, MODEL, vectors(300)) == (None, "")
    assert graph.opened(tmp_path, MODEL, None) == (None, "")
    monkeypatch.setattr(graph.importlib.util, "find_spec", lambda _: None)
    assert graph.opened(tmp_path, MODEL, vectors()) == (None, "")
    assert not list(tmp_path.glob("*.faiss"))
