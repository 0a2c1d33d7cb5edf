"""Feeds: what an entry is called, where it stands, who wrote it and when, as the feed says it."""

from __future__ import annotations

import json

import pytest

from pipeline.ingest.identity import document_id
from pipeline.ingest.readers import feeds
from pipeline.ingest.reading import Input, Read

BODY = "<p>" + "A sentence of the entry that says something plain. " * 12 + "</p>"


def rss(
    items: str,
    channel: str = "<link>https://notes.example/blog/</link>",
    root: str = "",
    **known: str,
) -> Read:
    feed = f'<?xml version="1.0"?><rss version="2.0" {root}><channel><title>F</title>{channel}{items}</channel></rss>'
    return feeds.read(Input("f.xml", feed.encode(), "xml", **known))


def item(inside: str, body: str = BODY) -> str:
    return f"<item>{inside}<description><![CDATA[{body}]]></description></item>"


def atom(entry: str) -> Read:
    feed = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>urn:f</id>'
        f"<updated>2026-11-02T00:00:00Z</updated><entry><id>urn:1</id><updated>2026-11-02T00:00:00Z</updated>{entry}</entry></feed>"
    )
    return feeds.read(Input("f.atom", feed.encode(), "atom"))


def json_feed(*items: dict[str, object], **feed: object) -> Read:
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "F",
        "items": list(items),
        **feed,
    }
    return feeds.read(Input("f.json", json.dumps(made).encode(), "json"))


def test_two_entries_at_one_address_are_two_documents() -> None:
    link = "<link>https://notes.example/changelog</link>"
    (one, two), refused = rss(
        item(f'<title>One</title>{link}<guid isPermaLink="false">n1</guid>')
        + item(f'<title>Two</title>{link}<guid isPermaLink="false">n2</guid>')
    )
    assert refused == () and one.url == two.url and one.path != two.path
    ids = {document_id("s", entry.path, entry.url, entry.key) for entry in (one, two)}
    assert len(ids) == 2


def test_a_guid_that_is_the_address_is_no_other_identity() -> None:
    (one,), _ = rss(
        item("<title>One</title><link>https://n.example/a</link><guid>https://n.example/a</guid>")
    )
    assert one.key == ""


@pytest.mark.parametrize(
    ("items", "known", "url"),
    [
        (item("<title>T</title><link>/2026/a</link>"), {}, "https://notes.example/2026/a"),
        (item("<title>T</title><link>a</link>"), {}, "https://notes.example/blog/a"),
        (item("<title>T</title><link>/a</link>"), {"url": "https://feeds.example/f.xml"}, "https://feeds.example/a"),
        (item("<title>T</title><link>https://o.example/a</link>"), {}, "https://o.example/a"),
    ],
    ids=["channel", "channel folder", "feed", "absolute"],
)  # fmt: skip
def test_a_relative_address_is_joined(items: str, known: dict[str, str], url: str) -> None:
    (one,), _ = rss(items, **known)
    assert one.url == url


def test_a_relative_address_is_joined_with_its_base() -> None:
    (one,), _ = rss(
        item("<title>T</title><link>a</link>"), root='xml:base="https://base.example/x/"'
    )
    assert one.url == "https://base.example/x/a"


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Why __init__ and *args are slow in C# 14", "Why __init__ and *args are slow in C# 14"),
        ("3) Caches #limits", "3) Caches #limits"),
        ("Vec&lt;T&gt; and the borrow", "Vec<T> and the borrow"),
        ("Caches &amp;amp; queues", "Caches & queues"),
        ("&lt;b&gt;Caches&lt;/b&gt; again", "Caches again"),
        ("# of nodes", "# of nodes"),
    ],
)
def test_a_title_is_what_the_feed_calls_the_entry(title: str, read: str) -> None:
    (one,), _ = rss(item(f"<title>{title}</title><link>https://n.example/a</link>"))
    assert one.title == read


def test_text_that_is_called_text_is_text() -> None:
    words = "The buffer is a Vec&lt;u8&gt; now, and --limit=&lt;seconds&gt; must be set. " * 8
    (one,), _ = atom(
        f'<title type="text">a &lt;b&gt; c</title><content type="text">{words}</content>'
    )
    assert "The buffer is a Vec<u8> now, and --limit=<seconds> must be set." in one.text
    assert one.title == "a <b> c"


@pytest.mark.parametrize(
    ("author", "read"),
    [
        ("<author>ann@builds.cloud (Ann Bee)</author>", ("Ann Bee",)),
        ("<author>Ann Bee &lt;ann@builds.cloud&gt;</author>", ("Ann Bee",)),
        ("<author>ann@builds.cloud</author>", ()),
        (
            '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ann Bee</dc:creator>',
            ("Ann Bee",),
        ),
    ],
)
def test_an_author_is_a_name(author: str, read: tuple[str, ...]) -> None:
    (one,), _ = rss(item(f"<title>T</title><link>https://n.example/a</link>{author}"))
    assert one.authors == read


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("1793696400", "2026-11-03T09:00:00+00:00"),
        ("Tue, 03 Nov 2026 09:00:00 CET", "2026-11-03T08:00:00+00:00"),
        ("0001-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("3 November 2026", "2026-11-03T00:00:00+00:00"),
        ("soon", None),
    ],
)
def test_a_feed_dates_its_entries_by_the_one_rule(day: str, read: str | None) -> None:
    (one,), _ = rss(
        item(f"<title>T</title><link>https://n.example/a</link><pubDate>{day}</pubDate>")
    )
    assert (one.published, one.published_from) == (read, "feed" if read else "undated")


def test_a_json_feed_is_read() -> None:
    (one, two), refused = json_feed(
        {"id": "1", "url": "/a", "title": "Cache *index*", "content_html": BODY,
         "date_published": "2026-11-02T00:00:00Z", "authors": [{"name": "Ann Bee"}]},
        {"id": 2, "title": "Plain", "content_text": "A Vec<u8> it is.\n\nAnd more."},
        {"id": "3", "title": "Teaser", "summary": "A few words."}, "none",
        home_page_url="https://notes.example/",
    )  # fmt: skip
    assert (one.title, one.url, one.authors) == (
        "Cache *index*",
        "https://notes.example/a",
        ("Ann Bee",),
    )
    assert one.published == "2026-11-02T00:00:00+00:00"
    assert (two.text, two.path) == ("A Vec<u8> it is.\n\nAnd more.", "f.json#2")
    assert [row.reason for row in refused] == [
        "entry has only a summary of 3 words",
        "1 of its items are no objects",
    ]


def test_something_else_in_json_is_no_feed() -> None:
    taken, refused = feeds.read(Input("f.json", b'{"a": 1}', "json"))
    assert (taken, "is not a feed" in refused[0].reason) == ((), True)


def test_a_feed_of_summaries_says_what_to_do() -> None:
    taken, refused = rss(item("<title>T</title><link>https://n.example/a</link>", "Only a teaser."))
    assert taken == () and "follow = true" in refused[-1].reason


@pytest.mark.parametrize("data", [b"", b" \n", b"\x00"])
def test_a_feed_without_a_word_is_refused_as_no_feed(data: bytes) -> None:
    taken, (refusal,) = feeds.read(Input("f.xml", data, "xml"))
    assert not taken
    assert refusal.reason.startswith("is not a feed")
