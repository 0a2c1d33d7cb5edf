"""A cross-encoder behind the rankers: it reads the question together with each of the first passages.

Enter: the desk's options. Leave: a `Reranker` (`models` also makes one of a folder). A server answers
in the form that Text Embeddings Inference, Jina, Cohere and llama.cpp share: a question and
documents in, `results` of `index` and `relevance_score` out. What the model says orders the first
passages; those behind them keep their places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
import numpy as np
import numpy.typing as npt

from pipeline.errors import ConfigError, FetchError
from pipeline.newsroom.desk import Retrieval
from pipeline.world import World

Scores = npt.NDArray[np.float64]
TIMEOUT = 60.0  # a small cross-encoder reads 50 passages in some 10 s on two cores


@dataclass(frozen=True, slots=True)
class Reranker:
    """A question and texts to one score each; higher is better."""

    id: str
    score: Callable[[str, Sequence[str]], Scores]


def served(options: Retrieval, world: World) -> Reranker:
    """The re-ranker behind `rerank_url`. Raises ConfigError when the desk does not name it."""
    if not options.rerank_url or not options.rerank_model:
        raise ConfigError("rerank = 'http' needs rerank_url and rerank_model", where="retrieval")

    def score(question: str, texts: Sequence[str]) -> Scores:
        world.permit(options.rerank_url, "re-ranking")
        key = world.environ.get("DATELINE_RERANK_KEY")
        try:
            reply = httpx.post(
                options.rerank_url,
                json={"model": options.rerank_model, "query": question, "documents": list(texts)},
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=TIMEOUT,
            )
            found = np.full(len(texts), np.nan)
            for row in reply.raise_for_status().json()["results"]:
                found[row["index"]] = row["relevance_score"]
            if not np.isfinite(found).all():
                raise ValueError("some passages have no score")
        except (httpx.HTTPError, ValueError, KeyError, TypeError, IndexError) as error:
            raise FetchError(f"the re-ranker failed ({error})", where=options.rerank_url,
                             hint="is the server up, and the model's name right?") from error  # fmt: skip
        return found

    return Reranker(f"http:{options.rerank_model}", score)


def reordered(order: npt.NDArray[np.int64], said: Scores) -> npt.NDArray[np.int64]:
    """The order with its first places sorted by what the model said of them; ties stay."""
    first = np.argsort(-np.round(said, 6), kind="stable")
    return np.concatenate([order[: len(said)][first], order[len(said) :]])
