"""Budgets and receipts, row by row: what may still be sent, what is set aside, what was spent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from test_ledger import repeat_of, row

from pipeline.errors import BudgetError
from pipeline.llm import ledger
from pipeline.llm.budget import Budget, Spent, spent_in
from pipeline.newsroom import levels
from pipeline.newsroom.desk import Budgets, Limit
from pipeline.newsroom.levels import DayKept, Levels

RUN = Limit(steps=3, tokens=1_000, dollars=Decimal("0.10"), seconds=60)
MONTH = Limit(steps=10, tokens=5_000, dollars=Decimal("0.50"), seconds=600)


def budget(month: Spent | None = None, *, seconds: float = 0.0) -> Budget:
    """A budget of a run that began so many seconds ago."""
    ticks = iter([0.0])
    return Budget(Budgets(run=RUN, month=MONTH), month or Spent(), lambda: next(ticks, seconds))


@pytest.mark.parametrize(
    ("month", "seconds", "tokens", "dollars", "refused"),
    [
        (Spent(), 0, 1_000, "0.10", ""),
        (Spent(), 0, 1_001, "0.10", "could take the run to 1,001 tokens, the limit is 1,000"),
        (Spent(), 0, 1_000, "0.11", "could take the run to 0.11 dollars, the limit is 0.1"),
        (Spent(), 60, 1, "0", ""),
        (Spent(), 61, 1, "0", "could take the run to 61 seconds, the limit is 60"),
        (Spent(9), 0, 1, "0", ""),
        (Spent(10), 0, 1, "0", "could take the month to 11 steps, the limit is 10"),
        (Spent(1, 4_500), 0, 500, "0", ""),
        (Spent(1, 4_500), 0, 501, "0", "could take the month to 5,001 tokens, the limit is 5,000"),
        (Spent(1, 0, Decimal("0.45")), 0, 1, "0.05", ""),
        (Spent(1, 0, Decimal("0.45")), 0, 1, "0.06", "could take the month to 0.51 dollars"),
        (Spent(1, 0, Decimal(0), 580.0), 20, 1, "0", ""),
        (Spent(1, 0, Decimal(0), 580.0), 21, 1, "0", "could take the month to 601 seconds"),
    ],
)
def test_a_request_is_sent_only_where_the_most_it_can_cost_fits(
    month: Spent, seconds: float, tokens: int, dollars: str, refused: str
) -> None:
    one = budget(month, seconds=seconds)
    if not refused:
        assert one.reserve("plan", tokens, Decimal(dollars)) == Spent(1, tokens, Decimal(dollars))
        return
    with pytest.raises(BudgetError) as stop:
        one.reserve("plan", tokens, Decimal(dollars))
    assert f"plan {refused}" in str(stop.value)
    period = "month" if "the month" in refused else "run"
    assert f"[budgets.{period}]" in (stop.value.hint or "")
    assert one.run == Spent()


def test_what_was_set_aside_gives_way_to_what_it_cost() -> None:
    one = budget()
    aside = one.reserve("plan", 900, Decimal("0.09"))
    with pytest.raises(BudgetError, match="to 1,800 tokens"):
        one.reserve("section", 900, Decimal(0))
    one.settle(aside, 100, Decimal("0.01"))
    assert one.run == Spent(1, 100, Decimal("0.01"))
    one.reserve("section", 900, Decimal("0.09"))
    assert one.run == Spent(2, 1_000, Decimal("0.10"))


def test_a_request_that_was_never_settled_stays_spent() -> None:
    one = budget()
    for _ in range(3):
        one.reserve("plan", 1, Decimal(0))
    with pytest.raises(BudgetError, match="to 4 steps"):
        one.reserve("plan", 1, Decimal(0))


@pytest.mark.parametrize(
    ("seconds", "left"), [(0.0, 60.0), (45.5, 14.5), (60.0, 0.0), (61.0, -1.0)]
)
def test_a_run_has_the_seconds_that_are_left_of_its_limit(seconds: float, left: float) -> None:
    assert budget(seconds=seconds).left() == left


def test_a_month_is_what_its_paid_rows_add_up_to() -> None:
    one = row("a", at="2026-11-01T00:00:00+00:00")
    rows = (
        one, row("b", at="2026-11-30T23:59:00+00:00"), repeat_of(one, 1),
        row("c", at="2026-10-31T23:59:00+00:00"), row("d", at="2026-12-01T00:00:00+00:00"),
    )  # fmt: skip
    assert spent_in("2026-11", rows) == Spent(2, 2 * one.tokens.total, 2 * one.cost, 2.0)
    assert spent_in("2026-09", rows) == Spent()


# ── the receipt ───────────────────────────────────────────────────────────────────────────


def test_a_receipt_names_what_saved_how_much_and_nothing_where_nothing_was_asked() -> None:
    paid = ledger.statement((row("a"), row("b", model="claude-haiku-5-5")), "2026-11-20").receipt
    assert paid.models == ("claude-haiku-5-5", "claude-sonnet-5-5")
    assert paid.hosts == ("api.anthropic.com",) and paid.baseline == "claude-opus-5-5"
    assert [one.cause for one in paid.saved] == list(ledger.CAUSES)
    assert sum((Decimal(one.usd) for one in paid.saved), Decimal(0)) == Decimal(paid.avoided_usd)
    free = ledger.statement((), "2026-11-20").receipt
    assert (free.models, free.tokens, free.saved) == ((), 0, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"cost_usd": "0.5"},
        {"prompt": 1},
        {"uncached": -1},
        {"counterfactual_usd": "9"},
        {"rates": {}},
        {"saved": {}},
        {"cost_usd": "much"},
    ],
)
def test_a_statement_over_a_faulty_row_has_no_amounts(changes: dict[str, Any]) -> None:
    told = ledger.statement((row("a"), replace(row("b"), **changes)), "2026-11-20")
    assert told.faults and told.cost_usd == told.avoided_usd == "" and told.calls == 0


# ── days that were due ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fates", "wanted", "kept", "spent", "budget"),
    [
        ("", 0.9, 0, 0, 0.0),
        ("on time", 0.9, 1, 0, 0.1),
        ("on time,late", 0.5, 1, 1, 1.0),
        ("on time,missed", 0.5, 1, 1, 1.0),
        ("on time,no news", 0.9, 1, 0, 0.1),
        ("no news,no news", 0.9, 0, 0, 0.0),
        ("late,missed,on time,on time", 0.75, 2, 2, 1.0),
        (",".join(["on time"] * 30), 0.95, 30, 0, 1.5),
    ],
)
def test_days_that_were_late_or_missed_are_spent_of_the_error_budget(
    fates: str, wanted: float, kept: int, spent: int, budget: float
) -> None:
    days = tuple(DayKept("2026-11-20", one) for one in fates.split(",") if one)  # type: ignore[arg-type]
    made = Levels(days, wanted)
    assert (made.kept, made.spent, made.budget) == (kept, spent, budget)


@pytest.mark.parametrize(
    ("since", "now", "expected"),
    [
        ("", "2026-11-20T08:00:00+00:00", "no brief is public"),
        ("2026-11-20T06:00:00+00:00", "2026-11-21T06:00:00+00:00", ""),
        ("2026-11-20T06:00:00+00:00", "2026-11-21T12:00:00+00:00", ""),
        ("2026-11-20T06:00:00+00:00", "2026-11-21T13:00:00+00:00", "31 hours ago; the desk allows 30"),
        ("2026-11-20T06:00:00+00:00", "2026-11-21T14:00:00+02:00", ""),
    ],
)  # fmt: skip
def test_the_newest_brief_is_too_old_after_the_hours_that_the_desk_allows(
    since: str, now: str, expected: str
) -> None:
    desk = SimpleNamespace(publish=SimpleNamespace(max_age_hours=30, due="06:30"))
    room: Any = SimpleNamespace(desk=desk)
    said = levels.too_old(room, since, levels.datetime.fromisoformat(now))
    assert said.endswith(expected) and bool(said) is bool(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T06:29:59+00:00", "2026-11-19"),
        ("2026-11-20T06:30:00+00:00", "2026-11-20"),
        ("2026-11-20T23:59:00+00:00", "2026-11-20"),
        ("2026-11-20T00:30:00-08:00", "2026-11-20"),
        ("2026-11-20T08:00:00+02:00", "2026-11-19"),
        ("2026-03-01T00:00:00+00:00", "2026-02-28"),
    ],
)
def test_a_day_is_due_from_its_hour_on_by_one_clock(now: str, expected: str) -> None:
    room: Any = SimpleNamespace(
        desk=SimpleNamespace(publish=SimpleNamespace(due="06:30", zone="UTC"))
    )
    assert levels.due_day(room, levels.datetime.fromisoformat(now)).isoformat() == expected
