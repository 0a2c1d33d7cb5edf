"""The hearing of a brief: which sentences a model as judge is asked about, and what that comes to.

Enter: a judged draft and its evidence. Leave: the judgement with what the judge said, and before,
while the brief is written, its doubts for the writer. No sentence is asked about twice on the same
ground. The judge advises, unless the desk lets it decide and its calibration reaches every bar: then
a no holds, and a yes passes what words doubted, before its writer is told of it; a denial that words
find only where the judge was measured on denials. Figures, quotes and names it can never pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import WriterError
from pipeline.llm import prompts
from pipeline.llm.providers import PROVIDERS
from pipeline.llm.session import Purpose, Session
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Judgement, Quote, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.verify.claims import calibration
from pipeline.verify.claims.headed import HEADING, headed
from pipeline.verify.claims.judge import CONCLUSION, Judge, JudgeVerdict, rule, sitting
from pipeline.verify.draft.grounded import anchored
from pipeline.verify.gate import conclude, may_settle, passed_by
from pipeline.verify.grounds.excerpt import excerpt, pieces
from pipeline.verify.grounds.fate import burden
from pipeline.world import World

MOST = 1_800  # characters of a source that a judge reads, some 450 of a question's 1,400 tokens
SHORT = 1_000  # of each where a sentence cites several
SECOND = (
    0.3  # weight of the doubts of words that make a judge's no a fault: one of those that count
)
UNTOLD = "The writer was not told of it"
# A check that failed, as a writer and a reader are told of it.
CHECKS = {
    "who": "whose doing or word it is",
    "what": "what happened or holds",
    "figures": "a figure, its unit, its bound, or what it counts",
    "condition": "on what condition",
    "certainty": "how certain it is",
    "time": "when it is so: now, before, or yet to come",
    "cause": "what is the cause, or which is more",
    "scope": "of how much or how many it is said",
}
Known = tuple[str, tuple[tuple[int, int, int], ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class JudgeQuestion:
    """One sentence, where it stands, and what it stands on of the passages it cites."""

    path: str
    sentence: Sentence
    items: tuple[EvidenceItem, ...]
    facts: tuple[str, ...] | None = None  # that a conclusion rests on; None: it is a fact itself

    @property
    def is_fact(self) -> bool:
        """Whether it is a sentence that a verdict may hold or pass: no conclusion, and no heading."""
        return self.facts is None and not HEADING.search(self.path)

    @property
    def key(self) -> Known:
        """The sentence, its ground and the facts under it, by which a verdict is known again: a
        conclusion is asked about anew when a fact of it was mended."""
        ground = tuple((item.n, item.start, len(item.text)) for item in self.items)
        return self.sentence.text, ground, self.facts or ()


@dataclass(slots=True)
class Hearing:
    """What was said of a brief so far. `told`: by sentence, what became of telling its writer."""

    evidence: Evidence
    room: Newsroom
    verdicts: dict[Known, JudgeVerdict] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def doubts(self, session: Session, draft: Draft) -> tuple[Finding, ...]:
        """What the judge says no to, as its writer is told of it; asked within the writer's session,
        so from its budget. Raises ModelError when the owner must act."""
        judge = Judge(session, prompts.load(self.room.templates / "prompts"))
        said = self.ask(judge, draft)
        return tuple(_doubt(one, verdict) for one, verdict in said if verdict.answer == "no")

    def seconded(self, draft: Draft) -> tuple[Finding, ...]:
        """The noes that cost a sentence: to what words doubt too, though too little to fault it, and to
        what its writer had no round left to answer for. Nothing is asked."""
        items = {item.n: item for item in self.evidence.items}
        said = [
            (one, self.verdicts.get(one.key))
            for one in _asked(draft, self.evidence, self._refused(draft))
        ]
        return tuple(
            _doubt(one, verdict)
            for one, verdict in said
            if verdict
            and verdict.answer == "no"
            and (_unanswered(one, self.told) or _doubted(one.sentence, items))
        )

    def lifted(self, session: Session, judgement: Judgement) -> Judgement:
        """The judgement without the false alarms of words, as far as a judge that may decide can tell:
        asked about sentences that nothing else faults, before they cost their writer a round."""
        if judgement.outcome != "held":
            return judgement
        judge = Judge(session, prompts.load(self.room.templates / "prompts"))
        kinds = _settles(judge, self.room.desk, self.room)
        faulted = _only_settled(judgement.findings, kinds)
        if not faulted:
            return judgement
        asked = questions(judgement.draft, self.evidence)
        said = self.said(judge, tuple(one for one in asked if one.sentence.text in faulted))
        passed = {one.sentence.text for one, verdict in said if verdict.answer == "yes"}
        found = passed_by(judgement.findings, {(text, kind) for text in passed for kind in kinds})
        made = conclude(judgement.draft, found, self.room.desk)
        return replace(made, instead=judgement.instead)

    def ask(self, judge: Judge, draft: Draft) -> list[tuple[JudgeQuestion, JudgeVerdict]]:
        """Every question that a draft brings up with its verdict; only what is new is asked. Facts come
        first: what the judge has just refused is no fact that a conclusion is held against."""
        said = self.said(judge, questions(draft, self.evidence))
        if CONCLUSION in judge.prompts.versions:
            said += self.said(judge, conclusions(draft, self.evidence, self._refused(draft)))
        return said + self.said(judge, headings(draft, self.evidence))

    def unheaded(self, draft: Draft) -> tuple[Finding, ...]:
        """The headings that it still says no to, each with one in its source's own words. Nothing is asked."""
        said = [(one, self.verdicts.get(one.key)) for one in headings(draft, self.evidence)]
        return tuple(
            replace(
                _doubt(one, verdict), rule="claim-heading", fix=f"“{one.items[0].title.strip()}”"
            )
            for one, verdict in said
            if verdict and verdict.answer == "no" and one.items[0].title.strip()
        )

    def _refused(self, draft: Draft) -> frozenset[str]:
        """The facts of a draft that the judge said no to."""
        asked = [(one, self.verdicts.get(one.key)) for one in questions(draft, self.evidence)]
        return frozenset(one.sentence.text for one, said in asked if said and said.answer == "no")

    def said(
        self, judge: Judge, asked: tuple[JudgeQuestion, ...]
    ) -> list[tuple[JudgeQuestion, JudgeVerdict]]:
        """The questions with their verdicts; only what is new is asked."""
        new = {one.key: one for one in asked if one.key not in self.verdicts}
        self.verdicts |= zip(new, rule_all(judge, tuple(new.values())), strict=True)
        return [(one, self.verdicts[one.key]) for one in asked]


