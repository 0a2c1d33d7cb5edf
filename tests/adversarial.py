"""Inputs made to hurt a reader: each a few hundred bytes to a megabyte, for every format.

Enter: a seed and a size. Leave: (name, file name, bytes), the same for the same seed. Kinds:
repetition of an opener that never closes, nesting, references that multiply, bombs of compression,
broken encodings and structures, and real files with bytes changed at random.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Iterator

from adversarial_tools import tools

WORDS = (
    "queue lease broker replica offset commit index cache shard writer reader signal packet "
    "latency budget deploy region tenant schema record segment".split()
)
Case = tuple[str, str, bytes]

# What is repeated in running text: openers of constructs that never close, and odd pairs.
OPENERS = (
    "`", "``", "` ", "a`", "`" * 3 + "\n", "~~~\n", "[", "![", "[](", "[a](", "[a](<", "[^", "[^a]:",
    "*", "**a ", "_a ", "*_", "~~a ", "<", "<a", "<a ", "<a\n", "<!--", "<!-- ", "<!-- -", "<![CDATA[",
    "<?", "<!X ", "<script>", "<style>", "<svg ", "<div style=\"", "<div hidden ", "<p style='x",
    "<iframe ", "<video>", "<noscript>", "{%", "{% ", "{{", "{{<", "{{< ", "{{%", "{{ a ", "{/*",
    "{% highlight a %}\n", "{{< highlight go >}}\n", "{'", "{\"", "{ '", "export const a = {\n",
    "import {", "import { a", "import a", ":::", "::: a\n", "!!! note\n", "=== \"a\"\n", ":ref:`", ":doc:`a<",
    "[[", "[[a", "{: ", "{#", ") {#a", "> ", "> > ", "- ", "1. ", "  - ", "\t", "# ", "=\n", "-\n", "|", "| a ",
    "|-|\n", "&", "&#", "&amp", "\\", "\\\n", "\"", "'", "(", "\n", "\r", "\u2028", "\u200b", "\u0301",
    "\u202e", "a ", "a.", "A. ", "...", "a-\n", "<b><i>", "<a href=x>", "<td>", "<li>", "<x-y ", "<X a=", "<X>",
    "<p>", "</p>", "<font>", "<table><tr><td>", "<ul><li>", "**a:** ", "http://", "a@", "$", "$$", "\\(",
    "--8<--", "%a_tab", ":eqlabel:`", "<span>¶</span>", "dangerouslySetInnerHTML={{ __html: \"",
    "<p dangerouslySetInnerHTML={{ __html: \"\\", "[TOC]\n", "---\n", "+++\n", "<details><summary>",
)  # fmt: skip
ASCIIDOC = ("----\n", "....\n", "____\n", "|===\n", "++++\n", "////\n", "link:a[", "<<a,", "*a", "a::", "[source,a]\n", "{a}", ":a: {a}{a}\n")  # fmt: skip
RST = (".. ", ".. a::\n", "``", "`a <", ":a:`", "|a", "[#]_", "a\n=\n", "::\n\n ", "+-+\n", "= =\n", " ", ">>> ", ".. list-table::\n   * - ")  # fmt: skip
FRONT = ("[", "{", "- ", "? ", "a: ", "a: [", "!!python/object:os.system ", "&a [", "'", '"', "|\n", "<<: *a\n", "%", "a:\n  ", "[a, ", "{a: ", "!a ", "*a ", "- - ", "&a ")  # fmt: skip


def cases(seed: int = 0, size: int = 1) -> Iterator[Case]:
    """Every input; `size` multiplies the length of what is repeated."""
    yield from _text(size)
    yield from _front_matter(size)
    yield from _html(size)
    yield from _feeds(size)
    yield from _data(size)
    yield from _transcripts(size)
    yield from pdfs(size)
    yield from _bytes(seed)
    yield from _changed(seed)
    yield from tools(size)


def prose(words: int = 60, seed: int = 1) -> str:
    """Sentences that no screen objects to."""
    dice = random.Random(seed)
    text = " ".join(dice.choice(WORDS) for _ in range(words))
    return f"The {text} of the system is kept in one place and it is read by all of them."


def _text(size: int) -> Iterator[Case]:
    ahead = prose()
    for number, opener in enumerate(OPENERS):
        body = opener * (40_000 * size // len(opener.encode()))
        yield (
            f"md-repeat-{number}-{opener[:6]!r}",
            f"a{number}.md",
            f"{ahead}\n\n{body}\n\n{ahead}".encode(),
        )
        if number % 3 == 0:
            yield (
                f"mdx-repeat-{number}-{opener[:6]!r}",
                f"a{number}.mdx",
                f"{ahead}\n\n{body}\n".encode(),
            )
    for number, opener in enumerate(ASCIIDOC):
        body = opener * (40_000 * size // len(opener))
        yield f"adoc-repeat-{number}", f"b{number}.adoc", f"= T\n\n{ahead}\n\n{body}".encode()
    for number, opener in enumerate(RST):
        body = opener * (40_000 * size // len(opener))
        yield f"rst-repeat-{number}", f"c{number}.rst", f"T\n=\n\n{ahead}\n\n{body}".encode()
    yield "md-ticks-60", "t.md", (ahead + "\n\n" + "`" * 60 + "\n").encode()
    rows = " ".join("`" * n for n in range(1, 120 + 60 * size))
    yield "md-ticks-rising", "u.md", f"{ahead}\n\n{rows}\n".encode()
    yield "md-ticks-spread", "v.md", f"{ahead}\n\n{'`a`` b ``` ' * 4000 * size}\n".encode()
    yield "md-quote-64k", "w.md", ("> " + "a" * 65_536 * size + "\n").encode()
    yield "md-deep-quote", "x.md", (">" * 20_000 * size + " " + ahead).encode()
    yield "md-deep-list", "y.md", "".join("  " * n + "- a\n" for n in range(300 * size)).encode()
    yield (
        "md-references",
        "z.md",
        (
            f"{ahead}\n\n" + "".join(f"[a{n}]: /u\n" for n in range(4000 * size)) + "[a1]" * 4000
        ).encode(),
    )
    yield "md-long-line", "l.md", (ahead + " ").encode() * 1500 * size
    yield "md-one-word", "m.md", b"a" * 1_000_000 * size
    yield (
        "md-wide-table",
        "n.md",
        ("|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n" + ("|" + "\n") * 3000).encode(),
    )
    tags = "".join(f"<x{n} a='{n}'>word " for n in range(4000 * size))
    yield "md-odd-tags", "o.md", f"{ahead}\n\n{tags}".encode()
    for number, sign in enumerate(("\x00", "\ufffe", "\ud83d", "\u0085", "\x1b[31m", "\u2066")):
        yield (
            f"txt-sign-{number}",
            f"s{number}.txt",
            (ahead + sign * 9000).encode("utf-8", "surrogatepass"),
        )


def _front_matter(size: int) -> Iterator[Case]:
    body = f"\n---\n{prose()}\n"
    for number, opener in enumerate(FRONT):
        inside = opener * (32_768 * size // max(1, len(opener) // 2))
        yield (
            f"front-{number}-{opener[:6]!r}",
            f"f{number}.md",
            f"---\ntitle: {inside}{body}".encode(),
        )
        yield (
            f"yaml-{number}-{opener[:6]!r}",
            f"g{number}.yaml",
            f"summary: {prose()}\nx: {inside}\n".encode(),
        )
    yield "front-unclosed", "fa.md", ("---\n" + "a: b\n" * 20_000 * size).encode()
    yield (
        "front-toml-nested",
        "fb.md",
        ("+++\na = " + "[" * 20_000 * size + "\n+++\n" + prose()).encode(),
    )
    yield (
        "front-toml-dots",
        "fc.md",
        ("+++\n" + "a." * 9000 * size + "b = 1\n+++\n" + prose()).encode(),
    )
    yield (
        "front-json-nested",
        "fd.md",
        ('{"title": ' + "[" * 100_000 * size + "\n" + prose()).encode(),
    )
    yield "front-comments", "fe.md", ("<!--" + "a" * 50_000 + "\n" * 5000 + "---\n" * 5000).encode()
    yield "front-rules", "fg.md", ("---\n" + "--\n" * 20_000 * size).encode()


def _html(size: int) -> Iterator[Case]:
    ahead = f"<html><head><title>T</title></head><body><article><h1>T</h1><p>{prose(120)}</p>"
    for tag in ("div", "b", "a", "ul><li", "table><tr><td", "blockquote", "pre", "code", "svg", "noscript", "template",
                "sup", "del", "ruby", "q", "dl><dt", "font", "section", "form", "span"):  # fmt: skip
        body = f"<{tag}>" * (4000 * size)
        name = tag.split(">")[0]
        yield f"html-deep-{name}", f"d-{name}.html", f"{ahead}{body}x".encode()
        closed = f"<{tag}>word ".replace("><", "><") * 3000
        yield f"html-wide-{name}", f"w-{name}.html", f"{ahead}{closed}".encode()
    for number, opener in enumerate(("<", "<!--", "<a ", "<a href='", "<p class=\"", "<script>", "<script type='text/template'>",
                                     "<style>", "<meta charset=", "<meta http-equiv=refresh ", "&#", "<![CDATA[", "<?", "</", "<time datetime=x>",
                                     "<div hidden>", "<div style='display:none'>", "<article><time></time><h2><a href=x></a></h2>")):  # fmt: skip
        yield (
            f"html-repeat-{number}",
            f"r{number}.html",
            (ahead + opener * (60_000 * size // len(opener))).encode(),
        )
    yield (
        "html-attributes",
        "h1.html",
        (ahead + "<p " + " ".join(f"a{n}=1" for n in range(20_000 * size)) + ">x").encode(),
    )
    yield (
        "html-long-attribute",
        "h2.html",
        (ahead + f"<p style='{'a:b;' * 60_000 * size}'>x").encode(),
    )
    yield (
        "html-json-ld-deep",
        "h3.html",
        (f"<script type='application/ld+json'>{'[' * 100_000}</script>{ahead}").encode(),
    )
    yield (
        "html-json-ld-objects",
        "h4.html",
        (
            "<script type='application/ld+json'>" + '{"@graph":[' * 3000 + f"</script>{ahead}"
        ).encode(),
    )
    yield (
        "html-json-ld-author",
        "h5.html",
        (
            '<script type=\'application/ld+json\'>{"@type":"Article","author":'
            + '{"name":' * 900
            + '"a"'
            + "}" * 900
            + f"}}</script>{ahead}"
        ).encode(),
    )
    yield "html-entities", "h6.html", (ahead + "&amp;&lt;&copy;" * 20_000 * size).encode()
    yield (
        "html-bad-entities",
        "h7.html",
        (ahead + "&#99999999999;&#xD800;&#0;" * 8000 * size).encode(),
    )
    yield "html-frames", "h8.html", b"<frameset>" * 5000
    yield (
        "html-colspan",
        "h9.html",
        (ahead + "<table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>" * 300).encode(),
    )
    yield "html-list-start", "ha.html", (ahead + f"<ol start={'9' * 5000}><li>a</ol>").encode()
    yield (
        "html-empty-cells",
        "hb.html",
        (ahead + "<table>" + ("<tr>" + "<td></td>" * 100 + "</tr>") * 100 * size).encode(),
    )
    yield "html-links", "hc.html", (ahead + "<a href=x>word</a> " * 9000 * size).encode()
    yield "html-pre", "hd.html", (ahead + "<pre>" + "<span>a</span>\n" * 9000 * size).encode()
    yield (
        "html-doctype",
        "he.html",
        ("<!DOCTYPE html [" + "<!ENTITY a 'b'>" * 5000 + "]>" + ahead).encode(),
    )
    yield "html-null", "hf.html", (ahead + "\x00" * 60_000).encode()
    yield "html-xml", "hg.xhtml", b"<?xml version='1.0'?>" * 4000 + ahead.encode()
    yield "html-tails", "hh.html", (ahead + "<br>a" * 20_000 * size).encode()
    yield "html-comments", "hi.html", (ahead + "<!-- a -->b" * 9000 * size).encode()


def _feeds(size: int) -> Iterator[Case]:
    head = "<rss version='2.0'><channel><title>T</title>"
    item = f"<item><title>A</title><link>https://n.example/a</link><description>{prose(80)}</description></item>"
    entity = "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'lol' * 20}'>" for n in range(12)
    )
    yield (
        "feed-laughs",
        "e1.xml",
        f"<?xml version='1.0'?><!DOCTYPE rss [{entity}]>{head}<item><title>&a11;</title></item></channel></rss>".encode(),
    )
    yield (
        "feed-quadratic",
        "e2.xml",
        (
            f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>{head}<item><description>"
            + "&a;" * 5000
            + "</description></item></channel></rss>"
        ).encode(),
    )
    yield (
        "feed-external",
        "e3.xml",
        f"<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{head}<item><title>&a;</title><description>{prose()} &a;</description></item></channel></rss>".encode(),
    )
    yield (
        "feed-parameter",
        "e4.xml",
        f"<!DOCTYPE rss [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]>{head}{item}</channel></rss>".encode(),
    )
    yield "feed-deep", "e5.xml", (head + "<a>" * 50_000 * size).encode()
    yield (
        "feed-deep-item",
        "e6.xml",
        (head + "<item><description>" + "<b>" * 20_000 * size).encode(),
    )
    yield (
        "feed-deep-html",
        "e7.xml",
        (
            f"{head}<item><title>A</title><description><![CDATA[{'<div>' * 20_000 * size}{prose()}]]></description></item></channel></rss>"
        ).encode(),
    )
    yield "feed-many", "e8.xml", (head + item * 1500 + "</channel></rss>").encode()
    yield (
        "feed-attributes",
        "e9.xml",
        (
            head
            + "<item "
            + " ".join(f"a{n}='1'" for n in range(20_000))
            + "></item></channel></rss>"
        ).encode(),
    )
    yield (
        "feed-namespaces",
        "ea.xml",
        ("<rss " + " ".join(f"xmlns:a{n}='u{n}'" for n in range(5000)) + ">" + head).encode(),
    )
    yield (
        "feed-cdata",
        "eb.xml",
        (head + "<item><description>" + "<![CDATA[" * 9000 * size).encode(),
    )
    yield "feed-cut", "ec.xml", (head + item * 3).encode()[:-60]
    yield (
        "feed-reference",
        "ed.xml",
        f"{head}<item><title>A&#x110000;&#0;&#xFFFFFFFFFF;</title><description>{prose()}</description></item></channel></rss>".encode(),
    )
    yield (
        "feed-dates",
        "ee.xml",
        (
            head
            + "".join(
                f"<item><title>A{n}</title><pubDate>{'9' * n}</pubDate><description>{prose()}</description></item>"
                for n in range(1, 60)
            )
            + "</channel></rss>"
        ).encode(),
    )
    yield (
        "feed-encoding",
        "ef.xml",
        f"<?xml version='1.0' encoding='x-nope'?>{head}{item}</channel></rss>".encode(),
    )
    yield (
        "feed-utf7",
        "eg.xml",
        f"<?xml version='1.0' encoding='utf-7'?>{head}{item}</channel></rss>".encode(),
    )
    yield "feed-utf32", "eh.xml", f"{head}{item}</channel></rss>".encode("utf-32")
    yield (
        "feed-base",
        "ei.xml",
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://['><title>T</title>"
            + f"<entry><title>a</title><link href='//['/><id>http://[</id><content type='html'>{prose()}</content></entry></feed>"
        ).encode(),
    )
    yield (
        "feed-relative",
        "ej.xml",
        (
            f"{head}<item><title>A</title><link>{'../' * 20_000}a</link><description>{prose()}</description></item></channel></rss>"
        ).encode(),
    )
    yield (
        "feed-label",
        "ek.xml",
        (
            f"{head}<item><title>A</title><link>http://{'a' * 70}.example/</link><description>{prose()}</description></item></channel></rss>"
        ).encode(),
    )
    yield (
        "feed-repeat-quote",
        "el.xml",
        (head + "<item><description>" + "&lt;a &quot;" * 9000 * size).encode(),
    )
    yield (
        "feed-json-deep",
        "em.json",
        (
            '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 50_000 * size
        ).encode(),
    )
    yield (
        "xml-deep",
        "ep.xml",
        ("<rfc><middle>" + f"<section><t>{prose()}</t>" + "<section>" * 30_000 * size).encode(),
    )
    bomb = "".join(f"<!ENTITY e{n} '&e{n - 1};&e{n - 1};&e{n - 1};'>" for n in range(1, 40))
    yield (
        "xml-entities",
        "eq.xml",
        f"<!DOCTYPE xep [<!ENTITY e0 'a'>{bomb}]><xep><p>{prose()} &e39;</p></xep>".encode(),
    )
    yield (
        "xml-anchors",
        "er.xml",
        (f"<rfc><t>{prose()}</t>" + "<section anchor='a' " * 9000 * size + "</rfc>").encode(),
    )
    yield "opml-deep", "en.opml", ("<opml><body>" + "<outline text='a'>" * 20_000 * size).encode()
    yield (
        "feed-emails",
        "eo.xml",
        (
            head
            + f"<item><title>A</title><author>{'a@' * 20_000}</author><description>{prose()}</description></item></channel></rss>"
        ).encode(),
    )


def _data(size: int) -> Iterator[Case]:
    for name, opener in (("array", "["), ("object", '{"a":'), ("mixed", '[{"a":')):
        yield f"json-deep-{name}", f"j-{name}.json", (opener * 100_000 * size).encode()
        yield (
            f"ipynb-deep-{name}",
            f"j-{name}.ipynb",
            ('{"cells":' + opener * 50_000 * size).encode(),
        )
        yield (
            f"jsonl-deep-{name}",
            f"j-{name}.jsonl",
            (json.dumps({"text": prose()}) + "\n" + opener * 50_000).encode(),
        )
    for depth in (200, 900, 990, 1100, 5000):
        yield (
            f"json-closed-{depth}",
            f"k{depth}.json",
            ('{"summary": "' + prose() + '", "a": ' + "[" * depth + "]" * depth + "}").encode(),
        )
        yield (
            f"yaml-closed-{depth}",
            f"k{depth}.yaml",
            ("summary: " + prose() + "\na: " + "[" * depth + "]" * depth + "\n").encode(),
        )
        yield (
            f"yaml-rows-{depth}",
            f"m{depth}.yml",
            (
                "summary: "
                + prose()
                + "\n"
                + "".join(" " * n + "a:\n" for n in range(min(depth, 1200)))
            ).encode(),
        )
        yield (
            f"toml-closed-{depth}",
            f"k{depth}.toml",
            ('summary = "' + prose() + '"\na = ' + "[" * depth + "]" * depth + "\n").encode(),
        )
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    yield (
        "yaml-laughs",
        "n1.yaml",
        f"summary: {prose()}\n{laughs}aliases: *a11\naffected: *a11\n".encode(),
    )
    yield "front-laughs", "n2.md", f"---\ntitle: T\n{laughs}author: *a11\n---\n{prose()}\n".encode()
    yield (
        "yaml-loop",
        "n3.yaml",
        f"summary: {prose()}\naffected: &a [*a]\naliases: *a\nauthors: *a\n".encode(),
    )
    yield "front-loop", "n4.md", f"---\ntitle: T\nauthors: &a [*a]\n---\n{prose()}\n".encode()
    yield "yaml-merge", "n5.yaml", f"summary: {prose()}\na: &a\n  <<: *a\n".encode()
    yield "yaml-keys", "n6.yaml", f"summary: {prose()}\n? [a, b]\n: c\n? {{a: b}}\n: d\n".encode()
    yield "yaml-documents", "n7.yaml", ("---\nsummary: " + prose(20) + "\n").encode() * 2000
    yield "yaml-wide", "n8.yaml", ("summary: " + prose() + "\n" + "a: b\n" * 20_000 * size).encode()
    yield (
        "json-number",
        "n9.json",
        ('{"summary": "' + prose() + '", "a": ' + "9" * 200_000 * size + "}").encode(),
    )
    yield (
        "json-exponent",
        "na.json",
        ('{"summary": "' + prose() + '", "a": 1e999999999, "date": 1e400}').encode(),
    )
    yield (
        "toml-number",
        "nb.toml",
        ('summary = "' + prose() + '"\na = ' + "9" * 200_000 + "\n").encode(),
    )
    yield (
        "json-escapes",
        "nc.json",
        ('{"summary": "' + "\\ud800" * 20_000 * size + prose() + '"}').encode(),
    )
    yield (
        "json-keys",
        "nd.json",
        json.dumps({"summary": prose(), **{f"k{n}": n for n in range(40_000)}}).encode(),
    )
    yield (
        "jsonl-wide",
        "ne.jsonl",
        (json.dumps({"text": prose(20), "url": "http://["}) + "\n").encode() * 2000,
    )
    yield "jsonl-urls", "nf.jsonl", b"".join(json.dumps({"text": prose(), "url": url, "date": url}).encode() + b"\n" for url in ("http://[", "http://a:b", "http://a:99999999", "//", "http://\ud800", "x" * 5000, "http://" + "a" * 70 + ".b"))  # fmt: skip
    yield (
        "jsonl-odd",
        "ng.jsonl",
        b'{"text": 1}\n[]\nnull\n"a"\n{"text": {"text": []}}\n{"text": null, "url": {}}\n{"metadata": "x", "text": ["a"]}\n',
    )
    chunks = "".join(
        json.dumps({"chunk_id": n, "document_id": "d", "text": "a" * 5000 + str(n % 2)}) + "\n"
        for n in range(300)
    )
    yield "chunks-seam", "nh.jsonl", chunks.encode()
    book = {
        "cells": [
            {"cell_type": "markdown", "source": ["`" * 60 + "\n"] * 300},
            {"cell_type": "heading", "level": "9" * 5000, "source": "a"},
            {"cell_type": "code", "source": {"a": 1}},
        ]
    }
    yield "ipynb-odd", "ni.ipynb", json.dumps(book).encode()
    yield (
        "ipynb-levels",
        "nj.ipynb",
        json.dumps({"cells": [{"cell_type": "heading", "level": [1], "source": "a"}]}).encode(),
    )
    yield (
        "ipynb-wide",
        "nk.ipynb",
        json.dumps({"cells": [{"cell_type": "code", "source": "a = 1\n" * 30}] * 3000}).encode(),
    )
    record = {
        "summary": prose(),
        "affected": [
            {"package": {"name": "a"}, "ranges": [{"events": [{"introduced": "0"}] * 2000}] * 20}
        ]
        * 5,
    }
    yield "json-ranges", "nl.json", json.dumps(record).encode()
    yield (
        "json-types",
        "nm.json",
        json.dumps(
            {
                "summary": prose(),
                "details": 5,
                "affected": {"package": 4},
                "aliases": 7,
                "id": [1],
                "title": {"a": 1},
                "date": [],
                "author": {"name": {"name": {}}},
            }
        ).encode(),
    )


def _transcripts(size: int) -> Iterator[Case]:
    cue = "00:00:{:02d}.000 --> 00:00:{:02d}.900\n{}\n\n"
    for number, opener in enumerate(
        (
            "<",
            "<c>",
            "<v A>",
            "<00:00:01.000>",
            "(",
            "[",
            "♪",
            "{\\",
            "A: ",
            ">> ",
            "&#",
            "A B C D: ",
        )
    ):
        rows = "".join(cue.format(n % 60, n % 60, opener * 40 * size) for n in range(300))
        yield f"vtt-repeat-{number}", f"p{number}.vtt", f"WEBVTT\n\n{rows}".encode()
        yield (
            f"vtt-one-{number}",
            f"q{number}.vtt",
            f"WEBVTT\n\n{cue.format(1, 2, opener * (30_000 * size // len(opener)))}".encode(),
        )
    yield (
        "vtt-same",
        "pa.vtt",
        ("WEBVTT\n\n" + "".join(cue.format(1, 2, prose(20)) for _ in range(2000 * size))).encode(),
    )
    yield (
        "vtt-times",
        "pb.vtt",
        b"WEBVTT\n\n99999999999:99:99.999 --> 00:00:00.000\nwords are said here\n\n-1:00:00.000 --> 1\nx\n",
    )
    yield (
        "vtt-notes",
        "pc.vtt",
        ("WEBVTT\n\n" + "NOTE a\n\nSTYLE\n\nREGION\n\n" * 5000 * size).encode(),
    )
    yield "vtt-arrows", "pd.vtt", ("WEBVTT\n\n" + "-->" * 20_000 * size).encode()
    yield (
        "srt-numbers",
        "pe.srt",
        ("9" * 50_000 + "\n00:00:01,000 --> 00:00:02,000\nwords are said here\n\n").encode() * 3,
    )
    yield (
        "srt-no-blank",
        "pf.srt",
        ("1\n00:00:01,000 --> 00:00:02,000\nwords\n" * 3000 * size).encode(),
    )
    yield (
        "vtt-no-stop",
        "pg.vtt",
        (
            "WEBVTT\n\n" + "".join(cue.format(n % 60, n % 60, "word " * 30) for n in range(3000))
        ).encode(),
    )
    yield "srt-empty-cues", "ph.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n" * 5000


def _pdf(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = b"".join(f"{at:010d} 00000 n \n".encode() for at in places)
    return (
        body
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        + table
        + (
            f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
        )
    )


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def pdfs(size: int) -> Iterator[Case]:
    root, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> /Font << /F 6 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 5 0 R >> >>"
    yield (
        "pdf-draws-itself",
        "x1.pdf",
        _pdf([root, pages, page, _stream(b"/X Do"), _stream(b"/X Do /X Do", box), font]),
    )
    many = [root, pages, page, _stream(b"/X Do")]
    for n in range(5, 25):
        inner = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (n + 1)
        )
        many.append(_stream(b"/X Do " * 20, inner))
    yield (
        "pdf-laughs",
        "x2.pdf",
        _pdf([*many, _stream(b"BT (a) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")]),
    )
    bomb = zlib.compress(b"BT /F 12 Tf (word) Tj ET\n" * 1_200_000, 9)
    yield (
        "pdf-bomb",
        "x3.pdf",
        _pdf([root, pages, page, _stream(bomb, b"/Filter /FlateDecode"), _stream(b""), font]),
    )
    twice = zlib.compress(zlib.compress(b"q " * 15_000_000, 9), 9)
    yield (
        "pdf-bomb-twice",
        "x4.pdf",
        _pdf(
            [
                root,
                pages,
                page,
                _stream(twice, b"/Filter [/FlateDecode /FlateDecode]"),
                _stream(b""),
                font,
            ]
        ),
    )
    yield (
        "pdf-kids-loop",
        "x5.pdf",
        _pdf([root, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"]),
    )
    yield (
        "pdf-count",
        "x6.pdf",
        _pdf(
            [
                root,
                b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
                page,
                _stream(b"BT (a) Tj ET"),
                _stream(b""),
                font,
            ]
        ),
    )
    yield "pdf-nested", "x7.pdf", _pdf([root, pages, b"[" * 100_000 * size])
    yield (
        "pdf-nested-stack",
        "x8.pdf",
        _pdf([root, pages, page, _stream(b"q " * 200_000 + b"[" * 100_000), _stream(b""), font]),
    )
    yield (
        "pdf-operands",
        "x9.pdf",
        _pdf(
            [
                root,
                pages,
                page,
                _stream(b"BT /F 9 Tf " + b"1 0 0 1 0 0 Tm (a) Tj " * 60_000 * size),
                _stream(b""),
                font,
            ]
        ),
    )
    yield "pdf-head", "xa.pdf", b"%PDF-1.7\n" + b"%" * 100_000
    yield "pdf-no-pages", "xb.pdf", _pdf([b"<< /Type /Catalog >>"])
    yield (
        "pdf-info",
        "xc.pdf",
        _pdf(
            [
                root,
                pages,
                page,
                _stream(b"BT /F 9 Tf 9 9 Td (a few words are here) Tj ET"),
                _stream(b""),
                font,
            ]
        ).replace(
            b"/Root",
            b"/Info << /CreationDate (D:99999999999999) /Title (" + b"\\377" * 9000 + b") >> /Root",
        ),
    )
    yield "pdf-prev-loop", "xd.pdf", _pdf([root, pages]).replace(b"/Size", b"/Prev 9 /Size")


def _bytes(seed: int) -> Iterator[Case]:
    dice = random.Random(seed)
    noise = dice.randbytes(60_000)
    packed = gzip.compress(b"\x00" * 30_000_000, 9)
    for suffix in (
        "md",
        "html",
        "xml",
        "vtt",
        "srt",
        "yaml",
        "json",
        "toml",
        "ipynb",
        "pdf",
        "jsonl",
        "rst",
        "adoc",
        "txt",
        "mdx",
    ):
        yield f"noise-{suffix}", f"noise.{suffix}", noise
        yield f"zeros-{suffix}", f"zeros.{suffix}", b"\x00" * 200_000
        yield f"bomb-{suffix}", f"bomb.{suffix}", packed
        yield f"utf16-{suffix}", f"wide.{suffix}", b"\xff\xfe" + noise
        yield f"mark-{suffix}", f"mark.{suffix}", b"\xef\xbb\xbf" * 20_000


def _changed(seed: int) -> Iterator[Case]:
    """Sound files with some bytes changed, doubled, or cut."""
    dice = random.Random(seed)
    for number, (suffix, sound) in enumerate(_sound() * 6):
        data = bytearray(sound)
        for _ in range(dice.randint(1, 30)):
            at = dice.randrange(len(data))
            way = dice.randrange(4)
            if way == 0:
                data[at] = dice.randrange(256)
            elif way == 1:
                data[at:at] = dice.choice(
                    (b"<", b"[", b"`", b"\x00", b"\xff", b"&", b"{", b"-->", b"\n\n", b"'")
                )
            elif way == 2:
                del data[at : at + dice.randint(1, 40)]
            else:
                data[at:at] = data[at : at + dice.randint(1, 400)] * dice.randint(1, 20)
        yield f"changed-{suffix}-{number}", f"changed{number}.{suffix}", bytes(data)


def _sound() -> list[tuple[str, bytes]]:
    text = prose(80)
    return [
        ("md", f"---\ntitle: A\ndate: 2026-01-01\n---\n# A\n\n{text} `a` *b* [c](d)\n\n- a\n- b\n\n|a|b|\n|-|-|\n|c|d|\n\n```py\na\n```\n".encode()),
        ("html", f"<html><head><title>A</title></head><body><article><h1>A</h1><p>{text}</p><table><tr><td>a<td>b</table></article></body></html>".encode()),
        ("xml", f"<rss version='2.0'><channel><title>T</title><item><title>A</title><link>https://n.example/a</link><pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate><description>{text}</description></item></channel></rss>".encode()),
        ("vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>{text}\n\n00:03.000 --> 00:04.000\n{text}\n".encode()),
        ("yaml", f"id: A-1\nsummary: {text}\naffected:\n- package: {{name: a}}\n  ranges: [{{events: [{{introduced: '0'}}]}}]\n".encode()),
        ("ipynb", json.dumps({"cells": [{"cell_type": "markdown", "source": text}, {"cell_type": "code", "source": "a"}]}).encode()),
        ("rst", f"A\n=\n\n{text}\n\n.. note:: b\n\n=== ===\na   b\n=== ===\nc   d\n=== ===\n".encode()),
        ("pdf", next(case[2] for case in pdfs(1) if case[0] == "pdf-info")),
    ]  # fmt: skip
