"""Quality floors: the starter newsroom's own questions, on the data the floors were measured on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from checks import each
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.records import store

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "pipeline" / "starter"
FLOORS = json.loads((Path(__file__).parent / "evals" / "floors.json").read_text("utf-8"))


def measured_on() -> str:
    """Digest of the questions and the corpus."""
    files = [path for name in ("gold", "corpus") for path in (STARTER / name).rglob("*")]
    return store.digest(
        f"{path.relative_to(STARTER)}:{store.sha256(path.read_bytes())}"
        for path in files
        if path.is_file()
    )


def test_the_floors_were_measured_on_this_corpus_and_these_questions() -> None:
    assert FLOORS["retrieval"]["digest"] == measured_on()


def test_every_domain_has_at_least_six_gold_questions_and_some_without_answer() -> None:
    rows = [
        json.loads(line)
        for path in sorted((STARTER / "gold").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    by_domain = Counter(row["domain"] for row in rows)
    assert len(by_domain) == 7
    assert min(by_domain.values()) >= 6
    assert len(rows) >= 40
    assert all(row["needs"] or row["kind"] == "no-answer" for row in rows)
    assert sum(row["kind"] == "no-answer" for row in rows) >= 7


def test_retrieval_stays_above_its_floors() -> None:
    command = ["eval", "retrieval", str(STARTER / "gold"), "--root", str(ROOT), "--json"]
    result = CliRunner().invoke(dateline, command)
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)["figures"]
    for name, floor in each(FLOORS["retrieval"]["floors"].items()):
        assert figures[name]["mean"] >= floor, name