def weigh(judgement: Judgement, hearing: Hearing, *, world: World) -> Judgement:
    """The judgement with the judge's word on every written sentence, if the desk wants one.

    Raises ModelError when the owner must act; a judge that cannot be reached is a finding.
    """
    evidence, room = hearing.evidence, hearing.room
    desk = room.desk
    writer = judgement.draft.writer
    wanted = desk.gate.judge != "off" and writer in PROVIDERS
    if not wanted or not questions(judgement.draft, evidence):
        return judgement
    again = bool(world.job) or room.record(evidence.day).exists()
    prefix = f"{world.job}:" if world.job else ""
    day = "" if world.job else evidence.day
    purpose = Purpose(day=day, writer=writer, again=again, prefix=prefix)
    with sitting(purpose, world=world, desk=desk, room=room) as judge:
        verdicts = hearing.ask(judge, judgement.draft)
        barred = _barred(judge, desk, room)
        kinds = _settles(judge, desk, room)
        faults = judge.session.faults
    found = [
        *(
            _told(hearing, one, verdict, decides=not barred and one.is_fact)
            for one, verdict in verdicts
        ),
        _count(hearing, verdicts, judge.model, barred),
        *(finding("judge-ledger", "", "", f"No numbers: {fault}.") for fault in faults),
    ]
    passed = {one.sentence.text for one, said in verdicts if said.answer == "yes" and one.is_fact}
    before = passed_by(judgement.findings, {(text, kind) for text in passed for kind in kinds})
    return conclude(judgement.draft, (*before, *(one for one in found if one)), desk)


# ── what is asked ─────────────────────────────────────────────────────────────────────────


