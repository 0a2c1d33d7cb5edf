"""What a feed carries of a page, and how its words are written for readers of feeds, row by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree, html

from pipeline.publish import feeds

URL = "https://d.example/briefs/x/"


def content(body: str) -> str:
    page = html.document_fromstring(f"<article class='prose'>{body}</article>")
    return feeds.content_of(page, URL)


def changed(markup: str, change: Callable[[etree._Element], None]) -> list[tuple[str, str, str]]:
    """Name, text and type of the elements that hold words, after a change of the feed."""
    tree = etree.fromstring(f'<feed xmlns="{feeds.ATOM}">{markup}</feed>')
    change(tree)
    named = [(etree.QName(one).localname, one) for one in tree.iter()]
    held = {"title", "summary", "subtitle", "updated"}
    return [(name, one.text or "", one.get("type") or "") for name, one in named if name in held]


def entries(*times: str) -> str:
    return "".join(f"<entry><updated>{one}</updated></entry>" for one in times)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p>", "<p>One.</p>"),
        ('<h1>Title</h1><h2 id="a">Head</h2>', "<h2>Head</h2>"),
        ('<p class="x" style="y">One.</p>', "<p>One.</p>"),
        (
            '<p>See <a href="../y/" class="z">it</a>.</p>',
            '<p>See <a href="https://d.example/briefs/y/">it</a>.</p>',
        ),
        (
            '<p>See <a href="https://a.example/">it</a>.</p>',
            '<p>See <a href="https://a.example/">it</a>.</p>',
        ),
        (
            '<p><img src="a.png" alt="A cat" loading="lazy"></p>',
            '<p><img src="https://d.example/briefs/x/a.png" alt="A cat"></p>',
        ),
        ('<p>One <span class="x">word</span> here.</p>', "<p>One word here.</p>"),
        ("<p>One<!-- no --> two.</p>", "<p>One two.</p>"),
        ("<p>One</p><script>x()</script><p>two</p>", "<p>One</p><p>two</p>"),
        ("<p>One</p><style>a{}</style>", "<p>One</p>"),
        (
            '<details class="context"><summary>More</summary>Words</details><p>One.</p>',
            "<p>One.</p>",
        ),
        ('<p>True.<a class="back" href="#1">back</a></p>', "<p>True.</p>"),
        (
            "<svg><desc>A chart that rises.</desc><path/></svg> after",
            "<p>A chart that rises.</p> after",
        ),
        ("<svg><path/></svg>", "<p></p>"),
        (
            '<ol><li value="3">Three</li><li value="7">Seven</li></ol>',
            "<ul><li>[Source 3] Three</li><li>[Source 7] Seven</li></ul>",
        ),
        ("<ol><li>One</li></ol>", "<ol><li>One</li></ol>"),
        ('<blockquote cite="x"><p>One.</p></blockquote>', "<blockquote><p>One.</p></blockquote>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("loose &lt;words&gt;", "loose &lt;words&gt;"),
        ("<pre><code>x &lt; 1</code></pre>", "<pre><code>x &lt; 1</code></pre>"),
        ("<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td></tr></table>"),
        ("<p>A <mark>marked</mark> word.</p>", "<p>A marked word.</p>"),
        ("<form><input></form><p>One.</p>", "<p>One.</p>"),
        ('<p onclick="x()">One.</p>', "<p>One.</p>"),
        ("<p>\x0bbad</p>", "<p>bad</p>"),
    ],
)
def test_a_feed_carries_plain_elements_with_absolute_addresses(markup: str, expected: str) -> None:
    assert content(markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\x00b\x1fc", "abc"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_controls_that_xml_cannot_hold_are_left_out(text: str, expected: str) -> None:
    assert feeds._words(text) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<title>Plain</title>", [("title", "Plain", "")]),
        ("<title>a &lt;b&gt; c</title>", [("title", "a &lt;b&gt; c", "html")]),
        ("<subtitle>R&amp;D</subtitle>", [("subtitle", "R&amp;D", "html")]),
        ("<entry><summary>x &lt; y</summary></entry>", [("summary", "x &lt; y", "html")]),
    ],
)
def test_words_with_signs_of_markup_are_given_as_html(
    markup: str, expected: list[tuple[str, str, str]]
) -> None:
    assert changed(markup, feeds._as_html) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<title>R&amp;D</title>", b"<title>R&#x26;D</title>"),
        (b"<title>a &lt; b</title>", b"<title>a &#x3C; b</title>"),
        (b"<link>https://a.example/?x&amp;y</link>", b"<link>https://a.example/?x&amp;y</link>"),
        (b"<title>Plain</title>", b"<title>Plain</title>"),
    ],
)
def test_signs_of_markup_in_plain_words_are_references_in_hexadecimal(
    data: bytes, expected: bytes
) -> None:
    assert feeds._in_hex(data) == expected


SIX, SEVEN = "2026-11-20T06:00:00", "2026-11-20T07:00:00"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((f"{SIX}Z", f"{SEVEN}Z"), [f"{SIX}Z", f"{SEVEN}Z"]),
        ((f"{SIX}Z", f"{SIX}Z"), [f"{SIX}Z", f"{SIX}.0Z"]),
        ((f"{SIX}Z", f"{SIX}Z", f"{SIX}Z"), [f"{SIX}Z", f"{SIX}.0Z", f"{SIX}.00Z"]),
        ((f"{SIX}+00:00", f"{SIX}+00:00"), [f"{SIX}+00:00", f"{SIX}.0+00:00"]),
        ((), []),
    ],
)
def test_entries_of_one_second_have_one_moment_in_two_spellings(
    times: tuple[str, ...], expected: list[str]
) -> None:
    assert [text for _, text, _ in changed(entries(*times), feeds._distinct)] == expected


def test_an_entry_without_a_time_is_left_as_it_is() -> None:
    assert changed("<entry></entry>" * 2, feeds._distinct) == []
