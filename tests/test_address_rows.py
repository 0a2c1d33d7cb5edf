"""Addresses of pages and files: which are one, which may be asked, and what their hosts allow, row by row."""

from __future__ import annotations

import pytest

from pipeline.errors import DatelineError
from pipeline.ingest import identity
from pipeline.ingest.sources import addresses, formats, manners


def place(url: str) -> tuple[str, str, int, str]:
    found = addresses.parse(url)
    return found.scheme, found.host, found.port, found.target


def refused(url: str) -> bool:
    try:
        addresses.parse(url)
    except DatelineError:
        return True
    return False


def closed(robots: str, url: str) -> bool:
    return bool(manners.closed(manners.host_rules(robots, ""), url, models=True))


def address(path: str, suffix: str | None, index: bool) -> str:
    place = path if suffix is None else formats.bare(path)
    return identity.address("https://a.example/docs/{path}", place, "", suffix=suffix, index=index)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM/a", "https://example.com/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/", "https://example.com/"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com/a?utm_source=x", "https://example.com/a"),
        ("https://example.com/a?b=1&utm_medium=y", "https://example.com/a?b=1"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a/", "https://example.com/a/"),
        ("https://example.com/a//b", "https://example.com/a/b"),
        ("https://user:pw@example.com/a", "https://example.com/a"),
        ("ftp://example.com/a", ""),
        ("mailto:a@example.com", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("example.com/a", ""),
        ("//example.com/a", ""),
        ("https://", ""),
        ("https:///a", ""),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com/%7Ea", "https://example.com/~a"),
        ("https://example.com/ä", "https://example.com/%C3%A4"),
        ("https://bücher.example/a", "https://bücher.example/a"),
        ("https://example.com/a/../b", "https://example.com/b"),
        ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ("https://example.com/a%2fb%3fc", "https://example.com/a%2Fb%3Fc"),
        ("https://example.com/%E4", "https://example.com/%E4"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/#!/a", "https://example.com/#!/a"),
        ("https://example.com/#/guide/a", "https://example.com/#/guide/a"),
        ("https://example.com/#top", "https://example.com/"),
        (
            "https://web.example/2026/https://o.example/a",
            "https://web.example/2026/https://o.example/a",
        ),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/a?fbclid=1", "https://example.com/a"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
        ("https://example.com/index.html", "https://example.com/"),
        ("https://[::1]/a", "https://[::1]/a"),
        ("https://[bad/a", ""),
        ("https://example.com:99999/a", ""),
        ("HTTPS://EXAMPLE.com/A", "https://example.com/A"),
    ],
)
def test_one_page_has_one_address(url: str, expected: str) -> None:
    assert identity.canonical_url(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM/a", "example.com"),
        ("https://example.com:8443/a", "example.com"),
        ("https://user:pw@example.com/", "example.com"),
        ("example.com", ""),
        ("", ""),
        ("mailto:a@b.example", ""),
        ("https://[::1]:80/", "::1"),
        ("https://[bad", ""),
        ("//Example.com/x", "example.com"),
        ("https://", ""),
    ],
)
def test_the_host_of_an_address_is_told_in_small_letters(url: str, expected: str) -> None:
    assert identity.host_of(url) == expected


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        ("https://a.example/b/c", "d", "https://a.example/b/d"),
        ("https://a.example/b/", "d", "https://a.example/b/d"),
        ("https://a.example/b/c", "/d", "https://a.example/d"),
        ("https://a.example/b/c", "//x.example/d", "https://x.example/d"),
        ("https://a.example/b/c", "https://x.example/", "https://x.example/"),
        ("https://a.example/b/c", "../d", "https://a.example/d"),
        ("https://a.example/b/c", "?q=1", "https://a.example/b/c?q=1"),
        ("https://a.example/b/c", "#p", "https://a.example/b/c#p"),
        ("https://a.example/b/c", "", ""),
        ("", "d", "d"),
        ("https://a.example/", "https://[bad", "https://[bad"),
        ("https://a.example/", "mailto:x@y.example", "mailto:x@y.example"),
    ],
)
def test_a_link_is_seen_from_the_page_it_stands_on(base: str, link: str, expected: str) -> None:
    assert identity.joined(base, link) == expected


