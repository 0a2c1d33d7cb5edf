"""What else might tell a slip from an honest sentence offline: AUROC of words borne and of a sentence model.

Enter: bench/slips.jsonl and bench/judge.jsonl, and for the last rows a folder of the sentence model
(`make dense` installs one). Leave: for each file the chance that a true sentence has more of it than a
false one (0.5 tells nothing), for the share of its weight that one, two or three sentences of its source
bear, for the clause that is borne least, and for the cosine to the nearest sentence.

    python bench/slips_features.py [MODEL_FOLDER]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.evals.sentences import cited
from pipeline.retrieve.encoders import sentence_model
from pipeline.verify.grounds.fate import burden, examine, source_of
from pipeline.verify.grounds.fits import value
from pipeline.verify.grounds.reading.clauses import clauses
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.words import keys, tokens

FILES = ("slips.jsonl", "judge.jsonl")


def auroc(scores: Sequence[float], labels: Sequence[int]) -> float:
    """The chance that a true row scores above a false one, ties halved."""
    told, is_true = np.array(scores), np.array(labels, dtype=bool)
    true, false = told[is_true][:, None], told[~is_true][None]
    return float((true > false).mean() + 0.5 * (true == false).mean())


def borne(text: str, grounds: Sequence[Ground], most: int) -> float:
    """The share of a sentence's weight that the best `most` sentences of its source bear together."""
    left = [(keys(one.low), value(one)) for one in tokens(text) if one.content]
    whole = sum(weight for _, weight in left) or 1.0
    for _ in range(most):
        best = max(grounds, key=lambda g: sum(w for k, w in left if g.bag.bears(k) >= 0.75))
        left = [(k, w) for k, w in left if best.bag.bears(k) < 0.75]
    return 1 - sum(weight for _, weight in left) / whole


def near(model: sentence_model.Model, text: str, grounds: Sequence[Ground]) -> dict[str, float]:
    """Cosines of a sentence and of its clauses to the nearest sentence of its source."""
    parts = [text[one.start : one.end] for one in clauses(text) if one.content] or [text]
    made = model.encode([text, *parts, *(one.text for one in grounds)])
    cosines = made[: 1 + len(parts)] @ made[1 + len(parts) :].T
    nearest = cosines.max(axis=1)
    return {"sentence model": nearest[0], "sentence model, least clause": nearest[1:].min()}


def main(folder: Path | None) -> None:
    model = sentence_model.load(folder) if folder else None
    for name in FILES:
        rows = [
            json.loads(line) for line in (ROOT / "bench" / name).read_text("utf-8").splitlines()
        ]
        found: dict[str, list[float]] = {}
        for row in rows:
            text, sources = row["text"], [source_of(item) for item in cited(row)]
            grounds = [ground for source in sources for ground in source.grounds]
            verdict = examine(text, sources)
            told = {f"borne by {most}": borne(text, grounds, most) for most in (1, 2, 3)}
            told["least clause"] = min((one.covered for one in verdict.fits), default=0.0)
            told["doubts"] = -burden(verdict.doubts)
            for key, score in (told | (near(model, text, grounds) if model else {})).items():
                found.setdefault(key, []).append(score)
        labels = [row["label"] for row in rows]
        print(
            name, *(f"{key} {auroc(scores, labels):.2f}" for key, scores in found.items()), sep="; "
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
