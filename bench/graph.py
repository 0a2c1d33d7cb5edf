"""Graph of vectors against looking at all: `python bench/graph.py DATA [--sizes N ...] [--write]`.

DATA holds folders in the BEIR layout with `minilm.npz`. Vectors are made, seeded, of real ones: two
of them mixed, four fifths and three tenths, and noise, up to N windows, one a row; questions are the
sets' own. Of each question the best 200 rows come from the graph, scored exactly, and from looking
at all. Times are processor ms of one thread. `equal` tells how many questions have the same ten.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from retrieval_ablation import SCALE, _put

from pipeline.retrieve.encoders.dense import Array, Dense
from pipeline.retrieve.index import graph

DEPTH, TEN, ASKED = 200, 10, 100
LOUD = 0.012  # of a number of a vector: noise, a quarter of its size


@dataclass(frozen=True, slots=True)
class Row:
    windows: int
    build: float
    size: float
    exact: float
    near: float
    recall: float
    least: float
    equal: int
    asked: int


def real(data: Path) -> tuple[Array, Array]:
    """Vectors of texts and of questions."""
    held = [np.load(path) for path in sorted(data.glob("*/minilm.npz"))]
    texts, asked = (np.concatenate([one[name] for one in held]) for name in ("d", "q"))
    return texts, asked[np.linspace(0, len(asked) - 1, ASKED).astype(int)]


def made(texts: Array, count: int) -> Dense:
    """So many vectors, as an index keeps them."""
    chance = np.random.default_rng(0)
    one, two = (chance.integers(len(texts), size=count) for _ in range(2))
    mixed = 0.8 * texts[one] + 0.3 * texts[two]
    mixed += chance.normal(size=mixed.shape).astype(np.float32) * LOUD
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    scales = np.abs(mixed).max(axis=1) / 127
    codes = np.rint(mixed / scales[:, None]).astype(np.int8)
    return Dense(codes, scales.astype(np.float32), np.arange(count + 1))


def measure(texts: Array, asked: Array, count: int) -> Row:
    """One size."""
    held, barred = made(texts, count), np.zeros(count, dtype=bool)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        found = graph.opened(Path(folder), "m", held)[0]
        build = time.process_time() - start
        assert found is not None
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        recalls, equal, spent = [], 0, [0.0, 0.0]
        for question in asked:
            start = time.process_time()
            scores = held.likeness(question)
            all_of = np.argsort(-scores, kind="stable")[:DEPTH]
            spent[0] += time.process_time() - start
            start = time.process_time()
            rows = graph.nearest(found, held, question, DEPTH, barred)
            assert rows is not None
            said = held.take(rows).likeness(question)
            best = rows[np.argsort(-said, kind="stable")[:DEPTH]]
            spent[1] += time.process_time() - start
            recalls.append(len(np.intersect1d(best, all_of)) / DEPTH)
            equal += bool((best[:TEN] == all_of[:TEN]).all())
    each = [1000 * one / len(asked) for one in spent]
    return Row(count, build, size, *each, float(np.mean(recalls)), min(recalls), equal, len(asked))


def main() -> None:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000, 300_000])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    texts, asked = real(given.data)
    graph.LEAST = 0  # the sizes below it are what tells where it lies
    lines = ["| windows | build s | graph MB | all ms | graph ms | recall of 200 | least | same ten |",
             "|---" * 8 + "|"]  # fmt: skip
    for count in given.sizes:
        one = measure(texts, asked, count)
        lines.append(f"| {one.windows:,} | {one.build:.1f} | {one.size:.0f} | {one.exact:.1f} | {one.near:.1f} "
                     f"| {one.recall:.4f} | {one.least:.3f} | {one.equal} of {one.asked} |")  # fmt: skip
        print("\n".join(lines), flush=True)
    if given.write:
        _put(SCALE, "graph", "\n".join(lines))


if __name__ == "__main__":
    main()
