"""A fifth round of small inputs, written in the sight of no reader: brothers that the other rounds lack.

Enter: nothing. Leave: `FILES`, of the form of `readings_tools.py`. Written after what Wikipedia, Pandoc,
Sphinx, Asciidoctor, YouTube, Zoom, WordPress, Ghost, Hugo, Mastodon, Substack and TypePad write.
"""

from __future__ import annotations

import json

from tests.readings_fourth import srt, vtt
from tests.readings_tools import DAY, FILL, LONG, MORE, NINE, File, _file, atom, md, page, rss

SAID = "The limit is 60 seconds for each call that is made of it."
OPEN = "We keep the index of the cache in one file for a day."
TAIL = "Every row that is older goes at once, and nobody has to ask."


def rst(body: str) -> str:
    return f"Cache notes\n===========\n\n{FILL}\n\n{body}\n\n{MORE}\n"


def adoc(body: str, head: str = "") -> str:
    return f"= Cache notes\n{head}\n{FILL}\n\n{body}\n\n{MORE}\n"


def web(
    head: str, body: str = f"<article><h1>Cache notes of it</h1><p>{LONG}</p></article>"
) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


INLINE = (
    _file("inline brothers", "a.html", page("<p>It holds 60<sup id='cite_ref-3' class='reference'><a href='#cite_note-3'><span class='cite-bracket'>[</span>3<span class='cite-bracket'>]</span></a></sup> rows of it.</p>"), "rows of it.", ("603", "60^[3]", "60^3"), {}),
    _file("inline brothers", "a.html", page("<p>It takes 2<sup>1</sup>&frasl;<sub>2</sub> hours for each run of it.</p>"), "hours for each run", ("21", "21⁄2", "21/2"), {}),
    _file("inline brothers", "a.html", page("<p>The 2<sup>nd</sup> run of 5 m<sup>3</sup> and CO<sub>2</sub> takes 60 s.</p>"), ("m^3", "takes 60 s."), ("m3",), {}),
    _file("inline brothers", "a.html", page("<del datetime='2026-11-02'><p>The limit is 30 seconds now.</p></del><ins><p>The limit is 60 seconds now.</p></ins>"), "The limit is 60 seconds now.", ("30",), {}),
    _file("inline brothers", "a.html", page("<ul><li><s>It waits for 30 of them.</s></li><li>It waits for 60 of them.</li></ul>"), "It waits for 60 of them.", ("30",), {}),
    _file("inline brothers", "a.html", page("<table><tr><th>In</th><th>Limit</th></tr><tr><td>read</td><td><s>30</s> 60</td></tr><tr><td>write</td><td>10<sup>6</sup></td></tr></table>"), "10^6", ("30", "106"), {}),
    _file("inline brothers", "a.html", page("<p>It takes 10<span style='vertical-align: super; font-size: 70%'>6</span> requests a day of it.</p>"), "requests a day", ("106",), {}),
    _file("inline brothers", "a.md", md("It takes 10<sup>6</sup> requests, 2^40^ bytes and H~2~O, and ~60 seconds of ~5 calls."), ("10^6 requests", "~60 seconds of ~5 calls"), ("106", "240"), {}),
    _file("inline brothers", "a.md", md("The limit is <s>30 or\nso</s> 60 seconds, and ~~it waits\nfor 5~~ all is kept."), ("60 seconds, and all is kept.",), ("30", "waits"), {}),
    _file("inline brothers", "a.rst", rst(".. |limit| replace:: 60 seconds\n\nThe limit is |limit| for a call, and 10\\ :sup:`6` requests are made; see [#n]_ too.\n\n.. [#n] It was 30."), ("The limit is 60 seconds for a call", "10^6 requests"), ("106", "|limit|"), {}),
    _file("inline brothers", "a.adoc", adoc("The limit is {limit} seconds of it, pass:[<u>70</u>] at most, and [line-through]#30# no more.", ":limit: 60\n"), ("The limit is 60 seconds of it", "70"), ("{limit}", "30", "<u>"), {}),
    _file("inline brothers", "a.adoc", adoc("ifdef::internal[]\nThe limit is 30 seconds inside.\nendif::[]\n\nifndef::internal[]\nThe limit is 60 seconds outside.\nendif::[]\n\n////\nIt waits for 5 of them.\n////"), "The limit is 60 seconds outside.", ("30", "waits"), {}),
    _file("inline brothers", "a.adoc", adoc("[source,sh]\n----\ndrain node-7 <1>\npatch node-7 <2>\n----\n<1> Drains it for an hour.\n<2> Patches it at once."), ("drain node-7\npatch node-7", "Drains it for an hour."), ("<1>",), {}),
)  # fmt: skip

