"""The verifier's own figures: labelled rows, known statistics, faults put into a sound brief."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from checks import each
from verify_sample import DAY, STYLES, desk, draft, evidence

from pipeline.cli import main
from pipeline.evals import claims as claim_figures
from pipeline.evals.faults import rates, written
from pipeline.evals.faults.parts import OPERATORS
from pipeline.evals.faults.reworded import FAULTS, REWORDINGS, Around
from pipeline.evals.faults.words import QUOTE_FAULTS
from pipeline.evals.figures import auroc, calibration_error, catch, figures, wilson
from pipeline.records import Brief, Provenance, store
from pipeline.verify import judge

TEXT = (
    "A lease of 30 seconds expires while a paused process still believes in it. Retries may help."
)


def call(*args: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in args])
    return int(stop.value.code or 0)


def jsonl(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_figures_agree_with_values_worked_out_by_hand() -> None:
    assert auroc([1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]) == 0.875
    assert catch([1] * 20 + [0] * 4, [0.5] * 20 + [0.1, 0.2, 0.3, 0.9]) == 0.75
    assert calibration_error([1, 0], [1.0, 0.0]) == 0
    rate = wilson(0, 20)
    assert (rate.low, round(rate.high, 4)) == (0.0, 0.1611)
    one = figures([1, 1, 0, 0], [True, False, False, True], [0.9, 0.4, 0.3, 0.6])
    assert (one.balanced_accuracy, one.false_accepted.count, one.false_refused.count) == (0.5, 1, 1)


def test_labelled_quotes_give_figures_rows_and_repairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = "A lease of 30 seconds expires while a paused process still believes in it."
    rows = [
        {"id": "a", "op": "exact", "quote": sound, "source_text": TEXT, "label": 1},
        {"id": "b", "op": "number", "quote": sound.replace("30", "90"), "source_text": TEXT, "label": 0, "original": sound},
        {"id": "c", "op": "elsewhere", "quote": "Retries may help.", "source_text": "Nothing here.", "other_sources": [TEXT], "label": 1},
    ]  # fmt: skip
    file = jsonl(tmp_path / "q.jsonl", rows)
    assert call("eval", "quotes", file, "--rows", tmp_path / "out.jsonl", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["groups"]["all"]["balanced_accuracy"] == 1.0
    assert set(data["groups"]) == {"all", "op=exact", "op=number", "op=elsewhere"}
    assert data["repairs"]["repaired"]["share"] == 1.0
    out = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(one["id"], one["predicted"]) for one in out] == [("a", 1), ("b", 0), ("c", 1)]
    assert out[1]["repaired"] == sound


def test_a_faithful_quote_that_is_refused_is_counted_by_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"quote": "Gary Oldman", "source_text": TEXT, "other_sources": [TEXT], "label": 1},
        {"quote": "ase of 30 seconds expires", "source_text": TEXT, "label": 1},
        {"quote": "A lease of 31 seconds expires", "source_text": TEXT, "label": 1},
    ]
    assert call("eval", "quotes", jsonl(tmp_path / "q.jsonl", rows), "--json") == 0
    assert list(json.loads(capsys.readouterr().out)["refusals"].values()) == [1, 2]


def test_short_claims_among_summaries_are_summaries() -> None:
    short = {"claim": "A lease expires.", "source_text": TEXT, "label": 1}
    long = {"claim": "A lease expires. Retries may help.", "source_text": TEXT, "label": 1}
    asked = {**short, "question": "When?"}
    assert claim_figures.kind_of_file([long, long, short]) == "summary"
    assert claim_figures.kind_of_file([long, short, short]) is None
    assert claim_figures.kind_of_file([asked, long, long]) is None
    assert claim_figures.kind_of_file([{"response": "A. B.", "source_text": TEXT}]) is None


def test_labelled_claims_give_figures_and_say_what_they_were_calibrated_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"claim": "A lease of 30 seconds expires.", "source_text": TEXT, "label": 1, "dataset": "x"},
        {"claim": "Harbour pilots prefer wooden tugs in Rotterdam.", "source_text": TEXT, "label": 0, "dataset": "x"},
        {"response": "Retries may help. A lease expires.", "source_text": TEXT, "label": 1, "dataset": "y"},
    ]  # fmt: skip
    file = jsonl(tmp_path / "c.jsonl", rows)
    assert call("eval", "claims", file, "--rows", tmp_path / "out.jsonl") == 0
    shown = capsys.readouterr().out
    assert "dataset=x" in shown and "answer: fitted and calibrated on ragtruth_qa.jsonl" in shown
    out = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [one["id"] for one in out] == ["1", "2", "3"]
    assert out[0]["predicted"] == 1 and out[1]["predicted"] == 0
    assert 0 <= out[1]["score"] < out[0]["score"] <= 1
    assert "all " in shown and "(oracle); own median, if half are supported," in shown


def test_thresholds_made_on_the_rows_stand_beside_the_figures_and_decide_nothing() -> None:
    scores = [(0.9, 1), (0.8, 1), (0.7, 0), (0.2, 0), (0.1, 0), (0.3, 1)]
    rows = [{"dataset": "x" if at < 4 else "y"} for at in range(len(scores))]
    outcomes = [
        claim_figures.ClaimOutcome(str(at), label, 1, score, "check", "fact", "")
        for at, (score, label) in enumerate(scores)
    ]
    found = claim_figures.beside(rows, outcomes)
    assert found["dataset=x"] == claim_figures.Beside(1.0, 1.0)
    assert found["all"].best == pytest.approx(5 / 6) and found["all"].half == pytest.approx(2 / 3)
    assert claim_figures.beside(rows[:2], outcomes[:2]) == {}


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"quote": "a"}', '{"quote": "a", "source_text": "a", "label": 3}', ""]
)
def test_a_malformed_labelled_file_is_one_clear_error(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(line + "\n", "utf-8")
    assert call("eval", "quotes", file) == 2
    shown = capsys.readouterr().err
    assert "q.jsonl" in shown and "hint: " in shown


def test_there_are_forty_operators_and_more_with_names_of_their_own() -> None:
    assert len({one.name for one in OPERATORS}) == len(OPERATORS) >= 40
    assert len({one.kind for one in OPERATORS}) >= 10


def test_a_fault_changes_what_it_is_put_into_and_is_the_same_every_time() -> None:
    text = "The old lease may not end before 1,200 tokens within 30 seconds in 2024, Ada said."
    for name, change in each(QUOTE_FAULTS.items()):
        spoiled = change(text, Random(3))
        assert spoiled != text, name
        assert spoiled == change(text, Random(3)), name


def test_faults_in_a_sound_brief_are_caught_or_mended() -> None:
    report = rates.run(
        [(draft(), evidence())],
        lambda one, pack: judge(one, pack, desk(), said=(), styles=STYLES),
        rounds=2,
    )
    assert report.operators >= 60
    assert report.coverage.share == 1.0
    escaped = [one.operator for one in report.trials if one.fate == "escaped"]
    assert not [one for one in escaped if one.startswith(("quote", "sentence", "citation"))]
    assert len(escaped) <= 0.03 * len(report.trials)
    assert {one.fate for one in report.trials} >= {"caught", "repaired"}


def test_false_sentences_are_counted_by_whether_they_would_be_published() -> None:
    trials = written.run([evidence()], rounds=3)
    rates_ = written.totals(trials)
    assert {one.form for one in trials} == {"near", "reworded"}
    assert rates_["false, near: published"].of > 60
    assert rates_["false, near: published"].share < 0.12
    assert rates_["faithful, kept as written"].share > 0.8
    assert rates_["faithful, held"].count == 0
    shares = [one.share for one in written.classes(trials).values()]
    assert shares == sorted(shares, reverse=True)
    assert written.run([evidence()], rounds=3) == trials


@pytest.mark.parametrize("rule", [*REWORDINGS, *FAULTS], ids=lambda rule: rule.__name__)
def test_rewordings_and_faults_change_a_sentence_the_same_way_each_time(rule: object) -> None:
    texts = (
        "If the queue is full, the broker usually rejects 1,200 writes per hour by default.",
        "The late write is rejected by the store (as planned) because the lease of Ada expired.",
        "The planned release is deprecated and may not start unless three of 40% of nodes agree.",
        "A scheduler drops a lease in 2024 when the job takes 1.5 seconds.",
        "The late write was rejected by the store.",
        "A client that pauses doesn't see the new lease.",
    )
    others = ("In Rotterdam, Grace counted 77 leases.",)
    made = []
    for text in texts:
        given = Around(text, others) if rule in FAULTS else text
        first = rule(given, Random(5))  # type: ignore[operator]
        assert first == rule(given, Random(5))  # type: ignore[operator]
        made += [first] if first and first != text else []
    assert made, "applies to none of the sentences"


def test_a_gate_that_sees_nothing_lets_every_fault_escape() -> None:
    from pipeline.records import Judgement

    report = rates.run(
        [(draft(), evidence())], lambda one, pack: Judgement(one, (), 100, "published"), rounds=1
    )
    assert report.escaped.share == 1.0


def test_eval_faults_reads_published_briefs_and_keeps_a_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("eval", "faults", "--root", tmp_path) == 2
    provenance = Provenance("extractive", "c", "d", "v", 1, 1)
    brief = Brief(DAY, draft(), (), 100, "published", provenance, f"{DAY}T07:00:00+00:00")
    folder = tmp_path / "briefs" / DAY
    store.write(folder / "brief.json", store.to_json(brief))
    store.write(folder / "evidence.json", store.to_json(evidence().items))
    args = ("eval", "faults", "--root", tmp_path, "--rounds", "1")
    assert call(*args) == 0
    assert "quotes and figures" in capsys.readouterr().out
    assert call(*args, "--json", "--max-escaped", "0.05", "--rows", tmp_path / "r.jsonl") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["briefs"] == 1 and data["escaped"]["of"] > 60
    assert len((tmp_path / "r.jsonl").read_text("utf-8").splitlines()) == data["escaped"]["of"]
