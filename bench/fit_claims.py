"""Fits pipeline/verify/claims/claims.json, the frozen coefficients of the claim model.

    python bench/fit_claims.py DIR_WITH_LABELLED_JSONL

One logistic regression per kind of claim, classes weighted equally, L2 penalty, and no weight of
the wrong sign: what covers a claim may only speak for it, what it lacks only against it. An answer
is judged by its most doubtful sentences; what makes a sentence doubtful is fitted on the marked
spans of the same set. All printed figures are of claims held out: ten folds, all claims on one
source in one fold, nothing of a fold in what judges it, its list of features and its penalty chosen
by folds of the rest; also the mean over other divisions into folds, and each list by itself. The cut is the held-out threshold of best balanced accuracy, smoothed; slope and offset
(Platt) make held-out scores into probabilities. AttributionBench takes no part;
its rows are judged by what is fitted on all of the first set.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.evals.figures import auroc
from pipeline.verify.claims.features import NAMES, measure
from pipeline.verify.claims.score import given, risks, spans

ROOT = Path(__file__).parent.parent
FOLDS = 10
DIVISIONS = ("", "1")  # the first is the one the frozen cut and curve are made with
PENALTY_OF_RISKS = 3.0
PENALTIES = (3.0, 10.0, 30.0)
INNER = 3  # folds in which the penalty of an outer fold is chosen
FOR = frozenset(  # the others speak against
    (
        "window",
        "near",
        "fifty",
        "plain",
        "dense",
        "reworded",
        "kindred",
        "kindred share",
        "wider here",
    )
)
# Which list serves a kind is chosen with the penalty, by folds within the rows of an outer fold: a
# list that was chosen on the folds it is then measured on looks better than it is.
LISTS = {
    "long": (
        "fifty", "plain", "near", "thin", "lacking", "second gap", "numbers", "numbers here", "names",
        "denied here", "negation", "strength", "opposite", "reasoned", "direction", "weakest number",
    ),
    "short": (
        "denied here", "numbers here", "names here", "foreign", "reworded", "reversed", "turned",
        "weakest", "second weakest", "fifty", "near", "direction", "dense",
    ),
    "kindred": (
        "denied here", "numbers here", "names here", "foreign", "reworded", "reversed", "turned",
        "weakest", "second weakest", "fifty", "near", "direction", "dense", "lacking", "second gap",
        "unheard", "kindred", "kindred share", "unheard here", "wider here",
    ),
}  # fmt: skip
KINDS = {
    "fact": ("wice_claims.jsonl", "claim"),
    "answer": ("ragtruth_qa.jsonl", "response"),
    "summary": ("summedits.jsonl", "claim"),
}


@dataclass(frozen=True)
class Set:
    """Labelled claims: features by sentence, and what is known of each sentence."""

    rows: list[np.ndarray]
    y: np.ndarray
    sentence_y: list[np.ndarray] | None  # 1 where no marked span touches the sentence
    signs: np.ndarray
    penalty: float


def fit(
    x: np.ndarray, y: np.ndarray, penalty: float, *, signs: np.ndarray, even: bool = True
) -> np.ndarray:
    """Bias and weights by coordinate-wise Newton steps, weights held to their signs (0: free)."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(y)), (x - mean) / spread]
    share = np.where(y == 1, y.mean(), 1 - y.mean())
    weight = 0.5 / share if even else np.ones(len(y))
    ridge = np.r_[1e-9, np.full(x.shape[1], 2 * penalty)]
    bound = np.r_[0.0, signs]
    b = np.zeros(z.shape[1])
    line = z @ b
    for _ in range(300):
        before = b.copy()
        for j in range(len(b)):
            p = 1 / (1 + np.exp(-np.clip(line, -30, 30)))
            slope = z[:, j] @ (weight * (p - y)) + ridge[j] * b[j]
            bend = (z[:, j] ** 2) @ (weight * p * (1 - p)) + ridge[j]
            new = b[j] - slope / bend
            new = new if bound[j] == 0 or new * bound[j] > 0 else 0.0
            line = line + (new - b[j]) * z[:, j]
            b[j] = new
        if np.abs(b - before).max() < 1e-6:
            break
    w = b[1:] / spread
    return np.array([b[0] - w @ mean, *w])


