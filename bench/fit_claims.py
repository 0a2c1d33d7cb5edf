"""Fits pipeline/verify/claims.json, the frozen coefficients of the claim model.

    python bench/fit_claims.py DIR_WITH_LABELLED_JSONL

One logistic regression per kind of claim, classes weighted equally, L2 penalty. All printed
figures are of claims held out: ten folds, all claims on one source in one fold. The cut is the
held-out threshold of best balanced accuracy, smoothed; slope and offset (Platt) make held-out
scores into probabilities. AttributionBench takes no part: it is for evaluation only.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.verify.claims import spans
from pipeline.verify.features import NAMES, measure

ROOT = Path(__file__).parent.parent
FOLDS = 10
# kind: file, field, pooling over sentences, penalty (of 10, 30, 100 the best held out)
KINDS = {
    "fact": ("wice_claims.jsonl", "claim", "mean", 30.0),
    "answer": ("ragtruth_qa.jsonl", "response", "peak", 100.0),
    "summary": ("summedits.jsonl", "claim", "mean", 100.0),
}


def pool(rows: list[tuple[float, ...]], how: str) -> np.ndarray:
    table = np.array(rows)
    mean = table.mean(0)
    return mean if how == "mean" else np.r_[mean, table.max(0)]


def fit(x: np.ndarray, y: np.ndarray, penalty: float, *, even: bool = True) -> np.ndarray:
    """Bias and weights by Newton's method; columns are standardised inside."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(y)), (x - mean) / spread]
    share = np.where(y == 1, y.mean(), 1 - y.mean())
    weight = 0.5 / share if even else np.ones(len(y))
    ridge = np.r_[0.0, np.full(x.shape[1], 2 * penalty)]
    b = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(z @ b, -30, 30)))
        gradient = z.T @ (weight * (p - y)) + ridge * b
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(ridge + 1e-9)
        b = b - np.linalg.solve(hessian, gradient)
    w = b[1:] / spread
    return np.r_[b[0] - w @ mean, w]


def balanced(said: np.ndarray, y: np.ndarray) -> float:
    return float((said[y == 1].mean() + (~said[y == 0]).mean()) / 2)


def best_cut(scores: np.ndarray, y: np.ndarray) -> float:
    """Threshold of best balanced accuracy, averaged over all that come within half a point."""
    cuts = np.unique(scores)
    reached = np.array([balanced(scores >= cut, y) for cut in cuts])
    return float(cuts[reached >= reached.max() - 0.005].mean())


def fold_of(row: dict[str, Any]) -> int:
    return int(hashlib.sha256(row["source_text"].encode()).hexdigest(), 16) % FOLDS


def main(folder: Path) -> None:
    kinds = {}
    for kind, (name, field, pooling, penalty) in KINDS.items():
        rows = [json.loads(line) for line in (folder / name).open(encoding="utf-8")]
        x = np.array([_row(row[field], row["source_text"], pooling) for row in rows])
        y = np.array([row["label"] for row in rows])
        kinds[kind] = _kind(x, y, np.array([fold_of(row) for row in rows]), pooling, penalty, name)
    data = {"version": 1, "features": NAMES, "kinds": kinds}
    out = ROOT / "pipeline" / "verify" / "claims.json"
    out.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def _row(claim: str, source: str, pooling: str) -> np.ndarray:
    return pool([measure(claim[a:b], source).values for a, b in spans(claim)], pooling)


def _kind(
    x: np.ndarray, y: np.ndarray, folds: np.ndarray, pooling: str, penalty: float, name: str
) -> dict[str, Any]:
    held = np.zeros(len(y))
    nested = np.zeros(len(y), dtype=bool)
    for k in range(FOLDS):
        inside = folds != k
        b = fit(x[inside], y[inside], penalty)
        held[~inside] = x[~inside] @ b[1:] + b[0]
    for k in range(FOLDS):  # the cut too is chosen without the fold it is measured on
        nested[folds == k] = held[folds == k] >= best_cut(held[folds != k], y[folds != k])
    platt = fit(held[:, None], y, 1e-3, even=False)
    p = 1 / (1 + np.exp(-(platt[0] + platt[1] * held)))
    b = fit(x, y, penalty)
    curve = _curve(p, y)
    print(f"{kind_line(name, y)}: held-out balanced accuracy {balanced(nested, y):.3f}")
    for row in curve:
        print(f"   said {row['said']:.2f}  was {row['was']:.2f}  n {row['n']}")
    return {
        "fitted_on": f"{name}, {len(y)} claims, {int(y.sum())} supported",
        "pooling": pooling,
        "penalty": penalty,
        "bias": round(float(b[0]), 5),
        "weights": [round(float(one), 5) for one in b[1:]],
        "cut": round(best_cut(held, y), 4),
        "slope": round(float(platt[1]), 5),
        "offset": round(float(platt[0]), 5),
        "tiers": _tiers(p, y),
        "held_out": {"balanced_accuracy": round(balanced(nested, y), 4), "folds": FOLDS},
        "calibration": curve,
    }


def kind_line(name: str, y: np.ndarray) -> str:
    return f"{name} ({len(y)} claims, {y.mean():.0%} supported)"


def _curve(p: np.ndarray, y: np.ndarray) -> list[dict[str, float]]:
    """Five equal groups by probability: what was said, and what was true."""
    order = np.argsort(p, kind="stable")
    return [
        {"said": round(float(p[g].mean()), 3), "was": round(float(y[g].mean()), 3), "n": len(g)}
        for g in np.array_split(order, 5)
    ]


def _tiers(p: np.ndarray, y: np.ndarray) -> list[float]:
    """Below the first, at most a tenth of what is supported falls; above the second, at most a
    fifth of what is not. Between them a person looks."""
    low = float(np.quantile(p[y == 1], 0.10))
    high = float(np.quantile(p[y == 0], 0.80))
    return [round(min(low, high), 4), round(max(low, high), 4)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
