"""Measures the printable test on labelled sentences.

Enter: rows with `text` and `label` (1: an editor would print it), where known with `title`,
`heading`, `before`, `block` and `reason` (why not). Leave: one outcome a row; precision, recall
and F of all rows and of each kind of block; what passes of each reason; precision by recall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.text.printable import Statement, model, score

NEEDS = ("text", "label")
HINT = (
    'each line is {"text", "label"}, label 1 for a sentence to print, '
    'with "title", "heading", "before" and "block" where known'
)
RECALLS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class PrintableOutcome:
    id: str
    label: int
    predicted: int
    score: float


@dataclass(frozen=True, slots=True)
class PrintableFigures:
    """Of `rows` sentences `good` deserve it and `passed` got through, `right` of them rightly."""

    rows: int
    good: int
    passed: int
    right: int

    @property
    def precision(self) -> float | None:
        return self.right / self.passed if self.passed else None

    @property
    def recall(self) -> float | None:
        return self.right / self.good if self.good else None

    @property
    def f(self) -> float | None:
        """Harmonic mean of the two; None where nothing passed or nothing was good."""
        both = self.passed + self.good
        return 2 * self.right / both if self.passed and self.good else None


def measure(row: dict[str, Any]) -> PrintableOutcome:
    """Score one row."""
    held = {name: str(row.get(name) or "") for name in ("text", "title", "heading", "before")}
    found = score(
        Statement(
            held["text"],
            held["title"],
            held["heading"],
            held["before"],
            str(row.get("block") or "paragraph"),
        )
    )
    passed = found >= model().threshold
    return PrintableOutcome(str(row["id"]), int(row["label"]), int(passed), round(found, 4))


def summary(
    rows: Sequence[dict[str, Any]], outcomes: Sequence[PrintableOutcome]
) -> dict[str, PrintableFigures]:
    """Figures of all rows, by kind of block, and by the labeller's reason."""
    members: dict[str, list[PrintableOutcome]] = {"all": list(outcomes)}
    for field in ("block", "reason"):
        for row, outcome in zip(rows, outcomes, strict=True):
            if row.get(field):
                members.setdefault(f"{field}={row[field]}", []).append(outcome)
    return {name: _figures(found) for name, found in members.items()}


def _figures(outcomes: Sequence[PrintableOutcome]) -> PrintableFigures:
    return PrintableFigures(
        rows=len(outcomes),
        good=sum(one.label for one in outcomes),
        passed=sum(one.predicted for one in outcomes),
        right=sum(one.label * one.predicted for one in outcomes),
    )


def by_recall(outcomes: Sequence[PrintableOutcome]) -> dict[float, float]:
    """Precision of the highest scores that hold a share of the good rows; empty without any."""
    ranked = sorted(outcomes, key=lambda one: (-one.score, one.id))
    good, hits, found = sum(one.label for one in ranked), 0, {}
    for place, outcome in enumerate(ranked, 1):
        hits += outcome.label
        for recall in RECALLS:
            if recall not in found and good and hits >= recall * good:
                found[recall] = hits / place
    return found


def table(named: dict[str, PrintableFigures], reached: dict[float, float]) -> str:
    """All rows and kinds of block first, then reasons, most often let through first."""
    head = f"{'':22} {'rows':>5} {'good':>5} {'passed':>6} {'precision':>9} {'recall':>7} {'F':>6}"
    plain = [(name, one) for name, one in named.items() if not name.startswith("reason=")]
    wrong = Counter(
        {
            name: one.passed - one.right
            for name, one in named.items()
            if name.startswith("reason=") and one.good < one.rows
        }
    )
    lines = [head, *(_line(name, one) for name, one in plain)]
    if wrong:
        lines += ["", "why a labeller said no, and how many passed all the same:"]
        lines += [
            f"{name:22} {named[name].rows:5} {count:11}" for name, count in wrong.most_common()
        ]
    shares = " · ".join(f"{value:.2f} at {recall}" for recall, value in reached.items())
    return "\n".join([*lines, "", f"precision by recall: {shares or 'no good rows'}"])


def _line(name: str, one: PrintableFigures) -> str:
    values = [
        f"{value:{width}.2f}" if value is not None else f"{'–':>{width}}"
        for value, width in ((one.precision, 9), (one.recall, 7), (one.f, 6))
    ]
    return f"{name[:22]:22} {one.rows:5} {one.good:5} {one.passed:6} {' '.join(values)}"
