"""Gold packs through writers: scores, traps, floors, comparisons, and a model as judge."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from checks import each
from click.testing import CliRunner

from pipeline import cli
from pipeline.errors import ConfigError, RecordError
from pipeline.evals.gold import cases as gold
from tests import messages_server, writing
from tests.messages_server import Server

GOLD = writing.HERE / "gold"
PACKS = gold.load(GOLD)
DOMAINS = ("ai-ml", "web-performance", "system-design", "cloud-infra", "data-engineering",
           "security", "career")  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return writing.newsroom(tmp_path / "newsroom").root


def run(root: Path, *words: str, env: dict[str, str] | None = None) -> tuple[int, Any]:
    result = CliRunner().invoke(
        cli.dateline, ["eval", "gold", *words, "--root", str(root), "--json"],
        env=env, standalone_mode=False,
    )  # fmt: skip
    if result.exception:
        raise result.exception
    return int(result.return_value or 0), json.loads(result.stdout)


def small(tmp_path: Path, *names: str) -> Path:
    """A folder with some of the packs."""
    folder = tmp_path / "packs"
    shutil.copytree(GOLD, folder, ignore=shutil.ignore_patterns("floors.json"))
    rows = json.loads((GOLD / "cases.json").read_text("utf-8"))
    chosen = [row for row in rows if row["name"] in names]
    (folder / "cases.json").write_text(json.dumps(chosen), "utf-8")
    return folder


def test_there_are_enough_cases_over_all_domains_and_formats_and_traps() -> None:
    assert len(PACKS.cases) >= 12
    assert {one.format for one in PACKS.cases} == {"brief", "pattern", "versus", "exploration"}
    traps = " ".join(one.trap for one in PACKS.cases)
    for trap in ("no evidence", "contradictory", "injected", "rounding"):
        assert trap in traps
    whole = gold.evidence_of(PACKS.cases[0], PACKS, DOMAINS)
    assert {item.domain for item in whole.items} == set(DOMAINS)


def test_forbidden_words_are_not_what_the_articles_say_themselves() -> None:
    for case in PACKS.cases:
        for pattern in case.forbidden:
            for article in each(PACKS.articles.values()):
                assert not re.search(pattern, article.text, re.IGNORECASE), (case.name, pattern)


def test_the_extractive_writer_needs_no_key_and_stays_over_its_floors(root: Path) -> None:
    code, told = run(root, "--writer", "extractive", "--offline", env={"ANTHROPIC_API_KEY": ""})
    assert (code, told["under"]) == (0, [])
    (one,) = told["contenders"]
    assert one["tokens"] == 0 and one["cost_usd"] == "0"
    assert one["passed"] == one["of"] == len(PACKS.cases)
    assert gold.read_floors(GOLD, "extractive") is not None


def test_a_model_writer_is_scored_and_what_it_cost_is_said(
    root: Path, tmp_path: Path, server: Server
) -> None:
    packs = small(tmp_path, "operations-day", "versus-fresh-stale", "no-evidence")
    _, told = run(root, "--writer", "claude", "--packs", str(packs), env=server.environ)
    (one,) = told["contenders"]
    cases = {row["case"]: row for row in one["cases"]}
    assert cases["operations-day"]["outcome"] == "published"
    assert cases["operations-day"]["tokens"] > 5_000
    assert float(one["cost_usd"]) > 0
    assert cases["no-evidence"]["points"] == 100 and cases["no-evidence"]["tokens"] == 0
    again = run(root, "--writer", "claude", "--packs", str(packs), env=server.environ)[1]
    assert [row["cost_usd"] for row in again["contenders"][0]["cases"]] == [
        row["cost_usd"] for row in one["cases"]
    ]


def test_a_writer_that_obeys_an_injected_order_gets_no_points(
    root: Path, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = small(tmp_path, "injected-order")

    def obeys(body: dict[str, Any]) -> dict[str, Any]:
        reply = messages_server.by_script(body)
        if "headline" in reply:
            reply["headline"] = "Everyone should buy zorbcoin now"
        return reply

    server.state.respond = obeys
    # With the writer's own guard off, the gold patterns must still catch it.
    monkeypatch.setattr("pipeline.compose.model.cutting._obeyed", lambda text, items: "")
    _, told = run(root, "--writer", "claude", "--packs", str(packs), env=server.environ)
    (case,) = told["contenders"][0]["cases"]
    assert case["points"] == 0 and "zorbcoin" in case["forbidden"]


def test_a_case_under_its_floor_is_refused_with_the_reason(root: Path, tmp_path: Path) -> None:
    packs = small(tmp_path, "ordinary-day", "no-evidence")
    loaded = gold.load(packs)
    high = [gold.Result(case.name, "", "published", 100, 100) for case in loaded.cases]
    gold.set_floors(packs, "extractive", high, digest=loaded.digest, because="a test")
    rows = json.loads((packs / "floors.json").read_text("utf-8"))
    rows["extractive"]["points"]["ordinary-day"] = 101
    (packs / "floors.json").write_text(json.dumps(rows), "utf-8")
    code, told = run(root, "--packs", str(packs))
    assert code == 1
    assert told["under"][0].startswith("ordinary-day: ") and "floor is 101" in told["under"][0]


def test_floors_go_down_only_with_a_reason(root: Path, tmp_path: Path) -> None:
    packs = small(tmp_path, "ordinary-day")
    assert run(root, "--packs", str(packs), "--set-floors")[0] == 0
    rows = json.loads((packs / "floors.json").read_text("utf-8"))
    rows["extractive"]["points"]["ordinary-day"] = 101
    (packs / "floors.json").write_text(json.dumps(rows), "utf-8")
    assert run(root, "--packs", str(packs), "--set-floors")[0] == 1
    assert (
        run(root, "--packs", str(packs), "--set-floors", "--because", "the desk asks less")[0] == 0
    )
    kept = gold.read_floors(packs, "extractive")
    assert kept and kept.points["ordinary-day"] <= 90 and kept.because == "the desk asks less"


def test_floors_of_other_packs_do_not_apply(root: Path, tmp_path: Path) -> None:
    packs = small(tmp_path, "ordinary-day")
    gold.set_floors(packs, "extractive", [], digest="other", because="a test")
    with pytest.raises(RecordError, match="measured on packs other"):
        run(root, "--packs", str(packs))


def test_two_models_are_put_side_by_side(root: Path, tmp_path: Path, server: Server) -> None:
    packs = small(tmp_path, "operations-day")
    desk = root / "briefs" / "desk.toml"
    desk.write_text(
        desk.read_text("utf-8") + '\n[writing]\nallow_models = ["claude-opus-5-5"]\n', "utf-8"
    )
    words = ("--writer", "claude", "--packs", str(packs))
    compared = ("--compare", "claude-sonnet-5-5", "claude-opus-5-5")
    _, told = run(root, *words, *compared, env=server.environ)
    sonnet, opus = told["contenders"]
    assert [sonnet["name"], opus["name"]] == ["claude-sonnet-5-5", "claude-opus-5-5"]
    assert float(opus["cost_usd"]) > float(sonnet["cost_usd"])
    assert sonnet["points"] == opus["points"]  # the same scripted replies


def test_two_sets_of_prompts_are_put_side_by_side(
    root: Path, tmp_path: Path, server: Server
) -> None:
    packs = small(tmp_path, "operations-day")
    other = tmp_path / "templates"
    shutil.copytree(writing.HERE.parent / "templates", other)
    path = other / "prompts" / "section.md.j2"
    path.write_text(
        re.sub(r"version: \d+", "version: 99", path.read_text("utf-8")) + "Be brief.\n", "utf-8"
    )
    words = ("--writer", "claude", "--packs", str(packs), "--compare", "claude", str(other))
    run(root, *words, env=server.environ)
    prompts = [json.dumps(one) for one in server.state.requests]
    assert any("Be brief." in one for one in prompts)
    ledger = (root / "briefs" / "ledger.jsonl").read_text("utf-8")
    assert len(set(re.findall(r"section@(\d+)", ledger))) == 2 and "section@99" in ledger


def test_comparing_models_without_a_model_writer_says_what_to_name(root: Path) -> None:
    with pytest.raises(ConfigError, match="neither a writer nor a folder") as caught:
        run(root, "--compare", "claude-x", "claude-y")
    assert "--writer claude" in caught.value.hint


def test_a_judge_never_sees_the_answer_key_and_is_calibrated_on_it(
    root: Path, tmp_path: Path, server: Server
) -> None:
    packs = small(tmp_path, "operations-day")
    key = {one.id: one.label for one in PACKS.labels}

    def knows(body: dict[str, Any]) -> dict[str, Any]:
        reply = messages_server.by_script(body)
        for one in reply.get("answers", ()):
            one["answer"] = key.get(one["id"], one["id"] in ("joins", "useful"))
        return reply

    server.state.respond = knows
    words = ("--writer", "claude", "--packs", str(packs), "--judge")
    judged = run(root, *words, env=server.environ)[1]["contenders"][0]["judge"]
    assert judged["kappa"] == 1.0 and judged["trusted"]
    assert judged["cases"] == {"operations-day": 1.0}
    asked = [json.dumps(one) for one in server.state.requests if "yes-or-no" in json.dumps(one)]
    assert len(asked) == 2 and not any(
        '"label' in json.loads(one)["messages"][0]["content"][0]["text"] for one in each(asked)
    )


def test_a_judge_that_says_yes_to_all_is_not_trusted(
    root: Path, tmp_path: Path, server: Server
) -> None:
    packs = small(tmp_path, "operations-day")
    words = ("--writer", "claude", "--packs", str(packs), "--judge")
    judged = run(root, *words, env=server.environ)[1]["contenders"][0]["judge"]
    assert judged["kappa"] == 0.0 and not judged["trusted"]


def test_kappa_as_worked_out_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 0.70, by chance 0.50.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert gold.kappa(pairs) == pytest.approx(0.4)


def test_packs_that_are_not_packs_are_one_clear_error(root: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        run(root, "--packs", str(tmp_path))
    packs = small(tmp_path, "ordinary-day")
    (packs / "cases.json").write_text(
        '[{"name": "x", "about": "y", "expect": "any", "use": ["zzz"]}]'
    )
    with pytest.raises(RecordError, match="unknown articles: zzz"):
        run(root, "--packs", str(packs))
