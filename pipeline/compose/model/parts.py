"""A part of a brief in the making: its question, its reply, what became of it.

Enter: a `Request` and how to cut its replies. Leave: the cut part with its findings, after as many
questions as it takes to get a reply of the right form. Refuses after three unusable replies, or
when the model refuses (`ReplyError`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from pipeline.compose.model.cutting import ReplyContext
from pipeline.errors import ContextError
from pipeline.llm.prompts import Prompts, as_data
from pipeline.llm.request import Request
from pipeline.llm.session import Session
from pipeline.llm.structured import corrected, fetch
from pipeline.records import Draft, Finding
from pipeline.records import draft as drafts

R = TypeVar("R", bound=BaseModel)
V = TypeVar("V")


@dataclass(slots=True)
class Part(Generic[R, V]):
    """One question and what came of it. `cut` makes the value from a reply at a fresh desk."""

    name: str  # its place in a draft: sections[<domain>], crosscuts, lede, graph
    ask: Request
    kind: type[R]
    desk: Callable[[], ReplyContext]
    cut: Callable[[R, ReplyContext], V]
    reply: R | None = None
    value: V | None = None
    findings: tuple[Finding, ...] = field(default=())
    rewrites: int = 0
    anew: Callable[[], Request] | None = None  # its question over the sections as they stand now
    less: tuple[
        str, ...
    ] = ()  # of the evidence, for a server whose context does not hold all of it

    def write(self, session: Session, prompts: Prompts) -> Part[R, V]:
        """Ask, with less evidence where the server's context does not hold all, and cut the reply."""
        for evidence in (self.ask.evidence, *self.less):
            self.ask = replace(self.ask, evidence=evidence)
            try:
                self._take(fetch(session, self.ask, self.kind, prompts))
                return self
            except ContextError as error:
                refused = error
        raise refused

    def rewrite(self, session: Session, prompts: Prompts, faults: Sequence[str]) -> Part[R, V]:
        """Ask again, of the sections as they stand now, with the faults of the last reply."""
        assert self.reply is not None
        self.rewrites += 1
        if self.anew:  # with no more evidence than was read before
            self.ask = replace(self.anew(), evidence=self.ask.evidence)
        again = corrected(self.ask, prompts, self.reply.model_dump_json(), faults)
        self._take(fetch(session, again, self.kind, prompts))
        return self

    def written(self) -> V | None:
        """The value as its last reply has it, before code replaced or cut anything of it."""
        return None if self.reply is None else self.cut(self.reply, self.desk())

    @property
    def is_section(self) -> bool:
        """Whether it is one of the sections, and not what stands over or between them."""
        return self.name.startswith("sections")

    @property
    def open(self) -> list[Finding]:
        """What its own cutting still faults."""
        return [one for one in self.findings if not one.resolved]

    def _take(self, reply: R) -> None:
        desk = self.desk()
        self.reply = reply
        self.value = self.cut(reply, desk)
        self.findings = tuple(desk.findings)


def told(found: Finding) -> str:
    """A finding as a model reads it: where, what is wrong, its own words, the source's, what to do."""
    source, _, words = found.evidence.partition("] ")
    names_source = source.startswith("[Source ") and bool(words)
    stands = f" {source.strip('[')} has: {as_data(words)}." if names_source else ""
    match = f" You wrote: {as_data(found.match)}." if found.match else ""
    printed = f"say what the source says; {as_data(found.fix)} is printed in its place else"
    fix = f" To do: {printed if found.rule == 'claim-heading' else found.fix}." if found.fix else ""
    return f"{found.where.path}: {found.message.rstrip('.')}.{match}{stands}{fix}".lstrip(": ")


def alone(part: Part[Any, Any]) -> Draft:
    """A draft that holds one part and nothing else."""
    empty = Draft("", "", "", (), (), (), None, None)
    value: Any = part.value
    if part.is_section:
        return replace(empty, sections=(value,))
    if part.name == "crosscuts":
        return replace(empty, crosscuts=value)
    if part.name == "graph":
        return replace(empty, graph=value)
    title, lede, action = value
    return replace(empty, title=title, lede=lede, action=action)


def value_of(part: Part[Any, Any], draft: Draft) -> Any:
    """What such a draft holds of the part; None where its section is gone."""
    if part.is_section:
        return draft.sections[0] if draft.sections else None
    if part.name == "crosscuts":
        return draft.crosscuts
    return draft.graph if part.name == "graph" else (draft.title, draft.lede, draft.action)


def words(part: Part[Any, Any]) -> set[str]:
    """The sentences of a part that stands."""
    return {one.text for _, one in drafts.claims(alone(part))}
