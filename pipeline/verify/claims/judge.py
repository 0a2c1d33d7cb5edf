"""A model as judge of written sentences: optional, quoting, and believed only where measured.

Enter: a judged draft and its evidence. Leave: the judgement with what the judge said. Each
question is about one sentence and the passages it cites, answered yes or no with a quote; a
verdict whose quote does not stand in its source is none. It advises, unless the desk lets it
decide and its calibration reaches every bar: then a no holds, and a yes passes what the claim
model of words doubted. Figures, quotes, names and negations it can never pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from pipeline.errors import ReplyError, WriterError
from pipeline.llm import ledger, prompts
from pipeline.llm.budget import spent_in
from pipeline.llm.prompts import Prompts, as_data, pack
from pipeline.llm.providers import PROVIDERS
from pipeline.llm.session import Purpose, Session
from pipeline.llm.structured import Reply, Step, Strict, Texts, fetch, request_for
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Judgement, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.verify.claims import calibration
from pipeline.verify.gate import conclude, passed_by
from pipeline.verify.grounds.excerpt import excerpt
from pipeline.verify.quotes import check
from pipeline.world import World

LEAST_WORDS = 4  # of a verdict's quote: shorter runs stand in nearly any text on the subject
REPLY_TOKENS = 4_000  # a verdict takes about 100; the rest is room to think

Quoted = Annotated[str, Field(min_length=1, max_length=1_200)]
Preference = Literal["first", "second", "neither", ""]


class VerdictReply(Strict):
    source: int
    quote: Quoted
    answer: Literal["yes", "no"]


class PreferenceReply(Strict):
    source: int
    quote: Quoted
    answer: Literal["first", "second", "neither"]


@dataclass(frozen=True, slots=True)
class JudgeVerdict:
    """The judge's word on one sentence; answer "" where there is none, and `why` says why."""

    answer: Literal["yes", "no", ""]
    quote: str = ""  # the source's own slice
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """A model that is asked, and the prompts it is asked with."""

    session: Session
    prompts: Prompts

    @property
    def model(self) -> str:
        return self.session.provider.model(self.session.desk.writing, "strong")

    @property
    def template(self) -> str:
        """The prompt files of the pointwise question, as a calibration names them."""
        return "+".join(f"{name}@{self.prompts.versions[name]}" for name in ("judging", "claim"))


@contextmanager
def sitting(purpose: Purpose, *, world: World, desk: Desk, room: Newsroom) -> Iterator[Judge]:
    """A judge for as long as the block runs. What the day's writing took today counts as spent."""
    loaded = prompts.load(room.templates / "prompts")
    provider = PROVIDERS[purpose.writer]
    with Session(provider, world=world, desk=desk, root=room.root, purpose=purpose) as session:
        today = world.now().isoformat()[:10]
        mine = (
            row
            for row in ledger.read(session.ledger)
            if purpose.day and row.day == purpose.day and row.at[:10] == today
        )
        session.purse.run = spent_in(today[:7], mine)
        yield Judge(session, loaded)


def weigh(
    judgement: Judgement, evidence: Evidence, desk: Desk, *, world: World, room: Newsroom
) -> Judgement:
    """The judgement with the judge's word on every written sentence, if the desk wants one.

    Raises ModelError when the owner must act; a judge that cannot be reached is a finding.
    """
    asked = questions(judgement.draft, evidence)
    writer = judgement.draft.writer
    if desk.gate.judge == "off" or writer not in PROVIDERS or not asked:
        return judgement
    day = "" if world.job else evidence.day
    again = bool(world.job) or (room.day(evidence.day) / "brief.json").exists()
    prefix = f"{world.job}:" if world.job else ""
    purpose = Purpose(day=day, writer=writer, again=again, prefix=prefix)
    with sitting(purpose, world=world, desk=desk, room=room) as judge:
        verdicts = tuple(zip(asked, rule_all(judge, asked), strict=True))
        barred = _barred(judge, desk, room)
        faults = judge.session.faults
    found = [
        *(_told(one, verdict, decides=not barred) for one, verdict in verdicts),
        _count([verdict for _, verdict in verdicts], judge.model, barred),
        *(finding("judge-ledger", "", "", f"No numbers: {fault}.") for fault in faults),
    ]
    passed = {one.sentence.text for one, verdict in verdicts if verdict.answer == "yes"}
    before = passed_by(judgement.findings, set() if barred else passed)
    return conclude(judgement.draft, (*before, *(one for one in found if one)), desk)


# ── asking ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class JudgeQuestion:
    """One sentence, where it stands, and the passages it cites."""

    path: str
    sentence: Sentence
    items: tuple[EvidenceItem, ...]


def questions(draft: Draft, evidence: Evidence) -> tuple[JudgeQuestion, ...]:
    """Every fact in a writer's own words that cites something. What is concluded or advised is said
    by no source, and not asked about."""
    items = {item.n: item for item in evidence.items}
    found = (
        JudgeQuestion(path, one, tuple(items[n] for n in one.cites if n in items))
        for path, one in drafts.sentences(draft)
        if one.origin == "writer" and one.kind == "fact"
    )
    return tuple(one for one in found if one.items)


