"""The Messages API of Anthropic: request bodies, replies, batches, and the SDK behind them.

Enter: a `Request`, or the bytes of a stored reply. Leave: a body for `messages.create`, a
`Response`, a `Connection`. The SDK (2.11 or later) is imported by `connect` only. Its own
retries are off, so that budgets and the audit see every attempt; its `parse()` is not used,
because it raises on a reply that was paid for; redirects are not followed, because a prompt
must not leave for a host nobody allowed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import ModelError, ReplyError, UnavailableError
from pipeline.llm.prices import anthropic_tokens
from pipeline.llm.request import Api, Request, Response, Stop

if TYPE_CHECKING:
    import anthropic

PUBLIC = "https://api.anthropic.com"
TRANSIENT = {408, 409, 429, 500, 502, 503, 504, 529}

_STOPS: dict[str, Stop] = {
    "max_tokens": "length",
    "refusal": "refusal",
    "model_context_window_exceeded": "context",
}


def body(ask: Request) -> dict[str, Any]:
    """The request: rules first and kept by the provider, then evidence, then the day's task."""
    rules: dict[str, Any] = {"type": "text", "text": ask.rules}
    if ask.cache != "off":
        rules["cache_control"] = {"type": "ephemeral", "ttl": ask.cache}
    texts = [text for text in (ask.evidence, ask.task) if text]
    config: dict[str, Any] = {"format": {"type": "json_schema", "schema": dict(ask.schema)}}
    if ask.effort:
        config["effort"] = ask.effort
    return {
        "model": ask.model,
        "max_tokens": ask.max_tokens,
        "system": [rules],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": text} for text in texts]}
        ],
        "output_config": config,
    }


