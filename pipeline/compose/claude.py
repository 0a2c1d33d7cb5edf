"""The claude writer: the way of every model writer, over the Messages API."""

from __future__ import annotations

from functools import partial

from pipeline.compose import model
from pipeline.messages import DIALECT

write = partial(model.write, DIALECT)