def rule_all(judge: Judge, asked: tuple[JudgeQuestion, ...]) -> list[JudgeVerdict]:
    """A verdict a question. What cannot be had within the budgets is no verdict."""
    said = judge.session.each(
        lambda one: rule(judge, one.sentence.text, one.items, part=one.path), asked
    )
    return [
        JudgeVerdict("", why=one.message) if isinstance(one, WriterError) else one for one in said
    ]


def rule(
    judge: Judge, sentence: str, items: tuple[EvidenceItem, ...], *, part: str
) -> JudgeVerdict:
    """Do these passages bear the sentence out? Raises WriterError when nobody answers.

    Of a long passage it is shown the ground of the sentence with what stands round it.
    """
    items = tuple(excerpt(sentence, item) for item in items)
    task = judge.prompts.render("claim", sentence=as_data(sentence))
    try:
        reply = _asked(judge, items, task, VerdictReply, part=part)
    except ReplyError as error:
        return JudgeVerdict("", why=error.message)
    quote, why = standing(reply.quote, reply.source, items)
    return JudgeVerdict("" if why else reply.answer, quote, why)


def prefer(
    judge: Judge, first: str, second: str, items: tuple[EvidenceItem, ...], *, part: str
) -> tuple[Preference, str]:
    """Which of two texts is truer to the passages, and why there is no answer where there is none.

    Asked in both orders: a preference that turns with the order is none.
    """
    said = [
        _preference(judge, texts, items, part=f"{part} {way}")
        for texts, way in (((first, second), "in order"), ((second, first), "swapped"))
    ]
    if why := next((why for _, why in said if why), ""):
        return "", why
    turned: dict[str, Preference] = {"first": "second", "second": "first", "neither": "neither"}
    straight, swapped = said[0][0], turned[said[1][0]]
    return (straight, "") if straight == swapped else ("", "the answer turns with the order")


def standing(quote: str, n: int, items: tuple[EvidenceItem, ...]) -> tuple[str, str]:
    """The source's slice that a verdict quotes; or why its quote does not count."""
    item = next((one for one in items if one.n == n), None)
    if item is None:
        return "", f"it quotes source {n}, which the sentence does not cite"
    least = min(LEAST_WORDS, len(item.text.split()))
    if len(quote.split()) < least:
        return "", f"it quotes fewer than {least} words"
    found = check.check(quote, item.text)
    if not found.accepted:
        return "", f"its quote does not stand in source {n}"
    return " ".join(item.text[found.start : found.end].split()), ""


def _preference(
    judge: Judge, texts: tuple[str, str], items: tuple[EvidenceItem, ...], *, part: str
) -> tuple[Preference, str]:
    task = judge.prompts.render("pair", first=as_data(texts[0]), second=as_data(texts[1]))
    try:
        reply = _asked(judge, items, task, PreferenceReply, part=part)
    except ReplyError as error:
        return "", error.message
    _, why = standing(reply.quote, reply.source, items)
    return ("", why) if why else (reply.answer, "")


def _asked(
    judge: Judge,
    items: tuple[EvidenceItem, ...],
    task: prompts.Prompt,
    kind: type[Reply],
    *,
    part: str,
) -> Reply:
    texts = Texts(judge.prompts.render("judging"), task, pack(items))
    ask = request_for("strong", judge.session, Step("judge", part), texts, kind)
    ask = replace(ask, max_tokens=min(REPLY_TOKENS, ask.max_tokens))
    return fetch(judge.session, ask, kind, judge.prompts)


# ── what it comes to ──────────────────────────────────────────────────────────────────────


def _barred(judge: Judge, desk: Desk, room: Newsroom) -> str:
    """Why the judge may not decide; "" when it may."""
    if desk.gate.judge != "decide":
        return "the desk asks for advice"
    return calibration.objection(
        calibration.read(room.briefs),
        writer=judge.session.purpose.writer,
        model=judge.model,
        prompt=judge.template,
    )


def _told(asked: JudgeQuestion, verdict: JudgeVerdict, *, decides: bool) -> Finding | None:
    """A finding for a no; a yes and a missing verdict are only counted."""
    if verdict.answer != "no":
        return None
    return finding(
        "judge-unsupported" if decides else "judge-advice",
        asked.path,
        asked.sentence.text,
        "A model as judge finds that the cited source does not bear this out.",
        fix="say what the source says, or leave it out" if decides else "",
        evidence=verdict.quote,
    )


def _count(verdicts: list[JudgeVerdict], model: str, barred: str) -> Finding:
    """What the judge was asked and said in all, and whether it decides."""
    said = [sum(one.answer == word for one in verdicts) for word in ("yes", "no", "")]
    silent = sorted({one.why for one in verdicts if not one.answer})
    message = (
        f"{model} was asked about {len(verdicts)} sentences: yes to {said[0]}, no to {said[1]}, "
        f"no verdict on {said[2]}{f' ({silent[0]})' if silent else ''}. "
        + (f"It advises only: {barred}." if barred else "It decides: its calibration holds.")
    )
    return finding("judge-advice", "", "", message)