TALK = (
    _file("talk brothers", "a.vtt", vtt(OPEN, "The rate (40 percent, not 4) fell, [inaudible 00:12:34] and the pool", "[laughs] holds 60 (sixty) rows of it."), ("(40 percent, not 4)", "holds 60 (sixty) rows"), ("laughs",), {}),
    _file("talk brothers", "a.vtt", vtt(OPEN, "Step 1: drain the node of all its calls.", "Step 2: patch the node and wait.", "Step 1: is over then, and so is the wait."), ("Step 1: drain the node", "Step 2: patch the node"), (), {}),
    _file("talk brothers", "a.vtt", vtt(OPEN, "Limits: the queue holds 60 rows.", TAIL, "Limits: the pool holds 70 rows."), ("Limits: the queue holds 60 rows.", "Limits: the pool holds 70 rows."), (), {}),
    _file("talk brothers", "a.vtt", vtt(OPEN, "- The limit is 60 seconds of it.\n- No, it is 70 seconds now.", TAIL), ("The limit is 60 seconds of it.", "No, it is 70 seconds now."), (), {}),
    _file("talk brothers", "a.vtt", "WEBVTT\n\nREGION\nid:r\nwidth:40%\n\nSTYLE\n::cue { color: red }\n\nNOTE\nThe limit was 30.\n\n7\n00:00:01.000 --> 00:00:04.000 region:r align:start position:0%\n<v.loud Ann Bee>We keep the index</v> <v Ben Cee>of it for 60 days.\n\n8\n00:00:04.000 --> 00:00:08.000\n<v Ann Bee>And the limit &amp; the rest of it.\n", ("We keep the index", "of it for 60 days.", "limit & the rest"), ("30", "color", "region", "<v"), {}),
    _file("talk brothers", "a.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:03.000 align:start position:0%\n \nthe<00:00:01.200><c> queue</c><00:00:01.600><c> grew</c>\n\n00:00:03.000 --> 00:00:03.010 align:start position:0%\nthe queue grew\n \n\n00:00:03.010 --> 00:00:06.000 align:start position:0%\nthe queue grew\nby<00:00:03.200><c> half</c><00:00:03.600><c> and</c><00:00:04.000><c> nobody</c>\n\n00:00:06.000 --> 00:00:06.010 align:start position:0%\nby half and nobody\n \n\n00:00:06.010 --> 00:00:09.000 align:start position:0%\nby half and nobody\nsaw<00:00:06.200><c> it</c><00:00:06.600><c> at</c><00:00:06.900><c> all of the disks that were full.</c>\n", "the queue grew by half and nobody saw it at all of the disks that were full.", (), {}),
    _file("talk brothers", "a.sbv", "0:00:00.000,0:00:04.000\nWe keep the index of the cache\nin one file for a day.\n\n0:00:04.000,0:00:08.000\nThe limit is 60 seconds for a call.\n", ("in one file for a day. The limit is 60 seconds",), ("0:00",), {}),
    _file("talk brothers", "a.srt", srt(f"<font color=\"#fff\">{OPEN}</font>", "ANN: The limit is 60 seconds.", "BEN: It is 70 of them.", "ANN: Then 70 of them."), ("We keep the index of the cache", "The limit is 60 seconds."), ("font", "fff"), {}),
    _file("talk brothers", "a.vtt", vtt("We set the pool to 40", "(not 400) connections on the node,", "and (MUSIC PLAYING)", "(APPLAUSE) that is all there is to it."), ("We set the pool to 40 (not 400) connections",), ("MUSIC", "APPLAUSE"), {}),
    _file("talk brothers", "a.vtt", vtt(OPEN, ">> ANN BEE: The limit is 60 seconds.", ">> It is 70 of them now.", ">>> BEN: So it is, and thanks."), ("The limit is 60 seconds.", "It is 70 of them now."), (">>",), {}),
)  # fmt: skip

PAGES = (
    _file("page brothers", "a.html", web("<title>Cache notes</title>", f"<div class='comments-section post-body'><h1>Cache notes</h1><p>{LONG}</p><p>{SAID}</p></div>"), (FILL, SAID), (), {}),
    _file("page brothers", "a.html", web("<title>Cache notes</title>", f"<nav><a href='/'>Home</a></nav><aside class='promo-free newsletter-issue'><h1>Cache notes</h1><p>{LONG}</p><p>{SAID}</p></aside><footer>Imprint</footer>"), (FILL, SAID), ("Imprint",), {}),
    _file("page brothers", "a.html", web("<title>Cache notes</title>", f"<footer><article><h1>Cache notes</h1><p>{LONG}</p><p>{SAID}</p></article></footer>"), (FILL, SAID), (), {}),
    _file("page brothers", "a.html", web("<title>Cache notes</title>", f"<section id='popup-content' role='dialog'><h1>Cache notes</h1><p>{LONG}</p><p>{SAID}</p></section><p>Cookies?</p>"), (FILL, SAID), (), {}),
    _file("page brothers", "a.html", web("<title>Cache notes</title>", f"<div class='article-ad-free subscribe-wall-off'><p>{LONG}</p><blockquote class='twitter-tweet'><p>{SAID}</p></blockquote><p>{TAIL}</p></div>"), (FILL, SAID, TAIL), (), {}),
    _file("page brothers", "a.html", page("<table class='blob'><tr><td class='blob-num' data-line-number='1'></td><td class='blob-code'>drain node-7</td></tr><tr><td class='blob-num' data-line-number='2'></td><td class='blob-code'>wait 90</td></tr></table>"), ("drain node-7", "wait 90"), ("7wait",), {}),
    _file("page brothers", "a.html", page("<pre><span class='lineno'>1 </span>drain node-7\n<span class='lineno'>2 </span>wait 90</pre>"), "drain node-7\nwait 90", (), {}),
    _file("page brothers", "a.html", page("<table><tr><td>one way</td><td><pre><code>drain node-7\nwait 90</code></pre></td></tr><tr><td>other way</td><td><pre><code>patch node-7\nwait 60</code></pre></td></tr></table>"), ("drain node-7\nwait 90", "patch node-7\nwait 60"), (), {}),
    _file("page brothers", "a.md", md("Use <!DOCTYPE at the head, a <? that is open, and 1 <2 of it.\n\n" + SAID), ("and 1 <2 of it.", SAID), (), {}),
    _file("page brothers", "a.md", md("| Way | Code |\n|---|---|\n| one | <pre>drain node-7<br>wait 90</pre> |\n| two | `a \\| b` |"), ("drain node-7", "wait 90", "a | b"), ("7wait", "<br>"), {}),
)  # fmt: skip

