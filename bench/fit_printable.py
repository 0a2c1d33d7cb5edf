"""Fits pipeline/text/printable/weights.json on labelled sentences, and says what it reaches.

    python bench/fit_printable.py FILE.jsonl [MORE.jsonl ...] [--write]

Rows are those of `dateline eval printable`, with `source`. The figures are nested by source: the
sources are kept back fold by fold; how hard the weights are held down and from which score a
sentence passes are chosen on the others alone. Figures stand for each file by itself. `--write`
then fits on all rows. Logistic regression with L2, by Newton's method with conjugate gradients.
"""

from __future__ import annotations

import json
import math
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.records import store
from pipeline.text.printable import WEIGHTS, Statement, laid_out, marks, turns
from pipeline.text.printable.clause import clause
from pipeline.text.printable.hints import hints

Array = npt.NDArray[np.float64]
# On standardised marks, on hints, on turns; the marks were found first and carry most.
PENALTIES = ((150.0, 1000.0, 8.0), (100.0, 500.0, 8.0))
OUTER, INNER = 12, 4  # folds of sources; penalty and threshold are chosen on the inner ones
RECALL = 0.54  # of all rows; an editor's own set, less hard than ours, then passes half
FEWEST = 8  # rows that hold a turn before it counts
STEPS, INNER_STEPS = 12, 60  # of Newton's method, and of the gradients within


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def statement(row: dict[str, object]) -> Statement:
    names = ("text", "title", "heading", "before", "block")
    return Statement(**{name: str(row.get(name) or "") for name in names})


def rarity_of(built: list[tuple[str, ...]]) -> dict[str, float]:
    """How rare each turn is that enough rows hold; no label is looked at."""
    counts = Counter(turn for one in built for turn in one)
    return {
        turn: round(1 + math.log((1 + len(built)) / (1 + count)), 3)
        for turn, count in sorted(counts.items())
        if count >= FEWEST
    }


def fit(design: Array, labels: Array) -> Array:
    """Weights, bias last, held down by a half of their squares; the bias is hardly held."""
    design = np.hstack([design, np.full((len(design), 1), 100.0)])
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - labels) + weights
        bend = chance * (1 - chance) + 1e-6
        step = _solved(design, bend, slope)
        weights -= step
        if np.abs(design @ step).max() < 1e-3:
            break
    weights[-1] *= 100.0
    return weights


def _solved(design: Array, bend: Array, slope: Array) -> Array:
    """(D'BD + 1) x = slope, by conjugate gradients."""
    found, rest = np.zeros(len(slope)), slope.copy()
    along, size = rest.copy(), float(rest @ rest)
    for _ in range(INNER_STEPS):
        bent = design.T @ (bend * (design @ along)) + along
        length = size / float(along @ bent)
        found += length * along
        rest -= length * bent
        smaller = float(rest @ rest)
        if smaller < 1e-8:
            break
        along, size = rest + smaller / size * along, smaller
    return found


def standard(features: Array) -> tuple[Array, Array]:
    deviation = features.std(0)
    return features.mean(0), np.where(deviation < 1e-9, 1.0, deviation)


Penalty = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table of features are: marks and hints first, then turns."""

    named: int
    hints: npt.NDArray[np.bool_]  # which of the named ones

    def held(self, penalty: Penalty) -> Array:
        """What a weight on each column is divided by."""
        named = np.where(self.hints, penalty[1], penalty[0])
        return np.sqrt(named)


def scaled(
    features: Array, train: npt.NDArray[np.bool_], penalty: Penalty, columns: Columns
) -> Array:
    """Marks standardised on the training rows, and turns, each scaled by what holds it down."""
    mean, deviation = standard(features[train, : columns.named])
    held = (features[:, : columns.named] - mean) / deviation / columns.held(penalty)
    return np.hstack([held, features[:, columns.named :] / math.sqrt(penalty[2])])


def kept_back(
    features: Array, labels: Array, groups: Array, penalty: Penalty, columns: Columns
) -> Array:
    """Every row's score by weights fitted on the other groups."""
    out = np.zeros(len(labels))
    for group in np.unique(groups):
        test = groups == group
        design = scaled(features, ~test, penalty, columns)
        weights = fit(design[~test], labels[~test])
        out[test] = 1 / (1 + np.exp(-(design[test] @ weights[:-1] + weights[-1])))
    return out


def folded(sources: Array, folds: int) -> Array:
    return np.array([zlib.crc32(f"{folds}{name}".encode()) % folds for name in sources])


def average_precision(labels: Array, found: Array) -> float:
    order = np.argsort(-found, kind="stable")
    hits = np.cumsum(labels[order])
    return float((hits / np.arange(1, len(order) + 1) * labels[order]).sum() / labels.sum())


