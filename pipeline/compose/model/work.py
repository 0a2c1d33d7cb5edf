"""What every step of one composition by a model needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.compose.assignment import Doubter
from pipeline.errors import ReplyError
from pipeline.llm.prompts import Prompt, Prompts
from pipeline.llm.session import Session
from pipeline.llm.structured import Texts
from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Composition, Draft, Evidence, Finding, Judgement
from pipeline.records.rules import finding

SAID = 12  # lines of earlier briefs in a prompt


@dataclass(frozen=True, slots=True)
class Work:
    """What every step of one composition needs."""

    session: Session
    prompts: Prompts
    evidence: Evidence
    desk: Desk
    name: str
    day: str
    said: tuple[Brief, ...]
    judge: Callable[[Draft], Judgement]
    hearing: Doubter | None = None
    extractive: Callable[[Evidence], Composition] | None = None  # the edition that needs no model


class UnwrittenError(ReplyError):
    """Nothing of a brief could be proven. `findings`: what went, each with its reason."""

    def __init__(self, message: str, *, hint: str, findings: Sequence[Finding]) -> None:
        super().__init__(message, hint=hint)
        self.findings = tuple(replace(one, resolved=one.resolved or "removed") for one in findings)


Rules = Literal["rules", "choosing"]


def texts(work: Work, task: Prompt, evidence: str = "", *, rules: Rules = "rules") -> Texts:
    """What a step's model reads; one that writes no sentences needs a fifth of the rules."""
    return Texts(work.prompts.render(rules), task, evidence)


def note(rule: str, path: str, message: str, *, resolved: str = "") -> Finding:
    return finding(f"writer-{rule}", path, "", message, resolved=resolved)


def headlines(work: Work, domain: str = "") -> list[str]:
    return [
        f"{brief.day}: {section.headline}"
        for brief in recent(work)
        for section in brief.draft.sections
        if domain in ("", section.domain)
    ][:SAID]


def recent(work: Work) -> list[Brief]:
    """Briefs before this day's, the newest first: a rerun is told nothing of what came after."""
    earlier = (brief for brief in work.said if brief.day < work.day)
    return sorted(earlier, key=lambda brief: brief.day, reverse=True)
