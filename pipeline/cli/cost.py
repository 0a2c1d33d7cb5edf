"""`dateline cost`: what models cost, what was avoided, and why, from briefs/ledger.jsonl."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.llm import ledger
from pipeline.llm.ledger import LedgerLine, Summary


def _period(
    form: str, like: str
) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A check of `--month` or `--day`: the form the ledger's own days have, or a clear no."""

    def checked(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        del ctx
        if value is None:
            return None
        try:
            datetime.strptime(value, form)
        except ValueError as error:
            raise click.BadParameter(
                f"{value!r} is no {_named(param)} of the calendar; write it like {like}",
                param=param,
            ) from error
        return value

    return checked


def _named(param: click.Parameter) -> str:
    return param.name or "period"


@click.command()
@click.option(
    "--month", callback=_period("%Y-%m", "2026-11"), help="Only this month, like 2026-11."
)
@click.option(
    "--day", callback=_period("%Y-%m-%d", "2026-11-20"), help="Only this day, like 2026-11-20."
)
@common
def cost(month: str | None, day: str | None, root: Path, as_json: bool) -> int:
    """Show what writing cost by day, step, model and tier, and what saved how much.

    Savings are counted against one baseline: the same tokens, uncached, at once, by the model
    that [writing] baseline names. Amounts are exact; numbers that fail their checks are not shown.

    \b
    Example:
      dateline cost --month 2026-11
      dateline cost --json | jq .savings
    """
    wanted = day or month or ""
    rows = tuple(
        row for row in ledger.read(root / "briefs" / "ledger.jsonl") if row.at.startswith(wanted)
    )
    faults = ledger.check(rows)
    if faults:
        text = "\n".join(("No numbers: the ledger does not hold together.", *faults))
        answer({"faults": list(faults)}, text, as_json=as_json)
        return 1
    added = ledger.summary(rows)
    baselines = sorted({row.baseline for row in rows})
    data = {**_plain(added), "baseline": baselines, "prices": sorted({r.prices for r in rows})}
    answer(data, _text(added, baselines), as_json=as_json)
    return 0


def _plain(added: Summary) -> dict[str, object]:
    plain = ledger.as_plain(asdict(added))
    assert isinstance(plain, dict)
    for name in ("days", "steps", "models", "tiers"):
        for line, shown in zip(getattr(added, name), plain[name], strict=True):
            shown["avoided"] = ledger.money(line.avoided)
    plain["total"]["avoided"] = ledger.money(added.total.avoided)
    return plain


def _text(added: Summary, baselines: Sequence[str]) -> str:
    total = added.total
    if not total.calls and not total.repeats:
        return "No model has been called: the ledger is empty."
    head = (
        f"{_usd(total.cost)} paid for {total.calls} calls and {total.tokens:,} tokens; "
        f"{_usd(total.avoided)} avoided ({_share(total.avoided, total.counterfactual)} of "
        f"{_usd(total.counterfactual)}, the same tokens from {', '.join(baselines)} without "
        "cache, batch or repeats)."
    )
    lines = [head, ""]
    lines += [
        f"  {one.cause:<10} {_usd(one.usd):>12}  {_share(one.usd, total.counterfactual):>5}"
        for one in added.savings
    ]
    for name, part in (
        ("day", added.days),
        ("step", added.steps),
        ("model", added.models),
        ("tier", added.tiers),
    ):
        lines += ["", *_table(name, part)]
    return "\n".join(lines)


def _table(name: str, part: Sequence[LedgerLine]) -> list[str]:
    widest = max(len(name), *(len(line.name) for line in part))
    head = (
        f"{name:<{widest}}  {'calls':>6} {'again':>6} {'tokens':>10} {'paid':>12} {'avoided':>12}"
    )
    return [head] + [
        f"{line.name:<{widest}}  {line.calls:>6} {line.repeats:>6} {line.tokens:>10,} "
        f"{_usd(line.cost):>12} {_usd(line.avoided):>12}  "
        f"{_share(line.avoided, line.counterfactual):>5}"
        for line in part
    ]


def _usd(amount: Decimal) -> str:
    """Dollars, exact; a sum under a cent keeps its digits."""
    text = ledger.money(abs(amount))
    if "." not in text or len(text.split(".")[1]) < 2:
        text = f"{abs(amount):.2f}"
    return f"{'-' if amount < 0 else ''}${text}"


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.0f} %" if whole else "0 %"
