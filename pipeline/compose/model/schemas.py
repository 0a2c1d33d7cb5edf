"""What a model must answer at each step of writing, as pydantic models with their bounds.

`pipeline.llm.structured` sends them as schemas and checks the replies.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.llm.structured import Strict

Words = Annotated[str, Field(min_length=1, max_length=600)]
Title = Annotated[str, Field(min_length=3, max_length=140)]
Cites = Annotated[tuple[int, ...], Field(max_length=6)]


class AnchorReply(Strict):
    source: int
    exact: str
    first: str
    last: str


class SentenceReply(Strict):
    text: Words
    cites: Cites
    kind: Literal["fact", "inference", "advice"] = "fact"
    rests: Annotated[tuple[AnchorReply, ...], Field(max_length=3)] = ()


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
