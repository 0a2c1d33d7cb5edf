"""Measures the quote checker on labelled quotes.

Enter: rows with `quote`, `source_text`, `label` (1 is faithful), perhaps `other_sources`, `op` and
`original`. Leave: one outcome a row and figures per group. A quote that stands in another source
of the row counts as accepted: the gate re-points it and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.evals.figures import Rate, wilson
from pipeline.text.folding import fold
from pipeline.verify.quotes.check import check

NEEDS = ("quote", "source_text", "label")
HINT = 'each line is {"quote", "source_text", "label"}, label 1 for a faithful quote'
# What the score of a verdict is, for AUROC: how sure the checker is that the quote is faithful.
SCORES = {
    "exact": 1.0,
    "spelling": 0.95,
    "elsewhere": 0.9,
    "clipped": 0.3,
    "near": 0.2,
    "missing": 0.0,
}


@dataclass(frozen=True, slots=True)
class QuoteOutcome:
    id: str
    label: int
    predicted: int
    score: float
    verdict: str
    repaired: str  # the slice that would be printed instead, or ""
    repair_is_right: bool | None  # None where the row does not say what is right


def measure(row: dict[str, Any]) -> QuoteOutcome:
    """Check one row."""
    source = row["source_text"]
    verdict = check(row["quote"], source)
    name: str = verdict.verdict
    repaired = ""
    if name == "missing" and any(
        check(row["quote"], one).accepted for one in row.get("other_sources") or ()
    ):
        name = "elsewhere"
    if name in ("spelling", "near", "clipped"):
        repaired = source[verdict.start : verdict.end]
    right = None
    if repaired and row.get("original"):
        right = fold(repaired).norms == fold(row["original"]).norms
    accepted = name in ("exact", "spelling", "elsewhere")
    return QuoteOutcome(
        str(row["id"]), int(row["label"]), int(accepted), SCORES[name], name, repaired, right
    )


def repairs(rows: list[dict[str, Any]], outcomes: list[QuoteOutcome]) -> dict[str, Rate]:
    """Of altered quotes whose original is known: how many were mended, and how many wrongly."""
    known = [
        one
        for row, one in zip(rows, outcomes, strict=True)
        if not one.label and not one.predicted and row.get("original")
    ]
    right = sum(one.repair_is_right is True for one in known)
    wrong = sum(one.repair_is_right is False for one in known)
    return {"repaired": wilson(right, len(known)), "repaired otherwise": wilson(wrong, len(known))}


def refusals(rows: list[dict[str, Any]], outcomes: list[QuoteOutcome]) -> dict[str, int]:
    """Why faithful rows were refused: by letters and digits alone, apart from the checker."""
    counts: dict[str, int] = {}
    for row, one in zip(rows, outcomes, strict=True):
        if one.label and not one.predicted:
            reason = _reason(row, one)
            counts[reason] = counts.get(reason, 0) + 1
    return dict(sorted(counts.items()))


def _reason(row: dict[str, Any], one: QuoteOutcome) -> str:
    texts = [row["source_text"], *(row.get("other_sources") or ())]
    said = [_letters(part) for part in _ELISION.split(row["quote"])]
    if one.verdict != "missing":
        return f"would be repaired ({one.verdict})"
    if not any(all(part in _letters(text) for part in said) for text in texts):
        return "stands in no text of its row, by letters and digits alone"
    return "stands in a text of its row, but not word for word"


_ELISION = re.compile(r"…|\.\s?\.\s?\.")


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
