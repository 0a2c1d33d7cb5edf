"""A model as judge of written sentences: quoted, counted, and believed only where measured."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from checks import each
from click.testing import CliRunner

from pipeline import cli, run
from pipeline.compose.model import doubts
from pipeline.errors import ConfigError, ModelError, RecordError
from pipeline.evals import judge as measure
from pipeline.evals.gold import cases
from pipeline.llm import ledger
from pipeline.llm.session import Purpose
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.desk import Desk, Gate
from pipeline.records import (
    Brief,
    Composition,
    Draft,
    Evidence,
    Instead,
    Judgement,
    Quote,
    Section,
    Sentence,
    store,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.run.judging import settled
from pipeline.text.sentences import sentences as split
from pipeline.verify.claims import calibration, hearing
from pipeline.verify.claims import judge as judging
from pipeline.verify.claims.calibration import Calibration
from pipeline.verify.gate import conclude, remembered
from tests import messages_server, scripted, writing
from tests.messages_server import Server

Respond = Callable[[dict[str, Any]], dict[str, Any] | str]


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return writing.newsroom(tmp_path / "newsroom")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def with_judge(room: Newsroom, how: str) -> Newsroom:
    gate = room.desk.gate.model_copy(update={"judge": how})
    return replace(room, desk=room.desk.model_copy(update={"gate": gate}))


def pack() -> Evidence:
    return writing.evidence()


def said_by(pack: Evidence, n: int) -> list[str]:
    """Whole sentences of a source, short enough to be quoted."""
    source = pack.items[n - 1].text
    whole = [source[start:end] for start, end in split(source)]
    return [one for one in whole if 8 <= len(one.split()) <= 40 and "\n" not in one]


def draft_of(pack: Evidence, *sentences: Sentence, writer: str = "claude") -> Draft:
    section = Section("security", "Security", "A headline", sentences, None, None)
    return Draft(writing.DAY, "A title", writer, (), (section,), (), None, None)


def judged(draft: Draft, desk: Desk, *rules: str) -> Judgement:
    """A judgement with open findings of these rules on the first sentence."""
    first = draft.sections[0].sentences[0].text
    found = tuple(finding(one, "sections[0].sentences[0]", first, "doubted") for one in rules)
    return conclude(draft, found, desk)


def weigh(room: Newsroom, server: Server, judgement: Judgement, pack: Evidence) -> Judgement:
    world = writing.world(server.environ)
    return hearing.weigh(judgement, hearing.Hearing(pack, room), world=world)


def calibrated(room: Newsroom, **changed: Any) -> None:
    """Put a calibration on file that lets the desk's judge decide, unless changed."""
    texts = room.templates / "prompts"
    versions = judging.prompts.load(texts).versions
    values: dict[str, Any] = {
        "writer": "claude",
        "model": room.desk.writing.main.model,
        "prompt": f"judging@{versions['judging']}+claim@{versions['claim']}",
        "made": "2031-03-01",
        "data": "0" * 64,
        "supported": 60,
        "confirmed": 57,
        "unsupported": 60,
        "refuted": 58,
    }
    made = Calibration(**(values | changed))
    store.write(room.briefs / calibration.FILE, made.model_dump_json())


