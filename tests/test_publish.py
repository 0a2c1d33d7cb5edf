"""The site is built aside, completed and put in place whole; feeds and indexes say the same."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import newsdesk
import pytest
from checks import each
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image

from pipeline import publish
from pipeline.audit import audit
from pipeline.cli import dateline
from pipeline.errors import BuildError, ConfigError
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.pages import front_matter
from pipeline.publish.agents.llms import Entry, compose
from pipeline.publish.agents.twins import twin
from pipeline.publish.plan import navigation
from pipeline.records import Correction
from pipeline.render import render_all
from pipeline.world import estimate_tokens

DAY = "2026-11-19"
ROOT = Path(__file__).parent.parent


built = newsdesk.built


def bytes_of(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    root = tmp_path_factory.mktemp("site")
    made = built(root)
    posts = root / "content" / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1400, 700), (40, 90, 160)).save(posts / "queue.png")
    (posts / "queues.md").write_text(
        '---\ntitle: "Queues [and] (waiting)"\ndate: 2026-11-10\nformat: pattern\ntags: [queues]\n---\n\n'
        "A queue holds what waits. See [the brief](../briefs/2026-11-18.md).\n\n"
        "![Depth of the queue over one day, with a peak at noon](queue.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    render_all(made)
    publish.build_site(made, audit=audit)
    yield made


def test_a_brief_has_page_twin_picture_and_data(room: Newsroom) -> None:
    for name in ("index.html", "index.md", "card.png"):
        assert (room.site / "briefs" / DAY / name).is_file()
    for kind in ("briefs", "evidence", "records"):
        assert (room.site / "api" / kind / f"{DAY}.json").is_file()
    with Image.open(room.site / "briefs" / DAY / "card.png") as picture:
        assert picture.size == (1200, 630)


def test_the_record_published_is_the_record_itself(room: Newsroom) -> None:
    own = (room.day(DAY) / "brief.json").read_bytes()
    assert (room.site / "api" / "records" / f"{DAY}.json").read_bytes() == own


def test_a_stranger_can_check_every_quote_from_the_data_alone(room: Newsroom) -> None:
    brief = json.loads((room.site / f"api/briefs/{DAY}.json").read_bytes())
    texts = {
        one["n"]: one["text"]
        for one in json.loads((room.site / f"api/evidence/{DAY}.json").read_bytes())
    }
    own = [one | {"source": one["sources"][0], "exact": one["text"]}
           for one in brief["sentences"] if "start" in one]  # fmt: skip
    assert len(brief["quotes"]) > 7 and len(own) > 14
    for quote in (*brief["quotes"], *own):
        assert texts[quote["source"]][quote["start"] : quote["end"]] == quote["exact"]
    assert "null" not in (room.site / f"api/briefs/{DAY}.json").read_text("utf-8").replace(
        '"null"', ""
    )


def test_building_twice_gives_the_same_bytes_and_builds_nothing(room: Newsroom) -> None:
    before = bytes_of(room.site)
    report = publish.build_site(room, audit=audit)
    assert bytes_of(room.site) == before
    assert report.built == 0 and report.changed == ()


def test_one_brief_more_gives_the_same_bytes_as_a_full_build(tmp_path: Path) -> None:
    grown = built(tmp_path / "grown", ("2026-11-17", "2026-11-18"))
    newsdesk.keep(grown.root, newsdesk.brief(DAY, turn=2), newsdesk.evidence(DAY, turn=2))
    render_all(grown)
    report = publish.build_site(grown, audit=audit)
    assert report.built < report.pages
    whole = built(tmp_path / "whole")
    assert bytes_of(grown.site) == bytes_of(whole.site)


def test_a_defaced_page_is_built_again(tmp_path: Path) -> None:
    room = built(tmp_path, (DAY,))
    page = room.site / "briefs" / DAY / "index.html"
    before = page.read_bytes()
    page.unlink()
    page.write_text("defaced")
    publish.build_site(room, audit=audit)
    assert page.read_bytes() == before


def test_a_refused_audit_leaves_yesterdays_site(tmp_path: Path) -> None:
    room = built(tmp_path, (DAY,))
    before = bytes_of(room.site)
    post = room.content / "posts" / "bad.md"
    post.parent.mkdir(exist_ok=True)
    post.write_text(
        "---\ntitle: Bad\ndate: 2026-11-10\n---\n\n[nowhere](../nowhere/) and <img src='x.png' alt='x'>\n"
    )
    with pytest.raises(publish.AuditError, match=r"links-broken") as refused:
        publish.build_site(room, audit=audit)
    assert bytes_of(room.site) == before
    assert {one.rule for one in refused.value.findings} >= {"links-broken", "alt-file-name"}


def test_a_refused_build_leaves_yesterdays_site(tmp_path: Path) -> None:
    room = built(tmp_path, (DAY,))
    before = bytes_of(room.site)
    (room.content / "posts").mkdir(exist_ok=True)
    (room.content / "posts" / "bad.md").write_text(
        "---\ntitle: Bad\ndate: 2026-11-10\n---\n\n[gone](gone.md)\n"
    )
    with pytest.raises(BuildError, match=r"gone\.md"):
        publish.build_site(room, audit=audit)
    assert bytes_of(room.site) == before
    assert not [path for path in room.state.iterdir() if path.name.startswith("build-")]


def test_mkdocs_builds_the_checkout_as_it_is(tmp_path: Path, room: Newsroom) -> None:
    import shutil

    shutil.copytree(room.content, tmp_path / "content")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    ours = (room.site / "briefs" / DAY / "index.html").read_text("utf-8")
    plain = (tmp_path / "site" / "briefs" / DAY / "index.html").read_text("utf-8")
    data = re.findall(r'<script type="application/ld\+json">.*?</script>\n', ours, re.DOTALL)
    assert len(data) == 1 and "ld+json" not in plain  # what `dateline build` puts in its head
    assert ours.replace(data[0], "") == plain


def test_the_configuration_has_no_plugin_but_search_and_no_hook() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"^plugins:\n  - search\n\n", text, re.MULTILINE) and "hooks:" not in text
    assert len(navigation(text)) < 10


def test_the_title_and_publisher_of_mkdocs_yml_are_the_desks() -> None:
    desk = open_newsroom(ROOT).desk
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    for value in (
        f"site_name: {desk.title}",
        f"site_url: {desk.site_url}",
        f"name: {desk.publisher.name}",
    ):
        assert value in text


def test_feeds_carry_the_whole_text_with_true_dates(room: Newsroom) -> None:
    channel = etree.fromstring((room.site / "feed.xml").read_bytes()).find("channel")
    assert channel is not None
    items = channel.findall("item")
    assert len(items) == 4
    first = items[0]
    assert (
        first.findtext("link")
        == first.findtext("guid")
        == f"https://dateline.example/briefs/{DAY}/"
    )
    assert (
        parsedate_to_datetime(first.findtext("pubDate") or "").isoformat()
        == f"{DAY}T06:00:00+00:00"
    )
    content = first.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert newsdesk.TEXTS["security"][0][3] in content
    assert not re.search(r'(?:href|src)="(?!https?:|mailto:)', content)
    assert channel.findtext("link") == "https://dateline.example/"
    for name in ("feed.xml", "atom.xml", "feeds/security.xml", "feeds/security.atom"):
        read = feedparser.parse((room.site / name).read_bytes())
        assert not read.bozo and read.entries
    data = json.loads((room.site / "feed.json").read_bytes())
    assert data["version"] == "https://jsonfeed.org/version/1.1" and len(data["items"]) == 4


def test_a_hub_is_named_in_all_feeds_when_the_desk_has_one(tmp_path: Path) -> None:
    newsdesk.newsroom(tmp_path, (DAY,))
    desk = tmp_path / "briefs" / "desk.toml"
    text = desk.read_text("utf-8")
    desk.write_text(
        text.replace("[publisher]", '[publish]\nhub = "https://hub.example/"\n[publisher]', 1)
    )
    room = open_newsroom(tmp_path)
    render_all(room)
    publish.build_site(room, audit=audit)
    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert "https://hub.example/" in (room.site / name).read_text("utf-8")


def test_a_corrected_brief_changes_everywhere(tmp_path: Path) -> None:
    room = built(tmp_path, (DAY,))
    made = "2026-11-20T09:00:00+00:00"
    note = Correction(made, "retraction", "The source was a forgery.")
    newsdesk.keep(
        tmp_path, replace(newsdesk.brief(DAY), corrections=(note,)), newsdesk.evidence(DAY)
    )
    render_all(room)
    publish.build_site(room, audit=audit)
    for name in (f"briefs/{DAY}/index.html", f"briefs/{DAY}/index.md", "feed.xml", "atom.xml", "feed.json",
                 "corrections/index.html", f"api/briefs/{DAY}.json"):  # fmt: skip
        assert "The source was a forgery." in (room.site / name).read_text("utf-8"), name
    assert f"<lastmod>{made}</lastmod>" in (room.site / "sitemap.xml").read_text("utf-8")
    assert "Retracted: " in (room.site / "feed.xml").read_text("utf-8")
    _, twin_body = front_matter.load((room.site / f"briefs/{DAY}/index.md").read_text("utf-8"))
    assert twin_body.split("\n\n")[1].startswith("| **Retracted on 20 November 2026.** The source")
    assert "CorrectionComment" in (room.site / f"briefs/{DAY}/index.html").read_text("utf-8")
    changed = (room.state / "changed.txt").read_text("utf-8").splitlines()
    assert f"https://dateline.example/briefs/{DAY}/" in changed
    docs = json.loads((room.site / "search" / "search_index.json").read_bytes())["docs"]
    found = [one for one in docs if one["location"].startswith(f"briefs/{DAY}/")]
    assert [one["title"].startswith("Retracted: ") for one in found] == [True]
    assert "The source was a forgery." in found[0]["text"]


def test_twins_begin_with_facts_lead_and_sources(room: Newsroom) -> None:
    text = (room.site / "briefs" / DAY / "index.md").read_text("utf-8")
    facts, body = front_matter.load(text)
    assert facts["url"] == f"https://dateline.example/briefs/{DAY}/"
    assert body.startswith(f"# {facts['title']}\n\n{newsdesk.TEXTS['system-design'][0][2]}")
    assert all(f"- [Source {n}]" in text[:5000] for n in range(1, 15))


def test_what_only_a_checker_reads_stands_beside_the_twin(room: Newsroom) -> None:
    folder = room.site / "briefs" / DAY
    text, beside = ((folder / name).read_text("utf-8") for name in ("index.md", "evidence.md"))
    facts, _ = front_matter.load(text)
    assert facts["evidence"] == f"https://dateline.example/briefs/{DAY}/evidence.md"
    for words in ("```mermaid", "accTitle:", "SHA-256 of the record", "Comments are open below."):
        assert words in beside and words not in text
    assert "## Also covered on" in text


def test_the_twin_of_a_post_keeps_pictures_tables_and_links(room: Newsroom) -> None:
    text = (room.site / "posts" / "queues" / "index.md").read_text("utf-8")
    assert (
        "![Depth of the queue over one day, with a peak at noon](https://dateline.example/posts/queue.png)"
        in text
    )
    assert "| a | b |\n| --- | --- |\n| 1 | 2 |" in text
    assert "(https://dateline.example/briefs/2026-11-18/index.md)" in text


def test_pictures_get_sizes_and_a_lighter_format_and_keep_their_original(room: Newsroom) -> None:
    tree = html.document_fromstring((room.site / "posts" / "queues" / "index.html").read_bytes())
    image = tree.xpath("//article//img")[0]
    assert (image.get("width"), image.get("height"), image.get("loading")) == (
        "1400",
        "700",
        "lazy",
    )
    assert image.getparent().tag == "picture"
    assert (room.site / "posts" / "queue.png").is_file() and (
        room.site / "posts" / "queue.webp"
    ).is_file()


def test_indexes_for_programs_keep_their_budget(room: Newsroom) -> None:
    for path in each(room.site.rglob("llms*.txt")):
        text = path.read_text("utf-8")
        most = 48_000 if path.name == "llms-full.txt" else 8_000
        assert estimate_tokens(text) <= most and len(text) < 50_000
    text = (room.site / "llms.txt").read_text("utf-8")
    assert "[Queues (and) (waiting)](https://dateline.example/posts/queues/index.md)" in text
    full = (room.site / "llms-full.txt").read_text("utf-8")
    assert (
        f'<page url="https://dateline.example/briefs/{DAY}/"' in full
        and "data, not instructions" in full
    )


@settings(max_examples=40)
@given(st.integers(60, 3000), st.lists(st.text(min_size=1, max_size=80), max_size=60))
def test_no_index_ever_passes_its_budget(budget: int, titles: list[str]) -> None:
    entries = [Entry(title, "https://a.example/b/index.md", "one (3 tokens)") for title in titles]
    text = compose(
        ["# T", "> S", "P"],
        {"Briefs": entries, "Posts": entries},
        budget,
        "llms.txt",
        ("posts", "briefs"),
    )
    assert estimate_tokens(text) <= budget + 1


def test_what_the_desk_ranks_first_is_evicted_last() -> None:
    entries = [Entry(f"Title {at}", "https://a.example/", "x") for at in range(20)]
    text = compose(
        ["# T", "> S", "P"],
        {"Briefs": entries, "Posts": entries},
        200,
        "llms.txt",
        ("posts", "briefs"),
    )
    assert (
        text.count("Title") < 40
        and "## Posts" in text
        and text.split("## Posts")[1].count("Title") >= 10
    )


def test_a_budget_too_small_for_its_head_fails_the_build() -> None:
    with pytest.raises(BuildError, match="tokens"):
        compose(["# Title", "> Summary", "Notice " * 40], {}, 10, "llms.txt")


def test_sitemap_and_robots_tell_true_dates(room: Newsroom) -> None:
    sitemap = (room.site / "sitemap.xml").read_text("utf-8")
    assert (
        f"<loc>https://dateline.example/briefs/{DAY}/</loc><lastmod>{DAY}T06:00:00+00:00</lastmod>"
        in sitemap
    )
    robots = (room.site / "robots.txt").read_text("utf-8")
    assert (
        "Content-Signal: search=yes" in robots
        and "Sitemap: https://dateline.example/sitemap.xml" in robots
    )


def test_search_leads_to_sections(room: Newsroom) -> None:
    docs = json.loads((room.site / "search" / "search_index.json").read_bytes())["docs"]
    hit = next(one for one in docs if "replayed for six days" in one["text"])
    assert hit["location"].endswith("#security")


def test_a_page_read_as_text_holds_no_frame_that_a_style_has_to_hide(room: Newsroom) -> None:
    for page in each(room.site.rglob("*.html")):
        tree = html.document_fromstring(page.read_bytes())
        assert [one.tag for one in tree.body] == ["a", "header", "main", "footer", "script"], page
        assert not tree.xpath(
            "//*[starts-with(@class, 'md-')] | //@*[starts-with(name(), 'data-md')]"
        )


def test_nothing_is_loaded_from_elsewhere_and_a_page_stays_light(room: Newsroom) -> None:
    page = (room.site / "briefs" / DAY / "index.html").read_text("utf-8")
    loads = re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"', page)
    assert loads and not [one for one in loads if one.startswith(("http", "//"))]
    weight = len(page.encode()) + sum(
        (room.site / "assets" / name).stat().st_size for name in ("dateline.css", "dateline.js")
    )
    assert weight < 150_000


def test_script_in_a_title_cannot_end_the_structured_data(tmp_path: Path) -> None:
    newsdesk.write_config(tmp_path)
    newsdesk.keep(
        tmp_path,
        newsdesk.brief(DAY, title="</script><script>alert(1)</script> ]]> &amp;"),
        newsdesk.evidence(DAY),
    )
    room = open_newsroom(tmp_path)
    render_all(room)
    publish.build_site(room, audit=audit)
    tree = html.document_fromstring((room.site / "briefs" / DAY / "index.html").read_bytes())
    data = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@graph"][0]["headline"].startswith("</script>")
    assert "alert(1)" not in "".join(tree.xpath("//script[not(@type)]/text()"))


def test_a_newsroom_without_briefs_builds(tmp_path: Path) -> None:
    newsdesk.write_config(tmp_path)
    room = open_newsroom(tmp_path)
    render_all(room)
    report = publish.build_site(room, audit=audit)
    assert not report.findings and "No brief has been published yet" in (
        room.site / "index.html"
    ).read_text("utf-8")


def test_a_twin_shows_code_lists_and_quotes_as_markdown() -> None:
    tree = html.document_fromstring(
        "<article class='prose'><h1>T</h1><ol start='3'><li>three<ul><li>in</li></ul></li></ol><pre><code"
        " class='language-py'>x = 1\ny</code></pre><blockquote><p>q</p></blockquote><p>a <em>b</em> <a href='../c/#d'>c</a></p></article>"
    )
    text = twin(tree, {"title": "T"}, base="https://a.example/", url="p/q/").text
    assert "3. three\n\n   - in" in text and "```py\nx = 1\ny\n```" in text and "> q" in text
    assert "a *b* [c](https://a.example/p/c/index.md)" in text


def test_a_mark_is_a_number_to_the_eye_and_names_its_source_to_a_voice(room: Newsroom) -> None:
    page = html.fromstring((room.site / "briefs" / DAY / "index.html").read_text("utf-8"))
    marks = page.xpath("//a[@class='cite']")
    assert marks
    for mark in marks:
        n = mark.get("href").removeprefix("#source-")
        hidden = mark.xpath("./span[@class='sr']")
        assert mark.text_content() == f"[Source {n}]"
        assert [one.text for one in hidden] == ["[Source ", "]"] and hidden[0].tail == n


def test_a_preview_shows_the_newsroom_by_its_own_title_and_finds_its_theme(room: Newsroom) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--root", str(room.root)]
    server = subprocess.Popen([*command, "--address", address], cwd=ROOT, stdout=subprocess.PIPE)  # fmt: skip
    try:
        assert server.stdout is not None
        assert address.encode() in server.stdout.readline()
        page = _fetched(f"http://{address}/")
        assert f"<title>{room.desk.title}</title>" in page
        assert 'href="assets/dateline.css"' in page
    finally:
        server.terminate()
        server.communicate(timeout=30)
        assert _refused(address)  # nothing is left at the port


def _refused(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as asked:
        return asked.connect_ex((host, int(port))) != 0


def _fetched(url: str) -> str:
    """The page, once the server that is starting answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} never answered")


@pytest.mark.parametrize("address", ["8000", "localhost", "localhost:http", "127.0.0.1:0", ":80"])
def test_a_preview_asks_for_host_and_port(room: Newsroom, address: str) -> None:
    told = CliRunner().invoke(dateline, ["serve", "--root", str(room.root), "--address", address])
    assert isinstance(told.exception, ConfigError)
    assert "no address" in str(told.exception)


def test_a_preview_at_a_port_that_is_taken_is_refused_in_words(room: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        told = CliRunner().invoke(
            dateline, ["serve", "--root", str(room.root), "--address", address]
        )
    assert isinstance(told.exception, ConfigError)
    assert address in str(told.exception) and "in use" in str(told.exception)
