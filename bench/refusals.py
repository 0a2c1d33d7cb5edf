"""Whether questions about what a corpus lacks are refused, and those that it answers are not.

    python bench/refusals.py STATE [--questions QUESTIONS] [--starter STATE] [--other STATE]
        [--third STATE] [--fourth STATE] [--fit]

STATE is the state of a newsroom over the 72 public sources (`library.db`, as `dateline ingest`
leaves it), which `refusals.jsonl` was written for: `far` are questions of other fields, `other` of
software that the sources do not treat, `near` of facts that they lack about subjects that they
treat, `present` are answered. Those of the split `tune` chose the method and its weights; `kept`
were written afterwards. `--questions` adds a newsroom's own (a folder that `dateline eval
retrieval` takes), `--starter` asks `far`, `other` and the starter's gold of a starter newsroom too,
`--other` asks `far` and `refusals_other.jsonl` of a newsroom over 35 further public sources, which
took no part in any choice, `--third` the same of one over 47 others (`refusals_third.jsonl`), where `relation`
are questions that join right names in a way that no source does, and `--fourth` of one over 47 more
(`refusals_fourth.jsonl`). `refusals_fifth.jsonl` is asked of STATE too, as `public, later`: written when
all of that was settled.
`--fit` prints weights fitted to all but `kept`, and the table as five folds that were left out give
it. Rows are shares refused: right for all but `answered`.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ridge import logistic

from pipeline.evals import qrels
from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher, open_index
from pipeline.retrieve.search import answerable
from pipeline.retrieve.search.answerable import Signs
from pipeline.retrieve.search.search import rank, signs

HERE = Path(__file__).parent
GOLD = shipped("starter") / "gold"
RIDGE, FOLDS, DRAWS = 1.0, 5, 10
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its kind in its corpus, and what the index says of it."""

    corpus: str
    kind: str
    kept: bool
    question: str
    signs: Signs

    @property
    def answered(self) -> bool:
        return self.kind in ("present", "known-item", "multi-source")


def questions(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def searcher(state: Path) -> Searcher:
    return Searcher(open_index(state / "index", Library.open(state / "library.db")))


def ask(corpus: str, state: Path, own: list[dict[str, str]], questions: Path | None) -> list[Asked]:
    """Put questions to a corpus: of our own, and of a newsroom's folder."""
    made, options = searcher(state), load_desk(shipped("briefs") / "desk.toml").retrieval
    theirs = qrels.questions(questions) if questions else ()
    rows = [(one["kind"], one["split"] == "kept", one["question"]) for one in own]
    rows += [(one.kind, False, one.text) for one in theirs]
    return [
        Asked(corpus, kind, kept, text, signs(text, rank(text, made, options), made.index))
        for kind, kept, text in rows
    ]


def matrix(rows: list[Asked]) -> Array:
    return np.array([[getattr(one.signs, name) for name in answerable.WEIGHTS] for one in rows])


def weigh(rows: list[Asked]) -> Array:
    """Weights of rows: kinds alike within those answered and not, these alike in each corpus."""
    kinds: dict[tuple[str, str], int] = defaultdict(int)
    for one in rows:
        kinds[one.corpus, one.kind] += 1
    share = np.array([1 / kinds[one.corpus, one.kind] for one in rows])
    for part in {(one.corpus, one.answered) for one in rows}:
        there = np.array([(one.corpus, one.answered) == part for one in rows])
        share[there] *= 100 / share[there].sum()
    return share


def fit(rows: list[Asked]) -> tuple[Array, float]:
    """Weights and constant of a logistic regression with a ridge on all but the constant."""
    raw, share = matrix(rows), weigh(rows)
    right = np.array([float(one.answered) for one in rows])
    middle, spread = raw.mean(0), raw.std(0)
    inside = np.c_[(raw - middle) / spread, np.ones(len(rows))]
    found = logistic(inside, right, np.array([RIDGE] * raw.shape[1] + [1e-6]), share)
    weights = found[:-1] / spread
    return weights, float(found[-1] - (weights * middle).sum())


def left_out(rows: list[Asked]) -> Array:
    """Log odds of every row by weights that were fitted without its fold, the mean of ten draws."""
    chance = np.random.default_rng(0)
    odds = np.zeros(len(rows))
    for _ in range(DRAWS):
        fold = chance.permutation(len(rows)) % FOLDS
        for part in range(FOLDS):
            there = fold == part
            weights, constant = fit([one for one, no in zip(rows, there, strict=True) if not no])
            odds[there] += (matrix(rows)[there] @ weights + constant) / DRAWS
    return odds


def table(rows: list[Asked], odds: Array, floor: float) -> str:
    """Per corpus and kind the share refused, of all and of those kept back."""
    found: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one, odd in zip(rows, odds.tolist(), strict=True):
        refused = not one.signs.answers(floor, odd)
        group = "answered" if one.answered else "absent"
        for kind in (one.kind, f"all {group}"):
            found[one.corpus, kind, "kept" if one.kept else "tune"].append(refused)
    lines = [
        "| corpus | kind | questions | refused | kept back | refused |",
        "|---|---|---|---|---|---|",
    ]
    for corpus, kind in dict.fromkeys(key[:2] for key in found):
        cells = []
        for split in ("tune", "kept"):
            some = found.get((corpus, kind, split), [])
            cells += [str(len(some)), f"{np.mean(some):.2f}" if some else ""]
        lines.append(f"| {corpus} | {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--starter", type=Path)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--third", type=Path)
    parser.add_argument("--fourth", type=Path)
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    own = questions("refusals.jsonl")
    rows = ask("public", given.state, own, given.questions)
    rows += ask("public, later", given.state, questions("refusals_fifth.jsonl"), None)
    if given.starter:
        foreign = [one for one in own if one["kind"] in ("far", "other")]
        rows += ask("starter", given.starter, foreign, GOLD)
    far = [one | {"split": "kept"} for one in own if one["kind"] == "far"]
    for name in ("other", "third", "fourth"):
        if state := getattr(given, name):
            rows += ask(name, state, questions(f"refusals_{name}.jsonl"), None)
            rows += ask(f"{name}, far", state, far, None)
    odds = np.array([one.signs.odds() for one in rows])
    if given.fit:
        seen = [one for one in rows if not one.kept]
        weights, constant = fit(seen)
        for name, weight in zip(answerable.WEIGHTS, weights.tolist(), strict=True):
            print(f'    "{name}": {weight:.3f},')
        print(f"CONSTANT = {constant:.3f}")
        odds = matrix(rows) @ weights + constant
        odds[[at for at, one in enumerate(rows) if not one.kept]] = left_out(seen)
    print(table(rows, odds, load_desk(shipped("briefs") / "desk.toml").retrieval.floor))


if __name__ == "__main__":
    main()
