"""Briefs become pages: whole, safe, linked both ways, and the same bytes every time."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from checks import each
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from pipeline.errors import RecordError
from pipeline.newsroom.config import open_newsroom
from pipeline.pages import front_matter
from pipeline.pages.context import context
from pipeline.pages.links import deep_link, safe_url, text_fragment
from pipeline.pages.metadata import brief_cards, card_of, page_url, slug
from pipeline.records import Correction, Edge, Evidence, EvidenceItem, Graph, Node, Quote, store
from pipeline.render import lists, render_all
from pipeline.render.brief import Marks, quoted_by
from pipeline.render.graph import WIDTH, mermaid, place, svg
from pipeline.render.markdown import escape, written
from pipeline.text.days import long_day
from pipeline.text.spans import uncoded

DAY = "2026-11-19"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.md")}


def page_of(root: Path, day: str = DAY) -> tuple[dict[str, object], str]:
    return front_matter.load((root / "content" / "briefs" / f"{day}.md").read_text("utf-8"))


def item(**changes: object) -> EvidenceItem:
    return replace(newsdesk.evidence(DAY).items[0], **changes)  # type: ignore[arg-type]


def test_every_published_day_gets_a_page_and_a_held_one_none(tmp_path: Path) -> None:
    newsdesk.newsroom(tmp_path)
    newsdesk.keep(
        tmp_path, newsdesk.brief("2026-11-20", outcome="held"), newsdesk.evidence("2026-11-20")
    )
    render_all(open_newsroom(tmp_path))
    pages = sorted(path.stem for path in (tmp_path / "content" / "briefs").glob("*.md"))
    assert pages == ["2026-11-17", "2026-11-18", "2026-11-19"]
    how = (tmp_path / "content" / "how-it-works.md").read_text("utf-8")
    assert "held, 62 of 100" in how and "quote-not-found" in how


def test_a_brief_that_is_held_later_loses_its_page(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    render_all(room)
    newsdesk.keep(tmp_path, newsdesk.brief(DAY, outcome="held"), newsdesk.evidence(DAY))
    render_all(room)
    assert not (tmp_path / "content" / "briefs" / f"{DAY}.md").exists()


def test_rendering_again_from_the_records_gives_the_same_bytes(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    first = render_all(room)
    before = bytes_of(room.content)
    for path in sorted(room.content.rglob("*.md")):
        path.unlink()
    (room.state / "pages.json").unlink()
    assert render_all(room) == first
    assert bytes_of(room.content) == before


def test_adding_a_day_gives_the_same_pages_as_rendering_all_days_at_once(tmp_path: Path) -> None:
    days = ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")
    whole = newsdesk.newsroom(tmp_path / "whole", days)
    render_all(whole)
    grown = newsdesk.newsroom(tmp_path / "grown", days[:3])
    render_all(grown)
    one, pack = newsdesk.brief(days[3], turn=3), newsdesk.evidence(days[3], turn=3)
    newsdesk.keep(grown.root, one, pack)
    artifacts = render_all(grown)
    assert bytes_of(grown.content) == bytes_of(whole.content)
    assert "briefs/2026-11-19.md" in {artifact.path for artifact in artifacts}


def test_a_tampered_page_is_made_again(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    render_all(room)
    path = room.content / "briefs" / f"{DAY}.md"
    before = path.read_bytes()
    path.write_text("defaced")
    render_all(room)
    assert path.read_bytes() == before


def test_every_citation_leads_to_its_entry_and_back(tmp_path: Path) -> None:
    render_all(newsdesk.newsroom(tmp_path))
    _, body = page_of(tmp_path)
    cites = re.findall(r"\[\[Source (\d+)\]\]\(#source-\1\)\{ \.cite #(c\d+-\d+) \}", body)
    assert len(cites) > 30
    assert len({mark for _, mark in cites}) == len(cites)
    for n, mark in cites:
        assert f'id="source-{n}"' in body
        assert f'href="#{mark}"' in body


def test_a_cross_cut_links_no_section_that_is_not_there(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    one = newsdesk.brief(DAY)
    named = one.draft.crosscuts[0].domains[0]
    kept = tuple(section for section in one.draft.sections if section.domain != named)
    draft = replace(one.draft, sections=kept)
    newsdesk.keep(tmp_path, replace(one, draft=draft), newsdesk.evidence(DAY))
    render_all(room)
    _, body = page_of(tmp_path)
    across = body[body.index("{ #across ") :]
    title = next(domain.title for domain in room.desk.domains if domain.id == named)
    assert f"(#{named})" not in across and escape(title) in across
    assert all(f"#{anchor} " in body for anchor in re.findall(r"\]\(#([a-z-]+)\)", across))


def test_a_brief_of_sentences_alone_has_its_page_and_leads_the_home_page(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    one = newsdesk.brief(DAY)
    bare = replace(one.draft.sections[0], quote=None, implication=None)
    draft = replace(one.draft, sections=(bare,), crosscuts=(), graph=None, action=None)
    newsdesk.keep(tmp_path, replace(one, draft=draft), newsdesk.evidence(DAY))
    render_all(room)
    home = (tmp_path / "content" / "index.md").read_text("utf-8")
    assert escape(bare.headline) in home
    assert 'class="pull"' not in home and ">None<" not in home


def test_words_left_out_between_two_quotes_are_one_ellipsis() -> None:
    text = "First words. " + "Words in between. " * 40 + "Last words."
    item = replace(newsdesk.evidence(DAY).items[0], text=text, before="", after="")
    ends = [(0, 12), (len(text) - 11, len(text))]
    quotes = [Quote(1, start, end, text[start:end]) for start, end in ends]
    shown = "".join(piece.text for piece in context(quotes, item, 30).pieces)
    assert (
        shown == "First words. Words in between. Words in … between. Words in between. Last words."
    )


def test_every_quote_opens_the_words_around_it_with_a_deep_link(tmp_path: Path) -> None:
    render_all(newsdesk.newsroom(tmp_path))
    _, body = page_of(tmp_path)
    quote = newsdesk.TEXTS["ai-ml"][0][3]
    context = next(part for part in body.split("<details") if quote.replace("'", "&#x27;") in part)
    assert "We had put this off for a year." in context
    assert "#:~:text=" in context
    assert "#page=2" in body and "#t=83" in body


def test_the_foot_of_a_quote_leaves_out_a_title_that_the_headline_gives() -> None:
    lead = item(n=1, title="Leases leave the log!", source_title="Kestrel blog", text="It is so.")
    pack = Evidence(DAY, (lead,))
    one = Quote(1, 0, 9, "It is so.")
    for headline, titled in (
        ("Kestrel blog: “Leases leave the log”", False),
        ("Kestrel 4.2", True),
        ("", True),
    ):
        assert quoted_by(one, pack, Marks(), headline)["titled"] is titled


def test_a_page_says_what_was_found_and_removed(tmp_path: Path) -> None:
    render_all(newsdesk.newsroom(tmp_path))
    facts, body = page_of(tmp_path)
    assert facts["checked"]["removed"] == 1  # type: ignore[index]
    assert "no cited passage says this" in body and "| removed |" in body
    record = (tmp_path / "briefs" / DAY / "brief.json").read_bytes()
    import hashlib

    assert facts["record"] == hashlib.sha256(record).hexdigest()


@pytest.mark.parametrize(
    "title",
    [
        "Brackets ] and ) and ( and [",
        "<script>alert(1)</script> & co",
        "عنوان من اليمين إلى اليسار",
        "long " * 60,
        "Quotes \"double\" and 'single' {#id .class}",
        "*stars* _and_ `ticks` | pipes",
        "# not a heading",
        "1986. A year",
    ],
)
def test_a_difficult_title_shows_as_it_is(tmp_path: Path, title: str) -> None:
    newsdesk.write_config(tmp_path)
    newsdesk.keep(tmp_path, newsdesk.brief(DAY, title=title), newsdesk.evidence(DAY))
    render_all(open_newsroom(tmp_path))
    facts, body = page_of(tmp_path)
    assert facts["title"] == " ".join(title.split())
    html = Markdown(extensions=["attr_list", "tables"]).convert(body)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert heading
    import html as entities

    assert entities.unescape(heading.group(1)) == " ".join(title.split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Set `lease_store` before *you* upgrade.", "Set <code>lease_store</code> before *you* upgrade."),
        ("The flag ``a`b`` is `<gone>`.", "The flag <code>a`b</code> is <code>&lt;gone&gt;</code>."),
        ("One ` tick and [no link](x).", "One ` tick and [no link](x)."),
    ],
)  # fmt: skip
def test_code_spans_of_a_writer_show_as_code_and_the_rest_as_it_is(text: str, html: str) -> None:
    assert Markdown().convert(written(text)) == f"<p>{html}</p>"


def test_where_nothing_can_be_code_the_marks_of_code_are_left_out() -> None:
    assert uncoded("Set `lease_store` before 4.2; one ` stays.") == "Set lease_store before 4.2; one ` stays."  # fmt: skip


def test_an_unsafe_source_address_becomes_no_link(tmp_path: Path) -> None:
    newsdesk.write_config(tmp_path)
    pack = newsdesk.evidence(DAY)
    bad = replace(pack, items=(replace(pack.items[0], url="javascript:alert(1)"), *pack.items[1:]))
    newsdesk.keep(tmp_path, newsdesk.brief(DAY), bad)
    render_all(open_newsroom(tmp_path))
    facts, body = page_of(tmp_path)
    assert "javascript:" not in body + json.dumps(facts)


def test_a_correction_stands_at_its_place_and_on_its_own_page(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    note = Correction(f"{DAY}T12:00:00+00:00", "correction", "The wait was a day.", "sections[6].sentences[0]",
                      "an hour", "a day")  # fmt: skip
    newsdesk.keep(
        tmp_path,
        replace(newsdesk.brief(DAY, turn=2), corrections=(note,)),
        newsdesk.evidence(DAY, turn=2),
    )
    render_all(room)
    facts, body = page_of(tmp_path)
    assert facts["status"] == "corrected" and facts["updated"] == note.made
    after = body[body.index("{ #career }") :]
    assert "The wait was a day." in after.split("## ")[0]
    assert "The wait was a day." in (room.content / "corrections.md").read_text("utf-8")


def test_a_retraction_is_told_first(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    note = Correction(f"{DAY}T12:00:00+00:00", "retraction", "The source was a forgery.")
    newsdesk.keep(
        tmp_path, replace(newsdesk.brief(DAY), corrections=(note,)), newsdesk.evidence(DAY)
    )
    render_all(room)
    facts, body = page_of(tmp_path)
    assert facts["status"] == "retracted"
    assert body.index("The source was a forgery.") < body.index("{: .lede }")


def retracted(root: Path, *days: str) -> None:
    """These days' briefs as they are after a person withdrew them, and every page rendered."""
    room = newsdesk.newsroom(root, ("2026-11-18", "2026-11-19", "2026-11-20"))
    note = Correction("2026-11-21T12:00:00+00:00", "retraction", "The source was a forgery.")
    for day in days:
        brief = replace(newsdesk.brief(day), corrections=(note,))
        newsdesk.keep(root, brief, newsdesk.evidence(day))
    render_all(room)


