"""The guarded client and remote sources, against servers on loopback."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.chunk import passages
from pipeline.errors import FetchError
from pipeline.ingest import Intake, Report, ingest, jobs
from pipeline.ingest.identity import canonical_url, document_id
from pipeline.ingest.jobs import Outcome
from pipeline.ingest.reading import Refusal
from pipeline.ingest.sources.fetch import Client, is_public
from pipeline.ingest.sources.manners import closed, host_rules
from pipeline.newsroom.desk import Desk, Ingest
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.world import World

TEXT = "The broker appends every message to its log and gives it the next offset in order. " * 4


@dataclass
class Site:
    """What a loopback server answers: path to (status, headers, body)."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slow: float = 0.0

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html", **named}, raw)
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            status, headers, body = found.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for at in range(0, len(body), 4096):
                time.sleep(found.slow)
                self.wfile.write(body[at : at + 4096])

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up early is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def client(world: World | None = None, **limits: object) -> Client:
    settings = Ingest.model_validate({"allow_private_hosts": ["localhost"], **limits})
    return Client(settings, world or World(environ={}))


def test_a_reply_is_had_and_the_contact_is_noted(site: Site) -> None:
    world = World(environ={})
    with client(world) as one:
        reply = one.get(site.put("/a", "hello"), "a test")
    assert (reply.body, reply.media_type) == (b"hello", "text/html")
    assert [(contact.host, contact.why) for contact in world.egress] == [("localhost", "a test")]


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    url = site.put("/a", "hello", ETag='"1"')
    with client() as one:
        first = one.get(url, "test")
        assert one.get(url, "test", validators=first.validators).unchanged


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "fd00:ec2::254", "240.0.0.1",
    ],
)  # fmt: skip
def test_private_reserved_and_metadata_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_public_address_is_public() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_a_host_that_resolves_to_a_private_address_is_refused_before_it_is_contacted() -> None:
    world = World(environ={})
    guarded = Client(
        Ingest(), world, resolve=lambda host, port: ["93.184.216.34", "169.254.169.254"]
    )
    with guarded as one, pytest.raises(FetchError, match=r"private or reserved network \(169"):
        one.get("http://innocent.example/", "test")
    assert world.egress == []


def test_a_redirect_to_a_private_host_is_refused(site: Site) -> None:
    site.put("/in", "", status=302, Location=f"http://127.0.0.1:{site.port}/secret")
    with client() as one, pytest.raises(FetchError, match="private or reserved"):
        one.get(site.url("/in"), "test")
    assert [path for path, _ in site.asked] == ["/in"]


def test_redirects_are_followed_up_to_the_limit(site: Site) -> None:
    for n in range(4):
        site.put(f"/{n}", "", status=301, Location=f"/{n + 1}")
    site.put("/4", "there")
    with client(max_redirects=4) as one:
        assert one.get(site.url("/0"), "test").body == b"there"
    with client(max_redirects=3) as one, pytest.raises(FetchError, match="more than 3 times"):
        one.get(site.url("/0"), "test")


@pytest.mark.parametrize("headers", [{}, {"Content_Length": "50000"}])
def test_a_large_reply_is_given_up(site: Site, headers: dict[str, str]) -> None:
    url = site.put("/a", b"x" * 50_000, **headers)
    with client(max_bytes=10_000) as one, pytest.raises(FetchError, match="larger"):
        one.get(url, "test")


def test_a_compressed_reply_counts_by_what_it_unpacks_to(site: Site) -> None:
    url = site.put("/a", gzip.compress(b"x" * 500_000), Content_Encoding="gzip")
    with client(max_bytes=10_000) as one, pytest.raises(FetchError, match="larger"):
        one.get(url, "test")


def test_a_slow_reply_is_given_up(site: Site) -> None:
    url, site.slow = site.put("/a", b"x" * 40_000), 0.1
    with client(timeout_seconds=0.3) as one, pytest.raises(FetchError, match=r"longer than 0.3 s"):
        one.get(url, "test")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("ftp://localhost/x", "not an http"),
        ("file:///etc/passwd", "not an http"),
        ("http://user:word@localhost/", "credentials"),
        ("http://localhost:99999/", "not an address"),
        ("http:///x", "not an http"),
    ],
)
def test_other_addresses_are_refused(url: str, fault: str) -> None:
    with client() as one, pytest.raises(FetchError, match=fault):
        one.get(url, "test")


