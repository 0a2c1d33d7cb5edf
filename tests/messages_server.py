"""A server on loopback that speaks Anthropic's Messages API, for tests and for trying by hand.

    python -m tests.messages_server --port 8787
    ANTHROPIC_BASE_URL=http://127.0.0.1:8787 ANTHROPIC_API_KEY=test dateline run --writer claude

Replies come from `tests.scripted`, from files (`--replies DIR`, named by the request's hash), or
from whoever answers a folder of pending requests (`--pending DIR`: `requests/<id>.json` in,
`replies/<id>.json` out, each reply a JSON object in the requested schema), so that a real model
can be put behind it. Usage is counted at four characters a token, with a prompt cache that has a
minimum size and a lifetime, as the real one has. `Faults` make it misbehave.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests import scripted

Json = dict[str, Any]
Respond = Callable[[Json], Json | str]

MODELS = {
    "claude-haiku-5-5": "active",
    "claude-sonnet-5-5": "active",
    "claude-sonnet-4-6": "active",
    "claude-opus-5-5": "active",
    "claude-haiku-4-5": "deprecated",
    "claude-3-opus-20240229": "retired",
}
FIELDS = {"model", "max_tokens", "system", "messages", "output_config", "stream", "metadata"}
CACHE_MINIMUM = 1024  # tokens
EFFORTS = {"low", "medium", "high", "xhigh", "max"}


@dataclass
class State:
    """What the server remembers, and how it is told to misbehave.

    faults: what the next requests to /v1/messages meet, in order; see `FAULTS`.
    """

    respond: Respond
    faults: list[str] = field(default_factory=list)
    requests: list[Json] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    batches: dict[str, Json] = field(default_factory=dict)
    polls_to_end: int = 2
    kept: dict[str, float] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def by_script(body: Json) -> Json:
    """The reply the scripted writer gives to a request body."""
    content = body["messages"][0]["content"]
    prompt = content if isinstance(content, str) else "\n".join(one["text"] for one in content)
    return scripted.reply_to(prompt, body["output_config"]["format"]["schema"])


def from_files(folder: Path) -> Respond:
    def respond(body: Json) -> Json | str:
        return (folder / f"{digest(body)}.json").read_text("utf-8")

    return respond


def from_pending(folder: Path, *, wait: float = 3600.0) -> Respond:
    """Write each request to requests/ and wait for somebody to write its reply to replies/."""
    (folder / "requests").mkdir(parents=True, exist_ok=True)
    (folder / "replies").mkdir(parents=True, exist_ok=True)

    def respond(body: Json) -> Json | str:
        name = f"{digest(body)}.json"
        (folder / "requests" / name).write_text(json.dumps(body, indent=1), "utf-8")
        answer, until = folder / "replies" / name, time.monotonic() + wait
        while not answer.exists():
            if time.monotonic() > until:
                raise TimeoutError(f"nobody answered {name}")
            time.sleep(0.05)
        return answer.read_text("utf-8")

    return respond


def digest(body: Json) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:24]


def count(body: Json) -> tuple[int, int, str, str]:
    """Tokens of the part up to the cache mark and after it, its name, and how long it is kept."""
    ahead, after, name, ttl = 0, 0, "", ""
    blocks = [*_blocks(body.get("system", "")), *_blocks(body["messages"][0]["content"])]
    for at, block in enumerate(blocks):
        after += -(-len(block["text"]) // 4)
        if "cache_control" in block:
            ahead, after = ahead + after, 0
            texts = [one["text"] for one in blocks[: at + 1]]
            name = hashlib.sha256(json.dumps([body["model"], texts]).encode()).hexdigest()
            ttl = block["cache_control"].get("ttl", "5m")
    schema = body.get("output_config", {}).get("format", {}).get("schema", {})
    return ahead, after + len(json.dumps(schema)) // 4, name, ttl


def usage(state: State, body: Json, text: str, *, tier: str) -> Json:
    """Usage as the API reports it, caching what is marked and large enough."""
    ahead, after, name, ttl = count(body)
    now, write, read = time.monotonic(), 0, 0
    with state.lock:
        if ahead >= CACHE_MINIMUM:
            read = ahead if state.kept.get(name, 0) > now else 0
            write = ahead - read
            state.kept[name] = now + (3600 if ttl == "1h" else 300)
        else:
            after += ahead
    hour = write if ttl == "1h" else 0
    return {
        "input_tokens": after,
        "cache_read_input_tokens": read,
        "cache_creation_input_tokens": write,
        "cache_creation": {
            "ephemeral_5m_input_tokens": write - hour,
            "ephemeral_1h_input_tokens": hour,
        },
        "output_tokens": -(-len(text) // 4),
        "service_tier": tier,
    }


def message(state: State, body: Json, *, stop: str = "end_turn", tier: str = "standard") -> Json:
    """The reply to a request, as the API words it."""
    reply = "" if stop == "refusal" else state.respond(body)
    text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
    if stop == "max_tokens":
        text = text[: len(text) // 2]
    with state.lock:
        name = digest(body)
        state.asked[name] += 1
        nth = state.asked[name]
    return {
        "id": f"msg_{name[:20]}{nth:04d}",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": text}],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": usage(state, body, text, tier=tier),
    }


def refuse(body: Json) -> tuple[int, str, str] | None:
    """Why the API would not take this request: status, type, message."""
    odd = sorted(set(body) - FIELDS)
    lifecycle = MODELS.get(str(body.get("model")), "unknown")
    config = body.get("output_config", {})
    if lifecycle in ("unknown", "retired"):
        return 404, "not_found_error", f"model: {body.get('model')}"
    if odd:
        return 400, "invalid_request_error", f"{odd[0]}: Extra inputs are not permitted"
    if not body.get("messages") or not body.get("max_tokens"):
        return 400, "invalid_request_error", "messages and max_tokens are required"
    if config.get("effort", "low") not in EFFORTS:
        return 400, "invalid_request_error", "output_config.effort: not a level"
    if bound := _bound(config.get("format", {}).get("schema", {})):
        return 400, "invalid_request_error", f"output_config.format.schema: {bound} not supported"
    return None


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        state, path = self.server.state, urlsplit(self.path).path
        body = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
        state.paths.append(path)
        if not self._key():
            return
        if path == "/v1/messages":
            state.requests.append(body)
            return self._messages(state, body)
        if path == "/v1/messages/count_tokens":
            bad = refuse({**body, "max_tokens": 1})
            ahead, after, _, _ = (0, 0, "", "") if bad else count(body)
            return self._error(*bad) if bad else self._json({"input_tokens": ahead + after})
        if path == "/v1/messages/batches":
            return self._json(self._create(state, body))
        if path.endswith("/cancel"):
            batch = state.batches[path.split("/")[-2]]
            batch["cancelled"] = True
            return self._json(_shown(batch))
        self._error(404, "not_found_error", path)

    def do_GET(self) -> None:
        state, url = self.server.state, urlsplit(self.path)
        state.paths.append(url.path)
        if not self._key():
            return
        name = url.path.rsplit("/", 1)[-1]
        if url.path == "/v1/models":
            wanted = parse_qs(url.query).get("lifecycle[]", ["active", "deprecated"])
            return self._json(
                _page([_model(id_, life) for id_, life in MODELS.items() if life in wanted])
            )
        if url.path == "/v1/messages/batches":
            return self._json(_page([_shown(one) for one in state.batches.values()][::-1]))
        if url.path.endswith("/results"):
            return self._results(state, state.batches[url.path.split("/")[-2]])
        if name in state.batches:
            batch = state.batches[name]
            batch["polls"] += 1
            if batch["polls"] >= state.polls_to_end or batch["cancelled"]:
                batch["ended"] = True
            return self._json(_shown(batch))
        self._error(404, "not_found_error", url.path)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `paths` and `requests` of the state say what came."""

    def _key(self) -> bool:
        given = self.headers.get("x-api-key") or self.headers.get("authorization")
        if given and "wrong" not in given:
            return True
        self._error(401, "authentication_error", "invalid x-api-key")
        return False

    def _messages(self, state: State, body: Json) -> None:
        with state.lock:
            fault = state.faults.pop(0) if state.faults else ""
        bad = refuse(body)
        if bad:
            return self._error(*bad)
        if fault.isdigit() or ":" in fault:
            status, _, wait = fault.partition(":")
            kind = {"429": "rate_limit_error", "529": "overloaded_error"}.get(status, "api_error")
            return self._error(int(status), kind, "try later", wait=wait)
        if fault in ("refusal", "max_tokens", "model_context_window_exceeded"):
            return self._json(message(state, body, stop=fault))
        if fault == "truncated":
            return self._bytes(json.dumps(message(state, body)).encode()[:-40])
        if fault == "drop":
            self.close_connection = True
            return
        if fault == "slow":
            return self._drip(json.dumps(message(state, body)).encode())
        if body.get("stream"):
            return self._stream(message(state, body), broken=fault == "stream-error")
        self._json(message(state, body))

    def _create(self, state: State, body: Json) -> Json:
        with state.lock:
            name = f"msgbatch_{len(state.batches) + 1:04d}"
            state.batches[name] = {
                "id": name, "requests": body["requests"], "polls": 0, "ended": False,
                "cancelled": False, "host": self.headers["host"],
            }  # fmt: skip
        return _shown(state.batches[name])

    def _results(self, state: State, batch: Json) -> None:
        lines = []
        done = 1 if batch["cancelled"] else len(batch["requests"])
        for at, one in enumerate(batch["requests"]):
            result: Json = {"type": "canceled"}
            if at < done and "results" not in batch:
                result = {
                    "type": "succeeded",
                    "message": message(state, one["params"], tier="batch"),
                }
            lines.append({"custom_id": one["custom_id"], "result": result})
        lines = batch.setdefault("results", lines)
        self._bytes("".join(json.dumps(one) + "\n" for one in lines).encode(), "application/binary")

    def _stream(self, whole: Json, *, broken: bool) -> None:
        text = whole["content"][0]["text"]
        start = {**whole, "content": [], "stop_reason": None}
        events: list[Json] = [
            {"type": "message_start", "message": start},
            {
                "type": "content_block_start",
                "index": 0,
                "content_block": {"type": "text", "text": ""},
            },
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": text},
            },
        ]
        if broken:
            events.append(
                {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
            )
        else:
            end = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
            events += [
                {"type": "content_block_stop", "index": 0},
                {"type": "message_delta", "delta": end, "usage": whole["usage"]},
                {"type": "message_stop"},
            ]
        data = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)
        self._bytes(data.encode(), "text/event-stream")

    def _drip(self, data: bytes) -> None:
        """A body that comes a few bytes at a time, so that no single read times out."""
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        try:
            for at in range(0, len(data), 16):
                self.wfile.write(data[at : at + 16])
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:  # the client gave up, which is what a slow body is for
            self.close_connection = True

    def _json(self, value: Json) -> None:
        self._bytes(json.dumps(value).encode())

    def _bytes(
        self, data: bytes, kind: str = "application/json", status: int = 200, wait: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.send_header("request-id", "req_test")
        if wait:
            self.send_header("retry-after", wait)
        self.end_headers()
        self.wfile.write(data)

    def _error(self, status: int, kind: str, text: str, *, wait: str = "") -> None:
        error = {
            "type": "error",
            "error": {"type": kind, "message": text},
            "request_id": "req_test",
        }
        self._bytes(json.dumps(error).encode(), status=status, wait=wait)


class Server(ThreadingHTTPServer):
    """`with Server() as server:` serves on a free port of loopback until the block ends."""

    daemon_threads = True
    handler: type[BaseHTTPRequestHandler] = Handler

    def __init__(self, respond: Respond = by_script, *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), self.handler)
        self.state = State(respond)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def environ(self) -> dict[str, str]:
        return {"ANTHROPIC_BASE_URL": self.url, "ANTHROPIC_API_KEY": "sk-loopback"}

    def __enter__(self) -> Server:
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()


