"""The judge while a brief is written: what it doubts goes back to its writer."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from checks import each
from judge_room import (
    calibrated,
    draft_of,
    judged,
    pack,
    respond,
    said_by,
    weigh,
    with_judge,
)

from pipeline import run
from pipeline.compose.model import doubts
from pipeline.llm import ledger
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Brief,
    Draft,
    Instead,
    Judgement,
    Quote,
    Section,
    Sentence,
    SentenceKind,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.run.shift import begin
from pipeline.verify.claims import hearing
from pipeline.verify.claims.headed import headed
from pipeline.verify.gate import conclude
from pipeline.verify.grounds import excerpt
from tests import messages_server, scripted, writing
from tests.messages_server import Server

# ── while the brief is written ────────────────────────────────────────────────────────────

SLIP = "Our own event handlers can now be found by the network."
TRUE = "We expected the network and found our own event handlers."


def asked_again(body: dict[str, Any]) -> bool:
    return "Your earlier answer was" in json.dumps(body["messages"])


def slipping(
    *, mends: bool = False, breaks: bool = False
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A writer that words one fact in its own way, and a judge that says no to it; told of that, the
    writer mends the fact, breaks it, or insists."""

    def respond(body: dict[str, Any]) -> dict[str, Any]:
        asked = json.dumps(body["messages"])
        reply = messages_server.by_script(body)
        if "answer" in reply:
            doubted = json.dumps(SLIP)[1:-1] in asked
            no = scripted.answered("part", part="can now be found", failed="time")
            quote = {"quote": TRUE} if doubted else {}
            return reply | (no if doubted else scripted.answered("yes")) | quote
        told = asked_again(body)
        for fact in [one for one in reply.get("sentences", []) if one["text"] == TRUE]:
            if told and breaks:
                fact |= {"text": "It cost 77,123 dollars.", "rests": []}
            elif not (told and mends):
                fact["text"] = SLIP
        return reply

    return respond


def lenient(draft: Draft, *_: object, desk: Desk, **__: object) -> Judgement:
    """A verifier that faults one figure and passes all else, as words pass a slip of inference."""
    found = [
        finding("number-missing", path, one.text, "no source has it")
        for path, one in drafts.sentences(draft)
        if "77,123" in one.text
    ]
    return conclude(draft, tuple(found), desk)


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.verify, "judge", lenient)


def write(room: Newsroom, server: Server) -> Brief:
    world = writing.world(server.environ)
    with begin(room, world) as shift:
        return run.make_brief(shift, pack(), (), writer="claude")


def advised(brief: Brief) -> list[tuple[str, str]]:
    found = [one for one in brief.findings if one.rule == "judge-advice" and one.match]
    return [(one.resolved, one.match) for one in found]


def steps_of(server: Server) -> list[str]:
    """What was asked, in order: judge, again (a part sent back), write."""
    return [
        "judge" if "answer" in json.dumps(one["output_config"]) else
        "again" if asked_again(one) else "write" for one in server.state.requests
    ]  # fmt: skip


