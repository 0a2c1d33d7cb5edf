"""The gate: a draft and its evidence in, the draft as it may be printed and why out.

Order: citations, quotes, prose (each may repair), then numbers, claims, structure and reuse on
the repaired draft. What is repaired is recorded as resolved; any open error holds the brief, and
so does a score under the desk's floor. Judging a judged draft changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.desk import Desk
from pipeline.records import Brief, Draft, Evidence, Finding, Judgement
from pipeline.verify import citations, facts, prose, reuse, selectors, structure, style
from pipeline.verify.catalog import score

_RANK = {"error": 0, "warning": 1, "info": 2}


def judge(
    draft: Draft, evidence: Evidence, desk: Desk, *, said: tuple[Brief, ...], styles: Path
) -> Judgement:
    """Judge a draft. `said`: briefs already published; `styles`: folder of phrase styles."""
    rules = style.load(styles)
    draft, quoted = selectors.mend(draft, evidence)
    draft, cited = citations.mend(draft, evidence)
    draft, worded = prose.mend(draft, rules)
    found = [
        *quoted,
        *cited,
        *worded,
        *facts.check(draft, evidence, _own_words(desk)),
        *structure.check(draft, evidence, desk),
        *reuse.check(draft, evidence, desk, said),
    ]
    findings = tuple(sorted(dict.fromkeys(found), key=_order))
    points = score(findings)
    open_errors = [one for one in findings if one.severity == "error" and not one.resolved]
    outcome = "held" if open_errors or points < desk.gate.floor else "published"
    return Judgement(draft, findings, points, "published" if outcome == "published" else "held")


def _own_words(desk: Desk) -> tuple[str, ...]:
    """Words a sentence put together by code may use that no source has."""
    return (*(domain.title for domain in desk.domains), desk.title, "Source Sources")


def _order(found: Finding) -> tuple[int, int, str, str]:
    """Open before resolved, errors before warnings, then by place."""
    return (int(bool(found.resolved)), _RANK[found.severity], found.where.path, found.rule)
