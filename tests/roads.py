"""Every road by which words come from a file into a document: titles, authors, what is hidden, what is coded.

`roads(words)` are small files, each with the words in one place alone, by the name of that place.
"""

from __future__ import annotations

import html
import json

import planted

PROSE = (
    "A broker keeps messages until every consumer has read them, and then it lets them go. Retention "
    "decides how long that is, and a log of two days is a common choice. "
)
BODY = PROSE * 4
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>{channel}</title><link>https://s.example/</link><item><title>{title}</title>
<link>https://s.example/a</link><guid>a</guid><category>{tag}</category><dc:creator>{author}</dc:creator>
<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate><description><![CDATA[<p>{body}</p>{more}]]></description>
</item></channel></rss>"""


def roads(words: str) -> dict[str, tuple[str, bytes]]:
    """The name of each road, and the file that takes it: its name and its bytes."""
    told = html.escape(words)
    made = {
        **_markdown(words, told),
        **_pages(words, told),
        **_feeds(words, told),
        **_others(words),
    }
    return {road: (name, data.encode()) for road, (name, data) in made.items()} | {
        "pdf metadata": ("a.pdf", _pdf(words))
    }


def _markdown(words: str, told: str) -> dict[str, tuple[str, str]]:
    def note(matter: str = "", more: str = "", heading: str = "Brokers") -> tuple[str, str]:
        return (
            "a.md",
            f"---\n{matter or 'title: Brokers'}\n---\n\n# {heading}\n\n{BODY}\n\n{more}\n\n{BODY}\n",
        )

    quoted = json.dumps(words)
    return {
        "md title": note(f"title: {quoted}"),
        "md author": note(f"title: Brokers\nauthor: {quoted}"),
        "md description": note(f"title: Brokers\ndescription: {quoted}"),
        "md heading": note(heading=words),
        "md comment": note(more=f"<!-- {words} -->"),
        "md alt": note(more=f"![{words}](https://s.example/i.png)"),
        "md link title": note(more=f"See [the notes](https://s.example/n {json.dumps(words)})."),
        "md footnote": note(more=f"Text.[^1]\n\n[^1]: {words}"),
        "md cell": note(more=f"| a | b |\n|---|---|\n| x | {words} |"),
        "md code": note(more=f"```python\n# {words}\nx = 1\n```"),
        "md details": note(more=f"<details><summary>More</summary>{told}</details>"),
    }


def _pages(words: str, told: str) -> dict[str, tuple[str, str]]:
    def page(
        more: str = "", head: str = "", heading: str = "Brokers and queues", title: str = "Brokers"
    ) -> tuple[str, str]:
        return "a.html", (
            f"<html><head><title>{title}</title>{head}</head><body><article><h1>{heading}</h1><p>{BODY}</p>"
            f"{more}<p>{BODY}</p></article></body></html>"
        )

    headline = json.dumps({"@type": "Article", "headline": words, "author": {"name": words}})
    hidden = {
        "font size": "font-size:0", "off screen": "position:absolute;left:-9999px", "opacity": "opacity:0",
        "white": "color:#fff;background:white",
    }  # fmt: skip
    return {
        "page title": page(title=told),
        "page og:title": page(head=f'<meta property="og:title" content="{told}">'),
        "page heading": page(heading=told),
        "page description": page(head=f'<meta name="description" content="{told}">'),
        "page author": page(head=f'<meta name="author" content="{told}">'),
        "page JSON-LD": page(head=f'<script type="application/ld+json">{headline}</script>'),
        "page alt": page(f'<img src="/x.png" alt="{told}">'),
        "page link title": page(f'<a href="/x" title="{told}">notes</a>'),
        "page comment": page(f"<!-- {words} -->"),
        "page noscript": page(f"<noscript>{told}</noscript>"),
        "page template": page(f"<template>{told}</template>"),
        "page caption": page(f'<figure><img src="a.png"><figcaption>{told}</figcaption></figure>'),
        "page letters in spans": page(f"<p>{''.join(f'<span>{html.escape(one)}</span>' for one in words)}</p>"),
        "page zero width": page(f"<p>{chr(0x200B).join(words)}</p>"),
        "page backwards": page(f"<p>\u202e{words[::-1]}\u202c</p>"),
        "page entities": page(f"<p>{''.join(f'&#{ord(one)};' for one in words)}</p>"),
        **{f"page {name}": page(f'<p style="{style}">{told}</p>') for name, style in hidden.items()},
    }  # fmt: skip


def _feeds(words: str, told: str) -> dict[str, tuple[str, str]]:
    sound = {
        "channel": "Blog",
        "title": "Brokers",
        "tag": "x",
        "author": "Ada",
        "more": "",
        "body": BODY,
    }
    item = {
        "id": "1",
        "url": "https://s.example/a",
        "title": "Brokers",
        "content_html": f"<p>{BODY}</p>",
    }
    changes: dict[str, dict[str, object]] = {
        "title": {"title": words}, "summary": {"summary": words}, "author": {"authors": [{"name": words}]},
        "tag": {"tags": [words]},
    }  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return {
        **{f"feed {name}": ("a.xml", FEED.format(**{**sound, name: told})) for name in ("channel", "title", "tag", "author")},
        "feed entry": ("a.xml", FEED.format(**{**sound, "more": f"<p>{told}</p>"})),
        **{
            f"JSON feed {name}": ("a.json", json.dumps({"version": version, "title": "Blog", "items": [item | change]}))
            for name, change in changes.items()
        },
    }  # fmt: skip


def _others(words: str) -> dict[str, tuple[str, str]]:
    def notebook(title: str, cell: str) -> tuple[str, str]:
        first = {
            "cell_type": "markdown",
            "metadata": {"name": title},
            "source": [f"# {cell}\n", "\n", BODY],
        }
        return "a.ipynb", json.dumps(
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"title": title}, "cells": [first]}
        )

    def cues(note: str = "one", voice: str = "Ada") -> tuple[str, str]:
        said = (
            f"00:00:{n * 5:02d}.000 --> 00:00:{n * 5 + 4:02d}.000\n<v {voice}>Node {n} of the cluster keeps "
            f"message {n * 7} until reader {n + 3} of shard {n * 11} asks."
            for n in range(10)
        )
        return "a.vtt", f"WEBVTT\n\nNOTE {note}\n\n" + "\n\n".join(said) + "\n"

    return {
        "notebook metadata": notebook(words, "Brokers"),
        "notebook heading": notebook("", words),
        "transcript note": cues(note=words),
        "transcript voice": cues(voice=words),
    }


def _pdf(words: str) -> bytes:
    lines = [BODY[at : at + 95] for at in range(0, 600, 95)]
    told = words.replace("(", "").replace(")", "").encode("latin-1", "replace")
    about = b"6 0 obj\n<< /Title (%s) /Author (%s) >>\nendobj\ntrailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>"
    return planted.pdf(lines).replace(b"trailer\n<< /Size 6 /Root 1 0 R >>", about % (told, told))
