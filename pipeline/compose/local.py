"""The local writer: the way of every model writer, over an OpenAI-compatible server."""

from __future__ import annotations

from functools import partial

from pipeline.compose.model import writer
from pipeline.llm.openai_api import PROVIDER

write = partial(writer.write, PROVIDER)
