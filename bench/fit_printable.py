"""Fits pipeline/text/printable/weights.json on labelled sentences, and says what it reaches.

    python bench/fit_printable.py FILE.jsonl [MORE.jsonl ...] [--write]

Rows are those of `dateline eval printable`, with `source`. The figures are nested: every source is
kept back in turn; how hard the weights are held down and from which score a sentence passes are
chosen on the other sources alone. Figures stand for each file by itself. `--write` then fits on
all rows. Logistic regression with L2, by Newton's method.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.records import store
from pipeline.text.printable import WEIGHTS, Statement, marks

Array = npt.NDArray[np.float64]
PENALTIES = (100.0, 200.0, 400.0)
INNER = 6  # folds of sources on which penalty and threshold are chosen
RECALL = 0.5  # of what deserves it passes: the brief prints few sentences and can be strict
NEGLIGIBLE = 0.03  # weights of standardised marks below that are left out; the figures stay


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def statement(row: dict[str, object]) -> Statement:
    names = ("text", "title", "heading", "before", "block")
    return Statement(**{name: str(row.get(name) or "") for name in names})


def fit(features: Array, labels: Array, penalty: float) -> Array:
    """Weights, bias last; the bias is not held down."""
    design = np.hstack([features, np.ones((len(features), 1))])
    ridge = np.eye(design.shape[1]) * penalty
    ridge[-1, -1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - labels) + ridge @ weights
        bend = (design.T * (chance * (1 - chance) + 1e-6)) @ design + ridge
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def standard(features: Array) -> tuple[Array, Array]:
    deviation = features.std(0)
    return features.mean(0), np.where(deviation < 1e-9, 1.0, deviation)


def scores(train: Array, labels: Array, test: Array, penalty: float) -> Array:
    mean, deviation = standard(train)
    weights = fit((train - mean) / deviation, labels, penalty)
    total = ((test - mean) / deviation) @ weights[:-1] + weights[-1]
    return np.asarray(1 / (1 + np.exp(-total)))


def kept_back(features: Array, labels: Array, groups: Array, penalty: float) -> Array:
    """Every row's score by weights fitted on the other groups."""
    out = np.zeros(len(labels))
    for group in np.unique(groups):
        test = groups == group
        out[test] = scores(features[~test], labels[~test], features[test], penalty)
    return out


def average_precision(labels: Array, found: Array) -> float:
    order = np.argsort(-found, kind="stable")
    hits = np.cumsum(labels[order])
    return float((hits / np.arange(1, len(order) + 1) * labels[order]).sum() / labels.sum())


def threshold_at(labels: Array, found: Array, recall: float) -> float:
    """The score that lets this share of the good rows pass."""
    good = np.sort(found[labels == 1])[::-1]
    return float(good[min(len(good) - 1, int(recall * len(good)))])


def choose(features: Array, labels: Array, sources: Array) -> tuple[float, float]:
    """Penalty and threshold, on sources folded into INNER groups."""
    groups = np.array([zlib.crc32(name.encode()) % INNER for name in sources])
    tried = {one: kept_back(features, labels, groups, one) for one in PENALTIES}
    best = max(PENALTIES, key=lambda one: average_precision(labels, tried[one]))
    return best, threshold_at(labels, tried[best], RECALL)


def nested(features: Array, labels: Array, sources: Array) -> tuple[Array, Array]:
    """Scores and decisions of rows whose source nothing was chosen on."""
    found, passed = np.zeros(len(labels)), np.zeros(len(labels), bool)
    for source in np.unique(sources):
        test = sources == source
        penalty, threshold = choose(features[~test], labels[~test], sources[~test])
        found[test] = scores(features[~test], labels[~test], features[test], penalty)
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


def laid_out(data: dict[str, object]) -> str:
    """JSON with one line for each entry and each weight, so that a change can be read."""
    weights = ",\n  ".join(map(json.dumps, data["weights"]))  # type: ignore[call-overload]
    head = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in data.items() if k != "weights"]
    body = ",\n ".join([*head, f'"weights": [\n  {weights}\n ]'])
    return f"{{\n {body}\n}}\n"


def main(paths: list[Path], write: bool) -> None:
    rows = [(path.stem, row) for path in paths for row in rows_of(path)]
    found = [marks(statement(row)) for _, row in rows]
    names = sorted(found[0])
    features = np.array([[one[name] for name in names] for one in found])
    labels = np.array([float(str(row["label"])) for _, row in rows])
    sources = np.array([str(row["source"]) for _, row in rows])
    files = np.array([name for name, _ in rows])
    penalty, _ = choose(features, labels, sources)
    mean, deviation = standard(features)
    weights = fit((features - mean) / deviation, labels, penalty)
    kept = np.abs(weights[:-1]) >= NEGLIGIBLE
    features, names = features[:, kept], [n for n, k in zip(names, kept, strict=True) if k]
    result, passed = nested(features, labels, sources)
    figures = {
        name: report(labels[files == name], result[files == name], passed[files == name])
        for name in dict.fromkeys(files)
    }
    print(json.dumps(figures, indent=1))
    penalty, threshold = choose(features, labels, sources)
    mean, deviation = standard(features)
    weights = fit((features - mean) / deviation, labels, penalty)
    table = [
        [name, *(round(float(value), 4) for value in values)]
        for name, *values in zip(names, mean, deviation, weights[:-1], strict=True)
    ]
    data = {
        "threshold": round(threshold, 4),
        "bias": round(float(weights[-1]), 4),
        "penalty": penalty,
        "fitted_on": {"rows": len(labels), "sources": len(set(sources))},
        "kept_back": figures,
        "weights": sorted(table, key=lambda one: -abs(one[3])),
    }
    if write:
        store.write(WEIGHTS, laid_out(data))
        print(f"wrote {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--write"]
    main([Path(one) for one in arguments], "--write" in sys.argv)
