"""Whole files of other tools: records of flaws, mail, exports of calls, notebooks, tables, changelogs.

Enter: nothing. Leave: `FILES`, of the form of `readings_tools.py`, written before a reader saw them.
"""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage

from tests.readings_tools import DAY, FILL, LONG, MORE, NINE, File, _file, md, page


def js(value: object) -> str:
    return json.dumps(value, indent=2)


OSV = {
    "schema_version": "1.6.0", "id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-11-05T09:00:00Z", "published": "2026-11-02T09:00:00Z",
    "aliases": ["CVE-2026-1234"], "summary": "Cache index is read twice",
    "details": f"### Impact\n{FILL}\n\n### Patches\nUse `1.2.3` or **later** of it.\n\n* It waits\n* It retries",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
    "affected": [{"package": {"ecosystem": "npm", "name": "cache"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.3"}]}]}],
    "references": [{"type": "WEB", "url": "https://a.example/advisory"}],
}  # fmt: skip
CVE = {
    "dataType": "CVE_RECORD", "dataVersion": "5.1",
    "cveMetadata": {"cveId": "CVE-2026-1234", "state": "PUBLISHED", "assignerShortName": "GitHub_M", "datePublished": "2026-11-02T09:00:00.000Z", "dateUpdated": "2026-11-05T09:00:00.000Z", "dateReserved": "2026-10-01T09:00:00.000Z"},
    "containers": {"cna": {
        "title": "Cache index is read twice",
        "descriptions": [{"lang": "de", "value": "Der Index des Caches wird zweimal gelesen und das kostet Zeit."}, {"lang": "en", "value": f"{FILL} A crafted entry makes it read past its end."}],
        "metrics": [{"cvssV3_1": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "baseScore": 7.5, "baseSeverity": "HIGH"}}],
        "affected": [{"vendor": "acme", "product": "cache", "versions": [{"version": "1.0", "lessThan": "1.2.3", "status": "affected", "versionType": "semver"}]}],
        "references": [{"url": "https://a.example/advisory"}],
    }},
}  # fmt: skip
CSAF = {
    "document": {"category": "csaf_security_advisory", "csaf_version": "2.0", "title": "Cache index is read twice", "publisher": {"category": "vendor", "name": "Acme PSIRT", "namespace": "https://acme.example"},
                 "notes": [{"category": "summary", "title": "Summary", "text": FILL}, {"category": "legal_disclaimer", "text": "This is provided as it is, without a warranty."}],
                 "tracking": {"id": "ACME-2026-1", "initial_release_date": "2026-11-02T09:00:00Z", "current_release_date": "2026-11-05T09:00:00Z", "status": "final", "version": "2"}},
    "product_tree": {"full_product_names": [{"name": "Cache 1.2.2", "product_id": "C1"}]},
    "vulnerabilities": [{"cve": "CVE-2026-1234", "title": "Read past the end", "notes": [{"category": "description", "text": MORE}], "remediations": [{"category": "vendor_fix", "details": "Update to version 1.2.3 of the cache."}]}],
}  # fmt: skip
NVD = {
    "resultsPerPage": 1, "format": "NVD_CVE", "version": "2.0",
    "vulnerabilities": [{"cve": {"id": "CVE-2026-1234", "published": "2026-11-02T09:00:00.000", "lastModified": "2026-11-05T09:00:00.000", "vulnStatus": "Analyzed",
        "descriptions": [{"lang": "en", "value": f"{FILL} A crafted entry makes it read past its end."}, {"lang": "es", "value": "El índice de la caché se lee dos veces y eso cuesta."}]}}],
}  # fmt: skip
VULNDB = f"id: GO-2026-1234\nmodules:\n    - module: a.example/cache\n      versions:\n        - introduced: 1.1.0\n        - fixed: 1.2.3\n      vulnerable_at: 1.2.2\n      packages:\n        - package: a.example/cache/index\n          symbols:\n            - Index.Read\nsummary: Cache index is read twice in a.example/cache\ndescription: |-\n    {FILL}\n    It is read past its end.\npublished: 2026-11-02T09:00:00Z\ncves:\n    - CVE-2026-1234\ncredits:\n    - Ann Bee\n"

RECORDS = (
    _file("records", "GHSA-a.json", js(OSV), (FILL, "Use 1.2.3 or later of it.", "It retries"), ("###", "**", "SEMVER"), {"title": "GHSA-aaaa-bbbb-cccc: Cache index is read twice", "published": NINE, "updated": "2026-11-05T09:00:00+00:00"}),
    _file("records", "osv.json", js({**OSV, "withdrawn": "2026-11-06T09:00:00Z"}), "ithdrawn", (), {}),
    _file("records", "PYSEC-1.yaml", f"id: PYSEC-2026-1\ndetails: {FILL} Versions 1.10 and 2.0 are.\naffected:\n- package:\n    name: cache\n    ecosystem: PyPI\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n    - fixed: '1.10'\n  versions:\n  - 0.1\n  - '0.10'\naliases:\n- CVE-2026-1234\nmodified: '2026-11-05T09:00:00.000000Z'\npublished: '2026-11-02T09:00:00Z'\n", (FILL, "1.10"), "ECOSYSTEM", {"published": NINE}),
    _file("records", "CVE-2026-1234.json", js(CVE), (FILL, "read past its end", "Severity: high", "CVSS:3.1/AV:N"), ("Der Index", "GitHub_M"), {"title": "CVE-2026-1234: Cache index is read twice", "published": NINE, "updated": "2026-11-05T09:00:00+00:00"}),
    _file("records", "CVE-2026-1234.json", js({**CVE, "containers": {"cna": {key: value for key, value in CVE["containers"]["cna"].items() if key != "title"}}}), (FILL, "1.2.3"), "Der Index", {"published": NINE}),  # type: ignore[index]
    _file("records", "acme-2026-1.json", js(CSAF), (FILL, MORE, "Update to version 1.2.3 of the cache."), ("warranty",), {"title": "ACME-2026-1: Cache index is read twice", "published": NINE, "updated": "2026-11-05T09:00:00+00:00"}),
    _file("records", "nvd.json", js(NVD), (FILL, "read past its end"), "El índice", {"title": "CVE-2026-1234", "published": NINE}),
    _file("records", "GO-2026-1234.yaml", VULNDB, (FILL, "1.2.3"), (), {"title": "GO-2026-1234: Cache index is read twice in a.example/cache", "published": NINE}),
    _file("records", "list.json", js([OSV, {**OSV, "id": "GHSA-dddd-eeee-ffff", "summary": "Cache index is never read", "details": f"{MORE} It is never read at all, and its calls wait for it."}]), (FILL, MORE), (), {"title": "GHSA-aaaa-bbbb-cccc: Cache index is read twice"}, {"title": "GHSA-dddd-eeee-ffff: Cache index is never read"}),
    _file("records", "RUSTSEC-2026-1.md", f"```toml\n[advisory]\nid = \"RUSTSEC-2026-0001\"\npackage = \"cache\"\ndate = \"2026-11-02\"\nurl = \"https://a.example/issues/1\"\ncategories = [\"memory-corruption\"]\n\n[versions]\npatched = [\">= 1.2.3\"]\n```\n\n# Cache index is read twice\n\n{FILL}\n\n{MORE}\n", (FILL, ">= 1.2.3"), "[advisory]", {"title": "Cache index is read twice", "published": DAY}),
    _file("records", "openapi.yaml", f"openapi: 3.0.0\ninfo:\n  title: Cache API\n  version: 1.2.3\n  description: |\n    {LONG}\npaths:\n  /rows:\n    get:\n      summary: Read the rows\n      description: Gives the rows of the cache, at most 60 of them at once.\n", (FILL, "at most 60 of them at once"), (), {"title": "Cache API"}),
)  # fmt: skip


def _mail(
    text: str, *, name: str = "a.eml", html_text: str = "", charset: str = "utf-8", **heads: str
) -> bytes:
    message = EmailMessage()
    for key, value in {
        "Subject": "Cache notes – part 2",
        "From": "Ann Bée <ann@b.example>",
        "To": "all@b.example",
        "Date": "Mon, 02 Nov 2026 10:00:00 +0100",
        "Message-ID": "<1@b.example>",
        **heads,
    }.items():
        message[key] = value
    if text:
        message.set_content(
            text, charset=charset, cte="quoted-printable" if charset != "us-ascii" else None
        )
    if html_text and text:
        message.add_alternative(html_text, subtype="html", cte="base64")
    elif html_text:
        message.set_content(html_text, subtype="html", charset=charset, cte="base64")
    return message.as_bytes()  # fmt: skip


MAILED = {"title": "Cache notes – part 2", "authors": ("Ann Bée",), "published": NINE}
_ATTACHED = EmailMessage()
_ATTACHED["Subject"], _ATTACHED["From"], _ATTACHED["Date"] = (
    "Cache notes",
    "ann@b.example",
    "Mon, 02 Nov 2026 09:00:00 -0000",
)
_ATTACHED.set_content(f"{FILL}\n\n{MORE}\n")
_ATTACHED.add_attachment(
    b"%PDF-1.4 nothing", maintype="application", subtype="pdf", filename="a.pdf"
)
_ATTACHED.add_attachment("limit,30\nwait,5\n", subtype="csv", filename="a.csv")
WORDY = f"<html><head><style>p {{color: red}}</style><title>x</title></head><body><div style='display:none'>Preview of it, hidden&nbsp;&zwnj;</div><table role='presentation'><tr><td><h1>Cache notes</h1><p>{FILL}</p><p>The limit is <s>30</s> 60.</p></td></tr><tr><td><p>{MORE}</p></td></tr><tr><td style='font-size:11px'><a href='u'>Unsubscribe</a> | <a href='v'>View in browser</a></td></tr></table></body></html>"

MAIL = (
    _file("mail", "a.eml", _mail(f"{FILL}\n\nThe café’s limit is 60 = 30 + 30 seconds, and this long line is broken by the encoding of the mail.\n\n{MORE}\n"), (FILL, "The café’s limit is 60 = 30 + 30 seconds, and this long line is broken by the encoding"), ("=C3", "=\n", "Message-ID"), MAILED),
    _file("mail", "a.eml", _mail(f"{FILL}\n\n{MORE}\n", html_text=WORDY), (FILL, MORE), ("color: red", "Content-Type", "30 60"), MAILED),
    _file("mail", "a.eml", _mail("", html_text=WORDY), (FILL, "The limit is 60.", MORE), ("color: red", "30 60", "Unsubscribe", "Preview of it"), MAILED),
    _file("mail", "a.eml", _mail(f"{FILL} It’s naïve.\n\n{MORE}\n", charset="windows-1252"), (FILL + " It’s naïve.",), "�", MAILED),
    _file("mail", "a.eml", _ATTACHED.as_bytes(), (FILL, MORE), ("%PDF", "limit,30"), {"title": "Cache notes", "published": NINE}),
    _file("mail", "a.eml", b"Subject: Cache notes\r\nFrom: ann@b.example (Ann Bee)\r\nDate: Mon, 02 Nov 2026 09:00:00 GMT\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n" + f"{FILL}\r\nIt goes on \r\nin one paragraph of \r\nthe mail.\r\n\r\n> They wrote that the limit is 30.\r\n\r\nNo, it is 60.\r\n\r\n-- \r\nAnn Bee\r\nOperator of it\r\n".encode(), ("It goes on in one paragraph of the mail.", "No, it is 60."), ("Operator of it",), {"title": "Cache notes", "authors": ("Ann Bee",), "published": NINE}),
    _file("mail", "a.eml", f"Return-Path: <x@b.example>\nReceived: from a by b; Mon, 2 Nov 2026 09:10:00 +0000\nReceived: from c by d;\n\tMon, 2 Nov 2026 09:05:00 +0000\nSubject: =?utf-8?B?{base64.b64encode('Cache – notes'.encode()).decode()}?=\n =?utf-8?Q?_of_it?=\nFrom: =?iso-8859-1?Q?Ann_B=E9e?= <ann@b.example>\nDate: Mon, 2 Nov 2026 09:00:00 +0000 (UTC)\nList-Id: <cache.n.example>\n\n{FILL}\n\n{MORE}\n", FILL, ("Received", "List-Id"), {"title": "Cache – notes of it", "authors": ("Ann Bée",), "published": NINE}),
    _file("mail", "a.mbox", f"From ann@b.example Mon Nov  2 09:00:00 2026\nFrom: Ann Bee <ann@b.example>\nSubject: Cache notes\nDate: Mon, 02 Nov 2026 09:00:00 +0000\nMessage-ID: <1@b.example>\n\n{FILL}\n\n>From here on the limit is 60.\n\nFrom ben@c.example Mon Nov  2 10:00:00 2026\nFrom: Ben Cee <ben@c.example>\nSubject: Re: Cache notes\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <2@b.example>\n\n{MORE} It is read anew, and the calls wait for it.\n", (FILL, "From here on the limit is 60."), ">From", {"title": "Cache notes", "authors": ("Ann Bee",), "published": NINE}, {"title": "Re: Cache notes", "authors": ("Ben Cee",)}),
)  # fmt: skip

K = "and the rest of the rows are kept in one file for a day."
J3 = js(
    {
        "wireMagic": "pb3",
        "events": [
            {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
            {
                "tStartMs": 1000,
                "dDurationMs": 3000,
                "segs": [
                    {"utf8": "the limit"},
                    {"utf8": " is", "tOffsetMs": 200},
                    {"utf8": " 60 seconds", "tOffsetMs": 400},
                ],
            },
            {"tStartMs": 3990, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            {"tStartMs": 4000, "dDurationMs": 3000, "segs": [{"utf8": K}]},
        ],
    }
)
TTML = f"<?xml version='1.0' encoding='utf-8'?><tt xmlns='http://www.w3.org/ns/ttml' xmlns:tts='http://www.w3.org/ns/ttml#styling' xml:lang='en'><head><styling><style xml:id='s1' tts:color='white'/></styling><metadata><ttm:title xmlns:ttm='http://www.w3.org/ns/ttml#metadata'>Cache notes</ttm:title></metadata></head><body><div><p begin='00:00:01.000' end='00:00:04.000' style='s1'>The limit is<br/>60 <span tts:fontStyle='italic'>seconds</span></p><p begin='00:00:05.000' end='00:00:08.000'>{K}</p></div></body></tt>"

CALLS = (
    _file("calls", "a.json3", J3, "the limit is 60 seconds " + K, ("utf8", "wireMagic"), {}),
    _file("calls", "a.ttml", TTML, "The limit is 60 seconds " + K, ("white", "is60"), {}),
    _file("calls", "a.dfxp", TTML, "The limit is 60 seconds " + K, ("white", "is60"), {}),
    _file("calls", "a.sbv", f"0:00:01.000,0:00:04.000\nThe limit is\n60 seconds\n\n0:00:05.000,0:00:08.000\n{K}\n", "The limit is 60 seconds " + K, "0:00", {}),
    _file("calls", "a.lrc", f"[ti:Cache notes]\n[ar:Ann Bee]\n[length:01:00]\n\n[00:01.00]The limit is 60 seconds\n[00:05.00]{K}\n", "The limit is 60 seconds " + K, "[00:", {"title": "Cache notes"}),
    _file("calls", "a.ass", f"[Script Info]\nTitle: Cache notes\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,{{\\i1}}The limit, that is,\\N60 seconds{{\\i0}}\nComment: 0,0:00:02.00,0:00:04.00,Default,,0,0,0,,It was 30\nDialogue: 0,0:00:05.00,0:00:08.00,Default,Ann,0,0,0,,{K}\n", "The limit, that is, 60 seconds", ("Arial", "\\N", "was 30", "Default"), {}),
    # Teams
    _file("calls", "a.vtt", f"WEBVTT\n\n0f3a1b2c-1111-2222-3333-444455556666/12-0\n00:00:01.100 --> 00:00:04.000\n<v Ann Bee>The limit is 60 seconds</v>\n\n0f3a1b2c-1111-2222-3333-444455556666/12-1\n00:00:04.000 --> 00:00:08.000\n<v Ann Bee>{K}</v>\n\n0f3a1b2c-1111-2222-3333-444455556666/15-0\n00:00:09.000 --> 00:00:12.000\n<v Ben Cee>No, it is 90 now.</v>\n", ("The limit is 60 seconds " + K, "No, it is 90 now."), ("0f3a", "<v"), {}),
    # Zoom
    _file("calls", "a.vtt", f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnn Bee: The limit is 60 seconds.\n\n2\n00:00:05.000 --> 00:00:08.000\nBen Cee (Acme): No, it is 90 {K}\n\n3\n00:00:09.000 --> 00:00:12.000\nAnn Bee: So it is.\n\n4\n00:00:13.000 --> 00:00:16.000\nBen Cee (Acme): Yes: all of it.\n", ("The limit is 60 seconds.", "No, it is 90 " + K, "Yes: all of it."), ("Ann Bee: The", "(Acme): No"), {}),
    # Otter
    _file("calls", "a.txt", f"Cache notes\nMon, Nov 02, 2026 9:00AM • 60:00\n\nSUMMARY KEYWORDS\ncache, index\n\nAnn Bee  00:01\nThe limit is 60 seconds, {K}\n\nBen Cee  00:09\nNo, it is 90 of them, and it was so on the second day as well.\n", ("The limit is 60 seconds, " + K, "No, it is 90"), (), {"title": "Cache notes"}),
    # Whisper
    _file("calls", "a.json", js({"text": f" The limit is 60 seconds {K} It is so.", "segments": [{"id": 0, "start": 0.0, "end": 4.0, "text": " The limit is 60 seconds", "tokens": [1, 2], "avg_logprob": -0.2}, {"id": 1, "start": 4.0, "end": 8.0, "text": f" {K} It is so.", "tokens": [3]}], "language": "en"}), "The limit is 60 seconds " + K, "avg_logprob", {}),
    # YouTube's own captions, rolling with times of words
    _file("calls", "a.vtt", "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:01.000 --> 00:00:03.990 align:start position:0%\n \nthe<00:00:01.200><c> limit</c><00:00:01.400><c> is</c><00:00:01.600><c> 60</c>\n\n00:00:03.990 --> 00:00:04.000 align:start position:0%\nthe limit is 60\n \n\n00:00:04.000 --> 00:00:07.990 align:start position:0%\nthe limit is 60\nseconds<00:00:04.200><c> and</c><00:00:04.400><c> the</c><c.colorE5E5E5> rest of the rows are kept in it</c>\n\n00:00:07.990 --> 00:00:08.000 align:start position:0%\nseconds and the rest of the rows are kept in it\n \n", "the limit is 60 seconds and the rest of the rows are kept in it", ("60 the limit", "align", "<c>"), {}),
    _file("calls", "a.srt", f"1\n00:00:01,000 --> 00:00:04,000\n{{\\an8}}<font color=\"#ffff00\"><i>The limit is</i></font>\n60 seconds,\n\n2\n00:00:05,000 --> 00:00:08,000\n- {K}\n- Is it?\n\n3\n00:00:09,000 --> 00:00:10,000\n♪ ♪\n", ("The limit is 60 seconds, " + K, "Is it?"), ("an8", "font", "♪", "- and"), {}),
    _file("calls", "a.vtt", f"WEBVTT - Cache notes\n\nNOTE\nThe old limit was 30,\nsays Ann.\n\nSTYLE\n::cue(.x) {{ color: red }}\n\nintro\n00:01.000 --> 00:04.000 line:0 size:80%\nThe limit is <b.loud>60</b.loud> &lt;seconds&gt; &amp; more,\n\n00:05.000 --> 00:08.000\n<lang en-GB>{K}</lang>\n", "The limit is 60 <seconds> & more, " + K, ("was 30", "color", "intro", "line:0"), {}),
    _file("calls", "a.srt", f"1\n00:00:01,000 --> 00:00:04,000\nSPEAKER_00: The limit is 60 seconds.\n\n2\n00:00:05,000 --> 00:00:08,000\nSPEAKER_01: No, it is 90 {K}\n\n3\n00:00:09,000 --> 00:00:12,000\nSPEAKER_00: So it is.\n\n4\n00:00:13,000 --> 00:00:16,000\nSPEAKER_01: Yes.\n", ("The limit is 60 seconds.", "No, it is 90 " + K), ("SPEAKER_00: The",), {}),
)  # fmt: skip


def _nb(cells: list[object], **more: object) -> str:
    return js(
        {
            "cells": cells,
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
            **more,
        }
    )


def _cell(kind: str, source: object, **more: object) -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


NOTEBOOKS = (
    _file("notebooks", "a.ipynb", _nb([_cell("markdown", ["# Cache notes\n", "\n", FILL + "\n", "\n", "![a](attachment:a.png)\n", "\n", MORE], attachments={"a.png": {"image/png": "iVBORw0KGgo"}}), _cell("code", ["limit = 60\n", "print(limit)"], outputs=[{"output_type": "stream", "name": "stdout", "text": ["it is 30\n"]}], execution_count=1)]), (FILL, MORE, "limit = 60\nprint(limit)"), ("iVBOR", "it is 30", "attachment"), {"title": "Cache notes"}),
    _file("notebooks", "a.ipynb", js({"metadata": {"name": "Cache notes"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [{"cell_type": "heading", "level": 1, "source": ["Cache notes"]}, {"cell_type": "markdown", "source": [FILL]}, {"cell_type": "code", "input": ["limit = 60"], "language": "python", "outputs": []}, {"cell_type": "markdown", "source": MORE}]}]}), (FILL, MORE, "limit = 60"), "worksheets", {"title": "Cache notes"}),
    _file("notebooks", "a.ipynb", _nb([_cell("raw", "---\ntitle: \"Cache notes\"\nauthor: Ann Bee\ndate: 2026-11-02\n---"), _cell("markdown", f"{FILL}\n\n| Call | Limit |\n|---|---|\n| read | 10<sup>6</sup> |\n\n<table><tr><th>wait</th><td>5 s</td></tr></table>"), _cell("code", "#| echo: false\n%%bash\ndrain node-7")]), (FILL, "10^6", "5 s", "drain node-7"), "106", {"title": "Cache notes", "authors": ("Ann Bee",), "published": DAY}),
    _file("notebooks", "a.ipynb", _nb([_cell("markdown", f"Cache notes\n===\n\n{FILL} Let $x_1 * y * z$ hold:\n\n$$\n10^6 < n\n$$"), _cell("markdown", MORE), _cell("code", "", outputs=[]), _cell("markdown", "")]), (FILL, "x_1 * y * z", MORE), (), {"title": "Cache notes"}),
    _file("notebooks", "a.ipynb", "\ufeff" + _nb([_cell("markdown", f"# Cache notes\n{FILL}"), {"cell_type": "markdown"}, "odd", _cell("markdown", MORE)]), (FILL, MORE), (), {"title": "Cache notes"}),
)  # fmt: skip

CHANGES = (
    _file("changes", "CHANGELOG.md", f"# Changelog\n\nAll notable changes are documented in this file. The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).\n\n## [Unreleased]\n\n## [1.1.0] - 2026-11-02\n\n### Added\n\n- {FILL}\n\n## [1.0.0] - 2026-10-01 [YANKED]\n\n### Fixed\n\n- {MORE} ([#12])\n\n[unreleased]: https://g.example/compare/v1.1.0...HEAD\n[1.1.0]: https://g.example/compare/v1.0.0...v1.1.0\n[#12]: https://g.example/12\n", (FILL, "1.1.0", MORE), ("https://g.example",), {"published": None}),
    _file("changes", "NEWS.rst", f"Changes\n=======\n\n.. towncrier release notes start\n\ncache 1.1.0 (2026-11-02)\n========================\n\nFeatures\n--------\n\n- {FILL}\n  It goes on here. (`#12 <https://g.example/12>`_, :issue:`13`)\n\n\n----\n\n\ncache 1.0.0 (2026-10-01)\n========================\n\n- {MORE}\n", (FILL, "It goes on here.", MORE), ("towncrier", "----", "===="), {"published": None}),
    _file("changes", "changes/12.feature.rst", f"{FILL} {MORE}\n", FILL, (), {}),
    _file("changes", "CHANGES.txt", f"Version 1.1.0\n=============\n\n * {FILL}\n   It goes on here.\n\n * {MORE}\n\nVersion 1.0.0\n=============\n\n * The first of it.\n", (FILL + " It goes on here.", MORE), "=====", {}),
    _file("changes", "NEWS", f"Noteworthy changes in release 1.1 (2026-11-02)\n\n** New features\n\n  {FILL}\n\n** Bug fixes\n\n  {MORE}\n  [bug introduced in 1.0]\n", (FILL, MORE), (), {}),
    _file("changes", "debian/changelog", f"cache (1.1-1) unstable; urgency=medium\n\n  * New upstream release.\n    {FILL}\n  * {MORE} (Closes: #12)\n\n -- Ann Bee <ann@b.example>  Mon, 02 Nov 2026 09:00:00 +0000\n", (FILL, MORE), (), {}),
    _file("changes", "README", f"Cache notes\n===========\n\n{FILL}\n\n    drain node-7\n\n{MORE}\n", (FILL, "drain node-7", MORE), "====", {"title": "Cache notes"}),
    _file("changes", "release-notes/1.1.0.adoc", f"= Release 1.1.0\n:page-date: 2026-11-02\n\n{FILL}\n\n* {MORE}\n", (FILL, MORE), "page-date", {"title": "Release 1.1.0"}),
    _file("changes", "docs/adr/0007-cache-index.md", f"# 7. Cache index\n\nDate: 2026-11-02\n\n## Status\n\nAccepted\n\n## Context\n\n{FILL}\n\n## Decision\n\n{MORE}\n", (FILL, MORE), (), {"title": "7. Cache index", "published": DAY}),
)  # fmt: skip

TABLES = (
    _file("tables", "a.html", page("<table><thead><tr><th rowspan='2'>Call</th><th colspan='2'>Limit</th></tr><tr><th>cold</th><th>warm</th></tr></thead><tbody><tr><td>read</td><td>30</td><td>60</td></tr><tr><td rowspan='2'>write</td><td>90</td><td>95</td></tr><tr><td>97</td><td>99</td></tr></tbody></table>"), ("read | 30 | 60", "write | 90 | 95", "97 | 99"), ("3060", "9095"), {}),
    _file("tables", "a.html", page("<table><tr><th>Call</th><td>read</td></tr><tr><th>Limit</th><td>30 s</td></tr></table>"), ("Call | read", "Limit | 30 s"), (), {}),
    _file("tables", "a.html", page("<table><tr><th>Call<th>Limit<tr><td colspan=0>read<td rowspan=99>30 s<tr><td>write</table>"), ("read | 30 s",), "read30", {}),
    _file("tables", "a.html", page("<table><tr><th>Call</th><th>Limits</th></tr><tr><td>read</td><td><table><tr><td>cold</td><td>30</td></tr><tr><td>warm</td><td>60</td></tr></table></td></tr></table>"), ("cold", "30", "60"), ("cold30", "30warm"), {}),
    _file("tables", "a.html", page("<div role='table'><div role='row'><span role='columnheader'>Call</span><span role='columnheader'>Limit</span></div><div role='row'><span role='cell'>read</span><span role='cell'>30 s</span></div></div>"), ("read", "30 s"), ("read30", "CallLimit"), {}),
    _file("tables", "a.md", md("| Call | Limit |\n|:-----|------:|\n| `a \\| b` | 30 |\n| x \\| y | [60](u) |\n| | 90 |\nno | pipes\n"), ("a | b", "90"), ("---",), {}),
    _file("tables", "a.md", md("Call | Limit\n--- | ---\nread | 30 s\n**write** | ~~40~~ 60 s"), ("read | 30 s", "write | 60 s"), ("40", "**"), {}),
    _file("tables", "a.md", md("<table>\n<tr><td>\n\n**read**\n\n</td><td>\n\n```sh\ndrain\n```\n\n</td></tr>\n</table>"), ("read", "drain"), ("**", "```"), {}),
    _file("tables", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n=====  =====  ======\n   Call      Limit\n------------  ------\nCold   Warm   Both\n=====  =====  ======\nread   30 s   60 s\nwrite  90 s   95 s\n=====  =====  ======\n\n{MORE}\n", ("30 s", "95 s"), ("====", "----"), {}),
    _file("tables", "a.rst", f"Cache notes\n===========\n\n{FILL}\n\n.. csv-table:: Limits\n   :header: \"Call\", \"Limit\"\n   :widths: 20, 10\n\n   \"read, cold\", 30 s\n   write, \"60 \"\"s\"\"\"\n\n{MORE}\n", ("read, cold | 30 s", "60 \"s\""), (":widths:", ":header:"), {}),
    _file("tables", "a.adoc", f"= Cache notes\n\n{FILL}\n\n.Limits\n[%header,cols=\"2*\"]\n|===\n|Call\n|Limit\n\n|read\n|30 s\n\n.2+|write\n|60 s\n|90 s\n|===\n\n[format=csv]\n|===\nwait,5 s\n|===\n\n,===\nrest,7 s\n,===\n\n{MORE}\n", ("30 s", "60 s", "90 s", "5 s", "7 s"), ("|===", ",===", ".2+", "cols"), {}),
)  # fmt: skip

SAID = "The limit is 60 seconds for each call that is made of it."
REPOSITORIES = (
    _file("repositories", "changelog/12.txt", f"```release-note:bug\n{FILL} Use `--all` *now*.\n```\n", "Use --all *now*.", "release-note", {}),
    _file("repositories", "changes/12.md", f"```release-note:improvement\n{FILL}\n```\n\n```release-note:bug\n{MORE}\n```\n", (FILL, MORE), "release-note", {}),
    _file("repositories", "a/1.yml", f"announced: November 2, 2026\nimpact: high\nfixed_in:\n- Cache 1.2.3\ntitle: Flaws of the cache\nadvisories:\n  CVE-2026-1:\n    title: Read twice\n    impact: high\n    description: |\n      {FILL}\n  CVE-2026-2:\n    title: Never read\n    description: {MORE}\n", (FILL, MORE, "CVE-2026-1: Read twice", "Cache 1.2.3"), (), {"title": "Flaws of the cache", "published": DAY}),
    _file("repositories", "acme/cache/CVE-2026-1.yaml", "title: Denial of service by a crafted entry of the cache\nlink: https://a.example/advisory\ncve: CVE-2026-1\nbranches:\n  1.x:\n    time: 2026-11-02 00:00:00\n    versions: ['>=1.0.0', '<1.2.3']\n  2.x:\n    time: 2026-11-09 00:00:00\n    versions: ['>=2.0.0', '<2.1.0']\nreference: composer://acme/cache\n", ("Denial of service by a crafted entry", "acme/cache 1.x: >=1.0.0, <1.2.3"), (), {"title": "CVE-2026-1: Denial of service by a crafted entry of the cache", "url": "https://a.example/advisory", "published": DAY}),
    _file("repositories", "releases/2026-11-02-cache.md", f"---\ntitle: Cache 1.2\nchangelog: |\n  * {FILL}\n  * {MORE}\n---\n\nShort.\n", (FILL, MORE, "Short."), "* The", {"title": "Cache 1.2"}),
    _file("repositories", "topics/cache.md", f"---\ntitle: Cache notes\nexcerpt: >\n  {FILL}\n---\n{{% include topic.md %}}\n", FILL, "include", {"title": "Cache notes"}),
    _file("repositories", "published/N-1.md", f"```toml\nschema_version = \"1.8.0\"\nid = \"N-1\"\nmodified = 2026-11-05T09:00:00.1Z\npublished = 2026-11-02T09:00:00.1Z\n[[severity]]\ntype = \"CVSS_V3\"\nscore = \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N\"\n[[sources]]\npublished = 2020-01-01T00:00:00Z\n```\n\n{FILL} {MORE}\n", FILL, ("schema_version", "sources"), {"title": "N-1", "published": NINE}),
    _file("repositories", "pending/a.yaml", f"component: engine\nkind: fix\nbody: {FILL}\ntime: 2026-11-02T10:00:00+01:00\ncustom:\n  PR: '12'\n", FILL, "custom", {"title": FILL, "published": NINE}),
    _file("repositories", "posts/a.html", f"---\nlayout: page\ntitle: \"Cache notes? Yes!\"\nauthors: [\"Ann Bee\"]\ndate: 2026-11-02\n---\n<p>{FILL}</p>\n{{% include box.html %}}\n<p>Use <code>{{% include %}}</code> in it. {MORE}</p>\n", (FILL, "Use {% include %} in it."), ("layout", "box.html"), {"title": "Cache notes? Yes!", "authors": ("Ann Bee",), "published": DAY}),
    _file("repositories", "docs/a.html.md.erb", f"---\ntitle: <%= data.name %>\n---\n\n<% content_for :x, y %>\n# Cache notes\n\n{FILL}\n\nThe limit is <%= limit %> seconds. It stays.\n\n{MORE}\n", (FILL, "It stays.", MORE), ("<%", "The limit is"), {"title": "Cache notes"}),
    _file("repositories", "a.html.erb", f"<h1>Cache notes</h1>\n<p>{FILL}</p>\n<p>The limit is <%= limit %> seconds.</p>\n<% if x %>\n<p>{MORE}</p>\n<% end %>\n", (FILL, MORE), ("<%", "The limit is"), {}),
    _file("repositories", "a.md", md("The [compact blocks][topic cbr] and [it][topic\nother] hold, a[0][1] too.\nThe [known][k] one.\n\n[k]: https://a.example"), "The compact blocks and it hold, a[0][1] too. The known one.", ("topic", "a.example"), {}),
    _file("repositories", "a.adoc", f"= Cache notes\n\n{FILL} +\n  {MORE} +\n +\nIt is so. +\n", (FILL, MORE, "It is so."), " +", {}),
    _file("repositories", "events/a.adoc", f"= Cache meeting\n2026-11-20\n:jbake-type: event\n:jbake-start: 2026-11-20\n\n{FILL}\n", FILL, (), {"title": "Cache meeting", "published": None}),
    _file("repositories", "a.md", md("[Add rows to it](https://a.example/1)  \n*Rows* are kept in the file of it.\n\nIt is kept  \nin one file.\n\n**Drain**  \nIt takes 90 seconds."), ("\n\nAdd rows to it\n\nRows are kept", "It is kept in one file.", "\n\nDrain\n\nIt takes"), (), {}),
    _file("repositories", "a.md", md("{% assign x = 1 %}\n\nThe next deadline is **{{ site.day }}**. It stays.\n\n* <{{ release.url }}>\n\n      SIZE: {{ release.size }}\n\n* SHA1: {{ release.sha1 }}\n\nSee [it]({{ site.url }}/a) of 60."), ("It stays.", "See it of 60."), ("deadline", "SHA1:"), {}),
    _file("repositories", "a.md", md("{% include event-box.html\n  title=\"Cache\"\n%}\n\n![A cat]({{ site.url }}/a.png){: style=\"x\"}\n\n![A cat](/img/a b.png \"t\")\n\n[Join us](mailto: ann@b.example) of 60."), "Join us of 60.", ("include", "A cat", "mailto", "style"), {}),
    _file("repositories", "a.md", md("1. Drain it.\n\n   > [!WARNING]\n   > It takes 90 seconds.\n\n- > [!NOTE]\n  > It waits 5.\n\n!!!note\n    It is read once.\n\n**Ann Bee: **So it is.\n\nAs of 2023[^1]: it holds, **so** it does, and **kwargs and **args do.\n\n[^1]: A note."), ("It takes 90 seconds.", "It waits 5.", "It is read once.", "Ann Bee: So it is.", "As of 2023: it holds, so it does, and **kwargs and **args do."), ("[!", "!!!", "[^1]"), {}),
    _file("repositories", "a.md", "# Cache\n\n**Published:** November 2, 2026\n\n" + SAID + f" {FILL}\n", SAID, (), {"published": DAY}),
    _file("repositories", "a.md", "## 1.2.0\n\nReleased on November 2nd, 2026\n\n" + SAID + f" {FILL}\n", SAID, (), {"title": "S 1.2.0", "published": DAY}),
    _file("repositories", "a.md", "# Cache\n\nReleased at 2026-11-02\n\n" + SAID + f" {FILL}\n", SAID, (), {"published": DAY}),
    _file("repositories", "a.md", "# Cache\n\nReleased rows stay for a day.\n\n" + SAID + f" {FILL}\n", SAID, (), {"published": None}),
    _file("repositories", "a.md", md("| a | b |\n|---|---|\n| x | I will be in it<p><p>I will do so.<br>It waits<br>then ends |"), "I will be in it • I will do so. It waits then ends", (), {}),
    _file("repositories", "a.md", md("engineer on<a href='https://a.example/x'> Shop</a>, and **Ann** <span class=\"a\">of</span> it."), "engineer on Shop, and Ann of it.", "href", {}),
)  # fmt: skip

FILES: tuple[File, ...] = (*REPOSITORIES, *RECORDS, *MAIL, *CALLS, *NOTEBOOKS, *CHANGES, *TABLES)