def test_offline_contacts_nobody_not_even_for_a_name() -> None:
    asked: list[str] = []
    world = World(environ={}, offline=True)

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"]

    with (
        Client(Ingest(), world, resolve=resolve) as one,
        pytest.raises(FetchError, match="offline"),
    ):
        one.get("http://x.example/", "test")
    assert asked == []


def test_an_error_status_is_an_error(site: Site) -> None:
    with client() as one, pytest.raises(FetchError, match="status 404"):
        one.get(site.url("/none"), "test")


# ── remote sources ────────────────────────────────────────────────────────────────────────


def run(
    site: Site, folder: Path, kind: str, location: str, *, follow: bool = False
) -> tuple[Report, list[str]]:
    desk = Desk.model_validate(
        {
            "title": "D", "site_url": "https://d.example/", "publisher": {"name": "P"},
            "domains": [{"id": "sys", "title": "S", "team": "teams", "questions": ["Why?"]}],
            "ingest": {"allow_private_hosts": ["localhost"]},
        }
    )  # fmt: skip
    source = Source("r", "R", kind, location, ("sys",), follow=follow)
    with Library.open(folder / "library.db") as library:
        intake = Intake((source,), desk, passages)
        report = ingest(intake, library, World(environ={}), folder=folder)
        return report, sorted(one.url for one in library.documents())


def article(name: str) -> str:
    words = " ".join(
        f"{name} {n} follows {name} {n + 1} in the log of the broker {name}." for n in range(12)
    )
    return f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1><p>{words}</p></article></body></html>"


