"""Replies that a real small model gave, kept as they came (`bench/real_model.py`, SmolLM2 135M)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pydantic import BaseModel, ConfigDict

from pipeline.errors import ContextError
from pipeline.llm import openai_api
from pipeline.llm.structured import parse, repeats_itself

KEPT = Path(__file__).parent / "cassettes" / "smollm2"


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    cites: list[int]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")
    headline: str
    sentences: list[Said]


def test_a_good_reply_is_read_whole() -> None:
    answer = openai_api.answer((KEPT / "good.json").read_bytes())
    reply = parse(Section, answer.text)
    assert isinstance(reply, Section) and reply.sentences[0].cites == [1]
    assert not repeats_itself(answer.text)


def test_a_reply_cut_in_its_middle_is_none_and_no_loop() -> None:
    text = openai_api.answer((KEPT / "good.json").read_bytes()).text
    assert isinstance(parse(Section, text[: len(text) // 2]), list)
    assert not repeats_itself(text[: len(text) // 2])


def test_a_server_whose_context_is_too_small_says_so_as_such() -> None:
    data = (KEPT / "context.json").read_bytes()
    with pytest.raises(ContextError, match="4096 tokens"):
        openai_api._refuse_status(400, httpx.Headers(), data, "smollm2")


def test_an_endless_loop_is_known_by_its_end() -> None:
    answer = openai_api.answer((KEPT / "loop.json").read_bytes())
    assert answer.stop == "length"
    assert isinstance(parse(Section, answer.text), list)
    assert repeats_itself(answer.text)
