"""May this sentence be printed in a brief on its own, under the title of its document?

Enter: a sentence with its title, heading, the text before it and what kind of block holds it.
Leaves: a score from 0 to 1, and yes or no. The score is a logistic regression over marks that an
editor looks for (`marks`, `hints`) and the build of the sentence (`turns`), fitted by
`bench/fit_printable.py` on labelled sentences of public sources; `weights.json` names the data it
was fitted on and what it reached on sources kept back.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.text.printable.addressed import by_signs
from pipeline.text.printable.marks import Statement, marks
from pipeline.text.printable.reports import with_speaker
from pipeline.text.printable.turns import laid_out, turns

WEIGHTS = Path(__file__).parent / "weights.json"

__all__ = [
    "PrintableModel",
    "Statement",
    "laid_out",
    "marks",
    "may_print",
    "model",
    "score",
    "turns",
]


@dataclass(frozen=True, slots=True)
class PrintableModel:
    """Weights on standardised marks and on turns; from the score `threshold` a sentence passes."""

    weights: dict[str, tuple[float, float, float]]  # mean, deviation, weight
    rarity: dict[str, float]
    turns: dict[str, float]
    bias: float
    threshold: float

    def score(self, found: dict[str, float], built: tuple[str, ...]) -> float:
        total = self.bias + sum(
            weight * (found.get(name, 0.0) - mean) / deviation
            for name, (mean, deviation, weight) in self.weights.items()
        )
        total += sum(
            value * self.turns[turn] for turn, value in laid_out(built, self.rarity).items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def model() -> PrintableModel:
    """The model that is shipped."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return PrintableModel(
        weights={name: (mean, spread, weight) for name, mean, spread, weight in data["weights"]},
        rarity={turn: rarity for turn, rarity, _ in data["turns"]},
        turns={turn: weight for turn, _, weight in data["turns"]},
        bias=data["bias"],
        threshold=data["threshold"],
    )


# A field of an advisory, as its reader writes it; the headline names what has these versions.
FIELD = re.compile(
    r"(?:Patched|Fixed|Unaffected|Not affected|Affected|Vulnerable) versions?: [^.]*\d.{0,120}"
)


def is_field(text: str) -> bool:
    """True for what an advisory states of versions, which is no sentence and stands all the same."""
    return bool(FIELD.fullmatch(text))


@lru_cache(maxsize=4_096)
def score(statement: Statement) -> float:
    """How likely a strict editor would print it, 0 to 1."""
    text = with_speaker(statement.text.strip())
    if is_field(text):
        return 1.0
    if by_signs(text):
        return 0.0
    return model().score(marks(replace(statement, text=text)), turns(text)) if text else 0.0


def may_print(statement: Statement) -> bool:
    """True when it stands alone: names its subject, points nowhere, is no debris."""
    return score(statement) >= model().threshold
