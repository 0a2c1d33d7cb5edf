"""What is done to a draft once it is written: a model is asked, it is judged again, and where it
comes from is noted.

Enter: a judgement or a record, with the newsroom. Leave: the judgement as it stands then; the facts
of a record about its corpus, its code and what it cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import __version__, verify
from pipeline.llm import ledger
from pipeline.newsroom import ages, briefs, health
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Brief, Composition, Draft, Evidence, Judgement, Provenance
from pipeline.world import World

if TYPE_CHECKING:  # loads the clients of models, which most runs do without
    from pipeline.verify.claims.hearing import Hearing


def hearing_of(room: Newsroom, evidence: Evidence, writer: str) -> Hearing | None:
    """A hearing of the brief that a model is to write, where the desk wants a judge."""
    if room.desk.gate.judge == "off" or writer == "extractive":
        return None
    from pipeline.verify.claims import hearing  # loads the clients of models

    return hearing.Hearing(evidence, room)


def ask_judge(
    hearing: Hearing, world: World, judgement: Judgement, composed: Composition
) -> tuple[Judgement, Composition]:
    """The judgement with a model's word on written sentences, and the receipt with its calls."""
    from pipeline.verify.claims.hearing import weigh

    room, evidence = hearing.room, hearing.evidence
    weighed = weigh(judgement, hearing, world=world)
    if weighed is judgement:
        return judgement, composed
    if any(one.rule == "judge-ledger" for one in weighed.findings):
        return weighed, replace(composed, receipt=ledger.LedgerStatement(evidence.day).receipt)
    spent = ledger.statement(ledger.read(room.briefs / "ledger.jsonl"), evidence.day)
    return weighed, replace(composed, receipt=spent.receipt)


def settled(
    judge: Callable[[Draft], Judgement], judgement: Judgement, composed: Composition, desk: Desk
) -> tuple[Judgement, Composition]:
    """What a judge that may decide found unsupported becomes its source's own sentence, or goes: no
    writer was told of it, so that it holds no brief that stands without it."""
    doubted = [one for one in judgement.findings if one.rule == "judge-unsupported"]
    if all(one.resolved for one in doubted):
        return judgement, composed
    from pipeline.compose.model import repair  # loads the clients of models as well

    told = judgement.findings

    def again(draft: Draft) -> Judgement:
        return verify.remembered(judge(draft), told, desk)

    draft, notes = repair.cut_what_fails(again, judgement.draft)
    done = tuple(one for one in notes if one.resolved != "judged")
    made = replace(composed, draft=draft, findings=(*composed.findings, *done))
    return again(draft), made


def provenance(
    room: Newsroom, library: Library, evidence: Evidence, composed: Composition
) -> Provenance:
    documents, passages = library.counts()
    return Provenance(
        writer=composed.draft.writer,
        config_digest=room.digest,
        corpus_digest=evidence.corpus_digest,
        code_version=__version__,
        documents=documents,
        passages=passages,
        receipt=composed.receipt,
    )


def holdings(room: Newsroom, library: Library, day: str) -> briefs.Holdings:
    """The corpus as the manifest of a day keeps it: documents by source and by age on that day, and what
    hosts say to machines."""
    dates = library.published()
    said = health.signals(room.state)
    return {
        "documents_by_source": library.by_source(),
        "documents_by_age": ages.counted(ages.age(day, one) for one in dates),
        **({briefs.SAID: said} if said else {}),
    }


def rejudge(room: Newsroom, brief: Brief) -> Judgement:
    """Verify a brief as its record stands now, against its own published evidence."""
    desk = verify.as_it_was_made(room.desk, brief)
    judgement = verify.judge(
        brief.draft,
        evidence=briefs.read_evidence(room, brief.day),
        desk=desk,
        said=briefs.known(room, brief),
        styles=room.templates / "styles",
    )
    return verify.remembered(judgement, brief.findings, desk)
