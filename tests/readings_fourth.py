"""A fourth round of small inputs, written in the sight of no reader: the forms that none of the others has.

Enter: nothing. Leave: `FILES`, of the form of `readings_tools.py`. Written after what KaTeX, Prism, Shiki,
Tailwind, ABlog, Nikola, ASS captions, diarised talk, ASP.NET, declarative shadow roots and mail write.
"""

from __future__ import annotations

import json

from tests.readings_tools import DAY, FILL, LONG, MORE, File, _file, md, page

SAID = "The limit is 60 seconds for each call that is made of it."
K = "and the rest of the rows are kept in one file for a day."


def vtt(*cues: str) -> str:
    rows = (
        f"00:00:{4 * n:02}.000 --> 00:00:{4 * n + 4:02}.000\n{cue}" for n, cue in enumerate(cues)
    )
    return "WEBVTT\n\n" + "\n\n".join(rows) + "\n"


def srt(*cues: str) -> str:
    rows = (
        f"{n + 1}\n00:00:{4 * n:02},000 --> 00:00:{4 * n + 4:02},000\n{cue}"
        for n, cue in enumerate(cues)
    )
    return "\n\n".join(rows) + "\n"


KATEX = (
    "<span class='katex'><span class='katex-mathml'><math><semantics><mrow><msup><mn>10</mn><mn>6</mn></msup></mrow>"
    "<annotation encoding='application/x-tex'>10^6</annotation></semantics></math></span>"
    "<span class='katex-html' aria-hidden='true'><span class='base'><span class='mord'>1</span><span class='mord'>0</span>"
    "<span class='msupsub'><span class='mord'>6</span></span></span></span></span>"
)  # fmt: skip
INLINE = (
    _file("inline forms", "a.html", page(f"<p>The store takes {KATEX} requests a day.</p>"), "takes 10^6 requests", ("106",), {}),
    _file("inline forms", "a.html", page("<p>It is 10<sup>6</sup>–10<sup>9</sup> rows and O(n<sup>2</sup> log n) of work.</p>"), "10^6–10^9 rows and O(n^2 log n)", ("n2",), {}),
    _file("inline forms", "a.html", page("<p>It takes 10<sup>−6</sup> s and x<sup>n−1</sup> of it.</p>"), "10^−6 s", ("10−6", "xn−1"), {}),
    _file("inline forms", "a.html", page("<p>Rows of <math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math> and <math><msub><mi>a</mi><mn>3</mn></msub></math> are read.</p>"), ("are read.",), ("x12",), {}),
    _file("inline forms", "a.html", page("<p>The store takes <script type='math/tex'>10^6</script> requests a day.</p>"), "takes 10^6 requests", (), {}),
    _file("inline forms", "a.html", page("<p>The limit is <span class='line-through text-gray-400'>30</span> 60 seconds for a call.</p>"), "The limit is 60 seconds", ("30",), {}),
    _file("inline forms", "a.html", page("<p>The limit is <span style='text-decoration: underline line-through'>30</span> 60 seconds for a call.</p>"), "The limit is 60 seconds", ("30",), {}),
    _file("inline forms", "a.html", page("<p>The limit is <del>thirty <ins>or forty</ins> rows,</del><ins>60</ins> seconds for a call.</p>"), "The limit is 60 seconds", ("thirty", "forty"), {}),
    _file("inline forms", "a.md", md("The limit is {del}`30` 60 seconds for a call."), "60 seconds for a call.", ("30",), {}),
    _file("inline forms", "a.md", md("The limit is ~~**30** and `31`~~ 60 seconds for a call."), "The limit is 60 seconds", ("30", "31"), {}),
    _file("inline forms", "a.rst", f"Cache notes\n===========\n\n.. role:: del\n   :class: del\n\n{FILL}\n\nThe limit is :del:`30 or so` 60 seconds for a call.\n\n{MORE}\n", "60 seconds for a call.", ("30",), {}),
    _file("inline forms", "a.html", page("<p>He said <q>it <q>never</q> fails</q>, and 漢<ruby>字<rt>ji</rt></ruby> 60 is kept.</p>"), ("never", "60 is kept"), ("字ji",), {}),
    _file("inline forms", "a.html", page("<p>It holds 60<a class='footnote-backref' href='#r1'>↩</a> rows<sup class='fn'><a href='#n1'>*</a></sup> and 70<sup>†</sup> more.</p>"), ("It holds 60", "rows"), ("60↩", "rows*"), {}),
    _file("inline forms", "a.adoc", f"= Cache notes\n\n{FILL}\n\nIt takes 10^−6^ s, [.underline]#sixty# of them, and [.strike]#30# 60 rows.\n\n{MORE}\n", "10^−6 s, sixty of them", ("30",), {}),
)  # fmt: skip

