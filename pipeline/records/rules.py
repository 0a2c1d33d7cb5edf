"""The table of rules: what each asks, how much it weighs, and who may say that it is enough.

Enter: the id of a rule, a place, what was seen there. Leave: the `Finding`, with the severity of
its row, and what may be done about it. Every finding is made here: a rule without a row in
rules.toml is a KeyError. Phrase rules are the exception: their rows are the files of a style, so
their makers give the severity, and the id is made of the style's and the rule's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypedDict, Unpack, cast

from pipeline.records.verdict import Finding, Severity, Where
from pipeline.text.lists import beside

Maker = Literal["verifier", "judge", "writer", "models", "retrieval", "audit", "phrases"]

# Score points an open finding costs. One error is below any floor of 76 or more by itself; ten
# warnings are, too, at the default floor of 90 already three.
COST: dict[Severity, int] = {"error": 25, "warning": 4, "info": 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `person`: a person's word may publish a brief over it. `judge`: of which
    faults a judge that may settle it was measured to be right: of "all", or of this kind too; "" for
    none that may. `page`: it is asked of a published page too.
    `figure`: it is about a figure. `shown`: the page of a brief lists it."""

    id: str
    maker: Maker
    asks: str
    severity: Severity = "error"
    person: bool = True
    judge: str = ""
    page: bool = False
    figure: bool = False
    shown: bool = True


class Details(TypedDict, total=False):
    """What a finding may say besides; severity only where the row's does not fit."""

    fix: str
    evidence: str
    resolved: str
    severity: Severity


def _table() -> Mapping[str, Rule]:
    makers = beside(__file__, "rules.toml").tables
    rows = (
        Rule(name, cast(Maker, maker), **row)
        for maker, table in makers.items()
        for name, row in table.items()
    )
    return MappingProxyType({row.id: row for row in rows})


RULES = _table()


def named(rule: str) -> str:
    """The id of a rule as the table writes it: `feeds-broken`, `House.NoJargon` in one form."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[./]", "-", rule)
    return parted.lower()


def row(rule: str) -> Rule:
    """The row of a rule. What has none is a rule of a phrase style."""
    name = named(rule)
    return RULES.get(name) or Rule(name, "phrases", f"Phrase rule {name}.", "warning")


def finding(
    rule: str, where: Where | str, match: str, message: str, **details: Unpack[Details]
) -> Finding:
    """A finding of a rule; `where` may be a path in a draft. Raises KeyError for an unknown rule."""
    name = named(rule)
    place = Where(path=where) if isinstance(where, str) else where
    return Finding(
        name,
        details.get("severity") or RULES[name].severity,
        place,
        match,
        message,
        details.get("fix", ""),
        details.get("evidence", ""),
        details.get("resolved", ""),
    )


def score(findings: Iterable[Finding]) -> int:
    """100 less what each finding costs that stands in the brief, never below 0.

    What a person approved still stands in it; what was repaired costs nothing.
    """
    standing = (one for one in findings if one.resolved in ("", "approved"))
    return max(0, 100 - sum(COST[one.severity] for one in standing))


def publishable(findings: Iterable[Finding], floor: int = 0) -> bool:
    """Whether a text with these findings may be published: no error stands open, and what stands in it
    does not cost more than a floor allows. What a person approved is not weighed again."""
    weighed = [one for one in findings if one.resolved != "approved"]
    return not any(one.holds for one in weighed) and score(weighed) >= floor
