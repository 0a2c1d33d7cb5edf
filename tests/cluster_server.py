"""A search cluster of one process, for tests: the part of OpenSearch's REST that the engine speaks.

It keeps documents in dicts and scores by boosts and counts alone, so its order of nominations is
another than a real cluster's or ours. `faults` are asked before every request: what one returns is
the reply instead; `None` lets the request through.
"""

from __future__ import annotations

import contextlib
import copy
import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

Json = dict[str, Any]
Reply = tuple[int, Any]
Fault = Callable[[str, str, Any], Reply | None]
SHARDS = {"total": 3, "successful": 3, "failed": 0}


@dataclass
class Index:
    mappings: Json
    settings: Json
    documents: dict[str, Json] = field(default_factory=dict)
    words: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def holding(self, name: str, word: str) -> dict[str, int]:
        """Documents with a word in a field, and how often; a field is read once after a change."""
        if (name, "") not in self.words:
            self.words[name, ""] = {}
            for key, one in self.documents.items():
                for each in str(one.get(name, "")).split():
                    held = self.words.setdefault((name, each), {})
                    held[key] = held.get(key, 0) + 1
        return self.words.get((name, word), {})


@dataclass
class State:
    """What the cluster holds, and what it was asked."""

    indices: dict[str, Index] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    distribution: str = "opensearch"
    number: str = "2.19.6"
    plugins: tuple[str, ...] = ()

    def answer(self, method: str, path: str, params: dict[str, list[str]], body: Any) -> Reply:
        self.asked.append((method, path))
        for fault in list(self.faults):
            reply = fault(method, path, body)
            if reply is not None:
                return reply
        for pattern, handler in ROUTES:
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                return handler(self, *found.groups(), body)
        return 400, _error("no such route")

    def index(self, name: str) -> Index:
        return self.indices[name]


def _error(reason: str) -> Json:
    return {"error": {"type": "x", "reason": reason, "root_cause": [{"reason": reason}]}}


def _missing(name: str) -> Reply:
    return 404, _error(f"no such index [{name}]")


def _root(state: State, _: Any) -> Reply:
    version = {"number": state.number, "distribution": state.distribution}
    return 200, {"version": {key: value for key, value in version.items() if value}}


def _plugins(state: State, _: Any) -> Reply:
    named = [{"classname": one} for one in state.plugins]
    return 200, {"nodes": {one: {"plugins": named} for one in ("n1", "n2")}}


def _exists(state: State, alias: str, _: Any) -> Reply:
    return (200 if state.aliases.get(alias) else 404), {}


def _there(state: State, name: str, _: Any) -> Reply:
    return (200 if name in state.indices or state.aliases.get(name) else 404), {}


def _alias(state: State, alias: str, _: Any) -> Reply:
    return 200, {name: {"aliases": {alias: {}}} for name in state.aliases.get(alias, ())}


def _generations(state: State, alias: str, _: Any) -> Reply:
    return 200, {name: {} for name in state.indices if name.startswith(f"{alias}-g")}


def _create(state: State, name: str, body: Any) -> Reply:
    if name in state.indices:
        return 400, _error("it exists")
    state.indices[name] = Index(body["mappings"], body["settings"])
    return 200, {"acknowledged": True}


def _delete(state: State, name: str, _: Any) -> Reply:
    state.indices.pop(name)
    for held in state.aliases.values():
        held.discard(name)
    return 200, {"acknowledged": True}


def _mapping(state: State, name: str, _: Any) -> Reply:
    if name not in state.indices:
        return _missing(name)
    return 200, {name: {"mappings": state.index(name).mappings}}


def _declare(state: State, name: str, body: Any) -> Reply:
    state.index(name).mappings.update(body)
    return 200, {"acknowledged": True}


def _settings(state: State, name: str, body: Any) -> Reply:
    state.index(name).settings.update(body)
    return 200, {"acknowledged": True}


def _clone(state: State, source: str, target: str, _: Any) -> Reply:
    state.indices[target] = copy.deepcopy(state.index(source))
    return 200, {"acknowledged": True}


def _move(state: State, body: Any) -> Reply:
    for action in body["actions"]:
        ((kind, what),) = action.items()
        held = state.aliases.setdefault(what["alias"], set())
        if kind == "add":
            held.add(what["index"])
        else:
            held.clear()
    return 200, {"acknowledged": True}


def bulk(state: State, name: str, body: Any) -> Reply:
    lines, items, held = iter(body), [], state.index(name).documents
    state.index(name).words.clear()
    for line in lines:
        ((action, what),) = line.items()
        if action == "index":
            held[what["_id"]] = next(lines)
        else:
            held.pop(what["_id"], None)
        items.append({action: {"_id": what["_id"], "status": 200}})
    return 200, {"errors": False, "items": items}


def _mget(state: State, name: str, body: Any) -> Reply:
    if name not in state.indices:
        return _missing(name)
    held = state.index(name).documents
    docs = [{"_id": one, "found": one in held, "_source": held.get(one)} for one in body["ids"]]
    return 200, {"docs": docs}


def _count(state: State, name: str, body: Any) -> Reply:
    return 200, {"count": len(matching(state.index(name), body["query"])), "_shards": SHARDS}


