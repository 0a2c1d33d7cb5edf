"""The audit finds what is planted, leaves alone what is good, and forgets nothing it need not."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import newsdesk
import pytest
from lxml import html

from pipeline.audit import audit, feeds, inspect
from pipeline.audit.alt import see
from pipeline.audit.facts import Facts
from pipeline.errors import BuildError
from pipeline.newsroom.config import Newsroom, open_newsroom

DAY = "2026-11-19"
PAGE = f"briefs/{DAY}/index.html"
LD = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    yield newsdesk.built(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def site(built: Newsroom, tmp_path: Path) -> Path:
    shutil.copytree(built.site, tmp_path / "site", copy_function=os.link)
    shutil.copy(built.state / "audit.json", tmp_path)
    return tmp_path / "site"


def rules(site: Path, room: Newsroom) -> set[str]:
    """Rules of an audit that reads anew only what changed; a test below proves it equal."""
    return {one.rule for one in audit(site, room.desk, memory=site.parent / "audit.json")}


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before, "the fault was not planted"
    path.unlink()  # it may be a link to what other tests read
    path.write_text(after, "utf-8")


def alt_rules(fragment: str) -> set[str]:
    facts = Facts()
    see(html.document_fromstring(f"<html><body>{fragment}</body></html>"), facts)
    return {one["rule"] for one in facts.findings}


def test_a_good_site_has_no_finding(built: Newsroom) -> None:
    assert audit(built.site, built.desk) == ()


PLANTED = {
    "missing": ('<img src="a.png">', "alt-missing"),
    "empty": ('<img src="a.png" alt="">', "alt-empty"),
    "blank": ('<img src="a.png" alt="   ">', "alt-empty"),
    "short": ('<img src="a.png" alt="Latency">', "alt-short"),
    "long": (f'<img src="a.png" alt="{"very " * 40}long">', "alt-long"),
    "file name": ('<img src="x/chart.png" alt="chart.png">', "alt-file-name"),
    "camera name": ('<img src="a.png" alt="IMG_20260102_1234">', "alt-file-name"),
    "stem": ('<img src="latency-by-region.png" alt="latency-by-region">', "alt-file-name"),
    "image of": ('<img src="a.png" alt="Image of latency by region over a day">', "alt-image-of"),
    "picture showing": (
        '<img src="a.png" alt="A picture showing two queues side by side">',
        "alt-image-of",
    ),
    "placeholder": ('<img src="a.png" alt="placeholder">', "alt-placeholder"),
    "caption": (
        '<figure><img src="a.png" alt="Latency by region, 2026"><figcaption>Latency by region, 2026.</figcaption></figure>',
        "alt-caption",
    ),
    "neighbour": (
        '<img src="a.png" alt="Latency by region in June"><img src="b.png" alt="Latency by region in June">',
        "alt-neighbour",
    ),
    "svg": ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "alt-svg"),
    "mermaid": ('<pre class="mermaid">graph TD; a--&gt;b</pre>', "alt-mermaid"),
    "link": ('<a href="/x"><img src="a.png" alt="" role="presentation"></a>', "alt-link"),
    "svg link": ('<a href="/x"><svg aria-hidden="true"><path/></svg></a>', "alt-link"),
    "input": ('<input type="image" src="go.png">', "alt-missing"),
    "area": ('<map><area href="/x" shape="rect"></map>', "alt-missing"),
    "object": ('<object data="a.pdf"></object>', "alt-missing"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_every_class_of_planted_alt_fault_is_found(name: str) -> None:
    fragment, rule = PLANTED[name]
    assert rule in alt_rules(fragment)


SUBJECTS = "Latency Throughput Queue depth|Error rate|Cache hits|Memory|Deploys|Cost per request|Open connections|Retries"
FORMS = (
    "{} by region, falling from 90 ms to 40 ms over a week",
    "{} over one day with a peak at noon and a second at six",
    "Two lines cross in March: {} rises while cost falls",
    "Table of five services ordered by {}, checkout first",
    "Histogram of {} with a long tail beyond two seconds",
)


def test_two_hundred_good_pictures_raise_no_alarm() -> None:
    subjects = re.split(r"\||(?<=Latency) |(?<=Throughput) ", SUBJECTS)
    texts = [
        form.format(subject.lower()) for subject in subjects for form in FORMS for _ in range(4)
    ]
    assert len(texts) >= 200
    shapes = (
        '<p><img src="shot_{n}.png" alt="{t} ({n})"></p>',
        '<figure><img src="fig{n}.jpg" alt="{t}, series {n}"><figcaption>Figure {n}</figcaption></figure>',
        '<a href="/{n}/"><img src="a{n}.webp" alt="{t}, part {n}"></a>',
        '<svg role="img" aria-labelledby="t{n}"><title id="t{n}">{t} {n}</title><path/></svg>',
        '<a href="/{n}"><svg aria-hidden="true"><path/></svg> Read part {n}</a>',
        '<img src="rule{n}.png" alt="" role="presentation">',
        '<pre class="mermaid">flowchart TD\n accTitle: {t}\n a--&gt;b</pre>',
    )
    page = "".join(shapes[n % len(shapes)].format(n=n, t=text) for n, text in enumerate(texts))
    assert alt_rules(page) == set()


LD_FAULTS: dict[str, tuple[Callable[[str], str], str]] = {
    "missing datePublished": (lambda s: re.sub(r'"datePublished":"2026-11-19[^"]*",(?="dateM)', "", s, count=1), "jsonld-required"),
    "null headline": (lambda s: re.sub(r'"headline":"[^"]*"', '"headline":null', s, count=1), "jsonld-null"),
    "string author": (lambda s: re.sub(r'"author":\{[^}]*\}', '"author":"Somebody"', s, count=1), "jsonld-range"),
    "unknown property": (lambda s: s.replace('"inLanguage"', '"shoeSize":42,"inLanguage"', 1), "jsonld-property"),
    "missing position": (lambda s: s.replace('"position":1,', "", 1), "jsonld-position"),
    "wrong range": (lambda s: s.replace('"isAccessibleForFree":true', '"isAccessibleForFree":"yes"', 1), "jsonld-range"),
    "trailing comma": (lambda s: s.rstrip()[:-1] + ",}", "jsonld-syntax"),
    "key twice": (lambda s: s.replace('"inLanguage"', '"url":"https://x.example/","inLanguage"', 1), "jsonld-syntax"),
    "date without offset": (lambda s: s.replace(f'"datePublished":"{DAY}T06:00:00+00:00"', f'"datePublished":"{DAY}"', 1), "jsonld-offset"),
    "website on a brief": (lambda s: s.replace('{"@type":"BreadcrumbList"', '{"@type":"WebSite","name":"x","url":"https://x.example/"},{"@type":"BreadcrumbList"', 1), "jsonld-profile"),
    "wrong type": (lambda s: s.replace('"@type":"Article"', '"@type":"Recipe"', 1), "jsonld-type"),
}  # fmt: skip


@pytest.mark.parametrize("name", LD_FAULTS)
def test_every_injected_fault_in_structured_data_is_caught(
    site: Path, built: Newsroom, name: str
) -> None:
    change, rule = LD_FAULTS[name]
    edit(site / PAGE, lambda text: LD.sub(lambda m: m[1] + change(m[2]) + m[3], text, count=1))
    assert rule in rules(site, built)


PLANTS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a broken link": (PAGE, lambda s: s.replace('href="../2026-11-18/"', 'href="../2026-11-31/"', 1), "links-broken"),
    "a broken anchor": (PAGE, lambda s: s.replace('href="#source-3"', 'href="#source-99"', 1), "links-anchor"),
    "a javascript link": (PAGE, lambda s: s.replace('href="#source-3"', 'href="javascript:alert(1)"', 1), "links-scheme"),
    "an id twice": (PAGE, lambda s: s.replace('id="source-4"', 'id="source-3"', 1), "links-id-twice"),
    "a citation without entry": (PAGE, lambda s: s.replace('id="source-4"', 'id="source-44"', 1), "parity-citation"),
    "another address in JSON-LD": (PAGE, lambda s: s.replace('"url":"https://security.example/', '"url":"https://other.example/', 1), "parity-jsonld"),
    "a script from elsewhere": (PAGE, lambda s: s.replace("</head>", '<script src="https://cdn.example/x.js"></script></head>'), "assets-off-site"),
    "a font from elsewhere": ("assets/dateline.css", lambda s: s + "@import url(https://fonts.example/x.css);", "assets-off-site"),
    "a machine path": (PAGE, lambda s: s.replace("</body>", "<!-- /home/runner/work/site/x.md --></body>"), "assets-machine-path"),
    "a secret": (PAGE, lambda s: s.replace("</body>", "ghp_" + "a1B2" * 9 + "</body>"), "assets-secret"),
    "a page without twin link": (PAGE, lambda s: s.replace('type="text/markdown" href="index.md"', 'type="text/markdown" href="x.md"', 1), "twins-link"),
    "a twin with another source": (f"briefs/{DAY}/index.md", lambda s: s.replace("- [Source 3] ", "- [Source 33] ", 1), "parity-twin"),
    "a twin that lost a citation": (f"briefs/{DAY}/index.md", lambda s: s[:6000] + s[6000:].replace("[Source 5]", "", 1), "parity-cites"),
    "a twin that is too long": (f"briefs/{DAY}/index.md", lambda s: s + "word " * 10_000, "twins-long"),
    "a relative link in a twin": ("archive/index.md", lambda s: s.replace("(https://dateline.example/domains/", "(../domains/", 1), "twins-relative"),
    "a false date in the sitemap": ("sitemap.xml", lambda s: s.replace(f"{DAY}T06", f"{DAY}T07"), "parity-date"),
    "a page missing in the sitemap": ("sitemap.xml", lambda s: re.sub(rf"<url><loc>[^<]*{DAY}/</loc>.*?</url>", "", s), "parity-sitemap"),
    "a false date in the feed": ("feed.xml", lambda s: s.replace("<pubDate>Thu, 19 Nov 2026 06", "<pubDate>Thu, 19 Nov 2026 09", 1), "parity-date"),
    "a broken feed": ("atom.xml", lambda s: s.replace("</feed>", ""), "feeds-broken"),
    "a relative address in the feed": ("feed.json", lambda s: s.replace('href=\\"https://dateline.example/domains', 'href=\\"/domains', 1), "feeds-relative"),
    "a source missing in the feed": ("feed.json", lambda s: s.replace("https://security.example/", "https://gone.example/"), "parity-feed"),
    "an index over its budget": ("llms.txt", lambda s: s + "- [x](https://dateline.example/index.md): x\n" * 900, "budget-tokens"),
    "a window without a brief": ("llms-full.txt", lambda s: s.split("<page")[0], "llms-window"),
    "an index that cannot be parsed": ("llms.txt", lambda s: s + "\n## More\n\nProse here.\n", "llms-line"),
    "a null in the data": (f"api/briefs/{DAY}.json", lambda s: s.replace('"models":[]', '"models":null', 1), "api-null"),
    "a changed quote in the data": (f"api/evidence/{DAY}.json", lambda s: s.replace("replayed for six days", "replayed for ten days"), "api-quote"),
    "another title in the data": (f"api/briefs/{DAY}.json", lambda s: s.replace('"title":"', '"title":"Not ', 1), "parity-api"),
    "headers without Markdown": ("_headers", lambda s: s.replace("text/markdown", "text/plain"), "headers-missing"),
    "robots without a sitemap": ("robots.txt", lambda s: s.replace("Sitemap:", "#"), "robots-sitemap"),
    "a script in the text": (PAGE, lambda s: s.replace("<p class=\"lede\">", "<script>alert(1)</script><p class=\"lede\">", 1), "page-active"),
    "a handler in the text": (PAGE, lambda s: s.replace("<p class=\"lede\">", "<p class=\"lede\" onclick=\"x()\">", 1), "page-active"),
    "headers without a feed's type": ("_headers", lambda s: s.replace("application/atom+xml", "text/xml"), "headers-missing"),
    "a page without title": (PAGE, lambda s: re.sub(r"<title>.*?</title>", "", s), "page-title"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTS)
def test_every_planted_fault_is_found(site: Path, built: Newsroom, name: str) -> None:
    path, change, rule = PLANTS[name]
    edit(site / path, change)
    assert rule in rules(site, built)


SOUND: dict[str, tuple[str, Callable[[str], str]]] = {
    "a change told in another zone": (PAGE, lambda s: re.sub(r'("datePublished":")[^"]*("[^{}]*"dateModified":")[^"]*', r"\g<1>2026-11-19T08:00:00+02:00\g<2>2026-11-18T23:30:00-07:00", s, count=1)),
    "the top of a page": ("about/index.html", lambda s: s.replace("</article>", '<a href="#top">up</a> <a href="#TOP">up</a> <a href="#">up</a></article>', 1)),
    "a fragment that is encoded": ("about/index.html", lambda s: s.replace("</article>", '<h2 id="caf\u00e9">x</h2> <h2 id="a%20b">y</h2> <a href="#caf%C3%A9">x</a> <a href="#a%20b">y</a></article>', 1)),
    "markup among the words of a feed": ("feed.json", lambda s: s.replace('"content_html": "', '"content_html": "<p>&lt;img src=\\"a.png\\"&gt; and &lt;a href=\\"b\\"&gt;</p>', 1)),
}  # fmt: skip
WRONG = frozenset(("jsonld-order", "links-anchor", "links-broken", "feeds-relative"))


@pytest.mark.parametrize("name", SOUND)
def test_what_the_standards_allow_is_no_finding(site: Path, built: Newsroom, name: str) -> None:
    path, change = SOUND[name]
    edit(site / path, change)
    assert not WRONG & rules(site, built)


HOSTILE: dict[str, tuple[str, Callable[[str], str], str]] = {
    "data that never ends": (PAGE, lambda s: LD.sub(lambda m: m[1] + "[" * 100_000 + m[3], s, count=1), "jsonld-deep"),
    "data that ends far below": (PAGE, lambda s: LD.sub(lambda m: m[1] + '{"@graph":' * 900 + "1" + "}" * 900 + m[3], s, count=1), "jsonld-deep"),
    "an impossible build date": ("feed.xml", lambda s: re.sub(r"<lastBuildDate>[^<]*", "<lastBuildDate>Thu, 99 Nov 2026 25:61:61 +0000", s), "feeds-broken"),
    "an impossible date of an entry": ("feed.xml", lambda s: re.sub(r"<pubDate>[^<]*", "<pubDate>Thu, 99 Nov 2026 25:61:61 +0000", s, count=1), "feeds-broken"),
    "a feed without a channel": ("feed.xml", lambda _: "<rss version='2.0'/>", "feeds-broken"),
    "a date that is none": (PAGE, lambda s: s.replace(f'"datePublished":"{DAY}T06:00:00+00:00"', '"datePublished":"T:+00:00"', 1), "parity-date"),
    "an impossible date of a whole feed": ("atom.xml", lambda s: s.replace("<updated>2026-11", "<updated>2026-99", 1), "feeds-broken"),
    "a search index that was cut": ("search/search_index.json", lambda s: s[: len(s) // 2], "api-broken"),
    "a listing that never ends": ("api/briefs.json", lambda _: "[" * 100_000, "api-broken"),
    "a picture at no address": (PAGE, lambda s: s.replace("</article>", '<img src="http://[::1" alt="Limits of requests over the day"></article>', 1), "assets-off-site"),
    "a page of nothing": (PAGE, lambda _: "", "audit-unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_reader_expects_is_a_finding_and_no_traceback(
    site: Path, built: Newsroom, name: str
) -> None:
    path, change, rule = HOSTILE[name]
    edit(site / path, change)
    assert rule in rules(site, built)


def test_data_of_a_brief_that_lost_its_evidence_is_read_all_the_same(
    site: Path, built: Newsroom
) -> None:
    (site / "api" / "evidence" / f"{DAY}.json").unlink()
    edit(site / "api" / "briefs" / f"{DAY}.json", lambda text: text[: len(text) // 2])
    assert "api-broken" in rules(site, built)


def test_a_page_without_its_twin_is_found(site: Path, built: Newsroom) -> None:
    (site / "about" / "index.md").unlink()
    assert {"twins-missing", "links-broken"} <= rules(site, built)


def test_paths_and_keys_in_an_articles_words_are_left_alone(site: Path, built: Newsroom) -> None:
    words = "<p>Put it in /home/runner/notes/x.md, or /tmp/x, and never print AKIAIOSFODNN7EXAMPLE.</p></body>"
    edit(site / "about" / "index.html", lambda text: text.replace("</body>", words))
    assert not {one for one in rules(site, built) if one.startswith("assets.")}


def test_an_incremental_audit_equals_a_full_one_and_reads_only_what_changed(
    site: Path, built: Newsroom, tmp_path: Path
) -> None:
    memory = tmp_path / "memory.json"
    assert inspect(site, built.desk, memory=memory).read > 100
    assert inspect(site, built.desk, memory=memory).read == 0
    for path, change, _ in (PLANTS["a broken link"], PLANTS["a changed quote in the data"]):
        edit(site / path, change)
    again = inspect(site, built.desk, memory=memory)
    assert again.read == 3  # the page, the evidence, and the data judged with it
    assert again.findings == audit(site, built.desk)
    memory.write_text("broken")
    assert inspect(site, built.desk, memory=memory).findings == again.findings


def test_a_folder_without_a_site_is_one_clear_error(tmp_path: Path, built: Newsroom) -> None:
    with pytest.raises(BuildError, match="holds no built site"):
        audit(tmp_path, built.desk)


def test_findings_come_errors_first_in_a_fixed_order(site: Path, built: Newsroom) -> None:
    for name in ("a broken link", "a secret", "a page without title"):
        edit(site / PLANTS[name][0], PLANTS[name][1])
    found = audit(site, built.desk)
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=["error", "warning", "info"].index
    )
    assert found == audit(site, built.desk)


def test_the_command_refuses_a_faulty_site(
    site: Path, built: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    with pytest.raises(SystemExit) as done:
        main(["audit", str(site), "--root", str(built.root), "--json"])
    assert done.value.code == 0 and json.loads(capsys.readouterr().out)["errors"] == 0
    edit(site / PAGE, PLANTS["a broken link"][1])
    with pytest.raises(SystemExit) as done:
        main(["audit", str(site), "--root", str(built.root)])
    assert done.value.code == 1 and "links-broken" in capsys.readouterr().out


def test_the_build_command_publishes_or_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    newsdesk.newsroom(tmp_path, ())  # its briefs repeat sentences, which holds them back
    with pytest.raises(SystemExit) as done:
        main(["build", "--root", str(tmp_path), "--json"])
    assert done.value.code == 0 and json.loads(capsys.readouterr().out)["published"] is True
    post = tmp_path / "content" / "posts" / "x.md"
    post.parent.mkdir(exist_ok=True)
    post.write_text("---\ntitle: X\ndate: 2026-11-10\n---\n\n[gone](../gone/)\n")
    with pytest.raises(SystemExit) as done:
        main(["build", "--root", str(tmp_path), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert done.value.code == 1 and "links-broken" in json.dumps(answer)
    assert open_newsroom(tmp_path).site.joinpath("index.html").is_file()


def test_a_feed_is_put_before_a_reader_of_feeds_once_while_its_bytes_stay(
    site: Path, built: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def stumbling(data: bytes) -> SimpleNamespace:
        read.append(data)
        return SimpleNamespace(bozo=1)

    monkeypatch.setattr(feeds.feedparser, "parse", stumbling)
    assert "feeds-reader" not in rules(site, built) and not read
    edit(site / "feed.xml", lambda text: text.replace("<channel>", "<channel> "))
    edit(site / "feed.json", lambda text: text.replace("{", "{ ", 1))
    memory = site.parent / "audit.json"
    for _ in range(2):
        found = audit(site, built.desk, memory=memory)
        assert [one.where.file for one in found if one.rule == "feeds-reader"] == ["feed.xml"]
    assert len(read) == 1
