"""Vectors of an index's rows on disk: mapped, grown at their end, made again when they do not fit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.retrieve.encoders import mapped
from pipeline.retrieve.encoders.dense import Dense, Vectors
from pipeline.retrieve.encoders.mapped import Part

WIDTH = 8
MODEL = "m/1"


class Kept:
    """Vectors by id: one window for an even number, two for an odd one; none for 7."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, ids: Sequence[str]) -> dict[str, Part]:
        self.asked += ids
        return {one: part(one) for one in ids if one != "p7"}


def part(name: str) -> Part:
    number = int(name[1:])
    count = 1 + number % 2
    codes = (
        np.full((count, WIDTH), number % 100, np.int8) + np.arange(count, dtype=np.int8)[:, None]
    )
    return codes, np.full(count, 1 + number, np.float32)


def names(count: int) -> list[str]:
    return [f"p{number}" for number in range(count)]


def opened(folder: Path, count: int, kept: Kept | None = None) -> Dense:
    found = mapped.mapped(folder, MODEL, names(count), kept or Kept())
    assert found is not None
    return Dense(*found)


def as_asked(made: Dense, count: int) -> None:
    for row in range(count):
        mine = made.take(np.array([row]))
        codes, scales = (
            part(f"p{row}") if row != 7 else (np.zeros((1, WIDTH), np.int8), np.zeros(1))
        )
        assert np.array_equal(mine.codes, codes) and np.array_equal(mine.scales, scales)


def test_vectors_come_from_the_disk_in_the_order_of_the_rows(tmp_path: Path) -> None:
    made = opened(tmp_path, 20)
    as_asked(made, 20)
    assert made.codes.base is not None and not made.codes.flags.writeable


def test_what_is_there_is_not_asked_for_again_and_new_rows_are_added(tmp_path: Path) -> None:
    opened(tmp_path, 20)
    kept = Kept()
    as_asked(opened(tmp_path, 20, kept), 20)
    assert kept.asked == []
    as_asked(opened(tmp_path, 23, kept), 23)
    assert kept.asked == ["p20", "p21", "p22"]


def test_a_reader_keeps_what_it_mapped_while_another_adds_or_begins_anew(tmp_path: Path) -> None:
    before = opened(tmp_path, 20)
    opened(tmp_path, 30)
    as_asked(before, 20)
    assert mapped.mapped(tmp_path, MODEL, ["p3", *names(3)], Kept())
    as_asked(before, 20)


def test_rows_in_another_order_get_files_of_their_own(tmp_path: Path) -> None:
    opened(tmp_path, 20)
    found = mapped.mapped(tmp_path, MODEL, ["p3", "p2"], Kept())
    assert found is not None and found[2].tolist() == [0, 2, 3]
    assert len(list(tmp_path.glob("*.codes"))) == 1


@pytest.mark.parametrize("damage", ["head", "codes", "tail"])
def test_what_a_killed_process_left_half_done_does_not_count(tmp_path: Path, damage: str) -> None:
    opened(tmp_path, 20)
    (head,) = tmp_path.glob("*.json")
    codes = tmp_path / f"{json.loads(head.read_text())['name']}.codes"
    if damage == "head":
        head.write_text('{"name": "vec')
    elif damage == "codes":
        codes.write_bytes(codes.read_bytes()[:-3])
    else:
        codes.write_bytes(codes.read_bytes() + b"unfinished")
    as_asked(opened(tmp_path, 25), 25)


def test_no_vector_at_all_is_none(tmp_path: Path) -> None:
    assert mapped.mapped(tmp_path, MODEL, names(4), lambda _: {}) is None
    assert mapped.mapped(tmp_path, MODEL, [], Kept()) is None


def test_two_models_have_files_apart(tmp_path: Path) -> None:
    opened(tmp_path, 5)
    assert mapped.mapped(tmp_path, "m/2", names(5), Kept())
    as_asked(opened(tmp_path, 5, Kept()), 5)
    assert len(list(tmp_path.glob("*.codes"))) == 2


def test_a_store_of_vectors_reads_them_mapped(tmp_path: Path) -> None:
    store = Vectors(tmp_path)
    store.keep("m", ["a", "b"], [np.eye(1, 4), np.eye(2, 4)])
    read = store.read("m", ["b", "x", "a"])
    assert read is not None and read.starts.tolist() == [0, 2, 3, 4]
    assert read.likeness(np.array([1, 0, 0, 0], np.float32)) == pytest.approx([1.0, 0.0, 1.0])
    store.close()