def test_a_page_is_read_once_and_then_only_when_it_changed(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", article("one"), ETag='"1"')
    assert run(site, tmp_path, "page", url)[0].sources[0].new == 1
    again, urls = run(site, tmp_path, "page", url)
    assert (again.sources[0].unchanged, again.sources[0].read, urls) == (1, 0, [url])
    site.put("/a", article("two"), ETag='"2"')
    assert run(site, tmp_path, "page", url)[0].sources[0].changed == 1


def test_a_page_that_a_busy_machine_could_not_read_is_asked_for_whole_the_next_time(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.put("/a", article("one"), ETag='"1"')
    with monkeypatch.context() as busy:
        late = (Refusal("a", "took too long on a busy machine"),)
        busy.setattr(jobs, "_outcome", lambda job, _: Outcome(job, refused=late, again=True))
        assert run(site, tmp_path, "page", url)[1] == []
    assert run(site, tmp_path, "page", url)[1] == [url]


def test_a_remote_feed_is_read(site: Site, tmp_path: Path) -> None:
    feed = f"<rss version='2.0'><channel><item><title>A</title><link>https://f.example/a</link><description>{TEXT * 2}</description></item></channel></rss>"
    assert run(site, tmp_path, "feed", site.put("/f", feed))[1] == ["https://f.example/a"]


def test_a_feed_that_is_followed_gives_the_pages_its_entries_lead_to(
    site: Site, tmp_path: Path
) -> None:
    def feed(*names: str) -> str:
        day = "<pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>"
        items = "".join(
            f"<item><title>{name}</title><link>{site.url(f'/{name}')}</link>{day}</item>"
            for name in names
        )
        return (
            f"<rss version='2.0'><channel>{items}<item><title>none</title></item></channel></rss>"
        )

    site.put("/robots.txt", "User-agent: *\nDisallow: /closed", **{"Content-Type": "text/plain"})
    one, two = site.put("/one", article("one")), site.put("/two", article("two"))
    site.put("/closed", article("closed"))
    location = site.put("/feed", feed("one", "closed", "gone"))
    report, urls = run(site, tmp_path, "feed", location, follow=True)
    assert urls == [one]
    assert sorted(refusal.reason for refusal in report.sources[0].refusals) == [
        "answered with status 404", "entry leads to no page", "is closed to readers by robots.txt",
    ]  # fmt: skip
    with Library.open(tmp_path / "library.db") as library:
        (document,) = library.documents()
        assert (document.title, document.published_from) == ("one", "feed")
        assert document.published == "2026-11-03T09:00:00+00:00"
    site.put("/feed", feed("two"))
    assert run(site, tmp_path, "feed", location, follow=True)[1] == [one, two]


def test_a_sitemap_gives_its_pages_and_reports_those_that_fail(site: Site, tmp_path: Path) -> None:
    one, two = site.put("/1", article("one")), site.put("/2", article("two"))
    names = (one, two, site.url("/gone"), "https://elsewhere.example/x")
    body = "".join(f"<url><loc>{name}</loc></url>" for name in names)
    inner = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{body}</urlset>"
    site.put("/map.xml.gz", gzip.compress(inner.encode()))
    index = f"<sitemapindex><sitemap><loc>{site.url('/map.xml.gz')}</loc></sitemap></sitemapindex>"
    report, urls = run(site, tmp_path, "sitemap", site.put("/sitemap.xml", index))
    assert urls == [one, two]
    assert [refusal.reason for refusal in report.sources[0].refusals] == [
        "answered with status 404"
    ]
    del site.pages["/2"]
    assert run(site, tmp_path, "sitemap", site.url("/sitemap.xml"))[1] == [one, two]


def test_a_source_that_cannot_be_reached_fails_and_keeps_its_documents(
    site: Site, tmp_path: Path
) -> None:
    url = site.put("/a", article("one"))
    run(site, tmp_path, "page", url)
    del site.pages["/a"]
    report, urls = run(site, tmp_path, "page", url)
    assert "404" in report.sources[0].failure and report.all_failed and urls == [url]


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Blog.Example:443/a/../b/index.html?utm_source=x&b=2&a=1#top", "https://blog.example/b/?a=1&b=2"),
        ("http://x.example:8080/a//b/", "http://x.example:8080/a/b/"),
        ("https://x.example", "https://x.example/"),
        ("https://x.example/caf%C3%A9 au", "https://x.example/caf%C3%A9%20au"),
        ("mailto:a@b.example", ""),
        ("http://[::1", ""),
    ],
)  # fmt: skip
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_scheme_www_and_final_slash_do_not_make_another_document() -> None:
    names = ("http://www.x.example/a", "https://x.example/a/", "https://x.example/a")
    assert len({document_id("s", "p", canonical_url(name)) for name in names}) == 1
    assert document_id("s", "p", "") != document_id("s", "q", "")


@pytest.mark.parametrize(
    ("rules", "path", "read"),
    [
        ("Disallow: /\nAllow: /open", "/open/x", True), ("Disallow: /\nAllow: /open", "/x", False),
        ("Allow: /\nDisallow: /closed", "/closed/x", False), ("Allow: /p\nDisallow: /p", "/p", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False), ("Disallow: /*.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /a*/c", "/ab/c/d", False), ("Disallow: /a*/c", "/ab/d", True),
        ("Disallow: /x$", "/x", False), ("Disallow: /x$", "/xy", True), ("Disallow: /*$", "/p", False),
        ("Disallow: /ab*b$", "/ab", True), ("Disallow: /ab*b$", "/abb", False),
        ("Disallow:", "/x", True), ("Disallow: /*a*b*c", "/" + "ab" * 20_000, True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_robots_txt_that_fits_counts(rules: str, path: str, read: bool) -> None:
    said = host_rules(f"User-agent: *\n{rules}", "")
    assert (closed(said, f"https://notes.example{path}", models=False) == "") is read


@pytest.mark.parametrize("rule", ["http://[", "//[x", "/a]["])
def test_a_lone_bracket_in_robots_txt_or_in_an_address_ends_nothing(rule: str) -> None:
    said = host_rules(f"User-agent: *\nDisallow: {rule}\nDisallow: /b\n", "", "")
    assert closed(said, "https://notes.example/a", models=False) == ""
    assert "robots" in closed(said, "https://notes.example/b", models=False)
    assert "is no address" in closed(said, "http://[", models=False)