def respond(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Respond:
    """The scripted replies, with those of the judge changed."""

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        reply = messages_server.by_script(body)
        return change(reply) if "answer" in reply else reply

    return answer


def test_a_desk_may_do_without_the_judge(room: Newsroom, server: Server) -> None:
    given = pack()
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    before = judged(draft, room.desk, "claim-check")
    assert Gate().judge == "advise"
    assert weigh(room, server, before, given) is before
    assert server.state.requests == []


def test_an_edition_written_by_code_is_not_sent_to_a_judge(room: Newsroom, server: Server) -> None:
    given = pack()
    words = said_by(given, 1)[0]
    asked = with_judge(room, "advise")
    extractive = judged(draft_of(given, Sentence(words, (1,)), writer="extractive"), room.desk)
    computed = judged(draft_of(given, Sentence(words, (1,), "computed")), room.desk)
    assert weigh(asked, server, extractive, given) is extractive
    assert weigh(asked, server, computed, given) is computed
    assert server.state.requests == []


def test_advice_changes_neither_score_nor_verdict(room: Newsroom, server: Server) -> None:
    given = pack()
    draft = draft_of(
        given,
        Sentence(said_by(given, 1)[0], (1,)),
        Sentence("Every cluster on earth now runs on nine fleets of blue servers.", (2,)),
    )
    before = judged(draft, room.desk, "claim-unsupported")
    after = weigh(with_judge(room, "advise"), server, before, given)
    assert (after.score, after.outcome) == (before.score, before.outcome)
    no, count = [one for one in after.findings if one.rule == "judge-advice"][::-1]
    assert no.where.path == "sections[0].sentences[1]" and no.severity == "info"
    assert f"[Source 2] {' '.join(given.items[1].text.split()[:12])}" == no.evidence
    assert f'not bear "{no.match}" out (what happened or holds)' in no.message
    assert "yes to 1, no to 1, no verdict on 0" in count.message
    assert "advises only: the desk asks for advice" in count.message
    assert not any(one.resolved for one in after.findings)


def test_each_question_shows_one_sentence_and_only_the_passages_it_cites(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    draft = draft_of(
        given,
        Sentence(said_by(given, 1)[0], (1,)),
        Sentence(said_by(given, 3)[0], (3,)),
    )
    weigh(with_judge(room, "advise"), server, judged(draft, room.desk), given)
    prompts = [json.dumps(one["messages"]) for one in server.state.requests]
    assert len(prompts) == 2
    for prompt in each(prompts):
        assert (given.items[0].title in prompt) != (given.items[2].title in prompt)
        assert "untrusted" in prompt


def test_a_verdict_whose_quote_does_not_stand_is_no_verdict(room: Newsroom, server: Server) -> None:
    given = pack()
    calibrated(room)
    first = Sentence(said_by(given, 1)[0], (1,))
    before = judged(draft_of(given, first), room.desk, "claim-unsupported")
    for change, why in (
        ({"quote": "words that stand in no source of ours"}, "does not stand in source 1"),
        ({"quote": first.text.split()[0]}, "fewer than 4 words"),
        ({"source": 2}, "source 2, which the sentence does not cite"),
    ):
        server.state.respond = respond(lambda reply, change=change: reply | change)  # type: ignore[misc]
        for stored in (room.state / "cache").rglob("*.json"):
            stored.unlink()
        after = weigh(with_judge(room, "decide"), server, before, given)
        assert after.outcome == "held"
        assert not any(one.resolved for one in after.findings)
        (count,) = [one for one in after.findings if one.rule == "judge-advice"]
        assert "no verdict on 1" in count.message and why in count.message


def test_a_calibrated_judge_passes_what_word_features_doubted_and_nothing_else(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    calibrated(room)
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    decides = with_judge(room, "decide")
    after = weigh(decides, server, judged(draft, room.desk, "claim-unsupported"), given)
    assert after.outcome == "published"
    assert [one.resolved for one in after.findings if one.rule == "claim-unsupported"] == ["judged"]
    for rule in ("number-missing", "quote-altered", "claim-negation", "cite-missing"):
        held = weigh(decides, server, judged(draft, room.desk, rule), given)
        assert held.outcome == "held", rule


def test_a_calibrated_judge_holds_what_it_finds_unsupported(room: Newsroom, server: Server) -> None:
    given = pack()
    calibrated(room)
    false = Sentence("Every cluster on earth now runs on nine fleets of blue servers.", (2,))
    after = weigh(
        with_judge(room, "decide"), server, judged(draft_of(given, false), room.desk), given
    )
    assert after.outcome == "held"
    (error,) = [one for one in after.findings if one.rule == "judge-unsupported"]
    assert (error.severity, error.match) == ("error", false.text)


def test_what_a_calibrated_judge_finds_unsupported_goes_and_the_brief_stands(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    calibrated(room)
    decides = with_judge(room, "decide")
    good = [Sentence(words, (1,)) for words in said_by(given, 1)[:2]]
    false = Sentence("Every cluster on earth now runs on nine fleets of blue servers.", (2,))
    draft = draft_of(given, *good, false)

    def check(one: Draft) -> Judgement:
        return conclude(one, (), room.desk)

    asked = weigh(decides, server, check(draft), given)
    assert asked.outcome == "held"
    after, made = settled(check, asked, Composition(draft), decides.desk)
    assert after.outcome == "published"
    assert [one.text for one in after.draft.sections[0].sentences] == [one.text for one in good]
    assert [(one.rule, one.resolved, one.match) for one in made.findings] == [
        ("judge-unsupported", "removed", false.text)
    ]


def test_a_judge_is_asked_about_facts_and_not_about_what_is_concluded(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    fact = Sentence(said_by(given, 1)[0], (1,))
    advice = Sentence("A team should look at its own figures first.", (1,), kind="advice")
    asked = hearing.questions(draft_of(given, fact, advice), given)
    assert [one.sentence.text for one in asked] == [fact.text]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"confirmed": 53}, "true-positive rate is 0.883"),
        ({"refuted": 53}, "true-negative rate is 0.883"),
        ({"supported": 50, "confirmed": 50, "unsupported": 49, "refuted": 49}, "99 sentences"),
        ({"supported": 95, "confirmed": 95, "unsupported": 10, "refuted": 10}, "one label"),
        ({"model": "claude-opus-5-5"}, "is of claude-opus-5-5"),
        ({"prompt": "judging@0+claim@0"}, "with the prompts judging@0+claim@0"),
        ({"writer": "local"}, "the calibration on file is of"),
    ],
)
def test_a_judge_below_a_bar_can_pass_nothing(
    room: Newsroom, server: Server, changed: dict[str, Any], why: str
) -> None:
    given = pack()
    calibrated(room, **changed)
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    before = judged(draft, room.desk, "claim-unsupported")
    after = weigh(with_judge(room, "decide"), server, before, given)
    assert (after.outcome, after.score) == ("held", before.score)
    assert any(why in one.message for one in after.findings if one.rule == "judge-advice")


def test_kappa_alone_can_bar_a_judge() -> None:
    found = Calibration(
        writer="claude", model="m", prompt="p", made="2031-03-01", data="",
        supported=1_000, confirmed=900, unsupported=20, refuted=18,
    )  # fmt: skip
    assert found.true_positive_rate == found.true_negative_rate == 0.9
    assert found.kappa < 0.6
    assert calibration.short_of(found).startswith("its kappa is 0.2")


def test_a_calibration_without_a_file_or_out_of_form_is_told(room: Newsroom) -> None:
    assert "no calibration" in calibration.objection(None, writer="claude", model="m", prompt="p")
    store.write(room.briefs / calibration.FILE, '{"model": "m"}')
    with pytest.raises(RecordError, match=r"judge\.json"):
        calibration.read(room.briefs)
    with pytest.raises(ValueError, match="more right answers"):
        Calibration(writer="claude", model="m", prompt="p", made="", data="",
                    supported=1, confirmed=2, unsupported=0, refuted=0)  # fmt: skip


def test_what_a_judge_settled_is_remembered_while_the_sentence_stands(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    calibrated(room)
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    plain = judged(draft, room.desk, "claim-unsupported")
    settled = weigh(with_judge(room, "decide"), server, plain, given)
    assert remembered(plain, settled.findings, room.desk) == settled
    assert remembered(settled, settled.findings, room.desk) == settled
    other = judged(draft_of(given, Sentence("Other words.", (1,))), room.desk, "claim-unsupported")
    assert remembered(other, settled.findings, room.desk).outcome == "held"


def test_a_provider_that_is_down_costs_verdicts_and_not_the_brief(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    writing_ = room.desk.writing.model_copy(update={"attempts": 1})
    down = replace(room, desk=room.desk.model_copy(update={"writing": writing_}))
    server.state.faults = ["500"] * 4
    before = judged(draft_of(given, Sentence(said_by(given, 1)[0], (1,))), room.desk)
    after = weigh(with_judge(down, "advise"), server, before, given)
    assert after.outcome == before.outcome
    assert any("no verdict on 1 (the provider answered 500" in o.message for o in after.findings)


def test_a_wrong_key_is_the_owners_error(room: Newsroom, server: Server) -> None:
    given = pack()
    before = judged(draft_of(given, Sentence(said_by(given, 1)[0], (1,))), room.desk)
    world = writing.world(server.environ | {"ANTHROPIC_API_KEY": "wrong"})
    asked = with_judge(room, "advise")
    with pytest.raises(ModelError, match="refused the key"):
        hearing.weigh(before, hearing.Hearing(given, asked), world=world)


def test_the_judges_calls_are_rows_on_the_briefs_receipt_and_are_paid_once(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    asked = with_judge(room, "advise")
    world = writing.world(server.environ)
    with run.begin(asked, world) as shift:
        made = [run.make_brief(shift, given, (), writer="claude") for _ in range(2)]
    rows = ledger.read(room.briefs / "ledger.jsonl")
    mine = [row for row in rows if row.consumer == "judge"]
    assert mine and not ledger.check(rows)
    assert made[0] == made[1]
    total = sum((row.cost for row in rows if row.kind == "call"), Decimal(0))
    assert Decimal(made[0].provenance.receipt.cost_usd) == total
    cost = sum((row.cost for row in mine), Decimal(0))
    tokens = sum(row.tokens.total for row in mine)
    print(f"{len(mine)} facts, {tokens:,} tokens, ${cost:.3f}")
    assert 900 < tokens / len(mine) < 1_500 and 0 < cost / len(mine) < Decimal("0.004")
    assert any(one.rule == "judge-advice" for one in made[0].findings)
    audit = (room.state / "calls.jsonl").read_text("utf-8").splitlines()
    assert sum(json.loads(line)["step"] == "judge" for line in audit) == len(mine)


def test_what_the_writing_took_counts_against_the_judges_budget(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    asked = with_judge(room, "advise")
    world = writing.world(server.environ)
    with run.begin(asked, world) as shift:
        run.make_brief(shift, given, (), writer="claude")
    spent = [row for row in ledger.read(room.briefs / "ledger.jsonl") if row.kind == "call"]
    purpose = Purpose(day=given.day, writer="claude")
    with judging.sitting(purpose, world=world, desk=room.desk, room=room) as judge:
        assert judge.session.purse.run.steps == len(spent)
        assert judge.session.purse.run.dollars == sum((row.cost for row in spent), Decimal(0))


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
    with run.begin(room, world) as shift:
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
    assert SLIP in texts and not any("77,123" in one for one in texts)
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
    assert re.search(r"no verdict on 2\d \(.*(500|6 times in a row)", count.message)


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
