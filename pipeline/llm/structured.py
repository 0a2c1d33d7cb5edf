"""Answers in a form: a pydantic model, the schema that is sent for it, and replies checked by it.

Enter: an `Request` and the kind of its reply. Leave: a checked reply, after as many questions as it
takes. The schema on the wire has no bounds, because providers refuse some and the SDK raises
after paying on others; bounds are checked here, and faults go back to the model in words. Refuses
after three unusable replies, or when the model refuses (`ReplyError`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ContextError, ReplyError
from pipeline.llm.prompts import Prompt, Prompts
from pipeline.llm.providers import TierName, tier_of
from pipeline.llm.request import Request
from pipeline.llm.session import Session

TRIES = 3  # replies of the wrong form before a part is given up
SHOWN = 4_000  # characters of a faulty reply that the model sees again
TAIL, LEAST, LOOP = 2_000, 400, 0.25  # characters, characters, share of them after deflate
MOST_TOKENS = 16_000  # of one reply; more can outlast a timeout

Reply = TypeVar("Reply", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Step:
    """Which step of the work a request is, and what part of the text it is for."""

    name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a model reads, from what never changes to what is new today."""

    rules: Prompt
    task: Prompt
    evidence: str = ""


def request_for(
    tier: TierName, session: Session, step: Step, texts: Texts, kind: type[BaseModel]
) -> Request:
    """A question to the session's model of a tier, to be answered in the form of `kind`."""
    writing, provider = session.desk.writing, session.provider
    chosen = tier_of(writing, tier)
    return Request(
        step=step.name,
        part=step.part,
        tier=tier,
        model=provider.model(writing, tier),
        effort=chosen.effort,
        max_tokens=chosen.max_tokens,
        rules=texts.rules.text,
        evidence=texts.evidence,
        task=texts.task.text,
        schema=wire_schema(kind),
        template=f"{texts.rules.version}+{texts.task.version}",
        cache=provider.keeps(writing),
    )


def fetch(session: Session, ask: Request, kind: type[Reply], prompts: Prompts) -> Reply:
    """Ask until the reply has the right form. Raises ReplyError, and what `Session.ask` does."""
    faults: list[str] = []
    given = first = ask
    for _ in range(TRIES):
        answer = session.ask(ask)
        if answer.stop == "refusal":
            session.unusable(ask, answer, "the model refused")
            raise ReplyError(
                f"{ask.model} refused the {ask.step} step {ask.part}".strip(),
                hint="read its evidence in the brief's evidence.json",
            )
        if answer.stop == "context":
            raise ContextError(f"the {ask.step} step is longer than {ask.model} can read")
        reply = parse(kind, answer.text)
        if not isinstance(reply, list):
            session.mended(first, ask)
            return reply  # whole, whatever the server says about where it stopped
        if answer.stop == "length" and not repeats_itself(answer.text):
            faults = [f"the answer was longer than {ask.max_tokens} tokens"]
            session.unusable(ask, answer, faults[0])
            ask = replace(ask, max_tokens=min(ask.max_tokens * 2, MOST_TOKENS))
            given = replace(given, max_tokens=ask.max_tokens)
            continue
        faults = ["the answer repeats itself"] if answer.stop == "length" else reply
        session.unusable(ask, answer, faults[0])
        ask = corrected(given, prompts, answer.text[:SHOWN], faults)
    raise ReplyError(f"{ask.model} gave no usable {ask.step}: {faults[0]}")


def repeats_itself(text: str) -> bool:
    """Whether the end of a reply is one stretch over and over, so that more room brings more of it.

    Measured by deflate: the sections of our briefs as replies come to 0.49 to 0.56 of their length, the
    loop of a real small model to 0.14.
    """
    end = text[-TAIL:].encode()
    return len(end) >= LEAST and len(zlib.compress(end)) < LOOP * len(end)


def corrected(ask: Request, prompts: Prompts, reply: str, faults: Sequence[str]) -> Request:
    """The ask, with its last reply and what was wrong with it after the task; what an earlier reply
    was told stays before it."""
    note = prompts.render("repair", reply=reply, faults=list(faults))
    return replace(
        ask, task=f"{ask.task}{_MARK}{note.text}", template=f"{_base(ask.template)}+{note.version}"
    )


_MARK = "\n---\n"


def _base(template: str) -> str:
    return "+".join(one for one in template.split("+") if not one.startswith("repair@"))


_BOUNDS = {
    "title", "default", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum",
    "pattern",
}  # fmt: skip


@lru_cache(maxsize=64)  # making one takes milliseconds, and a brief asks in five forms
def wire_schema(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema as it is sent: structure only."""
    bare: dict[str, Any] = _bare(kind.model_json_schema())
    return bare


def parse(kind: type[Reply], text: str) -> Reply | list[str]:
    """The reply, or what is wrong with it, one line per fault."""
    try:
        return kind.model_validate(_object(text))
    except ValidationError as error:
        return [
            f"{'.'.join(str(step) for step in one['loc']) or 'the answer'}: {one['msg']}"
            for one in error.errors()[:8]
        ]
    except ValueError as error:
        return [f"the answer is not one JSON object: {error}"]


def _object(text: str) -> Any:
    """The first object of a reply, without the code fence or the words small models put around it."""
    start = max(text.find("{"), 0)
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except json.JSONDecodeError:
        return json.loads(text)


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        bare = {
            key: {name: _bare(one) for name, one in inner.items()}
            if key in ("properties", "$defs")
            else _bare(inner)
            for key, inner in value.items()
            if key not in _BOUNDS
        }
        # A field that may be left out is left out by small models, and strict servers refuse it.
        return {**bare, "required": list(bare["properties"])} if "properties" in bare else bare
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value
