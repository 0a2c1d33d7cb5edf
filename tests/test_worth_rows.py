"""What figures are made with, row by row: rates and intervals, rankings, and what a judge is worth."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.evals import figures, measures
from pipeline.verify.claims import calibration
from pipeline.verify.claims.calibration import Calibration, FaultCount


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 20, 0.0, 0.1611),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (9, 10, 0.5958, 0.9821),
        (10, 20, 0.2993, 0.7007),
        (20, 20, 0.8389, 1.0),
        (50, 100, 0.4038, 0.5962),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_the_interval_of_a_rate_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    found = figures.wilson(count, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert found.share == (count / of if of else 0.0)
    assert 0 <= found.low <= found.share <= found.high <= 1


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([1, 0], [0.9, 0.1], 1.0),
        ([1, 0], [0.1, 0.9], 0.0),
        ([1, 0], [0.5, 0.5], 0.5),
        ([1, 1, 0], [0.9, 0.1, 0.5], 0.5),
        ([1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1], 0.875),
        ([1, 1, 0, 0], [0.4, 0.4, 0.4, 0.4], 0.5),
        ([1, 0, 1, 0], [4, 1, 3, 2], 1.0),
        ([1, 0, 0], [2, 3, 1], 0.5),
        ([1, 1], [0.9, 0.1], math.nan),
        ([0], [0.9], math.nan),
        ([], [], math.nan),
    ],
)
def test_the_chance_that_a_faithful_row_scores_higher_counts_ties_half(
    labels: list[int], scores: list[float], expected: float
) -> None:
    assert figures.auroc(labels, scores) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([1, 0], [0.5, 0.4], 1.0),
        ([1, 0], [0.5, 0.5], 0.0),
        ([1, 0, 0], [0.5, 0.4, 0.6], 0.5),
        ([1] * 20 + [0], [0.1] + [0.5] * 19 + [0.4], 1.0),
        ([1] * 19 + [0], [0.1] + [0.5] * 18 + [0.4], 0.0),
        ([1], [0.5], math.nan),
        ([0], [0.5], math.nan),
    ],
)
def test_what_is_caught_is_counted_where_few_of_the_faithful_are_flagged(
    labels: list[int], scores: list[float], expected: float
) -> None:
    assert figures.catch(labels, scores) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([], [], 0.0),
        ([1], [1.0], 0.0),
        ([1], [0.7], 0.3),
        ([0], [0.7], 0.7),
        ([1, 0], [0.9, 0.2], 0.15),
        ([1] * 10, [0.8] * 10, 0.2),
        ([1, 0] * 10, [0.5] * 20, 0.0),
    ],
)
def test_a_score_is_off_by_its_distance_from_what_was_true(
    labels: list[int], scores: list[float], expected: float
) -> None:
    assert figures.calibration_error(labels, scores) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("labels", "accepted", "balanced", "f1", "wrongly_in", "wrongly_out"),
    [
        ([1, 1, 0, 0], [True, True, False, False], 1.0, 1.0, 0, 0),
        ([1, 1, 0, 0], [False, False, True, True], 0.0, 0.0, 2, 2),
        ([1, 1, 0, 0], [True, False, False, True], 0.5, 0.5, 1, 1),
        ([1, 1, 1, 0], [True, True, True, True], 0.5, 0.0, 1, 0),
        ([1, 1], [True, False], 0.5, math.nan, 0, 1),
        ([0, 0], [False, True], 0.5, 2 / 3, 1, 0),
        ([], [], math.nan, math.nan, 0, 0),
    ],
)
def test_a_group_is_told_by_what_it_let_in_and_what_it_sent_back(
    labels: list[int], accepted: list[bool], balanced: float, f1: float, wrongly_in: int, wrongly_out: int
) -> None:  # fmt: skip
    found = figures.figures(labels, accepted, [float(one) for one in accepted])
    assert (found.rows, found.faithful) == (len(labels), sum(labels))
    assert found.balanced_accuracy == pytest.approx(balanced, nan_ok=True)
    assert found.f1_unfaithful == pytest.approx(f1, nan_ok=True)
    assert (found.false_accepted.count, found.false_refused.count) == (wrongly_in, wrongly_out)
    assert (found.false_accepted.of, found.false_refused.of) == (
        len(labels) - sum(labels),
        sum(labels),
    )


GRADES = {"a": 2, "b": 1, "c": 0, "d": -1}
THIRD = 1 / math.log2(3)


@pytest.mark.parametrize(
    ("ranked", "k", "ndcg", "recall", "rank"),
    [
        ("ab", 2, 1.0, 1.0, 1.0),
        ("ba", 2, (1 + 2 * THIRD) / (2 + THIRD), 1.0, 1.0),
        ("a", 2, 2 / (2 + THIRD), 0.5, 1.0),
        ("ab", 1, 1.0, 0.5, 1.0),
        ("ca", 2, 2 * THIRD / (2 + THIRD), 0.5, 0.5),
        ("cdxab", 3, 0.0, 0.0, 0.0),
        ("dcb", 3, 0.5 / (2 + THIRD), 0.5, 1 / 3),
        ("", 5, 0.0, 0.0, 0.0),
        ("abab", 0, 0.0, 0.0, 0.0),
    ],
)
def test_a_ranking_is_worth_what_stands_high_in_it(
    ranked: str, k: int, ndcg: float, recall: float, rank: float
) -> None:
    assert measures.ndcg(ranked, GRADES, k) == pytest.approx(ndcg)
    assert measures.recall(ranked, GRADES, k) == pytest.approx(recall)
    assert measures.reciprocal_rank(ranked, GRADES, k) == pytest.approx(rank)


@pytest.mark.parametrize("grades", [{}, {"a": 0}, {"a": -1}])
def test_a_question_without_a_relevant_passage_is_worth_nothing(grades: dict[str, int]) -> None:
    found = (measures.ndcg("a", grades, 5), measures.recall("a", grades, 5))
    assert (*found, measures.reciprocal_rank("a", grades, 5)) == (0.0, 0.0, 0.0)


def test_a_mean_of_one_value_has_no_width_and_one_of_none_is_nothing() -> None:
    assert measures.summed([]) == measures.Measure(0.0, 0.0, 0.0, 0)
    assert measures.summed([0.5, 0.5]) == measures.Measure(0.5, 0.5, 0.5, 2)
    found = measures.summed([0.0, 1.0] * 50)
    assert found == measures.summed([0.0, 1.0] * 50)
    assert (found.mean, found.count) == (0.5, 100)
    assert found.low == pytest.approx(0.4, abs=0.02) and found.high == pytest.approx(0.6, abs=0.02)


# ── what a judge is worth ─────────────────────────────────────────────────────────────────


def measured(supported: int, confirmed: int, unsupported: int, refuted: int, **more: Any) -> Calibration:  # fmt: skip
    return Calibration(
        writer="claude", model="m", prompt="p1", made="2026-11-20", data="0" * 64,
        supported=supported, confirmed=confirmed, unsupported=unsupported, refuted=refuted, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "agreement", "chance", "kappa"),
    [
        ((50, 50, 50, 50), 1.0, 0.5, 1.0),
        ((50, 25, 50, 25), 0.5, 0.5, 0.0),
        ((50, 0, 50, 0), 0.0, 0.5, -1.0),
        ((80, 80, 20, 0), 0.8, 0.8, 0.0),
        ((60, 54, 40, 36), 0.9, 0.516, 0.793388),
        ((100, 100, 0, 0), 1.0, 1.0, 0.0),
        ((0, 0, 0, 0), 0.0, 0.0, 0.0),
    ],
)
def test_agreement_is_told_beside_what_chance_explains(
    counts: tuple[int, int, int, int], agreement: float, chance: float, kappa: float
) -> None:
    found = measured(*counts)
    assert found.rows == counts[0] + counts[2]
    assert found.agreement == pytest.approx(agreement)
    assert found.chance == pytest.approx(chance)
    assert found.kappa == pytest.approx(kappa, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((50, 50, 50, 50), ""),
        ((50, 45, 50, 45), ""),
        ((50, 44, 50, 50), "true-positive rate is 0.880, 0.9 is needed"),
        ((50, 50, 50, 44), "true-negative rate is 0.880, 0.9 is needed"),
        ((49, 49, 50, 50), "calibrated on 99 sentences, 100 are needed"),
        ((81, 81, 19, 19), "fewer than 20 sentences of one label"),
        ((19, 19, 81, 81), "fewer than 20 sentences of one label"),
        ((80, 80, 20, 20), ""),
        ((400, 360, 20, 18), "kappa is 0.420, 0.6 is needed"),
    ],
)
def test_a_judge_decides_only_where_it_reaches_every_bar(
    counts: tuple[int, int, int, int], said: str
) -> None:
    found = calibration.short_of(measured(*counts))
    assert said in found and bool(found) is bool(said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, ""),
        ({"model": "other"}, "the calibration on file is of m"),
        ({"writer": "local"}, "the calibration on file is of m"),
        ({"prompt": "p2"}, "calibrated with the prompts p1, these are p2"),
    ],
)
def test_a_calibration_counts_for_the_model_and_prompts_that_it_measured(
    asked: dict[str, str], said: str
) -> None:
    given = {"writer": "claude", "model": "m", "prompt": "p1", **asked}
    found = calibration.objection(measured(50, 50, 50, 50), **given)
    assert said in found and bool(found) is bool(said)
    assert "no calibration" in calibration.objection(None, **given)


@pytest.mark.parametrize(
    ("of", "refuted", "settled"),
    [(20, 20, True), (20, 19, True), (20, 18, False), (19, 19, False), (100, 95, True), (100, 94, False)],
)  # fmt: skip
def test_a_judge_settles_the_kinds_of_faults_that_it_was_measured_on(
    of: int, refuted: int, settled: bool
) -> None:
    faults = {kind: FaultCount(of=of, refuted=refuted) for kind in ("denied", "figures")}
    found = calibration.settles(measured(100, 100, 100, 100, faults=faults))
    assert found == ({"all", "denied"} if settled else {"all"})
    assert calibration.settles(measured(10, 10, 10, 10, faults=faults)) == frozenset()
    assert calibration.settles(None) == frozenset()


@pytest.mark.parametrize("counts", [(10, 11, 10, 10), (10, 10, 10, 11), (-1, 0, 1, 1)])
def test_a_calibration_cannot_hold_more_right_answers_than_sentences(
    counts: tuple[int, int, int, int],
) -> None:
    with pytest.raises(ValidationError):
        measured(*counts)
