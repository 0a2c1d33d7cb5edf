"""A seventh round of small inputs, written in the sight of no reader, and brothers of those read wrongly.

Enter: nothing. Leave: `FILES`, of the form of `readings_tools.py`. Written after what microformats, Highwire,
kramdown, GitLab, PyMdown, MyST, Sphinx, Asciidoctor, CISA, OpenVEX and Rush write.
"""

from __future__ import annotations

import json

from tests.readings_fifth import adoc, rst, web
from tests.readings_fourth import srt, vtt
from tests.readings_tools import (
    AT,
    DAY,
    FILL,
    LONG,
    MORE,
    NINE,
    File,
    _file,
    body,
    esc,
    md,
    page,
    rss,
)

SAID = "It takes 60 seconds of it."
Line = tuple[str, int, int, int]


def pdf(*pages: list[Line], info: str = "") -> bytes:
    """Pages of lines, each with its words, its place and its size."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    made = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, lines in enumerate(pages):
        stream = "".join(
            f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({said}) Tj ET\n" for said, x, y, size in lines
        )
        made.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        made.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    made += [f"<< {info} >>"] if info else []
    objects = "".join(f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(made, 1))
    told = f"/Info {len(made)} 0 R" if info else ""
    return f"%PDF-1.4\n{objects}trailer\n<< /Size {len(made) + 1} /Root 1 0 R {told} >>\n%%EOF\n".encode()


def down(rows: list[str], top: int = 700, left: int = 40, size: int = 12) -> list[Line]:
    """Rows under each other."""
    return [(row, left, top - 14 * n, size) for n, row in enumerate(rows)]


P = [
    "The build cache keeps its index in one file, and a cold",
    "start reads that file once and no more than that. When",
    "the index grows over its bound, the oldest entries of it",
    "go first and the file is written anew in two seconds.",
]
Q = [
    "A reader that finds no index waits until the writer is",
    "done, which takes two seconds on a slow disk and less",
    "than one on a fast one. Nothing else is locked in that",
    "time, so calls that do not ask the cache go on as before.",
]

H = "html of the seventh"
HTML = (
    _file(H, "a.html", page("<p>Each call waits <sup>1</sup>&frasl;<sub>2</sub> of a second and no more of it.</p>"), ("Each call waits 1", "2 of a second"), ("^1", "_2", "12"), {}),
    _file(H, "a.html", page("<ol><li value='5'>Drain the node of it.</li><li>Patch the node of it.</li></ol>"), ("5. Drain the node of it.", "6. Patch the node of it."), ("1", "2"), {}),
    _file(H, "a.html", page("<table><thead><tr><th>Call</th><th>Limit</th></tr></thead><tfoot><tr><td>All</td><td>90 s</td></tr></tfoot><tbody><tr><td>read</td><td>30 s</td></tr></tbody></table>"), ("read | 30 s\nAll | 90 s",), (), {}),
    _file(H, "a.html", page("<p>See <a href='https://b.example/x'>the limits<span class='visually-hidden'> (opens in a new tab)</span></a> of it.</p>"), "See the limits of it.", ("new tab",), {}),
    _file(H, "a.html", page("<p>It is <!-->kept<!--> for 60 seconds of it, <![CDATA[ 30 ]]>and no more.</p>"), ("It is kept for 60 seconds of it, and no more.",), ("30",), {}),
    _file(H, "a.html", "<html><head><meta charset='iso-8859-1'><title>Rows \x96 kept</title></head><body><article><h1>Rows \x96 kept</h1><p>".encode("latin-1") + LONG.encode() + "</p><p>It\x92s \x93kept\x94 for 60 seconds of it.</p></article></body></html>".encode("latin-1"), "It’s “kept” for 60 seconds of it.", ("\x92",), {"title": "Rows – kept"}),
    _file(H, "a.html", web("<title>Rows of it</title><base href='https://b.example/docs/'><link rel='canonical' href='rows.html'>"), FILL, (), {"url": "https://b.example/docs/rows.html"}),
    _file(H, "a.html", f"<html><head><title>Rows of it</title></head><body><article class='h-entry'><h1 class='p-name'>Rows of it</h1><p>By <a class='p-author h-card' href='/ann'>Ann Bee</a> on <time class='dt-published' datetime='2026-11-02T09:00:00Z'>Monday</time></p><div class='e-content'><p>{LONG}</p></div></article></body></html>", FILL, (), {"published": NINE, "authors": ("Ann Bee",)}),
    _file(H, "a.html", f"<html><head><title>Rows of it</title></head><body><article itemscope itemtype='https://schema.org/BlogPosting'><h1 itemprop='headline'>Rows of it</h1><span itemprop='author' itemscope itemtype='https://schema.org/Person'><span itemprop='name'>Ann Bee</span></span><meta itemprop='datePublished' content='2026-11-02'><div itemprop='articleBody'><p>{LONG}</p></div></article></body></html>", FILL, (), {"published": DAY, "authors": ("Ann Bee",)}),
    _file(H, "a.html", page("<dl><div><dt>read</dt><dt>fetch</dt><dd>It takes 60 seconds.</dd></div><div><dt>write</dt><dd>It takes 90 seconds.</dd><dd>It is locked.</dd></div></dl>"), ("It takes 60 seconds.", "It takes 90 seconds.", "It is locked."), ("readfetch", "seconds.It"), {}),
)  # fmt: skip
M = "markdown of the seventh"
MARKS = (
    _file(M, "a.md", f"Cache\nnotes of it\n===========\n\n{LONG}\n", FILL, (), {"title": "Cache notes of it"}),
    _file(M, "a.md", md("Use \\*all\\* of `a\\*b`, 1\\. of \\[x\\](y) and 5 &lt; 6 &amp;amp; &#35;7 \\\\ of it."), "Use *all* of a\\*b, 1. of [x](y) and 5 < 6 &amp; #7 \\ of it.", (), {}),
    _file(M, "a.md", md("It waits {::comment}30 seconds{:/comment} 60 seconds of it.\n\n{::comment}\nIt was thirty of them.\n{:/comment}\n\nAn HTML page.\n\n*[HTML]: Hyper Text"), ("60 seconds of it.", "An HTML page."), ("30", "thirty", "Hyper", "comment"), {}),
    _file(M, "a.md", md("It takes {- 30 -}{+ 60 +} seconds, [-forty-] [+ fifty +] rows of it."), ("60", "seconds", "fifty"), ("30", "forty"), {}),
    _file(M, "a.mdx", md("The limit is{\" \"}\n<b>60</b>{' '}seconds of {\"it\"} and {`so`} on."), "The limit is 60 seconds of it and so on.", ("{",), {}),
    _file(M, "a.md", md("> [!WARNING]\n> It takes 60 seconds of it.\n\n> [!tip]- Rows of a day\n> It is kept in it."), ("It takes 60 seconds of it.", "Rows of a day", "It is kept in it."), ("[!",), {}),
    _file(M, "a.md", md("[[toc]]\n\n<<< @/snippets/rows.js{2}\n\n## Limits <Badge type=\"tip\" text=\"beta\" />\n\n::: code-group\n```sh [npm]\ndrain node-7\n```\n:::"), ("Limits", "drain node-7"), ("toc", "<<<", "snippets", "Badge", ":::"), {}),
    _file(M, "a.md", md("/// note | On rows\nIt takes 60 seconds of it.\n///\n\nPress ++ctrl+c++ to end it.\n\n[=65% \"65%\"]\n\n- [ ] Not yet kept\n- [x] Kept of it"), ("On rows", "It takes 60 seconds of it.", "Not yet kept", "Kept of it"), ("///", "++"), {}),
    _file(M, "a.md", md("(limits)=\n## Limits\n\n% It was 30 of them.\n\nSee {abbr}`TTL (time to live)` and {doc}`the rows <rows>`; {numref}`Figure %s <f>` is old.\n\n+++ {\"a\": 1}\n\n" + SAID), ("TTL", "the rows", SAID), ("limits)", "30", "+++", "{abbr}", "{doc}"), {}),
    _file(M, "a.md", md("| Way | Takes |\n|---|---|\n| one<br>two | 60 s<br/>90 s |\n\nIt is ***kept** of* it."), ("It is kept of it.",), ("onetwo", "s90", "<br", "*"), {}),
)  # fmt: skip
A = "asciidoc of the seventh"
ADOC = (
    _file(A, "a.adoc", adoc("See <<limits>> and <<limits,the rest>> of it.\n\n[[limits]]\n== Limits of rows\n\n" + SAID), ("See Limits of rows and the rest of it.", SAID), ("<<",), {}),
    _file(A, "a.adoc", adoc("[source,sh]\n----\ndrain node-7 # <1>\nwait 90 <.>\n----\n<1> It drains 60 rows.\n<.> It waits."), ("drain node-7", "It drains 60 rows.", "It waits."), ("<1>", "<.>"), {}),
    _file(A, "a.adoc", adoc("It takes [.line-through]#30# 60 of ((rows)) of it. (((rows, kept)))It is kept.\n\n////\nIt was thirty of them.\n////\n// forty of them\n" + SAID), ("60 of rows of it. It is kept.", SAID), ("30", "thirty", "forty", "((", "))", "kept)"), {}),
    _file(A, "rows.adoc", f"= Rows of it\nAnn Bee <ann@b.example>; Ben Cee\nv1.2, 2026-11-02: Mended of it\n:toc:\n\n{LONG}\n", FILL, ("v1.2",), {"title": "Rows of it", "authors": ("Ann Bee", "Ben Cee"), "published": DAY}),
    _file(A, "a.adoc", adoc("[cols=\"1,1,1\"]\n|===\n|Call |Cold |Warm\n\n|read 2+|60 s\n3+h|All of it\n.2+|write |70 s |80 s\n|75 s |85 s\n|===")  , ("read | 60 s", "All of it", "write | 70 s | 80 s"), ("2+", "3+h", ".2+"), {}),
    _file(A, "a.adoc", adoc("ifeval::[\"{x}\" == \"y\"]\nIt takes 30 of them.\nendif::[]\n\nRead (:rows-kept:)::\nIt takes 60 of them.\nNested:::: It waits.\n\ntoc::[]\n\nmailto:ann@b.example[Ann Bee] keeps it, icon:check[] image:a.png[A cat] of a day."), ("It takes 60 of them.", "It waits.", "Ann Bee keeps it"), ("ifeval", "toc::", "icon:", "mailto", "::::"), {}),
)  # fmt: skip
R = "restructured text of the seventh"
RST = (
    _file(R, "a.rst", f"===========\nRows of it\n===========\n\n:Author: Ann Bee\n:Date: 2026-11-02\n:Status: Draft\n\n{LONG}\n", FILL, (), {"title": "Rows of it", "authors": ("Ann Bee",), "published": DAY}),
    _file(R, "a.rst", rst("See :pep:`8`, :rfc:`2119`, :guilabel:`&Keep all`, :menuselection:`File --> Rows`, :py:class:`~a.b.Rows`, :abbr:`TTL (time to live)` and :download:`the rows <a.zip>` of it."), ("PEP 8, RFC 2119, Keep all, File", "Rows, TTL", "the rows of it."), ("&Keep", "~a", "a.b.Rows", "a.zip"), {}),
    _file(R, "a.rst", rst(".. deprecated-removed:: 3.12 3.14\n   Use rows of it.\n\n.. topic:: Limits of rows\n\n   It takes 60 seconds.\n\n.. rubric:: Rows of a day\n\n.. literalinclude:: a.py\n   :lines: 1-3"), ("3.12", "3.14", "Use rows of it.", "Limits of rows", "It takes 60 seconds.", "Rows of a day"), ("a.py", "::"), {}),
    _file(R, "a.rst", rst("+--------+-----------+\n| Call   | Limit     |\n+========+===========+\n| read   | 60 s of   |\n|        | it        |\n+--------+-----------+\n| write  | 90 s      |\n+--------+-----------+"), ("read | 60 s of it", "write | 90 s"), ("+--",), {}),
    _file(R, "a.rst", rst("The `rows`__ take |time| of it; see `limits of it`_, \\*all\\* re\\ ``gex``\\ es.\n\n-a, --all  Keeps all 60 rows.\n-q         Says nothing.\n\n| One line\n| of two\n\n__ https://b.example\n.. |time| replace:: 60 seconds\n.. _limits of it: https://b.example/l"), ("The rows take 60 seconds of it; see limits of it, *all* regexes.", "--all", "Keeps all 60 rows.", "One line"), ("|time", "__", "b.example"), {}),
    _file(R, "a.rst", rst("term : kind of row\n    It takes 60 seconds.\n\n>>> rows.keep(60)\n60\n\n.. container:: wide\n\n   It is kept.\n\n.. hlist::\n   :columns: 2\n\n   * first row\n   * next row\n\n.. [CIT] Kept by Ann.\n\nSo says [CIT]_ of it."), ("It takes 60 seconds.", "rows.keep(60)", "It is kept.", "first row", "Kept by Ann.", "of it."), ("columns", "hlist", "]_"), {}),
)  # fmt: skip
V = "talk of the seventh"
TALK = (
    _file(V, "a.srt", srt(">> ANN: The limit is 60 seconds of it.", ">> BEN: And what of the rows of it?", ">> ANN: They are kept for a day and no more.", ">> BEN: So it is kept."), ("The limit is 60 seconds of it.", "They are kept for a day"), (">>",), {}),
    _file(V, "a.vtt", vtt("WE SET THE POOL TO 40 (NOT 400) CONNECTIONS", "ON EVERY NODE AND IT TAKES 60 SECONDS [OF IT].", "NOBODY SAW THE ALERT [APPLAUSE] OF THAT DAY."), ("TO 40 (NOT 400) CONNECTIONS", "[OF IT]"), ("APPLAUSE",), {}),
    _file(V, "a.srt", "\ufeff1\r\n00:00:01.000 --> 00:00:04.000\r\nThe limit is\r\n\r\n2\r\n00:00:04.000 --> 00:00:06.000 X1:40 X2:600 Y1:20 Y2:50\r\n60 seconds of it.\r\n\r\n3\r\n00:00:06,000 --> 00:00:09,000\r\n- And the rows?\r\n- They are kept in one file for a day of it.\r\n", ("The limit is 60 seconds of it.", "They are kept in one file"), ("X1", "00:00"), {}),
    _file(V, "a.vtt", "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\nREGION\nid:bill\nwidth:40%\n\n1 - intro\n00:00:01.000 --> 00:00:04.000 region:bill\n<lang en-GB>The limit of <ruby>rows<rt>roz</rt></ruby> is 60 seconds,</lang>\n\nNOTE thirty rows\n\n00:00:05.000 --> 00:00:08.000\n<00:00:05.500>a &lt; b &amp;amp; the rest of it is kept for a day.\n", ("is 60 seconds,", "a < b &amp; the rest of it"), ("bill", "thirty", "intro", "MPEGTS"), {}),
    _file(V, "a.srt", srt("We keep 60 rows of it #cache in one file.", "♪ la la la ♪", "The price is $40/month (≈ €37) for each of it.", "<b>Note:</b> {y:i}it is kept."), ("60 rows of it #cache in one file.", "$40/month (≈ €37) for each", "Note: it is kept."), ("la la", "{y"), {}),
)  # fmt: skip
F = "feeds of the seventh"
FEEDS = (
    _file(F, "a.atom", f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:xh='http://www.w3.org/1999/xhtml'><title>N</title><id>u:f</id><author><name>Ann Bee</name></author><entry><title>Rows</title><id>u:1</id><link href='{AT}'/><published>2026-11-02T09:00:00Z</published><updated>2026-11-02T09:00:00Z</updated><contributor><name>Ben Cee</name></contributor><content type='xhtml'><xh:div><xh:p>{LONG}</xh:p><xh:p>It takes <xh:del>30</xh:del> 10<xh:sup>6</xh:sup> rows.</xh:p></xh:div></content></entry></feed>", (FILL, "It takes 10^6 rows."), ("30", "106"), {"authors": ("Ann Bee",), "published": NINE, "url": AT}),
    _file(F, "a.xml", rss(f"<item><title>Rows</title><guid>{AT}</guid><dc:creator>Ann Bee</dc:creator><dc:creator>Ben Cee</dc:creator><dc:date>2026-11-02T09:00:00Z</dc:date>{body(f'<p>{LONG}</p>')}</item>"), FILL, (), {"url": AT, "authors": ("Ann Bee", "Ben Cee"), "published": NINE}),
    _file(F, "a.json", json.dumps({"version": "https://jsonfeed.org/version/1", "title": "N", "home_page_url": "https://n.example/", "author": {"name": "Ann Bee"}, "items": [{"id": "1", "url": AT, "external_url": "https://o.example/", "title": "Rows", "content_text": f"{LONG}\n\nA Vec<u8> & <b>not</b> of *it*.", "date_published": "2026-11-02T10:00:00+01:00"}]}), (FILL, "A Vec<u8> & <b>not</b> of *it*."), (), {"url": AT, "authors": ("Ann Bee",), "published": NINE}),
    _file(F, "a.xml", rss("".join(f"<item><title>Rows {n}</title><link>https://n.example/{n}</link><pubDate>{d}</pubDate>{body(f'<p>Part {n}. {LONG}</p>')}</item>" for n, d in enumerate(("Mon, 2 Nov 26 09:00 UT", "Mon, 02 Nov 2026 10:00:00 +0100 (CET)", "Monday, November 2, 2026 9:00 AM GMT", "2026-11-02 09:00:00 UTC", "02 Nov 2026 09:00:00 Z")))), (), (), *({"published": NINE},) * 5),
    _file(F, "a.xml", rss(f"<item><title>Use Vec&amp;lt;u8&amp;gt; &amp;amp; rows</title><link>{AT}</link><description>{esc(f'<p>{LONG}</p><p>It takes 5 &lt; 6 rows, &quot;all&quot; of <code>Map&lt;K, V&gt;</code>.</p>')}</description></item>"), (FILL, "It takes 5 < 6 rows, \"all\" of Map<K, V>."), (), {"title": "Use Vec<u8> & rows"}),
)  # fmt: skip
T = "facts of the seventh"
FACTS = (
    _file(T, "a.md", f"---\ntitle: >-\n  Rows of\n  a day\nauthor:\n  - name: Ann Bee\n    url: https://b.example\n  - ref: x\n    name: Ben Cee\npubDatetime: 2026-11-02T09:00:00Z\ncanonicalURL: https://b.example/rows\n---\n\n{LONG}\n", FILL, (), {"title": "Rows of a day", "authors": ("Ann Bee", "Ben Cee"), "published": NINE, "url": "https://b.example/rows"}),
    _file(T, "a.md", f"---\ntitle: 'Rows: it''s \"kept\"'\ndate: November 2nd, 2026\nauthors: Ann Bee & Ben Cee\n...\n\n{LONG}\n", FILL, ("...",), {"title": "Rows: it's \"kept\"", "published": DAY}),
    _file(T, "a.md", f"<!--\ntitle: \"Rows of a day\"\ncustom_edit_url: https://b.example/edit\ndate: 2026-11-02\n-->\n\n# Rows of it\n\n{LONG}\n", FILL, ("custom_edit",), {}),
    _file(T, "a.md", f"---\ntitle: Rows of a day\ndate: 2-Nov-2026\nlast_modified_at: 2026-11-19\n---\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file(T, "a.md", f"---\ntitle: Rows of a day\ndate: 1793610000\n---\n\n{LONG}\n", FILL, (), {"title": "Rows of a day"}),
    _file(T, "a.html", web("<title>Rows of a day</title><meta name='citation_author' content='Bee, Ann'><meta name='citation_author' content='Cee, Ben'><meta name='citation_publication_date' content='2026/11/02'>"), FILL, (), {"published": DAY, "authors": ("Ann Bee", "Ben Cee")}),
    _file(T, "a.html", f"<html><body><header><svg><title>Logo of Bee</title></svg></header><main><h1>Rows <small>beta</small> of a day</h1><p>{LONG}</p></main></body></html>", FILL, ("Logo",), {"title": "Rows beta of a day"}),
)  # fmt: skip
D = "pages and cells of the seventh"
HEAD: Line = ("Rows of a day", 40, 760, 18)
SPLIT = ["onds of a low-", "latency row and well-", "known con-", "nections of it.", *Q]
PARTS = ("First", "Next", "Third", "Last")
NAMED = (("Part", "one"), ("Side", "two"), ("Row", "three"), ("Last", "four"))
PDF = (
    _file(D, "two-columns.pdf", pdf([("Rows of a day", 200, 760, 18), *down(P, size=10), *down(Q, left=320, size=10)]), ("in one file, and a cold start reads that file once", "locked in that time, so calls"), ("cold A", "coldA"), {}),
    _file(D, "hyphen.pdf", pdf([HEAD, *down([*P, "It takes 60 sec-"])], down(SPLIT, 760)), ("60 seconds", "connections of it."), ("sec-", "con-"), {}),
    _file(D, "heads.pdf", pdf(*[[("Bee Systems confidential", 40, 785, 8), *down([f"{part} part {n}: {P[0]}", *P[1:], *Q]), (f"Page {n} of 4", 280, 20, 8)] for n, part in enumerate(PARTS, 1)], info="/Title (untitled) /Author (Administrator) /CreationDate (D:20261102090000Z)"), ("First part 1", "Last part 4"), ("Page 2 of 4", "confidential"), {"authors": ()}),
    _file(D, "numbered.pdf", pdf(*[[("Bee Systems notes", 40, 785, 8), *down([f"nections {word} of it." if n else f"Part {word} of it.", *[f"{name} {row}" for row in P], f"{name} of {word} is known that all con-"]), (str(n), 280, 20, 8)] for n, (name, word) in enumerate(NAMED)]), ("all connections", "two of it.", "all con-"), ("nections",), {}),
    _file(D, "compound.pdf", pdf(down(["The well-known rows.", *P, "It is the well-"]), down(["known rows of it.", *Q])), ("the well-known", "rows of it."), ("wellknown",), {}),
)  # fmt: skip


def cell(kind: str, source: str | list[str], **more: object) -> dict[str, object]:
    """A cell of a notebook, with outputs where it holds code."""
    held = {"cell_type": kind, "metadata": {}, "source": source, **more}
    return {"outputs": [], "execution_count": 1, **held} if kind == "code" else held


def notebook(*cells: dict[str, object]) -> str:
    """A notebook of these cells."""
    told = {"kernelspec": {"language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": told, "nbformat": 4, "nbformat_minor": 5})


N = "pages and cells of the seventh"
NOTE = (
    _file(N, "a.ipynb", notebook(cell("markdown", f"# Rows of a day\n\n{LONG}"), cell("code", "keep(60)", outputs=[{"output_type": "stream", "name": "stdout", "text": ["\u001b[31mkept\u001b[0m 60 rows\n"]}, {"output_type": "error", "ename": "ValueError", "evalue": "no rows", "traceback": ["\u001b[0;31mValueError\u001b[0m: no rows"]}])), (FILL, "keep(60)"), ("[31m", "[0m"), {"title": "Rows of a day"}),
    _file(N, "a.ipynb", notebook(cell("markdown", f"# Rows of a day\n\n{FILL}"), cell("code", ["#@title Keep rows { display-mode: \"form\" }\n", "keep(60)"]), cell("code", ["#| echo: false\n", "#| label: fig-rows\n", "show(60)"]), cell("markdown", f"It waits <del>30</del> 60 s.\n\n{MORE}", metadata={"tags": ["remove-cell"]})), (FILL, "keep(60)"), ("30",), {}),
)  # fmt: skip
C = "advisories of the seventh"
ADV = (
    _file(C, "kev.json", json.dumps({"title": "Known Exploited", "catalogVersion": "2026.11.02", "dateReleased": "2026-11-02T09:00:00Z", "count": 2, "vulnerabilities": [{"cveID": f"CVE-2026-{n}", "vendorProject": "Bee", "product": "Rows", "vulnerabilityName": f"Bee Rows {n} Read Past End", "dateAdded": "2026-11-02", "shortDescription": f"Bee Rows {n} reads past the end of its buffer, so a crafted row lets a remote caller read what lies there.", "requiredAction": "Apply mitigations per vendor instructions.", "dueDate": "2026-11-23"} for n in (1, 2)]}), ("Bee Rows 1 reads past", "Bee Rows 2 reads past"), (), {"published": DAY}, {"published": DAY}),
    _file(C, "ghsa.json", json.dumps([{"ghsa_id": "GHSA-aaaa-bbbb-cccc", "cve_id": "CVE-2026-7", "summary": "Rows are read twice", "description": f"### Impact\n{LONG}", "severity": "high", "published_at": "2026-11-02T09:00:00Z", "html_url": "https://g.example/GHSA-aaaa-bbbb-cccc", "vulnerabilities": [{"package": {"ecosystem": "npm", "name": "rows"}, "vulnerable_version_range": "< 1.2.3", "first_patched_version": {"identifier": "1.2.3"}}]}]), (FILL, "1.2.3"), ("###",), {"title": "GHSA-aaaa-bbbb-cccc: Rows are read twice", "published": NINE}),
    _file(C, "releases.json", json.dumps([{"tag_name": f"v1.{n}", "name": f"Rows 1.{n}", "published_at": "2026-11-02T09:00:00Z", "html_url": f"https://g.example/r/v1.{n}", "author": {"login": "ann"}, "body": f"## What changed\n\n* Part {n} of it. {LONG}"} for n in (1, 2)]), ("Part 1 of it.", "Part 2 of it."), ("##",), {"title": "Rows 1.1", "published": NINE, "url": "https://g.example/r/v1.1"}, {"title": "Rows 1.2", "published": NINE}),
    _file(C, "CHANGELOG.json", json.dumps({"name": "@bee/rows", "entries": [{"version": "1.2.0", "tag": "@bee/rows_v1.2.0", "date": "Mon, 02 Nov 2026 09:00:00 GMT", "comments": {"minor": [{"comment": FILL}], "patch": [{"comment": MORE}]}}]}), (FILL, MORE, "1.2.0"), (), {}),
    _file(C, "OSV-1.yaml", f"id: OSV-2026-1\nsummary: Rows are read past their end\ndetails: |\n  {LONG}\npublished: 2026-11-02T09:00:00Z\naffected:\n  - package: {{name: rows, ecosystem: OSS-Fuzz}}\n    ranges:\n      - type: SEMVER\n        events: [{{introduced: '0'}}, {{last_affected: 1.2.2}}]\n", (FILL, "1.2.2"), (), {"published": NINE, "title": "OSV-2026-1: Rows are read past their end"}),
    _file(C, "vex.json", json.dumps({"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://b.example/vex/1", "author": "Ann Bee", "timestamp": "2026-11-02T09:00:00Z", "version": 1, "statements": [{"vulnerability": {"name": "CVE-2026-7"}, "products": [{"@id": "pkg:npm/rows@1.2.3"}], "status": "not_affected", "justification": "vulnerable_code_not_in_execute_path", "impact_statement": LONG}]}), (FILL,), (), {"published": NINE}),
)  # fmt: skip

B = "brothers of the seventh"
XH = "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>Rows of it</title></head><body><article><h1>Rows of it</h1>"
REF = f"<refentry xml:id='keep_rows'><refnamediv><refname>keep_rows</refname><refpurpose>Keeps rows for a day</refpurpose></refnamediv><refsynopsisdiv><funcsynopsis><funcprototype><funcdef>boolean <function>keep_rows</function></funcdef><paramdef><type>row</type> <parameter>one</parameter></paramdef></funcprototype></funcsynopsis></refsynopsisdiv><refsection><title>Description</title><para>{FILL}</para><para>See <xref linkend='keep_rows'/> of it.</para></refsection></refentry>"
BROTHERS = (
    _file(B, "a.html", f"{XH}<p>{LONG}</p><p>It takes <![CDATA[5 & 6]]> seconds of it.</p></article></body></html>", "It takes 5 & 6 seconds of it.", (), {}),
    _file(B, "a.html", f"<html><head><title>Rows of it</title></head><body><article class='h-entry'><h1 class='p-name'>Rows of it</h1><div class='p-author h-card'><img src='a.png'><span class='p-name'>Ann Bee</span><p class='p-note'>Keeps rows.</p></div><div class='e-content'><p>{LONG}</p></div><div class='p-comment h-cite'><span class='p-author h-card'>Zed Why</span><p>Good rows.</p></div></article></body></html>", FILL, (), {"authors": ("Ann Bee",)}),
    _file(B, "a.html", f"<html><head><title>Rows of it</title></head><body><article><h1>Rows of it</h1><p>{LONG}</p></article><section><div itemprop='comment' itemscope><span itemprop='author'>Zed Why</span><p>Good rows of it, says one.</p></div></section></body></html>", FILL, (), {"authors": ()}),
    _file(B, "a.html", web("<meta name='citation_author' content='Ann Bee'><meta name='citation_author' content='Cee, Ben D.'><title>Rows of a day</title>"), FILL, (), {"authors": ("Ann Bee", "Ben D. Cee")}),
    _file(B, "a.md", md("{::nomarkdown}\n<p>It takes 60 seconds of it.</p>\n{:/nomarkdown}\n\n{::options parse_block_html=\"true\" /}\n\nIt is kept."), ("It takes 60 seconds of it.", "It is kept."), ("nomarkdown", "options"), {}),
    _file(B, "a.md", md("A comment {- like this -} is one of Haskell, and it takes [-5-] of them."), "A comment {- like this -} is one of Haskell", (), {}),
    _file(B, "a.md", md("The range [-1, 1] and [+2] and {+x} stay, the set {-a-b} too."), "The range [-1, 1] and [+2] and {+x} stay", (), {}),
    _file(B, "a.md", md("//// tab | In Go\n/// admonition | On rows\n    type: warning\n\nIt takes 60 seconds of it.\n///\n////\n\nPress ++ctrl+alt+\"Del\"++ or ++enter++ of it, for i++ and ++j too."), ("In Go", "On rows", "It takes 60 seconds of it.", "ctrl+alt+Del or enter of it, for i++ and ++j too."), ("////", "type: warning"), {}),
    _file(B, "a.md", md("The doc comments are\n/// words of it\nin Rust, and it is kept so."), "/// words of it", (), {}),
    _file(B, "a.md", md("% of rows that are kept is 60 of them.\n\n+++ b/a.c is what a diff has."), ("% of rows that are kept is 60", "+++ b/a.c is"), (), {}),
    _file(B, "a.adoc", adoc("See <<lim>>, xref:#when[], <<_rows_of_a_day>>, <<fig>>, <<said>> and <<other>> of it.\n\n[#lim]\n== Limits of rows\n\n" + SAID + "\n\n[id=\"when\"]\n[.wide]\n=== When it waits\n\nIt waits.\n\n== Rows of a day\n\nKept.\n\n[[fig]]\n.Rows by day\n----\na b\n----\n\n[[said,what Ann said]]\n== Ann\n\nIt is."), ("See Limits of rows, When it waits, Rows of a day, Rows by day, what Ann said and other of it.",), ("<<",), {}),
    _file(B, "a.rst", rst("Press :guilabel:`Save && &quit` in :menuselection:`&File --> &Rows` of it, and :file:`a&b` is kept."), "Press Save & quit in File ‣ Rows of it, and a&b is kept.", (), {}),
    _file(B, "a.vtt", vtt("We set the pool to 40 of them [DOOR CREAKS] on every node", "and it takes 60 seconds of it for a day."), "to 40 of them on every node", ("CREAKS",), {}),
    _file(B, "a.srt", srt("{Y:b}We keep the index of it in one file.", "It maps {a: 1} and {x:y} to the rows of it."), ("We keep the index", "{a: 1}"), ("Y:b",), {}),
    _file(B, "kev.json", json.dumps({"vulnerabilities": [{"cveID": "CVE-2026-1", "vulnerabilityName": "Bee Rows Read Past End", "dateAdded": "2026-11-02", "shortDescription": LONG, "requiredAction": "Apply the update of it by the maker of it."}]}), (FILL, "Apply the update"), (), {"title": "CVE-2026-1: Bee Rows Read Past End", "published": DAY}),
    _file(B, "vex.json", json.dumps({"@context": "https://openvex.dev/ns", "author": "Bee", "timestamp": "2026-11-02T09:00:00Z", "statements": [{"vulnerability": "CVE-2026-7", "products": [{"@id": "pkg:npm/rows"}], "status": "affected", "action_statement": LONG}, {"vulnerability": {"name": "CVE-2026-8"}, "status": "fixed"}]}), (FILL, "CVE-2026-7: affected (pkg:npm/rows)", "CVE-2026-8: fixed"), (), {"title": "CVE-2026-7", "published": NINE}),
    _file(B, "CHANGELOG.json", json.dumps({"name": "rows", "entries": [{"version": "1.3.0", "comments": {}}, {"version": "1.2.0", "date": "Mon, 02 Nov 2026 09:00:00 GMT", "comments": {"none": [{"comment": ""}], "patch": [{"comment": f"{FILL} [rows](https://b.example)"}]}}]}), (FILL + " rows", "1.2.0"), ("1.3.0",), {"title": "rows"}),
    _file(B, "a.html", page("<table><tr><th>Call</th><th>Limit</th></tr><tfoot><tr><th colspan='2'>Sums of it</th></tr></tfoot><tr><td>read</td><td>30 s</td></tr></table>"), ("read | 30 s\nSums of it",), (), {}),
    _file(B, "a.adoc", adoc("For common [.cmd]`keep` options of it, see xref:a.adoc[[.cmd]`keep`] and [.var]_rows_, or the [.param]*all* of it; `[.x]` stays."), ("For common keep options of it, see keep and rows, or the all of it; [.x] stays.",), ("[.cmd]", "[.var]"), {}),
    _file(B, "a.adoc", adoc("* *Read*\n .. First it waits\n .. Then it reads\n* *Write*\n .. It writes of it\n\n  ** deep row\n   *** deeper row"), ("- Read\n", "1. First it waits", "2. Then it reads", "1. It writes of it", "- deep row", "- deeper row"), ("..", "**"), {}),
    _file(B, "a.adoc", adoc("[source,sh]\n----\ninclude::example$keep.sh[tag=rows]\n----\n\nIt is kept. See xref:b.adoc[image:rows.png[,220,align=left]] of it."), ("It is kept.",), ("include", "rows.png", "220"), {}),
    _file(B, "a.adoc", adoc("[cols=\"1,1\"]\n|===\n|Call |Limit\n\na| [#rows-alert]\nRows are many of it.\na| [[x]]\nIt waits 60 s.\n|==="), ("Rows are many of it. | It waits 60 s.",), ("rows-alert", "[[x"), {}),
    _file(B, "a.rst", rst("See :ref:`rows-kept` and :ref:`rows-lost` of it.\n\n.. _rows-kept:\n\n``rows.kept``\n-------------\n\nIt is kept.\n\n.. _rows-lost:\n\nThe :func:`lost` *rows* of a_b * 2\n----------------------------------\n\nIt is lost."), ("See rows.kept and The lost rows of a_b * 2 of it.",), ("``",), {}),
    _file(B, "a.adoc", adoc(".Limits of it\n[cols=\"5m,4,2\",options=\"header\"]\n|===\n\n| Name\n| What it does\n| Default\n\n| KEEP_ROWS\n| Keeps rows\n| `no`\n\n| KEEP_ALL\n| Keeps all\n| -\n|==="), ("Limits of it", "Name | What it does | Default\nKEEP_ROWS | Keeps rows | no\nKEEP_ALL | Keeps all | -"), (), {}),
    _file(B, "a.adoc", adoc("[cols=\"2*\"]\n.Rows by day\n|===\n|one\n|1 s\n|two\n|2 s\n|===\n\n[cols=1;3a]\n|===\n|a\n|b\n|==="), ("Rows by day", "one | 1 s\ntwo | 2 s", "a | b"), (), {}),
    _file(B, "a.adoc", adoc("The form is \\http://<username>:<password>@<ip-address>:<port_number> and `<the-key>` of it, for Vec<u8-like> too."), ("The form is http://<username>:<password>@<ip-address>:<port_number> and <the-key> of it",), ("\\http", "&lt;"), {}),
    _file(B, "a.adoc", adoc("It runs {ProductHome} of it. The limit is 60 seconds; call /a/{rowId} or {rowId} of it."), ("The limit is 60 seconds; call /a/{rowId} or {rowId} of it.",), ("ProductHome",), {}),
    _file(B, "a.md", md("<table><thead><th><h2 data-x>Arguments</h2></th><th>Type</th></thead><tbody><tr><td>rows</td><td>Int</td></tr></tbody></table>"), ("Arguments | Type", "rows | Int"), (), {}),
    _file(B, "a.html", page("<table><th>Call</th><th>Limit</th><tr><td>read</td><td>30 s</td></tr><td>write</td><td>60 s</td></table>"), ("Call | Limit\nread | 30 s\nwrite | 60 s",), (), {}),
    _file(B, "a.html", page("<table><thead><th>Arguments of it</th></thead><tbody><tr><td>The rows are kept for a day.</td></tr></tbody></table>"), ("Arguments of it", "The rows are kept for a day."), (), {}),
    _file(B, "keep_rows.xml", REF, ("keep_rows\n\nKeeps rows for a day\n\nboolean keep_rows row one\n", FILL, "See “keep_rows” of it."), (), {"title": "keep_rows"}),
    _file(B, "book.xml", f"<book xmlns='http://docbook.org/ns/docbook'><info><title>Rows</title></info><chapter xml:id='c'><title>Limits of rows</title><para>{FILL}</para>{REF}<para>See <xref linkend='c'/> too.</para></chapter></book>", (FILL, "Keeps rows for a day", "See “Limits of rows” too."), (), {"title": "Rows"}),
    _file(B, "a.md", md("<table>\n  <tbody>\n    <tr id=\"a\">\n      <th><code>keep</code></th>\n      <td>It keeps rows.</td>\n    </tr>\n\n    <tr id=\"b\">\n      <th><code>lose</code></th>\n      <td>It loses rows of it.</td>\n    </tr>\n  </tbody>\n</table>"), ("keep | It keeps rows.", "lose | It loses rows of it."), ("<tr", "<th"), {}),
    _file(B, "a.md", md("Use it:\n\n    <tr><td>code</td></tr>\n\nIt is kept. An `<table>` is one."), ("<tr><td>code</td></tr>",), (), {}),
    _file(B, "a.md", md("See {ref}`rows` and `a = 1`{l=python} of it.\n\n{.wide style=plain}\nKept of it."), ("a = 1 of it.", "Kept of it."), ("l=python", "style"), {}),
    _file(B, "a.md", md("The map `a`{b=c} stays where no tool reads it so."), ("The map a{b=c} stays",), (), {}),
)  # fmt: skip

FILES: tuple[File, ...] = (
    *HTML,
    *MARKS,
    *ADOC,
    *RST,
    *TALK,
    *FEEDS,
    *FACTS,
    *PDF,
    *NOTE,
    *ADV,
    *BROTHERS,
)
