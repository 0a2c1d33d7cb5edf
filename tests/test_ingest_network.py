"""What servers do wrong, each beside a source that does nothing wrong and loses nothing by it."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from pipeline.chunk import passages
from pipeline.errors import ConfigError, FetchError
from pipeline.ingest import Intake, Report, ingest
from pipeline.ingest.sources.addresses import check_port, is_public, parse
from pipeline.ingest.sources.fetch import Client
from pipeline.ingest.sources.opml import read_opml
from pipeline.ingest.sources.unpack import unpack
from pipeline.newsroom import health
from pipeline.newsroom.desk import Desk, Ingest
from pipeline.newsroom.library import Library
from pipeline.records import Document, Source
from pipeline.world import World

START = datetime(2026, 11, 20, 6, tzinfo=UTC)


def html(name: str, words: int = 120) -> bytes:
    text = " ".join(f"{name} {n} follows {name} {n + 1} in the log." for n in range(words // 8))
    return f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1><p>{text}</p></article></body></html>".encode()


def ok(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    rows = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*rows, "", ""]).encode("latin-1") + body


def moved(where: str, status: str = "302 Found") -> bytes:
    return ok(b"", f"Location: {where}", status=status)


def feed(*names: str, words: int = 120) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><link>https://f.example/{name}</link><description><![CDATA["
        f"{' '.join(f'{name} {n} follows {name} in the log of it.' for n in range(words // 9))}]]></description></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()


@dataclass
class Server:
    """Sends the bytes that are set for a path, whole or as a function does it."""

    port: int = 0
    replies: dict[str, bytes | Callable[[socket.socket], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def put(self, path: str, reply: bytes | Callable[[socket.socket], None]) -> str:
        self.replies[path] = reply
        return self.url(path)

    def answer(self, line: socket.socket) -> None:
        with line:
            head = b""
            while b"\r\n\r\n" not in head and (piece := line.recv(4096)):
                head += piece
            path = head.split(b" ")[1].decode() if head.count(b" ") > 1 else ""
            self.asked.append(path)
            self.heads.append(head)
            reply = self.replies.get(path, ok(b"", status="404 Not Found"))
            try:
                reply(line) if callable(reply) else line.sendall(reply)
            except OSError:
                """The client hung up, which is what some of these are about."""


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    listening = socket.create_server(("127.0.0.1", 0))
    found.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=found.answer, args=(line,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield found
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


def desk(**limits: object) -> Desk:
    return Desk.model_validate(
        {
            "title": "D", "site_url": "https://d.example/", "publisher": {"name": "P"},
            "domains": [{"id": "sys", "title": "S", "team": "teams", "questions": ["Why?"]}],
            "ingest": {"allow_private_hosts": ["localhost"], "timeout_seconds": 1.0, **limits},
        }
    )  # fmt: skip


@dataclass
class Newsroom:
    """A library and its sources, run on one day after another."""

    folder: Path
    sources: tuple[Source, ...]
    day: int = 0
    settings: Desk = field(default_factory=desk)

    def run(self, *, after: int = 0) -> Report:
        self.day += after
        moment = START + timedelta(days=self.day)
        world = World(now=lambda: moment, environ={}, sleep=lambda _: None)
        with Library.open(self.folder / "library.db") as library:
            intake = Intake(self.sources, self.settings, passages)
            return ingest(intake, library, world, folder=self.folder)

    def documents(self, source: str = "r") -> list[Document]:
        with Library.open(self.folder / "library.db") as library:
            return list(library.documents(source))


def newsroom(folder: Path, kind: str, location: str, *others: Source) -> Newsroom:
    return Newsroom(folder, (Source("r", "R", kind, location, ("sys",)), *others))


def drip(line: socket.socket) -> None:
    """A header that never ends, a byte at a time."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(200):
        line.sendall(b"a")
        time.sleep(0.05)


