"""What a page says of itself: labels with dates, a tally, what is proven."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from lxml import html

from pipeline import publish
from pipeline.audit import audit
from pipeline.audit.page import LEFT_OVER
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.pages.links import HOME_PAGE
from pipeline.pages.metadata import brief_cards, card_of
from pipeline.records import Brief, Evidence, Finding, Quiet, Review, Sentence, StoryRef, Where
from pipeline.records.story import Dated, Kind
from pipeline.render import labels, render_all
from pipeline.render.brief import Marks
from pipeline.render.facts import brief_facts

DAY = "2026-11-19"
KINDS = (
    StoryRef("s1", "news", 1, day="2026-11-18", dated="published"),
    StoryRef("s2", "update", 3, since="2026-11-14", day="2026-11-17", dated="changed"),
    StoryRef("s3", "recent", 5, day="2026-10-02", dated="first_seen"),
    StoryRef("s4", "library", 7, day="2019-05-01", dated="published"),
    StoryRef("s5", "library", 9),
)


def undated(published: str | None = None) -> Evidence:
    """Evidence whose first item is of that day by its publisher; none of the others has one."""
    items = (replace(one, published=None) for one in newsdesk.evidence(DAY).items)
    return replace(
        newsdesk.evidence(DAY),
        items=tuple(replace(one, published=published) if one.n == 1 else one for one in items),
    )


def told(**changes: object) -> Brief:
    """A brief whose first five sections tell stories, the first two of one domain."""
    brief = newsdesk.brief(DAY)
    sections = [
        replace(one, story=ref) for one, ref in zip(brief.draft.sections, KINDS, strict=False)
    ]
    sections[1] = replace(sections[1], domain=sections[0].domain)
    draft = replace(brief.draft, sections=tuple(sections))
    return replace(brief, draft=draft, findings=(), **changes)  # type: ignore[arg-type]


def rendered(tmp_path: Path, brief: Brief) -> Newsroom:
    newsdesk.write_config(tmp_path)
    newsdesk.keep(tmp_path, brief, newsdesk.evidence(DAY))
    room = open_newsroom(tmp_path)
    render_all(room)
    return room


def site_of(tmp_path: Path, brief: Brief) -> html.HtmlElement:
    room = rendered(tmp_path, brief)
    publish.build_site(room, audit=lambda site, desk, **_: ())
    return html.document_fromstring((room.site / f"briefs/{DAY}/index.html").read_bytes())


@pytest.mark.parametrize(
    ("story", "name", "date", "since"),
    [
        (KINDS[0], "New", "18 November 2026", ""),
        (KINDS[1], "Update", "changed 17 November 2026", "2026-11-14"),
        (KINDS[2], "Recent", "first seen 2 October 2026", ""),
        (KINDS[3], "From the library", "1 May 2019", ""),
        (KINDS[4], "From the library", "undated", ""),
    ],
)
def test_a_label_never_calls_published_what_is_dated_otherwise(
    story: StoryRef, name: str, date: str, since: str
) -> None:
    assert labels.label(story, undated()) == labels.Label(name, date, since)


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        ("news", "2026-11-20", "New"),
        ("news", "2026-11-18", "New"),
        ("news", "2026-11-17", "New this week"),
        ("news", "2026-11-13", "New this week"),
        ("news", "2026-11-10", "New"),
        ("recent", "2026-11-17", "Recent"),
        ("update", "2026-11-17", "Update"),
    ],
)
def test_news_of_some_days_ago_is_called_new_of_its_week(kind: Kind, day: str, name: str) -> None:
    evidence = replace(undated(), day="2026-11-20")
    told = labels.label(StoryRef("s", kind, 1, day=day, dated="published"), evidence)
    assert told and told.name == name


@pytest.mark.parametrize(
    ("dated", "published", "date"),
    [
        ("first_seen", "2026-07-08", "published 8 July 2026, first seen 30 July 2026"),
        ("changed", "2026-07-08T10:00:00+00:00", "published 8 July 2026, changed 30 July 2026"),
        ("first_seen", "2026-07-30", "first seen 30 July 2026"),
        ("published", "2026-07-30", "30 July 2026"),
    ],
)
def test_a_label_says_both_days_where_a_page_came_later_than_its_publisher_dated_it(
    dated: Dated, published: str, date: str
) -> None:
    story = StoryRef("s", "recent", 1, day="2026-07-30", dated=dated)
    told = labels.label(story, undated(published))
    assert told == labels.Label("Recent", date)


def test_the_tally_counts_each_kind_in_order() -> None:
    assert labels.tally(told()) == "1 new, 1 update, 1 recent, 2 from the library"
    assert labels.tally(newsdesk.brief(DAY)) == ""


def test_a_brief_that_was_made_long_after_its_day_says_when() -> None:
    late = replace(told(), day="2026-11-01", published="2026-11-27T05:09:00+00:00")
    assert labels.tally(late).endswith(", made on 27 November 2026 for this day")
    waited = replace(late, reviews=(Review(late.published, "approved", "Ada", "sound"),))
    assert "made on" not in labels.tally(waited)
    after_midnight = replace(late, day="2026-11-26")
    assert "made on" not in labels.tally(after_midnight)


def test_a_day_without_news_says_so_in_its_title_once() -> None:
    brief = told(edition="library")
    once = labels.titled(brief)
    assert once.startswith("Library edition: ")
    assert labels.titled(replace(brief, draft=replace(brief.draft, title=once))) == once


def test_what_is_proven_is_counted_against_the_bytes() -> None:
    brief, pack = told(), newsdesk.evidence(DAY)
    whole = labels.proven(brief, pack)
    assert whole.stand == whole.all > 20
    spoilt = replace(brief.draft.sections[0].quote, exact="words nobody wrote")  # type: ignore[type-var]
    first = replace(brief.draft.sections[0], quote=spoilt)
    draft = replace(brief.draft, sections=(first, *brief.draft.sections[1:]))
    assert labels.proven(replace(brief, draft=draft), pack).stand == whole.stand - 1
    open_one = Finding("number-missing", "error", Where("lede[1]"), "40", "no source has it")
    written = replace(brief.draft.lede[1], text="It was 40 percent.")
    doubted = replace(brief, draft=replace(brief.draft, lede=(written,)), findings=(open_one,))
    found = labels.proven(doubted, pack)
    assert found.stand == found.all - 1


QUIET = Quiet("career", "2026-08-09", "Nothing new in Engineering Career since 9 August.")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    """The page of a brief that tells stories and is quiet in one domain."""
    return site_of(tmp_path_factory.mktemp("labels"), told(quiet=(QUIET,)))


def test_the_page_shows_labels_and_gives_two_stories_of_a_domain_two_places(
    tree: html.HtmlElement,
) -> None:
    kickers = [" ".join(one.text_content().split()) for one in tree.xpath("//p[@class='kicker']")]
    assert "AI/ML · New, 18 November 2026" in kickers
    assert any(one.endswith("told before on 14 November 2026") for one in kickers)
    ids = tree.xpath("//article//h2/@id")
    assert {"ai-ml", "ai-ml-2", "quiet"} <= set(ids) and len(ids) == len(set(ids))
    shown = tree.text_content()
    assert QUIET.line in shown and "quotes and figures stand in their sources" in shown
    assert "of 100" not in tree.xpath("//aside")[0].text_content()


def test_lists_show_a_sentence_of_each_story(tmp_path: Path) -> None:
    rendered(tmp_path, told())
    (card,) = brief_cards(tmp_path / "content")
    assert [one.label for one in card.sections[:2]] == ["New", "Update"]
    says = card.sections[0].says
    for page in ("index.md", "domains/ai-ml/index.md"):
        assert says in (tmp_path / "content" / page).read_text("utf-8")


def test_the_words_around_quotes_open_once_a_section(tree: html.HtmlElement) -> None:
    assert len(tree.xpath("//details[@class='context']")) <= 1 + 7 + 2 + 1


def test_a_part_that_is_missing_leaves_nothing_behind(tmp_path: Path) -> None:
    brief = told()
    bare = replace(brief.draft, lede=(), crosscuts=(), graph=None, action=None)
    tree = site_of(tmp_path, replace(brief, draft=bare))
    shown = tree.xpath("//article")[0].text_content()
    assert "{:" not in shown and "Across the domains" not in shown and "as a system" not in shown


@pytest.mark.parametrize(
    "text", ["{: .lede }", "Some words {: .lede }", "{{ title }}", "{% if x %}"]
)
def test_the_audit_knows_a_template_mark(text: str) -> None:
    assert LEFT_OVER.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["Set {{ .Values.x }} in the chart.", "A set {a, b}.", "{} is empty."]
)
def test_the_audit_leaves_the_words_of_sources_alone(text: str) -> None:
    assert not LEFT_OVER.fullmatch(text)


def test_a_lead_in_leaves_its_citation_to_the_sentences_after_it() -> None:
    lead = Sentence("Render Path, 18 November:", (3,), "computed")
    said, other = Sentence("It ends.", (3,)), Sentence("It ends.", (4,))
    assert Marks().paragraph((lead, said)).count("[[Source 3]]") == 1
    assert Marks().paragraph((lead, other)).count("[[Source 3]]") == 1


def test_a_brief_whose_sources_are_known_by_their_home_pages_passes_the_audit(
    tmp_path: Path,
) -> None:
    newsdesk.write_config(tmp_path)
    known = newsdesk.evidence(DAY)
    items = tuple(replace(one, home=True) for one in known.items)
    newsdesk.keep(tmp_path, newsdesk.brief(DAY), replace(known, items=items))
    room = open_newsroom(tmp_path)
    render_all(room)
    publish.build_site(room, audit=audit)  # raises what holds a page back
    twin = (room.site / f"briefs/{DAY}/index.md").read_text("utf-8")
    assert twin.count(HOME_PAGE) == len(twin.split("## Sources")[1].split("- [Source ")) - 1
    page = html.document_fromstring((room.site / f"briefs/{DAY}/index.html").read_bytes())
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    cited = next(one for one in json.loads(data)["@graph"] if "citation" in one)
    assert all("url" not in one and one["isPartOf"]["url"] for one in cited["citation"])
    assert "isBasedOn" not in cited


def test_two_passages_of_a_page_are_one_page_wherever_pages_are_counted(tmp_path: Path) -> None:
    newsdesk.write_config(tmp_path)
    known = newsdesk.evidence(DAY)
    first = known.items[0].document
    known = replace(known, items=tuple(replace(one, document=first) for one in known.items))
    facts = brief_facts(newsdesk.brief(DAY), known, open_newsroom(tmp_path).desk)
    passages = len(facts["citation"])
    assert passages > 1
    assert facts["checked"]["rests"].startswith(f"{passages} passages of 1 page by ")
    assert card_of(facts, f"briefs/{DAY}.md").cited_pages == 1


def test_a_page_names_what_is_out_with_a_link_before_its_quiet_domains(tmp_path: Path) -> None:
    out = Quiet("", DAY, "Merlin 3.0, Merlin docs, 20 November 2026", "https://merlin.example/3.0")
    still = Quiet("data", DAY, "Nothing told from Data today.")
    page = site_of(tmp_path, told(quiet=(out, still)))
    (link,) = page.xpath("//*[@id='also-out']/following-sibling::ul[1]//a")
    assert (link.text_content(), link.get("href")) == (out.line, out.url)
    assert [
        one.text_content() for one in page.xpath("//*[@id='quiet']/following-sibling::ul[1]/li")
    ] == [still.line]
    twin = (tmp_path / f"site/briefs/{DAY}/index.md").read_text("utf-8")
    assert out.line in twin and twin.index("Also out") < twin.index("Quiet today")
    api = json.loads((tmp_path / f"site/api/briefs/{DAY}.json").read_text("utf-8"))
    assert (api["also_out"], api["quiet"]) == ([out.line], [still.line])
