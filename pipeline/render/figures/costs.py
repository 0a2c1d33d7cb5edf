"""What models cost over time, as charts for *how it works*.

Enter: briefs/ledger.jsonl. Leave: charts by day, step, model and cause, every one with its table;
nothing where no model was ever called. Refuses numbers whose invariants fail: then the page says
so, as `dateline cost` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.llm import ledger
from pipeline.llm.ledger import LedgerLine, Summary
from pipeline.render.figures.charts import Bar, bars, columns
from pipeline.render.receipt import CAUSES, share, usd
from pipeline.text.days import long_day

DAYS = 60  # columns that can be told apart at the width of a phone


@dataclass(frozen=True, slots=True)
class Costs:
    """One sentence and its charts; `charts` is empty where the ledger does not hold together."""

    words: str
    charts: tuple[str, ...] = ()


def costs(path: Path) -> Costs | None:
    """The ledger of a newsroom in charts; None without rows."""
    rows = ledger.read(path)
    if not rows:
        return None
    faults = ledger.check(rows)
    if faults:
        return Costs(
            f"No amounts are shown, because the ledger does not hold together: {faults[0]}."
        )
    added = ledger.summary(rows)
    return Costs(_words(added, sorted({row.baseline for row in rows})), _charts(added))


def _words(added: Summary, baselines: list[str]) -> str:
    total = added.total
    return (
        "In the whole ledger, with briefs that were held and models that were measured: "
        f"{usd(total.cost)} paid for {total.calls} calls and {total.tokens:,} tokens; "
        f"{usd(total.avoided)} avoided, {share(total.avoided, total.counterfactual)} of the "
        f"{usd(total.counterfactual)} that the same tokens would have cost from "
        f"{', '.join(baselines)} without cache, batch or repeats."
    )


def _charts(added: Summary) -> tuple[str, ...]:
    days = added.days[-DAYS:]
    top = max((float(max(line.cost, line.counterfactual)) for line in days), default=0.0)
    causes = [
        Bar(
            CAUSES[one.cause],
            float(abs(one.usd)),
            f"{usd(one.usd)} ({share(one.usd, added.total.counterfactual)})",
            "alert" if one.usd < 0 else "plain",
        )
        for one in added.savings
    ]
    return (
        columns(
            "cost-days", "Dollars by day: paid at the foot, avoided above it",
            [_bar(line, long_day(line.name)) for line in days], most=top,
        ),
        bars("cost-causes", "What was avoided, by cause; what cost extra stands out", causes),
        bars("cost-steps", "Dollars paid, by step", [_bar(line) for line in _dear(added.steps)]),
        bars("cost-models", "Dollars paid, by model", [_bar(line) for line in _dear(added.models)]),
    )  # fmt: skip


def _dear(lines: tuple[LedgerLine, ...]) -> list[LedgerLine]:
    return sorted(lines, key=lambda line: (-line.cost, line.name))


def _bar(line: LedgerLine, label: str = "") -> Bar:
    words = f"{usd(line.cost)} paid, {usd(line.avoided)} avoided ({share(line.avoided, line.counterfactual)})"
    return Bar(label or line.name, float(line.cost), words, "alert" if label else "plain",
               above=max(float(line.avoided), 0.0) if label else 0.0)  # fmt: skip
