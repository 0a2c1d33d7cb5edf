"""May this sentence be printed: what an editor strikes out falls, what stands alone passes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.evals import printable as measures
from pipeline.text.printable import Statement, laid_out, marks, may_print, model, score, turns
from pipeline.text.printable.clause import clause, definites
from pipeline.text.printable.hints import has_finite_verb

ALONE = (
    Statement("Patched versions: ~> 1.2.9; >= 2.0.1.", title="Double free in kestrel"),
    Statement("Kestrel 4.2 deprecates the replica_lag flag, which version 5 will remove.",
              title="Kestrel 4.2 is out", heading="Deprecations"),
    Statement("A lease is a lock that expires by itself after a fixed time.", title="Leases"),
    Statement("Kafka Streams supports read-only queries of state stores by external processes.",
              title="Core concepts of Kafka Streams", heading="State stores"),
    Statement("The scheduler plugin must validate every bid before it places a pod.",
              title="The scheduler plugin API"),
)  # fmt: skip
LEANING = (
    Statement("This makes it faster.", title="Leases", before="The lock is cached."),
    Statement("The interval is then passed to the second handler as well.", title="Timers",
              before="First, store it."),
    Statement("However, they need to be updated again in the next step.", title="Upgrades"),
    Statement("For more details, see the guide linked below.", title="Kestrel 4.2"),
    Statement("We are excited to welcome everyone to our amazing community!", title="News"),
    Statement("Like, a 500-millisecond delay, and then you know, it starts to think.",
              title="go time 306", block="cue"),
    Statement("- name: The client name as set by the user", title="CLIENT", block="list"),
    Statement("To start the container, run the following command:", title="Install"),
    Statement("Presenter: the principal engineer of the storage team", title="Agenda"),
    Statement("Do you want to know how it works?", title="Leases"),
    Statement("Patched versions: see the notes.", title="Leases"),
)  # fmt: skip


@pytest.mark.parametrize("statement", ALONE, ids=lambda one: one.text[:30])
def test_a_statement_that_names_its_subject_may_be_printed(statement: Statement) -> None:
    assert may_print(statement)


@pytest.mark.parametrize("statement", LEANING, ids=lambda one: one.text[:30])
def test_what_leans_points_chats_or_breaks_off_may_not(statement: Statement) -> None:
    assert not may_print(statement)


def test_a_definite_noun_counts_for_more_where_the_title_introduces_it() -> None:
    text = "The broker rejects every message that is larger than the limit of one topic."
    known = Statement(text, title="Limits of the broker")
    assert score(known) > score(Statement(text, title="Release notes"))


def test_leaning_counts_for_nothing_where_the_sentence_before_is_printed_too() -> None:
    leaning = Statement("It expires after thirty seconds.", title="Leases", before="A lease ends.")
    printed = Statement(leaning.text, leaning.title, before=leaning.before, follows=True)
    assert marks(leaning)["points"] == 1 and marks(printed)["points"] == 0
    assert score(printed) > score(leaning)


def test_the_main_clause_is_found_behind_a_leading_one() -> None:
    found = clause("When the lease expires, a new leader takes over the partition.")
    assert found.body[: found.verb + 1] == ("a", "new", "leader", "takes")
    assert clause("Runs the tests").verb == -1


def test_definite_nouns_are_listed_with_what_follows_them() -> None:
    found = list(definites("The limit of the queue grows."))
    assert [(run, after) for _, run, after in found] == [
        (("limit",), " of the queue grows."), (("queue", "grows"), "."),
    ]  # fmt: skip


def test_an_empty_sentence_has_no_score() -> None:
    assert score(Statement("  ")) == 0.0


def test_every_weight_belongs_to_a_mark() -> None:
    assert set(model().weights) <= set(marks(Statement("A lease expires by itself.")))


def test_weights_name_what_they_reach_on_sources_kept_back() -> None:
    data = json.loads((Path(measures.__file__).parent.parent / "text/printable/weights.json").read_text("utf-8"))  # fmt: skip
    reached = data["kept_back"]["printable"]
    assert reached["precision"] >= 0.90 and reached["recall"] >= 0.40


def rows(path: Path, listed: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in listed), "utf-8")
    return path


def call(*args: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in args])
    return int(stop.value.code or 0)


def test_eval_prints_precision_recall_and_f_by_kind_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rows(
        tmp_path / "rows.jsonl",
        [
            {"id": "a", "text": ALONE[0].text, "title": ALONE[0].title, "label": 1, "reason": "ok", "block": "paragraph"},
            {"id": "b", "text": LEANING[0].text, "before": "x.", "label": 0, "reason": "dangling", "block": "paragraph"},
            {"id": "c", "text": ALONE[1].text, "title": "Leases", "label": 0, "reason": "empty", "block": "cue"},
        ],
    )  # fmt: skip
    assert call("eval", "printable", file, "--rows", tmp_path / "out.jsonl", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data["groups"]) == {
        "all", "block=paragraph", "block=cue", "reason=ok", "reason=dangling", "reason=empty",
    }  # fmt: skip
    whole = data["groups"]["all"]
    assert (whole["rows"], whole["good"], whole["recall"]) == (3, 1, 1.0)
    written = [
        json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    ]
    assert [set(one) for one in written] == [{"id", "label", "predicted", "score"}] * 3
    assert call("eval", "printable", file) == 0
    assert "precision by recall" in capsys.readouterr().out


def test_precision_by_recall_ranks_by_score() -> None:
    made = [
        measures.PrintableOutcome(str(n), label, 0, value)
        for n, (label, value) in enumerate([(1, 0.9), (0, 0.8), (1, 0.7), (0, 0.1)])
    ]
    assert measures.by_recall(made) == pytest.approx(
        {0.3: 1.0, 0.4: 1.0, 0.5: 1.0, 0.6: 2 / 3, 0.7: 2 / 3}
    )


def test_eval_names_the_line_that_lacks_a_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rows(tmp_path / "rows.jsonl", [{"text": "A lease expires."}])
    assert call("eval", "printable", file) == 2
    error = capsys.readouterr().err
    assert "rows.jsonl:1" in error and "label" in error and "hint" in error


@pytest.mark.parametrize(
    ("text", "finite"),
    [
        ("A practical guide to installing the proxy, covering health checks.", False),
        ("List of breaking changes in version 5, including removals.", False),
        ("Taught by the author of the parser.", False),
        ("A lease is a lock.", True),
        ("Commits replace the path of the metadata file.", True),
        ("The team, which wrote the parser, maintains it.", True),
    ],
)
def test_a_heap_of_nouns_has_no_finite_verb(text: str, finite: bool) -> None:
    assert has_finite_verb(clause(text).words) is finite


def test_a_definite_noun_of_the_line_before_leans_on_it_unless_the_title_has_it() -> None:
    said = Statement("The cursor is closed.", before="Each scan opens a cursor.")
    assert marks(said)["definite_above"] == 1
    assert marks(replace(said, title="Cursors"))["definite_above"] == 0
    assert marks(replace(said, follows=True))["definite_above"] == 0


def test_turns_are_the_kinds_of_words_and_their_neighbours() -> None:
    assert turns("The lease expires.") == (
        "the",
        "x",
        "3sg",
        ".",
        "^ the",
        "the x",
        "x 3sg",
        "3sg .",
        ". $",
    )
    assert laid_out(("a", "b", "c"), {"a": 3.0, "b": 4.0}) == {"a": 0.6, "b": 0.8}
    assert laid_out(("c",), {"a": 3.0}) == {}


@pytest.mark.parametrize(
    "said",
    [
        "Our benchmarks show that Kestrel 4.2 reads messages 9x faster than Kestrel 4.1.",
        "In our tests the allocator of Kestrel 4.2 used 30% less memory than jemalloc.",
        "We measured a 40% drop in the tail latency of Kestrel 4.2 on three nodes.",
    ],
)
def test_a_measurement_told_in_the_first_person_is_judged_by_what_was_measured(said: str) -> None:
    found = Statement(said, "Kestrel 4.2 is faster")
    assert score(found) > 0.2
    assert score(Statement("We are sure that 40% of you will love it.", found.title)) < 0.1