def test_the_newest_brief_that_stands_leads_and_a_retracted_one_is_named_once_with_its_reason(
    tmp_path: Path,
) -> None:
    retracted(tmp_path, "2026-11-20")
    home = (tmp_path / "content" / "index.md").read_text("utf-8")
    assert '<h2 id="lead"><a href="briefs/2026-11-19/">' in home
    assert home.count("briefs/2026-11-20/") == 1
    assert "Retracted on 21 November 2026</span>: The source was a forgery." in home


def test_without_a_brief_that_stands_the_front_page_says_so(tmp_path: Path) -> None:
    retracted(tmp_path, "2026-11-18", "2026-11-19", "2026-11-20")
    home = (tmp_path / "content" / "index.md").read_text("utf-8")
    assert "No brief stands: all 3 that were published are retracted." in home
    assert 'id="lead"' not in home


@pytest.mark.parametrize(
    "where", ["archive/index.md", "archive/2026.md", "domains/security/index.md"]
)
def test_a_list_says_when_and_why_a_brief_was_retracted_and_tells_nothing_of_it(
    where: str, tmp_path: Path
) -> None:
    retracted(tmp_path, "2026-11-19")
    line = next(
        one
        for one in (tmp_path / "content" / where).read_text("utf-8").splitlines()
        if "briefs/2026-11-19/" in one
    )
    assert "<del>" in line and 'class="says"' not in line
    assert "Retracted on 21 November 2026</span>: The source was a forgery." in line


