"""What every executor keeps: all answers once, none for what its worker died of, errors raised."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.world import Executor, in_order


class Fake:
    """Answers backwards, and none for what it is told to lose."""

    width = 3

    def __init__(self, *lost: int) -> None:
        self.lost, self.asked = lost, 0

    def each(self, do: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        self.asked += len(items)
        for number in reversed(range(len(items))):
            if number not in self.lost:
                yield number, do(items[number])


def square(number: int) -> int:
    return number * number


def fails(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def pays_and_dies_once(place: Path) -> str:
    """A night that pays for a reply, keeps it, and is killed before it ends; the next finds it."""
    reply = place / "reply"
    if not reply.exists():
        with (place / "paid").open("a") as file:
            file.write("1")
        reply.write_text("kept")
        os.kill(os.getpid(), signal.SIGKILL)
    return reply.read_text()


def dies(place: Path) -> str:
    if place.name == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return place.name


def answers_each_item_once_with_its_number(executor: Executor) -> None:
    assert dict(executor.each(square, range(7))) == {one: one * one for one in range(7)}
    assert list(executor.each(square, [])) == []
    assert list(in_order(executor, square, range(7))) == [one * one for one in range(7)]


def raises_what_the_work_raises(executor: Executor) -> None:
    with pytest.raises(ValueError, match="three"):
        list(executor.each(fails, [3]))


def has_no_answer_for_what_died(executor: Executor, places: list[Path]) -> None:
    """The others have theirs, once what waited behind a death is asked for again."""
    found = dict(executor.each(dies, places))
    assert 1 not in found
    left = [place for number, place in enumerate(places) if number not in (*found, 1)]
    again = [answer for _, answer in executor.each(dies, left)]
    assert sorted([*found.values(), *again]) == ["a", "c"]
