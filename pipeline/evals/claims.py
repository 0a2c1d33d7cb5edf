"""Measures the claim model on labelled claims.

Enter: rows with `claim` or `response`, `source_text`, `label` (1 is supported). Leave: one outcome
a row and figures per group. A response is scored as an answer, several sentences as a summary, one
as a fact, and so is a claim that answers a `question`. A file most of whose claims have several
sentences holds summaries, the short ones too; `kind` overrides all that for a whole file.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from pipeline.evals.labels import groups
from pipeline.verify.claims.score import Kind, judge_claim, kind_of, model, spans

NEEDS = ("claim|response", "source_text", "label")
HINT = 'each line is {"claim" or "response", "source_text", "label"}, label 1 for supported'


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    id: str
    label: int
    predicted: int
    score: float
    tier: str
    kind: str
    window: str  # the stretch of the source its weakest sentence was held against


def kind_of_file(rows: list[dict[str, Any]]) -> Kind | None:
    """Summaries, if most claims of a file are; else None: each row is taken by its own form."""
    claims = [row["claim"] for row in rows if "claim" in row and not row.get("question")]
    several = sum(len(spans(claim)) > 1 for claim in claims)
    return "summary" if claims and len(claims) == len(rows) and 2 * several > len(rows) else None


def measure(row: dict[str, Any], *, kind: Kind | None = None) -> ClaimOutcome:
    """Score one row."""
    response = "response" in row and "claim" not in row
    claim = row["response"] if response else row["claim"]
    if kind is None and not response and row.get("question"):
        kind = "fact"  # one cited statement of an answer, however many sentences it takes
    kind = kind or kind_of(claim, response=response)
    question = str(row.get("question") or "")
    found = judge_claim(claim, row["source_text"], kind=kind, question=question)
    weakest = found.weakest
    window = ""
    if weakest is not None:
        window = row["source_text"][weakest.features.start : weakest.features.end]
    return ClaimOutcome(
        str(row["id"]),
        int(row["label"]),
        int(found.supported),
        round(found.probability, 6),
        found.tier,
        kind,
        window,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What other thresholds would reach on a group. None of them decides a row.

    best: the threshold that suits these labels best, an oracle that no judge has. half: the
    group's own median score, which uses no label but assumes that half of its rows are supported.
    """

    best: float
    half: float


def beside(rows: list[dict[str, Any]], outcomes: list[ClaimOutcome]) -> dict[str, Beside]:
    """For all rows and each group: balanced accuracy at thresholds made on these very rows."""
    named = {"all": list(range(len(outcomes))), **groups(rows)}
    found = {}
    for name, members in named.items():
        labels = [outcomes[at].label for at in members]
        if 0 < sum(labels) < len(labels):
            scores = [outcomes[at].score for at in members]
            best = max(_balanced(labels, scores, cut) for cut in sorted(set(scores)))
            found[name] = Beside(best, _balanced(labels, scores, median(scores)))
    return found


def _balanced(labels: list[int], scores: list[float], cut: float) -> float:
    good = sum(labels)
    kept = sum(score >= cut for label, score in zip(labels, scores, strict=True) if label)
    shut = sum(score < cut for label, score in zip(labels, scores, strict=True) if not label)
    return (kept / good + shut / (len(labels) - good)) / 2


def calibrated_on(outcomes: list[ClaimOutcome]) -> dict[str, str]:
    """For each kind used: what its coefficients and threshold were made on."""
    kinds = model()["kinds"]
    return {kind: str(kinds[kind]["fitted_on"]) for kind in sorted({one.kind for one in outcomes})}
