"""A check that tests share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def each(items: Iterable[T]) -> list[T]:
    """The items, which must not be none: assertions in a loop over nothing prove nothing."""
    found = list(items)
    assert found, "there is nothing to look at"
    return found
