"""The way to a cluster: one call, its whole answer or an error.

Enter: a method, a path and a body. Leave: the reply. Refuses what is less than whole: a shard that
failed, a search that ran out of time, an item of a bulk that was not taken. A node that is gone is
asked no further, the others are; what passes by itself (a node's end, a moved shard, too many
requests) is tried again for a bounded time. Passwords stand in the environment only.
"""

from __future__ import annotations

import json
import logging
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, EngineError, TooLargeError
from pipeline.newsroom.desk import Retrieval
from pipeline.world import World

USER, PASSWORD = "DATELINE_ENGINE_USER", "DATELINE_ENGINE_PASSWORD"
PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)  # seconds; a replica takes over from a lost node in two or so
PATIENT = 600.0  # seconds for what moves or writes a whole index
PASSING = frozenset((429, 502, 503, 504))
# How a cluster says, with status 500, that a node left it in the middle of a request.
LEFT = frozenset(f"node_{how}_exception" for how in ("closed", "disconnected", "not_connected"))
VENDOR = "opensearch"
OLDEST = (2, 0)  # `allow_partial_search_results` and clones as they are used here
Json = dict[str, Any]
Send = Callable[..., Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cluster:
    """An answering cluster. Made by `open_cluster`."""

    send: Send
    world: World
    where: str
    seconds: float
    patience: tuple[float, ...] = PAUSES

    def call(self, method: str, path: str, body: Any = None, /, **params: Any) -> Any:
        """One request. Raises EngineError when there is no whole answer, after trying again."""
        for pause in (*self.patience, None):
            try:
                return self.send(method, path, params=params or None, body=body)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise EngineError(f"sent a reply that its client cannot read ({error})",
                                  where=self.where, hint=_HINT) from error  # fmt: skip
            except Exception as error:
                fault = _fault(error, self.where)
                if fault is None:
                    raise
                if pause is None or not fault.passing:
                    raise fault.error from error
                log.warning("engine.again why=%r pause=%s", fault.error.message, pause)
                self.world.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def work(self, method: str, path: str, body: Any = None, /, **params: Any) -> Any:
        """A request that may take as long as the cluster needs: it moves or writes whole indices."""
        return self.call(method, path, body, request_timeout=PATIENT, **params)

    def holds(self, path: str) -> bool:
        """Whether an index or alias is there."""
        return bool(self.call("HEAD", path))

    def search(self, index: str, body: Mapping[str, Any], **params: Any) -> Json:
        """A search whose answer is of every shard. Raises EngineError for anything less."""
        asked = {"allow_partial_search_results": "false", **params}
        reply = self.call("POST", f"/{index}/_search", body, **asked)
        return self.whole(reply)

    def whole(self, reply: Any) -> Json:
        """A reply if nothing is missing from it."""
        if not isinstance(reply, dict):
            raise EngineError("sent no JSON object", where=self.where, hint=_HINT)
        shards = reply.get("_shards", {})
        failed = int(shards.get("failed", 0))
        if failed:
            first: Json = next(iter(shards.get("failures", [])), {})
            reason = first.get("reason", {})
            why = reason.get("reason") or reason.get("type") or "no reason given"
            raise EngineError(
                f"{failed} of {shards.get('total', failed)} shards failed ({why})",
                where=self.where, hint=_HINT,
            )  # fmt: skip
        if reply.get("timed_out"):
            raise EngineError("the search ran out of time and saw a part only", where=self.where,
                              hint="raise engine_timeout under [retrieval]") from None  # fmt: skip
        return reply

    def many(self, index: str, ids: Sequence[str], fields: Sequence[str]) -> list[Json]:
        """The documents of ids, in their order. Raises EngineError when any is not there."""
        if not ids:
            return []
        reply = self.call("POST", f"/{index}/_mget", {"ids": list(ids)}, _source=",".join(fields))
        found = reply.get("docs", []) if isinstance(reply, dict) else []
        gone = [one.get("_id", "?") for one in found if not one.get("found")]
        if gone or len(found) != len(ids):
            raise EngineError(
                f"{len(gone) or len(ids) - len(found)} passages are not there any more",
                where=f"{self.where}/{index}", hint=GONE,
            )  # fmt: skip
        return [one["_source"] for one in found]

    def bulk(self, index: str, lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Send actions; ids that were not taken, each with why (429 is for another try)."""
        body = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        reply = self.work("POST", f"/{index}/_bulk", body)
        refused = {}
        for item in reply.get("items", []) if isinstance(reply, dict) else []:
            (action, said), *_ = item.items()
            status = int(said.get("status", 500))
            missing = action == "delete" and status == 404
            if status >= 300 and not missing:
                error = said.get("error", {})
                why = error.get("reason", "refused") if isinstance(error, dict) else str(error)
                refused[str(said.get("_id"))] = f"{status} {why}"
        return refused


GONE = ("a generation was taken away under its reader; run the command again, and keep two "
        "generations (`dateline index push` does)")  # fmt: skip
_HINT = "is the cluster whole? `dateline doctor` and GET /_cluster/health say; then run again"


@dataclass(frozen=True, slots=True)
class _Fault:
    error: EngineError
    passing: bool


def open_cluster(options: Retrieval, world: World) -> Cluster:
    """Connect and see who answers. Raises ConfigError for what the owner must change, EngineError
    for a cluster that does not answer."""
    if not options.engine_urls:
        raise ConfigError("engine = 'opensearch' needs engine_urls", where="retrieval",
                          hint='for example engine_urls = ["https://search.example:9200"]')  # fmt: skip
    if options.engine_ca:
        _authority(options.engine_ca)
    for url in options.engine_urls:
        world.permit(url, "retrieval")
    where = options.engine_urls[0]
    made = Cluster(_client(options, world), world, where, options.engine_timeout)
    _known(made.call("GET", "/"), where)
    return made


def _known(said: Any, where: str) -> None:
    """Refuses a cluster of another vendor, and one that is too old."""
    version = said.get("version", {}) if isinstance(said, dict) else {}
    vendor = version.get("distribution", "elasticsearch" if version else "no search cluster")
    if vendor != VENDOR:
        raise ConfigError(
            f"what answers is {vendor} {version.get('number', '')}".rstrip() + ", not OpenSearch",
            where=where, hint="point engine_urls under [retrieval] at an OpenSearch cluster",
        )  # fmt: skip
    number = tuple(int(one) for one in str(version.get("number", "0")).split(".")[:2])
    if number < OLDEST:
        raise ConfigError(f"OpenSearch {version.get('number')} is older than 2.0", where=where)


def _client(options: Retrieval, world: World) -> Send:
    try:
        from opensearchpy import OpenSearch  # an extra: whoever has no cluster does not install it
    except ImportError:
        raise ConfigError("engine = 'opensearch' needs the client of OpenSearch", where="retrieval",
                          hint="pip install 'dateline[opensearch]'") from None  # fmt: skip
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # what it says is in our errors
    user, password = world.environ.get(USER), world.environ.get(PASSWORD)
    client = OpenSearch(
        hosts=list(options.engine_urls),
        http_auth=(user, password) if user and password else None,
        timeout=options.engine_timeout,
        max_retries=len(options.engine_urls),
        retry_on_timeout=False,
        http_compress=True,
        ca_certs=options.engine_ca or None,
        verify_certs=True,
        ssl_show_warn=False,
    )
    send: Send = client.transport.perform_request
    return send


def _fault(error: Exception, where: str) -> _Fault | None:
    """What an exception of the client means; None when it is not one of the client's."""
    if not type(error).__module__.startswith("opensearchpy"):
        return None
    kind = type(error).__name__
    if kind == "SSLError":
        return _Fault(_untrusted(str(error), where), passing=False)
    if kind == "ConnectionTimeout":
        return _Fault(EngineError("did not answer in time", where=where,
                      hint="is it overloaded? engine_timeout under [retrieval] says how long is waited"),
                      passing=False)  # fmt: skip
    status = getattr(error, "status_code", 0)
    if not isinstance(status, int) or kind == "ConnectionError":
        return _Fault(EngineError("no node of the cluster can be reached", where=where,
                      hint="is it up? engine_urls under [retrieval] name its nodes"), passing=True)  # fmt: skip
    info = getattr(error, "info", None)
    why = _reason(info)
    if "blocked by" in why:
        return _Fault(EngineError(f"takes no writing ({why})", where=where,
                      hint="make room on its disks and lift the block; nothing was lost, and a push goes on "
                      "where it stopped"), passing=False)  # fmt: skip
    if status == 413:
        return _Fault(TooLargeError("refused a request for its size (413)", where=where,
                      hint="raise the limit of the proxy before it (2 MB do), or http.max_content_length"),
                      passing=False)  # fmt: skip
    if status in (401, 403):
        return _Fault(EngineError(f"refused the user ({status})", where=where,
                      hint=f"set {USER} and {PASSWORD} to a user who may read the index, and "
                      "write it for `dateline index push`"), passing=False)  # fmt: skip
    hint = GONE if status == 404 else _HINT
    return _Fault(EngineError(f"answered with status {status} ({why})", where=where, hint=hint),
                  passing=status in PASSING or bool(LEFT & _kinds(info)))  # fmt: skip


def _untrusted(said: str, where: str) -> EngineError:
    """Why a connection is not safe: no TLS there, or a certificate that nobody vouches for."""
    if "CERTIFICATE" not in said:
        return EngineError("speaks no TLS that is understood here", where=where,
                           hint="write http:// in engine_urls where a cluster has none")  # fmt: skip
    found = re.search(r"certificate verify failed: ([^(]+?) *\(", said)
    return EngineError(f"its certificate cannot be trusted{f' ({found[1]})' if found else ''}", where=where,
                       hint="set engine_ca under [retrieval] to the file of the authority that signed it")  # fmt: skip


def _authority(path: str) -> None:
    """Refuses a file of authorities that cannot be read, before any node is asked."""
    try:
        if b"BEGIN CERTIFICATE" not in Path(path).read_bytes():
            raise ssl.SSLError(0, "no PEM certificate is in it")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except OSError as error:  # as an SSLError is
        raise ConfigError(f"{path} cannot be read ({error.strerror or error})", where="retrieval.engine_ca",
                          hint="name the PEM file of the authority that signed the cluster's certificate") from error  # fmt: skip


def _kinds(info: Any) -> set[str]:
    """The types of the causes that a reply names."""
    found = info.get("error") if isinstance(info, dict) else None
    causes = found.get("root_cause", []) if isinstance(found, dict) else []
    return {str(cause.get("type")) for cause in causes if isinstance(cause, dict)}


def _reason(info: Any) -> str:
    found = info.get("error", info) if isinstance(info, dict) else info
    if isinstance(found, dict):
        cause = next(iter(found.get("root_cause", [])), found)
        found = cause.get("reason") or cause.get("type") or found.get("reason")
    return str(found or "no reason given").splitlines()[0][:200]
