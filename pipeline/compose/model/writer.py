"""The way of every model writer: plan, sections, cross-cuts, lede and graph, each proven in turn.

Enter: evidence, desk, the briefs before, a provider to ask, the verifier as `judge`. Leave: a
`Composition`, with everything repaired or cut among its findings and the receipt of its calls.
Cheap models pick, stronger ones argue, code does the rest. Refuses when a step cannot be had
within the budgets (`WriterError`); the desk decides what then.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compose.assignment import Assignment
from pipeline.compose.model import cutting, repair
from pipeline.compose.model.parts import Part
from pipeline.compose.model.schemas import (
    CrossCutsReply,
    GraphReply,
    LedeReply,
    PlanReply,
    SectionReply,
)
from pipeline.compose.model.stories import told_as
from pipeline.compose.model.work import Work
from pipeline.errors import ContextError, ReplyError, WriterError
from pipeline.llm import batch, ledger, prompts
from pipeline.llm.prompts import Prompt, as_data, pack
from pipeline.llm.providers import Provider
from pipeline.llm.request import Request
from pipeline.llm.session import Purpose, Session
from pipeline.llm.structured import Step, Texts, fetch, request_for
from pipeline.newsroom.desk import Domain
from pipeline.records import (
    Action,
    Brief,
    Composition,
    CrossCut,
    Draft,
    EvidenceItem,
    Finding,
    Graph,
    Section,
    Sentence,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import finding

PLANNED = 4  # sources a section is written from: more cost input and were rarely cited together
READ = 4_000  # tokens of evidence a section reads: four passages of usual length, three long ones
# Characters and sources of a domain that the plan sees, cut until they fit the server's context.
CUTS = ((600, None), (300, 8), (160, 4), (80, 2))
PREVIEW = 600  # characters of a source the plan sees: the opening says what a passage is about
EXCERPT = 1_200  # characters of a cited source the cross-cuts see
SAID = 12  # lines of earlier briefs in a prompt

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
    finished = (room.day(day) / "brief.json").exists()
    purpose = Purpose(
        day="" if world.job else day,
        writer=provider.name,
        again=finished or bool(world.job),
        prefix=f"{world.job}:" if world.job else "",
    )
    loaded = prompts.load(room.templates / "prompts")
    with Session(provider, world=world, desk=desk, root=room.root, purpose=purpose) as session:
        # Steps judge the same draft more than once; a judgement takes a tenth of a second.
        judged = functools.cache(given.judge)
        work = Work(session, loaded, given.evidence, desk, provider.name, day, given.said, judged)
        draft, findings = compose(work)
        return receipt(session, draft, findings)


def compose(work: Work) -> tuple[Draft, tuple[Finding, ...]]:
    """All steps, each proven before the next builds on it."""
    chosen, notes = plan(work)
    script = Script(
        [
            section_part(work, domain, *chosen[domain.id])
            for domain in work.desk.domains
            if domain.id in chosen
        ]
    )
    wanted = work.session.world.batch or work.desk.writing.batch
    if wanted and work.session.provider.batches:
        batch.fill(work.session, [part.ask for part in script.sections])
    notes += write_parts(work, script.sections)
    notes += repair.improve(work, script.sections, lambda: assemble(work, script))
    if not any(part.value for part in script.sections):
        raise ReplyError("no section could be proven", hint="see findings.json of that day")
    script.crosscuts = crosscuts_part(work, script)
    notes += write_parts(work, [script.crosscuts])
    notes += repair.improve(work, [script.crosscuts], lambda: assemble(work, script))
    script.lede = lede_part(work, script)
    last: list[Part[Any, Any]] = [script.lede]
    if script.crosscuts.value:  # the graph is drawn from them
        script.graph = graph_part(work, script)
        last.append(script.graph)
    notes += write_parts(work, last)
    notes += repair.improve(work, last, lambda: assemble(work, script))
    draft, cut = repair.cut_what_fails(work.judge, assemble(work, script))
    return draft, tuple(repair.placed(one, draft) for one in (*notes, *cut))


def write_parts(work: Work, parts: Sequence[Part[Any, Any]]) -> list[Finding]:
    """Write parts side by side; one without a usable reply is left out and noted."""
    notes = []
    done = work.session.each(lambda part: part.write(work.session, work.prompts), parts)
    for part, result in zip(parts, done, strict=True):
        if isinstance(result, ReplyError):
            notes.append(note("reply", part.name, result.message, resolved="removed"))
        elif isinstance(result, WriterError):
            raise result
    return notes


def plan(work: Work) -> tuple[dict[str, tuple[tuple[EvidenceItem, ...], str]], list[Finding]]:
    """Which evidence carries each domain, and what the section should argue.

    A plan that cannot be had is no reason to fail: the best-ranked evidence is used then.
    """
    by_domain = {domain.id: _first_story(work, domain) for domain in work.desk.domains}
    by_domain = {name: items for name, items in by_domain.items() if items}
    try:
        reply = _planned(work, by_domain)
    except ReplyError as error:
        best = {name: (_readable(work, items), "") for name, items in by_domain.items()}
        return best, [note("plan", "plan", f"{error.message}; the best-ranked evidence is used")]
    chosen, notes = {}, []
    planned = {one.domain: one for one in reply.domains}
    for name, items in by_domain.items():
        one = planned.get(name)
        picked = [item for n in (one.sources if one else ()) for item in items if item.n == n]
        if one and picked:
            chosen[name] = (_readable(work, picked), _angle(one.angle))
        else:
            text = f"the plan found nothing worth a section in {len(items)} sources"
            notes.append(note("plan", drafts.join("sections", name), text, resolved="removed"))
    if not chosen and work.evidence.stories:
        best = {name: (_readable(work, items), "") for name, items in by_domain.items()}
        return best, [note("plan", "plan", "the plan chose no story; the ranking is used")]
    if not chosen:
        raise ReplyError("the plan found nothing worth writing", hint="see the day's evidence")
    return chosen, notes


def _first_story(work: Work, domain: Domain) -> tuple[EvidenceItem, ...]:
    """A domain's evidence: of two stories that it has, the first alone, for a section tells one."""
    items = tuple(one for one in work.evidence.items if one.domain == domain.id)
    return tuple(one for one in items if one.story == items[0].story)


