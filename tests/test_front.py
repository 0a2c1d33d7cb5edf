"""The front page and the lists: each story once, each correction where its words stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import newsdesk

from pipeline.newsroom.config import Newsroom
from pipeline.pages.context import context, places
from pipeline.records import Brief, Correction, Quote, Sentence
from pipeline.render import render_all

DAY = "2026-11-20"
LEAD = 2  # the section whose headline is the title


def shown(tmp_path: Path, brief: Brief) -> Newsroom:
    room = newsdesk.newsroom(tmp_path)
    newsdesk.keep(tmp_path, brief, newsdesk.evidence(DAY))
    render_all(room)
    return room


def read(room: Newsroom, name: str) -> str:
    return (room.content / name).read_text("utf-8")


def corrected(path: str) -> Brief:
    note = Correction("2026-11-22T12:00:00+00:00", "correction", "The figure is of one day.", path)
    return replace(newsdesk.brief(DAY), corrections=(note,))


def test_the_lead_story_is_told_once_on_the_front_page(tmp_path: Path) -> None:
    brief = newsdesk.brief(DAY)
    home = read(shown(tmp_path, brief), "index.md").split('<div class="below">')[0]
    told, *others = [brief.draft.sections[LEAD], *brief.draft.sections[:LEAD]]
    assert told.headline == brief.draft.title and home.count(told.headline) == 1
    assert [home.count(f">{one.headline}<") for one in others] == [1] * LEAD


def test_the_quote_beside_the_headline_is_of_the_story_that_it_tells(tmp_path: Path) -> None:
    brief = newsdesk.brief(DAY)
    quote = brief.draft.sections[LEAD].quote
    pull = read(shown(tmp_path, brief), "index.md").split('<figure class="pull">')[1]
    assert quote and quote.words in pull.split("</figure>")[0]


def test_a_headline_without_a_quote_borrows_none_from_another_story(tmp_path: Path) -> None:
    brief = newsdesk.brief(DAY)
    sections = tuple(
        replace(one, quote=None) if at == LEAD else one
        for at, one in enumerate(brief.draft.sections)
    )
    home = read(shown(tmp_path, replace(brief, draft=replace(brief.draft, sections=sections))), "index.md")  # fmt: skip
    assert 'class="pull"' not in home


def test_below_a_headline_stands_its_own_story_where_code_made_the_lede(tmp_path: Path) -> None:
    brief = newsdesk.brief(DAY)
    lede = (Sentence("Another story stands in this edition, and a third.", (1,), "computed"),)
    home = read(shown(tmp_path, replace(brief, draft=replace(brief.draft, lede=lede))), "index.md")
    deck = home.split('<p class="deck">')[1].split("</p>")[0]
    assert brief.draft.sections[LEAD].sentences[0].text in deck and lede[0].text not in deck


def test_a_corrected_sentence_is_marked_on_the_front_page_and_on_its_domains(
    tmp_path: Path,
) -> None:
    room = shown(tmp_path, corrected("sections[0].sentences[0]"))
    mark = 'briefs/2026-11-20/#ai-ml">corrected 22 November 2026</a>'
    assert read(room, "index.md").count(mark) == 1
    assert mark in read(room, "domains/ai-ml/index.md")
    assert mark in read(room, "domains/ai-ml/2026.md")
    assert "corrected" not in read(room, "domains/security/index.md")


def test_a_corrected_lede_is_marked_below_the_headline(tmp_path: Path) -> None:
    home = read(shown(tmp_path, corrected("lede[0]")), "index.md")
    deck = home.split('<p class="deck">')[1].split("</p>")[0]
    assert "corrected 22 November 2026</a>" in deck


def test_the_archive_says_a_title_once(tmp_path: Path) -> None:
    brief = newsdesk.brief(DAY)
    rows = read(shown(tmp_path, brief), "archive/index.md").splitlines()
    (row,) = [one for one in rows if f"briefs/{DAY}/" in one]
    assert row.count(brief.draft.title) == 1 and brief.draft.sections[0].headline in row


def test_passages_of_one_page_are_told_apart_by_heading_or_first_words() -> None:
    one, two, other, *_ = newsdesk.evidence(DAY).items
    alike = replace(one, title=two.title, source_title=two.source_title, published=two.published)
    under = replace(alike, headings=(two.title, "Rate limits"))
    found = places((under, two, other))
    assert found[one.n] == "Rate limits"
    assert two.text.startswith(found[two.n].removesuffix(" …")) and found[two.n].endswith(" …")
    assert other.n not in found


def test_two_passages_under_one_heading_are_told_apart_by_their_words() -> None:
    one, two, *_ = newsdesk.evidence(DAY).items
    same = {"title": "Limits", "source_title": "Ops", "published": None, "headings": ("Rates",)}
    found = places((replace(one, **same), replace(two, **same)))
    assert found[one.n] != found[two.n] and "Rates" not in found.values()


def test_a_list_with_numbers_left_out_says_what_they_are(tmp_path: Path) -> None:
    page = read(shown(tmp_path, newsdesk.brief(DAY)), "briefs/2026-11-20.md")
    assert "not cited" not in page
    brief = newsdesk.brief(DAY)
    draft = replace(brief.draft, sections=brief.draft.sections[2:], crosscuts=(), graph=None)
    lede = (Sentence("Something else is told.", (5,), "computed"),)
    page = read(shown(tmp_path / "cut", replace(brief, draft=replace(draft, lede=lede))), "briefs/2026-11-20.md")  # fmt: skip
    assert "Read for this edition and not cited: sources 1, 2, 3, 4." in page


def test_the_words_around_a_quote_keep_the_paragraphs_of_their_source() -> None:
    one = newsdesk.evidence(DAY).items[0]
    text = "Limits\n\nThe limit is 60. It was 30.\n\nNobody asked."
    start, end = text.index("The limit"), text.index(" It was")
    quote = Quote(one.n, start, end, text[start:end])
    around = context([quote], replace(one, text=text, before="", after=""))
    told = [[(piece.text.strip(), piece.quoted) for piece in each if piece.text] for each in around.paragraphs]  # fmt: skip
    assert told == [
        [("Limits", False)],
        [("The limit is 60.", True), ("It was 30.", False)],
        [("Nobody asked.", False)],
    ]
