"""The one guarded client for remote sources.

Enter: an http(s) address and the validators of the last visit. Leave: a reply, or `unchanged`.
Refuses (FetchError, and nothing else): other schemes and ports, addresses with credentials, hosts
that resolve to private, loopback, link-local, multicast, reserved or metadata addresses (unless
the desk allows the host), at the first request and at every redirect; replies over the desk's
size, time and redirect limits. The connection goes to the address that was checked, so a second
resolution cannot change it. What may be better in a moment is tried again, later each time, or
when the server says (RFC 9110, Retry-After).
"""

from __future__ import annotations

import json
import logging
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin

import certifi
import httpcore

from pipeline import __version__
from pipeline.errors import FetchError
from pipeline.ingest.sources.addresses import AddressPlace, check_port, is_public, parse
from pipeline.ingest.sources.manners import HEADERS
from pipeline.ingest.sources.unpack import unpack
from pipeline.ingest.sources.wire import CONNECT_SHARE, Backend, Deadline, Resolve, in_time, resolve
from pipeline.newsroom.desk import Ingest
from pipeline.world import World

log = logging.getLogger(__name__)

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PERMANENT = frozenset((301, 308))
AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))  # what may be otherwise in a moment
PAUSES = (0.5, 2.0)  # seconds before the second and third try
LONGEST_PAUSE = 30.0  # seconds a server may ask us to wait within a run
AGENT = f"dateline/{__version__} (reads sources that its owner listed)"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered; `unchanged` when it still is what the validators name."""

    url: str  # after redirects
    body: bytes
    media_type: str
    validators: str  # JSON, to be given back at the next visit
    unchanged: bool = False
    moved: str = ""  # where every redirect on the way said it has moved to for good
    asks: tuple[tuple[str, str], ...] = ()  # headers by which a page speaks to machines


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Where to ask instead, and whether for good."""

    url: str
    permanent: bool


class _PassingError(FetchError):
    """A failure that may be over in a moment; `after` is when the server said, in seconds."""

    def __init__(
        self, message: str, *, where: str, after: float | None = None, status: int = 0,
        unreached: str = "",
    ) -> None:  # fmt: skip
        super().__init__(message, where=where, status=status)
        self.after = after
        self.unreached = unreached  # the host that no connection could be made to