@pytest.mark.parametrize(
    ("path", "suffix", "index", "expected"),
    [
        ("a/b.md", None, False, "https://a.example/docs/a/b.md"),
        ("a/b.md", "", False, "https://a.example/docs/a/b"),
        ("a/b.md", "/", False, "https://a.example/docs/a/b/"),
        ("a/b.md", ".html", False, "https://a.example/docs/a/b.html"),
        ("a/index.md", "", False, "https://a.example/docs/a/"),
        ("a/index.md", "/", False, "https://a.example/docs/a/"),
        ("a/index.md", "/", True, "https://a.example/docs/a/index/"),
        ("a/index.md", ".html", True, "https://a.example/docs/a/"),
        ("index.md", "/", False, "https://a.example/docs/"),
        ("README.md", "", False, "https://a.example/docs/"),
        ("a/README.md", "/", False, "https://a.example/docs/a/"),
        ("a/_index.md", "/", False, "https://a.example/docs/a/"),
        ("a b/c.md", "/", False, "https://a.example/docs/a%20b/c/"),
        ("a/ü.md", "", False, "https://a.example/docs/a/%C3%BC"),
        ("a/b", "/", False, "https://a.example/docs/a/b/"),
        ("2024-09-05-title.md", "/", False, "https://a.example/docs/2024-09-05-title/"),
        ("a/b.html", None, False, "https://a.example/docs/a/b.html"),
        ("a/b.html", "", False, "https://a.example/docs/a/b"),
    ],
)
def test_a_file_has_the_address_its_source_gives_it(
    path: str, suffix: str | None, index: bool, expected: str
) -> None:
    assert address(path, suffix, index) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("203.0.113.7", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("2606:4700::1111", True),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::", False),
        ("2001:db8::1", False),
        ("ff02::1", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_asked(address: str, expected: bool) -> None:
    assert addresses.is_public(address) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", ("https", "example.com", 443, "/")),
        ("https://example.com/a?b=1", ("https", "example.com", 443, "/a?b=1")),
        ("http://example.com:8080/a", ("http", "example.com", 8080, "/a")),
        ("https://EXAMPLE.com/ä?ö", ("https", "example.com", 443, "/%C3%A4?%C3%B6")),
        ("https://bücher.example/", ("https", "xn--bcher-kva.example", 443, "/")),
        ("https://example.com/a#part", ("https", "example.com", 443, "/a")),
        ("http://[2606:4700::1]/a", ("http", "2606:4700::1", 80, "/a")),
        ("https://example.com/a b", ("https", "example.com", 443, "/a%20b")),
        ("https://example.com./a", ("https", "example.com", 443, "/a")),
    ],
)
def test_the_parts_of_an_address_are_those_a_connection_needs(
    url: str, expected: tuple[str, str, int, str]
) -> None:
    assert place(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:pw@example.com/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://[bad/",
        "gopher://x.example",
        "http://a..b/",
        "https://example.com:abc/",
        "data:text/plain,x",
    ],
)
def test_an_address_that_is_none_or_of_another_kind_is_refused(url: str) -> None:
    assert refused(url)


@pytest.mark.parametrize(
    ("robots", "url", "expected"),
    [
        ("", "https://a.example/x", False),
        ("User-agent: *\nDisallow: /", "https://a.example/x", True),
        ("User-agent: *\nDisallow: /private", "https://a.example/x", False),
        ("User-agent: *\nDisallow: /private", "https://a.example/private/x", True),
        ("User-agent: *\nDisallow:", "https://a.example/x", False),
        ("User-agent: other\nDisallow: /", "https://a.example/x", False),
        ("User-agent: dateline\nDisallow: /", "https://a.example/x", True),
        ("# nothing", "https://a.example/x", False),
        ("User-agent: GPTBot\nDisallow: /", "https://a.example/x", True),
        ("Sitemap: https://a.example/s.xml", "https://a.example/x", False),
    ],
)
def test_a_host_is_not_read_where_its_robots_file_says_so(
    robots: str, url: str, expected: bool
) -> None:
    assert closed(robots, url) is expected