def pour(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(2000):
        line.sendall(b"x" * 65_536)


def early_hints(line: socket.socket) -> None:
    for _ in range(100_000):
        line.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")


def packed(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


BOMB = packed(b"\x00" * 60_000_000, 1)
FAULTS: dict[str, bytes | Callable[[socket.socket], None]] = {
    "nothing": b"", "noise": b"\x00\xff\x16\x03 noise\r\n\r\n", "no status": b"HELLO\r\n\r\n",
    "old": b"<html>HTTP 0.9</html>", "half a head": b"HTTP/1.1 200 OK\r\nContent-Type: te",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<html>",
    "no length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nxxxxx",
    "great length": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx",
    "bad chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
    "great chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
    "bare head": b"HTTP/1.1 200 OK\r\nNo colon here\r\n\r\nx",
    "zero in head": b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\nx",
    "great head": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\nx",
    "odd status": b"HTTP/1.1 999 Odd\r\n\r\n", "great status": b"HTTP/1.1 99999 Odd\r\n\r\n",
    "switching": b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "no content": ok(b"", status="204 No Content"),
    "part": ok(b"x", status="206 Partial"), "unchanged": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "forbidden": ok(b"no", status="403 Forbidden"), "gone": ok(b"no", status="410 Gone"),
    "broken": ok(b"no", status="500 Error"), "busy": ok(b"no", "Retry-After: 0", status="503 Busy"),
    "busy for long": ok(b"no", "Retry-After: 86400", status="429 Too Many"),
    "busy oddly": ok(b"no", "Retry-After: Thu, 99 Foo", status="503 Busy"),
    "to brackets": moved("http://["), "to a port": moved("http://localhost:abc/"),
    "to a long label": moved(f"http://{'a' * 70}.example/"), "to nowhere": moved("//"),
    "to a dot": moved("http://./"), "to dots": moved("http://a..b/"), "to spaces": moved("http://a b/"),
    "to a file": moved("file:///etc/passwd"), "to a script": moved("javascript:alert(1)"),
    "to data": moved("data:text/html,x"), "to credentials": moved("http://a:b@localhost/"),
    "to loopback": moved("http://127.0.0.1/"), "to metadata": moved("http://169.254.169.254/"),
    "to a number": moved("http://2130706433/"), "to ipv6": moved("http://[::1]/"),
    "to odd ipv6": moved("http://[::127.0.0.1]/"), "to a zone": moved("http://[fe80::1%25lo]/"),
    "to bytes": moved("http://\xff\xfe/"), "to another port": moved("http://93.184.216.34:22/"),
    "round": moved("/bad"), "longer": moved("/" + "a" * 60_000),
    "bomb": ok(BOMB, "Content-Encoding: gzip"),
    "bomb in a bomb": ok(packed(BOMB, 1), "Content-Encoding: gzip, gzip"),
    "thrice": ok(packed(b"x", 3), "Content-Encoding: gzip, gzip, gzip"),
    "no gzip": ok(b"<html>", "Content-Encoding: gzip"), "half a gzip": ok(packed(html("a"), 1)[:40], "Content-Encoding: gzip"),
    "brotli": ok(b"x", "Content-Encoding: br"), "odd coding": ok(b"x", f"Content-Encoding: {'x' * 5000}"),
    "busy in superscript": ok(b"no", "Retry-After: \xb2", status="503 Busy"),
    "no status at all": b"HTTP/1.1 -1 Odd\r\n\r\n", "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a record of TLS": b"\x15\x03\x01\x00\x02\x02\x28", "less than no chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "a length of ten to the third": b"HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\nx", "many heads": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n",
    "to an octal": moved("http://0177.0.0.1/"), "to wide digits": moved("http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/"), "to a dot behind": moved("http://127.0.0.1./"),
    "to a user before": moved("http://example.com@127.0.0.1/"), "to a part behind": moved("http://127.0.0.1#@example.com/"), "to nothing": b"HTTP/1.1 308 Moved\r\n\r\n",
    "members": ok(gzip.compress(b"") * 300_000, "Content-Encoding: gzip"), "zstandard": ok(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"),
    "dripping": drip, "pouring": pour, "hinting": early_hints,
    "reset": lambda line: line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00"),
}  # fmt: skip


def test_no_fault_of_a_server_ends_the_run_or_costs_another_source_anything(
    server: Server, tmp_path: Path
) -> None:
    good = Source("good", "G", "page", server.put("/good", ok(html("good"))), ("sys",))
    kept = server.put("/bad", ok(html("before")))
    room = newsroom(tmp_path, "page", kept, good)
    room.run()
    for name, reply in FAULTS.items():
        server.replies["/bad"] = reply
        began = time.monotonic()
        report = room.run()
        assert time.monotonic() - began < 20, name
        assert report.sources[0].failure, name
        assert "\n" not in report.sources[0].failure, name
        assert not report.sources[1].failure and len(room.documents("good")) == 1, name
        assert [one.title for one in room.documents()] == ["before"], name
    server.replies["/bad"] = ok(html("after"))
    assert room.run().failures == ()


@pytest.mark.parametrize(
    "location",
    ["http://[", "http://[::1", f"http://{'a' * 70}.example/", "http://a b/", "http://", "https://:80/", "http://x:99999/"],
)  # fmt: skip
def test_a_location_that_is_no_address_is_its_sources_failure(
    location: str, server: Server, tmp_path: Path
) -> None:
    good = Source("good", "G", "page", server.put("/good", ok(html("good"))), ("sys",))
    report = newsroom(tmp_path, "page", location, good).run()
    assert report.sources[0].failure and not report.sources[1].failure


def test_a_busy_server_is_asked_again_when_it_said(server: Server) -> None:
    slept: list[float] = []
    states = [
        ok(b"", "Retry-After: 7", status="503 Busy"),
        ok(b"", status="500 Error"),
        ok(b"there"),
    ]
    url = server.put("/a", lambda line: line.sendall(states.pop(0)))
    settings = Ingest(allow_private_hosts=("localhost",))
    with Client(settings, World(environ={}, sleep=slept.append)) as one:
        assert one.get(url, "test").body == b"there"
    assert slept == [7.0, 2.0]


def test_a_server_that_asks_for_hours_is_left_alone_in_this_run(server: Server) -> None:
    url = server.put("/a", ok(b"", "Retry-After: 7200", status="429 Too Many"))
    with (
        Client(Ingest(allow_private_hosts=("localhost",)), World(environ={}, sleep=print)) as one,
        pytest.raises(FetchError, match=r"come back in 7,200 s"),
    ):
        one.get(url, "test")
    assert server.asked == ["/a"]


def test_a_host_that_is_dead_is_waited_for_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    dead = tuple(
        Source(f"d{n}", "D", "page", f"http://localhost:{port}/{n}", ("sys",)) for n in range(5)
    )
    report = Newsroom(tmp_path, dead).run()
    assert ["before in this run" in one.failure for one in report.sources] == [False, *[True] * 4]


def test_hosts_are_fetched_at_the_same_time(server: Server, tmp_path: Path) -> None:
    together = threading.Barrier(2, timeout=10)

    def meet(line: socket.socket) -> None:
        together.wait()
        line.sendall(ok(html("met")))

    here, there = server.put("/a", meet), server.put("/b", meet).replace("localhost", "127.0.0.1")
    room = newsroom(tmp_path, "page", here, Source("s", "S", "page", there, ("sys",)))
    room.settings = desk(allow_private_hosts=["localhost", "127.0.0.1"], timeout_seconds=10)
    assert room.run().failures == ()


def test_a_source_that_moved_for_good_is_reported_with_its_new_address(
    server: Server, tmp_path: Path
) -> None:
    server.put("/new", ok(html("there")))
    server.put("/step", moved("/new", "308 Moved"))
    for_good = server.put("/old", moved("/step", "301 Moved"))
    assert newsroom(tmp_path / "a", "page", for_good).run().sources[0].moved == server.url("/new")
    for_now = server.put("/now", moved("/step"))
    assert newsroom(tmp_path / "b", "page", for_now).run().sources[0].moved == ""


def test_what_the_host_of_a_feed_says_to_machines_is_asked_once_a_week(
    server: Server, tmp_path: Path
) -> None:
    room = newsroom(tmp_path, "feed", server.put("/feed.xml", ok(feed("a", "b"))))
    server.put("/robots.txt", ok(b"User-agent: GPTBot\nDisallow: /\n", "Content-Type: text/plain"))
    said = []
    for after in (0, 1, health.ASKED):
        report = room.run(after=after)
        health.note(tmp_path, report.sources, START + timedelta(room.day))
        said.append(report.sources[0].signals)
    assert said == ["robots.txt closes it to GPTBot", "", "robots.txt closes it to GPTBot"]
    assert health.signals(tmp_path) == {"r": "robots.txt closes it to GPTBot"}


REFUSED = (
    "127.0.0.1", "127.255.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "0.1.2.3", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16", "::", "::1",
    "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:ffff::a00:1", "100::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:0:1::80ff:fffe", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "feff::1", "ff02::1",
    "ff0e::1", "5f00::1", "3fff::1", "fe80::5efe:7f00:1", "2600::5efe:7f00:1", "2600::200:5efe:a00:1", "not an address", "",
)  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_the_public_internet_are_refused(address: str) -> None:
    assert not is_public(address)


SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip


@pytest.mark.parametrize("block", SPECIAL)
def test_every_spelling_of_a_reserved_address_is_refused(block: str) -> None:
    network = ip_network(block)
    for address in (network[0], network[network.num_addresses // 2], network[-1]):
        high, low = divmod(int(address), 1 << 16)
        spelt = (f"{address}", f"::{address}", f"::ffff:{address}", f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1")  # fmt: skip
        assert not any(map(is_public, spelt)), address


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "2002:5db8:d822::1"])  # fmt: skip
def test_public_addresses_are_public_through_a_translator_too(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://a.example:22/", False), ("https://a.example:8443/", True), ("http://a.example:0/", False),
        ("http://a.example:80/", True), ("https://a.example:443/", True), ("http://a.example:443/", True),
        ("http://a.example:6379/", False), ("http://a.example:25/", False), ("http://wiki.example:8080/", True),
    ],
)  # fmt: skip
def test_only_the_ports_of_the_web_and_those_of_the_desk_are_asked(url: str, allowed: bool) -> None:
    settings = Ingest(allow_ports=(8443,), allow_private_hosts=("wiki.example",))
    if allowed:
        check_port(url, parse(url), settings)
        return
    with pytest.raises(FetchError, match="names port") as caught:
        check_port(url, parse(url), settings)
    assert "allow_ports" in caught.value.hint


# ── what a bad answer does not delete ─────────────────────────────────────────────────────

BAD = {
    "empty": ok(b""), "blank": ok(b" \n "), "bare": ok(b"<html><body></body></html>"),
    "short": ok(html("page", 20)),
    "not found": ok(b"<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1><p>The page that you look for does not exist any more, or it never did. Try the search of our site.</p></body></html>"),
    "login": ok(b"<html><head><title>Sign in</title></head><body><p>Please sign in to go on reading, it takes only a moment of your time and costs you nothing at all.</p></body></html>"),
    "home page": moved("/home"),
}  # fmt: skip


@pytest.mark.parametrize("fault", sorted(BAD))
def test_a_good_looking_bad_answer_deletes_nothing_until_it_has_lasted(
    fault: str, server: Server, tmp_path: Path
) -> None:
    room = newsroom(tmp_path, "page", server.put("/a", ok(html("page"))))
    room.run()
    (before,) = room.documents()
    welcome = "Welcome to our blog, where engineers write about what they build and run. " * 9
    server.put("/home", ok(f"<html><title>Home</title><p>{welcome}</p></html>".encode()))
    server.replies["/a"] = BAD[fault]
    for night in range(7):
        report = room.run(after=1)
        assert room.documents() == [before], night
        assert len(report.sources[0].doubts) == 1 and not report.sources[0].removed
    room.run(after=1)
    assert room.documents() != [before]


def test_a_doubt_ends_with_a_good_answer(server: Server, tmp_path: Path) -> None:
    room = newsroom(tmp_path, "page", server.put("/a", ok(html("page"))))
    room.run()
    for reply in (ok(b""), ok(html("page")), ok(b"")):
        server.replies["/a"] = reply
        room.run(after=6)
    assert len(room.documents()) == 1


def test_a_page_never_seen_that_is_an_error_notice_is_refused(
    server: Server, tmp_path: Path
) -> None:
    report = newsroom(tmp_path, "page", server.put("/a", BAD["not found"])).run()
    assert "is an error page" in report.sources[0].refusals[0].reason


def test_what_scrolls_off_a_feed_stays_and_comes_back_as_itself(
    server: Server, tmp_path: Path
) -> None:
    room = newsroom(tmp_path, "feed", server.put("/f", ok(feed("a", "b"))))
    room.run()
    for names in (("b", "c"), ("c", "d"), ("a", "d")):
        server.replies["/f"] = ok(feed(*names))
        room.run(after=30)
    assert sorted(one.title for one in room.documents()) == ["a", "b", "c", "d"]
    assert {one.title: one.first_seen[:10] for one in room.documents()}["a"] == "2026-11-20"


@pytest.mark.parametrize(
    "reply",
    [ok(b""), ok(feed()), ok(feed("a", "b")[:200]), ok(html("not a feed")), ok(feed("a", "b", words=20))],
    ids=["empty", "no items", "cut", "a page", "teasers"],
)  # fmt: skip
def test_an_empty_cut_or_shortened_feed_deletes_nothing(
    reply: bytes, server: Server, tmp_path: Path
) -> None:
    room = newsroom(tmp_path, "feed", server.put("/f", ok(feed("a", "b"))))
    room.run()
    before = room.documents()
    server.replies["/f"] = reply
    report = room.run(after=1)
    assert room.documents() == before
    assert report.sources[0].doubts or report.sources[0].failure


def test_entries_that_are_whole_are_taken_beside_one_that_is_cut_short(
    server: Server, tmp_path: Path
) -> None:
    room = newsroom(tmp_path, "feed", server.put("/f", ok(feed("a"))))
    room.run()
    cut, fresh = feed("a", words=20), feed("b")
    item = fresh[fresh.index(b"<item>") : fresh.index(b"</channel>")]
    server.replies["/f"] = ok(cut.replace(b"</channel>", item + b"</channel>"))
    room.run(after=1)
    assert {one.title: len(one.text.split()) > 60 for one in room.documents()} == {
        "a": True,
        "b": True,
    }


def test_a_page_that_leaves_its_sitemap_or_is_gone_stays_for_some_days(
    server: Server, tmp_path: Path
) -> None:
    def sitemap(*paths: str) -> bytes:
        rows = "".join(f"<url><loc>{server.url(path)}</loc></url>" for path in paths)
        return ok(f"<urlset>{rows}</urlset>".encode())

    for name in ("a", "b", "c"):
        server.put(f"/{name}", ok(html(name)))
    room = newsroom(tmp_path, "sitemap", server.put("/map", sitemap("/a", "/b", "/c")))
    room.run()
    server.put("/map", sitemap("/a", "/b"))
    server.put("/b", ok(b"", status="410 Gone"))
    report = room.run(after=1)
    assert len(report.sources[0].doubts) == 2 and len(room.documents()) == 3
    server.put("/map", sitemap())
    assert "holds nothing any more" in room.run(after=1).sources[0].failure
    server.put("/map", sitemap("/a", "/b"))
    room.run(after=6)
    assert [one.title for one in room.documents()] == ["a"]


LIMIT = 1_000_000  # bytes


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_each_layer_of_a_reply_is_given_up_at_its_limit(coding: str, layers: int) -> None:
    pack = gzip.compress if coding == "gzip" else zlib.compress
    body = b"\x00" * 25 * LIMIT
    for _ in range(layers):
        body = pack(body)
    tracemalloc.start()
    began = time.thread_time()
    with pytest.raises(ValueError, match="larger than max_bytes"):
        unpack(body, ", ".join([coding] * layers), LIMIT)
    spent, most = time.thread_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 1 and most < 4 * LIMIT


def test_a_reply_of_very_many_members_is_refused_at_once() -> None:
    body = gzip.compress(b"") * (20 * LIMIT // 20)
    began = time.thread_time()
    with pytest.raises(ValueError, match="more than 4,096 compressed members"):
        unpack(body, "gzip", 20 * LIMIT)
    assert time.thread_time() - began < 2
    assert (
        unpack(gzip.compress(b"a" * 70_000) * 50 + b"\0" * 9, "gzip", 20 * LIMIT)
        == b"a" * 3_500_000
    )


def test_a_gzipped_sitemap_is_given_up_at_the_limit_in_the_reading_place(
    server: Server, tmp_path: Path
) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 200_000_000 + b"</urlset>")
    room = newsroom(tmp_path, "sitemap", server.put("/map.xml.gz", ok(bomb)))
    assert "is not a sitemap (is larger than max_bytes" in room.run().sources[0].failure


@pytest.mark.parametrize(
    "text",
    ["<opml><body>" + "<outline text='a'>" * 50_000, '<!DOCTYPE o [<!ENTITY a "x">]><opml><body>&a;</body></opml>'],
    ids=["nested", "entities"],
)  # fmt: skip
def test_an_opml_file_made_to_hurt_is_one_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(text)
    with pytest.raises(ConfigError):
        read_opml(tmp_path / "a.opml")
