"""The way of every model writer: plan, sections, cross-cuts, lede and graph, each proven in turn.

Enter: evidence, desk, the briefs before, a provider to ask, the verifier as `judge`. Leave: a
`Composition`, with everything repaired or cut among its findings and the receipt of its calls.
Cheap models pick, stronger ones argue, code does the rest. Refuses when a step cannot be had
within the budgets (`WriterError`); the desk decides what then.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compose import unread
from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import edition
from pipeline.compose.model import cutting, doubts, repair
from pipeline.compose.model.parts import Part
from pipeline.compose.model.planning import PLANNED, plan
from pipeline.compose.model.schemas import (
    CrossCutsReply,
    GraphReply,
    LedeReply,
    SectionReply,
)
from pipeline.compose.model.stories import KINDS, StoryPack, told_as
from pipeline.compose.model.work import SAID, UnwrittenError, Work, headlines, note, recent, texts
from pipeline.errors import ReplyError, WriterError
from pipeline.llm import batch, ledger, prompts
from pipeline.llm.prompts import as_data, pack
from pipeline.llm.providers import Provider
from pipeline.llm.request import Request
from pipeline.llm.session import Purpose, Session
from pipeline.llm.structured import Step, request_for
from pipeline.records import (
    Action,
    Composition,
    CrossCut,
    Draft,
    EvidenceItem,
    Finding,
    Graph,
    Judgement,
    Section,
    Sentence,
)
from pipeline.records import draft as drafts

# Characters of a cited source that later steps see: a passage of usual length, whole
EXCERPT = 2_400

Lede = tuple[str, tuple[Sentence, ...], Action]


@dataclass(slots=True)
class Script:
    """The brief as far as it is written."""

    sections: list[Part[SectionReply, Section]]
    crosscuts: Part[CrossCutsReply, tuple[CrossCut, ...]] | None = None
    lede: Part[LedeReply, Lede] | None = None
    graph: Part[GraphReply, Graph] | None = None


def write(provider: Provider, given: Assignment) -> Composition:
    """Compose the brief of a day with models. Raises WriterError and its kinds."""
    world, desk, room, day = given.world, given.desk, given.room, given.day
    if not given.evidence.items:
        raise WriterError("there is no evidence to write from", hint="add sources, or another day")
    finished = room.record(day).exists()
    purpose = Purpose(
        day="" if world.job else day,
        writer=provider.name,
        again=finished or bool(world.job),
        prefix=f"{world.job}:" if world.job else "",
    )
    loaded = prompts.load(room.templates / "prompts")
    with Session(provider, world=world, desk=desk, root=room.root, purpose=purpose) as session:
        # Steps judge the same draft more than once; a judgement takes a tenth of a second.
        judged = functools.cache(_heard(given, session))
        work = Work(
            session,
            loaded,
            given.evidence,
            desk,
            provider.name,
            day,
            given.said,
            judged,
            given.hearing,
            lambda pack: edition.write(replace(given, evidence=pack)),
        )
        draft, findings = compose(work)
        return receipt(session, draft, findings)


def _heard(given: Assignment, session: Session) -> Callable[[Draft], Judgement]:
    """The verifier, and where a judge may decide, what it says of the verifier's doubts."""
    hearing = given.hearing
    if hearing is None:
        return given.judge
    return lambda draft: hearing.lifted(session, given.judge(draft))


def compose(work: Work) -> tuple[Draft, tuple[Finding, ...]]:
    """All steps, each proven before the next builds on it."""
    chosen, notes = plan(work)
    script = Script([section_part(work, one) for one in chosen])
    wanted = work.session.world.batch or work.desk.writing.batch
    if wanted and work.session.provider.batches:
        batch.fill(work.session, [part.ask for part in script.sections])
    notes += unread.sections(work, script.sections, chosen, write_parts(work, script.sections))
    notes += _proven(work, script, script.sections)
    if not any(part.value for part in script.sections):
        hint = "see findings.json of that day"
        raise UnwrittenError("no section could be proven", hint=hint, findings=notes)
    if len({part.value.domain for part in script.sections if part.value}) > 1:
        script.crosscuts = crosscuts_part(work, script)
        asked = [script.crosscuts]
        notes += unread.others(work, asked, assemble(work, script), write_parts(work, asked))
        notes += _proven(work, script, [script.crosscuts])
    script.lede = lede_part(work, script)
    last: list[Part[Any, Any]] = [script.lede]
    if script.crosscuts and script.crosscuts.value:  # the graph is drawn from them
        script.graph = graph_part(work, script)
        last.append(script.graph)
    notes += unread.others(work, last, assemble(work, script), write_parts(work, last))
    as_read = assemble(work, script)
    notes += repair.improve(work, last, lambda: assemble(work, script))
    # What the later parts brought out in the earlier ones is told to these too, if rounds are left.
    written: list[Part[Any, Any]] = [*script.sections, *last]
    written += [script.crosscuts] if script.crosscuts else []
    notes += repair.improve(
        work, [one for one in written if one.value], lambda: assemble(work, script)
    )
    notes += doubts.answer(
        work, [one for one in written if one.value], lambda: assemble(work, script)
    )
    notes += doubts.rested(work, written, lambda: assemble(work, script), as_read)
    draft, cut = repair.cut_what_fails(work.judge, assemble(work, script))
    return draft, tuple(repair.placed(one, draft) for one in (*as_printed(notes, draft), *cut))


