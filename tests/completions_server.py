"""A server on loopback that speaks the OpenAI chat completions API, as llama.cpp and Ollama do.

    python -m tests.completions_server --port 8080
    dateline run --writer local

Replies come from `tests.scripted`. `faults` make it misbehave: a status, `no-usage`, `fenced`
(JSON inside a code fence, as small models like to give it), `length`, `context`,
`not-a-completion`, `no-format` (a server that knows no response_format).
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from tests import scripted
from tests.messages_server import Handler, Json, Respond, Server, digest


def by_script(body: Json) -> Json:
    prompt = body["messages"][1]["content"]
    return scripted.reply_to(prompt, body["response_format"]["json_schema"]["schema"])


class CompletionsHandler(Handler):
    def do_POST(self) -> None:  # noqa: N802  the standard library names it
        state = self.server.state
        body = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
        state.paths.append(self.path)
        if self.path != "/v1/chat/completions":
            return self._error(404, "not_found", self.path)
        if body["model"] == "absent":
            return self._error(404, "not_found", 'model "absent" not found, try pulling it first')
        state.requests.append(body)
        if state.faults[:1] == ["no-format"]:
            if "response_format" in body:
                return self._error(400, "invalid_request", "unknown field: response_format")
            body = {**state.requests[-2]}
        with state.lock:
            fault = state.faults.pop(0) if state.faults else ""
        if fault.isdigit():
            return self._error(int(fault), "api_error", "busy", wait="2")
        if fault == "context":
            said = "the request exceeds the available context size (4096 tokens), try increasing it"
            return self._error(400, "exceed_context_size_error", said)
        if fault == "not-a-completion":
            return self._bytes(b"<html>It works!</html>")
        self._json(completion(state.respond, body, fault))

    def do_GET(self) -> None:  # noqa: N802
        self._json({"object": "list", "data": [{"id": "local", "object": "model"}]})


def completion(respond: Respond, body: Json, fault: str = "") -> Json:
    reply = respond(body)
    text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
    prompt = sum(len(one["content"]) for one in body["messages"]) // 4
    made: dict[str, Any] = {
        "id": f"chatcmpl-{digest(body)[:8]}",
        "object": "chat.completion",
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "finish_reason": "length" if fault == "length" else "stop",
                "message": {
                    "role": "assistant",
                    "content": f"Here it is:\n```json\n{text}\n```" if fault == "fenced" else text,
                },
            }
        ],
        "usage": {"prompt_tokens": prompt, "completion_tokens": len(text) // 4},
    }
    if fault == "no-usage":
        del made["usage"]
    return made


class CompletionsServer(Server):
    handler = CompletionsHandler

    def __init__(self, respond: Respond = by_script, *, port: int = 0) -> None:
        super().__init__(respond, port=port)

    @property
    def environ(self) -> dict[str, str]:
        return {"DATELINE_LOCAL_URL": f"{self.url}/v1"}


def main() -> None:
    parser = argparse.ArgumentParser(description="Chat completions on loopback.")
    parser.add_argument("--port", type=int, default=8080)
    with CompletionsServer(port=parser.parse_args().port) as server:
        print(f"export DATELINE_LOCAL_URL={server.url}/v1", flush=True)
        server.thread.join()


if __name__ == "__main__":
    main()