@pytest.mark.usefixtures("passing")
def test_what_a_judge_doubts_goes_back_to_its_writer_and_only_what_came_is_asked_again(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping(mends=True)
    brief = write(with_judge(room, "advise"), server)
    (note,) = [one for one in brief.findings if one.rule == "judge-advice" and one.match]
    assert (note.resolved, note.match) == ("repaired", SLIP)
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert TRUE in texts and SLIP not in texts
    (again,) = [one for one in server.state.requests if asked_again(one)]
    told = json.dumps(again["messages"])
    assert all(one in told for one in ("can now be found", hearing.CHECKS["time"], TRUE))
    asked = steps_of(server)
    assert asked.count("again") == 1 and asked[asked.index("again") :].count("judge") == 1


FALSE = "The network finds every event handler by default"


def heading(*, mends: bool) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A writer that heads one section falsely, and a judge that says no to it; told of that, the writer
    mends the heading, or insists."""

    def respond(body: dict[str, Any]) -> dict[str, Any]:
        reply = messages_server.by_script(body)
        if "answer" in reply:
            doubted = FALSE in json.dumps(body["messages"])
            no = scripted.answered("part", part="by default", failed="certainty")
            return reply | (no | {"quote": TRUE} if doubted else scripted.answered("yes"))
        if any(one["text"] == TRUE for one in reply.get("sentences", [])) and "headline" in reply:
            reply["headline"] = "Our own handlers" if mends and asked_again(body) else FALSE
        return reply

    return respond


@pytest.mark.usefixtures("passing")
@pytest.mark.parametrize("mends", [True, False])
def test_a_false_headline_goes_back_to_its_writer_and_at_last_becomes_its_source_s_title(
    room: Newsroom, server: Server, mends: bool
) -> None:
    server.state.respond = heading(mends=mends)
    brief = write(with_judge(room, "advise"), server)
    printed = [text for _, text in drafts.headings(brief.draft)]
    assert not [text for text in printed if FALSE in text]
    assert any(
        FALSE in json.dumps(one["messages"]) for one in server.state.requests if asked_again(one)
    )
    titles = [f"“{item.title}”" for item in pack().items]
    assert ("Our own handlers" in printed) if mends else any(one in titles for one in printed)


@pytest.mark.usefixtures("passing")
def test_a_part_whose_rounds_are_used_up_is_still_told_what_the_judge_doubts(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping(mends=True)
    judged = with_judge(room, "advise")
    rounds = judged.desk.writing.model_copy(update={"rounds": 0})
    desk = judged.desk.model_copy(update={"writing": rounds})
    brief = write(replace(judged, desk=desk), server)
    assert steps_of(server).count("again") == 1
    assert SLIP not in [one.text for _, one in drafts.sentences(brief.draft)]


@pytest.mark.usefixtures("passing")
def test_a_writer_that_insists_is_told_once_and_the_note_says_so(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping()
    brief = write(with_judge(room, "advise"), server)
    (note,) = [one for one in brief.findings if one.rule == "judge-advice" and one.match]
    assert (note.resolved, note.match, note.severity) == ("", SLIP, "info")
    assert "The writer was told of it and kept the sentence." in note.message
    assert brief.outcome == "published"
    asked = steps_of(server)
    assert asked.count("again") == 1 and asked[-1] == "again"
    assert SLIP in [one.text for _, one in drafts.sentences(brief.draft)]


@pytest.mark.usefixtures("passing")
def test_a_part_that_came_back_worse_and_cannot_do_without_its_sentence_is_put_back(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping(breaks=True)
    brief = write(with_judge(room, "advise"), server)
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert SLIP in texts and not any("77,123" in one for one in each(texts))
    (note,) = [one for one in brief.findings if one.rule == "judge-advice" and one.match]
    assert "what it wrote instead did not stand" in note.message
    assert brief.outcome == "published"


INSTEAD = "Its source says so in words of its own here."


def with_instead(draft: Draft, *rest: object, desk: Desk, **named: object) -> Judgement:
    """The lenient verifier, which knows the source's sentence for the slip."""
    other = Sentence(INSTEAD, (1,), "source")
    places = [path for path, one in drafts.sentences(draft) if one.text == SLIP]
    instead = tuple(Instead(path, other) for path in places)
    return replace(lenient(draft, *rest, desk=desk, **named), instead=instead)


def test_a_sentence_that_its_writer_gave_up_becomes_its_source(
    room: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.verify, "judge", with_instead)
    server.state.respond = slipping(breaks=True)
    brief = write(with_judge(room, "advise"), server)
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert SLIP not in texts and INSTEAD in texts
    assert [one for one in advised(brief) if one == ("replaced", SLIP)]


def test_an_answer_that_fails_leaves_its_rule_and_becomes_its_source(
    room: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_the_answer(draft: Draft, *rest: object, desk: Desk, **named: object) -> Judgement:
        other = Sentence(INSTEAD, (1,), "source")
        places = [path for path, one in drafts.sentences(draft) if "77,123" in one.text]
        instead = tuple(Instead(path, other) for path in places)
        return replace(lenient(draft, *rest, desk=desk, **named), instead=instead)

    monkeypatch.setattr(run.verify, "judge", of_the_answer)
    server.state.respond = slipping(breaks=True)
    brief = write(with_judge(room, "advise"), server)
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert SLIP not in texts and INSTEAD in texts
    (failed,) = [one for one in brief.findings if one.rule == "number-missing"]
    assert "77,123" in failed.match and failed.resolved == "replaced"
    (told,) = [one for one in brief.findings if one.rule == "judge-advice" and one.match == SLIP]
    assert told.resolved == "replaced" and failed.message in told.message


def test_a_no_that_the_words_of_the_source_second_costs_the_sentence(
    room: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.verify, "judge", with_instead)
    monkeypatch.setattr(hearing, "SECOND", 0.0)
    server.state.respond = slipping()
    brief = write(with_judge(room, "advise"), server)
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert SLIP not in texts and INSTEAD in texts
    assert ("replaced", SLIP) in advised(brief) and brief.outcome == "published"
    assert steps_of(server).count("again") == 1


@pytest.mark.usefixtures("passing")
def test_what_a_writer_insists_on_against_a_measured_judge_goes(
    room: Newsroom, server: Server
) -> None:
    calibrated(room)
    server.state.respond = slipping()
    brief = write(with_judge(room, "decide"), server)
    assert brief.outcome == "published"
    assert SLIP not in [one.text for _, one in drafts.sentences(brief.draft)]
    gone = [one for one in brief.findings if one.rule == "judge-unsupported" and one.match == SLIP]
    assert {one.resolved for one in gone} <= {"removed", "replaced"} and gone


def strict(draft: Draft, *_: object, desk: Desk, **__: object) -> Judgement:
    """A verifier that takes one true sentence for a slip, as words do."""
    found = [
        finding("claim-ground", path, one.text, "it says more than its source")
        for path, one in drafts.sentences(draft)
        if one.text == SLIP
    ]
    return conclude(draft, tuple(found), desk)


@pytest.mark.parametrize(
    ("rates", "answer", "stands"),
    [({}, "yes", True), ({"refuted": 50}, "yes", False), ({}, "no", False)],
)
def test_a_measured_judges_yes_takes_a_false_alarm_away_before_it_costs_a_round(
    room: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch,
    rates: dict[str, int], answer: str, stands: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(run.verify, "judge", strict)
    calibrated(room, **rates)
    slips = slipping()

    def reply(body: dict[str, Any]) -> dict[str, Any]:
        said = slips(body)
        return said | scripted.answered("yes") if answer == "yes" and "answer" in said else said

    server.state.respond = reply
    brief = write(with_judge(room, "decide"), server)
    told = [one.resolved for one in brief.findings if one.rule == "claim-ground"]
    texts = [one.text for _, one in drafts.sentences(brief.draft)]
    assert (SLIP in texts) == stands == ("again" not in steps_of(server))
    assert ("judged" in told) == stands


@pytest.mark.usefixtures("passing")
def test_a_no_without_a_quote_that_stands_is_told_to_nobody(room: Newsroom, server: Server) -> None:
    slips = slipping()
    server.state.respond = lambda body: (
        reply | {"quote": "no source has these words"}
        if "answer" in (reply := slips(body))
        else reply
    )
    brief = write(with_judge(room, "advise"), server)
    assert "again" not in steps_of(server) and advised(brief) == []


def test_an_answer_against_its_own_checks_is_no_verdict(room: Newsroom, server: Server) -> None:
    given = pack()
    first = Sentence(said_by(given, 1)[0], (1,))
    server.state.respond = respond(lambda reply: reply | {"answer": "no"})
    before = judged(draft_of(given, first), room.desk)
    after = weigh(with_judge(room, "advise"), server, before, given)
    (count,) = [one for one in after.findings if one.rule == "judge-advice"]
    assert "no verdict on 1 (its answer goes against its own checks)" in count.message


@pytest.mark.usefixtures("passing")
def test_a_server_that_goes_down_under_the_judge_costs_verdicts_and_no_brief(
    room: Newsroom, server: Server
) -> None:
    slips = slipping()

    def goes_down(body: dict[str, Any]) -> dict[str, Any]:
        reply = slips(body)
        if "answer" in reply:
            server.state.faults += ["500"] * 100
        return reply

    server.state.respond = goes_down
    brief = write(with_judge(room, "advise"), server)
    assert (brief.outcome, brief.draft.writer) == ("published", "claude")
    (count,) = [one for one in brief.findings if one.rule == "judge-advice" and not one.match]
    assert re.search(r"no verdict on [23]\d \(.*(500|6 times in a row)", count.message)


@pytest.mark.usefixtures("passing")
def test_a_judge_whose_budget_ends_leaves_the_brief_as_it_was_written(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping()
    write(room, server)
    steps = len(server.state.requests) + 2
    run_ = room.desk.budgets.run.model_copy(update={"steps": steps})
    budgets = room.desk.budgets.model_copy(update={"run": run_})
    shutil.rmtree(room.state / "cache")
    (room.briefs / "ledger.jsonl").unlink()
    poor = replace(room, desk=room.desk.model_copy(update={"budgets": budgets}))
    brief = write(with_judge(poor, "advise"), server)
    assert (brief.outcome, brief.draft.writer) == ("published", "claude")
    (count,) = [one for one in brief.findings if one.rule == "judge-advice" and not one.match]
    assert f"steps, the limit is {steps}" in count.message


@pytest.mark.usefixtures("passing")
def test_a_run_that_was_killed_pays_for_no_verdict_twice(room: Newsroom, server: Server) -> None:
    slips = slipping(mends=True)
    advise = with_judge(room, "advise")
    server.state.respond = slips

    def dies(*_: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doubts.repair, "rewrite", dies)
        with pytest.raises(KeyboardInterrupt):
            write(advise, server)
    before = len(server.state.requests)
    brief = write(advise, server)
    after = steps_of(server)[before:]
    assert after == ["again", "judge"]
    rows = ledger.read(room.briefs / "ledger.jsonl")
    mine = [row for row in rows if row.consumer == "judge"]
    assert len({row.message for row in mine}) == len(mine) and {row.kind for row in mine} == {
        "call"
    }
    assert advised(brief) == [("repaired", SLIP)]


def test_of_a_long_source_the_judge_reads_the_words_a_fact_rests_on_and_those_round_them() -> None:
    item = pack().items[0]
    text = "\n\n".join(one.text for one in pack().items)
    words = said_by(pack(), 4)[2]
    at = text.index(words)
    rests = (Quote(1, at, at + len(words), words),)
    other = (Sentence("Something else.", (1,), rests=rests), (replace(item, text=text),))
    (found,) = hearing.shown(*other)
    assert words in found.text and len(words) < len(found.text) <= hearing.MOST
    assert text[found.start - item.start :].startswith(found.text)
    two = hearing.shown(other[0], (other[1][0], pack().items[1]))
    assert words in two[0].text and len(two[0].text) <= hearing.SHORT


@pytest.mark.parametrize("kind", ["fact", "inference"])
def test_the_judge_reads_every_word_that_a_sentence_rests_on_however_far_apart(
    kind: SentenceKind,
) -> None:
    text = f"Heron opens all gates. {'Terns nest by the lake. ' * 120}To close one, name it."
    words = ("Heron opens all gates.", "To close one, name it.")
    spans = [(text.index(one), text.index(one) + len(one)) for one in words]
    rests = tuple(Quote(1, *span, one) for span, one in zip(spans, words, strict=True))
    item = replace(pack().items[0], text=text)
    (found,) = hearing.shown(Sentence("Both.", (1,), rests=rests, kind=kind), (item,))
    before, after = found.text.split(excerpt.GAP)
    assert before.startswith(words[0]) and after.endswith(words[1])
    assert before in text and after in text and "Terns nest by the lake." in after
    assert len(found.text) <= hearing.MOST + len(excerpt.GAP) and found.start == item.start


def test_words_that_alone_are_longer_than_a_judge_reads_are_shown_whole() -> None:
    one, other = ("Heron opens a gate " * 60).strip(), ("Tern closes a gate " * 60).strip()
    text = f"{one}. {'Terns nest by the lake. ' * 40}{other}."
    rests = tuple(Quote(1, at := text.index(it), at + len(it), it) for it in (one, other))
    item = replace(pack().items[0], text=text)
    (found,) = hearing.shown(Sentence("Both.", (1,), rests=rests), (item,))
    assert one in found.text and other in found.text and "lake" not in found.text


@pytest.mark.usefixtures("passing")
def test_the_count_of_a_judges_answers_holds_the_noes_that_its_writer_mended(
    room: Newsroom, server: Server
) -> None:
    server.state.respond = slipping(mends=True)
    brief = write(with_judge(room, "advise"), server)
    (count,) = [one for one in brief.findings if one.rule == "judge-advice" and not one.match]
    assert "no to 0, no verdict on 0" in count.message
    assert "Its no to 1 before went back to the writer." in count.message


@pytest.mark.parametrize(
    ("said", "leans"),
    [
        ("Scripts break now that the endpoints are gone.", True),
        ("Plan for it: endpoints that open roots are gone.", True),
        ("Rotate all tokens each week.", False),
    ],
)
def test_what_leans_on_a_fact_that_was_mended_is_asked_again(said: str, leans: bool) -> None:
    fact, mended = "The endpoints that open roots are gone.", "The endpoints are deprecated."
    assert doubts._leans(said, fact, {mended, said}) is leans


def test_a_heading_is_asked_about_but_where_it_is_one_quotation() -> None:
    fact = Sentence("The cache waits 60 seconds.", (1,), kind="fact")
    own = "The cache waits a minute", "Cache Notes: “The cache waits”", "It never waits, “we found”"
    for heading in (*own, "“The cache waits”"):
        section = Section("data", "Data", heading, (fact,), None, None)
        draft = Draft("2026-11-20", "“Waits”", "claude", (), (section,), (), None, None)
        asked = [one.text for _, one in headed(draft)]
        assert asked == ([heading] if heading in own else [])
