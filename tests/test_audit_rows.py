"""What the audit finds on a page, fragment by fragment: beside a sound page, the rules it breaks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import html

from pipeline.audit import alt, feeds, jsonld, links
from pipeline.audit.facts import Facts, json_of
from pipeline.audit.page import see_page
from pipeline.newsroom.config import load_desk

ROOT = Path(__file__).parent.parent
BODY = "<h1>Title</h1><p>Words.</p>"


@cache
def broken(body: str, head: str) -> frozenset[str]:
    """The rules of a page with this body and this in its head."""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Title</title>'
        f'<meta name="viewport" content="width=device-width">{head}</head>'
        f"<body><main>{body}</main></body></html>"
    )
    found = see_page(
        "x/index.html", text.encode(), ROOT / "site", load_desk(ROOT / "briefs" / "desk.toml")
    )
    return frozenset(one["rule"] for one in found.findings)


def added(body: str = "", head: str = "") -> list[str]:
    """The rules that a fragment breaks and the sound page does not."""
    return sorted(broken(BODY + body, head) - broken(BODY, ""))


def of_picture(fragment: str) -> list[str]:
    """The rules that a picture's words break."""
    facts = Facts()
    alt.see(html.document_fromstring(f"<html><body>{fragment}</body></html>"), facts)
    return [one["rule"] for one in facts.findings]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Sound.</p>", []),
        ('<img src="a.png" alt="A cat on a mat">', []),
        ('<img src="a.png">', ["alt-missing"]),
        ('<img src="a.png" alt="">', ["alt-empty"]),
        ('<img src="a.png" alt="image">', ["alt-placeholder"]),
        ('<img src="a.png" alt="a.png">', ["alt-file-name"]),
        ('<img src="https://cdn.example/a.png" alt="A cat on a mat">', ["assets-off-site"]),
        ('<script src="https://cdn.example/a.js"></script>', ["assets-off-site"]),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', ["assets-off-site"]),
        ('<iframe src="https://a.example/"></iframe>', ["assets-off-site"]),
        ('<p id="a">A</p><p id="a">B</p>', ["links-id-twice"]),
        ('<p id="a">A</p><p id="b">B</p>', []),
        ("<h1>Second</h1>", ["page-heading"]),
        ("<h2>Part</h2><h3>Sub</h3>", []),
        ('<a href="https://a.example/">A</a>', []),
        ('<a href="javascript:alert(1)">A</a>', ["links-scheme"]),
        ('<a href="file:///home/ann/x">A</a>', ["assets-machine-path", "links-scheme"]),
        ('<div style="background:url(https://cdn.example/a.png)">A</div>', ["assets-off-site"]),
        ('<div style="color:red">A</div>', []),
        ("<button>Go</button>", []),
        ('<label>Name <input type="text"></label>', []),
        ("<table><tr><td>1</td></tr></table>", []),
        ('<video src="a.mp4"></video>', []),
        ('<svg role="img"><title>T</title></svg>', []),
        ('<svg role="img"></svg>', ["alt-svg"]),
        ('<a href="mailto:a@b.example">A</a>', []),
        ('<img src="data:image/png;base64,AAAA" alt="A dot of red">', []),
    ],
)
def test_a_fragment_of_a_page_is_told_by_the_rule_it_breaks(body: str, expected: list[str]) -> None:
    assert added(body) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="stylesheet" href="a.css">', []),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', ["assets-off-site"]),
        ('<script src="a.js"></script>', []),
        (
            '<script type="application/ld+json">{"@context": "https://schema.org"</script>',
            ["jsonld-syntax"],
        ),
        (
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "WebPage", "name": "x"}</script>',
            ["jsonld-profile", "jsonld-required"],
        ),
        ('<link rel="preconnect" href="https://cdn.example">', ["assets-off-site"]),
        ("<style>@import url(https://cdn.example/a.css);</style>", ["assets-off-site"]),
        ("<style>p{color:red}</style>", []),
        ('<link rel="icon" href="https://cdn.example/i.png">', ["assets-off-site"]),
        ('<script type="module" src="https://cdn.example/m.js"></script>', ["assets-off-site"]),
    ],
)
def test_what_stands_in_a_head_is_told_by_the_rule_it_breaks(
    head: str, expected: list[str]
) -> None:
    assert added(head=head) == expected


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<img src="a.png" alt="A cat on a mat">', []),
        ('<img src="a.png">', ["alt-missing"]),
        ('<img src="a.png" alt="">', ["alt-empty"]),
        ('<img src="a.png" alt=" ">', ["alt-empty"]),
        ('<img src="a.png" alt="" role="presentation">', []),
        ('<img src="a.png" alt="" aria-hidden="true">', []),
        ('<img src="a.png" alt="image">', ["alt-placeholder"]),
        ('<img src="a.png" alt="Image of a cat">', ["alt-image-of"]),
        ('<img src="a.png" alt="Photo">', ["alt-placeholder"]),
        ('<img src="a.png" alt="a.png">', ["alt-file-name"]),
        ('<img src="shots/cat-mat.png" alt="cat-mat">', ["alt-file-name"]),
        ('<img src="a.png" alt="IMG_1234">', ["alt-file-name"]),
        ('<img src="a.png" alt="screenshot">', ["alt-placeholder"]),
        ('<img src="a.png" alt="Screenshot of the dashboard with p99 at 4 ms">', []),
        ('<img src="a.png" alt="x">', ["alt-short"]),
        ('<img src="a.png" alt="Graph">', ["alt-short"]),
        ('<a href="/x"><img src="a.png" alt=""></a>', ["alt-empty", "alt-link"]),
        (
            '<figure><img src="a.png" alt="A cat on a mat"><figcaption>A cat on a mat</figcaption></figure>',
            ["alt-caption"],
        ),
        (
            '<figure><img src="a.png" alt=""><figcaption>A cat on a mat</figcaption></figure>',
            ["alt-empty"],
        ),
        ('<svg role="img"><title>A cat</title></svg>', []),
        ('<svg role="img" aria-label="A cat"></svg>', []),
        ('<svg role="img"></svg>', ["alt-svg"]),
        ('<svg aria-hidden="true"></svg>', []),
        ('<input type="image" src="a.png" alt="Go">', ["alt-short"]),
        ('<input type="image" src="a.png">', ["alt-missing"]),
        ("<p>No picture.</p>", []),
        ('<img src="a.png" alt="TODO">', ["alt-placeholder"]),
        ('<img src="a.png" alt="picture1.jpg">', ["alt-file-name"]),
        (
            '<img src="a.png" alt="A long description. A long description. A long description. A long description. A long description. A long description. A long description. A long description. A long description. ">',
            ["alt-long"],
        ),
    ],
)
def test_a_picture_is_told_by_the_words_it_has(fragment: str, expected: list[str]) -> None:
    assert of_picture(fragment) == expected


