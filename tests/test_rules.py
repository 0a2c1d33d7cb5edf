"""One table says what each rule asks and who may say that it is enough; all findings go through it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import newsdesk
import pytest

from pipeline.records import Brief, rules, store
from pipeline.records.rules import RULES, Rule, finding, named, publishable, row
from pipeline.render import render_all
from pipeline.verify import report
from pipeline.verify.gate import passed_by

PIPELINE = Path(__file__).parent.parent / "pipeline"
DAY = "2026-11-19"


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Rule:
    """A rule that stands in the table alone: nothing else in the package knows it."""
    made = Rule("tone-dull", "verifier", "A brief is not dull.", "warning", judge="all")
    monkeypatch.setattr(rules, "RULES", MappingProxyType({**RULES, made.id: made}))
    return made


@cache
def source() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(PIPELINE.rglob("*.py")))


def test_every_id_has_one_form_and_one_row() -> None:
    text = (PIPELINE / "records/rules.toml").read_text("utf-8")
    ids = re.findall(r"^([^#\s\[]+) = \{", text, re.MULTILINE)
    assert len(ids) == len(RULES) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one) for one in ids)
    assert all(one.asks.endswith(".") for one in RULES.values())


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_row_is_one_that_some_module_reports(rule: str) -> None:
    names = (rule, rule.removeprefix("writer-"))  # writers name theirs without it
    assert any(f'"{name}"' in source() for name in names)


def test_what_may_be_done_about_a_finding_is_read_from_no_prefix() -> None:
    assert not re.findall(r"\.rule(\.split|\.startswith|\[)", source())


def test_a_rule_without_a_row_cannot_be_reported() -> None:
    with pytest.raises(KeyError, match="no-such-rule"):
        finding("no-such-rule", "title", "", "What is this?")


@pytest.mark.parametrize(
    ("older", "now"),
    [("writer/quote", "writer-quote"), ("feeds.broken", "feeds-broken"), ("Dateline.ModelTalk", "dateline-model-talk"),
     ("links.id-twice", "links-id-twice"), ("quote-altered", "quote-altered")],
)  # fmt: skip
def test_an_id_of_an_older_record_is_read(older: str, now: str) -> None:
    assert named(older) == now and row(older).id == now


def test_a_phrase_rule_has_its_style_s_name_and_its_own_severity() -> None:
    made = finding("House.NoJargon", "title", "synergy", "Say it plainly.", severity="info")
    assert (made.rule, made.severity, row(made.rule).maker) == (
        "house-no-jargon",
        "info",
        "phrases",
    )


def test_figures_quotes_and_citations_are_no_person_s_to_approve() -> None:
    fixed = {one.id for one in RULES.values() if not one.person}
    assert {"quote-altered", "cite-unknown", "number-missing", "sentence-altered"} <= fixed
    assert not fixed & {"repeat", "structure-sections", "claim-unsupported"}


def test_the_judge_settles_what_its_row_allows_and_nothing_else(added: Rule) -> None:
    text = "It is a sentence."
    doubts = tuple(finding(one, "lede[0]", text, "?") for one in (added.id, "number-missing"))
    assert [one.resolved for one in passed_by(doubts, {(text, "all")})] == ["judged", ""]


def test_a_rule_that_is_only_in_the_table_is_weighed_and_printed(added: Rule) -> None:
    made = finding(added.id, "title", "Leases", "It is dull.")
    assert rules.score([made]) == 96
    assert f"warning: It is dull. [{added.id}]" in report.text((made,))


def test_a_page_lists_the_findings_whose_rules_are_shown(tmp_path: Path) -> None:
    told = (
        finding("writer-ledger", "provenance", "", "no numbers: the ledger is gone"),
        finding("claim-name", "lede[0]", "Ada", "'Ada' stands in no source."),
        replace(finding("writer-quote", "lede[0]", "x", "mended"), rule="writer/quote"),
    )
    room = newsdesk.newsroom(tmp_path, (DAY,))
    one = store.read(Brief, room.day(DAY) / "brief.json")
    newsdesk.keep(tmp_path, replace(one, findings=told), newsdesk.evidence(DAY))
    render_all(room)
    page = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    assert "| claim-name |" in page and "| writer-quote |" in page
    assert "writer-ledger" not in page


def test_a_text_may_be_published_with_no_open_error_and_warnings_within_the_floor() -> None:
    error = finding("quote-not-found", "lede[0]", "", "")
    warning = replace(error, severity="warning")

    assert publishable([])
    assert not publishable([error])
    assert publishable([replace(error, resolved="repaired")], 100)
    assert publishable([replace(error, resolved="approved")], 100)
    assert publishable([warning], 96)
    assert not publishable([warning], 97)
