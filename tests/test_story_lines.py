"""What a section says of its story beside its sentences: how grave, what it said before, who else tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
import starter_room

from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import card_of
from pipeline.publish.agents import api
from pipeline.records import AlsoTold, Brief
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.verify.page_words import ADDED, altered

DAY = starter_room.DAY
ALSO = (
    AlsoTold("d1", "Double free in [clear]", "RustSec advisories", "2026-08-11", "https://x.example/a"),
    AlsoTold("d2", "Double free in *drain*", "RustSec advisories", "2026-08-12"),
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return starter_room.published(tmp_path_factory.mktemp("lines") / "room")


@pytest.fixture
def told(room: Newsroom) -> Brief:
    brief = briefs.read_brief(room, DAY)
    first, *rest = brief.draft.sections
    assert first.story is not None
    story = replace(
        first.story, also=ALSO, stakes="critical (CVSS 9.8); fixed in: >= 2.0.1",
        was="The limit is 100 requests.", now="The limit is 250 requests.", day="2026-08-11",
    )  # fmt: skip
    sections = (replace(first, story=story), *rest)
    return replace(brief, draft=replace(brief.draft, sections=sections))


def test_a_page_names_all_that_tells_of_a_story_with_links_where_there_are_any(
    room: Newsroom, told: Brief
) -> None:
    evidence = briefs.read_evidence(room, DAY)
    facts = brief_facts(told, evidence, room.desk) | {"related": []}
    page = brief_page(told, evidence, room.desk, environment(room), facts=facts).body
    assert (
        "Also told by [Double free in \\[clear\\]](https://x.example/a), RustSec advisories" in page
    )
    assert "Double free in \\*drain\\*, RustSec advisories, 12 August 2026." in page
    assert "· critical (CVSS 9.8); fixed in: " in page
    assert "Until 11 August 2026 it said: “The limit is 100 requests.”" in page


def test_a_text_without_a_title_is_named_by_its_source(room: Newsroom, told: Brief) -> None:
    first, *rest = told.draft.sections
    assert first.story is not None
    also = (AlsoTold("d3", "", "Toots", "2026-08-12", "https://x.example/t"),)
    first = replace(first, story=replace(first.story, also=also))
    told = replace(told, draft=replace(told.draft, sections=(first, *rest)))
    evidence = briefs.read_evidence(room, DAY)
    facts = brief_facts(told, evidence, room.desk) | {"related": []}
    page = brief_page(told, evidence, room.desk, environment(room), facts=facts).body
    assert "Also told by [Toots](https://x.example/t), 12 August 2026." in page


def test_another_flaw_of_the_same_thing_is_related_and_does_not_tell_it(
    room: Newsroom, told: Brief
) -> None:
    first, *rest = told.draft.sections
    assert first.story is not None
    flaw = AlsoTold("d4", "Use after free", "RustSec advisories", beside=True)
    story = replace(first.story, also=(*first.story.also, flaw))
    told = replace(told, draft=replace(told.draft, sections=(replace(first, story=story), *rest)))
    evidence = briefs.read_evidence(room, DAY)
    facts = brief_facts(told, evidence, room.desk)
    page = brief_page(
        told, evidence, room.desk, environment(room), facts=facts | {"related": []}
    ).body
    assert "Related: Use after free, RustSec advisories." in page
    assert story.also_words[1] == "Related: Use after free, RustSec advisories."
    assert "Use after free" not in story.also_words[0]
    row = facts["sections"][0]
    assert [one["title"] for one in row["related"]] == ["Use after free"]
    assert "Use after free" not in [one["title"] for one in row["also"]]


def test_what_stood_before_ends_as_a_sentence(told: Brief) -> None:
    story = told.draft.sections[0].story
    assert story is not None
    status = replace(story, was="Status: Draft", now="Status: Rejected")
    until = "Until 11 August 2026 it said: "
    assert status.was_words == until + "“Status: Draft”. Now: “Status: Rejected”."
    assert story.was_words == until + "“The limit is 100 requests.”"


def test_lists_and_the_api_carry_them(room: Newsroom, told: Brief) -> None:
    facts = brief_facts(told, briefs.read_evidence(room, DAY), room.desk)
    card = card_of(facts, f"briefs/{DAY}.md")
    row = api._told(card.sections[0])
    assert row["stakes"].startswith("critical") and row["was"] == "The limit is 100 requests."
    assert [one["title"] for one in row["also"]] == [
        "Double free in [clear]",
        "Double free in *drain*",
    ]
    assert [one.get("url") for one in row["also"]] == ["https://x.example/a", None]
    assert "also" not in api._told(card.sections[1])


def test_the_lines_belong_to_the_record_and_others_do_not(told: Brief) -> None:
    story = told.draft.sections[0].story
    assert story is not None
    for text, known in (
        *((line, True) for line in story.also_words),
        (story.was_words, True),
        ("Also told by Nobody, Somewhere, 1 May 2026.", False),
    ):
        html = f"<article class='brief'><p>{text}</p></article>".encode()
        added = [one for one in altered(html, told, "page") if one.message == ADDED]
        assert (not added) == known
