"""Connections that end at a deadline, whatever the other side does.

Enter: an address to connect to and the moment by which the whole exchange (look-up, connection,
TLS, headers, body) must be over. Leave: httpcore streams whose every read and write is given only
the time that is left. A timeout for each read alone lets a server drip bytes for days.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

Resolve = Callable[[str, int], list[str]]
CONNECT_SHARE = 0.5  # of the time: a host that does not answer is then tried once more


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def in_time(work: Callable[[], list[str]], seconds: float) -> list[str]:
    """What a call gives that knows no timeout of its own. Raises TimeoutError, or what it raises."""
    answer: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answer.put(work())
        except Exception as error:  # handed to the thread that waits, which knows what to do
            answer.put(error)

    threading.Thread(target=run, daemon=True, name="look-up").start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except Empty as error:
        raise TimeoutError("the name was not found in time") from error
    if isinstance(found, Exception):
        raise found
    return found


class Deadline:
    """A moment on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never quite none (a socket's timeout of 0 means another thing)."""
        return max(self._at - time.monotonic(), 0.001)

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._at


class Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses; `deadline` is set anew before each exchange."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        self._ended()
        seconds = min(timeout or self.deadline.left(), self.deadline.left())
        stream = self._inner.connect_tcp(host, port, seconds, local_address, socket_options)
        return _Stream(stream, self)

    def _ended(self) -> None:
        if self.deadline.passed:
            raise httpcore.ReadTimeout("the deadline has passed")


class _Stream(httpcore.NetworkStream):
    """A stream of a backend."""

    def __init__(self, inner: httpcore.NetworkStream, backend: Backend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._backend._ended()
        return self._inner.read(max_bytes, self._backend.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._backend._ended()
        self._inner.write(buffer, self._backend.deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A handshake is many reads; a timer cuts the line under one that drips."""
        left = self._backend.deadline.left()
        line = self._inner.get_extra_info("socket")
        cut = threading.Timer(left, _cut, (line,))
        cut.daemon = True
        cut.start()
        try:
            return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._backend)
        finally:
            cut.cancel()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _cut(line: socket.socket | None) -> None:
    if line is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