OPEN = "We keep the index of the cache in one file for a day."
TALK = (
    _file("talk", "a.vtt", vtt(OPEN, "We use [PostgreSQL] for the rows,", "and the transport (TLS) takes 60 ms of it."), ("[PostgreSQL]", "(TLS)"), (), {}),
    _file("talk", "a.srt", srt("{\\an8}We keep the index of it in one file.", "{\\an8}{\\i1}The limit{\\i0} is 60 seconds for a call."), ("We keep the index", "The limit is 60 seconds"), ("an8", "i1"), {}),
    _file("talk", "a.vtt", vtt("the queue grew", "the queue grew\novernight by half", "the queue grew\novernight by half\nand nobody saw", "overnight by half\nand nobody saw\nthe alert of it fire at all on that day"), "the queue grew overnight by half and nobody saw the alert of it fire at all on that day", ("half overnight",), {}),
    _file("talk", "a.vtt", vtt("[SPEAKER_00]: We keep the index of it in one file.", "[SPEAKER_01]: And what is the limit of it?", "[SPEAKER_00]: The limit is 60 seconds for a call.", "[SPEAKER_01]: So it waits.", "[SPEAKER_00]: It does."), ("SPEAKER_00:", "We keep the index", "The limit is 60"), ("[SPEAKER",), {}),
    _file("talk", "a.vtt", vtt(OPEN, "Example: the limit of a call is 60 seconds.", "Rows are kept for a day.", "Example: a row of it is read twice."), ("Example: the limit", "Example: a row"), (), {}),
    _file("talk", "a.vtt", vtt(OPEN, "Warning: the limit of a call is 60 seconds.", "Warning: it waits for all of them."), ("Warning: the limit", "Warning: it waits"), (), {}),
    _file("talk", "a.vtt", vtt(OPEN, "The ratio is 3:1 and https://a.example:8080/x is the host.", "At 10:30: we drain it."), ("3:1", "At 10:30: we drain it."), (), {}),
    _file("talk", "a.vtt", "WEBVTT\nKind: captions\nLanguage: en\n\n" + vtt(OPEN, "The limit is 60 seconds for a call.").removeprefix("WEBVTT\n\n"), "The limit is 60", ("captions", "Language"), {}),
    _file("talk", "a.srt", srt(OPEN, "The limit is 60 seconds.\n(upbeat music playing)\nIt waits for all."), ("The limit is 60 seconds. It waits", ), ("upbeat",), {}),
    _file("talk", "a.vtt", vtt(OPEN, "The limit [it was 30 until May] is 60 seconds."), "The limit [it was 30 until May] is 60 seconds.", (), {}),
    _file("talk", "a.vtt", vtt(OPEN, "(♪♪♪)", "*door closes*", "The limit is 60 seconds for a call."), "The limit is 60", ("♪",), {}),
    _file("talk", "a.json", json.dumps({"text": f"{OPEN} {SAID}", "segments": [{"id": 0, "start": 0.0, "end": 4.0, "text": f" {OPEN}"}, {"id": 1, "start": 4.0, "end": 8.0, "text": f" {SAID}", "words": [{"word": " The", "start": 4.0, "end": 4.1}]}], "language": "en"}), (OPEN, SAID), ("segments",), {}),
)  # fmt: skip

