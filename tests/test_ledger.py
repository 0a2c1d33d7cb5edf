"""The ledger against sums done by hand: every class, batch, the tier over 100,000 tokens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.cost import cost
from pipeline.errors import ModelError, RecordError
from pipeline.llm import ledger, prices
from pipeline.llm.ledger import Row
from pipeline.llm.prices import Tariff, Tokens

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)

# Dollars per million tokens from the public price list, typed by hand: uncached, cache read,
# 5-minute write, 1-hour write, output; Haiku 5.5 again for prompts over 100,000 tokens.
LIST = {
    "claude-sonnet-5-5": ("2", "0.1", "2.5", "4", "10"),
    "claude-opus-5-5": ("4", "0.2", "5", "8", "20"),
    "claude-sonnet-4-6": ("3", "0.3", "3.75", "6", "15"),
    "claude-haiku-5-5": ("0.1", "0.01", "0.125", "0.2", "0.5"),
}
HAIKU_LONG = ("0.5", "0.05", "0.625", "1", "2.5")
HALF = Decimal("0.5")


def by_hand(model: str, tokens: Tokens, *, batch: bool = False) -> Decimal:
    """An independent recomputation: list prices times counts, nothing shared with the code."""
    counts = (tokens.uncached, tokens.cache_read, tokens.write_5m, tokens.write_1h, tokens.output)
    long = model == "claude-haiku-5-5" and sum(counts[:4]) > 100_000
    rates = HAIKU_LONG if long else LIST[model]
    total = sum((Decimal(r) * n for r, n in zip(rates, counts, strict=True)), Decimal(0))
    return total / 1_000_000 * (HALF if batch else 1)


def priced(model: str, tokens: Tokens, *, batch: bool = False) -> prices.Price:
    return prices.price(model, tokens, Tariff("anthropic", "claude-opus-5-5", AT, batch))


def row(
    message: str = "msg_1", model: str = "claude-sonnet-5-5", tokens: Tokens | None = None,
    *, batch: bool = False, consumer: str = "section", at: str = "2026-11-20T06:30:00+00:00",
) -> Row:  # fmt: skip
    tokens = tokens or Tokens(1_000, 200, 300, 0, 400)
    fields = ledger.price_fields(tokens, priced(model, tokens, batch=batch))
    return Row(
        message=message, kind="call", at=at, day=at[:10], consumer=consumer, part="", tier="main",
        writer="claude", host="api.anthropic.com", model=model, batch=batch, estimated=False,
        baseline="claude-opus-5-5", key="k", template="t", prompt_sha256="p", reply_sha256="r",
        seconds=1.0, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def repeat_of(one: Row, n: int) -> Row:
    saved = {**dict.fromkeys(ledger.CAUSES, "0"), "repeat": one.counterfactual_usd}
    return replace(
        one, message=f"{one.message}:repeat-{n}", kind="repeat", cost_usd="0", saved=saved
    )


COUNTS = st.integers(0, 90_000)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(LIST)),
    st.builds(Tokens, COUNTS, COUNTS, COUNTS, COUNTS, st.integers(0, 20_000)),
    st.booleans(),
)
def test_costs_equal_an_independent_recomputation(model: str, tokens: Tokens, batch: bool) -> None:
    got = priced(model, tokens, batch=batch)
    assert got.cost == by_hand(model, tokens, batch=batch)
    assert got.counterfactual == by_hand("claude-opus-5-5", tokens.plain())
    assert got.routing + got.caching + got.batch == got.counterfactual - got.cost


@pytest.mark.parametrize(("prompt", "dollars"), [(100_000, "0.0105"), (100_001, "0.0525005")])
def test_the_tier_over_100k_prices_every_token_of_the_prompt(prompt: int, dollars: str) -> None:
    assert priced("claude-haiku-5-5", Tokens(prompt, output=1_000)).cost == Decimal(dollars)


def test_cached_tokens_count_towards_the_tier() -> None:
    tokens = Tokens(uncached=1, cache_read=100_000)
    assert priced("claude-haiku-5-5", tokens).cost == Decimal("0.0050005")


def test_a_batch_before_its_price_list_began_is_not_given_a_discount() -> None:
    early = datetime(2026, 10, 13, tzinfo=UTC)
    terms = Tariff("anthropic", "claude-sonnet-5-5", early, batch=True)
    got = prices.price("claude-sonnet-5-5", Tokens(1_000_000), terms)
    assert (got.cost, got.batch) == (Decimal(2), Decimal(0))


def test_usage_becomes_five_classes_that_do_not_overlap() -> None:
    usage = {
        "input_tokens": 10, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 70,
        "cache_creation": {"ephemeral_5m_input_tokens": 30, "ephemeral_1h_input_tokens": 40},
        "output_tokens": 50, "output_tokens_details": {"thinking_tokens": 45},
    }  # fmt: skip
    assert prices.anthropic_tokens("claude-sonnet-5-5", usage) == Tokens(10, 20, 30, 40, 50)


def test_cache_writes_without_a_duration_are_five_minute_writes() -> None:
    usage = {"input_tokens": 10, "cache_creation_input_tokens": 70, "output_tokens": 5}
    assert prices.anthropic_tokens("claude-sonnet-5-5", usage) == Tokens(10, 0, 70, 0, 5)


def test_usage_that_contradicts_itself_is_refused() -> None:
    usage = {
        "input_tokens": 10, "cache_creation_input_tokens": 70, "output_tokens": 5,
        "cache_creation": {"ephemeral_5m_input_tokens": 30, "ephemeral_1h_input_tokens": 30},
    }  # fmt: skip
    with pytest.raises(ModelError, match="does not add up"):
        prices.anthropic_tokens("claude-sonnet-5-5", usage)


def test_a_model_without_a_price_is_refused_with_what_to_do() -> None:
    with pytest.raises(ModelError, match="price of model 'claude-zeta-9' is not known") as caught:
        priced("claude-zeta-9", Tokens(1))
    assert "desk.toml" in caught.value.hint


def test_a_local_model_is_free_and_compared_with_the_baseline() -> None:
    got = prices.price("any", Tokens(1_000_000), Tariff(prices.FREE, "claude-sonnet-5-5", AT))
    assert (got.cost, got.counterfactual, got.routing) == (0, Decimal(2), Decimal(2))


def test_rows_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    rows = (row("a"), row("b", batch=True))
    for one in rows:
        ledger.append(tmp_path / "ledger.jsonl", one)
    assert ledger.read(tmp_path / "ledger.jsonl") == rows


def test_a_torn_last_line_is_left_out_and_dropped_by_the_next_row(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    ledger.append(path, row("a"))
    with path.open("ab") as file:
        file.write(b'{"message":"tor')
    assert [one.message for one in ledger.read(path)] == ["a"]
    ledger.append(path, row("b"))
    assert [one.message for one in ledger.read(path)] == ["a", "b"]


def test_a_line_that_is_not_a_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text('{"message": 1}\n', "utf-8")
    with pytest.raises(RecordError) as caught:
        ledger.read(path)
    assert caught.value.where.endswith("ledger.jsonl:1")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"uncached": -1}, "negative"),
        ({"prompt": 7}, "do not add up"),
        ({"cost_usd": "0.5"}, "its tokens"),
        ({"counterfactual_usd": "9"}, "savings"),
        ({"cost_usd": "abc"}, "not a number"),
        ({"kind": "repeat"}, "a repeat costs nothing"),
    ],
)
def test_each_broken_invariant_is_said_in_words(change: dict[str, object], fault: str) -> None:
    assert any(fault in one for one in ledger.check((replace(row(), **change),)))


def test_a_cost_over_its_counterfactual_needs_a_premium() -> None:
    dear = row(tokens=Tokens(write_1h=10_000))
    cheap_baseline = replace(
        dear, counterfactual_usd="0.01", saved={**dict.fromkeys(ledger.CAUSES, "0"), "caching": "-0.03"}
    )  # fmt: skip
    assert ledger.check((replace(cheap_baseline, premium=("cache-write",)),)) == ()
    assert "more than" in ledger.check((replace(cheap_baseline, premium=()),))[0]


def test_a_message_that_comes_twice_stops_the_receipt() -> None:
    got = ledger.statement((row("a"), row("a")), "2026-11-20")
    assert got.cost_usd == ""
    assert got.faults == ("message a is in the ledger twice",)


def month() -> list[Row]:
    """A made-up month: 10 nights in batch, 10 mornings with a warm cache, 5 repeats."""
    rows = []
    for day in range(1, 11):
        at = f"2026-11-{day:02d}T06:30:00+00:00"
        rows.append(row(f"b{day}", tokens=Tokens(40_000, output=5_000), batch=True, at=at))
        rows.append(row(f"c{day}", tokens=Tokens(10_000, 30_000, output=5_000), at=at))
        rows.append(
            row(f"p{day}", "claude-haiku-5-5", Tokens(20_000, output=1_000), consumer="plan", at=at)
        )
    return rows + [repeat_of(rows[3 * n], n) for n in range(5)]


def test_a_month_against_its_counterfactual_as_worked_out_by_hand() -> None:
    # Opus, uncached and synchronous, is the baseline: $4 in, $20 out.
    # section rows: 40,000 in and 5,000 out would be 0.16 + 0.10 = 0.26 each, 20 of them: 5.20
    # plan rows: 20,000 in and 1,000 out would be 0.08 + 0.02 = 0.10 each, 10 of them: 1.00
    # repeats: five batch rows over again: 5 x 0.26 = 1.30                   in all 7.50
    # Sonnet in batch pays half of 0.08 + 0.05: 0.065, ten times: 0.65
    # Sonnet with 30,000 read from the cache pays 0.02 + 0.003 + 0.05 = 0.073: 0.73
    # Haiku pays 0.002 + 0.0005 = 0.0025: 0.025                              in all 1.405
    got = ledger.summary(month())
    assert got.total.counterfactual == Decimal("7.50")
    assert got.total.cost == Decimal("1.405")
    saved = {one.cause: one.usd for one in got.savings}
    assert saved == {
        "routing": Decimal("3.575"),  # 20 x (0.26 - 0.13) + 10 x (0.10 - 0.0025)
        "caching": Decimal("0.57"),  # 10 x (0.13 - 0.073)
        "batch": Decimal("0.65"),  # 10 x (0.13 - 0.065)
        "repeat": Decimal("1.30"),
    }
    assert sum(saved.values()) == got.total.avoided == Decimal("6.095")


def test_lines_of_a_summary_add_up_to_its_total() -> None:
    got = ledger.summary(month())
    for lines in (got.days, got.steps, got.models, got.tiers):
        assert sum((one.cost for one in lines), Decimal(0)) == got.total.cost
        assert sum(one.tokens for one in lines) == got.total.tokens


def test_a_receipt_counts_what_a_brief_cost_however_often_it_is_run_again() -> None:
    rows = month()
    mine = [one for one in rows if one.day == "2026-11-01"]
    assert ledger.statement(rows, "2026-11-01") == ledger.statement(
        [one for one in mine if one.kind == "call"], "2026-11-01"
    )
    assert ledger.statement(rows, "2026-11-01").cost_usd == "0.1405"


def test_cost_prints_amounts_and_shares_together(tmp_path: Path) -> None:
    for one in month():
        ledger.append(tmp_path / "briefs" / "ledger.jsonl", one)
    text = CliRunner().invoke(cost, ["--root", str(tmp_path)])
    assert text.exit_code == 0
    assert "$1.405" in text.output and "$6.095" in text.output and "81 %" in text.output
    plain = json.loads(CliRunner().invoke(cost, ["--root", str(tmp_path), "--json"]).output)
    assert plain["total"]["cost"] == "1.405"
    assert {one["cause"] for one in plain["savings"]} == set(ledger.CAUSES)


def test_cost_refuses_numbers_that_fail_their_invariants(tmp_path: Path) -> None:
    for one in (row("a"), replace(row("b"), cost_usd="9")):
        ledger.append(tmp_path / "briefs" / "ledger.jsonl", one)
    result = CliRunner().invoke(cost, ["--root", str(tmp_path), "--json"])
    assert result.exit_code == 0
    shown = json.loads(result.output)
    assert "total" not in shown
    assert "b" in shown["faults"][0]


def test_cost_of_an_empty_ledger_is_said_plainly(tmp_path: Path) -> None:
    result = CliRunner().invoke(cost, ["--root", str(tmp_path)])
    assert "No model has been called" in result.output


@pytest.mark.parametrize(
    "period", [("--month", "november"), ("--month", "2026-13"), ("--day", "2026-11")]
)
def test_a_month_or_day_that_is_none_is_refused(tmp_path: Path, period: tuple[str, str]) -> None:
    done = CliRunner().invoke(cost, [*period, "--root", str(tmp_path)])
    assert done.exit_code == 2 and "write it like 2026-11" in done.output
