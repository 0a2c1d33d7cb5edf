"""Feeds as the W3C validator would judge them: none of ours has a fault, every planted one is found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from feed_form import canonical, faults
from lxml import etree, html

from pipeline import publish
from pipeline.audit import audit
from pipeline.newsroom.config import Newsroom
from pipeline.publish.feeds import content_of
from pipeline.records import Correction
from pipeline.render import render_all

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = (
    "Brackets ] and ) and ( and [",
    "<script>alert(1)</script> & <b>co</b>",
    "عنوان من اليمين إلى اليسار",
    "long " * 60,
    "S&P500 &amp; AT&T, &copy; and ]]> at once",
    "A lost \ufffd letter and a \x85 control",
)
POST = """---
title: Notes & <em>queries</em>
date: 2026-11-1{n}T08:00:00+05:45
author: R&D &lt;team
---

Text with <kbd>Ctrl</kbd>, <mark>marks</mark> and a note[^1].

<details><summary>More</summary><p style="color: red" data-x="y">Inside.</p></details>

| a | b |
|---|--:|
| 1 | 2 |

- [ ] one
- two, H<sub>2</sub>O and <button type="button">press</button>

```python
print("<&>")
```

[^1]: A note.
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Briefs with the worst titles, corrected and retracted at one second, and posts of one time."""
    root = tmp_path_factory.mktemp("feeds")
    days = [f"2026-11-{10 + at}" for at in range(len(TITLES))]
    made = newsdesk.newsroom(root, ())
    note = Correction("2026-11-22T09:00:00+00:00", "correction", "It said <b>ten</b> & meant two.")
    for at, (day, title) in enumerate(zip(days, TITLES, strict=True)):
        notes = (note,) if at < 2 else (replace(note, kind="retraction"),) if at == 2 else ()
        newsdesk.keep(
            root,
            replace(newsdesk.brief(day, turn=at, title=title), corrections=notes),
            newsdesk.evidence(day, turn=at),
        )
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "one.md").write_text(POST.replace("{n}", "2"))
    (posts / "two.md").write_text(POST.replace("{n}", "2"))
    render_all(made)
    publish.build_site(made, audit=audit)
    yield made


def found(data: str | bytes) -> set[str]:
    return {rule for rule, _, _ in faults(data.encode() if isinstance(data, str) else data)}


def test_no_feed_of_difficult_pages_has_a_fault(room: Newsroom) -> None:
    names = ["feed.xml", "atom.xml", *(f"feeds/{one.id}{end}" for one in room.desk.domains for end in (".xml", ".atom"))]  # fmt: skip
    assert {name: list(faults((room.site / name).read_bytes())) for name in names} == {
        name: [] for name in names
    }


def test_feeds_of_an_empty_newsroom_have_no_fault(tmp_path: Path) -> None:
    empty = newsdesk.newsroom(tmp_path, ())
    render_all(empty)
    publish.build_site(empty, audit=audit)
    for name in ("feed.xml", "atom.xml", "feeds/security.xml", "feeds/security.atom"):
        data = (empty.site / name).read_bytes()
        assert not list(faults(data)) and b"1970" not in data


def test_all_forms_show_the_same_words_of_a_title(room: Newsroom) -> None:
    channel = etree.fromstring((room.site / "feed.xml").read_bytes())
    feed = etree.fromstring((room.site / "atom.xml").read_bytes())
    rss = [one.findtext("title") for one in channel.iter("item")]
    atom = [one.find(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")]
    shown = [
        html.fromstring(f"<p>{one.text}</p>").text_content()
        if one.get("type") == "html"
        else one.text
        for one in atom
    ]
    told = [one["title"] for one in json.loads((room.site / "feed.json").read_bytes())["items"]]
    assert shown == told and [one.replace("< /", "</") for one in rss] == told
    assert "Retracted: عنوان من اليمين إلى اليسار" in told


def test_entries_of_one_moment_are_told_apart_and_stay_true(room: Newsroom) -> None:
    feed = etree.fromstring((room.site / "atom.xml").read_bytes())
    times = [one.findtext(f"{ATOM}updated") for one in feed.iter(f"{ATOM}entry")]
    assert len(set(times)) == len(times)
    assert sum(time.startswith("2026-11-22T09:00:00") for time in times) == 3
    assert {re.sub(r"\.0+", "", time) for time in times if "09:00" in time} == {
        "2026-11-22T09:00:00+00:00"
    }


def test_rss_tells_its_dates_in_utc(room: Newsroom) -> None:
    assert "<pubDate>Thu, 12 Nov 2026 02:15:00 +0000</pubDate>" in (
        room.site / "feed.xml"
    ).read_text("utf-8")


def test_the_text_of_a_feed_is_plain_and_keeps_its_words() -> None:
    page = html.document_fromstring(
        "<article class='prose'>1 &lt; 2 <h1>No</h1><p class=x data-a=b>One <mark>two</mark> "
        "<a href='../x/' target=_blank onclick='y()'>three</a><iframe src=z>no</iframe></p>"
        "<section><table><caption>Four</caption><tr><td colspan=2 style='x:y'>five</td></tr></table>"
        "</section><!-- no --></article>"
    )
    text = content_of(page, "https://dateline.example/briefs/x/")
    assert text == (
        '1 &lt; 2 <p>One two <a href="https://dateline.example/briefs/x/">three</a></p>'
        '<table><caption>Four</caption><tr><td colspan="2">five</td></tr></table>'
    )


RSS: dict[str, tuple[Callable[[str], str], str]] = {
    "no language": (lambda s: re.sub("<language>.*?</language>", "", s), "feeds-form"),
    "no link to itself": (lambda s: s.replace('rel="self"', 'rel="alternate"', 1), "feeds-form"),
    "itself of another type": (lambda s: s.replace('type="application/rss+xml"', 'type="text/xml"', 1), "feeds-form"),
    "an unregistered relation": (lambda s: s.replace('rel="self"', 'rel="homepage"', 1), "feeds-form"),
    "an unknown element": (lambda s: s.replace("<item>", "<item><rating>5</rating>", 1), "feeds-form"),
    "an unknown namespace": (lambda s: s.replace("<rss ", '<rss xmlns:x="https://x.example/" ', 1), "feeds-form"),
    "an unknown attribute": (lambda s: s.replace("<channel>", '<channel lang="en">', 1), "feeds-form"),
    "an author beside the creator": (lambda s: s.replace("<item>", "<item><author>a@b.example</author>", 1), "feeds-form"),
    "two titles": (lambda s: s.replace("<item>", "<item><title>Two</title>", 1), "feeds-form"),
    "an item without guid": (lambda s: re.sub("<guid.*?</guid>", "", s, count=1), "feeds-form"),
    "a guid twice": (lambda s: re.sub(r"(<guid[^>]*>)[^<]*", r"\1https://dateline.example/", s), "feeds-id"),
    "a guid that says yes": (lambda s: s.replace('isPermaLink="true"', 'isPermaLink="yes"', 1), "feeds-form"),
    "metadata after the items": (lambda s: s.replace("</channel>", "<category>Late</category></channel>"), "feeds-form"),
    "the text before its description": (lambda s: re.sub(r"(<description>[^<]*</description>)(\s*)(<content:encoded>.*?</content:encoded>)", r"\3\2\1", s.replace("<description>A daily", "<description >A daily"), count=1, flags=re.S), "feeds-form"),
    "another weekday": (lambda s: s.replace("<pubDate>Sun,", "<pubDate>Mon,", 1), "feeds-time"),
    "an odd zone": (lambda s: s.replace("+0000</pubDate>", "+0545</pubDate>", 1), "feeds-time"),
    "a date of long ago": (lambda s: re.sub("<lastBuildDate>.*?<", "<lastBuildDate>Thu, 01 Jan 1970 00:00:00 +0000<", s), "feeds-time"),
    "a relative link": (lambda s: s.replace("<link>https://dateline.example/briefs", "<link>/briefs", 1), "feeds-address"),
    "a space in a link": (lambda s: s.replace("<link>https://dateline.example/briefs/", "<link>https://dateline.example/ briefs/", 1), "feeds-address"),
    "markup in a title": (lambda s: s.replace("<item>\n      <title>", "<item>\n      <title>&#x3C;b>x&#x3C;/b> ", 1), "feeds-text"),
    "a named reference in a title": (lambda s: s.replace("<item>\n      <title>", "<item>\n      <title>Q &amp; A ", 1), "feeds-text"),
    "an empty title": (lambda s: re.sub(r"(<item>\s*<title>)[^<]*", r"\1", s, count=1), "feeds-text"),
    "a lost letter": (lambda s: s.replace("<item>\n      <title>", "<item>\n      <title>\ufffd", 1), "feeds-text"),
    "a script in the text": (lambda s: s.replace("<![CDATA[", "<![CDATA[<script>x</script>", 1), "feeds-markup"),
    "a frame in the text": (lambda s: s.replace("<![CDATA[", "<![CDATA[<iframe src='https://x.example/'></iframe>", 1), "feeds-markup"),
    "an aria attribute in the text": (lambda s: s.replace("<p>", "<p aria-label='x'>", 1), "feeds-markup"),
    "a style in the text": (lambda s: s.replace("<p>", "<p style='position: fixed'>", 1), "feeds-markup"),
    "an unclosed paragraph": (lambda s: s.replace("</p>", "</div>", 1), "feeds-markup"),
    "markup in the description": (lambda s: re.sub(r"(<item>.*?<description>)", r"\1&lt;b&gt;", s, count=1, flags=re.S), "feeds-markup"),
}  # fmt: skip

XML: dict[str, tuple[Callable[[str], str], str]] = {
    "no id": (lambda s: re.sub("<id>.*?</id>", "", s, count=1), "feeds-form"),
    "no update": (lambda s: re.sub("<updated>.*?</updated>", "", s, count=1), "feeds-form"),
    "an entry without author": (lambda s: re.sub(r"(<entry>.*?)<author>.*?</author>", r"\1", s, count=1, flags=re.S), "feeds-form"),
    "no link to itself": (lambda s: s.replace('rel="self"', 'rel="alternate"', 1), "feeds-form"),
    "two alternates of a type": (lambda s: s.replace("<generator>", '<link href="https://x.example/" rel="alternate" type="text/html"/><generator>', 1), "feeds-form"),
    "an id that is not canonical": (lambda s: s.replace("<id>https://dateline.example/briefs", "<id>https://Dateline.example:443/briefs", 1), "feeds-address"),
    "a date without zone": (lambda s: s.replace("+00:00</published>", "</published>", 1), "feeds-time"),
    "two entries of one time": (lambda s: re.sub(r"<updated>[^<]*", "<updated>2026-11-20T06:00:00+00:00", s), "feeds-id"),
    "an id twice": (lambda s: re.sub(r"(<entry>\s*<id>)[^<]*", r"\1https://dateline.example/", s), "feeds-id"),
    "undeclared markup": (lambda s: re.sub(r"(<entry>.*?<title)[^>]*>", r"\1>&lt;i>x&lt;/i>", s, count=1, flags=re.S), "feeds-text"),
    "an undeclared reference": (lambda s: re.sub(r"(<entry>.*?<title)[^>]*>", r"\1>&amp;copy; ", s, count=1, flags=re.S), "feeds-text"),
    "content of another type": (lambda s: s.replace('<content type="html">', '<content type="text/plain">', 1), "feeds-form"),
    "a category without term": (lambda s: re.sub(r'term="[^"]*"', 'term=""', s, count=1), "feeds-form"),
    "an empty summary": (lambda s: re.sub(r"<summary[^>]*>[^<]*", "<summary>", s, count=1), "feeds-text"),
    "feed facts after an entry": (lambda s: s.replace("</feed>", "<generator>late</generator></feed>"), "feeds-form"),
    "another vocabulary": (lambda s: s.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"), "feeds-form"),
}  # fmt: skip


@pytest.mark.parametrize("name", RSS)
def test_every_fault_planted_in_rss_is_found(room: Newsroom, name: str) -> None:
    before = (room.site / "feed.xml").read_text("utf-8")
    after = RSS[name][0](before)
    assert after != before, "the fault was not planted"
    assert RSS[name][1] in found(after)


@pytest.mark.parametrize("name", XML)
def test_every_fault_planted_in_atom_is_found(room: Newsroom, name: str) -> None:
    before = (room.site / "atom.xml").read_text("utf-8")
    after = XML[name][0](before)
    assert after != before, "the fault was not planted"
    assert XML[name][1] in found(after)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("https://a.example/b/", "https://a.example/b/"),
        ("HTTPS://A.example:443/b/../c/./", "https://a.example/c/"),
        ("http://a.example:80", "http://a.example/"),
        ("https://a.example/%7eb/%c3%a9?q=%20#x", "https://a.example/~b/%C3%A9?q=%20#x"),
    ],
)
def test_an_address_has_one_canonical_form(written: str, wanted: str) -> None:
    assert canonical(written) == wanted
