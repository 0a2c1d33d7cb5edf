"""OpenAI-compatible servers (llama.cpp, Ollama, vLLM): bodies, replies and a connection.

Enter: a `Request`, or the bytes of a stored reply. Leave: a body for `/chat/completions`, a
`Response`, a `Connection` over httpx. A schema travels as `response_format` and, because small
servers ignore that field, in the words of the task too. Replies without usage are counted by
estimate, and say so.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipeline.errors import ContextError, ModelError, ReplyError, UnavailableError
from pipeline.llm.anthropic_api import TRANSIENT
from pipeline.llm.prices import Tokens
from pipeline.llm.request import Api, Request, Response, Stop
from pipeline.records.store import short_id
from pipeline.world import estimate_tokens

SEED = 7  # any fixed number: servers that honour it answer the same prompt the same way

_CONTEXT = "start the server with a larger context (llama.cpp: --ctx-size), or name a model that reads more"
_STOPS: dict[str, Stop] = {"length": "length", "content_filter": "refusal"}


def body(ask: Request) -> dict[str, Any]:
    """The request. Effort is not sent: servers differ in what they call it."""
    schema = json.dumps(ask.schema, ensure_ascii=False, sort_keys=True)
    told = f"{ask.task}\n\nAnswer with one JSON object of this schema and nothing else:\n{schema}"
    texts = [text for text in (ask.evidence, told) if text]
    return {
        "model": ask.model,
        "max_tokens": ask.max_tokens,
        "temperature": 0,
        "seed": SEED,
        "messages": [
            {"role": "system", "content": ask.rules},
            {"role": "user", "content": "\n\n".join(texts)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": ask.step, "strict": True, "schema": dict(ask.schema)},
        },
    }


def answer(raw: bytes) -> Response:
    """Read a completion. Raises ReplyError when the bytes are not one."""
    try:
        reply = json.loads(raw)
        choice = reply["choices"][0]
        text = _text(choice["message"].get("content"))
        refused = bool(choice["message"].get("refusal"))
        usage = reply.get("usage") or {}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReplyError(
            f"the reply is not a chat completion ({type(error).__name__})",
            hint="check that the server speaks the OpenAI chat completions API",
        ) from error
    stop = "refusal" if refused else _STOPS.get(str(choice.get("finish_reason")), "end")
    return Response(
        # Some servers number every reply alike ("chatcmpl-1"); the bytes tell them apart.
        message=f"{reply.get('id') or 'reply'}-{short_id(raw.decode(errors='replace'))}",
        model=str(reply.get("model") or ""),
        text=text,
        stop=stop,
        tokens=_tokens(usage),
    )


def _text(content: object) -> str:
    """The words of a reply; some servers send them in parts. Raises TypeError for other things."""
    if isinstance(content, list):
        return "".join(str(part["text"]) for part in content if part.get("type") == "text")
    if content is not None and not isinstance(content, str):
        raise TypeError("the content is no text")
    return content or ""


def url(environ: Mapping[str, str], desk: str) -> str:
    """Where the server is: DATELINE_LOCAL_URL, else what the desk says."""
    return environ.get("DATELINE_LOCAL_URL") or desk


class Completions:
    """A connection to an OpenAI-compatible server."""

    def __init__(self, client: httpx.Client, host: str) -> None:
        self.client = client
        self.host = host

    def send(self, body: Mapping[str, Any], *, key: str, seconds: float) -> bytes:
        """Ask and read the whole reply within `seconds`, however slowly it drips."""
        end = time.monotonic() + seconds
        status, headers, data = self._post(body, key, end)
        if status == 400 and b"response_format" in data and "response_format" in body:
            # An older server; the schema stands in the task as well.
            bare = {name: one for name, one in body.items() if name != "response_format"}
            status, headers, data = self._post(bare, key, end)
        _refuse_status(status, headers, data, str(body["model"]))
        return data

    def _post(
        self, body: Mapping[str, Any], key: str, end: float
    ) -> tuple[int, httpx.Headers, bytes]:
        left = max(end - time.monotonic(), 0.1)
        with (
            _translated(),
            self.client.stream(
                "POST",
                "chat/completions",
                json=body,
                headers={"idempotency-key": key},
                timeout=httpx.Timeout(left, connect=min(left, 5.0)),
            ) as response,
        ):
            parts = []
            for part in response.iter_bytes():
                parts.append(part)
                if time.monotonic() > end:
                    raise UnavailableError("the reply came too slowly", billed=True)
            return response.status_code, response.headers, b"".join(parts)

    def count(self, body: Mapping[str, Any]) -> int:
        """Estimated: no counting endpoint is common to these servers."""
        return sum(estimate_tokens(str(one["content"])) for one in body["messages"])

    def close(self) -> None:
        self.client.close()

    def models(self) -> list[dict[str, Any]]:
        """What the server says it serves."""
        with _translated():
            response = self.client.get("models", timeout=10.0)
            _refuse_status(response.status_code, response.headers, response.content, "")
            return [dict(one) for one in response.json().get("data", ())]


def connect(url: str, environ: Mapping[str, str]) -> Completions:
    """Open a connection; DATELINE_LOCAL_KEY is sent if there is one."""
    key = environ.get("DATELINE_LOCAL_KEY")
    headers = {"authorization": f"Bearer {key}"} if key else {}
    client = httpx.Client(base_url=url.rstrip("/") + "/", headers=headers, follow_redirects=False)
    return Completions(client, urlsplit(url).hostname or url)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except httpx.ConnectError as error:
        raise UnavailableError(
            "no model server answers there",
            hint="start it, or set DATELINE_LOCAL_URL or [writing] local_url",
        ) from error
    except httpx.TransportError as error:
        raise UnavailableError(
            f"no reply from the model server ({type(error).__name__})", billed=True
        ) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise ModelError(f"the address or reply of the server is malformed: {error}") from error


def _refuse_status(status: int, headers: httpx.Headers, data: bytes, model: str) -> None:
    said = data[:200].decode(errors="replace")
    if status < 300:
        return
    if status in (400, 413) and b"context" in data.lower():
        raise ContextError(f"the server's context is too small: {said}", hint=_CONTEXT)
    if status in TRANSIENT or status >= 500:
        wait = headers.get("retry-after", "")
        raise UnavailableError(
            f"the model server answered {status}: {said}",
            status=status,
            retry_after=float(wait) if wait.isdigit() else None,
        )
    hints = {
        401: "set DATELINE_LOCAL_KEY to the server's key",
        404: f"the server may not serve {model!r}; set [writing] local_model to one it does",
    }
    raise ModelError(
        f"the model server answered {status}: {said}",
        hint=hints.get(status, "check that it speaks the OpenAI chat completions API"),
    )


def _tokens(usage: Mapping[str, Any]) -> Tokens | None:
    try:
        prompt, output = int(usage["prompt_tokens"]), int(usage["completion_tokens"])
        read = int((usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0)
    except (KeyError, TypeError, ValueError):
        return None
    return Tokens(uncached=prompt - read, cache_read=read, output=output)


API = Api("local", body, answer, url, connect)