FACTS = (
    _file("fact brothers", "a.html", web("<title>Cache notes of it — The Example Blog | Home</title>"), FILL, (), {"title": "Cache notes of it"}),
    _file("fact brothers", "notes/cache-index/README.md", f"# Introduction\n\n{LONG}\n", FILL, (), {"title": "cache index"}),
    _file("fact brothers", "a.html", web("<title>Microsoft PowerPoint - deck_v3.pptx</title>"), FILL, (), {"title": "Cache notes of it"}),
    _file("fact brothers", "a.html", web("<title>New Tab</title>"), FILL, (), {"title": "Cache notes of it"}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\nauthor: Ann Bee <ann@b.example>, Ben Cee (Example Inc.)\ndate: 13/11/2026\n---\n\n{LONG}\n", FILL, (), {"authors": ("Ann Bee", "Ben Cee (Example Inc.)"), "published": "2026-11-13T00:00:00+00:00"}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\ndate: 02/03/2026\n---\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\ndate: 2026-11-31\n---\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\ndate: 2026-11-02 14:30 +0530\n---\n\n{LONG}\n", FILL, (), {"published": NINE}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\ndate: 20261102\n---\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\ndate: \"Mon Nov 2 01:00:00 PST 2026\"\n---\n\n{LONG}\n", FILL, (), {"published": NINE}),
    _file("fact brothers", "a.md", f"---\ntitle: Cache notes\npermalink: /blog/2026/11/02/cache-notes/\nlastmod: 2026-11-19\n---\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("fact brothers", "a.md", f"# Cache notes\n\nLast updated: November 2, 2026\n\n{LONG}\n", FILL, (), {"published": None}),
    _file("fact brothers", "a.html", web("<title>Cache notes of it</title><script type='application/ld+json'>{\"@type\":\"BreadcrumbList\",\"name\":\"Home\"}</script><script type='application/ld+json'>\n//<![CDATA[\n" + json.dumps({"@type": ["NewsArticle", "Article"], "headline": "Cache notes of it", "datePublished": "2026-11-02T09:00:00Z", "author": ["Ann Bee", {"name": "Ben Cee"}]}) + "\n//]]>\n</script>"), FILL, (), {"published": NINE, "authors": ("Ann Bee", "Ben Cee")}),
    _file("fact brothers", "a.html", web("<title>Cache notes of it</title><script type='application/ld+json'>" + json.dumps({"@type": "WebPage", "name": "x", "datePublished": "2011-01-01", "mainEntity": {"@type": "TechArticle", "headline": "Cache notes of it", "datePublished": "2026-11-02T09:00:00Z"}}) + "</script>"), FILL, (), {"published": NINE}),
    _file("fact brothers", "a.html", web("<title>Cache notes of it</title><meta property='article:modified_time' content='2026-11-02T09:00:00Z'>"), FILL, (), {"published": None}),
    _file("fact brothers", "a.html", web("<title>Cache notes of it</title><meta name='author' content='By Ann Bee and Ben Cee'>"), FILL, (), {"authors": ("Ann Bee and Ben Cee",)}),
)  # fmt: skip

MARKUP = (
    _file("markup brothers", "a.mdx", md("<Card title=\"Read path\">\n  The limit is 60 seconds of it.\n</Card>\n\n<Tabs>\n  <Tab label=\"Go\">\n    It waits for 5 of them.\n  </Tab>\n</Tabs>\n\n{/* The limit was 30. */}\n\nexport const limit = 30\n\nimport X from './x.mdx'"), ("The limit is 60 seconds of it.", "It waits for 5 of them."), ("30", "import", "export"), {}),
    _file("markup brothers", "a.md", md("The key is ${{ secrets.KEY }} and the map is Map<String, List<Integer>> of rows.\n\nIt takes {0} of {name}."), ("${{ secrets.KEY }}", "It takes {0} of {name}."), (), {}),
    _file("markup brothers", "a.md", md("The field ``a `b` c`` holds, and `a < b` && `c > d` as well.\n\n    drain node-7\n    wait 90\n\n" + SAID), ("a `b` c", "a < b && c > d", "drain node-7\nwait 90"), (), {}),
    _file("markup brothers", "a.md", md("Term\n: The limit of it is 60 seconds.\n\n[^n]: It was 30 of them.\n\nIt holds 60[^n] rows."), ("The limit of it is 60 seconds.", "It holds 60 rows."), ("60[^n]", "60n"), {}),
    _file("markup brothers", "a.md", md("<details>\n<summary>Limits</summary>\n\nThe limit is 60 seconds of it.\n\n</details>\n\n<p align=\"center\">\n  It waits for <b>5</b> of them.\n</p>"), ("The limit is 60 seconds of it.", "It waits for 5 of them."), ("<p", "align"), {}),
    _file("markup brothers", "a.rst", rst(".. csv-table:: Limits\n   :header: \"In\", \"Limit\"\n\n   \"read\", \"60 s\"\n   \"write\", \"70 s\"\n\n.. list-table::\n\n   * - close\n     - 80 s\n\n.. versionchanged:: 3.2\n\n   It waits for 5 of them."), ("60 s", "70 s", "80 s", "It waits for 5 of them."), (":header:",), {}),
    _file("markup brothers", "a.rst", rst(".. only:: internal\n\n   The limit is 30 of them.\n\n.. code-block:: sh\n   :caption: One way\n\n   drain node-7\n   wait 90\n\n1. Drain it now.\n#. Patch it now.\n\n.. comment of it:\n   It waits for 5."), ("drain node-7\nwait 90", "Patch it now."), ("waits",), {}),
    _file("markup brothers", "a.adoc", adoc("include::partial$limits.adoc[]\n\nkbd:[Ctrl+C] stops it; see xref:a.adoc#b[the limits] and link:https://a.example[it^].\n\n* Read\n** The limit is 60\n*** It waits\n* Write"), ("Ctrl+C stops it; see the limits and it.", "The limit is 60"), ("xref", "link:", "[it^]", "**"), {}),
)  # fmt: skip

ORG = (
    "#+TITLE: Cache /notes/ of it\n#+DATE: <2026-11-02 Mon>\n#+AUTHOR: Ann Bee\n#+OPTIONS: toc:nil\n\n"
    f"{FILL}\n\n* TODO [#A] Limits of it :ops:draft:\n:PROPERTIES:\n:ID: 12-34\n:END:\nSCHEDULED: <2026-11-05 Thu>\n"
    "The limit is +30+ 60 seconds, takes 10^{6} requests\nand =drain *node*= or ~a_b~ of __init__ [fn:1] at 2*3*4.\n# It was 30.\n"
    "- Read :: It waits for\n  5 of them.\n  1. [@4] Drain it now\n- [X] Write\n\n#+begin_src sh :results none\ndrain node-7\n,* wait 90\n#+end_src\n"
    "#+begin_quote\nAll is *kept*.\n#+end_quote\n#+begin_comment\nIt was 31.\n#+end_comment\n: patch node-7\n\n"
    "| In | Limit |\n|----+-------|\n| <l> | |\n| read | 70 s |\n\nSee [[https://a.example/b][the long\nlist]], [[file:a.png]] and <https://a.example/c>.\n\n[fn:1] Since May.\n"
    f"* Inside :noexport:\nThe limit is 32.\n** Below\nIt was 33.\n* End\n{MORE}\n"
)  # fmt: skip
WIKI = (
    "{{Infobox|limit=30}}\n<!-- The limit was 31. -->\n'''Cache''' notes of it take 10<sup>6</sup> requests<ref name='a'>Said in [[May]].</ref> of {{nowrap|60 seconds}}, "
    f"and {{{{unknown|7}}}} stays.\n\n{FILL}\n\n== Limits of it ==\nThe limit is <s>33</s> 60 seconds; see [[Cache (store)|the store]]s, [[Row]]s and [https://a.example the list]. <nowiki>''x''</nowiki> __init__ 2*3*4\n"
    "# Drain it\n## Wait\n# Patch it\n* Read\n; Term : It waits for 5.\n\n drain node-7\n wait 90\n\n<source lang=\"sh\">\npatch node-7\n</source>\n\n"
    "{| class=\"wikitable\"\n|+ Head of it\n! In !! Limit\n|-\n| rowspan=2 | read || 70 s\n|-\n| 80 s\n|}\n\n[[File:a.png|thumb|A cat]]\n[[Category:Caches]]\n__NOTOC__\n"
    f"{MORE}\n<references/>\n"
)  # fmt: skip
BIP = f"<pre>\n  BIP: 7\n  Title: Cache of rows\n  Authors: Ann Bee <ann@b.example>\n           Ben Cee <ben@b.example>\n  Status: Draft\n  Assigned: 2026-11-02\n</pre>\n\n== Abstract ==\n\n{LONG}\n"
OTHERS = (
    _file("other markup", "a.org", ORG, ("The limit is 60 seconds, takes 10^6 requests and drain *node* or a_b of __init__ at 2*3*4.", "Read: It waits for 5 of them.", "4. Drain it now", "drain node-7\n* wait 90", "All is kept.", "patch node-7", "read | 70 s", "See the long list, and https://a.example/c.", "Since May."), ("30", "31", "32", "33", "12-34", "SCHEDULED", "TODO", "ops", "fn:1", "<l>"), {"title": "Cache notes of it", "published": DAY, "authors": ("Ann Bee",)}),
    _file("other markup", "a.mediawiki", WIKI, ("Cache notes of it take 10^6 requests of 60 seconds, and {{unknown|7}} stays.", "The limit is 60 seconds; see the stores, Rows and the list. ''x'' __init__ 2*3*4", "2. Patch it", "It waits for 5.", "drain node-7\nwait 90", "patch node-7", "read | 80 s", "Said in May."), ("30", "31", "33", "106", "wikitable", "thumb", "NOTOC", "Caches"), {}),
    _file("other markup", "a.mediawiki", BIP, FILL, ("BIP: 7",), {"title": "Cache of rows", "authors": ("Ann Bee", "Ben Cee"), "published": DAY}),
    _file("other markup", "blog/a.md", f"```{{post}} Nov 2, 2026\n---\ntags: cache\n---\n\n```\n\n# Cache notes\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("other markup", "posts/a.adoc", f"---\nlayout: post\ntitle: 'Vlog: caches of it'\ndate: 2026-11-02\nsynopsis: {FILL}\nexternal_link: https://a.example/v\n---\n", FILL, (), {"published": DAY}),
    _file("other markup", "a.mdx", md(f"<Snippet file='limits.mdx' />\n\n{SAID}"), SAID, ("Snippet",), {"removed": (("component", 1),)}),
    _file("other markup", "a.adoc", adoc(f"include::limits.adoc[]\n\nifdef::internal[The limit is 30.]\n{SAID}"), SAID, ("30",), {"removed": (("condition", 1), ("inclusion", 1))}),
    _file("other markup", "drafts/a.md", f"---\ntitle: Cache Fields\ndocname: draft-bee-cache-latest\ncategory: std\n\nipr: trust200902\narea: art\n\nauthor:\n -\n    ins: A. Bee\n    name: Ann Bee\n    org: B\n\nnormative:\n  RFC1:\n\n--- abstract\n\n{FILL}\n\n--- middle\n\n# Introduction\n\n{MORE} It is in {{{{!RFC7540}}}} and {{{{?MICE=I-D.bee-mice}}}}.\n\n--- back\n\n{SAID}\n", ("Abstract", FILL, "It is in [RFC7540] and [MICE].", SAID), ("trust200902", "middle", "normative"), {"title": "Cache Fields", "authors": ("Ann Bee",)}),
    _file("other markup", "bip-7.md", f"```\n  BIP: 7\n  Title: Cache of rows\n  Authors: Ann Bee <ann@b.example>\n           Ben Cee <ben@b.example>\n  Status: Draft\n  Assigned: 2026-11-02\n```\n\n## Abstract\n\n{LONG}\n", FILL, ("Status",), {"title": "Cache of rows", "authors": ("Ann Bee", "Ben Cee"), "published": DAY}),
    _file("other markup", "shows/a.md", f"---\ntitle: Cache talk\nurl: https://a.example/1.mp3\nauthor: \"@ann, @ben-c\"\n---\n\n{LONG}\n", FILL, (), {"url": "", "authors": ("@ann", "@ben-c")}),
    _file("other markup", "a.md", f"---\ntitle: Cache talk\nauthor: Ann ([@ann](https://soc.example/@ann)), Ben Cee ([@ben](https://soc.example/@ben)), and the Cache team\n---\n\n{LONG}\n", FILL, (), {"authors": ("Ann (@ann)", "Ben Cee (@ben)", "the Cache team")}),
    _file("other markup", "content/a.md", f"+++\ntitle = \"Cache talk\"\n+++\n\n{FILL}\n\n{{{{< alert-info \"\" \"The limit is 60 seconds for each call that is made of it.\">}}}}\n\n{{{{< figure src=\"a.png\" alt=\"A cat that sits on a mat and looks at all of us there.\" >}}}}\n\n{MORE}\n", SAID, ("cat",), {}),
    _file("other markup", "rs-8-0.md", f"---\nTitle: Cache release notes 8.0.6\nlinkTitle: 8.0.6\n---\n\n{LONG}\n", FILL, (), {"title": "Cache release notes 8.0.6"}),
    _file("other markup", "events/a.md", f"---\ntitle: Cache talk\ndate: 2026-11-19\npublishDate: 2026-11-02\n---\n\n{LONG}\n", FILL, (), {"published": DAY}),
    _file("other markup", "vuln/core/97.json", json.dumps({"cve": ["CVE-2026-1"], "vulnerable": "14.x || 16.x", "patched": "^14.20.1 || ^16.17.1", "overview": LONG, "severity": "medium"}), (FILL, "Vulnerable versions: 14.x || 16.x.", "Patched versions: ^14.20.1 || ^16.17.1."), (), {"title": "CVE-2026-1"}),
)  # fmt: skip

FEEDS = (
    _file("feed brothers", "ghost.xml", rss(f"<item><title><![CDATA[Cache notes]]></title><description><![CDATA[Short of it]]></description><link>https://notes.example/cache/</link><guid isPermaLink='false'>65f1</guid><category><![CDATA[Ops]]></category><dc:creator><![CDATA[Ann Bee]]></dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><media:content url='https://a.example/a.png' medium='image'/><content:encoded><![CDATA[<p>{LONG}</p><!--kg-card-begin: html--><p>It takes 10<sup>6</sup> requests.</p><!--kg-card-end: html-->]]></content:encoded></item>"), (FILL, "10^6 requests"), ("kg-card", "106"), {"title": "Cache notes", "authors": ("Ann Bee",), "published": NINE, "url": "https://notes.example/cache/"}),
    _file("feed brothers", "hugo.xml", rss(f"<item><title>Cache notes</title><link>https://notes.example/cache/</link><pubDate>Mon, 02 Nov 2026 14:30:00 +0530</pubDate><guid>https://notes.example/cache/</guid><description>&lt;p&gt;{LONG}&lt;/p&gt;&lt;p&gt;A &amp;lt;Vec&amp;gt; of 5 &amp;amp; more.&lt;/p&gt;</description></item>"), (FILL, "A <Vec> of 5 & more."), ("&lt;", "&amp;"), {"published": NINE}),
    _file("feed brothers", "sub.xml", rss(f"<item><title><![CDATA[Caches & keys: why 5 < 6]]></title><description><![CDATA[On it]]></description><link>https://notes.example/p/cache?utm_source=rss&amp;utm_medium=feed</link><guid isPermaLink='false'>https://notes.example/p/cache</guid><dc:creator><![CDATA[Ann Bee, Ben Cee]]></dc:creator><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><enclosure url='https://a.example/a.png' length='0' type='image/png'/><content:encoded><![CDATA[<p>{LONG}</p><p>Thanks for reading! Subscribe for free.</p><div class='subscription-widget-wrap-editor'><form><input type='submit' value='Subscribe'></form></div>]]></content:encoded></item>"), FILL, (), {"title": "Caches & keys: why 5 < 6", "authors": ("Ann Bee", "Ben Cee"), "url": "https://notes.example/p/cache"}),
    _file("feed brothers", "masto.xml", rss(f"<item><guid isPermaLink='true'>https://soc.example/@ann/1</guid><link>https://soc.example/@ann/1</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate><description>&lt;p&gt;{LONG} &lt;a href=&quot;https://a.example/long/path&quot;&gt;&lt;span class=&quot;invisible&quot;&gt;https://&lt;/span&gt;&lt;span class=&quot;ellipsis&quot;&gt;a.example/long&lt;/span&gt;&lt;span class=&quot;invisible&quot;&gt;/path&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description><category>cache</category></item>", "<title>Ann Bee</title><link>https://soc.example/@ann</link>"), FILL, (), {"published": NINE, "url": "https://soc.example/@ann/1"}),
    _file("feed brothers", "a.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "home_page_url": "https://notes.example/", "authors": [{"name": "Ann Bee"}], "items": [{"id": 7, "url": "/cache", "title": "Cache &lt;notes&gt;", "content_text": f"{LONG}\n\nA Vec<u8> of 5 & more.", "date_published": "2026-11-02T14:30:00+05:30"}]}), (FILL, "A Vec<u8> of 5 & more."), (), {"published": NINE, "authors": ("Ann Bee",), "url": "https://notes.example/cache"}),
    _file("feed brothers", "pod.xml", rss(f"<item><title>Cache talk</title><itunes:title>Cache talk</itunes:title><itunes:author>Ann Bee</itunes:author><podcast:transcript url='https://a.example/1.vtt' type='text/vtt'/><podcast:person role='guest'>Ben Cee</podcast:person><itunes:duration>42:00</itunes:duration><enclosure url='https://a.example/1.mp3' length='1' type='audio/mpeg'/><guid isPermaLink='false'>1</guid><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><itunes:summary><![CDATA[<p>{LONG}</p>]]></itunes:summary></item>"), FILL, ("42:00",), {"title": "Cache talk", "published": NINE}),
    _file("feed brothers", "yt.xml", atom(f"<entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>Cache talk</title><link rel='alternate' href='https://www.youtube.com/watch?v=abc'/><author><name>Ann Bee</name><uri>https://www.youtube.com/channel/x</uri></author><published>2026-11-02T09:00:00+00:00</published><updated>2026-11-19T09:00:00+00:00</updated><media:group><media:title>Cache talk</media:title><media:thumbnail url='https://a.example/a.jpg'/><media:description>{LONG}\n\n00:00 Start\n12:30 Limits of it</media:description><media:community><media:starRating count='12' average='5.00'/><media:statistics views='345'/></media:community></media:group></entry>"), (FILL, "12:30 Limits of it"), ("345",), {"title": "Cache talk", "published": NINE, "url": "https://www.youtube.com/watch?v=abc", "authors": ("Ann Bee",)}),
    _file("feed brothers", "rdf.xml", f"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel rdf:about='https://notes.example/'><title>Notes</title><link>https://notes.example/</link><dc:date>2011-01-01T00:00:00Z</dc:date><dc:creator>Staff</dc:creator></channel><item rdf:about='https://notes.example/cache'><title>Cache notes</title><link>https://notes.example/cache</link><dc:creator>Ann Bee</dc:creator><dc:date>2026-11-02T14:30:00+05:30</dc:date><content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item></rdf:RDF>", FILL, (), {"title": "Cache notes", "authors": ("Ann Bee",), "published": NINE, "url": "https://notes.example/cache"}),
    _file("feed brothers", "base.atom", f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://notes.example/blog/'><title>N</title><id>u:f</id><entry xml:base='2026/'><title type='html'>&lt;em&gt;Cache&lt;/em&gt; notes &amp;amp; more</title><id>u:1</id><link href='cache'/><author><name>Ann Bee</name></author><published>2026-11-02T09:00:00Z</published><content type='xhtml' xml:base='x/'><div xmlns='http://www.w3.org/1999/xhtml'><p>{LONG}</p><p>It takes 10<sup>6</sup> of <a href='y'>them</a>.</p></div></content></entry></feed>", (FILL, "10^6 of them."), ("106",), {"title": "Cache notes & more", "url": "https://notes.example/blog/2026/cache"}),
    _file("feed brothers", "cdata.xml", rss(f"<item><title>Cache <![CDATA[<notes>]]> &amp; more</title><link><![CDATA[ https://notes.example/cache ]]></link><guid><![CDATA[g1]]></guid><pubDate><![CDATA[Mon, 02 Nov 2026 04:00:00 EST]]></pubDate><description><![CDATA[<p>{LONG}</p>]]><![CDATA[<p>{SAID}</p>]]></description></item>"), (FILL, SAID), ("CDATA",), {"published": NINE, "url": "https://notes.example/cache"}),
    _file("feed brothers", "two.xml", rss("".join(f"<item><title>Cache notes {n}</title><link>https://notes.example/</link><guid isPermaLink='false'>n{n}</guid><description><![CDATA[<p>Part {n}. {LONG}</p>]]></description></item>" for n in (1, 2))), ("Part 1.", "Part 2."), (), {}, {}),
    _file("feed brothers", "b.atom", atom(f"<entry><title>Cache notes</title><id>tag:b.example,2026:1</id><link rel='replies' href='https://b.example/feeds/1/comments'/><link rel='edit' href='https://b.example/feeds/1'/><link rel='alternate' href='https://notes.example/2026/11/cache.html'/><link rel='enclosure' href='https://a.example/a.mp3'/><published>2026-11-02T01:00:00.000-08:00</published><updated>2026-11-20T01:00:00.000-08:00</updated><author><name>Ann Bee</name><email>noreply@b.example</email><gd:image src='x'/></author><thr:total>5</thr:total><content type='html'>&lt;p&gt;{LONG}&lt;/p&gt;&lt;div class=&quot;blogger-post-footer&quot;&gt;&lt;img src=&quot;x&quot;/&gt;&lt;/div&gt;</content></entry>"), FILL, (), {"published": NINE, "authors": ("Ann Bee",), "url": "https://notes.example/2026/11/cache.html"}),
)  # fmt: skip

XML = (
    _file("documents in XML", "xep-0007.xml", f"<?xml version='1.0'?>\n<!DOCTYPE xep SYSTEM 'xep.dtd' [\n  <!ENTITY % ents SYSTEM 'xep.ent'>\n%ents;\n<!ENTITY ROOM \"&lt;room&gt;\">\n]>\n<xep><header><title>Caches</title><abstract>{FILL}</abstract>\n&LEGALNOTICE;<number>0007</number><status>Draft</status><author><firstname>Ann</firstname><surname>Bee</surname></author><revision><version>1.1</version><date>2026-11-09</date><initials>ab</initials><remark><p>Keys are longer.</p></remark></revision><revision><version>1.0</version><date>2026-11-02</date><remark><ul><li>First one.</li></ul></remark></revision></header><section1 topic='Limits' anchor='l'><p>A cache (see &xep0030; and &rfc2119;) sends &ROOM; to all.<note>It is a note.</note></p><example caption='A row'><![CDATA[<iq/>\n<x/>]]></example><section2 topic='Inner'><p>{MORE}</p><ul><li>One row<ul><li>and one in it</li></ul></li></ul></section2></section1></xep>",
          (FILL, "A cache (see XEP-0030 and RFC 2119) sends <room> to all.", "Limits", "Inner", MORE, "<iq/>\n<x/>", "It is a note.", "Version 1.1 (2026-11-09): Keys are longer.", "Status: Draft"), ("LEGALNOTICE", "Ann"), {"title": "XEP-0007: Caches", "authors": ("Ann Bee",), "published": DAY}),
    _file("documents in XML", "draft-bee-cache.xml", f"<?xml version='1.0'?>\n<?rfc toc='yes'?>\n<rfc docName='draft-bee-cache-01' version='3'><front><title>Cache Fields</title><author fullname='Ann Bee'><organization>B</organization><address><email>ann@b.example</email></address></author><date year='2026' month='November' day='2'/><workgroup>HTTP</workgroup><abstract><t>{FILL}</t></abstract></front><middle><section anchor='intro' title='Introduction'><t>{MORE} It is in <xref target='lim'/> and <xref target='RFC9110'/>.<iref item='x'/></t><t>Rows:<list style='numbers'><t>the first one</t><t>the second one</t></list></t></section><section anchor='lim'><name>Limits of it</name><t>You <bcp14>MUST</bcp14> hold <tt>60</tt> rows.</t><figure><artwork>\nGET / HTTP/1.1\nHost: a\n</artwork></figure><texttable><ttcol>Name</ttcol><ttcol>Rows</ttcol><c>a</c><c>60</c></texttable></section></middle><back><references title='Normative'><reference anchor='RFC9110'><front><title>HTTP Semantics</title><author initials='R.' surname='Fielding'/><date year='2022' month='June'/></front></reference></references></back></rfc>",
          (FILL, f"{MORE} It is in \u201cLimits of it\u201d and [RFC9110].", "1. the first one", "You MUST hold 60 rows.", "GET / HTTP/1.1\nHost: a", "Name | Rows", "a | 60", "[RFC9110] HTTP Semantics, R. Fielding, June 2022"), ("ann@b.example", "workgroup"), {"title": "Cache Fields", "authors": ("Ann Bee",), "published": DAY}),
    _file("documents in XML", "doc/guide.xml", f"<article xmlns='http://docbook.org/ns/docbook'><info><title>Cache guide</title><author><personname>Ann Bee</personname></author><pubdate>2026-11-02</pubdate></info><section><title>Limits</title><para>{FILL}</para><variablelist><varlistentry><term>rows</term><listitem><para>how many are held</para></listitem></varlistentry></variablelist><programlisting>a = 1\nb = 2</programlisting><informaltable><tgroup cols='2'><thead><row><entry>Name</entry><entry>Rows</entry></row></thead><tbody><row><entry>a</entry><entry>60</entry></row></tbody></tgroup></informaltable><para>{MORE} Run <command>make</command> first.</para></section></article>",
          (FILL, "Limits", "rows", "how many are held", "a = 1\nb = 2", "Name | Rows", f"{MORE} Run make first."), (), {"title": "Cache guide", "authors": ("Ann Bee",), "published": DAY}),
    _file("documents in XML", "book.xml", f"<book xmlns='http://docbook.org/ns/docbook'><info><title>Caches</title></info><chapter><info><title>Limits</title><abstract><para>What a cache holds.</para></abstract></info><para>{FILL}</para></chapter><chapter><title>Costs</title><para>{MORE}</para></chapter></book>",
          ("Limits", "What a cache holds.", FILL, "Costs", MORE), (), {"title": "Caches"}),
    _file("documents in XML", "draft-bee-short.xml", f"<rfc><front><title>Caches</title><date year='2026' month='Nov' day='02'/></front><middle><t>{FILL}</t></middle></rfc>", FILL, (), {"title": "Caches", "published": DAY}),
    _file("documents in XML", "faq.xml", f"<doc title='{{[project]}}' subtitle='Cache questions'><section id='a'><title>What if it fails?</title><p>{FILL} Use <backrest/> and <code>x</code>.</p><list><list-item>one row</list-item></list></section></doc>", (FILL, "What if it fails?", "Use backrest and x.", "- one row"), (), {"title": "Cache questions"}),
    _file("documents in XML", "en/docs/mod_cache.xml", f"<?xml version='1.0'?>\n<!-- Copyright -->\n<!DOCTYPE module SYSTEM 'module.dtd'>\n<module name='Module mod_cache' link='/x.html' lang='en'><section id='s'><para>{FILL}</para></section><section id='d' name='Directives'><directive name='cache_rows'><syntax><value>number</value></syntax><default>60</default><context>http</context><context>server</context><para>{MORE} See <link id='b'/>&nbsp;there.</para><para><list type='tag'><tag-name><literal>a</literal></tag-name><tag-desc>the first</tag-desc></list></para></directive></section></module>",
          (FILL, "cache_rows", "Syntax: cache_rows number", "Default: 60", "Context: http, server", f"{MORE} See b there."), ("nbsp",), {"title": "Module mod_cache"}),
)  # fmt: skip

TITLES = (
    _file("titles that say something", "rfc/rfc-0039-x.md", f"# Meta\n[meta]: #meta\n- Name: A stack of caches (24.04)\n- Start Date: 2025-04-07\n\n## Summary\n\n{LONG}\n", FILL, (), {"title": "A stack of caches (24.04)"}),
    _file("titles that say something", "examples/scope-hoisting/README.md", f"# example.js\n\n```js\nx\n```\n\n{LONG}\n", FILL, (), {"title": "scope hoisting"}),
    _file("titles that say something", "decisions/0011-routes-ts.md", f"# routes.ts\n\n{LONG}\n", FILL, (), {"title": "routes.ts"}),
    _file("titles that say something", "kctf/CVE-2024-0193_lts/docs/vulnerability.md", f"# Vulnerability\n\n{LONG}\n", FILL, (), {"title": "CVE-2024-0193 lts: Vulnerability"}),
    _file("titles that say something", "a/b.md", f"---\ntitle: 'The index of a build cache is a Vec<u8>'\n---\n\n{LONG}\n", FILL, (), {"title": "The index of a build cache is a Vec<u8>"}),
    _file("titles that say something", "releases/26.2.1/gh-release-notes.html", f"<html><body><h2>Highlights</h2><p>{LONG}</p></body></html>", FILL, (), {"title": "Releases 26.2.1: Highlights"}),
    _file("titles that say something", "rules/a.toml", f"[metadata]\ncreation_date = '2026/11/02'\n[rule]\nname = 'Cache drained'\ndescription = '{FILL}'\n", FILL, (), {"title": "Cache drained", "published": DAY}),
    _file("titles that say something", "rules/b.yml", f"title: Cache drained\nid: 597a7e84-187d-458b-9e4f-2f5a0e676711\ndescription: {FILL}\n", FILL, (), {"title": "Cache drained"}),
    _file("titles that say something", "posts/2026-11-02-caches.dj", f"# Caches\n\n{{.note}}\n::: aside\n{FILL}\n:::\n\n{MORE} It is `x`{{=html}} not {{-30-}} 60 rows of _all_ *ten*[^1].\n\n```=html\n<b>raw</b>\n```\n\n[^1]: A note.\n", (FILL, f"{MORE} It is not 60 rows of all ten"), ("raw", "30", ".note", ":::"), {"title": "Caches", "published": DAY}),
    _file("titles that say something", "a.html.markerb", f"---\ntitle: Caches\n---\n\n## Limits\n\n{LONG}\n", FILL, ("##",), {"title": "Caches"}),
    _file("titles that say something", "help/_pipeline_upload.md", f"## Usage\n\n{LONG}\n", FILL, (), {"title": "pipeline upload: Usage"}),
    _file("titles that say something", "topics/cache-23.md", f"[//]: # (title: Guide to caches 2.3)\n[//]: # (description: Of it)\n\n{FILL}\n\n## Limits {{id=\"lim\"}}\n\n{MORE}\n{{style=\"note\"}}\n", (FILL, MORE), ("style", "lim"), {"title": "Guide to caches 2.3"}),
    _file("titles that say something", "xml/release/2.44.xml", f"<release date='2026-11-02' version='2.44' title='Caches of rows'><list><item><p>{FILL}</p></item><item><p>{MORE}</p></item></list></release>", (FILL, MORE), (), {"title": "2.44: Caches of rows", "published": DAY}),
    _file("titles that say something", "news.en.txt", f"Title: Caches of rows\nAuthor: Ann Bee <ann@b.example>\nPosted: 2026-11-02\n\n{FILL}\n\n    */* PY_TARGETS: -* py3_13\n\n{MORE} Set a_b_c to *.\n", (FILL, "*/* PY_TARGETS: -* py3_13", f"{MORE} Set a_b_c to *."), ("Posted",), {"title": "Caches of rows", "published": DAY}),
    _file("titles that say something", "a/cpu-limits.md", f"---\ntitle: cpu-limits\n---\n# Limits of processors\n\n{LONG}\n", FILL, (), {"title": "Limits of processors"}),
)  # fmt: skip

FILES: tuple[File, ...] = (*INLINE, *TALK, *PAGES, *FACTS, *MARKUP, *OTHERS, *FEEDS, *XML, *TITLES)
