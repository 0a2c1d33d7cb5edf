"""The one guarded client for remote sources.

Enter: an http(s) address and the validators of the last visit. Leave: a reply, or `unchanged`.
Refuses (FetchError): other schemes, addresses with credentials, hosts that resolve to private,
loopback, link-local, multicast, reserved or metadata addresses (unless the desk allows the host),
at the first request and at every redirect; replies over the desk's size, time and redirect limits.
The connection goes to the address that was checked, so a second resolution cannot change it.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx

from pipeline import __version__
from pipeline.errors import FetchError
from pipeline.newsroom.desk import Ingest
from pipeline.world import World

REDIRECTS = frozenset((301, 302, 303, 307, 308))
AGENT = f"dateline/{__version__} (reads sources that its owner listed)"
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered; `unchanged` when it still is what the validators name."""

    url: str  # after redirects
    body: bytes
    media_type: str
    validators: str  # JSON, to be given back at the next visit
    unchanged: bool = False


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Client:
    """Fetches under the desk's limits; use as a context."""

    def __init__(self, limits: Ingest, world: World, *, resolve: Resolve = resolve) -> None:
        self._limits = limits
        self._world = world
        self._resolve = resolve
        self._http: httpx.Client | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._http is not None:
            self._http.close()

    def get(self, url: str, why: str, *, validators: str = "") -> Reply:
        """Fetch an address. Raises FetchError."""
        started = time.monotonic()
        at = url
        for _ in range(self._limits.max_redirects + 1):
            reply = self._once(at, why, validators, started)
            if isinstance(reply, Reply):
                return reply
            at = urljoin(at, reply)
        raise FetchError(
            f"redirected more than {self._limits.max_redirects} times", where=url,
            hint="give the final address as the location",
        )  # fmt: skip

    def _once(self, url: str, why: str, validators: str, started: float) -> Reply | str:
        """A reply, or where it redirects to."""
        host, direct = self._checked(url)
        self._world.permit(url, why)
        request = self._session().build_request(
            "GET", direct, headers=self._headers(url, host, validators),
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(self._limits.timeout_seconds).as_dict()},
        )  # fmt: skip
        try:
            response = self._session().send(request, stream=True)
        except httpx.HTTPError as error:
            raise FetchError(f"could not be fetched ({_reason(error)})", where=url) from error
        try:
            return self._answer(response, url, validators, started)
        except httpx.HTTPError as error:
            raise FetchError(f"broke off ({_reason(error)})", where=url) from error
        finally:
            response.close()

    def _session(self) -> httpx.Client:
        # no proxies and no .netrc from the environment: the checked address is the one contacted
        if self._http is None:
            self._http = httpx.Client(follow_redirects=False, trust_env=False)
        return self._http

    def _headers(self, url: str, host: str, validators: str) -> dict[str, str]:
        port = urlsplit(url).port
        known = json.loads(validators) if validators else {}
        headers = {"Host": f"{host}:{port}" if port else host, "User-Agent": AGENT, "Accept": "*/*"}
        if known.get("etag"):
            headers["If-None-Match"] = known["etag"]
        if known.get("last_modified"):
            headers["If-Modified-Since"] = known["last_modified"]
        return headers

    def _checked(self, url: str) -> tuple[str, str]:
        """(host, url with the address in the host's place). Raises FetchError."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise FetchError(f"is not an address ({error})", where=url) from error
        if parts.scheme not in ("http", "https") or not host:
            raise FetchError("is not an http or https address", where=url)
        if parts.username or parts.password:
            raise FetchError("carries credentials, which are never sent", where=url)
        address = self._address(url, host, port or (443 if parts.scheme == "https" else 80))
        place = f"[{address}]" if ":" in address else address
        netloc = f"{place}:{port}" if port else place
        return host, parts._replace(netloc=netloc, fragment="").geturl()

    def _address(self, url: str, host: str, port: int) -> str:
        if self._world.offline:
            self._world.permit(url, "name look-up")
        try:
            found = self._resolve(host, port)
        except OSError as error:
            raise FetchError(f"host {host} cannot be found", where=url) from error
        allowed = host in self._limits.allow_private_hosts
        for one in found:
            if not allowed and not is_public(one):
                raise FetchError(
                    f"host {host} is on a private or reserved network ({one})", where=url,
                    hint=f"if you mean it, add {host!r} to allow_private_hosts under [ingest] in desk.toml",
                )  # fmt: skip
        if not found:
            raise FetchError(f"host {host} has no address", where=url)
        return found[0]

    def _answer(
        self, response: httpx.Response, url: str, validators: str, started: float
    ) -> Reply | str:
        if response.status_code == 304 and validators:
            return Reply(url, b"", "", validators, unchanged=True)
        if response.status_code in REDIRECTS and response.headers.get("location"):
            return str(response.headers["location"])
        if response.status_code != 200:
            raise FetchError(f"answered with status {response.status_code}", where=url)
        body = self._body(response, url, started)
        kept = {
            "etag": response.headers.get("etag", ""),
            "last_modified": response.headers.get("last-modified", ""),
        }
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return Reply(url, body, kind, json.dumps(kept) if any(kept.values()) else "")

    def _body(self, response: httpx.Response, url: str, started: float) -> bytes:
        """The body, given up as soon as it is too large or too slow."""
        limit = self._limits.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise FetchError(
                f"is larger ({int(declared):,} bytes) than max_bytes ({limit:,})", where=url
            )
        held = bytearray()
        for piece in response.iter_bytes():
            held += piece
            if len(held) > limit:
                raise FetchError(f"is larger than max_bytes ({limit:,})", where=url)
            if time.monotonic() - started > self._limits.timeout_seconds:
                raise FetchError(f"took longer than {self._limits.timeout_seconds:g} s", where=url)
        return bytes(held)


def is_public(address: str) -> bool:
    """Whether an address is on the public internet; addresses mapped or tunnelled into IPv6 are
    judged by the IPv4 address inside."""
    one: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(one, IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is None and one in NAT64:
            inner = IPv4Address(int(one) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return one.is_global and not one.is_multicast


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
