"""What a model wrote over a fact of its own section goes back to it once when that fact goes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pydantic import BaseModel

from pipeline.compose.model import doubts, parts
from pipeline.compose.model.parts import Part
from pipeline.compose.model.work import Work
from pipeline.records import Draft, Finding, Implication, Judgement, Quote, Section, Sentence
from pipeline.records.rules import finding

FACT, GONE = "Kestrel 4.2 deprecates its log.", "The preset `all` leaves nursery rules out."
ADVICE = "Because `all` leaves nursery rules out, teams can turn it on."
OTHER = "Teams on Kestrel 4.2 can plan to leave its log."


class Reply(BaseModel):
    facts: list[str]
    implication: str


def section(reply: Reply, _: object = None) -> Section:
    facts = tuple(Sentence(one, (1,), "writer") for one in reply.facts)
    drawn = Implication(
        "platform teams", Sentence(reply.implication, (1,), "writer", kind="inference")
    )
    return Section("cloud-infra", "Cloud", "Kestrel 4.2", facts, Quote(1, 0, 7, "Kestrel"), drawn)


def asked_again(
    monkeypatch: pytest.MonkeyPatch, *, says: Reply, left: tuple[str, ...], bad: str = ""
) -> tuple[Section, list[list[str]]]:
    """The section after its facts went but for those left, and what its writer was told."""
    first = Reply(facts=[FACT, GONE], implication=ADVICE)
    part: Part[Reply, Section] = Part(
        "sections[cloud-infra]", cast(Any, None), Reply, cast(Any, lambda: SimpleNamespace(findings=[])),
        cast(Any, section), reply=first, value=section(first),
    )  # fmt: skip
    as_read = Draft("2026-11-20", "", "claude", (), (section(first),), (), None, None)
    kept = tuple(one for one in section(first).sentences if one.text in left)
    part.value = replace(section(first), sentences=kept)
    told: list[list[str]] = []

    def corrected(ask: object, prompts: object, reply: str, faults: list[str]) -> object:
        told.append(faults)
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
    session = SimpleNamespace(each=lambda do, them: [do(one) for one in them])
    work = cast(Work, SimpleNamespace(judge=judge, session=session, prompts=None))

    def draft_of() -> Draft:
        return replace(as_read, sections=(part.value,) if part.value else ())

    doubts.rested(work, [part], draft_of, as_read)
    assert part.value
    return part.value, told


def test_an_implication_is_asked_again_when_a_fact_of_its_section_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = Reply(facts=[FACT, GONE], implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT,))
    assert "implication.sentence" in told[0][0] and GONE in told[0][0]
    assert now.implication and now.implication.sentence.text == OTHER
    assert [one.text for one in now.sentences] == [FACT]  # what was cut does not come back


def test_an_implication_whose_facts_all_stand_is_asked_about_by_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = Reply(facts=[], implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT, GONE))
    assert not told and now.implication and now.implication.sentence.text == ADVICE


def test_an_implication_that_comes_back_worse_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    says = Reply(facts=[FACT], implication=OTHER)
    now, told = asked_again(monkeypatch, says=says, left=(FACT,), bad=OTHER)
    assert told and now.implication and now.implication.sentence.text == ADVICE
