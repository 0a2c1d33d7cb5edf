"""What a writer is given: the day's evidence, the newsroom and its world, and a verifier to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import ConfigError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Draft, Evidence, EvidenceItem, Finding, Judgement
from pipeline.world import World

if TYPE_CHECKING:  # a session loads the clients of models
    from pipeline.llm.session import Session

Judge = Callable[[Draft], Judgement]
Check = Callable[[str], tuple[Finding, ...]]


class Doubter(Protocol):
    """A model as judge of a draft. `told`: by sentence, what became of telling its writer of a no."""

    told: dict[str, str]

    def lifted(self, session: Session, judgement: Judgement) -> Judgement:
        """The verifier's judgement without what a judge that may decide says yes to; asked within the
        writer's session."""

    def doubts(self, session: Session, draft: Draft) -> tuple[Finding, ...]:
        """What it says no to, asked within the writer's session and its budgets."""

    def seconded(self, draft: Draft) -> tuple[Finding, ...]:
        """What it said no to and the verifier doubts too, or its writer was never told of; nothing is
        asked."""

    def unheaded(self, draft: Draft) -> tuple[Finding, ...]:
        """The headings that it still says no to, each with one in its source's words; nothing is asked."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A brief to write. `said`: briefs already published; `judge`: the verifier; `hearing`: a model
    that is asked once more, where the desk wants one."""

    evidence: Evidence
    room: Newsroom
    world: World
    judge: Judge
    said: tuple[Brief, ...] = ()
    hearing: Doubter | None = None

    @property
    def desk(self) -> Desk:
        return self.room.desk

    @property
    def day(self) -> str:
        return self.evidence.day


@dataclass(frozen=True, slots=True)
class Commission:
    """A post to write: its format, what it is about, the sources it may cite, and its day."""

    form: str
    topic: str
    items: tuple[EvidenceItem, ...]
    day: str

    def among(self, formats: tuple[str, ...]) -> Commission:
        """The commission itself. Raises ConfigError when its format is none of these."""
        if self.form not in formats:
            raise ConfigError(
                f"no format is called {self.form!r}", hint=f"one of {', '.join(formats)}"
            )
        return self