def test_a_retracted_brief_counts_as_retracted_and_is_described_by_its_reason(
    tmp_path: Path,
) -> None:
    retracted(tmp_path, DAY)
    text = (tmp_path / "content" / "how-it-works.md").read_text("utf-8")
    assert "| Briefs published | 2 |" in text and "| Briefs retracted | 1 |" in text
    assert "19 November 2026: retracted, " in text
    facts, _ = page_of(tmp_path)
    assert facts["description"] == "Retracted on 21 November 2026: The source was a forgery."


def test_a_newsroom_without_briefs_still_has_its_pages(tmp_path: Path) -> None:
    newsdesk.write_config(tmp_path)
    render_all(open_newsroom(tmp_path))
    assert "No brief has been published yet" in (tmp_path / "content" / "index.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ndate: 2026-11-01\n---\n\nText.\n", 1, "no title"),
        ("---\ntitle: One\n---\n\nText.\n", 1, "no date"),
        (
            "---\ntitle: One\ndate: 2026-11-01\n---\n\nText.\n\n![](chart.png)\n",
            8,
            "alternative text",
        ),
        ("---\ntitle: [unclosed\ndate: 2026-11-01\n---\n", 3, "not YAML"),
        ("---\ntitle: One\ndate: 2026-11-01\nformat: rant\n---\n", 4, "format"),
        ("---\ntitle: One\ndate: 2026-11-01\n---\n\nA <script>x()</script> ran.\n", 6, "would run"),
        ("---\ntitle: One\ndate: 2026-11-01\n---\n\n[Go](javascript:alert(1)).\n", 6, "would run"),
        ("---\ntitle: One\ndate: 2026-11-01\n---\n\n<b onclick='x()'>Go</b>.\n", 6, "would run"),
    ],
)
def test_a_post_that_cannot_stand_is_refused_with_file_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    room = newsdesk.newsroom(tmp_path)
    path = tmp_path / "content" / "posts" / "one.md"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(RecordError, match=f"one.md: line {line}: .*{words}"):
        render_all(room)


