"""Finds what a source repeats from document to document, and marks it.

Enter: the blocks of all documents of a source, as hashes. Leave: the hashes that are boilerplate,
and blocks with kind "boilerplate", which passages leave out. Texts are never changed. A document
is never marked beyond half of its words: then it is an instance of a template, and it is all
there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Block

Hashes = NDArray[np.uint64]

LEAST_DOCUMENTS = 5
SHARE = 0.02  # of a source's documents; an author's note stands under a few of every hundred
LEAST_WORDS = 6  # "See also" and "Next steps" are no boilerplate, they are words
MOST_OF_A_TEXT = 0.5
KINDS = frozenset(("paragraph", "list", "table", "quote"))


def block_hashes(text: str, blocks: Iterable[Block]) -> Hashes:
    """Hashes of the blocks that could be boilerplate, each once."""
    found = {key for block in blocks if (key := _key(text, block)) is not None}
    return np.array(sorted(found), dtype=np.uint64)


def _key(text: str, block: Block) -> int | None:
    if block.kind not in KINDS:
        return None
    words = text[block.start : block.end].lower().split()
    if len(words) < LEAST_WORDS:
        return None
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")


def repeated(documents: Iterable[Hashes]) -> frozenset[int]:
    """Hashes that stand in enough documents of one source."""
    held = list(documents)
    if len(held) < LEAST_DOCUMENTS:
        return frozenset()
    keys, counts = np.unique(np.concatenate(held), return_counts=True)
    least = max(LEAST_DOCUMENTS, SHARE * len(held))
    return frozenset(int(key) for key in keys[counts >= least])


def mark(text: str, blocks: tuple[Block, ...], known: frozenset[int]) -> tuple[Block, ...]:
    """The blocks with boilerplate marked; unchanged when that would be most of the text."""
    found = {
        n
        for n, block in enumerate(blocks)
        if (key := _key(text, block)) is not None and key in known
    }
    marked = sum(len(text[blocks[n].start : blocks[n].end].split()) for n in found)
    if not found or marked > MOST_OF_A_TEXT * len(text.split()):
        return blocks
    return tuple(
        replace(block, kind="boilerplate", label=block.kind) if n in found else block
        for n, block in enumerate(blocks)
    )


def unmark(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks as they were before `mark`; what a reader itself called boilerplate stays."""
    return tuple(
        replace(block, kind=block.label, label="")
        if block.kind == "boilerplate" and block.label
        else block
        for block in blocks
    )
