"""What a judge is worth: measured on rows with labels, two texts compared."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checks import each
from click.testing import CliRunner
from judge_room import (
    draft_of,
    judged,
    pack,
    respond,
    said_by,
    weigh,
    with_judge,
)

from bench import judge_recorded as recorded
from pipeline import cli
from pipeline.cli.evaluate.judge import OURS
from pipeline.errors import BudgetError, ConfigError
from pipeline.evals import judge as measure
from pipeline.evals import labels
from pipeline.evals.gold import cases
from pipeline.llm import ledger
from pipeline.llm.session import Purpose
from pipeline.newsroom.config import Newsroom, open_newsroom, shipped
from pipeline.records import (
    Sentence,
)
from pipeline.verify.claims import calibration, hearing
from pipeline.verify.claims import judge as judging
from tests import messages_server, scripted, writing
from tests.messages_server import Server

# ── two texts ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        (("first", "second"), ("first", "")),
        (("second", "first"), ("second", "")),
        (("neither", "neither"), ("neither", "")),
        (("first", "first"), ("", "the answer turns with the order")),
    ],
)
def test_two_texts_are_compared_in_both_orders(
    room: Newsroom, server: Server, answers: tuple[str, str], wanted: tuple[str, str]
) -> None:
    item = pack().items[0]

    def reply(body: dict[str, Any]) -> dict[str, Any]:
        swapped = json.dumps(body).index("text B") < json.dumps(body).index("text A")
        quote = " ".join(item.text.split()[:10])
        return {"source": item.n, "quote": quote, "answer": answers[int(swapped)]}

    server.state.respond = reply
    purpose = Purpose(day="", writer="claude")
    world = writing.world(server.environ)
    with judging.sitting(purpose, world=world, desk=room.desk, room=room) as judge:
        assert judging.prefer(judge, "text A", "text B", (item,), part="case") == wanted


def test_two_editions_of_the_gold_packs_are_compared_case_by_case(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(writing.HERE / "gold", packs, ignore=shutil.ignore_patterns("floors.json"))
    rows = json.loads((packs / "cases.json").read_text("utf-8"))
    chosen = [row for row in rows if row["name"] in ("operations-day", "no-evidence")]
    (packs / "cases.json").write_text(json.dumps(chosen), "utf-8")
    result = CliRunner().invoke(
        cli.dateline,
        ["eval", "gold", "--packs", str(packs), "--writer", "claude", "--judge",
         "--compare", "claude", "extractive", "--root", str(room.root), "--json"],
        env=server.environ,
        standalone_mode=False,
    )  # fmt: skip
    assert result.exception is None
    told = json.loads(result.stdout)["preferred"]
    assert told == [{"case": "operations-day", "edition": "neither", "why": ""}]
    swapped = [one for one in server.state.requests if "Second (data)" in json.dumps(one)]
    assert len(swapped) == 2


# ── dateline eval judge ───────────────────────────────────────────────────────────────────


def labelled(path: Path, *, each: int = 60) -> Path:
    """Sentences of our own articles, and the same with a word the article does not have."""
    given = pack()
    rows = []
    for item in given.items:
        for words in said_by(given, item.n):
            rows.append({"claim": words, "source_text": item.text, "label": 1, "op": "none"})
            rows.append(
                {"claim": f"Rarely, {words}", "source_text": item.text, "label": 0, "op": "hedge"}
            )
    assert len(rows) >= 2 * each
    path.write_text("".join(json.dumps(row) + "\n" for row in rows[: 2 * each]), "utf-8")
    return path


def evaluate(room: Newsroom, server: Server, *words: str) -> Any:
    result = CliRunner().invoke(
        cli.dateline,
        ["eval", "judge", *words, "--writer", "claude", "--root", str(room.root), "--json"],
        env=server.environ,
        standalone_mode=False,
    )
    if result.exception:
        raise result.exception
    return json.loads(result.stdout)


def test_a_measured_judge_may_decide_and_the_gate_reads_it(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    told = evaluate(room, server, str(labelled(tmp_path / "rows.jsonl")), "--save")
    assert (told["supported"], told["confirmed"]) == (60, 60)
    assert told["may_decide"] and told["figures"]["kappa"]["value"] == 1.0
    assert told["figures"]["true_positive_rate"]["low"] < 0.95
    assert told["groups"] == {
        "op=hedge": {"rows": 60, "right": 60}, "op=none": {"rows": 60, "right": 60}
    }  # fmt: skip
    found = calibration.read(room.briefs)
    assert found is not None and found.refuted == 60
    given = pack()
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    before = judged(draft, room.desk, "claim-unsupported")
    assert weigh(with_judge(room, "decide"), server, before, given).outcome == "published"
    consumers = {row.consumer for row in ledger.read(room.briefs / "ledger.jsonl")}
    assert consumers == {"eval:judge", "judge"}


def test_a_judge_is_measured_on_some_rows_of_several_files_evenly(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    item = pack().items[0]
    own = {"n": 1, "text": item.text, "title": item.title}
    told = tmp_path / "told.jsonl"
    rows = [
        {"text": words, "cites": [1], "evidence": [own], "label": 1, "kind": "approved"}
        for words in said_by(pack(), 1)
    ]
    told.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = evaluate(
        room, server, str(labelled(tmp_path / "rows.jsonl")), str(told), "--most", "20"
    )
    assert (found["supported"], found["unsupported"]) == (10, 10)
    assert found["confirmed"] == 10
    again = evaluate(
        room, server, str(labelled(tmp_path / "rows.jsonl")), str(told), "--most", "20", "--offline"
    )
    assert again["data"] == found["data"]


def test_without_a_file_a_judge_is_asked_about_the_sentences_that_come_with_us(
    room: Newsroom, server: Server
) -> None:
    done = CliRunner().invoke(
        cli.dateline,
        ["eval", "judge", "--most", "12", "--writer", "claude", "--save", "--root", str(room.root)],
        env=server.environ,
        standalone_mode=False,
    )
    assert done.exception is None
    before, *_ = done.stderr.splitlines()
    assert before.startswith("Asking claude-sonnet-5-5 about 12 sentences: some 2")
    assert "$0.0" in before and len(server.state.requests) == 12
    assert "of 152 sentences" in done.stdout and "may only advise" in done.stdout
    found = calibration.read(room.briefs)
    assert found is not None and sum(one.of for one in found.faults.values()) == 6


def test_what_a_run_may_not_spend_is_said_before_the_first_question(
    room: Newsroom, server: Server
) -> None:
    toml = room.briefs / "desk.toml"
    poor = "\n[budgets.run]\nsteps = 80\ntokens = 9_000\ndollars = 0.01\nseconds = 60\n"
    toml.write_text(toml.read_text("utf-8") + poor, "utf-8")
    words = ["eval", "judge", "--most", "12", "--writer", "claude", "--root", str(room.root)]
    done = CliRunner().invoke(cli.dateline, words, env=server.environ, standalone_mode=False)
    assert isinstance(done.exception, BudgetError) and not server.state.requests
    assert "The desk allows 9,000 tokens and $0.01 a run" in done.stderr


def test_our_sentences_are_enough_to_measure_a_judge_on_denials_and_on_figures() -> None:
    rows = [
        row for name in OURS for row in labels.read(shipped(name), measure.NEEDS, hint=measure.HINT)
    ]
    false = [row for row in rows if not row["label"]]
    kinds = Counter(row["fault"] for row in false)
    assert len(false) * 2 == len(rows) >= 120
    assert min(kinds["denied"], kinds["figures"]) >= calibration.LEAST_EACH
    assert kinds.keys() - {"denied"} == hearing.CHECKS.keys()
    assert all("fault" not in row for row in rows if row["label"])
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    length = {
        label: sum(len(row["text"]) for row in rows if row["label"] == label) for label in (0, 1)
    }
    assert 0.9 < length[0] / length[1] < 1.1
    dated = [item for row in rows for item in row["evidence"] if item["published"]]
    assert len(dated) >= len(rows)


def test_a_strong_model_was_right_about_our_sentences_and_its_word_decides_them() -> None:
    table = recorded.rows()
    said = recorded.outcomes(table)
    asked = measure.JudgeName("recorded", "one strong model", "judging@2+claim@2")
    found = measure.counted(said, asked, made="", data="")
    assert (found.confirmed, found.refuted, found.rows) == (76, 76, 152)
    assert calibration.settles(found) == {"all", "denied"}
    assert all(one.quote for one in each(said))


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("one job must wait in the queue, which can lengthen the tail", True),  # behind an "if"
        ("One job must wait in the queue", True),
        ("the sites denied that the release is safe", True),
        ("the release is safe to install", True),  # behind "denied that": it shows what was read
        ("one job must not wait in the queue", False),
        ("one job waits in the long queue", False),
        ("must wait", False),  # too few words
    ],
)
def test_a_verdict_may_quote_any_words_that_stand_in_its_source(quote: str, stands: bool) -> None:
    text = (
        "If two jobs ask at once, one job must wait in the queue, which can lengthen the tail. Two of "
        "the sites denied that the release is safe to install."
    )
    (item,) = measure.shown_of({"id": "1", "text": "x", "evidence": [{"n": 1, "text": text}]})
    words, why = judging.standing(quote, 1, (item,))
    assert bool(words) == stands == (not why)


def test_a_question_to_the_judge_takes_about_a_thousand_tokens(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    long = "\n\n".join(item.text for item in given.items)
    given = replace(given, items=(replace(given.items[0], text=long),))
    weigh(
        with_judge(room, "advise"), server,
        judged(draft_of(given, Sentence(said_by(given, 1)[9], (1,))), room.desk), given,
    )  # fmt: skip
    (asked,) = server.state.requests
    ahead, after, *_ = messages_server.count(asked)
    assert len(long) > 9_000 and 600 < ahead + after < 1_500


def test_a_judge_that_says_yes_to_all_is_measured_and_barred(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    server.state.respond = respond(lambda reply: reply | scripted.answered("yes"))
    rows = tmp_path / "out.jsonl"
    told = evaluate(room, server, str(labelled(tmp_path / "rows.jsonl")), "--rows", str(rows))
    assert (told["confirmed"], told["refuted"]) == (60, 0)
    assert not told["may_decide"] and "true-negative" in told["objection"]
    assert told["figures"]["kappa"]["value"] == 0.0
    assert not (room.briefs / calibration.FILE).exists()
    assert len(rows.read_text("utf-8").splitlines()) == 120


def test_a_row_without_a_verdict_counts_as_wrong(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    server.state.respond = respond(lambda reply: reply | {"quote": "nowhere do these words stand"})
    told = evaluate(room, server, str(labelled(tmp_path / "rows.jsonl", each=10)))
    assert (told["unanswered"], told["confirmed"], told["refuted"]) == (20, 0, 0)
    assert told["figures"]["kappa"]["value"] < 0


def test_kappa_of_a_calibration_is_that_of_its_answers(room: Newsroom, server: Server) -> None:
    labels = [1] * 40 + [0] * 30
    said = ["yes"] * 33 + ["no"] * 5 + [""] * 2 + ["no"] * 24 + ["yes"] * 6
    outcomes = [
        measure.JudgeOutcome(str(at), label, answer, "", "")
        for at, (label, answer) in enumerate(zip(labels, said, strict=True))
    ]
    purpose = Purpose(day="", writer="claude")
    world = writing.world(server.environ)
    with judging.sitting(purpose, world=world, desk=room.desk, room=room) as judge:
        found = measure.calibrate(outcomes, judge, made="2031-03-01", data="")
    pairs = [(bool(one.label), one.right == bool(one.label)) for one in outcomes]
    assert found.kappa == pytest.approx(cases.kappa(pairs))
    shown = found.figures["kappa"]
    assert shown.low < shown.value < shown.high


def test_a_provider_that_fails_gives_no_calibration_but_one_clear_error(
    room: Newsroom, server: Server, tmp_path: Path
) -> None:
    toml = room.briefs / "desk.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[writing]\nattempts = 1\n", "utf-8")
    server.state.faults = ["500"]
    with pytest.raises(Exception, match="the provider answered 500"):
        evaluate(room, server, str(labelled(tmp_path / "rows.jsonl", each=5)), "--save")
    assert not (room.briefs / calibration.FILE).exists()


def test_the_extractive_writer_has_no_model_to_ask(room: Newsroom, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli.dateline,
        ["eval", "judge", str(labelled(tmp_path / "r.jsonl", each=2)), "--root", str(room.root)],
        standalone_mode=False,
    )
    assert isinstance(result.exception, ConfigError)
    assert "--writer" in result.exception.hint


def test_the_desk_names_how_a_judge_is_used(room: Newsroom) -> None:
    toml = room.briefs / "desk.toml"
    before = toml.read_text("utf-8")
    toml.write_text(before.replace('judge = "off"', 'judge = "decide"'), "utf-8")
    assert open_newsroom(room.root).desk.gate.judge == "decide"
    toml.write_text(before.replace('judge = "off"', 'judge = "always"'), "utf-8")
    with pytest.raises(ConfigError, match="judge"):
        open_newsroom(room.root)