def questions(draft: Draft, evidence: Evidence) -> tuple[JudgeQuestion, ...]:
    """Every fact in a writer's own words that cites something, and every relation of its graph. What is
    concluded or advised is said by no source: see `conclusions`."""
    return tuple(one for one in _asked(draft, evidence) if one.facts is None)


def conclusions(
    draft: Draft, evidence: Evidence, refused: frozenset[str] = frozenset()
) -> tuple[JudgeQuestion, ...]:
    """Every conclusion and advice of a writer's that cites something, with the facts of the brief that
    cite one of its sources: whether these or the sources speak against it. refused: what is no fact."""
    return tuple(one for one in _asked(draft, evidence, refused) if one.facts is not None)


def _asked(
    draft: Draft, evidence: Evidence, refused: frozenset[str] = frozenset()
) -> Iterator[JudgeQuestion]:
    items = {item.n: item for item in evidence.items}
    for path, one in drafts.claims(draft):
        cited = tuple(items[n] for n in one.cites if n in items)
        if one.origin == "writer" and cited:
            told = under(one, draft)
            facts = None if one.kind == "fact" else tuple(it for it in told if it not in refused)
            rested = one if facts is None else replace(one, rests=_stood_on(path, one, draft))
            yield JudgeQuestion(path, one, shown(rested, cited), facts)


def headings(draft: Draft, evidence: Evidence) -> tuple[JudgeQuestion, ...]:
    """Every heading in a writer's own words, on the ground of the facts beneath it."""
    items = {item.n: item for item in evidence.items}
    asked = []
    for path, one in headed(draft):
        if cited := tuple(items[n] for n in one.cites if n in items):
            asked.append(JudgeQuestion(path, one, shown(one, cited)))
    return tuple(asked)


def _stood_on(path: str, one: Sentence, draft: Draft) -> tuple[Quote, ...]:
    """What a conclusion is to be read against: its own anchors, or the words that the facts before it in
    its section or comparison rest on, and what is quoted there."""
    own = drafts.join(*drafts.parse(path)[:2])
    facts = (it for at, it in drafts.sentences(draft) if at.startswith(own) and it.kind == "fact")
    quoted = (quote for at, quote in drafts.quotes(draft) if at.startswith(own))
    return one.rests or (*quoted, *(quote for it in facts for quote in it.rests))


def under(sentence: Sentence, draft: Draft) -> tuple[str, ...]:
    """The facts of a draft on which a conclusion may rest: those that cite one of its sources."""
    facts = (
        one for _, one in drafts.sentences(draft) if one.kind == "fact" or one.origin == "source"
    )
    return tuple(one.text for one in facts if set(one.cites) & set(sentence.cites))