class Client:
    """Fetches under the desk's limits, one address after another; use as a context.

    Several clients may share `dead`: hosts that could not be reached, which are not tried again.
    """

    def __init__(
        self, limits: Ingest, world: World, *, resolve: Resolve = resolve,
        dead: Counter[str] | None = None,
    ) -> None:  # fmt: skip
        self._limits = limits
        self._world = world
        self._resolve = resolve
        self._dead: Counter[str] = Counter() if dead is None else dead
        self._backend = Backend(Deadline(limits.timeout_seconds))
        self._pool: httpcore.ConnectionPool | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.close()

    def get(self, url: str, why: str, *, validators: str = "") -> Reply:
        """Fetch an address. Raises FetchError, whatever the address or its answer are like."""
        deadline = Deadline(self._limits.timeout_seconds)
        for pause in (*PAUSES, None):
            try:
                return self._follow(url, why, validators, deadline)
            except _PassingError as error:
                wait = error.after if error.after is not None else pause
                if pause is None or wait is None or deadline.passed:
                    self._dead[error.unreached] += bool(error.unreached)
                    raise
                if wait > LONGEST_PAUSE:
                    raise FetchError(f"{error.message}; it asks to come back in {wait:,.0f} s",
                                     where=error.where) from error  # fmt: skip
                log.info("trying again url=%s after=%.1f reason=%s", url, wait, error.message)
                self._world.sleep(wait)
                if error.after is not None:  # time a server asked for is not its answer's
                    deadline = Deadline(self._limits.timeout_seconds)
            except FetchError:
                raise
            except Exception as error:  # no address may end the run of the others
                log.warning("fetch failed url=%s", url, exc_info=error)
                raise FetchError(f"could not be fetched ({_reason(error)})", where=url) from error
        raise AssertionError("the last try returns or raises")

    def _follow(self, url: str, why: str, validators: str, deadline: Deadline) -> Reply:
        """A reply, redirects followed."""
        at, moved = url, True
        for _ in range(self._limits.max_redirects + 1):
            self._backend.deadline = deadline
            reply = self._once(at, why, validators)
            if isinstance(reply, Reply):
                return replace(reply, moved=at) if moved and at != url else reply
            moved = moved and reply.permanent
            at = _joined(at, reply.url)
        raise FetchError(
            f"redirected more than {self._limits.max_redirects} times", where=url,
            hint="give the final address as the location",
        )  # fmt: skip

    def _once(self, url: str, why: str, validators: str) -> Reply | _Redirect:
        """A reply, or where it redirects to."""
        place = parse(url)
        address = self._address(url, place)
        check_port(url, place, self._limits)
        self._world.permit(url, why)
        request = self._request(place, address, validators)
        try:
            response = self._session().handle_request(request)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            reason = f"could not be reached ({_reason(error)})"
            raise _PassingError(reason, where=url, unreached=place.host) from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError, httpcore.TimeoutException) as error:  # fmt: skip
            raise self._broken(url, error) from error
        try:
            return self._answer(response, url, validators)
        except (httpcore.NetworkError, httpcore.RemoteProtocolError, httpcore.TimeoutException) as error:  # fmt: skip
            raise self._broken(url, error) from error
        finally:
            response.close()

    def _broken(self, url: str, error: Exception) -> FetchError:
        """What a failed exchange is: out of time, or broken off."""
        if isinstance(error, httpcore.TimeoutException):
            return FetchError(f"took longer than {self._limits.timeout_seconds:g} s", where=url)
        return _PassingError(f"broke off ({_reason(error)})", where=url)

    def _session(self) -> httpcore.ConnectionPool:
        # no proxies and no .netrc from the environment: the checked address is the one contacted
        if self._pool is None:
            context = ssl.create_default_context(cafile=certifi.where())
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, network_backend=self._backend, max_keepalive_connections=2
            )
        return self._pool

    def _request(self, place: AddressPlace, address: str, validators: str) -> httpcore.Request:
        known = json.loads(validators) if validators else {}
        host = f"[{place.host}]" if ":" in place.host else place.host
        headers = {
            "Host": f"{host}:{place.port}" if place.stated else host, "User-Agent": AGENT,
            "Accept": "*/*", "Accept-Encoding": "gzip, deflate",
        }  # fmt: skip
        if known.get("etag"):
            headers["If-None-Match"] = known["etag"]
        if known.get("last_modified"):
            headers["If-Modified-Since"] = known["last_modified"]
        url = httpcore.URL(scheme=place.scheme, host=address, port=place.port, target=place.target)
        seconds = self._limits.timeout_seconds
        timeout = {
            "connect": seconds * CONNECT_SHARE,
            "read": seconds,
            "write": seconds,
            "pool": seconds,
        }
        return httpcore.Request(
            "GET", url, headers=list(headers.items()),
            extensions={"sni_hostname": place.host, "timeout": timeout},
        )  # fmt: skip

    def _address(self, url: str, place: AddressPlace) -> str:
        """The checked IP address to connect to."""
        if self._world.offline:
            self._world.permit(url, "name look-up")
        if self._dead[place.host]:
            raise FetchError(
                f"host {place.host} could not be reached before in this run", where=url
            )
        try:
            left = self._backend.deadline.left()
            found = in_time(lambda: self._resolve(place.host, place.port), left)
        except (OSError, ValueError) as error:  # a name may be no name at all (UnicodeError)
            raise FetchError(f"host {place.host} cannot be found", where=url) from error
        allowed = place.host in self._limits.allow_private_hosts
        for address in found:
            if not allowed and not is_public(address):
                raise FetchError(
                    f"host {place.host} is on a private or reserved network ({address})", where=url,
                    hint=f"if you mean it, add {place.host!r} to allow_private_hosts under [ingest] in desk.toml",
                )  # fmt: skip
        if not found:
            raise FetchError(f"host {place.host} has no address", where=url)
        return found[0]

    def _answer(self, response: httpcore.Response, url: str, validators: str) -> Reply | _Redirect:
        headers = _Headers(response)
        status = response.status
        if status == 304 and validators:
            return Reply(url, b"", "", validators, unchanged=True)
        if status in REDIRECTS and headers["location"]:
            return _Redirect(headers["location"], status in PERMANENT)
        if status in AGAIN:
            after = _after(headers["retry-after"], self._world.now().timestamp)
            raise _PassingError(
                f"answered with status {status}", where=url, after=after, status=status
            )
        if status != 200:
            raise FetchError(f"answered with status {status}", where=url, status=status)
        body = self._body(response, headers, url)
        kept = {"etag": headers["etag"], "last_modified": headers["last-modified"]}
        kind = headers["content-type"].split(";")[0].strip().lower()
        asks = tuple((name, headers[name]) for name in HEADERS)
        return Reply(url, body, kind, json.dumps(kept) if any(kept.values()) else "", asks=asks)

    def _body(self, response: httpcore.Response, headers: _Headers, url: str) -> bytes:
        """The body, given up as soon as it is too large."""
        limit = self._limits.max_bytes
        declared = headers["content-length"]
        if declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
            raise FetchError(
                f"is larger ({int(declared):,} bytes) than max_bytes ({limit:,})", where=url
            )
        held = bytearray()
        for piece in response.iter_stream():
            held += piece
            if len(held) > limit:
                raise FetchError(f"is larger than max_bytes ({limit:,})", where=url)
        try:
            return unpack(bytes(held), headers["content-encoding"], limit)
        except ValueError as error:
            raise FetchError(str(error), where=url) from error


class _Headers:
    """Fields of a response by name in lower case; fields of one name are joined by commas."""

    def __init__(self, response: httpcore.Response) -> None:
        self._fields: dict[str, str] = {}
        for name, value in response.headers:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            self._fields[key] = f"{self._fields[key]}, {text}" if key in self._fields else text

    def __getitem__(self, name: str) -> str:
        return self._fields.get(name, "")


def _joined(at: str, where: str) -> str:
    """Where a redirect leads. Raises FetchError when that is no address."""
    try:
        # a server sends bytes; those of UTF-8 came in as Latin-1
        return urljoin(at, where.encode("latin-1").decode("utf-8", "replace"))
    except ValueError as error:
        raise FetchError(
            f"redirects to what is not an address ({where[:80]!r})", where=at
        ) from error


def _after(stated: str, now: Callable[[], float]) -> float | None:
    """Seconds that a Retry-After header asks for, a number or a date; None without one."""
    stated = stated.strip()
    if stated.isdecimal():
        return float(stated[:9])
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - now()) if stated else None
    except (ValueError, TypeError, OverflowError):
        return None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