def balanced(said: np.ndarray, y: np.ndarray) -> float:
    return float((said[y == 1].mean() + (~said[y == 0]).mean()) / 2)


def best_cut(scores: np.ndarray, y: np.ndarray) -> float:
    """Threshold of best balanced accuracy, averaged over all that come within half a point."""
    cuts = np.unique(scores)
    reached = np.array([balanced(scores >= cut, y) for cut in cuts])
    return float(cuts[reached >= reached.max() - 0.005].mean())


def fold_of(row: dict[str, Any], salt: str = "") -> int:
    return int(hashlib.sha256((salt + row["source_text"]).encode()).hexdigest(), 16) % FOLDS


def main(folder: Path) -> None:
    kinds = {}
    for kind, (name, field) in KINDS.items():
        rows = [json.loads(line) for line in (folder / name).open(encoding="utf-8")]
        data = _set(rows, field, NAMES)
        folds = [np.array([fold_of(row, salt) for row in rows]) for salt in DIVISIONS]
        kinds[kind] = _kind(data, folds, name)
    _transferred(folder / "attributionbench.jsonl", kinds["fact"])
    data_ = {"version": 2, "features": NAMES, "kinds": kinds}
    out = ROOT / "pipeline" / "verify" / "claims" / "claims.json"
    out.write_text(json.dumps(data_, indent=1) + "\n", "utf-8")


