"""A post's citations lead to their entries and back, and every form of the page says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import newsdesk
import pytest
from checks import each
from lxml import html

from pipeline import publish
from pipeline.audit import audit
from pipeline.errors import RecordError
from pipeline.newsroom.config import Newsroom
from pipeline.pages.references import listed, unanswered
from pipeline.render import render_all

POST = """---
title: Waiting is memory
date: 2026-11-12
format: pattern
description: What waits, costs.
---

A queue holds what waits [Source 3]. **Two say so** [Source 3] [Source 7]. `[Source 3]` is code.

> Half of it was cache. [Source 7]

> “A queue holds
> what &lt;waits&gt;.” [Source 3]

| What | Where |
|---|---|
| cache | [Source 7] |

```
[Source 99]
```

## Sources

3. Cache Quarterly: [What the &lt;key&gt; costs](https://ai-ml.example/a?b=1&c=2)
7. A book without an address
12. Tail Letters: [Hedged *requests*](https://system-design.example/hedged)
"""
EVIDENCE = [
    {"n": 3, "source_id": "c", "source_title": "Cache Quarterly", "title": "x", "url": "https://ai-ml.example/a",
     "published": "2026-10-02", "text": "It was so. A queue holds\nwhat <waits>. And then it grows."},
]  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    root = tmp_path_factory.mktemp("cites")
    made = newsdesk.built(root, ("2026-11-19",))
    posts = root / "content" / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    (posts / "waiting.md").write_text(POST + "\nLast, [Source 12] once.\n")
    (posts / "waiting.evidence.json").write_text(json.dumps(EVIDENCE))
    render_all(made)
    publish.build_site(made, audit=audit)
    yield made


@pytest.fixture
def tree(room: Newsroom) -> html.HtmlElement:
    return html.document_fromstring((room.site / "posts/waiting/index.html").read_bytes())


def test_every_citation_of_a_post_leads_to_its_entry_and_back(tree: html.HtmlElement) -> None:
    links = tree.xpath("//a[@class='cite']")
    assert [one.get("href") for one in links] == [
        "#source-3", "#source-3", "#source-7", "#source-7", "#source-3", "#source-7", "#source-12"]  # fmt: skip
    for one in each(links):
        entry = tree.get_element_by_id(one.get("href")[1:])
        assert entry.xpath(f".//a[@href='#{one.get('id')}']")
    entries = tree.xpath("//ol[@class='sources']/li")
    assert [one.get("value") for one in entries] == ["3", "7", "12"]
    assert "[Source 3]" in tree.xpath("//code")[0].text_content()


def test_a_quote_of_a_post_opens_the_words_around_it(
    room: Newsroom, tree: html.HtmlElement
) -> None:
    boxes = tree.xpath("//blockquote/p/following-sibling::*[1][self::details]")
    assert len(boxes) == 1  # the other quote's source has no evidence
    assert boxes[0].xpath("./p[1]")[0].text_content() == "It was so. A queue holds\nwhat <waits>. And then it grows."  # fmt: skip
    assert boxes[0].xpath(".//mark/text()") == ["A queue holds\nwhat <waits>."]
    assert boxes[0].xpath(".//a/@href") == [
        "https://ai-ml.example/a#:~:text=A%20queue%20holds%20what%20%3Cwaits%3E.", "#source-3"]  # fmt: skip
    twin = (room.site / "posts/waiting/index.md").read_text("utf-8")
    assert "https://dateline.example/posts/waiting/evidence.md" in twin
    ground = (room.site / "posts/waiting/evidence.md").read_text("utf-8")
    assert "**A queue holds what \\<waits>.**" in ground
    items = json.loads((room.site / "feed.json").read_bytes())["items"]
    assert not any("And then it grows" in one["content_html"] for one in each(items))


def test_structured_data_twin_and_feed_name_the_same_sources(
    room: Newsroom, tree: html.HtmlElement
) -> None:
    block = tree.xpath("//script[@type='application/ld+json']/text()")[0]
    assert not set("<>&") & set(block)
    node = json.loads(block)["@graph"][0]
    assert [one["name"] for one in node["citation"]] == [
        "What the <key> costs", "A book without an address", "Hedged requests"]  # fmt: skip
    assert node["citation"][0]["datePublished"] == "2026-10-02T00:00:00+00:00"
    assert node["isBasedOn"] == [
        "https://ai-ml.example/a?b=1&c=2", "https://system-design.example/hedged"]  # fmt: skip
    twin = (room.site / "posts/waiting/index.md").read_text("utf-8")
    assert "- [Source 3] [What the \\<key> costs](https://ai-ml.example/a?b=1&c=2). Cache Quarterly, 2 October 2026." in twin  # fmt: skip
    items = json.loads((room.site / "feed.json").read_bytes())["items"]
    text = next(one["content_html"] for one in items if "waiting" in one["url"])
    assert "https://dateline.example/posts/waiting/#source-12" in text


def test_a_post_is_built_again_when_its_evidence_changes(room: Newsroom) -> None:
    path = room.content / "posts" / "waiting.evidence.json"
    path.write_text(json.dumps([{**EVIDENCE[0], "published": "2026-10-03"}]))
    assert publish.build_site(room, audit=audit).built == 1
    assert "3 October 2026" in (room.site / "posts/waiting/index.md").read_text("utf-8")


def test_a_broken_evidence_file_is_named(room: Newsroom) -> None:
    path = room.content / "posts" / "waiting.evidence.json"
    before = path.read_bytes()
    path.write_text("{")
    with pytest.raises(RecordError, match=r"waiting\.evidence\.json"):
        publish.build_site(room, audit=audit)
    path.write_bytes(before)


def test_a_citation_without_an_entry_is_refused_with_its_line(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path, ("2026-11-19",))
    path = tmp_path / "content" / "posts" / "one.md"
    path.parent.mkdir(parents=True)
    path.write_text(POST.replace("cache. [Source 7]", "cache. [Source 8]"))
    with pytest.raises(RecordError, match=r"one\.md: line 10: cites source 8"):
        render_all(room)


def test_an_entry_that_nothing_cites_is_refused_with_its_line(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path, ("2026-11-19",))
    path = tmp_path / "content" / "posts" / "one.md"
    path.parent.mkdir(parents=True)
    path.write_text(POST)
    with pytest.raises(
        RecordError, match=r"one\.md: line 27: lists source 12, which nothing cites"
    ):
        render_all(room)


def test_a_list_keeps_the_numbers_that_markdown_forgets() -> None:
    assert listed(POST) == (3, 7, 12)
    assert list(unanswered("A [Source 1].\n\n```\n[Source 2]\n```\n")) == [(0, 1)]
