"""The gate: a draft and its evidence in, the draft as it may be printed and why out.

Order: citations, quotes, prose (each may repair), then grounds, numbers, structure and reuse on
the repaired draft. What is repaired is recorded as resolved; any open error holds the brief, and
so does a score under the desk's floor. Judging a judged draft changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from pathlib import Path

from pipeline.newsroom.desk import Desk, Domain
from pipeline.records import Brief, Draft, Evidence, Finding, Judgement, history
from pipeline.records import draft as drafts
from pipeline.records.rules import publishable, row, score
from pipeline.verify.draft import (
    basis,
    citations,
    computed,
    facts,
    grounded,
    headings,
    news,
    prose,
    reuse,
    selectors,
    structure,
)
from pipeline.verify.phrases import addressed, style

_RANK = {"error": 0, "warning": 1, "info": 2}


def judge(
    draft: Draft, evidence: Evidence, desk: Desk, *, said: tuple[Brief, ...], styles: Path
) -> Judgement:
    """Judge a draft. `said`: briefs already published; `styles`: folder of phrase styles."""
    rules = style.load(styles)
    draft, quoted = selectors.mend(draft, evidence)
    draft, cited = citations.mend(draft, evidence)
    draft, worded = prose.mend(draft, rules)
    grounding = grounded.mend(draft, evidence)
    draft = grounding.draft
    found = [
        *quoted,
        *cited,
        *worded,
        *addressed.check(draft, evidence),
        *grounding.findings,
        *facts.check(draft, evidence, _own_words(desk)),
        *basis.check(draft, evidence),
        *headings.check(draft, evidence),
        *computed.check(draft, evidence),
        *structure.check(draft, evidence, desk),
        *reuse.check(draft, evidence, desk, said),
        *news.check(draft, evidence, desk, said),
    ]
    return replace(conclude(draft, tuple(found), desk), instead=grounding.instead)


def conclude(draft: Draft, found: tuple[Finding, ...], desk: Desk) -> Judgement:
    """The verdict that findings come to."""
    findings = tuple(sorted(dict.fromkeys(found), key=_order))
    fine = publishable(findings, desk.gate.floor)
    return Judgement(draft, findings, score(findings), "published" if fine else "held")


def remembered(judgement: Judgement, before: Iterable[Finding], desk: Desk) -> Judgement:
    """A new judgement of a recorded brief, with what people and the judge decided about it.

    What the judge said holds for sentences still in it, what a person approved where it stood.
    """
    kept = tuple(before)
    texts = {one.text for _, one in drafts.claims(judgement.draft)}
    told = [
        one
        for one in kept
        if row(one.rule).maker == "judge" and (not one.match or one.match in texts)
    ]
    judged = {(one.match, row(one.rule).judge) for one in kept if one.resolved == "judged"}
    settled = passed_by(judgement.findings, judged)
    found = history.passed((*settled, *told), kept)
    return replace(conclude(judgement.draft, found, desk), instead=judgement.instead)


def as_it_was_made(desk: Desk, brief: Brief) -> Desk:
    """The desk a record is held to: what is published met the least it asked for on its day, or a
    person let it pass, and what it asks of briefs to come takes none back. Its domains
    are those that the record names: a desk gains and loses some, and a stranger's has others."""
    if brief.outcome != "published":
        return desk
    gate = desk.gate.model_copy(update={"min_sections": 1, "min_sources": 1})
    told = {one.domain: one.title for one in brief.draft.sections}
    named = {*told, *(one.domain for one in brief.quiet), *brief.draft.gaps}
    kept = [one for one in desk.domains if one.id in named]
    gone = told.keys() - {one.id for one in kept}
    added = (
        Domain.model_construct(id=name, title=told[name], team="", questions=())
        for name in sorted(gone)
    )
    return desk.model_copy(update={"gate": gate, "domains": (*kept, *added)})


def passed_by(findings: tuple[Finding, ...], said: Set[tuple[str, str]]) -> tuple[Finding, ...]:
    """Findings, with those closed that a judge settles: of a sentence it said yes to, of a kind of
    fault that it may speak of."""
    return tuple(
        replace(one, resolved="judged") if not one.resolved and may_settle(one, said) else one
        for one in findings
    )


def may_settle(found: Finding, said: Set[tuple[str, str]]) -> bool:
    """Whether a judge's yes, as sentence and kind of fault, is about this finding."""
    kind = row(found.rule).judge
    return bool(kind) and (found.match, kind) in said


def _own_words(desk: Desk) -> tuple[str, ...]:
    """Words a sentence put together by code may use that no source has."""
    return (*(domain.title for domain in desk.domains), desk.title, "Source Sources")


def _order(found: Finding) -> tuple[int, int, str, str]:
    """Open before resolved, errors before warnings, then by place."""
    return (int(bool(found.resolved)), _RANK[found.severity], found.where.path, found.rule)
