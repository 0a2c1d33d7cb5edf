"""The receipt on a brief, and what models cost over time on *how it works*."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

from checks import each

from pipeline import render, run
from pipeline.llm import ledger
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Finding, Receipt, Saved, Where, store
from pipeline.render import receipt
from pipeline.render.figures import charts
from pipeline.run.shift import begin
from tests import newsdesk, writing
from tests.messages_server import Server


def of(**changed: object) -> Brief:
    brief = newsdesk.brief("2026-11-19")
    made = Receipt(**changed)  # type: ignore[arg-type]
    return replace(brief, provenance=replace(brief.provenance, receipt=made))


def written(room: Newsroom, server: Server) -> Brief:
    with begin(room, writing.world(server.environ)) as shift:
        return run.make_brief(shift, writing.evidence(), (), writer="claude")


def test_an_edition_without_a_model_says_that_nothing_was_paid() -> None:
    assert receipt.told(of()) == receipt.ReceiptWords("No model was called and nothing was paid.")


def test_an_edition_in_a_failed_writers_place_does_not_say_that_no_model_was_called() -> None:
    failed = Finding(
        "writer-failed", "warning", Where("writer"), "claude", "down", "", "", "repaired"
    )
    told = receipt.told(replace(of(), findings=(failed,)))
    assert "was tried and failed" in told.words and "nothing was paid" in told.words


def test_a_ledger_that_does_not_hold_together_leaves_no_numbers() -> None:
    told = receipt.told(of(models=("claude-sonnet-5-5",), cost_usd="", avoided_usd=""))
    assert told.causes == () and "$" not in told.words and "does not hold together" in told.words


def test_ratios_stand_beside_amounts_and_causes_add_up() -> None:
    saved = (Saved("routing", "0.05"), Saved("caching", "-0.01"), Saved("batch", "0.06"),
             Saved("repeat", "0"))  # fmt: skip
    told = receipt.told(
        of(models=("claude-haiku-5-5",), tokens=41_200, cost_usd="0.1", avoided_usd="0.1",
           saved=saved, baseline="claude-sonnet-5-5")
    )  # fmt: skip
    assert told.words == (
        "$0.10 paid for 41,200 tokens; $0.10 avoided, 50 % of the $0.20 that the same tokens would "
        "have cost from claude-sonnet-5-5 without cache or batch."
    )
    assert told.causes == (
        "cache −$0.01 (−5 %)", "batch $0.06 (30 %)", "routing $0.05 (25 %)", "repeat $0.00 (0 %)"
    )  # fmt: skip


def test_a_brief_by_a_model_carries_the_causes_of_what_it_avoided(
    room: Newsroom, server: Server
) -> None:
    brief = written(room, server)
    made = brief.provenance.receipt
    got = ledger.statement(ledger.read(room.briefs / "ledger.jsonl"), brief.day)
    assert {one.cause for one in made.saved} == set(ledger.CAUSES)
    assert sum(Decimal(one.usd) for one in made.saved) == Decimal(made.avoided_usd)
    assert (made.cost_usd, made.baseline) == (got.cost_usd, got.baseline)


def test_how_it_works_shows_what_models_cost_only_when_there_are_rows(
    room: Newsroom, server: Server
) -> None:
    page = room.content / "how-it-works.md"
    render.render_all(room)
    assert "What models cost" not in page.read_text("utf-8")
    written(room, server)
    render.render_all(room)
    told = page.read_text("utf-8")
    added = ledger.summary(ledger.read(room.briefs / "ledger.jsonl"))
    assert "## What models cost" in told and "`dateline cost`" in told
    for key in ("cost-days", "cost-causes", "cost-steps", "cost-models"):
        assert f'aria-labelledby="{key}-title {key}-desc"' in told
    for line in (*added.days, *added.steps, *added.models):
        assert f"{receipt.usd(line.cost)} paid" in told
    for one in each(added.savings):
        assert f"{receipt.usd(one.usd)} (" in told


def test_amounts_whose_sums_fail_are_not_drawn(room: Newsroom, server: Server) -> None:
    written(room, server)
    path = room.briefs / "ledger.jsonl"
    row = ledger.read(path)[0]
    path.write_text("", "utf-8")
    ledger.append(path, replace(row, cost_usd="99"))
    render.render_all(room)
    told = (room.content / "how-it-works.md").read_text("utf-8")
    assert "the ledger does not hold together" in told and "cost-days" not in told


def test_a_column_carries_what_was_avoided_on_top_of_what_was_paid() -> None:
    one = charts.Bar("a day", 1.0, "paid 1, avoided 3", "alert", above=3.0)
    drawn = charts.columns("key", "Title", [one], most=4.0)
    foot, rest = re.findall(r'<rect class="chart__(\w+)".*? y="([\d.]+)" height="([\d.]+)"', drawn)
    assert foot == ("alert", "90.0", "30.0") and rest == ("plain", "0.0", "90.0")


def test_the_page_of_a_brief_prints_its_receipt(room: Newsroom, server: Server) -> None:
    brief = written(room, server)
    newsdesk.keep(room.root, replace(brief, outcome="published"), writing.evidence())
    newsdesk.keep(room.root, replace(of(), day="2026-11-19"), newsdesk.evidence("2026-11-19"))
    render.render_all(room)
    page = (room.content / "briefs" / f"{brief.day}.md").read_text("utf-8")
    assert f"| Receipt | ${brief.provenance.receipt.cost_usd} paid for" in page
    assert "| Avoided by | cache " in page
    plain = (room.content / "briefs" / "2026-11-19.md").read_text("utf-8")
    assert "| Receipt | No model was called and nothing was paid. |" in plain
    assert "Avoided by" not in plain


def by(writer: str, **changed: object) -> Brief:
    brief = of(**changed)
    return replace(brief, draft=replace(brief.draft, writer=writer))


def test_who_wrote_a_brief_is_told_by_model_and_host_as_it_was_configured() -> None:
    assert receipt.written_by(of()) == receipt.EXTRACTIVE
    hosted = by("local", models=("qwen3-32b",), hosts=("llm.example",))
    assert receipt.written_by(hosted) == "qwen3-32b at llm.example, another machine"
    assert receipt.edition(hosted) == "Edition by qwen3-32b"
    for host in ("127.0.0.1", "127.0.0.9", "::1", "localhost"):
        own = by("local", models=("local",), hosts=(host,))
        assert receipt.written_by(own) == f"local on the newsroom's own machine ({host})"
    claude = by("claude", models=("a", "b"), hosts=("api.anthropic.com",))
    assert receipt.written_by(claude) == "a and b at api.anthropic.com, another machine"


def test_a_record_that_kept_no_host_claims_none() -> None:
    told = receipt.written_by(by("local", models=("m",)))
    assert told == "m, asked by the local writer" and "machine" not in told


def test_a_record_whose_receipt_stood_among_the_provenance_is_read() -> None:
    brief = of(models=("m",), tokens=7, cost_usd="0.5", saved=(Saved("batch", "0.1"),))
    old = json.loads(store.to_json(brief))
    old["provenance"] |= old["provenance"].pop("receipt")
    del old["provenance"]["hosts"]
    assert store.from_json(Brief, json.dumps(old)) == brief
