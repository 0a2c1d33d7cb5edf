"""The claude writer: the way of every model writer, over the Messages API."""

from __future__ import annotations

from functools import partial

from pipeline.compose.model import writer
from pipeline.llm.anthropic_api import PROVIDER

write = partial(writer.write, PROVIDER)