def shown(sentence: Sentence, items: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    """The items cut to what a judge reads of them: of a long one the words that the sentence rests
    on, or else those that bear it, with what stands round them."""
    most = MOST if len(items) < 2 else SHORT
    return tuple(_round(sentence, item, most) for item in items)


def _round(sentence: Sentence, item: EvidenceItem, most: int) -> EvidenceItem:
    """The item cut to all words that the sentence is rested on in it and what stands round them."""
    rests = [(one.start, one.end) for one in sentence.rests if one.n == item.n]
    while sentence.kind != "fact" and sum(end - start for start, end in rests) > most:
        rests.pop()  # of what a conclusion stands on the first words, rather than none
    return pieces(item, rests, most=most) if rests else excerpt(sentence.text, item, most=most)


def rule_all(judge: Judge, asked: tuple[JudgeQuestion, ...]) -> list[JudgeVerdict]:
    """A verdict a question. What cannot be had within the budgets is no verdict."""
    said = judge.session.each(
        lambda one: rule(judge, one.sentence.text, one.items, part=one.path, facts=one.facts), asked
    )
    return [
        JudgeVerdict("", why=one.message) if isinstance(one, WriterError) else one for one in said
    ]


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


def _settles(judge: Judge, desk: Desk, room: Newsroom) -> frozenset[str]:
    """The kinds of faults that a yes passes; none where the judge only advises."""
    if _barred(judge, desk, room):
        return frozenset()
    return calibration.settles(calibration.read(room.briefs))


def _only_settled(findings: tuple[Finding, ...], kinds: frozenset[str]) -> set[str]:
    """Sentences whose open faults are all such as a judge may settle."""
    faults = [one for one in findings if one.holds]
    texts = {one.match for one in faults}
    said = {(text, kind) for text in texts for kind in kinds}
    paths = {one.where.path for one in faults if not may_settle(one, said)}
    return {one.match for one in faults if may_settle(one, said) and one.where.path not in paths}


def _doubt(asked: JudgeQuestion, verdict: JudgeVerdict) -> Finding:
    """A no as its writer is told of it; it may keep a sentence that it finds borne."""
    return finding(
        "judge-advice",
        asked.path,
        asked.sentence.text,
        f"{_said(asked, verdict)}.",
        fix="say what the source says, no more and no less; if it does bear every word, keep the "
        "sentence as it is"
        if asked.facts is None
        else "conclude no more than the facts and sources let stand; if nothing there speaks against it, "
        "keep the sentence as it is",
        evidence=f"[Source {verdict.source}] {verdict.quote}",
    )


def _unanswered(one: JudgeQuestion, told: dict[str, str]) -> bool:
    """Whether the writer of a fact was not told; a conclusion costs nothing by a judge's word alone."""
    return one.facts is None and one.sentence.text not in told


def _doubted(sentence: Sentence, items: dict[int, EvidenceItem]) -> bool:
    """Whether words doubt a sentence that they let stand."""
    verdict = anchored(sentence, [items[n] for n in sentence.cites if n in items])
    return burden(verdict.doubts) >= SECOND


def _told(
    hearing: Hearing, asked: JudgeQuestion, verdict: JudgeVerdict, *, decides: bool
) -> Finding | None:
    """A finding for a no; a yes and a missing verdict are only counted."""
    if verdict.answer != "no":
        return None
    return finding(
        "judge-unsupported" if decides else "judge-advice",
        asked.path,
        asked.sentence.text,
        f"{_said(asked, verdict)}. {hearing.told.get(asked.sentence.text, UNTOLD)}.",
        fix="say what the source says, or leave it out" if decides else "",
        evidence=f"[Source {verdict.source}] {verdict.quote}",
    )


def _said(asked: JudgeQuestion, verdict: JudgeVerdict) -> str:
    """A no in words: which part of the sentence, and in what respect."""
    what = f'"{verdict.part}"' if verdict.part else "this"
    of = "; ".join(CHECKS[name] for name in verdict.failed)
    if asked.facts is not None:
        return f"A model as judge finds that a source or a fact of the brief speaks against {what} ({of})"
    return f"A model as judge finds that the cited source does not bear {what} out ({of})"


def _count(
    hearing: Hearing, now: Sequence[tuple[JudgeQuestion, JudgeVerdict]], model: str, barred: str
) -> Finding:
    """What the judge was asked and said in all, of what stands and of what its writer was told and gave
    up; the fix is the command that lets it decide, where it is for that alone that it does not."""
    verdicts = [verdict for _, verdict in now]
    said = [sum(one.answer == word for one in verdicts) for word in ("yes", "no", "")]
    silent = [one.why for one in verdicts if not one.answer]
    told = _told_before(hearing, {asked.sentence.text for asked, _ in now})
    message = (
        f"{model} was asked about {len(verdicts)} sentences: yes to {said[0]}, no to {said[1]}, "
        f"no verdict on {said[2]}{f' ({silent[0]})' if silent else ''}. "
        + (f"Its no to {told} before went back to the writer. " if told else "")
        + (f"It advises only: {barred}." if barred else "It decides: its calibration holds.")
    )
    measure = (
        f"`{calibration.MEASURE}` measures it"
        if barred and hearing.room.desk.gate.judge == "decide"
        else ""
    )
    return finding("judge-advice", "", "", message, fix=measure)


def _told_before(hearing: Hearing, now: set[str]) -> int:
    """Sentences that the judge said no to, whose writer was told of it, and that stand no longer."""
    noes = {text for (text, *_), verdict in hearing.verdicts.items() if verdict.answer == "no"}
    return len((noes & hearing.told.keys()) - now)