def _blocks(content: Any) -> list[Json]:
    return [{"text": content}] if isinstance(content, str) else list(content)


def _bound(schema: Any) -> str:
    """The first keyword in a schema that structured outputs do not take."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key in ("minimum", "maximum", "minLength", "maxLength", "maxItems", "pattern"):
                return key
            if found := _bound(value):
                return found
    if isinstance(schema, list):
        return next((found for one in schema if (found := _bound(one))), "")
    return ""


def _page(rows: list[Json]) -> Json:
    ends = {"first_id": rows[0]["id"], "last_id": rows[-1]["id"]} if rows else {}
    return {"data": rows, "has_more": False, "first_id": None, "last_id": None, **ends}


def _model(name: str, lifecycle: str) -> Json:
    return {
        "id": name, "type": "model", "display_name": name, "lifecycle": lifecycle,
        "created_at": "2026-01-01T00:00:00Z", "max_input_tokens": 1_000_000, "max_tokens": 64_000,
        "retires_at": "2027-01-01T00:00:00Z" if lifecycle == "deprecated" else None,
    }  # fmt: skip


def _shown(batch: Json) -> Json:
    size = len(batch["requests"])
    counts = {
        "processing": 0 if batch["ended"] else size,
        "succeeded": size if batch["ended"] else 0,
    }
    url = f"http://{batch['host']}/v1/messages/batches/{batch['id']}/results"
    return {
        "id": batch["id"],
        "type": "message_batch",
        "processing_status": "ended" if batch["ended"] else "in_progress",
        "request_counts": {**counts, "canceled": 0, "errored": 0, "expired": 0},
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "expires_at": "2100-01-01T00:00:00Z",
        "results_url": url if batch["ended"] else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="A Messages API on loopback, for trying by hand.")
    parser.add_argument("--port", type=int, default=8787)
    parser.add_argument("--replies", type=Path, help="folder of replies named by request hash")
    parser.add_argument("--pending", type=Path, help="folder to put requests in and wait at")
    options = parser.parse_args()
    respond: Respond = by_script
    if options.replies:
        respond = from_files(options.replies)
    if options.pending:
        respond = from_pending(options.pending)
    with Server(respond, port=options.port) as server:
        print(f"export ANTHROPIC_BASE_URL={server.url} ANTHROPIC_API_KEY=test", flush=True)
        server.thread.join()


if __name__ == "__main__":
    main()