def answer(raw: bytes) -> Response:
    """Read a message. Raises ReplyError when the bytes are not one."""
    try:
        message = json.loads(raw)
        text = "".join(block["text"] for block in message["content"] if block["type"] == "text")
        found = str(message["id"]), str(message["model"]), dict(message["usage"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReplyError(
            f"the reply is not a message ({type(error).__name__})",
            hint="the provider sent something else; it is kept in .dateline/cache",
        ) from error
    return Response(
        message=found[0],
        model=found[1],
        text=text,
        stop=_STOPS.get(str(message.get("stop_reason")), "end"),
        tokens=anthropic_tokens(found[1], found[2]),
        fast=found[2].get("speed") == "fast",
    )


def url(environ: Mapping[str, str], _desk: str) -> str:
    """Where the API is; ANTHROPIC_BASE_URL moves it, to a gateway or a test server."""
    return environ.get("ANTHROPIC_BASE_URL") or PUBLIC


class Claude:
    """A connection through the SDK."""

    def __init__(self, client: anthropic.Anthropic, host: str) -> None:
        self.client = client
        self.host = host

    def send(self, body: Mapping[str, Any], *, key: str, seconds: float) -> bytes:
        """Ask and read the whole reply within `seconds`, however slowly it drips."""
        end = time.monotonic() + seconds
        with (
            _translated(str(body["model"])),
            self.client.messages.with_streaming_response.create(
                **body, timeout=seconds, extra_headers={"idempotency-key": key}
            ) as response,
        ):
            return _within(response.iter_bytes(), end)

    def count(self, body: Mapping[str, Any]) -> int:
        with _translated(str(body["model"])):
            counted = self.client.messages.count_tokens(
                **{name: value for name, value in body.items() if name != "max_tokens"}
            )
            return counted.input_tokens

    def close(self) -> None:
        self.client.close()

    def models(self) -> list[dict[str, Any]]:
        """The provider's catalogue, retired models included."""
        with _translated(""):
            found = self.client.models.list(
                limit=1000, lifecycle=["active", "deprecated", "retired"]
            )
            return [one.model_dump(mode="json") for one in found]

    def create_batch(self, requests: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Submit bodies under their custom ids."""
        with _translated(""):
            made = self.client.messages.batches.create(
                requests=[
                    {"custom_id": name, "params": one}  # type: ignore[typeddict-item]
                    for name, one in requests.items()
                ]
            )
            return made.model_dump(mode="json")

    def batch(self, name: str) -> dict[str, Any]:
        """How a batch stands; `lost` when it is not there, or its results no longer are."""
        import anthropic

        with _translated(""):
            try:
                found = self.client.messages.batches.retrieve(name).model_dump(mode="json")
            except anthropic.NotFoundError:
                return {"id": name, "processing_status": "lost"}
        return {**found, "processing_status": "lost"} if found.get("archived_at") else found

    def recent_batches(self) -> list[dict[str, Any]]:
        with _translated(""):
            page = self.client.messages.batches.list(limit=20)
            return [one.model_dump(mode="json") for one in page.data]

    def cancel_batch(self, name: str) -> None:
        with _translated(""):
            self.client.messages.batches.cancel(name)

    def batch_results(self, name: str) -> dict[str, bytes]:
        """Replies of an ended batch by custom id; what did not succeed is left out.

        Raises ModelError when the results are said to lie on another host: the key would go there.
        """
        there = urlsplit(self.batch(name).get("results_url") or "").hostname
        if there not in (None, self.host):
            raise ModelError(
                f"the results of the batch are said to lie on {there}",
                hint="fetch them with the provider's console, then run without --batch",
            )
        with _translated(""):
            done = {}
            for one in self.client.messages.batches.results(name):
                if one.result.type == "succeeded":
                    text = one.result.message.model_dump_json(exclude_unset=True)
                    done[one.custom_id] = text.encode()
            return done


def connect(url: str, environ: Mapping[str, str]) -> Claude:
    """Open a connection with the key of the environment. Raises ModelError without one."""
    key, token = environ.get("ANTHROPIC_API_KEY"), environ.get("ANTHROPIC_AUTH_TOKEN")
    if not key and not token:
        raise ModelError(
            "the claude writer needs a key and there is none",
            hint="set ANTHROPIC_API_KEY, or run with --writer extractive",
        )
    import anthropic  # here, because it takes seconds and most runs never write with it

    client = anthropic.Anthropic(
        api_key=key or None,
        auth_token=None if key else token,
        base_url=url,
        max_retries=0,
        http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
    )
    return Claude(client, client.base_url.host)


def _within(chunks: Iterator[bytes], end: float) -> bytes:
    parts = []
    for chunk in chunks:
        parts.append(chunk)
        if time.monotonic() > end:
            raise UnavailableError("the reply came too slowly", billed=True)
    return b"".join(parts)


class _translated:  # noqa: N801  reads as a clause: `with _translated(model):`
    """Turns what the SDK raises into our own errors."""

    def __init__(self, model: str) -> None:
        self.model = model

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        import anthropic
        import httpx2

        if isinstance(error, anthropic.APIStatusError):
            raise _status_error(error, self.model) from error
        if isinstance(error, anthropic.APIConnectionError | httpx2.TransportError):
            timed_out = isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException)
            broken = isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError)
            raise UnavailableError(
                f"no reply from the provider ({type(error).__name__})", billed=timed_out or broken
            ) from error
        if isinstance(error, anthropic.AnthropicError):
            raise ModelError(str(error), hint="see `dateline doctor`") from error


_REASONS = {
    401: ("the provider refused the key", "check ANTHROPIC_API_KEY"),
    402: ("the provider wants payment", "see the billing page of the account"),
    403: ("the key may not do this", "check what the key's workspace is allowed"),
    404: ("model {model!r} is unknown or retired", "`dateline doctor` lists the models to use"),
    413: (
        "the prompt is too large",
        "name a model that reads more under [writing] in briefs/desk.toml",
    ),
}


def _status_error(error: anthropic.APIStatusError, model: str) -> Exception:
    said = (error.api_message or "")[:200]
    status = error.status_code
    if status in TRANSIENT or status >= 500:
        return UnavailableError(
            f"the provider answered {status}: {said}", status=status, retry_after=_wait(error)
        )
    if "prompt is too long" in said or "context" in said:
        status = 413
    text, hint = _REASONS.get(
        status, ("the provider refused the request", "see `dateline doctor` for what it accepts")
    )
    return ModelError(f"{text.format(model=model)} ({error.status_code}: {said})", hint=hint)


def _wait(error: anthropic.APIStatusError) -> float | None:
    """Seconds of a retry-after header; a date is not used by this API."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None


API = Api("anthropic", body, answer, url, connect)