def threshold_at(labels: Array, found: Array, recall: float) -> float:
    """The score that lets this share of the good rows pass."""
    good = np.sort(found[labels == 1])[::-1]
    return float(good[min(len(good) - 1, int(recall * len(good)))])


def choose(
    features: Array, labels: Array, sources: Array, columns: Columns
) -> tuple[Penalty, float]:
    """Penalty and threshold, on folds of sources."""
    groups = folded(sources, INNER)
    tried = {one: kept_back(features, labels, groups, one, columns) for one in PENALTIES}
    best = max(PENALTIES, key=lambda one: average_precision(labels, tried[one]))
    return best, threshold_at(labels, tried[best], RECALL)


def nested(
    features: Array, labels: Array, sources: Array, columns: Columns
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Scores and decisions of rows whose source nothing was chosen on."""
    found, passed = np.zeros(len(labels)), np.zeros(len(labels), bool)
    outer = folded(sources, OUTER)
    for fold in np.unique(outer):
        test = outer == fold
        penalty, threshold = choose(features[~test], labels[~test], sources[~test], columns)
        design = scaled(features, ~test, penalty, columns)
        weights = fit(design[~test], labels[~test])
        found[test] = 1 / (1 + np.exp(-(design[test] @ weights[:-1] + weights[-1])))
        passed[test] = found[test] >= threshold
    return found, passed


def report(labels: Array, found: Array, passed: Array) -> dict[str, float]:
    hits = float((labels * passed).sum())

    def at(recall: float) -> float:
        return float(labels[found >= threshold_at(labels, found, recall)].mean())

    figures = {
        "rows": len(labels),
        "good": int(labels.sum()),
        "precision": hits / max(1, passed.sum()),
        "recall": hits / labels.sum(),
        "average_precision": average_precision(labels, found),
        **{f"precision_at_{recall}": at(recall) for recall in (0.3, 0.4, 0.5, 0.6)},
    }
    return {name: round(float(value), 3) for name, value in figures.items()}


def written(data: dict[str, object]) -> str:
    """JSON with one line for each entry and each weight, so that a change can be read."""
    lists = ("weights", "turns")
    head = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in data.items() if k not in lists]
    bodies = [
        f'"{name}": [\n  ' + ",\n  ".join(map(json.dumps, data[name])) + "\n ]"  # type: ignore[call-overload]
        for name in lists
    ]
    return "{\n " + ",\n ".join([*head, *bodies]) + "\n}\n"


def main(paths: list[Path], write: bool) -> None:
    rows = [(path.stem, row) for path in paths for row in rows_of(path)]
    held = [statement(row) for _, row in rows]
    found, built = [marks(one) for one in held], [turns(one.text.strip()) for one in held]
    names, rarity = sorted(found[0]), rarity_of(built)
    place = {turn: at for at, turn in enumerate(rarity)}
    shapes = np.zeros((len(rows), len(place)))
    for at, one in enumerate(built):
        for turn, value in laid_out(one, rarity).items():
            shapes[at, place[turn]] = value
    of_hints = hints(held[0], clause(held[0].text), frozenset())
    columns = Columns(len(names), np.array([name in of_hints for name in names]))
    features = np.hstack([np.array([[one[name] for name in names] for one in found]), shapes])
    labels = np.array([float(str(row["label"])) for _, row in rows])
    sources = np.array([str(row["source"]) for _, row in rows])
    files = np.array([name for name, _ in rows])
    result, passed = nested(features, labels, sources, columns)
    figures = {
        name: report(labels[files == name], result[files == name], passed[files == name])
        for name in dict.fromkeys(files)
    }
    print(json.dumps(figures, indent=1))
    if not write:
        return
    penalty, threshold = choose(features, labels, sources, columns)
    everything = np.ones(len(labels), bool)
    weights = fit(scaled(features, everything, penalty, columns), labels)
    mean, deviation = standard(features[:, : columns.named])
    on_marks = weights[: columns.named] / columns.held(penalty)
    on_turns = weights[columns.named : -1] / math.sqrt(penalty[2])
    table = [
        [name, *(round(float(value), 4) for value in values)]
        for name, *values in zip(names, mean, deviation, on_marks, strict=True)
    ]
    data = {
        "threshold": round(threshold, 4),
        "bias": round(float(weights[-1]), 4),
        "penalty": penalty,
        "fitted_on": {"rows": len(labels), "sources": len(set(sources))},
        "kept_back": figures,
        "weights": sorted(table, key=lambda one: -abs(one[3])),
        "turns": [
            [turn, rarity[turn], round(float(weight), 3)]
            for turn, weight in zip(place, on_turns, strict=True)
        ],
    }
    store.write(WEIGHTS, written(data))
    print(f"wrote {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--write"]
    main([Path(one) for one in arguments], "--write" in sys.argv)