def search(state: State, name: str, body: Any) -> Reply:
    if name not in state.indices:
        return _missing(name)
    index = state.index(name)
    held = index.documents
    found = matching(index, body.get("query", {"bool": {}}))
    hits: list[Json] = [{"_id": key, "_score": worth} for key, worth in found.items()]
    if "sort" in body:
        names = [next(iter(one)) for one in body["sort"]]
        hits = [hit | {"sort": [held[hit["_id"]][by] for by in names]} for hit in hits]
        hits.sort(key=lambda hit: hit["sort"])
        if "search_after" in body:
            hits = [hit for hit in hits if hit["sort"] > body["search_after"]]
    else:
        hits.sort(key=lambda hit: (-hit["_score"], hit["_id"][::-1]))
    hits = hits[: body["size"]]
    if body.get("_source", True) is not False:
        hits = [hit | {"_source": held[hit["_id"]]} for hit in hits]
    reply: Json = {"_shards": SHARDS, "timed_out": False, "hits": {"hits": hits}}
    if "aggs" in body:
        reply["aggregations"] = aggregated(index, body["aggs"], list(found))
    return 200, reply


def aggregated(index: Index, wanted: Json, keys: list[str]) -> Json:
    made: Json = {}
    for name, spec in wanted.items():
        if "sum" in spec:
            values = (index.documents[key].get(spec["sum"]["field"], 0) for key in keys)
            made[name] = {"value": float(sum(values))}
        elif "filters" in spec:
            made[name] = {"buckets": {
                key: {"doc_count": len(matching(index, query))}
                for key, query in spec["filters"]["filters"].items()}}  # fmt: skip
        else:
            by: dict[str, list[str]] = {}
            for key in keys:
                by.setdefault(index.documents[key][spec["terms"]["field"]], []).append(key)
            made[name] = {"buckets": [
                {"key": key, "doc_count": len(some), **aggregated(index, spec.get("aggs", {}), some)}
                for key, some in by.items()]}  # fmt: skip
    return made


def matching(index: Index, query: Json) -> dict[str, float]:
    """The documents that match a query, each with what it is worth."""
    ((kind, what),) = query.items()
    if kind == "bool":
        return _joined(index, what)
    if kind == "nested":
        return _near(index, what["path"], what["query"]["knn"])
    ((name, value),) = what.items()
    if kind == "term":
        wanted = value["value"] if isinstance(value, dict) else value
        boost = value.get("boost", 1.0) if isinstance(value, dict) else 1.0
        held = index.holding(name, str(wanted))
        return {key: boost * times / (times + 1.2) for key, times in held.items()}
    there = ((key, one[name]) for key, one in index.documents.items() if name in one)
    if kind == "terms":
        return {key: 0.0 for key, one in there if one in value}
    assert kind == "range"
    low, high = value.get("gte", -1), value.get("lte", 10**9)
    return {key: 0.0 for key, one in there if low <= one <= high}


def _near(index: Index, path: str, knn: Json) -> dict[str, float]:
    """The passages with the nearest windows, found by looking at all."""
    ((name, what),) = knn.items()
    asked, key = np.array(what["vector"], dtype=float), name.removeprefix(f"{path}.")
    found = {}
    for one in matching(index, what["filter"]):
        if rows := [each[key] for each in index.documents[one].get(path, ())]:
            held = np.array(rows, dtype=float)
            found[one] = float((held @ asked / np.linalg.norm(held, axis=1)).max())
    best = sorted(found, key=lambda one: -found[one])[: what["k"]]
    return {one: found[one] for one in best}


def _joined(index: Index, what: Json) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in what.get("should", ()):
        for key, worth in matching(index, each).items():
            found[key] = found.get(key, 0.0) + worth
    if not what.get("should"):
        found = dict.fromkeys(index.documents, 0.0)
    for each in what.get("filter", ()):
        inside = matching(index, each)
        found = {key: worth for key, worth in found.items() if key in inside}
    return found


ROUTES: tuple[tuple[str, Callable[..., Reply]], ...] = (
    (r"GET /", _root),
    (r"GET /_nodes/plugins", _plugins),
    (r"HEAD /_alias/([^/]+)", _exists),
    (r"GET /_alias/([^/]+)", _alias),
    (r"GET /([^/]+)-g\*/_alias", _generations),
    (r"POST /_aliases", _move),
    (r"HEAD /([^/_][^/]*)", _there),
    (r"PUT /([^/_][^/]*)", _create),
    (r"DELETE /([^/_][^/]*)", _delete),
    (r"GET /([^/]+)/_mapping", _mapping),
    (r"PUT /([^/]+)/_mapping", _declare),
    (r"PUT /([^/]+)/_settings", _settings),
    (r"POST /([^/]+)/_clone/([^/]+)", _clone),
    (r"POST /([^/]+)/_bulk", bulk),
    (r"POST /([^/]+)/_mget", _mget),
    (r"POST /([^/]+)/_count", _count),
    (r"POST /([^/]+)/_search", search),
    (r"POST /([^/]+)/_refresh", lambda *_: (200, {"_shards": SHARDS})),
)


@contextmanager
def cluster() -> Iterator[tuple[str, State]]:
    """A cluster on loopback and what it holds."""
    state = State()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(size)
            if self.headers.get("Content-Encoding") == "gzip":
                raw = gzip.decompress(raw)
            bulk = parts.path.endswith("/_bulk")
            body = (
                [json.loads(line) for line in raw.splitlines()]
                if bulk
                else json.loads(raw or b"null")
            )
            with lock:
                status, reply = state.answer(self.command, parts.path, parse_qs(parts.query), body)
            data = b"" if self.command == "HEAD" else json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            with contextlib.suppress(BrokenPipeError):  # the reader gave up waiting
                self.end_headers()
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _any  # noqa: N815 the names it calls

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
