"""Budgets that stop: what a run and a month may spend on models.

Enter: the desk's limits, what the ledger says was spent this month. Leave: leave to make one
more request, or a `BudgetError` naming the limit. The most a request can cost is set aside
before it is sent and settled when it is answered; a request that may have been billed without
our seeing a reply stays spent. Threads share one budget.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.errors import BudgetError
from pipeline.llm.ledger import Row, money
from pipeline.newsroom.desk import Budgets, Limit


@dataclass(frozen=True, slots=True)
class Spent:
    steps: int = 0
    tokens: int = 0
    dollars: Decimal = Decimal(0)
    seconds: float = 0.0

    def plus(self, other: Spent) -> Spent:
        return Spent(
            self.steps + other.steps,
            self.tokens + other.tokens,
            self.dollars + other.dollars,
            self.seconds + other.seconds,
        )

    def minus(self, other: Spent) -> Spent:
        return self.plus(Spent(-other.steps, -other.tokens, -other.dollars, -other.seconds))


def spent_in(month: str, rows: Iterable[Row]) -> Spent:
    """What the ledger's paid rows of a month (`YYYY-MM`) add up to."""
    total = Spent()
    for row in rows:
        if row.kind == "call" and row.at[:7] == month:
            total = total.plus(Spent(1, row.tokens.total, row.cost, row.seconds))
    return total


class Budget:
    """What is left of the run's and the month's limits."""

    def __init__(self, budgets: Budgets, month: Spent, clock: Callable[[], float]) -> None:
        self.budgets = budgets
        self.month = month
        self.run = Spent()
        self.clock = clock
        self.began = clock()
        self.lock = threading.Lock()

    def left(self) -> float:
        """Seconds the run still has."""
        return self.budgets.run.seconds - (self.clock() - self.began)

    def reserve(self, what: str, tokens: int, dollars: Decimal) -> Spent:
        """Set aside one request and the most it can cost. Raises BudgetError."""
        wanted = Spent(1, tokens, dollars)
        with self.lock:
            seconds = self.clock() - self.began
            run = replace(self.run.plus(wanted), seconds=seconds)
            month = self.month.plus(run)
            _refuse(what, "run", run, self.budgets.run)
            _refuse(what, "month", month, self.budgets.month)
            self.run = self.run.plus(wanted)
        return wanted

    def settle(self, reserved: Spent, tokens: int, dollars: Decimal) -> None:
        """Put the true cost of a sent request in the place of what was set aside."""
        with self.lock:
            self.run = self.run.minus(reserved).plus(Spent(1, tokens, dollars))


def _refuse(what: str, period: str, would: Spent, limit: Limit) -> None:
    for name in ("steps", "tokens", "dollars", "seconds"):
        need, most = getattr(would, name), getattr(limit, name)
        if need > most:
            shown = money(need) if isinstance(need, Decimal) else f"{need:,.0f}"
            cap = money(most) if isinstance(most, Decimal) else f"{most:,.0f}"
            raise BudgetError(
                f"{what} could take the {period} to {shown} {name}, the limit is {cap}",
                hint=f"raise [budgets.{period}] {name} in briefs/desk.toml, or wait",
            )
