"""A model as judge of written sentences: quoted, counted, and believed only where measured."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

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
from pipeline.errors import ModelError, RecordError
from pipeline.llm import ledger
from pipeline.llm.session import Purpose
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Gate
from pipeline.records import (
    Composition,
    Draft,
    Judgement,
    Quote,
    Sentence,
    store,
)
from pipeline.run.judging import settled
from pipeline.run.shift import begin
from pipeline.verify.claims import calibration, hearing
from pipeline.verify.claims import judge as judging
from pipeline.verify.claims.calibration import Calibration
from pipeline.verify.gate import conclude, remembered
from tests import writing
from tests.messages_server import Server


def test_a_desk_may_do_without_the_judge(room: Newsroom, server: Server) -> None:
    given = pack()
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    before = judged(draft, room.desk, "claim-check")
    assert Gate().judge == "decide"
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


@pytest.mark.parametrize(
    ("of", "refuted", "outcome"),
    [(21, 21, "published"), (21, 20, "published"), (21, 19, "held"), (19, 19, "held")],
)
def test_a_judge_says_that_a_denial_is_none_where_it_was_measured_on_denials(
    room: Newsroom, server: Server, of: int, refuted: int, outcome: str
) -> None:
    given = pack()
    calibrated(room, faults={"denied": {"of": of, "refuted": refuted}})
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    denied = judged(draft, room.desk, "claim-negation")
    after = weigh(with_judge(room, "decide"), server, denied, given)
    assert after.outcome == outcome
    figure = judged(draft, room.desk, "claim-negation", "number-missing")
    assert weigh(with_judge(room, "decide"), server, figure, given).outcome == "held"


def test_a_judge_measured_on_denials_that_misses_a_bar_passes_none(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    calibrated(room, refuted=53, faults={"denied": {"of": 30, "refuted": 30}})
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    for kind in ("claim-negation", "claim-ground"):
        found = judged(draft, room.desk, kind)
        assert weigh(with_judge(room, "decide"), server, found, given).outcome == "held"


def test_an_unmeasured_judge_names_the_command_that_measures_it(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    draft = judged(draft_of(given, Sentence(said_by(given, 1)[0], (1,))), room.desk)
    for how, named in (("decide", True), ("advise", False)):
        after = weigh(with_judge(room, how), server, draft, given)
        (count,) = [one for one in after.findings if one.rule == "judge-advice"]
        assert ("`dateline eval judge --save`" in count.fix) == named
    calibrated(room)
    after = weigh(with_judge(room, "decide"), server, draft, given)
    assert not [one for one in after.findings if one.fix]


def test_a_settled_denial_is_remembered_as_that_and_as_nothing_else(
    room: Newsroom, server: Server
) -> None:
    given = pack()
    calibrated(room, faults={"denied": {"of": 21, "refuted": 21}})
    draft = draft_of(given, Sentence(said_by(given, 1)[0], (1,)))
    denied = judged(draft, room.desk, "claim-negation")
    settled = weigh(with_judge(room, "decide"), server, denied, given)
    assert remembered(denied, settled.findings, room.desk).outcome == "published"
    wider = judged(draft, room.desk, "claim-ground")
    assert remembered(wider, settled.findings, room.desk).outcome == "held"


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
    draft = draft_of(given, fact, advice)
    assert [one.sentence.text for one in hearing.questions(draft, given)] == [fact.text]


def test_what_is_concluded_is_held_against_what_it_rests_on_and_anew_when_that_changes() -> None:
    given = pack()
    fact = Sentence(said_by(given, 1)[0], (1,))
    advice = Sentence("A team should look at its own figures first.", (1,), kind="advice")
    (asked,) = hearing.conclusions(draft_of(given, fact, advice), given)
    assert asked.sentence == advice and fact.text in (asked.facts or ())
    (refused,) = hearing.conclusions(draft_of(given, fact, advice), given, frozenset({fact.text}))
    assert fact.text not in (refused.facts or ())  # what the judge said no to is no fact
    mended = replace(fact, text="The endpoints are deprecated.")
    (again,) = hearing.conclusions(draft_of(given, mended, advice), given)
    assert again.key != asked.key


def test_a_conclusion_is_read_against_the_words_that_the_facts_beside_it_rest_on() -> None:
    long = " ".join(f"Gull {n} rests on pier {n} and counts the boats." for n in range(80))
    rests = "A tern needs three nests. It leaves two."
    given = pack()
    source = replace(given.items[0], n=1, text=f"{long} {rests} {long}")
    start = source.text.index(rests)
    fact = Sentence(
        "A tern needs three nests.", (1,), rests=(Quote(1, start, start + len(rests), rests),)
    )
    advice = Sentence("Teams should count the boats at a pier.", (1,), kind="advice")
    alone = replace(given, items=(source,))
    (asked,) = hearing.conclusions(draft_of(given, fact, advice), alone)
    assert rests in asked.items[0].text and len(asked.items[0].text) < len(source.text)


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
    with begin(asked, world) as shift:
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
    with begin(asked, world) as shift:
        run.make_brief(shift, given, (), writer="claude")
    spent = [row for row in ledger.read(room.briefs / "ledger.jsonl") if row.kind == "call"]
    purpose = Purpose(day=given.day, writer="claude")
    with judging.sitting(purpose, world=world, desk=room.desk, room=room) as judge:
        assert judge.session.budget.run.steps == len(spent)
        assert judge.session.budget.run.dollars == sum((row.cost for row in spent), Decimal(0))


def test_facts_are_judged_first_and_one_that_is_refused_is_no_ground_of_a_conclusion(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = pack()
    first, second = said_by(given, 1)[:2]
    facts = Sentence(first, (1,)), Sentence(second, (1,))
    drawn = Sentence("Teams should plan for this.", (1,), kind="advice")
    asked: list[tuple[str, tuple[str, ...] | None]] = []

    def rule_all(_: object, new: tuple[hearing.JudgeQuestion, ...]) -> list[judging.JudgeVerdict]:
        asked.extend((one.sentence.text, one.facts) for one in new)
        return [judging.JudgeVerdict("no" if one.sentence.text == first else "yes") for one in new]

    monkeypatch.setattr(hearing, "rule_all", rule_all)
    judge = cast(Any, SimpleNamespace(prompts=SimpleNamespace(versions={judging.CONCLUSION: 1})))
    hearing.Hearing(given, room).ask(judge, draft_of(given, drawn, *facts))
    assert [text for text, of in asked if of is None] == [first, second]
    assert asked[-1] == (drawn.text, (second,))