def _transferred(path: Path, kind: dict[str, Any]) -> None:
    """How the model of facts judges rows of another set, by its own cut."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    data = _listed(_set(rows, "claim", NAMES), kind["features"])
    b = np.array([kind["bias"], *kind["weights"]])
    scores = np.array([row.mean(0) for row in data.rows]) @ b[1:] + b[0]
    reached = balanced(scores >= kind["cut"], data.y)
    area = auroc(data.y.tolist(), scores.tolist())
    print(f"{kind_line(path.name, data.y)}: transferred {reached:.3f}, AUROC {area:.3f}")


def _listed(data: Set, features: tuple[str, ...]) -> Set:
    """The set by some of its features alone."""
    columns = [NAMES.index(name) for name in features]
    signs = np.array([1 if name in FOR else -1 for name in features])
    return replace(data, rows=[row[:, columns] for row in data.rows], signs=signs)


def _set(rows: list[dict[str, Any]], field: str, features: tuple[str, ...]) -> Set:
    x, marked = [], []
    for row in rows:
        claim, places = row[field], spans(row[field])
        asked = row.get("question", "") if field == "response" else ""
        text = given(row["source_text"], asked)
        values = [measure(claim[a:b], text).values for a, b in places]
        x.append(np.array(values))
        bad = row.get("spans", ())
        marked.append(
            np.array([not any(s["start"] < b and s["end"] > a for s in bad) for a, b in places])
        )
    y = np.array([row["label"] for row in rows])
    signs = np.array([1 if name in FOR else -1 for name in features])
    return Set(x, y, marked if "spans" in rows[0] else None, signs, PENALTIES[0])


@dataclass(frozen=True)
class Model:
    own: np.ndarray
    sentence: np.ndarray | None

    def see(self, rows: list[np.ndarray]) -> np.ndarray:
        """What is judged of each claim: mean features, or how doubtful its sentences are."""
        if self.sentence is None:
            return np.array([row.mean(0) for row in rows])
        return _risks(rows, self.sentence)


def _risks(rows: list[np.ndarray], b: np.ndarray) -> np.ndarray:
    raw = [np.clip(row @ b[1:] + b[0], -40, 40) for row in rows]
    return np.array([risks([float(one) for one in 1 / (1 + np.exp(one))]) for one in raw])


def _train(data: Set, chosen: np.ndarray) -> Model:
    at = np.flatnonzero(chosen)
    rows = [data.rows[i] for i in at]
    if data.sentence_y is None:
        x = np.array([row.mean(0) for row in rows])
        return Model(fit(x, data.y[at], data.penalty, signs=data.signs), None)
    marked = np.concatenate([data.sentence_y[i] for i in at]).astype(int)
    sentence = fit(np.concatenate(rows), marked, data.penalty, signs=data.signs)
    against = np.full(3, -1)
    own = fit(_risks(rows, sentence), data.y[at], PENALTY_OF_RISKS, signs=against)
    return Model(own, sentence)


def _chosen(
    data: Set, folds: np.ndarray, inside: np.ndarray, lists: tuple[str, ...]
) -> tuple[Set, str]:
    """The set with the list and penalty that judge best within its own rows, by folds of those alone."""
    tries = [
        (name, replace(_listed(data, LISTS[name]), penalty=penalty))
        for name in lists
        for penalty in PENALTIES
    ]
    reached = []
    for _, tried in tries:
        scores = np.zeros(len(data.y))
        for k in range(INNER):
            left = inside & (folds % INNER == k)
            found = _train(tried, inside & (folds % INNER != k))
            seen = found.see([row for row, out in zip(tried.rows, left, strict=True) if out])
            scores[left] = seen @ found.own[1:] + found.own[0]
        reached.append(auroc(data.y[inside].tolist(), scores[inside].tolist()))
    name, best = tries[int(np.argmax(reached))]
    return best, name


def _held_out(
    data: Set, folds: np.ndarray, lists: tuple[str, ...] = tuple(LISTS)
) -> tuple[np.ndarray, float]:
    """Scores by models that saw nothing of the fold, and balanced accuracy, cut chosen likewise."""
    held = np.zeros(len(data.y))
    said = np.zeros(len(data.y), dtype=bool)
    for k in range(FOLDS):
        chosen, _ = _chosen(data, folds, folds != k, lists)
        found = _train(chosen, folds != k)
        outside = folds == k
        seen = found.see([row for row, out in zip(chosen.rows, outside, strict=True) if out])
        held[outside] = seen @ found.own[1:] + found.own[0]
    for k in range(FOLDS):
        said[folds == k] = held[folds == k] >= best_cut(held[folds != k], data.y[folds != k])
    return held, balanced(said, data.y)


def _kind(data: Set, folds: list[np.ndarray], name: str) -> dict[str, Any]:
    y = data.y
    for one in LISTS:
        alone, own = _held_out(data, folds[0], (one,))
        area = auroc(y.tolist(), alone.tolist())
        print(f"{name}, {one} list alone: balanced accuracy {own:.3f}, AUROC {area:.3f}")
    held, reached = _held_out(data, folds[0])
    others = [_held_out(data, one)[1] for one in folds[1:]]
    mean = float(np.mean([reached, *others]))
    platt = fit(held[:, None], y, 1e-3, signs=np.zeros(1), even=False)
    p = 1 / (1 + np.exp(-(platt[0] + platt[1] * held)))
    every = np.ones(len(y), dtype=bool)
    chosen, listed = _chosen(data, folds[0], every, tuple(LISTS))
    found = _train(chosen, every)
    curve = _curve(p, y)
    print(f"{kind_line(name, y)}: held-out balanced accuracy {reached:.3f} ({listed} list kept)")
    print(
        f"   AUROC {auroc(y.tolist(), held.tolist()):.3f}; mean of {len(folds)} divisions {mean:.3f}"
    )
    for row in curve:
        print(f"   said {row['said']:.2f}  was {row['was']:.2f}  n {row['n']}")
    return {
        "fitted_on": f"{name}, {len(y)} claims, {int(y.sum())} supported",
        "features": LISTS[listed],
        "penalty": chosen.penalty,
        **({"sentence": _plain(found.sentence)} if found.sentence is not None else {}),
        **_plain(found.own),
        "cut": round(best_cut(held, y), 4),
        "slope": round(float(platt[1]), 5),
        "offset": round(float(platt[0]), 5),
        "tiers": _tiers(p, y),
        "held_out": {
            "balanced_accuracy": round(reached, 4),
            "mean_of_divisions": round(mean, 4),
            "folds": FOLDS,
        },
        "calibration": curve,
    }


def _plain(b: np.ndarray) -> dict[str, Any]:
    return {"bias": round(float(b[0]), 5), "weights": [round(float(one), 5) for one in b[1:]]}


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
