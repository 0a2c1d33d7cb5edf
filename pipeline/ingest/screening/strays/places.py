"""Where in a reading words stand: in which block, and whether that is running text."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.records import Block

NOT_RUNNING = frozenset({"code", "table", "list"})  # how-to pages are made of these
SPOKEN = frozenset({"cue", "page"})  # where a line is no unit of sense: speech, and a PDF's lines


def index_of(blocks: list[Block], at: int) -> int | None:
    """Which block holds a place, or None."""
    n = bisect_right(blocks, at, key=lambda one: one.start) - 1
    while n >= 0 and blocks[n].end <= at:
        n -= 1
        if n >= 0 and blocks[n].end < at - 10_000:
            return None
    return n if n >= 0 and blocks[n].start <= at < blocks[n].end else None


def block_at(blocks: tuple[Block, ...], at: int) -> Block | None:
    """The block that holds a place, pages aside, or None."""
    inner = [one for one in blocks if one.kind != "page"]
    n = index_of(inner, at)
    return None if n is None else inner[n]