def as_printed(notes: Sequence[Finding], draft: Draft) -> list[Finding]:
    """What was noted, without what is told as gone and came back as it was when its part was asked again."""
    printed = {text for _, text in drafts.texts(draft)}
    return [
        one
        for one in notes
        if one.resolved != "removed" or not one.match or one.match not in printed
    ]


def _proven(work: Work, script: Script, parts: Sequence[Part[Any, Any]]) -> list[Finding]:
    """Parts mended by their writer, then by code, so that the next step builds on what stands."""

    def draft() -> Draft:
        return assemble(work, script)

    return [*repair.improve(work, parts, draft), *repair.settle(work, parts, draft)]


def write_parts(work: Work, parts: Sequence[Part[Any, Any]]) -> dict[str, str]:
    """Write parts side by side; those without a usable reply by their names, with why."""
    unusable = {}
    done = work.session.each(lambda part: part.write(work.session, work.prompts), parts)
    for part, result in zip(parts, done, strict=True):
        if isinstance(result, ReplyError):
            unusable[part.name] = result.message
        elif isinstance(result, WriterError):
            raise result
    return unusable


def section_part(work: Work, subject: StoryPack) -> Part[SectionReply, Section]:
    domain, items = subject.domain, subject.items
    task = work.prompts.render(
        "section",
        day=work.day,
        title=domain.title,
        team=domain.team,
        angle=subject.angle,
        said=headlines(work, domain.id),
        story=told_as(subject, work.said),
    )
    named = drafts.parse(subject.name)[-1]
    step, read = Step("section", str(named)), texts(work, task, pack(items, around=True))
    asked = request_for("main", work.session, step, read, SectionReply)
    return Part(
        name=subject.name,
        ask=asked,
        less=(pack(items[:2], limit=EXCERPT), pack(items[:1], limit=EXCERPT // 2)),
        kind=SectionReply,
        desk=lambda: cutting.desk_of(items, subject.name),
        cut=lambda reply, desk: cutting.section(reply, domain, desk, subject.ref),
    )


def crosscuts_part(work: Work, script: Script) -> Part[CrossCutsReply, tuple[CrossCut, ...]]:
    items = _cited(work, script)
    names = [part.value.domain for part in script.sections if part.value]
    said = [f"{b.day}: {one.title}" for b in recent(work) for one in b.draft.crosscuts][:SAID]

    def asked() -> Request:
        sections = _as_read(work, script)
        task = work.prompts.render("crosscuts", day=work.day, sections=sections, said=said)
        read = texts(work, task, pack(items, limit=EXCERPT))
        return request_for("strong", work.session, Step("crosscuts"), read, CrossCutsReply)

    return Part(
        name="crosscuts",
        ask=asked(),
        anew=asked,
        less=_less(items),
        kind=CrossCutsReply,
        desk=lambda: cutting.desk_of(items, "crosscuts"),
        cut=lambda reply, desk: cutting.crosscuts(reply, names, desk),
    )


def lede_part(work: Work, script: Script) -> Part[LedeReply, Lede]:
    items = _cited(work, script)
    said = [f"{b.day}: {one.text}" for b in recent(work) for one in b.draft.lede[:1]][:SAID]

    def asked() -> Request:
        task = work.prompts.render(
            "lede",
            day=work.day,
            sections=_as_read(work, script),
            crosscuts=_crosscuts(script),
            said=said,
        )
        read = texts(work, task, pack(items, limit=EXCERPT))
        return request_for("strong", work.session, Step("lede"), read, LedeReply)

    return Part(
        name="lede",
        ask=asked(),
        anew=asked,
        less=_less(items),
        kind=LedeReply,
        desk=lambda: cutting.desk_of(items),
        cut=cutting.lede,
    )


def graph_part(work: Work, script: Script) -> Part[GraphReply, Graph]:
    items = _cited(work, script)
    names = [part.value.domain for part in script.sections if part.value]

    def asked() -> Request:
        sections, cuts = _as_read(work, script), _crosscuts(script)
        task = work.prompts.render("graph", day=work.day, sections=sections, crosscuts=cuts)
        read = texts(work, task, pack(items, limit=EXCERPT), rules="choosing")
        return request_for("quick", work.session, Step("graph"), read, GraphReply)

    return Part(
        name="graph",
        ask=asked(),
        anew=asked,
        less=_less(items),
        kind=GraphReply,
        desk=lambda: cutting.desk_of(items, "graph"),
        cut=lambda reply, desk: cutting.graph(reply, names, desk),
    )


def _less(items: tuple[EvidenceItem, ...]) -> tuple[str, ...]:
    """Shorter excerpts, and fewer, of what a step is checked against."""
    return pack(items, limit=EXCERPT // 8), pack(items[:PLANNED], limit=EXCERPT // 8)


def assemble(work: Work, script: Script) -> Draft:
    """The draft as far as it is written, the section of the day's first story first."""
    sections = tuple(_ranked(work, script))
    title, lede, action = script.lede.value if script.lede and script.lede.value else ("", (), None)
    there = {section.domain for section in sections}
    return Draft(
        day=work.day,
        title=title,
        writer=work.name,
        lede=lede,
        sections=sections,
        crosscuts=(script.crosscuts.value or ()) if script.crosscuts else (),
        graph=script.graph.value if script.graph else None,
        action=action,
        gaps=tuple(one.id for one in work.desk.domains if one.id not in there),
    )


def receipt(session: Session, draft: Draft, findings: tuple[Finding, ...]) -> Composition:
    """The composition with its receipt, or with the reason why there are no numbers."""
    rows = ledger.read(session.ledger) if session.purpose.day else tuple(session.paid_for())
    got = ledger.statement(rows, session.purpose.day)
    faults = (*session.faults, *got.faults)
    notes = tuple(note("ledger", "provenance", f"no numbers: {fault}") for fault in faults)
    shown = ledger.LedgerStatement(got.day, models=got.models, hosts=got.hosts) if faults else got
    return Composition(
        draft, findings=(*findings, *notes), calls=len(session.used), receipt=shown.receipt
    )


def _cited(work: Work, script: Script) -> tuple[EvidenceItem, ...]:
    """What the sections rest on; later steps may cite nothing else."""
    written = replace(assemble(work, script), lede=(), crosscuts=(), action=None)
    numbers = drafts.cited(written)
    return tuple(item for item in work.evidence.items if item.n in numbers)


def _as_read(work: Work, script: Script) -> str:
    """The sections as later steps read them, the day's first story first."""
    return as_data([_section_row(one) for one in _ranked(work, script)])


def _ranked(work: Work, script: Script) -> list[Section]:
    """What is written of the sections, by the rank of their stories; those without one last."""
    ranks = {story.id: at for at, story in enumerate(work.evidence.stories)}
    written = [part.value for part in script.sections if part.value]
    written.sort(key=lambda one: ranks.get(one.story.id, len(ranks)) if one.story else len(ranks))
    return written


def _section_row(section: Section) -> dict[str, Any]:
    story, quote = section.story, section.quote
    told = (
        {
            "label": KINDS[story.kind],
            "dated": f"{story.dated.replace('_', ' ')} {story.day}".strip(),
        }
        if story
        else {}
    )
    return {
        "domain": section.domain,
        **told,
        "headline": section.headline,
        "sentences": [{"text": one.text, "cites": list(one.cites)} for one in section.sentences],
        "quote": {"source": quote.n, "words": quote.words} if quote else None,
        "implication": section.implication.sentence.text if section.implication else "",
    }


def _crosscuts(script: Script) -> str:
    cuts = (script.crosscuts.value or ()) if script.crosscuts else ()
    return as_data(
        [
            {
                "title": one.title,
                "domains": list(one.domains),
                "sentences": [{"text": s.text, "cites": list(s.cites)} for s in one.sentences],
            }
            for one in cuts
        ]
    )
