"""What a model must answer at each step, as pydantic models, and the schema that is sent.

Enter: the text of a reply. Leave: a checked reply, or the faults in words that go back to the
model. The schema on the wire has no bounds, because providers refuse some and the SDK raises
after paying on others; bounds are checked here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Words = Annotated[str, Field(min_length=1, max_length=600)]
Title = Annotated[str, Field(min_length=3, max_length=140)]
Cites = Annotated[tuple[int, ...], Field(max_length=6)]
Reply = TypeVar("Reply", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnchorReply(Strict):
    source: int
    exact: str
    first: str
    last: str


class SentenceReply(Strict):
    text: Words
    cites: Cites


class PlannedDomain(Strict):
    domain: str
    sources: tuple[int, ...]
    angle: str


class PlanReply(Strict):
    domains: tuple[PlannedDomain, ...]


class SectionReply(Strict):
    quote: AnchorReply
    headline: Title
    sentences: Annotated[tuple[SentenceReply, ...], Field(min_length=1, max_length=5)]
    implication: SentenceReply


class CrossCutReply(Strict):
    quotes: Annotated[tuple[AnchorReply, ...], Field(max_length=4)]
    domains: Annotated[tuple[str, ...], Field(min_length=2)]
    title: Title
    sentences: Annotated[tuple[SentenceReply, ...], Field(min_length=1, max_length=4)]


class CrossCutsReply(Strict):
    crosscuts: Annotated[tuple[CrossCutReply, ...], Field(max_length=4)]


class ActionReply(Strict):
    title: Title
    minutes: Annotated[int, Field(ge=1, le=30)]
    sentences: Annotated[tuple[SentenceReply, ...], Field(min_length=1, max_length=4)]


class LedeReply(Strict):
    lede: Annotated[tuple[SentenceReply, ...], Field(min_length=1, max_length=4)]
    title: Title
    action: ActionReply


class NodeReply(Strict):
    id: Annotated[str, Field(min_length=1, max_length=40)]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    domain: str
    cites: Cites


class EdgeReply(Strict):
    start: str
    end: str
    label: Annotated[str, Field(min_length=1, max_length=60)]
    cites: Cites


class GraphReply(Strict):
    title: Title
    description: Words
    nodes: Annotated[tuple[NodeReply, ...], Field(min_length=2, max_length=16)]
    edges: Annotated[tuple[EdgeReply, ...], Field(min_length=1, max_length=30)]


class JudgeAnswer(Strict):
    id: str
    evidence: str
    answer: bool


class JudgeReply(Strict):
    answers: tuple[JudgeAnswer, ...]


_BOUNDS = {
    "title", "default", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum",
    "pattern",
}  # fmt: skip


def wire_schema(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema as it is sent: structure only."""
    bare: dict[str, Any] = _bare(kind.model_json_schema())
    return bare


def parse(kind: type[Reply], text: str) -> Reply | list[str]:
    """The reply, or what is wrong with it, one line per fault."""
    try:
        return kind.model_validate(json.loads(_unfenced(text)))
    except ValidationError as error:
        return [
            f"{'.'.join(str(step) for step in one['loc']) or 'the answer'}: {one['msg']}"
            for one in error.errors()[:8]
        ]
    except ValueError as error:
        return [f"the answer is not one JSON object: {error}"]


def _unfenced(text: str) -> str:
    """The object without the code fence or the words small models put around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: {name: _bare(one) for name, one in inner.items()}
            if key in ("properties", "$defs")
            else _bare(inner)
            for key, inner in value.items()
            if key not in _BOUNDS
        }
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value