TOLD = (
    _file("facts", "a.html", f"<html><head><title>React App</title></head><body><article><h1>Cache notes of it</h1><p>{LONG}</p></article></body></html>", FILL, (), {"title": "Cache notes of it"}),
    _file("facts", "a.html", f"<html><head><title>Document</title></head><body><article><h1>Cache notes of it</h1><p>{LONG}</p></article></body></html>", FILL, (), {"title": "Cache notes of it"}),
    _file("facts", "a.html", f"<html><head><title>PowerPoint Presentation</title></head><body><article><h1>Cache notes of it</h1><p>{LONG}</p></article></body></html>", FILL, (), {"title": "Cache notes of it"}),
    _file("facts", "a.html", f"<html><head><title>C++ &amp; std::vector&lt;T&gt; notes</title></head><body><article><p>{LONG}</p></article></body></html>", FILL, (), {"title": "C++ & std::vector<T> notes"}),
    _file("facts", "a.adoc", f"= Cache {{version}}\n:version: 2.1\n\n{FILL} {MORE}\n", FILL, (), {"title": "Cache 2.1"}),
    _file("facts", "a.rst", f"Why ``__init__`` is *slow*\n==========================\n\n:Date: 2026-11-02\n:Author: Ann Bee\n\n{FILL} {MORE}\n", FILL, (":Date:",), {"title": "Why __init__ is slow", "published": DAY, "authors": ("Ann Bee",)}),
    _file("facts", "a.rst", f".. post:: Nov 2, 2026\n   :tags: cache\n   :author: Ann Bee\n\nCache notes\n===========\n\n{FILL} {MORE}\n", FILL, (":tags:",), {"title": "Cache notes", "published": DAY}),
    _file("facts", "a.md", f"<!--\n.. title: Cache notes\n.. slug: cache\n.. date: 2026-11-02 00:00:00 UTC\n.. author: Ann Bee\n-->\n\n{FILL} {MORE}\n", FILL, (".. slug",), {"title": "Cache notes", "published": DAY}),
    _file("facts", "a.md", f"Title: Cache notes\nDate: 2026-11-02\nAuthor: Ann Bee\nTags: a, b\n\n{FILL} {MORE}\n", FILL, ("Tags:",), {"title": "Cache notes", "published": DAY, "authors": ("Ann Bee",)}),
    _file("facts", "a.md", f"---\ntitle: Cache notes\ndate: 2 de noviembre de 2026\n---\n\n{FILL} {MORE}\n", FILL, (), {"title": "Cache notes"}),
    _file("facts", "a.md", f"---\ntitle: Cache notes\nupdated: 2026-11-02\n---\n\n{FILL} {MORE}\n", FILL, (), {"published": None}),
    _file("facts", "a.md", f"---\ntitle: Cache notes\ndate: 2026-11-02\ndate: 2026-11-03\n---\n\n{FILL} {MORE}\n", FILL, ("title:",), {"title": "Cache notes"}),
    _file("facts", "a.html", f"<html><head><title>Cache notes</title><meta name='citation_publication_date' content='2026/11/02'></head><body><article><p>{LONG}</p></article></body></html>", FILL, (), {"published": DAY}),
    _file("facts", "a.html", f"<html><head><title>Cache notes</title><meta name='parsely-pub-date' content='2026-11-02T00:00:00Z'><meta name='parsely-author' content='Ann Bee'></head><body><article><p>{LONG}</p></article></body></html>", FILL, (), {"published": DAY, "authors": ("Ann Bee",)}),
    _file("facts", "a.html", f"<html><head><title>Cache notes</title></head><body><article><h1>Cache notes</h1><p>Updated <time datetime='2026-11-02'>2 November</time></p><p>{LONG}</p></article></body></html>", FILL, (), {"published": None}),
    _file("facts", "a.html", f"<html><head><title>Cache notes</title><script type='application/ld+json'>{json.dumps({'@type': 'TechArticle', 'datePublished': 'Nov 2, 2026', 'author': [{'@type': 'Person', 'name': 'Ann Bee'}, {'@type': 'Person', 'name': 'Cal Dee'}]})}</script></head><body><article><p>{LONG}</p></article></body></html>", FILL, (), {"published": DAY, "authors": ("Ann Bee", "Cal Dee")}),
    _file("facts", "a.html", f"<html><head><title>Cache notes</title><base href='https://notes.example/2026/'><link rel='canonical' href='cache-index'></head><body><article><p>{LONG}</p></article></body></html>", FILL, (), {"url": "https://notes.example/2026/cache-index"}),
    _file("facts", "f.xml", f"<rss version='2.0'><channel><title>F</title><item><title>&lt;b&gt;Fast&lt;/b&gt; &amp;amp; small</title><link>\n  https://notes.example/a\n</link><author>ann@b.example (Ann Bee)</author><description>{LONG}</description></item></channel></rss>", FILL, (), {"title": "Fast & small", "url": "https://notes.example/a", "authors": ("Ann Bee",)}),
    _file("facts", "f.atom", f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><id>u:f</id><entry><title>C</title><id>u:1</id><link rel='self' href='https://notes.example/api/1'/><link rel='alternate' type='text/html' href='https://notes.example/a'/><updated>2026-11-05T00:00:00Z</updated><published>2026-11-02T00:00:00Z</published><content type='text'>{LONG}</content></entry></feed>", FILL, (), {"url": "https://notes.example/a", "published": DAY}),
    _file("facts", "f.xml", f"<rss version='2.0'><channel><title>F</title><link>https://notes.example/</link><item><title>C</title><link>//notes.example/a</link><description>{LONG}</description></item></channel></rss>", FILL, (), {"url": "https://notes.example/a"}),
)  # fmt: skip

PARTS = f"<p>{FILL}</p><p>{MORE}</p><p>{SAID}</p>"
WHOLE = (
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><form id='aspnetForm' action='x'><h1>Cache notes</h1>{PARTS}</form></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body class='has-cookie-banner'><main class='no-sidebar'><h1>Cache notes</h1>{PARTS}</main></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><x-page><template shadowrootmode='open'><article><h1>Cache notes</h1>{PARTS}</article></template></x-page></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><div id='sidebar-layout'><div class='related-content'><h1>Cache notes</h1>{PARTS}</div></div></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><details open><summary>Cache notes</summary>{PARTS}</details></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><article><header><h1>Cache notes</h1><p>{FILL}</p></header><p>{MORE}</p><footer><p>{SAID}</p></footer></article></body></html>", (FILL, MORE), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><table><tr><td><a href=/>Home</a></td><td><h1>Cache notes</h1>{PARTS}</td></tr></table></body></html>", (FILL, SAID), (), {}),
    _file("whole pages", "a.html", f"<html><head><title>Cache notes</title></head><body><dialog open><h1>Cache notes</h1>{PARTS}</dialog></body></html>", (FILL, SAID), (), {}),
)  # fmt: skip

