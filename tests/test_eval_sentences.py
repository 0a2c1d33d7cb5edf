"""What becomes of labelled sentences, by words alone and where a model decides as a judge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import cli
from pipeline.evals import sentences
from pipeline.records.rules import row as rule
from pipeline.verify.grounds.fate import Fate
from tests import writing
from tests.messages_server import Server

SOURCE = (
    "The replica_lag flag will be removed in Tidewater 5.2 and not in 5.0. Servers keep accepting "
    "it until then, and they log a warning at every start."
)
TRUE = "Tidewater 5.2 is to take the replica_lag flag away."
DENIES = "Servers do not keep accepting it until then, and they log a warning at every start."
SLIP = "Tidewater 5.2 has taken the replica_lag flag away, and servers refuse it."


def row(text: str, label: int) -> dict[str, object]:
    return {"id": text, "text": text, "label": label, "evidence": [{"n": 1, "text": SOURCE}]}


def outcome(fate: Fate, *rules: str) -> sentences.SentenceOutcome:
    return sentences.SentenceOutcome("r", 1, fate, rules, "fact", "")


@pytest.mark.parametrize(
    ("words", "answer", "fate", "rules"),
    [
        ("published", "yes", "published", ()),
        ("replaced", "yes", "published", ()),
        ("held", "yes", "published", ()),
        ("published", "", "published", ("doubt",)),
        ("held", "", "held", ("doubt",)),
        ("replaced", "no", "replaced", ("doubt",)),
        ("held", "no", "held", ("doubt",)),
        ("published", "no", "replaced", ("judge-unsupported",)),
    ],
)
def test_a_judges_word_settles_the_fate(
    words: Fate, answer: str, fate: Fate, rules: tuple[str, ...]
) -> None:
    found = sentences.settled(outcome(words, "doubt"), row(TRUE, 1), answer)
    assert (found.fate, found.rules) == (fate, rules)


@pytest.mark.parametrize(
    ("said", "lifted"),
    [
        (DENIES, True),
        ("Tidewater 5.2 is to take the replica_lag flag away in 14 days.", False),
        ("Hummingbird 5.2 is to take the replica_lag flag away.", False),
        (
            "Servers keep accepting it, and they log an error at every start.",
            True,
        ),
    ],
)
def test_a_yes_lifts_no_figure_and_no_name(said: str, lifted: bool) -> None:
    found = sentences.measure(row(said, 1))
    assert found.fate != "published"
    judged = sentences.settled(found, row(said, 1), "yes")
    assert judged == found if not lifted else judged.fate == "published"


def test_the_rule_of_a_judges_no_stands_in_the_table() -> None:
    assert rule(sentences.JUDGED).maker == "judge"


def test_what_a_judge_refuses_gives_way_to_a_sentence_of_its_source() -> None:
    found = sentences.settled(outcome("published"), row(SLIP, 0), "no")
    assert found.instead and found.instead in SOURCE
    bare = {**row(SLIP, 0), "evidence": [{"n": 1, "text": "Nothing of it."}]}
    assert sentences.settled(outcome("published"), bare, "no").fate == "held"


def test_the_command_asks_the_model_about_every_row_and_lets_it_decide(tmp_path: Path) -> None:
    room = writing.newsroom(tmp_path / "newsroom")
    file = tmp_path / "rows.jsonl"
    rows = [row(TRUE, 1), row(SLIP, 0)]
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    checks = dict.fromkeys(
        ("who", "what", "figures", "condition", "certainty", "time", "cause", "scope"), "yes"
    )
    with Server() as server:

        def reply(body: dict[str, Any]) -> dict[str, Any]:
            slip = json.dumps(SLIP)[1:-1] in body["messages"][0]["content"][-1]["text"]
            return {
                "source": 1, "quote": "The replica_lag flag will be removed in Tidewater 5.2",
                "checks": {**checks, "time": "no"} if slip else checks,
                "part": "has taken" if slip else "", "answer": "part" if slip else "yes",
            }  # fmt: skip

        server.state.respond = reply
        done = CliRunner().invoke(
            cli.dateline,
            ["eval", "sentences", str(file), "--judge", "claude", "--root", str(room.root), "--json"],
            env=server.environ, standalone_mode=False,
        )  # fmt: skip
        assert done.exception is None and len(server.state.requests) == 2
    told = json.loads(done.stdout)
    assert (told["true, kept as written"]["count"], told["false, published"]["count"]) == (1, 0)
