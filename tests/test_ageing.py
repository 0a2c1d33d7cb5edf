"""Labelled sets grow old: by days, by sources that left, by evidence that looks otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from newsdesk import newsroom
from starter_room import published

from pipeline.cli import dateline
from pipeline.errors import CorpusError, RecordError
from pipeline.evals import ageing
from pipeline.evals.ageing.profile import likeness
from pipeline.evals.ageing.refresh import QUESTIONS, accept, proposals
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Correction, store

TODAY = date(2026, 11, 21)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = newsroom(tmp_path / "room")
    folder = made.briefs / "evals"
    folder.mkdir()
    (folder / "questions.jsonl").write_text('{"id": "q1"}\n{"id": "q2"}\n', "utf-8")
    return made


def rules(room: Newsroom, today: date = TODAY) -> list[str]:
    return [one.rule for one in ageing.warnings(room, today)]


def test_a_set_that_does_not_say_when_it_was_made_is_warned_of(room: Newsroom) -> None:
    assert rules(room) == ["unstamped"]


def test_a_stamped_set_is_in_date_and_knows_its_rows_and_sources(room: Newsroom) -> None:
    origin = ageing.stamp(room, room.briefs / "evals", TODAY)
    assert origin.rows == 2
    assert origin.on.sources
    assert "left" not in rules(room) or set(origin.on.sources) - {one.id for one in room.sources}
    assert "old" not in rules(room)


def test_a_set_grows_old(room: Newsroom) -> None:
    ageing.stamp(room, room.briefs / "evals", TODAY)
    assert "old" in rules(room, TODAY + timedelta(days=181))


def test_sources_that_left_and_evidence_that_changed_are_named(room: Newsroom) -> None:
    origin = ageing.stamp(room, room.briefs / "evals", TODAY)
    other = replace(origin.on, sources={"gone": 1.0}, terms={"zebra": 1.0}, kinds={"x/y": 1.0})
    store.write(room.briefs / "evals" / ageing.MADE, store.to_json(replace(origin, on=other)))
    found = {one.rule: one.says for one in ageing.warnings(room, TODAY)}
    assert "gone" in found["left"]
    assert [one.rule for one in ageing.warnings(room, TODAY)].count("unlike") == 3


def test_an_origin_that_is_damaged_is_a_warning_and_no_error(room: Newsroom) -> None:
    (room.briefs / "evals" / ageing.MADE).write_text("{", "utf-8")
    assert rules(room) == ["unreadable"]


def test_likeness_is_one_for_the_same_and_nothing_for_strangers() -> None:
    assert likeness({"a": 0.5}, {"a": 0.5}) == 1
    assert likeness({"a": 0.5}, {"b": 0.5}) == 0
    assert likeness({}, {}) == 1


def test_questions_are_proposed_of_public_briefs_and_accepted_by_a_person(tmp_path: Path) -> None:
    made = published(tmp_path / "starter")
    found = proposals(made)
    assert found
    assert all(one.needs and one.needs[0].quote for one in found)
    accept(made, found[0].id, by="the desk", question="What is asked?", today=TODAY)
    assert stamped_on(made) == "2026-11-21"
    (row,) = [json.loads(line) for line in (made.root / QUESTIONS).read_text("utf-8").splitlines()]
    assert (row["question"], row["by"], row["made"]) == ("What is asked?", "the desk", "2026-11-21")
    assert found[0].id not in {one.id for one in proposals(made)}
    with pytest.raises(RecordError):
        accept(made, found[0].id, by="x", question="", today=TODAY)


def test_a_question_begins_a_line_of_its_own_behind_a_torn_one(tmp_path: Path) -> None:
    made = published(tmp_path / "starter")
    first, second, *_ = proposals(made)
    accept(made, first.id, by="desk", question="", today=TODAY)
    file = made.root / QUESTIONS
    file.write_text(file.read_text("utf-8").rstrip("\n"), "utf-8")
    accept(made, second.id, by="desk", question="", today=TODAY)
    ids = [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()]
    assert ids == [first.id, second.id]


def stamped_on(room: Newsroom) -> str:
    """The day that the set of accepted questions says it was made."""
    origin: dict[str, str] = json.loads(ageing.beside((room.root / QUESTIONS).parent).read_text())
    return origin["made"]


def test_a_corrected_brief_gives_no_questions(tmp_path: Path) -> None:
    made = published(tmp_path / "starter")
    day = briefs.days(made)[-1]
    brief = briefs.read_brief(made, day)
    wrong = Correction("2026-11-20T10:00:00+00:00", "correction", "The unit was wrong.")
    briefs.save(made, replace(brief, corrections=(wrong,)))
    assert not [one for one in proposals(made) if one.day == day]


def test_status_and_the_commands_tell_of_sets(tmp_path: Path) -> None:
    made = published(tmp_path / "starter")
    run = CliRunner()
    listed = run.invoke(dateline, ["eval", "refresh", "--json", "--root", str(made.root)])
    name = json.loads(listed.stdout)[0]["id"]
    words = ["eval", "refresh", "--accept", name, "--by", "desk", "--root", str(made.root)]
    own = ["eval", "retrieval", "--json", "--root", str(made.root)]
    status = ["status", "--json", "--root", str(made.root)]
    assert "eval refresh" in json.loads(run.invoke(dateline, status).stdout)["evaluations"]
    assert isinstance(run.invoke(dateline, own).exception, CorpusError)
    assert run.invoke(dateline, words).exit_code == 0
    assert json.loads(run.invoke(dateline, own).stdout)["questions"]
    assert json.loads(run.invoke(dateline, status).stdout)["evaluations"] == "in date"
    stamped = run.invoke(dateline, ["eval", "stamp", "briefs/evals", "--root", str(made.root)])
    assert stamped.exit_code == 0
    assert json.loads(run.invoke(dateline, status).stdout)["evaluations"] == "in date"