def test_two_posts_of_one_address_are_refused(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    folder = tmp_path / "content" / "posts"
    folder.mkdir(parents=True)
    for name in ("Slow Reads.md", "slow-reads.md"):
        (folder / name).write_text("---\ntitle: One\ndate: 2026-11-01\n---\n\nText.\n")
    with pytest.raises(RecordError, match="same address"):
        render_all(room)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60))
def test_escaped_words_show_as_these_words(text: str) -> None:
    import html as entities

    shown = Markdown(extensions=["attr_list", "tables"]).convert(f"{escape(text)}x")
    plain = entities.unescape(re.sub(r"<[^>]+>", "", shown)).replace("\u200b", "")
    assert " ".join(plain.split()) == " ".join(
        f"{' '.join(text.split())}x".replace("\u200b", "").split()
    )


@given(
    st.dictionaries(
        st.from_regex(r"key_[a-z]{1,8}", fullmatch=True),
        st.one_of(st.text(max_size=40), st.integers(), st.lists(st.text(max_size=8))),
    )
)
def test_front_matter_round_trips_and_is_yaml(facts: dict[str, object]) -> None:
    import yaml

    facts = json.loads(json.dumps(facts, ensure_ascii=True).encode("utf-8", "ignore"))
    if any("\ud800" <= letter <= "\udfff" for letter in json.dumps(facts, ensure_ascii=False)):
        return
    text = front_matter.dump(facts, "Body.")
    assert front_matter.load(text) == (facts, "Body.\n")
    if facts:
        assert yaml.safe_load(text.split("---\n")[1]) == facts


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x y", ""),
        ("javascript:alert(1)", ""),
        ("https://a.example/a(b)?q=<x>", "https://a.example/a%28b%29?q=%3Cx%3E"),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("HTTPS://A.example/", "HTTPS://A.example/"),
    ],
)
def test_only_addresses_a_reader_can_follow_are_linked(url: str, safe: str) -> None:
    assert safe_url(url) == safe


