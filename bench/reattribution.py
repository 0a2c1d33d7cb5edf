"""How often the claim model finds the right one of 40 sources for a supported claim.

    python bench/reattribution.py DIR_WITH_LABELLED_JSONL [CLAIMS]

The 39 others are drawn at random, or are those that share most words with the right one. The right
one stands last, so that a tie, as with a near copy of it, counts as missed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from pipeline.evals.figures import wilson
from pipeline.text.folding import fold
from pipeline.verify.claims.score import attribute
from pipeline.verify.claims.terms import content, weight

FILES = ("wice_claims.jsonl", "attributionbench.jsonl")


def pairs(folder: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for name in FILES for line in (folder / name).open(encoding="utf-8")]
    return [(row["claim"], row["source_text"]) for row in rows if row["label"] == 1]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return sum(map(weight, one & other)) / (sum(map(weight, one | other)) or 1)


def main(folder: Path, count: int) -> None:
    rng = Random(1)
    found = pairs(folder)
    rng.shuffle(found)
    texts = sorted({source for _, source in found})
    stems = {text: frozenset(content(fold(text).norms)) for text in texts}
    right = {"random": 0, "same topic": 0}
    for claim, source in found[:count]:
        others = [text for text in texts if text != source]
        near = sorted(others, key=lambda text: -likeness(stems[source], stems[text]))
        for name, chosen in (("random", rng.sample(others, 39)), ("same topic", near[:39])):
            right[name] += attribute(claim, (*chosen, source))[0][1] == len(chosen)
    for name, hits in right.items():
        rate = wilson(hits, min(count, len(found)))
        print(
            f"{name}: top 1 of 40 {rate.share:.1%} ({rate.low:.1%} to {rate.high:.1%}), {rate.of} claims"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
