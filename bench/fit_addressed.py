"""Fits what tells talk to a model from a public text (pipeline/text/printable/addressed.json).

    python bench/fit_addressed.py SETS FOLDER... [--write]

SETS holds JSON lines with `text`: orders, role plays and errands for a model. FOLDERs hold public
documents, which are read as an ingest reads them. Of both every second one is kept back: the first half
is fitted on, and the threshold is where one in `--false` of its sound stretches would be taken. Printed for
the other half: of each set how many are told by the fit alone, with the signs beside it, and which sound
stretches are taken. Words and pairs of words that fewer than three rows have take no part.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.ingest.reading import Input
from pipeline.ingest.sources import formats
from pipeline.text.printable import addressed

OUT = Path(addressed.__file__).with_suffix(".json")
FEATURES = 1_500
ROWS = 3  # of the sets that must have a feature
SOUND = 60_000  # stretches of public text that are fitted on
STEPS, RATE, PENALTY, WEIGHT = 400, 0.05, 2.0, 3.0  # WEIGHT: of a row of the sets
HEAD = 4  # stretches of a long row: further on it may be any text
Array = npt.NDArray[np.float64]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in addressed.stretches(text)]


def hostile(folder: Path) -> dict[str, list[str]]:
    found = {}
    for file in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(row)["text"] for row in file.read_text("utf-8").splitlines() if row]
        found[file.stem] = [row for row in rows if row.strip()]
    return found


def sound(folders: Iterable[Path]) -> Iterator[str]:
    """Stretches of the prose of public documents."""
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            suffix = formats.suffix_of(path.name)
            if suffix not in formats.BY_SUFFIX:
                continue
            given = Input(path.name, path.read_bytes(), suffix, "", {})
            try:
                readings, _ = formats.read(formats.BY_SUFFIX[suffix].name, given)
            except Exception as error:  # a file that no reader takes is no sample
                print(f"left out {path.name}: {error}", file=sys.stderr)
                continue
            for one in readings:
                for block in one.blocks:
                    if block.kind in ("paragraph", "list", "quote", "cue"):
                        yield from parts(one.text[block.start : block.end])[:3]


def chosen(good: list[frozenset[str]], bad: list[frozenset[str]]) -> list[str]:
    """The features that part the two most."""
    ours, theirs = (Counter(one for row in rows for one in row) for rows in (bad, good))

    def parting(name: str) -> float:
        odds = math.log((ours[name] + 0.5) / (len(bad) + 1)) - math.log(
            (theirs[name] + 0.5) / (len(good) + 1)
        )
        return abs(odds) * math.sqrt(min(ours[name], 30))

    names = sorted(name for name, count in ours.items() if count >= ROWS)
    return sorted(names, key=parting, reverse=True)[:FEATURES]


def fit(names: list[str], good: list[str], bad: list[str]) -> tuple[Array, float]:
    """Weights and bias of a logistic regression with a penalty, by Adam's steps."""
    place = {name: at for at, name in enumerate(names)}
    texts = bad + good
    marks = [
        [place[one] for one in sorted(addressed.features(text)) if one in place] for text in texts
    ]
    rows = np.repeat(np.arange(len(texts)), [len(one) for one in marks])
    columns = np.fromiter((one for row in marks for one in row), np.int64)
    scale = np.array([addressed.scale(text) for text in texts])[rows]
    truth = np.r_[np.ones(len(bad)), np.zeros(len(good))]
    share = np.where(truth == 1, WEIGHT, 1.0)
    weights = np.zeros(len(names) + 1)
    weights[-1] = -4.0
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for _ in range(STEPS):
        sums = np.bincount(rows, weights[columns] * scale, len(texts)) + weights[-1]
        off = (1 / (1 + np.exp(-sums)) - truth) * share
        slope = np.bincount(columns, off[rows] * scale, len(names)) + PENALTY * weights[:-1]
        slope = np.r_[slope, off.sum()]
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= RATE * mean / (np.sqrt(spread) + 1e-8)
    return weights[:-1], float(weights[-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--false", type=float, default=3_000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    sets, public = hostile(asked.sets), list(sound(asked.folders))
    bad = [part for rows in sets.values() for row in rows[::2] for part in parts(row)[:HEAD]]
    half, kept = public[::2], public[1::2]
    good = random.Random(3).sample(half, min(SOUND, len(half)))
    names = chosen([*map(addressed.features, good)], [*map(addressed.features, bad)])
    weights, bias = fit(names, good, bad)
    table = {name: round(float(one), 3) for name, one in zip(names, weights, strict=True)}
    told = addressed.Likeness(table, bias, 0.0)
    highest = sorted((told.score(one) for one in half), reverse=True)
    told = addressed.Likeness(
        table, round(bias, 3), round(highest[int(len(half) / asked.false)], 3)
    )
    for name, rows in sets.items():
        alone = sum(any(map(told.takes, parts(row))) for row in rows[1::2])
        both = sum(
            any(told.takes(p) or addressed.by_signs(p) for p in parts(row)) for row in rows[1::2]
        )
        print(f"{name}: of {len(rows[1::2])} kept back {alone} are told, {both} with the signs")
    taken = [one for one in kept if told.takes(one)]
    print(f"of {len(kept):,} sound stretches kept back {len(taken)} are taken; some of them:")
    for one in random.Random(1).sample(taken, min(20, len(taken))):
        print("   ", " ".join(one.split())[:150])
    if asked.write:
        fitted = {
            "bias": told.bias,
            "threshold": told.threshold,
            "weights": dict(sorted(table.items())),
        }
        OUT.write_text(json.dumps(fitted, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