def test_a_text_fragment_names_the_ends_of_a_long_quote() -> None:
    assert text_fragment("one-two, three & four") == "one%2Dtwo%2C%20three%20%26%20four"
    assert (
        text_fragment(" ".join(str(n) for n in range(30)))
        == "0%201%202%203%204,25%2026%2027%2028%2029"
    )


def test_deep_links_name_page_second_or_words() -> None:
    quote = newsdesk.quote_of(item(), newsdesk.TEXTS["ai-ml"][0])
    assert deep_link(item(locator="p. 7"), quote).endswith("#page=7")
    assert deep_link(item(locator="01:02:03"), quote).endswith("#t=3723")
    assert "#part:~:text=" in deep_link(item(url="https://a.example/#part"), quote)
    assert deep_link(item(url="javascript:x"), quote) == ""


def test_the_graph_fits_a_phone_and_no_two_boxes_overlap() -> None:
    nodes = tuple(
        Node(f"n{at}", f"A node with a name of {at} words or more", "x", (1,)) for at in range(9)
    )
    edges = tuple(
        Edge(f"n{a}", f"n{b}", "leads to", (1,))
        for a, b in [(0, 1), (1, 2), (2, 0), (0, 8), (3, 3), (4, 5)]
    )
    graph = Graph("What leads where", "A cycle and a few more.", nodes, edges)
    boxes = list(place(graph).values())
    for box in each(boxes):
        assert box.x >= 0 and box.x + box.width <= WIDTH
    for at, one in each(enumerate(boxes)):
        for two in boxes[at + 1 :]:
            apart = one.x + one.width <= two.x or two.x + two.width <= one.x
            assert apart or one.y + one.height <= two.y or two.y + two.height <= one.y
    drawing = svg(graph, key="g")
    assert '<title id="g-title">What leads where</title>' in drawing and "<desc" in drawing
    from lxml import etree

    etree.fromstring(drawing.encode())


def test_mermaid_marks_in_a_label_stay_words() -> None:
    graph = Graph(
        'A "title"; with %% marks', "x", (Node("a", 'end"] --> b[<b>|x|', "d", (1,)),), ()
    )
    text = mermaid(graph)
    assert text.splitlines()[1].startswith("  accTitle: A #quot;title#quot;")
    label = text.splitlines()[-1]
    assert label.count('"') == 2 and "<" not in label and label[-1] == "]" and label.count("]") == 1


def test_cards_read_dates_as_people_write_them() -> None:
    import datetime

    for value in ("2026-11-20", datetime.date(2026, 11, 20)):
        assert (
            card_of({"title": "x", "date": value}, "posts/x.md").date == "2026-11-20T00:00:00+00:00"
        )
    assert (
        card_of({"title": "x", "date": "2026-11-20T08:00:00Z"}, "p.md").date
        == "2026-11-20T08:00:00+00:00"
    )
    assert long_day("2026-11-05") == "5 November 2026" and long_day("") == "undated"


