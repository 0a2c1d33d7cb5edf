"""What a model wrote over a fact of its own section goes back to it once when that fact goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from checks import each

from pipeline.compose.model import doubts, parts, repair, writer
from pipeline.compose.model.parts import Part
from pipeline.compose.model.schemas import AnchorReply, SectionReply, SentenceReply
from pipeline.compose.model.standing import as_quoted, replaced, standing
from pipeline.compose.model.work import Work
from pipeline.errors import BudgetError, WriterError
from pipeline.llm.request import Request
from pipeline.records import (
    Draft,
    Finding,
    Implication,
    Instead,
    Judgement,
    Quote,
    Section,
    Sentence,
)
from pipeline.records.rules import finding

FACT, GONE = "Kestrel 4.2 deprecates its log.", "The preset `all` leaves nursery rules out."
ADVICE = "Because `all` leaves nursery rules out, teams can turn it on."
OTHER = "Teams on Kestrel 4.2 can plan to leave its log."


def reply(*facts: str, implication: str, headline: str = "Kestrel 4.2") -> SectionReply:
    return SectionReply(
        quote=AnchorReply(source=1, exact="Kestrel", first="", last=""),
        headline=headline,
        sentences=tuple(SentenceReply(text=one, cites=(1,)) for one in facts),
        implication=SentenceReply(text=implication, cites=(1,), kind="inference"),
    )


def section(said: SectionReply, _: object = None) -> Section:
    facts = tuple(Sentence(one.text, (1,), "writer") for one in said.sentences)
    drawn = Implication(
        "platform teams", Sentence(said.implication.text, (1,), "writer", kind="inference")
    )
    return Section("cloud-infra", "Cloud", said.headline, facts, Quote(1, 0, 7, "Kestrel"), drawn)


@dataclass
class Asked:
    """What a writer was told, and its last answer as it was shown to it."""

    faults: list[list[str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def asked_again(
    monkeypatch: pytest.MonkeyPatch,
    *,
    says: SectionReply,
    left: tuple[str, ...],
    bad: str = "",
    headline: str = "Kestrel 4.2",
    ended: WriterError | None = None,
) -> tuple[Section, Asked]:
    """The section after its facts went but for those left, and what its writer was told. ended: what
    the part beside it gets for an answer."""
    first = reply(FACT, GONE, implication=ADVICE, headline=headline)
    part: Part[SectionReply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), SectionReply, cast(Any, lambda: SimpleNamespace(findings=[])),
        cast(Any, section), reply=first, value=section(first),
    )  # fmt: skip
    as_read = Draft("2026-11-20", "", "claude", (), (section(first),), (), None, None)
    kept = tuple(one for one in section(first).sentences if one.text in left)
    part.value = replace(section(first), sentences=kept)
    told = Asked()

    def corrected(ask: object, prompts: object, reply: str, faults: list[str]) -> object:
        told.faults.append(faults)
        told.shown.append(reply)
        return ask

    def judge(draft: Draft) -> Judgement:
        faults: list[Finding] = [
            finding(
                "claim-ground", "sections[cloud-infra].implication.sentence", bad, "It is not so."
            )
            for one in draft.sections
            if bad and one.implication and one.implication.sentence.text == bad
        ]
        return Judgement(draft, tuple(faults), 100, "held" if faults else "published")

    monkeypatch.setattr(parts, "corrected", corrected)
    monkeypatch.setattr(parts, "fetch", lambda *_: says)
    session = SimpleNamespace(each=lambda do, them: [do(them[0]), *(ended for _ in them[1:])])
    work = cast(Work, SimpleNamespace(judge=judge, session=session, prompts=None))

    def draft_of() -> Draft:
        return replace(as_read, sections=(part.value,) if part.value else ())

    beside = [replace(part, name="sections[security]")] if ended else []
    doubts.rested(work, [part, *beside], draft_of, as_read)
    assert part.value
    return part.value, told


def test_an_implication_is_asked_again_when_a_fact_of_its_section_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply(FACT, GONE, implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT,))
    assert "implication.sentence" in told.faults[0][0] and GONE in told.faults[0][0]
    assert FACT in told.shown[0] and GONE not in told.shown[0]  # its answer as it stands
    assert now.implication and now.implication.sentence.text == OTHER
    assert [one.text for one in now.sentences] == [FACT]  # what was cut does not come back


def test_an_implication_whose_facts_all_stand_is_asked_about_by_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply(FACT, implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT, GONE))
    assert not told.faults and now.implication and now.implication.sentence.text == ADVICE


def test_an_implication_that_comes_back_worse_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    says = reply(FACT, implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT,), bad=OTHER)
    assert told.faults and now.implication and now.implication.sentence.text == ADVICE


def test_an_answer_is_not_taken_unread_when_the_budget_ends_before_all_have_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply("Another fact.", implication=OTHER, headline="Another headline")
    ended = BudgetError("the budget is spent")
    now, told = asked_again(monkeypatch, says=says, left=(FACT,), ended=ended)
    assert told.faults and [one.text for one in now.sentences] == [FACT]
    assert now.headline == "Kestrel 4.2"
    assert now.implication and now.implication.sentence.text == ADVICE


def test_a_headline_is_asked_again_when_the_fact_that_alone_told_it_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply(FACT, implication=OTHER, headline="Kestrel 4.2 gives up its log")
    old = "The preset of Kestrel leaves rules out"
    now, told = asked_again(monkeypatch, says=says, left=(FACT,), headline=old)
    assert any(one.startswith("headline") and GONE in one for one in told.faults[0])
    assert now.headline == "Kestrel 4.2 gives up its log"


def test_a_headline_that_still_stands_is_kept_whatever_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply(FACT, implication=OTHER, headline="Another headline")
    now, told = asked_again(monkeypatch, says=says, left=(FACT,))
    assert not any(one.startswith("headline") for one in each(told.faults[0]))
    assert now.headline == "Kestrel 4.2"


def test_what_stands_in_the_place_of_a_sentence_is_shown_to_its_writer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = reply(FACT, GONE, implication=ADVICE)
    other = Sentence("Nursery rules are left out.", (1,), "source", Quote(1, 0, 7, "Nursery"))
    made = section(first)
    part: Part[SectionReply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), SectionReply, cast(Any, lambda: None), cast(Any, section),
        reply=first, value=replace(made, sentences=(made.sentences[0], other)),
    )  # fmt: skip
    stands = standing(part)
    assert [one.text for one in stands.sentences] == [FACT, other.text]
    assert stands.sentences[1].rests[0].exact == "Nursery" and part.reply == first
    assert [one.partition(":")[0] for one in replaced(part)] == ["sentences[1]"]
    part.reply, before = stands, part.value
    assert not replaced(part)  # it is told once
    part.value = section(stands)
    kept = as_quoted(part, before)
    assert kept.sentences[1] == other  # left as shown: no sentence of the writer's


def test_a_section_whose_answer_stands_is_asked_again_by_the_same_bytes() -> None:
    first = reply(FACT, GONE, implication=ADVICE)
    part: Part[SectionReply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), SectionReply, cast(Any, lambda: None), cast(Any, section),
        reply=first, value=section(first),
    )  # fmt: skip
    assert standing(part) is first and not replaced(part)


def test_a_section_that_is_asked_for_its_headline_says_that_its_sentences_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = reply(FACT, GONE, implication=OTHER)
    _, told = asked_again(monkeypatch, says=says, left=(FACT,))
    assert told.faults[0][-1] == doubts.ONLY


@pytest.mark.parametrize(("rounds", "asked"), [(None, 0), (3, 1)])
def test_an_answer_to_a_judge_that_words_doubt_is_told_to_its_writer_once(
    monkeypatch: pytest.MonkeyPatch, rounds: int | None, asked: int
) -> None:
    first, says = reply(FACT, implication=ADVICE), reply(FACT, implication=OTHER)
    part: Part[SectionReply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), SectionReply, cast(Any, lambda: SimpleNamespace(findings=[])),
        cast(Any, section), reply=first, value=section(first), rewrites=2,
    )  # fmt: skip
    told: list[list[str]] = []
    monkeypatch.setattr(parts, "corrected", lambda ask, prompts, reply, faults: told.append(faults))
    monkeypatch.setattr(parts, "fetch", lambda *_: says)

    def judge(draft: Draft) -> Judgement:
        drawn = [one.implication.sentence.text for one in draft.sections if one.implication]
        path = "sections[cloud-infra].implication.sentence"
        faults = [finding("claim-ground", path, ADVICE, "It is not so.") for _ in drawn]
        found = tuple(faults) if ADVICE in drawn else ()
        return Judgement(draft, found, 100, "held" if found else "published")

    session = SimpleNamespace(each=lambda do, them: [do(one) for one in them])
    desk = SimpleNamespace(writing=SimpleNamespace(rounds=2))
    work = cast(Work, SimpleNamespace(judge=judge, session=session, prompts=None, desk=desk))

    def draft_of() -> Draft:
        return Draft("2026-11-20", "", "claude", (), (cast(Section, part.value),), (), None, None)

    repair.improve(work, [part], draft_of, rounds=rounds)
    assert len(told) == asked


def test_a_part_that_is_put_back_keeps_the_sentence_that_answers_a_doubt() -> None:
    first = reply(FACT, GONE, implication=ADVICE)
    part: Part[SectionReply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), SectionReply, cast(Any, lambda: None), cast(Any, section),
        reply=first, value=section(first),
    )  # fmt: skip
    kept = doubts._Kept(part, part.reply, part.value, ())
    answer, other = "Kestrel 4.2 may deprecate its log.", "A preset is faulty."
    part.value = section(reply(answer, other, implication=ADVICE))

    def found(rule: str, at: int, text: str) -> Finding:
        return finding(rule, f"sections[cloud-infra].sentences[{at}]", text, "It is not so.")

    told = [found("judge-advice", 0, FACT), found("judge-advice", 1, GONE)]
    mended = kept.mended(told, kept.failed(told, [found("claim-ground", 1, other)], {}))
    kept.put_back(mended)
    assert part.value and [one.text for one in part.value.sentences] == [answer, GONE]


def test_the_last_sentence_of_a_lede_that_is_given_up_becomes_what_a_section_rests_on() -> None:
    made = section(reply(FACT, implication=ADVICE))
    false = Sentence("Kestrel 4.2 found the flaw itself.", (1,), "writer")
    stands = "Kestrel 4.2 marks its log as deprecated and names the release that drops it."
    other = Sentence(stands, (1,), "source", Quote(1, 0, len(stands), stands))
    value = ("A title", (false,), None)
    part: Part[SectionReply, Any] = Part(
        "lede", cast(Any, None), SectionReply, cast(Any, None), cast(Any, None), value=value
    )

    def draft_of() -> Draft:
        return Draft("2026-11-20", "A title", "claude", part.value[1], (made,), (), None, None)

    judged = Judgement(
        draft_of(), (), 100, "published", instead=(Instead("sections[0].sentences[0]", other),)
    )
    work = cast(Work, SimpleNamespace(judge=lambda _: judged))
    gone = [finding("judge-advice", "lede[0]", false.text, "It is not so.")]
    (done,) = repair.give_up(work, part, gone, draft_of)
    assert done.resolved == "replaced" and [one.text for one in part.value[1]] == [stands]


def test_a_part_is_asked_again_over_the_sections_as_they_stand_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks: list[str] = []

    def corrected(ask: Any, prompts: object, reply: str, faults: object) -> object:
        tasks.append(f"{ask.evidence}: {ask.task}")
        return ask

    def asks(evidence: str, task: str) -> Request:
        return Request("lede", "", "main", "m", "low", 9, "", evidence, task, {}, "lede@1")

    says = reply(FACT, implication=ADVICE)
    monkeypatch.setattr(parts, "corrected", corrected)
    monkeypatch.setattr(parts, "fetch", lambda *_: says)
    desk = cast(Any, lambda: SimpleNamespace(findings=[]))
    part: Part[SectionReply, Section] = Part(
        "lede", asks("read", GONE), SectionReply, desk, cast(Any, section), reply=says,
        anew=lambda: asks("other", FACT),
    )  # fmt: skip
    part.rewrite(cast(Any, None), cast(Any, None), [])
    assert tasks == [f"read: {FACT}"]


def test_what_came_back_to_the_page_is_not_told_as_removed() -> None:
    draft = Draft("2026-11-20", "", "claude", (), (section(reply(FACT, implication=ADVICE)),), (), None, None)  # fmt: skip
    cut, stays, mended = (
        finding("claim-ground", "sections[cloud-infra].sentences[0]", text, "", resolved=how)
        for text, how in ((GONE, "removed"), (FACT, "removed"), (FACT, "repaired"))
    )
    assert writer.as_printed([cut, stays, mended], draft) == [cut, mended]
