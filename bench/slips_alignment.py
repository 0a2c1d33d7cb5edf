"""Whether an alignment of a sentence with its source tells slips from honest sentences: the trade-off by folds.

Enter: bench/slips.jsonl and bench/judge.jsonl, or files of such rows. Leave: for the residues of the
alignment alone, and among the sentences that words let pass, AUROC and the share of false sentences
published where 95, 90 and 85 % of the true ones are kept; all rows of one source are in one fold.

Residues are what one side has and the other lacks: weight without a counterpart of each side, weight
with a distant one, each closed class (negation, possibility, quantity, condition, time, cause, plan,
comparison) on one side alone, counterparts in another order, neighbours that stand apart in the source,
opposites, figures left out.

    python bench/slips_alignment.py [ROWS.jsonl ...]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.fit_printable import fit
from bench.slips_features import FILES, auroc
from pipeline.evals.sentences import cited
from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.fits import value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.words import Token, opposed, strength, tokens

Array = npt.NDArray[np.float64]
FOLDS = 10
FAR = 30.0  # words between two counterparts in different sentences
CLASSES = (
    lists.NEGATORS, lists.POSSIBLE, lists.UNIVERSAL, lists.PARTIAL, lists.CONDITIONAL, lists.TEMPORAL,
    lists.CAUSAL, lists.RESTRICTING, lists.PLANNED, lists.GONE, lists.REQUIRING, lists.COMPARED,
)  # fmt: skip


def weighty(words: Sequence[Token]) -> list[Token]:
    return [one for one in words if one.content or one.kind == "number"]


def share(words: Sequence[Token], others: Sequence[Token], low: float, high: float) -> float:
    """Of the words' weight, what the other side bears from `low` to under `high`."""
    best = [max((strength(one.low, it.low) for it in others), default=0.0) for one in words]
    held = sum(value(one) for one, s in zip(words, best, strict=True) if low <= s < high)
    return held / (sum(map(value, words)) or 1.0)


def places(
    words: Sequence[Token], grounds: Sequence[Sequence[Token]]
) -> list[list[tuple[int, int]]]:
    """Where each word has counterparts: the sentence and the place in it."""
    return [
        [
            (n, at)
            for n, ground in enumerate(grounds)
            for at, other in enumerate(ground)
            if strength(word.low, other.low) >= 0.75
        ]
        for word in words
    ]


def residues(row: dict[str, Any]) -> tuple[list[float], bool]:
    """What the alignment of a row leaves over, and whether words let it pass."""
    text, sources = row["text"], [source_of(item) for item in cited(row)]
    verdict = examine(text, sources)
    used = list({id(fit.ground): fit.ground for fit in verdict.fits}.values())
    used = used or [ground for source in sources for ground in source.grounds][:1]
    mine, theirs = weighty(tokens(text)), [weighty(ground.tokens) for ground in used]
    every = [one for ground in theirs for one in ground]
    said, stands = (
        {one.low for one in words} for words in (tokens(text), [t for g in used for t in g.tokens])
    )
    found = places(mine, theirs)
    beside = [
        min(abs(a[1] - b[1]) if a[0] == b[0] else FAR for a in one for b in two)
        for one, two in pairwise(found)
        if one and two
    ]
    order = [one[0] for one in found if one]
    return [
        share(mine, every, 0, 0.5), share(mine, every, 0.5, 0.9), share(every, mine, 0, 0.5),
        *(float(bool(said & words) and not stands & words) for words in CLASSES),
        *(float(bool(stands & words) and not said & words) for words in CLASSES),
        sum(beside) / (len(beside) or 1), sum(a > b for a, b in pairwise(order)) / (len(order) or 1),
        float(sum(opposed(a.low, b.low) for a in mine for b in every)),
        float(sum(one.kind == "number" and one.low not in said for one in every)), len(used), len(mine),
    ], verdict.fate == "published"  # fmt: skip


def by_folds(features: Array, labels: Array, groups: Sequence[str]) -> Array:
    """Scores of each row by a regression that saw no row of its source."""
    names = sorted(set(groups))
    np.random.default_rng(0).shuffle(names)
    fold = np.array([names.index(group) % FOLDS for group in groups])
    scores = np.zeros(len(labels))
    for n in range(FOLDS):
        rest = fold != n
        scaled = (features - features[rest].mean(0)) / (features[rest].std(0) + 1e-6)
        weights = fit(scaled[rest], labels[rest])
        scores[~rest] = scaled[~rest] @ weights[:-1] + weights[-1]
    return scores


def told(name: str, scores: Array, labels: Array) -> None:
    true, false = np.sort(scores[labels == 1]), scores[labels == 0]
    kept = {
        share: (false >= true[int((1 - share) * len(true))]).mean() for share in (0.95, 0.9, 0.85)
    }
    shares = ", ".join(f"{share:.0%} kept: {passed:.0%}" for share, passed in kept.items())
    print(f"{name}: AUROC {auroc(list(scores), list(labels)):.2f}; false published where {shares}")


def main(files: Sequence[Path]) -> None:
    rows = [json.loads(line) for one in files for line in one.read_text("utf-8").splitlines()]
    made = [residues(row) for row in rows]
    features = np.array([one for one, _ in made], dtype=np.float64)
    passed = np.array([fate for _, fate in made])
    labels = np.array([float(row["label"]) for row in rows])
    groups = [(row.get("files") or [item.url for item in cited(row)])[0] for row in rows]
    told("residues", by_folds(features, labels, groups), labels)
    left = [group for group, fate in zip(groups, passed, strict=True) if fate]
    scores = by_folds(features[passed], labels[passed], left)
    told("residues, among what words let pass", scores, labels[passed])


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]] or [ROOT / "bench" / name for name in FILES])