SHAPES = (
    _file("shapes", "a.html", page("<ol start='-1'><li>Drain it now</li><li>Patch it now</li></ol><ol type='A'><li>Stop it all</li></ol>"), ("Drain it now", "Stop it all"), ("Drain it nowPatch",), {}),
    _file("shapes", "a.html", page("<dl><div><dt>Limit</dt><dd>60 seconds a call</dd></div><div><dt>Wait</dt><dd>5 of it</dd></div></dl><menu><li>Drain it</li></menu>"), ("60 seconds a call", "Drain it"), ("Limit60", "callWait"), {}),
    _file("shapes", "a.md", md("0. Drain it now\n1. Patch it now\n\n- [x] Done of it\n- [ ] Open of it"), ("Drain it now", "Open of it"), (), {}),
    _file("shapes", "a.html", page("<pre class='line-numbers'><code>drain node-7\nwait 90<span aria-hidden='true' class='line-numbers-rows'><span></span><span></span></span></code></pre>"), "drain node-7\nwait 90", (), {}),
    _file("shapes", "a.html", page("<pre class='shiki'><code><span class='line'>const <span class='twoslash-hover'><span class='twoslash-popup-container'><code>const limit: number</code></span>limit</span> = 60</span>\n<span class='line'>wait(90)</span></code></pre>"), "limit = 60\nwait(90)", ("limit: number",), {}),
    _file("shapes", "a.html", page("<table class='hljs-ln'><tr><td class='hljs-ln-numbers' data-line-number='1'><div class='hljs-ln-n'>1</div></td><td class='hljs-ln-code'>drain node-7</td></tr><tr><td class='hljs-ln-numbers'><div class='hljs-ln-n'>2</div></td><td class='hljs-ln-code'>wait 90</td></tr></table>"), ("drain node-7", "wait 90"), ("1 | drain",), {}),
    _file("shapes", "a.html", page("<p>Type <samp>drain node-7<br>wait 90</samp> and <kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd> of 60.</p>"), ("Ctrl+C",), ("7wait",), {}),
    _file("shapes", "a.md", md(f"<div class=\"grid\" markdown>\n\n- :material-clock: __Fast__\n\n    ---\n\n    {SAID}\n\n</div>"), SAID, ("---", "__Fast__"), {}),
    _file("shapes", "a.md", md(f"???+ note \"Limits\"\n\n    {SAID}\n\n=== \"Go\"\n\n    It waits for 5 of them.\n"), (SAID, "It waits for 5"), ("???", "==="), {}),
    _file("shapes", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n.. seealso::\n\n   {SAID}\n\n.. deprecated:: 3.2\n   It goes in 4.0.\n\n.. glossary::\n\n   limit\n      The most of a call.\n\n{MORE}\n", (SAID, "It goes in 4.0.", "The most of a call."), ("..", "glossary::"), {}),
    _file("shapes", "a.adoc", f"= Cache notes\n\n{FILL}\n\n.Steps of it\n[%collapsible]\n====\n{SAID}\n====\n\n[horizontal]\nlimit:: 60 seconds\nwait:: 5 of it\n\nQ&A:: \n  It is so.\n\n{MORE}\n", (SAID, "60 seconds", "It is so."), ("====", "::", "collapsible"), {}),
    _file("shapes", "a.md", md("Before `{{` the rows go; {# a note #} and {%raw%}{{ x }}{%endraw%} stay, 60 of them."), "60 of them.", (), {}),
    _file("shapes", "a.md", md(f"$$\nn = 2^40\n\n{SAID}"), SAID, (), {}),
    _file("shapes", "a.md", md(f":::note\n{SAID}\n\nIt is never closed."), (SAID, "It is never closed."), (":::",), {}),
    _file("shapes", "a.md", md(f"<pre>\ndrain node-7\n\n{SAID}"), SAID, (), {}),
    _file("shapes", "a.adoc", f"= Cache notes\n\n{FILL}\n\n|===\n|read |60\n\n{SAID} It is never closed.\n", (FILL,), (), {}),
)  # fmt: skip

WEEKLY = {
    "date": "2026-11-02", "subject": "Caches of the week",
    "header": [FILL, "Hi!"],
    "chapters": [
        {"title": "Articles", "entries": [{"author": "ann", "title": "Why rows wait", "text": MORE, "url": "https://a.example"}, {"title": "Old ones", "text": SAID}]},
        {"title": "Events", "entries": [{"title": "A day of it", "text": "It is held in the hall on the second of May."}]},
    ],
}  # fmt: skip
BRIEFED = {
    "meeting": "Cache call 12",
    "highlights": {"read_path": [{"timestamp": "00:07:25", "highlight": FILL}, {"timestamp": "00:08:00", "highlight": MORE}]},
    "action_items": [{"action": "Mend the index of the cache at once", "owner": "Ann Bee"}],
}  # fmt: skip
CALL = "\n\n".join(
    f"{n}\n00:00:{4 * n:02}.000 --> 00:00:{4 * n + 4:02}.000\n{cue}"
    for n, cue in enumerate(("Ann Bee: We keep the index of it,", "Ann Bee: and the rows as well, in one file.", "kalo-b: GM.", "Dee | Ops (she): It waits", "Dee | Ops (she): for all of the calls.", "Ann Bee: So it does.", "Ann Bee: It does."))
)  # fmt: skip
CHAT = (
    '00:05:27\tKalo | Obol:\tThe index is read twice on a cold start of it.\n00:06:29\tDee Bee:\tReacted to "The index is..." with 👍\n'
    '00:07:00\tDee Bee:\tReplying to "The index is read"\n\nThat was mended in May, in all of the stores.\n00:08:00\tKalo | Obol:\tSo it was, and thank you for it.\n'
)
MET = (
    _file("sites", "src/784.json", json.dumps(WEEKLY), (FILL, "Why rows wait", MORE, SAID), (), {"title": "Caches of the week", "published": DAY}),
    _file("sites", "acdc/2026-11-02_181/tldr.json", json.dumps(BRIEFED), ("Read path", FILL, "at once (Ann Bee)"), ("00:07:25",), {"title": "Cache call 12", "published": DAY}),
    _file("sites", "maps/pr-12-map.yaml", f"pr: 12\nreleasenote:\n  text: |-\n    {FILL}\n  kinds:\n  - feature\n", FILL, ("kinds",), {"title": "#12"}),
    _file("sites", "a.json", json.dumps({"$schema": "x", "title": "T", "rules": [{"text": FILL}, {"text": MORE}, {"text": SAID}], "description": "All rows of the cache are listed here."}), "All rows of the cache", (FILL,), {}),
    _file("sites", "calls/12/transcript.vtt", f"WEBVTT\n\n{CALL}\n", ("kalo-b:", "Dee | Ops (she):", "It waits for all of the calls.", "We keep the index of it, and the rows as well"), (), {"title": "Calls 12: transcript"}),
    _file("sites", "calls/12/chat.txt", CHAT, ("Kalo | Obol:", "The index is read twice", "That was mended in May"), ("Reacted", "Replying", "00:07:00"), {}),
    _file("sites", "_podcast/a.md", f"---\ntitle: Cache talk\ndateadded: 2026-11-02\ntranscript:\n- header: How it began\n- line: {FILL}\n  sec: 42\n  time: 0:42\n  who: Ann\n- line: {MORE}\n  sec: 92\n  who: Ben\n---\nLinks:\n\n* [Site](https://a.example)\n", ("How it began", "Ann:", FILL, "Ben:", MORE), ("time:",), {"title": "Cache talk", "published": DAY}),
    _file("sites", "docs/CVE-1.md", f"Cache read past its end\n=======================\n\nProject cache Security Advisory, November 2 2026\n[Permalink](https://a.example/x)\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "wasi/2026/WASI-11-02.md", f"# Agenda: November 2 call\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "wasi/2026/chapter-11-02.md", f"# Rows of it\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("sites", "_posts/2026-11-2-cache.md", f"# Rows of it\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "TSC/2026/tsc-11-02.md", f"# Meeting Minutes\n\n{LONG}\n", FILL, (), {"title": "TSC 2026: Meeting Minutes", "published": DAY}),
    _file("sites", "releases/6.0.1.md", f"# Cache 6.0.1 release notes\n\n_November 2, 2026_\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "10.0/10.0.5.md", f"# .NET SDK 10.0.5 -  November 2, 2026\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "advisories/1.md", f"# Rows leak\n\n**Title** |  Rows leak\n---|---\n**CVE** |  (none)\n**Date** |  2nd of November, 2026\n**Severity** |  High\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "a.md", f"# Rows of it\n\nThe index was lost on November 2, 2026.\n\n_May 5, 2026_\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("sites", "blog/posts/a.md", f"---\ndate:\n  created: 2026-11-02\n  updated: 2026-11-05\nauthors:\n  - em\n---\n\n# Cache notes\n\n{LONG}\n", FILL, (), {"title": "Cache notes", "published": DAY, "updated": "2026-11-05T00:00:00+00:00"}),
    _file("sites", "a/Agenda 2026-11-2.md", f"# T-cache Meeting Agenda 2026-11-02\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "a.md", f"# Cache 2026-11-02\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("sites", "blog/2026-11-01-twin.md", f"# This Week in Caches\n\nPublished Monday, 2026-11-02, including rows merged Friday, 2026-10-23 through Thursday, 2026-10-29.\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "a.md", md("## Table of Contents\n{:.no_toc}\n\n* TOC\n{:toc}\n\n## Read\n\nIt is so."), "It is so.", ("TOC", "Contents", "toc"), {}),
    _file("sites", "releases/6.0.1.rst", f"Cache 6.0.1 release notes\n=========================\n\n*November 2, 2026*\n\n.. contents::\n   :local:\n\n{LONG}\n", FILL, ("contents",), {"published": DAY}),
    _file("sites", "a.adoc", f"= Cache 6.0.1\n\nReleased on November 2, 2026\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("sites", "a.md", md("Some are marked with the ![Help wanted][] badge, and ![a cat][cat] is one.\n\n[cat]: a.png"), ("marked with the badge, and is one.",), ("Help wanted", "["), {}),
    _file("sites", "a.md", md("<div class=\"tag\">\n    <span class=\"a\">Supported in Cache</span><span class=\"b\">Python v1.24.0</span>\n</div>\n\n<div><span class='a'>Git</span><span class='b'>Hub</span></div>\n\n<p>The <span class='a'>read of it</span><span class='b'>S is one.</span></p>"), ("Supported in Cache Python v1.24.0", "GitHub", "read of itS is"), (), {}),
    _file("sites", "a.html", page("<div class='tag'><span class='a'>Supported in Cache</span><span class='b'>Python v1.24.0</span></div><p><span class='a'>Git</span><span class='b'>Hub</span> holds it, and <span class='a'>two of it</span><span class='b'>S are one.</span></p>"), ("Supported in Cache Python v1.24.0", "GitHub holds it", "two of itS are one"), (), {}),
    _file("sites", "enhancements/cache-read-path.md", f"---\ntitle: cache-read-path\n---\n\n# Cache Read Path\n\n{LONG}\n", FILL, (), {"title": "Cache Read Path"}),
    _file("sites", "a.md", md("- [:material-server-network: Service Providers](a.md){ .pg-teal }\n\n[:octicons-home-16: Homepage](https://a.example){ .md-button } of 10:30:45 and a :rocket: stay."), ("Service Providers", "Homepage of 10:30:45"), ("material", "octicons", "home-16"), {}),
    _file("sites", "a.md", md("Name | Limit\n:--- | :---\t\t \nread | 30 s\nwrite | \t60 s"), ("read | 30 s", "write | 60 s"), (":---",), {}),
    _file("sites", "_posts/2026-11-02-a.md", f"---\ntitle: T of it\n---\n\n{FILL} See {{{{ site.x }}}} too.\n\n```yaml\n{{% raw %}}key: v1-{{{{ .Branch }}}}{{% endraw %}}\n```\n\n{MORE}\n", "key: v1-{{ .Branch }}", ("raw", "endraw"), {}),
    _file("sites", "a.md", md("## Table of Contents\n\n- [Read](#read)\n- [Write](#write)\n\nThe first release of it includes these improvements:\n\n- [Rows are read once](#read)\n- [Waits are shorter](#write)\n\n## Read\n\nIt is so.\n\n## Write\n\nSo it is."), ("these improvements:\n\n- Rows are read once\n- Waits are shorter",), ("Table of Contents",), {}),
    _file("sites", "blog/a.md", f"# The TODO Group of 2026\n\n{LONG} The TODO Group met in May, and TODO members of it agreed. The TODO Group's mission stays. A todo list is no more than that.\n", FILL, (), {}),
    _file("sites", "a.md", md("Create a {class}`~cache.admin.views.PageViewSet` and set {attr}`~cache.admin.views.PageViewSet.columns`, then call {meth}`~cache.admin.views.PageViewSet.read` for all of the rows of it, then {func}`~cache.hooks.register_hook` of {ref}`words <place>` at once."), "Create a PageViewSet and set columns, then call read", (), {}),
    _file("sites", "a.adoc", f"= Cache notes\n\n{FILL}\n\n[cols=\"1a,2a\"]\n|===\n| In | What\n\n| 25.3\n|\nThe following properties:\n\n- `read_size`\n- `write_size`\n// not in the cloud\nifndef::env-cloud[]\nand more\nendif::[]\n|===\n\n{MORE}\n", "The following properties: • read_size • write_size and more", ("ifndef", "not in the cloud"), {}),
)  # fmt: skip

FILES: tuple[File, ...] = (*INLINE, *TALK, *TOLD, *WHOLE, *SHAPES, *MET)
