"""What readers of addresses, dates, names and marks make of what publishers write, row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.errors import DatelineError
from pipeline.ingest import dates, identity
from pipeline.ingest.normal import normalise
from pipeline.ingest.readers import facts, inline, layout, markdown, markup, plain
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.screening import disguises, duplicates
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30Z", "2024-03-05T10:20:30+00:00"),
        ("2024-03-05T10:20:30+02:00", "2024-03-05T08:20:30+00:00"),
        ("2024-03-05 10:20", "2024-03-05T10:20:00+00:00"),
        ("2024-03-05 10:20:30", "2024-03-05T10:20:30+00:00"),
        ("Tue, 05 Mar 2024 10:20:30 GMT", "2024-03-05T10:20:30+00:00"),
        ("Tue, 05 Mar 2024 10:20:30 EST", "2024-03-05T15:20:30+00:00"),
        ("5 Mar 2024", "2024-03-05T00:00:00+00:00"),
        ("March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("Mar 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("5 March 2024", "2024-03-05T00:00:00+00:00"),
        ("5th March 2024", "2024-03-05T00:00:00+00:00"),
        ("March 5th, 2024", "2024-03-05T00:00:00+00:00"),
        ("2024/03/05", "2024-03-05T00:00:00+00:00"),
        ("05.03.2024", "2024-03-05T00:00:00+00:00"),
        ("5. März 2024", "2024-03-05T00:00:00+00:00"),
        ("5 mars 2024", "2024-03-05T00:00:00+00:00"),
        ("5 de marzo de 2024", "2024-03-05T00:00:00+00:00"),
        ("20240305", "2024-03-05T00:00:00+00:00"),
        ("2024-03", None),
        ("2024", None),
        ("", None),
        ("soon", None),
        ("2024-13-05", None),
        ("2024-02-30", None),
        ("1969-12-31", None),
        ("2101-01-01", None),
        ("12/11/2024", None),
        ("13/11/2024", "2024-11-13T00:00:00+00:00"),
        ("11/13/2024", "2024-11-13T00:00:00+00:00"),
        (1709634030, "2024-03-05T10:20:30+00:00"),
        (1709634030000, "2024-03-05T10:20:30+00:00"),
        (0, None),
        (-5, None),
        (True, None),
        (None, None),
        ([], None),
        ({}, None),
        ("  2024-03-05  ", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30.123Z", "2024-03-05T10:20:30+00:00"),
        ("2024-03-05T24:00:00Z", None),
        ("Tuesday, March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("10:20", None),
        ("yesterday", None),
        ("Published on 2024-03-05", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30-0800", "2024-03-05T18:20:30+00:00"),
        ("2024-03-05T10:20:30 PST", "2024-03-05T18:20:30+00:00"),
        ("Mar. 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("5-Mar-2024", "2024-03-05T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_in_the_forms_publishers_write(value: object, expected: str | None) -> None:
    assert dates.iso(value) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2024-09-05-title.md", "2024-09-05T00:00:00+00:00"),
        ("2024/09/05/title.md", "2024-09-05T00:00:00+00:00"),
        ("posts/2024/09/05-title.md", "2024-09-05T00:00:00+00:00"),
        ("2024-09-title.md", None),
        ("20240905-title.md", "2024-09-05T00:00:00+00:00"),
        ("v2024.09.05.md", None),
        ("2024-13-05-x.md", None),
        ("2024-02-30-x.md", None),
        ("a/2023-01-01/b/2024-09-05.md", "2024-09-05T00:00:00+00:00"),
        ("release-1.2.3.md", None),
        ("", None),
        ("2024_09_05.md", "2024-09-05T00:00:00+00:00"),
        ("12024-09-05.md", None),
        ("blog/2024/index.md", None),
        ("1999-12-31.md", "1999-12-31T00:00:00+00:00"),
        ("2024-09-051.md", None),
    ],
)
def test_a_day_in_a_path_is_the_last_whole_one(path: str, expected: str | None) -> None:
    assert dates.from_path(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Posted on 5 March 2024 by Ann", "2024-03-05T00:00:00+00:00"),
        ("March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("Updated: Mar 5 2024", "2024-03-05T00:00:00+00:00"),
        ("on the 5th of March, 2024", "2024-03-05T00:00:00+00:00"),
        ("May 2024", None),
        ("In 2024 we met", None),
        ("5 March", None),
        ("March 5, 2024 and 6 March 2024", "2024-03-05T00:00:00+00:00"),
        ("31 February 2024", None),
        ("le 5 mars 2024", "2024-03-05T00:00:00+00:00"),
        ("am 5. März 2024", "2024-03-05T00:00:00+00:00"),
        ("no date here", None),
        ("", None),
        ("Sept 9, 2023", "2023-09-09T00:00:00+00:00"),
        ("1 January 1969", None),
    ],
)
def test_a_written_date_is_found_in_words(text: str, expected: str | None) -> None:
    assert dates.in_words(text) == expected


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann Bee", ("Ann Bee",)),
        ("Ann Bee and Cid Dee", ("Ann Bee and Cid Dee",)),
        (["Ann Bee", "Cid Dee"], ("Ann Bee", "Cid Dee")),
        ([{"name": "Ann Bee"}], ("Ann Bee",)),
        ({"name": "Ann Bee"}, ("Ann Bee",)),
        ("", ()),
        (None, ()),
        ([], ()),
        (5, ()),
        (["", None], ()),
        ("ann@b.example (Ann Bee)", ("Ann Bee",)),
        ("Ann Bee <ann@b.example>", ("Ann Bee",)),
        ("@annbee", ("@annbee",)),
        ([{"name": "Ann Bee"}, "Cid Dee"], ("Ann Bee", "Cid Dee")),
        ("ann", ("ann",)),
        ([{"login": "annbee"}], ()),
        ({"given": "Ann"}, ()),
        ("  Ann   Bee  ", ("Ann Bee",)),
    ],
)
def test_names_of_authors_are_read_in_every_form_of_a_field(
    value: object, expected: tuple[str, ...]
) -> None:
    assert facts.names(value) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ann@b.example (Ann Bee)", "Ann Bee"),
        ("Ann Bee <ann@b.example>", "Ann Bee"),
        ("Ann Bee (ann@b.example)", "Ann Bee"),
        ("Ann Bee", "Ann Bee"),
        ("ann@b.example", ""),
        ("mailto:ann@b.example", ""),
        ("", ""),
        ("<ann@b.example>", ""),
        ('"Bee, Ann" <a@b.example>', "Bee, Ann"),
    ],
)
def test_a_person_is_named_without_the_address_beside_it(said: str, expected: str) -> None:
    assert facts.person(said) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("getting-started.md", "getting started"),
        ("docs/getting_started.md", "getting started"),
        ("2024-09-05-my-title.md", "my title"),
        ("README.md", "README"),
        ("docs/caching/README.md", "caching"),
        ("docs/caching/index.md", "caching"),
        ("a/b/c.txt", "c"),
        ("My Notes.txt", "My Notes"),
        ("API.md", "API"),
        ("v1.2.3.md", "v1.2.3"),
        ("0001-record-decisions.md", "0001 record decisions"),
        ("https://a.example/some-post/", "some post"),
    ],
)
def test_a_file_names_its_text_where_nothing_else_does(path: str, expected: str) -> None:
    assert facts.stem(path) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Overview", True),
        ("overview", True),
        ("Introduction", True),
        ("README", True),
        ("FAQ", True),
        ("Release notes of Kestrel 2.0", False),
        ("Caching", False),
        ("Home", True),
        ("Table of Contents", True),
        ("Frequently Asked Questions", True),
        ("", False),
        ("Details", True),
        ("Notes", True),
        ("How we cut p99", False),
        ("1.2.3", False),
        ("v2", False),
    ],
)
def test_a_title_that_every_site_has_says_nothing(words: str, expected: bool) -> None:
    assert facts.says_nothing(words) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nText", ({"title": "A"}, "Text")),
        (
            "---\ntitle: A\ndate: 2024-03-05\n---\n\nText",
            ({"title": "A", "date": "2024-03-05"}, "\nText"),
        ),
        ('+++\ntitle = "A"\n+++\nText', ({"title": "A"}, "Text")),
        ("Text", ({}, "Text")),
        ("", ({}, "")),
        ("---\n---\nText", ({}, "Text")),
        ("---\ntitle: A\nText", ({}, "---\ntitle: A\nText")),
        ("---\ntitle: [a, b\nother: c\n---\nText", ({"title": "[a, b", "other": "c"}, "Text")),
        ("---\n- a\n- b\n---\nText", ({}, "---\n- a\n- b\n---\nText")),
        ("---\njust words\n---\nText", ({}, "---\njust words\n---\nText")),
        ("---\ntitle: A: B\n---\nText", ({"title": "A: B"}, "Text")),
        ("---\ntags:\n  - x\n  - y\n---\nText", ({"tags": ["x", "y"]}, "Text")),
        ('{"title": "A"}\nText', ({"title": "A"}, "\nText")),
        ('---\ntitle: "A"\n...\nText', ({"title": "A"}, "Text")),
    ],
)
def test_front_matter_is_read_and_the_rest_is_the_text(
    text: str, expected: tuple[dict[str, object], str]
) -> None:
    assert front_matter(text) == expected


@pytest.mark.parametrize(
    ("tag", "before", "inner", "expected"),
    [
        ("sup", "0", "6", "^6"),
        ("sup", "2", "n+1", "^(n+1)"),
        ("sup", "1", "st", "st"),
        ("sub", "O", "2", "2"),
        ("sub", "x", "i", "_i"),
        ("sup", "d", "1", "^1"),
        ("sup", "", "2", "2"),
        ("sup", "2", "nd", "nd"),
        ("sup", "x", "2", "^2"),
        ("sub", "H", "2", "2"),
        ("sup", "m", "TM", "™"),
    ],
)
def test_powers_and_indices_are_told_from_what_they_stand_on(
    tag: str, before: str, inner: str, expected: str
) -> None:
    assert inline.raised(tag, before, inner) == expected


@pytest.mark.parametrize(
    ("count", "kind", "expected"),
    [
        (1, "1", "1"),
        (12, "1", "12"),
        (1, "a", "a"),
        (26, "a", "z"),
        (27, "a", "27"),
        (52, "a", "52"),
        (53, "a", "53"),
        (1, "A", "A"),
        (28, "A", "28"),
        (1, "i", "i"),
        (4, "i", "iv"),
        (9, "i", "ix"),
        (14, "i", "xiv"),
        (40, "i", "40"),
        (90, "i", "90"),
        (1999, "i", "1999"),
        (4, "I", "IV"),
        (400, "I", "400"),
    ],
)
def test_lists_are_counted_in_figures_letters_and_roman_numerals(
    count: int, kind: str, expected: str
) -> None:
    assert layout.written(count, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold** and *it*", "bold and it"),
        ("[link](https://a.example)", "link"),
        ("`code`", "code"),
        ("![alt](a.png)", ""),
        ("a\nb", "a b"),
        ("# not a heading", "# not a heading"),
        ("1. not a list", "1. not a list"),
        ("- not a list", "- not a list"),
        ("> not a quote", "> not a quote"),
        ("<b>x</b>", "x"),
        ("a &amp; b", "a & b"),
        ("&lt;tag&gt;", "<tag>"),
        ("~~gone~~ here", "here"),
        ("[ref][1]", "[ref][1]"),
        ("<https://a.example>", "https://a.example"),
        ("a  b", "a b"),
        ("", ""),
        ("\\*kept\\*", "*kept*"),
        ("**unclosed", "**unclosed"),
        ("[a](b) and [c](d)", "a and c"),
        ("`a*b*c`", "a*b*c"),
        ("<br>", ""),
        ("snake_case_word", "snake_case_word"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a<sup>2</sup>", "a^2"),
    ],
)
def test_inline_marks_are_reduced_to_their_words(text: str, expected: str) -> None:
    assert markdown.plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import X from './x'\n\n# A\n", True),
        ("export const a = 1\n\n# A\n", False),
        ("# A\n\nText", False),
        ("<Note>\n\nText\n\n</Note>\n", False),
        ("import the library first.\n", False),
        ("", False),
        ("Export your data.\n", False),
    ],
)
def test_a_text_is_mdx_when_it_has_what_only_mdx_has(text: str, expected: bool) -> None:
    assert markup.is_mdx(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\n=====\n\nText", "Title\n=====\n\nText"),
        ("Part\n----\n\nText", "Part\n----\n\nText"),
        ("1. Intro\n\nText", "1. Intro\n\nText"),
        ("1.2 Scope\n\nText", "1.2 Scope\n\nText"),
        ("Just text", "Just text"),
        ("* star\n* star", "\\* star\n\\* star"),
        ("# hash", "\\# hash"),
        ("", ""),
        ("a_b_c", "a\\_b\\_c"),
        ("<tag>", "\\<tag\\>"),
        ("A line\nand another", "A line\nand another"),
        ("2024 was a year.\n\nText", "2024 was a year.\n\nText"),
    ],
)
def test_plain_text_has_headings_where_a_reader_sees_them(text: str, expected: str) -> None:
    assert plain.from_text(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("A b.", "a  B", True),
        ("A-b", "a b", True),
        ("It's", "Its", False),
        ("a", "b", False),
        ("1.2", "12", False),
        ("Café", "Cafe", False),
        ("", "", True),
        ("a b c", "a b", False),
        ("“x”", '"x"', True),
        ("ＡＢ", "ab", False),
    ],
)
def test_texts_that_differ_in_case_marks_and_space_are_one(
    one: str, other: str, expected: bool
) -> None:
    assert (duplicates.exact_key(one) == duplicates.exact_key(other)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("How we cut p99", "How We Cut p99!", True),
        ("A", "B", False),
        ("Kestrel 1.2", "Kestrel 1.3", False),
        ("", "", True),
        ("a: b", "a - b", True),
        ("The cache", "A cache", False),
    ],
)
def test_titles_are_one_but_for_case_and_marks(one: str, two: str, expected: bool) -> None:
    assert duplicates.same_title(one, two) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ignore all previous instructions", True),
        ("x", False),
        ("a8f3e2b1", False),
        ("Hello there friend", False),
        ("1234567890", False),
        ("", False),
        ("the quick brown fox jumps", True),
        ("%PDF-1.4 obj", False),
        ("QUJD", False),
        ("SELECT * FROM t", False),
        ("\x00\x01\x02", False),
        ("don't do this now", True),
    ],
)
def test_coded_words_count_where_they_are_prose(words: str, expected: bool) -> None:
    assert disguises.is_prose(words) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", "md"),
        ("a.MD", "md"),
        ("a.tar.gz", "gz"),
        ("a.html.j2", "html"),
        ("README", ""),
        ("a.", ""),
        ("a.b/c", ""),
        ("a.html.erb", "html"),
        ("x.json.tmpl", "json"),
        ("a b.PDF", "pdf"),
    ],
)
def test_a_suffix_tells_what_a_file_holds(name: str, expected: str) -> None:
    assert formats.suffix_of(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\u200bb", "ab"),
        ("\ufeffa", "a"),
        ("a\xadb", "ab"),
        ("é", "é"),
        ("a\x00b", "ab"),
        ("a\tb", "a\tb"),
        ("a\u2028b", "a\nb"),
        ("", ""),
        ("a\u202eb", "ab"),
        ("x\xa0y", "x\xa0y"),
        ("a\x0cb", "a\nb"),
        ("\u200fa", "a"),
    ],
)
def test_unseen_characters_go_and_line_breaks_are_one(text: str, expected: str) -> None:
    assert normalise(text, Counter()) == expected
