"""Reads labelled JSONL for the verifier's measures, and prints its tables.

Enter: a file. Leave: rows as dictionaries, each with an id. Refuses (`RecordError`): a line that
is no object, or that lacks a field the measure needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import RecordError
from pipeline.evals.figures import Figures, figures
from pipeline.records import store


def read(path: Path, needs: tuple[str, ...], *, hint: str) -> list[dict[str, Any]]:
    """All rows; of `needs`, an entry such as `claim|response` asks for one of the two."""
    rows = [_labelled(row, at, needs, hint) for at, row in store.rows(path, hint=hint)]
    if not rows:
        raise RecordError("holds no rows", where=str(path), hint=hint)
    return rows


def _labelled(row: dict[str, Any], at: str, needs: tuple[str, ...], hint: str) -> dict[str, Any]:
    """A row that has what is needed, under an id: its own, or the number of its line."""
    for need in needs:
        names = need.split("|")
        if not any(isinstance(row.get(name), str | int | bool) for name in names):
            raise RecordError(f"lacks {' or '.join(names)}", where=at, hint=hint)
    if "label" in needs and row["label"] not in (0, 1):
        raise RecordError("label is not 0 or 1", where=at, hint=hint)
    return {"id": at.rpartition(":")[2], **row}


class ScoredRow(Protocol):
    """What a measure said of a row beside its label; frozen."""

    @property
    def label(self) -> int: ...
    @property
    def predicted(self) -> int: ...
    @property
    def score(self) -> float: ...


def summary(rows: Sequence[dict[str, Any]], outcomes: Sequence[ScoredRow]) -> dict[str, Figures]:
    """Figures of all rows and of each group the file names."""
    named = {"all": list(range(len(outcomes))), **groups(rows)}
    return {name: _figures([outcomes[at] for at in members]) for name, members in named.items()}


def _figures(outcomes: Sequence[ScoredRow]) -> Figures:
    return figures(
        [one.label for one in outcomes],
        [bool(one.predicted) for one in outcomes],
        [one.score for one in outcomes],
    )


def groups(rows: Iterable[dict[str, Any]]) -> dict[str, list[int]]:
    """Row numbers by the first grouping field the file has, and by label within it."""
    listed = list(rows)
    out: dict[str, list[int]] = {}
    for field in ("op", "dataset", "domain", "fault"):
        if any(field in row for row in listed):
            for at, row in enumerate(listed):
                out.setdefault(f"{field}={row.get(field, 'none')}", []).append(at)
            break
    return dict(sorted(out.items()))


def table(named: dict[str, Figures]) -> str:
    """One line a group."""
    head = f"{'':30} {'rows':>5} {'bal.acc':>8} {'F1':>6} {'AUROC':>6} {'catch@5':>8} {'ECE':>6}  accepted wrongly · refused wrongly"
    return "\n".join([head, *(_line(name, one) for name, one in named.items())])


def _line(name: str, one: Figures) -> str:
    values = [
        _number(one.balanced_accuracy, 8),
        _number(one.f1_unfaithful, 6),
        _number(one.auroc, 6),
        _number(one.catch_at_5, 8),
        _number(one.calibration_error, 6),
    ]
    wrong = f"{one.false_accepted.count}/{one.false_accepted.of} · {one.false_refused.count}/{one.false_refused.of}"
    return f"{name[:30]:30} {one.rows:5} {' '.join(values)}  {wrong}"


def _number(value: float, width: int) -> str:
    return f"{'–':>{width}}" if math.isnan(value) else f"{value:{width}.3f}"
