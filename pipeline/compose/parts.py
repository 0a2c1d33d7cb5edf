"""A part of a brief in the making: its question, its reply, what became of it.

Enter: an `Ask` and how to cut its replies. Leave: the cut part with its findings, after as many
questions as it takes to get a reply of the right form. Refuses after three unusable replies, or
when the model refuses (`ReplyError`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pydantic import BaseModel

from pipeline.asking import Ask
from pipeline.calls import Session
from pipeline.compose.cutting import Desk
from pipeline.compose.prompts import Prompts
from pipeline.compose.replies import Reply, parse
from pipeline.errors import ReplyError
from pipeline.records import Finding

TRIES = 3  # replies of the wrong form before a part is given up
MOST_TOKENS = 16_000  # of one reply; more can outlast a timeout

R = TypeVar("R", bound=BaseModel)
V = TypeVar("V")


@dataclass(slots=True)
class Part(Generic[R, V]):
    """One question and what came of it. `cut` makes the value from a reply at a fresh desk."""

    name: str  # its place in a draft: sections/<domain>, crosscuts, lede, graph
    ask: Ask
    kind: type[R]
    desk: Callable[[], Desk]
    cut: Callable[[R, Desk], V]
    reply: R | None = None
    value: V | None = None
    findings: tuple[Finding, ...] = field(default=())

    def write(self, session: Session, prompts: Prompts) -> Part[R, V]:
        """Ask, and cut the reply."""
        self._take(fetch(session, self.ask, self.kind, prompts))
        return self

    def rewrite(self, session: Session, prompts: Prompts, faults: Sequence[str]) -> Part[R, V]:
        """Ask again with the faults of the last reply."""
        assert self.reply is not None
        again = corrected(self.ask, prompts, self.reply.model_dump_json(), faults)
        self._take(fetch(session, again, self.kind, prompts))
        return self

    def _take(self, reply: R) -> None:
        desk = self.desk()
        self.reply = reply
        self.value = self.cut(reply, desk)
        self.findings = tuple(desk.findings)


def fetch(session: Session, ask: Ask, kind: type[Reply], prompts: Prompts) -> Reply:
    """Ask until the reply has the right form. Raises ReplyError, and what `Session.ask` does."""
    faults: list[str] = []
    for _ in range(TRIES):
        answer = session.ask(ask)
        if answer.stop == "refusal":
            raise ReplyError(
                f"{ask.model} refused the {ask.step} step {ask.part}".strip(),
                hint="read its evidence in the brief's evidence.json",
            )
        if answer.stop == "context":
            raise ReplyError(f"the {ask.step} step is longer than {ask.model} can read")
        if answer.stop == "length":
            faults = [f"the answer was longer than {ask.max_tokens} tokens"]
            ask = replace(ask, max_tokens=min(ask.max_tokens * 2, MOST_TOKENS))
            continue
        reply = parse(kind, answer.text)
        if not isinstance(reply, list):
            return reply
        faults = reply
        ask = corrected(ask, prompts, answer.text[:4_000], faults)
    raise ReplyError(f"{ask.model} gave no usable {ask.step}: {faults[0]}")


def corrected(ask: Ask, prompts: Prompts, reply: str, faults: Sequence[str]) -> Ask:
    """The ask, with its last reply and what was wrong with it after the task."""
    note = prompts.render("repair", reply=reply, faults=list(faults))
    task = ask.task.split(_MARK)[0]
    return replace(
        ask, task=f"{task}{_MARK}{note.text}", template=f"{_base(ask.template)}+{note.version}"
    )


_MARK = "\n---\n"


def _base(template: str) -> str:
    return "+".join(one for one in template.split("+") if not one.startswith("repair@"))
