"""What a person is asked about a held brief, what they decide, and what becomes of it."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import starter_room
from checks import each
from click.testing import CliRunner

from pipeline import review
from pipeline.cli import dateline
from pipeline.errors import BusyError, ConfigError, RecordError
from pipeline.newsroom import briefs, runs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Finding, Where, store
from pipeline.records import draft as drafts
from pipeline.review import expired, held
from pipeline.world import World

DAY = starter_room.DAY
NOW = starter_room.world()


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return starter_room.held(tmp_path / "room")


def doubted(room: Newsroom, rule: str, **words: str) -> Brief:
    """The held brief with an open error at the first sentence of its first section."""
    brief = briefs.read_brief(room, DAY)
    path, sentence = next(one for one in drafts.sentences(brief.draft) if "sections" in one[0])
    match = words.get("match", sentence.text)
    finding = Finding(rule, "error", Where(path), match, words.get("message", "A doubt."))
    changed = replace(brief, findings=(*brief.findings, finding))
    briefs.save(room, changed)
    return changed


def asked(room: Newsroom, brief: Brief) -> str:
    evidence = briefs.read_evidence(room, DAY)
    return held.text(brief, evidence, held.Asked(review.last_day(room, brief)))


# ── what is asked ─────────────────────────────────────────────────────────────────────────


def test_each_finding_stands_below_the_sentence_it_is_about(room: Newsroom) -> None:
    brief = doubted(room, "repeat")
    lines = asked(room, brief).splitlines()
    at = next(n for n, line in enumerate(lines) if "^^^ error repeat" in line)
    path, sentence = next(one for one in drafts.sentences(brief.draft) if "sections" in one[0])
    assert " ".join(sentence.text.split()) in lines[at - 1]
    assert path in lines[at]


def test_the_evidence_that_is_cited_stands_beside_it(room: Newsroom) -> None:
    text = asked(room, briefs.read_brief(room, DAY))
    evidence = briefs.read_evidence(room, DAY)
    for n in each(drafts.cited(briefs.read_brief(room, DAY).draft)):
        item = evidence.item(n)
        assert item
        assert f"[{n}] {' '.join(item.title.split())}" in text


@pytest.mark.parametrize(
    "words", ["```\n# Approved\n@everyone", "~~~\n````````\n![x](y)", "`" * 40]
)
def test_no_words_of_a_source_leave_the_fence(room: Newsroom, words: str) -> None:
    text = asked(room, doubted(room, "repeat", match=words, message=words))
    _, fence, body = re.split(r"\n\n(`{3,})text\n", text, maxsplit=1)
    inside, rest = body.rsplit(f"\n{fence}\n", 1)
    assert rest == ""
    assert not any(line.strip().startswith(fence) for line in each(inside.splitlines()))
    assert "everyone" not in text.split(fence)[0]


def test_what_no_person_can_make_true_is_said_to_stay_held(room: Newsroom) -> None:
    text = asked(room, doubted(room, "quote-altered"))
    assert "It cannot be approved as it stands" in text
    assert "`quote-altered`" in text


def test_a_request_fits_into_what_a_pull_request_may_hold(room: Newsroom) -> None:
    brief = briefs.read_brief(room, DAY)
    evidence = briefs.read_evidence(room, DAY)
    items = tuple(replace(item, text=item.text * 200, n=item.n) for item in evidence.items)
    section = brief.draft.sections[0]
    many = replace(brief, draft=replace(brief.draft, sections=(section,) * 400))
    text = held.text(many, replace(evidence, items=items), held.Asked("2026-11-23"))
    assert len(text) < 65_536
    assert f"the rest is in briefs/{DAY}/" in text


# ── what is decided ───────────────────────────────────────────────────────────────────────


def rows(room: Newsroom) -> list[dict[str, str]]:
    return [json.loads(line) for line in room.decisions.read_text("utf-8").splitlines()]


def test_an_approval_is_the_moment_of_publication(room: Newsroom) -> None:
    later = World(now=lambda: datetime(2026, 11, 21, 9, 30, tzinfo=UTC), offline=True)
    brief, refused = review.approve(room, later, DAY, by="Ada", why="one source is enough")
    assert not refused
    assert brief.published == "2026-11-21T09:30:00+00:00"
    assert [(one["what"], one["by"], one["why"]) for one in rows(room)] == [
        ("approve", "Ada", "one source is enough")
    ]


def test_an_approval_comes_too_late_when_the_news_is_old(room: Newsroom) -> None:
    late = World(now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC), offline=True)
    with pytest.raises(RecordError, match="could be approved until 2026-11-23"):
        review.approve(room, late, DAY, by="Ada", why="late")
    assert briefs.read_brief(room, DAY).outcome == "held"
    assert not room.decisions.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["correct", DAY, "--note", ""],
        ["retract", DAY, "--note", " \n\t"],
        ["retract", DAY, "--why", "\u00a0"],
        ["review", "approve", DAY, "--by", "Ana", "--why", " "],
        ["review", "reject", DAY, "--by", "", "--why", "old"],
    ],
)
def test_a_decision_without_a_word_is_refused(room: Newsroom, words: list[str]) -> None:
    before = briefs.read_brief(room, DAY)
    done = CliRunner().invoke(dateline, [*words, "--root", str(room.root)])
    assert done.exit_code == 2
    assert "is empty; it is kept in the record" in done.output
    assert briefs.read_brief(room, DAY) == before


def test_nothing_is_decided_by_a_clock_that_stands_before_its_brief(room: Newsroom) -> None:
    early = World(now=lambda: datetime(2025, 11, 21, 8, tzinfo=UTC), offline=True)
    before = briefs.read_brief(room, DAY)
    for decide in (review.approve, review.reject):
        with pytest.raises(ConfigError, match="clock of this machine says 2025-11-21T08:00"):
            decide(room, early, DAY, by="Ana", why="read it")
    with pytest.raises(ConfigError, match="made at 2026-11-20T08:00"):
        review.expire(room, early, DAY)
    assert briefs.read_brief(room, DAY) == before


def test_a_decision_waits_for_nobody_and_takes_nothing_from_a_run(room: Newsroom) -> None:
    with runs.lock(room.state), pytest.raises(BusyError):
        review.approve(room, NOW, DAY, by="Ada", why="a test")
    assert briefs.read_brief(room, DAY).outcome == "held"


def test_what_people_decided_is_a_labelled_set(room: Newsroom) -> None:
    doubted(room, "repeat")
    review.reject(room, NOW, DAY, by="Ada", why="said on Monday")
    (row,) = [one for one in rows(room) if one["kind"] == "sentence"]
    assert (row["what"], row["rule"]) == ("reject", "repeat")
    done = CliRunner().invoke(dateline, ["eval", "sentences", str(room.decisions), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["false, published"]["of"] == 1


def test_a_rejected_brief_waits_for_nobody_any_more(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = ["review", "list", "--root", str(room.root)]
    monkeypatch.setattr("pipeline.cli.review.World", lambda: NOW)
    assert "may be approved until 2026-11-23" in CliRunner().invoke(dateline, ask).stdout
    late = World(now=lambda: datetime(2026, 11, 24, 1, tzinfo=UTC))
    monkeypatch.setattr("pipeline.cli.review.World", lambda: late)
    assert "could be approved until 2026-11-23; reject" in CliRunner().invoke(dateline, ask).stdout
    review.reject(room, NOW, DAY, by="Ada", why="said on Monday")
    assert CliRunner().invoke(dateline, ask).stdout == "No brief waits for a person.\n"
    assert "rejected" in CliRunner().invoke(dateline, [*ask, "--all"]).stdout


def test_a_retraction_stands_once_and_nothing_is_corrected_after_it(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    review.retract(room, NOW, DAY, note="A hoax.")
    for change in (review.retract, review.correct):
        with pytest.raises(RecordError, match="was retracted on 2026-11-20: A hoax"):
            change(room, NOW, DAY, note="Again.")
    assert len(briefs.read_brief(room, DAY).corrections) == 1


def test_the_words_of_a_source_are_not_reworded_and_a_note_corrects_them(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    verbatim = next(
        one.text
        for _, one in drafts.sentences(briefs.read_brief(room, DAY).draft)
        if one.origin == "source"
    )
    words = ["correct", DAY, "--root", str(room.root), "--note", "It was minutes."]
    other = [*words, "--was", verbatim, "--now", "Other words."]
    done = CliRunner().invoke(dateline, other, standalone_mode=False)
    assert done.return_value == 1
    assert "sentence-altered" in done.stdout and "--about in place of --was" in done.stdout
    named = [*words, "--about", verbatim]
    both = CliRunner().invoke(dateline, [*named, "--was", verbatim])
    assert both.exit_code == 2 and "leave out --about" in both.output
    assert CliRunner().invoke(dateline, named, standalone_mode=False).return_value == 0
    brief = briefs.read_brief(room, DAY)
    assert dict(drafts.sentences(brief.draft))[brief.corrections[-1].where].text == verbatim


def test_a_correction_labels_the_sentence_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    brief = briefs.read_brief(room, DAY)
    written = [one for _, one in drafts.sentences(brief.draft) if one.origin != "source"]
    assert written, "the edition of that day has no sentence of its own"
    first = written[0].text
    changed, refused = review.correct(
        room, NOW, DAY, note="Dropped.", reworded=review.Rewording(first, first.rstrip(".") + ".")
    )
    assert not refused
    assert changed.corrections[-1].was == first
    assert [(one["what"], one["value"]) for one in rows(room)] == [("correct", first)]


def test_decisions_without_a_sentence_are_no_set_and_say_so(room: Newsroom) -> None:
    review.approve(room, NOW, DAY, by="Ada", why="a test")
    room.decisions.write_text(
        json.dumps({"made": "2026-11-20", "day": DAY, "what": "retract", "kind": "brief", "value": DAY}) + "\n"
    )  # fmt: skip
    done = CliRunner().invoke(dateline, ["eval", "sentences", str(room.decisions)])
    assert isinstance(done.exception, RecordError)
    assert "no sentence" in str(done.exception)


def test_a_request_about_a_day_that_another_run_published_since_is_closed(room: Newsroom) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=ada", "-c", "user.email=ada@desk.example")
        subprocess.run(["git", "-C", str(room.root), *who, *words], check=True, capture_output=True)

    remote = room.root.parent / "remote.git"
    git("init", "-q", "--bare", "-b", "main", str(remote))
    git("init", "-q", "-b", f"held/{DAY}")
    git("remote", "add", "origin", str(remote))
    git("add", f"briefs/{DAY}")
    git("commit", "-qm", "Held")
    git("checkout", "-q", "-b", "main")
    git("push", "-q", "origin", "main", f"held/{DAY}")
    assert expired.branches(room.root, room, DAY) == {}
    record = room.record(DAY)
    store.write(record, store.to_json(replace(briefs.read_brief(room, DAY), outcome="published")))
    git("commit", "-qam", "Published")
    ((branch, why),) = expired.branches(room.root, room, DAY).items()
    assert branch == f"held/{DAY}"
    assert f"another run published the brief of {DAY} since" in why
