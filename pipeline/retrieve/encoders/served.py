"""Vectors from an embedding server: OpenAI-compatible, Text Embeddings Inference or Ollama.

Enter: the desk's options and texts. Leave: unit vectors in the order of the texts. A request holds
at most `dense_batch` texts; one that takes too long is asked again in halves. Question and passage
get the prompts the desk names, because a server adds none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import numpy as np

from pipeline.errors import ConfigError, FetchError
from pipeline.newsroom.desk import Retrieval
from pipeline.records.store import short_id
from pipeline.retrieve.encoders import windows
from pipeline.retrieve.encoders.dense import Array, Encoder, units
from pipeline.world import World

WINDOWS = 4  # texts of a passage, on average: about one request between two commits

Form = Literal["openai", "tei", "ollama"]


@dataclass(frozen=True, slots=True)
class Wire:
    """How a kind of server is asked, and where its reply holds the rows."""

    body: Callable[[str, list[str]], dict[str, Any]]
    rows: Callable[[Any], list[Any]]


def _openai_rows(reply: Any) -> list[Any]:
    return [row["embedding"] for row in sorted(reply["data"], key=lambda row: row["index"])]


WIRES: dict[Form, Wire] = {
    "openai": Wire(lambda model, texts: {"model": model, "input": texts}, _openai_rows),
    "tei": Wire(lambda _, texts: {"inputs": texts, "truncate": True}, lambda reply: reply),
    "ollama": Wire(
        lambda model, texts: {"model": model, "input": texts, "truncate": True},
        lambda reply: reply["embeddings"],
    ),
}


def form(url: str) -> Form:
    """The kind of server behind an address, by its path: `/api/embed` is Ollama's, `/embed` that
    of Text Embeddings Inference, all others speak OpenAI's form."""
    path = urlsplit(url).path.rstrip("/")
    if path.endswith("/api/embed"):
        return "ollama"
    return "tei" if path.endswith("/embed") else "openai"


def encoder(options: Retrieval, world: World) -> Encoder:
    """The encoder behind `dense_url`. Raises ConfigError when the desk does not name it whole."""
    if not options.dense_url or not options.dense_model:
        raise ConfigError("dense = 'http' needs dense_url and dense_model", where="retrieval")

    def passages(texts: Sequence[str]) -> Array:
        return _vectors(options, world, [options.dense_passage_prompt + one for one in texts])

    def questions(texts: Sequence[str]) -> Array:
        return _vectors(options, world, [options.dense_query_prompt + one for one in texts])

    prompt = short_id(options.dense_passage_prompt) if options.dense_passage_prompt else ""
    name = "/".join(filter(None, (f"http:{options.dense_model}", prompt, windows.VERSION)))
    step = max(1, options.dense_batch // WINDOWS)
    return Encoder(name, passages, questions, step, served=True)


def _vectors(options: Retrieval, world: World, texts: list[str]) -> Array:
    """Vectors of texts, some at a time; all are equally wide."""
    size = options.dense_batch
    found: list[Any] = []
    with httpx.Client(timeout=options.dense_timeout) as client:
        for at in range(0, len(texts), size):
            found += _asked(client, options, world, texts[at : at + size])
    try:
        made = np.array(found, dtype=np.float32).reshape(len(texts), -1)
        if not np.isfinite(made).all():
            raise ValueError("some of its numbers are none")
    except (ValueError, TypeError) as error:
        raise _failed(options, f"it sent rows that are no vectors of one width: {error}") from error
    return units(made)


def _asked(client: httpx.Client, options: Retrieval, world: World, texts: list[str]) -> list[Any]:
    """The server's rows for some texts; asked in halves when it takes too long for all."""
    try:
        rows = _reply(client, options, world, texts)
    except httpx.TimeoutException as error:
        if len(texts) == 1:
            raise _failed(options, f"one text took over {options.dense_timeout:g} s") from error
        half = len(texts) // 2
        first = _asked(client, options, world, texts[:half])
        return first + _asked(client, options, world, texts[half:])
    except (httpx.HTTPError, ValueError, KeyError, TypeError, IndexError) as error:
        raise _failed(options, str(error).partition("\n")[0]) from error
    if len(rows) != len(texts):
        raise _failed(options, f"it sent {len(rows)} vectors for {len(texts)} texts")
    return rows


def _reply(client: httpx.Client, options: Retrieval, world: World, texts: list[str]) -> list[Any]:
    world.permit(options.dense_url, "embeddings")
    key = world.environ.get("DATELINE_EMBEDDINGS_KEY")
    wire = WIRES[form(options.dense_url)]
    reply = client.post(
        options.dense_url,
        json=wire.body(options.dense_model, texts),
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )
    return list(wire.rows(reply.raise_for_status().json()))


def _failed(options: Retrieval, why: str) -> FetchError:
    return FetchError(f"the embeddings endpoint failed ({why})", where=options.dense_url,
                      hint="is the server up, and the model's name right?")  # fmt: skip
