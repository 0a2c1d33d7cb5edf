"""The local writer: the way of every model writer, over an OpenAI-compatible server."""

from __future__ import annotations

from functools import partial

from pipeline.completions import DIALECT
from pipeline.compose import model

write = partial(model.write, DIALECT)
