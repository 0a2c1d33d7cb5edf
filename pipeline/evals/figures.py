"""Figures on labelled decisions: balanced accuracy, F1, AUROC, catch at a false-flag rate, ECE.

Enter: labels (1 is faithful), decisions and scores. Leave: figures with their Wilson intervals.
Definitions: catch at 5 % is the share of unfaithful rows flagged when at most 5 % of the faithful
ones are; ECE is the expected calibration error over ten equal groups (Naeini et al. 2015).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FLAGS = 0.05
GROUPS = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its Wilson interval at 95 %."""

    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    rows: int
    faithful: int
    balanced_accuracy: float
    f1_unfaithful: float
    auroc: float
    catch_at_5: float
    calibration_error: float
    false_accepted: Rate
    false_refused: Rate


Z = 1.959964  # of 95 %


def wilson(count: int, of: int) -> Rate:
    """Wilson score interval at 95 %; of nothing, the whole range."""
    if of == 0:
        return Rate(0, 0, 0.0, 0.0, 1.0)
    share = count / of
    middle = share + Z * Z / (2 * of)
    spread = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    return Rate(
        count, of, share, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
    )


def auroc(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Chance that a faithful row scores above an unfaithful one; ties count half."""
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for one in order[at:end]:
            ranks[one] = (at + end + 1) / 2
        at = end
    good = sum(labels)
    bad = len(labels) - good
    if not good or not bad:
        return float("nan")
    above = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (above - good * (good + 1) / 2) / (good * bad)


def catch(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Share of unfaithful rows under the score that flags at most 5 % of the faithful."""
    good = sorted(score for score, label in zip(scores, labels, strict=True) if label)
    bad = [score for score, label in zip(scores, labels, strict=True) if not label]
    if not good or not bad:
        return float("nan")
    cut = good[int(FLAGS * len(good))]
    return sum(score < cut for score in bad) / len(bad)


def calibration_error(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Expected distance between what the score says and what was true."""
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    total = 0.0
    for group in range(GROUPS):
        part = order[group * len(order) // GROUPS : (group + 1) * len(order) // GROUPS]
        if part:
            said = sum(scores[at] for at in part) / len(part)
            was = sum(labels[at] for at in part) / len(part)
            total += len(part) * abs(said - was)
    return total / max(1, len(order))


def figures(labels: Sequence[int], accepted: Sequence[bool], scores: Sequence[float]) -> Figures:
    """All figures of a group of rows."""
    good = sum(labels)
    bad = len(labels) - good
    wrongly_in = sum(a and not label for a, label in zip(accepted, labels, strict=True))
    wrongly_out = sum(not a and bool(label) for a, label in zip(accepted, labels, strict=True))
    caught = bad - wrongly_in
    parts = [
        share
        for share, of in (
            (1 - wrongly_out / good if good else 0, good),
            (caught / bad if bad else 0, bad),
        )
        if of
    ]
    return Figures(
        len(labels),
        good,
        sum(parts) / len(parts) if parts else float("nan"),
        2 * caught / (2 * caught + wrongly_out + wrongly_in) if bad else float("nan"),
        auroc(labels, scores),
        catch(labels, scores),
        calibration_error(labels, scores),
        wilson(wrongly_in, bad),
        wilson(wrongly_out, good),
    )
