"""What every step of one composition by a model needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.llm.prompts import Prompts
from pipeline.llm.session import Session
from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Draft, Evidence, Judgement


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