def _planned(work: Work, by_domain: dict[str, tuple[EvidenceItem, ...]]) -> PlanReply:
    """The plan; of less evidence where the server's context does not hold all of it."""
    for limit, most in CUTS:
        few = {name: items[:most] for name, items in by_domain.items()}
        try:
            return fetch(work.session, plan_ask(work, few, limit=limit), PlanReply, work.prompts)
        except ContextError as error:
            refused = error
    raise refused


def _readable(work: Work, items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """The first sources that fit what a section reads; always one."""
    kept: list[EvidenceItem] = []
    for item in list(dict.fromkeys(items))[:PLANNED]:
        texts = "".join(one.text for one in (*kept, item))
        if not kept or work.session.world.tokens(texts) <= READ:
            kept.append(item)
    return tuple(kept)


def _angle(said: str) -> str:
    """The plan's advice to a section; none when a source seems to speak through it."""
    line = " ".join(said.split())[:300]
    return "" if cutting.commands(line) or cutting.MARKUP.search(line) else line


def plan_ask(
    work: Work, by_domain: dict[str, tuple[EvidenceItem, ...]], *, limit: int = PREVIEW
) -> Request:
    domains = [
        {
            "id": one.id,
            "title": one.title,
            "sources": [item.n for item in by_domain[one.id]],
            "story": told_as(work.evidence, work.said, one.id),
        }
        for one in work.desk.domains
        if one.id in by_domain
    ]
    task = work.prompts.render(
        "plan", day=work.day, domains=domains, said=_headlines(work), most=PLANNED
    )
    shown = {item.n for items in by_domain.values() for item in items}
    items = tuple(item for item in work.evidence.items if item.n in shown)
    read = texts(work, task, pack(items, limit=limit))
    return request_for("quick", work.session, Step("plan"), read, PlanReply)


def section_part(
    work: Work, domain: Domain, items: tuple[EvidenceItem, ...], angle: str
) -> Part[SectionReply, Section]:
    task = work.prompts.render(
        "section",
        day=work.day,
        title=domain.title,
        team=domain.team,
        angle=angle,
        said=_headlines(work, domain.id),
        story=told_as(work.evidence, work.said, domain.id),
    )
    name = drafts.join("sections", domain.id)
    step, read = Step("section", domain.id), texts(work, task, pack(items, around=True))
    asked = request_for("main", work.session, step, read, SectionReply)
    return Part(
        name=name,
        ask=asked,
        kind=SectionReply,
        desk=lambda: cutting.desk_of(items, name),
        cut=lambda reply, desk: cutting.section(reply, domain, desk),
    )


def crosscuts_part(work: Work, script: Script) -> Part[CrossCutsReply, tuple[CrossCut, ...]]:
    items = _cited(work, script)
    names = [part.value.domain for part in script.sections if part.value]
    said = [f"{b.day}: {one.title}" for b in _recent(work) for one in b.draft.crosscuts][:SAID]
    task = work.prompts.render("crosscuts", day=work.day, sections=_as_read(script), said=said)
    read = texts(work, task, pack(items, limit=EXCERPT))
    asked = request_for("strong", work.session, Step("crosscuts"), read, CrossCutsReply)
    return Part(
        name="crosscuts",
        ask=asked,
        kind=CrossCutsReply,
        desk=lambda: cutting.desk_of(items, "crosscuts"),
        cut=lambda reply, desk: cutting.crosscuts(reply, names, desk),
    )


def lede_part(work: Work, script: Script) -> Part[LedeReply, Lede]:
    items = _cited(work, script)
    said = [f"{b.day}: {one.text}" for b in _recent(work) for one in b.draft.lede[:1]][:SAID]
    task = work.prompts.render(
        "lede", day=work.day, sections=_as_read(script), crosscuts=_crosscuts(script), said=said
    )
    return Part(
        name="lede",
        ask=request_for("strong", work.session, Step("lede"), _with(work, task, items), LedeReply),
        kind=LedeReply,
        desk=lambda: cutting.desk_of(items),
        cut=cutting.lede,
    )


def graph_part(work: Work, script: Script) -> Part[GraphReply, Graph]:
    items = _cited(work, script)
    names = [part.value.domain for part in script.sections if part.value]
    task = work.prompts.render(
        "graph", day=work.day, sections=_as_read(script), crosscuts=_crosscuts(script)
    )
    return Part(
        name="graph",
        ask=request_for("quick", work.session, Step("graph"), _with(work, task, items), GraphReply),
        kind=GraphReply,
        desk=lambda: cutting.desk_of(items, "graph"),
        cut=lambda reply, desk: cutting.graph(reply, names, desk),
    )


def _with(work: Work, task: Prompt, items: tuple[EvidenceItem, ...]) -> Texts:
    """A step that reads, beside the sections, excerpts of what it is checked against."""
    return texts(work, task, pack(items, limit=EXCERPT))


def texts(work: Work, task: Prompt, evidence: str = "") -> Texts:
    """What a step's model reads."""
    return Texts(work.prompts.render("rules"), task, evidence)


def assemble(work: Work, script: Script) -> Draft:
    """The draft as far as it is written, sections in the desk's order."""
    sections = tuple(part.value for part in script.sections if part.value)
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


def note(rule: str, path: str, message: str, *, resolved: str = "") -> Finding:
    return finding(f"writer-{rule}", path, "", message, resolved=resolved)


def _headlines(work: Work, domain: str = "") -> list[str]:
    return [
        f"{brief.day}: {section.headline}"
        for brief in _recent(work)
        for section in brief.draft.sections
        if domain in ("", section.domain)
    ][:SAID]


def _recent(work: Work) -> list[Brief]:
    return sorted(work.said, key=lambda brief: brief.day, reverse=True)


def _cited(work: Work, script: Script) -> tuple[EvidenceItem, ...]:
    """What the sections rest on; later steps may cite nothing else."""
    written = replace(assemble(work, script), lede=(), crosscuts=(), action=None)
    numbers = drafts.cited(written)
    return tuple(item for item in work.evidence.items if item.n in numbers)


def _as_read(script: Script) -> str:
    """The sections as later steps read them."""
    rows = [
        {
            "domain": section.domain,
            "headline": section.headline,
            "sentences": [
                {"text": one.text, "cites": list(one.cites)} for one in section.sentences
            ],
            "quote": {"source": section.quote.n, "words": section.quote.words}
            if section.quote
            else None,
        }
        for section in (part.value for part in script.sections)
        if section
    ]
    return as_data(rows)


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