def test_addresses_follow_the_files() -> None:
    assert [page_url(path) for path in ("index.md", "a/index.md", "a/b.md")] == ["", "a/", "a/b/"]
    assert slug("C++ & Größe: ein Test") == "c-größe-ein-test"


def test_related_briefs_look_back_only(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    render_all(room)
    first, _ = page_of(tmp_path, "2026-11-17")
    last, _ = page_of(tmp_path, "2026-11-19")
    assert first["related"] == []
    assert [one["day"] for one in last["related"]] == ["2026-11-18", "2026-11-17"]  # type: ignore[attr-defined,union-attr]
    assert [card.day for card in brief_cards(room.content)] == [
        "2026-11-19",
        "2026-11-18",
        "2026-11-17",
    ]


def test_a_figure_without_its_command_is_refused(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    path = tmp_path / "briefs" / "figures.json"
    path.write_text(
        json.dumps([{"name": "nDCG@10", "value": 0.71, "command": "dateline eval retrieval DIR"}])
    )
    render_all(room)
    assert "dateline eval retrieval DIR" in (room.content / "how-it-works.md").read_text("utf-8")
    path.write_text(json.dumps([{"name": "nDCG@10", "value": 0.71}]))
    with pytest.raises(RecordError, match="command"):
        render_all(room)


# ── what is written, and what is swept ────────────────────────────────────────────────────


def test_a_page_that_is_no_longer_rendered_goes_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsdesk.newsroom(tmp_path)
    render_all(room)
    assert (room.content / "search.md").is_file()
    monkeypatch.delitem(lists.PAGES, "search")
    assert "search.md" not in {one.path for one in render_all(room)}
    assert not (room.content / "search.md").exists()
    assert (room.content / "about.md").is_file()


def test_a_page_that_a_person_changed_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsdesk.newsroom(tmp_path)
    render_all(room)
    (room.content / "search.md").write_text("# Mine\n")
    monkeypatch.delitem(lists.PAGES, "search")
    render_all(room)
    assert (room.content / "search.md").read_text() == "# Mine\n"


def test_what_a_render_writes_is_listed_with_its_digest(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    written = render_all(room)
    lines = (room.content / ".rendered").read_text("utf-8").splitlines()
    assert lines == [f"{one.sha256} {one.path}" for one in written]
    assert {"index.md", "about.md", "how-it-works.md"} <= {one.path for one in written}


@pytest.mark.parametrize("line", ["../outside.md", "/etc/outside.md", "a/../../outside.md"])
def test_a_list_cannot_lead_out_of_the_content(tmp_path: Path, line: str) -> None:
    room = newsdesk.newsroom(tmp_path)
    outside = tmp_path / "outside.md"
    outside.write_text("keep me")
    render_all(room)
    listed = room.content / ".rendered"
    listed.write_text(f"{store.sha256(b'keep me')} {line}\nnonsense\n")
    render_all(room)
    assert outside.read_text() == "keep me"


def test_the_record_that_a_page_names_is_the_file_in_the_repository(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    path = room.day(DAY) / "brief.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), "utf-8")  # another spelling
    render_all(room)
    assert page_of(tmp_path)[0]["record"] == store.sha256(path.read_bytes())


def test_a_days_record_is_read_once_in_a_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsdesk.newsroom(tmp_path)
    reads: Counter[str] = Counter()
    read_bytes = Path.read_bytes

    def counted(self: Path) -> bytes:
        reads[self.relative_to(tmp_path).as_posix()] += 1
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", counted)
    render_all(room)
    records = {name: count for name, count in reads.items() if name.endswith("brief.json")}
    assert len(records) == 3 and set(records.values()) == {1}