PLACES = frozenset(("a", "ä", "a b", "limits-1", "%41", "Über"))


@pytest.mark.parametrize(
    ("fragment", "leads"),
    [
        ("", True), ("top", True), ("TOP", True), ("%74op", True), ("top:~:text=x", True), ("a", True), ("b", False),
        ("%61", True), ("%C3%A4", True), ("%C3%9Cber", True), ("a%20b", True), ("%2541", True), ("a:~:text=Top,b", True),
        (":~:text=a", True), ("b:~:text=x", False), ("%E4", False), ("Limits-1", False), ("a%", False),
    ],
)  # fmt: skip
def test_a_fragment_leads_where_the_standard_has_it_lead(fragment: str, leads: bool) -> None:
    assert links._leads(fragment, PLACES) is leads


SIX = "2026-11-02T06:00:00+00:00"


@pytest.mark.parametrize(
    ("changed", "published", "before"),
    [
        ("2026-11-01T23:30:00-07:00", SIX, False), ("2026-11-01T22:30:00-07:00", SIX, True), ("2026-11-02T06:00:00Z", SIX, False),
        ("2026-11-02T05:59:59.999Z", SIX, True), ("2026-11-02T11:30:00+05:30", SIX, False), ("2026-11-02T11:29:00+05:30", SIX, True),
        ("2026-11-02T06:00:00-00:00", SIX, False), ("20261102T060000Z", SIX, False), ("2026-11-02", "2026-11-02", False),
        ("2026-11-02", SIX, False), ("2026-11-01", SIX, True), ("2026-11-02T00:00:00+14:00", "2026-11-02", False),
        ("9999-12-31T23:59:59-23:59", SIX, False), ("0001-01-01T00:00:00+23:59", SIX, True), ("soon", SIX, False),
        (None, SIX, False), (5, SIX, False), ("2026-11-02T23:59:60Z", SIX, False),
    ],
)  # fmt: skip
def test_a_change_is_before_its_publication_as_moments_are(
    changed: object, published: object, before: bool
) -> None:
    assert jsonld._before(changed, published) is before


@pytest.mark.parametrize(
    ("content", "relative"),
    [
        ("<a href='x'>", True), ("<img alt='a' src=\"/x\">", True), ("<a href='#x'>", True), ("<a title='a > b' href='x'>", True),
        ("<a href='https://a'>", False), ("<a title='href=x' href='https://a'>", False), ("&lt;img src='x'&gt;", False),
        ("<code>&lt;a href='x'&gt;</code>", False),
    ],
)  # fmt: skip
def test_an_address_of_a_feed_is_relative_where_a_reader_sees_it_so(
    content: str, relative: bool
) -> None:
    assert (feeds.RELATIVE.search(content) is not None) is relative


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 10_000, "", "{"])
def test_a_file_that_no_parser_ends_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        json_of(text)
