"""Inputs made to hurt the readers of what tools write: mail, captions, notes, records, entries of feeds.

Enter: a size in bytes. Leave: (name, file name, bytes), of the form of `adversarial.py`: openers that
never close, marks and parts in thousands, nesting, references that multiply.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

Case = tuple[str, str, bytes]
BYTES = 100_000

F = "The build cache keeps its index in one file, and a cold start reads that file once and no more. "
H = "Subject: Cache\nFrom: ann@b.example\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n"


def rep(s: str, n: int) -> str:
    return s * max(1, n // len(s))


def md(s: str) -> str:
    return "# T\n\n" + F + "\n\n" + s + "\n\n" + F + "\n"


def nested_mail(n: int) -> str:
    k = n // 60
    out = H + "Content-Type: multipart/mixed; boundary=b0\n\n"
    for i in range(k):
        out += f"--b{i}\nContent-Type: multipart/mixed; boundary=b{i + 1}\n\n"
    return out + F


def many_parts(n: int) -> str:
    return (
        H
        + "Content-Type: multipart/mixed; boundary=b\n\n"
        + rep("--b\nContent-Type: text/plain\n\n" + F + "\n", n)
        + "--b--\n"
    )


def feed(b: str, t: str = "<title>T</title>") -> str:
    return f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>F</title><item>{t}<link>https://n.example/a</link><content:encoded><![CDATA[<p>{F}</p>{b}]]></content:encoded></item></channel></rss>"


def page(b: str) -> str:
    return f"<html><head><title>T</title></head><body><article><h1>T</h1><p>{F}</p>{b}<p>{F}</p></article></body></html>"


def cve(n: int) -> str:
    return json.dumps(
        {
            "cveMetadata": {"cveId": "CVE-1", "state": "PUBLISHED"},
            "containers": {
                "cna": {
                    "descriptions": [{"lang": "en", "value": F}],
                    "affected": [
                        {
                            "vendor": "a",
                            "product": "b",
                            "versions": [{"version": "1", "lessThan": "2", "status": "affected"}]
                            * (n // 60),
                        }
                    ],
                }
            },
        }
    )


def csaf(n: int) -> str:
    return json.dumps(
        {
            "document": {
                "title": "T",
                "tracking": {"id": "X"},
                "notes": [{"category": "summary", "text": F + str(i)} for i in range(n // 130)],
            },
            "vulnerabilities": [
                {
                    "cve": f"C-{i}",
                    "notes": [{"category": "description", "text": F}],
                    "remediations": [{"category": "fix", "details": F}],
                }
                for i in range(n // 300)
            ],
        }
    )


def oapi(n: int) -> str:
    return json.dumps(
        {
            "openapi": "3",
            "info": {"title": "T", "description": F},
            "paths": {f"/a{i}": {"get": {"summary": F}} for i in range(n // 120)},
        }
    )


MADE: dict[str, tuple[str, Callable[[int], str]]] = {
 'eml-nested':('eml',nested_mail),'eml-parts':('eml',many_parts),
 'eml-boundaries':('eml',lambda n:H+"Content-Type: multipart/mixed; boundary=b\n\n"+rep("--b\n",n)),
 'eml-folded':('eml',lambda n:H+"X-A: a\n"+rep(" aaaa\n",n)+"\n"+F),
 'eml-headers':('eml',lambda n:H+rep("X-A: a\n",n)+"\n"+F),
 'eml-qp':('eml',lambda n:H+"Content-Transfer-Encoding: quoted-printable\n\n"+F+rep("=\n",n)),
 'eml-qp2':('eml',lambda n:H+"Content-Transfer-Encoding: quoted-printable\n\n"+F+rep("=41",n)),
 'eml-b64':('eml',lambda n:H+"Content-Transfer-Encoding: base64\n\n"+rep("VGhlIGluZGV4IGlzIHJlYWQgb25jZS4g",n)),
 'eml-words':('eml',lambda n:"Subject: "+rep("=?utf-8?B?YWJj?= ",n)+"\nFrom: a@b.c\n\n"+F),
 'eml-parens':('eml',lambda n:"Subject: T\nFrom: "+rep("(",n)+"\n\n"+F),
 'eml-from':('eml',lambda n:"Subject: T\nFrom: "+rep("Ann Bee <a@b.c>, ",n)+"\n\n"+F),
 'eml-quotes':('eml',lambda n:"Subject: T\nFrom: "+rep('"\\',n)+"\n\n"+F),
 'eml-date':('eml',lambda n:"Subject: T\nDate: "+rep("1 ",n)+"\n\n"+F),
 'eml-params':('eml',lambda n:"Subject: T\nContent-Type: text/plain; "+"; ".join(f"a*{i}*=b" for i in range(n//10))+"\n\n"+F),
 'eml-params2':('eml',lambda n:"Subject: T\nContent-Type: text/plain"+rep("; charset=x",n)+"\n\n"+F),
 'eml-msgid':('eml',lambda n:"Subject: T\nMessage-ID: "+rep("<",n)+"\n\n"+F),
 'eml-depth':('eml',lambda n:H+"\n"+F+"\n"+rep(">",n)),
 'eml-depth2':('eml',lambda n:H+"\n"+F+"\n"+rep("> > > a\n",n)),
 'eml-flowed':('eml',lambda n:H+"Content-Type: text/plain; format=flowed\n\n"+rep("word of it \n",n)),
 'eml-sig':('eml',lambda n:H+"\n"+F+"\n"+rep("-- \n",n)),
 'eml-html':('eml',lambda n:H+"Content-Type: text/html\n\n"+rep("<table><tr><td>",n)+F),
 'mbox':('mbox',lambda n:rep("From a@b Mon Nov 2 2026\nSubject: T\n\n"+F+"\n\n",n)),
 'mbox-empty':('mbox',lambda n:rep("From a 2026\nA: b\n\n",n)),
 'mbox-from':('mbox',lambda n:"From a 2026\nA: b\n\n"+rep("From ",n)),
 'ttml-nested':('ttml',lambda n:"<tt><body><div><p begin='1s' end='2s'>"+rep("<span>",n)+F+"</p></div></body></tt>"),
 'ttml-many':('ttml',lambda n:"<tt><body><div>"+rep("<p begin='1s' end='2s'>The limit of it.</p>",n)+"</div></body></tt>"),
 'ttml-bomb':('ttml',lambda n:"<!DOCTYPE tt [<!ENTITY a 'aaaaaaaaaa'>"+"".join(f"<!ENTITY a{i} '{'&a%s;'%(i-1 if i else '')*10}'>" for i in range(9))+"]><tt><body><p begin='1s'>&a8; "+F+"</p></body></tt>"),
 'json3':('json3',lambda n:json.dumps({"events":[{"tStartMs":i,"dDurationMs":5,"segs":[{"utf8":"the limit of it "}]} for i in range(n//60)]})),
 'json3-deep':('json3',lambda n:'{"events":'+rep("[",n)),
 'sbv':('sbv',lambda n:rep("0:00:01.000,0:00:02.000\nThe limit of it.\n\n",n)),
 'sbv-times':('sbv',lambda n:F+rep("0:00:01.000,",n)),
 'lrc':('lrc',lambda n:"[00:01.00]"*(n//10)+F),
 'lrc-many':('lrc',lambda n:rep("[00:01.00]The limit of it is sixty\n",n)),
 'lrc-open':('lrc',lambda n:rep("[0",n)),
 'ass':('ass',lambda n:"[Events]\nFormat: "+rep("a,",n)+"Text\nDialogue: "+rep("b,",n)+F),
 'ass-many':('ass',lambda n:"[Events]\n"+rep("Dialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,The limit {\\i1}of it\n",n)),
 'ass-tags':('ass',lambda n:"[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,"+F+rep("{\\",n)),
 'vtt-ids':('vtt',lambda n:"WEBVTT\n\n"+rep("an id without a time\n\n",n)),
 'vtt-ids2':('vtt',lambda n:"WEBVTT\n\n"+rep("id/1-0\n00:00:01.000 --> 00:00:04.000\n<v Ann Bee>The limit of it.</v>\n\n",n)),
 'vtt-names':('vtt',lambda n:"WEBVTT\n\n"+rep("00:00:01.000 --> 00:00:04.000\nAnn van der (Acme): The limit.\n\n",n)),
 'srt-names':('srt',lambda n:"1\n00:00:01,000 --> 00:00:04,000\n"+rep("Ann van ",n)+": it\n"),
 'spoken':('txt',lambda n:rep("Ann Bee 00:01\nThe limit of it is sixty.\n\n",n)),
 'spoken-line':('txt',lambda n:rep("A ",n)+"\n"+F),
 'spoken-stamps':('txt',lambda n:rep("[00:01] Ann: The limit.\n",n)),
 'spoken-heads':('txt',lambda n:rep("Ann 0:0",n)),
 'whisper':('json',lambda n:json.dumps({"segments":[{"start":i,"end":i+1,"text":"The limit of it."} for i in range(n//50)]})),
 'wiki-open':('md',lambda n:md(rep("[[",n))),'wiki-bar':('md',lambda n:md("[[a|b]] "+rep("[[a|",n))),'wiki-embed':('md',lambda n:md("[[a|b]] "+rep(" ![[a",n))),
 'wiki-many':('md',lambda n:md(rep("[[a b|c d]] ",n))),'wiki-comment':('md',lambda n:md("[[a|b]] "+rep(" %%",n))),'wiki-ids':('md',lambda n:md("[[a|b]]\n"+rep("a ^b\n",n))),
 'include':('md',lambda n:md(rep("{{#include ",n))),'erb':('md',lambda n:md(rep("<%",n))),'erb-rows':('md',lambda n:md(rep("<% a\n",n))),'erb-close':('md',lambda n:md(rep("<%= a %> ",n))),
 'liquid-comment':('md',lambda n:md("{% if a %}\n"+rep("{% comment %}",n))),'jinja-comment':('md',lambda n:md("{% if a %}\n"+rep("{#",n))),
 'callouts':('md',lambda n:md(rep("> [!NOTE] a\n",n))),'callout-deep':('md',lambda n:md(rep("> ",n)+"[!NOTE] a")),'callout-marks':('md',lambda n:md("- "+rep("> ",n)+"a\n[!")),
 'lost-open':('md',lambda n:md(rep("[a][",n))),'lost-many':('md',lambda n:md(rep("[a][b] ",n))),'lost-words':('md',lambda n:md(rep("[a",n)+"][")),'picture':('md',lambda n:md(rep("![a](b c",n))),'link-blank':('md',lambda n:md(rep("[a](/b c",n))),'link-close':('md',lambda n:md(rep("](",n))),'lost-brace':('md',lambda n:md(rep("![a]({{ b }} ",n))),
 'bold':('md',lambda n:md(rep("**a ",n))),'bold2':('md',lambda n:md(rep("** ",n))),'bold3':('md',lambda n:md(rep("a: **",n))),
 'breaks':('md',lambda n:md(rep("It is so.  \n",n))),'breaks-span':('md',lambda n:md(rep("*It  \n",n))),
 'cell-breaks':('md',lambda n:md("| a | b |\n|---|---|\n| x | "+rep("It<br>",n)+" |")),'table-p':('md',lambda n:md("<table><tr><td>a</td><td>"+rep("<p>It is",n)+"</td></tr></table>")),
 'mdx-braces':('mdx',lambda n:md(rep("{a =>\n",n))),'mdx-expr':('mdx',lambda n:md(rep("{a.b",n))),'mdx-many':('mdx',lambda n:md(rep("{a.b} ",n))),'mdx-cond':('mdx',lambda n:md(rep("{a && b\n",n))),
 'values':('md',lambda n:md("{% if a %}\n"+rep("it {{ x }} ",n))),'values2':('md',lambda n:md("{% if a %}\n"+rep("It is {{ x }}. ",n))),'values-tag':('md',lambda n:md("{% if a %}\n"+rep("<a {{ x }} ",n))),'values-link':('md',lambda n:md("{% if a %}\n"+rep("[a]({{ x }}",n))),
 'shortcodes':('md',lambda n:md(rep("{{< a >}}{{< /b >}}",n))),'toc':('md',lambda n:md(rep("* a\n{:",n))),'stated':('md',lambda n:"# T\n\nPublished on "+rep("A",n)+"\n\n"+F),
 'fences':('md',lambda n:rep("```release-note:bug\n"+F+"\n```\n",n)),'fence-nest':('md',lambda n:rep("```release-note:bug\n",n)+F),'fence-nest2':('md',lambda n:"".join("`"*k+"release-note\n" for k in range(int((2*n)**.5),2,-1))+F),
 'toml':('md',lambda n:"```toml\nid = 1\n"+rep("a = 1\n",n)),'toml2':('md',lambda n:rep("```toml\n",n)),'matter-kept':('md',lambda n:"---\nchangelog: |\n"+rep("  * "+F+"\n",n)+"---\n"),
 'cve':('json',cve),'csaf':('json',csaf),'openapi':('json',oapi),
 'flaws':('yaml',lambda n:"advisories:\n"+"".join(f"  C{i}:\n    description: {F}\n" for i in range(n//130))),
 'composer':('yaml',lambda n:"reference: composer://a/b\ntitle: T\nbranches:\n"+"".join(f"  b{i}:\n    versions: ['1']\n" for i in range(n//30))),
 'feed-foot':('xml',lambda n:feed(rep("<p>Read more</p>",n))),'feed-foot2':('xml',lambda n:feed("<p>"+rep("a was originally published in ",n)+"</p>")),'feed-foot3':('xml',lambda n:feed("<p>"+rep("The post a ",n)+"</p>")),
 'feed-entities':('xml',lambda n:feed("")[:-6].replace("<link>",rep("&eacute;",n)+"<link>")+"</rss>"),'feed-blank':('xml',lambda n:rep(" \n",n)+feed("")),'feed-untitled':('xml',lambda n:feed(rep("a",n),"")),
 'feed-pre':('xml',lambda n:feed("<pre style='white-space:pre-wrap'>"+rep("a word\n",n)+"</pre>")),'feed-boxes':('xml',lambda n:feed(rep("<div class='subscribe'>",n)+"a")),'feed-boxes2':('xml',lambda n:feed(rep("<div class='subscribe'>a</div>",n))),'feed-boxes3':('xml',lambda n:feed(rep("<div class='share'><div>a",n))),
 'aria':('html',lambda n:page(rep("<div role='row'><span role='cell'>",n)+"a")),'aria2':('html',lambda n:page("<div role='table'>"+rep("<div role='row'><span role='cell'>a</span></div>",n)+"</div>")),'aria3':('html',lambda n:page(rep("<div role='table'>",n)+"a")),
 'cell-p':('html',lambda n:page("<table><tr><td>a</td><td>"+rep("<p>It</p>",n)+"</td></tr></table>")),'cell-div':('html',lambda n:page("<table><tr><td>a</td><td>"+rep("<div>It",n)+"</td></tr></table>")),'cell-br':('html',lambda n:page("<table><tr><td>a</td><td>"+rep("It<br>",n)+"</td></tr></table>")),
 'html-tags':('html',lambda n:page(rep("\n{% a",n))),'html-erb':('html',lambda n:page(rep("<p>a <%= b %></p>",n))),'html-erb2':('html',lambda n:page("<p>"+rep("<i>a</i> <%= b %>",n)+"</p>")),'html-code':('html',lambda n:page("{% a"+rep("<code>",n))),'html-matter':('html',lambda n:"---\n"+rep("a: b\n",n)+page("")),
 'adoc-csv':('adoc',lambda n:"= T\n\n"+F+"\n\n"+rep(",===\na,b\n",n)),'adoc-plus':('adoc',lambda n:"= T\n\n"+F+rep(" +\n",n)),'adoc-items':('adoc',lambda n:"= T\n\n"+rep(". a\n+\n",n)+F),'adoc-blank':('adoc',lambda n:"= T\n\n"+F+"\n"+rep(" ",n)+"+a"),
 'east':('md',lambda n:"---\ndate: "+rep("2026. 1",n)[:200]+"\n---\n"+F),
}  # fmt: skip


def tools(size: int = 1) -> Iterator[Case]:
    """Every input, of about 100,000 bytes times `size`."""
    for name, (suffix, made) in MADE.items():
        yield name, f"a.{suffix}", made(BYTES * size).encode()
