"""An index without texts, for `growth.py`: columns of real passages, interleaved.

Enter: the state of a newsroom that has an index, an empty folder, a number of passages. Leave: an
index of that many rows in the form that `open_index` reads, and a library that holds one document,
so that additions go the usual way. A row has the title and headings of one real passage, half of
the terms of it and half of another's; every third has a code that no other has.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from pipeline.newsroom.library import Library
from pipeline.newsroom.runs.read import identity
from pipeline.retrieve import open_index
from pipeline.retrieve.encoders.word_vectors import WIDTH
from pipeline.retrieve.index import embedded, forward, generations, postings
from pipeline.retrieve.index.forward import Forward, Lengths, Rows
from pipeline.retrieve.index.opened import IndexState

STEP = 20_000  # rows of one write
PER_DOCUMENT = 5
ODD = 0x9E37_79B9_7F4A_7C15  # spreads numbers over 64 bits (Knuth)


def lay(newsroom: Path, state: Path, size: int, day: str) -> None:
    """Write the index below `state`."""
    with Library.open(newsroom / "library.db") as source:
        real = open_index(newsroom / "index", source).forward
        name = source.ids()[0]
        document = source.document(name)
        assert document is not None
        with Library.open(state / "library.db") as library, library.change() as generation:
            library.put(generation, document, tuple(source.passages(name)))
    folder = generations.following(state / "index")
    folder.mkdir(parents=True, exist_ok=True)
    lengths, words, leads = Lengths(), 0, 0
    until = date.fromisoformat(day).toordinal()
    for at in range(0, size, STEP):
        rows, codes, senses = _columns(real, np.arange(at, min(at + STEP, size)), until)
        lengths = forward.append(folder, lengths, rows, (codes, senses), [])
        words += int(rows["length"].sum())
        leads += int(rows["lead"].sum())
    with Library.open(state / "library.db") as library:
        own = embedded.FORMAT, identity(library)
        now = IndexState(*own, library.generation, lengths, words, leads, None, 0)
        empty = IndexState(*own, 0, Lengths(), 0, 0, None, 0)
    embedded._commit(embedded.Committed(folder, empty, 0), now)
    postings.settle(folder, forward.open_forward(folder, lengths), now.average)
    generations.point(state / "index", folder.name)


def _columns(real: Forward, numbers: Rows, until: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows by number; `start` counts from their own first code."""
    chance = np.random.default_rng(int(numbers[0]))
    one, two = (chance.integers(0, len(real.rows), len(numbers)) for _ in range(2))
    rows = real.rows[one].copy()
    parts = []
    for place, (first, second) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        lead = int(real.rows["lead"][first])
        own, other = real.terms(first), real.terms(second)
        part = [own[:lead], own[lead:][::2], other[int(real.rows["lead"][second]) :][1::2]]
        if numbers[place] % 3 == 0:
            part.append(np.array([int(numbers[place]) * ODD >> 7 & 0xFFFF_FFFF], dtype=np.uint32))
        parts.append(np.concatenate(part))
    lengths = np.array([len(part) for part in parts])
    rows["start"], rows["length"] = np.cumsum(lengths) - lengths, lengths
    rows["document"] = (
        numbers.astype(np.uint64) // np.uint64(PER_DOCUMENT) + np.uint64(1)
    ) * np.uint64(ODD)
    rows["position"] = numbers % PER_DOCUMENT
    rows["day"] = until - chance.integers(30, 3_650, len(numbers))
    rows["id"] = [f"{(number + 1) * ODD % (1 << 64):016x}".encode() for number in numbers.tolist()]
    senses = real.senses[one].reshape(-1, WIDTH)
    return rows, np.concatenate(parts), senses
